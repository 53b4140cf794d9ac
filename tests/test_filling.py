"""Templates are filled in; their compiled form is kept, and never taken for that of another."""

from __future__ import annotations

import sys
from importlib.util import cache_from_source
from pathlib import Path

import pytest

from policybrief.assemble import filling
from policybrief.assemble.filling import Filler
from policybrief.assemble.templates import Templates


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make Python keep what it compiles in a folder that is not there yet; return the one of compiled templates."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "compiled"))
    return Path(cache_from_source(str(filling.__file__))).parent


@pytest.fixture
def compiled(elsewhere: Path) -> Path:
    """Return the folder in which compiled templates are kept."""
    elsewhere.mkdir(parents=True)
    return elsewhere


def _fill(project: Path, template: str, **options: object) -> str:
    folder = project / "templates"
    folder.mkdir(exist_ok=True)
    (folder / "mine.html.j2").write_text(template, encoding="utf-8")
    return Filler(Templates(project), **options).fill("mine.html.j2", name="<A & B>")


def test_a_compiled_template_is_kept(tmp_path: Path, compiled: Path) -> None:
    assert _fill(tmp_path, "{{ name }}") == "<A & B>"
    (kept,) = compiled.iterdir()
    written = kept.read_bytes()
    assert _fill(tmp_path, "{{ name }}") == "<A & B>"
    assert kept.read_bytes() == written


@pytest.mark.usefixtures("compiled")
def test_a_changed_template_is_compiled_again(tmp_path: Path) -> None:
    assert _fill(tmp_path, "{{ name }}") == "<A & B>"
    assert _fill(tmp_path, "of {{ name }}") == "of <A & B>"


@pytest.mark.usefixtures("compiled")
def test_a_template_read_otherwise_is_compiled_again(tmp_path: Path) -> None:
    assert _fill(tmp_path, "{{ name }}<# said #>") == "<A & B><# said #>"
    assert _fill(tmp_path, "{{ name }}<# said #>", autoescape=True) == "&lt;A &amp; B&gt;<# said #>"
    comments = {"comment_start_string": "<#", "comment_end_string": "#>"}
    assert _fill(tmp_path, "{{ name }}<# said #>", **comments) == "<A & B>"


def test_a_damaged_compiled_template_is_made_again(tmp_path: Path, compiled: Path) -> None:
    _fill(tmp_path, "{{ name }}")
    (kept,) = compiled.iterdir()
    kept.write_bytes(kept.read_bytes()[:-20])
    assert _fill(tmp_path, "{{ name }}") == "<A & B>"


def test_where_nothing_can_be_kept_templates_are_filled_in(tmp_path: Path, elsewhere: Path) -> None:
    assert _fill(tmp_path, "{{ name }}") == "<A & B>"
    assert not elsewhere.exists()
