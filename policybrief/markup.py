"""The Markdown that authors may use, as a tree: what it says, and where each word stood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policybrief.position import Scalar

Voice: TypeAlias = Literal["opinion", "about", "term"]
VOICES: tuple[Voice, ...] = ("about", "opinion", "term")


class Words(Struct, frozen=True):
    """Text as it is to be read, all of it contiguous in the source."""

    text: str
    at: int
    """Offset in the scalar."""


class LineBreak(Struct, frozen=True):
    """A line end that the author wants kept."""

    at: int


class Emphasis(Struct, frozen=True):
    """Text to be stressed, `strong` or not."""

    strong: bool
    children: tuple[Inline, ...]


class Link(Struct, frozen=True):
    """Text that leads to an address on the web, or a mail address."""

    url: str
    children: tuple[Inline, ...]
    at: int


class Voiced(Struct, frozen=True):
    """Text of which the author says whose voice it is: `[...]{.opinion}`, `.about`, `.term`."""

    voice: Voice
    children: tuple[Inline, ...]
    at: int


class Cited(Struct, frozen=True):
    """One key within a citation."""

    key: str
    at: int
    """Offset of the key in the scalar."""
    prefix: str = ""
    suffix: str = ""
    """What follows the key: a locator (`para. 4`) or words, without the comma."""
    author_suppressed: bool = False


class Citation(Struct, frozen=True):
    """`[@key, para. 4; @other]`: one or more keys in one pair of brackets."""

    items: tuple[Cited, ...]
    at: int
    end: int


class Footnote(Struct, frozen=True):
    """A note of the author's own."""

    blocks: tuple[Block, ...]
    at: int


Inline: TypeAlias = Words | LineBreak | Emphasis | Link | Voiced | Citation | Footnote


class Paragraph(Struct, frozen=True):
    """A paragraph, a list item's text, or a table cell."""

    children: tuple[Inline, ...]


class ListBlock(Struct, frozen=True):
    """A list; numbered where it has a `start`."""

    items: tuple[tuple[Block, ...], ...]
    start: int | None = None


class Table(Struct, frozen=True):
    """A table: a row of headings, rows of cells, and an alignment for each column."""

    head: tuple[Paragraph, ...]
    rows: tuple[tuple[Paragraph, ...], ...]
    alignments: tuple[Literal["left", "right", "center", ""], ...]


Block: TypeAlias = Paragraph | ListBlock | Table


class Markdown(Struct, frozen=True):
    """A Markdown field: what was typed and what it says."""

    source: Scalar
    blocks: tuple[Block, ...]

    @property
    def words(self) -> str:
        """The words on one line, without citations and notes."""
        return " ".join(" ".join(plain(paragraph.children) for paragraph in self.paragraphs()).split())

    def paragraphs(self) -> Iterator[Paragraph]:
        """Yield every paragraph, list item's paragraph and table cell, those of footnotes last."""
        yield from _paragraphs(self.blocks)

    def citations(self) -> Iterator[Citation]:
        """Yield every citation in the order of the text."""
        if "@" in self.source.value:
            yield from citations_of(self.blocks)


def citations_of(blocks: tuple[Block, ...]) -> Iterator[Citation]:
    """Yield every citation in blocks, those of footnotes after their paragraph."""
    for paragraph in _paragraphs(blocks):
        yield from (node for node in walk(paragraph.children) if isinstance(node, Citation))


def walk(inlines: tuple[Inline, ...]) -> Iterator[Inline]:
    """Yield inlines and what stands in them, in the order of the text; footnotes are not entered."""
    for node in inlines:
        yield node
        if isinstance(node, Emphasis | Link | Voiced):
            yield from walk(node.children)


def _paragraphs(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    for block in blocks:
        match block:
            case Paragraph():
                yield block
                for node in walk(block.children):
                    if isinstance(node, Footnote):
                        yield from _paragraphs(node.blocks)
            case ListBlock():
                for item in block.items:
                    yield from _paragraphs(item)
            case Table():
                yield from _paragraphs(block.head)
                for row in block.rows:
                    yield from _paragraphs(row)


def plain(inlines: tuple[Inline, ...]) -> str:
    """Return the words alone, without citations and notes."""
    parts = []
    for node in walk(inlines):
        if isinstance(node, Words):
            parts.append(node.text)
        elif isinstance(node, LineBreak):
            parts.append(" ")
    return "".join(parts)
