"""Does every quote stand in the source that it cites? And if not, why not?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from policybrief.diagnostics import Diagnostic, Note, fault
from policybrief.text.nearest import differences, nearest_passage, parts_out_of_order, same_but_for_capitals
from policybrief.text.folding import Folded, fold
from policybrief.text.quotes import Match, find_quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policybrief.checks.inputs import Inputs
    from policybrief.model import Evidence, Finding
    from policybrief.position import Position


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a quote stands in its stored source."""

    match: Match
    text: Folded

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Start and end in the file of each part of the quote."""
        return [(self.text.origin(start), self.text.origin_of_end(end)) for start, end in self.match.parts]

    @property
    def first_line(self) -> int:
        """The line on which the quote begins."""
        return self.text.file.position(self.text.origin(self.match.start)).line

    @property
    def last_line(self) -> int:
        """The line on which it ends."""
        return self.text.file.position(self.text.origin(self.match.end - 1)).line


Standings: TypeAlias = Mapping[tuple[str, int], Standing]
"""Where quotes stand, by finding id and number of the evidence."""


def locate_quotes(inputs: Inputs) -> Standings:
    """Return where each quote of a brief stands; one that is not found is left out."""
    found: dict[tuple[str, int], Standing] = {}
    for finding in inputs.brief.findings:
        for evidence in finding.evidence:
            text = inputs.texts.of(evidence.source.value)
            if evidence.quote and text and (match := find_quote(evidence.quote.value, text)):
                found[finding.id.value, evidence.number] = Standing(match, text)
    return found


def check_quotes(inputs: Inputs, standings: Standings) -> Iterator[Diagnostic]:
    """Each quote stands in the stored text of the source that it cites."""
    for finding in inputs.brief.findings:
        for evidence in finding.evidence:
            text = inputs.texts.of(evidence.source.value)
            if evidence.quote and text and (finding.id.value, evidence.number) not in standings:
                yield _not_found(inputs, finding, evidence, text)


def _not_found(inputs: Inputs, finding: Finding, evidence: Evidence, text: Folded) -> Diagnostic:
    """Say why a quote is not found, the most telling reason first."""
    assert evidence.quote
    key, quote = evidence.source.value, evidence.quote.value
    subject = f"{finding.id.value}/{evidence.number}"
    if not any(char.isalnum() for char in fold(quote)):
        return fault(
            "quote-not-in-source",
            evidence.quote,
            "the quote holds no words",
            help="copy the words from the stored source",
            subject=subject,
        )
    if elsewhere := _in_other_source(inputs, key, quote):
        other, place = elsewhere
        return fault(
            "quote-in-other-source",
            evidence.quote,
            f"the quote is not in the stored text of `{key}`; it stands in that of `{other}`",
            help=f"write `source: {other}`, or quote what `{key}` says",
            notes=(Note(message=f"it stands here, in `{other}`", position=place),),
            subject=subject,
        )
    message, advice, notes = _reason(inputs, key, quote, text)
    return fault(
        "quote-not-in-source",
        evidence.quote,
        f"the quote is not in the stored text of `{key}`{message}",
        help=advice,
        notes=notes,
        subject=subject,
    )


def _in_other_source(inputs: Inputs, key: str, quote: str) -> tuple[str, Position] | None:
    for other, text in inputs.texts.others(key):
        if match := find_quote(quote, text):
            return other, text.file.position(text.origin(match.start))
    return None


def _reason(inputs: Inputs, key: str, quote: str, text: Folded) -> tuple[str, str, tuple[Note, ...]]:
    """Return the rest of the message, the advice, and the place that explains it."""
    whole = inputs.texts.whole(key)
    if whole and whole is not text and (match := find_quote(quote, whole)):
        place = whole.file.position(whole.origin(match.start))
        excerpt = inputs.references[key].fields["excerpt"]
        return (
            f": it stands in the file, outside the excerpt (lines {excerpt.value})",
            "correct the `excerpt` of the reference, or cite the reference that holds this line",
            (Note(message="it stands here", position=place),),
        )
    if passage := same_but_for_capitals(quote, text):
        return (
            ": only capitals differ",
            "write the capitals as in the source, or mark a changed letter: `[T]he`",
            (Note(message=f'the source has "{passage.words}"', position=_place(text, passage.start)),),
        )
    if parts_out_of_order(quote, text):
        return (": its parts stand there in another order", "give the parts in the order of the source", ())
    if nearest := nearest_passage(quote, text):
        notes = [Note(message=f'the nearest passage is "{_short(nearest.words)}"', position=_place(text, nearest.start))]
        for difference in differences(quote, nearest.words)[:5]:
            notes.append(Note(message=_told(difference.quote, difference.source)))
        return "", "copy the passage as it stands, or mark what you left out with [...]", tuple(notes)
    return "", "nothing in this source is like it: is it the right source? Copy the words from the stored file", ()


def _told(quote: str, source: str) -> str:
    if not source:
        return f'the quote has "{_short(quote)}", which the source has not'
    if not quote:
        return f'the source has "{_short(source)}", which the quote leaves out'
    return f'where the quote has "{_short(quote)}", the source has "{_short(source)}"'


def _place(text: Folded, index: int) -> Position:
    return text.file.position(text.origin(index))


def _short(words: str, limit: int = 200) -> str:
    return words if len(words) <= limit else f"{words[: limit - 4].rstrip()} ..."
