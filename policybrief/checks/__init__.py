"""The checks of a brief, in the order in which they run: each takes values and returns diagnostics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policybrief.checks.citations import (
    check_bare_keys,
    check_circles,
    check_claim_citations,
    check_evidence_sources,
    check_findings_named,
    check_ids,
    check_keys,
)
from policybrief.checks.corroboration import check_corroboration
from policybrief.checks.facts import check_claim_facts, check_prose_facts, check_title_facts
from policybrief.checks.findings import (
    check_contradictions,
    check_quotes_given,
    check_recommendations,
    check_support,
)
from policybrief.checks.meaning import check_meaning
from policybrief.checks.names import check_names
from policybrief.checks.prose import check_prose, check_voices
from policybrief.checks.quotations import check_claim_quotations, check_quotations
from policybrief.checks.quotes import check_quotes
from policybrief.checks.references import (
    check_addresses,
    check_completeness,
    check_dates,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from policybrief.checks.inputs import Claimed, Inputs
    from policybrief.diagnostics import Diagnostic
    from policybrief.model import Library

BRIEF_CHECKS: tuple[Callable[[Inputs], Iterable[Diagnostic]], ...] = (
    check_ids,
    check_keys,
    check_bare_keys,
    check_evidence_sources,
    check_claim_citations,
    check_findings_named,
    check_circles,
    check_support,
    check_quotes_given,
    check_contradictions,
    check_recommendations,
    check_prose,
    check_voices,
    check_quotations,
    check_prose_facts,
    check_title_facts,
)

FINDING_CHECKS: tuple[Callable[[Inputs, Claimed], Iterable[Diagnostic]], ...] = (
    check_quotes,
    check_meaning,
    check_claim_quotations,
    check_claim_facts,
    check_names,
    check_corroboration,
)

LIBRARY_CHECKS: tuple[Callable[[Library], Iterable[Diagnostic]], ...] = (
    check_dates,
    check_addresses,
    check_completeness,
)
