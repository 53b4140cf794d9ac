"""One brief, from its checks to its files: assemble, render, read back, record."""

from __future__ import annotations

import calendar
import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from policybrief.assemble.folder import Assembly, Attached, setting_of
from policybrief.assemble.templates import Templates
from policybrief.engines import FILTER, WORD_PAGE, Engine, Job
from policybrief.engines.glyphs import check_glyphs
from policybrief.errors import EngineError, PolicybriefError
from policybrief.outputs.complaints import complaints
from policybrief.outputs.inputs import FONTS, InputsRecord, digest, font_files, inputs_record
from policybrief.outputs.publish import (
    publish,
    publish_draft,
    refuse,
    refused_folder,
    staging_folder,
    working_folder,
)
from policybrief.outputs.records import evidence_record, manifest_record, to_json
from policybrief.reports import Built, Failure, Report
from policybrief.reports.json_report import report_as_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from policybrief.assemble.setting import Setting
    from policybrief.checks.project import CheckedBrief
    from policybrief.diagnostics import Diagnostic, NotChecked
    from policybrief.engines.choice import Engines
    from policybrief.outputs.seen import Seen
    from policybrief.position import TextFile
    from policybrief.request import Request


READER = "policybrief.reading_back"
"""The module that reads rendered files; it is loaded while the engine works."""
EVIDENCE = "evidence.json"
WRITTEN = ("brief.qmd", "references.bib")
"""What of the working folder holds the words that are printed."""


class Outcome(Struct, frozen=True, kw_only=True):
    """What became of a brief: it was built, or its files were refused, or the engine failed."""

    built: Built | None = None
    refused: tuple[Diagnostic, ...] = ()
    failure: Failure | None = None
    not_checked: tuple[NotChecked, ...] = ()


class Made(Struct, frozen=True, kw_only=True):
    """What an engine made of a brief."""

    files: Mapping[str, Path]
    """By format; the document itself is `qmd`."""
    page: Seen
    """The HTML, as it was read back."""


def build_brief(checked: CheckedBrief, request: Request, engines: Engines) -> Outcome:
    """Build one brief; its old files stay until all the new ones are there and were read back."""
    slug = checked.brief.slug
    try:
        return _build(checked, request, engines.choose(checked.brief))
    except EngineError as error:
        found = tuple(
            replace(one, briefs=(slug,)) for one in complaints(error.said, _written(checked), checked.library)
        )
        return Outcome(refused=found) if found else Outcome(failure=Failure(slug=slug, message=str(error)))
    except PolicybriefError as error:
        return Outcome(failure=Failure(slug=slug, message=str(error)))
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        message = f"a file can't be read or written: {error.strerror}{where}. Check the space left, and who may write."
        return Outcome(failure=Failure(slug=slug, message=message))


def _build(checked: CheckedBrief, request: Request, engine: Engine) -> Outcome:
    slug = checked.brief.slug
    templates = Templates(request.project)
    setting = setting_of(checked, templates)
    request = replace(request, formats=tuple(dict.fromkeys((*request.formats, *setting.profile.formats))))
    inputs = inputs_record(
        setting,
        project=request.project,
        templates=templates,
        engine=engine.name,
        tools=engine.versions(),
        is_draft=request.is_draft,
    )
    shutil.rmtree(refused_folder(request.output, slug), ignore_errors=True)
    if not (request.force or request.is_draft) and _is_unchanged(checked, request, inputs):
        return Outcome(built=_built(slug, request, engine, request.output / slug, is_unchanged=True))
    staged = staging_folder(request.output, slug)
    work = working_folder(request.output, slug)
    made = render(setting, work, request, engine, inputs)
    found, not_checked = _read_back(made, setting, request)
    for format_name in (*request.formats, "qmd"):
        shutil.copyfile(made.files[format_name], staged / f"{slug}.{format_name}")
    shutil.copyfile(work / EVIDENCE, staged / EVIDENCE)
    shutil.rmtree(work, ignore_errors=True)
    if found and not request.is_draft:
        refuse(request.output, slug)
        refused = tuple(replace(one, briefs=(slug,)) for one in found)
        return Outcome(refused=refused, not_checked=tuple(not_checked))
    _write(staged / "report.json", _report_text(checked, not_checked))
    manifest = manifest_record(
        checked,
        inputs=inputs,
        tools=engine.versions(),
        folder=staged,
        overrides=templates.overrides,
        not_checked=not_checked,
    )
    _write(staged / "manifest.json", to_json(manifest))
    if request.is_draft:
        folder = publish_draft(request.output, slug)
        return Outcome(
            built=replace(_built(slug, request, engine, folder), is_draft=True),
            refused=tuple(replace(one, briefs=(slug,)) for one in found),
        )
    built = _built(slug, request, engine, publish(request.output, slug))
    return Outcome(built=built, not_checked=tuple(not_checked))


