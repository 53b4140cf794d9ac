"""The engine that an organisation may already have: Quarto, through its command line."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from policybrief.engines import NO_TRANSLATION, Job, Rendered, last_words
from policybrief.engines.program import run
from policybrief.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

SECONDS = 600.0
OLDEST = (1, 9)
"""The oldest Quarto whose documents were compared with the embedded engine's."""

# Quarto's name of a format, and the file that it writes.
_FORMATS = {
    "html": ("html", "brief.html"),
    "pdf": ("typst-smart", "brief.pdf"),
    "docx": ("docx", "brief.docx"),
}
_PROJECT = "project:\n  type: default\n"
"""A project of its own: Quarto would take one in a folder above for the document's, and run its commands."""
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_COMPLAINT = re.compile(r"^.*(?:\[?WARN(?:ING)?\b|\bERROR\b|\berror:).*$", re.MULTILINE)
# Addresses in an older encoding (`%CF%F0`) are invalid to Quarto, which then looks for no file behind them.
_HARMLESS = re.compile(rf"verapdf|Invalid URI '.*' in attribute|{NO_TRANSLATION}")
# What Quarto says of colons in a text; and the lines of the document that Typst shows beside a warning.
_QUOTED = re.compile(
    r"^WARNING \(.*\)\s+The following string was found in the document: :+$|^ *\d* *(?:│|╭|╰).*$", re.MULTILINE
)


class QuartoEngine(Struct, frozen=True):
    """Quarto renders the same document with the same filter and templates; its exit number alone proves nothing."""

    program: str
    version: str

    name = "quarto"

    @classmethod
    def find(cls) -> Self | None:
        """Return the Quarto on PATH; None where there is none that answers."""
        program = shutil.which("quarto")
        if program is None:
            return None
        try:
            finished = run([program, "--version"], folder=Path.cwd(), seconds=60)
        except EngineError:
            return None
        return cls(program, finished.stdout.strip()) if finished.exit_number == 0 else None

    @property
    def problem(self) -> str | None:
        """Say why it can't be used; None where it can."""
        numbers = tuple(int(number) for number in re.findall(r"\d+", self.version)[:2])
        if numbers >= OLDEST:
            return None
        oldest = ".".join(map(str, OLDEST))
        return f"Quarto {self.version or 'of an unknown version'} is too old: {oldest} or newer is needed"

    def versions(self) -> dict[str, str]:
        """Return the version of Quarto, which brings its own pandoc and Typst."""
        return {"quarto": self.version}

    def render(self, job: Job) -> Rendered:
        """Render a job's document. Raises EngineError."""
        job.write()
        job.complete()
        (job.folder / "_quarto.yml").write_text(_PROJECT, encoding="utf-8")
        scratch = job.folder / "tmp"
        scratch.mkdir()
        files = {name: job.folder / _FORMATS[name][1] for name in job.formats}
        if "pdf" not in files:
            _render(self.program, job, job.formats, scratch)
            return Rendered(files=files)
        from policybrief.engines.compile import settle
        from policybrief.pdf_file import parted_notes

        left = list(job.formats)

        def make() -> tuple[bytes, list[int], int]:
            _render(self.program, job, left, scratch)
            left[:] = ["pdf"]
            return files["pdf"].read_bytes(), *parted_notes(files["pdf"])

        files["pdf"].write_bytes(settle(job.folder, make))
        return Rendered(files=files)


def _render(program: str, job: Job, formats: Sequence[str], scratch: Path) -> None:
    """Have Quarto render some formats, and tell of the page. Raises EngineError."""
    names = ",".join(_FORMATS[name][0] for name in formats)
    finished = run(
        [program, "render", "brief.qmd", "--to", names],
        folder=job.folder,
        seconds=SECONDS,
        variables={
            **{name: str(scratch) for name in ("TMPDIR", "TMP", "TEMP")},
            "SOURCE_DATE_EPOCH": str(job.timestamp),
            "TYPST_IGNORE_SYSTEM_FONTS": "true",
            "TYPST_FONT_PATHS": ":".join(map(str, job.fonts)),
        },
    )
    said = _COLOURS.sub("", finished.stderr)
    complaints = [line for line in _COMPLAINT.findall(_QUOTED.sub("", said)) if not _HARMLESS.search(line)]
    is_whole = all((job.folder / _FORMATS[name][1]).is_file() for name in formats)
    if finished.exit_number or complaints or not is_whole:
        raise EngineError(f"Quarto could not render the document: {last_words(said)}", said)
    if "html" in formats:
        job.on_page(job.folder / "brief.html")
