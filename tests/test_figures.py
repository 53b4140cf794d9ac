"""Figures in a text: what is one, what it is worth, and what is none."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybrief.text.figures import Figure, find_figures, states_figure
from policybrief.text.words import words_before


def _read(text: str) -> list[tuple[str, str, str]]:
    """Return the figures of a text: what is written, the measure, the bound."""
    return [(text[one.start : one.end], one.measure, one.bound) for one in find_figures(text)]


def _only(text: str) -> Figure:
    (figure,) = find_figures(text)
    return figure


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("three groups", "3"),
        ("3 groups", "3"),
        ("Twenty-five people", "25"),
        ("two hundred and five people", "205"),
        ("one hundred and twenty-five thousand people", "125000"),
        ("ten thousand people", "10000"),
        ("a dozen people", "12"),
        ("two dozen people", "24"),
        ("a hundred people", "100"),
        ("a million people", "1000000"),
        ("half a million people", "500000"),
        ("one and a half million people", "1500000"),
        ("two and a half years", "2.5"),
        ("7 million people", "7000000"),
        ("7,000,000 people", "7000000"),
        ("7 000 000 people", "7000000"),
        ("7\u202f000\u202f000 people", "7000000"),
        ("7'000'000 people", "7000000"),
        ("7.000.000 people", "7000000"),
        ("7 mln people", "7000000"),
        ("7bn people", "7000000000"),
        ("5k people", "5000"),
        ("2 lakh people", "200000"),
        ("10 hundred million people", "1000000000"),
        ("12,345.67 people", "12345.67"),
        ("12,5 people", "12.5"),
        ("1.40211 people", "1.40211"),
        ("€2.4 m", "2400000"),
        ("2.4 m EUR", "2400000"),
        ("USD 2.4 M", "2400000"),
        ("14,2 Mio. euros", "14200000"),
        ("1 млрд 350 млн тенге", "1350000000"),
        ("2.4 m of cloth", "2.4"),
        ("1,40211 people", "1.40211"),
        ("61·4 people", "61.4"),
        ("2½ hours", "2.5"),
        ("2 ½ hours", "2.5"),
        ("5½-hour talks", "5.5"),
        ("١٢ people", "12"),
        ("0.5 per cent", "0.5"),
        ("zero cases", "0"),
        ("It fell to -5 degrees", "-5"),
        ("It fell to −5 degrees", "-5"),
        ("пять организаций", "5"),
        ("двадцать пять тысяч человек", "25000"),
        ("двухсот человек", "200"),
        ("два миллиона человек", "2000000"),
        ("7 млн человек", "7000000"),
        ("5 тыс. человек", "5000"),
        ("үш ұйым", "3"),
        ("жиырма бес ұйым", "25"),
        ("жеті миллион адам", "7000000"),
        ("екі мың адам", "2000"),
    ],
)
def test_what_a_figure_is_worth(text: str, value: str) -> None:
    figures = find_figures(text)
    assert figures[-1].values == {Decimal(value)}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1.234 people", {"1234", "1.234"}),
        ("7m people", {"7", "7000000"}),
        ("$7m", {"7000000"}),
        ("1,234 people", {"1234"}),
        ("10–15 million people", {"10", "10000000"}),
    ],
)
def test_what_may_mean_more_than_one_thing(text: str, values: set[str]) -> None:
    assert find_figures(text)[0].values == {Decimal(value) for value in values}


@pytest.mark.parametrize(
    ("text", "said", "measure"),
    [
        ("the $7 million it paid", "$7 million", "$"),
        ("the US$7 million it paid", "US$7 million", "$"),
        ("the C$7 it paid", "C$7", "$"),
        ("the $ 5 it paid", "$ 5", "$"),
        ("the 7 million US dollars it paid", "7 million US dollars", "$"),
        ("the USD 7 million it paid", "USD 7 million", "$"),
        ("the KZT 5 million it paid", "KZT 5 million", "₸"),
        ("the 5 million tenge it paid", "5 million tenge", "₸"),
        ("the 100 € it paid", "100 €", "€"),
        ("the 100$ it paid", "100$", "$"),
        ("the €7,5 million it paid", "€7,5 million", "€"),
        ("the £5k it paid", "£5k", "£"),
        ("7 миллионов тенге", "7 миллионов тенге", "₸"),
        ("жеті миллион теңге", "жеті миллион теңге", "₸"),
        ("12% of them", "12%", "%"),
        ("12 % of them", "12 %", "%"),
        ("12 per cent of them", "12 per cent", "%"),
        ("twelve percent of them", "twelve percent", "%"),
        ("12 процентов", "12 процентов", "%"),
        ("12 пайыз", "12 пайыз", "%"),
        ("for three months", "three months", "month"),
        ("a three-month ban", "three-month", "month"),
        ("a 22 month term", "22 month", "month"),
        ("10 km away", "10 km", "km"),
        ("5kg of it", "5kg", "kg"),
        ("57 OSCE participating States", "57", ""),
        ("12 new groups", "12", ""),
    ],
)
def test_its_measure(text: str, said: str, measure: str) -> None:
    assert _read(text) == [(said, measure, "")]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("more than ten people", "more"),
        ("over 10 people", "more"),
        ("more than a hundred people", "more"),
        ("at least ten people", "min"),
        ("no fewer than ten people", "min"),
        ("10+ people", "more"),
        ("10 or more people", "min"),
        ("10 plus people", "min"),
        ("up to 10 people", "max"),
        ("fewer than ten people", "less"),
        ("10 or fewer people", "max"),
        ("about 10 people", "about"),
        ("an estimated 10 people", "about"),
        ("10 or so people", "about"),
        ("более 10 человек", "more"),
        ("не менее десяти человек", "min"),
        ("не более десяти человек", "max"),
        ("около десяти человек", "about"),
        ("до 10 человек", "max"),
        ("кемінде 10 адам", "min"),
        ("шамамен 10 адам", "about"),
        ("10 астам адам", "more"),
        ("they held 10 people", ""),
        ("there was more. Ten people left", ""),
        ("more than 5, 10 people", ""),
    ],
)
def test_how_exact_it_is(text: str, bound: str) -> None:
    assert find_figures(text)[-1].bound == bound


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("10 to 15 people", ""),
        ("10-15 people", ""),
        ("10 – 15 people", ""),
        ("ten or fifteen people", ""),
        ("between ten and fifteen people", ""),
        ("from 10 to 15 people", ""),
        ("10-15 per cent", "%"),
        ("10%-15%", "%"),
        ("between 5 and 7 million tenge", "₸"),
        ("from $5 million to $7 million", "$"),
        ("от 5 до 10 человек", ""),
        ("между 5 и 10 человек", ""),
        ("с 5 до 10 человек", ""),
        ("1.5bn-2bn people", ""),
        ("5m-7m people", ""),
    ],
)
def test_both_ends_of_a_range(text: str, measure: str) -> None:
    first, last = find_figures(text)
    assert (first.bound, last.bound) == ("low", "high")
    assert (first.measure, last.measure) == (measure, measure)


@pytest.mark.parametrize("text", ["a vote of 3-1", "won by 5 – 2", "10 people and 15 cars", "10, 15", "between 5, 7"])
def test_two_figures_that_are_no_range(text: str) -> None:
    assert all(one.bound == "" for one in find_figures(text))


@pytest.mark.parametrize(
    "text",
    [
        "the G20 and the G7",
        "COVID-19, SARS-CoV-2 and H1N1",
        "A/HRC/52/10",
        "the MP3 of it",
        "issue #45",
        "half of them",
        "a third of them, one-third",
        "the 21st-century government",
        "the 3rd time, the twenty-first time",
        "the 2-х groups",
        "5-ші",
        "dozens, hundreds and thousands of people",
        "tens of thousands of people",
        "several dozen to several hundred people",
        "a few hundred people",
        "сотни людей и десятки тысяч",
        "1/3 of them",
        "open 24/7",
        "at 10:30, at 5 p.m., at 17.30 hrs",
        "https://example.org/2021/55 and www.example.org/7",
        "office55@example.org",
        "the Group of Seven and the Big Four",
        "on 5 March 2021, in 2015-18, in the 1990s",
        "25/01/2021",
        "in their 20s",
        "12abc",
        "",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    assert _read(text) == []


def test_figures_stand_in_order_and_never_overlap() -> None:
    text = "Four of 57 states paid $7 million, twenty per cent of it in three months; 5 of 20 regions."
    figures = find_figures(text)
    assert [text[one.start : one.end] for one in figures] == [
        *("Four", "57", "$7 million", "twenty per cent", "three months", "5", "20"),
    ]
    assert all(one.end <= after.start for one, after in itertools.pairwise(figures))


@pytest.mark.parametrize(
    ("text", "is_count"),
    [
        ("three groups", True),
        ("20 groups", True),
        ("21 groups", False),
        ("three months", False),
        ("$3", False),
        ("3.5 groups", False),
    ],
)
def test_a_small_count(text: str, is_count: bool) -> None:
    assert _only(text).is_count is is_count


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("Prices rose by 12 per cent.", True),
        ("It was in January 2021.", True),
        ("They held 57 people.", True),
        ("Three groups were fined.", False),
        ("Nobody came.", False),
    ],
)
def test_what_a_reader_would_want_to_look_up(text: str, states: bool) -> None:
    assert states_figure(text) is states


def test_no_word_is_lost_between_numbers_in_words() -> None:
    assert _read("five six") == [("five", "", ""), ("six", "", "")]
    assert _read("hundred") == []
    assert _read("the Twenty Group") == [], "a capital within a sentence makes a name of it"


@given(st.integers(21, 10**9), st.sampled_from([",", " ", "\u00a0", "\u202f", "’", ""]))
def test_thousands_may_be_marked_in_any_way(number: int, sign: str) -> None:
    written = f"{number:,}".replace(",", sign)
    assert _only(f"They fined {written} of them.").values == {Decimal(number)}


@given(st.text(alphabet="0123456789,:/-–%$€½ kmatoe'", max_size=24))
def test_any_row_of_signs_can_be_read(text: str) -> None:
    for figure in find_figures(text):
        assert 0 <= figure.start < figure.end <= len(text)
        assert figure.values


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("they held more than ", ["they", "held", "more", "than"]),
        ("no, at least ", ["at", "least"]),
        ("one; a well-known", ["a", "well", "known"]),
        ("5 of ", ["of"]),
        ("", []),
    ],
)
def test_words_before_an_index(text: str, words: list[str]) -> None:
    assert words_before(text, len(text)) == words


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12.345,67 тенге", "12345.67"),
        ("сто двадцать пять тысяч человек", "125000"),
        ("жүз елу адам", "150"),
        ("мың адам", "1000"),
        ("он екі ұйым", "12"),
        ("a million and a half", "1500000"),
        ("USD9 million", "9000000"),
        ("EUR99", "99"),
        ("7 млн. тенге", "7000000"),
    ],
)
def test_numbers_in_other_words(text: str, value: str) -> None:
    (figure,) = find_figures(text)
    assert Decimal(value) in figure.values


@pytest.mark.parametrize("text", ["5-й съезд", "37-го года выпуска", "two-thirds of them", "three quarters of them"])
def test_ordinals_and_parts_are_none(text: str) -> None:
    assert find_figures(text) == []


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("более чем 10 человек", "more"),
        ("50-ден астам адам", "more"),
        ("as many as 50 people", "max"),
        (">60% of it", "more"),
        ("≥ 60% of it", "min"),
        ("(<60%)", "less"),
        ("~60 people", "about"),
        ("Over 18 months, they came", "over"),
        ("spread over 12 days", "over"),
        ("held for over 18 months", "more"),
    ],
)
def test_bounds_in_other_words(text: str, bound: str) -> None:
    assert {figure.bound for figure in find_figures(text)} == {bound}


def test_a_range_shares_its_currency_and_keeps_its_scales() -> None:
    first, last = find_figures("$5-7 million")
    assert (first.measure, last.measure) == ("$", "$")
    first, last = find_figures("from $5 million to $7 million")
    assert first.values == {Decimal(5_000_000)}
