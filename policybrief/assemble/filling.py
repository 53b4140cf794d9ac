"""Jinja2 templates filled in; they can do nothing but print, and one that can't be filled in is told by its line."""

from __future__ import annotations

import traceback
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import (
    BaseLoader,
    FileSystemBytecodeCache,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from policybrief.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jinja2 import Environment
    from jinja2.bccache import Bucket

    from policybrief.assemble.templates import Templates


class Filler:
    """Fills in templates, the project's own first."""

    def __init__(self, templates: Templates, **options: Any) -> None:
        """Take the templates, and what Jinja2 is to do besides: how to print a value, where to leave spaces out."""
        self._templates = templates
        self._environment = ImmutableSandboxedEnvironment(
            loader=_Loader(templates),
            bytecode_cache=_Compiled(options),
            undefined=StrictUndefined,
            lstrip_blocks=True,
            **options,
        )

    def fill(self, name: str, /, **values: object) -> str:
        """Return what a template makes of values. Raises EngineError for a template of the project's own that fails."""
        try:
            return self._environment.get_template(name).render(**values)
        except EngineError:
            raise
        except TemplateSyntaxError as error:
            raise self._told(error, error.name or name, error.lineno) from error
        except Exception as error:
            raise self._told(error, *self._place(error, name)) from error

    def _place(self, error: Exception, name: str) -> tuple[str, int | None]:
        """Return the template, and its line, in which something failed: Jinja2 puts them among the calls."""
        calls = traceback.extract_tb(error.__traceback__)
        inside = [(call.filename, call.lineno) for call in calls if self._templates.has(call.filename)]
        return inside[-1] if inside else (name, None)

    def _told(self, error: Exception, name: str, line: int | None) -> Exception:
        """Return what to raise: a fault of policybrief's own templates is one of policybrief."""
        if not self._templates.is_own(name):
            return error
        where = (
            f"line {line} of the project's own template `{name}`" if line else f"the project's own template `{name}`"
        )
        what = str(error) if isinstance(error, TemplateError) else f"{type(error).__name__}: {error}"
        return EngineError(f"{where} can't be filled in: {what}. Correct it, or take it away to use the built-in one")


class _Loader(BaseLoader):
    """Templates for Jinja2."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Return the text of a template. Raises TemplateNotFound."""
        del environment
        try:
            return self._templates.read(template), template, None
        except FileNotFoundError:
            raise TemplateNotFound(template) from None


class _Compiled(FileSystemBytecodeCache):
    """Compiled templates, beside Python's compiled form of this module: compiling takes longer than filling in."""

    def __init__(self, options: Mapping[str, object]) -> None:
        super().__init__(str(Path(cache_from_source(__file__)).parent))
        self._options = repr(sorted((name, value) for name, value in options.items() if isinstance(value, str | bool)))

    def get_source_checksum(self, source: str) -> str:
        """Return what a compiled template has to have been made of: its source, and how it was to be read."""
        return super().get_source_checksum(self._options + source)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template, where that may be done."""
        with suppress(OSError):
            super().dump_bytecode(bucket)
