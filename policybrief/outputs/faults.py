"""What is said of a rendered file: a fault of the file as a whole, for none of its lines is an author's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policybrief.diagnostics import Diagnostic, Note, fault
from policybrief.position import Position

if TYPE_CHECKING:
    from policybrief.outputs.seen import Seen

FORMATS = {"docx": "DOCX", "html": "HTML", "pdf": "PDF"}
TEMPLATE = "look at the templates of the project's own, which the terminal names; the built-in ones are right"
"""What to do about a fault that no built-in template has."""
LONG = 20
"""Letters of a piece that is not there by chance."""
MANY = 3
"""Places that a note names, and blocks of one file alone that are told."""
SHOWN = 100
"""Characters of a block that a message shows."""


def shown(words: str) -> str:
    """Return words as a message shows them: the beginning of long ones."""
    return words if len(words) <= SHOWN else f"{words[:SHOWN]} …"


def fault_in(code: str, seen: Seen, message: str, *, help: str, notes: tuple[Note, ...] = ()) -> Diagnostic:  # noqa: A002
    """Return a fault of a rendered file."""
    return fault(code, Position(seen.path, 1, 1), message, help=help, notes=notes)
