"""What helps an author whose quote is not found: how it differs, and from which passage. It never passes a quote."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from msgspec import Struct

from policybrief.text.folding import fold
from policybrief.text.quote_parts import take_apart

if TYPE_CHECKING:
    from policybrief.text.folding import Folded

_WORD = re.compile(r"\S+")

MIN_SCORE = 55.0
"""Below this likeness, of 100, a passage helps nobody."""


class Passage(Struct, frozen=True):
    """A stretch of a folded text."""

    start: int
    end: int
    words: str


class Difference(Struct, frozen=True):
    """What a quote has, and what its source has in the place of it; one of the two may be empty."""

    quote: str
    source: str


def same_but_for_capitals(quote: str, text: Folded) -> Passage | None:
    """Return the passage that differs from the quote in capitals only."""
    needle = fold(quote)
    start = text.key.lower().find(needle.lower())
    if start < 0 or len(text.key.lower()) != len(text.key):
        return None
    return Passage(start, start + len(needle), text.key[start : start + len(needle)])


def parts_out_of_order(quote: str, text: Folded) -> bool:
    """Tell whether all parts of a quote stand in the text, but in another order."""
    parts = [part.words for part in take_apart(quote).parts]
    return len(parts) > 1 and all(part in text.key for part in parts)


def nearest_passage(quote: str, text: Folded) -> Passage | None:
    """Return the passage most like a quote, in whole words; None where nothing is like it."""
    from rapidfuzz import fuzz

    needle = fold(quote)
    if not needle or not text.key:
        return None
    found = fuzz.partial_ratio_alignment(needle, text.key, score_cutoff=MIN_SCORE)
    if found is None:
        return None
    start, end = (found.dest_start, found.dest_end) if len(needle) <= len(text.key) else (0, len(text.key))
    words = [
        (word.start(), word.end()) for word in _WORD.finditer(text.key) if word.end() > start and word.start() < end
    ]
    return _trimmed(needle.split(), words, text.key) if words else None


def _trimmed(quoted: list[str], words: list[tuple[int, int]], key: str) -> Passage:
    """Take words off the edges that stand beside the passage, and not in the place of words of the quote."""
    there = [key[start:end] for start, end in words]
    blocks = [
        block for block in SequenceMatcher(None, quoted, there, autojunk=False).get_matching_blocks() if block.size
    ]
    if blocks:
        first, last = blocks[0], blocks[-1]
        before = min(first.a, first.b)
        after = min(len(quoted) - last.a - last.size, len(there) - last.b - last.size)
        words = words[first.b - before : last.b + last.size + after]
    return Passage(words[0][0], words[-1][1], key[words[0][0] : words[-1][1]])


def differences(quote: str, passage: str) -> list[Difference]:
    """Return where a quote's words and those of a passage differ, both folded."""
    left, right = fold(quote).split(), passage.split()
    return [
        Difference(" ".join(left[left_start:left_end]), " ".join(right[right_start:right_end]))
        for kind, left_start, left_end, right_start, right_end in SequenceMatcher(
            None, left, right, autojunk=False
        ).get_opcodes()
        if kind != "equal"
    ]
