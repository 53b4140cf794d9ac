"""Faults of references.bib: what can't be read, stands twice, is missing, or is not used."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from planting.defect import Defect
    from planting.sample import Sample
    from policybrief.model import Reference

_FIELD = re.compile(r"^  (?P<name>\w+) *= (?P<value>\{.*\}),\n", re.MULTILINE)
_UNREAD = (
    *("figure-not-in-source", "date-not-in-source", "quotation-not-in-evidence", "not-corroborated"),
    "reference-without-source",
)
"""What follows for those who cite an entry that can't be read."""
_LOST_DATE = ("date-not-in-source",)
_LOST_BODY = ("not-corroborated",)


def plant(sample: Sample, _: Random) -> Iterator[Defect]:
    """Yield defects of each reference."""
    text, path = sample.texts[sample.bib_path], sample.bib_path
    for key, reference in sample.references.items():
        start, end = _entry(text, reference)
        fields = {field["name"]: field for field in _FIELD.finditer(text, start, end)}
        unclosed = (end - 1, end, "")
        yield sample.change("invalid-bibtex", "the entry not closed", path, unclosed, anywhere=True, spreads=_UNREAD)
        for name, field in fields.items():
            if field["value"].strip("{}").isdigit():
                continue  # a number needs no braces: what is left says the same
            opened = (field.start("value"), field.start("value") + 1, "")
            yield sample.change(
                "invalid-bibtex", f"`{name}`: a brace too few", path, opened, anywhere=True, spreads=_UNREAD
            )
            bare = (*field.span("value"), field["value"].strip("{}"))
            if " " in bare[2]:
                yield sample.change(
                    "invalid-bibtex", f"`{name}`: no braces", path, bare, anywhere=True, spreads=_UNREAD
                )
        yield from _twice(sample, key, text[start:end])
        yield from _dates(sample, reference, fields)
        yield from _incomplete(sample, fields)
        yield from _values(sample, fields)


def _entry(text: str, reference: Reference) -> tuple[int, int]:
    start = text.rfind("@", 0, reference.key.start)
    return start, text.index("\n}", start) + 2


def _twice(sample: Sample, key: str, entry: str) -> Iterator[Defect]:
    end = len(sample.texts[sample.bib_path])
    for code, kind, other in (
        ("duplicate-reference", "an entry twice", key),
        ("duplicate-reference", "other capitals", key.upper()),
        ("unused-reference", "an entry more", f"{key}-b"),
    ):
        words = f"\n{entry.replace(key, other, 1)}\n"
        yield sample.change(code, kind, sample.bib_path, (end, end, words), also=[key, other])


def _dates(sample: Sample, reference: Reference, fields: dict[str, re.Match[str]]) -> Iterator[Defect]:
    for words in ("28 January 2021", "2021-13", "2021-02-30", "forthcoming", "Spring 2020", "c. 2005", "01/2021"):
        if "date" in fields:
            edit = (*fields["date"].span("value"), f"{{{words}}}")
        else:
            at = sample.texts[sample.bib_path].find("\n", reference.key.start) + 1
            edit = (at, at, f"  date = {{{words}}},\n")
        yield sample.change("date-not-readable", f"`{words}`", sample.bib_path, edit, spreads=_LOST_DATE)


def _incomplete(sample: Sample, fields: dict[str, re.Match[str]]) -> Iterator[Defect]:
    consequences: dict[str, tuple[str, ...]] = {"title": (), "author": _LOST_BODY, "date": _LOST_DATE}
    for name, lost in consequences.items():
        if field := fields.get(name):
            gone = (*field.span(), "")
            yield sample.change("reference-incomplete", f"no {name}", sample.bib_path, gone, spreads=lost)
    keywords = fields["keywords"]
    for word in ("untitled", "undated", "unattributed"):
        if word in keywords["value"]:
            kept = ", ".join(one for one in re.findall(r"[\w-]+", keywords["value"]) if one != word)
            edit = (*keywords.span("value"), f"{{{kept}}}")
            yield sample.change("reference-incomplete", f"`{word}` not said", sample.bib_path, edit)


def _values(sample: Sample, fields: dict[str, re.Match[str]]) -> Iterator[Defect]:
    path = sample.bib_path
    at = fields["file"].start()
    yield sample.change("invalid-value", "no address on the web", path, (at, at, "  url = {www.example},\n"))
    if excerpt := fields.get("excerpt"):
        for words in ("3-", "lines 3 to 9", "9-3", "900-910"):
            edit = (*excerpt.span("value"), f"{{{words}}}")
            lost = ("quote-not-in-source", "quote-in-other-source", *_UNREAD)
            yield sample.change("invalid-value", f"the excerpt `{words}`", path, edit, spreads=lost)
