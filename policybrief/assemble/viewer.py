"""Views of stored texts -> what the page's filter puts into the HTML, through a template that escapes every value."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from policybrief.assemble.filling import Filler

if TYPE_CHECKING:
    from collections.abc import Iterable

    from policybrief.assemble.labels import Labels
    from policybrief.assemble.templates import Templates
    from policybrief.assemble.views import DocumentView, EvidenceView, StoredTextView

TEMPLATE = "stored.html.j2"


def write_viewer(document: DocumentView, labels: Labels, templates: Templates) -> str:
    """Return as JSON the HTML of each stored text, the quotes that are in more than one piece, and what they support.

    It never goes through Markdown: stored texts have come from anywhere, and may be long.
    """
    texts = document.stored_texts
    filler = Filler(templates, autoescape=True, trim_blocks=True)
    divided = sorted(_divided(texts))
    shown = [
        {"key": one.key, "html": filler.fill(TEMPLATE, source=one, divided=frozenset(divided), label=labels)}
        for one in texts
    ]
    evidence = {finding.id: [_evidence(one) for one in finding.evidence] for finding in document.findings}
    return json.dumps({"divided": divided, "evidence": evidence, "texts": shown}, ensure_ascii=False, indent=1) + "\n"


def _evidence(evidence: EvidenceView) -> dict[str, str]:
    """Return what a note says of a piece of evidence that it rests on."""
    said = {
        "place": evidence.anchor.removeprefix("evidence-"),
        "key": evidence.key,
        "bearing": evidence.bearing,
        "anchor": evidence.anchor_in_text,
        "quote": evidence.plain_quote,
        "language": evidence.language,
        "source": ", ".join(filter(None, (evidence.source, evidence.locator))),
        "locator": evidence.locator,
    }
    return {name: text for name, text in said.items() if text is not None}


def _divided(texts: Iterable[StoredTextView]) -> set[str]:
    """Return the anchors of the quotes whose words are in more than one piece."""
    pieces = Counter(
        anchor for text in texts for line in text.lines for piece in line.pieces for anchor in piece.quotes
    )
    return {anchor for anchor, number in pieces.items() if number > 1}
