"""A checked brief -> a folder that holds the Quarto document and every file that it names."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policybrief.assemble.bibliography import write_bibliography
from policybrief.assemble.document import document_view
from policybrief.assemble.labels import Labels
from policybrief.assemble.qmd import write_document
from policybrief.assemble.setting import Setting
from policybrief.assemble.styles import DEFAULT, load_style

if TYPE_CHECKING:
    from pathlib import Path

    from policybrief.assemble.templates import Templates
    from policybrief.checks.project import CheckedBrief

PAGES = ("page.css", "page.html", "page.typ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """The folder that an engine renders, and the document in it."""

    folder: Path
    document: str


def assemble(
    checked: CheckedBrief, templates: Templates, *, project: Path, folder: Path, lua_filter: Path
) -> Assembled:
    """Write the document, its bibliography, style and templates into a folder."""
    brief = checked.brief
    labels = Labels(templates, brief.language.value if brief.language else "en")
    setting = Setting(checked, labels)
    document = write_document(document_view(setting), labels, templates)
    files = {
        "brief.qmd": document,
        "references.bib": write_bibliography(setting.cited_references, supplied=setting.supplied_titles),
        "style.csl": load_style(brief.style.value.strip() if brief.style else DEFAULT, project, templates),
        **{name: templates.read(name) for name in PAGES},
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    shutil.copyfile(lua_filter, folder / "brief.lua")
    return Assembled(folder=folder, document=document)
