"""Dates in a text: days, months, years, in figures and in words."""

from __future__ import annotations

import calendar
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from policybrief.text.words import alternatives, word_lists

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BLANK = "\x1f"
"""Stands in the place of characters that have been read already."""

_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:\s?(?:st|nd|rd|th)|-?го|-?е)?"
_AND = r"\s?(?:,|–|—|-|/|and|&|to|or|и|по|на|және)\s?"
_DAYS = rf"(?<![\d.,/:-]){_DAY}(?:{_AND}{_DAY})*[\"»”’]?"
_YEAR = r"(?:1\d{3}|20\d{2}|21\d{2})"
_DIGIT = re.compile(r"\d")
_PLAIN_WORD = re.compile(r"[^\W\d_]+")
_GLUED_MONTH = re.compile(r"[a-zа-я]([A-Z][a-z]{2,8})$")
_DAYS_BEFORE = re.compile(rf"(?P<days>{_DAYS})(?:\s+(?:of|day\s+of))?[\s-]+$", re.IGNORECASE)
_DAYS_AFTER = re.compile(rf"\.?[\s-]+(?:the\s+)?(?P<days>{_DAY}(?:{_AND}{_DAY})*)(?![\d%]|[.,:/-]\d|\w)", re.IGNORECASE)
_YEAR_AFTER = re.compile(rf"[.,']?\s*(?:of\s+|,\s*)?[\s-]?(?P<year>{_YEAR})(?![\d%])", re.IGNORECASE)
_SHORT_YEAR_AFTER = re.compile(r"[\s-]['’]?(?P<year>\d{2})(?![\d:.,%]|\s?(?:[ap]\.?m|h)\b|\w)", re.IGNORECASE)
_YEAR_BEFORE = re.compile(rf"(?<!\d)(?P<year>{_YEAR})\s+(?:жылғы|жылдың|жылы|жыл|ж\.)\s+$", re.IGNORECASE)
_ISO = re.compile(
    rf"(?<![\d.-])(?<!(?<!\d\d\d\d-\d\d-\d\d)/)(?P<y>{_YEAR})[-/.](?P<m>0[1-9]|1[0-2])[-/.](?P<d>0[1-9]|[12]\d|3[01])(?!\d)(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?"
)
_NUMERIC = re.compile(
    rf"(?<![\d/.,])(?<!(?<!\d\d\d\d)-)(?P<a>\d{{1,2}})(?P<sep>[./-])(?P<b>\d{{1,2}})(?P=sep)(?P<y>{_YEAR}|\d{{2}})(?![\d/]|[.,]\d|-\d(?!\d?[./]\d))"
)
_NUMERIC_RANGE = re.compile(
    rf"(?<![\d/.,-])(?P<first>\d{{1,2}})(?:\.(?P<month>\d{{1,2}}))?\.?\s?[-–—]\s?(?=(?P<last>\d{{1,2}})\.(?P<m>\d{{1,2}})\.(?P<y>{_YEAR})(?![\d/]|[.,]\d))"
)
_NUMERIC_MONTH = re.compile(r"(?<![\w/.,:-])(?P<m>0[1-9]|1[0-2])(?P<sep>[./])(?P<y>(?:19|20)\d{2})(?![\w/-]|[.,]\d)")
_ISO_MONTH = re.compile(rf"(?<![\w/.,-])(?P<y>{_YEAR})-(?P<m>0[1-9]|1[0-2])(?![\w-]|[.,/]\d)")
_YEARS = re.compile(
    rf"(?<![\d.,/$€£-])(?P<first>{_YEAR})\s?"
    rf"(?:(?:[–—/-]|to|and|until|through|по|и)\s?(?P<last>{_YEAR})|[–—/-]\s?(?P<short>\d{{2}}))(?![\d%]|[.,/-]\d)"
)
_BARE_YEAR = re.compile(rf"(?<![\d.,/$€£₽₸])(?P<year>{_YEAR})(?!\d|[.,:/]\d|\s?%)")
_DECADE = re.compile(r"(?<!\d)(?P<decade>(?:1\d|20)\d0|(?<=['’])[1-9]0)(?:['’]?s|-е|-х)\b")
_LAST_WORD = re.compile(r"([^\W\d_]+),?[-\s(]*$")


_FOUR_FIGURES = re.compile(r"\d{4}")
_FIGURES_WITH_RANGE = re.compile(r"\d\.?\s?[-–—]\s?\d{1,2}\.\d")
_WORD_AFTER = re.compile(r"\s?([^\W\d_]+)")
_WEIGHTS = frozenset({"t", "kg", "g", "lb", "km", "m", "ha", "acre", "mile", "l", "MW", "km²", "m²"})
"""Units that no year stands before."""
_FIGURES_WITH_SIGN = re.compile(r"\d[-/.]\d")


