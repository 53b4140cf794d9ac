"""Template files: the project's own where it has one of the same name, else those that come with policybrief."""

from __future__ import annotations

import os
import re
from pathlib import Path

from policybrief.errors import EngineError
from policybrief.reading.files import Unreadable, decode, read_inside

FOLDER = "templates"
MAX_TEMPLATE = 2_000_000
OVERRIDABLE = (".css", ".csl", ".docx", ".html", ".j2", ".po", ".toml", ".typ")
"""Lua is not among them: a filter could do anything."""

_NAME = re.compile(r"\w[\w.-]*(?:/\w[\w.-]*)*")
"""No name begins with a full stop, none is absolute: each lies within the folder of templates."""


def built_in_folder() -> Path:
    """Return the folder of the templates that come with policybrief: beside the package, or within its wheel."""
    package = Path(__file__).resolve().parent.parent
    inside = package / FOLDER
    return inside if inside.is_dir() else package.parent / FOLDER


class Templates:
    """Template files by name, a project's own first."""

    def __init__(self, project: Path) -> None:
        self._built_in = built_in_folder()
        own = project / FOLDER
        self._own = own if own.is_dir() and own.resolve() != self._built_in.resolve() else None

    @property
    def overrides(self) -> list[str]:
        """Names of the project's own templates that take the place of built-in ones or add to them."""
        if self._own is None:
            return []
        files = (path for path in sorted(self._own.rglob("*")) if path.is_file() and not path.is_symlink())
        return [path.relative_to(self._own).as_posix() for path in files if path.suffix in OVERRIDABLE]

    def names(self) -> list[str]:
        """Return the names of all templates, in order."""
        built_in = (path for path in self._built_in.rglob("*") if path.is_file() and path.suffix in OVERRIDABLE)
        return sorted({*(path.relative_to(self._built_in).as_posix() for path in built_in), *self.overrides})

    def has(self, name: str) -> bool:
        """Tell whether there is a template of this name."""
        return self._find(name) is not None

    def is_own(self, name: str) -> bool:
        """Tell whether a template is the project's own."""
        return self._own is not None and self._find(name) is self._own

    def read(self, name: str) -> str:
        """Return a template's text. Raises FileNotFoundError, and EngineError for a file that can't be read."""
        try:
            return decode(name, self.read_bytes(name)).text
        except Unreadable as error:
            raise EngineError(f"the template `{name}` can't be used: {error.message}; {error.advice}") from error

    def read_bytes(self, name: str) -> bytes:
        """Return a template as it stands. Raises FileNotFoundError, and EngineError for a file that can't be read."""
        root = self._find(name)
        if root is None:
            raise FileNotFoundError(name)
        try:
            data = read_inside(root.parent, f"{FOLDER}/{name}", limit=MAX_TEMPLATE)
        except Unreadable as error:
            raise EngineError(f"the template `{name}` can't be used: {error.message}; {error.advice}") from error
        return data

    def _find(self, name: str) -> Path | None:
        """Return the folder of templates that has one of this name."""
        if not _NAME.fullmatch(name):
            return None
        for folder in (self._own, self._built_in):
            if folder and os.path.lexists(folder / name) and (folder is self._built_in or name.endswith(OVERRIDABLE)):
                return folder
        return None
