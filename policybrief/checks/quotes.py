"""Does every quote stand in the source that it cites? And if not, why not?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from policybrief.checks.missing_quotes import REASONS, Sought
from policybrief.diagnostics import Diagnostic, fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policybrief.checks.inputs import Claimed, Inputs


def check_quotes(inputs: Inputs, claimed: Claimed) -> Iterator[Diagnostic]:
    """Each quote stands in the stored text of the source that it cites."""
    for evidence in claimed.finding.evidence:
        text = inputs.texts.of(evidence.source.value)
        if evidence.quote and text and evidence.number not in claimed.standings:
            sought = Sought(inputs, evidence.source.value, evidence.quote.value, text)
            reason = next(found for why in REASONS if (found := why(sought)))
            yield fault(
                reason.code,
                evidence.quote,
                reason.message,
                help=reason.advice,
                notes=reason.notes,
                subject=f"{claimed.finding.id.value}/{evidence.number}",
            )
