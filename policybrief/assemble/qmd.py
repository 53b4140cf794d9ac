"""Views -> the Quarto document, through Jinja2 templates that can do nothing but print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policybrief.assemble.escape import escape
from policybrief.assemble.filling import Filler
from policybrief.assemble.views import Md

if TYPE_CHECKING:
    from policybrief.assemble.labels import Labels
    from policybrief.assemble.templates import Templates
    from policybrief.assemble.views import DocumentView

TEMPLATE = "brief.qmd.j2"


def _print(value: object) -> str:
    """Escape every value but Markdown; nothing prints for None. Any may begin a line: `9. Dezember` is no list."""
    if isinstance(value, Md):
        return value
    text = "" if value is None else str(value)
    return escape(text, at_start=not text[:1].isspace())


def write_document(document: DocumentView, labels: Labels, templates: Templates) -> str:
    """Return the text of the .qmd file. Raises EngineError for a template that can't be filled in."""
    filler = Filler(
        templates,
        finalize=_print,
        keep_trailing_newline=True,
        comment_start_string="<#",  # `{#` begins an id in Markdown
        comment_end_string="#>",
        autoescape=False,
    )
    text = filler.fill(TEMPLATE, brief=document, label=labels)
    return _tidy(text)


def _tidy(text: str) -> str:
    """Keep one blank line at most, which is all that Markdown needs."""
    lines: list[str] = []
    for line in text.split("\n"):
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines).rstrip() + "\n"
