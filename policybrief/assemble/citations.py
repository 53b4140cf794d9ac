"""Citations in pandoc's form; a finding that is cited becomes its own supporting citations and a link to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from policybrief.assemble.bibliography import key_in_document
from policybrief.assemble.escape import escape
from policybrief.model import Stance

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from policybrief.assemble.labels import Labels
    from policybrief.checks.standings import Standings
    from policybrief.markup import Citation, Cited
    from policybrief.model import Evidence, Finding, Reference

_PLAIN_KEY = re.compile(r"\w(?:[:.#$%&\-+?<>~/]?\w)*")


class Citer(Struct, frozen=True):
    """Write the citations of one brief."""

    findings: Mapping[str, Finding]
    references: Mapping[str, Reference]
    standings: Standings
    labels: Labels

    def cite(self, citation: Citation) -> str:
        """Return Markdown for a citation as its author placed it."""
        findings = [item.key for item in citation.items if item.key in self.findings]
        unknown = [item.key for item in citation.items if item.key not in (*self.findings, *self.references)]
        marks = "".join(f" **{escape(f'[{key}?]')}**" for key in unknown)  # in a draft: else they are errors
        return _cite([words for _, words in self._cited(citation)], findings) + marks

    def keys(self, citation: Citation) -> list[str]:
        """Return the keys of the sources that a citation shows, as often as it shows each."""
        return [key for key, _ in self._cited(citation)]

    def keys_at_end(self, finding: Finding) -> list[str]:
        """Return the keys of the sources that stand at the end of a claim."""
        return [key for key, _ in self._unplaced(finding)]

    def at_end(self, finding: Finding) -> str:
        """Return Markdown for the supporting evidence that a claim's author did not cite in its text."""
        return _cite([words for _, words in self._unplaced(finding)], [])

    def locator(self, finding: Finding, evidence: Evidence) -> str:
        """Return where evidence stands, for readers: its `at`, else the lines of its quote."""
        if evidence.at:
            return evidence.at.value.strip()
        standing = self.standings.of(finding).get(evidence.number)
        if standing is None:
            return ""
        first, last = standing.first_line, standing.last_line
        return self.labels.plural("line", 1 + (last > first), first=first, last=last)

    def _cited(self, citation: Citation) -> list[tuple[str, str]]:
        """Return each source that a citation shows, once for each place in it: its key, and Markdown."""
        shown: list[tuple[str, str]] = []
        for item in citation.items:
            if item.key in self.findings:
                finding = self.findings[item.key]
                shown += [self._evidence(finding, one) for one in self._supporting(finding)]
            elif item.key in self.references:
                shown.append((item.key, _item(item)))
        return list(dict.fromkeys(shown))

    def _unplaced(self, finding: Finding) -> list[tuple[str, str]]:
        """Return the supporting evidence that a claim's author did not cite in its text."""
        placed = {item.key for citation in finding.claim.citations() for item in citation.items}
        rest = [one for one in self._supporting(finding) if one.source.value not in placed]
        return list(dict.fromkeys(self._evidence(finding, one) for one in rest))

    def _supporting(self, finding: Finding) -> list[Evidence]:
        return [one for one in finding.of_stance(Stance.SUPPORTS) if one.source.value in self.references]

    def _evidence(self, finding: Finding, evidence: Evidence) -> tuple[str, str]:
        key = evidence.source.value
        return key, _key(key) + _suffix(self.locator(finding, evidence))


def _item(item: Cited) -> str:
    prefix = f"{_within(item.prefix)} " if item.prefix else ""
    return prefix + "-" * item.author_suppressed + _key(item.key) + _suffix(item.suffix)


def _key(key: str) -> str:
    key = key_in_document(key)
    return f"@{key}" if _PLAIN_KEY.fullmatch(key) else f"@{{{key}}}"


def _suffix(text: str) -> str:
    """Return what follows a key: the empty braces keep pandoc from reading it as a locator of its own language."""
    return f"{{}}, {_within(text)}" if text else ""


def _within(text: str) -> str:
    return escape(text).replace(";", "\\;")


def _cite(parts: Iterable[str], findings: list[str]) -> str:
    """Return one citation of all parts, each once; an empty span in front names the findings it stands for."""
    cited = "; ".join(parts)
    if not cited:
        return ""
    named = f'[]{{.of findings="{" ".join(dict.fromkeys(findings))}"}} ' if findings else ""
    return f"[{named}{cited}]"
