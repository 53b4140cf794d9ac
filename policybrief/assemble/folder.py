"""A checked brief -> a folder that holds the Quarto document and every file that it names."""

from __future__ import annotations

import shutil
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

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
    from collections.abc import Mapping
    from pathlib import Path

    from policybrief.assemble.templates import Templates
    from policybrief.assemble.views import DocumentView
    from policybrief.checks.project import CheckedBrief

PAGES = ("page.css", "page.html", "page.typ")


INPUTS, SOURCES = "inputs.json", "sources.bib"
"""Files that are attached to the PDF."""


STORED = "stored.json"
"""The stored texts, as the page shows them."""


class Attached(Struct, frozen=True, kw_only=True):
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


class Assembly:
    """The folder of a brief that is rendered, written in the order in which an engine needs its parts."""

    def __init__(self, setting: Setting, templates: Templates, folder: Path, attached: Attached) -> None:
        self._setting = setting
        self._templates = templates
        self._folder = folder
        self._attached = attached
        setting.build = attached.build
        setting.is_draft = attached.is_draft
        if attached.is_draft:
            setting.open_errors = tuple(one for one in setting.checked.diagnostics if one.severity is Severity.ERROR)

    @cached_property
    def _view(self) -> DocumentView:
        return document_view(self._setting)

    def write_tools(self, project: Path, lua_filter: Path) -> None:
        """Write what is the same for every brief of one look: templates of pages, the citation style, the filter."""
        style = style_of(self._setting.brief, project, self._templates)[1]
        self._write({"style.csl": style, **{name: self._templates.read(name) for name in PAGES}})
        shutil.copytree(lua_filter, self._folder / lua_filter.name, copy_function=shutil.copyfile)

    def write_document(self) -> None:
        """Write the document and its bibliography. Raises EngineError for a template that can't be filled in."""
        setting = self._setting
        bibliography = write_bibliography(
            setting.cited_references, supplied=setting.supplied_titles, months=setting.months_in_words
        )
        document = write_document(self._view, setting.labels, self._templates)
        self._write({"references.bib": bibliography, "brief.qmd": document})

    def write_rest(self) -> None:
        """Write what else is printed: stored texts, pictures, the inputs' record, the sources. Raises EngineError."""
        setting = self._setting
        printed = {
            STORED: write_viewer(self._view, setting.labels, self._templates),
            **setting.pictures.files(),
            INPUTS: self._attached.inputs,
            SOURCES: write_sources(setting.cited_references, setting.checked.library.sources),
        }
        self._write(printed)

    def _write(self, files: Mapping[str, str]) -> None:
        for name, text in files.items():
            (self._folder / name).write_text(text, encoding="utf-8", newline="\n")
