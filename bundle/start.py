"""What Claude Desktop starts in the bundle: the server, with the settings that the user has filled in.

A setting that was left empty arrives as its own placeholder, such as `${user_config.data_folder}`: it is not set.
"""

import os

from dreaming.cli.main import main

if __name__ == "__main__":
    for name, value in list(os.environ.items()):
        if name.startswith("DREAMING_") and value.startswith("${user_config."):
            del os.environ[name]
    main(["serve"])
