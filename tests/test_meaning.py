"""Quotes that stand in their source and say something else there, or too little: told, or left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tiny import check, evidence, finding, said, write

from policybrief.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Project, Ran

SOURCE = {
    "report": (
        "The ministry denied that it had cut off the village. It has never paid the families of the village back. "
        "The old and rather large ministry opened a school. Nobody came to it. The school has closed since.\n\n"
        "The minister said: “We will open it again if we can.” The families hope for it. They came. They came."
    )
}


def _told(folder: Path, quote: str, claim: str = "So it was.", **fields: str) -> list[tuple[str, str]]:
    """Return what is told of a quote; of its figures and names, other tests tell."""
    return said(folder, [finding(claim, evidence(quote=quote, **fields))], SOURCE)


@pytest.mark.parametrize(
    "quote",
    [
        "The ministry denied that it had cut off the village.",
        "It has never paid the families of the village back.",
        "The old [...] ministry opened a school.",
        "[the] ministry opened a school",
        "The [o]ld and rather large ministry opened a school",
        "ministry opened a school",
        "The school has closed since.",
        "We will open it again if we can.",
    ],
)
def test_a_quote_that_says_what_its_source_says(tmp_path: Path, quote: str) -> None:
    assert _told(tmp_path, quote) == []


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("it had cut off the village", "denied"),
        ("paid the families of the village back", "never"),
        ("We will open it again", "if"),
        ("had cut off the vill", ""),
        ("inistry opened a school", ""),
    ],
)
def test_a_quote_out_of_its_context(tmp_path: Path, quote: str, words: str) -> None:
    assert _told(tmp_path, quote) == [("quote-out-of-context", words)]


def test_what_the_claim_says_is_not_left_out(tmp_path: Path) -> None:
    quote = "paid the families of the village back"
    assert _told(tmp_path / "1", quote, "The families were not paid.") == []
    assert _told(tmp_path / "2", quote, "The families were paid.") == [("quote-out-of-context", "never")]


def test_who_says_it_may_stand_in_via(tmp_path: Path) -> None:
    source = {"report": "The council of elders told us that prices of water rose in the spring of that year."}
    for folder, via in (("without", {}), ("with", {"via": "A council"})):
        one = finding("So it was.", evidence(quote="prices of water rose in the spring", **via))
        found = said(tmp_path / folder, [one], source, "quote-out-of-context")
        assert found == ([] if via else [("quote-out-of-context", "told")])


@pytest.mark.parametrize(
    ("quote", "words", "severity"),
    [
        ("The ministry [...] had cut off the village.", "denied", Severity.ERROR),
        ("It has [...] paid the families of the village back.", "never", Severity.ERROR),
        ("It has [since] paid the families of the village back.", "never", Severity.ERROR),
        ("The old and rather large ministry opened a school. [...] The school has closed", "Nobody", Severity.WARNING),
    ],
)
def test_an_elision_that_changes_the_meaning(tmp_path: Path, quote: str, words: str, severity: Severity) -> None:
    one = finding("So it was.", evidence(quote=quote))
    (found,) = check(write(tmp_path / "tiny", [one], SOURCE))
    assert (found.code, found.words, found.severity) == ("elision-changes-meaning", words, severity)
    assert found.notes[0].position is not None
    assert found.notes[0].position.path == "seeds/report.txt"


@pytest.mark.parametrize(
    ("source", "quote", "is_told"),
    [
        ("The court found a violation in it.", "The court found [no] violation in it.", True),
        ("They paid 2,000 euros to the mayor.", "They paid [20,000] euros to the mayor.", True),
        ("The court found no violation in it.", "The court found no violation in it.", False),
        ("They paid 2,000 euros to him.", "They paid 2,000 euros to [the mayor].", False),
    ],
)
def test_what_the_editor_adds_may_not_turn_a_quote_round(
    tmp_path: Path, source: str, quote: str, *, is_told: bool
) -> None:
    one = finding("So it was.", evidence(quote=quote))
    told = said(tmp_path, [one], {"report": source}, "elision-changes-meaning", "quote-not-in-source")
    assert [code for code, _ in told] == ["elision-changes-meaning"] * is_told


@pytest.mark.parametrize(
    ("source", "quote"),
    [
        (
            "The court closed the site. The school was opened late.",
            "The court closed the site [...] [t]he school was opened",
        ),
        ("The court told Mr. Ivanov to leave the room at once.", "The court told [him] to leave the room at once"),
        ("The man was [not] present when they came to him.", "The man was [not] present when they came to him"),
        (
            "The fund of 12 left because of it in the spring.",
            "The fund of [Not Alone] left because of it in the spring",
        ),
    ],
)
def test_what_an_editor_may_do_is_not_told(tmp_path: Path, source: str, quote: str) -> None:
    one = finding("So it was.", evidence(quote=quote))
    codes = ("quote-not-in-source", "quote-out-of-context", "elision-changes-meaning")
    assert said(tmp_path, [one], {"report": source}, *codes) == []


@pytest.mark.parametrize(
    ("source", "quote"),
    [
        ("The court condemned the illegal detention of two men.", "The court [...] legal detention of two men."),
        ("Unlawful arrests were made in the village.", "[l]awful arrests were made in the village."),
        ("It is impossible to say who paid for them.", "It is [...]possible to say who paid for them."),
    ],
)
def test_a_word_is_not_cut_to_its_opposite(tmp_path: Path, source: str, quote: str) -> None:
    assert said(tmp_path, [finding("So it was.", evidence(quote=quote))], {"report": source})


@pytest.mark.parametrize(("number", "is_told"), [(20, False), (40, True)])
def test_a_long_elision_is_told_whatever_it_holds(tmp_path: Path, number: int, is_told: bool) -> None:
    source = {"report": f"The school was opened. {'Many children came. ' * number}It was closed in spring."}
    one = finding("So it was.", evidence(quote="The school was opened. [...] It was closed in spring."))
    found = check(write(tmp_path / "tiny", [one], source))
    assert [(one.code, one.severity) for one in found] == [("elision-changes-meaning", Severity.WARNING)] * is_told
    assert all("characters are left out here" in one.message for one in found)


@pytest.mark.parametrize(
    ("quote", "codes"),
    [
        ("They came.", ["quote-ambiguous", "quote-too-short"]),
        ("opened a school", ["quote-too-short"]),
        ("school", ["quote-ambiguous", "quote-too-short"]),
        ("a school. Nobody came", []),
    ],
)
def test_a_quote_that_tells_too_little(tmp_path: Path, quote: str, codes: list[str]) -> None:
    assert [code for code, _ in _told(tmp_path, quote)] == codes


def test_a_short_quote_with_a_name_or_a_figure_tells_enough(tmp_path: Path) -> None:
    source = {"report": "The mayor of Almaty came. He paid $7 million."}
    for number, quote in enumerate(("mayor of Almaty", "paid $7 million")):
        assert said(tmp_path / str(number), [finding("So it was.", evidence(quote=quote))], source) == []


def test_a_long_place_is_shown_short(tmp_path: Path) -> None:
    source = {"report": f"The office {'very ' * 60}firmly denied that it closed the school of the village."}
    one = finding("So it was.", evidence(quote="The office [...] closed the school of the village."))
    (found,) = check(write(tmp_path / "tiny", [one], source))
    assert " ... " in found.notes[0].message
    assert len(found.notes[0].message) < 200


def test_it_is_pointed_at_on_its_own_line(project: Project, run: Callable[..., Ran]) -> None:
    project.replace(
        "briefs/water/findings.yml",
        "quote: Water prices rose by 12 per cent in 2021.",
        "quote: |\n        Water prices rose by 12 per cent in 2021.\n    - source: ministry2021\n"
        "      quote: household was cut off",
    )
    ran = run("check", "--project", project.folder)
    assert ran.exit_number == 0
    assert "findings.yml:8:14: warning[quote-out-of-context]" in ran.stdout
