"""A planted defect, and the verdict on what the checks said of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import policybrief
from policybrief.diagnostics import Diagnostic, Severity
from policybrief.request import Request

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from planting.sample import Sample

MAX_SHOWN = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """One change of the sample that makes it wrong, and the code that has to tell of it."""

    code: str
    kind: str
    where: str
    was: str
    now: str
    files: Mapping[str, bytes | None]
    """The changed files by path; None where a file is taken away."""
    subjects: frozenset[str] = frozenset()
    """What is touched, as `checks.accept` calls it."""
    follows: frozenset[str] = frozenset()
    """Codes of errors that are a consequence, at the touched place."""
    spreads: frozenset[str] = frozenset()
    """Codes of errors that are a consequence, wherever they are."""
    anywhere: bool = False
    """Whether the code may stand at another place of the touched file: a reader of YAML stumbles later."""

    def __str__(self) -> str:
        return f"{self.where}: {self.kind}: {_short(self.was)} -> {_short(self.now)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the checks said of a defect."""

    defect: Defect
    is_caught: bool
    followed: int
    """Errors under other codes at the touched place that are a consequence."""
    spread: int
    """Errors at other places that the plant declares to be a consequence: only as sound as that declaration."""
    beside: tuple[Diagnostic, ...]
    """Errors at the touched place that do not follow from the defect."""
    untouched: tuple[Diagnostic, ...]
    """Errors elsewhere that do not follow from the defect."""
    reported: tuple[Diagnostic, ...]


def check(folder: Path) -> tuple[Diagnostic, ...]:
    """Return what the checks find in a project."""
    return policybrief.check(Request(project=folder, output=folder / "output")).diagnostics


def try_out(sample: Sample, defect: Defect, known: frozenset[Diagnostic]) -> Verdict:
    """Plant a defect, check, and take it out again; `known` is what is found without it."""
    for path, content in defect.files.items():
        _write(sample.folder / path, content)
    try:
        found = [one for one in check(sample.folder) if one not in known]
    finally:
        for path in defect.files:
            _write(sample.folder / path, sample.files.get(path))
    touched = {path: _touched(sample.files.get(path), content) for path, content in defect.files.items()}
    caught, followed, spread = 0, 0, 0
    beside: list[Diagnostic] = []
    untouched: list[Diagnostic] = []
    for one in found:
        is_there = _is_touched(one, defect, touched)
        if one.code == defect.code and is_there:
            caught += 1
        elif one.severity is not Severity.ERROR:
            continue
        elif is_there and one.code in defect.follows | defect.spreads:
            followed += 1
        elif one.code in defect.spreads:
            spread += 1
        else:
            (beside if is_there else untouched).append(one)
    return Verdict(
        defect=defect,
        is_caught=caught > 0,
        followed=followed,
        spread=spread,
        beside=tuple(beside),
        untouched=tuple(untouched),
        reported=tuple(found),
    )


def _write(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    else:
        path.write_bytes(content)


def _is_touched(one: Diagnostic, defect: Defect, touched: Mapping[str, tuple[int, int]]) -> bool:
    if one.subject.partition("/")[0] in defect.subjects or one.subject in defect.subjects:
        return True
    if one.position is None or one.position.path not in touched:
        return False
    first, last = touched[one.position.path]
    return defect.anywhere or first <= one.position.line <= last


def _touched(before: bytes | None, after: bytes | None) -> tuple[int, int]:
    """Return the first and the last line of the new content that differ from the old one; a line that went, too."""
    old, new = (before or b"").split(b"\n"), (after or b"").split(b"\n")
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    same = 0
    while same < min(len(old), len(new)) - first and old[-1 - same] == new[-1 - same]:
        same += 1
    return first + 1, max(first + 1, len(new) - same)


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return repr(flat if len(flat) <= MAX_SHOWN else f"{flat[: MAX_SHOWN - 40]} ... {flat[-36:]}")
