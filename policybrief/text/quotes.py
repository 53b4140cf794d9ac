"""Does a quote stand in a text? Exact but for typography, or not at all: no score ever passes a quote."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from enum import StrEnum
from itertools import accumulate, islice
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from policybrief.text.boundaries import cuts_figure
from policybrief.text.folding import NOTE_SIGN, SMALL, WRAP, fold, skeleton
from policybrief.text.quote_parts import MAX_ALTERED, Cut, Part, QuoteParts, take_apart

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policybrief.text.folding import Folded

MAX_OCCURRENCES = 2_000
MAX_ALTERED_WORD = 15


class Level(StrEnum):
    """How a quote stands in its source."""

    EXACT = "exact"
    TYPOGRAPHIC = "typographic"
    ELIDED = "elided"
    ALTERED = "altered"


class Gap(Struct, frozen=True):
    """What of the source lies between two parts of a quote, in the folded text."""

    cut: Cut
    start: int
    end: int


class Match(Struct, frozen=True):
    """Where a quote stands, in the folded text."""

    level: Level
    parts: tuple[tuple[int, int], ...]
    """Start and end of each part."""
    gaps: tuple[Gap, ...] = ()
    occurrences: int = 1

    @property
    def start(self) -> int:
        """Where the quote begins."""
        return self.parts[0][0]

    @property
    def end(self) -> int:
        """Where the quote ends."""
        return self.parts[-1][1]


def find_quote(quote: str, text: Folded) -> Match | None:
    """Return where a quote stands in a text, or None. Where it stands more than once, the first place."""
    needle = fold(quote)
    if not re.search(r"\w", needle):
        return None
    places = list(_places(needle, text))
    if places:
        level = Level.EXACT if quote.strip() in text.text else Level.TYPOGRAPHIC
        return Match(level, (places[0],), occurrences=len(places))
    taken_apart = take_apart(quote)
    if not taken_apart.parts or [part.words for part in taken_apart.parts] == [needle]:
        return None
    return _find_parts(taken_apart, text)


def _find_parts(quote: QuoteParts, text: Folded) -> Match | None:
    """Find the parts in order; of several ways the one that spans the least text."""
    chains = [_Chain(first=start, start=start, end=end) for start, end in _opened(quote, text)]
    for part in quote.parts[1:]:
        places = list(_places(part.words, text))
        if part.before is Cut.ALTERATION:
            chains = list(_after_alteration(chains, places, part, text.key))
        else:
            chains = list(_after_ellipsis(chains, places))
    if quote.closing:
        chains = [replace(chain, end=_end_of_match(quote.closing, text.key, chain.end)) for chain in chains]
    if not chains:
        return None
    return _match(min(chains, key=lambda chain: (chain.end - chain.first, chain.first)), quote)


class _Chain(Struct, frozen=True):
    """A way to find the parts so far: where the last one stands, and the way to the one before."""

    first: int
    start: int
    end: int
    previous: _Chain | None = None
    cut: Cut | None = None


def _opened(quote: QuoteParts, text: Folded) -> Iterator[tuple[int, int]]:
    """Yield the places of the first part, with what an alteration before it stands for."""
    for start, end in _places(quote.parts[0].words, text):
        if quote.opening is None:
            yield start, end
            continue
        for length in range(min(MAX_ALTERED_WORD, start), -1, -1):
            if quote.opening.fullmatch(text.key, start - length, start):
                yield start - length, end
                break


def _after_ellipsis(chains: list[_Chain], places: list[tuple[int, int]]) -> Iterator[_Chain]:
    """Yield for each place of the next part the chain before it that begins last."""
    chains = sorted(chains, key=lambda chain: chain.end)
    ends = [chain.end for chain in chains]
    best = list(accumulate(chains, _later))
    for start, end in places:
        if before := bisect_right(ends, start):
            chain = best[before - 1]
            yield _Chain(chain.first, start, end, chain, Cut.ELLIPSIS)


def _later(one: _Chain, other: _Chain) -> _Chain:
    return other if other.first >= one.first else one


def _after_alteration(chains: list[_Chain], places: list[tuple[int, int]], part: Part, key: str) -> Iterator[_Chain]:
    """Yield the next part's places that are near enough, with what the alteration stands for as it allows."""
    chains = sorted(chains, key=lambda chain: chain.end)
    ends = [chain.end for chain in chains]
    for start, end in places:
        for chain in chains[bisect_left(ends, start - MAX_ALTERED - 2) : bisect_right(ends, start)]:
            if part.allowed and part.allowed.fullmatch(key, chain.end, start):
                yield _Chain(chain.first, start, end, chain, Cut.ALTERATION)


