"""Do citations lead somewhere? Keys, findings named, circles."""

from __future__ import annotations

import re
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from policybrief.checks.places import keys_of
from policybrief.diagnostics import Diagnostic, Note, fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from policybrief.checks.inputs import Inputs
    from policybrief.checks.places import Place
    from policybrief.markup import Cited
    from policybrief.model import Finding

CLOSE = 60
"""Likeness, of 100, from which on another key may be what was meant."""


def check_keys(inputs: Inputs) -> Iterator[Diagnostic]:
    """Each key that is cited is a reference or a finding, and a finding is cited without locator."""
    known = inputs.references.keys() | inputs.findings.keys()
    for place in inputs.places:
        for citation in place.text.citations():
            for item in citation.items:
                if item.key in inputs.findings:
                    yield from _locator_of_finding(place, item)
                elif item.key not in known and inputs.keys_are_known:
                    yield _unknown(place, item, known)


def _unknown(place: Place, item: Cited, known: Iterable[str]) -> Diagnostic:
    return fault(
        "unknown-citation",
        place.text.source,
        f"`{item.key}` is neither a reference nor a finding",
        help=_nearest(item.key, known) or "add an entry of this key to references.bib",
        subject=place.subject,
        words=item.key,
        offset=item.at,
    )


def _nearest(key: str, known: Iterable[str]) -> str | None:
    from rapidfuzz import fuzz, process

    nearest = process.extractOne(key, sorted(known), scorer=fuzz.ratio, score_cutoff=CLOSE)
    return f"did you mean `{nearest[0]}`?" if nearest else None


def _locator_of_finding(place: Place, item: Cited) -> Iterator[Diagnostic]:
    if item.suffix:
        yield fault(
            "invalid-value",
            place.text.source,
            f"`{item.key}` is a finding, and a finding has no place such as `{item.suffix}`",
            help=f"write `[@{item.key}]`: in the brief it becomes the finding's own citations with their places",
            subject=place.subject,
            words=item.key,
            offset=item.at,
        )


def check_evidence_sources(inputs: Inputs) -> Iterator[Diagnostic]:
    """Each piece of evidence names a reference."""
    for finding in inputs.brief.findings:
        for evidence in finding.evidence:
            key = evidence.source.value
            if key in inputs.references or not inputs.library_is_whole:
                continue
            what = "is a finding, and evidence names a source" if key in inputs.findings else "is not in references.bib"
            yield fault(
                "unknown-citation",
                evidence.source,
                f"`{key}` {what}",
                help=_nearest(key, inputs.references) or "add an entry of this key to references.bib",
                subject=f"{finding.id.value}/{evidence.number}",
                words=key,
            )


_MAY_CITE = re.compile(r"[@\[]")
_BARE = re.compile(r"(?<![\w@\[])@(\w(?:[:.#$%&\-+?<>~/]*\w)*)|\[(\w(?:[:.-]*\w)*)\]")


def check_bare_keys(inputs: Inputs) -> Iterator[Diagnostic]:
    """A known key without brackets or `@` is surely meant as a citation; any other `@word` or `[word]` prints as typed.

    Of `[@key` that is never closed, the reader of Markdown has told.
    """
    known = inputs.references.keys() | inputs.findings.keys()
    for place in inputs.places:
        for passage in place.passages if _MAY_CITE.search(place.text.source.value) else ():
            for bare in _BARE.finditer(passage.text):
                key = bare[1] or bare[2]
                if key in known and (bare[1] or not key.isalpha()):  # `[government]` may be an editor's word
                    yield fault(
                        "invalid-value",
                        place.text.source,
                        f"`{bare[0]}` is not a citation, and would print as typed",
                        help=f"write `[@{key}]`",
                        subject=place.subject,
                        words=bare[0],
                        offset=passage.offset(bare.start()),
                    )


def check_claim_citations(inputs: Inputs) -> Iterator[Diagnostic]:
    """A claim cites only sources of which it has evidence."""
    for finding in inputs.brief.findings:
        sources = {evidence.source.value for evidence in finding.evidence}
        for citation in finding.claim.citations():
            for item in citation.items:
                if item.key in inputs.references and item.key not in sources and "evidence" not in finding.broken:
                    yield fault(
                        "citation-without-evidence",
                        finding.claim.source,
                        f"the claim cites `{item.key}`, and has no evidence from it",
                        help=f"add evidence with `source: {item.key}` and the words that support the claim, or take "
                        "the citation out",
                        subject=finding.id.value,
                        words=item.key,
                        offset=item.at,
                    )


