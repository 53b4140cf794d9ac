"""What all views of one brief are made with: its labels, its writer, the numbers of its findings."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from policybrief.assemble.citations import Citer
from policybrief.assemble.escape import escape
from policybrief.assemble.markdown import MarkdownWriter
from policybrief.assemble.pictures import Pictures
from policybrief.assemble.profiles import Profile
from policybrief.assemble.reference_dates import month_in_words
from policybrief.assemble.typography import QuotationMarks
from policybrief.assemble.views import Md
from policybrief.checks.places import places
from policybrief.languages import is_right_to_left

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from policybrief.assemble.labels import Labels
    from policybrief.checks.project import CheckedBrief
    from policybrief.diagnostics import Diagnostic
    from policybrief.markup import Citation, Markdown
    from policybrief.model import Finding, Recommendation, Reference
    from policybrief.position import Scalar

INCIPIT_WORDS = 6


class Setting:
    """The brief, its findings in the order of the sections, and how its words are written."""

    def __init__(self, checked: CheckedBrief, labels: Labels) -> None:
        self.checked = checked
        self.brief = checked.brief
        self.labels = labels
        by_id = {finding.id.value: finding for finding in self.brief.findings}
        placed = [named.value for section in self.brief.sections for named in section.findings if named.value in by_id]
        self.findings: dict[str, Finding] = {name: by_id[name] for name in placed}
        """The findings that stand in a section, by id."""
        self.numbers = {name: f"F{number}" for number, name in enumerate(self.findings, 1)}
        marks = QuotationMarks(*labels("quotation-marks").split())
        self.citer = Citer(self.findings, checked.library.references, checked.standings, labels)
        is_turned = is_right_to_left(self.brief.language.value) if self.brief.language else False
        self.writer = MarkdownWriter(marks, self.citer.cite, is_right_to_left=is_turned)
        self.profile = Profile()
        self.build = ""
        """The short id of the build, for the colophon."""
        self.is_draft = False
        self.open_errors: tuple[Diagnostic, ...] = ()
        """In a draft, what keeps the brief from being built."""
        self._silent = MarkdownWriter(marks, _no_citation, is_right_to_left=is_turned)

    @cached_property
    def addressees(self) -> Mapping[str, Sequence[Recommendation]]:
        """The recommendations by addressee, in the order in which they are printed."""
        groups: dict[str, list[Recommendation]] = {}
        for recommendation in self.brief.recommendations:
            groups.setdefault(recommendation.to.value.strip(), []).append(recommendation)
        return groups

    @cached_property
    def findings_by_source(self) -> Mapping[str, Sequence[str]]:
        """The ids of the findings that rest on a reference, by its key."""
        users: dict[str, list[str]] = {}
        for name, finding in self.findings.items():
            for key in dict.fromkeys(one.source.value for one in finding.evidence):
                users.setdefault(key, []).append(name)
        return users

    def text(self, text: str) -> Md:
        """Return plain text as Markdown, its quotation marks set in the brief's language."""
        return Md(self.writer.text(text))

    def optional(self, text: Scalar | None) -> Md | None:
        """Return a field's text as Markdown, None where there is none."""
        return self.text(text.value) if text else None

    def source_words(self, text: str) -> Md:
        """Return the words of a source on one line, just as they stand."""
        return Md(self.writer.text(" ".join(text.split()), typeset=False))

    def label(self, name: str, /, **values: object) -> Md:
        """Return a label as Markdown."""
        return Md(escape(self.labels(name, **values), at_start=True))

    def markdown(self, markdown: Markdown | None, tail: str = "") -> Md | None:
        """Return a Markdown field as pandoc's Markdown; `tail` goes to the end of its last paragraph."""
        return Md(self.writer.blocks(markdown.blocks, tail)) if markdown else None

    def without_citations(self, markdown: Markdown) -> Md:
        """Return a Markdown field without its citations."""
        return Md(self._silent.blocks(markdown.blocks))

    def links(self, names: Iterable[str]) -> Md:
        """Return links to findings by their numbers."""
        known = [name for name in names if name in self.numbers]
        return Md(", ".join(f"[{self.numbers[name]}](#finding-{name})" for name in known))

    @cached_property
    def cited_references(self) -> list[Reference]:
        """The references that the document cites, in the order of references.bib."""
        cited = {one.source.value for finding in self.findings.values() for one in finding.evidence}
        for place in places(self.brief):
            if place.finding is None or place.finding.id.value in self.findings:
                cited |= {item.key for citation in place.text.citations() for item in citation.items}
        return [reference for key, reference in self.checked.library.references.items() if key in cited]

    @cached_property
    def supplied_titles(self) -> dict[str, str]:
        """For each cited reference without title, the words with which its stored text begins."""
        supplied = {}
        for reference in self.cited_references:
            text = self.checked.texts.of(reference.key.value)
            if not reference.title and text:
                words = " ".join(text.text.split()[:INCIPIT_WORDS]).rstrip(",;:.")
                supplied[reference.key.value] = self.labels("untitled-as", words=words)
        return supplied

    @cached_property
    def months_in_words(self) -> dict[str, str]:
        """For each cited reference whose date has no day, that date in words, where the language asks for it."""
        words = {one.key.value: month_in_words(one, self.labels) for one in self.cited_references}
        return {key: month for key, month in words.items() if month}

    @cached_property
    def pictures(self) -> Pictures:
        """The timeline and the evidence map."""
        return Pictures(self)

    def lines(self, first: int, last: int) -> str:
        """Return a range of lines in words."""
        return self.labels.plural("line", 1 + (last > first), first=first, last=last)


def _no_citation(_: Citation) -> str:
    return ""
