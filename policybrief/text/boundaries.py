"""Does a stretch of text begin or end inside a figure or a word?"""

from __future__ import annotations

import re

_SIGNS = r"<>≤≥≦≧⩽⩾±~≈∼≃=+\-"
_CURRENCY = r"$€£¥₽₸₴₺₹₩₦₫₱₪₮¢฿₾₼֏"
_SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"
_FRACTION = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅟⁄∕"
_SEPARATOR = r".,·٫٬:/'"

_FIGURE_BEFORE = re.compile(rf"(?:\d[{_SEPARATOR}]?|[{_SIGNS}]|[<>≤≥±≈~=] |[{_CURRENCY}] ?|[{_FRACTION}])$")
_FIGURE_AFTER = re.compile(rf"\d|[{_SEPARATOR}-]\d|[{_SUPERSCRIPT}{_FRACTION}]| ?[%‰‱°]| ?[{_CURRENCY}]")


def cuts_figure(text: str, start: int, end: int) -> bool:
    """Tell whether the words from start to end of a folded text are part of a larger figure.

    `12` is not what a text says that says `≥12`, `1.2`, `112`, `1,112`, `12%`, `-12`, `$12`, `12½` or `10-12`.
    """
    if text[start].isdecimal() and _FIGURE_BEFORE.search(text, max(0, start - 2), start):
        return True
    return text[end - 1].isdecimal() and bool(_FIGURE_AFTER.match(text, end))


def cuts_word(text: str, start: int, end: int) -> bool:
    """Tell whether the words from start to end begin or end within a word."""
    before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    after = end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    return before or after
