"""A checked brief -> a folder that holds the Quarto document and every file that it names."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policybrief.assemble.bibliography import write_bibliography
from policybrief.assemble.document import Checked, DocumentBuilder
from policybrief.assemble.labels import Labels
from policybrief.assemble.qmd import write_document

if TYPE_CHECKING:
    from pathlib import Path

    from policybrief.assemble.templates import Templates

STYLES = ("author-date", "notes", "numeric")
PAGES = ("page.css", "page.html", "page.typ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """The folder that an engine renders."""

    folder: Path
    document: str


def assemble(checked: Checked, templates: Templates, folder: Path, lua_filter: Path) -> Assembled:
    """Write the document, its bibliography, style and templates into a folder."""
    brief = checked.brief
    labels = Labels(templates, brief.language.value if brief.language else "en")
    builder = DocumentBuilder(checked, labels)
    document = write_document(builder.document(), labels, templates)
    bibliography = write_bibliography(builder.cited_references(), supplied=builder.supplied_titles())
    style = brief.style.value.strip() if brief.style else "notes"
    files = {
        "brief.qmd": document,
        "references.bib": bibliography,
        "style.csl": templates.read(f"csl/{style}.csl"),
        **{name: templates.read(name) for name in PAGES},
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    shutil.copyfile(lua_filter, folder / "brief.lua")
    return Assembled(folder=folder, document=document)
