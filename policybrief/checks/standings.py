"""Where the quotes of a finding stand in its stored sources."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from policybrief.text.quotes import Level, Match, find_quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from policybrief.model import Finding
    from policybrief.text.folding import Folded
    from policybrief.text.stored import StoredTexts

_BEGINS = re.compile(r"(?:^|[.!?…。！？]['\")\]]*\s+)$")
_ENDS = re.compile(r"(?<=[.!?…。！？'\")\]])\s|[.!?…。！？'\")\]]*(?:\s|$)")


class Standing(Struct, frozen=True):
    """Where a quote stands in its stored source."""

    match: Match
    text: Folded

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Start and end in the file of each part of the quote."""
        return [(self.text.origin(start), self.text.origin_of_end(end)) for start, end in self.match.parts]

    @property
    def is_whole(self) -> bool:
        """Whether it is nothing but whole sentences, so that no word about it can change what its figures say."""
        if self.match.level not in (Level.EXACT, Level.TYPOGRAPHIC):
            return False
        start, end = self.match.start, self.match.end
        key = self.text.key
        first, last = self.text.paragraph(start)
        begins = start == first or _BEGINS.search(key, max(first, start - 6), start)
        return bool(begins and (end >= last or _ENDS.match(key, end)))

    @property
    def first_line(self) -> int:
        """The line on which the quote begins."""
        return self.text.position(self.match.start).line

    @property
    def last_line(self) -> int:
        """The line on which it ends."""
        return self.text.position(self.match.end - 1).line


class Standings:
    """Where the quotes of a brief stand, looked up when they are asked for, and once."""

    def __init__(self, texts: StoredTexts) -> None:
        self._texts = texts
        self._found: dict[int, dict[int, Standing]] = {}

    def of(self, finding: Finding) -> Mapping[int, Standing]:
        """Return where each quote of a finding stands, by the number of the evidence; one not found is left out."""
        if id(finding) not in self._found:
            self._found[id(finding)] = dict(self._locate(finding))
        return self._found[id(finding)]

    def _locate(self, finding: Finding) -> Iterator[tuple[int, Standing]]:
        for evidence in finding.evidence:
            text = self._texts.of(evidence.source.value)
            if evidence.quote and text and (match := find_quote(evidence.quote.value, text)):
                yield evidence.number, Standing(match, text)
