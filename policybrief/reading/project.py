"""A project folder -> what one run needs of it: the briefs asked for, the references, the stored sources."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from policybrief.diagnostics import Diagnostic, fault
from policybrief.errors import UsageError
from policybrief.model import Brief, Library, Project
from policybrief.position import Position, TextFile
from policybrief.reading.bibtex import read_references
from policybrief.reading.brief import missing_brief, missing_findings, read_brief
from policybrief.reading.files import MAX_DOCUMENT, Unreadable, decode, read_inside
from policybrief.reading.sources import read_sources, read_sums, stored_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BRIEFS = "briefs"
REFERENCES = "references.bib"
COMMANDS = ("build", "check", "explain", "lock", "schema", "test", "verify")

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")
_LIKE_BRIEF = re.compile(r"brief\.ya?ml(\.txt)?|brief\.txt", re.IGNORECASE)
_DEVICES = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")


def brief_slugs(root: Path) -> list[str]:
    """Return the slugs of a project's briefs. Raises UsageError for a folder whose name is none."""
    folders = sorted(path.parent for path in (root / BRIEFS).glob("*/brief.yml"))
    for folder in folders:
        if reason := _unfit(folder.name):
            raise UsageError(f"the folder {BRIEFS}/{folder.name} can't be a brief: {reason}. Give it another name.")
    return [folder.name for folder in folders]


def _unfit(slug: str) -> str:
    if not _SLUG.fullmatch(slug):
        return "its name may hold small letters, digits and hyphens, and begins with a letter or digit"
    if slug in COMMANDS:
        return f"`{slug}` is a command of build.py"
    return "its name is that of a device on Windows" if _DEVICES.fullmatch(slug) else ""


def choose_briefs(root: Path, wanted: Sequence[str]) -> list[str]:
    """Return the slugs that arguments name: slugs or folders; all of them where there are no arguments.

    Raises UsageError for a brief that is not there.
    """
    slugs = brief_slugs(root)
    if not wanted:
        if not slugs:
            raise UsageError(f"there is no brief in {root / BRIEFS}: a brief is a folder there that holds a brief.yml")
        return slugs
    chosen = []
    for name in wanted:
        slug = name if name in slugs else _slug_of_folder(root, name)
        if slug not in slugs:
            known = ", ".join(slugs) or "none"
            raise UsageError(f"there is no brief `{name}`; the briefs of this project are: {known}")
        chosen.append(slug)
    return sorted(set(chosen))


def _slug_of_folder(root: Path, name: str) -> str:
    folder = Path(name).resolve()
    return folder.name if folder.parent == (root / BRIEFS).resolve() else ""


def read_project(root: Path, slugs: Sequence[str]) -> tuple[Project, list[Diagnostic]]:
    """Read the briefs named and all that they may cite; return them with every fault found."""
    found: list[Diagnostic] = []
    files: dict[str, TextFile] = {}
    bibliography = _document(root, REFERENCES, "invalid-bibtex", files, found)
    references, faults = read_references(bibliography or TextFile(REFERENCES, ""))
    found += faults
    stored = stored_files(root)
    recorded, faults = read_sums(root, stored)
    found += faults
    sources, faults = read_sources(references, stored, recorded)
    found += faults
    files.update((source.file.path, source.file) for source in sources.values())
    briefs = [brief for slug in slugs if (brief := _brief(root, slug, files, found))]
    library = Library(
        file=bibliography or TextFile(REFERENCES, ""),
        references={reference.key.value: reference for reference in references},
        sources=sources,
        stored=frozenset(stored),
    )
    others = [slug for slug in brief_slugs(root) if slug not in slugs]
    found += [] if others else _without_brief(root)
    return Project(
        briefs=tuple(briefs),
        library=library,
        cited_elsewhere=frozenset(_mentioned(root, others)),
        files=files,
    ), found


def _without_brief(root: Path) -> Iterator[Diagnostic]:
    """Tell of folders that hold a brief whose brief.yml has another name: they would be passed over in silence."""
    for folder in sorted((root / BRIEFS).glob("*/")):
        names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
        alike = [name for name in names if _LIKE_BRIEF.fullmatch(name)]
        if "brief.yml" not in names and (alike or "findings.yml" in names):
            told = fault(
                "missing-field",
                Position(f"{BRIEFS}/{folder.name}/{(alike or ['findings.yml'])[0]}", 1, 1),
                f"the folder {BRIEFS}/{folder.name} has no `brief.yml`, so nothing of it is checked or built",
                help=f"rename `{alike[0]}` to `brief.yml`" if alike else "write it, or move the folder away",
            )
            yield replace(told, briefs=(folder.name,))


def _document(root: Path, path: str, code: str, files: dict[str, TextFile], found: list[Diagnostic]) -> TextFile | None:
    """Return the text of a document of the project; tell why it can't be read."""
    try:
        file = decode(path, read_inside(root, path, limit=MAX_DOCUMENT))
    except FileNotFoundError:
        if path == REFERENCES:
            advice = "write it: it holds an entry for each source, as reference managers export them (BibLaTeX)"
            found.append(fault(code, Position(path, 1, 1), f"there is no file `{path}`", help=advice))
        return None
    except Unreadable as error:
        at = TextFile(path, error.before).position(len(error.before))
        found.append(fault(code, at, f"the file can't be read: {error.message}", help=error.advice))
        return None
    files[path] = file
    return file


def _brief(root: Path, slug: str, files: dict[str, TextFile], found: list[Diagnostic]) -> Brief | None:
    folder = f"{BRIEFS}/{slug}"
    before = len(found)
    brief_file = _document(root, f"{folder}/brief.yml", "invalid-yaml", files, found)
    findings_file = _document(root, f"{folder}/findings.yml", "invalid-yaml", files, found)
    found[before:] = [replace(one, briefs=(slug,)) for one in found[before:]]
    if brief_file is None:
        if len(found) == before:
            found.append(replace(missing_brief(f"{folder}/brief.yml"), briefs=(slug,)))
        return None
    is_whole = len(found) == before
    brief, faults = read_brief(brief_file, slug=slug, findings=findings_file, is_whole=is_whole)
    found += faults
    if brief and is_whole and findings_file is None and any(section.findings for section in brief.sections):
        found.append(replace(missing_findings(f"{folder}/findings.yml"), briefs=(slug,)))
        brief = replace(brief, broken=brief.broken | {"findings"})
    return brief


_KEY_AFTER_AT = re.compile(r"@\{?([\w:.#$%&\-+?<>~/]+)")
_SOURCE_FIELD = re.compile(r"\bsource:\s*[\"']?([^\s\"',}]+)")


def _mentioned(root: Path, slugs: Sequence[str]) -> Iterator[str]:
    """Yield what briefs that are not read in this run seem to cite: enough to tell which references are in use."""
    for slug in slugs:
        for name in ("brief.yml", "findings.yml"):
            try:
                text = read_inside(root, f"{BRIEFS}/{slug}/{name}", limit=MAX_DOCUMENT).decode("utf-8", "replace")
            except (FileNotFoundError, Unreadable):
                continue
            yield from (key.rstrip(".:-") for key in _KEY_AFTER_AT.findall(text))
            yield from _SOURCE_FIELD.findall(text)
