"""Where text stands in a brief: each Markdown field with the name that `checks.accept` calls it by."""

from __future__ import annotations

from enum import Enum, auto
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from policybrief.text.passages import Passage, passages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policybrief.markup import Citation, Markdown
    from policybrief.model import Brief, Finding


class Kind(Enum):
    """What is demanded of a text."""

    PROSE = auto()
    CLAIM = auto()
    RECOMMENDATION = auto()
    METHOD = auto()
    NOTE = auto()


class Place(Struct, frozen=True, dict=True):
    """A Markdown field of a brief."""

    subject: str
    kind: Kind
    text: Markdown
    finding: Finding | None = None

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Its paragraphs, list items and cells."""
        return tuple(passages(self.text))


def places(brief: Brief) -> Iterator[Place]:
    """Yield every Markdown field, in the order of the brief; findings that stand in no section come last."""
    yield Place("summary", Kind.PROSE, brief.summary)
    for number, message in enumerate(brief.key_messages, 1):
        yield Place(f"key_messages.{number}", Kind.PROSE, message)
    for section in brief.sections:
        if section.text:
            yield Place(section.title.value, Kind.PROSE, section.text)
    for finding in brief.findings:
        yield from _of_finding(finding)
    for recommendation in brief.recommendations:
        yield Place(f"recommendations.{recommendation.number}", Kind.RECOMMENDATION, recommendation.text)
    if brief.methodology:
        yield Place("methodology", Kind.METHOD, brief.methodology)
    if brief.limitations:
        yield Place("limitations", Kind.METHOD, brief.limitations)


def _of_finding(finding: Finding) -> Iterator[Place]:
    subject = finding.id.value
    yield Place(subject, Kind.CLAIM, finding.claim, finding)
    if finding.contested:
        yield Place(subject, Kind.PROSE, finding.contested, finding)
    if finding.note:
        yield Place(subject, Kind.NOTE, finding.note, finding)
    for evidence in finding.evidence:
        if evidence.note:
            yield Place(f"{subject}/{evidence.number}", Kind.NOTE, evidence.note, finding)


def cited_keys(brief: Brief) -> frozenset[str]:
    """Return every key that a brief names: in citations, and as the source of evidence."""
    cited = {item.key for place in places(brief) for citation in place.text.citations() for item in citation.items}
    named = {evidence.source.value for finding in brief.findings for evidence in finding.evidence}
    return frozenset(cited | named)


def keys_of(citation: Citation) -> list[str]:
    """Return the keys of a citation."""
    return [item.key for item in citation.items]
