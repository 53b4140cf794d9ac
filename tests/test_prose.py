"""Prose says where it has things from: which paragraphs, items, cells and sentences need a citation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tiny import check, finding, said, write

if TYPE_CHECKING:
    from pathlib import Path

SOURCES = {"report": "They held 57 people of the village in spring, and called it “a test of the law”."}


@pytest.mark.parametrize(
    ("summary", "words"),
    [
        ("They held people.", ["They held people."]),
        ("They held people [@report].", []),
        ("They held people.[@report]", []),
        ("They held 57. It was so [@report].", []),
        ("It was so [@report]. They held 57.", ["They held 57."]),
        ("It was so [@report]. They held some.", []),
        ("It was so [@report]. They called it “a test of the law”.", ["They called it “a test of the law”."]),
        ("It was so [@report].\n\nThey held people.", ["They held people."]),
        ("- They held people [@report].\n- They left.", ["They left."]),
        ("- They held people [@report].\n  - They left.", ["They left."]),
        ("They did this:\n\n- They held people [@report].", []),
        ("They held 57:\n\n- They held people [@report].", []),
        ("They held 57:\n\nIt was so [@report].", ["They held 57:"]),
        ("**They held 57.** It was so.", ["It was so."]),
        ("[We find this wrong.]{.opinion}", []),
        ("[This brief is short.]{.about}", []),
        ("[We find this wrong.]{.opinion} They held people.", ["They held people."]),
        ("[This has 57 parts.]{.about} It was so [@report].", []),
        ("**What we saw.** They held people [@report].", []),
        ("**What we saw.** They left.", ["They left."]),
        ("| a | b |\n|---|---|\n| They held 57 | They left |", ["a"]),
        ("| a | b |\n|---|---|\n| They held 57 [@report] | They left |", []),
        ("| [a]{.about} | [b]{.about} |\n|---|---|\n| [c]{.opinion} | [d]{.about} |", []),
        ("---", []),
    ],
)
def test_what_needs_a_citation(tmp_path: Path, summary: str, words: list[str]) -> None:
    found = said(tmp_path, [finding("So it was.")], SOURCES, "prose-without-citation", brief={"summary": summary})
    assert [told for _, told in found] == words


@pytest.mark.parametrize(
    ("claim", "message"),
    [
        ("[This is wrong.]{.opinion}", "the claim is all opinion"),
        ("They left. [This is wrong.]{.opinion}", ""),
        ("They broke the law on [“foreign agents”]{.term}.", ""),
        ("They broke [“the law on all foreign agents”]{.term}.", "a term or title of 4 words at most"),
    ],
)
def test_voices(tmp_path: Path, claim: str, message: str) -> None:
    found = check(write(tmp_path / "tiny", [finding(claim)], SOURCES))
    told = [one.message for one in found if one.code == "invalid-value"]
    assert len(told) == bool(message)
    assert all(message in one for one in told)
