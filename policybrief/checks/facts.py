"""Does every figure and date stand in what is cited for it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from policybrief.checks.known_facts import facts_of_derived
from policybrief.diagnostics import Diagnostic, Note, fault
from policybrief.reading.dates import interval_of
from policybrief.text.claimed import is_number_listed
from policybrief.text.dates import DateMention, Reading
from policybrief.text.sentences import sentences
from policybrief.text.words import knows_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policybrief.checks.inputs import Claimed, Inputs
    from policybrief.checks.statements import Statement
    from policybrief.model import Derived, Finding, Reference
    from policybrief.position import Scalar
    from policybrief.text.facts import Facts
    from policybrief.text.figures import Figure
    from policybrief.text.roughly import Rough


class Grounds(Struct, frozen=True, kw_only=True):
    """What may bear out the figures and dates of some words."""

    near: Sequence[Facts]
    """Derived values, quotes of whole sentences, and findings that are cited: looked into first."""
    derived: Facts
    keys: Sequence[str] = ()
    """References that are cited."""
    sources: Sequence[Facts] = ()
    """Their stored texts."""
    foreign: Sequence[str] = ()
    """Those of the keys whose texts are in a language of which digits are read, and no words."""

    def bear_figure(self, figure: Figure, words: str) -> bool:
        """Tell whether a figure is stated."""
        return any(one.state_figure(figure, words) for one in (*self.near, *self.sources))

    def contradict(self, claimed: Rough) -> bool:
        """Tell whether something rough is said otherwise, and nowhere as it is claimed."""
        found = {one.bear_on(claimed) for one in (*self.near, *self.sources)}
        return False in found and True not in found

    def bear_date(self, mention: DateMention, words: str) -> bool:
        """Tell whether a date is stated, or its day and month are and its year is derived."""
        everything = (*self.near, *self.sources)
        if any(one.state_date(mention, words) for one in everything):
            return True
        if mention.is_bare_year:
            return any(one.state_number(mention.readings[0].year or 0) for one in everything)
        return any(
            reading.month is not None
            and self.derived.state_reading(Reading(reading.year))
            and any(one.state_reading(Reading(None, reading.month, reading.day)) for one in everything)
            for reading in mention.readings
        )


def check_claim_facts(inputs: Inputs, claimed: Claimed) -> Iterator[Diagnostic]:
    """Each figure and date of a claim, and of its `when`, stands in a source of its evidence, or is derived."""
    finding = claimed.finding
    if not claimed.has_evidence or not (claimed.statements or finding.when):
        return
    if not inputs.can_be_read(claimed.keys):
        return
    grounds = _grounds(inputs, claimed.keys, [finding], finding.derived)
    quoted = inputs.facts.of_quotes(finding) if claimed.all_quotes_stand else None
    for statement in claimed.statements:
        yield from _check(statement, grounds, quoted=quoted)
    if finding.when:
        yield from _check_when(finding, finding.when.source, grounds)


def check_prose_facts(inputs: Inputs) -> Iterator[Diagnostic]:
    """Each figure and date in a cited sentence of prose stands in what the sentence cites."""
    for statement in inputs.statements.prose:
        if not inputs.can_be_read(statement.keys):
            continue
        findings = [inputs.findings[key] for key in statement.keys if key in inputs.findings]
        findings += [statement.finding] if statement.finding else []
        derived = [*inputs.brief.derived, *(one for finding in findings for one in finding.derived)]
        yield from _check(statement, _grounds(inputs, statement.keys, findings, derived))


def check_title_facts(inputs: Inputs) -> Iterator[Diagnostic]:
    """Each figure and date in titles and recommendations stands in a finding of the brief."""
    if "findings" in inputs.brief.broken or not inputs.statements.titles:
        return
    own = facts_of_derived(inputs.brief.derived)
    grounds = Grounds(near=[own, *map(inputs.facts.of_finding, inputs.brief.findings)], derived=own)
    for statement in inputs.statements.titles:
        yield from _check(statement, grounds)


def _grounds(inputs: Inputs, keys: Sequence[str], findings: Sequence[Finding], derived: Sequence[Derived]) -> Grounds:
    """Return what may be used where keys are cited; a finding's sources are cited with it."""
    cited = [inputs.findings[key] for key in keys if key in inputs.findings]
    sources = [key for key in keys if key in inputs.references]
    sources += [one.source.value for finding in cited for one in finding.evidence]
    own = facts_of_derived(derived)
    near = [*map(inputs.facts.of_whole_quotes, findings), own, *map(inputs.facts.of_finding, cited)]
    keys = list(dict.fromkeys(sources))
    return Grounds(
        near=near,
        derived=own,
        keys=keys,
        sources=[inputs.facts.of_reference(key) for key in keys],
        foreign=[key for key in keys if _is_foreign(inputs.references[key])],
    )