class Reading(Struct, frozen=True):
    """What a date may mean; what it does not say is None."""

    year: int | None
    month: int | None = None
    day: int | None = None


class DateMention(Struct, frozen=True):
    """A date in a text."""

    start: int
    end: int
    readings: tuple[Reading, ...]
    """More than one where the order of day and month can't be told."""
    is_bare_year: bool = False
    """Four figures alone, which may be something else."""
    is_decade: bool = False


def find_dates(text: str) -> list[DateMention]:
    """Return the dates of a text, in order; a list of days gives a date for each."""
    found: list[DateMention] = []
    if not _DIGIT.search(text) and not months_in(text):
        return found
    for hint, finder in _FINDERS:
        if hint and not hint.search(text):
            continue
        fresh = list(finder(text))
        found += fresh
        text = blank(text, [(mention.start, mention.end) for mention in fresh])
    return sorted(found, key=lambda mention: (mention.start, mention.end))


@lru_cache(maxsize=8)
def words_in(text: str) -> frozenset[str]:
    """Return the words of a text in small letters."""
    return frozenset(_PLAIN_WORD.findall(text.lower()))


def months_in(text: str) -> frozenset[str]:
    """Return the names of months that stand in a text, or something that looks like one."""
    months = word_lists().months
    return frozenset(word for word in words_in(text) if word in months or word[-3:] in months or word[-4:] in months)


def blank(text: str, spans: list[tuple[int, int]]) -> str:
    """Return a text of the same length with stretches of it taken out of sight."""
    parts, position = [], 0
    for start, end in sorted(spans):
        if start >= position:
            parts += [text[position:start], BLANK * (end - start)]
            position = end
    return "".join([*parts, text[position:]]) if spans else text


def _iso(text: str) -> Iterator[DateMention]:
    for date in _ISO.finditer(text):
        yield DateMention(date.start(), date.end(), (Reading(int(date["y"]), int(date["m"]), int(date["d"])),))


def _iso_months(text: str) -> Iterator[DateMention]:
    """Yield `2021-01`; `2010-12` is left to the ranges of years."""
    for date in _ISO_MONTH.finditer(text):
        year, month = int(date["y"]), int(date["m"])
        if month <= year % 100:
            yield DateMention(date.start(), date.end(), (Reading(year, month),))


def _numeric_ranges(text: str) -> Iterator[DateMention]:
    """Yield the first day of `15–18.02.2020` and of `15.02–18.02.2020`; the last one is a date by itself."""
    for days in _NUMERIC_RANGE.finditer(text):
        year, last_month = int(days["y"]), int(days["m"])
        first, month = int(days["first"]), int(days["month"] or last_month)
        if (
            _is_day(year, month, first)
            and _is_day(year, last_month, int(days["last"]))
            and (month, first) < (last_month, int(days["last"]))
        ):
            yield DateMention(days.start(), days.end(), (Reading(year, month, first),))


def _numeric_months(text: str) -> Iterator[DateMention]:
    """Yield `03.2020` and `03/2020`."""
    for date in _NUMERIC_MONTH.finditer(text):
        yield DateMention(date.start(), date.end(), (Reading(int(date["y"]), int(date["m"])),))


def _numeric(text: str) -> Iterator[DateMention]:
    """Yield `25/01/2021`, `28.01.2021`; where both orders make sense, both are meant."""
    for date in _NUMERIC.finditer(text):
        first, second, year = int(date["a"]), int(date["b"]), int(date["y"])
        if len(date["y"]) == 2:
            if date["sep"] == "-":
                continue
            year += 2000 if year < 70 else 1900
        orders = [(second, first), (first, second)] if date["sep"] == "/" else [(second, first)]
        readings = [Reading(year, month, day) for month, day in dict.fromkeys(orders) if _is_day(year, month, day)]
        if readings:
            yield DateMention(date.start(), date.end(), tuple(readings))


