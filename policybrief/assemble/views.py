"""What the templates are given: plain values, every text already Markdown."""

from __future__ import annotations

from msgspec import Struct


class Md(str):
    """Markdown that may go into the document as it is; any other text is escaped on its way."""

    __slots__ = ()


class EvidenceView(Struct, frozen=True, kw_only=True):
    """A piece of evidence in the annex."""

    anchor: Md
    key: Md
    bearing: Md
    bearing_label: str
    source: str
    """A short name of the source."""
    locator: str
    quote: Md | None
    plain_quote: str | None
    """The quote as plain text, for the page."""
    anchor_in_text: str | None
    """Where its words begin in the stored text."""
    language: Md
    translation: Md | None
    said_by: Md | None
    where: str | None
    """File and lines."""
    check: str
    note: Md | None


class FindingView(Struct, frozen=True, kw_only=True):
    """A finding with all that is printed of it."""

    id: Md
    number: str
    claim: Md
    plain_claim: Md
    """The claim without citations, for the annex."""
    confidence: Md
    confidence_label: str
    when: str | None
    contested: Md | None
    evidence: tuple[EvidenceView, ...]
    derived: tuple[Md, ...]
    note: Md | None


class SectionView(Struct, frozen=True, kw_only=True):
    """A part of the body."""

    anchor: Md
    title: Md
    text: Md | None
    findings: tuple[FindingView, ...]


class RecommendationView(Struct, frozen=True, kw_only=True):
    """What somebody is asked to do."""

    number: str
    text: Md
    because: Md
    """Links to the findings."""
    remarks: tuple[Md, ...]
    """By when, how urgent, how one will see it."""


class AddresseeView(Struct, frozen=True, kw_only=True):
    """Recommendations to one addressee."""

    anchor: Md
    name: Md
    recommendations: tuple[RecommendationView, ...]


class SourceView(Struct, frozen=True, kw_only=True):
    """What the list of sources says of a source besides its reference."""

    key: Md
    remarks: tuple[str, ...]
    """Kind, and what is known to be missing."""
    archive: Md | None
    stored: str | None
    checksum: str | None
    findings: Md
    """Links to the findings that rest on it."""


class RestView(Struct, frozen=True, kw_only=True):
    """A piece of evidence that rests on words of a stored text."""

    anchor: str
    """Where its words begin in the viewer."""
    evidence: str
    """Its place in the annex."""
    finding: str
    number: str
    bearing: str
    bearing_label: str


class PieceView(Struct, frozen=True, kw_only=True):
    """Words of a stored text, all quoted by the same evidence or by none; without words, what is left out."""

    text: str
    anchors: tuple[str, ...] = ()
    """Of the quotes that begin here."""
    quotes: tuple[str, ...] = ()
    """Anchors of the quotes that it belongs to."""
    is_quoted: bool = False


class LineView(Struct, frozen=True, kw_only=True):
    """A line of a stored file, or what is shown of it."""

    number: int
    pieces: tuple[PieceView, ...]
    rests: tuple[RestView, ...]
    """What rests on the quotes that begin here."""
    follows_gap: bool
    """Whether lines with words are left out before it."""


class StoredTextView(Struct, frozen=True, kw_only=True):
    """What the page shows of a stored source: plain text, which the template escapes."""

    key: str
    body: str | None
    title: str
    language: str
    path: str
    findings: tuple[tuple[str, str], ...]
    """Ids and numbers of the findings that rest on it."""
    lines: tuple[LineView, ...]
    is_whole: bool


class PictureView(Struct, frozen=True, kw_only=True):
    """A picture, which the filter puts in, and its table."""

    name: Md
    """Of its files, and of its labels."""
    pages: int
    """Pictures on paper."""
    lead: str
    rest: str | None
    """Says that the table has more."""
    heads: tuple[str, ...]
    widths: tuple[int, ...]
    """Of the columns, in hundredths."""
    rows: tuple[tuple[Md, ...], ...]


class OpenErrorView(Struct, frozen=True, kw_only=True):
    """What keeps a brief from being built, in a draft."""

    words: Md
    where: Md
    """File and line."""
    place: Md
    """The id of the place in the document that it concerns; empty where there is none."""


class DocumentView(Struct, frozen=True, kw_only=True):
    """The whole document."""

    build: Md
    is_draft: bool
    has_numbered_paragraphs: bool
    order: tuple[Md, ...]
    """The ids of the blocks of the text, in the order of the profile."""
    language: Md
    iso_date: Md
    paper: Md
    title: Md
    subtitle: Md | None
    series: Md | None
    number: Md | None
    date: str
    publisher: Md | None
    byline: Md | None
    summary: Md
    key_messages: tuple[Md, ...]
    sections: tuple[SectionView, ...]
    addressees: tuple[AddresseeView, ...]
    methodology: Md | None
    limitations: Md | None
    sources: tuple[SourceView, ...]
    derived: tuple[Md, ...]
    """How figures and dates of the prose follow from the evidence."""
    accepted: tuple[Md, ...]
    about: tuple[tuple[str, Md], ...]
    """Names and texts of the back matter."""
    keywords: tuple[Md, ...]
    open_errors: tuple[OpenErrorView, ...]
    """In a draft, what keeps the brief from being built."""
    stored_texts: tuple[StoredTextView, ...]
    """For the page alone."""
    timeline: PictureView | None
    evidence_map: PictureView | None

    @property
    def findings(self) -> tuple[FindingView, ...]:
        """All findings in the order of their numbers."""
        return tuple(finding for section in self.sections for finding in section.findings)
