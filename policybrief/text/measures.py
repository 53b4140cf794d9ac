"""What a figure measures, and how exactly: its currency, per cent or unit, what it is reckoned by, its bound."""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from policybrief.text.words import word_lists, words_before

SIGNS = "$€£¥₽₸₴₺₹₩₦₫₱₪₮₿₾₼"
"""Signs of currencies."""
TIMES = frozenset({"day", "week", "month", "year", "decade", "century", "h", "min"})
"""Units of time."""

_CODES = (
    "USD|EUR|GBP|RUB|KZT|CHF|JPY|CNY|INR|KGS|AZN|GEL|AMD|TJS|BYN|UAH|UZS|TRY|SEK|NOK|DKK|PLN|AUD|CAD|HKD|SGD|Rs|NGN|ZAR|MXN"
    "|ARS|CLP|PHP|BRL|BDT|MMK|KES|UGX|TZS|ETB|THB|IDR|MYR|VND|KRW|ILS|IQD|JOD|KWD|DZD|TND|RSD|AED|IRR|YER|SAR|QAR|OMR|AFN|GHS"
    "|ZMW|MWK|RON|MDL|BGN|HUF|CZK|MNT|EGP|LBP|SYP|PKR|LKR|NPR|XOF|XAF|FCFA|CFA"
)
_CURRENCY_BEFORE = re.compile(
    rf"(?P<sign>(?:(?P<nation>\b(?:US|C|CA|A|AU|NZ|HK|S))?[{SIGNS}]|\b(?:{_CODES})[:.]?\s?))\s?$"
)
_CURRENCY_AFTER = re.compile(rf"\s?([{SIGNS}])(?!\d)")
_PERCENT = re.compile(r"\s?(?P<sign>[%٪‰]|p\.\s?p\.)")
_PERCENT_SIGNS = {"‰": "‰", "%": "%", "٪": "%"}
_WORD_AFTER = re.compile(r"[\s\u00a0-]*([^\W\d_]+)\.?")
_TWO_WORDS_AFTER = re.compile(r"[\s\u00a0-]*([^\W\d_]+\.?[\s-]+[^\W\d_]+)")
_OLD_AFTER = re.compile(r"[\s-]old\b|[\s-]of[\s-]age\b")
_UNITED_STATES = re.compile(r"[\s\u00a0-]*United\s+States\s+dollars?\b", re.IGNORECASE)
_NATION_AFTER = re.compile(r"\s+(США)\b")
_POWER = re.compile(r"[23](?!\w)")
_WORD_AT = re.compile(r"[^\W\d_]+")
_PER = re.compile(r"(?:\s+(?:an?|per|each|every|в)\s+|\s?/\s?)([^\W\d_]+)", re.IGNORECASE)
_CASE_ENDING = re.compile(r"-(?:ден|дан|тен|тан|нен|нан|ге|ға|ке|қа)\b")
_MORE_BY = re.compile(r"\s+(?:көп|аз|кем|артық)\b")
_DATIVE = re.compile(r"[^\W\d_](?:ға|ге|қа|ке)$")
_BOUND_SIGNS = {">": "more", "≥": "min", "<": "less", "≤": "max", "~": "about", "≈": "about"}


class Measure(Struct, frozen=True):
    """What a number is a number of."""

    start: int
    end: int
    """Where a text says so."""
    name: str = ""
    """A currency's sign, `%`, or a unit; empty where the text names none."""
    nation: str = ""
    """Whose dollars, francs or pounds they are, where the text says it."""


@cache
def currency_names() -> frozenset[str]:
    """Return the signs and names by which currencies are told apart."""
    return frozenset({*SIGNS, *word_lists().currencies.values()})


def currency_before(text: str, index: int) -> Measure | None:
    """Return the currency that a text names right before an index: `US$`, `EUR `."""
    found = _CURRENCY_BEFORE.search(text, max(0, index - 8), index)
    if found is None:
        return None
    sign = found["sign"].strip().rstrip(":.")
    name = word_lists().currencies.get(sign.lower(), sign[-1])
    nation = found["nation"] or word_lists().nations.get(sign.lower(), "")
    return Measure(found.start(), found.end(), name, _nation(nation))


def is_percent(text: str, index: int) -> bool:
    """Tell whether a sign for per cent follows."""
    return _PERCENT.match(text, index) is not None


