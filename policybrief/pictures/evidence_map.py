"""What each finding rests on: one row a finding, one column a source, and how many voices that makes."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from policybrief.pictures.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from policybrief.pictures.canvas import Drawn, Named
    from policybrief.pictures.sheet import Sheet

RADIUS = 0.34
"""Of a sign, in sizes of the type."""
UPRIGHT = 19.0
"""The most that the names of sources take, in sizes of the type."""
LABELS = 0.4
"""The most that the labels of findings take, of the width."""
LOOSE, DENSE = 1.6, 1.25
"""The least between two columns, in sizes of the type: with labels beside them, and without."""
NUMBERS_AND_VOICES = 8.5
"""What the columns at the two ends take, in sizes of the type."""


class Row(Struct, frozen=True, kw_only=True):
    """A finding, and what bears on it."""

    number: str
    label: str
    """Empty where it has none."""
    signs: Mapping[str, tuple[str, ...]]
    """`supports`, `contradicts`, `context` by the key of the source."""
    voices: tuple[tuple[str, ...], ...]
    """Keys of the sources that support it, those together that speak with one voice."""


class MapWords(Struct, frozen=True, kw_only=True):
    """What a map says besides findings and sources."""

    stances: Mapping[str, str]
    """What the signs mean, in the order in which they are explained."""
    voices: str
    """Heads the column that counts them."""
    one_voice: str
    """Explains sources that are joined by a line."""
    single: str
    """Explains the ring around a single voice."""


class MapPage(Struct, frozen=True):
    """The rows of one picture, and the keys of the sources in its columns."""

    rows: tuple[Row, ...]
    keys: tuple[str, ...]

    @property
    def has_more(self) -> bool:
        """Whether a finding cites more sources than a picture can show."""
        return any(row.signs.keys() - set(self.keys) for row in self.rows)

    @property
    def columns(self) -> int:
        """How many columns it has: the last one counts what it can't show."""
        return len(self.keys) + self.has_more


def pages(rows: Sequence[Row], sheet: Sheet) -> list[MapPage]:
    """Return the rows of each picture with the sources that they cite: as many as there is room for.

    Where not all sources have room beside the labels of the findings, the labels give way.
    """
    most = _Columns.most(sheet)
    if len({key for row in rows for key in row.signs}) > most:
        most = _Columns.most(sheet, without_labels=True)
    found: list[MapPage] = []
    taken: list[Row] = []
    keys: dict[str, None] = {}
    for row in rows:
        wider = keys | dict.fromkeys(row.signs)
        if taken and (len(taken) == sheet.rows or len(wider) > most):
            found.append(_page(taken, keys, most))
            taken, wider = [], dict.fromkeys(row.signs)
        taken.append(row)
        keys = wider
    if taken:
        found.append(_page(taken, keys, most))
    return found


def _page(rows: Sequence[Row], keys: Mapping[str, None], most: int) -> MapPage:
    ordered = _in_voices(rows, keys)
    return MapPage(tuple(rows), ordered if len(ordered) <= most else ordered[: most - 1])


def _in_voices(rows: Sequence[Row], keys: Mapping[str, None]) -> tuple[str, ...]:
    """Return the keys in their order, but those that speak with one voice side by side."""
    order: list[str] = []
    for key in keys:
        todo = [key]
        while todo:
            one = todo.pop(0)
            if one in order:
                continue
            order.append(one)
            todo += [other for row in rows for voice in row.voices if one in voice for other in voice]
    return tuple(order)


def draw_map(page: MapPage, names: Mapping[str, str], sheet: Sheet, words: MapWords, *, named: Named | None) -> Drawn:
    """Draw one picture; `names` are those of the sources by key."""
    return _Map(page, names, sheet, words).draw(named)


class _Columns:
    """Where the columns of a map are."""

    def __init__(self, page: MapPage, sheet: Sheet, voices: str) -> None:
        size = sheet.size
        self.voices = self._voices(sheet, voices)
        self.numbers = max(sheet.room(row.number) for row in page.rows) * 1.1 + size * 0.6
        longest = max(sheet.room(row.label) for row in page.rows)
        room = sheet.width - self.numbers - self.voices
        pitch = min(2.6 * size, room / page.columns)
        if not sheet.is_narrow and longest:
            wanted = min(longest + size, sheet.width * LABELS)
            pitch = min(pitch, max((room - wanted) / page.columns, LOOSE * size))
        self.pitch = pitch
        self.labels = room - pitch * page.columns
        self.left = self.numbers + self.labels

    @staticmethod
    def most(sheet: Sheet, *, without_labels: bool = False) -> int:
        """Return how many sources have room."""
        kept = sheet.size * NUMBERS_AND_VOICES
        if sheet.is_narrow or without_labels:
            return int((sheet.width - kept) / (DENSE * sheet.size))
        return int((sheet.width * (1 - LABELS) - kept) / (LOOSE * sheet.size))

    @staticmethod
    def _voices(sheet: Sheet, voices: str) -> float:
        return min(max(sheet.room(voices), 2.5 * sheet.size), 5.6 * sheet.size) + 0.4 * sheet.size

    def middle(self, place: int) -> float:
        """Return the middle of a column."""
        return self.left + self.pitch * (place + 0.5)


