"""Text in other languages is known as such; English, code and short lines are not taken for it."""

import pytest

from dreaming.domain.tongues import Tongue, tongue_of

OTHER = [
    "Wir verwenden immer Tabs im Projekt Atlas.",
    "De server luistert altijd op poort 8080.",
    "Le port de la base est toujours 5432.",
    "No uses npm, usa pnpm en este proyecto.",
    "La riunione è sempre il martedì alle 10:00.",
    "A reunião é na quinta-feira com a Marta.",
    "Vi bruger altid pnpm i dette projekt.",
    "Vi använder alltid pnpm och inte npm.",
    "Spotkanie jest zawsze we wtorek o 10.",
    "Faturalar her zaman bir sonraki gün için hazır değil.",
    "サーバーはポート8080で動く。",
    "服务器在 8080 端口上运行。",
    "서버는 8080 포트에서 실행됩니다.",
    "Сервер работает на порту 8080.",
    "الخادم يعمل على المنفذ 8080",
    "Ο διακομιστής τρέχει στη θύρα 8080.",
]
NOT_OTHER = [
    ("The server listens on port 8080.", Tongue.ENGLISH),
    ("We met in Los Angeles, at the café of Señor Núñez.", Tongue.ENGLISH),
    ("Based in Las Vegas", Tongue.NEITHER),
    ("von Neumann architecture", Tongue.NEITHER),
    ("port: 8080", Tongue.NEITHER),
    ("`der das und ist nicht`", Tongue.NEITHER),
    ("https://example.org/der/und/ist", Tongue.NEITHER),
    ("naïve café résumé", Tongue.NEITHER),
    ("8080", Tongue.NEITHER),
    ("", Tongue.NEITHER),
    ("Jörg Müller", Tongue.NEITHER),
    ("The owner of 支払い is Mika, as of the last release.", Tongue.ENGLISH),
]


@pytest.mark.parametrize("text", OTHER)
def test_another_language_is_known(text: str) -> None:
    """By its script, or by its little words."""
    assert tongue_of(text) is Tongue.OTHER


@pytest.mark.parametrize(("text", "expected"), NOT_OTHER)
def test_english_names_and_code_are_not_taken_for_another(text: str, expected: Tongue) -> None:
    """A foreign name or word does not make a foreign text."""
    assert tongue_of(text) is expected
