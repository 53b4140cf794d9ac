"""A fault of a brief, as data: what is wrong, where, and what to do."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from policybrief.codes import CODES
from policybrief.position import Position, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator


class Severity(StrEnum):
    """How much a fault weighs: an error keeps the brief from being built."""

    ERROR = "error"
    WARNING = "warning"


class Note(Struct, frozen=True, kw_only=True):
    """Something that explains a fault, at a place of its own if it has one."""

    message: str
    position: Position | None = None


class Diagnostic(Struct, frozen=True, kw_only=True):
    """One fault. The message is true on its own; `help` says what to do."""

    code: str
    message: str
    help: str | None
    position: Position | None
    severity: Severity
    notes: tuple[Note, ...] = ()
    length: int = 1
    """How many characters of the line are concerned, for drawing."""
    subject: str = ""
    """What `checks.accept` calls the place: a finding id, `finding/2`, a citation key, `summary` ..."""
    words: str = ""
    """The words concerned, for `checks.accept`."""
    briefs: tuple[str, ...] = ()
    """Slugs of the briefs that it concerns."""

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """The order of reports: path, line, column, code, message."""
        place = (self.position.path, self.position.line, self.position.column) if self.position else ("", 0, 0)
        return (*place, self.code, self.message)


def fault(
    code: str,
    at: Scalar | Position | None,
    message: str,
    *,
    help: str | None,  # noqa: A002 - the field's name in every report
    notes: tuple[Note, ...] = (),
    subject: str = "",
    words: str = "",
    offset: int = 0,
    length: int | None = None,
) -> Diagnostic:
    """Make a diagnostic of a known code with its default severity.

    `at` is a position, or a scalar and the `offset` in it at which the words concerned begin.
    """
    if isinstance(at, Scalar):
        position: Position | None = at.position(offset)
        extent = length or len(words) or len(at.value[offset:].split("\n", 1)[0]) or 1
    else:
        position, extent = at, length or 1
    return Diagnostic(
        code=code,
        severity=Severity(CODES[code].severity),
        message=message,
        help=help,
        position=position,
        notes=notes,
        length=extent,
        subject=subject,
        words=words,
    )


class NotChecked(Struct, frozen=True, kw_only=True):
    """A check that could not run, and why."""

    what: str
    why: str


class Faults:
    """A collector: reading goes on after a fault, so that its author sees the whole list at once."""

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    def add(self, diagnostic: Diagnostic) -> None:
        """Keep a fault."""
        self.found.append(diagnostic)
