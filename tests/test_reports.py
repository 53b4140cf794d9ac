"""One list of faults, told as SARIF, JUnit XML and workflow commands of GitHub."""

from __future__ import annotations

import json
import os
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import jsonschema
import pytest
import yaml
from conftest import ROOT
from msgspec.structs import replace

import policybrief
from policybrief.codes import CODES
from policybrief.diagnostics import Diagnostic, NotChecked, Severity
from policybrief.reports import Failure, Report
from policybrief.reports.github import ROWS, report_as_github, summary_as_markdown
from policybrief.reports.junit import report_as_junit
from policybrief.reports.sarif import report_as_sarif
from policybrief.request import Request

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Project, Ran

SUBSET = json.loads((ROOT / "tests" / "sarif.schema.json").read_text("utf-8"))
HOSTILE = "100 %\r\n::error::stop ]]> | <img src=x> @team [a](https://example.org) {0} \x08"


@pytest.fixture
def faulty(project: Project) -> Project:
    """A project with a quote that is in another source, a source that nobody cites, and an accepted fault."""
    project.replace("briefs/water/findings.yml", "source: committee", "source: ministry2021")
    project.append(
        "references.bib", "@misc{x, author = {{Y}}, title = {Z}, date = {2020}, file = {seeds/report.txt}}\n"
    )
    return project


def _report(project: Project) -> Report:
    return policybrief.check(Request(project=project.folder, output=project.folder / "output"))


def _sarif(text: str) -> dict[str, Any]:
    log = json.loads(text)
    jsonschema.validate(log, SUBSET)
    if published := os.environ.get("SARIF_SCHEMA"):
        jsonschema.validate(log, json.loads(Path(published).read_text("utf-8")))
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def test_sarif_has_every_code_as_a_rule_with_its_page(faulty: Project) -> None:
    run = _sarif(report_as_sarif(_report(faulty)))
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(CODES)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_sarif_points_into_the_yaml_and_the_sources(faulty: Project) -> None:
    report = _report(faulty)
    run = _sarif(report_as_sarif(report, prefix="the briefs/"))
    results = run["results"]
    assert len(results) == len(report.diagnostics) > 1
    related = 0
    for result, one in zip(results, report.diagnostics, strict=True):
        place = result["locations"][0]["physicalLocation"]
        assert one.position
        assert unquote(place["artifactLocation"]["uri"]) == f"the briefs/{one.position.path}"
        assert place["region"]["startLine"] == one.position.line
        assert place["region"]["endColumn"] > place["region"]["startColumn"] == one.position.column
        for location in result.get("relatedLocations", ()):
            uri = unquote(location["physicalLocation"]["artifactLocation"]["uri"]).removeprefix("the briefs/")
            assert (faulty.folder / uri).is_file()
            related += uri.startswith("seeds/")
    assert related
    prints = [result["partialFingerprints"]["policybrief/v1"] for result in results]
    assert len(set(prints)) == len(prints)


def test_sarif_fingerprints_outlive_lines_above(faulty: Project) -> None:
    def prints() -> list[str]:
        run = _sarif(report_as_sarif(_report(faulty)))
        return [result["partialFingerprints"]["policybrief/v1"] for result in run["results"]]

    before = prints()
    path = faulty.folder / "briefs" / "water" / "findings.yml"
    path.write_text("# a line\n" + path.read_text("utf-8"), encoding="utf-8")
    assert prints() == before


def test_sarif_tells_what_was_accepted_and_what_did_not_run(project: Project) -> None:
    project.append(
        "briefs/water/brief.yml", "checks: {accept: [{code: unused-reference, where: x, why: For later.}]}\n"
    )
    project.append(
        "references.bib", "@misc{x, author = {{Y}}, title = {Z}, date = {2020}, file = {seeds/report.txt}}\n"
    )
    report = replace(
        _report(project),
        not_checked=(NotChecked(what="accessibility", why="no validator is installed"),),
        failures=(Failure(slug="water", message="the disk is full"),),
    )
    run = _sarif(report_as_sarif(report))
    assert [one["suppressions"][0]["justification"] for one in run["results"]] == ["For later."]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert [one["message"]["text"] for one in invocation["toolExecutionNotifications"]] == [
        "not checked: accessibility, because no validator is installed",
        "water was not built: the disk is full",
    ]


