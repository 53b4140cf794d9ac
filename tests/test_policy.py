"""What a brief demands of itself: weights of codes, and occurrences that it accepts with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tiny import check, finding, write

import policybrief
from policybrief.diagnostics import Severity
from policybrief.request import Request

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from conftest import Ran

    from policybrief.reports import Report

SOURCES = {"report": "They held a few people of the village, and told nobody of them why it was so."}
CLAIMS = [finding("They held 57 people, 58 of them at night."), finding("Nine left.", id="other")]


def _accept(code: str, where: str, **words: str) -> dict[str, str]:
    return {"code": code, "where": where, "why": "The recording was heard.", **words}


def _write(folder: Path, **checks: Any) -> Path:
    # Evidence without a quote is what these claims have besides: it is turned off to be out of the way.
    severity = {"evidence-without-quote": "off", **checks.pop("severity", {})}
    return write(folder / "tiny", CLAIMS, SOURCES, brief={"checks": {"severity": severity, **checks}})


def _report(folder: Path) -> Report:
    return policybrief.check(Request(project=folder, output=folder / "output"))


def _found(folder: Path) -> list[tuple[str, str, Severity]]:
    return [(one.code, one.words, one.severity) for one in check(folder)]


FIGURES = [("figure-not-in-source", "57", Severity.ERROR), ("figure-not-in-source", "58", Severity.ERROR)]
COUNT = [("count-not-in-source", "Nine", Severity.WARNING)]


def test_weights_by_default(tmp_path: Path) -> None:
    assert _found(_write(tmp_path)) == [*FIGURES, *COUNT]


@pytest.mark.parametrize(
    ("severity", "found"),
    [
        ({"figure-not-in-source": "off"}, COUNT),
        ({"count-not-in-source": "off"}, FIGURES),
        (
            {"figure-not-in-source": "warning"},
            [(code, words, Severity.WARNING) for code, words, _ in FIGURES] + COUNT,
        ),
        ({"count-not-in-source": "error"}, [*FIGURES, ("count-not-in-source", "Nine", Severity.ERROR)]),
        ({"count-not-in-source": "warning"}, [*FIGURES, *COUNT]),
    ],
)
def test_a_weight_may_be_changed(
    tmp_path: Path, severity: Mapping[str, str], found: list[tuple[str, str, Severity]]
) -> None:
    assert _found(_write(tmp_path, severity=severity)) == found


def test_what_is_lowered_is_counted(tmp_path: Path) -> None:
    severity = {"figure-not-in-source": "warning", "count-not-in-source": "off", "unused-reference": "error"}
    report = _report(_write(tmp_path, severity=severity))
    assert {(one.code, one.weight, one.number) for one in report.lowered} == {
        ("evidence-without-quote", "off", 2),
        ("figure-not-in-source", "warning", 2),
        ("count-not-in-source", "off", 1),
    }


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        ([_accept("count-not-in-source", "other")], FIGURES),
        ([_accept("count-not-in-source", "other", words="Nine")], FIGURES),
        ([_accept("figure-not-in-source", "it", words="57")], [FIGURES[1], *COUNT]),
        ([_accept("figure-not-in-source", "it", words=word) for word in ("57", "58")], COUNT),
    ],
)
def test_an_occurrence_may_be_accepted(
    tmp_path: Path, entries: list[dict[str, str]], found: list[tuple[str, str, Severity]]
) -> None:
    folder = _write(tmp_path, accept=entries)
    assert _found(folder) == found
    accepted = _report(folder).accepted
    assert len(accepted) == len(entries)
    assert {one.why for one in accepted} == {"The recording was heard."}


@pytest.mark.parametrize(
    ("entry", "code", "words"),
    [
        (_accept("count-not-in-source", "it"), "acceptance-unused", "no `count-not-in-source` is found at `it`"),
        (_accept("figure-not-in-source", "it", words="59"), "acceptance-unused", "is found at `it`"),
        (_accept("figure-not-in-source", "it/1"), "acceptance-unused", "is found at `it/1`"),
        (_accept("figure-not-in-source", "it"), "invalid-value", "is found 2 times at `it`"),
        (_accept("figures-not-in-source", "it"), "invalid-value", "`figures-not-in-source` is not a diagnostic code"),
        (_accept("quote-not-in-source", "it/1"), "invalid-value", "can be neither lowered nor accepted"),
    ],
)
def test_an_entry_that_accepts_nothing_is_told(tmp_path: Path, entry: dict[str, str], code: str, words: str) -> None:
    found = check(_write(tmp_path, accept=[entry]))
    assert [(one.code, one.words) for one in found if one.code != code] == [
        (code, said) for code, said, _ in FIGURES + COUNT
    ]
    (told,) = (one for one in found if one.code == code)
    assert words in told.message
    assert told.briefs == ("tiny",)


def test_a_fixed_code_keeps_its_weight(tmp_path: Path, run: Callable[..., Ran]) -> None:
    folder = _write(tmp_path, severity={"unknown-citation": "off"})
    path = folder / "briefs" / "tiny" / "findings.yml"
    path.write_text(path.read_text("utf-8").replace("at night.", "at night [@nobody]."), encoding="utf-8")
    ran = run("check", "--project", folder)
    assert ran.exit_number == 1
    assert "error[unknown-citation]" in ran.stdout
    assert "error[invalid-value]" in ran.stdout, "and the weight it was given is refused"


def test_what_is_accepted_and_lowered_stands_in_the_summary(tmp_path: Path, run: Callable[..., Ran]) -> None:
    folder = _write(
        tmp_path,
        severity={"figure-not-in-source": "warning"},
        accept=[_accept("count-not-in-source", "other")],
    )
    ran = run("check", "--project", folder)
    assert ran.exit_number == 0
    assert "ccepted" in ran.stdout
    assert "The recording was heard." in ran.stdout
    assert "figure-not-in-source" in ran.stdout


def test_words_are_accepted_whole(tmp_path: Path) -> None:
    found = check(_write(tmp_path, accept=[_accept("figure-not-in-source", "it", words="5")]))
    assert [one.words for one in found if one.code == "figure-not-in-source"] == ["57", "58"]
    assert "acceptance-unused" in {one.code for one in found}


def test_a_weight_may_stand_on_a_line_of_its_own(tmp_path: Path) -> None:
    found = check(_write(tmp_path, severity={"figure-not-in-source": "warning\n"}))
    assert {one.severity for one in found if one.code == "figure-not-in-source"} == {Severity.WARNING}
