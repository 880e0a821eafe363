"""The README's sample of a report: what `dreaming demo` prints, shortened."""

import re
import subprocess
import sys

_BLOCK = re.compile(r"(<!-- output: demo -->\n```text\n).*?(```)", re.DOTALL)
_SHOWN = ("Replaced", "Merged", "Learned across", "Open", "Refused")
_QUOTE = "     “"


def with_sample(readme: str) -> str:
    """The README with the sample as the demo prints it now."""
    command = [sys.executable, "-m", "dreaming", "demo"]
    output = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout  # noqa: S603 - ours
    return _BLOCK.sub(lambda found: found[1] + shortened(output) + found[2], readme)


def shortened(output: str) -> str:
    """The figures, and of each part that is shown its title and first finding, with one quote."""
    _, figures, *parts = output.split("\n\n")
    shown = [_first(part) for part in parts if part.startswith(_SHOWN)]
    return "\n".join([*figures.strip().splitlines(), "", *(line for part in shown for line in part)]) + "\n"


def _first(part: str) -> list[str]:
    lines = part.rstrip().splitlines()
    quotes = [line for line in lines if line.startswith(_QUOTE)]
    return [line for line in lines if line not in quotes[1:] and not line.lstrip().startswith("… and")]
