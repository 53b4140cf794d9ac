"""What a brief promises its readers: the words, citations and sources that each rendered file has to show."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from policybrief.checks.places import Kind, Place, places
from policybrief.markup import Paragraph
from policybrief.outputs.faults import LONG
from policybrief.outputs.pieces import Pieces
from policybrief.outputs.see_styles import veils
from policybrief.outputs.seen import FIGURE, KEPT, REACH, letters, turned_words
from policybrief.text.directions import is_turned

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from policybrief.assemble.setting import Setting
    from policybrief.assemble.templates import Templates
    from policybrief.position import Position
    from policybrief.text.passages import Passage


PAGES = frozenset({"page.html", "page.typ"})
"""The templates of pages."""
_HEAD = re.compile(r"^::: \{\.(?:doc|label)-[\w-]+\}\n(.*?)\n:::$", re.DOTALL | re.MULTILINE)
"""A part of the document's head: what the title page and the labels say."""
_CLASS = re.compile(r"(?<=\])\{\.[\w-]+\}")
"""The class of a Span, which is not printed."""


class Promise(Struct, frozen=True, kw_only=True):
    """Words that have to be there, letters alone, in pieces between which citations and the marks of opinions stand."""

    name: str
    """What a message calls them."""
    pieces: tuple[str, ...]
    position: Position
    turned: frozenset[str]
    """Its words, where some of them are written from right to left."""
    cited_behind: tuple[tuple[str, ...], ...] = ()
    """For each citation, the last letters of the words since the one before or a judgement, without and with a prefix:
    `see` stands in a note, or in the text."""
    is_cited: bool
    """Whether the place of which they are a part cites something."""


class PromisedCitation(Struct, frozen=True, kw_only=True):
    """A source that is cited at a place of the brief, or named by the annex as evidence."""

    key: str
    name: str
    position: Position


class PromisedReasons(Struct, frozen=True, kw_only=True):
    """The findings that a recommendation names, by their ids in their order."""

    name: str
    findings: tuple[str, ...]
    position: Position


class Promised(Struct, frozen=True, kw_only=True):
    """All that is promised."""

    title: str
    language: str
    headings: tuple[str, ...]
    words: tuple[Promise, ...]
    citations: tuple[PromisedCitation, ...]
    references: tuple[str, ...]
    """Keys of the sources in the list."""
    findings: Mapping[str, str]
    """The number of each finding that is printed, by its id."""
    quotes: Mapping[str, str] = {}
    """Each quote by the address of its place in the stored source."""
    pictures: frozenset[str] = frozenset()
    """The letters of what is read aloud of pictures."""
    often: Mapping[str, int] = {}
    """How often each piece that is not there by chance stands in the document."""
    document: str = ""
    """The letters of the assembled document, which says how often a passage is printed."""
    figures: frozenset[str] = frozenset()
    """Its figures with a point or a comma in them, those of the title page aside."""
    head: frozenset[str] = frozenset()
    """Letters of the title page and of labels, which each format puts where it helps its readers."""
    our_view: str = ""
    """Letters of the mark of a judgement: it stands beside the words of one format, and among those of the other."""
    judgements: int = 0
    """How many judgements are marked as such."""
    reasons: tuple[PromisedReasons, ...] = ()
    because: str = ""
    """The letters of the word before these findings."""
    veils: frozenset[str] = frozenset()
    """The rules of the page's style sheet that hide words, or add some."""
    may_be_added_to: bool = False
    """Whether pages are made with a template of the project's own, which may say something besides."""


def promised_by(setting: Setting, document: str, templates: Templates | None = None) -> Promised:
    """Return what a brief promises, and the document that was assembled of it."""
    brief, because = setting.brief, setting.labels("because")
    is_own = templates is not None and not PAGES.isdisjoint(templates.overrides)
    printed = [one for one in places(brief) if one.finding is None or one.finding.id.value in setting.findings]
    there = letters(document)
    quotes = (quote for quote in _quotes(setting) if all(piece in there for piece in quote.pieces))
    words = (*(promise for place in printed for promise in _words(place, setting)), *quotes)
    return Promised(
        title=brief.title.value.strip(),
        language=brief.language.value.strip() if brief.language else "en",
        headings=tuple(section.title.value.strip() for section in brief.sections),
        words=words,
        citations=tuple(_citations(setting, printed)),
        references=tuple(reference.key.value for reference in setting.cited_references),
        findings=dict(setting.numbers),
        quotes=dict(_read_in_source(setting)),
        pictures=frozenset(map(letters, setting.pictures.read_aloud())),
        often=Counter(piece for _, piece in long_pieces(words).within(there)),
        document=there,
        figures=frozenset(FIGURE.findall(_HEAD.sub("", document))),
        head=frozenset(letters(_CLASS.sub("", one)) for one in _HEAD.findall(document)),
        our_view=letters(setting.labels("our-view")),
        judgements=sum(one.voice == "opinion" for place in printed for at in place.passages for one in at.voices),
        reasons=() if is_turned(because) else tuple(_reasons(setting)),
        because=letters(because),
        veils=veils(templates.read("page.css")) if templates else frozenset(),
        may_be_added_to=is_own,
    )


