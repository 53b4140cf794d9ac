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
    for char in dict.fromkeys("".join(texts)):
        places = (file.position(file.text.index(char)) for file in files if char in file.text)
        name = unicodedata.name(char, "a character without a name").lower()
        yield fault(
            "glyph-missing",
            next(places, None),
            f"the fonts have no picture for `{char}` (U+{ord(char):04X}, {name})",
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
