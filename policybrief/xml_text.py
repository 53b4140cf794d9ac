"""Text that XML can hold."""

from __future__ import annotations

import re

_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0 can't hold, not even escaped."""


def xml_text(text: str) -> str:
    """Return a text with a sign in the place of each character that XML can't hold."""
    return _NOT_XML.sub("\ufffd", text)
