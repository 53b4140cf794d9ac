"""Independent sources: one body, one voice, a reprint, a report or the same text is one source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tiny import check, evidence, finding, said, write

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SOURCES = {
    "ministry": "Prices of water rose in spring, the office of the ministry says in its yearly account of them.",
    "committee": "We paid more for our water than ever, and nobody of the committee was asked before it was so.",
    "paper": "The price of water is up, as this paper has learned from those who live beyond the river.",
}
SAME = "The office ruled on Monday that the price of water rises by half, and no one can appeal against that."


def _too_few(
    folder: Path,
    confidence: str,
    *pieces: Mapping[str, Any],
    references: Mapping[str, Mapping[str, str]] | None = None,
    sources: Mapping[str, str] = SOURCES,
    brief: Mapping[str, Any] | None = None,
) -> list[str] | None:
    """Return the notes of `not-corroborated`; None where it is not found."""
    one = finding("Prices rose.", *pieces, confidence=confidence)
    found = check(write(folder / "tiny", [one], sources, references=references, brief=brief))
    told = [one for one in found if one.code == "not-corroborated"]
    assert len(told) <= 1
    return [note.message for note in told[0].notes] if told else None


BOTH = (evidence("ministry"), evidence("committee"))


def test_two_bodies_are_two_sources(tmp_path: Path) -> None:
    assert _too_few(tmp_path, "high", *BOTH) is None
    assert _too_few(tmp_path / "one", "high", BOTH[0]) == []
    assert _too_few(tmp_path / "twice", "high", BOTH[0], BOTH[0]) == []


@pytest.mark.parametrize("confidence", ["moderate", "low"])
def test_one_source_is_enough_for_less(tmp_path: Path, confidence: str) -> None:
    assert _too_few(tmp_path, confidence, BOTH[0]) is None


@pytest.mark.parametrize(
    ("references", "note"),
    [
        ({"committee": {"author": "{Body of ministry}"}}, "stands one body: Body of ministry"),
        ({"committee": {"publisher": "BODY OF MINISTRY"}}, "stands one body"),
        ({"committee": {"related": "ministry", "relatedtype": "reprintof"}}, "`committee` is a reprint of `ministry`"),
        ({"ministry": {"related": "x, committee", "relatedtype": "reportof"}}, "`ministry` is a report of `committee`"),
        ({"committee": {"author": ""}, "ministry": {"author": ""}}, "name no body behind them"),
        ({"committee": {"author": ""}}, "`committee`: no body behind it is named"),
        ({"committee": {"keywords": "opinion"}}, "`committee`: opinion alone makes no more than `low`"),
        ({"committee": {"keywords": "social-media"}}, "`committee`: social media do not count"),
    ],
)
def test_what_makes_two_sources_one(tmp_path: Path, references: Mapping[str, Mapping[str, str]], note: str) -> None:
    notes = _too_few(tmp_path, "high", *BOTH, references=references)
    assert notes is not None
    assert any(note in one for one in notes), notes


@pytest.mark.parametrize(
    "references",
    [
        {"committee": {"related": "ministry", "relatedtype": "translationof"}},
        {"committee": {"related": "paper", "relatedtype": "reprintof"}},
        {"committee": {"related": "ministry"}},
        {"committee": {"keywords": "secondary"}},
    ],
)
def test_what_leaves_them_two(tmp_path: Path, references: Mapping[str, Mapping[str, str]]) -> None:
    assert _too_few(tmp_path, "high", *BOTH, references=references) is None


def test_one_voice_in_two_sources_is_one(tmp_path: Path) -> None:
    same = (evidence("ministry", via="Ms Windsor"), evidence("committee", via="ms windsor "))
    assert _too_few(tmp_path, "high", *same) == ["`ministry` and `committee` both tell what ms windsor says"]
    others = (evidence("ministry", via="Ms Windsor"), evidence("committee", via="Mr Behrendt"))
    assert _too_few(tmp_path / "others", "high", *others) is None


@pytest.mark.parametrize(
    ("ministry", "committee", "is_one"),
    [
        (SAME, SAME, True),
        (SAME, f"According to an agency: {SAME.upper()}", True),
        (f"{SAME} {'Said so. ' * 9}", f"It is told: {SAME} {'Heard of. ' * 9}", True),
        (f"{SAME} {'Said so. ' * 60}", f"It is told: {SAME} {'Heard of. ' * 60}", False),
        (SAME, "On Monday the price of water was raised by half; the office says that nothing can be done.", False),
    ],
)
def test_the_same_text_is_one_source(tmp_path: Path, ministry: str, committee: str, is_one: bool) -> None:
    sources = {"ministry": ministry, "committee": committee}
    notes = _too_few(tmp_path, "high", *BOTH, sources=sources)
    assert (notes is not None) is is_one
    if notes:
        assert "of their words in common, from" in notes[0]
        assert SAME[:60].casefold() in notes[0].casefold()


def test_dependence_is_handed_on(tmp_path: Path) -> None:
    references = {
        "committee": {"related": "ministry", "relatedtype": "reprintof"},
        "paper": {"related": "committee", "relatedtype": "reportof"},
    }
    pieces = (evidence("ministry"), evidence("paper"), evidence("committee"))
    notes = _too_few(tmp_path, "high", *pieces, references=references)
    assert notes == ["`committee` is a reprint of `ministry`", "`paper` is a report of `committee`"]
    assert _too_few(tmp_path / "2", "high", *pieces[:2], references=references) is None


@pytest.mark.parametrize(
    ("confidence", "keywords", "is_enough"),
    [
        ("low", "opinion", True),
        ("moderate", "opinion", False),
        ("moderate", "social-media", True),
        ("moderate", "secondary", True),
    ],
)
def test_what_counts_for_less_than_high(tmp_path: Path, confidence: str, keywords: str, is_enough: bool) -> None:
    references = {"ministry": {"keywords": keywords, "author": ""}}
    assert (_too_few(tmp_path, confidence, BOTH[0], references=references) is None) is is_enough


def test_only_what_supports_a_claim_counts(tmp_path: Path) -> None:
    for number, stance in enumerate(("contradicts", "context")):
        pieces = (BOTH[0], evidence("committee", stance=stance))
        assert _too_few(tmp_path / str(number), "high", *pieces) == []


@pytest.mark.parametrize(
    ("confidence", "asked", "number", "is_enough"),
    [
        ("high", {"high": 1}, 1, True),
        ("high", {"high": 3}, 2, False),
        ("high", {"high": 3}, 3, True),
        ("moderate", {"moderate": 2}, 1, False),
        ("moderate", {"moderate": 2}, 2, True),
        ("low", {"low": 2}, 1, False),
        ("low", {"high": 3}, 1, True),
    ],
)
def test_a_brief_may_ask_for_other_numbers(
    tmp_path: Path, confidence: str, asked: dict[str, int], number: int, is_enough: bool
) -> None:
    brief = {"checks": {"corroboration": {name: str(one) for name, one in asked.items()}}}
    pieces = [evidence(key) for key in SOURCES][:number]
    assert (_too_few(tmp_path, confidence, *pieces, brief=brief) is None) is is_enough


def test_the_message_counts_what_supports(tmp_path: Path) -> None:
    one = finding("Prices rose.", BOTH[0], confidence="high")
    two = finding("Prices rose.", BOTH[1], confidence="moderate", id="other")
    references = {"committee": {"keywords": "opinion"}}
    found = check(write(tmp_path / "tiny", [one, two], SOURCES, references=references))
    assert [one.message for one in found if one.code == "not-corroborated"] == [
        "`high` confidence asks for 2 independent sources, and 1 supports the claim of `it`",
        "`moderate` confidence asks for 1 independent source, and 0 support the claim of `other`",
    ]


def test_a_key_that_is_unknown_is_told_elsewhere(tmp_path: Path) -> None:
    assert _too_few(tmp_path, "high", evidence("ministry"), evidence("nobody")) is None
    assert _too_few(tmp_path / "none", "moderate", evidence("nobody")) is None


def test_a_confidence_that_can_not_be_read_is_told_alone(tmp_path: Path) -> None:
    one = finding("They came.", evidence("s", "They came to the village in spring"), confidence="very-low")
    opinion = {"s": {"keywords": "opinion"}}
    found = said(tmp_path, [one], {"s": "They came to the village in spring."}, references=opinion)
    assert [code for code, _ in found] == ["invalid-value"]
