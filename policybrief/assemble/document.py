"""A checked brief -> the values that its templates are filled with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policybrief.assemble.citations import Citer
from policybrief.assemble.escape import escape
from policybrief.assemble.markdown import MarkdownWriter
from policybrief.assemble.typography import QuotationMarks
from policybrief.assemble.views import (
    AddresseeView,
    DocumentView,
    EvidenceView,
    FindingView,
    Md,
    RecommendationView,
    SectionView,
    SourceView,
)
from policybrief.checks.places import cited_keys

if TYPE_CHECKING:
    from collections.abc import Iterable

    from policybrief.assemble.labels import Labels
    from policybrief.checks.policy import Accepted
    from policybrief.checks.quotes import Standings
    from policybrief.markup import Citation, Markdown
    from policybrief.model import Brief, Evidence, Finding, Library, Recommendation, Reference
    from policybrief.position import Scalar
    from policybrief.text.stored import StoredTexts

KINDS = ("opinion", "primary", "secondary", "social-media")
MISSING = ("untitled", "unattributed", "undated", "truncated")
INCIPIT_WORDS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A brief that may be built, with what the checks found out about it."""

    brief: Brief
    library: Library
    texts: StoredTexts
    standings: Standings
    accepted: tuple[Accepted, ...]


class DocumentBuilder:
    """Make the views of one brief."""

    def __init__(self, checked: Checked, labels: Labels) -> None:
        self.checked = checked
        self.labels = labels
        brief = checked.brief
        by_id = {finding.id.value: finding for finding in brief.findings}
        placed = [named.value for section in brief.sections for named in section.findings if named.value in by_id]
        self._findings = {name: by_id[name] for name in placed}
        self._numbers = {name: f"F{number}" for number, name in enumerate(placed, 1)}
        self._citer = Citer(self._findings, checked.standings, labels)
        self._writer = MarkdownWriter(QuotationMarks(*labels("quotation-marks").split()), self._citer.cite)
        self._silent = MarkdownWriter(QuotationMarks(*labels("quotation-marks").split()), _no_citation)

    def document(self) -> DocumentView:
        """Return the view of the whole document."""
        brief = self.checked.brief
        return DocumentView(
            slug=Md(brief.slug),
            language=Md(brief.language.value if brief.language else "en"),
            iso_date=Md(brief.date.day.isoformat()),
            paper=Md(brief.paper.value if brief.paper else "a4"),
            title=self._text(brief.title),
            subtitle=self._optional(brief.subtitle),
            series=self._optional(brief.series),
            number=Md(escape(self.labels("number", number=brief.number.value))) if brief.number else None,
            date=self.labels.date(brief.date.day),
            publisher=self._optional(brief.publisher),
            byline=self._byline(),
            summary=self._markdown(brief.summary),
            key_messages=tuple(self._markdown(message) for message in brief.key_messages),
            sections=self._sections(),
            addressees=self._addressees(),
            methodology=self._markdown(brief.methodology) if brief.methodology else None,
            limitations=self._markdown(brief.limitations) if brief.limitations else None,
            sources=tuple(self._source(reference) for reference in self.cited_references()),
            accepted=tuple(self._accepted()),
            about=tuple(self._about()),
            keywords=tuple(self._text(keyword) for keyword in brief.keywords),
        )

    def cited_references(self) -> list[Reference]:
        """Return the references that the document cites, in the order of references.bib."""
        cited = cited_keys(self.checked.brief)
        unplaced = [finding for finding in self.checked.brief.findings if finding.id.value not in self._findings]
        only_there = {evidence.source.value for finding in unplaced for evidence in finding.evidence}
        printed = {evidence.source.value for finding in self._findings.values() for evidence in finding.evidence}
        return [
            reference
            for key, reference in self.checked.library.references.items()
            if key in cited and (key in printed or key not in only_there)
        ]

    def supplied_titles(self) -> dict[str, str]:
        """Return for each cited reference without title the words with which its stored text begins."""
        supplied = {}
        for reference in self.cited_references():
            text = self.checked.texts.of(reference.key.value)
            if not reference.title and text:
                words = text.text.split()[:INCIPIT_WORDS]
                supplied[reference.key.value] = self.labels("untitled-as", words=" ".join(words).rstrip(",;:."))
        return supplied

    def _text(self, text: Scalar) -> Md:
        return Md(self._writer.text(text.value))

    def _optional(self, text: Scalar | None) -> Md | None:
        return self._text(text) if text else None

    def _markdown(self, markdown: Markdown, tail: str = "") -> Md:
        return Md(self._writer.blocks(markdown.blocks, tail))

    def _byline(self) -> Md | None:
        authors = [
            f"{author.name.value}, {author.affiliation.value}" if author.affiliation else author.name.value
            for author in self.checked.brief.authors
        ]
        return Md(self._writer.text("; ".join(authors))) if authors else None

    def _sections(self) -> tuple[SectionView, ...]:
        return tuple(
            SectionView(
                anchor=Md(f"section-{number}"),
                title=self._text(section.title),
                text=self._markdown(section.text) if section.text else None,
                findings=tuple(
                    self._finding(self._findings[named.value])
                    for named in section.findings
                    if named.value in self._findings
                ),
            )
            for number, section in enumerate(self.checked.brief.sections, 1)
        )

    def _finding(self, finding: Finding) -> FindingView:
        return FindingView(
            id=Md(finding.id.value),
            number=self._numbers[finding.id.value],
            claim=self._markdown(finding.claim, self._citer.at_end(finding)),
            plain_claim=Md(self._silent.blocks(finding.claim.blocks)),
            confidence=Md(finding.confidence.value),
            confidence_label=self.labels(f"confidence-{finding.confidence.value}"),
            when=self.labels.interval(finding.when) if finding.when else None,
            contested=self._markdown(finding.contested) if finding.contested else None,
            evidence=tuple(self._evidence(finding, evidence) for evidence in finding.evidence),
            derived=tuple(
                Md(self._writer.text(self.labels("derived", value=one.value.value.strip(), how=one.how.value.strip())))
                for one in finding.derived
            ),
            note=self._markdown(finding.note) if finding.note else None,
        )

    def _evidence(self, finding: Finding, evidence: Evidence) -> EvidenceView:
        key = evidence.source.value
        standing = self.checked.standings.get((finding.id.value, evidence.number))
        where, check = "", self.labels("not-quoted")
        if standing:
            first, last = standing.first_line, standing.last_line
            lines = self.labels.plural("line", 1 + (last > first), first=first, last=last)
            where = f"{standing.text.file.path}, {lines}"
            check = self.labels(f"level-{standing.match.level}")
        language = self.checked.library.references[key].fields.get("langid")
        return EvidenceView(
            anchor=Md(f"evidence-{finding.id.value}-{evidence.number}"),
            key=Md(key),
            stance=Md(evidence.stance.value),
            stance_label=self.labels(f"stance-{evidence.stance.value}"),
            source=self._source_name(key),
            locator=self._citer.locator(finding, evidence),
            quote=Md(self._writer.text(fold_lines(evidence.quote.value), typeset=False)) if evidence.quote else None,
            language=Md(language.value.strip() if language and re.fullmatch(r"[\w-]+", language.value.strip()) else ""),
            translation=Md(escape(self.labels("translation", text=evidence.translation.value.strip())))
            if evidence.translation
            else None,
            said_by=Md(escape(self.labels("said-by", name=evidence.via.value.strip()))) if evidence.via else None,
            where=where,
            check=check,
            note=self._markdown(evidence.note) if evidence.note else None,
        )

    def _addressees(self) -> tuple[AddresseeView, ...]:
        groups: dict[str, list[Recommendation]] = {}
        for recommendation in self.checked.brief.recommendations:
            groups.setdefault(recommendation.to.value.strip(), []).append(recommendation)
        numbers = {
            recommendation.number: f"R{number}"
            for number, recommendation in enumerate((one for group in groups.values() for one in group), 1)
        }
        return tuple(
            AddresseeView(
                anchor=Md(f"addressee-{number}"),
                name=Md(self._writer.text(name)),
                recommendations=tuple(self._recommendation(one, numbers[one.number]) for one in group),
            )
            for number, (name, group) in enumerate(groups.items(), 1)
        )

    def _recommendation(self, recommendation: Recommendation, number: str) -> RecommendationView:
        remarks = []
        if recommendation.by:
            remarks.append(self.labels("by-when", when=self._when(recommendation.by)))
        if recommendation.priority:
            remarks.append(self.labels("priority", text=recommendation.priority.value.strip()))
        if recommendation.indicator:
            remarks.append(self.labels("indicator", text=recommendation.indicator.value.strip()))
        return RecommendationView(
            number=number,
            text=self._markdown(recommendation.text),
            because=self._links(named.value for named in recommendation.because),
            remarks=tuple(Md(self._writer.text(remark)) for remark in remarks),
        )

    def _when(self, by: Scalar) -> str:
        """Return `by` in words where it is a date, else as its author wrote it."""
        from policybrief.reading.dates import InvalidDate, day_of

        try:
            return self.labels.date(day_of(by.value.strip()))
        except InvalidDate:
            return by.value.strip().rstrip(".")

    def _links(self, names: Iterable[str]) -> Md:
        """Return links to findings by their numbers."""
        known = [name for name in names if name in self._numbers]
        return Md(", ".join(f"[{self._numbers[name]}](#finding-{name})" for name in known))

    def _source(self, reference: Reference) -> SourceView:
        key = reference.key.value
        source = self.checked.library.sources.get(key)
        remarks = [self.labels(f"kind-{kind}") for kind in KINDS if kind in reference.keywords]
        remarks += [self.labels(name) for name in MISSING if name in reference.keywords]
        stored = None
        if source:
            stored = source.file.path
            if reference.excerpt:
                first, last = reference.excerpt
                stored += ", " + self.labels.plural("line", 1 + (last > first), first=first, last=last)
        users = [name for name, one in self._findings.items() if any(e.source.value == key for e in one.evidence)]
        return SourceView(
            key=Md(key),
            remarks=tuple(remarks),
            archive=self._archive(reference),
            stored=stored,
            checksum=source.sha256 if source else None,
            findings=self._links(users),
        )

    def _source_name(self, key: str) -> str:
        reference = self.checked.library.references[key]
        return reference.body or reference.title or self.supplied_titles().get(key, key)

    def _archive(self, reference: Reference) -> Md | None:
        if "archiveurl" not in reference.fields:
            return None
        from policybrief.assemble.escape import escape_url
        from policybrief.reading.dates import InvalidDate, interval_of

        url = reference.fields["archiveurl"].value.strip()
        words = f"{self.labels('archived-copy')}: [{escape(url)}](<{escape_url(url)}>)"
        if "archivedate" in reference.fields:
            try:
                first, _, precision = interval_of(reference.fields["archivedate"].value.strip())
            except InvalidDate:
                return Md(words)
            words += f" ({escape(self.labels('archived-on', date=self.labels.date(first, precision)))})"
        return Md(words)

    def _accepted(self) -> Iterable[Md]:
        """Yield what the brief lowers or accepts, for the annex."""
        for accepted in self.checked.accepted:
            found = accepted.diagnostic
            text = self.labels("accepted-entry", message=found.message, code=found.code, why=accepted.why.strip())
            yield Md(escape(f"{found.subject}: {text}", at_start=True))
        for code, weight in self.checked.brief.checks.severity.items():
            yield Md(escape(self.labels("lowered", code=code, weight=weight.value), at_start=True))

    def _about(self) -> Iterable[tuple[str, Md]]:
        brief = self.checked.brief
        authors = []
        for author in brief.authors:
            parts = (author.name, author.affiliation, author.email, author.orcid)
            authors.append(", ".join(part.value.strip() for part in parts if part))
        if authors:
            yield self.labels("authors"), Md(self._writer.text("; ".join(authors)))
        for name in ("publisher", "contact", "licence", "funding", "disclaimer", "acknowledgements"):
            if text := getattr(brief, name):
                yield self.labels(name), self._text(text)
        if brief.keywords:
            yield (
                self.labels("keywords"),
                Md(self._writer.text(", ".join(keyword.value.strip() for keyword in brief.keywords))),
            )


def fold_lines(quote: str) -> str:
    """Return a quote on one line; its words and marks stay as they are."""
    return " ".join(quote.split())


def _no_citation(citation: Citation) -> str:
    del citation
    return ""
