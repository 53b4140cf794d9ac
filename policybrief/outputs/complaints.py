"""What renderers complain of, as diagnostics: characters without a picture, sources without a printed form."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from policybrief.diagnostics import Diagnostic, fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policybrief.model import Library
    from policybrief.position import TextFile

SHOWN = 20
"""Characters of one script that a message names."""
_MISSING_GLYPH = re.compile(
    r"the text `\"(.+?)\"` could not be displayed with font|the PDF contains the codepoint `\"(.+?)\"`"
)
"""The second is told of characters that every font draws otherwise, of Unicode's private area."""
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
_NOT_PRINTED = re.compile(r"Bibliography entry with no printed form: (?:ref-)?(\S+)")
_NOT_FOUND = re.compile(r"Citeproc: citation (?:ref-)?(\S+) not found")


def complaints(said: str, files: Sequence[TextFile], library: Library) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each fault of the brief that a renderer tells of; `files` are those that are printed."""
    found = ("".join(pair) for pair in _MISSING_GLYPH.findall(said))
    texts = [_ESCAPE.sub(lambda code: chr(int(code[1], 16)), text) for text in found]
    scripts: dict[str, list[str]] = {}
    for char in dict.fromkeys("".join(texts)):
        scripts.setdefault(_script(char), []).append(char)
    for chars in scripts.values():
        first, *others = chars
        places = (file.position(file.text.index(first)) for file in files if first in file.text)
        name = unicodedata.name(first, "a character without a name").lower()
        alike = f", nor for {len(others):,} more of its script: {_listed(others)}" if others else ""
        yield fault(
            "glyph-missing",
            next(places, None),
            f"the fonts have no picture for `{first}` (U+{ord(first):04X}, {name}){alike}",
            help="put a font that has it into fonts/ of the project, or write it otherwise",
        )
    for code, pattern, what in (
        ("reference-not-listed", _NOT_PRINTED, "the citation style prints nothing for `{}` in the list of sources"),
        ("citation-unresolved", _NOT_FOUND, "`{}` could not be resolved"),
    ):
        for key in dict.fromkeys(pattern.findall(said)):
            reference = library.references.get(key)
            yield fault(
                code,
                reference.key if reference else None,
                what.format(key),
                help="take a style that has a form for such a source, or give the reference what the style asks for",
            )


def _script(char: str) -> str:
    """Return the first word of a letter's name, `CJK` or `DEVANAGARI`; a sign is of no script but itself."""
    return unicodedata.name(char, char).split()[0] if unicodedata.category(char)[0] in "LM" else char


def _listed(chars: Sequence[str]) -> str:
    return " ".join(f"`{char}`" for char in chars[:SHOWN]) + (" …" if len(chars) > SHOWN else "")
