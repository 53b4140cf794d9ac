"""A quote that does not stand in its source: why, and what would help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tiny import check, evidence, finding, write

from policybrief.position import TextFile
from policybrief.text.folding import Folded
from policybrief.text.nearest import nearest_passage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from policybrief.diagnostics import Diagnostic

SOURCES = {
    "report": "The pricing of water cuts demand by 12% in most towns.\nNothing else does, say those who measured it.",
    "letter": "In spring the ministry told all families that meters would be free.",
}


def _only(folder: Path, quote: str, references: Mapping[str, Mapping[str, str]] | None = None) -> Diagnostic:
    one = finding("So it was.", evidence(quote=quote))
    found = check(write(folder / "tiny", [one], SOURCES, references=references))
    (told,) = (one for one in found if one.code != "unused-reference")
    return told


@pytest.mark.parametrize(
    ("quote", "code", "message", "notes"),
    [
        (
            "The pricing of water cuts demand by 13% in most towns.",
            "quote-not-in-source",
            "is not in the stored text of `report`",
            ['the nearest passage is "The pricing', 'where the quote has "13%", the source has "12%"'],
        ),
        (
            "The pricing of water cuts demand in most towns.",
            "quote-not-in-source",
            "is not in the stored text",
            ["the nearest passage", 'the source has "by 12%", which the quote leaves out'],
        ),
        (
            "The pricing of water always cuts demand by 12% in most towns.",
            "quote-not-in-source",
            "is not in the stored text",
            ["the nearest passage", 'the quote has "always", which the source has not'],
        ),
        ("the Pricing of water cuts", "quote-not-in-source", "only capitals differ", ['the source has "The pricing']),
        ("in most towns [...] The pricing of water", "quote-not-in-source", "in another order", []),
        (
            "told all families that meters would be free",
            "quote-in-other-source",
            "it stands in that of `letter`",
            ["it stands here, in `letter`"],
        ),
        ("xylophone quiz", "quote-not-in-source", "is not in the stored text", []),
        ("[...]", "quote-not-in-source", "the quote holds no words", []),
        ("...", "quote-not-in-source", "the quote holds no words", []),
    ],
)
def test_why_a_quote_is_not_found(tmp_path: Path, quote: str, code: str, message: str, notes: list[str]) -> None:
    found = _only(tmp_path, quote)
    assert found.code == code
    assert message in found.message
    assert bool(found.notes) is bool(notes)
    for note, words in zip(found.notes, notes, strict=False):
        assert words in note.message


def test_a_quote_outside_the_excerpt(tmp_path: Path) -> None:
    found = _only(tmp_path, "Nothing else does, say those", {"report": {"excerpt": "1"}})
    assert found.code == "quote-not-in-source"
    assert "excerpt" in found.message
    assert found.notes[0].position is not None
    assert (found.notes[0].position.path, found.notes[0].position.line) == ("seeds/report.txt", 2)


def test_long_words_are_shown_short(tmp_path: Path) -> None:
    found = _only(tmp_path, f"The pricing of water cuts demand by {'ever so ' * 30}in most towns.")
    assert all(len(note.message) < 400 for note in found.notes)


def test_a_quote_from_a_source_without_text_is_not_looked_for(tmp_path: Path) -> None:
    one = finding("So it was.", evidence(quote="They said so, in so many words."))
    found = check(write(tmp_path / "tiny", [one], SOURCES, references={"report": {"file": ""}}))
    assert {one.code for one in found} == {"reference-without-source", "source-without-reference", "unused-reference"}


@pytest.mark.parametrize(("quote", "source"), [("", "They left."), ("...", ""), ("They left.", "")])
def test_nothing_is_near_to_nothing(quote: str, source: str) -> None:
    assert nearest_passage(quote, Folded(TextFile("source", source))) is None


def test_a_text_shorter_than_the_quote_may_be_the_nearest() -> None:
    found = nearest_passage("They left the village in spring", Folded(TextFile("source", "They left the village")))
    assert found is not None
    assert found.words == "They left the village"
