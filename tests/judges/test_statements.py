"""What a user states is seen, whatever the field and the phrasing; what is only talk is not."""

import pytest
from tests.judges.told import Told, statements
from tests.promises import promise

from dreaming.domain.claims import ObservationKind as Kind
from dreaming.domain.model import EventType
from dreaming.domain.provenance import Origin
from dreaming.judges.rules.announcements import leave_at
from dreaming.judges.rules.phrases import bare

PREFERENCES = [
    "Distances in metres please, not in feet.",
    "Answers in French, not in English",
    "I prefer tabs over spaces.",
    "Please always answer in Dutch.",
    "Never commit generated files.",
    "From now on, write tests first.",
    "Don't use lodash, use native array methods.",
    "Stop adding docstrings to test functions.",
    "Use British spelling in customer emails.",
    "No semicolons in TypeScript files.",
    "Make sure you run `mix format` before each commit.",
    "Can you always show prices in euros?",
    "I hate verbose error messages.",
    "My favourite editor theme is Solarized.",
    "I want all charts in grayscale.",
    "Keep functions under 25 lines.",
    "By default, plot residuals on a log scale.",
]
PROCEDURES = [
    "Run worker tests with `just test-worker`.",
    "To rotate the certificates, run `ops/rotate.sh --all`.",
    "Before each release, bump the version in Cargo.toml.",
    "Open frontend PRs against the trunk branch.",
    "Whenever you change a model, regenerate the ERD.",
]
DECISIONS = [
    "Let's go with Valkey for the session cache.",
    "We decided to drop Windows support.",
    "We'll use Terraform for the new environments.",
    "We're switching from Slack to Zulip.",
    "The plan is to sunset v1 in October.",
]
CORRECTIONS = [
    "No, the owner is Farah.",
    "Actually, the retention period is 90 days, not 30.",
    "That's wrong, the bucket lives in Frankfurt.",
    "no, use snake_case",
    "I meant the Lyon office, not Paris.",
]
FACTS = [
    "The gateway listens on port 9443.",
    "Port for the gateway: 9443",
    "kiwi-api is owned by Noor.",
    "Noor maintains kiwi-api",
    "kiwi: tests are started using `pytest -n 4`",
    "We deploy on Thursdays.",
    "My dog is called Bruno.",
    "I'm a nurse based in Lisbon.",
    "I've been vegetarian since 2015.",
    "My sister Ada lives in Oslo and has two kids.",
    "I'm allergic to penicillin.",
    "Refunds above 200 EUR are approved by Mira.",
    "The learning rate is 3e-4 and the batch size is 64.",
    "Our dataset has 4.1M rows, partitioned by day.",
    "In staging, flags are read from flags.yaml.",
    "This project uses pnpm.",
    "The invoices table has a `voided_at` column.",
    "Backups run nightly at 02:00 UTC.",
    "kiwi-api switched its database from MySQL to CockroachDB.",
    "The default branch of kiwi is now trunk (was master).",
    "We no longer support Node 18.",
    "Timezone: CET",
    "`test_clock` in kiwi is flaky.",
    "The weekly sync is on Tuesdays at 10:00.",
    "Customers on the Pro plan get a reply within 24h.",
    "For Swiss customers, VAT must be shown separately.",
]
TALK = [
    "Write me a paragraph on the connection check: M20 bolts, class 8.8.",
    "Put the files in src, not in lib.",
    "What port does the gateway use?",
    "Why is it slow",
    "How do I set the port to 8080",
    "If we moved to Kafka, the lag would go away.",
    "Maybe we should use Redis.",
    "I think the port is 8080.",
    "What if the API listened on 9000?",
    "Fix the failing build.",
    "Add a test for the parser.",
    "Run it again please.",
    "Can you look at the login page?",
    "Implement pagination in the list view.",
    "Rename the variable foo to bar.",
    "Set the port to 8080",
    "Looks good, thanks!",
    "ok",
    "Great, go on.",
    "yeah right, because that always works",
    "I'm running the tests now.",
    "The build is red.",
    "Lunch break, back in 30 minutes.",
    "It still fails with the same error.",
    "I get a TypeError on line 40.",
    "I've just pushed the fix.",
    "The build took 4m10s this time.",
    "Opened the file and scrolled to line 12.",
    "Good morning!",
    "Here is the log:",
    "don't worry about it",
    "I like the new layout.",
    "ERROR 2024-01-01 app.db: connection refused",
    "You are an expert Python developer.",
    "Let's run the tests.",
    "The function should return 3.",
    "El puerto de la API es 8080.",
    "Der Server läuft auf Port 8080.",
    "я живу в Москве",
    "我住在北京。",
    "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor.",
    "My key is [REDACTED:aws_key:1a2b3c4d] in production.",
]
LEADS = [
    ("Note for later: {}", "{}"),
    ("By the way, {}", "{}"),
    ("Please remember: {}", "{}"),
    ("FYI {}", "{}"),
    ("Also, {}", "{}"),
    ("Remember that {}", "{}"),
    ("Just so you know, {}", "{}"),
    ("Hi Claude! {}", "{}"),
    ("- {}", "{}"),
]


