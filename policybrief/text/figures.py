"""Figures in a text: numbers with their scale, currency, per cent or unit, in digits and in words."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from policybrief.text.dates import DateMention, any_of, blank, find_dates, words_in
from policybrief.text.measures import (
    bound_after,
    bound_of,
    currency_before,
    currency_names,
    is_age,
    is_percent,
    measure_after,
    per_after,
)
from policybrief.text.number_words import number_words, read_number
from policybrief.text.ranges import with_nearby, with_ranges, with_sums
from policybrief.text.words import word_lists, words_before

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policybrief.text.measures import Measure

SMALL = 20
"""A count without unit up to this is small: it may be the number of names that the sentence lists."""

_GROUPED = r"\d{1,3}(?:(?P<sep>[,.'’\u00a0\u2009\u202f ])\d{3})(?:(?P=sep)\d{3})*(?!\d)"
_DIGITS = rf"(?:(?:{_GROUPED}|\d+)(?:[.,·٫]\d+)?|(?<![\w.])\.\d+)"
_VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_NUMBER = re.compile(rf"(?P<digits>{_DIGITS})(?P<vulgar>\s?[{_VULGAR}])?")
_ORDINAL = re.compile(r"(?:st|nd|rd|th|-?(?:ый|ой|ий|ая|го|му|е|я|й|х|м)|-ші|-шы|-інші)(?!\w)", re.IGNORECASE)
_FIGURE_BEFORE = re.compile(r"\d[a-z]{1,3}[-–]$", re.IGNORECASE)
_SCORE = re.compile(r"(?<![\w/.,-])(?P<got>\d{1,3}(?:[.,]\d)?)\s?/\s?(?P<of>\d{1,4})(?![\w/]|[.,]\d)")
_OF = re.compile(r"\s+of(?=\s)")
_LABEL_AFTER = re.compile(r"[-–]([^\W\d_]+)")
_GLUED = re.compile(r"[^\W\d_⁰¹²³⁴-⁹]+")
_NOTE_MARK = re.compile(r"(?<![\w.,$€£/-])(?P<number>\d{1,3}(?:,\d{3})+|\d{1,4})\.\d{1,3}(?![\d.,])")
_SENTENCE_AFTER = re.compile(r"\s+[\"“«(]?[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][^\W\d_]*|\s*\Z")
_WORD_AFTER = re.compile(r"[\s\u00a0-]*([^\W\d_]+)\.?")
_DIGIT = re.compile(r"\d")
_TIME = re.compile(
    r"\d{1,2}[:.]\d{2}\s?(?:[ap]\.?m\b\.?|hrs?\b|h\b)|\d{1,2}\s?[ap]\.?m\b\.?|\d{1,2}:\d{2}(?::\d{2})?", re.IGNORECASE
)
_URL = re.compile(r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\s?\((?P<words>[^\W\d_][^()\d]{1,150}?)\s?\)")


class Figure(Struct, frozen=True):
    """A number as a text states it."""

    start: int
    end: int
    values: frozenset[Decimal]
    """More than one where the sign for thousands and that for decimals can't be told apart."""
    measure: str = ""
    """A currency's sign, `%`, or a unit; empty for a count."""
    bound: str = ""
    """`min`, `max`, `more`, `less`, `about` or `nearly` where the text does not state it as exact; `low` and `high` for
    the ends of a range, `start` and `end` for those of a change; `over` for a time that may be no more."""
    nearby: frozenset[str] = frozenset()
    """For a bare figure, the measures of others in its sentence, which may be its own: `five and seven years`."""
    nation: str = ""
    """Whose dollars, francs or pounds they are, where the text says it."""
    per: str = ""
    """The unit of time that it is reckoned by: `a month`."""
    is_age: bool = False
    """Whether it is how old somebody is, which another text may give without a unit: `Asel, 34,`."""
    trend: str = ""
    """`up` or `down` where the text says that something rose or fell by it."""
    is_lost: bool = False
    """Whether it says how much less there is: another text may give it as negative."""

    @property
    def is_count(self) -> bool:
        """Whether it is a small count without unit."""
        return not self.measure and all(value <= SMALL and value == value.to_integral_value() for value in self.values)


def find_figures(text: str, dates: list[DateMention] | None = None) -> list[Figure]:
    """Return the figures of a text, in order; dates, times, addresses, ordinals and numbers in names are none."""
    dates = find_dates(text) if dates is None else dates
    if dates:
        text = blank(text, [(date.start, date.end) for date in dates])
    if "@" in text or "://" in text or "www." in text:
        text = blank(text, [address.span() for address in _URL.finditer(text)])
    found: list[Figure] = []
    if _DIGIT.search(text):
        text = blank(text, [time.span() for time in _TIME.finditer(text)])
        found += _in_digits(text)
    found += _in_words(text)
    found.sort(key=lambda figure: (figure.start, -figure.end))
    return with_nearby(text, with_ranges(text, with_sums(text, _without_overlaps(found))))


