"""references.bib -> references whose fields know where they stood; every fault in one run."""

from __future__ import annotations

import logging
import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from bibtexparser.model import (
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ImplicitComment,
    ParsingFailedBlock,
    String,
)
from bibtexparser.splitter import Splitter
from msgspec.structs import replace

from policybrief.diagnostics import Faults, Note, fault
from policybrief.model import Reference
from policybrief.position import Scalar
from policybrief.reading.latex import decode_latex
from policybrief.reading.references import WITH_A_MEANING, read_body, read_excerpt, read_files, read_keywords

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bibtexparser.model import Block

    from policybrief.diagnostics import Diagnostic
    from policybrief.position import TextFile

# The splitter logs what it also returns; here each fault is told once, as a diagnostic.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
logging.getLogger("bibtexparser").propagate = False

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_KEY = re.compile(r"\w(?:[:.-]*\w)*")
_LONE_CR = re.compile(r"\r(?!\n)")
_NEXT_FIELD = re.compile(r"[}\"\d]\s*\n\s*(?P<name>[A-Za-z]+)[ \t]*=[ \t]*[{\"\d]")
"""Where a field begins within the value of another one."""
_TOKEN = re.compile(r"\s*#?\s*(?:(?P<open>[{\"])|(?P<bare>[^\s#{}\",]+))")
_FIELD = re.compile(r"^[ \t]*(?P<name>[A-Za-z]+)[ \t]*=[ \t]*[{\"\d]", re.MULTILINE)
_ENTRY_WITHOUT_AT = re.compile(r"^[ \t]*[A-Za-z]+[ \t]*\{[^{}\s,]+[ \t]*,[ \t]*$", re.MULTILINE)


def read_references(file: TextFile) -> tuple[tuple[Reference, ...], list[Diagnostic]]:
    """Return the references of a .bib file in its order, and every fault found in it."""
    faults = Faults()
    blocks = Splitter(_LONE_CR.sub("\n", file.text)).split().blocks
    macros = {month: str(number) for number, month in enumerate(_MONTHS, 1)}
    entries: dict[str, tuple[Scalar, Entry, dict[str, Scalar]]] = {}
    cursor, before = 0, None
    for found in blocks:
        block = found
        if isinstance(found, DuplicateFieldKeyBlock | DuplicateBlockKeyBlock):
            block = found.ignore_error_block or found
        start = file.text.find("@", file.starts[min(block.start_line or 0, len(file.starts) - 1)])
        cursor = max(cursor, start)
        match block:
            case String():
                macros[block.key.lower()] = _value(
                    file, block.value, file.text.find(block.value, cursor), macros, faults
                )
            case Entry():
                key = _key(file, block, start, faults)
                fields = _fields(file, block, key, macros, faults)
                if key.value.lower() in entries:
                    _tell_duplicate(key, entries[key.value.lower()][0], faults)
                elif key.value:
                    entries[key.value.lower()] = (key, block, fields)
            case ParsingFailedBlock():
                _tell_failed(file, block, faults)
            case ImplicitComment():
                _tell_lost_entries(file, block, faults)
                if isinstance(before, Entry) and not _ENTRY_WITHOUT_AT.search(block.raw or ""):
                    _tell_lost_fields(file, block, faults)
        before = block
    resolved = _inherit(entries)
    return tuple(_reference(key, entry, fields, faults) for key, entry, fields in resolved), faults.found


def _key(file: TextFile, block: Entry, start: int, faults: Faults) -> Scalar:
    """Return the entry's key with its place; tell of one that no citation could name."""
    at = file.text.find(block.key, file.text.find("{", start)) if block.key else start
    key = Scalar(block.key, file, at, at + len(block.key))
    if not _KEY.fullmatch(block.key):
        what = f"`{block.key}` can't be cited as a key" if block.key else "this entry has no key"
        faults.add(
            fault(
                "invalid-bibtex",
                key,
                what,
                help="a key holds letters, digits, `-`, `_`, `.` and `:`, and begins and ends with a letter or digit",
                subject=block.key,
            )
        )
    return key


