"""How a memory is taken apart."""

from tests.engine.dreams import note

from dreaming.engine.documents import parse


def test_a_statement_says_what_its_lines_say() -> None:
    """Without marks of lists and quotes; a comparison or an arrow is no such mark."""
    parsed = parse(note("/a.md", "- cpu > 80 % -> scale\n- x\n  > 3\n\n> quoted\n> twice\n\nmin > max.\n"))

    assert [claim.text for claim in parsed.claims] == ["cpu > 80 % -> scale", "x", "3", "quoted twice", "min > max."]
