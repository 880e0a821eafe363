"""What the made-up texts are made of: things, their attributes and values, and the words around them.

The texts vary in entities, attributes, values and wording, so that grouping has as much to tell apart as it has in
real notes: few lines are about the same thing, and those that are say it differently.
"""

import random

SERVICES = (
    "gateway ledger scheduler indexer notifier billing catalog archiver mailer crawler router resolver importer exporter "
    "renderer matcher planner auditor collector balancer dispatcher transcoder broker registry courier"
).split()
TEAMS = "harbor meadow granite willow ember cobalt juniper lantern falcon orchard tundra saffron quartz heron".split()
PEOPLE = "Mira Tomas Anneke Priya Jonas Leila Kofi Sana Bruno Ines Yuki Farid Nadia Oskar Thea Ravi Zoe Emil".split()
TOOLS = (
    "pytest ruff mypy cargo make docker terraform alembic webpack vite eslint gradle poetry tox helm ansible".split()
)
ENVIRONMENTS = "staging production development".split()
THINGS = (
    "invoice shipment customer report dashboard webhook thumbnail session export snapshot migration schedule quota "
    "alert checksum manifest template cursor payload refund"
).split()
VERBS = (
    "validate rebuild split cache rename document refactor batch retry trim sort merge paginate sign compress".split()
)
LIBRARIES = "httpx polars sqlalchemy celery jinja click zod react axios lodash tokio serde rayon numba arrow".split()


def seeded(*parts: object) -> random.Random:
    """A source of the same numbers each time, for these parts."""
    return random.Random("/".join(map(str, parts)))  # noqa: S311 - data for a benchmark, and it must be repeatable


def entity(rng: random.Random) -> str:
    """One of some thousand things that a note may be about."""
    return f"{rng.choice(TEAMS)}-{rng.choice(SERVICES)}"


def fact(rng: random.Random, thing: str) -> str:
    """A sentence with a value."""
    port, minutes, share = rng.randrange(1024, 65535), rng.randrange(1, 240), rng.randrange(1, 99)
    version = f"{rng.randrange(1, 9)}.{rng.randrange(30)}.{rng.randrange(20)}"
    person, tool, what = rng.choice(PEOPLE), rng.choice(TOOLS), rng.choice(THINGS)
    where, library = rng.choice(ENVIRONMENTS), rng.choice(LIBRARIES)
    return rng.choice(
        (
            f"The {thing} listens on port {port} in {where}.",
            f"{thing} is deployed with `{tool} apply --target {thing}` in {where}.",
            f"The {what} timeout of {thing} is {minutes} minutes.",
            f"{person} owns the {thing} and reviews every {what} change.",
            f"{thing} runs on {library} {version}.",
            f"The {what} cache of the {thing} holds {share}% of all requests.",
            f"Logs of {thing} are kept for {minutes} days in `/var/log/{thing}/{what}.log`.",
            f"The {what} table of {thing} lives in the `{rng.choice(TEAMS)}_{what}` schema.",
            f"Do not restart {thing} while a {what} job is running.",
            f"{thing} reads its settings from `config/{where}/{thing}.toml`.",
            f"Releases of {thing} happen on {rng.choice(('Monday', 'Tuesday', 'Thursday'))} at {rng.randrange(7, 19)}:00.",
            f"A {what} larger than {port} kB is refused by the {thing}.",
        )
    )


def reworded(rng: random.Random, line: str) -> str:
    """The same in other words, or with another value, or just as it is."""
    return rng.choice(
        (
            line,
            line.replace("The ", "the ", 1).rstrip("."),
            line.replace(" is ", " is now ", 1),
            f"Note: {line}",
            line.replace("listens on", "uses", 1).replace("is deployed with", "deploys using", 1),
            " ".join(str(int(word) + rng.randrange(1, 50)) if word.isdigit() else word for word in line.split(" ")),
        )
    )


def said(rng: random.Random, thing: str) -> str:
    """What a person may type to an agent."""
    tool, what, verb = rng.choice(TOOLS), rng.choice(THINGS), rng.choice(VERBS)
    return rng.choice(
        (
            f"Please {verb} the {what} code in the {thing} and run the tests.",
            f"Always run `{tool} check` before you commit in {thing}.",
            f"We decided to use {rng.choice(LIBRARIES)} for the {what} part of {thing}.",
            f"No, the {what} limit of {thing} is {rng.randrange(10, 900)}, not {rng.randrange(10, 900)}.",
            f"I prefer short commit messages with the name of the {what} in them.",
            f"What does the {what} test of {thing} fail with?",
            f"{fact(rng, thing)} Can you look at why the {what} is slow?",
            f"From now on {fact(rng, thing)[0].lower()}{fact(rng, thing)[1:]}",
            f"Looks good. Next, {verb} the {what} of the {entity(rng)}.",
            f"We'll leave the {what} migration of {thing} for tomorrow.",
            f"Remember that {fact(rng, thing)}",
        )
    )


def output(rng: random.Random, thing: str, size: int) -> str:
    """What a tool may print: a listing, a piece of code, a test run, a log; about `size` characters."""
    what, library = rng.choice(THINGS), rng.choice(LIBRARIES)
    form = rng.choice(
        (
            f"{{n:6}}\tdef {rng.choice(VERBS)}_{what}_{{n}}(self, {rng.choice(THINGS)}: {library}.Batch) -> int:",
            f'{{n:6}}\t    return self._{what}[{{n}}] or {library}.open("{thing}/{{n}}", timeout={rng.randrange(60)})',
            f"tests/{thing}/test_{what}.py::test_{rng.choice(VERBS)}_{{n}} PASSED",
            f"2026-05-{rng.randrange(10, 29)}T09:{rng.randrange(10, 60)}:07Z INFO {thing} {what}={{n}} took {{n}}ms",
            f"src/{thing}/{what}/{rng.choice(VERBS)}_{{n}}.py:{rng.randrange(400)}: import {library}",
        )
    )
    lines: list[str] = []
    length = 0
    while length < size:
        lines.append(form.format(n=len(lines) + 1))
        length += len(lines[-1]) + 1
    return "\n".join(lines)[:size]


def prose(rng: random.Random, thing: str) -> str:
    """What an agent may say about its work."""
    return " ".join(
        rng.choice(
            (
                f"I looked at the {rng.choice(THINGS)} code of {thing}.",
                f"The problem is in `{rng.choice(VERBS)}_{rng.choice(THINGS)}`, which is called twice.",
                f"I will {rng.choice(VERBS)} it and run `{rng.choice(TOOLS)}` again.",
                "All tests pass now.",
                fact(rng, thing),
            )
        )
        for _ in range(rng.randrange(1, 5))
    )
