"""Whether a text states a figure or date that another one claims."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import ROOT
from hypothesis import assume, given
from hypothesis import strategies as st

from policybrief.text.claimed import is_claimed
from policybrief.text.dates import Reading, find_dates
from policybrief.text.facts import NOTHING, Facts
from policybrief.text.figures import find_figures
from policybrief.text.sentences import sentences


def _missing(claim: str, source: str, dated: tuple[date, date] | None = None) -> list[str]:
    """Return what a claim states and a source does not."""
    facts = Facts(source, dated)
    dates = find_dates(claim)
    missing = [words for one in dates if not facts.state_date(one, words := claim[one.start : one.end])]
    for figure in find_figures(claim, dates):
        words = claim[figure.start : figure.end]
        if is_claimed(claim, figure) and not facts.state_figure(figure, words):
            missing.append(words)
    return missing


def _day(year: int, month: int, day: int) -> tuple[date, date]:
    return date(year, month, day), date(year, month, day)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("3 groups", "three groups"),
        ("Three groups", "3 groups"),
        ("5 groups", "пять организаций"),
        ("пять организаций", "5 groups"),
        ("three groups", "үш ұйым"),
        ("25 groups", "жиырма бес ұйым"),
        ("7 million people", "7m people"),
        ("7m people", "7,000,000 people"),
        ("7,000,000 people", "7 000 000 people"),
        ("7 million people", "7 млн человек"),
        ("1,234 people", "1.234 people"),
        ("2,345 people", "2345 people"),
        ("half a million people", "500,000 people"),
        ("250,000 people", "a quarter of a million people"),
        ("Three quarters of a million people", "750,000 people"),
        ("44 per cent", "доля выросла с 41 процента в 2019 году до 44 процентов в 2022 году"),
        ("1.5 million people", "one and a half million people"),
        ("$7 million", "$7m"),
        ("$7 million", "US$7,000,000"),
        ("$7 million", "USD 7 million"),
        ("7 million dollars", "$7 million"),
        ("7 million tenge", "7 млн тенге"),
        ("7 million tenge", "жеті миллион теңге"),
        ("20 lbs", "20 pounds"),
        ("up to ten years", "five to ten years"),
        ("at least five years", "five to ten years"),
        ("at most 15 people", "between 10 and 15 people"),
        ("five to ten years", "from 5 to 10 years"),
        ("121 people", "rose from 93 to 121 people"),
        ("93 people", "выросло с 93 до 121"),
        ("121 people", "выросло с 93 до 121"),
        ("2 million tenge", "сокращён с 3 млн до 2 млн тенге"),
        ("121 people", "93-тен 121-ге дейін өсті"),
        ("$500", "500USD"),
        ("1,250,000 tenge", "1 250 000KZT"),
        ("$1,250,000", "USD: 1,250,000"),
        ("3.2 million euros", "3.2 millions of euros"),
        ("38 out of 100", "38/100"),
        ("12 of 45 people", "12/45"),
        ("2.5 of 10", "2.5/10"),
        ("45 people", "Forty-Five People"),
        ("45 people", "FORTY-FIVE PEOPLE"),
        ("7 people", "SEVEN PEOPLE"),
        ("120 square kilometres", "120 km2"),
        ("120 square kilometres", "120 km²"),
        ("7 million people", "7 mil\xad\nlion people"),
        ("214 people", "214.12 In the next year"),
        ("1999.50", "1999.50 in all"),
        ("1999.50", "1999.50 In the next year"),
        ("1999.50 Euros", "1999.50 euros"),
        ("1,204 people", "1,204.12 In the next year"),
        ("214 people", "214¹² people"),
        ("shrank by 2.3 per cent", "-2.3 per cent"),
        ("a loss of 2.3 per cent", "(-2.3 per cent)"),
        ("18 months", "spread over 18 months"),
        ("more than 60 per cent", ">60%"),
        ("75 per cent", "three quarters of the cells"),
        ("20 per cent", "one fifth (87)"),
        ("half a million", "полмиллиона"),
        ("over seven years", "over a seven-year period"),
        ("over five years", "it ran for five years"),
        ("for over five years", "more than five years"),
        ("from 33 billion to 103.6 billion", "(from 33 to 103.6 bn)"),
        ("may reach 4 per cent", "up to 4 per cent"),
        ("the maximum fine is 4 per cent", "shall not exceed 4 per cent"),
        ("ranged from $5 to $12,000", "from as little as US$5 to as much as US$12,000"),
        ("3 percentage points", "3 p.p."),
        ("five days", "five working days"),
        ("8 square metres", "8 sq. m"),
        ("ten times", "tenfold"),
        ("five years and seven years", "five and seven years"),
        ("48,000 and 12,500 tenge", "48,000 tenge and 12,500 tenge"),
        ("52.3 of the 184.6 million tenge", "KZT 52.3 million, of KZT 184.6 million"),
        ("of the 184.6 million tenge, 52.3 million", "KZT 52.3 million, of KZT 184.6 million"),
        ("KZT 6.73bn, of which 4.1bn", "KZT 6.73bn and KZT 4.1bn"),
        ("five and seven years", "five years and seven years"),
        ("34 years old", "Asel, 34, came"),
        ("aged 34", "a 34-year-old"),
        ("US$4.5 million", "4.5 million dollars"),
        ("4.5 million US dollars", "USD 4.5 million"),
        ("C$4.5 million", "4.5 million Canadian dollars"),
        ("500 Swiss francs", "CHF 500"),
        ("4.5 million US dollars", "4,5 млн долларов США"),
        ("12 per cent", "a 12-per-cent rise"),
        ("$500 a month", "$500 per month"),
        ("500 euros", "500 euros a month"),
        ("nearly 250 people", "about 250 people"),
        ("nearly 250 people", "fewer than 250 people"),
        ("120 g of lead", "120 grams of lead"),
        ("12 per cent", "12%"),
        ("12%", "twelve percent"),
        ("12.5%", "12,5 процента"),
        ("3 months", "a three-month suspension"),
        ("a 22-month term", "a 22 month term"),
        ("57 states", "57 OSCE participating States"),
        ("a dozen people", "12 people"),
        ("about ten people", "ten people"),
        ("about ten people", "more than ten people"),
        ("ten people", "about ten people"),
        ("over 10 people", "more than ten people"),
        ("at least ten people", "ten people"),
        ("up to ten people", "ten people"),
        ("fewer than ten people", "less than 10 people"),
        ("between ten and fifteen people", "10-15 people"),
        ("10–15 million people", "10 million to 15 million people"),
        ("12 cases", "They told of 12. Cases were many."),
    ],
)
def test_a_figure_in_another_form_is_the_same(claim: str, source: str) -> None:
    assert _missing(claim, source) == []
    assert _missing(claim, f"Much was said before it. It was {source}, and much was said after it.") == []


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("ten people", "more than ten people"),
        ("ten people", "at least 10 people"),
        ("ten people", "fewer than ten people"),
        ("ten people", "up to 10 people"),
        ("ten people", "10 or more people"),
        ("ten people", "dozens of people"),
        ("ten people", "ten to fifteen people"),
        ("12 people", "between 12 and 20 people"),
        ("more than ten people", "up to ten people"),
        ("at most ten people", "more than ten people"),
        ("10 человек", "более 10 человек"),
        ("10 человек", "не менее десяти человек"),
        ("10 адам", "кемінде 10 адам"),
        ("$7 million", "$7 billion"),
        ("$7 million", "$7"),
        ("$7 million", "7 million citizens"),
        ("7 million citizens", "$7 million"),
        ("$7 million", "€7 million"),
        ("7 million tenge", "7 million roubles"),
        ("7 million people", "7 people"),
        ("7 people", "7 million people"),
        ("12 people", "12%"),
        ("12%", "12 people"),
        ("3 months", "3 years"),
        ("20 km", "20 miles"),
        ("20 people", "the G20"),
        ("19 people", "COVID-19"),
        ("52 people", "A/HRC/52/10"),
        ("5 people", "2.5 people"),
        ("12 people", "112 people"),
        ("21 people", "the 21st century"),
        ("10 people", "at 10:30 in 2010"),
        ("5 degrees", "-5 degrees"),
        ("1234 people", "1,235 people"),
        ("up to five years", "five to ten years"),
        ("at least ten years", "five to ten years"),
        ("121 people", "от 93 до 121 человека"),
        ("121 people", "93-тен 121-ге дейін"),
        ("$600", "500USD"),
        ("68 people", "resolution 68/262"),
        ("39 out of 100", "38/100"),
        ("7 people", "the Seven Sisters"),
        ("214 people", "214.12 euros"),
        ("1999.60", "1999.50 in all"),
        ("1999 people", "1999.50 euros"),
        ("fell to 5 degrees", "-5 degrees"),
        ("18 months", "for over 18 months"),
        ("60 per cent", ">60%"),
        ("over 5 per cent", "5 per cent"),
        ("43 journalists", "43 days"),
        ("17", "17.47 people"),
        ("17.47", "17 people"),
        ("48,000 and 12,600 tenge", "48,000 tenge and 12,500 tenge"),
        ("52.4 of the 184.6 million tenge", "KZT 52.3 million, of KZT 184.6 million"),
        ("43 journalists", "43 km"),
        ("for over five years", "for five years"),
        ("more than 40 people", "at least 40 people"),
        ("five weeks", "five working days"),
        ("8 square feet", "8 sq. m"),
        ("1.36 billion tenge", "1 млрд 350 млн тенге"),
        ("at most 5 people", "a minimum of 5 people"),
        ("US$4.5 million", "A$4.5 million"),
        ("4.5 million US dollars", "4.5 million Canadian dollars"),
        ("4.5 million US dollars", "4,5 млн канадских долларов"),
        ("500 Swiss francs", "500 CFA francs"),
        ("5%", "5‰"),
        ("$500 a month", "$500 a year"),
        ("120 g of lead", "120 mg of lead"),
        ("nearly 250 people", "more than 250 people"),
        ("under 51 per cent", "51 per cent"),
        ("ten people", ""),
    ],
)
def test_another_figure_is_not_the_same(claim: str, source: str) -> None:
    assert len(_missing(claim, source)) == 1
    assert len(_missing(claim, f"Much was said before it. It was {source}, and much was said after it.")) == 1


def _forms(number: int) -> list[str]:
    return [str(number), f"{number:,}", f"{number:,}".replace(",", " "), f"{number:,}".replace(",", "\u202f")]


@given(st.integers(21, 10**9), st.data())
def test_any_figure_is_found_in_any_form_and_none_with_a_digit_changed(number: int, data: st.DataObject) -> None:
    source = f"The ministry says that it fined {data.draw(st.sampled_from(_forms(number)))} groups and closed others."
    assert _missing(f"It fined {data.draw(st.sampled_from(_forms(number)))} groups.", source) == [] or _is_year(number)
    digits = list(str(number))
    place = data.draw(st.integers(0, len(digits) - 1))
    digits[place] = data.draw(st.sampled_from("123456789"))
    changed = int("".join(digits))
    assume(changed != number)
    assert _missing(f"It fined {data.draw(st.sampled_from(_forms(changed)))} groups.", source) != []


def _is_year(number: int) -> bool:
    """Tell whether four figures may be taken for a year, which is not looked for as `2,021`."""
    return 1000 <= number <= 2199


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("25 January 2021", "January 25, 2021"),
        ("25 January 2021", "25/01/2021"),
        ("25 January 2021", "01/25/2021"),
        ("25 January 2021", "25.01.2021"),
        ("25 January 2021", "2021-01-25"),
        ("25 January 2021", "the 25th of January 2021"),
        ("25 January 2021", "25 января 2021 года"),
        ("25 January 2021", "2021 жылғы 25 қаңтар"),
        ("On 2021-01-25", "January 25, 2021"),
        ("4 March 2021", "03/04/2021"),
        ("3 April 2021", "03/04/2021"),
        ("January 2021", "25 January 2021"),
        ("in January", "25 January 2021"),
        ("January 25", "25 January 2021"),
        ("in 2021", "25 January 2021"),
        ("in 2015", "2015-18"),
        ("in 2018", "2015-18"),
        ("2015–2018", "from 2015 to 2018"),
        ("between 2015 and 2018", "2015-18"),
        ("6 May 2021", "on 5 and 6 May 2021"),
        ("16 September 2019", "16-27 September 2019"),
        ("in the 1990s", "in the 1990s"),
        ("in the 1990s", "in 1994"),
        ("15 to 18 February 2020", "15–18.02.2020"),
        ("15 February 2020", "15.-18.02.2020"),
        ("15 to 18 February 2020", "15.02-18.02.2020"),
        ("28 January 2020", "28.01 – 03.02.2020"),
        ("March 2020", "03/2020"),
        ("March 2020", "03.2020"),
        ("25 January 2021", "25 january 2021"),
        ("25 January 2021", "the 25 th January 2021"),
        ("in 2019", "FY2019"),
        ("in the 1990s", "in the '90s"),
        ("31 December 2020", "2020-01-01/2020-12-31"),
        ("in 2018", "in 2018.12 It entered into force"),
        ("in 2019", "in 2019 tonnes of coal were sold"),
        ("in the 1990s", "from 1994 to 2001"),
    ],
)
def test_a_date_is_covered_in_another_form_and_by_a_closer_one(claim: str, source: str) -> None:
    assert _missing(claim, source) == []
    assert _missing(claim, f"Much was said before it. It was {source}, and much was said after it.") == []


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("26 January 2021", "25 January 2021"),
        ("25 February 2021", "25 January 2021"),
        ("25 January 2020", "25 January 2021"),
        ("25 January 2021", "January 2021"),
        ("25 January 2021", "2021"),
        ("January 2021", "2021"),
        ("January 25", "25 February 2021"),
        ("in 2016", "2015-18"),
        ("18 September 2019", "16-27 September 2019"),
        ("in 1995", "the 1990s"),
        ("in the 1990s", "the 1980s"),
        ("in the 1990s", "in 2004"),
        ("5 March 2021", "25 March 2021"),
        ("1 March 2021", "1 March 20211"),
        ("in 2021", "$2,021"),
        ("15 March 2020", "15–18.02.2020"),
        ("17 February 2020", "15–18.02.2020"),
        ("April 2020", "03/2020"),
        ("in 2019", "sold 2019 tonnes of coal"),
        ("in 2019", "a fee of 2019 euros"),
        ("in 2018", "2018.12 euros"),
        ("in the 1980s", "in the '90s"),
        ("25 May 2021", "25 may 20211"),
    ],
)
def test_another_date_does_not_cover_it(claim: str, source: str) -> None:
    assert len(_missing(claim, source)) == 1
    assert len(_missing(claim, f"Much was said before it. It was {source}, and much was said after it.")) == 1


@pytest.mark.parametrize(
    ("claim", "source", "dated", "is_stated"),
    [
        ("25 January 2021", "On January 25, they ruled.", _day(2021, 1, 28), True),
        ("25 January 2020", "On January 25, they ruled.", _day(2021, 1, 28), False),
        ("30 December 2020", "On December 30, they ruled.", _day(2021, 1, 28), True),
        ("30 December 2021", "On December 30, they ruled.", _day(2021, 1, 28), False),
        ("January 2021", "In January, they ruled.", _day(2021, 3, 28), True),
        ("29 February 2020", "On 29 February they met.", _day(2020, 3, 1), True),
        ("25 January 2021", "On January 25, they ruled.", (date(2021, 1, 1), date(2021, 1, 31)), True),
        ("25 January 2021", "On January 25, they ruled.", (date(2021, 1, 1), date(2021, 12, 31)), True),
        ("25 January 2021", "On January 25, they ruled.", (date(2020, 1, 1), date(2021, 12, 31)), False),
        ("25 January 2021", "On January 25, they ruled.", None, False),
        ("28 January 2021", "They ruled.", _day(2021, 1, 28), True),
        ("January 2021", "They ruled.", (date(2021, 1, 1), date(2021, 1, 31)), True),
        ("28 January 2021", "They ruled.", (date(2021, 1, 1), date(2021, 1, 31)), False),
        ("in 2020", "They ruled.", (date(2020, 1, 1), date(2021, 12, 31)), True),
        ("in 2019", "They ruled.", (date(2020, 1, 1), date(2021, 12, 31)), False),
    ],
)
def test_a_source_s_own_date_gives_the_year(
    claim: str, source: str, dated: tuple[date, date] | None, is_stated: bool
) -> None:
    assert (not _missing(claim, source, dated)) is is_stated


@pytest.mark.parametrize(
    ("claim", "source", "is_stated"),
    [
        ("3 March 2021", "Much happened in 2020. They voted on January 25, 2021 and ruled on March 3.", True),
        ("3 March 2020", "Much happened in 2020. They voted on January 25, 2021 and ruled on March 3.", False),
        ("3 March 2021", "Much happened in 2021. They ruled on March 3.", True),
        ("3 March 1990", "Much happened in the 1990s. They ruled on March 3.", False),
        ("3 March 2020", "Much happened in 2020.\nThey ruled on March 3.", True),
        ("3 March 2020", "They ruled on March 3.\nMuch happened in 2020.", True),
        ("3 March 2020", "Much happened in 2020.\n\nThey ruled on March 3.", False),
        ("3 March 2020", f"Much happened in 2020.{' So they say.' * 20}\nThey ruled on March 3.", False),
        ("25 January 2021", "News of the day\nJanuary 28, 2021\n\nThey ruled on January 25.", True),
        ("25 January 2021", "Published: 28/01/2021\n\nThey ruled on January 25.", True),
        ("25 January 2021", f"{'Said so. ' * 12} January 28, 2021 it was.\n\nThey ruled on January 25.", False),
        (
            "25 January 2021",
            "\n\n".join(["Said so."] * 40) + "\n\nJanuary 28, 2021\n\nThey ruled on January 25.",
            False,
        ),
    ],
)
def test_the_sentence_the_paragraph_or_the_head_gives_the_year(claim: str, source: str, is_stated: bool) -> None:
    assert (not _missing(claim, source)) is is_stated


def test_a_text_is_read_once() -> None:
    facts = Facts("Far away they held 57 people. " * 3 + "In 2021 they held 58.")
    (figure,) = find_figures("59 people")
    assert not facts.state_figure(figure, "59")
    (figure,) = find_figures("fifty-eight people")
    assert facts.state_figure(figure, "fifty-eight")
    assert facts.state_number(57)
    assert not facts.state_number(2021), "a year is a date"
    assert facts.state_reading(Reading(2021))
    assert not facts.state_reading(Reading(2021, 1))


def test_a_figure_that_stands_often_is_looked_for_everywhere() -> None:
    facts = Facts("They held more than ten people. " * 9 + "Then they held ten people.")
    (figure,) = find_figures("ten people")
    assert facts.state_figure(figure, "ten")
    (mention,) = find_dates("25 January 2021")
    assert Facts("January 25. " * 9 + "In all, it was 2021-01-25.").state_date(mention, "25 January 2021")


def test_nothing_states_nothing() -> None:
    assert _missing("57 people in 2021", "") == ["2021", "57"]
    assert not NOTHING.state_number(1)


SEEDS = {path.name: path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))}


@pytest.mark.parametrize("name", SEEDS)
def test_every_sentence_of_a_stored_source_bears_itself_out(name: str) -> None:
    source = SEEDS[name]
    for line in source.split("\n"):
        for start, end in sentences(line):
            assert _missing(line[start:end], source) == []


@pytest.mark.parametrize(
    ("number", "said", "changed"),
    [
        (0, "January 2021", "January 2022"),
        (0, "January 25", "January 26"),
        (0, "in 2019", "in 2018"),
        (1, "January 25, 2021", "January 24, 2021"),
        (1, "2015-18", "2015-17"),
        (1, "28/01/2021", "29/01/2021"),
        (1, "for three months", "for four months"),
        (2, "on May 6", "on May 7"),
        (2, "in 2009", "in 2008"),
        (3, "brought together 57 OSCE", "brought together 56 OSCE"),
        (3, "10 October 2019", "11 October 2019"),
        (3, "more than 11 million", "more than 12 million"),
        (3, "more than 11 million", "more than 11 billion"),
        (3, "more than 11 million", "11 million"),
        (3, "more than ten", "ten"),
        (3, "more than $7 billion", "more than $7 million"),
        (3, "more than $7 billion", "$7 billion"),
        (3, "22 month term", "23 month term"),
        (3, "22 month term", "22 year term"),
        (3, "about 200 recommendations", "about 300 recommendations"),
        (4, "$7 million", "$7 billion"),
        (4, "$7 million", "€7 million"),
        (4, "$7 million", "7 million people"),
    ],
)
def test_what_is_changed_in_a_stored_source_is_told(number: int, said: str, changed: str) -> None:
    source = list(SEEDS.values())[number]
    assert said in source
    assert _missing(f"It was {said}.", source) == []
    assert _missing(f"It was {changed}.", source) != []
