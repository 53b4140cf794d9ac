"""Do the people, organisations and places that a claim names stand in its sources?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from policybrief.diagnostics import Diagnostic, fault
from policybrief.reading.latex import decode_latex
from policybrief.text.names import NamedText, find_names
from policybrief.text.passages import passages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policybrief.checks.inputs import Inputs
    from policybrief.model import Finding

METADATA = (
    "author",
    "editor",
    "title",
    "subtitle",
    "publisher",
    "organization",
    "institution",
    "journaltitle",
    "series",
)


def check_names(inputs: Inputs) -> Iterator[Diagnostic]:
    """Each proper name of a claim stands in one of its sources, as itself or as an acronym that is introduced."""
    introduced = _introduced(inputs)
    for finding in inputs.brief.findings:
        if not finding.evidence or "evidence" in finding.broken:
            continue
        named: NamedText | None = None
        for passage in passages(finding.claim):
            text = passage.outside("about")
            starts = [sentence.start for sentence in passage.sentences()]
            for name in find_names(text, starts):
                named = named or _named_in_sources(inputs, finding)
                if named.holds(name) or (introduced.get(name.text) and named.holds_text(introduced[name.text])):
                    continue
                yield fault(
                    "name-not-in-source",
                    finding.claim.source,
                    f"`{name.text}` stands in none of the sources of this claim",
                    help="check the name; if the source calls it otherwise, write it so, or quote where it is said",
                    subject=finding.id.value,
                    words=name.text,
                    offset=passage.offset(name.start),
                    length=len(name.text),
                )


def _named_in_sources(inputs: Inputs, finding: Finding) -> NamedText:
    """Return the words of a finding's sources, and of what their references and evidence say of them."""
    texts = []
    for evidence in finding.evidence:
        key = evidence.source.value
        if text := inputs.texts.of(key):
            texts.append(text.key)
        if reference := inputs.references.get(key):
            texts += [decode_latex(reference.fields[name].value) for name in METADATA if name in reference.fields]
        if evidence.via:
            texts.append(evidence.via.value)
    return NamedText(texts)


def _introduced(inputs: Inputs) -> dict[str, str]:
    """Return the acronyms that the brief itself introduces, `Name (ACRONYM)`, with what they stand for."""
    from policybrief.checks.places import places
    from policybrief.text.names import introduced_acronyms

    found: dict[str, str] = {}
    for place in places(inputs.brief):
        for passage in passages(place.text):
            if "(" in passage.text:
                found |= introduced_acronyms(passage.text)
    return found
