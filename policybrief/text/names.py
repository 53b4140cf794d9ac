"""Proper names in a text: people, organisations, places, and their acronyms."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from policybrief.text.transliteration import common_form
from policybrief.text.words import word_lists

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_WORD = re.compile(r"[^\W\d_](?:[\w&]|['’.-](?=\w))*")
_JOINING = (
    r"(?:of|for|the|and|on|in|to|at|de|da|do|du|des|del|di|la|le|el|al|bin|ibn|van|von|der|den|и|по|на|за|в|мен|және)"
)
_CAPITAL = r"[^\W\d_a-zа-яёәғқңөұүһі]"
_NAME = re.compile(rf"{_CAPITAL}[\w'’&.-]*(?:(?:\s+{_JOINING}){{0,3}}\s+{_CAPITAL}[\w'’&.-]*)*")
_NAME_ENDING = re.compile(r"[A-Z][a-z]{2,}(?:[oey]v|[oey]va|sky|skaya|enko|shvili|uly|kyzy|[iy]stan)")
_WITHIN_SENTENCE = re.compile(r"[^\W\d_A-ZА-ЯЁ],? $")
"""What stands before a word that begins no sentence."""
_DOTTED = re.compile(r"(?:[A-ZА-Я]\.)+[A-ZА-Я]\.?")
_DOUBLED = re.compile(r"(\w)\1")
_BETWEEN_NAMES = re.compile(r"(?<=['’]s)\s+|(?<=s['’])\s+|\s+(?:in|at|on|to|and|и|в|на)\s+(?:the\s+)?")
_AFTER_ACTION = re.compile(r"\s+(?:to|on|in|at|for|по|на|в)\s")
_POSSESSIVE = re.compile(r"['’]s?$")
NEAR = 120
"""Characters within which the words of a name stand."""
_INFLECTED = 3
"""Letters at the end of a word that inflection may change."""
_SHORTEST_STEM = 4


class Name(Struct, frozen=True):
    """A proper name in a text."""

    start: int
    words: tuple[str, ...]
    """Its words that begin with a capital, possessives taken off."""
    text: str

    @property
    def groups(self) -> list[tuple[str, ...]]:
        """The words that stand together: those of `Almaty's Republic Square` are of two names."""
        pieces = [_WORD.findall(piece) for piece in _BETWEEN_NAMES.split(self.text)]
        bare = [{_bare(word) for word in piece} for piece in pieces]
        return [tuple(word for word in self.words if word in piece) for piece in bare]


class NamedText:
    """A text in which names are looked up."""

    def __init__(self, text: str) -> None:
        self._text = text

    def holds(self, word: str) -> bool:
        """Tell whether a word of a name stands in the text, inflected or not, or is an acronym that it spells out."""
        return (
            self._stands(word)
            or self._is_inflected(word.casefold())
            or self._spells(word)
            or self._is_transliterated(word)
        )

    def names(self, word: str) -> bool:
        """Tell whether a word with a capital stands within a sentence of the text, as names do."""
        return any(_WITHIN_SENTENCE.search(self._text, max(0, start - 12), start) for start in self._places(word))

    def has_small(self, word: str) -> bool:
        """Tell whether a word stands in the text in small letters, as no name does."""
        return any(True for _ in self._places(word.lower()))

    def holds_together(self, words: Sequence[str]) -> bool:
        """Tell whether words stand near one another; one that stands there in quite another form is passed over."""
        places = [sorted(self._places_of_stem(word)) for word in dict.fromkeys(words)]
        first, *others = sorted(filter(None, places), key=len) or [[]]
        return not first or any(all(_is_near(start, other) for other in others) for start in first)

    def _places_of_stem(self, word: str) -> Iterator[int]:
        stem = word.casefold()
        stem = stem[: max(_SHORTEST_STEM, len(stem) - _INFLECTED)]
        index = self._small.find(stem)
        while index >= 0:
            if not self._small[index - 1 : index].isalnum():
                yield index
            index = self._small.find(stem, index + len(stem))

    @cached_property
    def _small(self) -> str:
        return self._text.lower()

    def holds_acronym(self, initials: str) -> bool:
        """Tell whether the text has an acronym of these letters; of three or more, within a longer one too."""
        if len(initials) < 3:
            return initials in self._acronyms
        return any(initials in word for word in self._acronyms)

    def _stands(self, word: str) -> bool:
        """Look for the word as it is first: to take the whole text apart takes a hundred times longer."""
        return any(True for _ in self._places(word))

    def _places(self, word: str) -> Iterator[int]:
        """Yield where a word stands as it is."""
        index = self._text.find(word)
        while index >= 0:
            end = index + len(word)
            if not (self._text[index - 1 : index].isalnum() or self._text[end : end + 1].isalnum()):
                yield index
            index = self._text.find(word, end)

    def _is_inflected(self, folded: str) -> bool:
        if folded in self._folded or all(part in self._folded for part in re.split(r"[-'’.]", folded) if part):
            return True
        if folded[:_SHORTEST_STEM] not in self._stems:
            return False
        return any(_are_forms(folded, other) for other in self._names)

    def _is_transliterated(self, word: str) -> bool:
        """Tell whether a name stands in the text in other letters, or without its accents: `Мамая` for `Mamay`."""
        forms = [common_form(part) for part in re.split(r"[-.]", word) if len(part) > 1]
        there = self._forms_of_others if word.isascii() else self._forms_of_names
        return bool(forms) and all(any(_begins(form, other) for other in there) for form in forms)

    @cached_property
    def _forms_of_others(self) -> frozenset[str]:
        """The words that are in other letters than English ones."""
        return frozenset(common_form(part) for word in self._folded if not word.isascii() for part in word.split("-"))

    @cached_property
    def _forms_of_names(self) -> frozenset[str]:
        return frozenset(common_form(part) for name in self._names for part in name.split("-"))

    def _spells(self, word: str) -> bool:
        """Tell whether the text spells an acronym out: capitals in a row that begin with its letters."""
        letters = [char for char in word if char.isupper()]
        if len(letters) < 2 or len(letters) < len(word.replace(".", "")) - 1:
            return False
        return "".join(letters) in self._initials

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(_bare(word) for word in set(_WORD.findall(self._text)))

    @cached_property
    def _acronyms(self) -> frozenset[str]:
        return frozenset(word.replace(".", "") for word in self._words if word.isupper())

    @cached_property
    def _folded(self) -> frozenset[str]:
        return frozenset(word.casefold() for word in self._words)

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(word.casefold() for word in self._words if word[:1].isupper())

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(word[:_SHORTEST_STEM] for word in self._names)

    @cached_property
    def _initials(self) -> str:
        """The first letters of words with capitals in a row, short words between them passed over."""
        words = _WORD.findall(self._text)
        return "".join(word[0] if word[0].isupper() else " " if len(word) > 3 else "" for word in words)


def ends_like_name(word: str) -> bool:
    """Tell whether a word has an ending of surnames and countries that no other English word has."""
    return _NAME_ENDING.fullmatch(word) is not None


def stands_in(name: Name, texts: Sequence[NamedText]) -> bool:
    """Tell whether each word of a name stands in one of some texts, or the acronym of the whole does.

    Where one text has them all, they have to stand near one another in one: `Asel Bekova` is not named by a text that
    names Asel Omarova and Dana Bekova.
    """
    if all(any(text.holds(word) for text in texts) for word in name.words):
        whole = [text for text in texts if all(text.holds(word) for word in name.words)]
        return not whole or all(any(text.holds_together(group) for text in whole) for group in name.groups)
    initials = "".join(word[0] for word in name.words)
    return any(text.holds_acronym(initials) for text in texts)


def _is_near(start: int, places: list[int]) -> bool:
    """Tell whether one of some places, in order, is near another."""
    index = bisect_left(places, start - NEAR)
    return index < len(places) and places[index] <= start + NEAR


def find_names(
    text: str, starts: Sequence[int] = (0,), *, is_known: Callable[[str], bool] = lambda _: False
) -> list[Name]:
    """Return the proper names of a text; `starts` are the indexes at which its sentences begin, in order.

    A single word at the start of a sentence is passed over, unless it is known to be a name: its capital says nothing.
    """
    found = []
    for start, end in pairwise([*starts, len(text)]):
        opening = len(text[start:end]) - len(text[start:end].lstrip(" \n\"'“‘„«(["))
        for match in _NAME.finditer(text, start, end):
            words = [word for word in _WORD.finditer(text, *match.span()) if word[0][0].isupper()]
            begins = match.start() == start + opening and not (len(words) == 1 and is_known(_bare(words[0][0])))
            if name := _name(text, words, begins=begins):
                found.append(name)
    return found


def _name(text: str, words: list[re.Match[str]], *, begins: bool) -> Name | None:
    """Return the name that some words with capitals make; None where they make none."""
    lists = word_lists()
    words = [word for word in words if word[0].casefold() not in lists.months]
    if words and begins and not _is_acronym(words[0][0]):
        opening = {*lists.not_names, *lists.name_openers}
        is_action = len(words) > 1 and _AFTER_ACTION.match(text, words[0].end())  # `Spending on the State`
        words = words[1:] if len(words) == 1 or is_action else words
        while words and words[0][0].removeprefix("Ex-").removeprefix("Then-").casefold() in opening:
            words.pop(0)
    words = [word for word in words[:-1] if word[0].casefold() not in lists.name_openers] + words[-1:]
    if words and _names_currency(text, words[-1].end()):
        words.pop()
    words = [word for word in words if text[word.end() : word.end() + 1] not in tuple("$£€")]  # `US$`
    bare = tuple(
        _bare(word[0])
        for word in words
        if word[0].casefold() not in lists.not_names and not (word[0].isupper() and word[0].lower() in lists.currencies)
    )
    bare = tuple(word for word in bare if len(word) > 1)
    return Name(words[0].start(), bare, text[words[0].start() : words[-1].end()]) if bare else None


def _names_currency(text: str, end: int) -> bool:
    """Tell whether a currency follows: `US dollars`."""
    following = _WORD.match(text, end + 1)
    return following is not None and following[0].casefold() in word_lists().currencies


_INTRODUCED = re.compile(r"(?P<name>(?:[^\W\d_][\w'’&.-]*[ \u00a0]){1,12})\((?P<acronym>[^\W\d_a-z]{2,10})\)")


def introduced_acronyms(text: str) -> dict[str, Name]:
    """Return the acronyms that a text introduces, each with its name: `Name in Full (NIF)`."""
    found = {}
    for match in _INTRODUCED.finditer(text):
        words = [word for word in _WORD.finditer(text, *match.span("name")) if word[0][0].isupper()]
        if words:
            words = words[max(0, len(words) - len(match["acronym"]) - 1) :]
            bare = tuple(_bare(word[0]) for word in words)
            found[match["acronym"]] = Name(words[0].start(), bare, text[words[0].start() : words[-1].end()])
    return found


def _are_forms(one: str, other: str) -> bool:
    """Tell whether two words are forms of one name: `Kazakhstan` and `Kazakhstani`, `Назарбаев` and `Назарбаеву`.

    In Latin letters, names are inflected by what is added: two of one length are two names, or one is misspelt.
    """
    if _DOUBLED.sub(r"\1", one) == _DOUBLED.sub(r"\1", other):
        return True
    if one.isascii() and other.isascii():
        shorter, longer = sorted((one, other), key=len)
        shared = shorter if longer.startswith(shorter) else shorter[:-1]
        return (
            len(shorter) < len(longer)
            and longer.startswith(shared)
            and longer.removeprefix(shared) in word_lists().name_endings
        )
    stem = one[: max(_SHORTEST_STEM, len(one) - _INFLECTED)]
    return other.startswith(stem) and abs(len(other) - len(one)) <= 4 and sorted(one) != sorted(other)


def _begins(form: str, other: str) -> bool:
    """Tell whether a name in another script begins as this one; endings are those of its grammar."""
    stem = form if len(form) <= _SHORTEST_STEM else form[:-1]
    is_form = other.startswith(stem) and len(other) - len(form) <= _INFLECTED + 1
    return is_form and other.removeprefix(form) not in word_lists().other_persons


def _bare(word: str) -> str:
    if _DOTTED.fullmatch(word):
        word = word.replace(".", "")
    return _POSSESSIVE.sub("", word).rstrip(".-&")


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()
