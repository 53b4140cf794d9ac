"""What a text says without a figure: where a source says otherwise, and where it leaves room."""

from __future__ import annotations

import tomllib

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from policybrief.text.dates import find_dates
from policybrief.text.facts import Facts
from policybrief.text.figures import find_figures
from policybrief.text.roughly import find_rough


def _borne(claim: str, source: str) -> list[bool | None]:
    facts = Facts(source)
    return [facts.bear_on(one) for one in find_rough(claim, find_dates(claim))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Two thirds of the judges resigned.", [("Two thirds", "part", "2/3")]),
        ("Two-thirds of judges resigned.", [("Two-thirds", "part", "2/3")]),
        ("One in five voters had paid.", [("One in five", "part", "1/5")]),
        ("Half the cells were full.", [("Half", "part", "1/2")]),
        ("Hundreds of people fled.", [("Hundreds of", "multitude", "hundreds")]),
        ("Tens of thousands of people fled.", [("Tens of thousands of", "multitude", "tens of thousands")]),
        ("In early 2021 it closed.", [("early 2021", "period", "early")]),
        ("In the second half of 2019 it closed.", [("second half of 2019", "period", "second half")]),
        ("In Q3 2020 it closed.", [("Q3 2020", "period", "third quarter")]),
        ("At the end of April 2021 it closed.", [("end of April 2021", "period", "late")]),
        ("Две трети судей ушли.", [("Две трети", "part", "2/3")]),
        ("Сотни людей ушли.", [("Сотни", "multitude", "hundreds")]),
        ("Во втором квартале 2020 года суд закрылся.", [("втором квартале 2020", "period", "second quarter")]),
        ("Жүздеген адам кетті.", [("Жүздеген", "multitude", "hundreds")]),
        ("At 18:30 it closed.", [("18:30", "time", "18:30")]),
        ("At 6.30 p.m. it closed.", [("6.30 p.m", "time", "18:30")]),
        ("At 6 pm it closed.", [("6 pm", "time", "18:00")]),
        ("Article 405 of the Criminal Code", [("405", "number", "405")]),
        (
            "Articles 9, 14 and 19 of the Covenant",
            [("9", "number", "9"), ("14", "number", "14"), ("19", "number", "19")],
        ),
        ("Law No. 88 was adopted.", [("88", "number", "88")]),
        ("статья 405 Уголовного кодекса", [("405", "number", "405")]),
        ("Article 405 is vague.", []),
        ("A ratio of 6.30 to 1.20.", []),
        ("In the last three years it closed.", [("last three years", "span", "36 months")]),
        ("In the past 12 months it closed.", [("past 12 months", "span", "12 months")]),
        ("In the last resort it closed.", []),
        ("In the past ¹² years it closed.", []),
        ("Two and a half years passed.", []),
        ("Women were one fifth.", [("one fifth", "part", "1/5")]),
        ("The third party left on 3 May 2021.", []),
        ("The scores of 38 and 40 are low.", []),
        ("Early on 3 May 2021 it closed.", []),
    ],
)
def test_what_is_said_roughly(text: str, found: list[tuple[str, str, str]]) -> None:
    assert [
        (text[one.start : one.end], one.kind, min(one.values)) for one in find_rough(text, find_dates(text))
    ] == found


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Two thirds of the judges resigned.", "Of the judges, two thirds of all judges resigned."),
        ("Two-thirds of judges left.", "A third of the police and two thirds of the judges left."),
        ("A third of the judges left.", "Half of the judges left in May, 33.3 per cent of the judges in June."),
        ("More than half of the cases failed.", "Half of the cases failed."),
        ("Hundreds of people fled.", "Hundreds of young people fled."),
        ("In early 2021 it closed.", "It opened in late 2021. It closed on 5 February 2021."),
        ("In early 2021 it closed.", "It was opened in early 2021."),
        ("In the past year and the past two years it rose.", "In the past 24 months it rose."),
        ("At 18:30 it closed.", "At 6.30 p.m. it closed, after it opened at 9:00."),
        ("At 6:30 it closed.", "At 18:30 it closed."),
        ("Article 14 of the Covenant applies.", "Articles 9, 14 and 19 of the Covenant apply."),
        ("Attacks rose threefold.", "The number of attacks tripled."),
        ("The number of attacks more than doubled.", "Attacks on schools doubled, those on wells tripled."),
        ("Case no. 2-1354/2021 was closed.", "Cases no. 2-1 and 2-3 were heard; case no. 2-1354/2021 was closed."),
        ("Решение по делу № 2-1354/2021.", "Дело № 2-1354/2021 закрыто, дела № 12 и 13 — нет."),
        ("Its report A/HRC/47/28 is long.", "See A/HRC/47/28, A/HRC/47/30."),
        ("Resolution 68/262 applies.", "General Assembly resolution 68/262 applies."),
    ],
)
def test_what_a_source_bears_out(claim: str, source: str) -> None:
    assert _borne(claim, source) == [True]


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Two thirds of the judges left.", "A third of the judges left."),
        ("Half of the judges left.", "A third of the judges left, 33 per cent."),
        ("Two thirds of the 420 judges left.", "More than half of the 420 judges (53%) left."),
        ("More than half of the cases failed.", "Less than half of the cases failed."),
        ("Hundreds of people fled.", "Dozens of people fled."),
        ("Tens of thousands of people fled.", "Thousands of people fled."),
        ("In early 2021 it closed.", "It closed in late 2021."),
        ("In the first half of 2019 it closed.", "In the second half of 2019 it closed."),
        ("In spring 2020 it closed.", "It closed in the autumn of 2020."),
        ("In the past two years it rose.", "In the past 12 months it rose."),
        ("In the next five years it will close.", "In the next two years it will close."),
        ("At 16:30 it closed.", "At 18:30 it closed."),
        ("At 6.30 p.m. it closed.", "At 6.30 a.m. it closed."),
        ("Article 174 of the Criminal Code applies.", "He was tried under Article 405 of the Criminal Code."),
        ("Law No. 89 was adopted.", "Law No. 88 was adopted."),
        ("Attacks on aid workers tripled.", "The number of attacks on aid workers doubled."),
        ("Attacks more than doubled.", "Attacks nearly tripled."),
        ("Число нападений утроилось.", "Число нападений выросло вдвое."),
        ("The application no. 12354/07 was heard.", "See the application no. 12345/07."),
        ("Решение по делу № 2-1354/2021.", "Дело № 2-1345/2021 закрыто."),
        ("Its report A/HRC/47/82 is long.", "Its report A/HRC/47/28 has 12 pages."),
        ("Resolution 68/268 applies.", "General Assembly resolution 68/262 applies."),
        ("Статья 174 Уголовного кодекса.", "По статье 405 Уголовного кодекса."),
        ("Треть судей ушла.", "Две трети судей ушли."),
        ("Сотни людей ушли.", "Десятки людей ушли."),
    ],
)
def test_what_a_source_says_otherwise(claim: str, source: str) -> None:
    assert _borne(claim, source) == [False]


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Two thirds of the judges left.", "Of the 30 judges, 20 left."),
        ("Half of the judges left.", "A third of the cells were full."),
        ("Hundreds of people fled.", "Thousands of books were burnt."),
        ("In early 2021 it closed.", "It closed in late 2020."),
        ("At 18:30 it closed.", "It closed in the evening."),
        ("In the past two years it rose.", "In 2019 it rose."),
        ("In the past two years it rose.", "In the next five years it will close."),
        ("Article 19 of the Covenant applies.", "He was tried under Article 405 of the Criminal Code."),
        ("In early 2021 it closed.", "It closed in 2021."),
        ("Attacks doubled.", "Attacks rose from 4 to 8; the number of prisoners tripled."),
        ("Its report A/HRC/47/82 is long.", "Its report CCPR/C/KAZ/CO/2 is long."),
        ("Its report A/HRC/47/82 is long.", "Its report has 82 pages."),
        ("Case no. 12 was closed.", "Law no. 14 applies."),
    ],
)
def test_what_a_source_does_not_speak_of(claim: str, source: str) -> None:
    assert _borne(claim, source) == [None]


