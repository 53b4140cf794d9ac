"""A report as workflow commands of GitHub Actions, shown at the lines of a change, and as a job's summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policybrief.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policybrief.diagnostics import Diagnostic
    from policybrief.reports import Report

ROWS = 200
"""Rows of the table at most; a summary may hold one megabyte."""


def report_as_github(report: Report, *, prefix: str = "") -> str:
    """Return a workflow command for each fault, and for each check that did not run.

    `prefix` is the path of the project from the repository's root, with `/` at its end, or nothing where they are one.
    """
    commands = [_command(one, prefix) for one in report.diagnostics]
    commands += [
        f"::warning title=not checked::{_data(f'{one.what}, because {one.why}')}" for one in report.not_checked
    ]
    commands += [f"::error title=not built::{_data(f'{one.slug}: {one.message}')}" for one in report.failures]
    return "".join(f"{line}\n" for line in [*commands, _counted(report)])


def summary_as_markdown(report: Report) -> str:
    """Return what a job's summary shows: a table of the faults, and what was checked and what was not."""
    return "\n".join(_summary(report)) + "\n"


def _command(one: Diagnostic, prefix: str) -> str:
    values = {"title": one.code}
    if one.position:
        at = one.position
        values |= {"file": prefix + at.path, "line": str(at.line), "col": str(at.column)}
        values["endColumn"] = str(at.column + one.length)
    told = ",".join(f"{name}={_property(value)}" for name, value in values.items())
    lines = [one.message]
    lines += [f"{note.position}: {note.message}" if note.position else note.message for note in one.notes]
    lines += [one.help] if one.help else []
    return f"::{one.severity.value} {told}::{_data(chr(10).join(lines))}"


def _data(text: str) -> str:
    """Escape a message as the runner unescapes it."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _counted(report: Report) -> str:
    errors, warnings = report.count(Severity.ERROR), report.count(Severity.WARNING)
    claims = report.checked.get("claims", 0)
    return f"policybrief: {claims:,} claims checked; errors: {errors:,}; warnings: {warnings:,}"


def _summary(report: Report) -> Iterator[str]:
    errors, warnings = report.count(Severity.ERROR), report.count(Severity.WARNING)
    yield f"### policybrief: {errors:,} errors, {warnings:,} warnings"
    yield ""
    yield (
        "Checked: " + ", ".join(f"{number:,} {name.replace('_', ' ')}" for name, number in report.checked.items()) + "."
    )
    if report.diagnostics:
        yield ""
        yield "| | where | what | do |"
        yield "|---|---|---|---|"
    for one in report.diagnostics[:ROWS]:
        place = f"{one.position.path}:{one.position.line}" if one.position else ""
        cells = (f"{one.severity.value} `{one.code}`", _cell(place), _cell(one.message), _cell(one.help or ""))
        yield f"| {' | '.join(cells)} |"
    if len(report.diagnostics) > ROWS:
        yield ""
        yield f"... and {len(report.diagnostics) - ROWS:,} more."
    for missing in report.not_checked:
        yield ""
        yield f"**Not checked:** {_cell(missing.what)}, because {_cell(missing.why)}."
    for accepted in report.accepted:
        found = accepted.diagnostic
        yield ""
        yield f"Accepted: `{found.code}` at {_cell(found.subject)}: {_cell(accepted.why)}"
    for lowered in report.lowered:
        yield ""
        yield f"Lowered: `{lowered.code}` to {lowered.weight} ({lowered.number:,} found)."


def _cell(text: str) -> str:
    """Return text that stays in its cell and draws nothing: no bars, tags, mentions, images or links."""
    words = " ".join(text.split())
    for mark, written in (
        ("&", "&amp;"),
        ("<", "&lt;"),
        ("|", "&#124;"),
        ("[", "&#91;"),
        ("@", "&#64;"),
        ("`", "&#96;"),
    ):
        words = words.replace(mark, written)
    return words