def _hostile() -> Report:
    fault = Diagnostic(
        code="missing-field",
        severity=Severity.ERROR,
        message=HOSTILE,
        help=HOSTILE,
        position=None,
        subject=HOSTILE,
    )
    warning = replace(fault, severity=Severity.WARNING, briefs=("water",))
    return Report(briefs=("water",), diagnostics=(fault, warning), checked={"briefs": 1}, files={})


def test_hostile_words_stay_words() -> None:
    report = _hostile()
    for result in _sarif(report_as_sarif(report))["results"]:
        assert "](" not in result["message"]["text"]
        assert "{{0}}" in result["message"]["text"]
    ET.fromstring(report_as_junit(report))
    *commands, counted = report_as_github(report).splitlines()
    assert len(commands) == 2
    assert all("%250D%250A" not in line and "100 %25%0D%0A::error" in line for line in commands)
    assert not counted.startswith("::")
    table = summary_as_markdown(report)
    assert not {"<img", "@team", "[a]"} & set(table.split())
    rows = [line for line in table.splitlines() if line.startswith(("| error", "| warning"))]
    assert [row.count("|") for row in rows] == [5, 5]


def test_junit_has_a_case_for_each_claim(faulty: Project) -> None:
    root = ET.fromstring(report_as_junit(_report(faulty)))
    cases = root.findall(".//testcase[@classname='water.claims']")
    assert [case.get("name", "").partition(":")[0] for case in cases] == ["prices-up", "families-pay"]
    failed = [case for case in cases if case.find("failure") is not None]
    assert 0 < len(failed) < len(cases)
    assert root.get("tests") == str(len(root.findall(".//testcase")))
    assert root.get("failures") == str(len(root.findall(".//testcase[failure]")))
    assert {case.get("file") for case in cases} == {"briefs/water/findings.yml"}


def test_junit_when_strict(faulty: Project) -> None:
    report = replace(_report(faulty), not_checked=(NotChecked(what="fonts", why="none is there"),))
    lenient, strict = (ET.fromstring(report_as_junit(report, strict=strict)) for strict in (False, True))
    assert lenient.get("skipped") == "1"
    assert strict.get("skipped") == "0"
    assert int(strict.get("failures", "")) == int(lenient.get("failures", "")) + 3
    said = lenient.find(".//testcase[@name='x']/system-out")
    assert said is not None
    assert "unused-reference" in (said.text or "")


def test_github_commands_name_the_line(
    faulty: Project, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(faulty.folder.parent))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    ran = run("check", "--project", faulty.folder, "--format", "github")
    assert ran.exit_number == 1
    assert "::error title=quote-in-other-source,file=project/briefs/water/findings.yml,line=" in ran.stdout
    assert "| error `quote-in-other-source` |" in (tmp_path / "summary.md").read_text("utf-8")


def test_the_table_is_cut_and_says_so() -> None:
    report = replace(_hostile(), diagnostics=_hostile().diagnostics * ROWS)
    assert f"... and {ROWS} more." in summary_as_markdown(report)


@pytest.mark.parametrize("form", ["sarif", "junit", "github", "json", "text"])
def test_every_form_keeps_the_exit_number(form: str, faulty: Project, run: Callable[..., Ran]) -> None:
    assert run("check", "--project", faulty.folder, "--format", form).exit_number == 1


def test_the_sample_is_silent_in_sarif(sample: Project, run: Callable[..., Ran]) -> None:
    assert _sarif(run("check", "--project", sample.folder, "--format", "sarif").stdout)["results"] == []


def test_other_repositories_can_use_the_checks() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert hook["entry"] == "policybrief check"
    assert hook["pass_filenames"] is False
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    (run,) = [step["run"] for step in action["runs"]["steps"] if "run" in step]
    assert "${{" not in run, "what a user gives is handed on in variables, never pasted into a script"
