"""What the tests share: a tiny project to change, and the command line run in this process."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from policybrief.cli import main
from policybrief.position import Scalar, TextFile

if TYPE_CHECKING:
    from collections.abc import Callable

# The same examples in every run: a fault that a run finds, the next one finds again.
settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-cases", action="store_true", help="write expected.txt of every case anew")
    parser.addoption("--update-looks", action="store_true", help="keep the pictures of pages as they are now")


@dataclass(frozen=True)
class Ran:
    """What a command left."""

    exit_number: int
    stdout: str
    stderr: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run a command of build.py in this process."""

    def run_command(*arguments: str | Path) -> Ran:
        capsys.readouterr()
        number = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Ran(number, said.out, said.err)

    return run_command


@dataclass(frozen=True)
class Project:
    """A project folder that a test may change."""

    folder: Path

    def replace(self, name: str, old: str, new: str) -> None:
        """Put text in the place of other text that has to be there."""
        path = self.folder / name
        text = path.read_text("utf-8")
        assert old in text, f"{old!r} is not in {name}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")

    def append(self, name: str, text: str) -> None:
        """Put text at the end of a file."""
        with (self.folder / name).open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A copy of the plain project of tests/cases."""
    folder = tmp_path / "project"
    shutil.copytree(CASES / "ok" / "plain", folder)
    return Project(folder)


@pytest.fixture
def sample(tmp_path: Path) -> Project:
    """A copy of the repository's own project, the sample brief."""
    folder = tmp_path / "sample"
    for name in ("seeds", "briefs"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copyfile(ROOT / "references.bib", folder / "references.bib")
    return Project(folder)


def scalar(text: str) -> Scalar:
    """Return a scalar that stands alone in its file."""
    return Scalar(text, TextFile("text", text), 0, len(text))
