"""A checked brief -> the values that its templates are filled with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policybrief.assemble.escape import escape
from policybrief.assemble.finding_views import derived_views, finding_view
from policybrief.assemble.open_errors import open_errors
from policybrief.assemble.source_texts import source_texts
from policybrief.assemble.source_views import source_view
from policybrief.assemble.views import AddresseeView, DocumentView, Md, RecommendationView, SectionView
from policybrief.reading.dates import InvalidDate, interval_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policybrief.assemble.setting import Setting
    from policybrief.model import Recommendation
    from policybrief.position import Scalar

BACK_MATTER = ("publisher", "contact", "licence", "funding", "disclaimer", "acknowledgements")


def document_view(setting: Setting) -> DocumentView:
    """Return the view of the whole document."""
    brief = setting.brief
    return DocumentView(
        build=Md(setting.build),
        is_draft=setting.is_draft,
        has_numbered_paragraphs=setting.profile.has_numbered_paragraphs,
        order=tuple(Md(name.replace("_", "-")) for name in setting.profile.order),
        language=Md(brief.language.value.strip() if brief.language else "en"),
        iso_date=Md(brief.date.day.isoformat()),
        paper=Md(brief.paper.value.strip() if brief.paper else "a4"),
        title=setting.text(brief.title.value),
        subtitle=setting.optional(brief.subtitle),
        series=setting.optional(brief.series),
        number=setting.label("number", number=brief.number.value.strip()) if brief.number else None,
        date=setting.labels.date(brief.date.day),
        publisher=setting.optional(brief.publisher),
        byline=_byline(setting),
        summary=Md(setting.writer.blocks(brief.summary.blocks)),
        key_messages=tuple(Md(setting.writer.blocks(message.blocks)) for message in brief.key_messages),
        sections=tuple(_sections(setting)),
        addressees=tuple(_addressees(setting)),
        methodology=setting.markdown(brief.methodology),
        limitations=setting.markdown(brief.limitations),
        sources=tuple(source_view(reference, setting) for reference in setting.cited_references),
        stored_texts=tuple(source_texts(setting)),
        timeline=None if "timeline" in setting.profile.left_out else setting.pictures.timeline,
        evidence_map=None if "evidence_map" in setting.profile.left_out else setting.pictures.evidence_map,
        derived=derived_views(setting.brief.derived, setting),
        accepted=tuple(_accepted(setting)),
        about=tuple(_about(setting)),
        open_errors=tuple(open_errors(setting)),
        keywords=tuple(setting.text(keyword.value) for keyword in brief.keywords),
    )


def _byline(setting: Setting) -> Md | None:
    authors = [
        ", ".join(part.value.strip() for part in (author.name, author.affiliation) if part)
        for author in setting.brief.authors
    ]
    return setting.text("; ".join(authors)) if authors else None


def _sections(setting: Setting) -> Iterator[SectionView]:
    for number, section in enumerate(setting.brief.sections, 1):
        named = [name.value for name in section.findings if name.value in setting.findings]
        yield SectionView(
            anchor=Md(f"section-{number}"),
            title=setting.text(section.title.value),
            text=setting.markdown(section.text),
            findings=tuple(finding_view(setting.findings[name], setting) for name in named),
        )


def _addressees(setting: Setting) -> Iterator[AddresseeView]:
    """Yield the recommendations by addressee, numbered in the order in which they are printed."""
    printed = 0
    for number, (name, group) in enumerate(setting.addressees.items(), 1):
        numbered = enumerate(group, printed + 1)
        yield AddresseeView(
            anchor=Md(f"addressee-{number}"),
            name=setting.text(name),
            recommendations=tuple(_recommendation(one, f"R{place}", setting) for place, one in numbered),
        )
        printed += len(group)


def _recommendation(recommendation: Recommendation, number: str, setting: Setting) -> RecommendationView:
    remarks = []
    if recommendation.by:
        remarks.append(setting.labels("by-when", when=_when(recommendation.by, setting)))
    if recommendation.priority:
        remarks.append(setting.labels("priority", text=recommendation.priority.value.strip()))
    if recommendation.indicator:
        remarks.append(setting.labels("indicator", text=recommendation.indicator.value.strip()))
    return RecommendationView(
        number=number,
        text=Md(setting.writer.blocks(recommendation.text.blocks)),
        because=setting.links(named.value for named in recommendation.because),
        remarks=tuple(setting.text(remark) for remark in remarks),
    )


def _when(by: Scalar, setting: Setting) -> str:
    """Return a day, month or year in words, and words as they are."""
    try:
        first, _, precision = interval_of(by.value.strip())
    except InvalidDate:
        return by.value.strip().rstrip(".")
    return by.value.strip() if precision == "interval" else setting.labels.date(first, precision)


def _accepted(setting: Setting) -> Iterator[Md]:
    """Yield what the brief accepts or gives another weight, for the annex."""
    for accepted in setting.checked.accepted:
        found = accepted.diagnostic
        words = setting.labels("accepted-entry", message=found.message, code=found.code, why=accepted.why)
        yield Md(escape(f"{found.subject}: {words}", at_start=True))
    for one in setting.checked.lowered:
        words = setting.labels.plural("lowered", one.number, code=one.code, weight=one.weight)
        yield Md(escape(words, at_start=True))


def _about(setting: Setting) -> Iterator[tuple[str, Md]]:
    """Yield names and texts of the back matter."""
    brief = setting.brief
    authors = [
        ", ".join(part.value.strip() for part in (one.name, one.affiliation, one.email, one.orcid) if part)
        for one in brief.authors
    ]
    if authors:
        yield setting.labels("authors"), setting.text("; ".join(authors))
    for name in BACK_MATTER:
        if text := getattr(brief, name):
            yield setting.labels(name), setting.text(text.value)
    if setting.build:
        yield setting.labels("build"), setting.text(setting.build)
    if brief.keywords:
        yield setting.labels("keywords"), setting.text(", ".join(one.value.strip() for one in brief.keywords))