def _end_of_match(pattern: re.Pattern[str], key: str, end: int) -> int:
    found = pattern.match(key, end)
    return found.end() if found else end


def _match(chain: _Chain, quote: QuoteParts) -> Match:
    """Make a match of a way through all parts."""
    places: list[tuple[int, int]] = []
    gaps: list[Gap] = []
    step: _Chain | None = chain
    while step:
        places.append((step.start, step.end))
        if step.previous and step.cut:
            gaps.append(Gap(step.cut, step.previous.end, step.start))
        step = step.previous
    level = Level.ELIDED if gaps else Level.TYPOGRAPHIC
    return Match(Level.ALTERED if quote.is_altered else level, tuple(places[::-1]), tuple(gaps[::-1]))


def _places(words: str, text: Folded) -> Iterator[tuple[int, int]]:
    """Yield where folded words stand, figures whole.

    Spaces about dashes, slashes, brackets and marks count for nothing, nor do the marks of notes and of emphasis.
    """
    if words in text.key:
        start = text.key.find(words)
        found = 0
        while start >= 0 and found < MAX_OCCURRENCES:
            end = start + len(words)
            if not cuts_figure(text.key, start, end):
                yield start, end
                found += 1
            start = text.key.find(words, start + 1)
        return
    bare = skeleton(words)
    if bare in text.skeleton or (text.has_note_marks and bare in text.skeleton_without_notes):
        pattern = _loose(
            words,
            has_wraps=WRAP in text.marked,
            has_notes=text.has_note_marks,
            has_emphasis="*" in text.key or "_" in text.key,
        )
        for place in islice(pattern.finditer(text.marked), MAX_OCCURRENCES):
            if not cuts_figure(text.key, place.start(), place.end()):
                yield place.start(), place.end()


_TOKEN = re.compile(
    r"(?P<quote> ?'+ ?)"
    r"|(?P<broken>(?<=[^\W\d_])(?: -+ ?|-+ )(?=[^\W\d_]))"
    r"|(?P<dash>(?<=[^\W\d_])-+(?=[^\W\d_]))"
    r"|(?P<hyphen>-+)"
    r"|(?P<dots>\.{3,}|\.(?: \.){2,})"
    r"|(?P<stop> ?[.,;:!?)\]])"
    r"|(?P<slash> ?/ ?)"
    r"|(?P<opening>[(\[№§] ?)"
    r"|(?P<within>[^\W\d_](?=[^\W\d_]))"
    r"|(?P<space> )"
    r"|(?P<other>[\s\S])"
)
_DASH = rf" ?-+[ {WRAP}]?"
_NOTE_AFTER_STOP = rf"(?:(?:\d{{1,3}}|{NOTE_SIGN})(?=[ {WRAP}')]|$))?"
_NOTE_AFTER_WORD = rf"(?:(?<=[^\W\d_]{{4}})(?:{NOTE_SIGN})|(?<=[{SMALL}]{{4}})\d{{1,3}}(?=[ {WRAP}.,;:)']|$))?"


def _loose(words: str, *, has_wraps: bool, has_notes: bool, has_emphasis: bool) -> re.Pattern[str]:
    """Return a pattern that passes over what typesetting does.

    Words broken over lines, spaces about marks, marks of notes, and the stars and underscores of emphasis.
    """
    emphasis = "[*_]{0,3}" if has_emphasis else ""
    after_stop, after_word = (_NOTE_AFTER_STOP, _NOTE_AFTER_WORD) if has_notes else ("", "")
    alike = {
        "quote": f"{emphasis} ?{emphasis}'+{emphasis}{after_stop} ?{emphasis}",
        "dash": _DASH,
        "hyphen": f"-+{WRAP}?",
        "dots": r"\. ?\. ?\.+",
        "slash": " ?/ ?",
        "space": f"{emphasis}[ {WRAP}]{emphasis}",
    }
    pieces = []
    for token in _TOKEN.finditer(words):
        kind, sign = token.lastgroup or "", re.escape(token[0].strip())
        if kind in alike:
            pieces.append(alike[kind])
        elif kind == "broken":  # `evalu- ation`, copied with its line end, or `word - word`
            pieces.append(f"(?:{_DASH})?" if words[token.end()].islower() else _DASH)
        elif kind == "stop":
            pieces.append(f"{emphasis} ?{sign}{emphasis}{after_stop}")
        elif kind == "opening":
            pieces.append(f"{sign} ?{emphasis}")
        elif kind == "within":
            pieces.append(sign + (f"(?: ?-{WRAP})?" if has_wraps else ""))
        else:
            pieces.append(sign + after_word * token[0].isalpha())
    return re.compile("".join(pieces))
