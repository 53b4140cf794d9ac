"""What figures and dates the sources and findings state, read once and kept for the whole run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policybrief.markup import plain
from policybrief.reading.dates import InvalidDate, interval_of
from policybrief.text.facts import Facts, read_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from policybrief.model import Derived, Finding, Library, Reference
    from policybrief.text.dates import DateMention
    from policybrief.text.figures import Figure
    from policybrief.text.stored import StoredTexts

AROUND = 120
"""Characters about a place that are read to tell what is stated there."""
PLACES = 5
"""Places of the same words that are looked at before a whole text is read."""


class KnownFacts:
    """Facts by reference and by finding."""

    def __init__(self, library: Library, texts: StoredTexts) -> None:
        self._library = library
        self._texts = texts
        self._of_references: dict[str, Facts] = {}
        self._of_findings: dict[int, Facts] = {}
        self._of_quotes: dict[int, Facts] = {}

    def source_states_figure(self, key: str, figure: Figure, words: str) -> bool:
        """Tell whether the stored text of a reference states a figure that a claim has in these words."""
        return self._source_states(key, words, lambda facts: facts.cover_figure(figure))

    def source_states_date(self, key: str, date: DateMention, words: str) -> bool:
        """Tell whether the stored text of a reference states a date that a claim has in these words."""
        return self._source_states(key, words, lambda facts: facts.cover_date(date))

    def of_reference(self, key: str) -> Facts | None:
        """Return what the stored text of a reference states; None where nothing could be read."""
        text = self._texts.of(key)
        if text is None:
            return None
        if key not in self._of_references:
            self._of_references[key] = read_facts(text.text, dated=_published(self._library.references[key]))
        return self._of_references[key]

    def of_quotes(self, finding: Finding) -> Facts:
        """Return what the quotes of a finding state."""
        if id(finding) not in self._of_quotes:
            self._of_quotes[id(finding)] = read_facts("\n\n".join(_quoted(finding)))
        return self._of_quotes[id(finding)]

    def of_finding(self, finding: Finding) -> Facts:
        """Return what prose that cites a finding may use: its claim, evidence, date and derived values."""
        if id(finding) not in self._of_findings:
            parts = [plain(paragraph.children) for paragraph in finding.claim.paragraphs()]
            parts += [*_quoted(finding), *(one.value.value for one in finding.derived)]
            if finding.when:
                parts += finding.when.source.value.split("/")
            self._of_findings[id(finding)] = read_facts("\n\n".join(parts))
        return self._of_findings[id(finding)]

    def _source_states(self, key: str, words: str, covers: Callable[[Facts], bool]) -> bool:
        """Look where the same words stand first: reading a whole text takes a hundred times longer."""
        if key not in self._of_references and (text := self._texts.of(key)):
            whole, start = text.text, -1
            for _ in range(PLACES):
                start = whole.find(words, start + 1)
                if start < 0:
                    break
                if covers(read_facts(whole[max(0, start - AROUND) : start + len(words) + AROUND])):
                    return True
        facts = self.of_reference(key)
        return facts is not None and covers(facts)


def facts_of_derived(derived: Iterable[Derived]) -> Facts:
    """Return the figures and dates that are declared to follow from the evidence."""
    return read_facts("\n\n".join(part for one in derived for part in (one.value.value, *one.value.value.split("/"))))


def _quoted(finding: Finding) -> list[str]:
    return [text.value for one in finding.evidence for text in (one.quote, one.translation) if text]


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