def check_findings_named(inputs: Inputs) -> Iterator[Diagnostic]:
    """Each finding that is named is there, and one that is cited or rested upon stands in exactly one section."""
    brief = inputs.brief
    if brief.broken & {"findings", "sections"} or any("findings" in section.broken for section in brief.sections):
        return
    placed: dict[str, str] = {}
    for section in brief.sections:
        for named in section.findings:
            if named.value not in inputs.findings:
                yield fault(
                    "unknown-finding",
                    named,
                    f"there is no finding `{named.value}`",
                    help=_nearest(named.value, inputs.findings) or "add it to findings.yml, or take it out here",
                    subject=section.title.value,
                    words=named.value,
                )
            elif named.value in placed:
                yield fault(
                    "invalid-value",
                    named,
                    f"the finding `{named.value}` stands in a section already: {placed[named.value]}",
                    help="let it stand in one section; elsewhere, cite it in the text",
                    subject=section.title.value,
                    words=named.value,
                )
            else:
                placed[named.value] = section.title.value
    yield from _rested_upon(inputs, placed.keys())
    yield from _unplaced(inputs, placed.keys())


def _rested_upon(inputs: Inputs, placed: Iterable[str]) -> Iterator[Diagnostic]:
    for recommendation in inputs.brief.recommendations:
        for named in recommendation.because:
            if named.value not in placed:
                known = named.value in inputs.findings
                yield fault(
                    "unknown-finding",
                    named,
                    f"the finding `{named.value}` stands in no section" if known else f"there is no finding `{named}`",
                    help="add it to the `findings` of a section"
                    if known
                    else _nearest(named.value, inputs.findings) or "name a finding of findings.yml",
                    subject=f"recommendations.{recommendation.number}",
                    words=named.value,
                )


def _unplaced(inputs: Inputs, placed: Iterable[str]) -> Iterator[Diagnostic]:
    """Tell of findings in no section: an error where they are cited, else a warning."""
    cited = {
        key
        for place in inputs.places
        for citation in place.text.citations()
        for key in keys_of(citation)
        if key in inputs.findings and key not in placed
    }
    because = {named.value for one in inputs.brief.recommendations for named in one.because}
    for name, finding in inputs.findings.items():
        if name in placed:
            continue
        if name in cited:
            yield fault(
                "unknown-finding",
                finding.id,
                f"the finding `{name}` is cited, and stands in no section",
                help="add it to the `findings` of a section",
                subject=name,
            )
        elif name not in because:
            yield fault(
                "unused-finding",
                finding.id,
                f"the finding `{name}` stands in no section, so it is not printed",
                help="add it to the `findings` of a section, or delete it",
                subject=name,
            )


def check_ids(inputs: Inputs) -> Iterator[Diagnostic]:
    """Each id is used once, and is no citation key."""
    seen: dict[str, Finding] = {}
    keys = {key.lower(): one for key, one in inputs.references.items()}
    for finding in inputs.brief.findings:
        name = finding.id.value
        if name in seen:
            yield fault(
                "duplicate-id",
                finding.id,
                f"two findings have the id `{name}`",
                help="give this one another id",
                notes=(Note(message="the first one", position=seen[name].id.position()),),
                subject=name,
            )
        seen.setdefault(name, finding)
        if clash := keys.get(name.lower()):
            yield fault(
                "duplicate-id",
                finding.id,
                f"`{name}` is the id of this finding and a key of references.bib",
                help="give the finding another id, so that `[@...]` can mean one of them only",
                notes=(Note(message="the reference", position=clash.key.position()),),
                subject=name,
            )


def check_circles(inputs: Inputs) -> Iterator[Diagnostic]:
    """Findings do not cite one another in a circle."""
    cites = {name: _cited_findings(finding, inputs.findings) for name, finding in inputs.findings.items()}
    try:
        TopologicalSorter(cites).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        finding = inputs.findings[circle[0]]
        yield fault(
            "invalid-value",
            finding.claim.source,
            f"findings cite one another in a circle: {' -> '.join(reversed(circle))}",
            help="take one of the citations out; a claim rests on sources in the end",
            subject=circle[0],
        )


def _cited_findings(finding: Finding, known: Iterable[str]) -> list[str]:
    return [key for citation in finding.claim.citations() for key in keys_of(citation) if key in known]
