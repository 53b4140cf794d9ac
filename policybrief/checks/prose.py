"""Does the prose say where it has things from? And are its voices what they claim to be?"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from policybrief.checks.places import Kind
from policybrief.diagnostics import Diagnostic, fault
from policybrief.markup import ListBlock, Paragraph, Table
from policybrief.text.figures import states_figure
from policybrief.text.passages import Passage
from policybrief.text.quotations import quotations

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policybrief.checks.inputs import Inputs
    from policybrief.checks.places import Place
    from policybrief.markup import Block

MAX_TERM = 4
_WORD = re.compile(r"[^\W_]")
_REMEDY = (
    "cite a source or a finding in it, as in `[@key]`; or mark words of your own: `[...]{.opinion}` for a judgement, "
    "`[...]{.about}` for words about the brief"
)


def check_prose(inputs: Inputs) -> Iterator[Diagnostic]:
    """Each paragraph and list item of prose that states something cites something, and so does each hard fact in it."""
    for place in inputs.places:
        if place.kind is Kind.PROSE:
            yield from _check_blocks(place, place.text.blocks)


def _check_blocks(place: Place, blocks: Sequence[Block]) -> Iterator[Diagnostic]:
    for block, following in zip_longest(blocks, blocks[1:]):
        if isinstance(block, Paragraph) and isinstance(following, ListBlock | Table):
            passage = Passage(place.text.source, block)
            if passage.text.rstrip().endswith(":") and not passage.citations:
                continue  # it leads to what follows, which has to be cited
        yield from _check_block(place, block)


def _check_block(place: Place, block: Block) -> Iterator[Diagnostic]:
    match block:
        case Paragraph():
            yield from _check_paragraph(place, Passage(place.text.source, block))
        case ListBlock():
            for item in block.items:
                yield from _check_blocks(place, item)
        case Table():
            yield from _check_table(place, block)


def _check_paragraph(place: Place, passage: Passage) -> Iterator[Diagnostic]:
    leads_in = passage.text.rstrip().endswith(":")
    if not passage.citations and not leads_in and (stated := _WORD.search(passage.without_lead("opinion", "about"))):
        yield _uncited(place, passage, stated.start(), "this paragraph states something and cites nothing")
        return
    spoken = passage.outside("about")
    all_sentences = passage.sentences
    for sentence, following in zip_longest(all_sentences, all_sentences[1:]):
        if sentence.citations or (following and following.citations):
            continue
        words = spoken[sentence.start : sentence.end]
        if (kind := _hard_fact(words)) and _WORD.search(words):
            yield _uncited(place, passage, sentence.start, f"this sentence holds {kind} and no citation belongs to it")


def _hard_fact(words: str) -> str | None:
    """Return what in a sentence a reader would want to look up."""
    if quotations(words):
        return "a quotation"
    return "a figure or a date" if states_figure(words) else None


def _check_table(place: Place, table: Table) -> Iterator[Diagnostic]:
    cells = [Passage(place.text.source, cell) for row in (table.head, *table.rows) for cell in row]
    stated = next((cell for cell in cells if _WORD.search(cell.outside("opinion", "about"))), None)
    if stated and not any(cell.citations for cell in cells):
        yield _uncited(place, stated, 0, "this table states something and cites nothing")


def _uncited(place: Place, passage: Passage, index: int, message: str) -> Diagnostic:
    sentence = next((one for one in passage.sentences if one.end > index), None)
    return fault(
        "prose-without-citation",
        place.text.source,
        message,
        help=_REMEDY,
        subject=place.subject,
        words=" ".join(sentence.text.split()) if sentence else "",
        offset=passage.offset(index),
        length=len(sentence.text) if sentence else 1,
    )


def check_voices(inputs: Inputs) -> Iterator[Diagnostic]:
    """No claim is all opinion, and a term is four words at most."""
    for place in inputs.places:
        voiced = [passage for passage in place.passages if passage.voices]
        for passage in voiced:
            yield from _check_terms(place, passage)
        if voiced and place.kind is Kind.CLAIM and _is_all_opinion(place.passages):
            yield fault(
                "invalid-value",
                place.text.source,
                "the claim is all opinion",
                help="state what the evidence shows; put the judgement beside it, or into the text of a section",
                subject=place.subject,
            )


def _is_all_opinion(claim: Sequence[Passage]) -> bool:
    return any(_WORD.search(one.text) for one in claim) and not any(
        _WORD.search(one.outside("opinion", "about")) for one in claim
    )


def _check_terms(place: Place, passage: Passage) -> Iterator[Diagnostic]:
    for span in passage.voices:
        words = passage.text[span.start : span.end]
        if span.voice == "term" and len(words.split()) > MAX_TERM:
            yield fault(
                "invalid-value",
                place.text.source,
                f"`.term` marks a term or title of {MAX_TERM} words at most; this is longer",
                help="cite the source of a longer quotation instead of marking it",
                subject=place.subject,
                offset=passage.offset(span.start),
                length=len(words),
            )
