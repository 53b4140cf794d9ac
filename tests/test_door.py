"""build.py: small, harmless to import, and clear about what it needs."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

DOOR = ROOT / "build.py"


def _python(code: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **variables}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """build.py and its locks in a folder of their own, where no environment is."""
    for name in ("build.py", "requirements.lock", "requirements-test.lock"):
        shutil.copyfile(ROOT / name, tmp_path / name)
    return tmp_path


def test_it_is_small_and_of_the_standard_library() -> None:
    text = DOOR.read_text("utf-8")
    assert len(text.splitlines()) < 150
    imported = {
        line.split()[1].split(".")[0] for line in text.splitlines() if line.strip().startswith(("import ", "from "))
    }
    assert imported - {"policybrief"} <= set(sys.stdlib_module_names)


def test_importing_it_does_nothing(copy: Path) -> None:
    before = sorted(copy.iterdir())
    ended = _python("import build", copy, PYTHONDONTWRITEBYTECODE="1")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
    assert sorted(copy.iterdir()) == before


def test_an_old_python_is_told(copy: Path) -> None:
    ended = _python("import sys; sys.version_info = (3, 9, 1); import build; sys.exit(build.main())", copy)
    assert ended.returncode == 3
    assert "policybrief needs Python 3.11 or newer; this is 3.9" in ended.stderr


def test_a_missing_ensurepip_is_told(copy: Path) -> None:
    code = (
        "import importlib.util, sys, build; find = importlib.util.find_spec;"
        "importlib.util.find_spec = lambda name, *more: None if name == 'ensurepip' else find(name, *more);"
        "build.installed_here = lambda: False; sys.argv = ['build.py']; sys.exit(build.main())"
    )
    ended = _python(code, copy, PATH="")
    assert ended.returncode == 3
    assert "sudo apt install python3-venv" in ended.stderr
    assert not (copy / ".venv").exists()


def test_no_network_is_told_and_the_next_run_starts_over(copy: Path) -> None:
    code = "import sys, build; build.installed_here = lambda: False; sys.argv = ['build.py']; sys.exit(build.main())"
    unreachable = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0", "PIP_CACHE_DIR": str(copy / "c")}
    ended = _python(
        code, copy, PATH="", PIP_CONFIG_FILE=os.devnull, PIP_EXTRA_INDEX_URL="", PIP_FIND_LINKS="", **unreachable
    )
    assert ended.returncode == 3
    assert "Is this computer online?" in ended.stderr
    assert not list((copy / ".venv").glob("*.installed")), "an environment that is not whole is not taken for one"


def test_an_environment_that_has_the_package_is_used(copy: Path) -> None:
    shutil.copytree(ROOT / "policybrief", copy / "policybrief", ignore=shutil.ignore_patterns("__pycache__"))
    code = (
        "import sys, build; build.installed_here = lambda: True;"
        "sys.argv = ['build.py', '--version']; sys.exit(build.main())"
    )
    ended = _python(code, copy)
    assert ended.stdout.startswith("policybrief ")
    assert not (copy / ".venv").exists()


def test_the_stored_sources_are_byte_for_byte() -> None:
    expected = {
        "000_b6323d850d567bd9.txt": "584ce7a149e4",
        "001_9bc007760cc9aa36.txt": "fe1274b6074b",
        "002_44ab6b411b432812.txt": "eca66b273f40",
        "003_e87afc96a90de957.txt": "6ce56b00fd05",
        "004_2b826640749d9625.txt": "1d0aeb96df3c",
    }
    for name, start in expected.items():
        assert hashlib.sha256((ROOT / "seeds" / name).read_bytes()).hexdigest().startswith(start)
    if shutil.which("git") and (ROOT / ".git").exists():
        command = ["git", "check-attr", "text", "--", *(f"seeds/{name}" for name in expected)]
        said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        assert said.count("text: unset") == len(expected)
