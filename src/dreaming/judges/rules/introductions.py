"""What stands before a statement and says where or when it holds: "in production,", "for plots,", "in this repo"."""

import re

_F = re.IGNORECASE

INTRO = re.compile(
    r"(?:in|on|at|for|since|as of|after|before|during|when|whenever|under|inside|within|to|by|from|"
    r"with|every|each|until|outside|starting|unlike|besides|internally|locally|historically|currently|"
    r"nowadays|these days|technically|officially|normally|usually|by default)\b[^,?!]{0,80},\s+",
    _F,
)
PROJECT = (
    r"(?:repo|repository|project|service|app|team|company|package|library|codebase|branch|cluster|account|machine|"
    r"laptop|server|database|api|user|customer|client|store|module|monorepo|organi[sz]ation)"
)
_WHERE = re.compile(
    rf"(?:in|at|on|for|within) (?:this|our|the|my|every|each|all) (?:[\w-]+ )?{PROJECT}s?\s+(?!(?:is|are|was|were|has|have)\b)|"
    r"here,?\s+(?=(?:we|our|the|all|every)\b)",
    _F,
)


def without_introduction(text: str) -> str:
    """The text after "in production," or "for plots,"."""
    intro = _WHERE.match(text) or INTRO.match(text)
    return text[intro.end() :] if intro else text
