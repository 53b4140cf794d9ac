"""What day a text is of, and which year a date has that names none: by where it stands, or by that day."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta
from typing import TYPE_CHECKING

from policybrief.text.dates import DateMention, Reading
from policybrief.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

HALF_A_YEAR = timedelta(days=183)
HEAD_LINES, HEAD_LINE = 30, 80
"""Within how many lines, of how many characters, a text may bear its own date."""
LONG_LINE, JOINED_LINES = 200, 2
"""A line longer than this is a paragraph; of shorter ones, so many before and after belong together."""


def dateline(text: str, mentions: list[DateMention]) -> tuple[date, date] | None:
    """Return the day that a text bears in its head: the first full date in a short line there."""
    for mention in mentions:
        (reading, *_) = mention.readings
        if text.count("\n", 0, mention.start) > HEAD_LINES:
            return None
        start = text.rfind("\n", 0, mention.start) + 1
        end = text.find("\n", mention.end)
        if reading.year and reading.month and reading.day and (end if end >= 0 else len(text)) - start <= HEAD_LINE:
            day = date(reading.year, reading.month, reading.day)
            return day, day
    return None


def own_date(first: date, last: date) -> set[Reading]:
    """Return what is known of the date of publication."""
    if first == last:
        return {Reading(first.year, first.month, first.day)}
    if (first.year, first.month) == (last.year, last.month):
        return {Reading(first.year, first.month)}
    return {Reading(first.year), Reading(last.year)}


def with_years(text: str, mentions: list[DateMention], own: list[tuple[date, date]]) -> Iterator[Reading]:
    """Yield the dates that name no year with the year that follows from where they stand."""
    starts = [mention.start for mention in mentions]
    for mention in mentions:
        (reading, *_) = mention.readings
        if reading.year is not None or reading.month is None:
            continue
        start, end = _paragraph(text, mention.start)
        beside = mentions[bisect_left(starts, start) : bisect_left(starts, end)]
        years = _years_near(mention, beside, start, text[start:end])
        if len(years) != 1:
            years |= {year for dated in own for year in _years_by(dated, reading)}
        yield from (Reading(year, reading.month, reading.day) for year in years)


def _paragraph(text: str, index: int) -> tuple[int, int]:
    """Return the paragraph about an index: its line, and where lines are short, those around it."""
    start = text.rfind("\n", 0, index) + 1
    end = text.find("\n", index)
    end = len(text) if end < 0 else end
    for _ in range(JOINED_LINES):
        before = text.rfind("\n", 0, max(start - 1, 0)) + 1
        if start and text[before : start - 1].strip() and start - before <= LONG_LINE:
            start = before
        after = text.find("\n", end + 1)
        after = len(text) if after < 0 else after
        if text[end + 1 : after].strip() and after - end <= LONG_LINE:
            end = after
    return start, end


def _years_near(mention: DateMention, beside: list[DateMention], base: int, paragraph: str) -> set[int]:
    """Return the years that the sentence of a date gives, else those of its paragraph, which begins at `base`."""
    beside = [one for one in beside if one.readings[0].year and not one.is_decade]
    if not beside:
        return set()
    for first, last in sentences(paragraph):
        if first <= mention.start - base < last:
            inside = [one for one in beside if first <= one.start - base < last]
            beside = inside or beside
            break
    return {one.readings[0].year or 0 for one in beside}


def _years_by(dated: tuple[date, date], reading: Reading) -> set[int]:
    """Return the year that puts a date within six months of the day of publication."""
    first, last = dated
    if (last - first).days > 31:
        return {first.year} if first.year == last.year else set()
    years = set()
    for year in (first.year - 1, first.year, first.year + 1):
        try:
            day = date(year, reading.month or 1, reading.day or 15)
        except ValueError:
            continue
        if abs(day - first) <= HALF_A_YEAR:
            years.add(year)
    return years
