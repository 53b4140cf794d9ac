"""What every check is given: one brief, and what it may cite."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from policybrief.checks.known_facts import KnownFacts
    from policybrief.model import Brief, Finding, Library, Reference
    from policybrief.text.likeness import Shared
    from policybrief.text.stored import StoredTexts


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """One brief, the library, and its stored texts."""

    brief: Brief
    library: Library
    texts: StoredTexts
    facts: KnownFacts
    library_is_whole: bool = True
    """False where part of references.bib could not be read."""

    @property
    def keys_are_known(self) -> bool:
        """Whether a key that is missing is missing, and does not stand in what could not be read."""
        return self.library_is_whole and "findings" not in self.brief.broken

    @cached_property
    def findings(self) -> Mapping[str, Finding]:
        """The findings by id; of two with one id, the first."""
        return {finding.id.value: finding for finding in reversed(self.brief.findings)}

    def shared(self, one: str, other: str) -> tuple[list[Shared], float]:
        """Return what the stored texts of two references have in common."""
        return self.texts.shared(one, other)

    @property
    def references(self) -> Mapping[str, Reference]:
        """The entries of references.bib by key."""
        return self.library.references
