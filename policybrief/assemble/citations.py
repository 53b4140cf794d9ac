"""Citations in pandoc's form; a finding that is cited becomes its own supporting citations and a link to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policybrief.assemble.escape import escape
from policybrief.model import Stance

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from policybrief.assemble.labels import Labels
    from policybrief.checks.standings import Standings
    from policybrief.markup import Citation, Cited
    from policybrief.model import Evidence, Finding

_PLAIN_KEY = re.compile(r"\w(?:[:.#$%&\-+?<>~/]?\w)*")


@dataclass(frozen=True, slots=True)
class Citer:
    """Write the citations of one brief."""

    findings: Mapping[str, Finding]
    standings: Standings
    labels: Labels

    def cite(self, citation: Citation) -> str:
        """Return Markdown for a citation as its author placed it."""
        parts: list[str] = []
        findings: list[str] = []
        for item in citation.items:
            if item.key in self.findings:
                findings.append(item.key)
                parts += self._supporting(self.findings[item.key])
            else:
                parts.append(_item(item))
        return _cite(parts, findings)

    def at_end(self, finding: Finding) -> str:
        """Return Markdown for the supporting evidence that a claim's author did not cite in its text."""
        placed = {item.key for citation in finding.claim.citations() for item in citation.items}
        rest = [one for one in finding.of_stance(Stance.SUPPORTS) if one.source.value not in placed]
        return _cite([self._evidence(finding, evidence) for evidence in rest], [])

    def locator(self, finding: Finding, evidence: Evidence) -> str:
        """Return where evidence stands, for readers: its `at`, else the lines of its quote."""
        if evidence.at:
            return evidence.at.value.strip()
        standing = self.standings.of(finding).get(evidence.number)
        if standing is None:
            return ""
        first, last = standing.first_line, standing.last_line
        return self.labels.plural("line", 1 + (last > first), first=first, last=last)

    def _supporting(self, finding: Finding) -> list[str]:
        return [self._evidence(finding, evidence) for evidence in finding.of_stance(Stance.SUPPORTS)]

    def _evidence(self, finding: Finding, evidence: Evidence) -> str:
        return _key(evidence.source.value) + _suffix(self.locator(finding, evidence))


def _item(item: Cited) -> str:
    prefix = f"{_within(item.prefix)} " if item.prefix else ""
    return prefix + "-" * item.author_suppressed + _key(item.key) + _suffix(item.suffix)


def _key(key: str) -> str:
    return f"@{key}" if _PLAIN_KEY.fullmatch(key) else f"@{{{key}}}"


def _suffix(text: str) -> str:
    """Return what follows a key: the empty braces keep pandoc from reading it as a locator of its own language."""
    return f"{{}}, {_within(text)}" if text else ""


def _within(text: str) -> str:
    return escape(text).replace(";", "\\;")


def _cite(parts: Iterable[str], findings: list[str]) -> str:
    """Return one citation of all parts, each once; an empty span in front names the findings it stands for."""
    cited = "; ".join(dict.fromkeys(parts))
    if not cited:
        return ""
    named = f'[]{{.of findings="{" ".join(dict.fromkeys(findings))}"}} ' if findings else ""
    return f"[{named}{cited}]"
