"""Quotes of the wrong place: of another source, from outside the excerpt, or none at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from planting.sample import plain
from policybrief.checks.places import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from planting.defect import Defect
    from planting.sample import Sample

_MOVED = (
    *("figure-not-in-source", "date-not-in-source", "not-corroborated", "citation-without-evidence"),
    "quotation-not-in-evidence",
)
"""What follows where a claim loses the source that has its figures, dates and words."""


def plant(sample: Sample, rng: Random) -> Iterator[Defect]:
    """Yield quotes that stand elsewhere, or are missing."""
    sentences = [(key, sentence) for key, sentence in sample.sentences() if len(sentence.split()) > 5]
    for finding, evidence, quote in sample.quotes():
        key = evidence.source.value
        strangers = [one for one in sample.sources if not sample.stands_in(quote.value, one)]
        yield sample.swap(
            "quote-in-other-source",
            "attributed to another source",
            evidence.source,
            rng.choice(strangers),
            spreads=_MOVED,
        )
        foreign = [words for other, words in sentences if other != key and not sample.stands_in(words, key)]
        yield sample.swap("quote-in-other-source", "a sentence of another source", quote, rng.choice(foreign))
        gone = (*sample.lines(sample.findings_path, _key_of(sample, quote.start)), "")
        follows = ["evidence-without-quote"] if finding.confidence == "high" else []
        yield sample.change("evidence-without-quote", "no quote", sample.findings_path, gone, follows=follows)
    yield from _outside_excerpt(sample)
    yield from _cited_elsewhere(sample, rng)


def _key_of(sample: Sample, start: int) -> int:
    """Return where the name of a quote's field stands."""
    return sample.texts[sample.findings_path].rfind("quote:", 0, start)


def _outside_excerpt(sample: Sample) -> Iterator[Defect]:
    """Yield excerpts that are too short for a quote: it stands in the file, and not in this source."""
    for key, reference in sample.references.items():
        lines = sample.library.sources[key].file.text.split("\n")
        if reference.excerpt is None:
            third = len(lines) // 3
            field = reference.fields["file"]
            end = sample.texts[sample.bib_path].find("\n", field.start) + 1
            edit = (end, end, f"  excerpt = {{1-{third}}},\n")
            yield from _excerpt(sample, key, "an excerpt that leaves it out", lines[:third], edit)
            continue
        first, last = reference.excerpt
        field = reference.fields["excerpt"]
        for kind, start, end in (("too short", first, last - 1), ("begins too late", first + 1, last)):
            if start <= end:
                edit = (field.start, field.end, f"{start}-{end}")
                yield from _excerpt(sample, key, f"the excerpt {kind}", lines[start - 1 : end], edit)


def _excerpt(sample: Sample, key: str, kind: str, kept: list[str], edit: tuple[int, int, str]) -> Iterator[Defect]:
    """Yield the defect of another excerpt, where a quote does not stand in it."""
    quoted = [(finding, quote.value) for finding, one, quote in sample.quotes() if one.source.value == key]
    if any(plain(words) not in plain(" ".join(kept)) for _, words in quoted):
        yield sample.change(
            "quote-not-in-source",
            kind,
            sample.bib_path,
            edit,
            also=[finding.id.value for finding, _ in quoted],
            spreads=["quote-not-in-source", *_MOVED],
        )


def _cited_elsewhere(sample: Sample, rng: Random) -> Iterator[Defect]:
    """Yield quotations in prose whose citation names another source."""
    for place in sample.places:
        if place.kind is not Kind.PROSE:
            continue
        scalar = place.text.source
        for citation in place.text.citations():
            before, after = _sentence_about(scalar.value, citation.at, citation.end)
            said = re.findall(r"“([^”]+)”", before)
            one = citation.items[0]
            is_alone = len(citation.items) == 1 and "[@" not in before + after
            if not said or not is_alone or one.key not in sample.sources:
                continue
            others = [key for key in sorted(sample.sources) if not any(sample.stands_in(words, key) for words in said)]
            wrong = f"[@{rng.choice(others)}]"
            yield sample.within(
                "quotation-not-in-evidence",
                "another source cited",
                scalar,
                citation.at,
                citation.end,
                wrong,
                follows=_MOVED,
            )


def _sentence_about(value: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands in a sentence before a place and after it."""
    first = max((match.end() for match in re.finditer(r"[.!?:]\s|\n\n", value[:start])), default=0)
    last = re.search(r"[.!?](?:\s|$)", value[end:])
    return value[first:start], value[end : end + (last.start() if last else len(value))]
