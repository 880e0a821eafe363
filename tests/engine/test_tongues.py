"""What is not in English stays as it is, and the report says that the rules did not read it."""

import pytest
from tests.engine.dreams import dream, note, session
from tests.promises import promise

from dreaming.domain.changes import NoticeKind

GERMAN = "- Der Port des Servers ist 8080\n- Der Port des Servers ist 9090\n- Die Rechnungen gehen immer an Jana\n"
JAPANESE = "- サーバーのポートは8080です。\n- サーバーのポートは9090です。\n"
RUSSIAN = "- Порт сервера 8080\n- Порт сервера 9090\n"
SPANISH = "- El puerto del servidor es el 8080\n- El puerto del servidor no es el 8080\n"


@promise("rules:tongues:kept-and-told")
def test_other_languages_are_kept_and_the_report_says_so() -> None:
    """Every line stays, whatever sessions say in those languages, and one notice gives the numbers."""
    store = [note("/de.md", GERMAN), note("/ja.md", JAPANESE), note("/ru.md", RUSSIAN), note("/es.md", SPANISH)]
    talk = session(
        "s1",
        "Der Port des Servers ist jetzt 7070, nicht mehr 8080.",
        "Utilise toujours pnpm dans ce projet.",
        "サーバーのポートは7070です。",
        "Thanks!",
    )
    changeset = dream(store, [talk])
    assert (changeset.written, changeset.removed, changeset.changes) == ((), (), ())
    assert [(each.kind, each.text, each.reason) for each in changeset.notices] == [
        (
            NoticeKind.SKIPPED,
            "9 lines of 4 memories and 3 messages are not in English.",
            "Kept as it is; the rules did not read it.",
        )
    ]


def test_the_very_same_words_are_one_line_in_any_language() -> None:
    """What a reader of any language sees to be twice the same is."""
    store = [
        note("/a.md", GERMAN),
        note("/b.md", "- Die Rechnungen gehen immer an Jana\n- Nachts läuft die Sicherung\n"),
    ]
    changeset = dream(store)
    assert sum(len(change.before) for change in changeset.changes) == 1


@pytest.mark.parametrize("text", ["- Backups run at night\n", "- kestrel: 8080\n", "```\nder das und ist nicht\n```\n"])
def test_english_and_code_are_not_spoken_of(text: str) -> None:
    """Nor is what is too short to tell."""
    assert dream([note("/a.md", text)]).notices == ()
