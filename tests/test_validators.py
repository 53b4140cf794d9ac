"""Validators are used where they are installed, and what they say is told."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from rendering import RICH, render_brief, water_brief

from policybrief.outputs.validators import validate

if TYPE_CHECKING:
    from pathlib import Path

VERAPDF = """\
FAIL /tmp/brief.pdf ua1
  FAIL 7.1-10 The document catalog dictionary does not include a DisplayDocTitle key
"""
VNU = """\
"file:/tmp/brief.html":3.10-3.14: error: Element “blink” not allowed as child of element “body”.
"file:/tmp/brief.html":9.1-9.4: error: Stray end tag “p”.
"""


def _stand_in(folder: Path, name: str, said: str, number: int) -> None:
    """Put a validator on PATH that says what it is told to."""
    (folder / f"{name}.txt").write_text(said, encoding="utf-8")
    script = folder / name
    script.write_text(f'#!/bin/sh\ncat "{folder / name}.txt"\nexit {number}\n')
    script.chmod(0o755)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    made = {form: tmp_path / f"brief.{form}" for form in ("html", "pdf")}
    for path in made.values():
        path.write_text("x")
    return made


SHOWN = {"html": "output/x/x.html", "pdf": "output/x/x.pdf"}


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")
def test_what_validators_say(files: dict[str, Path], tmp_path: Path) -> None:
    _stand_in(tmp_path, "verapdf", VERAPDF, 1)
    _stand_in(tmp_path, "vnu", VNU, 1)
    found, not_checked = validate(files, SHOWN)
    assert not_checked == []
    assert [str(one.position) for one in found] == ["output/x/x.pdf:1:1", "output/x/x.html:3:10", "output/x/x.html:9:1"]
    assert "DisplayDocTitle" in found[0].message
    assert {one.code for one in found} == {"not-accessible"}


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")
def test_what_they_pass_is_silent_and_one_that_fails_is_a_check_that_did_not_run(
    files: dict[str, Path], tmp_path: Path
) -> None:
    _stand_in(tmp_path, "verapdf", "PASS /tmp/brief.pdf ua1", 0)
    _stand_in(tmp_path, "vnu", "no such thing", 2)
    found, not_checked = validate(files, SHOWN)
    assert found == []
    assert [(one.what, one.why) for one in not_checked] == [
        ("brief.html by the Nu checker", "the Nu checker failed: no such thing")
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")
def test_one_that_can_not_be_started_is_a_check_that_did_not_run(files: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "verapdf").write_bytes(b"\x7fELF broken")
    (tmp_path / "verapdf").chmod(0o755)
    _, not_checked = validate({"pdf": files["pdf"]}, SHOWN)
    assert [one.what for one in not_checked] == ["brief.pdf by veraPDF"]


@pytest.fixture
def nu_checker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the real Nu checker on PATH; .ci/run fetches it."""
    jar = ROOT / ".ci" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if not jar.is_file() or shutil.which("java") is None or sys.platform == "win32":
        pytest.skip("no Nu checker: `npm ci --prefix .ci --ignore-scripts` fetches it, and it needs Java")
    program = tmp_path / "programs" / "vnu"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec java -jar "{jar}" "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)


PAGES = {
    "notes": (RICH, False),
    "in the text, whole sources": (RICH + "style: author-date\nsource_text: full\n", False),
    "Kazakh draft": (RICH + "language: kk\n", True),
}


@pytest.mark.usefixtures("nu_checker")
@pytest.mark.parametrize("name", PAGES)
def test_the_nu_checker_finds_nothing(name: str, tmp_path: Path) -> None:
    fields, is_draft = PAGES[name]
    made = render_brief(water_brief(tmp_path, fields), tmp_path / "rendered", formats=("html",), is_draft=is_draft)
    assert validate({"html": made.files["html"]}, SHOWN) == ([], [])


@pytest.mark.usefixtures("nu_checker")
def test_the_nu_checker_finds_nothing_in_the_sample(tmp_path: Path) -> None:
    page = render_brief(ROOT, tmp_path / "rendered", formats=("html",)).files["html"]
    assert validate({"html": page}, SHOWN) == ([], [])
    page.write_text(page.read_text("utf-8").replace("<h1", "<blink></blink><h1", 1), encoding="utf-8")
    found, _ = validate({"html": page}, SHOWN)
    assert [one.position for one in found if "blink" in one.message]
