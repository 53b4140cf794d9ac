"""The contract that every engine keeps, run over each that is installed."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import time
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from msgspec.structs import replace
from rendering import installed_engine

from policybrief.engines import FILTER, Engine, Job
from policybrief.engines.compile import without_warnings
from policybrief.engines.program import run as run_program
from policybrief.engines.quarto import QuartoEngine
from policybrief.errors import EngineError
from policybrief.outputs.see_html import see_html
from policybrief.outputs.see_pdf import see_pdf

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Project, Ran


SOURCES = '\n\n::: {.source #source-a key="a"}\n:::\n\n::: {#refs}\n:::'


@pytest.fixture(params=["embedded", "quarto"])
def engine(request: pytest.FixtureRequest) -> Engine:
    return installed_engine(request.param)


def _job(folder: Path, body: str) -> Job:
    for name in ("page.css", "page.html", "page.typ"):
        (folder / name).write_text((ROOT / "templates" / name).read_text("utf-8"), encoding="utf-8")
    (folder / "style.csl").write_text((ROOT / "templates/csl/notes.csl").read_text("utf-8"), encoding="utf-8")
    shutil.copytree(FILTER, folder / FILTER.name)
    (folder / "references.bib").write_text("@misc{a, author = {{A}}, title = {{T}}, date = {2020}}\n", encoding="utf-8")
    for name in ("inputs.json", "evidence.json", "sources.bib"):
        (folder / name).write_text("{}", encoding="utf-8")
    template = (ROOT / "templates/brief.qmd.j2").read_text("utf-8")
    head = "---\n" + re.sub(r"{% if .*?{% endif %}\n", "", template.split("---\n")[1], flags=re.DOTALL) + "---\n\n"
    for name, value in {"language": "en", "iso_date": "2021-01-25", "paper": "a4", "build": "0123-4567"}.items():
        head = head.replace(f"{{{{ brief.{name} }}}}", value)
    title = "::: {.doc-title}\nA title\n:::\n\n::: {.doc-day}\n25 January 2021\n:::\n\n"
    (folder / "brief.qmd").write_text(f"{head}{title}{body}\n", encoding="utf-8")
    return Job(folder=folder, formats=("html", "pdf"), timestamp=1_611_532_800)


def test_it_renders_both_formats(engine: Engine, tmp_path: Path) -> None:
    rendered = engine.render(_job(tmp_path, f"A statement [@a].{SOURCES}"))
    html = rendered.files["html"].read_text("utf-8")
    assert re.search(r'A statement\.<a class="cite" id="ref-1" href="#note-1"', html)
    assert rendered.files["pdf"].read_bytes().startswith(b"%PDF-1.7")
    assert engine.versions()


def test_the_folder_is_written_while_an_engine_gets_ready(engine: Engine, tmp_path: Path) -> None:
    job = _job(tmp_path, f"A statement [@a].{SOURCES}")
    document, record, pages = tmp_path / "brief.qmd", tmp_path / "inputs.json", []
    text = document.read_bytes()
    document.unlink()
    record.unlink()

    def write() -> None:
        time.sleep(0.3)
        document.write_bytes(text)

    def complete() -> None:
        time.sleep(0.3)
        record.write_text('{"late": true}', encoding="utf-8")

    def on_page(path: Path) -> None:
        pages.append(path.read_text("utf-8"))

    engine.render(replace(job, write=write, complete=complete, on_page=on_page))
    assert len(pages) == 1
    assert '{"late": true}' in pages[0]
    assert pages[0].rstrip().endswith("</html>")


WRAPPED = """
## Findings {#section-1}

