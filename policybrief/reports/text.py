"""A report for people: each fault with its line, and at the end what was checked and what was not."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from policybrief.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from policybrief.position import Position, TextFile
    from policybrief.reports import Report

WIDTH = 110
"""Columns; of a longer line the part around the fault is shown."""

_STYLES = {"error": "31;1", "warning": "33;1", "note": "36", "help": "32", "dim": "2"}


class TextReport:
    """Draw a report, in colour or not."""

    def __init__(self, *, colour: bool) -> None:
        self._colour = colour

    def draw(self, report: Report) -> str:
        """Return the whole report."""
        blocks = ["\n".join(self.diagnostic(one, report.files)) for one in report.diagnostics]
        blocks.append("\n".join(self._summary(report)))
        return visible("\n\n".join(blocks) + "\n", keeps_colours=self._colour)

    def diagnostic(self, one: Diagnostic, files: Mapping[str, TextFile]) -> Iterator[str]:
        """Yield the lines of one fault."""
        word = self._paint(f"{one.severity.value}[{one.code}]", one.severity.value)
        yield f"{one.position}: {word} {one.message}" if one.position else f"{word} {one.message}"
        if one.position and one.position.path in files:
            yield from self._snippet(one, files[one.position.path], one.position)
        for note in one.notes:
            place = f"{note.position}: " if note.position else ""
            yield f"{self._paint(' note:', 'note')} {place}{note.message}"
        if one.help:
            yield f"{self._paint(' help:', 'help')} {one.help}"

    def _snippet(self, one: Diagnostic, file: TextFile, at: Position) -> Iterator[str]:
        line = file.line(at.line).replace("\t", " ")
        if not line.strip():
            return
        start = at.column - 1
        length = max(1, min(one.length, len(line) - start))
        line, start, length = _clipped(line, start, length)
        margin = " " * len(str(at.line))
        yield f"{margin} |"
        yield f"{at.line} | {line}"
        pad = " " * _columns(line[:start])
        yield f"{margin} | {pad}{self._paint('^' * max(1, _columns(line[start : start + length])), one.severity.value)}"

    def _summary(self, report: Report) -> Iterator[str]:
        counted = ", ".join(f"{number:,} {_noun(name, number)}" for name, number in report.checked.items())
        yield f"Checked {counted}."
        for missing in report.not_checked:
            yield f"Not checked: {missing.what}, because {missing.why}."
        for accepted in report.accepted:
            found = accepted.diagnostic
            yield f"Accepted: {found.code} at {found.subject}: {accepted.why}"
        for lowered in report.lowered:
            yield f"Lowered: {lowered.code} to {lowered.weight}, which concerns {_many(lowered.number, 'occurrence')}."
        yield from (f"{remark}." for remark in report.remarks)
        if report.overrides:
            yield f"Templates of the project's own: {', '.join(report.overrides)}."
        errors, warnings = report.count(Severity.ERROR), report.count(Severity.WARNING)
        if errors or warnings:
            told = [_many(number, word) for number, word in ((errors, "error"), (warnings, "warning")) if number]
            yield f"Found {self._paint(' and '.join(told), 'error' if errors else 'warning')}."
            yield f"What a code means: python build.py explain {report.diagnostics[0].code}"
        else:
            yield "No errors, no warnings."
        for failure in report.failures:
            yield f"{self._paint(failure.slug + ' failed:', 'error')} {failure.message}"
        for built in report.built:
            done = "Nothing has changed in" if built.is_unchanged else "Draft of" if built.is_draft else "Built"
            yield f"{done} {built.slug} with the {built.engine} engine:"
            yield from (f"  {path}" for path in built.files)

    def _paint(self, text: str, style: str) -> str:
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self._colour else text


# Characters that move the cursor, or the text about them, of a terminal.
_ACTIVE = re.compile("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\u202a-\u202e\u2066-\u2069]")
_COLOUR = re.compile(r"(\x1b\[[0-9;]*m)")


def visible(text: str, *, keeps_colours: bool = False) -> str:
    """Return a text with pictures of its control characters: what a file holds is shown, and does nothing."""
    parts = _COLOUR.split(text) if keeps_colours else [text]
    parts[::2] = [_ACTIVE.sub(_picture, part) for part in parts[::2]]
    return "".join(parts)


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else "\ufffd"


def _clipped(line: str, start: int, length: int) -> tuple[str, int, int]:
    """Cut a long line to the part around the fault."""
    if len(line) <= WIDTH:
        return line, start, length
    first = max(0, min(start - 20, len(line) - WIDTH))
    clipped = line[first : first + WIDTH]
    if first:
        clipped = "..." + clipped[3:]
    if first + WIDTH < len(line):
        clipped = clipped[:-3] + "..."
    return clipped, start - first, min(length, WIDTH - (start - first))


def _columns(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) != 0 for char in text)


def _many(number: int, word: str) -> str:
    return f"{number:,} {word}{'s' * (number != 1)}"


def _noun(name: str, number: int) -> str:
    words = name.replace("_", " ")
    return words.removesuffix("s") if number == 1 else words
