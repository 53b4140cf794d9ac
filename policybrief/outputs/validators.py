"""Full validators of rendered files, used where they are installed: veraPDF for PDF/UA-1, the Nu checker for HTML."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

from policybrief.diagnostics import Diagnostic, NotChecked, fault
from policybrief.engines.program import run
from policybrief.errors import EngineError
from policybrief.outputs.faults import TEMPLATE
from policybrief.position import Position

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

SECONDS = 300.0
MANY = 10
"""Complaints of one validator that are told."""

# The program, its options, the name that people know it by. The Nu checker knows less of CSS than browsers do: what it
# says of style sheets is passed over.
_PROGRAMS = {
    "pdf": ("verapdf", ("--flavour", "ua1", "--format", "text", "-v"), "veraPDF"),
    "html": ("vnu", ("--errors-only", "--format", "gnu", "--filterpattern", "CSS: .*"), "the Nu checker"),
}
_COMPLAINT = re.compile(
    r"^\s*FAIL\s+(?P<rule>\d\S*.*)$|:(?P<place>\d+\.\d+)(?:-[\d.]+)?: error: (?P<words>.*)$", re.MULTILINE
)


def validate(files: Mapping[str, Path], shown: Mapping[str, str]) -> tuple[list[Diagnostic], list[NotChecked]]:
    """Run each validator that is installed; `shown` says what the files are called in diagnostics.

    One that is not installed is no check left out; one that fails is.
    """
    found: list[Diagnostic] = []
    not_checked: list[NotChecked] = []
    for form, (program, options, name) in _PROGRAMS.items():
        path = shutil.which(program)
        if path is None or form not in files:
            continue
        try:
            finished = run([path, *options, files[form]], folder=files[form].parent, seconds=SECONDS)
        except EngineError as error:
            not_checked.append(NotChecked(what=f"{files[form].name} by {name}", why=str(error)))
            continue
        if finished.exit_number:
            said = finished.stdout + finished.stderr
            told = list(_complaints(said, name, shown[form]))
            found += told[:MANY]
            if not told:
                why = f"{name} failed: {' '.join(said.split())[-300:]}"
                not_checked.append(NotChecked(what=f"{files[form].name} by {name}", why=why))
    return found, not_checked


def _complaints(said: str, name: str, shown: str) -> Iterator[Diagnostic]:
    for match in _COMPLAINT.finditer(said):
        line, _, column = (match["place"] or "1.1").partition(".")
        words = " ".join((match["rule"] or match["words"]).split())
        yield _fault(f"{name} says: {words}", Position(shown, int(line), int(column)))


def _fault(message: str, at: Position) -> Diagnostic:
    return fault("not-accessible", at, message, help=TEMPLATE)
