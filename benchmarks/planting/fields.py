"""Faults of fields: unknown, missing, or of another form than the field asks for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from planting.defect import Defect
    from planting.sample import Sample

_KEY = re.compile(r"^(?P<lead> *(?:- )?)(?P<key>[a-z_]+):(?P<value>[^\n]*)$", re.MULTILINE)
_REQUIRED = {
    "brief": {"title", "date", "summary", "to", "text"},
    "findings": {"id", "claim", "source", "value", "how"},
}
_GONE = (
    *("unknown-citation", "unknown-finding", "claim-without-citation", "recommendation-without-finding"),
    *("figure-not-in-source", "date-not-in-source", "not-corroborated", "contradiction-not-addressed"),
    *("citation-without-evidence", "quotation-not-in-evidence", "missing-field", "evidence-without-quote"),
)
"""What follows where a field, and what stands in it, is not read."""


def plant(sample: Sample, rng: Random) -> Iterator[Defect]:
    """Yield defects of fields."""
    for path in (sample.brief_path, sample.findings_path):
        for line in _KEY.finditer(sample.texts[path]):
            yield _misspelt(sample, path, line, rng)
    yield from _missing(sample)
    yield from _values(sample)
    yield from _texts(sample)
    yield from _unused_acceptances(sample, rng)


def _misspelt(sample: Sample, path: str, line: re.Match[str], rng: Random) -> Defect:
    """Return a field whose name has two letters changed over, or one dropped."""
    key = line["key"]
    place = rng.randrange(1, len(key))
    typo = key[: place - 1] + key[place] + key[place - 1] + key[place + 1 :]
    typo = key[:place] + key[place + 1 :] if typo == key else typo
    return sample.change("unknown-field", "a typing error", path, (*line.span("key"), typo), spreads=_GONE)


def _missing(sample: Sample) -> Iterator[Defect]:
    """Yield required fields that are emptied, or taken out with their line."""
    for path, kind in ((sample.brief_path, "brief"), (sample.findings_path, "findings")):
        text = sample.texts[path]
        for line in _KEY.finditer(text):
            if line["key"] not in _REQUIRED[kind] or (line["key"] == "text" and not _is_asked(sample, path, line)):
                continue
            start, end = sample.lines(path, line.start("key"))
            if "-" not in line["lead"]:
                yield sample.change("missing-field", "taken out", path, (start, end, ""), spreads=_GONE, anywhere=True)
                end -= 1
            else:
                end = text.find("\n", line.start("value"))
            emptied = (line.end("key") + 1, end, "")
            yield sample.change("missing-field", "left empty", path, emptied, spreads=_GONE, anywhere=True)


def _is_asked(sample: Sample, path: str, line: re.Match[str]) -> bool:
    """Tell whether a `text` is that of a recommendation, where it is required."""
    return any(name.startswith("recommendations.") for name in sample.subjects_at(path, line.end()))


def _values(sample: Sample) -> Iterator[Defect]:
    """Yield values that are none of their field's."""
    for finding in sample.brief.findings:
        path = sample.findings_path
        start, end = sample.lines(path, finding.id.start)
        if "\n  confidence:" not in sample.texts[path][start:end]:
            line = (at := sample.texts[path].find("\n", start) + 1, at, "  confidence: certain\n")
            yield sample.change("invalid-value", "a word that is no confidence", path, line)
        if finding.when:
            yield sample.swap("invalid-value", "a date in words", finding.when.source, "Spring of that year")
            impossible = finding.when.source.value[:4] + "-13"
            yield sample.swap("invalid-value", "a thirteenth month", finding.when.source, impossible)
        at = finding.id.end
        yield sample.change("invalid-value", "an id with a capital and a space", path, (at, at, " Two"), spreads=_GONE)
        for evidence in finding.evidence:
            after = sample.texts[path].find("\n", evidence.source.start) + 1
            if evidence.stance.value == "supports":
                wrong = "      stance: suports\n"
                yield sample.change("invalid-value", "a stance misspelt", path, (after, after, wrong), spreads=_GONE)
    date = sample.brief.date.source
    for words in ("2026-02-30", "21 November 2026", "2026"):
        yield sample.swap("invalid-value", "no day of publication", date, words)
    if sample.brief.language:
        yield sample.swap("invalid-value", "no language", sample.brief.language, "English (UK)")


def _texts(sample: Sample) -> Iterator[Defect]:
    """Yield citations, links, terms and circles that are not what they look like."""
    for place in sample.places:
        scalar = place.text.source
        for citation in place.text.citations():
            one = citation.items[0]
            if len(citation.items) > 1:
                continue
            bare = f"@{one.key}"
            lost = ["prose-without-citation", "figure-not-in-source", "date-not-in-source"]
            lost += ["quotation-not-in-evidence"]
            yield sample.within("invalid-value", "a bare key", scalar, citation.at, citation.end, bare, follows=lost)
            if one.key in {finding.id.value for finding in sample.brief.findings}:
                placed = f"[@{one.key}, para. 4]"
                yield sample.within(
                    "invalid-value", "a finding with a place", scalar, citation.at, citation.end, placed
                )
        end = len(scalar.value.rstrip())
        for kind, words in (
            ("a link of another scheme", " See [the file](ftp://example.org/file)."),
            ("a term of many words", " [“a law that nobody wanted”]{.term}"),
        ):
            yield sample.within("invalid-value", kind, scalar, end, end, words, follows=["prose-without-citation"])
    yield from _circles(sample)


def _circles(sample: Sample) -> Iterator[Defect]:
    """Yield claims that cite themselves, or one another."""
    findings = sample.brief.findings
    for finding, other in zip(findings, [*findings[1:], findings[0]], strict=True):
        edits = []
        for one, cited in ((finding, other), (other, finding)):
            scalar = one.claim.source
            at = scalar.index(len(scalar.value.rstrip()) - 1)
            edits.append((at, at, f" [@{cited.id.value}]"))
        path = sample.findings_path
        yield sample.change("invalid-value", "two findings that cite one another", path, *edits)
        at, _, _ = edits[0]
        itself = (at, at, f" [@{finding.id.value}]")
        yield sample.change("invalid-value", "a finding that cites itself", path, itself)


def _unused_acceptances(sample: Sample, rng: Random) -> Iterator[Defect]:
    """Yield acceptances of what does not occur."""
    end = len(sample.texts[sample.brief_path])
    codes = ["quote-ambiguous", "quote-too-short", "name-not-in-source", "figure-not-in-source", "quote-out-of-context"]
    for finding in sample.brief.findings:
        words = (
            f"checks:\n  accept:\n    - code: {rng.choice(codes)}\n      where: {finding.id.value}\n"
            "      why: It was looked at.\n"
        )
        yield sample.change("acceptance-unused", "of a finding", sample.brief_path, (end, end, words))