::: {.ours}
::: {.finding #finding-f1 number="F1" level="low"}
### F1 {#heading-f1}

::: {.claim}
They came [@a].
:::
:::

We say more [@a].
:::

Term

:   ::: {.contested}
    Some deny it.
    :::
"""


def test_divs_may_stand_in_others_of_a_template(engine: Engine, tmp_path: Path) -> None:
    quote = {"place": "f1-1", "key": "a", "bearing": "supports", "anchor": "q-1", "quote": "THE QUOTE"}
    evidence = {"f1": [{**quote, "language": "", "source": "A", "locator": ""}]}
    job = _job(tmp_path, WRAPPED + SOURCES)
    stored = {"divided": [], "texts": [], "evidence": evidence}
    (tmp_path / "stored.json").write_text(json.dumps(stored), encoding="utf-8")
    page = engine.render(job).files["html"].read_text("utf-8")
    first, second = re.findall(r'<li class="note".*?</li>', page, re.DOTALL)
    assert "THE QUOTE" in first
    assert "THE QUOTE" not in second  # it is not of the finding that ended before
    if engine.name == "embedded":
        assert "#contested(" in (tmp_path / "brief.typ").read_text("utf-8")


def test_what_can_not_be_completed_fails(engine: Engine, tmp_path: Path) -> None:
    def complete() -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        engine.render(replace(_job(tmp_path, "A statement."), complete=complete))
    assert not list(tmp_path.glob("brief.*ml"))


def test_an_unknown_key_fails(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="nobody"):
        engine.render(_job(tmp_path, "A statement [@nobody].\n\n::: {#refs}\n:::"))


def test_a_broken_template_fails_with_the_last_words(engine: Engine, tmp_path: Path) -> None:
    job = _job(tmp_path, "A statement.")
    with (tmp_path / "page.typ").open("a") as file:
        file.write("\n#par[a #parbreak() b]\n#no-such-function()\n")
    with pytest.raises(EngineError, match="no-such-function"):
        engine.render(job)


def test_warnings_do_not_hide_an_error() -> None:
    said = "warning: parbreak may not\n  at 1\nerror: unknown\n  at 2\nwarning: again\n  at 3\nerror: more\n"
    assert without_warnings(said) == "error: unknown\n  at 2\nerror: more\n"


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
        while status.exists() and " Z " not in status.read_text():
            assert time.perf_counter() - started < 20, "the child is still there"
            time.sleep(0.05)


def test_a_program_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="`no-such-program` can't be started"):
        run_program(["no-such-program"], folder=tmp_path, seconds=1)


def test_a_program_sees_little_of_the_surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "hunter2")
    ended = run_program([sys.executable, "-c", "import os; print(dict(os.environ))"], folder=tmp_path, seconds=20)
    assert "hunter2" not in ended.stdout


def _stand_in(folder: Path, answer: str) -> None:
    """Put a `quarto` on PATH that says no more than its version."""
    folder.mkdir()
    script = folder / ("quarto.bat" if sys.platform == "win32" else "quarto")
    script.write_text(f"@echo {answer}\n" if sys.platform == "win32" else f"#!/bin/sh\necho {answer}\n")
    script.chmod(0o755)


@pytest.mark.parametrize("version", ["1.3.450", "0.9", "nonsense"])
def test_an_old_quarto_is_passed_over_and_told(
    version: str, project: Project, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _stand_in(tmp_path / "bin", version)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    ran = run("--project", project.folder)
    assert ran.exit_number == 0
    assert f"Quarto {version} is too old: 1.9 or newer is needed; it was passed over." in ran.stdout
    assert "Built water with the embedded engine" in ran.stdout
    ran = run("--project", project.folder, "--engine", "quarto")
    assert ran.exit_number == 3
    assert "water failed: Quarto" in ran.stdout


def test_a_brief_may_pin_its_engine(
    project: Project, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _stand_in(tmp_path / "bin", "1.3.450")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    project.append("briefs/water/brief.yml", "engine: embedded\n")
    ran = run("--project", project.folder, "--engine", "quarto")
    assert (ran.exit_number, "with the embedded engine" in ran.stdout) == (0, True)


def test_both_engines_make_the_same(sample: Project, run: Callable[..., Ran]) -> None:
    quarto = QuartoEngine.find()
    if quarto is None or quarto.problem:
        pytest.skip("Quarto is not installed")
    seen = []
    for name in ("embedded", "quarto"):
        folder = sample.folder / name
        ran = run("--project", sample.folder, "--engine", name, "--output", folder)
        assert ran.exit_number == 0, ran.stdout
        (slug,) = (path for path in folder.iterdir() if path.is_dir())
        page = see_html(slug / f"{slug.name}.html", "")
        seen.append((page, see_pdf(slug / f"{slug.name}.pdf", "", page.sources)))
    for one, other in zip(*seen, strict=True):
        for part in ("title", "language", "headings", "marks", "notes", "citings", "findings"):
            assert getattr(one, part) == getattr(other, part), part
        assert list(one.sources) == list(other.sources)


def test_an_engine_that_fails_leaves_the_old_files(project: Project, run: Callable[..., Ran]) -> None:
    assert run("--project", project.folder).exit_number == 0
    before = {path.name: path.read_bytes() for path in (project.folder / "output/water").iterdir()}
    (project.folder / "templates").mkdir()
    (project.folder / "templates" / "page.typ").write_text("#panic()", encoding="utf-8")
    ran = run("--project", project.folder, "--engine", "embedded")
    assert ran.exit_number == 3
    assert "water failed: Typst could not make the PDF" in ran.stdout
    assert "Templates of the project's own: page.typ" in ran.stdout
    assert {path.name: path.read_bytes() for path in (project.folder / "output/water").iterdir()} == before
