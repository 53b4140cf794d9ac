"""Does every figure and date stand in what is cited for it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from policybrief.checks.known_facts import facts_of_derived
from policybrief.checks.places import Kind, keys_of, places
from policybrief.diagnostics import Diagnostic, fault
from policybrief.reading.dates import interval_of
from policybrief.text.claimed import is_claimed, is_number_listed
from policybrief.text.dates import DateMention, Reading, find_dates
from policybrief.text.figures import Figure, find_figures
from policybrief.text.passages import Passage, passages
from policybrief.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policybrief.checks.inputs import Inputs
    from policybrief.checks.places import Place
    from policybrief.model import Derived, Finding
    from policybrief.position import Scalar
    from policybrief.text.facts import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What may bear out the figures and dates of some words, the nearest at hand first."""

    inputs: Inputs
    near: Sequence[Facts]
    """Quotes, derived values, and findings that are cited."""
    derived: Facts
    keys: Sequence[str] = ()
    """References whose stored texts may be looked into."""

    def bear_figure(self, figure: Figure, words: str) -> bool:
        """Tell whether a figure is stated."""
        return any(facts.cover_figure(figure) for facts in self.near) or any(
            self.inputs.facts.source_states_figure(key, figure, words) for key in self.keys
        )

    def bear_date(self, date: DateMention, words: str) -> bool:
        """Tell whether a date is stated, or its day and month are and its year is derived."""
        if any(facts.cover_date(date) for facts in self.near):
            return True
        if any(self.inputs.facts.source_states_date(key, date, words) for key in self.keys):
            return True
        everything = [*self.near, *(facts for key in self.keys if (facts := self.inputs.facts.of_reference(key)))]
        if date.is_bare_year:
            return any(facts.cover_number(date.readings[0].year or 0) for facts in everything)
        return any(
            reading.month is not None
            and self.derived.cover_reading(Reading(reading.year))
            and any(facts.cover_reading(Reading(None, reading.month, reading.day)) for facts in everything)
            for reading in date.readings
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words that state figures and dates, and where they stood."""

    subject: str
    source: Scalar
    text: str
    passage: Passage | None = None
    start: int = 0
    """Index of the first word in the passage."""

    def offset(self, index: int) -> int:
        """Return the offset in the scalar of an index of the text."""
        return self.passage.offset(self.start + index) if self.passage else index


def check_claim_facts(inputs: Inputs) -> Iterator[Diagnostic]:
    """Each figure and date of a claim, and its `when`, stands in a source of its evidence, or is derived."""
    for finding in inputs.brief.findings:
        if "evidence" in finding.broken or not finding.evidence:
            continue
        keys = [one.source.value for one in finding.evidence]
        keys += [key for citation in finding.claim.citations() for key in keys_of(citation)]
        grounds = _grounds(inputs, keys, [finding], finding.derived)
        for passage in passages(finding.claim):
            words = Words(
                subject=finding.id.value, source=finding.claim.source, text=passage.outside("about"), passage=passage
            )
            yield from _check(words, grounds)
            yield from _not_quoted(words, grounds, inputs.facts.of_quotes(finding))
        yield from _check_when(finding, grounds)


def check_prose_facts(inputs: Inputs) -> Iterator[Diagnostic]:
    """Each figure and date in a cited sentence of prose stands in what the sentence cites."""
    for place in places(inputs.brief):
        if place.kind is Kind.PROSE:
            for passage in passages(place.text):
                yield from _check_passage(inputs, place, passage)


def _check_passage(inputs: Inputs, place: Place, passage: Passage) -> Iterator[Diagnostic]:
    text = passage.outside("about")
    all_sentences = passage.sentences()
    for sentence, following in zip(all_sentences, [*all_sentences[1:], None], strict=True):
        citations = sentence.citations or (following.citations if following else ())
        keys = list(dict.fromkeys(key for citation in citations for key in keys_of(citation)))
        if not keys:
            continue
        findings = [inputs.findings[key] for key in keys if key in inputs.findings]
        findings += [place.finding] if place.finding else []
        derived = [*inputs.brief.derived, *(one for finding in findings for one in finding.derived)]
        grounds = _grounds(inputs, keys, findings, derived)
        words = Words(
            subject=place.subject,
            source=place.text.source,
            text=text[sentence.start : sentence.end],
            passage=passage,
            start=sentence.start,
        )
        yield from _check(words, grounds, keys_cited=len(keys))


def check_title_facts(inputs: Inputs) -> Iterator[Diagnostic]:
    """Each figure and date in titles and recommendations stands in a finding of the brief."""
    brief = inputs.brief
    if "findings" in brief.broken:
        return
    own = facts_of_derived(brief.derived)
    grounds = Grounds(inputs=inputs, near=[own, *map(inputs.facts.of_finding, brief.findings)], derived=own)
    titles = [("title", brief.title), ("subtitle", brief.subtitle)]
    titles += [(section.title.value, section.title) for section in brief.sections]
    titles += [(f"recommendations.{one.number}", one.indicator) for one in brief.recommendations]
    for subject, title in titles:
        if title:
            yield from _check(Words(subject=subject, source=title, text=title.value), grounds)
    for place in places(brief):
        if place.kind is Kind.RECOMMENDATION:
            for passage in passages(place.text):
                words = Words(
                    subject=place.subject, source=place.text.source, text=passage.outside("about"), passage=passage
                )
                yield from _check(words, grounds)


def _grounds(inputs: Inputs, keys: Sequence[str], findings: Sequence[Finding], derived: Sequence[Derived]) -> Grounds:
    """Return what may be used where keys are cited; a finding's sources are cited with it."""
    cited = [inputs.findings[key] for key in keys if key in inputs.findings]
    sources = [key for key in keys if key in inputs.references]
    sources += [one.source.value for finding in cited for one in finding.evidence]
    own = facts_of_derived(derived)
    near = [*map(inputs.facts.of_quotes, findings), own, *map(inputs.facts.of_finding, cited)]
    return Grounds(inputs=inputs, near=near, derived=own, keys=list(dict.fromkeys(sources)))


def _check(words: Words, grounds: Grounds, *, keys_cited: int = 0) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each figure and date that nothing bears out."""
    dates = find_dates(words.text)
    for date in dates:
        if not grounds.bear_date(date, words.text[date.start : date.end]):
            yield _missing("date-not-in-source", words, date, grounds)
    for figure in find_figures(words.text, dates):
        if not is_claimed(words.text, figure):
            continue
        if grounds.bear_figure(figure, words.text[figure.start : figure.end]):
            continue
        if figure.is_count:
            number = int(min(figure.values))
            if number == keys_cited or is_number_listed(_sentence_at(words.text, figure.start), number):
                continue
            yield _missing("count-not-in-source", words, figure, grounds)
        else:
            yield _missing("figure-not-in-source", words, figure, grounds)


def _sentence_at(text: str, index: int) -> str:
    return next((text[start:end] for start, end in sentences(text) if start <= index < end), text)


def _missing(code: str, words: Words, found: Figure | DateMention, grounds: Grounds) -> Diagnostic:
    said = " ".join(words.text[found.start : found.end].split())
    if grounds.keys:
        where = f"{_named(grounds.keys)}, cited for it"
        remedy = "correct it, cite the source that states it, or declare under `derived` how it follows"
    else:
        where = "any finding of the brief"
        remedy = "correct it, add the finding that states it, or declare under `derived` how it follows"
    return fault(
        code,
        words.source,
        f"`{said}` does not stand in {where}",
        help=remedy,
        subject=words.subject,
        words=said,
        offset=words.offset(found.start),
        length=found.end - found.start,
    )


def _named(keys: Sequence[str]) -> str:
    if len(keys) == 1:
        return f"`{keys[0]}`"
    return "any of " + ", ".join(f"`{key}`" for key in keys[:4]) + (" ..." if len(keys) > 4 else "")


def _not_quoted(words: Words, grounds: Grounds, quoted: Facts) -> Iterator[Diagnostic]:
    """Yield a warning for each figure of a claim that a source states, and no quote shows."""
    for figure in find_figures(words.text):
        said = words.text[figure.start : figure.end]
        if figure.is_count or not is_claimed(words.text, figure):
            continue
        if quoted.cover_figure(figure) or grounds.derived.cover_figure(figure) or not grounds.bear_figure(figure, said):
            continue
        yield fault(
            "figure-not-quoted",
            words.source,
            f"`{said}` stands in a cited source, but in none of the quotes",
            help="add the words of the source that state it to the evidence",
            subject=words.subject,
            words=said,
            offset=words.offset(figure.start),
            length=len(said),
        )


def _check_when(finding: Finding, grounds: Grounds) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each end of `when` that no source states."""
    if finding.when is None:
        return
    whole = finding.when.source.value.strip()
    if any(one.value.value.strip() == whole for one in finding.derived):
        return
    for part in whole.split("/"):
        first, _, precision = interval_of(part)
        reading = Reading(
            first.year, first.month if precision != "year" else None, first.day if precision == "day" else None
        )
        if not grounds.bear_date(DateMention(0, len(part), (reading,)), part):
            yield fault(
                "date-not-in-source",
                finding.when.source,
                f"`when`: `{part}` does not stand in {_named(grounds.keys)}, cited for it",
                help="correct it, or declare under `derived` how it follows",
                subject=finding.id.value,
                words=part,
                offset=finding.when.source.value.index(part),
            )
