"""Is a PDF or HTML file that somebody holds the one that this project builds?"""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser

from policybrief.assemble.folder import INPUTS, setting_of
from policybrief.assemble.templates import Templates
from policybrief.building import render
from policybrief.checks.project import CheckedBrief, check_project
from policybrief.engines.choice import Engines
from policybrief.errors import OutputError, PolicybriefError, UsageError
from policybrief.outputs.compare_pdf import carried_otherwise, shown_otherwise
from policybrief.outputs.inputs import InputsRecord, digest, inputs_record
from policybrief.outputs.see_html import see_html
from policybrief.outputs.see_pdf import see_pdf
from policybrief.pdf_file import open_pdf
from policybrief.reading.files import Unreadable, read_bytes
from policybrief.reading.project import choose_briefs, read_project

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from policybrief.engines import Engine
    from policybrief.outputs.seen import Seen
    from policybrief.request import Request

SAME, DIFFERENT, UNKNOWN = 0, 1, 3
MAX_FILE = 1_000_000_000
"""Bytes of a file to verify."""
NAMES = {
    "findings": "finding",
    "references": "reference",
    "sources": "stored source",
    "templates": "template",
    "fonts": "font",
    "options": "option",
    "tools": "tool",
}
PARTS = {
    "title": "title",
    "language": "language",
    "headings": "headings",
    "text": "text",
    "notes": "notes",
    "citings": "citations",
    "sources": "list of sources",
    "links": "links",
}


class Verdict(Struct, frozen=True):
    """The answer, and what it rests on, a line each."""

    exit_number: int
    lines: tuple[str, ...]


def verify(file: Path, request: Request) -> Verdict:
    """Compare a file with what the project builds.

    The id and the record that a file carries are never trusted: they only tell where to look for what differs.
    Raises UsageError for a file that is not there.
    """
    try:
        data = read_bytes(file, limit=MAX_FILE)
    except FileNotFoundError as error:
        raise UsageError(f"there is no file {file}") from error
    except Unreadable as error:
        raise UsageError(f"{file} can't be read: {error.message}") from error
    form = _form(data)
    if form is None:
        return Verdict(UNKNOWN, (f"Can't tell: {file.name} is neither a PDF nor an HTML file.",))
    try:
        carried = _carried(file, form)
        return _compare(file, data, form, carried, request)
    except UsageError:
        raise
    except PolicybriefError as error:
        return Verdict(UNKNOWN, (f"Can't tell: {error}",))


def _form(data: bytes) -> str | None:
    if data.startswith(b"%PDF-"):
        return "pdf"
    return "html" if b"<html" in data[:2000].lower() else None


def _carried(file: Path, form: str) -> Mapping[str, Any]:
    """Return the inputs' record that a file carries; nothing where it has none that can be read."""
    try:
        if form == "pdf":
            with open_pdf(file, file.name) as pdf:
                text = dict(pdf.attachments()).get(INPUTS, b"").decode("utf-8", "replace")
        else:
            node = LexborHTMLParser(file.read_text("utf-8", "replace")).css_first("script#inputs")
            text = node.text() if node else ""
        record = json.loads(text)
    except (ValueError, RecursionError, OutputError):
        return {}
    return record if isinstance(record, dict) else {}


def _compare(file: Path, data: bytes, form: str, carried: Mapping[str, Any], request: Request) -> Verdict:
    slug = _brief_of(file, carried, request)
    if slug is None:
        return Verdict(UNKNOWN, ("Can't tell: the file does not say which brief of the project it is.",))
    project, found = read_project(request.project, [slug])
    checks = check_project(project, found)
    if not checks.briefs or checks.briefs[0].has_errors:
        return Verdict(UNKNOWN, (f"Can't tell: the brief {slug} has errors now; see `python build.py check {slug}`.",))
    checked = checks.briefs[0]
    options = carried.get("options")
    wanted = str(options.get("engine")) if isinstance(options, dict) else "auto"
    engines = Engines(wanted if wanted in ("embedded", "quarto") else "auto")
    try:
        engine = engines.choose(checked.brief)
    except PolicybriefError:
        engine = Engines("embedded").choose(replace(checked.brief, engine=None))
    inputs = _inputs(checked, request, engine)
    if _is_recorded(request.output / slug, f"{slug}.{form}", data, inputs):
        return Verdict(SAME, (f"The same: {file.name} is {slug}.{form}, build {inputs.build}, byte for byte.",))
    differing = dict(_differing(carried, inputs.content)) if carried else {}
    if {kind for kind, _ in differing} - {"tools", "options"}:
        return Verdict(DIFFERENT, tuple(_told(file, differing, checked)))
    ids = _Ids((inputs.build, InputsRecord(carried).build))
    return _against_rebuilt(file, form, checked, replace(request, formats=(form,)), engine, inputs, differing, ids)


def _brief_of(file: Path, carried: Mapping[str, Any], request: Request) -> str | None:
    slugs = choose_briefs(request.project, [])
    for name in (str(carried.get("brief")), file.stem):
        if name in slugs:
            return name
    return slugs[0] if len(slugs) == 1 else None


def _inputs(checked: CheckedBrief, request: Request, engine: Engine) -> InputsRecord:
    templates = Templates(request.project)
    return inputs_record(
        setting_of(checked, templates),
        project=request.project,
        templates=templates,
        engine=engine.name,
        tools=engine.versions(),
        is_draft=False,
    )


