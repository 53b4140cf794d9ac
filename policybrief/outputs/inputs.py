"""The inputs' record: a hash of each thing that decides what a brief says and how it looks."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from enum import Enum
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from policybrief.assemble.labels import FALLBACK, language_tags
from policybrief.assemble.styles import style_of
from policybrief.markup import Markdown
from policybrief.model import Brief, Finding
from policybrief.position import Scalar, TextFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from policybrief.assemble.setting import Setting
    from policybrief.assemble.templates import Templates

VERSION = 1
FONTS = "fonts"
FONT_FILES = (".otf", ".ttc", ".ttf")

_PACKAGE = Path(__file__).resolve().parent.parent
_NOT_CONTENT = frozenset({"file", "findings", "broken"})


class InputsRecord(Struct, frozen=True, dict=True):
    """What a build is made of. It holds nothing that is made in the build, and nothing of the computer or the clock."""

    content: Mapping[str, Any]

    @cached_property
    def text(self) -> str:
        """The record as JSON, one line for each hash."""
        return json.dumps(self.content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    @property
    def build(self) -> str:
        """A short id of the build: the same inputs have the same one."""
        digits = digest(self.text.encode())[:16]
        return "-".join(digits[start : start + 4] for start in range(0, 16, 4))


def inputs_record(
    setting: Setting, *, project: Path, templates: Templates, engine: str, tools: Mapping[str, str], is_draft: bool
) -> InputsRecord:
    """Return the record of a brief that is about to be built."""
    brief, library = setting.brief, setting.checked.library
    cited = setting.cited_references
    sources = {library.sources[one.key.value] for one in cited if one.key.value in library.sources}
    return InputsRecord(
        {
            "version": VERSION,
            "brief": brief.slug,
            "brief.yml": digest_of(brief),
            "findings": {finding.id.value: digest_of(finding) for finding in brief.findings},
            "references": {one.key.value: digest_of((one.kind, one.fields, one.excerpt)) for one in cited},
            "sources": dict(sorted((source.file.path, source.sha256) for source in sources)),
            "templates": dict(_templates(setting, project, templates)),
            "fonts": {path.name: digest(path.read_bytes()) for path in font_files(project)},
            "options": {"engine": engine, "draft": is_draft},
            "tools": {"policybrief": _own_files(), **tools},
        }
    )


def font_files(project: Path) -> list[Path]:
    """Return the fonts of a project's own."""
    folder = project / FONTS
    return sorted(
        path
        for path in folder.glob("*")
        if path.suffix.lower() in FONT_FILES and path.is_file() and not path.is_symlink()
    )


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def digest_of(value: object) -> str:
    """Return the hash of what a part of the model says; where it stood, and comments beside it, do not count."""
    return digest(json.dumps(_content(value), ensure_ascii=False, sort_keys=True).encode())


def _content(value: object) -> Any:
    match value:
        case Scalar():
            return value.value
        case Markdown():
            return value.source.value
        case TextFile():
            return None
        case Enum():
            return value.value
        case date():
            return value.isoformat()
        case frozenset():
            return sorted(map(str, value))
        case tuple() | list():
            return [_content(one) for one in value]
        case dict():
            return {str(key): _content(one) for key, one in value.items()}
    if isinstance(value, Struct):
        skipped = _NOT_CONTENT if isinstance(value, Brief | Finding) else frozenset({"broken"})
        return {name: _content(getattr(value, name)) for name in value.__struct_fields__ if name not in skipped}
    return value


def _templates(setting: Setting, project: Path, templates: Templates) -> Iterator[tuple[str, str]]:
    """Yield the templates that this brief is made with: those of its language, its style and its profile alone."""
    brief = setting.brief
    tags = {*language_tags(brief.language.value if brief.language else FALLBACK), FALLBACK}
    style, text = style_of(brief, project, templates)
    yield f"style {style}", digest(text.encode())
    for name in templates.names():
        folder, _, file = name.rpartition("/")
        chosen = {"csl": (), "labels": tags, "profiles": (setting.profile.name,)}.get(folder)
        if chosen is None or file.rpartition(".")[0] in chosen:
            yield name, digest(templates.read_bytes(name))


@cache
def _own_files() -> str:
    """Return one hash of all files of this package."""
    names = sorted(path for path in _PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    inside = (path for path in names if "templates" not in path.relative_to(_PACKAGE).parts)
    return digest(
        "".join(f"{path.relative_to(_PACKAGE).as_posix()} {digest(path.read_bytes())}\n" for path in inside).encode()
    )
