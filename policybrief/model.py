"""The things a brief is made of: findings with their evidence, references, stored sources."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from policybrief.markup import Markdown
    from policybrief.position import Scalar, TextFile


class Stance(StrEnum):
    """How evidence bears on a claim."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    CONTEXT = "context"


class Confidence(StrEnum):
    """How sure the organisation is of a finding."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"


class Dated(Struct, frozen=True, kw_only=True):
    """A value as its author typed it, and the day that it means."""

    source: Scalar
    day: date


class Interval(Struct, frozen=True, kw_only=True):
    """An EDTF date or interval: the first and the last day that it can mean."""

    source: Scalar
    first: date
    last: date
    precision: str
    """`day`, `month`, `year`, or `interval`."""


class Derived(Struct, frozen=True, kw_only=True):
    """A figure or date that follows from the evidence instead of standing in it."""

    value: Scalar
    how: Scalar


class Evidence(Struct, frozen=True, kw_only=True):
    """What a claim rests on: a source, and the words in it."""

    source: Scalar
    number: int
    """Its place among the evidence of its finding, from 1."""
    quote: Scalar | None = None
    at: Scalar | None = None
    stance: Stance = Stance.SUPPORTS
    via: Scalar | None = None
    """Who says it inside the source, where that is not the source's own body."""
    translation: Scalar | None = None
    note: Markdown | None = None


class Finding(Struct, frozen=True, kw_only=True):
    """What the brief asserts, and the evidence for it."""

    id: Scalar
    claim: Markdown
    evidence: tuple[Evidence, ...] = ()
    label: Scalar | None = None
    confidence: Confidence = Confidence.MODERATE
    when: Interval | None = None
    contested: Markdown | None = None
    derived: tuple[Derived, ...] = ()
    note: Markdown | None = None
    broken: frozenset[str] = frozenset()
    """Names of fields that could not be read; checks pass over them, for their author has been told."""

    def of_stance(self, stance: Stance) -> tuple[Evidence, ...]:
        """Return the evidence that bears on the claim in one way."""
        return tuple(evidence for evidence in self.evidence if evidence.stance is stance)


class Author(Struct, frozen=True, kw_only=True):
    """Who wrote the brief."""

    name: Scalar
    affiliation: Scalar | None = None
    email: Scalar | None = None
    orcid: Scalar | None = None


class Section(Struct, frozen=True, kw_only=True):
    """A part of the body: a text, and findings in the order in which they are numbered."""

    title: Scalar
    text: Markdown | None = None
    findings: tuple[Scalar, ...] = ()
    broken: frozenset[str] = frozenset()


class Recommendation(Struct, frozen=True, kw_only=True):
    """What somebody is asked to do, and the findings it rests on."""

    to: Scalar
    text: Markdown
    because: tuple[Scalar, ...] = ()
    by: Scalar | None = None
    priority: Scalar | None = None
    indicator: Scalar | None = None
    number: int
    """Its place in the list, from 1."""
    broken: frozenset[str] = frozenset()


class Acceptance(Struct, frozen=True, kw_only=True):
    """A diagnostic that the brief's authors know of and accept, and why."""

    code: Scalar
    where: Scalar
    why: Scalar
    words: Scalar | None = None


class Demands(Struct, frozen=True, kw_only=True):
    """`checks`: what is demanded of this brief."""

    severity: Mapping[str, Scalar] = field(default_factory=dict)
    accept: tuple[Acceptance, ...] = ()
    corroboration: Mapping[Confidence, int] = field(default_factory=dict)


class Brief(Struct, frozen=True, kw_only=True):
    """One brief: its head matter, prose, order of sections, recommendations, and its findings."""

    slug: str
    file: TextFile
    title: Scalar
    date: Dated
    summary: Markdown
    subtitle: Scalar | None = None
    series: Scalar | None = None
    number: Scalar | None = None
    language: Scalar | None = None
    authors: tuple[Author, ...] = ()
    publisher: Scalar | None = None
    contact: Scalar | None = None
    licence: Scalar | None = None
    funding: Scalar | None = None
    disclaimer: Scalar | None = None
    acknowledgements: Scalar | None = None
    keywords: tuple[Scalar, ...] = ()
    style: Scalar | None = None
    engine: Scalar | None = None
    profile: Scalar | None = None
    paper: Scalar | None = None
    source_text: Scalar | None = None
    key_messages: tuple[Markdown, ...] = ()
    sections: tuple[Section, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    methodology: Markdown | None = None
    limitations: Markdown | None = None
    derived: tuple[Derived, ...] = ()
    checks: Demands = field(default_factory=Demands)
    findings: tuple[Finding, ...] = ()
    broken: frozenset[str] = frozenset()


class Source(Struct, frozen=True, kw_only=True):
    """A stored source: a text file below seeds/, exactly as received."""

    file: TextFile
    sha256: str


class Reference(Struct, frozen=True, kw_only=True):
    """An entry of references.bib."""

    key: Scalar
    kind: str
    """The entry's type: `online`, `report` ..."""
    fields: Mapping[str, Scalar]
    """By name in lower case, macros and concatenation resolved, outer braces taken off."""
    files: tuple[str, ...] = ()
    """What its `file` field names, as typed."""
    excerpt: tuple[int, int] | None = None
    """First and last line of the file which are this source, from 1."""
    keywords: frozenset[str] = frozenset()
    body: str | None = None
    """The organisation behind the source."""
    title: str | None = None


class Library(Struct, frozen=True, kw_only=True):
    """What may be cited: the entries of references.bib, and the stored sources that they name."""

    file: TextFile
    """references.bib."""
    references: Mapping[str, Reference]
    """By key."""
    sources: Mapping[str, Source]
    """By the key of the reference; a reference whose stored source can't be read has none."""
    stored: frozenset[str]
    """Paths of all files below seeds/."""


class Project(Struct, frozen=True, kw_only=True):
    """What is read of a project folder for one run."""

    briefs: tuple[Brief, ...]
    """The briefs that were asked for."""
    library: Library
    cited_elsewhere: frozenset[str]
    """Keys that the project's other briefs cite."""
    files: Mapping[str, TextFile]
    """Every text file that was read, by its path, for showing lines of it."""