def test_words_are_listed_in_small_letters() -> None:
    for path in (ROOT / "policybrief/text/wordlists").glob("*.toml"):
        tables = tomllib.loads(path.read_text("utf-8"))
        for name in ("parts", "multitudes", "periods"):
            assert all(word == word.lower() for words in tables.get(name, {}).values() for word in words)


TOKENS = [
    "the",
    "only",
    "half",
    "two",
    "thirds",
    "of",
    "hundreds",
    "past",
    "last",
    "next",
    "three",
    "¹²",
    "12",
    "٣",
    "𝟙",
    "½",
    "years",
    "months",
    "over",
    "a",
    "18:30",
    "6",
    "p.m.",
    "early",
    "late",
    "fall",
    "Q3",
    "2021",
    "May",
    "Article",
    "405",
    "Law",
    "No.",
    "88",
    "Criminal",
    "Code",
    "15–18.02.2020",
    "03.2020",
    "|",
    "(",
    ")",
    ",",
    ".",
    ":",
    "USD",
    "million",
    "(in",
    "euros)",
    "%",
    "km2",
    "-2.3",
    "вырос",
    "с",
    "93",
    "до",
    "121",
    "млн",
    "тенге",
    "38/100",
    "9999999999999999999999",
    "\x01",
    "�",
]


@given(*[st.lists(st.sampled_from(TOKENS), max_size=30).map(" ".join)] * 2)
def test_any_words_can_be_read_and_compared(claim: str, source: str) -> None:
    facts, dates = Facts(source), find_dates(claim)
    for rough in find_rough(claim, dates):
        facts.bear_on(rough)
    for figure in find_figures(claim, dates):
        facts.state_figure(figure, claim[figure.start : figure.end])
    for date in dates:
        facts.state_date(date, claim[date.start : date.end])
