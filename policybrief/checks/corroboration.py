"""Do as many independent sources support a claim as its confidence asks for?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from policybrief.diagnostics import Diagnostic, Note, fault
from policybrief.model import Confidence, Stance
from policybrief.text.likeness import are_near_duplicates

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policybrief.checks.inputs import Claimed, Inputs
    from policybrief.model import Evidence, Finding, Reference

DEFAULT = {Confidence.HIGH: 2, Confidence.MODERATE: 1, Confidence.LOW: 1}
DEPENDENT = ("reprintof", "reportof")


class Voice(Struct):
    """Sources that count as one, and why they do."""

    keys: list[str]
    evidence: list[Evidence]
    reasons: list[Note]


def check_corroboration(inputs: Inputs, claimed: Claimed) -> Iterator[Diagnostic]:
    """A claim is supported by as many independent sources as its confidence asks for."""
    finding = claimed.finding
    supporting = finding.of_stance(Stance.SUPPORTS)
    if (
        not supporting
        or not claimed.has_evidence
        or "confidence" in finding.broken  # told already; the default is not what was meant
        or not all(one.source.value in inputs.references for one in supporting)
    ):
        return
    asked = inputs.brief.checks.corroboration.get(finding.confidence, DEFAULT[finding.confidence])
    alone = (Voice([one.source.value], [one], []) for one in supporting)
    if asked <= 1 and any(_counts(inputs, voice, finding.confidence) for voice in alone):
        return
    voices = independent_voices(inputs, supporting)
    counting = [voice for voice in voices if _counts(inputs, voice, finding.confidence)]
    if len(counting) < asked:
        yield _too_few(inputs, finding, voices, counting, asked)


def independent_voices(inputs: Inputs, supporting: Sequence[Evidence]) -> list[Voice]:
    """Group evidence by who stands behind it: one body, one `via`, a reprint, a report, the same text is one voice."""
    voices: list[Voice] = []
    for evidence in supporting:
        merged = Voice([evidence.source.value], [evidence], [])
        kept = []
        for voice in voices:
            reason = _why_dependent(inputs, voice, evidence)
            if reason is None:
                kept.append(voice)
                continue
            merged.keys = list(dict.fromkeys([*voice.keys, *merged.keys]))
            merged.evidence = [*voice.evidence, *merged.evidence]
            merged.reasons += [*voice.reasons, *([reason] if reason.message else [])]
        voices = [*kept, merged]
    return voices


def _why_dependent(inputs: Inputs, voice: Voice, evidence: Evidence) -> Note | None:
    """Return why evidence does not come from another than a voice; None where it does."""
    key = evidence.source.value
    for other in voice.evidence:
        if other.source.value == key:
            return Note(message="")
        if other.via and evidence.via and other.via.value.strip().casefold() == evidence.via.value.strip().casefold():
            return Note(message=f"`{other.source.value}` and `{key}` both tell what {evidence.via.value.strip()} says")
        if reason := _related(inputs, other.source.value, key):
            return reason
    return None


def _related(inputs: Inputs, one: str, other: str) -> Note | None:
    """Return what makes two references one source."""
    first, second = inputs.references[one], inputs.references[other]
    if first.body is None and second.body is None:
        return Note(message=f"`{one}` and `{other}` name no body behind them, and may be of one hand")
    if first.body and second.body and first.body.casefold() == second.body.casefold():
        return Note(message=f"behind `{one}` and `{other}` stands one body: {first.body}")
    for reference, target in ((first, other), (second, one)):
        if relation := _relation(reference, target):
            return Note(
                message=f"`{reference.key.value}` is a {relation} `{target}`", position=reference.key.position()
            )
    left, right = inputs.texts.of(one), inputs.texts.of(other)
    if left and right and left is not right:
        passages, share = inputs.shared(one, other)
        if are_near_duplicates(passages, share):
            shown = passages[0].text if len(passages[0].text) <= 120 else f"{passages[0].text[:116]} ..."
            place = left.position(passages[0].first)
            return Note(
                message=f'`{one}` and `{other}` have {share:.0%} of their words in common, from "{shown}" on',
                position=place,
            )
    return None


def _relation(reference: Reference, target: str) -> str:
    """Return how an entry says that it repeats another."""
    related = reference.fields.get("related")
    kind = reference.fields.get("relatedtype")
    if related is None or kind is None or kind.value.strip().lower() not in DEPENDENT:
        return ""
    keys = [key.strip() for key in related.value.split(",")]
    return {"reprintof": "reprint of", "reportof": "report of"}[kind.value.strip().lower()] if target in keys else ""


def _counts(inputs: Inputs, voice: Voice, confidence: Confidence) -> bool:
    """Tell whether a voice counts towards a level of confidence."""
    references = [inputs.references[key] for key in voice.keys]
    if confidence is Confidence.LOW:
        return True
    if confidence is Confidence.MODERATE:
        return any("opinion" not in reference.keywords for reference in references)
    return any(reference.body and not reference.keywords & {"opinion", "social-media"} for reference in references)


def _too_few(inputs: Inputs, finding: Finding, voices: list[Voice], counting: list[Voice], asked: int) -> Diagnostic:
    notes = [reason for voice in voices for reason in voice.reasons]
    notes += [Note(message=_why_not_counted(inputs, voice)) for voice in voices if voice not in counting]
    number = len(counting)
    return fault(
        "not-corroborated",
        finding.id,
        f"`{finding.confidence.value}` confidence asks for {asked} independent {_sources(asked)}, and "
        f"{number} {'supports' if number == 1 else 'support'} the claim of `{finding.id.value}`",
        help="lower the `confidence`, or add evidence from another body",
        notes=tuple(notes),
        subject=finding.id.value,
    )


def _sources(number: int) -> str:
    return "source" if number == 1 else "sources"


def _why_not_counted(inputs: Inputs, voice: Voice) -> str:
    references = [inputs.references[key] for key in voice.keys]
    named = ", ".join(f"`{key}`" for key in voice.keys)
    if all("opinion" in reference.keywords for reference in references):
        return f"{named}: opinion alone makes no more than `low`"
    if all("social-media" in reference.keywords for reference in references):
        return f"{named}: social media do not count towards `high`"
    return f"{named}: no body behind it is named, so it does not count towards `high`"
