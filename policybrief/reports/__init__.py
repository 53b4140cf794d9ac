"""What a run found, and how it is told: text, JSON, SARIF, JUnit, GitHub."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from policybrief.checks.policy import Accepted, Lowered
    from policybrief.diagnostics import Diagnostic, NotChecked, Severity
    from policybrief.model import Finding
    from policybrief.position import Position, TextFile


class Built(Struct, frozen=True, kw_only=True):
    """A brief that was rendered."""

    slug: str
    engine: str
    files: tuple[Path, ...]
    is_unchanged: bool = False
    """Whether nothing had to be done: the files were there, made of the same."""
    is_draft: bool = False


class Failure(Struct, frozen=True, kw_only=True):
    """A brief that the engine or the output folder failed on."""

    slug: str
    message: str


class ReportedClaim(Struct, frozen=True, kw_only=True):
    """A claim that was checked, whether or not anything was found."""

    brief: str
    finding: Finding

    @property
    def name(self) -> str:
        """The finding's id."""
        return self.finding.id.value

    @property
    def text(self) -> str:
        """The claim on one line."""
        return self.finding.claim.words

    @property
    def position(self) -> Position:
        """Where the finding stands."""
        return self.finding.id.position()


class Report(Struct, frozen=True, kw_only=True):
    """All that a run has to tell."""

    briefs: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    checked: Mapping[str, int]
    not_checked: tuple[NotChecked, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    lowered: tuple[Lowered, ...] = ()
    claims: tuple[ReportedClaim, ...] = ()
    built: tuple[Built, ...] = ()
    failures: tuple[Failure, ...] = ()
    remarks: tuple[str, ...] = ()
    """What else the terminal has to tell."""
    overrides: tuple[str, ...] = ()
    """Templates of the project's own."""
    files: Mapping[str, TextFile]
    """For showing the lines that diagnostics point at."""

    def count(self, severity: Severity) -> int:
        """Return how many diagnostics weigh that much."""
        return sum(one.severity is severity for one in self.diagnostics)
