"""Faults of support: too few independent sources, contradictions that nobody speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policybrief.model import Confidence, Stance

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from planting.defect import Defect
    from planting.sample import Sample
    from policybrief.model import Evidence, Finding


def plant(sample: Sample, _: Random) -> Iterator[Defect]:
    """Yield claims that are less sure than they say, and contradictions."""
    for finding in sample.brief.findings:
        yield from _too_sure(sample, finding)
        yield from _contradicted(sample, finding)
    yield from _asked_for(sample)
    yield from _dependent(sample)


def _bodies(sample: Sample, evidence: tuple[Evidence, ...]) -> set[str]:
    """Return the bodies that may count towards `high`."""
    references = [sample.references[one.source.value] for one in evidence]
    return {one.body for one in references if one.body and "opinion" not in one.keywords}


def _too_sure(sample: Sample, finding: Finding) -> Iterator[Defect]:
    path, text = sample.findings_path, sample.texts[sample.findings_path]
    supporting = finding.of_stance(Stance.SUPPORTS)
    start, end = sample.lines(path, finding.id.start)
    at = text.find("  confidence: ", start, end)
    line = (at, text.find("\n", at) + 1) if at >= 0 else (text.find("\n", start) + 1,) * 2
    if finding.confidence is not Confidence.HIGH and len(_bodies(sample, supporting)) < 2:
        edit = (*line, "  confidence: high\n")
        yield sample.change("not-corroborated", "`high` with one body", path, edit)
    keywords = [sample.references[one.source.value].keywords for one in supporting]
    if finding.confidence is Confidence.LOW and all("opinion" in one for one in keywords):
        yield sample.change("not-corroborated", "opinion alone, not `low`", path, (*line, ""))
    if finding.confidence is Confidence.HIGH:
        for kept in supporting:
            edits = []
            for one in supporting:
                if one is not kept:
                    after = text.find("\n", one.source.start) + 1
                    edits.append((after, after, "      stance: context\n"))
            yield sample.change("not-corroborated", "the second source is context", path, *edits)
            gone = [(*sample.lines(path, one.source.start), "") for one in supporting if one is not kept]
            yield sample.change(
                "not-corroborated",
                "the second source is gone",
                path,
                *gone,
                follows=["date-not-in-source", "figure-not-in-source"],
            )


def _contradicted(sample: Sample, finding: Finding) -> Iterator[Defect]:
    path, text = sample.findings_path, sample.texts[sample.findings_path]
    code = "contradiction-not-addressed"
    if finding.contested:
        at = text.rfind("contested:", 0, finding.contested.source.start)
        yield sample.change(code, "no `contested`", path, (*sample.lines(path, at), ""))
        empty = (at + len("contested:"), sample.lines(path, at)[1] - 1, "")
        yield sample.change(code, "an empty `contested`", path, empty)
        return
    supporting = finding.of_stance(Stance.SUPPORTS)
    for one in supporting:
        if len(supporting) > 1:
            after = text.find("\n", one.source.start) + 1
            edit = (after, after, "      stance: contradicts\n")
            yield sample.change(code, "evidence against it", path, edit, follows=["not-corroborated"])
    item = sample.lines(path, supporting[0].source.start)
    again = text[item[0] : item[1]].replace("\n", "\n      stance: contradicts\n", 1)
    yield sample.change(code, "evidence more, against it", path, (item[1], item[1], again))


def _asked_for(sample: Sample) -> Iterator[Defect]:
    """Yield briefs that ask for more sources than they have."""
    end = len(sample.texts[sample.brief_path])
    for level in ("high", "moderate", "low"):
        concerned = [one.id.value for one in sample.brief.findings if one.confidence == level]
        words = f"checks:\n  corroboration: {{{level}: 4}}\n"
        yield sample.change(
            "not-corroborated", f"four asked for `{level}`", sample.brief_path, (end, end, words), also=concerned
        )


def _dependent(sample: Sample) -> Iterator[Defect]:
    """Yield references that make the sources of a claim of high confidence one."""
    for finding in sample.brief.findings:
        if finding.confidence is not Confidence.HIGH:
            continue
        keys = list(dict.fromkeys(one.source.value for one in finding.of_stance(Stance.SUPPORTS)))
        text = sample.texts[sample.bib_path]
        for kind in ("reprintof", "reportof"):
            ends = [text.find("\n", sample.references[key].key.start) + 1 for key in keys[1:]]
            relation = f"  related = {{{keys[0]}}},\n  relatedtype = {{{kind}}},\n"
            edits = [(end, end, relation) for end in ends]
            yield sample.change("not-corroborated", f"`{kind}`", sample.bib_path, *edits, also=[finding.id.value])
        body = sample.references[keys[0]].fields["author"].value
        fields = [sample.references[key].fields["author"] for key in keys[1:]]
        same = [(field.start, field.end, body) for field in fields]
        yield sample.change("not-corroborated", "one body", sample.bib_path, *same, also=[finding.id.value])
