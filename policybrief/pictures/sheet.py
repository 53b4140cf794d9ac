"""What a picture is drawn on: a printed page, a screen, a telephone."""

from __future__ import annotations

from msgspec import Struct

from policybrief.pictures.widths import fitting, width


class Palette(Struct, frozen=True, kw_only=True):
    """Colours by what they are for; on a page they are the page's own, so that they follow it into the dark."""

    ink: str
    quiet: str
    supports: str
    against: str
    rule: str
    band: str
    ground: str


class Sheet(Struct, frozen=True, kw_only=True):
    """A width, a size of type and colours; lengths are units of the drawing."""

    name: str
    width: float
    size: float
    """Of the type."""
    palette: Palette
    family: str | None = None
    """The typeface; None takes that of the page."""
    is_narrow: bool = False
    breadth: float = 1.0
    """How wide the typeface runs, compared with the widest in use."""
    rows: int
    """Rows that stand together in one picture: what a page holds."""

    @property
    def line(self) -> float:
        """The height of a line."""
        return round(self.size * 1.36, 1)

    def room(self, text: str) -> float:
        """Return what a text takes at most."""
        return width(text, self.size * self.breadth)

    def fit(self, text: str, room: float) -> str:
        """Return as much of a text as there is room for."""
        return fitting(text, room, self.size * self.breadth)


_PRINTED = Palette(
    ink="#1b1a19",
    quiet="#56524e",
    supports="#1b1a19",
    against="#7a1f2e",
    rule="#cdc8c1",
    band="#f5f2ec",
    ground="#ffffff",
)
_SHOWN = Palette(
    ink="currentColor",
    quiet="var(--soft, currentColor)",
    supports="var(--yes, currentColor)",
    against="var(--no, currentColor)",
    rule="var(--rule, gray)",
    band="var(--wash, transparent)",
    ground="var(--paper, transparent)",
)

PAPER = Sheet(name="paper", width=453, size=9, palette=_PRINTED, family="Libertinus Serif", breadth=0.86, rows=28)
"""160 mm in points: the text and the margin of a printed page."""
WIDE = Sheet(name="wide", width=640, size=13, palette=_SHOWN, rows=40)
NARROW = Sheet(name="narrow", width=328, size=13, palette=_SHOWN, is_narrow=True, rows=40)
