"""What a text states in figures and dates, and whether it covers what another text states."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property
from typing import TYPE_CHECKING

from policybrief.text.dates import DateMention, Reading, find_dates
from policybrief.text.figures import Figure, find_before_notes, find_figures, find_scores
from policybrief.text.measures import currency_names
from policybrief.text.number_words import number_words
from policybrief.text.own_dates import dateline, own_date, with_years
from policybrief.text.roughly import find_rough
from policybrief.text.tables import find_headed, find_heads
from policybrief.text.words import word_lists

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from policybrief.text.roughly import Rough

AROUND_FIGURE, AROUND_DATE = 60, 30
"""Characters about a place that are read to tell what is stated there."""
NEARLY = 1
"""Percentage points between a part in words and a per cent that it may be said for."""
PLACES = 5
"""Places of the same words that are looked at before the whole text is read."""
YEARS = range(1000, 2200)
"""Numbers that may be years."""
_DIGIT = re.compile(r"\d")
_MAY_BE_DATED = re.compile(r"(?<!\d)(?:\d{1,2}|[12]\d{3})(?!\d)")
_JOINED_BEFORE = re.compile(r"[\w$€£¥₽₸]$|\d[.,/:–-]$")
_JOINED_AFTER = re.compile(r"[\w%]|[.,/:–-]\d")


class Facts:
    """What a text states in figures and dates, read as far as it is asked for.

    A date without year takes the year that its sentence or paragraph gives it, else the one that puts it within
    six months of the text's own date: that of its reference, or a line of its head that is a date.
    """

    def __init__(self, text: str, dated: tuple[date, date] | None = None) -> None:
        """Take a text, and the first and last day on which it may have been published."""
        self._text = _LINE_END.sub(_joined, text) if _HYPHEN.search(text) else text
        self._dated = dated

    def state_figure(self, claimed: Figure, words: str) -> bool:
        """Tell whether the text states a figure that is claimed in these words: its value, measure, how exact it is."""
        if "_figures" not in self.__dict__:
            dates: list[DateMention] | None = None if _MAY_BE_DATED.search(words) else []
            for window in self._windows(words, AROUND_FIGURE):
                if _covers(_by_value(find_figures(window, dates)), claimed):
                    return True
        return any(_covers(stated, claimed) for stated in (self._figures, self._shares, self._headed))

    def gives_in_table(self, claimed: Figure) -> bool:
        """Tell whether a figure stands in a table whose head gives its scale or measure."""
        return _covers(self._headed, claimed)

    def state_date(self, claimed: DateMention, words: str) -> bool:
        """Tell whether the text states a date that is claimed in these words, or one from which it follows.

        A day covers its month and its year.
        """
        if not claimed.is_bare_year and self._has_whole(words):
            return True
        if "_dates" not in self.__dict__ and any(
            _covers_date(found, _as_they_stand(found), claimed)
            for found in map(find_dates, self._windows(words, AROUND_DATE))
        ):
            return True
        return _covers_date(self._mentions, self._dates, claimed)

    def _has_whole(self, words: str) -> bool:
        """Tell whether the words of a date stand in the text as they are, as no part of a larger word or number."""
        index = self._text.find(words) if _DIGIT.search(words) else -1
        while index >= 0:
            end = index + len(words)
            if not (
                _JOINED_BEFORE.search(self._text, max(0, index - 2), index) or _JOINED_AFTER.match(self._text, end)
            ):
                return True
            index = self._text.find(words, end)
        return False

    def state_number(self, number: int) -> bool:
        """Tell whether a number stands in the text without a currency or unit."""
        return any(not figure.measure for figure in self._figures.get(Decimal(number), ()))

    def state_reading(self, wanted: Reading) -> bool:
        """Tell whether a date of the text has every part of the one that is wanted."""
        return any(_has_parts(known, wanted) for known in self._dates)

    def bear_on(self, claimed: Rough) -> bool | None:
        """Tell whether the text bears out what is claimed roughly; None where it does not speak of that."""
        alike = [one for one in self._rough if one.is_like(claimed)]
        if any(one.agrees_with(claimed) for one in alike) or (alike and self._states_closely(claimed)):
            return True
        return False if alike else None

    def _states_closely(self, claimed: Rough) -> bool:
        """Tell whether the text has a per cent or a date from which something rough may follow."""
        if (percent := claimed.percent) is not None:
            stated = (value for value, found in self._figures.items() if any(one.measure == "%" for one in found))
            return any(abs(Fraction(value) - percent) <= NEARLY for value in stated)
        whole = claimed.when
        return whole is not None and any(
            _has_parts(one, whole) and (one.day if whole.month else one.month) is not None
            for one in _as_they_stand(self._mentions)
        )

    def _windows(self, words: str, around: int) -> Iterator[str]:
        """Yield what stands about the same words, no word cut in two: a whole text takes a hundred times longer."""
        index = self._text.find(words)
        for _ in range(PLACES):
            if index < 0:
                return
            start, end = max(0, index - around), index + len(words) + around
            window = self._text[start:end]
            window = window.partition(" ")[2] if start else window
            yield window if end >= len(self._text) else window.rpartition(" ")[0]
            index = self._text.find(words, index + 1)

    @cached_property
    def _mentions(self) -> list[DateMention]:
        return find_dates(self._text)

    @cached_property
    def _figures(self) -> dict[Decimal, list[Figure]]:
        return _by_value([*self._found, *find_scores(self._text), *self._before_notes])

    @cached_property
    def _before_notes(self) -> list[Figure]:
        return list(find_before_notes(self._text))

    @cached_property
    def _found(self) -> list[Figure]:
        return find_figures(self._text, self._mentions)

    @cached_property
    def _headed(self) -> dict[Decimal, list[Figure]]:
        heads = list(find_heads(self._text))
        return _by_value(find_headed(self._text, heads, self._found)) if heads else {}

    @cached_property
    def _shares(self) -> dict[Decimal, list[Figure]]:
        return _by_value(one.share for one in self._rough if one.share)

    @cached_property
    def _rough(self) -> list[Rough]:
        return find_rough(self._text, self._mentions)

    @cached_property
    def _dates(self) -> frozenset[Reading]:
        dates = set(_as_they_stand(self._mentions))
        dates |= {Reading(year) for one in self._before_notes if (year := int(max(one.values))) in YEARS}
        own = [one for one in (self._dated, dateline(self._text, self._mentions)) if one]
        dates |= set(with_years(self._text, self._mentions, own))
        return frozenset(dates | own_date(*self._dated) if self._dated else dates)


_HYPHEN = re.compile("[-\xad¬]")
_LINE_END = re.compile(r"(?<![^\W\d_])([^\W\d_]++)[-\xad¬][ \t]*\r?\n[ \t]*(?=([^\W\d_]+))")


def _joined(found: re.Match[str]) -> str:
    """Return a word broken over a line in one; a hyphen stays between two words of a number."""
    first, last = found[1].lower(), found[2].lower()
    keeps = first == "mid" or (first in number_words() and (last in number_words() or last in word_lists().units))
    return f"{found[1]}-" if keeps else found[1]


NOTHING = Facts("")
# What bears a bound out, besides the same one: a figure itself is `at least` and `at most` that, and no more or less.
_BORNE_OUT_BY = {
    "min": ("", "more", "low"),
    "max": ("", "less", "high"),
    "over": ("", "about", "more", "min"),
    "start": ("low",),
    "end": ("high",),
    "": ("over",),
    "more": ("over",),
}
_EXACT = frozenset({"", "about", "nearly", "start", "end"})
"""Bounds that bear out an exact figure: a text that rounds is taken at its word."""


def _by_value(figures: Iterable[Figure]) -> dict[Decimal, list[Figure]]:
    found: dict[Decimal, list[Figure]] = {}
    for figure in figures:
        for value in figure.values:
            found.setdefault(value, []).append(figure)
    return found


def _covers(stated: Mapping[Decimal, list[Figure]], claimed: Figure) -> bool:
    values = claimed.values | {-value for value in claimed.values} if claimed.is_lost else claimed.values
    return any(_states(figure, claimed) for value in values for figure in stated.get(value, ()))


def _as_they_stand(mentions: Iterable[DateMention]) -> Iterator[Reading]:
    """Yield dates without drawing conclusions; a decade is none of its years."""
    for mention in mentions:
        if not mention.is_decade:
            yield from mention.readings


def _covers_date(mentions: Iterable[DateMention], known: Iterable[Reading], claimed: DateMention) -> bool:
    """Tell whether dates cover a claimed one; a decade is covered by itself and by a year of it."""
    if claimed.is_decade:
        decade = claimed.readings[0].year or 0
        named = any(one.is_decade and one.readings == claimed.readings for one in mentions)
        return named or any(one.year and one.year // 10 * 10 == decade for one in known)
    known = list(known)
    return any(_has_parts(one, wanted) for wanted in claimed.readings for one in known)


def _has_parts(known: Reading, wanted: Reading) -> bool:
    return (
        (wanted.year is None or known.year == wanted.year)
        and (wanted.month is None or known.month == wanted.month)
        and (wanted.day is None or known.day == wanted.day)
    )


def _states(stated: Figure, claimed: Figure) -> bool:
    """Tell whether a figure that a text states is the one that is claimed."""
    is_of_one_kind = stated.measure in (claimed.measure, *claimed.nearby) or _is_pounds(stated.measure, claimed.measure)
    is_bare = not (stated.measure and claimed.measure) and not _money_and_shares() & {stated.measure, claimed.measure}
    is_bare = is_bare and stated.measure in ("", "year")
    is_other = _differ(stated.nation, claimed.nation) or _differ(stated.per, claimed.per)
    is_other = is_other or _differ(stated.trend, claimed.trend)
    return (is_of_one_kind or is_bare) and not is_other and _is_as_exact(stated.bound, claimed.bound)


def _differ(one: str, other: str) -> bool:
    """Tell whether two texts say something, and not the same."""
    return bool(one and other) and one != other


@cache
def _money_and_shares() -> frozenset[str]:
    """Return the measures that no bare number has."""
    return frozenset({"%", "‰", "pp", *currency_names()})


def _is_pounds(stated: str, claimed: str) -> bool:
    """Tell whether both may be pounds: money and weight have one word."""
    return {stated, claimed} == {"£", "lb"}


def _is_as_exact(stated: str, claimed: str) -> bool:
    """Tell whether a text's way of stating a figure bears out another: `more than ten` is not `ten`, nor `ten` that."""
    stated = "" if stated in ("start", "end") else stated
    if stated == claimed or (stated in _EXACT and claimed in {*_EXACT, "low", "high"}):
        return True
    if claimed == "nearly":
        return stated not in ("min", "more")
    return claimed == "about" or stated in _BORNE_OUT_BY.get(claimed, ())
