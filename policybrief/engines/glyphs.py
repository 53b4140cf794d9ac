"""Letters under a combining mark that no font draws: beneath a mark that one does draw, Typst does not tell of them."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from policybrief.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MAY_BE_MARK = re.compile(r"[^\x00-\u02ff\u0400-\u0482\u048a-\u052f\u2010-\u2044]")
"""What is none are most characters of Latin and Cyrillic, and the marks between words."""


def marked_letters(text: str) -> str:
    """Return the letters outside ASCII that stand under a combining mark in a text, each once, in order."""
    if text.isascii():
        return ""
    text = unicodedata.normalize("NFC", text)
    marks = (found.start() for found in _MAY_BE_MARK.finditer(text) if unicodedata.category(found[0]) == "Mn")
    bases = (text[index - 1] for index in marks if index)
    return "".join(dict.fromkeys(base for base in bases if not base.isascii() and base.isalpha()))


def check_glyphs(texts: Iterable[str], fonts: Sequence[Path]) -> None:
    """Set the letters under marks by themselves. Raises EngineError with what Typst says of those without a picture."""
    letters = "".join(dict.fromkeys("".join(map(marked_letters, texts))))
    if not letters:
        return
    import typst

    with tempfile.TemporaryDirectory(prefix="policybrief-") as folder:
        source = Path(folder) / "letters.typ"
        source.write_text(f'#set document(title: "letters")\n#"{" ".join(letters)}"\n', encoding="utf-8")
        try:
            typst.compile(source, pdf_standards=["ua-1"], font_paths=[*fonts], ignore_system_fonts=True)
        except typst.TypstError as error:
            raise EngineError("The fonts lack letters of the text", str(error)) from error
