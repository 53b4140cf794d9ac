"""What a text says besides figures and dates: `two thirds of the cases`, `hundreds of people`, `in early 2021`.

Such words may follow from what the source says, and need not stand there; so may times of day and the numbers of
articles and laws. They are wrong where a source says something else of the same kind about the same thing, and never
this.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from policybrief.text.figures import Figure
from policybrief.text.number_words import read_number
from policybrief.text.words import alternatives, word_lists, words_before

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from policybrief.text.dates import DateMention, Reading

_STEM = 5
"""Letters by which a noun is known in all its forms."""
_CONTENT = 4
"""Letters that a word has at least that tells what is spoken of."""
_NOUNS = 2
_WORDS_AFTER = re.compile(r"(?:\s+(?:\d[\d,.]*(?=\s)|[^\W\d_]+(?:-[^\W\d_]+)*)){1,6}")
_TIME = re.compile(
    r"(?<![\d:.,/])(?:(?P<hour>[01]?\d|2[0-3])(?P<sign>[:.])(?P<minute>[0-5]\d)(?![\d%]|[:.,]\d)"
    r"|(?P<whole>1?\d)(?=\s?[ap]\.?m\b))"
    r"(?:\s?(?P<half>[ap])\.?m\b)?",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"\b(?P<direction>last|past|previous|next|coming|following)\s(?P<number>\d{1,3}|[^\W\d_]+(?:-[^\W\d_]+)?)\s(?P<unit>[^\W\d_]+)",
    re.IGNORECASE,
)
_DIRECTIONS = dict.fromkeys(("last", "past", "previous"), "past") | dict.fromkeys(
    ("next", "coming", "following"), "next"
)
_REDUCED = {
    "day": (1, "days"),
    "week": (7, "days"),
    "month": (1, "months"),
    "year": (12, "months"),
    "decade": (120, "months"),
}
_NUMBERED = re.compile(
    r"\b(?:(?P<law>resolution|резолюци\w*|(?:law|decree|order|decision|directive|case|application|communication|complaint"
    r"|petition|contract|tender|закон\w*|указ\w*|постановлени\w*|приказ\w*|дел[оау]|жалоб\w*|договор\w*)"
    r"(?=\s*(?:nos?\b|number\b|№|n°)))|articles?|art\.|стать\w*|ст\.)\s*(?:nos?\.?|number|№|n°)?\s*"
    r"(?P<numbers>\d+(?:[./-]\d+)*(?:(?:,|,? and|,? or|,? и)\s\d+(?:[./-]\d+)*)*)(?!\w)",
    re.IGNORECASE,
)
_SYMBOL = re.compile(r"(?<![\w/.-])(?P<series>[A-Z]{1,5}(?:/[A-Z0-9]+)+)/(?P<number>\d+)(?![\w/-])")
_SENTENCE_END = re.compile(r"[.;!?]\s")
_LETTERS = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+(?:[./-]\d+)*")
_OF_WHAT = re.compile(r"(?:\s+of(?=\s)|(?=\s+[А-ЯЁ]))(?:\s+[^\W\d_]+(?:-[^\W\d_]+)*){1,6}")
_SPACE = r"[\s-]+"
_HALF_MORE = re.compile(r"\band a half$", re.IGNORECASE)
_SIDES = {"more": 1, "min": 1, "less": -1, "max": -1}


class Rough(Struct, frozen=True):
    """A part, multiple or multitude; part of a year or month, or time of day; the number of a law, case or document."""

    start: int
    end: int
    kind: str
    """`part`, `multitude`, `period`, `span`, `time`, `number`, `symbol` or `multiple`."""
    values: frozenset[str]
    """More than one where half past six may be in the morning or in the evening."""
    of: frozenset[str]
    """What it is a part of: stems of nouns, or a date."""
    side: int = 0
    """1 for `more than half`, -1 for `less than half`."""
    when: Reading | None = None
    """For a period, the year or month that it is a part of."""

    def agrees_with(self, other: Rough) -> bool:
        """Tell whether another one, of the same thing, says the same."""
        return not self.values.isdisjoint(other.values) and self.side * other.side >= 0

    def is_like(self, other: Rough) -> bool:
        """Tell whether another one is of the same kind and speaks of the same thing."""
        return self.kind == other.kind and not self.of.isdisjoint(other.of)

    @property
    def share(self) -> Figure | None:
        """The figure that a part stands for: three quarters are 75 per cent; a third is none exactly."""
        percent = self.percent
        if percent is None or percent.denominator != 1:
            return None
        return Figure(self.start, self.end, frozenset({Decimal(int(percent))}), "%")

    @property
    def percent(self) -> Fraction | None:
        """What a part is in per cent."""
        return Fraction(*map(int, min(self.values).split("/"))) * 100 if self.kind == "part" else None


def find_rough(text: str, dates: Iterable[DateMention]) -> list[Rough]:
    """Return what a text says roughly, in order; `dates` are those of the text."""
    found = [*_amounts(text, "part", word_lists().parts), *_amounts(text, "multitude", word_lists().multitudes)]
    found += [*_periods(text, dates), *_spans(text), *_times(text), *_numbers(text), *_symbols(text), *_multiples(text)]
    return sorted(found, key=lambda one: one.start)


def _amounts(text: str, kind: str, words: Mapping[str, str]) -> Iterator[Rough]:
    for match in _any_of(frozenset(words)).finditer(text):
        if _HALF_MORE.search(text, max(0, match.start() - 6), match.end()):
            continue
        after = _WORDS_AFTER.match(text, match.end())
        nouns = _nouns(after[0]) if after else frozenset()
        if nouns or kind == "part":  # a part of what is not named says its share: `women were one fifth`
            said = " ".join(match[0].lower().replace("-", " ").split())
            bound = _bound(text, match.start())
            yield Rough(match.start(), match.end(), kind, frozenset({words[said]}), nouns, _SIDES.get(bound, 0))


def _nouns(words: str) -> frozenset[str]:
    """Return the stems of the first words that tell what is spoken of."""
    return frozenset(_stems(words.lower().split())[:_NOUNS])


def _stems(words: Iterable[str]) -> list[str]:
    """Return the stems of the words that tell something, in order."""
    idle = word_lists().idle
    return [word[:_STEM] for word in words if len(word) >= _CONTENT and not word[0].isdigit() and word not in idle]


def _bound(text: str, start: int) -> str:
    before = words_before(text, start)
    known = (word_lists().bounds.get(" ".join(before[-length:])) for length in (3, 2, 1) if len(before) >= length)
    return next(filter(None, known), "")


def _periods(text: str, dates: Iterable[DateMention]) -> Iterator[Rough]:
    """Yield `early 2021`, `the first half of 2021`, `spring 2021`, `late April 2021`."""
    words = word_lists().periods
    for date in dates:
        (reading, *_) = date.readings
        if reading.year is None or reading.day is not None or date.is_decade:
            continue
        if match := _period_before().search(text, max(0, date.start - 40), date.start):
            said = " ".join(match["words"].lower().replace("-", " ").split())
            of = frozenset({f"{reading.year}-{reading.month}"})
            yield Rough(match.start("words"), date.end, "period", frozenset({words[said]}), of, when=reading)


def _spans(text: str) -> Iterator[Rough]:
    """Yield `the last three years`, in months or days."""
    for span in _SPAN.finditer(text):
        number, unit = read_number(text, span.start("number")), word_lists().units.get(span["unit"].lower(), "")
        value = Decimal(span["number"]) if span["number"].isdecimal() else number[0] if number else None
        if value is None or unit not in _REDUCED:
            continue
        times, reduced = _REDUCED[unit]
        of = frozenset({_DIRECTIONS[span["direction"].lower()]})
        yield Rough(span.start(), span.end(), "span", frozenset({f"{value * times} {reduced}"}), of)


def _times(text: str) -> Iterator[Rough]:
    """Yield `18:30`, `6.30 a.m.`, `6 pm`."""
    for time in _TIME.finditer(text):
        hour, half = int(time["hour"] or time["whole"]), (time["half"] or "").lower()
        if (half and hour > 12) or (time["sign"] == "." and not half):
            continue
        may_be_either = not half and 0 < hour <= 12 and not (time["hour"] or "").startswith("0")
        hours = {hour % 12, hour % 12 + 12} if may_be_either else {hour % 12 + 12 * (half == "p") if half else hour}
        minute = time["minute"] or "00"
        yield Rough(
            time.start(), time.end(), "time", frozenset(f"{one}:{minute}" for one in hours), frozenset({"time"})
        )


def _numbers(text: str) -> Iterator[Rough]:
    """Yield the numbers of laws, and those of articles where it is said of what: `Article 405 of the Criminal Code`."""
    for numbered in _NUMBERED.finditer(text):
        after = _OF_WHAT.match(text, numbered.end())
        names = " ".join(word for word in after[0].split() if word[0].isupper()) if after else ""
        what = " ".join(sorted(_nouns(names)))
        of = what or (numbered["law"] or "").lower()[:_STEM].rstrip("аоуы")
        if not of:
            continue
        for number in _NUMBER.finditer(text, numbered.start("numbers"), numbered.end("numbers")):
            yield Rough(number.start(), number.end(), "number", frozenset({number[0]}), frozenset({of}))


def _symbols(text: str) -> Iterator[Rough]:
    """Yield symbols of documents, which are of one series but for their last number: `A/HRC/47/28`."""
    for symbol in _SYMBOL.finditer(text):
        yield Rough(
            symbol.start(), symbol.end(), "symbol", frozenset({symbol["number"]}), frozenset({symbol["series"]})
        )


def _multiples(text: str) -> Iterator[Rough]:
    """Yield how many times as much something has become: `attacks on aid workers doubled`."""
    ways = word_lists().rises | word_lists().bounds.keys()  # what says that it rose is not what rose
    for match in _any_of(frozenset(word_lists().multiples)).finditer(text):
        before = _SENTENCE_END.split(text[max(0, match.start() - 80) : match.start()])[-1]
        subject = (word for word in _LETTERS.findall(before.lower()) if word not in ways)
        if of := frozenset(_stems(subject)):
            bound, value = _bound(text, match.start()), word_lists().multiples[match[0].lower()]
            yield Rough(match.start(), match.end(), "multiple", frozenset({value}), of, _SIDES.get(bound, 0))


@cache
def _period_before() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?P<words>{alternatives(word_lists().periods, space=_SPACE)})(?:[\s-]+(?:of|in|the|year))*[\s-]*$",
        re.IGNORECASE,
    )


@cache
def _any_of(words: frozenset[str]) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?<!and a )(?<!first )(?<!second )(?:{alternatives(words, space=_SPACE)})(?!\w)", re.IGNORECASE
    )
