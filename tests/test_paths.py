"""Whatever a project names, nothing outside its folder is read, and nothing outside the output folder written."""

from __future__ import annotations

import os
import re
import shutil
import sys
import unicodedata
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Project, Ran

CANARY = "hunter2 canary"
needs_links = pytest.mark.skipif(sys.platform == "win32", reason="making symbolic links takes rights on Windows")


@pytest.fixture(autouse=True)
def outside(tmp_path: Path) -> Path:
    """Return a folder beside the project, with files that nobody is to see or to lose."""
    folder = tmp_path / "outside"
    for name in ("secret.txt", "brief.yml", "page.css", "style.csl", "x.j2", "x.html", "water/kept.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(CANARY, encoding="utf-8")
    return folder


def _unharmed(outside: Path, ran: Ran) -> None:
    assert CANARY not in ran.stdout + ran.stderr
    assert "policybrief itself failed" not in ran.stderr
    assert sorted(path.name for path in outside.rglob("*")) == sorted(
        ["secret.txt", "brief.yml", "page.css", "style.csl", "x.j2", "x.html", "water", "kept.txt"]
    )


FILES = [
    "../outside/secret.txt",
    "seeds/../../outside/secret.txt",
    "seeds/./../brief.yml",
    "/etc/passwd",
    "//etc/passwd",
    "~/.ssh/id_rsa",
    "C:/Windows/win.ini",
    "C:seeds/report.txt",
    "seeds\\\\report.txt",
    "file:///etc/passwd",
    "\\\\\\\\host\\\\share\\\\x.txt",
    "seeds/",
    "seeds",
    ".",
    "..",
    "seeds/..",
    "seeds/NUL",
    "seeds/con.txt",
    "seeds/report.txt:stream",
    "seeds/*.txt",
    "seeds/SHA256SUMS",
    "seeds/.hidden.txt",
    "/dev/stdin",
    "/proc/self/environ",
    "$HOME/x.txt",
    "%USERPROFILE%",
    "briefs/water/brief.yml",
    "references.bib",
    "seeds/" + "x" * 5000 + ".txt",
    "seeds/" + "a/" * 2000 + "x.txt",
    "seeds/report.txt\u0000.pdf",
    ";",
    ":",
    "::",
    ":;:",
    "a:seeds/../../outside/secret.txt:text/plain",
    "SEEDS/REPORT.TXT",
]


@pytest.mark.parametrize("path", FILES)
def test_a_source_outside_is_never_read(path: str, project: Project, run: Callable[..., Ran], outside: Path) -> None:
    project.replace("references.bib", "{seeds/report.txt}", "{" + path + "}")
    ran = run("check", "--project", project.folder)
    assert ran.exit_number == 1, ran.stdout + ran.stderr
    assert "references.bib:" in ran.stdout
    _unharmed(outside, ran)


@needs_links
@pytest.mark.parametrize(
    ("place", "target", "exit_numbers"),
    [
        ("seeds/report.txt", "secret.txt", (1,)),
        ("seeds", "", (1,)),
        ("seeds/SHA256SUMS", "secret.txt", (1,)),
        ("references.bib", "secret.txt", (1,)),
        ("briefs/water/brief.yml", "brief.yml", (1,)),
        ("briefs/water/findings.yml", "brief.yml", (1,)),
        ("briefs/water", "", (1,)),
        ("briefs", "", (1, 2)),
        ("templates", "", (3,)),
        ("templates/page.css", "page.css", (3,)),
        ("output", "", (2,)),
        ("output/water", "water", (3,)),
        ("output/.staging", "", (3,)),
        ("output/.refused", "", (3,)),
        ("output/water/draft", "water", (3,)),
    ],
)
def test_symbolic_links_are_not_followed(
    place: str, target: str, exit_numbers: tuple[int, ...], project: Project, run: Callable[..., Ran], outside: Path
) -> None:
    path = project.folder / place
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(outside / target, target_is_directory=not target or target == "water")
    for command in ("check", "build"):
        ran = run(command, "--project", project.folder)
        _unharmed(outside, ran)
    assert ran.exit_number in exit_numbers, ran.stdout + ran.stderr


@needs_links
def test_a_link_in_fonts_is_passed_over(project: Project, run: Callable[..., Ran], outside: Path) -> None:
    (project.folder / "fonts").mkdir()
    (project.folder / "fonts" / "x.ttf").symlink_to(outside / "secret.txt")
    assert run("--project", project.folder).exit_number == 0


@pytest.mark.parametrize(
    "style",
    [
        "../outside/style.csl",
        "/etc/x.csl",
        "seeds/../../outside/style.csl",
        "C:/x.csl",
        "a\\\\b.csl",
        "no.csl",
        ".csl",
        "CON.csl",
        "seeds/report.txt",
        "file:///x.csl",
        "https://example.org/x.csl",
        "x" * 5000 + ".csl",
        "../../etc/passwd",
    ],
)
def test_a_style_outside_is_never_read(style: str, project: Project, run: Callable[..., Ran], outside: Path) -> None:
    project.append("briefs/water/brief.yml", f'style: "{style}"\n')
    ran = run("check", "--project", project.folder)
    assert ran.exit_number == 1
    assert "invalid-value" in ran.stdout
    _unharmed(outside, ran)


@pytest.mark.parametrize(
    "name", ["../../outside/x.j2", "../outside/x.html", "{}/outside/x.j2", "./brief.qmd.j2", "x.lua", "brief.lua"]
)
def test_a_template_outside_is_never_read(name: str, project: Project, run: Callable[..., Ran], outside: Path) -> None:
    (project.folder / "templates").mkdir()
    text = '{% include "' + name.replace("{}", outside.parent.as_posix()) + '" %}'
    (project.folder / "templates" / "brief.qmd.j2").write_text(text, encoding="utf-8")
    (project.folder / "templates" / "x.lua").write_text("os.exit(9)", encoding="utf-8")
    ran = run("build", "--project", project.folder)
    assert ran.exit_number == 3
    _unharmed(outside, ran)


HOSTILE_TEMPLATES = [
    "{{ ''.__class__.__mro__ }}",
    "{{ brief.__init__.__globals__ }}",
    "{{ label.__call__.__globals__ }}",
    "{{ nobody }}",
    "{% for %}",
    "{{ range(10**9) | list }}",
    "{{ 1 / 0 }}",
    "{{ brief.title.format('x').y }}",
    "{% include 'brief.qmd.j2' %}",
    "{{ self.x() }}",
    "{{ '{0.__class__.__mro__}'.format(brief) }}",
    "{{ cycler.__init__.__globals__.os.environ }}",
    "{% import 'os' as os %}",
]


@pytest.mark.parametrize("text", HOSTILE_TEMPLATES)
def test_a_template_can_do_nothing_but_print(text: str, project: Project, run: Callable[..., Ran]) -> None:
    (project.folder / "templates").mkdir()
    (project.folder / "templates" / "brief.qmd.j2").write_text(text, encoding="utf-8")
    ran = run("build", "--project", project.folder)
    assert ran.exit_number in (1, 3)
    assert "policybrief itself failed" not in ran.stderr
    assert "<class" not in ran.stdout + ran.stderr


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ("{{ nobody }}", "line 1 of the project's own template `brief.qmd.j2`"),
        ("\n{{ 1 / 0 }}", "line 2 of the project's own template `brief.qmd.j2`"),
        ("\n{% for %}", "line 2 of the project's own template `brief.qmd.j2`"),
        ("{{ label('nobody') }}", "line 1 of the project's own template `brief.qmd.j2`"),
    ],
)
def test_where_a_template_is_wrong(added: str, said: str, project: Project, run: Callable[..., Ran]) -> None:
    text = (ROOT / "templates" / "brief.qmd.j2").read_text("utf-8")
    (project.folder / "templates").mkdir()
    (project.folder / "templates" / "brief.qmd.j2").write_text(f"{added}\n{text}", encoding="utf-8")
    ran = run("build", "--project", project.folder)
    assert ran.exit_number == 3
    assert said in ran.stdout + ran.stderr


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ('msgid "date-day"\nmsgstr "{nobody}"\n', "the label `date-day` can't be filled in: `{nobody}`"),
        ("", "the project's own `labels/en.po` lacks the label `date-day`"),
    ],
)
def test_a_wrong_label_is_told(label: str, said: str, project: Project, run: Callable[..., Ran]) -> None:
    text = (ROOT / "templates" / "labels" / "en.po").read_text("utf-8")
    (project.folder / "templates" / "labels").mkdir(parents=True)
    changed = re.sub(r'msgid "date-day"\nmsgstr ".*"\n', label, text)
    (project.folder / "templates" / "labels" / "en.po").write_text(changed, encoding="utf-8")
    ran = run("build", "--project", project.folder)
    assert ran.exit_number == 3
    assert said in ran.stdout + ran.stderr


