"""What a reader sees in a rendered file: its words, citations, notes, sources, headings and links."""

from __future__ import annotations

import itertools
import re
import unicodedata
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct, field

from policybrief.text.directions import is_turned

SOURCE, FINDING, ANNEX = "source-", "finding-", "annex-"
"""How the addresses of sources, of findings, and of their evidence begin, in both formats."""
BREAK = "\u2029"
"""What stands among words where a block begins."""
PAGE = "\u2028"
"""What stands among words where a page begins."""
REACH = 60
"""Characters that are kept of the words behind which something is cited."""
KEPT = 24
"""Letters by which these words are known."""

FIGURE = re.compile(r"\d+(?:[.,]\d+)+")
"""A figure with a point or a comma, which its digits alone do not tell."""
MARK = re.compile(r"[“”„«»‹›?!−]")
"""A mark that changes what is said, or who says it."""
_WORD = re.compile(r"[^\W\d_]+|\d+")
_LAM_ALEF = re.compile("[\u0644\u0622\u0623\u0625\u0627]{2,}")
"""Letters of Arabic that are drawn as one: a PDF gives them back in the other order."""
_PASSED_OVER = re.compile(r"[^\w%$€£¥₸₽<>≥≤±]+|_+")


class Heading(NamedTuple):
    """A heading; the title of the document is of level 1."""

    level: int
    text: str


class Citing(NamedTuple):
    """A link to a source."""

    key: str
    mark: str
    """The number of the note in which it stands; nothing in the text."""
    text: str


class Call(NamedTuple):
    """Where a note is called, or a source is cited in the text."""

    text: str
    """The number of the note, or the words of the citation."""
    behind: str
    """The last words of its block before it."""


class Naming(NamedTuple):
    """Links to findings in a row."""

    behind: str
    """The last words of their block before them."""
    findings: list[str]
    end: int
    """How many pieces of the text there are before the last of them."""


class Link(NamedTuple):
    """Something that can be clicked; inside the file the target begins with `#`."""

    target: str
    text: str


class Spot(NamedTuple):
    """Words that a reader can't see, or not well."""

    page: int
    words: str


class Entry(NamedTuple):
    """An entry of the contents of a file with pages."""

    text: str
    shown: int
    """The number of the page that it shows."""
    page: int
    """The page on which its heading stands, from 1; 0 where it is none."""


class Seen(Struct, kw_only=True, dict=True):
    """A rendered file, as it was read back."""

    format: str
    path: str
    """Where it lies, for diagnostics: relative to the project, with `/`."""
    title: str = ""
    language: str = ""
    headings: list[Heading] = field(default_factory=list)
    pages: int = 0
    """How many pages there are; none in a format without pages."""
    contents: list[Entry] = field(default_factory=list)
    pages_before: list[int] = field(default_factory=list)
    """For each heading of a file with pages, on how many of them text stands before it."""
    words: list[str] = field(default_factory=list)
    """The text in reading order, without notes, marks, and links to sources and findings; BREAK between blocks."""
    marks: list[str] = field(default_factory=list)
    """The numbers of the notes, where they are called."""
    notes: dict[str, str] = field(default_factory=dict)
    """The text of each note by its number."""
    citings: list[Citing] = field(default_factory=list)
    """Links to sources in reading order; what stands in a note, where the note is called."""
    calls: list[Call] = field(default_factory=list)
    """Where notes are called and sources are cited in the text, in reading order."""
    findings: list[str] = field(default_factory=list)
    """Ids of the findings that are linked to, in reading order."""
    namings: list[Naming] = field(default_factory=list)
    """The same in the text, by the words that they stand behind."""
    sources: dict[str, str] = field(default_factory=dict)
    """The entries of the list of sources by citation key."""
    anchors: set[str] = field(default_factory=set)
    links: list[Link] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    """Addresses that showing the file would fetch."""
    strays: list[str] = field(default_factory=list)
    """What is to be said of links that lead elsewhere than their words say."""
    quotes: list[Link] = field(default_factory=list)
    """Quotes with the address of their place in the stored source."""
    marked: list[Link] = field(default_factory=list)
    """What is marked at such places."""
    pictures: list[str] = field(default_factory=list)
    """What is read aloud of each picture."""
    judgements: int = 0
    """How many judgements are marked as such."""
    veils: frozenset[str] = frozenset()
    """The rules of its style sheets that hide words, or add some."""
    off: list[Spot] = field(default_factory=list)
    """Words of which a part, or all, is off their page."""
    over: list[Spot] = field(default_factory=list)
    """Words that are printed over others."""
    pale: list[Spot] = field(default_factory=list)
    """Words that can't be read on white paper."""
    activity: list[str] = field(default_factory=list)
    """What it does by itself."""
    barriers: list[str] = field(default_factory=list)
    """What keeps the file from being read with the help of a machine."""

    def call(self, text: str) -> None:
        """Keep that a note is called, or a source cited, behind the words that were read last."""
        self.calls.append(Call(text, self._behind()))

    def name_finding(self, finding: str) -> None:
        """Keep that a finding is linked to in the text: beside another one, or behind the words that were read last."""
        end = len(self.words)
        last = self.namings[-1] if self.namings else None
        if last and not any(words == BREAK or letters(words) for words in self.words[last.end :]):
            self.namings[-1] = last._replace(findings=[*last.findings, finding], end=end)
        else:
            self.namings.append(Naming(self._behind(), [finding], end))

    def _behind(self) -> str:
        """Return the last words of the block; where it may have begun on the page before, more."""
        behind, is_begun = "", False
        for words in reversed(self.words):
            if words in (BREAK, PAGE):
                is_begun = words == BREAK
            elif (is_begun and words.strip()) or len(behind) > REACH:
                break
            else:
                behind = words + behind
        return " ".join(behind.split())[-REACH:]

    @cached_property
    def text(self) -> str:
        """The words as one text."""
        return " ".join(" ".join(self.words).split())

    @cached_property
    def runs(self) -> list[str]:
        """The text as one piece for each paragraph, item, cell or heading, and for what of it stands on a page."""
        runs = itertools.groupby(self.words, key=lambda words: words == BREAK)
        return [" ".join("".join(words).split()) for is_break, words in runs if not is_break]

    @cached_property
    def blocks(self) -> dict[str, str]:
        """The letters of each of these pieces."""
        return {run: letters(run) for run in self.runs}

    @cached_property
    def letters(self) -> str:
        """The letters, digits and signs of the text: what is left when lines and words are broken otherwise."""
        return letters("".join(self.words))


def turned_words(text: str) -> frozenset[str]:
    """Return the words of a text that has some written from right to left; nothing where it has none.

    A PDF gives such a text back in an order of its own.
    """
    text = unicodedata.normalize("NFKC", text)
    return frozenset(map(letters, _WORD.findall(text))) - {""} if is_turned(text) else frozenset()


def letters(text: str) -> str:
    """Return the letters, digits, and signs of comparison and money of a text, without anything between them."""
    text = _LAM_ALEF.sub(lambda found: "".join(sorted(found[0])), unicodedata.normalize("NFKC", text))
    return _PASSED_OVER.sub("", text)
