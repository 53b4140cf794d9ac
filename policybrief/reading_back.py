"""What an engine made, read back and checked: against the brief, and one file against the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policybrief.assemble.templates import Templates
from policybrief.outputs.keep_limits import check_limits
from policybrief.outputs.promised import promised_by
from policybrief.outputs.publish import refused_folder
from policybrief.outputs.read_back import check_outputs
from policybrief.outputs.see_html import see_html
from policybrief.outputs.see_pdf import see_pdf
from policybrief.outputs.validators import validate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from policybrief.assemble.setting import Setting
    from policybrief.diagnostics import Diagnostic, NotChecked
    from policybrief.outputs.seen import Seen
    from policybrief.request import Request


def read_page(path: Path, setting: Setting, request: Request) -> Seen:
    """Read the page back; other files may still be in the making."""
    return see_html(path, _shown_as(setting, request, "html"))


def read_back(
    files: Mapping[str, Path], page: Seen, setting: Setting, request: Request
) -> tuple[list[Diagnostic], list[NotChecked]]:
    """Read the files besides the page back; return what is wrong with any of them, and the checks that did not run."""
    shown = {form: _shown_as(setting, request, form) for form in files}
    seen = [page]
    if "pdf" in files:
        seen.append(see_pdf(files["pdf"], shown["pdf"], page.sources))
    if "docx" in files:
        from policybrief.outputs.see_docx import see_docx

        seen.append(see_docx(files["docx"], shown["docx"], page.anchors))
    promised = promised_by(setting, files["qmd"].read_text("utf-8"), Templates(request.project))
    found = check_outputs(promised, seen)
    more, not_checked = validate({form: path for form, path in files.items() if form in request.formats}, shown)
    return [*found, *more, *check_limits(setting, seen)], not_checked


def _shown_as(setting: Setting, request: Request, form: str) -> str:
    """Return what diagnostics call a file: the place where it is kept if it is refused."""
    folder = refused_folder(request.output, setting.brief.slug)
    inside = folder.is_relative_to(request.project)
    shown = folder.relative_to(request.project if inside else request.output.parent).as_posix()
    return f"{shown}/{setting.brief.slug}.{form}"
