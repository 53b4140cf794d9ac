"""The engine that needs nothing from the system: pandoc and Typst from their wheels."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from policybrief.engines import Job, Rendered
from policybrief.engines.program import run
from policybrief.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Mapping

SECONDS = 120.0
_HERE = Path(__file__).resolve().parent
FILTER = _HERE / "brief.lua"
RENDER = _HERE / "render.lua"
# pandoc's format, its template, the file that it writes.
_STEPS = {"html": ("html5", "page.html", "brief.html"), "pdf": ("typst-smart", "page.typ", "brief.typ")}


class EmbeddedEngine:
    """pandoc processes the citations once and writes every format; Typst makes the PDF."""

    name = "embedded"

    def versions(self) -> dict[str, str]:
        """Return the versions of pandoc and Typst."""
        from importlib.metadata import version

        return {"pandoc": version("pypandoc_binary"), "typst": version("typst")}

    def render(self, job: Job) -> Rendered:
        """Render a job's document. Raises EngineError."""
        steps = {name: _STEPS[name] for name in job.formats}
        _run_pandoc(job, steps)
        files = {}
        for name, (_, _, output) in steps.items():
            files[name] = job.folder / output
        if "pdf" in files:
            files["pdf"] = _compile(files["pdf"], job.timestamp)
        return Rendered(files=files)


def pandoc_path() -> Path:
    """Return the path of the wheel's pandoc, without the cost of importing pypandoc. Raises EngineError."""
    package = importlib.util.find_spec("pypandoc")
    for folder in (package.submodule_search_locations or ()) if package else ():
        path = Path(folder) / "files" / ("pandoc.exe" if sys.platform == "win32" else "pandoc")
        if path.is_file():
            return path
    raise EngineError("pandoc is missing: the package `pypandoc_binary` is not installed")


def _run_pandoc(job: Job, steps: Mapping[str, tuple[str, str, str]]) -> None:
    command: list[str | Path] = [pandoc_path(), "+RTS", "-M2g", "-RTS", "lua", RENDER, FILTER, "brief.qmd"]
    for step in steps.values():
        command += step
    finished = run(command, folder=job.folder, seconds=SECONDS)
    if finished.exit_number or "[WARNING]" in finished.stderr:
        raise EngineError(f"pandoc could not write the document: {_last_words(finished.stderr)}")


def _last_words(text: str) -> str:
    return " ".join(text.split())[-600:] or "it said nothing"


def _compile(source: Path, timestamp: int) -> Path:
    import typst

    output = source.with_suffix(".pdf")
    try:
        typst.compile(
            source,
            output=output,
            root=source.parent,
            ignore_system_fonts=True,
            pdf_standards=["ua-1", "a-3a"],
            timestamp=timestamp,
        )
    except typst.TypstError as error:
        raise EngineError(f"Typst could not make the PDF: {error.message} {' '.join(error.hints)}".rstrip()) from error
    return output