def long_pieces(words: Iterable[Promise]) -> Pieces:
    """Return the pieces that are not there by chance."""
    return Pieces(piece for promise in words for piece in promise.pieces if len(piece) >= LONG)


def _words(place: Place, setting: Setting) -> Iterator[Promise]:
    is_cited = place.kind is Kind.CLAIM or any(True for _ in place.text.citations())
    is_cited_at_end = (
        place.kind is Kind.CLAIM
        and place.finding is not None
        and bool(setting.citer.keys_at_end(place.finding))
        and isinstance(place.text.blocks[-1], Paragraph)
    )
    for passage in place.passages:
        voices = [
            index for voice in passage.voices for index in (voice.start, voice.end)
        ]  # a mark may follow the words
        cuts = sorted({0, *(placed.index for placed in passage.citations), *voices, len(passage.text)})
        pieces = [letters(passage.text[start:end]) for start, end in itertools.pairwise(cuts)]
        if any(pieces):
            yield Promise(
                name=_name(place),
                pieces=tuple(piece for piece in pieces if piece),
                position=passage.position(0),
                turned=turned_words(passage.text),
                is_cited=is_cited,
                cited_behind=tuple(_behind(passage, is_cited_at_end and passage is place.passages[-1])),
            )


def _behind(passage: Passage, is_cited_at_end: bool) -> Iterator[tuple[str, ...]]:
    """Yield the last letters before each citation of a passage, as `Promise.cited_behind` has them."""
    cited = [(placed.index, placed.citation.items[0].prefix) for placed in passage.citations]
    ends = [*cited, (len(passage.text), "")] if is_cited_at_end else cited
    voices = [index for voice in passage.voices for index in (voice.start, voice.end)]
    for number, (end, prefix) in enumerate(ends):
        before = cited[number - 1][0] if number else 0
        start = max(before, *(index for index in voices if index <= end), end - REACH)
        if words := letters(passage.text[start:end]):
            yield tuple(dict.fromkeys((words[-KEPT:], (words + letters(prefix))[-KEPT:])))


def _quotes(setting: Setting) -> Iterator[Promise]:
    """Yield the quotes of the annex."""
    for finding in setting.findings.values():
        for evidence in finding.evidence:
            if evidence.quote and (words := letters(evidence.quote.value)):
                yield Promise(
                    name=f"the quote of `{finding.id.value}/{evidence.number}`",
                    pieces=(words,),
                    position=evidence.quote.position(),
                    turned=turned_words(evidence.quote.value),
                    is_cited=False,
                )


def _reasons(setting: Setting) -> Iterator[PromisedReasons]:
    for one in setting.brief.recommendations:
        named = tuple(name.value for name in one.because if name.value in setting.numbers)
        if named:
            position = one.because[0].position()
            yield PromisedReasons(name=f"recommendation {one.number}", findings=named, position=position)


def _read_in_source(setting: Setting) -> Iterator[tuple[str, str]]:
    for name, finding in setting.findings.items():
        for evidence in finding.evidence:
            if evidence.quote:
                yield f"#q-{name}-{evidence.number}", evidence.quote.value


def _name(place: Place) -> str:
    kinds = {Kind.CLAIM: "the claim of `{}`", Kind.NOTE: "a note of `{}`"}
    return kinds.get(place.kind, "a passage of `{}`").format(place.subject)


def _citations(setting: Setting, printed: list[Place]) -> Iterator[PromisedCitation]:
    citer = setting.citer
    for place in printed:
        for citation in place.text.citations():
            for key in citer.keys(citation):
                yield PromisedCitation(key=key, name=_name(place), position=place.text.source.position(citation.at))
        if place.kind is Kind.CLAIM and place.finding:
            for key in citer.keys_at_end(place.finding):
                yield PromisedCitation(key=key, name=_name(place), position=place.text.source.position())
    for finding in setting.findings.values():
        for evidence in finding.evidence:
            yield PromisedCitation(
                key=evidence.source.value,
                name=f"the evidence of `{finding.id.value}`",
                position=evidence.source.position(),
            )
