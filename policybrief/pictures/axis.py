"""A scale of time: where a day stands on it, and which of its years, months or days are written at it."""

from __future__ import annotations

from datetime import MAXYEAR, date
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from policybrief.pictures.sheet import Sheet

    Say = Callable[[date, str], str]
    """Says a date in words, as exact as `day` or `month`."""

BETWEEN = 2.4
"""Free space between two dates at a scale, in sizes of the type."""
MOST = 200
"""Steps that are tried on a scale: with more there is no room for their words anyhow."""


class Tick(NamedTuple):
    """A date that is written at a scale."""

    x: float
    """Where it is."""
    middle: float
    """The middle of its words, which stay between the ends of the scale."""
    text: str


class Axis(Struct, frozen=True):
    """A scale from the first moment of a day to the last one of another."""

    first: date
    last: date
    left: float
    right: float

    def start(self, day: date) -> float:
        """Return where a day begins."""
        return self._at(day.toordinal())

    def end(self, day: date) -> float:
        """Return where a day ends."""
        return self._at(day.toordinal() + 1)

    def _at(self, moment: int) -> float:
        first, last = self.first.toordinal(), self.last.toordinal() + 1
        return self.left + (self.right - self.left) * (moment - first) / (last - first)

    def ticks(self, say: Say, sheet: Sheet) -> list[Tick]:
        """Return the finest steps whose words have room, in years, months or days."""
        for precision, step in _STEPS:
            days = []
            for day in _every(precision, step, self.first, self.last):
                days.append(day)
                if len(days) > MOST:
                    break
            if 2 <= len(days) <= MOST and (ticks := self._written(days, precision, say, sheet)):
                return ticks
        return self._written([self.first], "day", say, sheet)

    def _written(self, days: list[date], precision: str, say: Say, sheet: Sheet) -> list[Tick]:
        """Return dates with their words; none where there is no room for them."""
        ticks = []
        reached = float("-inf")
        for day in days:
            x, text = self.start(day), str(day.year) if precision == "year" else say(day, precision)
            half = sheet.room(text) / 2
            middle = min(max(x, self.left + half), self.right - half)
            if middle - half < max(reached, self.left - 0.01):
                return []
            reached = middle + half + BETWEEN * sheet.size
            ticks.append(Tick(x, middle, text))
        return ticks


_STEPS = (
    *(("day", step) for step in (1, 2, 5, 10)),
    *(("month", step) for step in (1, 2, 3, 6)),
    *(("year", step) for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)),
)
"""From fine to coarse."""


def _every(precision: str, step: int, first: date, last: date) -> Iterator[date]:
    """Yield the days at which steps begin, between two days."""
    if precision == "day":
        yield from (
            date.fromordinal(number)
            for number in range(first.toordinal(), last.toordinal() + 1)
            if (date.fromordinal(number).day - 1) % step == 0 and (step == 1 or date.fromordinal(number).day < 30)
        )
        return
    months = step if precision == "month" else 12 * step
    month = -(-(12 * first.year + first.month - 1 + (first.day > 1)) // months) * months
    while month < 12 * (MAXYEAR + 1):
        year = month // 12
        if year >= 1:
            day = date(year, month % 12 + 1, 1)
            if day > last:
                return
            yield day
        month += months
