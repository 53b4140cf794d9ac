"""Faults of stored sources: not there, changed, unlocked, unreadable, outside the project, named by nobody."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from planting.defect import Defect

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from random import Random

    from planting.sample import Sample

SUMS = "seeds/SHA256SUMS"
_FILE = re.compile(r"^  file *= \{(?P<path>.*)\},\n", re.MULTILINE)
_UNREAD = (
    *("source-missing", "source-outside-project", "source-unreadable", "source-changed", "source-not-locked"),
    *("quote-not-in-source", "quote-in-other-source", "quotation-not-in-evidence"),
    *("figure-not-in-source", "date-not-in-source", "reference-without-source"),
)
"""What follows for those who cite a source that can't be looked into, or is another one."""


def plant(sample: Sample, rng: Random) -> Iterator[Defect]:
    """Yield defects of the stored sources."""
    for path in sample.files:
        if path.startswith("seeds/") and path != SUMS:
            yield from _changed(sample, path, rng)
            yield from _unreadable(sample, path)
            yield _file(sample, "source-missing", "the file is gone", path, {path: None})
    yield from _named(sample, rng)
    yield from _sums(sample)


def _file(sample: Sample, code: str, kind: str, path: str, files: Mapping[str, bytes | None]) -> Defect:
    """Return the defect of a stored file; it may be told at the file, its line in SHA256SUMS, or its references."""
    content = files.get(path)
    keys = [key for key, one in sample.references.items() if path in one.files]
    sums = sample.texts[SUMS].split("\n")
    name = path.removeprefix("seeds/")
    line = next((number for number, text in enumerate(sums, 1) if text.endswith(name)), 0)
    return Defect(
        code=code,
        kind=kind,
        where=f"{path} ({SUMS}:{line})",
        was="the file as received",
        now="none" if content is None else f"{len(content)} bytes",
        files=dict(files),
        subjects=frozenset([path, SUMS, *keys]),
        spreads=frozenset(_UNREAD),
        anywhere=True,
    )


def _changed(sample: Sample, path: str, rng: Random) -> Iterator[Defect]:
    content = sample.files[path]
    digit = next(match.start() for match in re.finditer(rb"[0-9]", content))
    for kind, changed in (
        ("a line end more", content + b"\n"),
        ("Windows line ends", content.replace(b"\n", b"\r\n")),
        ("a space dropped", content.replace(b" ", b"", 1)),
        ("a digit", content[:digit] + (b"3" if content[digit : digit + 1] != b"3" else b"4") + content[digit + 1 :]),
        ("a byte-order mark", b"\xef\xbb\xbf" + content),
    ):
        yield _file(sample, "source-changed", kind, path, {path: changed})
    words = [match.start() for match in re.finditer(rb"\b[a-z]{4}", content)]
    for place in rng.sample(words, 3):
        changed = content[:place] + b"x" + content[place + 1 :]
        yield _file(sample, "source-changed", "a letter", path, {path: changed})


def _unreadable(sample: Sample, path: str) -> Iterator[Defect]:
    text = sample.texts[path]
    for kind, content in (
        ("empty", b""),
        ("only white space", b" \n\n"),
        ("Latin 1", (text + " café").encode("latin-1", "replace")),
        ("Windows Cyrillic", (text + " Қазақстан, Алматы").encode("cp1251", "replace")),
        ("UTF-16", text.encode("utf-16")),
        ("a PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + text.encode()),
    ):
        name = path.removeprefix("seeds/")
        locked = re.sub(rf"\w{{64}}(?=  {re.escape(name)})", hashlib.sha256(content).hexdigest(), sample.texts[SUMS])
        files = {path: content, SUMS: locked.encode()}
        yield _file(sample, "source-unreadable", kind, path, files)


def _named(sample: Sample, rng: Random) -> Iterator[Defect]:
    """Yield references that name another file, or none."""
    text = sample.texts[sample.bib_path]
    for field in _FILE.finditer(text):
        name = field["path"]
        place = rng.randrange(len("seeds/"), len(name) - 4)
        wrong = name[:place] + name[place + 1 :]
        for code, kind, words in (
            ("source-missing", "a path with a typing error", wrong),
            ("source-missing", "a file that was never stored", "seeds/report.txt"),
            ("source-outside-project", "a path upward", "../report.txt"),
            ("source-outside-project", "a path of this machine", "/srv/files/report.txt"),
            ("source-outside-project", "a path of Windows", "C:\\Users\\me\\report.txt"),
            ("source-outside-project", "another file of the project", "references.bib"),
            ("source-outside-project", "out of seeds/ and in again", "seeds/../references.bib"),
        ):
            edit = (*field.span("path"), words)
            yield sample.change(code, kind, sample.bib_path, edit, spreads=_UNREAD)
        gone = (*field.span(), "")
        yield sample.change("reference-without-source", "no `file`", sample.bib_path, gone, spreads=_UNREAD)
    for key, reference in sample.references.items():
        if reference.excerpt is not None:
            continue
        start = text.rfind("@", 0, reference.key.start)
        yield sample.change(
            "source-without-reference",
            f"the entry of its file is gone ({key})",
            sample.bib_path,
            (start, text.index("\n}", start) + 2, ""),
            also=list(reference.files),
            spreads=["unknown-citation", "citation-without-evidence", "not-corroborated", *_UNREAD],
        )


def _sums(sample: Sample) -> Iterator[Defect]:
    sums = sample.texts[SUMS]
    for line in re.finditer(r"(\w{64})  (.+)\n", sums):
        path = f"seeds/{line[2]}"
        gone = sums[: line.start()] + sums[line.end() :]
        yield _file(sample, "source-not-locked", "no line for it", path, {SUMS: gone.encode()})
        other = sums.replace(line[1], hashlib.sha256(line[1].encode()).hexdigest())
        yield _file(sample, "source-changed", "another hash is recorded", path, {SUMS: other.encode()})
        more = sums + f"{line[1]}  copy-of-{line[2]}\n"
        yield _file(
            sample, "source-missing", "a line without a file", f"seeds/copy-of-{line[2]}", {SUMS: more.encode()}
        )
        renamed = path.replace(".txt", "-2.txt")
        content = sample.files[path]
        yield _file(sample, "source-without-reference", "a file more, not locked", renamed, {renamed: content})
        locked = sums + f"{line[1]}  {renamed.removeprefix('seeds/')}\n"
        files = {renamed: content, SUMS: locked.encode()}
        yield _file(sample, "source-without-reference", "a file more", renamed, files)
    yield _file(sample, "source-not-locked", "no SHA256SUMS", sorted(sample.files)[-2], {SUMS: None})
