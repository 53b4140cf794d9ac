"""A report as SARIF 2.1.0, for code scanning: results at the lines of the YAML, rules with their pages."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from policybrief.codes import CODES
from policybrief.diagnostics import Severity
from policybrief.explain import page
from policybrief.position import Position
from policybrief.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policybrief.diagnostics import Diagnostic
    from policybrief.reports import Report

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT_BASE = "%SRCROOT%"
"""The name that code scanning has for the root of the repository."""

_RULES = {code: index for index, code in enumerate(CODES)}

Json = dict[str, Any]


def report_as_sarif(report: Report, *, prefix: str = "") -> str:
    """Return the report as one SARIF log.

    `prefix` is the path of the project from the repository's root, with `/` at its end, or nothing where they are one.
    """
    run = {
        "tool": {
            "driver": {
                "name": "policybrief",
                "semanticVersion": VERSION,
                "rules": [_rule(code) for code in CODES],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not (report.failures or report.not_checked),
                "toolExecutionNotifications": list(_notifications(report)),
            }
        ],
        "results": list(_results(report, prefix)),
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(code: str) -> Json:
    one, words = CODES[code], page(code)
    return {
        "id": code,
        "shortDescription": _message(one.summary),
        "fullDescription": _message(words.split("\n\n", 1)[0].replace("\n", " ")),
        "help": {**_message(words), "markdown": words},
        "defaultConfiguration": {"level": one.severity},
        "properties": {"tags": ["citations", "evidence"], "problem.severity": one.severity},
    }


def _notifications(report: Report) -> Iterator[Json]:
    for missing in report.not_checked:
        yield {"level": "error", **_said(f"not checked: {missing.what}, because {missing.why}")}
    for failure in report.failures:
        yield {"level": "error", **_said(f"{failure.slug} was not built: {failure.message}")}


def _results(report: Report, prefix: str) -> Iterator[Json]:
    seen: Counter[str] = Counter()
    for one in report.diagnostics:
        yield _result(one, prefix, seen)
    for accepted in report.accepted:
        suppression = {"kind": "inSource", "status": "accepted", "justification": accepted.why}
        yield {**_result(accepted.diagnostic, prefix, seen), "suppressions": [suppression]}


def _result(one: Diagnostic, prefix: str, seen: Counter[str]) -> Json:
    at = one.position or _fallback(one)
    length = one.length if one.position else 0
    related = [
        {"id": number, "physicalLocation": _physical(note.position, prefix), **_said(note.message)}
        for number, note in enumerate(one.notes, 1)
        if note.position
    ]
    return {
        "ruleId": one.code,
        "ruleIndex": _RULES[one.code],
        "level": "error" if one.severity is Severity.ERROR else "warning",
        **_said(_told(one)),
        "locations": [{"physicalLocation": _physical(at, prefix, length=length)}],
        **({"relatedLocations": related} if related else {}),
        "partialFingerprints": {"policybrief/v1": _fingerprint(one, at, seen)},
    }


def _told(one: Diagnostic) -> str:
    """Return message, notes without a place, and advice, a line for each."""
    loose = [note.message for note in one.notes if not note.position]
    return "\n".join([one.message, *loose, *([one.help] if one.help else [])])


def _fingerprint(one: Diagnostic, at: Position, seen: Counter[str]) -> str:
    """Return what stays the same for a fault while lines above it come and go."""
    key = f"{one.code}\n{at.path}\n{one.subject}\n{one.words}"
    seen[key] += 1
    return hashlib.sha256(f"{key}\n{seen[key]}".encode()).hexdigest()[:32]


def _fallback(one: Diagnostic) -> Position:
    """Return a place for a fault that has none: code scanning refuses results without one."""
    return Position(f"briefs/{one.briefs[0]}/brief.yml" if one.briefs else "references.bib", 1, 1)


def _physical(at: Position, prefix: str, *, length: int = 0) -> Json:
    region: Json = {"startLine": at.line, "startColumn": at.column}
    if length:
        region["endColumn"] = at.column + length
    return {"artifactLocation": {"uri": quote(prefix + at.path), "uriBaseId": ROOT_BASE}, "region": region}


def _said(text: str) -> Json:
    return {"message": _message(text)}


def _message(text: str) -> Json:
    """Return a message object; braces and `](` would mean something in its text (SARIF 2.1.0, 3.11.5 and 3.11.6)."""
    return {"text": text.replace("{", "{{").replace("}", "}}").replace("](", "] (")}
