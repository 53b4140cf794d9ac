"""The story of a build: read, check, assemble, render, record. A reader of the code starts here."""

from __future__ import annotations

import calendar
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from policybrief.assemble import assemble
from policybrief.assemble.readiness import check_templates
from policybrief.assemble.templates import Templates
from policybrief.checks.project import CheckedBrief, Checks, check_project
from policybrief.engines import Engine, Job
from policybrief.engines.embedded import FILTER, EmbeddedEngine
from policybrief.errors import PolicybriefError
from policybrief.outputs.publish import publish, recover, staging_folder
from policybrief.outputs.records import claim_text, evidence_record, manifest_record, to_json
from policybrief.reading.project import choose_briefs, read_project
from policybrief.reports import Built, Failure, Report, ReportedClaim
from policybrief.reports.json_report import report_as_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from policybrief.model import Project
    from policybrief.request import Request


def check(request: Request) -> Report:
    """Read a project and check it. Raises UsageError."""
    project, checks = _read_and_check(request)
    return _report(project, checks, request)


def build(request: Request) -> Report:
    """Check a project, and render each brief that has no errors. Raises UsageError and OutputError."""
    recover(request.output)
    project, checks = _read_and_check(request)
    built: list[Built] = []
    failures: list[Failure] = []
    for checked in checks.briefs:
        if checked.has_errors:
            continue
        try:
            built.append(_build_brief(checked, request))
        except PolicybriefError as error:
            failures.append(Failure(slug=checked.brief.slug, message=str(error)))
    return _report(project, checks, request, built=tuple(built), failures=tuple(failures))


def _read_and_check(request: Request) -> tuple[Project, Checks]:
    request.on_step("Reading the briefs, references and stored sources")
    slugs = choose_briefs(request.project, request.briefs)
    project, found = read_project(request.project, slugs)
    request.on_step("Checking claims, citations and quotes")
    templates = Templates(request.project)
    for brief in project.briefs:
        found += check_templates(brief, request.project, templates)
    return project, check_project(project, found)


def _build_brief(checked: CheckedBrief, request: Request) -> Built:
    """Assemble, render and record one brief; its old files stay until all the new ones are there."""
    slug = checked.brief.slug
    templates = Templates(request.project)
    engine = _choose_engine()
    staged = staging_folder(request.output, slug)
    with tempfile.TemporaryDirectory(prefix="policybrief-") as name:
        request.on_step(f"Assembling {slug}")
        folder = Path(name)
        assembled = assemble(checked, templates, project=request.project, folder=folder, lua_filter=FILTER)
        request.on_step(f"Rendering {slug} with the {engine.name} engine")
        job = Job(folder=folder, formats=request.formats, timestamp=_timestamp(checked.brief.date.day))
        rendered = engine.render(job)
        for format_name, path in rendered.files.items():
            (staged / f"{slug}.{format_name}").write_bytes(path.read_bytes())
        _write(staged / f"{slug}.qmd", assembled.document)
    request.on_step(f"Recording {slug}")
    _write(staged / "evidence.json", to_json(evidence_record(checked)))
    _write(staged / "report.json", report_as_json(_report_of(checked)))
    manifest = manifest_record(
        checked,
        engine=engine.name,
        tools=engine.versions(),
        templates=templates.used,
        folder=staged,
        not_checked=[],
    )
    _write(staged / "manifest.json", to_json(manifest))
    target = publish(request.output, slug)
    return Built(slug=slug, engine=engine.name, files=tuple(target / f"{slug}.{name}" for name in request.formats))


def _choose_engine() -> Engine:
    return EmbeddedEngine()


def _timestamp(day: date) -> int:
    return calendar.timegm(day.timetuple())


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _report(
    project: Project,
    checks: Checks,
    request: Request,
    *,
    built: tuple[Built, ...] = (),
    failures: tuple[Failure, ...] = (),
) -> Report:
    return Report(
        briefs=tuple(sorted(set(choose_briefs(request.project, request.briefs)))),
        diagnostics=checks.diagnostics,
        checked=checks.counts,
        accepted=tuple(accepted for checked in checks.briefs for accepted in checked.accepted),
        lowered=tuple(lowered for checked in checks.briefs for lowered in checked.lowered),
        claims=tuple(claim for checked in checks.briefs for claim in _claims(checked)),
        built=built,
        failures=failures,
        overrides=tuple(Templates(request.project).overrides),
        files=project.files,
    )


def _claims(checked: CheckedBrief) -> Iterator[ReportedClaim]:
    for finding in checked.brief.findings:
        yield ReportedClaim(
            brief=checked.brief.slug,
            finding=finding.id.value,
            text=claim_text(finding),
            position=finding.id.position(),
        )


def _report_of(checked: CheckedBrief) -> Report:
    """Return the report of one brief, as it stands beside its files."""
    return Report(
        briefs=(checked.brief.slug,),
        diagnostics=checked.diagnostics,
        checked=checked.counts,
        accepted=checked.accepted,
        lowered=checked.lowered,
        files={},
    )
