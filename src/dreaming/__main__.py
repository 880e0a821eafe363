"""`python -m dreaming` is the command `dreaming`."""

from dreaming.cli.main import main

main()