def _fields(file: TextFile, block: Entry, key: Scalar, macros: Mapping[str, str], faults: Faults) -> dict[str, Scalar]:
    """Return an entry's fields by name in lower case, their values resolved."""
    fields: dict[str, Scalar] = {}
    cursor = key.end
    for field in block.fields:
        name = field.key.strip()
        found = re.compile(rf"{re.escape(name)}\s*=\s*").search(file.text, cursor)
        if not found:  # pragma: no cover - the splitter took the name from this very text
            continue
        start = found.end()
        cursor = start + len(field.value)
        braced = field.value[:1] in ("{", '"') and len(field.value) > 1
        before = len(faults)
        value = _value(file, field.value, start, macros, faults)
        faults.found[before:] = [_about(one, key.value) for one in faults.found[before:]]
        scalar = Scalar(value, file, start + braced, max(cursor - braced, start + braced))
        if name.lower() in fields:
            faults.add(
                fault(
                    "duplicate-key",
                    file.position(found.start()),
                    f"`{name}` stands twice in `{key.value}`",
                    help="keep one of the two",
                    notes=(Note(message="the first one", position=fields[name.lower()].position()),),
                    subject=key.value,
                    length=len(name),
                )
            )
        else:
            fields[name.lower()] = scalar
            if nearest := _meant(name):
                faults.add(
                    fault(
                        "unknown-field",
                        file.position(found.start()),
                        f"`{name}` is not a field that a reference has, and would be passed over",
                        help=f"did you mean `{nearest}`?",
                        subject=key.value,
                        length=len(name),
                    )
                )
    return fields


def _meant(name: str) -> str | None:
    """Return the field with a meaning here that a misspelt name all but spells; other names are the reader's own."""
    if name.lower() in WITH_A_MEANING:
        return None
    return next(iter(get_close_matches(name.lower(), WITH_A_MEANING, 1, cutoff=0.85)), None)


def _about(diagnostic: Diagnostic, key: str) -> Diagnostic:
    return replace(diagnostic, subject=key)


def _value(file: TextFile, raw: str, start: int, macros: Mapping[str, str], faults: Faults) -> str:
    """Return what a raw value means: its parts without their delimiters, macros replaced, `#` joined."""
    parts = []
    lost = _NEXT_FIELD.search(raw)
    if lost and raw[:1] in ("{", '"') and _closing(raw, 0) == lost.start():
        faults.add(
            fault(
                "invalid-bibtex",
                file.position(start + lost.start("name")),
                f"a comma is missing before the field `{lost['name']}`",
                help="put a comma at the end of the line before",
                length=len(lost["name"]),
            )
        )
        raw = raw[: lost.start() + 1]
    for delimited, part, at in _parts(raw):
        if delimited or part.isdecimal():
            parts.append(part)
        elif part.lower() in macros:
            parts.append(macros[part.lower()])
        else:
            faults.add(
                fault(
                    "invalid-bibtex",
                    file.position(start + at),
                    f"`{part}` stands without braces, and no `@string` defines it",
                    help="put the value in braces: `{" + part + "}`",
                    length=len(part),
                )
            )
            parts.append(part)
    return "".join(parts)


def _parts(raw: str) -> Iterator[tuple[bool, str, int]]:
    """Yield the parts of a value that `#` joins: whether delimited, the text, its index."""
    position = 0
    while token := _TOKEN.match(raw, position):
        if token["bare"]:
            yield False, token["bare"], token.start("bare")
            position = token.end()
            continue
        end = _closing(raw, token.start("open"))
        yield True, raw[token.end() : end], token.end()
        position = end + 1


