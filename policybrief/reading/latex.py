"""The LaTeX that reference managers write into a field -> plain text, for messages and comparison."""

from __future__ import annotations

import re


def decode_latex(value: str) -> str:
    """Return a field's words on one line, without braces and commands; printing is left to citeproc."""
    if "\\" in value:
        from pylatexenc.latex2text import LatexNodes2Text

        value = LatexNodes2Text(keep_comments=True).latex_to_text(re.sub(r"(?<!\\)%", r"\\%", value))
    return " ".join(value.replace("{", "").replace("}", "").replace("~", " ").split())
