"""Time and memory of `check` at its limits and past them: `limits.py [--findings N] [--entries N]`."""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
HEAD = """title: Limits
date: 2021-06-30
summary: '[Nothing is said here.]{.about}'
sections:
  - title: All
    findings:
"""


def write(folder: Path, findings: int, entries: int) -> None:
    """Write a project with so many findings and references, all of one stored source."""
    (folder / "seeds").mkdir()
    (folder / "briefs" / "limits").mkdir(parents=True)
    text = "".join(f"In village {n} nobody was asked about the new meter.\n" for n in range(2_000)).encode()
    (folder / "seeds" / "s.txt").write_bytes(text)
    (folder / "seeds" / "SHA256SUMS").write_text(f"{hashlib.sha256(text).hexdigest()}  s.txt\n", "utf-8")
    entry = (
        "@misc{{k{0},\n  title = {{Report {0}}},\n  author = {{{{Body {0}}}}},\n  date = {{2021}},\n"
        "  file = {{seeds/s.txt}},\n}}\n"
    )
    (folder / "references.bib").write_text("".join(entry.format(n) for n in range(entries)), "utf-8")
    listed = "".join(f"      - f{n}\n" for n in range(findings))
    (folder / "briefs" / "limits" / "brief.yml").write_text(HEAD + listed, "utf-8")
    finding = (
        "- id: f{0}\n  claim: In village {1} nobody was asked.\n  evidence:\n    - source: k{2}\n"
        "      quote: In village {1} nobody was asked about the new meter.\n"
    )
    made = (finding.format(n, n % 2_000, n % entries) for n in range(findings))
    (folder / "briefs" / "limits" / "findings.yml").write_text("".join(made), "utf-8")


def _long_line(folder: Path) -> None:
    with (folder / "briefs" / "limits" / "findings.yml").open("r+b") as file:
        file.truncate(2 * 1024**3)


def _too_many_values(folder: Path) -> None:
    (folder / "briefs" / "limits" / "findings.yml").write_text("[" + "a," * 3_000_001 + "]", "utf-8")


PAST: dict[str, Callable[[Path], None]] = {"2 GB in a line": _long_line, "3,000,001 values": _too_many_values}


def measured(folder: Path) -> str:
    """Check a project; return what it took and how it ended."""
    code = (
        "import resource, sys; from policybrief.cli import main; number = main(sys.argv[1:]);"
        "used = resource.getrusage(resource.RUSAGE_SELF);"
        "print(round(used.ru_utime + used.ru_stime, 1), used.ru_maxrss // 1024, number, file=sys.stderr)"
    )
    started = time.perf_counter()
    command = [sys.executable, "-c", f"import gc; gc.disable(); {code}", "check", "--project", str(folder)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    processor, memory, number = ended.stderr.split()[-3:]
    told = ended.stdout.splitlines()[0][:100]
    return f"{time.perf_counter() - started:.1f} s ({processor} s of a core), {memory} MB, exit {number}: {told}"


def main() -> None:
    """Measure the limits."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--findings", type=int, default=100_000)
    parser.add_argument("--entries", type=int, default=50_000)
    options = parser.parse_args()
    for findings, entries in ((options.findings, 1), (1, options.entries), (options.findings, options.entries)):
        with tempfile.TemporaryDirectory() as name:
            write(Path(name), findings, entries)
            print(f"{findings:,} findings, {entries:,} entries: {measured(Path(name))}", flush=True)
    for name_of_it, make in PAST.items():
        with tempfile.TemporaryDirectory() as name:
            write(Path(name), 1, 1)
            make(Path(name))
            print(f"{name_of_it}: {measured(Path(name))}", flush=True)


if __name__ == "__main__":
    main()
