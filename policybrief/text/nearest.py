"""What helps an author whose quote is not found: how it differs, and from which passage. It never passes a quote."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from policybrief.text.folding import fold
from policybrief.text.quote_parts import take_apart

if TYPE_CHECKING:
    from policybrief.text.folding import Folded

MIN_SCORE = 55.0
"""Below this likeness, of 100, a passage helps nobody."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a folded text."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Difference:
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
    """Return the passage most like a quote, widened to whole words; None where nothing is like it."""
    from rapidfuzz import fuzz

    needle = fold(quote)
    if not needle or not text.key:
        return None
    found = fuzz.partial_ratio_alignment(needle, text.key, score_cutoff=MIN_SCORE)
    if found is None:
        return None
    start, end = (found.dest_start, found.dest_end) if len(needle) <= len(text.key) else (0, len(text.key))
    while start > 0 and not text.key[start - 1].isspace():
        start -= 1
    while end < len(text.key) and not text.key[end].isspace():
        end += 1
    words = text.key[start:end]
    return Passage(start, end, words.strip()) if words.strip() else None


def differences(quote: str, passage: str) -> list[Difference]:
    """Return where a quote's words and a passage's differ, both folded."""
    left, right = _words(fold(quote)), _words(passage)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    blocks = [opcode for opcode in matcher.get_opcodes() if opcode[0] != "equal"]
    # What the passage has before and after the quote is not a difference: its edges were only widened to words.
    found = []
    for _, left_start, left_end, right_start, right_end in blocks:
        quoted, there = left[left_start:left_end], right[right_start:right_end]
        if right_start == 0:
            there = there[len(there) - min(len(there), len(quoted)) :]
        elif right_end == len(right):
            there = there[: len(quoted)]
        if quoted or there:
            found.append(Difference(" ".join(quoted), " ".join(there)))
    return found


def _words(text: str) -> list[str]:
    return re.findall(r"\S+", text)
