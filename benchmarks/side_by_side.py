"""Briefs built one by one, and side by side: wall seconds of whole processes, and the processor's seconds in them.

    python benchmarks/side_by_side.py [--briefs N] [--jobs N] [--runs N]

Each brief is a copy of the sample. Both ways run in turn, so that a noisy machine is noisy for both.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def make_project(folder: Path, briefs: int) -> None:
    """Write a project with so many copies of the sample brief."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    shutil.copyfile(ROOT / "references.bib", folder / "references.bib")
    (sample,) = (path for path in (ROOT / "briefs").iterdir() if path.is_dir())
    for number in range(briefs):
        shutil.copytree(sample, folder / "briefs" / f"copy-{number}")


def timed(project: Path, output: Path, jobs: int) -> tuple[float, float]:
    """Return the wall seconds and the processor's seconds of a build, which has to succeed."""
    command = [sys.executable, str(ROOT / "build.py"), "--force", "--engine", "embedded", "--jobs", str(jobs)]
    command += ["--project", str(project), "--output", str(output)]
    before, started = os.times(), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wall, after = time.perf_counter() - started, os.times()
    own = after.children_user + after.children_system - before.children_user - before.children_system
    return wall, own


def main() -> None:
    """Print the medians and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--briefs", type=int, default=8)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        project = Path(name) / "project"
        project.mkdir()
        make_project(project, options.briefs)
        walls: dict[int, list[float]] = {1: [], options.jobs: []}
        for _ in range(options.runs):
            for jobs, seconds in walls.items():
                wall, own = timed(project, Path(name) / "output", jobs)
                seconds.append(wall)
                print(f"--jobs {jobs}: {wall:.1f} s, {own:.1f} s of processors")
    alone, together = (statistics.median(seconds) for seconds in walls.values())
    print(f"median of --jobs {options.jobs} to --jobs 1: {together / alone:.2f}  ({together:.1f} s, {alone:.1f} s)")


if __name__ == "__main__":
    main()
