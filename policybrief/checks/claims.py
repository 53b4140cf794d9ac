"""The findings of a brief, each checked by itself."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from policybrief.checks import FINDING_CHECKS
from policybrief.checks.inputs import Claimed, Inputs
from policybrief.checks.shares import in_shares
from policybrief.checks.statements import count_facts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policybrief.checks.places import Place
    from policybrief.diagnostics import Diagnostic


class CheckedClaims(Struct):
    """What the checks of findings found, and how much they looked at."""

    diagnostics: list[Diagnostic]
    counts: Counter[str]


def check_claims(inputs: Inputs) -> CheckedClaims:
    """Run every check of findings over the findings of a brief."""
    claims = sorted(inputs.claims, key=_first_source)  # so that a share needs few of the sources
    shares = in_shares(lambda share: _check_share(inputs, share), claims)
    return CheckedClaims(
        diagnostics=[one for share in shares for one in share.diagnostics],
        counts=sum((share.counts for share in shares), Counter()),
    )


def _first_source(claim: Place) -> str:
    return claim.finding.evidence[0].source.value if claim.finding and claim.finding.evidence else ""


def _check_share(inputs: Inputs, claims: Sequence[Place]) -> CheckedClaims:
    checked = CheckedClaims([], Counter())
    for claim in claims:
        if claim.finding:
            claimed = Claimed(finding=claim.finding, claim=claim, standings=inputs.standings.of(claim.finding))
            for check in FINDING_CHECKS:
                checked.diagnostics += check(inputs, claimed)
            checked.counts.update(count_facts(claimed.statements), quotes_found=len(claimed.standings))
    return checked
