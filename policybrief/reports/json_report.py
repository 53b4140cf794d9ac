"""A report as one JSON document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from policybrief.outputs.records import to_json

if TYPE_CHECKING:
    from policybrief.diagnostics import Diagnostic, Note
    from policybrief.reports import Report


def report_as_json(report: Report) -> str:
    """Return the report in the form that the contract fixes, version 1."""
    return to_json(report_record(report))


def report_record(report: Report) -> dict[str, Any]:
    """Return the report as plain values."""
    return {
        "version": 1,
        "briefs": list(report.briefs),
        "checked": dict(report.checked),
        "not_checked": [{"what": one.what, "why": one.why} for one in report.not_checked],
        "diagnostics": [_diagnostic(one) for one in report.diagnostics],
        "accepted": [
            {
                "code": one.diagnostic.code,
                "where": one.diagnostic.subject,
                "words": one.diagnostic.words,
                "why": one.why,
            }
            for one in report.accepted
        ],
        "lowered": [{"code": one.code, "weight": one.weight, "number": one.number} for one in report.lowered],
    }


def _diagnostic(one: Diagnostic) -> dict[str, Any]:
    return {
        "code": one.code,
        "severity": one.severity.value,
        "briefs": list(one.briefs),
        **_position(one),
        "message": one.message,
        "help": one.help,
        "notes": [{**_position(note), "message": note.message} for note in one.notes],
    }


def _position(one: Diagnostic | Note) -> dict[str, str | int | None]:
    if one.position is None:
        return {"path": None, "line": None, "column": None}
    return {"path": one.position.path, "line": one.position.line, "column": one.position.column}
