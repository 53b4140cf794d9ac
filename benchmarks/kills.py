"""Kill builds at random moments, and look whether a file was lost: `kills.py [--kills N] [--seed N]`."""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMAND = [sys.executable, "-m", "policybrief", "--engine", "embedded"]
NEXT: tuple[list[str], ...] = (
    ["check"],
    ["lock"],
    ["explain", "link-broken"],
    ["verify", "output/water/water.html"],
    ["schema"],
    [],
)
"""Commands that come after a kill: each has to put things right."""


def main() -> int:
    """Kill builds, each at a moment of its own, and tell how often a file was lost or a stray was left."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        faults, swapped, seconds = kill_many(Path(name), options.kills, random.Random(options.seed))  # noqa: S311
    print(f"{options.kills} builds of {seconds:.2f} s killed: {swapped} have the new files, {len(faults)} faults")
    print("\n".join(faults))
    return bool(faults)


def kill_many(folder: Path, kills: int, chance: random.Random) -> tuple[list[str], int, float]:
    """Return what was lost or left over, how many builds had put their files in place, and how long a build takes."""
    project = folder / "project"
    shutil.copytree(ROOT / "tests" / "cases" / "ok" / "plain", project)
    sets = []
    for title in ("An old title", "A new title"):
        retitle(project, title)
        started = time.perf_counter()
        assert run(project, []).returncode == 0
        seconds = time.perf_counter() - started
        sets.append(outputs(project))
    faults, swapped = [], 0
    sources = state(project / "seeds")
    for number in range(kills):
        new = number % 2
        retitle(project, ("An old title", "A new title")[new])
        at = chance.uniform(0.0, seconds * 1.1)
        kill_build(project, at)
        after = chance.choice(NEXT)
        run(project, after)
        found = outputs(project)
        swapped += found == sets[new]
        left = [path.name for path in (project / "output").iterdir() if path.name != "water"]
        left += [path.name for path in project.iterdir() if path.name.startswith(".")]
        if found not in sets or left or state(project / "seeds") != sources:
            faults.append(f"killed after {at:.3f} s, then `{' '.join(after) or 'build'}`: {sorted(found)}, left {left}")
        run(project, [])
    return faults, swapped, seconds


def retitle(project: Path, title: str) -> None:
    """Give the brief another title, so that its files are others."""
    path = project / "briefs" / "water" / "brief.yml"
    lines = path.read_text("utf-8").split("\n")
    path.write_text("\n".join(f"title: {title}" if line.startswith("title:") else line for line in lines), "utf-8")


def kill_build(project: Path, seconds: float) -> None:
    """Start a build, and kill it alone after some seconds: what it has started is left to itself."""
    process = subprocess.Popen(
        [*COMMAND, "--project", str(project)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()


def run(project: Path, words: list[str]) -> subprocess.CompletedProcess[bytes]:
    """Run a command on the project."""
    command = [*COMMAND[:3], *words, "--project", str(project), *(() if words else COMMAND[3:])]
    command = [str(project / word) if word.startswith("output/") else word for word in command]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False)


def outputs(project: Path) -> dict[str, str]:
    """Return the hash of each file of the brief by its name."""
    return state(project / "output" / "water")


def state(folder: Path) -> dict[str, str]:
    """Return the hash of each file below a folder."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


if __name__ == "__main__":
    sys.exit(main())
