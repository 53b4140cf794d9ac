"""What a brief states in figures and dates, read once: in claims, in cited prose, in titles and recommendations."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from msgspec import Struct

from policybrief.checks.places import Kind, Place, keys_of
from policybrief.text.claimed import is_claimed
from policybrief.text.dates import DateMention, find_dates
from policybrief.text.figures import Figure, find_figures
from policybrief.text.roughly import Rough, find_rough
from policybrief.text.tables import measured_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from policybrief.model import Brief, Finding
    from policybrief.position import Scalar
    from policybrief.text.passages import Passage


class Statement(Struct, frozen=True, kw_only=True):
    """Words that state figures or dates."""

    subject: str
    source: Scalar
    text: str
    dates: Sequence[DateMention]
    figures: Sequence[Figure]
    rough: Sequence[Rough] = ()
    passage: Passage | None = None
    start: int = 0
    """Index of the first word in the passage."""
    finding: Finding | None = None
    """The finding that the words belong to."""
    keys: Sequence[str] = ()
    """What a sentence of prose cites."""

    def offset(self, index: int) -> int:
        """Return the offset in the scalar of an index of the text."""
        return self.passage.offset(self.start + index) if self.passage else index


class Statements(Struct, frozen=True, kw_only=True):
    """What a brief states outside its claims, by what has to bear it out."""

    prose: Sequence[Statement]
    titles: Sequence[Statement]
    """In titles and recommendations."""

    def counts(self) -> dict[str, int]:
        """Return how many figures and dates are looked up."""
        return count_facts((*self.prose, *self.titles))


def count_facts(statements: Iterable[Statement]) -> dict[str, int]:
    """Return how many figures and dates some words state."""
    found = list(statements)
    return {"figures": sum(len(one.figures) for one in found), "dates": sum(len(one.dates) for one in found)}


def read_statements(brief: Brief, places: Sequence[Place]) -> Statements:
    """Return what a brief states outside its claims; `places` are its Markdown fields."""
    return Statements(prose=list(_of_prose(places)), titles=list(_of_titles(brief, places)))


def statements_of_claim(claim: Place) -> list[Statement]:
    """Return what a claim states."""
    stated = (_stated(claim.subject, claim.text.source, one.outside("about"), one) for one in claim.passages)
    return [statement for found in stated for statement in found]


def _of_prose(places: Sequence[Place]) -> Iterator[Statement]:
    """Yield what cited sentences state; a sentence without citation may lean on the one after it."""
    for place in places:
        if place.kind is not Kind.PROSE:
            continue
        for passage in place.passages:
            text = passage.outside("about")
            all_sentences = passage.sentences
            for sentence, following in zip_longest(all_sentences, all_sentences[1:]):
                citations = sentence.citations or (following.citations if following else ())
                keys = list(dict.fromkeys(key for citation in citations for key in keys_of(citation)))
                if keys:
                    words = text[sentence.start : sentence.end]
                    yield from _stated(
                        place.subject,
                        place.text.source,
                        words,
                        passage,
                        start=sentence.start,
                        finding=place.finding,
                        keys=keys,
                    )


def _of_titles(brief: Brief, places: Sequence[Place]) -> Iterator[Statement]:
    titles = [("title", brief.title), ("subtitle", brief.subtitle)]
    titles += [(section.title.value, section.title) for section in brief.sections]
    for one in brief.recommendations:
        titles += [(f"recommendations.{one.number}", field) for field in (one.indicator,)]
    for subject, title in titles:
        if title:
            yield from _stated(subject, title, title.value)
    for place in places:
        if place.kind is Kind.RECOMMENDATION:
            for passage in place.passages:
                yield from _stated(place.subject, place.text.source, passage.outside("about"), passage)


def _stated(
    subject: str,
    source: Scalar,
    text: str,
    passage: Passage | None = None,
    *,
    start: int = 0,
    finding: Finding | None = None,
    keys: Sequence[str] = (),
) -> Iterator[Statement]:
    """Yield a statement where some words state a figure or a date."""
    dates = find_dates(text)
    found = measured_by(passage.head if passage else "", find_figures(text, dates))
    figures = [figure for figure in found if is_claimed(text, figure)]
    rough = find_rough(text, dates)
    if dates or figures or rough:
        yield Statement(
            subject=subject,
            source=source,
            text=text,
            dates=dates,
            figures=figures,
            rough=rough,
            passage=passage,
            start=start,
            finding=finding,
            keys=keys,
        )
