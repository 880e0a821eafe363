"""What is heard by its form, whatever its verb, and what of the same form is about the work at hand."""

import pytest
from tests.judges.told import statements
from tests.promises import promise

from dreaming.domain.claims import ObservationKind as Kind

NAMED = [
    "Petra Lang organises the summer party.",
    "Petra Lang is trained on the laser cutter.",
    "Petra Lang is our works council member.",
    "Henrik Dahl has taken over the newsletter.",
    "On Tuesday Henrik Dahl stays at home.",
    "Room 2.14 comes with a whiteboard.",
    "Meeting room Fjord seats eight people.",
    "Machine M4 must not be opened while it runs.",
    "Weber & Partner answer within two days.",
    "quota-svc persists its counters on disk.",
    "quota-svc pages the platform team.",
    "A token from quota-svc is good for 240 minutes.",
    "Alerts of tidepool land in #pager-room.",
    "Failed jobs in quota-svc get five tries.",
    "When Petra Lang is away, Karim signs.",
    "Nothing gets merged into quota-svc without two approvals.",
    "There is a shower in building C.",
    "On the ground floor there is a defibrillator.",
    "You find the contracts in cabinet 5.",
    "We lease van 7 from Sixt.",
    "I file my expenses on Fridays.",
    "I insure the workshop with Kooperativa.",
    "Training that Karim Aziz has: first aid",
    "Supplied by Weber & Partner: printer paper",
    "kestrel now has stable as its default branch instead of main.",
]
DIRECTIONS = [
    "Ask Priya Raman about invoices.",
    "Ring twice at gate 3.",
    "If something comes up at Maple Hall, talk to Ilse.",
    "When quota-svc breaks, shout in #firehall.",
]
AT_HAND = [
    "The loop never terminates.",
    "The function get_user returns the wrong type.",
    "In this example the user is called Bob.",
    "The dummy data contains three customers.",
    "Slide 7 needs a better title.",
    "Option B is cheaper.",
    "Ticket 4411 blocks us.",
    "Petra Lang is in a meeting until three.",
    "Petra Lang wants me to call back.",
    "Petra Lang sends her regards.",
    "Petra Lang is asking where the slides are.",
    "Petra Lang thinks the font is too small.",
    "Karim gets a 403 on the staging page.",
    "quota-svc is throwing 500s right now.",
    "quota-svc keeps restarting.",
    "quota-svc fails to start after your change.",
    "quota-svc has three failing tests.",
    "quota-svc needs a fix for this.",
    "Postgres refuses the connection.",
    "The results for Berlin look strange.",
    "Only Dialyzer blocks the commit.",
    "The Switch target is smart for indie games.",
    "There is a typo in README.",
    "There are 3 open tickets for quota-svc.",
    "You can find the log in /tmp/out.log.",
    "We get a timeout from the API.",
    "We pass the wrong id to Stripe.",
    "Our demo starts in ten minutes.",
    "Look for the bug in Parser.",
    "If the test fails on Windows, skip it.",
    "When Stripe returns an error, show a message.",
    "Best regards, Karim",
]


@promise("observing:statements:form")
@pytest.mark.parametrize("text", NAMED)
def test_a_plain_statement_of_a_named_thing_needs_no_verb_that_is_known(text: str) -> None:
    """A name, an identifier, "the … of …": who or what, a verb in the present, and what is said of it."""
    assert [(draft.kind, draft.text) for draft in statements(text)] == [(Kind.FACT, text)]


@promise("observing:statements:form")
@pytest.mark.parametrize("text", DIRECTIONS)
def test_an_order_that_only_a_person_or_a_case_can_carry_out_is_a_way_to_know(text: str) -> None:
    """No agent could do it now."""
    assert [(draft.kind, draft.text) for draft in statements(text)] == [(Kind.PROCEDURE, text)]


@promise("observing:talk:left")
@pytest.mark.parametrize("text", AT_HAND)
def test_what_is_about_the_work_at_hand_is_left(text: str) -> None:
    """It may name a thing, and is over with the task."""
    assert statements(text) == []


@promise("observing:statements:announced")
@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("A small update from my side. The offsite takes place in Ghent.", "The offsite takes place in Ghent."),
        ("Quick heads up. Building C gets a new lock in May.", "Building C gets a new lock in May."),
        ("One more thing: Lukas takes care of the plants.", "Lukas takes care of the plants."),
        ("FYI we put quota-svc behind Cloudflare.", "we put quota-svc behind Cloudflare."),
        ("Please remember: send retries of quota-svc to team Falcon", "send retries of quota-svc to team Falcon"),
    ],
)
def test_an_announcement_may_be_a_sentence_of_its_own(message: str, text: str) -> None:
    """What comes next is what was announced, also a deed that left something, and how a thing is to be done."""
    assert [draft.text for draft in statements(message)] == [text]


@promise("observing:talk:left")
@pytest.mark.parametrize(
    "message",
    [
        "A small update from my side. I am still on it.",
        "Quick heads up. I have to leave.",
        "One more thing. Can you fix the title?",
        "FYI we restarted quota-svc.",
        "Please remember: Standup ran over by ten minutes.",
        "FYI Petra Lang is in a meeting.",
    ],
)
def test_an_announcement_alone_makes_nothing_worth_keeping(message: str) -> None:
    """Neither does the announcement itself, which stands for nothing."""
    assert statements(message) == []