@pytest.mark.parametrize("name", ["page.typ", "page.css", "page.html", "brief.qmd.j2", "labels/en.po", "csl/notes.csl"])
@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\x00", b"\x00" * 100, b"$if(", b"#panic(", b"/etc/passwd", b"%" * 3_000_000]
)
def test_a_broken_template_is_told(name: str, data: bytes, project: Project, run: Callable[..., Ran]) -> None:
    (project.folder / "templates" / name).parent.mkdir(parents=True)
    (project.folder / "templates" / name).write_bytes(data)
    ran = run("build", "--project", project.folder)
    assert "policybrief itself failed" not in ran.stderr
    assert ran.exit_number in (1, 3) or name == "page.css" or (name == "labels/en.po" and not data), ran.stdout


@pytest.mark.parametrize(
    "slug", ["con", "nul", "com1", "lpt9", "build", "check", "Water", "wa ter", "-x", "x.old", "é", "x_y", "draft.old"]
)
def test_a_folder_that_can_not_be_a_brief(slug: str, project: Project, run: Callable[..., Ran]) -> None:
    (project.folder / "briefs" / "water").rename(project.folder / "briefs" / slug)
    ran = run("check", "--project", project.folder)
    assert ran.exit_number == 2
    assert "can't be a brief" in ran.stderr