def measure_after(text: str, end: int) -> Measure:
    """Return what is named after a number: per cent, a unit or a currency."""
    if percent := _PERCENT.match(text, end):
        return Measure(end, percent.end(), _PERCENT_SIGNS.get(percent["sign"], "pp"))
    if sign := _CURRENCY_AFTER.match(text, end):
        return Measure(end, sign.end(), sign[1])
    if dollars := _UNITED_STATES.match(text, end):
        return Measure(end, dollars.end(), "$", _nation("us"))
    words = word_lists()
    for pattern in (_TWO_WORDS_AFTER, _WORD_AFTER):
        if found := pattern.match(text, end):
            name = " ".join(found[1].lower().replace("-", " ").replace(".", "").split())
            power = _POWER.match(text, found.end(1))
            if power and (squared := words.units.get(name + "²³"[power[0] == "3"])):
                return Measure(end, power.end(), squared)  # `km2`
            first, _, last = name.rpartition(" ")
            if first in words.unit_adjectives and last in words.units:  # `five working days`
                return Measure(end, found.end(1), words.units[last])
            if unit := words.units.get(name) or (words.currencies.get(name) and not first and words.currencies[name]):
                after = _NATION_AFTER.match(text, found.end(1))
                nation = after[1].lower() if after else name
                return Measure(end, found.end(1), unit, _nation(nation))
            if first and last in words.currencies:  # `US dollars`
                return Measure(end, found.end(1), words.currencies[last], _nation(first, found[1]))
    return Measure(end, end)


def _nation(word: str, written: str = "") -> str:
    """Return whose currency a word before or in its name makes it; a name that is not listed speaks for itself."""
    word = word.lower()
    for stem, nation in word_lists().nations.items():
        if word == stem or (len(stem) > 3 and word.startswith(stem)):
            return nation
    return word if written[:1].isupper() else ""


def is_age(text: str, end: int) -> bool:
    """Tell whether a number of years is how old somebody is: `34-year-old`, `34 years of age`."""
    return _OLD_AFTER.match(text, end) is not None


def per_after(text: str, end: int) -> str:
    """Return the unit of time that a figure is reckoned by: `a month`, `per year`, `/day`."""
    found = _PER.match(text, end)
    unit = word_lists().units.get(found[1].lower(), "") if found else ""
    return unit if unit in TIMES else ""


def bound_of(text: str, start: int, end: int, measure: str) -> str:
    """Return how the words about a figure qualify it."""
    words = word_lists()
    if text[end : end + 1] == "+":
        return "more"
    if sign := _BOUND_SIGNS.get(text[max(0, start - 3) : start].rstrip()[-1:]):
        return sign
    if after := bound_after(text, end):
        return after
    before = words_before(text, start)
    if before[-1:] in (["a"], ["an"]) and (_is_worded(text, start) or (before[-2:-1] == ["over"] and measure in TIMES)):
        before.pop()  # `over a million`, `over a seven-year period`
    if before[-1:] == ["over"] and measure in TIMES and words.lasting.isdisjoint(before[-2:-1]):
        return "over"  # `came twice over 18 months`, which may be in that time, or after more of it
    for length in (4, 3, 2, 1):
        if len(before) >= length and (name := " ".join(before[-length:])) in words.bounds:
            return words.bounds[name]
    return next((words.bounds_near[word] for word in reversed(before) if word in words.bounds_near), "")


def bound_after(text: str, end: int) -> str:
    """Return how the words after a figure qualify it: `or more`, `с лишним`, `-дан астам`."""
    words = word_lists()
    if _MORE_BY.match(text, end) and _DATIVE.search(text, max(0, end - 3), end):
        return ""  # `15 пайызға көп`: more by so much
    if ending := _CASE_ENDING.match(text, end):
        end = ending.end()
    after = _TWO_WORDS_AFTER.match(text, end) or _WORD_AFTER.match(text, end)
    for name in (after[1].lower(), after[1].lower().split()[0]) if after else ():
        if " ".join(name.split()) in words.bounds_after:
            return words.bounds_after[" ".join(name.split())]
    return ""


def _is_worded(text: str, start: int) -> bool:
    """Tell whether a number begins with a scale in words, or with a half."""
    word = _WORD_AT.match(text, start)
    return word is not None and (word[0].lower() in word_lists().scales or word[0].lower() == "half")
