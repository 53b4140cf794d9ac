"""Run as a program of its own: wait for a Typst file, and make the PDF of it; a program can be ended, where it hangs.

Arguments: the Typst file, the PDF, seconds since 1970 that stand in it as its date, and folders of fonts.
"""

import sys
import time
from pathlib import Path
from typing import Literal

import typst

STANDARDS: list[Literal["ua-1", "a-3a"]] = ["ua-1", "a-3a"]
STOP = "stop"
"""The file that says that nothing is going to come."""


def main(source: Path, output: Path, timestamp: int, fonts: list[Path]) -> None:
    """Compile a document; what is wrong with it goes to stderr."""
    while not source.exists():
        if (source.parent / STOP).exists():
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


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), [Path(name) for name in sys.argv[4:]])
