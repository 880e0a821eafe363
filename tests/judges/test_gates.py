"""A gate in front of a pattern changes no answer."""

import importlib
import pkgutil
import string

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.judges.utterances import SAID, UNSAID

from dreaming.judges import rules
from dreaming.judges.rules.gates import Gated


def _is_behind(gated: Gated) -> bool:
    """Whether the pattern asks for what stands before it, which no text drawn from it has."""
    return gated.pattern.pattern.startswith("(?<")


GATED = {
    f"{module.name}.{name}": value
    for module in pkgutil.iter_modules(rules.__path__)
    for name, value in vars(importlib.import_module(f"{rules.__name__}.{module.name}")).items()
    if isinstance(value, Gated)
}
DRAWN = {name: gated for name, gated in GATED.items() if not _is_behind(gated)}
ALPHABET = st.sampled_from(string.ascii_letters + string.digits + " .,;:!?'-`()–")
PATIENT = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


@pytest.mark.parametrize("gated", DRAWN.values(), ids=DRAWN)
@settings(max_examples=6, suppress_health_check=PATIENT)
@given(data=st.data())
def test_a_gate_lets_every_match_through(gated: Gated, data: st.DataObject) -> None:
    """Texts are drawn from the pattern itself, and a blank put behind, so that the last word is one."""
    drawn = data.draw(st.from_regex(gated.pattern, alphabet=ALPHABET))
    found = gated.pattern.search(drawn)
    assert found is not None
    text = f"{found[0]} "
    assume(gated.pattern.match(text))
    assert gated.match(text) is not None


@pytest.mark.parametrize("gated", GATED.values(), ids=GATED)
def test_a_gate_changes_nothing_in_what_people_type(gated: Gated) -> None:
    """In whole messages and from each word on."""
    for message in (*(text for text, _ in SAID), *UNSAID):
        words = message.split()
        for place in range(len(words)):
            text = " ".join(words[place:])
            assert (gated.pattern.match(text) is None) == (gated.match(text) is None)
            if _is_behind(gated):
                assert (gated.pattern.search(text) is None) == (gated.search(text) is None)
