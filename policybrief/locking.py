"""Record the hashes of stored sources: from then on a change of one byte is told."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from policybrief.errors import OutputError, UsageError
from policybrief.outputs.alone import SUMS_WRITTEN, hold
from policybrief.outputs.inputs import digest
from policybrief.reading.files import MAX_SOURCE, Unreadable, read_bytes
from policybrief.reading.sources import FOLDER, SUMS, read_sums, stored_files

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Locked(Struct, frozen=True, kw_only=True):
    """What a run of `lock` did; paths in the project."""

    added: tuple[str, ...]
    accepted: tuple[str, ...]
    changed: tuple[str, ...]
    """Changed and not accepted: their lines are as they were."""
    missing: tuple[str, ...]
    total: int


def lock(root: Path, accept: Sequence[str]) -> Locked:
    """Add the hashes of new stored files to SHA256SUMS, and those of changed ones that are accepted.

    Raises UsageError where an accepted file is not there, OutputError where SHA256SUMS can't be read or written.
    """
    stored = stored_files(root)
    recorded, faults = read_sums(root, stored)
    if wrong := [fault for fault in faults if fault.code != "source-missing"]:
        raise OutputError(f"{wrong[0].position}: {wrong[0].message}; {wrong[0].help}")
    accepted = {_named(root, name, stored) for name in accept}
    hashes = {path: _hash(place, path) for path, place in stored.items()}
    changed = [path for path in stored if path in recorded and recorded[path].sha256 != hashes[path]]
    kept = {path: one.sha256 for path, one in recorded.items()}
    new = {path: sha for path, sha in hashes.items() if path not in recorded or path in accepted}
    if kept != (result := {**kept, **new}):
        _write(root / SUMS, result)
    return Locked(
        added=tuple(path for path in stored if path not in recorded),
        accepted=tuple(path for path in changed if path in accepted),
        changed=tuple(path for path in changed if path not in accepted),
        missing=tuple(path for path in recorded if path not in stored),
        total=len(result),
    )


def _named(root: Path, name: str, stored: Mapping[str, Path]) -> str:
    """Return the path in the project of a file that `--accept` names, relative to the project or to here."""
    place = Path(name).resolve()
    candidates = [name.replace("\\", "/"), f"{FOLDER}/{name}"]
    if place.is_relative_to(root):
        candidates.append(place.relative_to(root).as_posix())
    for candidate in candidates:
        if candidate in stored:
            return candidate
    raise UsageError(f"there is no stored source `{name}`")


def _hash(place: Path, path: str) -> str:
    try:
        path.encode()
    except UnicodeEncodeError:
        raise UsageError(f"`{path!a}` can't be recorded: its name is not UTF-8; give it another one") from None
    if "\n" in path or "\r" in path or "\\" in path:
        raise UsageError(f"`{path!r}` can't be recorded: take the line break or backslash out of its name")
    try:
        return digest(read_bytes(place, limit=MAX_SOURCE * 10))
    except (FileNotFoundError, Unreadable) as error:
        raise OutputError(f"{path} can't be recorded: {error}") from error


def _write(place: Path, hashes: Mapping[str, str]) -> None:
    """Write SHA256SUMS whole or not at all, in the form that `sha256sum -c` reads."""
    lines = "".join(f"{sha}  {path.removeprefix(f'{FOLDER}/')}\n" for path, sha in sorted(hashes.items()))
    written = place.parent.parent / SUMS_WRITTEN  # beside seeds/, into which nothing else is written
    try:
        with written.open("x", encoding="utf-8", newline="\n") as file:
            with suppress(OSError):  # a file system that knows no locks
                hold(file.fileno())  # so that no other command takes it for a stray
            file.write(lines)
            file.flush()
            if sys.platform != "win32":
                os.replace(written, place)
        if sys.platform == "win32":
            os.replace(written, place)  # what is open can't be moved there
    except FileExistsError as error:
        raise OutputError(f"another `lock` is at work; when none is, delete {SUMS_WRITTEN}") from error
    except OSError as error:
        with suppress(OSError):
            written.unlink(missing_ok=True)
        raise OutputError(f"{SUMS} can't be written: {error.strerror}") from error
