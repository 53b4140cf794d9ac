"""Does a quote say what its source says? Words left out, words around it, words it shares with another place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from policybrief.diagnostics import Diagnostic, Note, Severity, fault
from policybrief.text.context import LONG_GAP, LeftOut, cut_by_ellipsis, cut_from_clause, says_otherwise
from policybrief.text.figures import find_figures
from policybrief.text.folding import fold
from policybrief.text.names import find_names
from policybrief.text.quote_parts import Cut

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policybrief.checks.inputs import Claimed, Inputs
    from policybrief.checks.standings import Standing
    from policybrief.model import Evidence
    from policybrief.position import Scalar

FEW_WORDS = 4
_BRACKET = re.compile(r"\[(?!sic|\.)([^\[\]]*)\]")
"""What the editor puts into a quote."""
_WORD = re.compile(r"[^\W_]+")
_ALTERED_WORD = re.compile(r"\[\w+\]\w|\w\[\w+\]")


def check_meaning(_: Inputs, claimed: Claimed) -> Iterator[Diagnostic]:
    """Each quote that stands in its source says there what it says here."""
    told = fold(" ".join(passage.text for passage in claimed.claim.passages))
    for evidence in claimed.finding.evidence:
        standing = claimed.standings.get(evidence.number)
        if evidence.quote and standing:
            subject = f"{claimed.finding.id.value}/{evidence.number}"
            yield from _form(evidence.quote, standing, subject)
            yield from _additions(evidence.quote, standing, subject)
            yield from _gaps(evidence.quote, standing, subject)
            yield from _clause(evidence, evidence.quote, standing, told, subject)


def _form(quote: Scalar, standing: Standing, subject: str) -> Iterator[Diagnostic]:
    """Tell of a quote that is found twice, or too short to tell anything."""
    if standing.match.occurrences > 1:
        yield fault(
            "quote-ambiguous",
            quote,
            f"the quote stands {standing.match.occurrences} times in its source",
            help="quote more of the sentence that is meant, so that it can be looked up",
            notes=(Note(message="the first place", position=standing.text.position(standing.match.start)),),
            subject=subject,
        )
    words = _WORD.findall(quote.value)
    if len(words) < FEW_WORDS and not find_figures(quote.value) and not find_names(quote.value):
        yield fault(
            "quote-too-short",
            quote,
            f"the quote has {len(words)} {'word' if len(words) == 1 else 'words'}, and neither a name nor a figure",
            help=f"quote {FEW_WORDS} words or more, so that the source can be seen to say it",
            subject=subject,
        )


def _additions(quote: Scalar, standing: Standing, subject: str) -> Iterator[Diagnostic]:
    """Tell of what an editor puts into the quote that its source does not say."""
    for inner in _BRACKET.findall(fold(quote.value)):
        if f"[{inner}]" in standing.text.key:
            continue  # the source's own
        if _turns_round(inner) or (find_figures(inner) and inner not in standing.text.key):
            yield _lighten(
                fault(
                    "elision-changes-meaning",
                    quote,
                    f"`[{inner}]` adds to the quote what its source does not say there",
                    help="leave it out, and say it in the claim",
                    subject=subject,
                    words=inner,
                    length=_extent(quote),
                )
            )


def _gaps(quote: Scalar, standing: Standing, subject: str) -> Iterator[Diagnostic]:
    """Tell of what the quote leaves out by `[...]`, or replaces in brackets."""
    for gap in standing.match.gaps:
        near, whole = cut_by_ellipsis(standing.text, gap.start, gap.end)
        if near:
            found = fault(
                "elision-changes-meaning",
                quote,
                f"what is {gap.cut.value} holds {named(near)}",
                help="quote these words too, or end the quote before them and begin another",
                notes=(
                    Note(
                        message=f"{gap.cut.value}: {_short(standing, gap.start, gap.end)}",
                        position=standing.text.position(gap.start),
                    ),
                ),
                subject=subject,
                words=_said(near),
                length=_extent(quote),
            )
            yield weighed(found, near)
        elif gap.cut is Cut.ELLIPSIS and (whole or gap.end - gap.start > LONG_GAP):
            why = (
                f"whole sentences are left out that hold {named(whole)}"
                if whole
                else f"{gap.end - gap.start:,} characters are left out here"
            )
            found = fault(
                "elision-changes-meaning",
                quote,
                why,
                help="make two quotes of it, each as a piece of evidence of its own",
                notes=(Note(message="left out from here on", position=standing.text.position(gap.start)),),
                subject=subject,
                words=_said(whole),
                length=_extent(quote),
            )
            yield _lighten(found)


def _turns_round(inner: str) -> bool:
    """Tell whether an editor's words hold a negation that is no part of a name, such as `Not Alone`."""
    return says_otherwise(" ".join(word for word in inner.split() if not word.lstrip("“”\"'«»(")[:1].isupper()))


