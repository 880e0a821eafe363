"""What this program itself puts before a model, and must know again when it comes back in a transcript."""

# A session that a dream holds with a model begins with this line, whatever runs the model: it is never logged.
OWN_SESSION = "[dreaming: this session belongs to a dream]"

# Text of ours in a client's context stands between <dreaming-context> and </dreaming-context>: it is no news.
CONTEXT_TAG = "dreaming-context"


def is_own_session(first_words: str) -> bool:
    """Whether a session that begins with these words of a user is a dream's own."""
    return first_words.lstrip().startswith(OWN_SESSION)


def in_context(text: str) -> str:
    """`text` as it is put into a client's context, marked as ours."""
    return f"<{CONTEXT_TAG}>\n{text.strip()}\n</{CONTEXT_TAG}>"