class _Map:
    def __init__(self, page: MapPage, names: Mapping[str, str], sheet: Sheet, words: MapWords) -> None:
        self._page, self._names, self._sheet, self._words = page, names, sheet, words
        self._canvas = Canvas(sheet)
        self._columns = _Columns(page, sheet, words.voices)
        self._places = {key: place for place, key in enumerate(page.keys)}
        self._row_height = round(sheet.size * 1.75, 1)

    def draw(self, named: Named | None) -> Drawn:
        sheet, canvas, columns = self._sheet, self._canvas, self._columns
        palette, size = sheet.palette, sheet.size
        shown = [sheet.fit(self._names.get(key, key), UPRIGHT * size) for key in self._page.keys]
        top = max(size, *(sheet.room(name) for name in shown)) + 1.2 * size
        bottom = top + self._row_height * len(self._page.rows)
        for index, row in enumerate(self._page.rows):
            if len(row.voices) == 1:
                y = top + self._row_height * index
                canvas.bar(0, y, sheet.width, self._row_height, colour=palette.band)
        for place, name in enumerate(shown):
            canvas.text(columns.middle(place) + 0.35 * size, top - 0.6 * size, name, is_upright=True)
            canvas.line(columns.middle(place), top, columns.middle(place), bottom, colour=palette.rule)
        heading = sheet.fit(self._words.voices, columns.voices)
        canvas.text(sheet.width, top - 0.6 * size, heading, colour=palette.quiet, anchor="end")
        for index in range(len(self._page.rows) + 1):
            y = top + self._row_height * index
            canvas.line(0, y, sheet.width, y, colour=palette.rule)
        for index, row in enumerate(self._page.rows):
            self._row(row, top + self._row_height * index)
        return canvas.finish(self._key(bottom + 0.8 * size), named=named)

    def _row(self, row: Row, y: float) -> None:
        sheet, canvas, columns = self._sheet, self._canvas, self._columns
        size = sheet.size
        baseline, middle = y + self._row_height / 2 + 0.35 * size, y + self._row_height / 2
        canvas.text(0, baseline, row.number, is_bold=True)
        if columns.labels > 5 * size:
            canvas.text(columns.numbers, baseline, sheet.fit(row.label, columns.labels - 0.6 * size))
        self._voices(row, middle, baseline)
        for voice in row.voices:
            places = sorted(self._places[key] for key in voice if key in self._places)
            for first, last in pairwise(places):
                canvas.line(
                    columns.middle(first),
                    middle,
                    columns.middle(last),
                    middle,
                    colour=sheet.palette.supports,
                    stroke=0.18 * size,
                )
        shown = {key: stances for key, stances in row.signs.items() if key in self._places}
        for key, stances in shown.items():
            x = columns.middle(self._places[key]) - 0.4 * size * (len(stances) - 1)
            for stance in stances:
                self._sign(stance, x, middle)
                x += 0.8 * size
        if len(shown) < len(row.signs):
            canvas.text(columns.middle(len(self._places)), baseline, f"+{len(row.signs) - len(shown)}", anchor="middle")

    def _voices(self, row: Row, middle: float, baseline: float) -> None:
        """Write how many voices support a finding; a single one has a ring around it."""
        sheet, x = self._sheet, self._sheet.width - self._sheet.size
        is_single = len(row.voices) == 1
        if is_single:
            self._canvas.disc(x, middle, 0.75 * sheet.size, colour=sheet.palette.against, is_filled=False)
        self._canvas.text(x, baseline, str(len(row.voices)), anchor="middle", is_bold=is_single)

    def _sign(self, stance: str, x: float, y: float) -> None:
        sheet, canvas = self._sheet, self._canvas
        radius = RADIUS * sheet.size
        if stance == "supports":
            canvas.disc(x, y, radius, colour=sheet.palette.supports)
            return
        canvas.disc(x, y, radius * 1.2, colour=sheet.palette.ground)
        if stance == "contradicts":
            canvas.cross(x, y, radius, colour=sheet.palette.against)
        else:
            canvas.disc(x, y, radius, colour=sheet.palette.quiet, is_filled=False)

    def _key(self, y: float) -> float:
        """Explain the signs that occur; return how high the picture is."""
        sheet, size = self._sheet, self._sheet.size
        occurring = {stance for row in self._page.rows for stances in row.signs.values() for stance in stances}
        keys = [(stance, text) for stance, text in self._words.stances.items() if stance in occurring]
        if any(len(set(voice) & self._places.keys()) > 1 for row in self._page.rows for voice in row.voices):
            keys.append(("joined", self._words.one_voice))
        if any(len(row.voices) == 1 for row in self._page.rows):
            keys.append(("single", self._words.single))
        x = 0.0
        for kind, text in keys:
            offset = size * (3.6 if kind == "joined" else 1.8)
            shown = sheet.fit(text, self._sheet.width - offset)
            if x and x + offset + sheet.room(shown) > self._sheet.width:
                x, y = 0.0, y + self._sheet.line
            self._explain(kind, x, y + 0.72 * size)
            self._canvas.text(x + offset, y + 1.05 * size, shown, colour=self._sheet.palette.quiet)
            x += offset + sheet.room(shown) + 1.2 * size
        return y + self._sheet.line + 0.4 * size

    def _explain(self, kind: str, x: float, y: float) -> None:
        """Draw what a line of the key explains."""
        size, canvas = self._sheet.size, self._canvas
        if kind == "single":
            canvas.disc(x + 0.75 * size, y, 0.65 * size, colour=self._sheet.palette.against, is_filled=False)
            canvas.text(x + 0.75 * size, y + 0.33 * size, "1", anchor="middle", is_bold=True)
        elif kind == "joined":
            ends = (x + 0.75 * size, x + 2.6 * size)
            canvas.line(ends[0], y, ends[1], y, colour=self._sheet.palette.supports, stroke=0.18 * size)
            for end in ends:
                self._sign("supports", end, y)
        else:
            self._sign(kind, x + 0.75 * size, y)