def _closing(raw: str, opening: int) -> int:
    """Return the index of the delimiter that closes the one at an index."""
    depth = 0
    for index in range(opening, len(raw)):
        char = raw[index]
        if raw[index - 1 : index] == "\\":
            continue
        if char == '"' and raw[opening] == '"' and depth == 0 and index > opening:
            return index
        depth += (char == "{") - (char == "}")
        if depth == 0 and char == "}" and raw[opening] == "{":
            return index
    return len(raw)


def _tell_duplicate(key: Scalar, first: Scalar, faults: Faults) -> None:
    same = key.value == first.value
    faults.add(
        fault(
            "duplicate-reference",
            key,
            f"the key `{key.value}` stands twice" if same else f"`{key.value}` and `{first.value}` differ only in case",
            help="give one of the two another key, or delete it",
            notes=(Note(message="the first one", position=first.position()),),
            subject=key.value,
        )
    )


def _tell_failed(file: TextFile, block: ParsingFailedBlock, faults: Faults) -> None:
    reason = str(getattr(block.error, "abort_reason", block.error)).strip().rstrip(".")
    first = (block.raw or "").split("\n", 1)[0].strip()
    start = file.starts[min(block.start_line or 0, len(file.starts) - 1)]
    faults.add(
        fault(
            "invalid-bibtex",
            file.position(start),
            f"the entry that begins `{first}` can't be read: {reason[:1].lower()}{reason[1:]}",
            help="check that each `{` has its `}`, each field ends with a comma, and each name has its `=`",
            length=len(first),
        )
    )


def _tell_lost_entries(file: TextFile, block: Block, faults: Faults) -> None:
    """Tell of an entry that BibTeX would pass over because its `@` is missing."""
    for lost in _ENTRY_WITHOUT_AT.finditer(block.raw or ""):
        line = (block.start_line or 0) + (block.raw or "").count("\n", 0, lost.start())
        faults.add(
            fault(
                "invalid-bibtex",
                file.position(file.starts[min(line, len(file.starts) - 1)]),
                f"`{lost[0].strip()}` looks like an entry, and is none: its `@` is missing",
                help="write `@` before it",
                length=len(lost[0].strip()),
            )
        )


def _tell_lost_fields(file: TextFile, block: Block, faults: Faults) -> None:
    """Tell of fields that follow an entry whose braces close too early."""
    if field := _FIELD.search(block.raw or ""):
        line = (block.start_line or 0) + (block.raw or "").count("\n", 0, field.start("name"))
        faults.add(
            fault(
                "invalid-bibtex",
                file.position(file.starts[min(line, len(file.starts) - 1)]),
                f"the field `{field['name']}` stands outside of any entry: the entry before it ends too early",
                help="look for a `}` too many, or a `{` too few, in the entry before it",
            )
        )


def _inherit(
    entries: Mapping[str, tuple[Scalar, Entry, dict[str, Scalar]]],
) -> Iterator[tuple[Scalar, Entry, dict[str, Scalar]]]:
    """Give each entry with a `crossref` the fields of its parent that it lacks (BibLaTeX manual, 2.4.1)."""
    for key, entry, fields in entries.values():
        parent = entries.get(fields["crossref"].value.strip().lower()) if "crossref" in fields else None
        if parent is None:
            yield key, entry, fields
            continue
        given = {("booktitle" if name == "title" else name): value for name, value in parent[2].items()}
        own = {name: value for name, value in fields.items() if name != "crossref"}
        yield key, entry, {**given, **own}


def _reference(key: Scalar, entry: Entry, fields: dict[str, Scalar], faults: Faults) -> Reference:
    return Reference(
        key=key,
        kind=entry.entry_type.lower(),
        fields=fields,
        files=read_files(fields.get("file")),
        excerpt=read_excerpt(key, fields.get("excerpt"), faults),
        keywords=read_keywords(key, fields.get("keywords"), faults),
        body=read_body(fields),
        title=decode_latex(fields["title"].value) if "title" in fields else None,
    )
