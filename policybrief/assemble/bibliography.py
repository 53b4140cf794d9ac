"""The cited references as BibLaTeX: cited entries only, documented fields only, capitals kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from policybrief.model import Reference

TITLES = frozenset({"title", "subtitle", "booktitle", "maintitle", "journaltitle", "journal", "shorttitle", "series"})
PRINTED = (
    "author", "editor", "translator", "title", "subtitle", "shorttitle", "titleaddon", "booktitle", "maintitle",
    "journaltitle", "journal", "series", "volume", "number", "issue", "edition", "version", "pages", "chapter",
    "publisher", "organization", "institution", "school", "location", "address", "eventtitle", "venue", "type",
    "howpublished", "pubstate", "date", "year", "month", "origdate", "eventdate", "url", "urldate", "doi", "isbn",
    "issn", "eprint", "eprinttype", "langid", "note", "addendum",
)  # fmt: skip
KEPT = (*PRINTED, "archiveurl", "archivedate", "excerpt", "file", "keywords", "related", "relatedtype")

_TYPES = re.compile(r"[a-z]+")


def write_bibliography(
    references: Iterable[Reference], *, supplied: Mapping[str, str], fields: Iterable[str] = PRINTED
) -> str:
    """Return a .bib file; `supplied` says for references without title what they are; it stands in `type`.

    Titles stand in double braces, for citation processing would write `Iran` and `Human` small in some of them.
    """
    wanted = tuple(fields)
    return "\n".join(_entry(reference, supplied.get(reference.key.value), wanted) for reference in references)


def _entry(reference: Reference, supplied: str | None, wanted: tuple[str, ...]) -> str:
    kind = reference.kind if _TYPES.fullmatch(reference.kind) else "misc"
    lines = [f"@{kind}{{{reference.key.value},"]
    values = {name: _balanced(reference.fields[name].value) for name in wanted if name in reference.fields}
    if supplied and "title" not in values:
        values["type"] = _balanced(supplied)  # pandoc takes this field as it stands, without TeX
    for name, value in values.items():
        lines.append(f"  {name} = {{{{{value}}}}}," if name in TITLES else f"  {name} = {{{value}}},")
    return "\n".join([*lines, "}", ""])


def _balanced(value: str) -> str:
    """Return a value on one line whose braces close what they open, so that it can't end its entry."""
    value = " ".join(value.split())
    depth = 0
    for index, char in enumerate(value):
        if char in "{}" and value[index - 1 : index] != "\\":
            depth += 1 if char == "{" else -1
            if depth < 0:
                break
    return value if depth == 0 and not value.endswith("\\") else value.replace("{", "").replace("}", "").rstrip("\\")