def _is_day(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _with_month(text: str) -> Iterator[DateMention]:
    """Yield dates that name their month: `25 January 2021`, `January 25`, `January 2021`, `in January`."""
    words = word_lists()
    for word in any_of(months_in(text)).finditer(text):
        name, start, end = _month_name(word)
        month = words.months.get(name.lower())
        before = _DAYS_BEFORE.search(text, max(0, start - 40), start)
        is_written_small = name[0].islower() and name[0] < "\u0400"
        if month is None or (is_written_small and not (before and _YEAR_AFTER.match(text, end))):
            continue
        after = None if before else _DAYS_AFTER.match(text, end)
        days = before or after
        year_end = after.end() if after else end
        until = before.start() if before else start
        year_before = _YEAR_BEFORE.search(text, max(0, until - 20), until)
        year_after = None if year_before else _YEAR_AFTER.match(text, year_end)
        if before and not (year_after or year_before):
            year_after = _SHORT_YEAR_AFTER.match(text, end)
        year = _whole_year(year_after or year_before)
        first = min([start, *(match.start() for match in (before, year_before) if match)])
        last = year_after.end() if year_after else year_end
        if days:
            numbers = [int(number) for number in re.findall(r"\d+", days["days"])]
            base = days.start("days")
            for number in numbers:
                if _is_day(year or 2000, month, number):
                    yield DateMention(min(first, base), last, (Reading(year, month, number),))
        elif year is not None or _means_month(text, name, start):
            yield DateMention(first, last, (Reading(year, month),))


@lru_cache(maxsize=1024)
def any_of(words: frozenset[str]) -> re.Pattern[str]:
    """Return a pattern for whole words; one for the few that stand in a text is quicker than one for all."""
    return re.compile(rf"(?<![^\W\d_])(?:{alternatives(words)})(?![^\W\d_])", re.IGNORECASE)


def _month_name(word: re.Match[str]) -> tuple[str, int, int]:
    """Return a month's name and its place; in `SoccerMay`, glued by text extraction, only the end is one."""
    glued = _GLUED_MONTH.search(word[0])
    start = word.start() + (glued.start(1) if glued else 0)
    return (glued[1] if glued else word[0]), start, word.end()


def _whole_year(found: re.Match[str] | None) -> int | None:
    """Return the year of a match, two figures taken for one of 1970 to 2069."""
    if found is None:
        return None
    year = int(found["year"])
    return year if year > 99 else year + (2000 if year < 70 else 1900)


def _means_month(text: str, name: str, start: int) -> bool:
    """Tell whether a month's name that stands without day and year is one."""
    words = word_lists()
    before = _LAST_WORD.search(text, max(0, start - 30), start)
    if before and before[1].lower() in words.before_month:
        return True
    return name.lower() not in words.ambiguous_months and bool(before)


def _year_ranges(text: str) -> Iterator[DateMention]:
    """Yield both ends of `2015-18`, `2015 to 2018`, `2015/16`; in `2019 to 94` the second is a figure."""
    for years in _YEARS.finditer(text):
        first = int(years["first"])
        last = int(years["last"] or f"{years['first'][:2]}{years['short']}")
        if first < last <= first + 200:
            yield DateMention(years.start(), years.end(), (Reading(first),))
            yield DateMention(years.start(), years.end(), (Reading(last),))


def _decades(text: str) -> Iterator[DateMention]:
    for decade in _DECADE.finditer(text):
        first = int(decade["decade"])
        yield DateMention(
            decade.start(), decade.end(), (Reading(first if first > 99 else 1900 + first),), is_decade=True
        )


def _years(text: str) -> Iterator[DateMention]:
    for year in _BARE_YEAR.finditer(text):
        start, end = year.span()
        is_fiscal = text[max(0, start - 2) : start] == "FY"
        attached = (text[start - 1 : start].isupper() and not is_fiscal) or text[end : end + 1].isalpha()
        in_code = text[start - 1 : start] == "-" and not text[start - 2 : start - 1].islower()
        if not attached and not in_code and not _is_measured(text, start, end):
            yield DateMention(start, end, (Reading(int(year["year"])),), is_bare_year=True)


def _is_measured(text: str, start: int, end: int) -> bool:
    """Tell whether four figures are a quantity: `sold 2019 tonnes`, and not `in 2019 tonnes were sold`."""
    words = word_lists()
    unit = _WORD_AFTER.match(text, end)
    if unit is None or unit[1].lower() in words.currencies:
        return unit is not None
    before = _LAST_WORD.search(text, max(0, start - 30), start)
    is_in_year = before is not None and before[1].lower() in words.before_month
    return words.units.get(unit[1].lower()) in _WEIGHTS and not is_in_year


# Each finder with what a text has to hold for it to be worth while; what one has found, the next ones don't see.
_FINDERS: tuple[tuple[re.Pattern[str] | None, Callable[[str], Iterator[DateMention]]], ...] = (
    (_FIGURES_WITH_SIGN, _iso),
    (_FIGURES_WITH_RANGE, _numeric_ranges),
    (_FIGURES_WITH_SIGN, _numeric),
    (_FIGURES_WITH_SIGN, _iso_months),
    (_FIGURES_WITH_SIGN, _numeric_months),
    (None, _with_month),
    (_FOUR_FIGURES, _year_ranges),
    (_DECADE, _decades),
    (_FOUR_FIGURES, _years),
)
