"""The JSON files beside a brief: where each quote stands, and what the build was made of."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from policybrief.outputs.inputs import digest
from policybrief.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from policybrief.checks.project import CheckedBrief
    from policybrief.checks.standings import Standing
    from policybrief.diagnostics import NotChecked
    from policybrief.model import Evidence, Finding
    from policybrief.outputs.inputs import InputsRecord

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
                "claim": finding.claim.words,
                "confidence": finding.confidence.value,
                "evidence": [_evidence(finding, evidence, checked) for evidence in finding.evidence],
            }
            for finding in checked.brief.findings
        ],
    }


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


def manifest_record(
    checked: CheckedBrief,
    *,
    inputs: InputsRecord,
    tools: Mapping[str, str],
    folder: Path,
    overrides: Iterable[str] = (),
    not_checked: Iterable[NotChecked] = (),
) -> Json:
    """Return what went into a build, what came out, what made it, and what was checked and what was not."""
    return {
        "version": 1,
        "brief": checked.brief.slug,
        "build": inputs.build,
        "policybrief": VERSION,
        "engine": {"name": inputs.content["options"]["engine"], "tools": dict(sorted(tools.items()))},
        "overrides": list(overrides),
        "inputs": inputs.content,
        "outputs": {path.name: digest(path.read_bytes()) for path in sorted(folder.iterdir()) if path.is_file()},
        "checked": dict(checked.counts),
        "not_checked": [{"what": one.what, "why": one.why} for one in not_checked],
    }
