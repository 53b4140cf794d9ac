"""What turns the assembled document into files; each engine is a module, and stands in a written-out table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


NAMES = ("auto", "embedded", "quarto")
"""What may be asked for."""
NO_TRANSLATION = r"Could not load translations for \S+|The term \w+ has no translation defined"
"""What pandoc warns of in a language that it has no words in, such as Kazakh; those that are printed are our own."""
FILTER = Path(__file__).resolve().parent / "filter"
"""The folder of the filter that all engines run; it goes along with every document, under its name."""


WORD_PAGE = FILTER.parent / "page.openxml"
"""pandoc's template for a Word file."""


class Job(Struct, frozen=True, kw_only=True):
    """What an engine is given: a folder that holds all it needs, and what to make of it."""

    folder: Path
    """Its own working folder, with the filter, the templates of pages and the citation style."""
    formats: Sequence[str]
    """`html`, `pdf`, `docx`; for the last, the folder holds reference.docx."""
    timestamp: int
    """Seconds since 1970 that stand in files as their date."""
    fonts: Sequence[Path] = ()
    """Folders with fonts besides the engine's own."""
    write: Callable[[], None] = lambda: None
    """Puts brief.qmd and references.bib in the folder. An engine calls it once, and may get ready meanwhile."""
    complete: Callable[[], None] = lambda: None
    """Puts in the folder what else is printed: pictures, stored texts, attachments, fonts. It is called once, after
    that; an engine may read the document meanwhile."""
    on_page: Callable[[Path], None] = lambda _: None
    """Told where the HTML is, as soon as it is whole; other files may still be in the making."""


class Rendered(Struct, frozen=True, kw_only=True):
    """What an engine made: the files by format."""

    files: Mapping[str, Path]


def last_words(text: str) -> str:
    """Return what a program said last, on one line."""
    return " ".join(text.split())[-600:] or "it said nothing"


class Engine(Protocol):
    """A renderer. It raises EngineError where it fails, and leaves nothing running."""

    name: str

    def versions(self) -> dict[str, str]:
        """Return the versions of the tools it uses, by name."""
        ...

    def render(self, job: Job) -> Rendered:
        """Render a job's document. Raises EngineError."""
        ...
