"""The LaTeX that reference managers write into a field -> plain text, for messages and comparison."""

from __future__ import annotations

import re

_NOT_TEXT = re.compile(r"\\(?=(?:today|input|include|verb)(?![A-Za-z]))")
"""What begins commands that would print the day, read a file, or read on past the field."""


def decode_latex(value: str) -> str:
    """Return a field's words on one line, without braces and commands; printing is left to citeproc."""
    if "\\" in value:
        value = _decoded(_NOT_TEXT.sub("", re.sub(r"(?<!\\)%", r"\\%", value)))
    return " ".join(value.replace("{", "").replace("}", "").replace("~", " ").split())


def _decoded(value: str) -> str:
    """Return what commands stand for; where the library fails at one, all of them are left out."""
    from pylatexenc.latex2text import LatexNodes2Text

    try:
        return str(LatexNodes2Text(keep_comments=True).latex_to_text(value))
    except Exception:
        return re.sub(r"\\(?:[A-Za-z]+\*?|.)?", " ", value, flags=re.DOTALL)
