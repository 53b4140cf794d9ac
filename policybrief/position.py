"""Where a value stood: the file it was read from, and the line and column in it."""

from __future__ import annotations

import re
from bisect import bisect_right

from msgspec import Struct

_LINE_END = re.compile(r"\r\n|\n|\r")


class Position(Struct, frozen=True, order=True):
    """A place in a file: project-relative path with `/`, line and column from 1, columns in code points."""

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class TextFile:
    """The decoded text of one file, which knows the position of each of its characters.

    A line ends at LF, CRLF or CR and nothing else, so that lines are those an editor shows.
    """

    __slots__ = ("_starts", "path", "text")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self._starts: list[int] | None = None

    @property
    def starts(self) -> list[int]:
        """The index at which each line begins."""
        if self._starts is None:
            self._starts = [0, *(end.end() for end in _LINE_END.finditer(self.text))]
        return self._starts

    def position(self, index: int) -> Position:
        """Return the line and column of a character index; past the end, those of the end."""
        line = bisect_right(self.starts, index)
        return Position(self.path, line, index - self.starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """Return a line's text without its end, counted from 1; empty where there is no such line."""
        if not 1 <= number <= len(self.starts):
            return ""
        start = self.starts[number - 1]
        end = self.starts[number] if number < len(self.starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")


class Scalar(Struct, frozen=True):
    """A text value and where it stood in its file."""

    value: str
    file: TextFile
    start: int
    """Index in the file of the first character; quotation marks, block signs and indentation lie before it."""
    end: int
    style: str = ""
    """YAML's sign: a quotation mark, `|`, `>`, or nothing for plain text."""

    def __str__(self) -> str:
        return self.value

    @property
    def raw(self) -> str:
        """The value as its author typed it, with escapes and indentation."""
        return self.file.text[self.start : self.end]

    def index(self, offset: int) -> int:
        """Return the index in the file of the character at an offset of the value.

        What was typed and what was read are walked side by side: they differ only in white space and
        in escapes.
        """
        value, text = self.value, self.file.text
        at, read = self.start, 0
        while read < offset and at < self.end:
            typed, wanted = text[at], value[read]
            escape = _escape_length(text, at, self.style)
            if escape:
                at += escape
                read += text[at - 1] not in "\r\n"
            elif typed == wanted:
                at += 1
                read += 1
            elif wanted.isspace() and not typed.isspace():
                read += 1
            else:
                read += wanted.isspace() and not text[at + 1 : at + 2].isspace()
                at += 1
        while at < self.end and read < len(value) and text[at].isspace() and not value[read].isspace():
            at += 1
        return min(at, self.end)

    def position(self, offset: int = 0) -> Position:
        """Return where the character at an offset of the value stood."""
        return self.file.position(self.index(offset) if offset else self.start)


def _escape_length(text: str, at: int, style: str) -> int:
    """Return how many characters YAML's escape at an index takes; 0 where there is none."""
    if style == "'":
        return 2 * text.startswith("''", at)
    if style == '"' and text[at] == "\\":
        return {"x": 4, "u": 6, "U": 10}.get(text[at + 1 : at + 2], 2)
    return 0
