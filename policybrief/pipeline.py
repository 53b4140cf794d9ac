"""The story of a build: read, check, build each brief. A reader of the code starts here, and goes on in building.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from policybrief.assemble.readiness import check_templates
from policybrief.assemble.templates import Templates
from policybrief.checks.project import CheckedBrief, Checks, check_project
from policybrief.reading.project import choose_briefs, read_project
from policybrief.reports import Report, ReportedClaim

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policybrief.building import Outcome
    from policybrief.model import Project
    from policybrief.request import Request


def check(request: Request) -> Report:
    """Read a project and check it. Raises UsageError."""
    project, checks = _read_and_check(request)
    return _report(project, checks, request)


def build(request: Request) -> Report:
    """Check a project, and build each brief that has no errors. Raises UsageError and OutputError."""
    from concurrent.futures import ThreadPoolExecutor

    from policybrief.building import build_brief
    from policybrief.engines.choice import Engines
    from policybrief.outputs.alone import writing

    engines, outcomes = Engines(request.engine), []
    with writing(request.output, request.on_step):
        project, checks = _read_and_check(request)
        ready = [one for one in checks.briefs if (_has_a_head(one) if request.is_draft else not one.has_errors)]
        with ThreadPoolExecutor(max(1, min(request.jobs, len(ready)))) as pool:
            building = [pool.submit(build_brief, one, request, engines) for one in ready]
            try:
                for number, done in enumerate(building, 1):
                    request.on_step(f"Building: {number} of {len(ready)}")
                    outcomes.append(done.result())
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)  # what has not begun does not begin any more
                raise
    return replace(_report(project, checks, request, outcomes), remarks=engines.remarks)


def _has_a_head(checked: CheckedBrief) -> bool:
    """Tell whether there is enough of a brief for a draft: what it has to have is not made up."""
    return not any(
        one.code == "missing-field" and one.position and one.position.path == checked.brief.file.path
        for one in checked.diagnostics
    )


def _read_and_check(request: Request) -> tuple[Project, Checks]:
    request.on_step("Reading the briefs, references and stored sources")
    slugs = choose_briefs(request.project, request.briefs)
    project, found = read_project(request.project, slugs)
    request.on_step("Checking claims, citations and quotes")
    templates = Templates(request.project)
    for brief in project.briefs:
        found += check_templates(brief, request.project, templates)
    return project, check_project(project, found)


def _report(project: Project, checks: Checks, request: Request, outcomes: Sequence[Outcome] = ()) -> Report:
    refused = [one for outcome in outcomes for one in outcome.refused]
    return Report(
        briefs=tuple(sorted(set(choose_briefs(request.project, request.briefs)))),
        diagnostics=tuple(sorted([*checks.diagnostics, *refused], key=lambda one: one.sort_key)),
        checked=checks.counts,
        accepted=tuple(accepted for checked in checks.briefs for accepted in checked.accepted),
        lowered=tuple(lowered for checked in checks.briefs for lowered in checked.lowered),
        claims=tuple(
            ReportedClaim(brief=checked.brief.slug, finding=finding)
            for checked in checks.briefs
            for finding in checked.brief.findings
        ),
        built=tuple(outcome.built for outcome in outcomes if outcome.built),
        not_checked=tuple(one for outcome in outcomes for one in outcome.not_checked),
        failures=tuple(outcome.failure for outcome in outcomes if outcome.failure),
        overrides=tuple(Templates(request.project).overrides),
        files=project.files,
    )
