"""brief.yml and findings.yml -> the model; the fields of both stand here, once, with what they mean."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from policybrief.codes import CODES
from policybrief.diagnostics import Diagnostic, Faults, fault
from policybrief.markup import Markdown
from policybrief.model import (
    Acceptance,
    Author,
    Brief,
    Confidence,
    Dated,
    Demands,
    Derived,
    Evidence,
    Finding,
    Recommendation,
    Section,
    Stance,
)
from policybrief.position import Position, Scalar
from policybrief.reading.scalars import Count, Day, MarkdownText, OneOf, Text, When, Word, words
from policybrief.reading.shapes import Field, ListOf, NumberedList, Record, Schema, is_blank, place
from policybrief.reading.yaml_tree import Mapping, Node, Sequence, read_tree

if TYPE_CHECKING:
    from policybrief.position import TextFile

ID_PATTERN = r"[a-z0-9-]+"
LANGUAGE_PATTERN = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*"

_ID = Word(ID_PATTERN, "a name of small letters, digits and hyphens")
_TEXT = Text()
_MARKDOWN = MarkdownText()


def _blank_markdown(blank: Scalar) -> Markdown:
    return Markdown(blank, ())


def _blank_date(blank: Scalar) -> Dated:
    return Dated(source=blank, day=date.min)


DERIVED = Record(
    build=Derived,
    what="a derived value",
    fields={
        "value": Field(_TEXT, "the figure or date as the text has it", required=True),
        "how": Field(_TEXT, "how it follows from the evidence; printed in the annex", required=True),
    },
)

EVIDENCE = Record(
    build=Evidence,
    what="a piece of evidence",
    fields={
        "source": Field(_TEXT, "a key of references.bib", required=True),
        "quote": Field(_TEXT, "the source's own words; `[...]` marks what is left out, `[t]he` what is altered"),
        "at": Field(_TEXT, "where it stands, for readers: `para. 4`, `p. 12`; left out: the line of the quote"),
        "stance": Field(
            OneOf({stance.value: stance for stance in Stance}),
            "how it bears on the claim; default `supports`",
        ),
        "via": Field(_TEXT, "who says it inside the source, where that is not the source's own body"),
        "translation": Field(_TEXT, "an unofficial translation of the quote, printed and marked as such"),
        "note": Field(_MARKDOWN, "published beside the quote in the annex"),
    },
)

FINDING = Record(
    build=Finding,
    what="a finding",
    keeps_broken=True,
    blanks={"claim": _blank_markdown},
    fields={
        "id": Field(_ID, "a name of small letters, digits and hyphens, unique in the brief", required=True),
        "claim": Field(_MARKDOWN, "what the brief asserts: a sentence or a few", required=True),
        "label": Field(Text(limit=40), "a short name, for the timeline and the evidence map"),
        "evidence": Field(NumberedList(EVIDENCE), "the sources that the claim rests on, and their words"),
        "confidence": Field(
            OneOf({level.value: level for level in Confidence}), "how sure this is; default `moderate`"
        ),
        "when": Field(When(), "date or interval, to place the finding on the timeline"),
        "contested": Field(_MARKDOWN, "how the brief deals with evidence that contradicts the claim"),
        "derived": Field(ListOf(DERIVED), "figures or dates of the claim that follow from the evidence"),
        "note": Field(_MARKDOWN, "published in the annex; what must stay inside is written as a YAML comment"),
    },
)

AUTHOR = Record(
    build=Author,
    what="an author",
    fields={
        "name": Field(_TEXT, "name as printed", required=True),
        "affiliation": Field(_TEXT, "organisation or unit"),
        "email": Field(Word(r"[^\s@]+@[^\s@]+", "a mail address"), "mail address, printed"),
        "orcid": Field(Word(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", "an ORCID iD such as 0000-0002-1825-0097"), "ORCID iD"),
    },
)

SECTION = Record(
    build=Section,
    what="a section",
    keeps_broken=True,
    fields={
        "title": Field(_TEXT, "the heading", required=True),
        "text": Field(_MARKDOWN, "text before the findings"),
        "findings": Field(ListOf(_ID), "ids of the findings of this section, in order"),
    },
)

RECOMMENDATION = Record(
    build=Recommendation,
    what="a recommendation",
    keeps_broken=True,
    fields={
        "to": Field(_TEXT, "who is asked: recommendations are grouped by it", required=True),
        "text": Field(_MARKDOWN, "what is asked", required=True),
        "because": Field(ListOf(_ID, lone=True), "the finding, or a list of the findings, that it rests on"),
        "by": Field(_TEXT, "by when: a day, month or year, or words that follow `by`"),
        "priority": Field(_TEXT, "how urgent it is"),
        "indicator": Field(_TEXT, "how one will see that it was done"),
    },
)

ACCEPTANCE = Record(
    build=Acceptance,
    what="an accepted diagnostic",
    fields={
        "code": Field(_TEXT, "the code of the diagnostic", required=True),
        "where": Field(_TEXT, "a finding id, `finding/2`, a citation key, a section title ...", required=True),
        "words": Field(_TEXT, "the words concerned, where the code occurs there more than once"),
        "why": Field(_TEXT, "why it is accepted; printed in the annex", required=True),
    },
)


class Severities(Struct, frozen=True):
    """Codes, each with the weight that this brief gives it."""

    def read(self, node: Node, faults: Faults) -> dict[str, Scalar] | None:
        """Return the weights by code; tell of codes that are unknown or can't be changed."""
        known = [code for code, one in CODES.items() if not one.fixed]
        weights = words("error", "off", "warning")
        record: Record[dict[str, Scalar]] = Record(
            build=dict,
            what="the list of severities",
            fields={code: Field(weights, "its weight") for code in known},
        )
        if isinstance(node, Mapping):
            fixed = [key for key, _ in node.entries if key.value in CODES and CODES[key.value].fixed]
            for key in fixed:
                faults.add(
                    fault(
                        "invalid-value",
                        key,
                        f"`{key.value}` can be neither lowered nor accepted",
                        help="take this line out and mend what the diagnostic points at",
                    )
                )
            node = Mapping(tuple(pair for pair in node.entries if pair[0] not in fixed), node.file, node.start)
        return record.read(node, faults)

    def schema(self) -> Schema:
        """Return `object` with a property for each code that can be changed."""
        codes = [code for code, one in CODES.items() if not one.fixed]
        return {
            "type": "object",
            "additionalProperties": False,
            "properties": {code: {"enum": ["error", "warning", "off"]} for code in codes},
        }


