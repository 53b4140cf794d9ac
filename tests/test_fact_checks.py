"""Figures and dates of claims, prose, titles and recommendations: what is found where, and what bears them out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT
from tiny import check, evidence, finding, said, write

from policybrief.diagnostics import Severity
from policybrief.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Project, Ran

REPORT = {
    "report": "In January the office fined 57 groups, three of them twice. The fine was $7 million. "
    "More than ten left.",
    "letter": "They held 22 people on 5 March 2020, and no more than 12 per cent of them were told why.",
}
FACTS = ("figure-not-in-source", "date-not-in-source", "count-not-in-source", "figure-not-quoted")


@pytest.mark.parametrize(
    ("claim", "found"),
    [
        ("The office fined fifty-seven groups, 3 of them twice.", []),
        ("In January 2021 it fined them.", []),
        ("The fine was 7m dollars.", []),
        ("More than 10 left.", []),
        ("These two groups have one thing in common.", []),
        ("Step one came in the second half of January.", []),
        ("Two organisations (A and B) were fined.", []),
        ("The office fined 58 groups.", [("figure-not-in-source", "58")]),
        ("The fine was $7 billion.", [("figure-not-in-source", "$7 billion")]),
        ("7 million citizens left.", [("figure-not-in-source", "7 million")]),
        ("In the last fifteen years the fine was 57%.", [("figure-not-in-source", "57%")]),
        ("Ten left.", [("count-not-in-source", "Ten")]),
        ("Two organisations were fined.", [("count-not-in-source", "Two")]),
        ("Two organisations (A, B and C) were fined.", [("count-not-in-source", "Two")]),
        ("In March 2021 it fined them.", [("date-not-in-source", "March 2021")]),
        ("In 2019 it fined them.", [("date-not-in-source", "2019")]),
        ("[This says 99 things.]{.about} They were fined.", []),
        ("[We think that 99 is too many.]{.opinion} They were fined.", [("figure-not-in-source", "99")]),
        (
            "They were fined.\n\n- It was 58.\n- It was in 2019.",
            [("figure-not-in-source", "58"), ("date-not-in-source", "2019")],
        ),
    ],
)
def test_what_a_claim_states(tmp_path: Path, claim: str, found: list[tuple[str, str]]) -> None:
    assert said(tmp_path, [finding(claim)], REPORT, *FACTS) == found


def test_a_count_is_a_warning_and_a_figure_an_error(tmp_path: Path) -> None:
    diagnostics = check(write(tmp_path / "tiny", [finding("Nine left in 2019 for $9.")], REPORT))
    weights = {one.code: one.severity for one in diagnostics if one.code in FACTS}
    assert weights == {
        "count-not-in-source": Severity.WARNING,
        "date-not-in-source": Severity.ERROR,
        "figure-not-in-source": Severity.ERROR,
    }


@pytest.mark.parametrize(
    ("pieces", "found"),
    [
        ([evidence("report")], [("figure-not-in-source", "22")]),
        ([evidence("letter")], [("figure-not-in-source", "57")]),
        ([evidence("report"), evidence("letter")], []),
        ([evidence("report"), evidence("letter", stance="context")], []),
    ],
)
def test_any_source_of_a_claim_may_state_it(
    tmp_path: Path, pieces: list[dict[str, Any]], found: list[tuple[str, str]]
) -> None:
    claim = "They fined 57 groups and held 22 people."
    assert said(tmp_path, [finding(claim, *pieces)], REPORT, *FACTS) == found


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("38", []),
        ("thirty-eight", []),
        ("39", [("figure-not-in-source", "38")]),
    ],
)
def test_a_derived_value_bears_a_figure_out(tmp_path: Path, value: str, found: list[tuple[str, str]]) -> None:
    one = finding("That is 38 groups.", derived=[{"value": value, "how": "57 less 19."}])
    assert said(tmp_path, [one], REPORT, *FACTS) == found


def test_a_derived_year_completes_a_day_that_the_source_states(tmp_path: Path) -> None:
    undated = {"report": {"date": "", "keywords": "undated"}}
    derived = [{"value": "2020", "how": "The text is of 2020."}]
    assert said(tmp_path, [finding("In January 2020.")], REPORT, *FACTS, references=undated) == [
        ("date-not-in-source", "January 2020")
    ]
    one = finding("In January 2020.", derived=derived)
    assert said(tmp_path / "2", [one], REPORT, *FACTS, references=undated) == []
    other = finding("In March 2020.", derived=derived)
    assert said(tmp_path / "3", [other], REPORT, *FACTS, references=undated) == [("date-not-in-source", "March 2020")]


@pytest.mark.parametrize(
    ("when", "derived", "found"),
    [
        ("2021-01", "", []),
        ("2021", "", []),
        ("2021-02", "", ["2021-02"]),
        ("2020-01", "", ["2020-01"]),
        ("2021-01/2021-02", "", ["2021-02"]),
        ("2019/2021", "", ["2019"]),
        ("2019/2021", "2019/2021", []),
        ("2019/2021", "2019", []),
        ("2021-02", "2021-02", []),
        ("2021-05-01", "", []),
    ],
)
def test_when_it_was(tmp_path: Path, when: str, derived: str, found: list[str]) -> None:
    follows = [{"value": derived, "how": "It follows."}] if derived else []
    one = finding("They were fined.", when=when, derived=follows)
    assert said(tmp_path, [one], REPORT, *FACTS) == [("date-not-in-source", words) for words in found]


@pytest.mark.parametrize(
    ("quote", "claim", "found"),
    [
        ("The fine was $7 million.", "The fine was $7 million.", []),
        ("The fine was $7 million.", "They fined 57 groups.", [("figure-not-quoted", "57")]),
        ("The fine was $7 million.", "They fined three groups.", []),
        ("The fine was $7 million.", "In January 2021 they fined them.", []),
        ("More than ten left.", "Ten left.", [("count-not-in-source", "Ten")]),
        ("ten left.", "Ten left.", [("count-not-in-source", "Ten")]),
        ("fined 57 groups, three", "They fined 57 groups.", []),
        ("fined 58 groups, three", "They fined 57 groups.", []),
    ],
)
def test_what_the_quotes_show(tmp_path: Path, quote: str, claim: str, found: list[tuple[str, str]]) -> None:
    assert said(tmp_path, [finding(claim, evidence(quote=quote))], REPORT, *FACTS) == found


@pytest.mark.parametrize(
    ("language", "is_told"), [("french", True), ("russian", False), ("en-US", False), ("canadian", False), ("", False)]
)
def test_of_a_language_without_words_the_reader_is_told(tmp_path: Path, language: str, *, is_told: bool) -> None:
    sentence = "Ils ont été condamnés le 4 mars 2021."
    one = finding("They were sentenced on 4 March 2021.", evidence("report", sentence))
    references = {"report": {"langid": language}}
    found = check(write(tmp_path, [one], {"report": sentence}, references=references))
    (date,) = (diagnostic for diagnostic in found if diagnostic.code == "date-not-in-source")
    assert any("`translation`" in note.message for note in date.notes) is is_told


def test_a_translation_bears_a_figure_out(tmp_path: Path) -> None:
    source = {"report": "Полицейские задержали многих, как нам сказали, и среди них были дети."}
    piece = evidence(quote="Полицейские задержали многих", translation="Police held 99 of them")
    assert said(tmp_path, [finding("They held 99.", piece)], source, *FACTS) == []


QUOTE = "In January the office fined 57 groups, three of them twice. The fine was $7 million."
FINDING = finding("The office fined 57 groups in January.", evidence(quote=QUOTE))


@pytest.mark.parametrize(
    ("summary", "found"),
    [
        ("They fined 57 groups [@it].", []),
        ("They fined 57 groups [@report].", []),
        ("They fined 57 groups [@letter].", [("figure-not-in-source", "57")]),
        ("They paid $7 million in January 2021 [@it].", []),
        ("They fined 58 groups [@it].", [("figure-not-in-source", "58")]),
        ("They fined 57 groups. They left [@it].", []),
        ("They fined 58 groups. They left [@it].", [("figure-not-in-source", "58")]),
        ("They fined 57 groups [@it]. They held 22 [@letter].", []),
        ("They fined 57 groups [@it]. They held 23 [@letter].", [("figure-not-in-source", "23")]),
        ("Two of them say so [@it; @letter].", []),
        ("Four of them say so [@it; @letter].", [("count-not-in-source", "Four")]),
        ("They fined 38 groups [@it].", []),
        ("They fined 58 groups [@nobody].", []),
        ("They fined 58 groups.", []),
        ("They held 22 in 2019 [@letter].", [("date-not-in-source", "2019")]),
    ],
)
def test_what_prose_states(tmp_path: Path, summary: str, found: list[tuple[str, str]]) -> None:
    brief = {"summary": summary, "derived": [{"value": "38", "how": "57 less 19."}]}
    assert said(tmp_path, [FINDING], REPORT, *FACTS, brief=brief) == found


def test_a_cell_leans_on_what_its_row_cites(tmp_path: Path) -> None:
    table = (
        "| Year | Held | Source |\n|---|---|---|\n| 2021 | {} groups fined | [@report] |\n| 2020 | 99 groups fined | |"
    )
    for number, figure, found in ((1, "57", []), (2, "58", [("figure-not-in-source", "58")])):
        brief = {"summary": table.format(figure)}
        told = said(tmp_path / str(number), [FINDING], REPORT, "figure-not-in-source", brief=brief)
        assert told == [*found, ("figure-not-in-source", "99")]


def test_a_cell_takes_its_measure_from_the_head_of_its_column(tmp_path: Path) -> None:
    table = "| Fined | Paid, USD million |\n|---|---|\n| 57 groups fined | {} [@report] |"
    for number, figure, found in ((1, "7", []), (2, "8", [("figure-not-in-source", "8")])):
        brief = {"summary": table.format(figure)}
        assert said(tmp_path / str(number), [FINDING], REPORT, *FACTS, brief=brief) == found


def test_what_is_contested_leans_on_its_finding(tmp_path: Path) -> None:
    one = finding(
        "It was so.", derived=[{"value": "99", "how": "It follows."}], contested="Some say 99, or 98 [@letter]."
    )
    assert said(tmp_path, [one], REPORT, *FACTS) == [("figure-not-in-source", "98")]


@pytest.mark.parametrize(
    ("brief", "found"),
    [
        ({"title": "57 groups fined"}, []),
        ({"title": "58 groups fined"}, [("figure-not-in-source", "58")]),
        ({"title": "Fined", "subtitle": "In 2019"}, [("date-not-in-source", "2019")]),
        ({"title": "22 people held"}, [("figure-not-in-source", "22")]),
        ({"title": "38 left", "derived": [{"value": "38", "how": "57 less 19."}]}, []),
    ],
)
def test_what_titles_state(tmp_path: Path, brief: dict[str, Any], found: list[tuple[str, str]]) -> None:
    assert said(tmp_path, [FINDING], REPORT, *FACTS, brief=brief) == found


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"text": "Return the $7 million."}, []),
        ({"text": "Return the $8 million."}, [("figure-not-in-source", "$8 million")]),
        ({"text": "Return it.", "by": "2031"}, []),
        ({"text": "Return it.", "by": "within 40 days"}, []),
        ({"text": "Return it.", "indicator": "99 groups have it back"}, [("figure-not-in-source", "99")]),
        ({"text": "[This asks for 99 things.]{.about} Return it."}, []),
    ],
)
def test_what_recommendations_state(tmp_path: Path, fields: dict[str, str], found: list[tuple[str, str]]) -> None:
    brief = {"recommendations": [{"to": "The office", "because": "it", **fields}]}
    assert said(tmp_path, [FINDING], REPORT, *FACTS, brief=brief) == found


def test_sections_and_key_messages_are_read_too(tmp_path: Path) -> None:
    section = {"title": "The 99 groups", "text": "They fined 98 groups [@it].", "findings": ["it"]}
    brief = {"sections": [section], "key_messages": ["They fined 97 groups [@it]."]}
    found = said(tmp_path, [FINDING], REPORT, *FACTS, brief=brief)
    assert {words for _, words in found} == {"99", "98", "97"}


def test_it_is_pointed_at(project: Project, run: Callable[..., Ran]) -> None:
    project.replace("briefs/water/findings.yml", "asked to pay $20 for", "asked to pay $21 for")
    ran = run("check", "--project", project.folder)
    assert ran.exit_number == 1
    assert "findings.yml:8:39: error[figure-not-in-source] `$21` does not stand in `committee`" in ran.stdout


def _sentences() -> list[tuple[str, str]]:
    found = []
    for path in sorted((ROOT / "seeds").glob("*.txt")):
        for line in path.read_text("utf-8").split("\n"):
            found += [(f"source{path.name[:3]}", line[start:end]) for start, end in sentences(line)]
    return found


def test_whole_sentences_of_the_stored_sources_as_claims_raise_no_error(tmp_path: Path) -> None:
    sources = {f"source{path.name[:3]}": path.read_text("utf-8") for path in (ROOT / "seeds").glob("*.txt")}
    findings = [
        finding(words, evidence(key, words), id=f"sentence-{number}", confidence="low")
        for number, (key, words) in enumerate(_sentences())
    ]
    found = check(write(tmp_path / "tiny", findings, sources))
    assert len(findings) > 100
    assert {one.code for one in found} <= {"quote-too-short", "quote-ambiguous"}
    assert not [one for one in found if one.severity is Severity.ERROR]


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("The share rose from 12 per cent to 15 per cent.", "The share rose to 15 per cent."),
        ("They cut it from $3 million to $2 million.", "It was cut to $2 million."),
        ("The fund gave $7 million to 12 groups.", "The fund gave $7 million."),
        ("The fine was 500 dollars or 30 days in jail.", "The fine was $500."),
        ("He was under a 15-day arrest.", "He was under arrest for 15 days."),
        ("A term not exceeding 30 days.", "A term of up to 30 days."),
        ("A fine of 200,000 (two hundred thousand) tenge.", "A fine of 200,000 tenge."),
        ("They spent EUR 12.4 mil-\nlion on it.", "They spent 12.4 million euros."),
        ("It lasted from 01.01.2020-31.12.2020.", "It began on 1 January 2020."),
        ("They met in March, April and June 2020.", "They met in March 2020."),
        ("The rate rose by 5 percentage points.", "The rate rose by 5 percentage points."),
        ("A plot of 15 hectares.", "A plot of 15 hectares."),
        ("They held 243 people.", "They held at least 243 people."),
        ("They held over 243 people.", "They held more than 243 people."),
        ("They waited longer than 72 hours.", "They waited more than 72 hours."),
        ("The term shall not exceed 72 hours.", "The term is no longer than 72 hours."),
        ("The fine was 1800.00 tenge.", "The fine was 1,800 tenge."),
        ("They paid 500 KGS.", "They paid 500 som."),
        ("A three-\nmonth suspension.", "It was suspended for three months."),
        ("They held more than 243 people.", "They held at least 243 people."),
        ("Trust fell from 41 per cent in 2019 to 94 per cent in 2022.", "In 2022 it was 94 per cent."),
        ("It rose by 12 per cent.", "There was an increase of 12 per cent."),
        ("It fell by 12 per cent.", "Output went down by 12 per cent."),
        ("They paid UAH 12.4 million.", "They paid 12.4 million hryvnias."),
        ("They paid ₦5 million.", "They paid 5 million naira."),
        ("They paid 2.5 million United States dollars.", "They paid $2.5 million."),
        ("They paid 2.7 billion CFA francs.", "They paid CFA 2.7 billion."),
    ],
)
def test_what_a_source_says_in_its_own_way_is_borne_out(source: str, claim: str, tmp_path: Path) -> None:
    assert said(tmp_path, [finding(claim, evidence("s"))], {"s": source}, *FACTS) == []


@pytest.mark.parametrize(
    ("source", "claim", "words"),
    [
        ("It rose by 12 per cent.", "It rose by 12 percentage points.", "12 percentage points"),
        ("It rose by 12 percentage points.", "It rose by 12 per cent.", "12 per cent"),
        ("The crack was 1.8 cm wide.", "The crack was 1.8 km wide.", "1.8 km"),
        ("A plot of 15 square metres.", "A plot of 15 hectares.", "15 hectares"),
        ("A term not exceeding 30 days.", "A term of more than 30 days.", "30 days"),
        ("About 250 people came.", "More than 250 people came.", "250"),
        ("They held 243 people.", "They held more than 243 people.", "243"),
        ("They held 243 people.", "They held fewer than 243 people.", "243"),
        ("It was 5,000 people.", "It was 5,000 som.", "5,000 som"),
        ("The rate was .5 per cent.", "The rate was 5 per cent.", "5 per cent"),
        ("It fell by 12 per cent.", "It rose by 12 per cent.", "12 per cent"),
        ("It was 12 per cent lower.", "It was 12 per cent higher.", "12 per cent"),
        ("Она снизилась на 8 процентов.", "It grew by 8 per cent.", "8 per cent"),
        ("They paid 5 million naira.", "They paid 5 million rand.", "5 million rand"),
    ],
)
def test_what_only_looks_alike_is_told(source: str, claim: str, words: str, tmp_path: Path) -> None:
    told = said(tmp_path, [finding(claim, evidence("s"))], {"s": source}, *FACTS)
    assert [code for code, _ in told] == ["figure-not-in-source"], words


@pytest.mark.parametrize(
    ("quote", "translation", "claim", "codes"),
    [
        ("Задержано 57 человек.", "57 people were held.", "They held 57 people.", []),
        ("Задержано 57 человек.", "75 people were held.", "They held 75 people.", ["figure-not-in-source"]),
        ("Задержали пятьдесят семь человек.", "57 people were held.", "They held 57 people.", []),
        ("Ils ont payé 1,5 milliers.", "They paid 1,500.", "They paid 1,500.", []),
        ("در سال ۱۳۹۹", "in 2020", "It was in 2020.", []),
    ],
)
def test_a_translation_is_taken_at_its_word_but_for_slips(
    quote: str, translation: str, claim: str, codes: list[str], tmp_path: Path
) -> None:
    piece = evidence("s", quote, translation=translation)
    assert [code for code, _ in said(tmp_path, [finding(claim, piece)], {"s": quote}, *FACTS)] == codes


def test_nothing_is_said_of_a_claim_whose_source_can_not_be_read(tmp_path: Path) -> None:
    claim = finding("In May 2019 the Helsinki Committee and Ekho Media held 900 people.", evidence("report"))
    folder = write(tmp_path / "tiny", [claim], REPORT)
    told = {one.code for one in check(folder)}
    assert {"figure-not-in-source", "date-not-in-source", "name-not-in-source"} <= told
    (folder / "seeds" / "report.txt").unlink()
    assert "source-missing" in {one.code for one in check(folder)}
    assert not {one.code for one in check(folder)} & {*FACTS, "name-not-in-source"}
