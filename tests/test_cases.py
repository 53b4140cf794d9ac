"""Each folder of tests/cases is a tiny project; expected.txt beside it is what `check` says of it.

What only a rendered file shows is found by `build`: for the codes of rendered files, and where there are templates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import CASES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Ran

FOLDERS = sorted(path for kind in ("ok", "bad") for path in (CASES / kind).iterdir())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_case(folder: Path, tmp_path: Path, run: Callable[..., Ran], request: pytest.FixtureRequest) -> None:
    command = ["build", "--engine", "embedded"] if _is_rendered(folder) else ["check"]
    ran = run(*command, "--project", folder, "--output", tmp_path / "output")
    expected = folder / "expected.txt"
    if request.config.getoption("--update-cases"):
        expected.write_text(ran.stdout, encoding="utf-8", newline="\n")
    assert ran.stdout == expected.read_text("utf-8")
    assert ran.stderr == ""
    assert ran.exit_number == (1 if "error[" in ran.stdout else 0)
    if folder.parent.name == "ok":
        assert "No errors, no warnings." in ran.stdout
    else:
        code = max((line for line in _codes() if folder.name.startswith(line)), key=len)
        assert f"[{code}]" in ran.stdout, "the case is named for the code that it shows"


def _is_rendered(folder: Path) -> bool:
    return folder.parent.name == "bad" and (folder.name.startswith("glyph") or (folder / "templates").is_dir())


def _codes() -> list[str]:
    from policybrief.codes import CODES

    return list(CODES)
