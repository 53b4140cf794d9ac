"""Stored sources -> what the page shows of them: the quoted words, marked, in their surroundings."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from policybrief.assemble.views import LineView, PieceView, RestView, StoredTextView
from policybrief.languages import language_tag
from policybrief.text.sentences import sentence_around

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from policybrief.assemble.setting import Setting
    from policybrief.model import Reference
    from policybrief.position import TextFile

WHOLE = "full"
MARGIN = 400
"""Characters about a quote that are shown at most, where its text has no sentences."""

_BLANK = re.compile(r"(?:\r\n|\r|\n)[^\S\r\n]*(?:\r\n|\r|\n)\s*")
_SPACE, _WORD = re.compile(r"\s+"), re.compile(r"\S")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


class _Quoted(Struct, frozen=True, kw_only=True):
    """A quote in a stored file: start and end of each part, in order."""

    spans: Sequence[tuple[int, int]]
    rest: RestView


def source_texts(setting: Setting) -> list[StoredTextView]:
    """Return the views of the stored texts of all cited references that have one."""
    quoted = _quoted_words(setting)
    return [
        _text_view(reference, quoted[reference.key.value], setting)
        for reference in setting.cited_references
        if reference.key.value in setting.checked.library.sources
    ]


def _quoted_words(setting: Setting) -> Mapping[str, list[_Quoted]]:
    """Return by citation key where the quotes of the printed findings stand, in the order of the findings."""
    found: dict[str, list[_Quoted]] = defaultdict(list)
    for name, finding in setting.findings.items():
        standings = setting.checked.standings.of(finding)
        for evidence in finding.evidence:
            if standing := standings.get(evidence.number):
                place = f"{name}-{evidence.number}"
                rest = RestView(
                    anchor=f"q-{place}",
                    evidence=f"evidence-{place}",
                    finding=name,
                    number=setting.numbers[name],
                    bearing=evidence.stance.value,
                    bearing_label=setting.labels(f"stance-{evidence.stance.value}"),
                )
                found[evidence.source.value].append(_Quoted(spans=standing.spans, rest=rest))
    return found


def _text_view(reference: Reference, quoted: Sequence[_Quoted], setting: Setting) -> StoredTextView:
    key = reference.key.value
    file = setting.checked.library.sources[key].file
    language = reference.fields.get("langid")
    chosen = setting.brief.source_text
    is_whole = bool(chosen and chosen.value.strip() == WHOLE)
    extent = _extent(file, reference.excerpt)
    windows = [extent] if is_whole else _windows(file.text, quoted, extent)
    return StoredTextView(
        key=key,
        body=reference.body,
        title=reference.title or setting.supplied_titles.get(key, key),
        language=language_tag(language.value) if language else "",
        path=file.path,
        findings=tuple((name, setting.numbers[name]) for name in setting.findings_by_source.get(key, ())),
        lines=tuple(_lines(file, windows, quoted)),
        is_whole=is_whole,
    )


def _extent(file: TextFile, excerpt: tuple[int, int] | None) -> tuple[int, int]:
    """Return start and end of what belongs to a reference."""
    if excerpt is None or excerpt[0] > len(file.starts):
        return 0, len(file.text)
    first, last = excerpt
    return file.starts[first - 1], file.starts[last] if last < len(file.starts) else len(file.text)


def _windows(text: str, quoted: Sequence[_Quoted], extent: tuple[int, int]) -> list[tuple[int, int]]:
    """Return start and end of what is shown about the quotes, in order; what has but space between it is one."""
    merged: list[tuple[int, int]] = []
    spans = sorted({span for quote in quoted for span in quote.spans})
    for start, end in sorted((_opens(text, start, extent[0]), _closes(text, end, extent[1])) for start, end in spans):
        if merged and (start <= merged[-1][1] or not text[merged[-1][1] : start].strip()):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _opens(text: str, start: int, low: int) -> int:
    """Return where the sentence before the one begins that a quote starts in."""
    floor = max(low, start - MARGIN)
    near, at = text[floor : start + 4], start - floor
    first = _sentence_start(near, at)
    before = len(near[:first].rstrip())
    if before:
        first = _sentence_start(near, before - 1)
    if first or floor == low:
        return floor + first
    space = _SPACE.search(near, 0, at)
    return floor + (space.end() if space else 0)


def _closes(text: str, end: int, high: int) -> int:
    """Return where the sentence after the one ends that a quote ends in."""
    base, ceiling = max(0, end - 24), min(high, end + MARGIN)
    near, at = text[base:ceiling], end - base
    last = _sentence_end(near, at)
    following = _WORD.search(near, last)
    if following:
        last = _sentence_end(near, following.end())
    if last < len(near) or ceiling == high:
        return base + last
    space = near.rfind(" ", at)
    return base + (space if space >= 0 else last)


def _sentence_start(text: str, at: int) -> int:
    first = sentence_around(text, at, at)[0]
    breaks = [gap.end() for gap in _BLANK.finditer(text, first, at)]
    return breaks[-1] if breaks else first


def _sentence_end(text: str, at: int) -> int:
    last = sentence_around(text, at, at)[1]
    gap = _BLANK.search(text, at, last)
    return gap.start() if gap else last


def _lines(file: TextFile, windows: Sequence[tuple[int, int]], quoted: Sequence[_Quoted]) -> Iterator[LineView]:
    """Yield the lines of which something is shown; an empty one has nothing to show."""
    on_line = _by_line(file, quoted)
    shown: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for start, end in windows:
        for number in range(file.position(start).line, file.position(max(start, end - 1)).line + 1):
            begins = file.starts[number - 1]
            fragment = max(start, begins), min(end, begins + len(file.line(number)))
            if file.text[fragment[0] : fragment[1]].strip():
                shown[number].append(fragment)
    previous = file.position(windows[0][0]).line if windows else 0
    for number, fragments in sorted(shown.items()):
        here = on_line.get(number, [])
        yield LineView(
            number=number,
            pieces=tuple(_pieces(file, number, fragments, here)),
            rests=tuple(quote.rest for quote in here if file.position(quote.spans[0][0]).line == number),
            follows_gap=any(file.line(one).strip() for one in range(previous + 1, number)) and len(windows) > 1,
        )
        previous = number


def _by_line(file: TextFile, quoted: Sequence[_Quoted]) -> Mapping[int, list[_Quoted]]:
    found: dict[int, list[_Quoted]] = defaultdict(list)
    for quote in quoted:
        numbers = {
            number
            for start, end in quote.spans
            for number in range(file.position(start).line, file.position(end - 1).line + 1)
        }
        for number in numbers:
            found[number].append(quote)
    return found


def _pieces(
    file: TextFile, number: int, fragments: Sequence[tuple[int, int]], quoted: Sequence[_Quoted]
) -> Iterator[PieceView]:
    """Yield a line in pieces, cut where quotes begin and end, and what is left out of it."""
    begins = file.starts[number - 1]
    position, last = begins, begins + len(file.line(number))
    for start, end in fragments:
        if file.text[position:start].strip():
            yield PieceView(text="")
        cuts = {start, end}
        for quote in quoted:
            cuts |= {place for span in quote.spans for place in span if start < place < end}
        ordered = sorted(cuts)
        for first, past in itertools.pairwise(ordered):
            yield _piece(file.text[first:past], first, quoted)
        position = end
    if file.text[position:last].strip():
        yield PieceView(text="")


def _piece(text: str, first: int, quoted: Sequence[_Quoted]) -> PieceView:
    over = [quote for quote in quoted if any(start <= first < end for start, end in quote.spans)]
    return PieceView(
        text=_UNPRINTABLE.sub("\ufffd", text.replace("\f", " ")),
        anchors=tuple(quote.rest.anchor for quote in over if quote.spans[0][0] == first),
        quotes=tuple(quote.rest.anchor for quote in over),
        is_quoted=bool(over),
    )
