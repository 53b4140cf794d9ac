"""A drawing that grows downward: the only place that knows the library by which it is drawn."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from policybrief.text.directions import is_turned
from policybrief.xml_text import xml_text

if TYPE_CHECKING:
    import drawsvg

    from policybrief.pictures.sheet import Sheet

_NEEDLESS = (' xmlns="http://www.w3.org/2000/svg"', ' xmlns:xlink="http://www.w3.org/1999/xlink"', "<defs>\n</defs>\n")
"""What the library writes and a page has no use for."""
_ISOLATED = "\u2068{}\u2069"
STROKE = 1.2
ASCENT, DESCENT = 0.85, 0.25
"""How far letters reach above and below their line, in sizes of the type."""


class Box(NamedTuple):
    """Where a text stands, at most."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


class Named(NamedTuple):
    """What a picture within a page is called, and what it shows, in words."""

    id: str
    name: str
    words: str


class Drawn(Struct, frozen=True):
    """A finished picture, and where its texts stand."""

    svg: str
    width: float
    height: float
    texts: tuple[Box, ...]


class Canvas:
    """A drawing on a sheet; the first thing drawn lies lowest."""

    def __init__(self, sheet: Sheet) -> None:
        import drawsvg  # a brief without pictures does without

        self.sheet = sheet
        self._library = drawsvg
        self._parts: list[drawsvg.DrawingElement] = []
        self._texts: list[Box] = []

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        colour: str | None = None,
        anchor: str = "start",
        is_bold: bool = False,
        is_upright: bool = False,
    ) -> None:
        """Write a text whose baseline is at `y`; an upright one reads from the bottom to the top."""
        size = self.sheet.size
        text = xml_text(" ".join(text.split()))
        if not text:
            return
        room = self.sheet.room(text) * (1.08 if is_bold else 1)
        start = {"start": 0.0, "middle": room / 2, "end": room}[anchor]
        if is_upright:
            self._texts.append(Box(x - ASCENT * size, y - room + start, x + DESCENT * size, y + start, text))
        else:
            self._texts.append(Box(x - start, y - ASCENT * size, x - start + room, y + DESCENT * size, text))
        options = {
            "fill": colour,
            "text_anchor": anchor if anchor != "start" else None,
            "font_weight": 600 if is_bold else None,
            "transform": f"rotate(-90 {_short(x)} {_short(y)})" if is_upright else None,
        }
        # A text from right to left is kept together, whatever stands beside it; numbers and words stay in order.
        shown = _ISOLATED.format(text) if is_turned(text) else text
        given = {name: value for name, value in options.items() if value is not None}
        self._parts.append(self._library.Text(shown, None, _short(x), _short(y), **given))

    def line(self, x: float, y: float, to_x: float, to_y: float, *, colour: str, stroke: float = 0.6) -> None:
        """Draw a straight line."""
        ends = (_short(x), _short(y), _short(to_x), _short(to_y))
        self._parts.append(self._library.Line(*ends, stroke=colour, stroke_width=stroke))

    def bar(
        self,
        x: float,
        y: float,
        across: float,
        down: float,
        *,
        colour: str,
        is_filled: bool = True,
        rounding: float = 0,
    ) -> None:
        """Draw a bar: filled, or its outline."""
        inset = 0 if is_filled else STROKE / 2
        sides = (_short(x + inset), _short(y + inset), _short(across - 2 * inset), _short(down - 2 * inset))
        paint = {"fill": colour} if is_filled else {"fill": "none", "stroke": colour, "stroke_width": STROKE}
        self._parts.append(self._library.Rectangle(*sides, rx=_short(rounding), **paint))

    def disc(self, x: float, y: float, radius: float, *, colour: str, is_filled: bool = True) -> None:
        """Draw a disc, or a ring."""
        if is_filled:
            self._parts.append(self._library.Circle(_short(x), _short(y), _short(radius), fill=colour))
        else:
            ring = _short(radius - STROKE / 2)
            paint = {"fill": "none", "stroke": colour, "stroke_width": STROKE}
            self._parts.append(self._library.Circle(_short(x), _short(y), ring, **paint))

    def cross(self, x: float, y: float, radius: float, *, colour: str) -> None:
        """Draw a cross."""
        for end in (radius, -radius):
            self.line(x - radius, y - end, x + radius, y + end, colour=colour, stroke=1.8)

    def finish(self, height: float, *, named: Named | None = None) -> Drawn:
        """Return the picture; one that has a name is part of a page, and is read aloud by it."""
        library, sheet = self._library, self.sheet
        spoken: dict[str, str] = {}
        if named:
            spoken = {"role": "img", "aria-labelledby": f"{named.id}-name", "aria-describedby": f"{named.id}-words"}
            spoken["class"] = f"drawn {sheet.name}"
        drawing = library.Drawing(_short(sheet.width), _short(height), **spoken)
        if named:
            drawing.append(library.Title(named.name, id=f"{named.id}-name"))
            drawing.append(library.Raw(f'<desc id="{named.id}-words">{escape(named.words)}</desc>'))
        look = {"fill": sheet.palette.ink, "font_size": sheet.size, "font_family": sheet.family}
        group = library.Group(**{name: value for name, value in look.items() if value})
        for part in self._parts:
            group.append(part)
        drawing.append(group)
        text = drawing.as_svg(header="" if named else library.drawing.XML_HEADER)
        for needless in _NEEDLESS if named else ():
            text = text.replace(needless, "", 1)
        return Drawn(text, sheet.width, height, tuple(self._texts))


def _short(number: float) -> float | int:
    """Return a length to a hundredth, as few digits as it needs."""
    rounded = round(number, 2)
    return int(rounded) if rounded == int(rounded) else rounded
