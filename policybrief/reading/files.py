"""Bytes and text of a file, or a sentence that says why it can't be read."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from policybrief.position import TextFile

if TYPE_CHECKING:
    from pathlib import Path

MAX_SOURCE = 20_000_000
"""Bytes of a stored source."""
MAX_DOCUMENT = 100_000_000
"""Bytes of brief.yml, findings.yml or references.bib."""


_NO_TEXT = (
    (b"PK\x03\x04", "a Word file or another packed one", "save it as plain text (.txt), in UTF-8"),
    (b"%PDF-", "a PDF", "store its text as a .txt file, in UTF-8; keep the PDF beside it if you like"),
    (b"\xd0\xcf\x11\xe0", "an old Word file", "save it as plain text (.txt), in UTF-8"),
)
"""What files that are no text begin with."""


class Unreadable(Exception):
    """A file can't be read as text: what is wrong, and what to do."""

    def __init__(self, message: str, advice: str, *, before: str = "") -> None:
        super().__init__(message)
        self.message, self.advice = message, advice
        self.before = before
        """The text before the place that can't be read."""


def read_bytes(path: Path, *, limit: int) -> bytes:
    """Return a regular file's bytes. Raises Unreadable, which no missing file is: that raises FileNotFoundError."""
    try:
        # Without O_NONBLOCK, opening a named pipe would wait for somebody to write into it.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Unreadable(f"it can't be opened: {reason}", "check its name, and who may read it") from error
    try:
        with os.fdopen(handle, "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise Unreadable("it is not a file", "put a text file in its place")
            if status.st_size <= limit:
                data = file.read(limit + 1)
                if len(data) <= limit:
                    return data
    except OSError as error:
        raise Unreadable(f"it can't be read: {error.strerror}", "check the disk, and who may read it") from error
    raise Unreadable(f"it is larger than {limit // 1_000_000} MB", "split it into several files")


def _is_link(place: Path) -> bool:
    try:
        return place.is_symlink()
    except (OSError, ValueError):  # a name that no file can have, which reading tells
        return False


def read_inside(root: Path, path: str, *, limit: int) -> bytes:
    """Return the bytes of a project's file by its path in the project; no symbolic link below the project is followed.

    Raises FileNotFoundError and Unreadable.
    """
    place = root
    for part in path.split("/"):
        place /= part
        if _is_link(place):
            link = place.relative_to(root).as_posix()
            raise Unreadable(f"`{link}` is a symbolic link, and these are not followed", "put the file itself there")
    return read_bytes(place, limit=limit)


def decode(path: str, data: bytes) -> TextFile:
    """Return the text of UTF-8 bytes, without byte-order mark. Raises Unreadable, which names the byte."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("it is UTF-16, not UTF-8", "save it as UTF-8; most editors ask for the encoding when saving")
    for start, name, advice in _NO_TEXT:
        if data.startswith(start):
            raise Unreadable(f"it is {name}, and no text", advice)
    try:
        return TextFile(path, data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        offset = error.start + 3 * data.startswith(b"\xef\xbb\xbf")
        raise Unreadable(
            f"it is not UTF-8: byte {offset + 1} is 0x{data[offset]:02X}",
            "save it as UTF-8; most editors ask for the encoding when saving",
            before=data[:offset].decode("utf-8", "replace"),
        ) from error
