"""Text in the form in which quotes are compared: typography folded; words, figures and signs left alone.

What is folded is written out here and nowhere else. Unicode's own compatibility folding (NFKC) is not used, for it
makes `10²` of `102` and `21½` of `211⁄2`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policybrief.position import Position, TextFile

WRAP = "\x01"
"""Stands in a marked text for the line end that follows a hyphen."""

_QUOTES = "\"'`´‘’‚‛“”„‟«»‹›′″‴‵‶〝〞〟「」『』＂＇ʼˈ❛❜❝❞"
_HYPHENS = "-‐‑‒–—―−⁃﹘﹣－⸺⸻"
_INVISIBLE = "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u200e\u200f"
_INVISIBLE += "\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_LETTERS = {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"}
_FOLDED = {
    **dict.fromkeys(_QUOTES, "'"),
    **dict.fromkeys(_HYPHENS, "-"),
    **dict.fromkeys(_INVISIBLE, ""),
    **_LIGATURES,
    **_LETTERS,
    "…": "...",
}
_TERMINAL = (".", "!", "?", ":", "”", '"', "»", "…", "’", "'", ")")
SHORTEST_WRAPPED, LONGEST_WRAPPED = 30, 160
"""Lines of a text that is broken to a measure: the middle one is longer than this, none is longer than that."""

SMALL = "a-zа-яёәғқңөұүһі"
NOTE_SIGN = r"\[\d{1,3}\]|[¹²³⁰⁴-⁹]+"
_NOTE_MARK = re.compile(
    rf"(?<=[^\W\d_]{{4}})(?:{NOTE_SIGN})(?=\W|$)|(?<=[{SMALL}]{{4}})\d{{1,3}}(?=[ .,;:)']|$)"
    rf"|(?:(?<=[^\W\d_][.,;:!?')])|(?<=[.,!?)]')|(?<='[.,;])|(?<=(?:19|20)\d\d\.))(?:\d{{1,3}}|{NOTE_SIGN})(?=[ ')]|$)"
)
"""The mark of a note, glued to a word or a stop by text extraction: `the Covenant.14 It`, `the Covenant[14]`."""
_SOFT_WRAP = re.compile(r"(?<=\S)[\xad¬](?=[ \t]*(?:[\r\n]|\Z))")
"""A word broken over a line by a soft hyphen, or by the sign that scanners write for one."""

_BROKEN = re.compile(rf"\w+-{WRAP}\w+")
_CHANGED = re.compile(f"[{re.escape(''.join(char for char, folded in _FOLDED.items() if char != folded))}]")


def fold(text: str) -> str:
    """Return a text on one line with its typography folded.

    Alike become quotation marks of every kind; hyphens, dashes and minus signs; white space of every kind and
    length; an ellipsis and three dots; ligatures, `œ`, `æ` and their letters; composed and decomposed letters. Soft
    hyphens and other characters that cannot be seen go, but at the end of a line a soft hyphen is a hyphen.
    """
    if text.isascii():
        return " ".join(text.replace('"', "'").replace("`", "'").split())
    text = _composed(_SOFT_WRAP.sub("-", text))
    return _composed(" ".join(_CHANGED.sub(lambda found: _FOLDED[found[0]], text).split()))


def _composed(text: str) -> str:
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")


def skeleton(folded: str) -> str:
    """Return the letters and digits alone: what every way of setting the same words has in common."""
    return _NOT_ALPHANUMERIC.sub("", folded)


class _Line(Struct, frozen=True):
    """A line of the file that holds more than white space."""

    number: int
    start: int
    """Index in the file."""
    text: str
    key: int
    """Index of its first character in the folded text."""


class Folded:
    """A stored text, or an excerpt of it, folded; it leads back from each folded character to the file."""

    def __init__(self, file: TextFile, excerpt: tuple[int, int] | None = None) -> None:
        """Fold the lines of a file from the first to the last of an excerpt, or all of them."""
        first, last = excerpt or (1, len(file.starts))
        starts = file.starts
        self.file = file
        self.first_line = first
        self.start = starts[min(first, len(starts)) - 1]
        self.end = starts[last] if last < len(starts) else len(file.text)
        self.key = fold(file.text[self.start : self.end])
        self._origins: dict[int, Sequence[int]] = {}

    @property
    def text(self) -> str:
        """The text as stored."""
        return self.file.text[self.start : self.end]

    @cached_property
    def marked(self) -> str:
        """The folded text with WRAP in the place of each space that was a line end after a hyphen."""
        marked = list(self.key)
        for line in self._lines:
            if line.key and self.key[line.key - 2] == "-":
                marked[line.key - 1] = WRAP
        return "".join(marked)

    @cached_property
    def with_broken_words(self) -> str:
        """The folded text, and behind it each word that a line end breaks, in one."""
        broken = _BROKEN.findall(self.marked) if WRAP in self.marked else ()
        return " ".join([self.key, *(word.replace(f"-{WRAP}", "") for word in broken)])

    @cached_property
    def skeleton(self) -> str:
        """The letters and digits of the folded text."""
        return skeleton(self.key)

    @cached_property
    def has_note_marks(self) -> bool:
        """Whether the text has what may be the mark of a note."""
        return _NOTE_MARK.search(self.key) is not None

    @cached_property
    def skeleton_without_notes(self) -> str:
        """The letters and digits of the folded text without the marks of notes."""
        return skeleton(_NOTE_MARK.sub("", self.key))

    def paragraph(self, index: int) -> tuple[int, int]:
        """Return the bounds, in the folded text, of the paragraph that holds an index."""
        place = bisect_right(self._paragraphs, index)
        end = self._paragraphs[place] - 1 if place < len(self._paragraphs) else len(self.key)
        return (self._paragraphs[place - 1] if place else 0), max(end, index)

    @cached_property
    def _paragraphs(self) -> list[int]:
        """Where paragraphs begin: after a blank line, and at each line unless lines are broken to a measure."""
        lines = self._lines
        goes_on = _are_wrapped([line.text for line in lines])
        return [
            line.key
            for before, line in zip([None, *lines], lines, strict=False)
            if before is None or line.number > before.number + 1 or not (goes_on or _goes_on(before.text, line.text))
        ]

    @cached_property
    def _lines(self) -> list[_Line]:
        lines = []
        key = 0
        for number, start in enumerate(self.file.starts[self.first_line - 1 :], self.first_line):
            if start >= self.end:
                break
            text = self.file.line(number)
            if folded := fold(text):
                lines.append(_Line(number, start, text, key))
                key += len(folded) + 1
        return lines

    @cached_property
    def _keys(self) -> list[int]:
        return [line.key for line in self._lines]

    def origin(self, index: int) -> int:
        """Return the index in the file of the character that a character of the folded text came from."""
        place = max(bisect_right(self._keys, index) - 1, 0)
        line = self._lines[place]
        if place not in self._origins:
            is_as_typed = self.key.startswith(line.text, line.key)
            self._origins[place] = range(len(line.text)) if is_as_typed else list(_origins(line.text))
        origins = self._origins[place]
        inside = index - line.key
        return line.start + (origins[inside] if inside < len(origins) else len(line.text.rstrip()))

    def position(self, index: int) -> Position:
        """Return where in its file the character stands that an index of the folded text came from."""
        return self.file.position(self.origin(index))

    def origin_of_end(self, index: int) -> int:
        """Return the index in the file just past the character that ends before an index of the folded text."""
        after = self.origin(index - 1) + 1
        text = self.file.text
        while after < len(text) and _combines(text[after]):
            after += 1
        return after


def _goes_on(before: str, line: str) -> bool:
    """Tell whether a line goes on with the sentence of the one before."""
    return not before.rstrip().endswith(_TERMINAL) and line.lstrip()[:1].islower()


def _are_wrapped(lines: list[str]) -> bool:
    """Tell whether a text's lines are broken to a measure, so that sentences run over them."""
    if len(lines) < 2 or max(map(len, lines)) > LONGEST_WRAPPED:
        return False
    open_ends = sum(not line.rstrip().endswith(_TERMINAL) for line in lines[:-1])
    return 2 * open_ends > len(lines) and sorted(map(len, lines))[len(lines) // 2] > SHORTEST_WRAPPED


def _origins(line: str) -> Iterator[int]:
    """Yield for each character of a folded line the index of the character it came from."""
    gap: int | None = None
    begun = False
    for cluster, start in _clusters(_SOFT_WRAP.sub("-", line)):
        for char in _composed("".join(_FOLDED.get(one, one) for one in cluster)):
            if char.isspace():
                gap = start if gap is None else gap
                continue
            if gap is not None and begun:
                yield gap
            gap, begun = None, True
            yield start


def _clusters(line: str) -> Iterator[tuple[str, int]]:
    """Yield the composed characters of a line, each with the index at which it starts."""
    if line.isascii() or (unicodedata.is_normalized("NFC", line) and not any(map(unicodedata.combining, line))):
        yield from zip(line, range(len(line)), strict=True)
        return
    start = 0
    for index in range(1, len(line) + 1):
        if index == len(line) or not _combines(line[index]):
            yield unicodedata.normalize("NFC", line[start:index]), start
            start = index


def _combines(char: str) -> bool:
    """Tell whether a character may melt into the one before it; medial and final Hangul letters do."""
    return unicodedata.combining(char) != 0 or "\u1160" <= char <= "\u11ff" or char in _INVISIBLE
