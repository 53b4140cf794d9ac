"""Texts that are looked for in other texts, all of them in one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST = 20
"""Letters of a text by which it is looked for, if it has so many."""


class Pieces:
    """Texts that are looked for; to look for each of thousands in a long text takes minutes."""

    def __init__(self, pieces: Iterable[str]) -> None:
        """Take the texts; empty ones stand nowhere."""
        known = [piece for piece in dict.fromkeys(pieces) if piece]
        self._size = min(MOST, *map(len, known), MOST)
        self._by_beginning: dict[str, list[str]] = {}
        for piece in known:
            self._by_beginning.setdefault(piece[: self._size], []).append(piece)

    def within(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield each place of a text at which one of them stands, from its beginning."""
        size, known = self._size, self._by_beginning
        for at in range(len(text) - size + 1) if known else ():
            for piece in known.get(text[at : at + size], ()):
                if text.startswith(piece, at):
                    yield at, piece
