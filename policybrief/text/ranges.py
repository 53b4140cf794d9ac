"""Ranges: `10 to 15`, `between 10 and 15`; and changes, which look like them: `rose from 10 to 15`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from policybrief.text.measures import currency_names
from policybrief.text.words import word_lists

if TYPE_CHECKING:
    from policybrief.text.figures import Figure

_RANGE = re.compile(
    r"\s?(?:–|—|-|\bto\b(?:\sas\s(?:much|many|high)\sas)?|\bor\b|\bдо\b|-(?:ден|дан|тен|тан|нен|нан))\s?$"
)
_RANGE_OPENED = re.compile(r"\b(?:between|from(?:\sas\s(?:little|few|low)\sas)?|от|между|с|со)\s+$", re.IGNORECASE)
NEARBY = 6
"""Figures before and after one that may be of its sentence."""
_STOP = re.compile(r"[.!?;]\s|\n\n")
_LISTED = re.compile(r"\s?(?:,|,?\s(?:and|or|и|или|және))\s")
_OF_THE = re.compile(r"\s(?:out\s)?of\s(?:the\s|a\s)?(?:total\sof\s|total\s)?[$€£₸₽]?")
_BETWEEN_AND = re.compile(r"\s+(?:and|и)\s+$")
_PARTED = re.compile(r"[^.;!?]{1,30}\sдо\s")
"""What may stand between the ends of a change, `с 41 % в 2019 году до 44 %`; alone, `до 44` is up to 44."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def with_sums(text: str, figures: list[Figure]) -> list[Figure]:
    """Make one figure of `1 billion 350 million`."""
    result: list[Figure] = []
    for figure in figures:
        before = result[-1] if result else None
        is_scaled = before is not None and text[before.end - 1].isalpha()
        if before and is_scaled and not before.measure and not text[before.end : figure.start].strip():
            scale, smaller = _scale_in(text[before.start : before.end]), _scale_in(text[figure.start : figure.end])
            if scale > smaller > 1 and max(figure.values) < scale:
                values = frozenset(one + other for one in before.values for other in figure.values)
                result[-1] = replace(figure, start=before.start, values=values, bound=before.bound or figure.bound)
                continue
        result.append(figure)
    return result


def with_ranges(text: str, figures: list[Figure]) -> list[Figure]:
    """Mark both ends of `10 to 15` and `between 10 and 15`; a measure named once is that of both."""
    result = list(figures)
    for index in range(len(result) - 1):
        first, last = result[index], result[index + 1]
        between = text[first.end : last.start]
        opened = _RANGE_OPENED.search(text, max(0, first.start - 24), first.start)
        if not (_RANGE.fullmatch(between) or (opened and _BETWEEN_AND.fullmatch(between))):
            if last.bound == "max" and opened and _PARTED.fullmatch(between) and first.measure == last.measure:
                before = text[max(0, opened.start() - 90) : opened.start()]
                if _tells_a_change(before, between, ""):
                    result[index], result[index + 1] = replace(first, bound="start"), replace(last, bound="end")
            continue
        low, high = min(first.values), min(last.values)
        own_scale, next_scale = (_scale_in(text[one.start : one.end]) for one in (first, last))
        scaled = low * next_scale if own_scale == 1 else low
        if re.fullmatch(r"\s?[–—-]\s?", between) and not last.measure and low >= high:
            continue  # a score, a ratio of votes
        if first.measure and last.measure and first.measure != last.measure:
            continue  # `$500 or 30 days`
        if first.measure and not last.measure and (scaled >= high or not text[first.end - 1].isdigit()):
            continue  # `500 dollars to 1,200 officials`
        before = text[max(0, opened.start() - 90) : opened.start()] if opened else ""
        is_change = _tells_a_change(before, between, text[last.end : last.end + 90])
        scale = 1 if own_scale > 1 else next_scale
        values = first.values | {value * scale for value in first.values} if scale > 1 else first.values
        measure = first.measure or last.measure
        bounds = ("start", "end") if is_change else ("low", "high") if scaled < high else (first.bound, last.bound)
        result[index] = replace(first, values=frozenset(values), measure=measure, bound=bounds[0])
        result[index + 1] = replace(last, measure=last.measure or first.measure, bound=bounds[1])
    return result


def with_nearby(text: str, figures: list[Figure]) -> list[Figure]:
    """Tell of each bare figure what else its sentence measures, and which scale follows: `52 of the 184 million`."""
    result = []
    shared = {"%", *currency_names()}
    for index, figure in enumerate(figures):
        around = (other for other in figures[max(0, index - NEARBY) : index + NEARBY + 1] if other.measure)
        after = figures[index + 1] if index + 1 < len(figures) else None
        in_list = after is not None and _LISTED.fullmatch(text, figure.end, after.start) is not None
        measures = {
            one.measure
            for one in around
            if (one.measure in shared and _is_of_sentence(text, figure, one)) or (one is after and in_list)
        }
        scale = _scale_in(text[after.start : after.end]) if after else 1
        shares = after and scale > 1 and _OF_THE.fullmatch(text, figure.end, after.start)
        values = figure.values | {value * scale for value in figure.values} if shares else figure.values
        nearby = frozenset() if figure.measure else frozenset(measures)
        result.append(replace(figure, values=values, nearby=nearby) if nearby or shares else figure)
    return result


def _is_of_sentence(text: str, one: Figure, other: Figure) -> bool:
    first, last = sorted((one, other), key=lambda figure: figure.start)
    return not _STOP.search(text, first.end, last.start)


def _tells_a_change(before: str, between: str, after: str) -> bool:
    """Tell whether `from 12 to 15` is a change by the words before it, and in Kazakh by those after it; no range."""
    is_kazakh = between.startswith("-") and bool(between[1:].strip())
    told = re.split(r"[.;]", after)[0] if is_kazakh else re.split(r"[.;]", before)[-1]
    return not word_lists().changes.isdisjoint(_WORD.findall(told.lower()))


def _scale_in(text: str) -> int:
    """Return the scale that a figure's last word names: `10 million` has a million."""
    words = word_lists()
    scale = 1
    for word in re.findall(r"[^\W\d_]+", text.lower()):
        scale *= words.scales.get(word) or words.scale_signs.get(word, 1)
    return scale
