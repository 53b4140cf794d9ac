"""Building: what a brief's folder holds, what refuses it, and that nothing is lost."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from selectolax.lexbor import LexborHTMLParser

from policybrief.outputs.publish import DRAFT, publish, recover, staging_folder, tidy
from policybrief.outputs.see_pdf import see_pdf

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Project, Ran

SLUG = "kazakhstan-civic-space"


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def test_the_sample_is_built_and_passes_strict(sample: Project, run: Callable[..., Ran]) -> None:
    ran = run("--project", sample.folder, "--strict")
    assert ran.exit_number == 0, ran.stdout
    assert "No errors, no warnings." in ran.stdout
    files = _files(sample.folder / "output" / SLUG)
    assert set(files) == {
        f"{SLUG}.pdf", f"{SLUG}.html", f"{SLUG}.qmd", "evidence.json", "report.json", "manifest.json"
    }  # fmt: skip
    html = files[f"{SLUG}.html"].decode()
    assert re.findall(r"<script[^>]*>", html) == ['<script type="application/json" id="inputs">']
    assert not re.search(r'(src|href)="(?!#|https?:|mailto:)', html)
    assert len(set(re.findall(r'id="(finding-[^"]+)"', html))) == 22
    assert len(set(re.findall(r'id="(source-[^"]+)"', html))) == 8


def test_evidence_says_where_each_quote_stands(sample: Project, run: Callable[..., Ran]) -> None:
    run("--project", sample.folder)
    record = json.loads((sample.folder / "output" / SLUG / "evidence.json").read_text("utf-8"))
    stands = [place for finding in record["findings"] for one in finding["evidence"] for place in one["stands"]]
    assert len(stands) == 41
    for place in stands:
        lines = (sample.folder / place["path"]).read_text("utf-8").split("\n")
        text = "\n".join(lines[place["line"] - 1 : place["end_line"]])
        assert text[place["column"] - 1 :].startswith(place["text"])


def test_manifest_holds_the_hashes(sample: Project, run: Callable[..., Ran]) -> None:
    run("--project", sample.folder, "--engine", "embedded")
    folder = sample.folder / "output" / SLUG
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["engine"]["name"] == "embedded"
    for name, recorded in manifest["outputs"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == recorded
    for name, recorded in manifest["inputs"]["sources"].items():
        assert hashlib.sha256((sample.folder / name).read_bytes()).hexdigest() == recorded


def test_the_same_bytes_in_other_surroundings(sample: Project, run: Callable[..., Ran], tmp_path: Path) -> None:
    run("--project", sample.folder)
    other = tmp_path / "élsewhere with spaces"
    shutil.copytree(sample.folder, other, ignore=shutil.ignore_patterns("output"))
    surroundings = {
        "PATH": os.environ["PATH"], "HOME": str(tmp_path), "TZ": "Asia/Almaty", "LC_ALL": "C", "PYTHONHASHSEED": "3",
        "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1", "SYSTEMROOT": os.environ.get("SYSTEMROOT", ""),
    }  # fmt: skip
    command = [sys.executable, "-m", "policybrief", "--project", str(other)]
    ended = subprocess.run(command, env=surroundings, capture_output=True, text=True, encoding="utf-8", check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert _files(other / "output" / SLUG) == _files(sample.folder / "output" / SLUG)


@pytest.mark.parametrize("style", ["notes", "author-date", "numeric"])
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_every_style_and_paper(style: str, paper: str, project: Project, run: Callable[..., Ran]) -> None:
    project.append("briefs/water/brief.yml", f"style: {style}\npaper: {paper}\n")
    ran = run("--project", project.folder)
    assert ran.exit_number == 0, ran.stdout


FAULTS = {
    "evidence removed": ("findings.yml", "      quote: Water prices rose by 12 per cent in 2021.\n", ""),
    "key misspelt": ("findings.yml", "source: ministry2021", "source: ministry2012"),
    "word of a quote changed": ("findings.yml", "In May each family", "In May every family"),
}


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (
            "briefs/water/findings.yml",
            "  evidence:\n    - source: ministry2021\n      quote: Water prices rose by 12 per cent in 2021.\n",
            "",
            "briefs/water/findings.yml:2:10: error[claim-without-citation]",
        ),
        (
            "briefs/water/findings.yml",
            "source: ministry2021",
            "source: ministry2012",
            "briefs/water/findings.yml:4:15: error[unknown-citation]",
        ),
        (
            "briefs/water/findings.yml",
            "each family",
            "every family",
            "briefs/water/findings.yml:12:9: error[quote-not-in-source]",
        ),
        ("seeds/report.txt", "forty", "fourty", "references.bib:6:15: error[source-changed]"),
        ("seeds/letter.txt", None, None, "references.bib:12:15: error[source-missing]"),
    ],
)
def test_a_fault_refuses_the_brief_and_keeps_the_old_files(
    name: str, old: str | None, new: str | None, message: str, project: Project, run: Callable[..., Ran]
) -> None:
    assert run("--project", project.folder).exit_number == 0
    before = _files(project.folder / "output" / "water")
    if old is None or new is None:
        (project.folder / name).unlink()
    else:
        project.replace(name, old, new)
    ran = run("--project", project.folder)
    assert ran.exit_number == 1
    assert message in ran.stdout
    assert " help: " in ran.stdout
    assert _files(project.folder / "output" / "water") == before


def test_a_brief_with_errors_does_not_stop_another(project: Project, run: Callable[..., Ran]) -> None:
    shutil.copytree(project.folder / "briefs" / "water", project.folder / "briefs" / "second")
    project.replace("briefs/second/findings.yml", "source: committee", "source: comittee")
    ran = run("--project", project.folder)
    assert ran.exit_number == 1
    assert "Built water" in ran.stdout
    assert not (project.folder / "output" / "second").exists()
    assert run("--project", project.folder, "water").exit_number == 0
    assert run("--project", project.folder, project.folder / "briefs" / "second").exit_number == 1


def test_what_can_not_be_read_of_one_brief_hides_nothing_of_another(project: Project, run: Callable[..., Ran]) -> None:
    shutil.copytree(project.folder / "briefs" / "water", project.folder / "briefs" / "second")
    project.replace("briefs/second/brief.yml", "title: Who", 'title: "Who')
    project.replace("references.bib", "  file     = {seeds/letter.txt},\n", "")
    ran = run("--project", project.folder, "--engine", "embedded")
    assert "error[reference-without-source]" in ran.stdout
    assert not (project.folder / "output" / "water").exists()


def test_a_fault_of_an_entry_that_nobody_cites_hides_no_unknown_key(project: Project, run: Callable[..., Ran]) -> None:
    project.append("references.bib", "\n@misc{other, title = {A}, publisher = nowhere}\n")
    project.replace("briefs/water/findings.yml", "source: committee", "source: comittee")
    assert "error[unknown-citation]" in run("check", "--project", project.folder).stdout


@pytest.mark.parametrize("name", ["brief.yaml", "brief.yml.txt", "Brief.yml"])
def test_a_brief_under_another_name_is_not_passed_over(name: str, project: Project, run: Callable[..., Ran]) -> None:
    shutil.copytree(project.folder / "briefs" / "water", project.folder / "briefs" / "second")
    (project.folder / "briefs" / "second" / "brief.yml").rename(project.folder / "briefs" / "second" / name)
    ran = run("check", "--project", project.folder)
    if not (project.folder / "briefs" / "second" / "brief.yml").exists():  # names may differ in case alone
        assert ran.exit_number == 1
        assert f"rename `{name}` to `brief.yml`" in ran.stdout


def test_findings_that_are_not_there_are_told_once(project: Project, run: Callable[..., Ran]) -> None:
    findings = project.folder / "briefs" / "water" / "findings.yml"
    findings.write_bytes(findings.read_text("utf-8").encode("utf-16"))
    assert run("check", "--project", project.folder).stdout.count("error[") == 1
    findings.unlink()
    ran = run("check", "--project", project.folder)
    assert ran.stdout.count("error[") == 1
    assert "error[missing-field] there is no file" in ran.stdout


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [("manifest.json", '"not_checked": []', '"not_checked": [{}]'), ("report.json", '"claims": 2', '"claims": 3')],
)
def test_records_of_another_run_are_made_again(
    name: str, old: str, new: str, project: Project, run: Callable[..., Ran]
) -> None:
    run("--project", project.folder, "--engine", "embedded")
    project.replace(f"output/water/{name}", old, new)
    assert "Built water" in run("--project", project.folder, "--engine", "embedded").stdout


def test_a_check_that_did_not_run_is_no_success(
    project: Project, run: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.platform == "win32":
        pytest.skip("the validator is a shell script")
    program = tmp_path / "programs" / "vnu"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho no Java here >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    ran = run("--project", project.folder, "--engine", "embedded")
    assert ran.exit_number == 3
    assert "no Java here" in ran.stdout
    report = json.loads((project.folder / "output" / "water" / "report.json").read_text("utf-8"))
    assert [one["what"] for one in report["not_checked"]] == ["brief.html by the Nu checker"]


@pytest.mark.parametrize("field", ["title", "date", "summary"])
def test_no_draft_is_made_where_its_head_is_missing(field: str, project: Project, run: Callable[..., Ran]) -> None:
    path = project.folder / "briefs" / "water" / "brief.yml"
    path.write_text(re.sub(rf"(?m)^{field}:", f"# {field}:", path.read_text("utf-8")), encoding="utf-8")
    if field == "summary":
        project.replace("briefs/water/brief.yml", "# summary: |\n  Water", "# summary: |\n# Water")
    ran = run("--draft", "--project", project.folder, "--engine", "embedded")
    assert ran.exit_number == 1
    assert "error[missing-field]" in ran.stdout
    assert not (project.folder / "output" / "water").exists()


def test_a_draft_with_a_style_that_can_not_be_had(project: Project, run: Callable[..., Ran]) -> None:
    project.replace("briefs/water/brief.yml", "title:", "style: nonsense\ntitle:")
    assert run("--draft", "--project", project.folder, "--engine", "embedded").exit_number == 0
    page = (project.folder / "output" / "water" / DRAFT / "water.html").read_text("utf-8")
    assert "there is no citation style" in page


def test_only_what_is_asked_for(project: Project, run: Callable[..., Ran]) -> None:
    ran = run("--project", project.folder, "--to", "html", "--output", project.folder / "elsewhere")
    assert ran.exit_number == 0
    names = {path.name for path in (project.folder / "elsewhere" / "water").iterdir()}
    assert "water.html" in names
    assert "water.pdf" not in names


def _set(folder: Path, name: str, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def test_new_files_take_the_place_of_old_ones_and_drafts_stay(tmp_path: Path) -> None:
    _set(tmp_path / "water", "old.pdf", "old")
    _set(tmp_path / "water", "manifest.json", "{}")
    _set(tmp_path / "water" / DRAFT, "draft.pdf", "draft")
    _set(staging_folder(tmp_path, "water"), "new.pdf", "new")
    publish(tmp_path, "water")
    tidy(tmp_path)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["draft", "draft.pdf", "new.pdf", "water"]


def test_an_interrupted_swap_is_mended_by_the_next_run(tmp_path: Path) -> None:
    _set(tmp_path / ".staging" / "water.old", "old.pdf", "old")
    _set(tmp_path / ".staging" / "water", "half.pdf", "half")
    recover(tmp_path)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["old.pdf", "water"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere")
def test_an_output_folder_that_can_not_be_written(project: Project, run: Callable[..., Ran]) -> None:
    (project.folder / "output").mkdir(mode=0o555)
    assert run("--project", project.folder).exit_number == 3


def test_what_has_not_changed_is_not_built_again(project: Project, run: Callable[..., Ran]) -> None:
    folder = project.folder / "output" / "water"
    first = run("--project", project.folder)
    before = {path.name: path.stat().st_ino for path in folder.iterdir()}
    assert "Nothing has changed in water" in run("--project", project.folder).stdout
    assert {path.name: path.stat().st_ino for path in folder.iterdir()} == before
    assert run("--project", project.folder, "--force").stdout == first.stdout
    assert {path.name: path.stat().st_ino for path in folder.iterdir()} != before


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("briefs/water/brief.yml", "Who pays", "Who pays in the end"),
        ("briefs/water/findings.yml", "Each family was asked", "Every family was asked"),
        ("references.bib", "Water prices in the district", "Prices of water in the district"),
    ],
)
def test_what_has_changed_is_built_again(
    name: str, old: str, new: str, project: Project, run: Callable[..., Ran]
) -> None:
    run("--project", project.folder)
    project.replace(name, old, new)
    assert "Built water" in run("--project", project.folder).stdout


def test_changes_that_do_not_matter_are_passed_over(project: Project, run: Callable[..., Ran]) -> None:
    run("--project", project.folder)
    project.append("briefs/water/findings.yml", "# a comment for the team\n")
    assert "Nothing has changed in water" in run("--project", project.folder).stdout


def test_outputs_that_were_touched_or_lost_are_built_again(project: Project, run: Callable[..., Ran]) -> None:
    run("--project", project.folder)
    project.append("output/water/water.html", "<!-- -->")
    assert "Built water" in run("--project", project.folder).stdout
    (project.folder / "output" / "water" / "evidence.json").unlink()
    assert "Built water" in run("--project", project.folder).stdout
    (project.folder / "templates").mkdir()
    css = (ROOT / "templates" / "page.css").read_text("utf-8")
    (project.folder / "templates" / "page.css").write_text(css + "p { margin: 0; }\n", encoding="utf-8")
    assert "Built water" in run("--project", project.folder).stdout
    manifest = json.loads((project.folder / "output" / "water" / "manifest.json").read_text("utf-8"))
    assert manifest["overrides"] == ["page.css"]
    run("--project", project.folder, "--to", "html", "--force")
    assert "Built water" in run("--project", project.folder).stdout


def test_briefs_side_by_side_are_those_built_alone(project: Project, run: Callable[..., Ran]) -> None:
    for name in ("second", "third"):
        shutil.copytree(project.folder / "briefs" / "water", project.folder / "briefs" / name)
    assert run("--project", project.folder, "--jobs", "3").exit_number == 0
    for name in ("water", "second", "third"):
        assert (
            run("--project", project.folder, "--output", project.folder / "alone", "--jobs", "1", name).exit_number == 0
        )
        assert _files(project.folder / "alone" / name) == _files(project.folder / "output" / name)


def test_refused_files_are_kept_until_the_next_build(project: Project, run: Callable[..., Ran]) -> None:
    run("--project", project.folder)
    before = _files(project.folder / "output" / "water")
    page = (ROOT / "templates" / "page.html").read_text("utf-8")
    (project.folder / "templates").mkdir()
    own = project.folder / "templates" / "page.html"
    own.write_text(page.replace("$body$", "$body$<a href='#gone'>x</a>"), encoding="utf-8")
    ran = run("--project", project.folder)
    assert ran.exit_number == 1
    assert "output/.refused/water/water.html:1:1: error[link-broken]" in ran.stdout
    refused = project.folder / "output" / ".refused" / "water"
    assert "#gone" in (refused / "water.html").read_text("utf-8")
    assert _files(project.folder / "output" / "water") == before
    own.unlink()
    run("--project", project.folder)
    assert not refused.exists()


def test_a_draft_lists_its_errors_and_leaves_the_other_files(project: Project, run: Callable[..., Ran]) -> None:
    run("--project", project.folder)
    before = _files(project.folder / "output" / "water")
    project.replace("briefs/water/brief.yml", "[@families-pay]", "[@families-pay; @nobody]")
    project.replace("briefs/water/findings.yml", "source: ministry2021", "source: ministry2012")
    ran = run("build", "--draft", "--project", project.folder)
    assert ran.exit_number == 0, ran.stdout
    assert "Draft of water" in ran.stdout
    draft = project.folder / "output" / "water" / DRAFT
    page = (draft / "water.html").read_text("utf-8")
    assert "Draft, not for publication" in page
    assert "(unknown-citation)" in page
    assert "[nobody?]" in page
    pages = see_pdf(draft / "water.pdf", "draft", {})
    assert "Open errors" in [heading.text for heading in pages.headings]
    shown = LexborHTMLParser(page)
    assert {"#summary", "#finding-prices-up"} <= {one.attributes["href"] for one in shown.css(".open-errors > ul a")}
    assert "`nobody`" in "".join(one.text() for one in shown.css(".summary .open-errors"))
    assert "`ministry2012`" in "".join(one.text() for one in shown.css("#finding-prices-up .open-errors"))
    assert _files(project.folder / "output" / "water") == before
    project.replace("briefs/water/brief.yml", "; @nobody", "")
    project.replace("briefs/water/findings.yml", "source: ministry2012", "source: ministry2021")
    assert run("--project", project.folder, "--force").exit_number == 0
    assert (draft / "water.html").is_file()


def test_a_draft_of_what_can_not_be_read(project: Project, run: Callable[..., Ran]) -> None:
    project.replace("briefs/water/brief.yml", "title: Who", "title: [Who")
    assert run("build", "--draft", "--project", project.folder).exit_number == 1


def test_a_key_that_quarto_reserves(project: Project, run: Callable[..., Ran]) -> None:
    for name in ("references.bib", "briefs/water/findings.yml"):
        path = project.folder / name
        path.write_text(path.read_text("utf-8").replace("ministry2021", "tip-2021"), encoding="utf-8")
    ran = run("--project", project.folder)
    assert ran.exit_number == 0, ran.stdout
    assert 'id="source-tip-2021"' in (project.folder / "output/water/water.html").read_text("utf-8")