@promise("observing:statements:seen")
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *((text, Kind.PREFERENCE) for text in PREFERENCES),
        *((text, Kind.PROCEDURE) for text in PROCEDURES),
        *((text, Kind.DECISION) for text in DECISIONS),
        *((text, Kind.CORRECTION) for text in CORRECTIONS),
        *((text, Kind.FACT) for text in FACTS),
    ],
)
def test_a_statement_is_seen_with_its_kind(text: str, kind: Kind) -> None:
    """A user's statement becomes one draft, whose words are a stretch of the sentence."""
    drafts = statements(text)
    assert [draft.kind for draft in drafts] == [kind]
    assert drafts[0].text in text


@promise("observing:talk:left")
@pytest.mark.parametrize("text", TALK)
def test_talk_is_left_out(text: str) -> None:
    """Memory is for what holds longer than the conversation."""
    assert statements(text) == []


@promise("observing:statements:announced")
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("FYI kestrel pulls in the numpy library", Kind.FACT),
        ("Note for later: merges of kestrel go to the trunk branch", Kind.FACT),
        ("Please remember: the cat gets insulin at 7", Kind.FACT),
        ("By the way, kestrel pulls in numpy at start", Kind.FACT),
        ("Note for later: connect to the lab printer at 10.0.3.7", Kind.PROCEDURE),
        ("Remember: order the filters at pool-shop.example", Kind.PROCEDURE),
        ("Please remember: order paper from Hanse", Kind.PROCEDURE),
        ("Note for later: archive invoices after 90 days", Kind.PROCEDURE),
        ("Please remember: rotate keys every Monday", Kind.PREFERENCE),
        ("Note for later: Log level in kestrel: WARN", Kind.FACT),
        ("Please remember: garnet bills its customers on net 45 terms", Kind.FACT),
    ],
)
def test_what_is_announced_needs_no_verb_that_is_known(text: str, kind: Kind) -> None:
    """Whoever says that it is to be kept has decided: any statement that is understood later is, and how a thing is done."""
    drafts = statements(text)
    assert [draft.kind for draft in drafts] == [kind]
    assert text.endswith(drafts[0].text)


@promise("observing:talk:left")
@pytest.mark.parametrize(
    "text",
    [
        "FYI I fixed the parser",
        "By the way, nice work on the parser.",
        "Note for later: fix issue #42",
        "For context, I was debugging the login page.",
        "Just so you know, this is urgent.",
        "FYI the tests pass now",
        "By the way, can you look at the flaky test?",
        "By the way, I think we should maybe use Redis",
        "Please remember: run the migrations now",
    ],
)
def test_an_announcement_makes_no_statement_of_what_is_none(text: str) -> None:
    """Deeds, praise, tasks, states of the moment, questions and suppositions stay out."""
    assert statements(text) == []


