"""The stored texts of a library, folded once and kept for the whole run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policybrief.text.folding import Folded
from policybrief.text.likeness import Shared, shared_passages
from policybrief.text.names import NamedText, ends_like_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policybrief.model import Library


class StoredTexts:
    """Folded texts by citation key; an excerpt of a file is a text of its own."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._shared: dict[tuple[str, str], tuple[list[Shared], float]] = {}
        self._texts: dict[tuple[str, tuple[int, int] | None], Folded] = {}
        self._named: dict[int, NamedText] = {}
        self._names: dict[str, bool] = {}

    def of(self, key: str) -> Folded | None:
        """Return what is stored of a reference; None where nothing could be read."""
        source = self._library.sources.get(key)
        if source is None:
            return None
        excerpt = self._library.references[key].excerpt
        if excerpt and excerpt[0] > len(source.file.starts):
            return None
        return self._fold(key, excerpt)

    def whole(self, key: str) -> Folded | None:
        """Return the whole file that a reference is stored in."""
        return self._fold(key, None) if key in self._library.sources else None

    def named(self, key: str) -> NamedText | None:
        """Return what is stored of a reference, for names to be looked up in it; None where nothing could be read."""
        text = self.of(key)
        if text is None:
            return None
        if id(text) not in self._named:
            self._named[id(text)] = NamedText(text.with_broken_words)
        return self._named[id(text)]

    def know_as_name(self, word: str) -> bool:
        """Tell whether a word is a name in what is stored: with a capital within sentences, and never without one."""
        if word not in self._names:
            texts = [text for key in self._library.sources if (text := self.named(key))]
            is_name = ends_like_name(word) or any(text.names(word) for text in texts)
            self._names[word] = is_name and not any(text.has_small(word) for text in texts)
        return self._names[word]

    def others(self, key: str) -> Iterator[tuple[str, Folded]]:
        """Yield the texts of all other references that are stored in another place."""
        here = self.of(key)
        for other in self._library.sources:
            text = self.of(other)
            if text and text is not here:
                yield other, text

    def shared(self, one: str, other: str) -> tuple[list[Shared], float]:
        """Return the passages that two texts have in common, and the share of the shorter one in them."""
        pair = (min(one, other), max(one, other))
        if pair not in self._shared:
            left, right = self.of(pair[0]), self.of(pair[1])
            self._shared[pair] = shared_passages(left, right) if left and right else ([], 0.0)
        return self._shared[pair]

    def _fold(self, key: str, excerpt: tuple[int, int] | None) -> Folded:
        file = self._library.sources[key].file
        place = (file.path, excerpt)
        if place not in self._texts:
            self._texts[place] = Folded(file, excerpt)
        return self._texts[place]