def _clause(evidence: Evidence, quote: Scalar, standing: Standing, told: str, subject: str) -> Iterator[Diagnostic]:
    """Tell of a quote that begins or ends within a word, or without what its clause says about it."""
    match = standing.match
    is_altered = _ALTERED_WORD.search(quote.value)  # `[...] [t]he`: the part behind begins within a word
    gaps = (gap for gap in match.gaps if is_altered or gap.cut is Cut.ALTERATION)
    joined = {place for gap in gaps for place in (gap.start, gap.end)}
    sides = [(start, start) for start, _ in match.parts] + [(end, end) for _, end in match.parts]
    if any(place not in joined and _is_within_word(standing.text.key, place) for place, _ in sides):
        yield _out_of_context(
            quote, standing, subject, "the quote begins or ends within a word", "quote whole words", ""
        )
        return
    left_out = cut_from_clause(standing.text, match.start, match.end, kept=told, is_attributed=evidence.via is not None)
    if left_out:
        yield _out_of_context(
            quote,
            standing,
            subject,
            f"its clause holds {named(left_out)}, which neither the quote nor the claim says",
            "quote it too, or say it in the claim; who says it may stand in `via`",
            _said(left_out),
        )


def _is_within_word(text: str, index: int) -> bool:
    return 0 < index < len(text) and text[index - 1].isalnum() and text[index].isalnum()


def _out_of_context(
    quote: Scalar, standing: Standing, subject: str, message: str, advice: str, words: str
) -> Diagnostic:
    start, end = standing.match.start, standing.match.end
    return fault(
        "quote-out-of-context",
        quote,
        message,
        help=advice,
        notes=(
            Note(
                message=f"in the source: {_short(standing, start - 80, end + 40)}",
                position=standing.text.position(start),
            ),
        ),
        subject=subject,
        words=words,
        length=_extent(quote),
    )


def weighed(found: Diagnostic, left_out: Sequence[LeftOut]) -> Diagnostic:
    """Return what tells of words left out; as a warning where they make a duty of what was kept, and no more."""
    return _lighten(found) if all(one.kind == "duty" for one in left_out) else found


def _lighten(found: Diagnostic) -> Diagnostic:
    return replace(found, severity=Severity.WARNING)


def _said(left_out: list[LeftOut]) -> str:
    return ", ".join(dict.fromkeys(one.word for one in left_out))


def _extent(quote: Scalar) -> int:
    return len(quote.value.split("\n", 1)[0]) or 1


def named(left_out: Sequence[LeftOut]) -> str:
    """Return the first words left out, each with its kind, for a message."""
    words = list(dict.fromkeys(f"`{one.word}` ({one.kind})" for one in left_out))
    return ", ".join(words[:3])


def _short(standing: Standing, start: int, end: int) -> str:
    key = standing.text.key
    words = key[max(0, start) : min(len(key), end)].strip()
    shown = words if len(words) <= 160 else f"{words[:120].rstrip()} ... {words[-36:].lstrip()}"
    return f'"{shown}"'
