"""How many tokens a text takes, reckoned without asking anybody."""

CHARACTERS_A_TOKEN = 3.2  # of transcripts, which are half prose and half code, for the tokenisers of present models


def tokens_of(characters: int, ratio: float = CHARACTERS_A_TOKEN) -> int:
    """The tokens of a text of so many characters, rounded up; `ratio` is characters a token."""
    return int(-(-characters // ratio))
