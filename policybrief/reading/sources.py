"""Stored sources: found below seeds/, read, and compared with the hashes recorded in SHA256SUMS."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct

from policybrief.diagnostics import Diagnostic, Faults, Note, fault
from policybrief.model import Reference, Source
from policybrief.position import Position, Scalar, TextFile
from policybrief.reading.files import MAX_DOCUMENT, MAX_SOURCE, Unreadable, decode, read_bytes, read_inside

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FOLDER = "seeds"
SUMS = f"{FOLDER}/SHA256SUMS"
TEXT_SUFFIXES = (".md", ".txt")

_SUM_LINE = re.compile(r"\\?([0-9a-fA-F]{64}) [ *](.+)")
_OUTSIDE = re.compile(r"^([A-Za-z]:|[\\/~])|\\|(^|/)\.\.(/|$)|\x00")


class Recorded(Struct, frozen=True):
    """A line of SHA256SUMS."""

    sha256: str
    line: int


def stored_files(root: Path) -> dict[str, Path]:
    """Return every regular file below seeds/ by its path in the project, in Unicode's composed form.

    Symbolic links are passed over, so that nothing outside the folder can be named. Hidden files are not sources.
    """
    found: dict[str, Path] = {}
    if (root / FOLDER).is_symlink():
        return found
    for folder, folders, names in os.walk(root / FOLDER):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder) / name
            relative = path.relative_to(root).as_posix()
            if relative != SUMS and not name.startswith(".") and not path.is_symlink():
                found[unicodedata.normalize("NFC", relative)] = path
    return found


def read_sums(root: Path, stored: Mapping[str, Path]) -> tuple[dict[str, Recorded], list[Diagnostic]]:
    """Return the recorded hashes by path in the project, and what is wrong with SHA256SUMS."""
    faults = Faults()
    try:
        file = decode(SUMS, read_inside(root, SUMS, limit=MAX_DOCUMENT))
    except FileNotFoundError:
        return {}, []
    except Unreadable as error:
        return {}, [fault("source-unreadable", Position(SUMS, 1, 1), error.message, help=error.advice)]
    recorded = {}
    for number, line in enumerate(re.split(r"\r\n|\n|\r", file.text), 1):
        if not line.strip():
            continue
        at = Position(SUMS, number, 1)
        found = _SUM_LINE.fullmatch(line.strip())
        if not found:
            faults.add(
                fault(
                    "invalid-value",
                    at,
                    "this line is not a hash and a file's name",
                    help="delete the line and run `python build.py lock`",
                    length=len(line),
                )
            )
            continue
        path = unicodedata.normalize("NFC", f"{FOLDER}/{found[2]}")
        recorded[path] = Recorded(found[1].lower(), number)
        if path not in stored:
            faults.add(
                fault(
                    "source-missing",
                    at,
                    f"`{path}` is recorded here, and there is no such file",
                    help="put the file back, or delete this line if the source is no longer used",
                    length=len(line),
                    subject=path,
                )
            )
    return recorded, faults.found


def read_sources(
    references: Sequence[Reference], stored: Mapping[str, Path], recorded: Mapping[str, Recorded]
) -> tuple[dict[str, Source], list[Diagnostic]]:
    """Return the stored source of each reference by the reference's key, and every fault found."""
    faults = Faults()
    sources: dict[str, Source] = {}
    read: dict[str, Source | Unreadable] = {}
    named = {path for reference in references for path in reference.files}
    unnamed = [path for path in stored if path not in named]
    for reference in references:
        field = reference.fields.get("file")
        path = _choose(reference, field, stored, unnamed, faults) if field else None
        if not path or not field:
            continue
        if path not in read:
            read[path] = _read(path, stored[path])
        source = read[path]
        if isinstance(source, Unreadable):
            faults.add(_unreadable(reference, field, path, source))
            continue
        sources[reference.key.value] = source
        _compare(reference, field, source, recorded, faults)
        _check_excerpt(reference, source.file, faults)
    return sources, faults.found


