"""Slips of the pen: a number of a translation that all but stands in what it translates."""

from __future__ import annotations

import re
from collections import Counter

_NUMBER = re.compile(r"\d[\d.,\u00a0\u202f' ]*\d|\d")


def has_slip(translation: str, original: str) -> bool:
    """Tell whether a translation has a number that its original has with a digit changed, or two exchanged.

    Numbers are compared without signs and zeros at their ends, for `1,5 тыс.` is `1,500`. One that the original writes
    in words, or counts otherwise, as dates of another calendar, is none.
    """
    own, others = _numbers(translation), _numbers(original)
    return any(_is_slip(one, other) for one in own - others for other in others - own)


def _numbers(text: str) -> Counter[str]:
    numbers = (re.sub(r"\D", "", found[0]) for found in _NUMBER.finditer(text))
    return Counter(number.strip("0") for number in numbers)


def _is_slip(one: str, other: str) -> bool:
    if len(one) != len(other) or len(one) < 2:
        return False
    changed = sum(first != second for first, second in zip(one, other, strict=True))
    return changed == 1 or (changed == 2 and sorted(one) == sorted(other))