@pytest.mark.parametrize(("form", "expected"), LEADS)
@pytest.mark.parametrize("fact", [FACTS[0], FACTS[1], FACTS[2], FACTS[5], "`test_clock` in kiwi is flaky."])
def test_what_only_announces_a_statement_is_not_part_of_it(form: str, expected: str, fact: str) -> None:
    """The line reads as a memory, and the quote still holds the whole sentence."""
    message = form.format(fact)
    drafts = statements(message)
    assert [draft.text for draft in drafts] == [expected.format(fact)]
    assert [quote.text in message for quote in drafts[0].quotes] == [True]


@promise("observing:statements:bare")
@pytest.mark.parametrize(
    "form",
    [
        "One thing to keep in mind: {}",
        "Before I forget: {}",
        "So that you know, {}",
        "Something you should be aware of: {}",
        "One more detail worth writing down is that {}",
        "Also keep this in mind for later work: {}",
        "Quick reminder before we start, {}",
        "It may help to know that {}",
        "{}, hope that helps!",
        "{}, just so we're aligned.",
        "{}, please and thank you.",
        "{}, thanks in advance!",
        "{}, by the way.",
        "{} and please continue.",
        "{} :)",
        "Just a note: {}, so carry on please.",
    ],
)
@pytest.mark.parametrize("fact", ["the gateway listens on port 9443", "Noor maintains kiwi-api"])
def test_what_announces_a_statement_or_takes_leave_is_not_written(form: str, fact: str) -> None:
    """However it is put together; the quote is the whole sentence."""
    message = form.format(fact)
    (draft,) = statements(message)
    assert draft.text.rstrip(".") == fact
    assert [quote.text for quote in draft.quotes] == [message]


@promise("observing:statements:bare")
@pytest.mark.parametrize(
    "text",
    [
        "The second reminder: sent to customers after 14 days",
        "We send the first reminder after 14 days, and the last one after 30.",
        "The limit for one point in the log: 30 entries",
    ],
)
def test_what_is_told_of_a_reminder_or_a_point_stays_whole(text: str) -> None:
    """Words of announcements are words of statements too."""
    assert (bare(text).start, leave_at(text)) == (0, len(text))


@promise("observing:talk:left")
@pytest.mark.parametrize(
    "text", ["Add a note that deploys need approval", "When you know, tell me", "My CTO is very happy.", "Carry on."]
)
def test_tasks_and_moods_announce_nothing(text: str) -> None:
    """Not every sentence with such words is an announcement, and how somebody feels today does not last."""
    assert statements(text) == []


def test_what_the_user_asks_to_keep_in_mind_is_kept() -> None:
    """Though nothing in it is particular; what points at the conversation says nothing later."""
    (draft,) = statements("One thing to keep in mind: invoices of suppliers are paid in euros.")
    assert (draft.kind, draft.text) == (Kind.FACT, "invoices of suppliers are paid in euros.")
    assert statements("One thing to keep in mind: that one over there is still broken.") == []


def test_a_correction_may_be_announced() -> None:
    """It is one, though it does not say what was wrong."""
    (draft,) = statements("Small correction from my side, Tom comes back on 2026-05-15.")
    assert (draft.kind, draft.text) == (Kind.CORRECTION, "Tom comes back on 2026-05-15.")


def test_what_recurs_on_a_weekday_is_a_fact() -> None:
    """Without a time and without a name."""
    assert [draft.text for draft in statements("Payment runs are on Tuesdays now, not Thursdays.")] == [
        "Payment runs are on Tuesdays now, not Thursdays."
    ]


def test_a_task_gives_only_the_facts_and_rules_in_it() -> None:
    """What a task is to bring about, its constraints and the trouble that led to it end with the task."""
    task = (
        "I need a page that lists all invoices.\n\nRequirements:\n- Clicking a row opens the detail view\n"
        "- Sort by date descending\n- Add tests\n\nPlease don't change the database schema. When you're done, run the "
        "linter. I used lr=0.1 and the loss looks off. We use pytest with the mocker fixture. "
        "Always sign emails with the team's name. Please draft a reply to Ida: her order is late.\n"
    )
    assert [draft.text for draft in statements(task)] == [
        "We use pytest with the mocker fixture.",
        "Always sign emails with the team's name.",
    ]


