"""The command line: exit numbers, reports, and what is said of wrong usage."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

import policybrief
from policybrief.reports.text import TextReport
from policybrief.request import Request

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Project, Ran


def test_check_finds_nothing(project: Project, run: Callable[..., Ran]) -> None:
    ran = run("check", "--project", project.folder)
    assert (ran.exit_number, ran.stderr) == (0, "")
    assert not (project.folder / "output").exists()


def test_json_is_one_document_whatever_the_exit_number(project: Project, run: Callable[..., Ran]) -> None:
    project.replace("briefs/water/findings.yml", "12 per cent in 2021.\n\n", "13 per cent in 2021.\n\n")
    ran = run("check", "--project", project.folder, "--format", "json")
    assert ran.exit_number == 1
    record = json.loads(ran.stdout)
    assert record["version"] == 1
    assert record["briefs"] == ["water"]
    assert record["checked"]["claims"] == 2
    (diagnostic,) = record["diagnostics"]
    assert diagnostic["code"] == "quote-not-in-source"
    assert diagnostic["briefs"] == ["water"]
    assert (diagnostic["path"], diagnostic["line"], diagnostic["column"]) == ("briefs/water/findings.yml", 5, 14)
    assert diagnostic["notes"][0]["path"] == "seeds/report.txt"


def test_warnings_fail_only_when_strict(project: Project, run: Callable[..., Ran]) -> None:
    project.append(
        "references.bib", "@misc{x, author = {{Y}}, title = {Z}, date = {2020}, file = {seeds/report.txt}}\n"
    )
    assert run("check", "--project", project.folder).exit_number == 0
    assert run("check", "--project", project.folder, "--strict").exit_number == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "no-such-brief"], "there is no brief `no-such-brief`; the briefs of this project are: water"),
        (["--to", "docx,odt"], "is not a format"),
        (["explain", "no-such-code"], "is not a diagnostic code"),
        (["lock", "--accept", "nothing.txt"], "there is no stored source `nothing.txt`"),
    ],
)
def test_wrong_usage(arguments: list[str], words: str, project: Project, run: Callable[..., Ran]) -> None:
    ran = run(*arguments, "--project", project.folder)
    assert ran.exit_number == 2
    assert words in ran.stderr


def test_options_that_mean_nothing(run: Callable[..., Ran], capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["explain", "--strict"], ["lock", "--format", "json"], ["--colour"]):
        with pytest.raises(SystemExit) as ended:
            run(*arguments)
        assert ended.value.code == 2
    with pytest.raises(SystemExit):
        run("lock", "--format", "json")
    assert "--format means nothing for `lock`; it is for check" in capsys.readouterr().err


def test_folders_that_are_no_briefs(project: Project, run: Callable[..., Ran]) -> None:
    (project.folder / "briefs" / "con").mkdir()
    (project.folder / "briefs" / "con" / "brief.yml").write_text("title: x\n")
    ran = run("check", "--project", project.folder)
    assert ran.exit_number == 2
    assert "its name is that of a device on Windows" in ran.stderr
    assert run("check", "--project", project.folder / "nowhere").exit_number == 2
    assert "there is no brief in" in run("check", "--project", project.folder / "seeds").stderr


def test_explain(run: Callable[..., Ran]) -> None:
    assert "can be neither lowered nor accepted" in run("explain", "quote-not-in-source").stdout
    assert "unused-reference" in run("explain").stdout


def test_lock_records_new_sources_and_refuses_changed_ones(project: Project, run: Callable[..., Ran]) -> None:
    sums = project.folder / "seeds" / "SHA256SUMS"
    (project.folder / "seeds" / "new.txt").write_text("A new page.\n")
    ran = run("lock", "--project", project.folder)
    assert ran.exit_number == 0
    assert "recorded: seeds/new.txt" in ran.stdout
    assert f"{hashlib.sha256(b'A new page.' + chr(10).encode()).hexdigest()}  new.txt\n" in sums.read_text()
    project.replace("seeds/letter.txt", "March", "April")
    before = sums.read_text()
    ran = run("lock", "--project", project.folder)
    assert ran.exit_number == 1
    assert "lock --accept seeds/letter.txt" in ran.stdout
    assert sums.read_text() == before
    assert run("lock", "--project", project.folder, "--accept", "seeds/letter.txt").exit_number == 0
    assert sums.read_text() != before
    (project.folder / "seeds" / "new.txt").unlink()
    assert "is recorded and is not there" in run("lock", "--project", project.folder).stdout
    if sys.platform == "linux":
        project.folder.joinpath("seeds", "new.txt").write_text("A new page.\n")
        subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=project.folder / "seeds", check=True)


def test_schemas_are_written_and_the_repository_s_are_new(project: Project, run: Callable[..., Ran]) -> None:
    assert run("schema", "--project", project.folder).exit_number == 0
    for name in ("brief.schema.json", "findings.schema.json"):
        written = (project.folder / "docs" / "schemas" / name).read_text("utf-8")
        assert written == (ROOT / "docs" / "schemas" / name).read_text("utf-8"), "run `python build.py schema`"


def test_colour_only_where_asked_for(project: Project) -> None:
    project.replace("briefs/water/findings.yml", "source: committee", "source: comittee")
    report = policybrief.check(Request(project=project.folder, output=project.folder / "output"))
    assert "\x1b[31;1m" in TextReport(colour=True).draw(report)
    assert "\x1b" not in TextReport(colour=False).draw(report)


def test_as_a_module_and_quiet_when_piped(project: Project) -> None:
    command = [sys.executable, "-m", "policybrief", "check", "--project", str(project.folder)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True)
    assert ended.stderr == ""
    assert "\x1b" not in ended.stdout


def test_a_fault_of_our_own_is_told_as_that(
    project: Project, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policybrief.pipeline.check_project", lambda *_: 1 / 0)
    ran = run("check", "--project", project.folder)
    assert ran.exit_number == 3
    assert "policybrief itself failed: ZeroDivisionError" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_interrupted(project: Project, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("policybrief.pipeline.check_project", interrupt)
    assert run("check", "--project", project.folder).exit_number == 130


@pytest.mark.parametrize("arguments", [["check", "nosuch", "--format", "json"], ["check", "--format=json", "nosuch"]])
def test_json_says_why_nothing_was_done(arguments: list[str], project: Project, run: Callable[..., Ran]) -> None:
    ran = run(*arguments, "--project", project.folder)
    assert ran.exit_number == 2
    (undone,) = json.loads(ran.stdout)["not_checked"]
    assert "there is no brief `nosuch`" in undone["why"]


@pytest.mark.parametrize("name", ["seeds", "briefs/water", "templates/x"])
def test_outputs_do_not_stand_among_inputs(name: str, project: Project, run: Callable[..., Ran]) -> None:
    ran = run("--project", project.folder, "--output", project.folder / name)
    assert ran.exit_number == 2
    assert "of the project, where outputs would stand" in ran.stderr


def test_several_ids_in_one_text_are_told_as_a_list(project: Project, run: Callable[..., Ran]) -> None:
    project.replace("briefs/water/brief.yml", "because: families-pay", "because: families-pay, prices-up")
    assert "write several as a list: `[families-pay, prices-up]`" in run("check", "--project", project.folder).stdout


@pytest.mark.parametrize(("start", "words"), [(b"PK\x03\x04", "a Word file"), (b"%PDF-1.7", "it is a PDF")])
def test_what_is_no_text_is_called_by_its_name(
    start: bytes, words: str, project: Project, run: Callable[..., Ran]
) -> None:
    (project.folder / "seeds" / "report.txt").write_bytes(start + b"\x00" * 10)
    assert words in run("check", "--project", project.folder).stdout
