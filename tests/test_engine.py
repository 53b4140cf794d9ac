"""The contract that every engine keeps, run over each that is installed."""

from __future__ import annotations

import re
import sys
import time
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

from policybrief.engines import Engine, Job
from policybrief.engines.embedded import EmbeddedEngine
from policybrief.engines.program import run as run_program
from policybrief.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Project, Ran

ENGINES: list[Engine] = [EmbeddedEngine()]


@pytest.fixture(params=ENGINES, ids=lambda engine: engine.name)
def engine(request: pytest.FixtureRequest) -> Engine:
    found: Engine = request.param
    return found


def _job(folder: Path, body: str) -> Job:
    for name in ("page.css", "page.html", "page.typ"):
        (folder / name).write_text((ROOT / "templates" / name).read_text("utf-8"), encoding="utf-8")
    (folder / "style.csl").write_text((ROOT / "templates/csl/notes.csl").read_text("utf-8"), encoding="utf-8")
    (folder / "brief.lua").write_text((ROOT / "policybrief/engines/brief.lua").read_text("utf-8"), encoding="utf-8")
    (folder / "references.bib").write_text("@misc{a, author = {{A}}, title = {{T}}, date = {2020}}\n", encoding="utf-8")
    head = "---\nlang: en\ndate: 2021-01-25\npaper: a4\nbibliography: references.bib\ncsl: style.csl\n---\n\n"
    title = "::: {.doc-title}\nA title\n:::\n\n::: {.doc-day}\n25 January 2021\n:::\n\n"
    (folder / "brief.qmd").write_text(f"{head}{title}{body}\n", encoding="utf-8")
    return Job(folder=folder, formats=("html", "pdf"), timestamp=1_611_532_800)


def test_it_renders_both_formats(engine: Engine, tmp_path: Path) -> None:
    rendered = engine.render(_job(tmp_path, "A statement [@a].\n\n::: {#refs}\n:::"))
    html = rendered.files["html"].read_text("utf-8")
    assert re.search(r'A statement\.<a class="cite" id="ref-1" href="#note-1"', html)
    assert rendered.files["pdf"].read_bytes().startswith(b"%PDF-1.7")
    assert engine.versions()


def test_an_unknown_key_fails(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="nobody"):
        engine.render(_job(tmp_path, "A statement [@nobody]."))


def test_a_broken_template_fails_with_the_last_words(engine: Engine, tmp_path: Path) -> None:
    job = _job(tmp_path, "A statement.")
    with (tmp_path / "page.typ").open("a") as file:
        file.write("\n#no-such-function()\n")
    with pytest.raises(EngineError, match="no-such-function"):
        engine.render(job)


def test_a_program_is_ended_in_time_with_its_children(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys, time; from pathlib import Path;"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        "Path('child').write_text(str(child.pid)); time.sleep(60)"
    )
    started = time.perf_counter()
    with pytest.raises(EngineError, match="took longer than 2 seconds"):
        run_program([sys.executable, "-c", code], folder=tmp_path, seconds=2)
    assert time.perf_counter() - started < 10
    if sys.platform == "linux":
        status = ROOT.__class__(f"/proc/{(tmp_path / 'child').read_text()}/stat")
        assert not status.exists() or " Z " in status.read_text()


def test_a_program_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="`no-such-program` can't be started"):
        run_program(["no-such-program"], folder=tmp_path, seconds=1)


def test_a_program_sees_little_of_the_surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "hunter2")
    ended = run_program([sys.executable, "-c", "import os; print(dict(os.environ))"], folder=tmp_path, seconds=20)
    assert "hunter2" not in ended.stdout


def test_an_engine_that_fails_leaves_the_old_files(project: Project, run: Callable[..., Ran]) -> None:
    assert run("--project", project.folder).exit_number == 0
    before = {path.name: path.read_bytes() for path in (project.folder / "output/water").iterdir()}
    (project.folder / "templates").mkdir()
    (project.folder / "templates" / "page.typ").write_text("#panic()", encoding="utf-8")
    ran = run("--project", project.folder)
    assert ran.exit_number == 3
    assert "water failed: Typst could not make the PDF" in ran.stdout
    assert "Templates of the project's own: page.typ" in ran.stdout
    assert {path.name: path.read_bytes() for path in (project.folder / "output/water").iterdir()} == before
