"""The engine that needs nothing from the system: pandoc and Typst from their wheels."""

from __future__ import annotations

import importlib.util
import os
import re
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from policybrief.engines import NO_TRANSLATION, Job, Rendered, last_words
from policybrief.engines.program import Finished, run
from policybrief.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Mapping

SECONDS = 600.0
LIMITS = ("+RTS", "-M2g", "-A64m", "-RTS")
"""What pandoc may take of the memory, and in how large steps: larger ones save a quarter of its time."""
_WARNING = re.compile(rf"\[WARNING\] (?!{NO_TRANSLATION})")
_HERE = Path(__file__).resolve().parent
RENDER = _HERE / "render.lua"
COMPILE = _HERE / "compile.py"
# pandoc's format, its template, the file that it writes; Typst comes first, for its own work goes on after pandoc's.
_STEPS = {
    "pdf": ("typst-smart", "page.typ", "brief.typ"),
    "html": ("html5", "page.html", "brief.html"),
    "docx": ("docx", "page.openxml", "brief.docx"),
}


class EmbeddedEngine:
    """pandoc processes the citations once and writes every format; Typst makes the PDF while pandoc goes on."""

    name = "embedded"

    def versions(self) -> dict[str, str]:
        """Return the versions of pandoc and Typst."""
        import typst

        return {"pandoc": _pandoc_version(), "typst": typst.__version__}  # type: ignore[attr-defined]

    def render(self, job: Job) -> Rendered:
        """Render a job's document. Raises EngineError."""
        steps = {name: step for name, step in _STEPS.items() if name in job.formats}
        with ThreadPoolExecutor(1) as pool:
            typesetting: Future[Finished] | None = None

            def write() -> None:
                nonlocal typesetting
                job.write()
                typesetting = pool.submit(_run_typst, job) if "pdf" in steps else None

            try:
                _run_pandoc(replace(job, write=write), steps)
                if "html" in steps:
                    job.on_page(job.folder / "brief.html")
            except BaseException:
                (job.folder / "stop").touch()
                raise
            if typesetting and (finished := typesetting.result()).exit_number:
                raise EngineError(f"Typst could not make the PDF: {last_words(finished.stderr)}", finished.stderr)
        return Rendered(files={name: job.folder / f"brief.{name}" for name in steps})


@cache
def _pandoc_version() -> str:
    """Return what pandoc says of itself: its wheel has a number of its own. Raises EngineError."""
    said = run([pandoc_path(), "--version"], folder=Path.cwd(), seconds=60).stdout
    return said.split("\n", 1)[0].removeprefix("pandoc").strip()


def pandoc_path() -> Path:
    """Return the path of the wheel's pandoc, without the cost of importing pypandoc. Raises EngineError."""
    package = importlib.util.find_spec("pypandoc")
    for folder in (package.submodule_search_locations or ()) if package else ():
        path = Path(folder) / "files" / ("pandoc.exe" if sys.platform == "win32" else "pandoc")
        if path.is_file():
            return path
    raise EngineError("pandoc is missing: the package `pypandoc_binary` is not installed")


def _run_pandoc(job: Job, steps: Mapping[str, tuple[str, str, str]]) -> None:
    command: list[str | Path] = [pandoc_path(), *LIMITS, "lua", RENDER, "filter/main.lua", "brief.qmd"]
    for step in steps.values():
        command += step
    variables = {"SOURCE_DATE_EPOCH": str(job.timestamp)}
    finished = run(
        command, folder=job.folder, seconds=SECONDS, variables=variables, meanwhile=(job.write, job.complete)
    )
    if finished.exit_number or _WARNING.search(finished.stderr):
        raise EngineError(f"pandoc could not write the document: {last_words(finished.stderr)}", finished.stderr)


def _run_typst(job: Job) -> Finished:
    source, output = job.folder / "brief.typ", job.folder / "brief.pdf"
    numbers = (str(job.timestamp), str(os.getpid()))
    command: list[str | Path] = [sys.executable, "-X", "utf8", COMPILE, source, output, *numbers, *job.fonts]
    return run(command, folder=job.folder, seconds=SECONDS)