@pytest.mark.parametrize(
    "name", ["../water", "/etc", "..", ".", "", "water/..", "water/../../x", "WATER", "nul", "briefs"]
)
def test_an_argument_that_is_no_brief(name: str, project: Project, run: Callable[..., Ran]) -> None:
    ran = run("check", name, "--project", project.folder)
    assert ran.exit_number == 2, ran.stdout + ran.stderr


@pytest.mark.parametrize("folder", ["nowhere", "seeds/report.txt", "x" * 5000])
def test_a_project_that_is_no_folder(folder: str, project: Project, run: Callable[..., Ran]) -> None:
    assert run("check", "--project", f"{project.folder}/{folder}").exit_number == 2


def test_a_folder_that_no_build_wrote_is_kept(project: Project, run: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "home" / "water").mkdir(parents=True)
    (tmp_path / "home" / "water" / "thesis.txt").write_text("years of work", encoding="utf-8")
    ran = run("--project", project.folder, "--output", tmp_path / "home")
    assert ran.exit_number == 3
    assert "it was not written by a build" in ran.stdout
    assert (tmp_path / "home" / "water" / "thesis.txt").is_file()


def test_names_in_another_unicode_form_are_the_same(project: Project, run: Callable[..., Ran]) -> None:
    for form in ("NFC", "NFD"):
        for written in ("NFC", "NFD"):
            name = unicodedata.normalize(form, "seeds/réport.txt")
            os.replace(next(project.folder.glob("seeds/r*port.txt")), project.folder / name)
            sums = (project.folder / "seeds" / "SHA256SUMS").read_text("utf-8")
            lines = [line if "port.txt" not in line else f"{line[:64]}  réport.txt" for line in sums.split("\n")]
            (project.folder / "seeds" / "SHA256SUMS").write_text("\n".join(lines), encoding="utf-8")
            bib = (project.folder / "references.bib").read_text("utf-8")
            start = bib.index("{seeds/") + 1
            bib = bib[:start] + unicodedata.normalize(written, "seeds/réport.txt") + bib[bib.index("}", start) :]
            (project.folder / "references.bib").write_text(bib, encoding="utf-8")
            ran = run("check", "--project", project.folder)
            assert ran.exit_number == 0, (form, written, ran.stdout)


def test_accepting_a_file_outside(project: Project, run: Callable[..., Ran], outside: Path) -> None:
    for name in ("../outside/secret.txt", str(outside / "secret.txt"), "/etc/passwd", ""):
        ran = run("lock", "--project", project.folder, "--accept", name)
        assert ran.exit_number in (0, 2)
        _unharmed(outside, ran)
    assert "secret" not in (project.folder / "seeds" / "SHA256SUMS").read_text("utf-8")
