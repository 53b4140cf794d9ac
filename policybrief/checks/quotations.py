"""Do words in quotation marks, in claims and prose, stand in what is cited for them?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from policybrief.checks.meaning import named, weighed
from policybrief.checks.places import Kind, keys_of
from policybrief.diagnostics import Diagnostic, Note, fault
from policybrief.position import TextFile
from policybrief.text.context import cut_by_ellipsis, cut_from_clause
from policybrief.text.folding import Folded, fold
from policybrief.text.nearest import same_but_for_capitals
from policybrief.text.quotations import Quotation, quotations
from policybrief.text.quotes import Match, find_quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policybrief.checks.inputs import Claimed, Inputs
    from policybrief.checks.places import Place
    from policybrief.model import Finding
    from policybrief.text.passages import Passage


_REMEDY = (
    "copy the words from the source, or take the quotation marks off; a term that is nobody's words is marked "
    "`[“...”]{.term}`"
)


def check_quotations(inputs: Inputs) -> Iterator[Diagnostic]:
    """Each quotation in prose stands in a source cited there, or in a quote of a finding cited there."""
    for place in inputs.places:
        if place.kind is Kind.PROSE:
            yield from _check_place(inputs, place)


def check_claim_quotations(inputs: Inputs, claimed: Claimed) -> Iterator[Diagnostic]:
    """Each quotation in a claim stands in a source or a quote of its evidence, or of a finding that it cites."""
    yield from _check_place(inputs, claimed.claim)


def _check_place(inputs: Inputs, place: Place) -> Iterator[Diagnostic]:
    for passage in place.passages:
        if any(mark in passage.text for mark in '"“„«‘「『'):
            yield from _check_passage(inputs, place, passage)


def _check_passage(inputs: Inputs, place: Place, passage: Passage) -> Iterator[Diagnostic]:
    spoken = passage.outside("term", "about")
    for quotation in quotations(spoken):
        keys, findings = _cited_for(inputs, place, passage, quotation)
        if not (keys or findings) or not inputs.can_be_read(keys):
            continue  # another diagnostic tells of it
        texts = [(key, text) for key in keys if (text := inputs.texts.of(key))]
        quotes = [
            Folded(TextFile("", one.value))
            for finding in findings
            for evidence in finding.evidence
            for one in (evidence.quote, evidence.translation)
            if one
        ]
        found = next(((key, text, match) for key, text in texts if (match := _find(quotation.words, text))), None)
        if found:
            yield from _gaps(place, passage, quotation, *found[1:])
            yield from _context(place, passage, quotation, *found[1:])
        elif not any(_find(quotation.words, quote) for quote in quotes):
            yield _missing(place, passage, quotation, texts)


def _find(words: str, text: Folded) -> Match | None:
    """Find a quotation; a comma or full stop before its last mark may be that of the sentence around it."""
    match = find_quote(words, text)
    if match is None and words[-1:] in (",", ".") and words[:-1].strip(" ,."):
        match = find_quote(words[:-1], text)
    return match


def _cited_for(inputs: Inputs, place: Place, passage: Passage, quotation: Quotation) -> tuple[list[str], list[Finding]]:
    """Return the references and findings that are cited for a quotation: those of its sentence, else of the next."""
    if place.kind is Kind.CLAIM and place.finding:
        findings = [place.finding]
        cited = [key for citation in place.finding.claim.citations() for key in keys_of(citation)]
    else:
        all_sentences = passage.sentences
        here = next((n for n, one in enumerate(all_sentences) if one.start <= quotation.start < one.end), None)
        if here is None:
            return [], []
        nearby = all_sentences[here : here + 2]
        citations = next((one.citations for one in nearby if one.citations), ())
        cited = [key for citation in citations for key in keys_of(citation)]
        findings = []
    if not inputs.can_be_read(cited):
        return [], []
    findings += [inputs.findings[key] for key in cited if key in inputs.findings]
    keys = [key for key in cited if key not in inputs.findings]
    keys += [one.source.value for finding in findings for one in finding.evidence]
    return list(dict.fromkeys(keys)), findings


def _missing(place: Place, passage: Passage, quotation: Quotation, texts: Sequence[tuple[str, Folded]]) -> Diagnostic:
    cited = ", ".join(f"`{key}`" for key, _ in texts[:4]) or "what is cited"
    message = f"the words in quotation marks do not stand in {cited}"
    near = next(filter(None, (_but_for_capitals(quotation.words, text) for _, text in texts)), None)
    if near is None:
        return _fault("quotation-not-in-evidence", place, passage, quotation, message, help=_REMEDY)
    return _fault(
        "quotation-not-in-evidence",
        place,
        passage,
        quotation,
        f"{message}: only capitals differ",
        help="write the capitals as in the source, or mark a changed letter: `“[T]he ...”`",
        notes=(near,),
    )


def _but_for_capitals(words: str, text: Folded) -> Note | None:
    """Return where a text has the words with other capitals."""
    there = same_but_for_capitals(words.rstrip(",."), text)
    return Note(message=f'the source has "{there.words}"', position=text.position(there.start)) if there else None


def _gaps(place: Place, passage: Passage, quotation: Quotation, text: Folded, match: Match) -> Iterator[Diagnostic]:
    """Tell of what the quotation leaves out by `[...]`, or replaces in brackets, where that changes its meaning."""
    for gap in match.gaps:
        near, _ = cut_by_ellipsis(text, gap.start, gap.end)
        if near:
            found = _fault(
                "elision-changes-meaning",
                place,
                passage,
                quotation,
                f"what is {gap.cut.value} of these words holds {named(near)}",
                help="quote these words too, or end the quotation before them",
                notes=(Note(message="in the source", position=text.position(gap.start)),),
            )
            yield weighed(found, near)


def _context(place: Place, passage: Passage, quotation: Quotation, text: Folded, match: Match) -> Iterator[Diagnostic]:
    """Tell of a quotation without what its clause in the source says about it; a word or two have no clause."""
    if len(quotation.words.split()) < 4:
        return
    left_out = cut_from_clause(text, match.start, match.end, kept=fold(passage.text), is_attributed=False)
    left_out = [one for one in left_out if one.kind != "attribution"]
    if left_out:
        yield _fault(
            "quote-out-of-context",
            place,
            passage,
            quotation,
            f"in the source, the clause of these words holds {named(left_out)}, which the text does not say",
            help="quote it too, or say it in your own words",
            notes=(Note(message="the source", position=text.position(match.start)),),
        )


def _fault(
    code: str,
    place: Place,
    passage: Passage,
    quotation: Quotation,
    message: str,
    *,
    help: str,  # noqa: A002 - the field's name in every report
    notes: tuple[Note, ...] = (),
) -> Diagnostic:
    """Return a diagnostic at the words of a quotation."""
    return fault(
        code,
        place.text.source,
        message,
        help=help,
        notes=notes,
        subject=place.subject,
        words=quotation.words,
        offset=passage.offset(quotation.start),
        length=len(quotation.words),
    )
