"""Fields of an entry that have a meaning here: the stored file, the excerpt, the body behind it."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from policybrief.diagnostics import fault
from policybrief.reading.latex import decode_latex

if TYPE_CHECKING:
    from collections.abc import Mapping

    from policybrief.diagnostics import Faults
    from policybrief.position import Scalar

WITH_A_MEANING = (
    "file",
    "excerpt",
    "url",
    "urldate",
    "archiveurl",
    "archivedate",
    "publisher",
    "organization",
    "institution",
    "related",
    "relatedtype",
    "keywords",
    "langid",
)
"""The fields on which a check or the list of sources depends; others are printed as the citation style says."""

KEYWORDS = frozenset(
    {"opinion", "primary", "secondary", "social-media", "undated", "unattributed", "untitled", "truncated"}
)
"""Words of `keywords` that have a meaning; others are the reader's own."""

_SEPARATOR = re.compile(r"[,;]")
_MORE = re.compile(r"[\s-](?:sources?|pieces?|articles?)$")
_EXCERPT = re.compile(r"(\d{1,9})(?:\s*[-\u2013]+\s*(\d{1,9}))?")
_AND = re.compile(r"\s+and\s+(?=\{|[^{}]*(?:\{|$))")
"""What parts names: an `and` that stands in no braces."""
_CORPORATE = re.compile(r"\{.*\}", re.DOTALL)


def read_keywords(key: Scalar, field: Scalar | None, faults: Faults) -> frozenset[str]:
    """Return the words of `keywords`, in small letters; one that all but spells one with a meaning is a fault."""
    if field is None:
        return frozenset()
    words = frozenset(word.strip().lower() for word in _SEPARATOR.split(field.value)) - {""}
    for word in sorted(words - KEYWORDS):
        if nearest := get_close_matches(_MORE.sub("", word), KEYWORDS, 1, cutoff=0.85):
            message = f"`{word}` in `keywords` has no meaning here: the source would count as one of no special kind"
            at = field.value.lower().find(word)
            advice = f"did you mean `{nearest[0]}`?"
            faults.add(
                fault("invalid-value", field, message, help=advice, subject=key.value, offset=at, length=len(word))
            )
    return words


def read_files(field: Scalar | None) -> tuple[str, ...]:
    r"""Return the paths that a `file` field names.

    Understood are a bare path, and `description:path:type` joined by `;` with `\\` before `:`, `;` and `\\`, as
    Zotero and JabRef write it.
    """
    if field is None or not (value := field.value.strip()):
        return ()
    paths = []
    for item in re.split(r"(?<!\\);", value):
        parts = re.split(r"(?<!\\):", item)
        path = parts[1] if len(parts) > 1 and not _is_drive(parts) else item
        paths.append(re.sub(r"\\([:;\\{}_ ])", r"\1", path).strip())
    return tuple(path for path in paths if path)


def _is_drive(parts: list[str]) -> bool:
    return len(parts) == 2 and len(parts[0].strip()) == 1 and parts[0].strip().isalpha()


def read_excerpt(key: Scalar, field: Scalar | None, faults: Faults) -> tuple[int, int] | None:
    """Return the first and the last line of an `excerpt`, both from 1."""
    if field is None or not field.value.strip():
        return None
    found = _EXCERPT.fullmatch(field.value.strip())
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if 1 <= first <= last:
        return first, last
    faults.add(
        fault(
            "invalid-value",
            field,
            f"`{field.value.strip()}` is not a range of lines",
            help="write the first and the last line, `3-9`, or the only one, `16`; the first line is 1",
            subject=key.value,
        )
    )
    return None


def read_body(fields: Mapping[str, Scalar]) -> str | None:
    """Return the organisation behind a source: `publisher`, `organization`, `institution`, or a corporate author."""
    for name in ("publisher", "organization", "institution"):
        if name in fields and (body := decode_latex(fields[name].value)):
            return body
    for name in ("author", "editor"):
        value = fields[name].value.strip() if name in fields else ""
        names = _AND.split(value)
        if value and all(_CORPORATE.fullmatch(one.strip()) for one in names):
            return ", ".join(decode_latex(one) for one in names)
    return None
