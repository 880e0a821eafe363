"""The many ways to say that something has another value now."""

import pytest
from tests.promises import promise

from dreaming.domain.telling import told_change

CHANGES = """
kestrel went from 8080 to 9000 for its main port
kestrel dropped 8080 in favour of 9000 as its main port.
kestrel uses 9000 as its main port now, not 8080.
Main port of kestrel: 9000, formerly 8080
Main port of kestrel: 9000 (formerly 8080)
Main port of kestrel: 8080 → 9000
Main port of kestrel: 8080 -> 9000
As of today the main port of kestrel is 9000 and no longer 8080.
The main port of kestrel is 9000, no longer 8080.
kestrel traded 8080 for 9000 as its main port.
9000 took over from 8080 as the main port of kestrel.
9000 takes the place of 8080 as main port of kestrel.
9000 supersedes 8080 as the main port of kestrel.
9000 replaces 8080 as the main port of kestrel.
9000 has replaced 8080 as main port of kestrel.
8080 was replaced by 9000 as the main port of kestrel.
8080 has been superseded by 9000 as main port of kestrel.
8080 gave way to 9000 as the main port of kestrel.
8080 made way for 9000 as main port of kestrel
Instead of 8080, kestrel now uses 9000 as its main port.
The main port of kestrel is no longer 8080 but 9000.
The main port of kestrel isn't 8080 any more, it's 9000.
The main port of kestrel is not 8080 any longer but 9000.
The main port of kestrel has been changed to 9000 from 8080.
The main port of kestrel was raised to 9000 from 8080.
We set the main port of kestrel to 9000; it was 8080 before.
The main port of kestrel is 9000 now; until last week it was 8080.
The main port of kestrel is 9000. Before that it was 8080.
kestrel had 8080 as its main port until yesterday; now it has 9000.
kestrel had 8080 as its main port before, now it has 9000.
The main port of kestrel, 8080 so far, becomes 9000.
The main port of kestrel, which was 8080, is now 9000.
Forget 8080: the main port of kestrel is 9000.
Scratch 8080, the main port of kestrel is 9000 now.
kestrel used 8080 as its main port before; it uses 9000 now.
kestrel used to use 8080 as its main port, now it uses 9000.
The main port of kestrel is now 9000; previously it was 8080.
8080 is out and 9000 is in as the main port of kestrel.
Main port of kestrel updated: 9000 (old value: 8080)
Main port of kestrel is now 9000, up from 8080.
The main port of kestrel is 9000 (up from 8080).
The main port of kestrel is 9000 (down from 8080)
The main port of kestrel changed: it was 8080 and is 9000 now.
kestrel's main port used to be 8080, today we heard it's 9000
Heads up, kestrel: the main port is 9000 now, before it was 8080.
We moved kestrel off 8080; its main port is 9000 now.
8080 no longer works for kestrel; new main port is 9000
8080 no longer holds for kestrel, its main port became 9000
9000 instead of 8080 is the main port of kestrel from now on.
With effect from May kestrel has 9000 as its main port; 8080 is history.
kestrel said goodbye to 8080, its main port is 9000.
The main port of kestrel was bumped to 9000 (was 8080)
The main port of kestrel was 8080 but is now 9000.
The main port of kestrel was 8080 until Monday and is 9000 since.
The main port of kestrel has gone up from 8080 to 9000.
The main port of kestrel changes to 9000 next week, replacing 8080.
kestrel gets a new main port: 9000 replaces 8080
kestrel gets a new main port, 9000, in place of 8080
New main port for kestrel is 9000, the old one was 8080.
The main port for kestrel is 9000 these days; it used to be 8080.
It's 9000 now, not 8080: the main port of kestrel
kestrel has swapped its main port 8080 for 9000
kestrel no longer uses 8080; 9000 is the main port now.
8080 no longer holds; 9000 is the main port of kestrel from today.
Forget the old 8080, the main port of kestrel is 9000 now
kestrel has a new main port, namely 9000. Until last week it was 8080.
For kestrel we picked 9000 as the new main port; before that it was 8080.
Out with 8080, in with 9000.
The main port went up to 9000, it had been 8080 since May.
The main port of kestrel has been cut to 9000 (it stood at 8080).
Main port isn't 8080 anymore. New one: 9000.
Where we had 8080 we now have 9000.
The main port got pushed back from 8080 to 9000.
The main port of kestrel is 9000 now, the old one was 8080.
Old main port: 8080. New main port: 9000.
""".strip().splitlines()
NO_CHANGES = """
The main port of kestrel is 9000.
The old bridge was built in 1900; the new one is closed.
She used to be a nurse, but it is hard to find work.
We moved away from Oslo, the flat is small now.
An application doesn't replace the grant.
Good to hear from you.
Melanie had a setback that led her to take a break from pottery.
I got an exchange place for a workshop in Porto.
We dropped costs to 3000 for those services.
The wedding is on June 14th, so that weekend is out.
Setup returns `{}` for an empty file.
""".strip().splitlines()


@promise("rules:updates:told")
@pytest.mark.parametrize("text", CHANGES)
def test_a_change_is_heard_in_whatever_way_it_is_told(text: str) -> None:
    """The old value and the new one, and none of the words around them."""
    assert told_change(text) == ("8080", "9000")


@promise("rules:updates:told")
@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("Ramipril replaced by candesartan because of a cough", ("Ramipril", "candesartan")),
        ("We ditched Redis for Valkey as the cache of kestrel.", ("Redis", "Valkey")),
        ("The refund window used to be 30 days, but it is 21 days from this week on", ("30 days", "21 days")),
        ("Since May kestrel has the Atrium instead of Room 7 as its meeting room", ("Room 7", "the Atrium")),
        ("The payroll date for kestrel used to be the 1st, but it is the 28th now", ("the 1st", "the 28th")),
        (
            "Pemberton Ltd has replaced Harrow Trading as the main supplier of kestrel",
            ("Harrow Trading", "Pemberton Ltd"),
        ),
        ("The contact of kestrel is now Mr. Okafor, previously Ms. Lind", ("Ms. Lind", "Mr. Okafor")),
    ],
)
def test_the_values_of_a_change_are_whole(text: str, change: tuple[str, str]) -> None:
    """With their units, articles and titles."""
    assert told_change(text) == change


@promise("rules:updates:told")
@pytest.mark.parametrize("text", NO_CHANGES)
def test_no_change_is_heard_where_none_is_told(text: str) -> None:
    """Words that also tell changes."""
    assert told_change(text) is None


@promise("server:hostile:safe")
@pytest.mark.parametrize("part", ["was ", "used to be a, ", "had a as b, ", "is out ", "way to "])
def test_behind_a_long_text_that_may_begin_a_change_a_change_is_heard(part: str) -> None:
    """How each goes on is looked for only nearby: else the work grew with the square of the length."""
    text = part * (200_000 // len(part)) + ".\nThe old port was 8080; the new one is 9000."
    assert told_change(text) == ("8080", "9000")
