"""What the rules find in what people type, and what they leave: measured on a table of messages."""

from tests.judges.told import statements
from tests.judges.utterances import SAID, UNSAID
from tests.promises import promise


@promise("observing:utterances:measured")
def test_recall_and_precision_over_all_messages() -> None:
    """Every statement is found, word for word and with its kind, and nothing else is."""
    wanted = {(text, kind, said) for text, stated in SAID for kind, said in stated}
    messages = [*(text for text, _ in SAID), *UNSAID]
    found = {(text, draft.kind, draft.text) for text in messages for draft in statements(text)}
    right = len(wanted & found)
    measured = {"recall": right / len(wanted), "precision": right / len(found)}
    assert measured == {"recall": 1.0, "precision": 1.0}, (sorted(wanted - found), sorted(found - wanted))


def test_the_table_is_large_and_holds_each_message_once() -> None:
    """A message that stands twice would count twice."""
    messages = [*(text for text, _ in SAID), *UNSAID]
    assert len(messages) == len(set(messages))
    assert min(len(SAID), len(UNSAID)) >= 150
