"""When what the findings tell happened: one row a finding, from the earliest to the latest."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from msgspec import Struct

from policybrief.pictures.axis import Axis
from policybrief.pictures.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from policybrief.pictures.axis import Say
    from policybrief.pictures.canvas import Drawn, Named
    from policybrief.pictures.sheet import Sheet

LEAST = 7.0
"""The least width of a mark."""


class Event(Struct, frozen=True, kw_only=True):
    """A finding that has a date."""

    number: str
    label: str
    """Empty where it has none."""
    when: str
    """In words."""
    typed: str
    """As typed, for where the words are too long."""
    first: date
    last: date
    is_within: bool
    """Whether it was some time between the two days, instead of on all of them."""

    @property
    def order(self) -> tuple[date, date]:
        """What it is sorted by."""
        return self.first, self.last


class TimelineWords(Struct, frozen=True, kw_only=True):
    """What a timeline says besides the events."""

    say: Say
    exact: str
    """Explains a filled mark."""
    within: str
    """Explains an outlined one."""


def pages(events: Sequence[Event], sheet: Sheet) -> list[Sequence[Event]]:
    """Return the events of each picture, in their order, as evenly as can be."""
    ordered = sorted(events, key=lambda event: event.order)
    number = -(-len(ordered) // sheet.rows)
    cuts = [len(ordered) * page // number for page in range(number + 1)] if number else []
    return [ordered[start:end] for start, end in itertools.pairwise(cuts)]


def draw_timeline(events: Sequence[Event], sheet: Sheet, words: TimelineWords, *, named: Named | None = None) -> Drawn:
    """Draw the events of one picture."""
    return _Timeline(events, sheet, words).draw(named)


class _Place(Struct, frozen=True):
    """Where a label stands: beside its mark, or above it."""

    x: float
    down: float
    """How far below the number."""
    room: float
    anchor: str
    is_above: bool


class _Timeline:
    def __init__(self, events: Sequence[Event], sheet: Sheet, words: TimelineWords) -> None:
        self._events, self._sheet, self._words = events, sheet, words
        self._canvas = Canvas(sheet)
        size = sheet.size
        self._numbers = max(sheet.room(event.number) for event in events) * 1.1 + size * 0.6
        self._when = 0.0 if sheet.is_narrow else self._width_of_dates()
        left = self._numbers + self._when
        first, last = min(event.first for event in events), max(event.last for event in events)
        self._axis = Axis(first, last, left, sheet.width)

    def _width_of_dates(self) -> float:
        sheet = self._sheet
        return max(sheet.room(self._date(event)) for event in self._events) + sheet.size * 1.2

    def _date(self, event: Event) -> str:
        """Return a date in words, or as its author typed it where that is too long."""
        sheet = self._sheet
        room = sheet.width * (0.8 if sheet.is_narrow else 0.3)
        if sheet.room(event.when) <= room:
            return event.when
        return sheet.fit(event.typed, room)

    def draw(self, named: Named | None) -> Drawn:
        sheet, canvas = self._sheet, self._canvas
        top = sheet.line + sheet.size * 0.4
        ticks = self._axis.ticks(self._words.say, sheet)
        for tick in ticks:
            canvas.text(tick.middle, sheet.size, tick.text, colour=sheet.palette.quiet, anchor="middle")
        for tick in ticks:
            for start, end in self._rule(tick.x, top - sheet.size * 0.2):
                canvas.line(tick.x, start, tick.x, end, colour=sheet.palette.rule)
        y = top
        for event in self._events:
            self._row(event, y)
            y += self._height(event)
        return canvas.finish(self._key(y + sheet.size * 0.4), named=named)

    def _row(self, event: Event, y: float) -> None:
        """Draw a row: number and date, and the label beside its mark where there is room, else above it."""
        sheet, canvas = self._sheet, self._canvas
        quiet, baseline = sheet.palette.quiet, y + sheet.size * 1.05
        canvas.text(0, baseline, event.number, is_bold=True)
        if sheet.is_narrow:
            canvas.text(self._numbers, baseline, self._date(event), colour=quiet)
        else:
            canvas.text(self._axis.left - sheet.size * 0.8, baseline, self._date(event), colour=quiet, anchor="end")
        x, across = self._extent(event)
        place = self._place(event)
        if place:
            canvas.text(place.x, baseline + place.down, sheet.fit(event.label, place.room), anchor=place.anchor)
        middle = y + self._strip(event) + sheet.size * (0.45 if sheet.is_narrow else 0.72)
        self._mark(x, middle, across, is_within=event.is_within)

    def _rule(self, x: float, start: float) -> Iterator[tuple[float, float]]:
        """Yield the parts of a line through all rows that no label stands in."""
        y = self._sheet.line + self._sheet.size * 0.4
        for event in self._events:
            if self._is_written_at(x, event):
                if y > start:
                    yield start, y
                start = y + (self._strip(event) if self._sheet.is_narrow else self._sheet.line)
            y += self._height(event)
        if y > start:
            yield start, y

    def _is_written_at(self, x: float, event: Event) -> bool:
        place = self._place(event)
        if self._sheet.is_narrow or place is None:
            return self._sheet.is_narrow
        room = min(place.room, self._sheet.room(event.label))
        left = place.x - (room if place.anchor == "end" else 0)
        return left - 2 < x < left + room + 2

    def _strip(self, event: Event) -> float:
        """Return how far below the top of its row the mark of an event has its line."""
        place = self._place(event)
        if self._sheet.is_narrow:
            return self._sheet.line + (place.down if place else 0.0)
        return self._sheet.line if place and place.is_above else 0.0

    def _height(self, event: Event) -> float:
        """Return the height of a row."""
        return self._strip(event) + self._sheet.line + self._sheet.size * 0.25

    def _place(self, event: Event) -> _Place | None:
        """Return where the label of an event stands; None where there is none."""
        sheet, gap = self._sheet, self._sheet.size * 0.6
        if not event.label:
            return None
        needed = sheet.room(event.label)
        if sheet.is_narrow:
            beside = self._numbers + sheet.room(self._date(event)) + gap
            if beside + needed <= sheet.width:
                return _Place(beside, 0.0, needed, "start", is_above=True)
            return _Place(self._numbers, sheet.line, sheet.width - self._numbers, "start", is_above=True)
        x, across = self._extent(event)
        if x - gap - needed >= self._axis.left:
            return _Place(x - gap, 0.0, needed, "end", is_above=False)
        if x + across + gap + needed <= self._axis.right:
            return _Place(x + across + gap, 0.0, needed, "start", is_above=False)
        return _Place(self._axis.left, 0.0, self._axis.right - self._axis.left, "start", is_above=True)

    def _extent(self, event: Event) -> tuple[float, float]:
        """Return where the mark of an event begins, and its width."""
        start, end = self._axis.start(event.first), self._axis.end(event.last)
        across = max(end - start, LEAST)
        start = min(max((start + end - across) / 2, self._axis.left), self._axis.right - across)
        return start, across

    def _mark(self, x: float, y: float, across: float, *, is_within: bool) -> None:
        colour = self._sheet.palette.supports
        if across <= LEAST:
            self._canvas.disc(x + across / 2, y, LEAST / 2, colour=colour, is_filled=not is_within)
        else:
            self._canvas.bar(
                x, y - LEAST / 2, across, LEAST, colour=colour, is_filled=not is_within, rounding=LEAST / 2
            )

    def _key(self, y: float) -> float:
        """Explain the two kinds of marks, where both occur; return how high the picture is."""
        sheet = self._sheet
        if len({event.is_within for event in self._events}) < 2:
            return y
        x = left = self._numbers if sheet.is_narrow else self._axis.left
        for is_within, text in ((False, self._words.exact), (True, self._words.within)):
            shown = sheet.fit(text, sheet.width - left - LEAST * 3)
            if x > left and x + LEAST * 3 + sheet.room(shown) > sheet.width:
                x, y = left, y + sheet.line
            self._mark(x, y + sheet.size * 0.72, LEAST * 1.8, is_within=is_within)
            self._canvas.text(x + LEAST * 3, y + sheet.size * 1.05, shown, colour=sheet.palette.quiet)
            x += LEAST * 3 + sheet.room(shown) + sheet.size
        return y + sheet.line + sheet.size * 0.3
