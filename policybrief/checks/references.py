"""Are the references complete, readable and in use? Told once a run, whatever the number of briefs."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from policybrief.diagnostics import Diagnostic, fault
from policybrief.position import Position
from policybrief.reading.dates import InvalidDate, interval_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from policybrief.model import Library, Reference

_UNSURE = "~?%"
_MONTH = re.compile(r"0?[1-9]|1[0-2]|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s/]\S*$", re.IGNORECASE)
_UNSEEN = frozenset({"Cf", "Co", "Cn"})
"""Categories of Unicode: characters that direct others, and those that are nobody's."""
_DECLARED = {"title": "untitled", "body": "unattributed", "date": "undated"}


def check_dates(library: Library) -> Iterator[Diagnostic]:
    """Citation processing reads each date; one that it does not know it drops without a word."""
    for reference in library.references.values():
        for name in ("date", "urldate", "archivedate", "origdate", "eventdate"):
            if name in reference.fields:
                yield from _check_date(reference, name)
        yield from _check_year(reference)


def _check_date(reference: Reference, name: str) -> Iterator[Diagnostic]:
    field = reference.fields[name]
    parts = [part.rstrip(_UNSURE) for part in field.value.strip().split("/")]
    try:
        interval_of("/".join(parts))
    except InvalidDate as invalid:
        yield fault(
            "date-not-readable",
            field,
            f"{str(invalid).replace('/'.join(parts), field.value.strip())}: citations would print without it",
            help="write `2021-01-25`, `2021-01`, `2021` or `2019/2021`; for words such as `forthcoming` there is "
            "`pubstate`, and a source without date has the keyword `undated`",
            subject=reference.key.value,
        )


def _check_year(reference: Reference) -> Iterator[Diagnostic]:
    rules: dict[str, tuple[Callable[[str], object], str]] = {
        "year": (re.compile(r"\d{4}").fullmatch, "a year of four digits"),
        "month": (_MONTH.fullmatch, "a month: `jan`, or its number"),
    }
    for name, (is_right, what) in rules.items():
        field = reference.fields.get(name)
        if field and not is_right(field.value.strip()):
            yield fault(
                "date-not-readable",
                field,
                f"`{field.value.strip()}` is not {what}: citations would print without it",
                help="write `date = {2021-01-25}`, `{2021-01}` or `{2021}`; a source without date has the keyword "
                "`undated`",
                subject=reference.key.value,
            )


def check_addresses(library: Library) -> Iterator[Diagnostic]:
    """Addresses are of the web."""
    for reference in library.references.values():
        for name in ("url", "archiveurl"):
            field = reference.fields.get(name)
            address = field.value.strip() if field else ""
            if field and (unseen := next((char for char in address if unicodedata.category(char) in _UNSEEN), None)):
                yield fault(
                    "invalid-value",
                    field,
                    f"the address holds a character that can't be seen (U+{ord(unseen):04X}): it would lead nowhere",
                    help="copy the address anew, or delete the character",
                    subject=reference.key.value,
                )
            elif field and not _WEB.match(address.replace("\\", "")):
                yield fault(
                    "invalid-value",
                    field,
                    f"`{address}` is not an address on the web",
                    help="write an address that begins with https:// or http://",
                    subject=reference.key.value,
                )


def check_completeness(library: Library) -> Iterator[Diagnostic]:
    """A reference has a title, a body behind it and a date, or says that its source does not tell."""
    for reference in library.references.values():
        there = {
            "title": reference.title,
            "body": reference.body or reference.fields.get("author") or reference.fields.get("editor"),
            "date": reference.fields.get("date") or reference.fields.get("year"),
        }
        missing = [name for name, value in there.items() if not value and _DECLARED[name] not in reference.keywords]
        if missing:
            words = " and ".join(f"no {name}" for name in missing)
            keywords = ", ".join(f"`{_DECLARED[name]}`" for name in missing)
            yield fault(
                "reference-incomplete",
                reference.key,
                f"`{reference.key.value}` has {words}",
                help=f"add it; or, if the source does not tell, add {keywords} to `keywords`",
                subject=reference.key.value,
            )


def check_use(library: Library, cited: frozenset[str]) -> Iterator[Diagnostic]:
    """Each reference is cited, each stored file is named by one, and a cited reference has a stored source."""
    for key, reference in library.references.items():
        if key not in cited:
            yield fault(
                "unused-reference",
                reference.key,
                f"no brief cites `{key}`",
                help="cite it, or delete the entry",
                subject=key,
            )


def check_cited(library: Library, cited: frozenset[str]) -> Iterator[Diagnostic]:
    """Each reference that is cited has a stored source."""
    for key, reference in library.references.items():
        if key in cited and not reference.files:
            yield fault(
                "reference-without-source",
                reference.key,
                f"`{key}` is cited, and names no stored source",
                help="store its text below seeds/ and write `file = {seeds/...}`, so that quotes can be looked up",
                subject=key,
            )


def check_stored(library: Library) -> Iterator[Diagnostic]:
    """Each file below seeds/ is named by a reference, or stands beside a text of the same name that is."""
    named = {path for reference in library.references.values() for path in reference.files}
    stems = {path.rsplit(".", 1)[0] for path in named}
    for path in sorted(library.stored):
        if path not in named and path.rsplit(".", 1)[0] not in stems:
            yield fault(
                "source-without-reference",
                Position(path, 1, 1),
                f"no reference names the stored file `{path}`",
                help=f"write an entry with `file = {{{path}}}`, or take the file out of seeds/",
                subject=path,
            )