def _choose(
    reference: Reference, field: Scalar, stored: Mapping[str, Path], unnamed: Sequence[str], faults: Faults
) -> str | None:
    """Return the first of a reference's files that is a stored text; tell why there is none."""
    reasons = []
    for named in reference.files:
        path = unicodedata.normalize("NFC", named)
        tidy = PurePosixPath(path).as_posix()
        if _OUTSIDE.search(path) or not tidy.startswith(f"{FOLDER}/"):
            reasons.append(_outside(reference, field, named))
        elif tidy not in stored:
            reasons.append(_missing(reference, field, named, unnamed))
        elif not tidy.lower().endswith(TEXT_SUFFIXES):
            reasons.append(_unreadable(reference, field, tidy, Unreadable("it is not a text file", _STORE_TEXT)))
        else:
            return tidy
    if reasons:
        faults.add(reasons[0])
    return None


_STORE_TEXT = (
    "store its text beside it as .txt or .md (`pdftotext -layout file.pdf file.txt` for a PDF) and name that in `file`"
)


def _outside(reference: Reference, field: Scalar, named: str) -> Diagnostic:
    return fault(
        "source-outside-project",
        field,
        f"`{named}` is not below {FOLDER}/",
        help=f"copy the source into {FOLDER}/ and write its path with `/`, as in `{FOLDER}/report.txt`",
        subject=reference.key.value,
    )


def _missing(reference: Reference, field: Scalar, named: str, unnamed: Sequence[str]) -> Diagnostic:
    nearest = get_close_matches(named, unnamed, 1)
    return fault(
        "source-missing",
        field,
        f"the stored source `{named}` of `{reference.key.value}` is not there",
        help=f"did you mean `{nearest[0]}`?" if nearest else "put the file back, or correct its path",
        subject=reference.key.value,
    )


def _read(path: str, place: Path) -> Source | Unreadable:
    try:
        data = read_bytes(place, limit=MAX_SOURCE)
        file = decode(path, data)
    except FileNotFoundError:
        return Unreadable("it was there a moment ago and is no more", "run the same command again")
    except Unreadable as error:
        return error
    if not file.text.strip():
        return Unreadable("it holds no text", _STORE_TEXT)
    if "\x00" in file.text:
        return Unreadable("it holds NUL bytes, as no text does", _STORE_TEXT)
    return Source(file=file, sha256=hashlib.sha256(data).hexdigest())


def _unreadable(reference: Reference, field: Scalar, path: str, reason: Unreadable) -> Diagnostic:
    notes: tuple[Note, ...] = ()
    if reason.before:
        start = TextFile(path, reason.before)
        notes = (Note(message="the text is fine up to here", position=start.position(len(reason.before))),)
    return fault(
        "source-unreadable",
        field,
        f"the stored source `{path}` of `{reference.key.value}` can't be searched: {reason.message}",
        help=reason.advice,
        notes=notes,
        subject=reference.key.value,
    )


def _compare(
    reference: Reference, field: Scalar, source: Source, recorded: Mapping[str, Recorded], faults: Faults
) -> None:
    path = source.file.path
    if path not in recorded:
        faults.add(
            fault(
                "source-not-locked",
                field,
                f"the stored source `{path}` has no line in {SUMS}",
                help="run `python build.py lock` once you have made sure that it is the document you mean",
                subject=reference.key.value,
            )
        )
    elif recorded[path].sha256 != source.sha256:
        faults.add(
            fault(
                "source-changed",
                field,
                f"the stored source `{path}` is not the one that was locked: SHA-256 {source.sha256[:12]}...",
                help=f"put the original back; if the change is meant, run `python build.py lock --accept {path}`",
                notes=(
                    Note(
                        message=f"recorded as {recorded[path].sha256[:12]}...",
                        position=Position(SUMS, recorded[path].line, 1),
                    ),
                ),
                subject=reference.key.value,
            )
        )


def _check_excerpt(reference: Reference, file: TextFile, faults: Faults) -> None:
    lines = len(file.starts) - (file.starts[-1] == len(file.text))
    if reference.excerpt and reference.excerpt[1] > lines:
        faults.add(
            fault(
                "invalid-value",
                reference.fields["excerpt"],
                f"the excerpt ends at line {reference.excerpt[1]}, and `{file.path}` has {lines} lines",
                help="correct the range of lines",
                subject=reference.key.value,
            )
        )
