"""Does each claim rest on something, and does the brief face what contradicts it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from policybrief.diagnostics import Diagnostic, Severity, fault
from policybrief.model import Confidence, Stance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policybrief.checks.inputs import Inputs


def check_support(inputs: Inputs) -> Iterator[Diagnostic]:
    """Each claim has evidence that supports it."""
    for finding in inputs.brief.findings:
        if finding.of_stance(Stance.SUPPORTS) or "evidence" in finding.broken:
            continue
        only = " that supports it" if finding.evidence else ""
        yield fault(
            "claim-without-citation",
            finding.claim.source if finding.claim.blocks else finding.id,
            f"the claim of `{finding.id.value}` has no evidence{only}",
            help="add `evidence` with `source: <key of references.bib>` and `quote: |` with the words it rests on",
            subject=finding.id.value,
        )


def check_quotes_given(inputs: Inputs) -> Iterator[Diagnostic]:
    """Each piece of evidence gives the source's words; where confidence is high, it has to."""
    for finding in inputs.brief.findings:
        for evidence in finding.evidence:
            if evidence.quote is None:
                found = fault(
                    "evidence-without-quote",
                    evidence.source,
                    f"the evidence from `{evidence.source.value}` gives no words of it",
                    help="add `quote: |` and the words as they stand in the stored source",
                    subject=f"{finding.id.value}/{evidence.number}",
                )
                is_high = finding.confidence is Confidence.HIGH
                yield replace(found, severity=Severity.ERROR) if is_high else found


def check_contradictions(inputs: Inputs) -> Iterator[Diagnostic]:
    """Where evidence contradicts a claim, the brief says how it deals with that."""
    for finding in inputs.brief.findings:
        against = finding.of_stance(Stance.CONTRADICTS)
        if against and finding.contested is None and "contested" not in finding.broken:
            yield fault(
                "contradiction-not-addressed",
                against[0].source,
                f"`{against[0].source.value}` contradicts the claim of `{finding.id.value}`, and `contested` is empty",
                help="write in `contested` what the other side says and why the claim is kept",
                subject=finding.id.value,
            )


def check_recommendations(inputs: Inputs) -> Iterator[Diagnostic]:
    """Each recommendation rests on a finding."""
    for recommendation in inputs.brief.recommendations:
        if not recommendation.because and "because" not in recommendation.broken:
            yield fault(
                "recommendation-without-finding",
                recommendation.text.source,
                f"the recommendation to `{recommendation.to.value}` rests on no finding",
                help="write `because: ` and the id of the finding, or a list of ids",
                subject=f"recommendations.{recommendation.number}",
            )
