"""Run as a program of its own: wait for a Typst file, and make the PDF of it; a program can be ended, where it hangs.

Arguments: the Typst file, the PDF, seconds since 1970 that stand in it as its date, the number of the process for
which this is done, and folders of fonts.
"""

import contextlib
import os
import sys
import time
from pathlib import Path
from typing import Literal

import typst

STANDARDS: list[Literal["ua-1", "a-3a"]] = ["ua-1", "a-3a"]
MEMORY, SECONDS = 4 * 2**30, 600
"""What a document may take, of address space and of the processor's time."""
STOP = "stop"
"""The file that says that nothing is going to come."""


def main(source: Path, output: Path, timestamp: int, fonts: list[Path], parent: int = 0) -> None:
    """Compile a document; what is wrong with it goes to stderr."""
    while not source.exists():
        if (source.parent / STOP).exists() or (parent and os.getppid() != parent):
            sys.exit("there is no document")
        time.sleep(0.002)
    try:
        typst.compile(
            source,
            output=output,
            root=source.parent,
            font_paths=fonts,
            ignore_system_fonts=True,
            pdf_standards=[*STANDARDS],
            timestamp=timestamp,
            package_path=source.parent / "no-packages",
            package_cache_path=source.parent / "no-packages",
        )
    except typst.TypstError as error:
        sys.exit(error.diagnostic)


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
