"""How many tokens a text takes, reckoned without asking anybody."""

CHARACTERS_A_TOKEN = 3.5  # of English prose and code, for the tokenisers of present models


def tokens_of(characters: int, ratio: float = CHARACTERS_A_TOKEN) -> int:
    """The tokens of a text of so many characters, rounded up; `ratio` is characters a token."""
    return int(-(-characters // ratio))
