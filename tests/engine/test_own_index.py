"""An index that the user keeps: new memories are listed in its own way, and links to what is gone go."""

import pytest
from tests.engine.dreams import dream, note, output, session, texts
from tests.promises import promise

from dreaming.domain.changes import Changeset, Fate
from dreaming.domain.model import Document

BREAD = note("/bread.md", "# Bread\n\n- The sourdough oven is set to 240 °C.\n- Loaves cool for an hour.\n")
GLAZE = note("/glaze.md", "# Glaze\n\n- The glaze kiln is set to 1240 °C.\n")
WORDS = "measures, grams, cups"
TALK = session("s1", "I always want measures in grams, never in cups.", at=5)


def kept(index: str, *more: Document, path: str = "/MEMORY.md") -> tuple[list[str], dict[str, str], Changeset]:
    """The lines of the index after a dream in which a memory comes into being, the whole store, and the changeset."""
    documents = [note(path, index), BREAD, GLAZE, *more]
    changeset = dream(documents, [TALK])
    result = texts(output(documents, changeset))
    return result[path].splitlines(), result, changeset


@promise("index:own:gains")
@pytest.mark.parametrize(
    ("first", "last", "new"),
    [
        ("- [Bread](bread.md): how", "- [Glaze](glaze.md): firing", f"- [Preferences](preferences.md): {WORDS}"),
        ("* [bread.md](./bread.md) — how", "* [glaze.md](./glaze.md) — firing", f"* [preferences.md](./preferences.md) — {WORDS}"),
        ("- [[bread]]", "- [[glaze]]", "- [[preferences]]"),
        ("1. [bread](/bread.md)", "2. [glaze](/glaze.md)", "3. [preferences](/preferences.md)"),
        ("- **[Bread](bread.md)** - how", "- **[Glaze](glaze.md)** - firing", f"- **[Preferences](preferences.md)** - {WORDS}"),
        ("- `bread.md`: how", "- `glaze.md`: firing", f"- `preferences.md`: {WORDS}"),
        ("- [Bread](bread.md)", "- [Glaze](glaze.md)\n  - see also the shelf", "- [Preferences](preferences.md)"),
    ],
    ids=["titles", "names", "wiki", "numbers", "bold", "code", "nested"],
)  # fmt: skip
def test_a_new_memory_gets_a_line_like_the_others(first: str, last: str, new: str) -> None:
    """At the end of the list; what is above and below it stays."""
    after, result, changeset = kept(f"# What there is\n\n{first}\n{last}\n\nThe rest is on paper.\n")
    assert "/preferences.md" in result
    assert "\n".join(after) == f"# What there is\n\n{first}\n{last}\n{new}\n\nThe rest is on paper."
    (birth,) = [each for each in changeset.ledger if each.claim.path == "/MEMORY.md" and each.fate is None]
    assert birth.generated


@promise("index:own:gains")
def test_a_second_dream_adds_nothing() -> None:
    """What code has written into it is no statement, and is known again."""
    documents = [note("/MEMORY.md", "- [Bread](bread.md)\n- [Glaze](glaze.md)\n"), BREAD, GLAZE]
    after = output(documents, dream(documents, [TALK]))
    for again in (dream(after, [TALK]), dream(after)):
        assert (again.changes, again.removed) == ((), ())
        assert texts(output(after, again)) == texts(after)


@promise("index:own:lets-go")
def test_a_link_to_what_is_gone_goes_with_its_reason() -> None:
    """All that the other memory said stands in one that the index names."""
    copy = note("/old.md", "# Old\n\n- The sourdough oven is set to 240 °C.\n", at=-5)
    after, result, changeset = kept(
        "# List\n\n- [Bread](bread.md): how\n- [Old](old.md): before\n- [Glaze](glaze.md): firing\n", copy
    )
    assert "/old.md" not in result
    assert after[:4] == ["# List", "", "- [Bread](bread.md): how", "- [Glaze](glaze.md): firing"]
    (fate,) = [each for each in changeset.ledger if each.claim.text.startswith("[Old]")]
    assert fate.fate is Fate.DROPPED_TRANSIENT
    assert fate.reason == "The line led there: /old.md is gone, and what it said stands in /bread.md."


@promise("index:own:lets-go")
def test_a_link_follows_what_moved_to_a_memory_that_is_not_named() -> None:
    """The words beside it stay; in a line with another link the name stays, and the link goes."""
    copy = note("/old.md", "# Old\n\n- The sourdough oven is set to 240 °C.\n", at=-5)
    after, _, changeset = kept("- [Oven](old.md): the heat of it\n- [Glaze](glaze.md): firing\n", copy)
    assert after[:2] == ["- [Oven](bread.md): the heat of it", "- [Glaze](glaze.md): firing"]
    (fate,) = [each for each in changeset.ledger if each.claim.text.startswith("[Oven]") and each.fate is not None]
    assert [place.text for place in fate.to] == ["[Oven](bread.md): the heat of it"]
    after, _, _ = kept("- [Bread](bread.md), once [Old](old.md)\n- [Glaze](glaze.md)\n", copy)
    assert after[0] == "- [Bread](bread.md), once Old"


@promise("index:own:only-lists")
@pytest.mark.parametrize(
    "text",
    [
        "We bake, see [Bread](bread.md).\n\nThe rest is in the drawer.\n\nAsk Ines.\n\n- [Glaze](glaze.md)\n",
        "- [Bread](bread.md)\n",
        "- [A](https://example.com/bread.md)\n- [B](../glaze.md)\n",
        "Nothing but words.\n",
    ],
    ids=["prose", "few", "elsewhere", "none"],
)
def test_what_only_mentions_memories_stays(text: str) -> None:
    """It is no list of what there is."""
    more = [
        note(f"/{name}.md", f"- The {name} stands in row {at}.\n")
        for at, name in enumerate(("plane", "rasp", "chisel"), 3)
    ]
    after, _, _ = kept(text, *more)
    assert after == text.splitlines()


@promise("index:own:only-lists")
def test_a_pinned_index_stays() -> None:
    """Whatever comes into being."""
    documents = [note("/MEMORY.md", "- [Bread](bread.md)\n- [Glaze](glaze.md)\n", pinned=True), BREAD, GLAZE]
    assert texts(output(documents, dream(documents, [TALK])))["/MEMORY.md"] == documents[0].content


@promise("rules:index:tells")
def test_the_words_of_an_index_say_something() -> None:
    """Neither how well something went nor that it was said."""
    lines = "- Well, that went well enough for everyone\n- well, the demo went rather smoothly\n- it really went well, we said so\n"
    documents = [note("/talk.md", f"# Launch\n\n{lines}"), BREAD, GLAZE]
    index = texts(output(documents, dream(documents, [TALK])))["/index.md"]
    line = next(each for each in index.splitlines() if "talk.md" in each)
    assert not {"well", "went", "said", "rather", "enough", "really"} & set(line.replace(",", " ").split())