def _corroboration(**levels: int) -> dict[Confidence, int]:
    return {Confidence(name): count for name, count in levels.items()}


CHECKS = Record(
    build=Demands,
    what="`checks`",
    fields={
        "severity": Field(Severities(), "for each code: `error`, `warning` or `off`"),
        "accept": Field(ListOf(ACCEPTANCE), "occurrences of diagnostics that are known and accepted"),
        "corroboration": Field(
            Record(
                build=_corroboration,
                what="`corroboration`",
                fields={
                    level.value: Field(Count(), f"independent sources that a finding of {level} confidence needs")
                    for level in Confidence
                },
            ),
            "how many independent sources each level of confidence asks for",
        ),
    },
)

BRIEF = Record(
    build=Brief,
    what="a brief",
    keeps_broken=True,
    blanks={"title": lambda blank: blank, "date": _blank_date, "summary": _blank_markdown},
    fields={
        "title": Field(_TEXT, "the title", required=True),
        "subtitle": Field(_TEXT, "the subtitle"),
        "series": Field(_TEXT, "the series that the brief belongs to"),
        "number": Field(_TEXT, "its number in the series"),
        "date": Field(Day(), "date of publication", required=True),
        "language": Field(Word(LANGUAGE_PATTERN, "a language tag such as `en` or `en-GB`"), "language; default `en`"),
        "authors": Field(ListOf(AUTHOR), "who wrote it"),
        "publisher": Field(_TEXT, "the organisation that puts its name to it"),
        "contact": Field(_TEXT, "how to reach the authors"),
        "licence": Field(_TEXT, "under which licence the text may be used"),
        "funding": Field(_TEXT, "who paid for it"),
        "disclaimer": Field(_TEXT, "what the publisher does not vouch for"),
        "acknowledgements": Field(_TEXT, "whom the authors thank"),
        "keywords": Field(ListOf(_TEXT), "words for catalogues"),
        "style": Field(
            _TEXT, "citation style: `notes` (default), `author-date`, `numeric`, or the path of a .csl file"
        ),
        "engine": Field(words("embedded", "quarto"), "pins the engine"),
        "profile": Field(Word(ID_PATTERN, "the name of a profile"), "limits and order of blocks; default `brief`"),
        "paper": Field(words("a4", "letter"), "paper size; default `a4`"),
        "source_text": Field(words("full", "quotes"), "how much of a source the HTML shows; default `quotes`"),
        "summary": Field(_MARKDOWN, "the summary, set as written; 100 to 200 words is good practice", required=True),
        "key_messages": Field(ListOf(_MARKDOWN), "three to five sentences to remember"),
        "sections": Field(ListOf(SECTION), "the body, in order"),
        "recommendations": Field(NumberedList(RECOMMENDATION), "what is asked, of whom, and why"),
        "methodology": Field(_MARKDOWN, "how the brief was made"),
        "limitations": Field(_MARKDOWN, "what it can't say"),
        "derived": Field(ListOf(DERIVED), "figures or dates of the prose that follow from the evidence"),
        "checks": Field(CHECKS, "what is demanded of this brief"),
    },
)


