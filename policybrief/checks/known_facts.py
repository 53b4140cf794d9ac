"""What the sources and findings state in figures and dates, read once and kept for the whole run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policybrief.markup import plain
from policybrief.reading.dates import InvalidDate, interval_of
from policybrief.text.facts import NOTHING, Facts
from policybrief.text.slips import has_slip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from policybrief.checks.standings import Standings
    from policybrief.model import Derived, Finding, Library, Reference
    from policybrief.text.stored import StoredTexts


class KnownFacts:
    """What is stated, by reference and by finding."""

    def __init__(self, library: Library, texts: StoredTexts, standings: Standings) -> None:
        self._library = library
        self._texts = texts
        self._standings = standings
        self._of_references: dict[str, Facts] = {}
        self._of_findings: dict[int, Facts] = {}
        self._of_quotes: dict[int, Facts] = {}

    def of_reference(self, key: str) -> Facts:
        """Return the stored text of a reference; nothing where it could not be read."""
        if key not in self._of_references:
            text = self._texts.of(key)
            self._of_references[key] = Facts(text.text, _published(self._library.references[key])) if text else NOTHING
        return self._of_references[key]

    def of_quotes(self, finding: Finding) -> Facts:
        """Return the quotes of a finding, and the translations of its evidence."""
        if id(finding) not in self._of_quotes:
            self._of_quotes[id(finding)] = Facts("\n\n".join(self._quoted(finding)))
        return self._of_quotes[id(finding)]

    def of_whole_quotes(self, finding: Finding) -> Facts:
        """Return what bears a figure out without a look at the sources: quotes of whole sentences, and translations.

        A quote that begins after `more than` states what its source does not. One that does not stand is taken at its
        word: it is an error of its own, and what it says would only be told twice.
        """
        if all(standing.is_whole for standing in self._standings.of(finding).values()):
            return self.of_quotes(finding)
        return Facts("\n\n".join(self._quoted(finding, only_whole=True)))

    def of_finding(self, finding: Finding) -> Facts:
        """Return what prose that cites a finding may use: its claim, evidence, date and derived values."""
        if id(finding) not in self._of_findings:
            parts = [plain(paragraph.children) for paragraph in finding.claim.paragraphs()]
            parts += [*self._quoted(finding), *(one.value.value for one in finding.derived)]
            if finding.when:
                parts += finding.when.source.value.split("/")
            self._of_findings[id(finding)] = Facts("\n\n".join(parts))
        return self._of_findings[id(finding)]

    def _quoted(self, finding: Finding, *, only_whole: bool = False) -> Iterator[str]:
        standings = self._standings.of(finding)
        for evidence in finding.evidence:
            standing = standings.get(evidence.number)
            if evidence.quote and not (only_whole and standing and not standing.is_whole):
                yield evidence.quote.value
            if not (evidence.translation and evidence.quote):
                continue
            if not has_slip(evidence.translation.value, evidence.quote.value):
                yield evidence.translation.value


def facts_of_derived(derived: Iterable[Derived]) -> Facts:
    """Return the figures and dates that are declared to follow from the evidence."""
    parts = [part for one in derived for part in (one.value.value, *one.value.value.split("/"))]
    return Facts("\n\n".join(parts)) if parts else NOTHING


def _published(reference: Reference) -> tuple[date, date] | None:
    """Return the first and the last day on which a source may have been published."""
    field = reference.fields.get("date") or reference.fields.get("year")
    if field is None:
        return None
    try:
        first, last, _ = interval_of("/".join(part.rstrip("~?%") for part in field.value.strip().split("/")))
    except InvalidDate:
        return None
    return first, last