def states_figure(text: str) -> bool:
    """Tell whether a text states a figure or a date that a reader would want to look up."""
    dates = find_dates(text)
    return bool(dates) or any(not figure.is_count for figure in find_figures(text, dates))


# ---------------------------------------------------------------------------------------------------------- digits


def _in_digits(text: str) -> Iterator[Figure]:
    for number in _NUMBER.finditer(text):
        start, end = number.span()
        currency = currency_before(text, start) if start else None
        is_negative = text[start - 1 : start] in ("-", "−") and not text[start - 2 : start - 1].strip(" (")
        if not currency and _is_part_of_name(text, start, end):
            continue
        values = _values(number, -1 if is_negative else 1)
        if glued := _GLUED.match(text, end):
            sign = glued[0].lower()
            if sign in word_lists().scale_signs:
                scaled = frozenset(value * word_lists().scale_signs[sign] for value in values)
                values = scaled | values if sign == "m" and not currency else scaled  # metres, or millions
                end = glued.end()
            elif sign not in word_lists().units and sign not in word_lists().currencies:
                continue
        yield _measured(text, currency.start if currency else start - is_negative, end, values, currency)


def find_before_notes(text: str) -> Iterator[Figure]:
    """Yield what a text may mean where decimals may be the mark of a note: `fell to 214.12 In the next year`."""
    for marked in _NOTE_MARK.finditer(text):
        if (after := _SENTENCE_AFTER.match(text, marked.end())) and not _may_measure(after[0]):
            value = Decimal(marked["number"].replace(",", ""))
            yield Figure(
                marked.start(),
                marked.end("number"),
                frozenset({value}),
                bound=bound_of(text, marked.start(), marked.start(), ""),
            )


def _may_measure(words: str) -> bool:
    """Tell whether a word with a capital may be a scale, unit or currency: `2.4 M`, `2.4 Euros`."""
    words = words.strip(' \n"“«(').lower()
    lists = word_lists()
    return any(words in known for known in (lists.scales, lists.scale_signs, lists.units, lists.currencies))


def find_scores(text: str) -> Iterator[Figure]:
    """Yield what a text may mean by `38/100`, 38 of 100; it may as well be the number of a document."""
    for score in _SCORE.finditer(text):
        before = words_before(text, score.start(), 1)
        got, of = Decimal(score["got"].replace(",", ".")), Decimal(score["of"])
        if got <= of and word_lists().labels.isdisjoint(before):
            yield Figure(score.start("got"), score.end("got"), frozenset({got}))
            yield Figure(score.start("of"), score.end("of"), frozenset({of}))


def _is_part_of_name(text: str, start: int, end: int) -> bool:
    """Tell whether digits belong to a name, a code or an ordinal: `G20`, `COVID-19`, `A/HRC/52`, `3rd`."""
    before, earlier = text[start - 1 : start], text[start - 2 : start - 1]
    if before.isalpha() or before in ("#", "@", "_"):
        return True
    if before and before in "-–./" and earlier.isalpha():
        return not _FIGURE_BEFORE.search(text, max(0, start - 6), start)
    if before in "/.:" and before and earlier.isdigit():
        return True
    if _ORDINAL.match(text, end) and not is_percent(text, end):
        return True
    if text[max(0, start - 2) : start].rstrip()[-1:] == "№":
        return True
    label = _LABEL_AFTER.match(text, end)
    if label and label[1].lower() in word_lists().labels_after:
        return True
    return text[end : end + 1] == "/" and text[end + 1 : end + 2].isalnum()


def _values(number: re.Match[str], sign: int) -> frozenset[Decimal]:
    """Return what digits may mean: `1,234` is a thousand and more, `61,4` has a decimal, `1.234` may be either."""
    digits = number["digits"]
    if not digits.isascii():
        digits = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in digits)
    if digits.isdigit() and not number["vulgar"]:
        return frozenset({Decimal(digits) * sign})
    vulgar = Decimal(str(unicodedata.numeric(number["vulgar"].strip()))) if number["vulgar"] else Decimal(0)
    plain = re.sub(r"[,.'’\u00a0\u2009\u202f ](?=\d{3}(?!\d))", "", digits) if number["sep"] else digits
    readings = {plain.replace(",", ".").replace("·", ".").replace("٫", ".")}
    if number["sep"] == "." and re.fullmatch(r"\d+\.\d+", digits):
        readings.add(digits)
    values = set()
    for reading in readings:
        if reading.count(".") <= 1:
            values.add(sign * (Decimal(reading) + vulgar))
    return frozenset(values)