def read_brief(
    file: TextFile, *, slug: str, findings: TextFile | None, is_whole: bool = True
) -> tuple[Brief | None, list[Diagnostic]]:
    """Return one brief with its findings, None where brief.yml can't be read at all, and every fault found.

    `is_whole` is false where there are findings that could not be read: nothing is then said of those that are missing.
    """
    faults = Faults()
    node, problems = read_tree(file)
    faults.found.extend(problems)
    read_findings, broken = _read_findings(findings, faults)
    brief = None
    if not problems:
        whole = Mapping((), file, 0) if node is None or is_blank(node) else node
        brief = BRIEF.read(whole, faults, slug=slug, file=file, findings=read_findings)
    if brief and (broken or not is_whole):
        brief = replace(brief, broken=brief.broken | {"findings"})
    return brief, [replace(one, briefs=(slug,)) for one in faults]


def _read_findings(file: TextFile | None, faults: Faults) -> tuple[tuple[Finding, ...], bool]:
    """Return the findings, and whether the list is so broken that a finding may be missing from it."""
    if file is None:
        return (), False
    node, problems = read_tree(file)
    faults.found.extend(problems)
    if node is None or is_blank(node):
        return (), bool(problems)
    if not isinstance(node, Sequence):
        faults.add(
            fault(
                "invalid-value",
                place(node),
                "findings.yml holds a list of findings, and this is none",
                help="begin each finding with `- id: ` at the start of a line",
            )
        )
        return (), True
    read = [_read_finding(item, faults) for item in node.items]
    return tuple(finding for finding in read if finding), None in read


def _read_finding(node: Node, faults: Faults) -> Finding | None:
    """Read one finding; its faults carry its id, by which `checks.accept` finds them."""
    before = len(faults)
    finding = FINDING.read(node, faults)
    if finding:
        faults.found[before:] = [replace(one, subject=finding.id.value) for one in faults.found[before:]]
    return finding


def missing_brief(path: str) -> Diagnostic:
    """Return what is said where a brief's folder has no brief.yml."""
    return fault(
        "missing-field",
        Position(path, 1, 1),
        f"there is no file `{path}`",
        help="write it: `title`, `date` and `summary` are what it needs",
    )


def missing_findings(path: str) -> Diagnostic:
    """Return what is said where sections name findings and there are none."""
    return fault(
        "missing-field",
        Position(path, 1, 1),
        f"there is no file `{path}`, and sections of the brief name findings",
        help="write it, or give the file that holds the findings this name",
    )


def schemas() -> dict[str, Any]:
    """Return the JSON Schemas of brief.yml and findings.yml, by file name."""
    base = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return {
        "brief.schema.json": {**base, "title": "brief.yml", **BRIEF.schema()},
        "findings.schema.json": {**base, "title": "findings.yml", "type": "array", "items": FINDING.schema()},
    }
