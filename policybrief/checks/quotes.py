"""Does every quote stand in the source that it cites? And if not, why not?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from policybrief.checks.missing_quotes import REASONS, Sought
from policybrief.diagnostics import Diagnostic, fault
from policybrief.text.quotes import Match, find_quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policybrief.checks.inputs import Inputs
    from policybrief.text.folding import Folded


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a quote stands in its stored source."""

    match: Match
    text: Folded

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Start and end in the file of each part of the quote."""
        return [(self.text.origin(start), self.text.origin_of_end(end)) for start, end in self.match.parts]

    @property
    def first_line(self) -> int:
        """The line on which the quote begins."""
        return self.text.file.position(self.text.origin(self.match.start)).line

    @property
    def last_line(self) -> int:
        """The line on which it ends."""
        return self.text.file.position(self.text.origin(self.match.end - 1)).line


Standings: TypeAlias = Mapping[tuple[str, int], Standing]
"""Where quotes stand, by finding id and number of the evidence."""


def locate_quotes(inputs: Inputs) -> Standings:
    """Return where each quote of a brief stands; one that is not found is left out."""
    found: dict[tuple[str, int], Standing] = {}
    for finding in inputs.brief.findings:
        for evidence in finding.evidence:
            text = inputs.texts.of(evidence.source.value)
            if evidence.quote and text and (match := find_quote(evidence.quote.value, text)):
                found[finding.id.value, evidence.number] = Standing(match, text)
    return found


def check_quotes(inputs: Inputs, standings: Standings) -> Iterator[Diagnostic]:
    """Each quote stands in the stored text of the source that it cites."""
    for finding in inputs.brief.findings:
        for evidence in finding.evidence:
            text = inputs.texts.of(evidence.source.value)
            if evidence.quote and text and (finding.id.value, evidence.number) not in standings:
                sought = Sought(inputs, evidence.source.value, evidence.quote.value, text)
                reason = next(found for why in REASONS if (found := why(sought)))
                yield fault(
                    reason.code,
                    evidence.quote,
                    reason.message,
                    help=reason.advice,
                    notes=reason.notes,
                    subject=f"{finding.id.value}/{evidence.number}",
                )
