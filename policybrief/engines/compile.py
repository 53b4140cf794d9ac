"""Run as a program of its own: wait for a Typst file, and make the PDF of it; a program can be ended, where it hangs.

Arguments: the Typst file, the PDF, seconds since 1970 that stand in it as its date, the number of the process for
which this is done, and folders of fonts.
"""

import contextlib
import json
import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal, cast

import typst

STANDARDS: list[Literal["ua-1", "a-3a"]] = ["ua-1", "a-3a"]
MEMORY, SECONDS = 4 * 2**30, 600
"""What a document may take, of address space and of the processor's time."""
BREAKS = "breaks.json"
"""What the template reads: numbers of notes, before whose blocks the page turns."""
MOST_BREAKS, FEW_BREAKS, MOST_PAGES = 40, 4, 2000
"""How often the page turns for the sake of notes: at most, in the longest documents; and pages made for it in all."""
STOP = "stop"
"""The file that says that nothing is going to come."""


def main(source: Path, output: Path, timestamp: int, fonts: list[Path], parent: int = 0) -> None:
    """Compile a document; what is wrong with it goes to stderr."""
    deadline = time.monotonic() + SECONDS
    while not source.exists():
        is_orphan = parent and sys.platform != "win32" and os.getppid() != parent  # there, a launcher is in between
        if is_orphan or (source.parent / STOP).exists() or time.monotonic() > deadline:
            sys.exit("there is no document")
        time.sleep(0.002)
    try:
        output.write_bytes(settle(source.parent, lambda: typeset(source, timestamp, fonts)))
    except typst.TypstError as error:
        sys.exit(without_warnings(error.diagnostic))


def typeset(source: Path, timestamp: int, fonts: list[Path]) -> tuple[bytes, list[int], int]:
    """Return the PDF, the numbers of notes that begin on another page than their marks, and their last page."""
    compiler = typst.Compiler(
        source,
        root=source.parent,
        font_paths=fonts,
        ignore_system_fonts=True,
        package_path=source.parent / "no-packages",
        package_cache_path=source.parent / "no-packages",
    )
    made = cast("bytes", compiler.compile(format="pdf", pdf_standards=[*STANDARDS], timestamp=timestamp))
    pages = json.loads(compiler.query("<note-pages>", field="value"))
    parted = [number for number, (mark, note) in enumerate(pages, 1) if mark != note]
    return made, parted, max((note for _, note in pages), default=0)


def settle(folder: Path, make: Callable[[], tuple[bytes, list[int], int]]) -> bytes:
    """Make a PDF until no note is parted from its mark; return the one with the fewest that are.

    Each time, the page turns before the block of the first parted note for which it does not turn yet. Long documents
    are made a few times only.
    """
    breaks: list[int] = []
    fewest, best = sys.maxsize, b""
    while True:
        (folder / BREAKS).write_text(json.dumps(breaks), encoding="utf-8")
        made, parted, pages = make()
        if len(parted) < fewest:
            fewest, best = len(parted), made
        left = [number for number in parted if number not in breaks]
        if not left or len(breaks) >= min(MOST_BREAKS, max(FEW_BREAKS, MOST_PAGES // max(pages, 1))):
            return best
        breaks.append(left[0])


def without_warnings(said: str) -> str:
    """Return what Typst says of errors alone."""
    return re.sub(r"^warning: (?:.*\n)*?(?=^error: |\Z)", "", said, flags=re.MULTILINE)


def limit() -> None:
    """Bound what compiling may take, where the system can do so."""
    if sys.platform != "win32":
        import resource

        for kind, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
            with contextlib.suppress(OSError, ValueError):  # a system that bounds it more narrowly, or not at all
                resource.setrlimit(kind, (most, most))
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    paths = [Path(name) for name in (*sys.argv[1:3], *sys.argv[5:])]
    limit()
    main(paths[0], paths[1], int(sys.argv[3]), paths[2:], int(sys.argv[4]))
