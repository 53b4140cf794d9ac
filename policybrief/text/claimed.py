"""Which figures of a text are claims: not `the two groups`, `step one`, `the last fifteen years`, `Boeing 737`."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from policybrief.text.measures import TIMES
from policybrief.text.words import word_lists

if TYPE_CHECKING:
    from policybrief.text.figures import Figure

_WORD_BEFORE = re.compile(r"([^\W\d_][\w'’]*)\.?[\s\u00a0-]*$")
_TWO_WORDS_BEFORE = re.compile(r"([^\W\d_]+)\s+[^\W\d_]+[\s-]*$")
_NUMBERED = re.compile(r"([^\W\d_]+)\.?\s+\d+(?:\s*(?:,|and|to|и|–|-)\s*\d+)*\s*(?:,|and|to|и|–|-)\s*$")
_WORD_AFTER = re.compile(r"[\s\u00a0-]*([^\W\d_][\w'’]*)")
_WORDS_AFTER = re.compile(r"(?:[\s\u00a0-]+[^\W\d_][\w'’]*){1,3}")
_SEPARATOR = re.compile(r"\s*(?:[,;]|\band\b|\bor\b|\bи\b|\bжәне\b)\s*")
_LISTED = re.compile(r"\(([^()]*)\)|[:–—-]\s([^:–—]*)")
_CAPITAL = r"[A-ZÀ-ÞА-ЯЁӘҒҚҢӨҰҮҺІ]"
_NAME = re.compile(rf"{_CAPITAL}\S*(?:\s(?:{_CAPITAL}\S*|al-\S+|bin|de|der|van|von|of|the))*")
"""A name alone between two separators."""
_NAME_AT_END, _NAME_AT_START = re.compile(rf"[\s(]{_CAPITAL}[^\s]*$"), re.compile(rf"{_CAPITAL}\S*\s")
_CAPITALISED = re.compile(r"\b[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]")


def is_claimed(text: str, figure: Figure) -> bool:
    """Tell whether a figure states something that a source has to state too."""
    words = word_lists()
    before = _word(_WORD_BEFORE, text, figure.start)
    if figure.is_count:
        if figure.values == {1} or before.lower() in words.definite:
            return False
        if any(word.lower() in words.own_parts for word in _following(text, figure.end)):
            return False
    if text[figure.start : figure.end].lower() in words.multiples:  # what is said otherwise is told by itself
        return False
    if figure.values == {1} and figure.measure in TIMES and not text[figure.start].isdigit():
        return False
    if not figure.measure and (before.lower() in words.labels or _is_of_labelled(text, figure.start)):
        return False
    is_time = figure.measure in TIMES or figure.is_count
    if is_time and before.lower() in words.spans and _is_definite(text, figure.start):
        return False
    return not _is_number_of_name(text, figure, before)


def _word(pattern: re.Pattern[str], text: str, index: int) -> str:
    found = pattern.search(text, max(0, index - 40), index)
    return found[1] if found else ""


def _following(text: str, index: int) -> list[str]:
    found = _WORDS_AFTER.match(text, index)
    return re.findall(r"[^\W\d_][\w'’]*", found[0]) if found else []


def _is_of_labelled(text: str, index: int) -> bool:
    """Tell whether a number goes on with what was numbered before: `Articles 3 and 5`."""
    found = _NUMBERED.search(text, max(0, index - 60), index)
    return found is not None and found[1].lower() in word_lists().labels


def _is_definite(text: str, index: int) -> bool:
    """Tell whether an article makes a span point back: `the last five years`; other languages need none."""
    if not _word(_WORD_BEFORE, text, index).isascii():
        return True
    return _word(_TWO_WORDS_BEFORE, text, index).lower() in {*word_lists().definite, ""}


def _is_number_of_name(text: str, figure: Figure, before: str) -> bool:
    """Tell whether a number ends a name: a capital before it, and no word in small letters after it."""
    if (
        figure.measure
        or figure.bound
        or before.lower() in word_lists().months
        or not before[:1].isupper()
        or not text[figure.start].isdigit()
    ):
        return False
    start = text.rfind(before, 0, figure.start)
    if not text[:start].rstrip(" \"'“‘(") or text[:start].rstrip(" \"'“‘(")[-1] in ".!?:;":
        return False
    after = _WORD_AFTER.match(text, figure.end)
    return not (after and after[1][0].islower())


def is_number_listed(sentence: str, number: int) -> bool:
    """Tell whether a sentence lists as many names as a count says: `three groups (A, B and C)`."""
    parts = [match[1] or match[2] or "" for match in _LISTED.finditer(sentence)]
    return any(_names_in(part) == number for part in (*parts, sentence)) or number in _names_in_a_row(sentence)


def _names_in(part: str) -> int:
    return sum(bool(_CAPITALISED.search(item)) for item in _SEPARATOR.split(part))


def _names_in_a_row(sentence: str) -> set[int]:
    """Return how many names follow one another, those counted that end what comes before or begin what comes after."""
    items = _SEPARATOR.split(sentence)
    numbers = set()
    for is_name, row in itertools.groupby(range(len(items)), key=lambda place: bool(_NAME.fullmatch(items[place]))):
        places = list(row)
        if is_name:
            before = places[0] > 0 and bool(_NAME_AT_END.search(items[places[0] - 1]))
            after = places[-1] + 1 < len(items) and bool(_NAME_AT_START.match(items[places[-1] + 1]))
            numbers.add(len(places) + before + after)
    return numbers
