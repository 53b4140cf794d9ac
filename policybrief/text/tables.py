"""Figures whose scale or currency stands in the head of their table: `(thousand tenge)`, `(USD million)`, `(%)`."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from policybrief.text.measures import SIGNS, measure_after
from policybrief.text.words import word_lists

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from policybrief.text.figures import Figure

LONGEST_TABLE = 6_000
"""Characters below a head in which its figures stand."""
_HEAD = re.compile(
    r"\((?P<inner>(?:[^()\d\n]|['’]000){1,40})\)"
    r"|[,:][^\S\n]*(?P<outer>[^(),;:.|\t\d\n]{1,30}\.?[^(),;:.|\t\d\n]{0,20}?)(?=\s*(?:[|\t]|[^\S\n]{2}|$))"
    r"|\bin (?P<said>(?:thousands|millions|billions) of [^\W\d_]+(?: [^\W\d_]+)?)",
    re.MULTILINE,
)
_MONEY = re.compile(rf"(?P<nation>US|CA|C|AU|A|HK|S)?(?P<sign>[{SIGNS}])(?P<scale>m|mn|bn|k)?")
_CODES = {"US": "USD", "CA": "CAD", "C": "CAD", "AU": "AUD", "A": "AUD", "HK": "HKD", "S": "SGD"}
_THOUSANDS = ("'000", "’000")
_PASSED_OVER = frozenset({"in", "of", "в", "all", "figures", "amount"})
_ROW = re.compile(r"[^\W\d_][^.!?\n]{0,60} $")
_ROW_END = re.compile(r"[^\S\n]*(?:\Z|\n(?![^\S\n]*[a-zа-я]))")
_CELL_BEFORE = re.compile(r"(?:[^\S\n]{2,}|\t|[|;][^\S\n]*)\(?$")


class Head(Struct, frozen=True):
    """What a table's head says of the figures below it."""

    line: int
    """Where its line begins."""
    end: int
    scale: int
    measure: str
    nation: str


def find_heads(text: str) -> Iterator[Head]:
    """Yield the heads of tables that give a scale or a measure, in order."""
    for found in _HEAD.finditer(text):
        words = (found["inner"] or found["outer"] or found["said"]).replace(".", " ").split()
        while words and words[0].lower() in _PASSED_OVER:
            words.pop(0)
        read = _read(words) or (_read(words[:-1]) if found["said"] else None)
        if read:
            yield Head(text.rfind("\n", 0, found.start()) + 1, found.end(), *read)


def find_headed(text: str, heads: Sequence[Head], figures: Iterable[Figure]) -> Iterator[Figure]:
    """Yield the bare figures of tables with the scale and measure that the heads above them give."""
    ends = [head.end for head in heads]
    for figure in figures:
        nearest = bisect_right(ends, figure.start) - 1
        if figure.measure or nearest < 0 or figure.start - ends[nearest] > LONGEST_TABLE or not _is_cell(text, figure):
            continue
        first = bisect_left(heads, heads[nearest].line, key=lambda head: head.line)
        for head in heads[first : nearest + 1]:
            values = frozenset(value * head.scale for value in figure.values)
            yield replace(figure, values=values, measure=head.measure, nation=head.nation)


def measured_by(head: str, figures: Sequence[Figure]) -> list[Figure]:
    """Return the figures of a cell with the scale and measure that the head of its column gives them."""
    words = _read(head.split())
    (scale, measure, nation) = words or next(
        ((one.scale, one.measure, one.nation) for one in find_heads(head)), (1, "", "")
    )
    if not measure:
        return [*figures]
    return [
        one
        if one.measure
        else replace(one, values=frozenset(value * scale for value in one.values), measure=measure, nation=nation)
        for one in figures
    ]


def _is_cell(text: str, figure: Figure) -> bool:
    """Tell whether a figure stands in a column of its own, or ends a line that has only its name before it."""
    if _CELL_BEFORE.search(text, max(0, figure.start - 12), figure.start):
        return True
    line = text.rfind("\n", 0, figure.start) + 1
    return _ROW.fullmatch(text, line, figure.start) is not None and _ROW_END.match(text, figure.end) is not None


def _read(words: list[str]) -> tuple[int, str, str] | None:
    """Return the scale, measure and nation that words name, if they name nothing else."""
    lists = word_lists()
    scale = 1
    rest = []
    for word in itertools.chain.from_iterable(map(_taken_apart, words)):
        named = lists.scales.get(word.lower()) or lists.scale_signs.get(word.lower())
        named = 1000 if word in _THOUSANDS else named
        scale *= named or 1
        rest += [] if named else [word]
    while rest and rest[0].lower() in _PASSED_OVER:
        rest.pop(0)
    said = " " + " ".join(rest)
    measure = measure_after(said, 0)
    return (scale, measure.name, measure.nation) if measure.name and measure.end == len(said) else None


def _taken_apart(word: str) -> tuple[str, ...]:
    """Return `US$` as a code, `£m` as its sign and its scale, any other word as it is."""
    found = _MONEY.fullmatch(word)
    if found is None:
        return (word,)
    return tuple(filter(None, (_CODES.get(found["nation"] or "", found["sign"]), found["scale"])))
