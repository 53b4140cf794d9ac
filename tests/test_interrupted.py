"""Nothing is lost: builds that are killed, run side by side, or have nowhere to write."""

from __future__ import annotations

import importlib
import os
import random
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

from policybrief.engines.embedded import EmbeddedEngine
from policybrief.outputs.alone import put_right
from policybrief.outputs.publish import OLD, OLD_DRAFT, STAGING, WORK, publish_draft, recover, staging_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Project, Ran

sys.path.append(str(ROOT / "benchmarks"))
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL, users or mounts of this kind")


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def _command(project: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "policybrief", *words, "--project", str(project)]


@posix
def test_builds_that_are_killed(tmp_path: Path) -> None:
    faults, _, _ = importlib.import_module("kills").kill_many(tmp_path, 8, random.Random(0))
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    "command", [["check"], ["lock"], ["explain"], ["schema"], ["verify", "x.html"], ["build", "--to", "html"]]
)
def test_every_command_puts_things_right(command: list[str], project: Project, run: Callable[..., Ran]) -> None:
    assert run("--project", project.folder).exit_number == 0
    output = project.folder / "output"
    before = _files(output / "water")
    (output / STAGING / f"water{WORK}").mkdir(parents=True)
    (output / STAGING / f"water{WORK}" / "brief.typ").write_text("half", encoding="utf-8")
    (output / "water").rename(output / STAGING / f"water{OLD}")
    run(*command, "--project", project.folder)
    assert [path.name for path in output.iterdir()] == ["water"]
    if command[0] != "build":
        assert _files(output / "water") == before


def test_a_swap_of_drafts_that_was_interrupted(tmp_path: Path) -> None:
    folder = staging_folder(tmp_path, "water")
    (folder / "new.pdf").write_text("new", encoding="utf-8")
    publish_draft(tmp_path, "water")
    (tmp_path / STAGING / "water").mkdir(exist_ok=True, parents=True)
    (tmp_path / "water" / "draft").rename(tmp_path / STAGING / f"water{OLD_DRAFT}")
    recover(tmp_path)
    assert list(_files(tmp_path)) == [str(Path("water") / "draft" / "new.pdf")]


def test_a_command_leaves_a_running_build_alone(tmp_path: Path) -> None:
    from policybrief.outputs.alone import writing

    with writing(tmp_path, lambda _: None):
        folder = staging_folder(tmp_path, "water")
        thread = threading.Thread(target=put_right, args=(tmp_path, tmp_path))
        thread.start()
        thread.join()
        assert folder.is_dir()
    assert not (tmp_path / STAGING).exists()


def test_two_builds_at_once(project: Project) -> None:
    command = [*_command(project.folder), "--force", "--engine", "embedded"]
    running = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)]
    for one in running:
        out, err = one.communicate(timeout=120)
        assert one.returncode == 0, out + err
    output = project.folder / "output"
    first = _files(output)
    assert len(first) == 6 + (output / ".lock").exists()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    assert _files(output) == first


