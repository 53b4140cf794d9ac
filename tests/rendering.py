"""A project's brief, rendered whatever the checks say of it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from conftest import CASES

from policybrief.assemble.folder import setting_of
from policybrief.assemble.templates import Templates
from policybrief.building import render
from policybrief.checks.project import check_project
from policybrief.engines.embedded import EmbeddedEngine
from policybrief.engines.quarto import QuartoEngine
from policybrief.outputs.inputs import InputsRecord
from policybrief.outputs.promised import Promised, promised_by
from policybrief.reading.project import choose_briefs, read_project
from policybrief.request import Request

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from policybrief.engines import Engine

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
RICH = """
methodology: |
  We read two documents.[^1] They are few.

  [^1]: A note of our own.

  | What | How many |
  |---|---|
  | documents | two |
limitations: "[Both may err.]{.opinion} See <https://example.org/method>."
"""
"""Fields of brief.yml with what most briefs have."""


@dataclass(frozen=True)
class Rendering:
    """What an engine made of a brief, and what the brief promised."""

    folder: Path
    files: Mapping[str, Path]
    promised: Promised


def render_brief(
    project: Path,
    folder: Path,
    *,
    engine: Engine | None = None,
    formats: Sequence[str] = ("pdf", "html"),
    is_draft: bool = False,
) -> Rendering:
    """Render the first brief of a project into a new folder."""
    folder.mkdir()
    read, found = read_project(project, choose_briefs(project, []))
    setting = setting_of(check_project(read, found).briefs[0], Templates(project))
    request = Request(project=project, output=folder, formats=tuple(formats), is_draft=is_draft)
    inputs = InputsRecord({"version": 1, "brief": setting.checked.brief.slug})
    files = render(setting, folder, request, engine or EmbeddedEngine(), inputs).files
    return Rendering(folder, files, promised_by(setting, files["qmd"].read_text("utf-8"), Templates(project)))


def water_brief(folder: Path, fields: str = RICH) -> Path:
    """Write the small project about water, with more fields in its brief.yml, and return its folder."""
    project = folder / "project"
    shutil.copytree(CASES / "ok" / "plain", project)
    with (project / "briefs" / "water" / "brief.yml").open("a", encoding="utf-8") as file:
        file.write(fields)
    return project


def installed_browser() -> str:
    """Return the path of a Chromium; skip the test where there is none."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip("no browser")
    return program


def installed_engine(name: str) -> Engine:
    """Return an engine by name; skip the test where it is not installed."""
    if name == "embedded":
        return EmbeddedEngine()
    quarto = QuartoEngine.find()
    if quarto is None or quarto.problem:
        pytest.skip(quarto.problem or "" if quarto else "Quarto is not installed")
    return quarto
