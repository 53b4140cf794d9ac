"""Which passages two texts have in common, word for word: what was copied, or comes from one hand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from policybrief.text.folding import Folded

SHINGLE = 8
"""Words in a row that texts of two hands do not share by chance."""
NEAR_DUPLICATE = 0.4
"""Share of the shorter text's words that lie in passages in common."""
LONG_PASSAGE = 60
"""Words in a row after which two texts are not independent, however long they are."""

_WORD = re.compile(r"\w+")


class Shared(Struct, frozen=True):
    """A passage that two texts have in common; indexes are those of the folded texts."""

    first: int
    second: int
    words: int
    text: str


def shared_passages(one: Folded, other: Folded) -> tuple[list[Shared], float]:
    """Return the passages in common, the longest first, and the share of the shorter text that lies in them."""
    left = [(word[0].lower(), word.start(), word.end()) for word in _WORD.finditer(one.key)]
    right = [(word[0].lower(), word.start(), word.end()) for word in _WORD.finditer(other.key)]
    shorter = min(len(left), len(right))
    if shorter < SHINGLE:
        return [], 0.0
    places: dict[tuple[str, ...], int] = {}
    for index in range(len(left) - SHINGLE + 1):
        places.setdefault(tuple(word for word, _, _ in left[index : index + SHINGLE]), index)
    found = []
    seen: set[int] = set()
    index = covered = 0
    while index <= len(right) - SHINGLE:
        start = places.get(tuple(word for word, _, _ in right[index : index + SHINGLE]))
        if start is None:
            index += 1
            continue
        length = SHINGLE
        while (
            start + length < len(left)
            and index + length < len(right)
            and left[start + length][0] == right[index + length][0]
        ):
            length += 1
        first, last = left[start][1], left[start + length - 1][2]
        found.append(Shared(first, right[index][1], length, one.key[first:last]))
        covered += len(set(range(start, start + length)) - seen)
        seen.update(range(start, start + length))
        index += length
    return sorted(found, key=lambda shared: -shared.words), covered / shorter


def are_near_duplicates(passages: list[Shared], share: float) -> bool:
    """Tell whether what two texts have in common makes them one source."""
    return share >= NEAR_DUPLICATE or bool(passages and passages[0].words >= LONG_PASSAGE)
