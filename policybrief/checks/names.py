"""Do the people, organisations and places that a claim names stand in its sources?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from policybrief.diagnostics import Diagnostic, fault
from policybrief.reading.latex import decode_latex
from policybrief.text.names import NamedText, find_names, stands_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policybrief.checks.inputs import Claimed, Inputs

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


def check_names(inputs: Inputs, claimed: Claimed) -> Iterator[Diagnostic]:
    """Each proper name of a claim stands in one of its sources, as itself or as an acronym that is introduced."""
    if not claimed.has_evidence or not inputs.can_be_read(claimed.keys):
        return
    texts = list(_texts(inputs, claimed))
    for passage in claimed.claim.passages:
        starts = [sentence.start for sentence in passage.sentences] or [0]
        for name in find_names(passage.outside("about"), starts, is_known=inputs.texts.know_as_name):
            meant = inputs.introduced.get(name.text)
            if stands_in(name, texts) or (meant and stands_in(meant, texts)):
                continue
            yield fault(
                "name-not-in-source",
                claimed.finding.claim.source,
                f"`{name.text}` stands in none of the sources of this claim",
                help="check the name; if the source calls it otherwise, write it so, or quote where it is said",
                subject=claimed.finding.id.value,
                words=name.text,
                offset=passage.offset(name.start),
                length=len(name.text),
            )


def _texts(inputs: Inputs, claimed: Claimed) -> Iterator[NamedText]:
    """Yield the sources of a claim, with what their references say of them, and who is named in `via`."""
    cited = [inputs.findings[key] for key in claimed.keys if key in inputs.findings]
    for evidence in [*claimed.finding.evidence, *(one for finding in cited for one in finding.evidence)]:
        key = evidence.source.value
        if stored := inputs.texts.named(key):
            yield stored
        if key not in inputs.named:
            inputs.named[key] = NamedText("\n".join(_metadata(inputs, key)))
        yield inputs.named[key]
        if evidence.translation:
            yield NamedText(evidence.translation.value)
        if evidence.via:
            yield NamedText(evidence.via.value)


def _metadata(inputs: Inputs, key: str) -> Iterator[str]:
    """Yield the names that a reference gives."""
    if reference := inputs.references.get(key):
        yield from (decode_latex(reference.fields[name].value) for name in METADATA if name in reference.fields)
