"""Plain text -> pandoc Markdown that prints just that text, in pandoc and in Quarto: the only place that escapes."""

from __future__ import annotations

import re
from urllib.parse import quote

# Active anywhere in a line.
_ACTIVE = re.compile(r"[\\`*_\[\]<>#@$^~|{}!\"'&]")
# Runs that `smart` would replace, and that Typst takes for its own shorthands: they go into a `.verbatim` span.
_SHORTHAND = re.compile(r"\.{2,}|-{2,}|-(?=\?)|/{2,}|/(?=\*)|:{2,}")
# What begins a list, a definition or a title block at the start of a line.
_OPENING = re.compile(r"(\(?)([0-9]+|[A-Za-z]|[ivxlcdmIVXLCDM]+|#|@)([.)])(?=\s|$)")
# pandoc makes a box of it at the start of a list's item, however it is escaped.
_TASK = re.compile(r"\[(?=[ xX]\](?:\s|$))")
_SPACE = re.compile(r"[\t\n\v\f\r \x85\u2028\u2029]+")


def escape(text: str, *, at_start: bool = False) -> str:
    """Return Markdown for a text; white space becomes single spaces.

    `at_start` tells that the text begins a line, where more characters have a meaning.
    """
    text = _SPACE.sub(" ", text)
    parts = []
    position = 0
    if at_start:
        text = text.lstrip(" ")
        opening = _escaped_opening(text)
        parts.append(opening[0])
        position = opening[1]
    for shorthand in _SHORTHAND.finditer(text, position):
        parts.append(_ACTIVE.sub(r"\\\g<0>", text[position : shorthand.start()]))
        parts.append("[" + "".join(f"\\{char}" for char in shorthand[0]) + "]{.verbatim}")
        position = shorthand.end()
    parts.append(_ACTIVE.sub(r"\\\g<0>", text[position:]))
    return "".join(parts)


def _escaped_opening(text: str) -> tuple[str, int]:
    """Escape what would begin a list at the start of a line; return it and how much of the text it took."""
    if marker := _OPENING.match(text):
        bracket, label, stop = marker.groups()
        label = f"\\{label}" if label in "#@" else label
        return f"{bracket and f'{chr(92)}('}{label}\\{stop}", marker.end()
    if _TASK.match(text):
        return "[\\[]{.verbatim}", 1
    if text[:1] in tuple("-+:%=") and not _SHORTHAND.match(text):
        return f"\\{text[0]}", 1
    return "", 0


def escape_url(url: str) -> str:
    """Return an address for `](<...>)`: what could end it or mean something to Quarto is percent-encoded."""
    return quote(url, safe="!#$%&'()*+,/:;=?@[]~-._")