# ---------------------------------------------------------------------------------------------------------- words


def _in_words(text: str) -> Iterator[Figure]:
    """Yield numbers written in words: `three`, `two hundred and five`, `a dozen`."""
    present = frozenset(words_in(text) & number_words())
    position = 0
    for word in any_of(present).finditer(text) if present else ():
        if word.start() < position:
            continue
        read = read_number(text, word.start())
        if read is None:
            continue
        value, end = read
        position = end
        is_single = end == word.end() and not (word[0].isupper() and len(word[0]) > 1)
        is_name = word[0][0].isupper() and is_single and not _begins_sentence(text, word.start())
        if value is not None and not is_name and not _ordinal_follows(text, end):
            yield _measured(text, word.start(), end, frozenset({value}))


def _begins_sentence(text: str, index: int) -> bool:
    before = text[:index].rstrip(" \t\"'“‘«([*_")
    return not before or before[-1] in ".!?:;\n•–—-"


def _ordinal_follows(text: str, end: int) -> bool:
    """Tell whether a number goes on as an ordinal or a part: `twenty-first`, `двадцать первый`, `two-thirds`."""
    word = _WORD_AFTER.match(text, end)
    if word is None:
        return False
    following = word[1].lower()
    is_joined = text[end] == "-" or not following.isascii()
    return following in word_lists().fractions or (following in word_lists().ordinals and is_joined)


# ---------------------------------------------------------------------------------------------------------- measures


_ABBREVIATED = re.compile(r"\.[\s\u00a0]+[^\W\d_]")


def _measured(text: str, start: int, end: int, values: frozenset[Decimal], currency: Measure | None = None) -> Figure:
    """Return a figure with what stands about it: scale, currency, per cent, unit, bound."""
    words = word_lists()
    unscaled = end
    while word := _WORD_AFTER.match(text, end):
        name = word[1].lower()
        scale = words.scales.get(name) or words.scale_signs.get(name, 0)
        if not scale or (len(name) == 1 and text[end : end + 1] == " " and not _is_money(text, word.end(1), currency)):
            break
        values, end = frozenset(value * scale for value in values), word.end(1)
        if _ABBREVIATED.match(text, end):
            end += 1
    if end > unscaled and (of := _OF.match(text, end)):  # `millions of euros`
        end = of.end() if measure_after(text, of.end()).name else end
    number_end = end
    end = _after_words_of_it(text, end, values)
    after = measure_after(text, end)
    measure = currency or after
    end = after.end if not currency or is_percent(text, end) else end
    bound = bound_of(text, start, end, measure.name) or bound_after(text, number_end)
    return Figure(
        start,
        end,
        values,
        measure.name,
        bound,
        nation=measure.nation or after.nation,
        per=per_after(text, end),
        is_age=is_age(text, end),
        trend=_trend(text, start, end),
        is_lost=_is_lost(text, start),
    )


def _is_money(text: str, end: int, currency: Measure | None) -> bool:
    """Tell whether a figure with a sign is money, and `m` no metres: `€2.4 m`, `2.4 m EUR`."""
    return currency is not None or measure_after(text, end).name in currency_names()


def _trend(text: str, start: int, end: int) -> str:
    """Return which way something went `by 12 per cent`, or is `12 per cent higher`; nothing where that is not said."""
    lists, before = word_lists(), words_before(text, start)
    said = set(before) if before[-1:] in (["by"], ["на"]) else set()
    said |= {after[1].lower()} if (after := _WORD_AFTER.match(text, end)) else set()
    ways = {"up": not lists.rises.isdisjoint(said), "down": not lists.falls.isdisjoint(said)}
    return "".join(way for way, is_said in ways.items() if is_said) if sum(ways.values()) == 1 else ""


def _is_lost(text: str, start: int) -> bool:
    """Tell whether the words before a figure say how much less there is, and not how much is left."""
    before = words_before(text, start)
    return before[-1:] not in (["to"], ["до"]) and not word_lists().decreases.isdisjoint(before)


def _after_words_of_it(text: str, end: int, values: frozenset[Decimal]) -> int:
    """Return the index behind a bracket that says a number again in words: `200,000 (two hundred thousand)`."""
    said = _IN_BRACKETS.match(text, end)
    read = read_number(text, said.start("words")) if said else None
    return said.end() if said and read and read[0] in values and read[1] == said.end("words") else end


def _without_overlaps(figures: list[Figure]) -> list[Figure]:
    kept: list[Figure] = []
    for figure in figures:
        if not kept or figure.start >= kept[-1].end:
            kept.append(figure)
    return kept
