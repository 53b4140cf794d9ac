"""Straight quotation marks -> those of the brief's language."""

from __future__ import annotations

import re

from msgspec import Struct

from policybrief.text.directions import RIGHT_TO_LEFT, is_turned

_BEFORE_OPENING = " \u00a0\t\n([{<-–—/"
_OPENING = "‘‚“„«‹"
_END_OF_TURNED = re.compile(rf"([{RIGHT_TO_LEFT}])(?=[^\w{RIGHT_TO_LEFT}]*(?:\Z|(?![{RIGHT_TO_LEFT}])\w))")


def kept_apart(text: str, following: str = " ") -> str:
    """Return a text with a mark behind words written from right to left, or what comes after would join them.

    Else a closing quotation mark or the mark of a note would stand on their other side. `following` is the character
    after the text. (Unicode Standard Annex 9, 2.6: the implicit mark LRM.)
    """

    def marked(end: re.Match[str]) -> str:
        goes_on = end.string[end.end() :].strip() == "" and is_turned(following)
        return end[1] if goes_on else f"{end[1]}\u200e"

    return text if text.isascii() else _END_OF_TURNED.sub(marked, text)


class QuotationMarks(Struct, frozen=True):
    """A language's marks, outer and inner, and its apostrophe."""

    opening: str
    closing: str
    inner_opening: str
    inner_closing: str
    apostrophe: str = "’"


class Typographer:
    """Turn the straight marks of one paragraph; what is left and right of a mark decides."""

    def __init__(self, marks: QuotationMarks) -> None:
        self._marks = marks
        self._watched = {'"', "'", marks.opening, marks.closing}
        self._last = " "
        self._depth = 0
        """How many double marks are open: those within others are inner ones."""
        self._is_open = False

    def set(self, text: str, following: str = " ") -> str:
        """Return the text with its marks turned; `following` is the character after it."""
        if self._watched.isdisjoint(text):  # most texts
            self._last = text[-1:] or self._last
            return text
        turned = []
        for index, char in enumerate(text):
            after = text[index + 1] if index + 1 < len(text) else following
            if char == '"':
                turned.append(self._double())
            elif char == "'":
                turned.append(self._single(after))
            else:
                turned.append(char)
                self._depth = max(self._depth + (char == self._marks.opening) - (char == self._marks.closing), 0)
            self._last = turned[-1]
        return "".join(turned)

    def _double(self) -> str:
        if self._last in _BEFORE_OPENING or self._follows_opening():
            self._depth += 1
            return self._marks.opening if self._depth == 1 else self._marks.inner_opening
        is_inner = self._depth > 1
        self._depth = max(self._depth - 1, 0)
        return self._marks.inner_closing if is_inner else self._marks.closing

    def _single(self, after: str) -> str:
        if self._last.isalnum() and after.isalnum():
            return self._marks.apostrophe
        begins = self._last in _BEFORE_OPENING or self._last == self._marks.opening
        if begins and not after.isspace() and not after.isdigit():
            self._is_open = True
            return self._marks.inner_opening
        if self._is_open:
            self._is_open = False
            return self._marks.inner_closing
        return self._marks.apostrophe

    def _follows_opening(self) -> bool:
        """Tell whether an opening mark stands right before; `“` closes in some languages."""
        marks = self._marks
        return self._last in _OPENING and self._last not in (marks.closing, marks.inner_closing)
