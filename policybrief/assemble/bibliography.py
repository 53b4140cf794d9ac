"""The cited references as BibLaTeX: cited entries only, documented fields only, capitals kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from policybrief.reading.references import KEYWORDS
from policybrief.text.directions import is_turned

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from policybrief.model import Reference, Source

TITLES = frozenset({"title", "subtitle", "booktitle", "maintitle", "journaltitle", "journal", "shorttitle", "series"})
PRINTED = (
    "author", "editor", "translator", "title", "subtitle", "shorttitle", "titleaddon", "booktitle", "maintitle",
    "journaltitle", "journal", "series", "volume", "number", "issue", "edition", "version", "pages", "chapter",
    "publisher", "organization", "institution", "school", "location", "address", "eventtitle", "venue", "type",
    "howpublished", "pubstate", "date", "year", "month", "origdate", "eventdate", "url", "urldate", "doi", "isbn",
    "issn", "eprint", "eprinttype", "langid", "note", "addendum",
)  # fmt: skip
KEPT = (*PRINTED, "archiveurl", "archivedate", "excerpt", "file", "keywords", "related", "relatedtype")

VERBATIM = frozenset(
    ["date", "doi", "eprint", "eventdate", "isbn", "issn", "langid", "origdate", "type", "url", "urldate"]
)
"""Fields that pandoc takes as they stand, without TeX."""

_COMMAND = re.compile(r"\\([A-Za-z]+|[^A-Za-z])|[#$%&^]")
_COMMANDS = frozenset(
    [
        "AA", "AE", "DH", "DJ", "G", "H", "L", "NG", "O", "OE", "P", "S", "TH", "U", "aa", "ae", "b", "c", "copyright",
        "d", "dag", "ddag", "dh", "dj", "dots", "em", "emph", "enquote", "euro", "h", "i", "it", "itshape", "j", "k",
        "l", "ldots", "mkbibbold", "mkbibemph", "mkbibitalic", "mkbibquote", "ng", "o", "oe", "pounds", "r", "sc",
        "scshape", "slash", "ss", "t", "textasciicircum", "textasciitilde", "textbackslash", "textbf", "textbraceleft",
        "textbraceright", "textdegree", "textemdash", "textendash", "texteuro", "textgreater", "textit", "textless",
        "textnormal", "textquotedblleft", "textquotedblright", "textquoteleft", "textquoteright", "textquotesingle",
        "textrm", "textsc", "textsf", "textsubscript", "textsuperscript", "texttt", "th", "u", "v",
        *"`'^\"~=.&%$#_{}- ,/@;:!\\",
    ]
)  # fmt: skip
"""TeX that stands for a character or a kind of letter; other commands print as typed."""
_ADDRESS = re.compile(r"\s*\{https?:", re.IGNORECASE)

_TYPES = re.compile(r"[a-z]+")
_RESERVED = re.compile(
    r"(?:fig|tbl|sec|eq|lst|thm|lem|cor|prp|cnj|def|exm|exr|sol|rem|prf|alg|tip|nte|wrn|cau|imp|ref)-", re.IGNORECASE
)
"""Keys that begin so are cross-references to Quarto, and `ref-` is what stands before them in the document."""


def key_in_document(key: str) -> str:
    """Return a citation key as it stands in the document; the filter takes it back."""
    return f"ref-{key}" if _RESERVED.match(key) else key


def write_bibliography(
    references: Iterable[Reference], *, supplied: Mapping[str, str], months: Mapping[str, str] | None = None
) -> str:
    """Return the .bib file that citations are made of, with what is printed.

    `supplied` says for references without title what they are; it stands in `type`. Titles stand in double braces,
    for citation processing would write `Iran` and `Human` small in some of them. `months` are dates in words that
    stand in the place of those without day; our own styles print `annotation` so.
    """
    return "\n".join(
        _entry(
            key_in_document(one.key.value),
            one,
            supplied.get(one.key.value),
            PRINTED,
            month=(months or {}).get(one.key.value),
        )
        for one in references
    )


def write_sources(references: Iterable[Reference], sources: Mapping[str, Source]) -> str:
    """Return the .bib file that goes along with a brief.

    It has cited entries and documented fields only. What a reference manager wrote of its owner's folders and tags
    stays behind: `file` is the stored source's path in the project, `keywords` are those that have a meaning.
    """
    return "\n".join(_kept_entry(one, sources.get(one.key.value)) for one in references)


def _kept_entry(reference: Reference, source: Source | None) -> str:
    own = {"file": source.file.path if source else "", "keywords": ", ".join(sorted(reference.keywords & KEYWORDS))}
    field = reference.key
    fields = {**reference.fields, **{name: replace(field, value=value) for name, value in own.items() if value}}
    kept = {name: fields[name] for name in KEPT if name in fields and own.get(name) != ""}
    return _entry(reference.key.value, replace(reference, fields=kept), None, KEPT)


def _entry(
    key: str, reference: Reference, supplied: str | None, wanted: tuple[str, ...], *, month: str | None = None
) -> str:
    kind = reference.kind if _TYPES.fullmatch(reference.kind) else "misc"
    lines = [f"@{kind}{{{key},"]
    values = {name: _balanced(reference.fields[name].value) for name in wanted if name in reference.fields}
    if wanted is PRINTED:
        values = {name: _inert(name, value) for name, value in values.items()}
    if supplied and "title" not in values:
        values["type"] = _balanced(supplied)  # pandoc takes this field as it stands, without TeX
    if month:
        values["annotation"] = _balanced(month)
    for name, value in values.items():
        value = _kept_apart(value) if wanted is PRINTED else value  # noqa: PLW2901
        lines.append(f"  {name} = {{{{{value}}}}}," if name in TITLES else f"  {name} = {{{value}}},")
    return "\n".join([*lines, "}", ""])


def _inert(name: str, value: str) -> str:
    """Return a field's value so that TeX in it does no more than print: no math, comments, definitions, files."""
    if name in VERBATIM:
        return value

    def inert(found: re.Match[str]) -> str:
        command = found[1]
        if command is None:
            return "\\^{}" if found[0] == "^" else f"\\{found[0]}"
        is_address = command in ("url", "href") and _ADDRESS.match(value, found.end())
        return found[0] if command in _COMMANDS or is_address else f"\\textbackslash{{}}{command}"

    return _COMMAND.sub(inert, value)


def _kept_apart(value: str) -> str:
    """Return a value with a mark at its end that keeps words written from right to left from joining those after it."""
    return value + "\u200e" if is_turned(value) and "/" not in value else value


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