def render(setting: Setting, folder: Path, request: Request, engine: Engine, inputs: InputsRecord) -> Made:
    """Assemble and render a brief in a folder, and read its page back; what can wait is done while the engine works."""
    templates = Templates(request.project)
    attached = Attached(build=inputs.build, inputs=inputs.text, is_draft=request.is_draft)
    assembly = Assembly(setting, templates, folder, attached)
    assembly.write_tools(request.project, FILTER)
    if "docx" in request.formats:
        shutil.copyfile(WORD_PAGE, folder / WORD_PAGE.name)
    fonts = font_files(request.project)
    pages: list[Seen] = []

    def complete() -> None:
        assembly.write_rest()
        _write(folder / EVIDENCE, to_json(evidence_record(setting.checked)))
        if "docx" in request.formats:
            _write_word_reference(setting, templates, folder, is_draft=request.is_draft)
        for font in fonts:
            (folder / FONTS).mkdir(exist_ok=True)
            shutil.copyfile(font, folder / FONTS / font.name)
        pool.submit(import_module, READER)

    def read(path: Path) -> None:
        from policybrief.reading_back import read_page

        pages.append(read_page(path, setting, request))

    job = Job(
        folder=folder,
        formats=tuple(dict.fromkeys(("html", *request.formats))),
        timestamp=_timestamp(setting.brief.date.day),
        fonts=(folder / FONTS,) if fonts else (),
        write=assembly.write_document,
        complete=complete,
        on_page=read,
    )
    with ThreadPoolExecutor(1) as pool:
        files = engine.render(job).files
    if "pdf" in files:
        check_glyphs(((folder / name).read_text("utf-8") for name in WRITTEN), job.fonts)
    return Made(files={**files, "qmd": folder / "brief.qmd"}, page=pages[0])


def _write_word_reference(setting: Setting, templates: Templates, folder: Path, *, is_draft: bool) -> None:
    """Write what a Word file takes its looks from: the project's own reference document, where it has one."""
    from policybrief.engines.word import FONT, NAME, SIZE, WordLook, write_reference

    brief = setting.brief
    look = WordLook(
        paper=brief.paper.value.strip() if brief.paper else "a4",
        running=" ".join(brief.title.value.split()),
        timestamp=_timestamp(brief.date.day),
        draft_mark=setting.labels("draft") if is_draft else "",
        font=setting.profile.docx_font or FONT,
        size=setting.profile.docx_size or SIZE,
    )
    write_reference(folder, look, templates.read_bytes(NAME) if templates.has(NAME) else None)


def _written(checked: CheckedBrief) -> list[TextFile]:
    """Return the files whose words are printed."""
    findings = [checked.brief.findings[0].id.file] if checked.brief.findings else []
    return [checked.brief.file, *findings, checked.library.file]


def _read_back(made: Made, setting: Setting, request: Request) -> tuple[list[Diagnostic], list[NotChecked]]:
    """Read what was made back; nothing for a draft with errors, for what follows from these is not told again."""
    if setting.checked.has_errors:
        return [], []
    from policybrief.reading_back import read_back

    return read_back(made.files, made.page, setting, request)


def _is_unchanged(checked: CheckedBrief, request: Request, inputs: InputsRecord) -> bool:
    """Tell whether a brief's files were made of the same, are those that were made, and are all that is asked for."""
    folder = request.output / checked.brief.slug
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        outputs = dict(manifest["outputs"])
        wanted = {f"{checked.brief.slug}.{name}" for name in request.formats}
        return (
            manifest["inputs"] == inputs.content
            and manifest["not_checked"] == []
            and wanted <= outputs.keys()
            and (folder / "report.json").read_text("utf-8") == _report_text(checked)
            and all(digest((folder / name).read_bytes()) == recorded for name, recorded in outputs.items())
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return False


def _built(slug: str, request: Request, engine: Engine, folder: Path, *, is_unchanged: bool = False) -> Built:
    return Built(
        slug=slug,
        engine=engine.name,
        files=tuple(folder / f"{slug}.{name}" for name in request.formats),
        is_unchanged=is_unchanged,
    )


def _report_text(checked: CheckedBrief, not_checked: Sequence[NotChecked] = ()) -> str:
    """Return the report of one brief, as it stands beside its files."""
    return report_as_json(
        Report(
            briefs=(checked.brief.slug,),
            diagnostics=checked.diagnostics,
            checked=checked.counts,
            not_checked=tuple(not_checked),
            accepted=checked.accepted,
            lowered=checked.lowered,
            files={},
        )
    )


def _timestamp(day: date) -> int:
    return calendar.timegm(day.timetuple())


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
