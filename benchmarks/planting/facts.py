"""Figures, counts and dates that the sources do not state."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from policybrief.checks.places import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from planting.defect import Defect
    from planting.sample import Sample
    from policybrief.checks.places import Place
    from policybrief.position import Scalar

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = re.compile(rf"\b(\d{{1,2}}) (?:{_MONTHS})\b")
_MONTH = re.compile(rf"\b({_MONTHS})(?= \d{{4}}\b)")
_YEAR = re.compile(r"(?<![\d-])((?:19|20)\d{2})\b(?!-\d)")
_COUNT = re.compile(r"\b(?:Two|Three|three|four|five|six|seven)\b(?= (?:more |of the best )?[a-z]+)")
_OWN_PARTS = re.compile(r"\s+stored documents")
_FIGURE_SENTENCES = (
    *("It concerned 340 people.", "The cost was put at $3 billion.", "About 65 per cent of the members left."),
    *("Forty villages were searched.", "Some 4,200 letters were sent.", "The fines came to 2.5 million tenge."),
)
_FIGURES = ("in 340 cases", "at a cost of $3 billion", "by 65 per cent", "in forty villages", "within 45 days")
_DATES = ("on 14 February 2017", "in August 2012", "in 1998", "on 3 December 2014", "since November 2016")
_COUNTS = (
    "It concerned nine groups.",
    "Thirteen people were heard.",
    "Eleven judges sat.",
    "Nineteen offices were named.",
)
_ALTERED = (
    (re.compile(r"\$7 billion"), ("$7 million", "$9 billion", "7 billion tenge", "€7 billion")),
    (re.compile(r"\$7 million"), ("$7 billion", "$70 million", "€7 million", "7 per cent")),
    (re.compile(r"\b11 million"), ("12 million", "11 billion", "1.1 million", "11 thousand")),
    (re.compile(r"\b57(?= OSCE)"), ("75", "56", "157")),
    (re.compile(r"\b22 month\b"), ("22 year", "27 month", "22 week")),
    (re.compile(r"\bthree months\b"), ("four months", "three weeks", "three years", "30 days")),
    (re.compile(r"\babout 200\b"), ("about 300", "about 2,000", "about 200 million")),
    (re.compile(r"\b18 years\b"), ("16 years", "80 years", "18 months")),
    (re.compile(r"\b20-year-old\b"), ("30-year-old", "2-year-old")),
    (re.compile(r"\bmore than (?=\$7|11)"), ("", "less than ")),
)
"""Figures of the sources, and what a careless author makes of them."""
_COUNTED = (
    (re.compile(r"\bfive(?= prison)"), ("four", "nine")),
    (re.compile(r"\bseven(?= others)"), ("six", "eleven")),
    (re.compile(r"\bmore than ten(?= new)"), ("ten", "fewer than ten", "twelve")),
    (re.compile(r"\bThree(?= more organizations)"), ("Six", "Thirteen")),
    (re.compile(r"\btwo(?= FIDH)"), ("four", "nine")),
)


def plant(sample: Sample, rng: Random) -> Iterator[Defect]:
    """Yield figures, counts and dates that are wrong, or invented."""
    yield from _in_sources(sample, rng)
    for place in sample.places:
        if place.kind in (Kind.CLAIM, Kind.PROSE):
            yield from _counts(sample, place, rng)
        if place.kind is Kind.CLAIM:
            yield from _added_to_claim(sample, place.text.source, rng)
        if place.kind is Kind.PROSE:
            yield from _added_to_prose(sample, place, rng)
        if place.kind in (Kind.CLAIM, Kind.PROSE, Kind.RECOMMENDATION):
            yield from _dates(sample, place.text.source, rng)
    for title in (sample.brief.subtitle, *(section.title for section in sample.brief.sections)):
        if title:
            yield from _dates(sample, title, rng)
            end = len(title.value)
            yield sample.within("figure-not-in-source", "added to a title", title, end, end, " in 340 cases")
    for finding in sample.brief.findings:
        if finding.when:
            yield from _when(sample, finding.when.source, rng)


def _in_sources(sample: Sample, rng: Random) -> Iterator[Defect]:
    """Yield claims that repeat a sentence of a source with another figure, and those whose quote does not show it."""
    sentences = list(sample.sentences())
    for key, sentence in sentences:
        plain = [words for one, words in sentences if one == key and not re.search(r"\d|\bthree\b", words)]
        for code, figures in (("figure-not-in-source", _ALTERED), ("count-not-in-source", _COUNTED)):
            for pattern, others in figures:
                if not pattern.search(sentence):
                    continue
                for other in others:
                    altered = pattern.sub(other, sentence, count=1)
                    claim = re.sub(r"[“”\"]", "", altered)
                    evidence = {"source": key, "quote": sentence.strip('“”"')}
                    was = pattern.search(sentence)
                    kind = "a figure of the source altered"
                    yield sample.add_finding(code, kind, evidence, claim, was=was[0] if was else "")
                if code == "figure-not-in-source" and plain:
                    claim = re.sub(r"[“”\"]", "", sentence)
                    evidence = {"source": key, "quote": rng.choice(plain).strip('“”"')}
                    yield sample.add_finding("figure-not-quoted", "another quote", evidence, claim, was=sentence)


def _added_to_claim(sample: Sample, claim: Scalar, rng: Random) -> Iterator[Defect]:
    end = len(claim.value.rstrip())
    figure, count = rng.choice(_FIGURE_SENTENCES), rng.choice(_COUNTS)
    yield sample.within("figure-not-in-source", "added to a claim", claim, end, end, f" {figure}")
    yield sample.within("count-not-in-source", "added to a claim", claim, end, end, f" {count}")
    date = f" That was decided {rng.choice(_DATES)}."
    yield sample.within("date-not-in-source", "added to a claim", claim, end, end, date)


def _added_to_prose(sample: Sample, place: Place, rng: Random) -> Iterator[Defect]:
    for citation in place.text.citations():
        at = citation.at
        for code, kinds in (("figure-not-in-source", _FIGURES), ("date-not-in-source", _DATES)):
            words = f"{rng.choice(kinds)} "
            yield sample.within(code, "added to prose", place.text.source, at, at, words)


def _counts(sample: Sample, place: Place, rng: Random) -> Iterator[Defect]:
    scalar = place.text.source
    for match in _COUNT.finditer(scalar.value):
        before, after = scalar.value[: match.start()], scalar.value[match.end() :]
        paragraph = before.rpartition("\n\n")[2] + after.partition("\n\n")[0]
        if _OWN_PARTS.match(scalar.value, match.end()) or (place.kind is Kind.PROSE and "[@" not in paragraph):
            continue
        other = rng.choice(["nine", "eleven", "thirteen", "fourteen"])
        other = other.capitalize() if match[0][0].isupper() else other
        code = "figure-not-in-source" if after.split()[0] == "months" else "count-not-in-source"
        yield sample.within(code, "another number", scalar, *match.span(), other)


def _dates(sample: Sample, scalar: Scalar, rng: Random) -> Iterator[Defect]:
    """Yield dates of a text with another day, month or year."""
    code, value = "date-not-in-source", scalar.value
    for day in _DAY.finditer(value):
        other = rng.choice([number for number in (3, 8, 13, 14, 29) if str(number) != day[1]])
        yield sample.within(code, "another day", scalar, *day.span(1), str(other))
    for month in _MONTH.finditer(value):
        other_month = rng.choice(["February", "April", "August", "November", "December"])
        yield sample.within(code, "another month", scalar, *month.span(1), other_month)
    for year in _YEAR.finditer(value):
        if not _is_in_address(value, year.start()):
            yield sample.within(code, "another year", scalar, *year.span(1), rng.choice(_absent_years(sample)))


def _is_in_address(value: str, index: int) -> bool:
    """Tell whether digits belong to a key in a citation."""
    return value.rfind("[@", 0, index) > value.rfind("]", 0, index)


def _absent_years(sample: Sample) -> list[str]:
    everything = "\n".join([*sample.sources.values(), sample.texts[sample.findings_path]])
    return [str(year) for year in range(1995, 2025) if str(year) not in everything]


def _when(sample: Sample, when: Scalar, rng: Random) -> Iterator[Defect]:
    """Yield places on the timeline with another day, month or year."""
    code, typed = "date-not-in-source", when.value.strip()
    first, _, last = typed.partition("/")
    years: Sequence[str] = _absent_years(sample)
    early = rng.choice([year for year in years if year < first[:4]])
    later = rng.choice([year for year in years if year > (last or first)[:4]])
    yield sample.swap(code, "`when`: another year", when, f"{early}{first[4:]}" + (f"/{last}" if last else ""))
    if last:
        yield sample.swap(code, "`when`: another last year", when, f"{first}/{later}{last[4:]}")
    if len(first) >= 7:
        month = rng.choice(["02", "04"])
        yield sample.swap(
            code, "`when`: another month", when, f"{first[:5]}{month}{first[7:]}" + (f"/{last}" if last else "")
        )
    if len(first) == 10:
        yield sample.swap(code, "`when`: another day", when, f"{first[:8]}{rng.choice(['03', '08', '13'])}")
