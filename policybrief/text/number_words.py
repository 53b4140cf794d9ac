"""Numbers written in words: `three`, `two hundred and five`, `сто двадцать пять тысяч`."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from policybrief.text.words import word_lists

_LETTERS = re.compile(r"[^\W\d_]+")


@cache
def number_words() -> frozenset[str]:
    """Return every word of which a number may be made, in small letters."""
    return frozenset({*word_lists().numbers, *word_lists().scales, *word_lists().tens, "half", "quarter"})


_STEP = re.compile(r"(?:[\s\u00a0]+|-)(?P<joint>and\s+(?:a\s+)?|a\s+|с\s+)?([^\W\d_]+)", re.IGNORECASE)
LEAST_QUARTERED = 1000
"""The least scale of which quarters are a number: a quarter of a dozen is none that anybody writes."""
_QUARTERS = re.compile(
    r"(?:(?P<three>three[\s-]+)quarters|quarter)[\s\u00a0]+of[\s\u00a0]+an?[\s\u00a0]+(?P<scale>[^\W\d_]+)",
    re.IGNORECASE,
)
# `two and a half million`, `два с половиной миллиона`, `екі жарым миллион`: the word, and what has to stand before it.
_HALVES = {"half": "and", "половиной": "с", "жарым": ""}
_KAZAKH = re.compile(r"[әғқңөұүһі]", re.IGNORECASE)


def read_number(text: str, start: int) -> tuple[Decimal | None, int] | None:
    """Return the value of the number words that begin at an index, and where they end; None for no value of its own."""
    return _quarters_of_scale(text, start) or _read_number(text, start)


def _read_number(text: str, start: int) -> tuple[Decimal | None, int] | None:
    words = word_lists()
    first = _LETTERS.match(text, start)
    if not first:
        return None
    opened, end = _opening(text, first), first.end()
    if opened is None:
        return None, end
    total, current, scale = opened
    while step := _STEP.match(text, end):
        word, joint = step[2].lower(), (step["joint"] or "").lower().split()
        is_half = word in _HALVES and joint[:1] == _HALVES[word].split()
        if joint == ["с"] and not is_half:
            break
        if is_half and not current:
            total += scale * Decimal("0.5")
        elif is_half:
            current += Decimal("0.5")
        elif word in words.scales:
            scale = words.scales[word]
            total, current = _scaled(total, current, scale)
        elif word in words.numbers and _may_follow(total, current, words.numbers[word], scale):
            current += words.numbers[word]
        else:
            break
        end = step.end()
    if text[start:end].lower() == "half":
        return None, end
    return total + current, end


def _quarters_of_scale(text: str, start: int) -> tuple[Decimal, int] | None:
    """Return the value of `a quarter of a million` or `three quarters of a million`, and where it ends."""
    quarters = _QUARTERS.match(text, start)
    scale = word_lists().scales.get(quarters["scale"].lower(), 0) if quarters else 0
    if quarters is None or scale < LEAST_QUARTERED:
        return None
    return Decimal("0.75" if quarters["three"] else "0.25") * scale, quarters.end()


def _opening(text: str, first: re.Match[str]) -> tuple[Decimal, Decimal, int] | None:
    """Return what the first word of a number adds: to what is scaled already, to what is not; and its scale."""
    words, word = word_lists(), first[0].lower()
    if word == "half":
        return Decimal(0), Decimal("0.5"), 1
    if word in words.numbers:
        return Decimal(0), Decimal(words.numbers[word]), 1
    has_article = _ARTICLE_BEFORE.search(text, max(0, first.start() - 5), first.start())
    if word in words.scales and (word in words.opening or has_article):
        return *_scaled(Decimal(0), Decimal(1), words.scales[word]), words.scales[word]
    step = _STEP.match(text, first.end()) if word in words.tens else None
    if step and _follows_ten(text, step):
        return Decimal(0), Decimal(words.tens[word]), 10
    return None


def _follows_ten(text: str, step: re.Match[str]) -> bool:
    """Tell whether a word makes a number of the ten before it: a digit, or in Kazakh a scale (`он мың`)."""
    word = step[2].lower()
    is_scaled = word in word_lists().scales and _KAZAKH.search(text[step.start() : step.end() + 10]) is not None
    return word_lists().numbers.get(word, 10) < 10 or is_scaled


_ARTICLE_BEFORE = re.compile(r"\b(?:a|an|one)\s$", re.IGNORECASE)


def _scaled(total: Decimal, current: Decimal, scale: int) -> tuple[Decimal, Decimal]:
    if scale < 1000:
        return total, (current or Decimal(1)) * scale
    return total + (current or Decimal(1)) * scale, Decimal(0)


def _may_follow(total: Decimal, current: Decimal, number: Decimal, scale: int) -> bool:
    """Tell whether a number word goes on with the number so far: `twenty five`, `hundred five`, not `five six`."""
    if current == 0:
        return total > 0
    takes_digit = current % 10 == 0 and (current % 100 >= 20 or scale == 10) and 0 < number < 10
    return (current % 100 == 0 and number < 100) or takes_digit
