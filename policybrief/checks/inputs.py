"""What every check is given: one brief and what it may cite; or one finding of it, and where its quotes stand."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct, field

from policybrief.checks.places import Kind, Place, keys_of, places
from policybrief.checks.statements import Statement, Statements, read_statements, statements_of_claim
from policybrief.text.names import introduced_acronyms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from policybrief.checks.known_facts import KnownFacts
    from policybrief.checks.standings import Standing, Standings
    from policybrief.model import Brief, Finding, Library, Reference
    from policybrief.text.likeness import Shared
    from policybrief.text.names import Name, NamedText
    from policybrief.text.stored import StoredTexts


class Inputs(Struct, frozen=True, kw_only=True, dict=True):
    """One brief, the library, and its stored texts."""

    brief: Brief
    library: Library
    texts: StoredTexts
    facts: KnownFacts
    standings: Standings
    named: dict[str, NamedText] = field(default_factory=dict)
    """What references name, by citation key."""
    library_is_whole: bool = True
    """False where part of references.bib could not be read."""

    @property
    def keys_are_known(self) -> bool:
        """Whether a key that is missing is missing, and does not stand in what could not be read."""
        return self.library_is_whole and "findings" not in self.brief.broken

    @property
    def references(self) -> Mapping[str, Reference]:
        """The entries of references.bib by key."""
        return self.library.references

    @cached_property
    def findings(self) -> Mapping[str, Finding]:
        """The findings by id; of two with one id, the first."""
        return {finding.id.value: finding for finding in reversed(self.brief.findings)}

    @cached_property
    def places(self) -> Sequence[Place]:
        """The Markdown fields of the brief, in its order."""
        return tuple(places(self.brief))

    @cached_property
    def claims(self) -> Sequence[Place]:
        """The claims, one for each finding."""
        return [place for place in self.places if place.kind is Kind.CLAIM]

    @cached_property
    def statements(self) -> Statements:
        """What prose, titles and recommendations state in figures and dates."""
        return read_statements(self.brief, self.places)

    @cached_property
    def introduced(self) -> Mapping[str, Name]:
        """The acronyms that the brief itself introduces, `Name (ACRONYM)`, with what they stand for."""
        found: dict[str, Name] = {}
        for place in self.places:
            if "(" in place.text.source.value:
                for passage in place.passages:
                    found |= introduced_acronyms(passage.text)
        return found

    @cached_property
    def _ambiguous(self) -> frozenset[str]:
        """Ids that two findings have, or a finding and a reference."""
        counts = Counter(finding.id.value for finding in self.brief.findings)
        return frozenset(name for name, number in counts.items() if number > 1 or name in self.references)

    def can_be_read(self, keys: Iterable[str]) -> bool:
        """Tell whether every cited reference, and every source of a cited finding, is one and has text to look into.

        Where one has none, an error tells of it, and what rests on it can't be judged yet.
        """
        for key in keys:
            if key in self._ambiguous:
                return False
            finding = self.findings.get(key)
            cited = [one.source.value for one in finding.evidence] if finding else [key]
            if any(self.texts.of(one) is None for one in cited):
                return False
        return True

    def shared(self, one: str, other: str) -> tuple[list[Shared], float]:
        """Return what the stored texts of two references have in common."""
        return self.texts.shared(one, other)


class Claimed(Struct, frozen=True, kw_only=True, dict=True):
    """One finding, its claim, and where its quotes stand."""

    finding: Finding
    claim: Place
    standings: Mapping[int, Standing]
    """By the number of the evidence; a quote that does not stand is left out."""

    @property
    def has_evidence(self) -> bool:
        """Whether there is evidence, and all of it could be read."""
        return bool(self.finding.evidence) and "evidence" not in self.finding.broken

    @cached_property
    def keys(self) -> Sequence[str]:
        """The sources of the finding's evidence, and what its claim cites."""
        cited = [key for citation in self.finding.claim.citations() for key in keys_of(citation)]
        return tuple(dict.fromkeys([*(one.source.value for one in self.finding.evidence), *cited]))

    @property
    def all_quotes_stand(self) -> bool:
        """Whether there are quotes and all of them stand: of a faulty one, enough is told."""
        return bool(self.standings) and all(one.number in self.standings for one in self.finding.evidence if one.quote)

    @cached_property
    def statements(self) -> Sequence[Statement]:
        """What the claim states in figures and dates."""
        return statements_of_claim(self.claim)
