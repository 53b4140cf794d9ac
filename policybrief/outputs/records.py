"""The JSON files beside a brief: where each quote stands, and what the build was made of."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from policybrief.markup import plain
from policybrief.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from policybrief.checks.project import CheckedBrief
    from policybrief.checks.standings import Standing
    from policybrief.model import Evidence, Finding

Json = dict[str, Any]


def to_json(record: Json) -> str:
    """Return a record as text: the same bytes for the same record, everywhere."""
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def evidence_record(checked: CheckedBrief) -> Json:
    """Return the findings of a brief, their evidence, and where each quote stands."""
    placed = [named.value for section in checked.brief.sections for named in section.findings]
    numbers = {name: f"F{number}" for number, name in enumerate(placed, 1)}
    return {
        "version": 1,
        "brief": checked.brief.slug,
        "findings": [
            {
                "id": finding.id.value,
                "number": numbers.get(finding.id.value),
                "claim": claim_text(finding),
                "confidence": finding.confidence.value,
                "evidence": [_evidence(finding, evidence, checked) for evidence in finding.evidence],
            }
            for finding in checked.brief.findings
        ],
    }


def claim_text(finding: Finding) -> str:
    """Return a claim's words on one line, without citations."""
    return " ".join(" ".join(plain(paragraph.children) for paragraph in finding.claim.paragraphs()).split())


def _evidence(finding: Finding, evidence: Evidence, checked: CheckedBrief) -> Json:
    standing = checked.standings.of(finding).get(evidence.number)
    return {
        "number": evidence.number,
        "source": evidence.source.value,
        "stance": evidence.stance.value,
        "at": evidence.at.value.strip() if evidence.at else None,
        "quote": " ".join(evidence.quote.value.split()) if evidence.quote else None,
        "level": standing.match.level.value if standing else None,
        "stands": _places(standing) if standing else [],
    }


def _places(standing: Standing) -> list[Json]:
    """Return the parts of a quote in its file, lines and columns from 1, the end past the last character."""
    file = standing.text.file
    places = []
    for start, end in standing.spans:
        first, last = file.position(start), file.position(end)
        places.append(
            {
                "path": file.path,
                "line": first.line,
                "column": first.column,
                "end_line": last.line,
                "end_column": last.column,
                "text": file.text[start:end],
            }
        )
    return places


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def manifest_record(
    checked: CheckedBrief,
    *,
    engine: str,
    tools: Mapping[str, str],
    templates: Mapping[str, bytes],
    folder: Path,
    not_checked: list[Json],
) -> Json:
    """Return hashes of what went in and what came out, and the versions of the tools."""
    brief = checked.brief
    texts = {brief.file.path: brief.file.text, checked.library.file.path: checked.library.file.text}
    if brief.findings:
        findings = brief.findings[0].id.file
        texts[findings.path] = findings.text
    return {
        "version": 1,
        "brief": brief.slug,
        "policybrief": VERSION,
        "engine": {"name": engine, "tools": dict(sorted(tools.items()))},
        "inputs": {path: digest(text.encode()) for path, text in sorted(texts.items())},
        "sources": {
            source.file.path: source.sha256
            for _, source in sorted(checked.library.sources.items(), key=lambda item: item[1].file.path)
        },
        "templates": {name: digest(data) for name, data in sorted(templates.items())},
        "outputs": {path.name: digest(path.read_bytes()) for path in sorted(folder.iterdir()) if path.is_file()},
        "checked": dict(checked.counts),
        "not_checked": not_checked,
    }
