"""The words of a page of a PDF, with what of them a reader can't see."""

from __future__ import annotations

import codecs
import ctypes
import math
from typing import TYPE_CHECKING, Any, NamedTuple

import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TINY = 0.2
"""Points of the height of words that nobody can see."""
PALE, CLEAR = 250, 5
"""Of 255: what is lighter or more transparent can't be read on white paper."""
OVER = 1.5
"""Points by which words of a line may reach into one another."""

_BUFFER, _BOUNDS = (ctypes.c_ushort * 512)(), tuple(ctypes.c_float() for _ in range(4))
"""Where PDFium writes what it is asked for; to make them for each piece of text takes longer than to ask."""
_COLOURS = tuple(ctypes.c_uint() for _ in range(4))
"""Red, green, blue and opacity, likewise."""
_MATRIX = pdfium.FS_MATRIX()
"""Where the words of an object begin, likewise."""

Handle = Any
"""Something of pdfium's own."""


class Text(NamedTuple):
    """A piece of text on a page: its words, and where its middle is, in points."""

    words: str
    x: float
    y: float


class Words:
    """The words of a page, as they are taken from its objects."""

    def __init__(self, size: tuple[float, float], text_page: Handle) -> None:
        """Take the width and height of the page, and pdfium's reader of its texts."""
        self.texts: dict[int, list[Text]] = {}
        self.pale: list[str] = []
        self.off: list[str] = []
        self._lines: dict[float, list[tuple[float, float, str]]] = {}
        """What stands where on a line, by its height."""
        self._size = size
        self._text_page = text_page

    def take(self, thing: Handle, *, is_in_drawing: bool = False) -> None:
        """Take the words of an object; those of a drawing have places of their own, and are taken to be on the page."""
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            for index in range(pdfium.FPDFFormObj_CountObjects(thing)):
                self.take(pdfium.FPDFFormObj_GetObject(thing, index), is_in_drawing=True)
        elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
            words = read_text(lambda buffer, size: pdfium.FPDFTextObj_GetText(thing, self._text_page, buffer, size))
            pdfium.FPDFPageObj_GetBounds(thing, *_BOUNDS)
            left, bottom, right, top = (one.value for one in _BOUNDS)
            width, height = self._size
            is_cut = not is_in_drawing and min(left, bottom, width - right, height - top) < 0
            is_off = is_cut and min(right, top, width - left, height - bottom) < 0
            self.off += [words] if is_cut else []
            if not is_off and not 0 < top - bottom < TINY:
                number = pdfium.FPDFPageObj_GetMarkedContentID(thing)
                self.texts.setdefault(number, []).append(Text(words, (left + right) / 2, (bottom + top) / 2))
                self._look_at(thing, words)
                if number >= 0 and not is_in_drawing:
                    pdfium.FPDFPageObj_GetMatrix(thing, _MATRIX)
                    self._lines.setdefault(round(_MATRIX.f, 1), []).append((left, right, words))

    def over(self) -> Iterator[str]:
        """Yield words that are printed over others; marks stand over their letters, and may be of another font."""
        for line in self._lines.values():
            end = -math.inf
            for left, right, words in sorted(line) if len(line) > 1 else ():
                if any(map(str.isalnum, words)):
                    if end - left > OVER:
                        yield words
                    end = max(end, right)

    def _look_at(self, thing: Handle, words: str) -> None:
        """Keep words that are too pale to be read."""
        *colours, opacity = _COLOURS
        pdfium.FPDFPageObj_GetFillColor(thing, *colours, opacity)
        if min(one.value for one in colours) > PALE or opacity.value < CLEAR:
            self.pale.append(words)


def read_text(ask: Callable[[ctypes.Array[ctypes.c_ushort], int], int]) -> str:
    """Return a text of pdfium's: it tells how many bytes it has, and writes them if the buffer is large enough."""
    buffer = _BUFFER
    while (size := ask(buffer, ctypes.sizeof(buffer))) > ctypes.sizeof(buffer):
        buffer = (ctypes.c_ushort * (size // 2 + 1))()
    return codecs.utf_16_le_decode(ctypes.string_at(buffer, max(size - 2, 0)), "replace")[0]