def _is_foreign(reference: Reference) -> bool:
    language = reference.fields.get("langid")
    return language is not None and not knows_language(language.value)


def _check(statement: Statement, grounds: Grounds, *, quoted: Facts | None = None) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each figure and date that nothing bears out, or that none of the quotes shows."""
    text = statement.text
    for date in statement.dates:
        if not grounds.bear_date(date, text[date.start : date.end]):
            yield _missing("date-not-in-source", statement, date, grounds)
    for rough in statement.rough:
        if grounds.contradict(rough):
            code = "date-not-in-source" if rough.kind == "period" else "figure-not-in-source"
            yield _missing(code, statement, rough, grounds)
    for figure in statement.figures:
        words = text[figure.start : figure.end]
        is_quoted = quoted is not None and quoted.state_figure(figure, words)
        if (is_quoted and quoted in grounds.near) or grounds.bear_figure(figure, words):
            is_shown = is_quoted or figure.is_count or grounds.derived.state_figure(figure, words)
            if quoted and not is_shown and not any(source.gives_in_table(figure) for source in grounds.sources):
                yield _not_quoted(statement, figure)
        elif not figure.is_count:
            yield _missing("figure-not-in-source", statement, figure, grounds)
        elif not _counts_own_words(statement, figure):
            yield _missing("count-not-in-source", statement, figure, grounds)


def _counts_own_words(statement: Statement, figure: Figure) -> bool:
    """Tell whether a count is that of the names which its sentence lists, or of the keys which it cites."""
    number = int(min(figure.values))
    return number == len(statement.keys) or is_number_listed(_sentence_at(statement.text, figure.start), number)


def _sentence_at(text: str, index: int) -> str:
    return next((text[start:end] for start, end in sentences(text) if start <= index < end), text)


def _missing(code: str, statement: Statement, found: Figure | DateMention | Rough, grounds: Grounds) -> Diagnostic:
    said = " ".join(statement.text[found.start : found.end].split())
    if grounds.keys:
        where = f"{_named(grounds.keys)}, cited for it"
        remedy = "correct it, cite the source that states it, or declare under `derived` how it follows"
    else:
        where = "any finding of the brief"
        remedy = "correct it, add the finding that states it, or declare under `derived` how it follows"
    return fault(
        code,
        statement.source,
        f"`{said}` does not stand in {where}",
        help=remedy,
        notes=_of_foreign(grounds),
        subject=statement.subject,
        words=said,
        offset=statement.offset(found.start),
        length=found.end - found.start,
    )


def _of_foreign(grounds: Grounds) -> tuple[Note, ...]:
    """Return what is to be said where a source may state something in words that are not known."""
    if not grounds.foreign:
        return ()
    said = (
        f"digits alone are read in the language of {_named(grounds.foreign)}; a `translation` of the quote is read too"
    )
    return (Note(message=said),)


def _named(keys: Sequence[str]) -> str:
    if len(keys) == 1:
        return f"`{keys[0]}`"
    return "any of " + ", ".join(f"`{key}`" for key in keys[:4]) + (" ..." if len(keys) > 4 else "")


def _not_quoted(statement: Statement, figure: Figure) -> Diagnostic:
    said = statement.text[figure.start : figure.end]
    return fault(
        "figure-not-quoted",
        statement.source,
        f"`{said}` stands in a cited source, but in none of the quotes",
        help="add the words of the source that state it to the evidence",
        subject=statement.subject,
        words=said,
        offset=statement.offset(figure.start),
        length=len(said),
    )


def _check_when(finding: Finding, when: Scalar, grounds: Grounds) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each end of `when` that no source states."""
    whole = when.value.strip()
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
                when,
                f"`when`: `{part}` does not stand in {_named(grounds.keys)}, cited for it",
                help="correct it, or declare under `derived` how it follows",
                notes=_of_foreign(grounds),
                subject=finding.id.value,
                words=part,
                offset=when.value.index(part),
            )