def test_a_correction_quotes_only_what_it_affirms() -> None:
    """The word "no" denies what was said before, not what is said now."""
    (draft,) = statements("No, use tabs.")
    assert (draft.text, draft.quotes[0].text) == ("use tabs.", "use tabs.")


def test_a_sentence_about_it_joins_the_sentence_that_names_it() -> None:
    """A line about "it" alone would say nothing to a later reader."""
    drafts = statements("kiwi-api is written in Go. It listens on port 7000. It is slow today.")
    assert [draft.text for draft in drafts] == ["kiwi-api is written in Go. It listens on port 7000."]
    assert statements("It listens on port 7000.") == []


def test_a_wrapped_sentence_becomes_one_line_with_a_quote_a_line() -> None:
    """A quote is one line, and every word of the text stands in one."""
    text = "The nightly export of the invoices table is written to the\nbucket `acme-exports` in Frankfurt."
    (draft,) = statements(text)
    assert draft.text == text.replace("\n", " ")
    assert [quote.text for quote in draft.quotes] == text.split("\n")


@promise("observing:origin:user")
def test_only_what_a_user_typed_states_anything() -> None:
    """The same words from a tool, the harness, the agent, a paste or a branch that was left are no statement."""
    fact = "The gateway listens on port 9443."
    told = Told().agent(fact).add(EventType.SYSTEM_MESSAGE, fact).runs("cat notes.md", fact)
    told.user(f"> {fact}\n\n```\n{fact}\n```\n").add(EventType.USER_MESSAGE, fact, abandoned=True)
    told.add(EventType.USER_MESSAGE, fact, origin=Origin.SYSTEM)
    assert told.seen() == ()
    assert len(Told().add(EventType.USER_MESSAGE, fact, origin=Origin.REPORTED).seen()) == 1


def test_an_offer_to_remember_counts_once_the_user_confirms_it() -> None:
    """Both are quoted; without the confirmation the agent's words show nothing."""
    offer = "Shall I remember that you deploy on Thursdays?"
    (draft,) = Told().agent("Done. " + offer).user("Yes, remember that.").seen()
    assert draft.text == "I deploy on Thursdays"
    assert [quote.text for quote in draft.quotes] == [offer, "Yes, remember that."]
    assert Told().agent(offer).user("no").seen() == ()


def test_a_restatement_counts_once_the_user_says_that_it_is_right() -> None:
    """A yes that only lets the agent go on confirms nothing, and neither does one that comes after other words."""
    restated = "Understood: you deploy on Thursdays."
    (draft,) = Told().agent(f"I looked at it. {restated}").user("Yes, exactly.").seen()
    assert draft.text == "I deploy on Thursdays"
    assert [quote.text for quote in draft.quotes] == [restated, "Yes, exactly."]
    assert Told().agent(restated).user("ok, go ahead").seen() == ()
    assert Told().agent(restated).user("What is left?").user("exactly").seen() == ()
    assert Told().agent("I will run the tests now.").user("exactly").seen() == ()


def test_a_request_has_a_topic_that_does_not_depend_on_its_form() -> None:
    """So that the engine can count the sessions that ask for the same."""
    first, second = (
        Told().user(text).seen()
        for text in ("Can you update the changelog in CHANGELOG.md?", "Please update the changelog in CHANGELOG.md.")
    )
    assert [draft.topic for draft in first] == [draft.topic for draft in second] != []
    assert first[0].topic.startswith("ask:")


@promise("observing:statements:form")
@pytest.mark.parametrize(
    "text",
    [
        "Valkey has replaced Redis as the cache of kestrel.",
        "kestrel traded Redis for Valkey as its cache.",
        "The main port of kestrel, 8080 so far, becomes 9000.",
    ],
)
def test_a_change_is_heard_in_whatever_way_it_is_told(text: str) -> None:
    """Where it names what changed, or both its values."""
    assert [draft.text for draft in statements(text)] == [text]


@promise("observing:talk:left")
@pytest.mark.parametrize("text", ["The build went from green to red.", "This line was 80 before, now it is 100."])
def test_a_change_of_the_moment_is_left(text: str) -> None:
    """What is over with the task names neither."""
    assert statements(text) == []
