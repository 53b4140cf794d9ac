"""Proper names in a text: people, organisations, places, and their acronyms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policybrief.text.words import word_lists

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_](?:[\w&]|['’.-](?=\w))*")
_JOINING = (
    r"(?:of|for|the|and|on|in|to|at|de|da|do|du|des|del|di|la|le|el|al|bin|ibn|van|von|der|den|и|по|на|за|в|мен|және)"
)
_CAPITAL = r"[^\W\d_a-zа-яёәғқңөұүһі]"
_NAME = re.compile(rf"{_CAPITAL}[\w'’&.-]*(?:(?:\s+{_JOINING}){{0,3}}\s+{_CAPITAL}[\w'’&.-]*)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_INFLECTED = 3
"""Letters at the end of a word that inflection may change."""
_SHORTEST_STEM = 4


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name in a text."""

    start: int
    words: tuple[str, ...]
    """Its words that begin with a capital, possessives taken off."""
    text: str


class NamedText:
    """The words of some texts, in which names are looked up."""

    def __init__(self, texts: Iterable[str]) -> None:
        joined = "\n".join(texts)
        self._words = {_bare(word) for word in _WORD.findall(joined)}
        self._folded = {word.casefold() for word in self._words}
        self._stems = {word[:_SHORTEST_STEM] for word in self._folded}
        self._initials: str | None = None
        self._text = joined

    def holds(self, name: Name) -> bool:
        """Tell whether every word of a name stands in the texts, inflected or not, or its acronym does."""
        missing = [word for word in name.words if not self._holds_word(word)]
        return not missing or self._holds_acronym(name)

    def holds_text(self, text: str) -> bool:
        """Tell whether every word of a text that begins with a capital stands in the texts."""
        return all(self._holds_word(_bare(word)) for word in _WORD.findall(text) if word[0].isupper())

    def _holds_word(self, word: str) -> bool:
        folded = word.casefold()
        if folded in self._folded or all(part in self._folded for part in re.split(r"[-'’.]", folded) if part):
            return True
        if folded[:_SHORTEST_STEM] not in self._stems:
            return self._spells(word)
        stem = folded[: max(_SHORTEST_STEM, len(folded) - _INFLECTED)]
        return any(other.startswith(stem) and abs(len(other) - len(folded)) <= 4 for other in self._folded)

    def _spells(self, word: str) -> bool:
        """Tell whether the texts spell an acronym out: capitals in a row that begin with its letters."""
        letters = [char for char in word if char.isupper()]
        if len(letters) < 2 or len(letters) < len(word.replace(".", "")) - 1:
            return False
        if self._initials is None:
            self._initials = "".join(
                word[0] if word[0].isupper() else " " if len(word) > 3 else "" for word in _WORD.findall(self._text)
            )
        return "".join(letters) in self._initials

    def _holds_acronym(self, name: Name) -> bool:
        """Tell whether the texts have the acronym of a name of several words."""
        initials = "".join(word[0] for word in name.words)
        acronyms = [word.replace(".", "") for word in self._words if word.isupper()]
        return initials in acronyms if len(initials) < 3 else any(initials in word for word in acronyms)


def find_names(text: str, starts: Iterable[int] = ()) -> list[Name]:
    """Return the proper names of a text; `starts` are the indexes at which its sentences begin.

    A single word at the start of a sentence is passed over: its capital says nothing.
    """
    found = []
    sentence_starts = set(starts) or {0}
    ordinary = word_lists().not_names
    for match in _NAME.finditer(text):
        words = [word for word in _WORD.finditer(match[0]) if word[0][0].isupper()]
        words = [word for word in words if word[0].casefold() not in word_lists().months]
        begins = any(match.start() - 3 <= start <= match.start() for start in sentence_starts)
        if (
            begins
            and words
            and (len(words) == 1 or words[0][0].casefold() in ordinary)
            and not _is_acronym(words[0][0])
        ):
            words = words[1:]
        bare = tuple(_bare(word[0]) for word in words if word[0].casefold() not in ordinary)
        bare = tuple(word for word in bare if len(word) > 1)
        if bare:
            start = match.start() + words[0].start()
            found.append(Name(start, bare, text[start : match.start() + words[-1].end()]))
    return found


_INTRODUCED = re.compile(r"(?P<name>(?:[^\W\d_][\w'’&.-]*[ \u00a0]){1,12})\((?P<acronym>[^\W\d_a-z]{2,10})\)")


def introduced_acronyms(text: str) -> dict[str, str]:
    """Return the acronyms that a text introduces, each with its name: `Name in Full (NIF)`."""
    found = {}
    for match in _INTRODUCED.finditer(text):
        words = match["name"].split()
        capitals = [place for place, word in enumerate(words) if word[0].isupper()]
        letters = len(match["acronym"])
        if capitals:
            first = capitals[max(0, len(capitals) - letters - 1)]
            found[match["acronym"]] = " ".join(words[first:])
    return found


def _bare(word: str) -> str:
    return _POSSESSIVE.sub("", word).rstrip(".-&")


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()
