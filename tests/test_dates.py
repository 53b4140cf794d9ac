"""Dates: those of fields, as EDTF has them, and those of a text, in figures and in words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybrief.reading.dates import InvalidDate, day_of, interval_of
from policybrief.text.dates import Reading, find_dates


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2021-01-25", date(2021, 1, 25), date(2021, 1, 25), "day"),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29), "month"),
        ("2021", date(2021, 1, 1), date(2021, 12, 31), "year"),
        ("2019/2021", date(2019, 1, 1), date(2021, 12, 31), "interval"),
        ("2019-06/2019-10-03", date(2019, 6, 1), date(2019, 10, 3), "interval"),
    ],
)
def test_intervals(text: str, first: date, last: date, precision: str) -> None:
    assert interval_of(text) == (first, last, precision)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2021-06-31", "June 2021 has 30 days"),
        ("2021-13", "no month 13"),
        ("0000", "no year 0"),
        ("199X", "not a date"),
        ("25 January 2021", "not a date"),
        ("1611532800", "not a date"),
        ("2021/2019", "ends before it begins"),
        ("", "not a date"),
    ],
)
def test_what_is_no_date(text: str, words: str) -> None:
    with pytest.raises(InvalidDate, match=words):
        interval_of(text)


def test_a_day_is_a_whole_date() -> None:
    assert day_of("2021-01-25") == date(2021, 1, 25)
    with pytest.raises(InvalidDate, match="year, month and day are wanted"):
        day_of("2021-01")


def _dates(text: str) -> list[tuple[int | None, int | None, int | None]]:
    return [(one.year, one.month, one.day) for found in find_dates(text) for one in found.readings]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("on 25 January 2021", [(2021, 1, 25)]),
        ("January 25, 2021", [(2021, 1, 25)]),
        ("Jan. 25, 2021", [(2021, 1, 25)]),
        ("the 25th of January, 2021", [(2021, 1, 25)]),
        ("March 5th, 2021", [(2021, 3, 5)]),
        ("on January 25", [(None, 1, 25)]),
        ("25/01/2021", [(2021, 1, 25)]),
        ("01/25/2021", [(2021, 1, 25)]),
        ("03/04/2021", [(2021, 4, 3), (2021, 3, 4)]),
        ("05/05/2021", [(2021, 5, 5)]),
        ("28.01.2021", [(2021, 1, 28)]),
        ("28.1.21", [(2021, 1, 28)]),
        ("28/01/70", [(1970, 1, 28)]),
        ("2021-01-25", [(2021, 1, 25)]),
        ("2021/01/25", [(2021, 1, 25)]),
        ("2021-01-25T10:00:00Z", [(2021, 1, 25)]),
        ("2021-01", [(2021, 1, None)]),
        ("January 2021", [(2021, 1, None)]),
        ("in January", [(None, 1, None)]),
        ("since mid-July", [(None, 7, None)]),
        ("In the second half of September", [(None, 9, None)]),
        ("By March 2021", [(2021, 3, None)]),
        ("14 May 10:30", [(None, 5, 14)]),
        ("2015-18", [(2015, None, None), (2018, None, None)]),
        ("2015–2018", [(2015, None, None), (2018, None, None)]),
        ("1999-2001", [(1999, None, None), (2001, None, None)]),
        ("2010-12", [(2010, None, None), (2012, None, None)]),
        ("between 2015 and 2018", [(2015, None, None), (2018, None, None)]),
        ("from 41 per cent in 2019 to 94 per cent in 2022", [(2019, None, None), (2022, None, None)]),
        ("12 in 2015 and 30 in 2020", [(2015, None, None), (2020, None, None)]),
        ("2019 to 2022", [(2019, None, None), (2022, None, None)]),
        ("2021-2019", [(2021, None, None)]),
        ("2021-13", [(2021, None, None)]),
        ("16-27 September 2019", [(2019, 9, 16), (2019, 9, 27)]),
        ("September 16-27, 2019", [(2019, 9, 16), (2019, 9, 27)]),
        ("5, 6 and 7 May", [(None, 5, 5), (None, 5, 6), (None, 5, 7)]),
        ("the 1990s", [(1990, None, None)]),
        ("in 2021", [(2021, None, None)]),
        ("mid-2021", [(2021, None, None)]),
        ("SoccerMay 5", [(None, 5, 5)]),
        ("29 February 2020", [(2020, 2, 29)]),
        ("25 января 2021 года", [(2021, 1, 25)]),
        ("в январе 2021 г.", [(2021, 1, None)]),
        ("в марте", [(None, 3, None)]),
        ("с 5 по 8 мая 2021 года", [(2021, 5, 5), (2021, 5, 8)]),
        ("1990-х годов", [(1990, None, None)]),
        ("2021 жылғы 25 қаңтар", [(2021, 1, 25)]),
        ("2021 жылдың қаңтарында", [(2021, 1, None)]),
        ("25 қаңтар 2021", [(2021, 1, 25)]),
        ("2021 жылы", [(2021, None, None)]),
    ],
)
def test_dates_in_a_text(text: str, dates: list[tuple[int | None, int | None, int | None]]) -> None:
    assert _dates(text) == dates
    assert _dates(f"So it was, {text}, and so it is.") == dates


@pytest.mark.parametrize(
    "text",
    [
        "He may come, as he might",
        "May I come?",
        "they march on",
        "March on, they said",
        "Augustus and Mayday",
        "30 February",
        "A2021 and COVID-2019",
        "A/RES/2021/12",
        "$2021 and 2021%",
        "13.2021",
        "1/2/3",
        "10/12/2021/x",
        "2250 people, 900 of them",
        "",
    ],
)
def test_what_is_no_date_of_a_text(text: str) -> None:
    assert _dates(text) == []


@pytest.mark.parametrize("text", ["31 June 2021", "29 February 2021"])
def test_of_a_day_that_never_was_the_year_is_left(text: str) -> None:
    assert _dates(text) == [(2021, None, None)]


@pytest.mark.parametrize(
    ("text", "year"), [("5 May '21", 2021), ("5 May 69 it was", 2069), ("5 May 70", 1970), ("5 May 2 pm", None)]
)
def test_two_figures_after_a_day_and_month_are_a_year(text: str, year: int | None) -> None:
    assert _dates(text) == [(year, 5, 5)]


def test_bare_years_and_decades_are_told_apart() -> None:
    (year,) = find_dates("in 2021")
    (decade,) = find_dates("in the 1990s")
    (day,) = find_dates("on 2021-01-25")
    assert (year.is_bare_year, year.is_decade) == (True, False)
    assert (decade.is_bare_year, decade.is_decade) == (False, True)
    assert (day.is_bare_year, day.is_decade) == (False, False)


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)))
def test_any_day_is_read_in_any_form(day: date) -> None:
    month = f"{day:%B}"
    forms = [
        *(f"{day.day} {month} {day.year}", f"{month} {day.day}, {day.year}", f"the {day.day}th of {month} {day.year}"),
        *(day.isoformat(), f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day.year}", f"{day:%d/%m/%Y}"),
    ]
    for form in forms:
        (found,) = find_dates(f"They ruled on {form} and left.")
        assert Reading(day.year, day.month, day.day) in found.readings, form


@given(st.text(alphabet="0123456789 .,/-–MayJune", max_size=30))
def test_any_row_of_signs_can_be_read(text: str) -> None:
    for found in find_dates(text):
        assert 0 <= found.start < found.end <= len(text)
        for reading in found.readings:
            if reading.year and reading.month and reading.day:
                date(reading.year, reading.month, reading.day)
