"""Words that are written from right to left."""

from __future__ import annotations

import re

RIGHT_TO_LEFT = r"\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
"""Their characters, for a class of a pattern: Hebrew, Arabic, and the scripts and forms of letters beside these."""
_RIGHT_TO_LEFT = re.compile(f"[{RIGHT_TO_LEFT}]")


def is_turned(text: str) -> bool:
    """Tell whether some of a text is written from right to left."""
    return _RIGHT_TO_LEFT.search(text) is not None
