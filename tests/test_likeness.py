"""Passages that two texts have in common, and when they make one source of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybrief.position import TextFile
from policybrief.text.folding import Folded
from policybrief.text.likeness import LONG_PASSAGE, SHINGLE, are_near_duplicates, shared_passages


def _folded(text: str) -> Folded:
    return Folded(TextFile("text", text))


def _words(number: int, start: int = 0) -> str:
    """Return words of which no two are alike."""
    return " ".join(f"word{index}" for index in range(start, start + number))


def _is_duplicate(one: str, other: str) -> bool:
    return are_near_duplicates(*shared_passages(_folded(one), _folded(other)))


def test_a_passage_and_where_it_stands() -> None:
    common = "the district office of the Almaty City Department ruled to fine them"
    one, other = _folded(f"Before, {common} at once."), _folded(f"It is said:\n“{common.title()}!” So it is said.")
    (passage,), share = shared_passages(one, other)
    assert passage.words == 12
    assert passage.text == common
    assert one.key[passage.first :].startswith(common)
    assert other.key[passage.second :].startswith(common.title())
    assert share == 12 / 15


def test_the_longest_passage_comes_first() -> None:
    one = f"{_words(9)} x {_words(20, 100)}"
    other = f"{_words(20, 100)} y {_words(9)}"
    passages, share = shared_passages(_folded(one), _folded(other))
    assert [passage.words for passage in passages] == [20, 9]
    assert share == 29 / 30


@pytest.mark.parametrize(
    ("one", "other", "is_duplicate"),
    [
        (_words(40), _words(40), True),
        (_words(40), _words(40).upper().replace(" ", ",\n"), True),
        (_words(40), f"{_words(16)} {_words(24, 500)}", True),
        (_words(40), f"{_words(15)} {_words(25, 500)}", False),
        (f"{_words(LONG_PASSAGE)} {_words(400, 1000)}", f"{_words(400, 2000)} {_words(LONG_PASSAGE)}", True),
        (f"{_words(LONG_PASSAGE - 1)} {_words(400, 1000)}", f"{_words(400, 2000)} {_words(LONG_PASSAGE - 1)}", False),
        (_words(40), _words(40, 500), False),
        (_words(SHINGLE - 1), _words(SHINGLE - 1), False),
        (_words(SHINGLE), _words(SHINGLE), True),
        ("", _words(40), False),
    ],
)
def test_near_duplicates(one: str, other: str, is_duplicate: bool) -> None:
    assert _is_duplicate(one, other) is is_duplicate
    assert _is_duplicate(other, one) is is_duplicate


def test_texts_on_one_subject_are_not_one_text() -> None:
    one = "The court fined the group in Almaty on Monday, and suspended its work for three months."
    other = "On Monday a court in Almaty suspended the work of the group for three months and fined it."
    assert shared_passages(_folded(one), _folded(other)) == ([], 0.0)


@given(st.lists(st.sampled_from("abcd"), max_size=40), st.lists(st.sampled_from("abcd"), max_size=40))
def test_what_is_told_stands_in_both(left: list[str], right: list[str]) -> None:
    one, other = _folded(" ".join(left)), _folded(" ".join(right))
    passages, share = shared_passages(one, other)
    assert share >= 0
    for passage in passages:
        assert passage.words >= SHINGLE
        assert one.key[passage.first :].startswith(passage.text)
        assert other.key[passage.second :].startswith(passage.text)
