"""ISO and EDTF dates, level 0: a day, a month, a year, an interval of them."""

from __future__ import annotations

import calendar
import re
from datetime import date

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_PRECISIONS = {1: "year", 2: "month", 3: "day"}


class InvalidDate(ValueError):
    """What was written is not a date; the text says why."""


def interval_of(text: str) -> tuple[date, date, str]:
    """Return the first and last day that an EDTF date or interval can mean, and its precision.

    The precision is `day`, `month`, `year` or `interval`. Raises InvalidDate.
    """
    if "/" not in text:
        return _span(text)
    start, _, end = text.partition("/")
    first, last = _span(start)[0], _span(end)[1]
    if last < first:
        raise InvalidDate(f"`{text}` ends before it begins")
    return first, last, "interval"


def day_of(text: str) -> date:
    """Return the day that an ISO date names. Raises InvalidDate."""
    first, _, precision = _span(text)
    if precision != "day":
        raise InvalidDate(f"`{text}` is not a whole date: year, month and day are wanted")
    return first


def _span(text: str) -> tuple[date, date, str]:
    found = _DATE.fullmatch(text)
    if not found:
        raise InvalidDate(f"`{text}` is not a date")
    year, month, day = (int(part) if part else None for part in found.groups())
    if not year:
        raise InvalidDate(f"`{text}` is not a date: there is no year 0")
    if month is not None and not 1 <= month <= 12:
        raise InvalidDate(f"`{text}` is not a date: there is no month {found[2]}")
    days = calendar.monthrange(year, month)[1] if month else 31
    if month and day is not None and not 1 <= day <= days:
        raise InvalidDate(f"`{text}` is not a date: {calendar.month_name[month]} {year} has {days} days")
    precision = _PRECISIONS[sum(part is not None for part in (year, month, day))]
    return date(year, month or 1, day or 1), date(year, month or 12, day or days), precision
