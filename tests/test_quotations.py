"""Words in quotation marks, in claims and prose: they stand in what is cited for them, and mean there the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tiny import check, evidence, finding, said, write

if TYPE_CHECKING:
    from pathlib import Path

SOURCES = {
    "report": "The office calls it “a simple test of the net”. It did not break into any houses of the village.",
    "letter": "They call it a farce, and worse. On spring nights we sleep no more. They said all is well here.",
}
CODES = ("quotation-not-in-evidence", "quote-out-of-context", "prose-without-citation")


def _missing(*words: str) -> list[tuple[str, str]]:
    return [("quotation-not-in-evidence", one) for one in words]


@pytest.mark.parametrize(
    ("claim", "found"),
    [
        ("It was “a simple test of the net”.", []),
        ("It was 'a simple test'.", []),
        ("It was “a Simple test”.", _missing("a Simple test")),
        ("It was “a hard test”.", _missing("a hard test")),
        ("It was “a simple test,” they say.", []),
        ("It was “a simple test.”", []),
        ("It was “a simple; test.”", _missing("a simple; test.")),
        ("It was «a farce».", _missing("a farce")),
        ("It was “a simple [...] net”.", []),
        ("It was “a simple test” and “a farce” and “a joke”.", _missing("a farce", "a joke")),
        ("It was [“a hard test”]{.term}, they say.", []),
        ("[This is called “a hard test”.]{.about} It was.", []),
        ("It was “”.", []),
        ("It broke into houses: “break into any houses of the village”.", [
            ("quote-out-of-context", "break into any houses of the village")
        ]),
        ("It did not “break into any houses of the village”.", []),
        ("It was said of “any houses”.", []),
    ],
)  # fmt: skip
def test_quotations_of_a_claim(tmp_path: Path, claim: str, found: list[tuple[str, str]]) -> None:
    assert said(tmp_path, [finding(claim)], SOURCES, *CODES) == found


@pytest.mark.parametrize(
    ("summary", "found"),
    [
        ("It was “a farce” [@letter].", []),
        ("It was “a farce” [@report].", _missing("a farce")),
        ("It was “a farce”. So they said [@letter].", []),
        ("It was “a farce” [@report]. So they said [@letter].", _missing("a farce")),
        ("It was “a farce” [@report; @letter].", []),
        ("It was “a simple test” [@it].", []),
        ("It was “a farce” [@it].", _missing("a farce")),
        ("It was “eine Posse” [@it].", []),
        ("It was “a farce”.", [("prose-without-citation", "")]),
        ("It was “all is well here” [@letter].", []),
    ],
)
def test_quotations_of_prose(tmp_path: Path, summary: str, found: list[tuple[str, str]]) -> None:
    one = finding("It was.", evidence(quote="a simple test of the net", translation="eine Posse im Netz"))
    told = said(tmp_path, [one], SOURCES, *CODES, brief={"summary": summary})
    assert [(code, words if code != "prose-without-citation" else "") for code, words in told] == found


def test_what_a_quotation_leaves_out_is_looked_through(tmp_path: Path) -> None:
    claim = "It did so: “It did [...] break into any houses”."
    assert said(tmp_path, [finding(claim)], SOURCES, "elision-changes-meaning") == [
        ("elision-changes-meaning", "It did [...] break into any houses")
    ]
    brief = {"summary": f"{claim} [@report]"}
    found = said(tmp_path / "2", [finding("So it was.")], SOURCES, "elision-changes-meaning", brief=brief)
    assert len(found) == 1
    harmless = "It did so: “a simple [...] the net”."
    assert said(tmp_path / "3", [finding(harmless)], SOURCES, "elision-changes-meaning") == []


def test_capitals_that_differ_are_told_as_that(tmp_path: Path) -> None:
    folder = write(tmp_path, [finding("It was “A simple test,” they say.", evidence("report"))], SOURCES)
    (found,) = (one for one in check(folder) if one.code == "quotation-not-in-evidence")
    assert found.message.endswith(": only capitals differ")
    assert [note.message for note in found.notes] == ['the source has "a simple test"']


def test_a_quote_that_does_not_stand_still_vouches_for_its_words(tmp_path: Path) -> None:
    one = finding("It was “a hard test”.", evidence(quote="It was a hard test, they say."))
    assert said(tmp_path, [one], SOURCES, "quote-not-in-source", *CODES) == [("quote-not-in-source", "")]


def test_a_claim_may_quote_a_finding_that_it_cites(tmp_path: Path) -> None:
    first = finding("It was so.", evidence("letter", quote="They call it a farce, and worse."), id="first")
    second = finding("It was “a farce”, too [@first].")
    assert said(tmp_path, [first, second], SOURCES, *CODES) == []
    alone = finding("It was “a farce”, too.")
    assert said(tmp_path / "2", [first, alone], SOURCES, *CODES) == _missing("a farce")


def test_what_rests_on_a_source_that_could_not_be_read_is_judged_later(tmp_path: Path) -> None:
    references: dict[str, dict[str, Any]] = {"report": {"file": ""}}
    assert said(tmp_path, [finding("It was “a farce”.")], SOURCES, *CODES, references=references) == []
    codes = (*CODES, "reference-without-source")
    (told,) = said(tmp_path / "told", [finding("It was “a farce”.")], SOURCES, *codes, references=references)
    assert told[0] == "reference-without-source"


def test_what_cites_nothing_known_is_told_elsewhere(tmp_path: Path) -> None:
    brief = {"summary": "It was “a farce” [@nobody]."}
    assert said(tmp_path, [finding("It was.")], SOURCES, *CODES, "unknown-citation", brief=brief) == [
        ("unknown-citation", "nobody")
    ]
