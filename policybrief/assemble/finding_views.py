"""Findings and their evidence -> views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policybrief.assemble.views import EvidenceView, FindingView, Md
from policybrief.languages import language_tag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from policybrief.assemble.setting import Setting
    from policybrief.model import Derived, Evidence, Finding


def finding_view(finding: Finding, setting: Setting) -> FindingView:
    """Return the view of a finding that stands in a section."""
    name = finding.id.value
    return FindingView(
        id=Md(name),
        number=setting.numbers[name],
        claim=Md(setting.writer.blocks(finding.claim.blocks, setting.citer.at_end(finding))),
        plain_claim=setting.without_citations(finding.claim),
        confidence=Md(finding.confidence.value),
        confidence_label=setting.labels(f"confidence-{finding.confidence.value}"),
        when=setting.labels.interval(finding.when) if finding.when else None,
        contested=setting.markdown(finding.contested),
        evidence=tuple(
            _evidence_view(finding, evidence, setting)
            for evidence in finding.evidence
            if evidence.source.value in setting.checked.library.references
        ),
        derived=derived_views(finding.derived, setting),
        note=setting.markdown(finding.note),
    )


def derived_views(derived: Iterable[Derived], setting: Setting) -> tuple[Md, ...]:
    """Return how each figure or date follows from the evidence."""
    labels = setting.labels
    said = (labels("derived", value=one.value.value.strip(), how=one.how.value.strip()) for one in derived)
    return tuple(map(setting.text, said))


def _evidence_view(finding: Finding, evidence: Evidence, setting: Setting) -> EvidenceView:
    key = evidence.source.value
    reference = setting.checked.library.references[key]
    standing = setting.checked.standings.of(finding).get(evidence.number)
    language = reference.fields.get("langid")
    return EvidenceView(
        anchor=Md(f"evidence-{finding.id.value}-{evidence.number}"),
        key=Md(key),
        bearing=Md(evidence.stance.value),
        bearing_label=setting.labels(f"stance-{evidence.stance.value}"),
        source=reference.body or reference.title or setting.supplied_titles.get(key, key),
        locator=setting.citer.locator(finding, evidence),
        quote=setting.source_words(evidence.quote.value) if evidence.quote else None,
        plain_quote=" ".join(evidence.quote.value.split()) if evidence.quote else None,
        anchor_in_text=f"q-{finding.id.value}-{evidence.number}" if standing else None,
        language=Md(language_tag(language.value) if language else ""),
        translation=setting.label("translation", text=evidence.translation.value.strip())
        if evidence.translation
        else None,
        said_by=setting.label("said-by", name=evidence.via.value.strip()) if evidence.via else None,
        where=f"{standing.text.file.path}, {setting.lines(standing.first_line, standing.last_line)}"
        if standing
        else None,
        check=setting.labels(f"level-{standing.match.level}" if standing else "not-quoted"),
        note=setting.markdown(evidence.note),
    )
