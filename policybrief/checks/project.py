"""All checks of a run: each brief by itself, the library once for all of them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from policybrief.checks import BRIEF_CHECKS, LIBRARY_CHECKS
from policybrief.checks.claims import CheckedClaims, check_claims
from policybrief.checks.inputs import Inputs
from policybrief.checks.known_facts import KnownFacts
from policybrief.checks.places import cited_keys
from policybrief.checks.policy import Accepted, Lowered, apply_demands
from policybrief.checks.references import check_cited, check_stored, check_use
from policybrief.checks.standings import Standings
from policybrief.diagnostics import Diagnostic, Severity
from policybrief.text.stored import StoredTexts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from policybrief.model import Brief, Library, Project


class CheckedBrief(Struct, frozen=True, kw_only=True):
    """A brief, and what its checks found out."""

    brief: Brief
    library: Library
    texts: StoredTexts
    standings: Standings
    diagnostics: tuple[Diagnostic, ...]
    """What concerns this brief, faults of the library included."""
    accepted: tuple[Accepted, ...]
    lowered: tuple[Lowered, ...]
    counts: Mapping[str, int]

    @property
    def has_errors(self) -> bool:
        """Whether the brief may not be built."""
        return any(one.severity is Severity.ERROR for one in self.diagnostics)


class Checks(Struct, frozen=True, kw_only=True):
    """What a run of checks found: every diagnostic once, and each brief."""

    diagnostics: tuple[Diagnostic, ...]
    briefs: tuple[CheckedBrief, ...]
    counts: Mapping[str, int]


def check_project(project: Project, found: Sequence[Diagnostic]) -> Checks:
    """Run every check over what was read; `found` is what reading found already."""
    texts = StoredTexts(project.library)
    standings = Standings(texts)
    facts = KnownFacts(project.library, texts, standings)
    read = {brief.slug for brief in project.briefs}
    unread = [one for one in found if one.briefs and one.briefs[0] not in read]
    is_whole = not any(one.code == "invalid-bibtex" and not one.subject for one in found)
    cited = {brief.slug: cited_keys(brief) for brief in project.briefs}
    library_faults = [one for one in found if not one.briefs]
    library_faults += [one for check in LIBRARY_CHECKS for one in check(project.library)]
    if is_whole:
        library_faults += check_stored(project.library)
    library_faults += check_cited(project.library, project.cited_elsewhere.union(*cited.values()))
    if not unread and not any("findings" in brief.broken for brief in project.briefs):
        library_faults += check_use(project.library, project.cited_elsewhere.union(*cited.values()))
    shared = [_concerning(one, project, cited) for one in library_faults]
    kept: dict[Diagnostic, list[Diagnostic]] = {one: [] for one in shared if not project.briefs}
    checked = []
    for brief in project.briefs:
        inputs = Inputs(
            brief=brief,
            library=project.library,
            texts=texts,
            facts=facts,
            standings=standings,
            library_is_whole=is_whole,
        )
        claims = check_claims(inputs)
        own = [one for check in BRIEF_CHECKS for one in check(inputs)]
        own += claims.diagnostics
        own = [replace(one, briefs=(brief.slug,)) for one in own]
        own += [one for one in found if brief.slug in one.briefs]
        verdict = apply_demands(brief, own + [one for one in shared if not one.briefs or brief.slug in one.briefs])
        for original, weighed in verdict.kept:
            kept.setdefault(original, []).append(weighed)
        checked.append(
            CheckedBrief(
                brief=brief,
                library=project.library,
                texts=texts,
                standings=standings,
                diagnostics=tuple(sorted((one for _, one in verdict.kept), key=lambda one: one.sort_key)),
                accepted=verdict.accepted,
                lowered=verdict.lowered,
                counts=_count(inputs, claims),
            )
        )
    diagnostics = [_strictest(original, weighed) for original, weighed in kept.items()] + unread
    return Checks(
        diagnostics=tuple(sorted(diagnostics, key=lambda one: one.sort_key)),
        briefs=tuple(checked),
        counts=_total(checked, project),
    )


def _concerning(diagnostic: Diagnostic, project: Project, cited: Mapping[str, frozenset[str]]) -> Diagnostic:
    """Say which briefs a fault of the library concerns; where none cites the entry, it is a warning."""
    key = diagnostic.subject
    if key not in project.library.references and not key.startswith("seeds/"):
        return diagnostic
    citing = tuple(slug for slug, keys in cited.items() if key in keys)
    if citing:
        return replace(diagnostic, briefs=citing)
    return replace(diagnostic, severity=Severity.WARNING)


def _strictest(original: Diagnostic, weighed: Iterable[Diagnostic]) -> Diagnostic:
    """Return a diagnostic with the strictest of the weights that briefs give it."""
    weights = {one.severity for one in weighed} or {original.severity}
    return replace(original, severity=Severity.ERROR if Severity.ERROR in weights else Severity.WARNING)


def _count(inputs: Inputs, claims: CheckedClaims) -> dict[str, int]:
    """Return how much of a brief was checked."""
    evidence = [one for finding in inputs.brief.findings for one in finding.evidence]
    stated = claims.counts + Counter(inputs.statements.counts())
    return {
        "claims": len(inputs.claims),
        "quotes": sum(one.quote is not None for one in evidence),
        "quotes_found": claims.counts["quotes_found"],
        "figures": stated["figures"],
        "dates": stated["dates"],
        "citations": sum(len(one.items) for place in inputs.places for one in place.text.citations()) + len(evidence),
        "opinions": sum(
            span.voice == "opinion" for place in inputs.places for one in place.passages for span in one.voices
        ),
    }


def _total(checked: Sequence[CheckedBrief], project: Project) -> dict[str, int]:
    total: Counter[str] = Counter()
    for one in checked:
        total.update(one.counts)
    return {
        "briefs": len(checked),
        **{name: total[name] for name in ("claims", "quotes", "figures", "dates", "citations", "opinions")},
        "sources": len({source.file.path for source in project.library.sources.values()}),
        "references": len(project.library.references),
    }
