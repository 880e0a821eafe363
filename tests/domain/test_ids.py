"""Ids: form, and that none comes twice."""

from itertools import islice

import pytest

from dreaming.domain.ids import ALPHABET, LENGTH, Prefix, is_id, make_id, make_ids


@pytest.mark.parametrize("block", [1, 2, 1_000])
def test_ids_have_their_form_and_never_repeat(block: int) -> None:
    """However many are made at a time; every character of the alphabet comes up."""
    made = list(islice(make_ids(Prefix.MEMORY, block), 3_000))

    assert len(set(made)) == 3_000
    assert all(is_id(each, Prefix.MEMORY) for each in made)
    assert {character for each in made for character in each.removeprefix("mem_")} == set(ALPHABET)


def test_an_id_says_what_it_points_at() -> None:
    """Another prefix, length or alphabet is no id of that kind."""
    made = make_id(Prefix.DREAM)

    assert len(made) == len("drm_") + LENGTH
    assert is_id(made, Prefix.DREAM)
    for wrong in (made.replace("drm", "mem"), made[:-1], f"{made}a", made[:-1] + "1", f"{made}\n"):
        assert not is_id(wrong, Prefix.DREAM)
