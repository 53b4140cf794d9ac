"""Words that a text puts in quotation marks."""

from __future__ import annotations

import re

from msgspec import Struct

_PAIRS = {"“": "”", "„": "“”", "«": "»", "‹": "›", '"': '"', "「": "」", "『": "』", "‘": "’"}
_OPENING = re.compile(r"[“„«‹「『]|(?<![\w’'\"])[\"‘](?=\S)")


class Quotation(Struct, frozen=True):
    """Words between quotation marks: the index of the first and past the last."""

    start: int
    end: int
    words: str


def quotations(text: str) -> list[Quotation]:
    """Return what stands in quotation marks, not what stands in marks within them."""
    found = []
    position = 0
    while opening := _OPENING.search(text, position):
        closing = _closing(text, opening)
        if closing is None:
            position = opening.end()
            continue
        words = text[opening.end() : closing]
        if re.search(r"\w", words):
            found.append(Quotation(opening.end(), closing, words))
        position = closing + 1
    return found


def _closing(text: str, opening: re.Match[str]) -> int | None:
    """Return the index of the mark that closes a quotation, nested ones of the same kind passed over."""
    mark = opening[0]
    depth = 0
    for index in range(opening.end(), len(text)):
        char = text[index]
        if char == mark and char not in _PAIRS[mark]:
            depth += 1
        elif char in _PAIRS[mark] and not _is_apostrophe(text, index):
            if depth == 0:
                return index
            depth -= 1
    return None


def _is_apostrophe(text: str, index: int) -> bool:
    """Tell whether `’` stands within a word, where it closes nothing."""
    return text[index] == "’" and text[index + 1 : index + 2].isalpha()