def _as_nobody(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command as a user who owns nothing."""
    setpriv = shutil.which("setpriv")
    if sys.platform == "win32" or os.geteuid() != 0:
        prefix: list[str] = []
    elif setpriv is None:
        pytest.skip("root may write everywhere, and there is no setpriv")
    else:
        prefix = [setpriv, "--reuid=65534", "--regid=65534", "--clear-groups"]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run([*prefix, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if "Permission denied" in ran.stderr and "policybrief" not in ran.stdout + ran.stderr:
        pytest.skip("the environment of the tests can't be read by another user")
    return ran


@posix
@pytest.mark.parametrize("has_old", [True, False])
def test_an_output_folder_that_can_not_be_written(has_old: bool, project: Project, run: Callable[..., Ran]) -> None:
    if has_old:
        assert run("--project", project.folder).exit_number == 0
        project.replace("briefs/water/brief.yml", "title: ", "title: New ")
    for path in [*project.folder.parents][:4]:
        path.chmod(path.stat().st_mode | 0o055) if path.stat().st_uid == os.geteuid() else None
    output = project.folder / "output"
    output.mkdir(exist_ok=True)
    for path in (output, *output.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = _files(output)
    ran = _as_nobody(_command(project.folder))
    output.chmod(0o755)
    assert (ran.returncode, "nothing can be written to" in ran.stdout) == (3, True), ran.stdout + ran.stderr
    assert _files(output) == before
    for path in output.rglob("*"):
        path.chmod(0o755)


@posix
def test_a_full_disk(project: Project, run: Callable[..., Ran], tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted = os.geteuid() == 0 and shutil.which("mount")
    if not mounted or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=420k", "x", small], check=False).returncode:
        pytest.skip("only root can mount a small disk")
    try:
        (small / "water").mkdir()
        (small / "water" / "manifest.json").write_text("{}", encoding="utf-8")
        (small / "water" / "water.pdf").write_text("old", encoding="utf-8")
        for filled in range(0, 420, 35):
            (small / "filler").write_bytes(b"x" * (400 - filled) * 1024 if filled else b"x" * 380 * 1024)
            before = _files(small / "water")
            ran = run("--project", project.folder, "--output", small, "--force", "--engine", "embedded")
            (small / "filler").unlink()
            assert ran.exit_number in (0, 3), ran.stdout + ran.stderr
            assert "policybrief itself failed" not in ran.stderr
            assert ran.exit_number == 0 or _files(small / "water") == before
            assert [path.name for path in small.iterdir()] == ["water"]
    finally:
        subprocess.run(["umount", small], check=True)


@posix
def test_an_engine_that_goes_away(
    project: Project, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert run("--project", project.folder).exit_number == 0
    before = _files(project.folder / "output")
    project.replace("briefs/water/brief.yml", "title: ", "title: New ")
    for script in (
        "",
        "#!/bin/sh\nexit 1\n",
        "#!/bin/sh\nkill -9 $$\n",
        "#!/bin/sh\necho half > brief.typ.part\nkill -11 $$\n",
    ):
        program = tmp_path / "pandoc"
        program.unlink(missing_ok=True)
        if script:
            program.write_text(script, encoding="utf-8")
            program.chmod(0o755)
        monkeypatch.setattr("policybrief.engines.embedded.pandoc_path", lambda program=program: program)
        ran = run("--project", project.folder, "--engine", "embedded")
        assert ran.exit_number == 3, ran.stdout
        assert "water failed: " in ran.stdout
        assert _files(project.folder / "output") == before


def test_a_file_that_is_held_open(project: Project, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows, a folder can't be moved while a viewer shows a file of it."""
    assert run("--project", project.folder).exit_number == 0
    before = _files(project.folder / "output")
    project.replace("briefs/water/brief.yml", "title: ", "title: New ")
    replace = os.replace

    def held(source: str | Path, target: str | Path) -> None:
        if Path(source).name == "water" and Path(source).parent.name == "output":
            raise PermissionError(13, "The process cannot access the file because it is being used")
        replace(source, target)

    monkeypatch.setattr("policybrief.outputs.publish.os.replace", held)
    ran = run("--project", project.folder)
    assert (ran.exit_number, "Is one of its files open in a viewer?" in ran.stdout) == (3, True), ran.stdout
    assert _files(project.folder / "output") == before


@posix
def test_a_lock_file_is_whole_or_not_there(
    project: Project, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    (project.folder / "seeds" / "new.txt").write_text("A new source.", encoding="utf-8")
    before = _files(project.folder)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("policybrief.locking.os.replace", full)
    ran = run("lock", "--project", project.folder)
    assert (ran.exit_number, "No space left" in ran.stderr) == (3, True)
    assert _files(project.folder) == before


def test_typst_is_not_left_waiting(tmp_path: Path) -> None:
    """What waits for a document ends when the run that started it is gone."""
    compile_py = Path(EmbeddedEngine.__module__.replace(".", "/")).parent / "compile.py"
    code = (
        "import os, subprocess, sys; "
        f"print(subprocess.Popen([sys.executable, {str(ROOT / compile_py)!r}, 'x.typ', 'x.pdf', '0', "
        "str(os.getpid())], "
        "stdout=-3, stderr=-3).pid)"
    )
    if sys.platform == "win32":
        pytest.skip("Windows ends waiting programs by their own time limit")
    said = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    child = int(said.stdout)
    for _ in range(200):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        if " Z " in Path(f"/proc/{child}/stat").read_text() if Path("/proc").is_dir() else False:
            return
        threading.Event().wait(0.05)
    raise AssertionError("it still waits")
