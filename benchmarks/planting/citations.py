"""Faults of citations: keys that lead nowhere, claims, prose and recommendations that rest on nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from policybrief.checks.places import Kind
from policybrief.model import Stance

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from planting.defect import Defect
    from planting.sample import Sample
    from policybrief.checks.places import Place
    from policybrief.position import Scalar

_CITATION = re.compile(r"\s*\[[^\[\]]*@[^\[\]]*\]")
_BLOCK = re.compile(r"(?:^- .*\n?(?:^  .*\n?)*)|(?:^(?!- ).+\n?)+", re.MULTILINE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z*\[])")
_HARD = re.compile(r"\d|[“\"]")
_LOST = ("figure-not-in-source", "date-not-in-source", "quotation-not-in-evidence", "not-corroborated")
_UNCITED = (
    "In 2017 another forty groups were closed.",
    "Observers counted 212 cases.",
    "A minister called the groups “a danger to the state and its people”.",
    "The courts followed the tax offices in all cases.",
)


def plant(sample: Sample, rng: Random) -> Iterator[Defect]:
    """Yield defects of citations."""
    yield from _unknown_keys(sample, rng)
    yield from _unsupported_claims(sample)
    yield from _citations_without_evidence(sample, rng)
    yield from _unknown_findings(sample, rng)
    yield from _recommendations(sample)
    for place in sample.places:
        if place.kind is Kind.PROSE:
            yield from _uncited(sample, place, rng)


def _typo(key: str, rng: Random) -> str:
    place = rng.randrange(len(key) - 1)
    kinds = (key[:place] + key[place + 1 :], key[:place] + key[place] + key[place:], key + "s", key.replace("-", "", 1))
    return next(one for one in rng.sample(kinds, len(kinds)) if one != key)


def _unknown_keys(sample: Sample, rng: Random) -> Iterator[Defect]:
    for place in sample.places:
        scalar = place.text.source
        for citation in place.text.citations():
            for one in citation.items:
                wrong = _typo(one.key, rng)
                end = one.at + len(one.key)
                yield sample.within("unknown-citation", "in a text", scalar, one.at, end, wrong, follows=_LOST)
    for finding in sample.brief.findings:
        for evidence in finding.evidence:
            wrong = _typo(evidence.source.value, rng)
            yield sample.swap(
                "unknown-citation",
                "a source of evidence",
                evidence.source,
                wrong,
                follows=["citation-without-evidence"],
                spreads=_LOST,
            )


def _unsupported_claims(sample: Sample) -> Iterator[Defect]:
    path = sample.findings_path
    for finding in sample.brief.findings:
        first = sample.texts[path].rfind("\n  evidence:", 0, finding.evidence[0].source.start) + 1
        gone = (*sample.lines(path, first), "")
        yield sample.change(
            "claim-without-citation",
            "no evidence",
            path,
            gone,
            follows=["citation-without-evidence"],
            spreads=_LOST,
        )
        for stance, spreads in (("context", ()), ("contradicts", ("contradiction-not-addressed",))):
            edits = []
            for evidence in finding.of_stance(Stance.SUPPORTS):
                at = sample.texts[path].find("\n", evidence.source.start) + 1
                edits.append((at, at, f"      stance: {stance}\n"))
            yield sample.change("claim-without-citation", f"all of it {stance}", path, *edits, spreads=spreads)


def _citations_without_evidence(sample: Sample, rng: Random) -> Iterator[Defect]:
    for finding in sample.brief.findings:
        held = {evidence.source.value for evidence in finding.evidence}
        scalar = finding.claim.source
        at = len(scalar.value.rstrip()) - 1
        for key in rng.sample(sorted(sample.references.keys() - held), 2):
            yield sample.within("citation-without-evidence", "a source more", scalar, at, at, f" [@{key}]")


def _unknown_findings(sample: Sample, rng: Random) -> Iterator[Defect]:
    cited = {item.key for place in sample.places for one in place.text.citations() for item in one.items}
    for section in sample.brief.sections:
        for one in section.findings:
            yield sample.swap(
                "unknown-finding", "in a section", one, _bare(_typo(one.value, rng)), spreads=["unknown-finding"]
            )
            gone = _listed(sample, one)
            if one.value in cited:
                made = sample.change(
                    "unknown-finding", "cited, in no section", sample.brief_path, gone, spreads=["unknown-finding"]
                )
                yield _wherever(sample, made, one.value)
    for recommendation in sample.brief.recommendations:
        for one in recommendation.because:
            yield sample.swap("unknown-finding", "in `because`", one, _bare(_typo(one.value, rng)))


def _bare(name: str) -> str:
    return name.replace("_", "-")


def _wherever(sample: Sample, defect: Defect, finding: str) -> Defect:
    """Return a defect that may be told at each place which cites the finding."""
    citing = {
        place.subject
        for place in sample.places
        if any(item.key == finding for one in place.text.citations() for item in one.items)
    }
    asking = {
        f"recommendations.{one.number}" for one in sample.brief.recommendations if finding in map(str, one.because)
    }
    return replace(defect, subjects=defect.subjects | citing | asking | {finding})


def _listed(sample: Sample, scalar: Scalar) -> tuple[int, int, str]:
    """Return the edit that takes an item out of a list."""
    text = sample.texts[sample.brief_path]
    start = text.rfind("\n", 0, scalar.start)
    if text[start : scalar.start].strip() == "-":
        return start, scalar.end, ""
    if text[scalar.end : scalar.end + 2] == ", ":
        return scalar.start, scalar.end + 2, ""
    return text.rfind(",", 0, scalar.start), scalar.end, ""


def _recommendations(sample: Sample) -> Iterator[Defect]:
    path = sample.brief_path
    for one in sample.brief.recommendations:
        start, end = sample.lines(path, one.because[0].start)
        indent = sample.texts[path][start:end].split("because")[0]
        for kind, words in (("no `because`", ""), ("an empty list", f"{indent}because: []\n")):
            yield sample.change("recommendation-without-finding", kind, path, (start, end, words))


def _uncited(sample: Sample, place: Place, rng: Random) -> Iterator[Defect]:
    """Yield prose from which a citation is taken, and statements that are added without one."""
    scalar = place.text.source
    code = "prose-without-citation"
    for block in _BLOCK.finditer(scalar.value):
        cited = list(_CITATION.finditer(scalar.value, *block.span()))
        if len(cited) == 1 and not block[0].rstrip().endswith(":"):
            yield sample.within(code, "the only citation taken out", scalar, *cited[0].span(), "")
        elif not cited and "{.opinion}" in block[0] and not block[0].startswith("- "):
            start = scalar.value.index("{.opinion}", block.start())
            yield sample.within(code, "an opinion not marked", scalar, start, start + len("{.opinion}"), "")
        for start, end in _hard_sentences(scalar.value, block.start(), block.end()):
            yield sample.within(code, "that of a fact taken out", scalar, start, end, "")
        if cited and not block[0].startswith("- "):
            end = block.start() + len(block[0].rstrip())
            words = rng.choice(_UNCITED[:3])
            yield sample.within(code, "a fact more", scalar, end, end, f" {words}")
    end = len(scalar.value.rstrip())
    indent = " " * (sample.texts[scalar.file.path].count(" ", _line_start(sample, scalar), scalar.start))
    yield sample.within(code, "a paragraph more", scalar, end, end, f"\n\n{indent}{rng.choice(_UNCITED)}")


def _line_start(sample: Sample, scalar: Scalar) -> int:
    return sample.texts[scalar.file.path].rfind("\n", 0, scalar.start) + 1


def _hard_sentences(value: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield where the citation of a sentence with a fact stands, where none follows in the next one."""
    ends = [match.end() for match in _SENTENCE_END.finditer(value, first, last)]
    bounds = list(zip([first, *ends], [*ends, last], strict=True))
    for place, (start, end) in enumerate(bounds):
        cited = list(_CITATION.finditer(value, start, end))
        following = value[slice(*bounds[place + 1])] if place + 1 < len(bounds) else ""
        words = _CITATION.sub("", value[start:end])
        if len(bounds) > 1 and len(cited) == 1 and _HARD.search(words) and not _CITATION.search(following):
            yield cited[0].span()
