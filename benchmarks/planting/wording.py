"""Other words than the source's: how a quote goes wrong when it is copied, and quotations in claims and prose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from policybrief.checks.places import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from planting.defect import Defect
    from planting.sample import Sample
    from policybrief.checks.places import Place

_WORD = re.compile(r"\b[a-z]{4,}\b")
_ANY_WORD = re.compile(r"\b[A-Za-z][\w’'-]*")
_AUXILIARY = re.compile(r"\b(?:is|are|was|were|has|have|will|can|would|must|may)\b(?! not)")
_NOT = re.compile(r"\bnot ")
_QUOTATION = re.compile(r"“([^”]+)”")
_NUMBERS = {"two": "three", "three": "four", "several": "seven", "both": "all", "Both": "All", "Three": "Four"}
_OPPOSITES = {
    "fined": "jailed",
    "suspended": "closed",
    "suspend": "close",
    "significantly": "slightly",
    "local": "foreign",
    "ignored": "observed",
    "restrict": "permit",
    "unregistered": "registered",
    "independent": "official",
    "serious": "some",
    "bans": "allows",
    "positive": "negative",
    "ordered": "considered",
    "fair": "public",
    "forbids": "allows",
    "expands": "limits",
    "detained": "questioned",
    "concerns": "satisfaction",
    "simple": "written",
    "harassment": "supervision",
    "alleged": "proven",
    "potential": "proven",
}
_SPELLINGS = (("iz", "is"), ("or", "our"), ("ing", "in"), ("ss", "s"), ("ll", "l"), ("ie", "ei"))


def plant(sample: Sample, rng: Random) -> Iterator[Defect]:
    """Yield quotes that were not copied as they stand, and quotations likewise."""
    for _, evidence, quote in sample.quotes():
        flat = " ".join(quote.value.split())
        for kind, change in CHANGES.items():
            changed = change(flat, rng)
            if changed and changed != flat and not sample.stands_in(changed, evidence.source.value):
                yield sample.swap("quote-not-in-source", kind, quote, changed)
    for place in sample.places:
        if place.kind in (Kind.PROSE, Kind.CLAIM):
            yield from _quotations(sample, place, rng)


def _another_word(quote: str, rng: Random) -> str:
    found = [word for word in _WORD.finditer(quote) if word[0] in _OPPOSITES]
    if not found:
        return ""
    word = rng.choice(found)
    return quote[: word.start()] + _OPPOSITES[word[0]] + quote[word.end() :]


def _word_dropped(quote: str, rng: Random) -> str:
    words = quote.split(" ")
    if len(words) < 4:
        return ""
    place = rng.randrange(1, len(words) - 1)
    return " ".join(words[:place] + words[place + 1 :])


def _words_changed_over(quote: str, rng: Random) -> str:
    words = quote.split(" ")
    place = rng.randrange(1, len(words) - 1)
    return " ".join([*words[: place - 1], words[place], words[place - 1], *words[place + 1 :]])


def _word_added(quote: str, rng: Random) -> str:
    words = quote.split(" ")
    place = rng.randrange(1, len(words))
    return " ".join([*words[:place], rng.choice(["all", "very", "also", "openly", "again"]), *words[place:]])


def _letter(quote: str, rng: Random) -> str:
    found = rng.choice(list(_WORD.finditer(quote)))
    place = rng.randrange(found.start(), found.end() - 1)
    return quote[:place] + quote[place + 1] + quote[place] + quote[place + 2 :]


def _spelling(quote: str, rng: Random) -> str:
    for old, new in rng.sample(_SPELLINGS, len(_SPELLINGS)):
        if old in quote:
            return quote.replace(old, new, 1)
    return ""


def _digit(quote: str, rng: Random) -> str:
    digits = list(re.finditer(r"\d", quote))
    if not digits:
        return ""
    place = rng.choice(digits).start()
    return quote[:place] + str((int(quote[place]) + rng.randrange(1, 9)) % 10) + quote[place + 1 :]


def _figure_cut(quote: str, rng: Random) -> str:
    figures = list(re.finditer(r"\d{2,}", quote))
    if not figures:
        return ""
    figure = rng.choice(figures)
    return quote[: figure.end() - 1] if rng.random() < 0.5 else quote[figure.start() + 1 :]


def _number_word(quote: str, rng: Random) -> str:
    found = [word for word in _ANY_WORD.finditer(quote) if word[0] in _NUMBERS]
    word = rng.choice(found) if found else None
    return quote[: word.start()] + _NUMBERS[word[0]] + quote[word.end() :] if word else ""


def _capital(quote: str, rng: Random) -> str:
    word = rng.choice(list(_ANY_WORD.finditer(quote)))
    return quote[: word.start()] + word[0][0].swapcase() + quote[word.start() + 1 :]


def _not_dropped(quote: str, _: Random) -> str:
    return _NOT.sub("", quote, count=1)


def _not_added(quote: str, rng: Random) -> str:
    found = list(_AUXILIARY.finditer(quote))
    return f"{quote[: (end := rng.choice(found).end())]} not{quote[end:]}" if found else ""


def _cut_unmarked(quote: str, rng: Random) -> str:
    words = quote.split(" ")
    if len(words) < 9:
        return ""
    start = rng.randrange(2, len(words) - 6)
    return " ".join(words[:start] + words[start + 3 :])


def _order(quote: str, _: Random) -> str:
    words = quote.split(" ")
    half = len(words) // 2
    return f"{' '.join(words[half:])} [...] {' '.join(words[:half])}" if half > 3 else ""


def _part_invented(quote: str, rng: Random) -> str:
    invented = rng.choice(
        ["and nobody was told why", "as the minister had ordered", "against the advice of the courts"]
    )
    return f"{quote.rstrip('.')} [...] {invented}"


def _paraphrase(quote: str, _: Random) -> str:
    words = quote.split(" ")
    return " ".join(["It was said that", *words[: len(words) // 2], "and that more would follow"])


CHANGES: dict[str, Callable[[str, Random], str]] = {
    "a word of another meaning": _another_word,
    "a word dropped": _word_dropped,
    "two words changed over": _words_changed_over,
    "a word added": _word_added,
    "two letters changed over": _letter,
    "another spelling": _spelling,
    "a digit": _digit,
    "a figure cut in two": _figure_cut,
    "a number in words": _number_word,
    "a capital": _capital,
    "`not` dropped": _not_dropped,
    "`not` added": _not_added,
    "words left out without a mark": _cut_unmarked,
    "parts in another order": _order,
    "a part that is invented": _part_invented,
    "a paraphrase": _paraphrase,
}


def _quotations(sample: Sample, place: Place, rng: Random) -> Iterator[Defect]:
    """Yield words in quotation marks that are nobody's."""
    scalar, code = place.text.source, "quotation-not-in-evidence"
    for match in _QUOTATION.finditer(scalar.value):
        flat = " ".join(match[1].split())
        for kind in ("a word added", "two letters changed over", "a word dropped", "a word of another meaning"):
            changed = CHANGES[kind](flat, rng) if len(flat.split()) > 1 else f"{flat} of trust"
            if changed and not any(sample.stands_in(changed, key) for key in sample.sources):
                yield sample.within(code, kind, scalar, *match.span(1), changed)
    if place.kind is not Kind.CLAIM or place.finding is None:
        return
    line = rng.choice([line for line in scalar.value.split("\n") if len(line.split()) > 7 and "[" not in line])
    words = line.split(" ")
    first = rng.randrange(1, len(words) - 5)
    said = " ".join(words[first : first + 5])
    keys = [evidence.source.value for evidence in place.finding.evidence]
    cuts_figure = words[first - 1][-1].isdigit()
    if cuts_figure or "“" in line or "”" in line or any(sample.stands_in(said, key) for key in keys):
        return
    start = scalar.value.index(line) + len(" ".join(words[:first])) + 1
    end = start + len(said)
    yield sample.within(code, "words of one's own in marks", scalar, start, end, f"“{said}”")
