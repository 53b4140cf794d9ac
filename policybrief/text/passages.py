"""A paragraph as a reader sees it: its words in a row, with the citations and voices in their places."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING

from msgspec import Struct

from policybrief.markup import (
    Citation,
    Emphasis,
    Footnote,
    Inline,
    LineBreak,
    Link,
    ListBlock,
    Paragraph,
    Table,
    Voiced,
    Words,
    citations_of,
    plain,
)
from policybrief.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policybrief.markup import Block, Markdown, Voice
    from policybrief.position import Position, Scalar


MAX_LEAD_WORDS = 8


class Placed(Struct, frozen=True):
    """A citation, its own or that of a footnote there, and its index in the passage's text."""

    index: int
    citation: Citation


class VoiceSpan(Struct, frozen=True):
    """Words of which the author says whose voice they are."""

    voice: Voice
    start: int
    end: int


class Sentence(Struct, frozen=True):
    """A sentence of a passage, with the citations that stand in it or right after it."""

    start: int
    end: int
    text: str
    citations: tuple[Citation, ...]


class Passage:
    """The words of one paragraph, list item or table cell."""

    def __init__(self, source: Scalar, paragraph: Paragraph, beside: tuple[Citation, ...] = (), head: str = "") -> None:
        """Take a paragraph and its field; for a cell, what the cells beside it cite, and the head of its column."""
        self.source = source
        self.beside = beside
        self.head = head
        self.citations: list[Placed] = []
        self.voices: list[VoiceSpan] = []
        self._parts: list[str] = []
        self._starts: list[int] = []
        self._offsets: list[int] = []
        self._length = 0
        self._add(paragraph.children)
        self.text = "".join(self._parts)
        self._lead_end = _lead_length(paragraph)

    def _add(self, inlines: tuple[Inline, ...]) -> None:
        for node in inlines:
            match node:
                case Words():
                    self._put(node.text, node.at)
                case LineBreak():
                    self._put(" ", node.at)
                case Emphasis() | Link():
                    self._add(node.children)
                case Voiced():
                    start = self._length
                    self._add(node.children)
                    self.voices.append(VoiceSpan(node.voice, start, self._length))
                case Citation():
                    self.citations.append(Placed(self._length, node))
                case Footnote():
                    self.citations += [Placed(self._length, citation) for citation in citations_of(node.blocks)]

    def _put(self, text: str, at: int) -> None:
        self._parts.append(text)
        self._starts.append(self._length)
        self._offsets.append(at)
        self._length += len(text)

    def offset(self, index: int) -> int:
        """Return the offset in the source scalar of an index of the text."""
        if not self._starts:
            return 0
        place = bisect_right(self._starts, index) - 1
        return self._offsets[place] + index - self._starts[place]

    def position(self, index: int) -> Position:
        """Return where in its file the word at an index stood."""
        return self.source.position(self.offset(index))

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences; a citation after a full stop belongs to the sentence before it."""
        spans = sentences(self.text)
        if self.beside and not self.citations:
            return [Sentence(start, end, self.text[start:end], self.beside) for start, end in spans]
        starts = [start for start, _ in spans]
        cited: list[list[Citation]] = [[] for _ in spans]
        for placed in self.citations:
            if spans:
                cited[max(bisect_left(starts, placed.index) - 1, 0)].append(placed.citation)
        return [
            Sentence(start, end, self.text[start:end], tuple(citations))
            for (start, end), citations in zip(spans, cited, strict=True)
        ]

    def without_lead(self, *voices: Voice) -> str:
        """Return the text with a bold lead, and what is said in the voices given, blanked out: indexes stay."""
        return " " * self._lead_end + self.outside(*voices)[self._lead_end :]

    def outside(self, *voices: Voice) -> str:
        """Return the text with what is said in the voices given blanked out: indexes stay."""
        if not self.voices:
            return self.text
        chars = list(self.text)
        for span in self.voices:
            if span.voice in voices:
                chars[span.start : span.end] = " " * (span.end - span.start)
        return "".join(chars)


def _lead_length(paragraph: Paragraph) -> int:
    """Return the length of the bold words that a paragraph opens with (**What we ask.**), if more follows."""
    first, *rest = paragraph.children or (None,)
    if not rest or not isinstance(first, Emphasis) or not first.strong:
        return 0
    words = plain(first.children)
    return len(words) if len(words.split()) <= MAX_LEAD_WORDS else 0


def passages(markdown: Markdown | None) -> Iterator[Passage]:
    """Yield the paragraphs, list items and cells of a Markdown field; footnotes last in their paragraph."""
    if markdown:
        cells = dict(_cells(markdown.blocks))
        for paragraph in markdown.paragraphs():
            yield Passage(markdown.source, paragraph, *cells.get(id(paragraph), ()))


def _cells(blocks: tuple[Block, ...]) -> Iterator[tuple[int, tuple[tuple[Citation, ...], str]]]:
    """Yield for each cell of a table, known by its identity, what its row or else the table cites, and its head."""
    for block in blocks:
        match block:
            case ListBlock():
                for item in block.items:
                    yield from _cells(item)
            case Table():
                everything = tuple(citations_of((block,)))
                for row in block.rows:
                    cited = tuple(citations_of(row)) or everything
                    for cell, head in zip_longest(row, block.head[: len(row)]):
                        yield id(cell), (cited, plain(head.children) if head else "")
            case Paragraph():
                pass
