"""Views -> the Quarto document, through Jinja2 templates that can do nothing but print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import BaseLoader, StrictUndefined, TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment

from policybrief.assemble.escape import escape
from policybrief.assemble.views import Md

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment

    from policybrief.assemble.labels import Labels
    from policybrief.assemble.templates import Templates
    from policybrief.assemble.views import DocumentView

TEMPLATE = "brief.qmd.j2"


class Loader(BaseLoader):
    """Templates for Jinja2, the project's own first."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Return the text of a template. Raises TemplateNotFound."""
        del environment
        try:
            return self._templates.read(template), template, None
        except FileNotFoundError:
            raise TemplateNotFound(template) from None


def _print(value: object) -> str:
    """Escape every value but Markdown; nothing prints for None."""
    if isinstance(value, Md):
        return value
    return "" if value is None else escape(str(value))


def write_document(document: DocumentView, labels: Labels, templates: Templates) -> str:
    """Return the text of the .qmd file. Raises jinja2.TemplateError for a template that can't be filled in."""
    environment = ImmutableSandboxedEnvironment(
        loader=Loader(templates),
        undefined=StrictUndefined,
        finalize=_print,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        comment_start_string="<#",  # `{#` begins an id in Markdown
        comment_end_string="#>",
        autoescape=False,
    )
    text = environment.get_template(TEMPLATE).render(brief=document, label=labels)
    return _tidy(text)


def _tidy(text: str) -> str:
    """Keep one blank line at most, which is all that Markdown needs."""
    lines: list[str] = []
    for line in text.split("\n"):
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines).rstrip() + "\n"