def _is_recorded(folder: Path, name: str, data: bytes, inputs: InputsRecord) -> bool:
    """Tell whether the manifest of the last build is of the same inputs, and records these bytes."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        return bool(manifest["inputs"] == inputs.content and manifest["outputs"][name] == digest(data))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return False


def _differing(carried: Mapping[str, Any], current: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield what differs between two records, with how it does."""
    if carried.get("brief.yml") != current["brief.yml"]:
        yield ("brief.yml", "brief.yml"), "differs"
    for kind in NAMES:
        theirs, ours = carried.get(kind), current[kind]
        theirs = theirs if isinstance(theirs, dict) else {}
        for name in sorted({*theirs, *ours}):
            if name not in theirs:
                yield (kind, name), "is new in this project"
            elif name not in ours:
                yield (kind, name), "is no longer in this project"
            elif theirs[name] != ours[name]:
                yield (kind, name), "differs"


def _told(file: Path, differing: Mapping[tuple[str, str], str], checked: CheckedBrief) -> Iterator[str]:
    yield f"Different: {file.name} says that it was built of something else than what this project holds now."
    for (kind, name), how in differing.items():
        line = f"  {NAMES[kind]} {name} {how}" if kind in NAMES else f"  {name} {how}"
        claims = list(_touched(kind, name, checked))
        yield line + (f"; it concerns the claims {', '.join(claims)}" if claims else "")
    yield "What the file says of itself was not verified."


def _touched(kind: str, name: str, checked: CheckedBrief) -> Iterator[str]:
    """Yield the findings that rest on a reference or a stored source."""
    sources = checked.library.sources
    for finding in checked.brief.findings:
        keys = {evidence.source.value for evidence in finding.evidence}
        paths = {sources[key].file.path for key in keys if key in sources}
        if (kind == "references" and name in keys) or (kind == "sources" and name in paths):
            yield finding.id.value


def _against_rebuilt(
    file: Path,
    form: str,
    checked: CheckedBrief,
    request: Request,
    engine: Engine,
    inputs: InputsRecord,
    differing: Mapping[tuple[str, str], str],
    ids: _Ids,
) -> Verdict:
    """Build the brief in a temporary folder, and compare."""
    slug = checked.brief.slug
    with tempfile.TemporaryDirectory(prefix="policybrief-") as name:
        made = render(setting_of(checked, Templates(request.project)), Path(name), request, engine, inputs)
        files, page = made.files, made.page
        if files[form].read_bytes() == file.read_bytes():
            words = f"The same: {file.name} is what this project builds as {slug}.{form}, byte for byte."
            return Verdict(SAME, (words,))
        ours = page if form == "html" else see_pdf(files["pdf"], slug, page.sources)
        theirs = see_html(file, slug) if form == "html" else see_pdf(file, slug, page.sources)
        visible = list(_visible_differences(ours, theirs, ids))
        is_all_but_record = form == "html" and _without_record(files["html"], ids) == _without_record(file, ids)
        looks = list(shown_otherwise(files["pdf"], file)) if form == "pdf" else []
        if form == "pdf" and not differing:
            visible += [*looks, *carried_otherwise(files["pdf"], file)]
    if visible:
        lines = (f"  {one}" for one in visible)
        return Verdict(DIFFERENT, (f"Different: {file.name} is not what this project builds as {slug}.{form}.", *lines))
    if differing:
        tools = ", ".join(f"{kind} {one}" for kind, one in differing)
        if is_all_but_record:
            words = (
                f"The same: {file.name} is what this project builds as {slug}.{form}, but for the record of {tools}."
            )
            return Verdict(SAME, (words,))
        words = f"Can't tell: {file.name} holds the words and the links that this project builds, and other bytes."
        why = f"It says that it was built with something else ({tools}); only a build with the same can show that."
        return Verdict(UNKNOWN, (words, why, *looks, "Nothing vouches for the rest of it: do not rely on it."))
    if form == "html":
        words = f"Different: {file.name} holds the same words, and its markup is not what this project builds."
        return Verdict(DIFFERENT, (words, "Markup can hide words, and show others."))
    words = f"Can't tell: {file.name} looks as this project builds it, and has other bytes."
    why = "It may have been built on another kind of computer, or changed where nobody sees it: do not rely on it."
    return Verdict(UNKNOWN, (words, why))


class _Ids:
    """The ids of a build of this project, and of the one that a file says it is: those of other tools are others."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._pattern = re.compile("|".join(rf"\b{' ?- ?'.join(one.split('-'))}\b" for one in ids))

    def out_of(self, text: str) -> str:
        """Return a text with nothing in the place of each; any other digits stay."""
        return self._pattern.sub("", text)


def _without_record(page: Path, ids: _Ids) -> str:
    """Return a page without its inputs' record and the ids of builds."""
    return ids.out_of(re.sub(r'(id="inputs">)[^<]*', r"\1", page.read_text("utf-8", "replace")))


def _visible_differences(ours: Seen, theirs: Seen, ids: _Ids) -> Iterator[str]:
    """Yield the parts that differ, ids of builds aside."""
    for part, name in PARTS.items():
        one, other = getattr(ours, part), getattr(theirs, part)
        if isinstance(one, str) and isinstance(other, str):
            one, other = ids.out_of(one), ids.out_of(other)
        if one != other and part == "text":
            here, there = _first_difference(one, other)
            yield f"{name}: it has “{there}” where this project has “{here}”"
        elif one != other:
            yield f"{name}: not the same"


def _first_difference(one: str, other: str) -> tuple[str, str]:
    """Return the words about the first place at which two texts differ."""
    at = next(
        (index for index, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    start = max(0, one.rfind(" ", 0, max(0, at - 20)) + 1)
    return one[start : at + 40].strip(), other[start : at + 40].strip()
