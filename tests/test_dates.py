"""EDTF dates as the contract has them."""

from __future__ import annotations

from datetime import date

import pytest

from policybrief.reading.dates import InvalidDate, day_of, interval_of


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
