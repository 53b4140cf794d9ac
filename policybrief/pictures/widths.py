"""How wide a text will be at most: the fonts of a page are the reader's, so that nothing can be measured."""

from __future__ import annotations

import unicodedata
from functools import cache

ELLIPSIS = "…"

_NARROW = frozenset("fijlrtI.,:;'’‘`|!()[]/\\-‐·і ")
_WIDE = frozenset("mwMWGOQDHNUACКМЖШЩЮФЫДжшщюфыммдңҢҚ@%—&")
_EM = {"narrow": 0.36, "wide": 0.95, "letter": 0.62}


def width(text: str, size: float) -> float:
    """Return what a text takes at most, at a size of type, in the usual text faces."""
    return size * sum(map(_em, text))


def fitting(text: str, room: float, size: float) -> str:
    """Return as much of a text as there is room for; what is cut off is told by an ellipsis."""
    if width(text, size) <= room:
        return text
    kept, left = "", room - width(ELLIPSIS, size)
    for char in text:
        left -= size * _em(char)
        if left < 0:
            break
        kept += char
    kept = kept.rstrip(" ,;:.-–")
    return kept + ELLIPSIS if kept else ""


@cache
def _em(char: str) -> float:
    if char in _NARROW:
        return _EM["narrow"]
    kind = unicodedata.category(char)
    if kind in ("Mn", "Me", "Cf"):
        return 0.0
    if char in _WIDE or char == ELLIPSIS:
        return _EM["wide"]
    if unicodedata.east_asian_width(char) in "WF" or ord(char) > 0xFFFF:
        return 1.3
    if kind in ("Lu", "Cc") or ord(char) > 0x0530:  # what can't be written is drawn as a wide sign
        return 0.8
    return _EM["letter"]
