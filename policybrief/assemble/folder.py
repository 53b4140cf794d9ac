"""A checked brief -> a folder that holds the Quarto document and every file that it names."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policybrief.assemble.bibliography import write_bibliography, write_sources
from policybrief.assemble.document import document_view
from policybrief.assemble.labels import Labels
from policybrief.assemble.profiles import ProfileProblem, profile_of
from policybrief.assemble.qmd import write_document
from policybrief.assemble.setting import Setting
from policybrief.assemble.styles import style_of
from policybrief.assemble.viewer import write_viewer
from policybrief.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from policybrief.assemble.templates import Templates
    from policybrief.checks.project import CheckedBrief

PAGES = ("page.css", "page.html", "page.typ")


INPUTS, SOURCES = "inputs.json", "sources.bib"
"""Files that are attached to the PDF."""


STORED = "stored.json"
"""The stored texts, as the page shows them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """What goes along with a brief for those who check it."""

    build: str
    """The short id of the build."""
    inputs: str
    """The inputs' record."""
    is_draft: bool = False


def setting_of(checked: CheckedBrief, templates: Templates) -> Setting:
    """Return what all parts of a document are made with."""
    brief = checked.brief
    setting = Setting(checked, Labels(templates, brief.language.value if brief.language else "en"))
    with suppress(ProfileProblem):  # told by the checks; a draft is made as if it named none
        setting.profile = profile_of(brief, templates)
    return setting


def assemble(
    setting: Setting, templates: Templates, *, project: Path, folder: Path, lua_filter: Path, attached: Attached
) -> Callable[[], None]:
    """Write the document, its bibliography, style, templates and filter into a folder.

    Returns what writes the rest, which takes its time: pictures, stored texts, the inputs' record, the sources.
    """
    labels = setting.labels
    setting.build = attached.build
    setting.is_draft = attached.is_draft
    if attached.is_draft:
        setting.open_errors = tuple(one for one in setting.checked.diagnostics if one.severity is Severity.ERROR)
    view = document_view(setting)
    bibliography = write_bibliography(
        setting.cited_references, supplied=setting.supplied_titles, months=setting.months_in_words
    )
    read = {
        "brief.qmd": write_document(view, labels, templates),
        "references.bib": bibliography,
        "style.csl": style_of(setting.brief, project, templates)[1],
        **{name: templates.read(name) for name in PAGES},
    }
    _write(folder, read)
    shutil.copytree(lua_filter, folder / lua_filter.name, copy_function=shutil.copyfile)

    def complete() -> None:
        printed = {
            STORED: write_viewer(view, labels, templates),
            **setting.pictures.files(),
            INPUTS: attached.inputs,
            SOURCES: write_sources(setting.cited_references, setting.checked.library.sources),
        }
        _write(folder, printed)

    return complete


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
