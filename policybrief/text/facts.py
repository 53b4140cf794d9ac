"""What a text states in figures and dates, and whether it covers what another text states."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from policybrief.text.dates import DateMention, Reading, find_dates
from policybrief.text.figures import Figure, find_figures
from policybrief.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable

HALF_A_YEAR = timedelta(days=183)
HEAD_LINES, HEAD_LINE = 30, 80
"""Within how many lines, of how many characters, a text may bear its own date."""
LONG_LINE, JOINED_LINES = 200, 2
"""A line longer than this is a paragraph; of shorter ones, so many before and after belong together."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The figures and dates of a text, ready to be compared."""

    figures: dict[Fraction, list[Figure]]
    dates: frozenset[tuple[int | None, int | None, int | None]]
    """Year, month, day, each None where it is not given and does not follow."""
    decades: frozenset[int]

    def cover_figure(self, claimed: Figure) -> bool:
        """Tell whether the text states a figure: its value, measure and how exact it is."""
        return any(_states(stated, claimed) for value in claimed.values for stated in self.figures.get(value, ()))

    def cover_number(self, number: int) -> bool:
        """Tell whether a number stands in the text, whatever it counts."""
        return Fraction(number) in self.figures

    def cover_date(self, claimed: DateMention) -> bool:
        """Tell whether the text states a date, or one from which it follows: a day covers its month and year."""
        if claimed.is_decade:
            (reading,) = claimed.readings
            decade = reading.year or 0
            return decade in self.decades or any(year and year // 10 * 10 == decade for year, _, _ in self.dates)
        return any(self.cover_reading(reading) for reading in claimed.readings)

    def cover_reading(self, wanted: Reading) -> bool:
        """Tell whether a date of the text has every part of the one that is wanted."""
        return any(
            (wanted.year is None or year == wanted.year)
            and (wanted.month is None or month == wanted.month)
            and (wanted.day is None or day == wanted.day)
            for year, month, day in self.dates
        )


def read_facts(text: str, *, dated: tuple[date, date] | None = None) -> Facts:
    """Return the figures and dates of a text; `dated` is when it was published, its first and last possible day.

    A date without year takes the year that its sentence or paragraph gives it, else the one that puts it within
    six months of the text's own date: that of its reference, or a line of its head that is a date.
    """
    mentions = find_dates(text)
    figures: dict[Fraction, list[Figure]] = {}
    for figure in find_figures(text, mentions):
        for value in figure.values:
            figures.setdefault(value, []).append(figure)
    dates = {(reading.year, reading.month, reading.day) for mention in mentions for reading in mention.readings}
    own = [one for one in (dated, _dateline(text, mentions)) if one]
    dates |= set(_with_years(text, mentions, own))
    if dated:
        dates |= _own_date(*dated)
    decades = frozenset(mention.readings[0].year or 0 for mention in mentions if mention.is_decade)
    return Facts(figures, frozenset(dates), decades)


def _dateline(text: str, mentions: list[DateMention]) -> tuple[date, date] | None:
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


def _own_date(first: date, last: date) -> set[tuple[int | None, int | None, int | None]]:
    """Return what is known of the date of publication."""
    if first == last:
        return {(first.year, first.month, first.day)}
    if (first.year, first.month) == (last.year, last.month):
        return {(first.year, first.month, None)}
    return {(first.year, None, None), (last.year, None, None)}


def _with_years(
    text: str, mentions: list[DateMention], own: list[tuple[date, date]]
) -> Iterable[tuple[int | None, int | None, int | None]]:
    """Yield the dates that name no year with the year that follows from where they stand."""
    for mention in mentions:
        (reading, *_) = mention.readings
        if reading.year is not None or reading.month is None:
            continue
        years = _years_near(mention, mentions, *_paragraph(text, mention.start), text)
        if not years:
            years = {year for dated in own for year in _years_by(dated, reading)}
        yield from ((year, reading.month, reading.day) for year in years)


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


def _years_near(mention: DateMention, mentions: list[DateMention], start: int, end: int, text: str) -> set[int]:
    """Return the years that the sentence of a date gives, else those of its paragraph."""
    beside = [one for one in mentions if start <= one.start < end and one.readings[0].year and not one.is_decade]
    if not beside:
        return set()
    for first, last in sentences(text[start:end]):
        if start + first <= mention.start < start + last:
            inside = [one for one in beside if start + first <= one.start < start + last]
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


def _states(stated: Figure, claimed: Figure) -> bool:
    """Tell whether a figure that a text states is the one that is claimed."""
    if stated.measure != claimed.measure and not _is_pounds(stated.measure, claimed.measure):
        is_money_or_share = {"%", *"$€£¥₽₸₴₺₹₩₦₫₱₪₮₿₾₼元"} & {stated.measure, claimed.measure}
        if is_money_or_share or (stated.measure and claimed.measure):
            return False
    return _is_as_exact(stated.bound, claimed.bound)


def _is_pounds(stated: str, claimed: str) -> bool:
    """Tell whether both may be pounds: money and weight have one word."""
    return {stated, claimed} == {"£", "lb"}


def _is_as_exact(stated: str, claimed: str) -> bool:
    """Tell whether a text's way of stating a figure bears out another: `more than ten` is not `ten`."""
    if stated == claimed or (stated in ("", "about") and claimed in ("", "about", "range")):
        return True
    return claimed == "about" or (claimed in ("min", "max") and stated in ("", "about"))
