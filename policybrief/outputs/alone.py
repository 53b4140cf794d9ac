"""One run at a time writes into an output folder; what an interrupted one left is put right before anything else."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from policybrief.errors import OutputError
from policybrief.outputs.publish import DRAFT, REFUSED, STAGING, recover, tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SUMS_WRITTEN = ".SHA256SUMS.new"
"""SHA256SUMS of a project while `lock` writes it."""
SECONDS = 3600.0
"""How long a run waits for another one."""

if sys.platform == "win32":
    import msvcrt

    def hold(handle: int) -> None:
        """Be the only one to have a file or folder, as long as it is open. Raises OSError where another one has it."""
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def hold(handle: int) -> None:
        """Be the only one to have a file or folder, as long as it is open. Raises OSError where another one has it."""
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def writing(output: Path, on_wait: Callable[[str], None]) -> Iterator[None]:
    """Be the only run that writes into an output folder, which is put right before and tidied after.

    Raises OutputError where it can't be had, or another run keeps it.
    """
    _refuse_links(output)
    try:
        output.mkdir(parents=True, exist_ok=True)
        handle = _opened(output)
    except OSError:
        yield  # nothing can be written here; whoever tries says so
        return
    try:
        _wait(handle, output, on_wait)
        recover(output)
        try:
            yield
        finally:
            tidy(output)
    finally:
        _close(handle, output)


def put_right(project: Path, output: Path) -> None:
    """Finish or take back what interrupted runs left half done, unless a run is at work there now."""
    _clear_away(project / SUMS_WRITTEN)
    if not (output / STAGING).is_dir() or (output / STAGING).is_symlink():
        return
    try:
        handle = _opened(output)
    except OSError:
        return
    try:
        with suppress(OSError, OutputError):
            hold(handle)
            recover(output)
    finally:
        _close(handle, output)


def _clear_away(stray: Path) -> None:
    """Delete what a `lock` that was ended left half written; one that is at work holds it."""
    with suppress(OSError):
        with stray.open("r+b") as file:
            try:
                hold(file.fileno())
            except (BlockingIOError, PermissionError):
                return
            except OSError:
                pass  # a file system that knows no locks
        stray.unlink()


def _opened(output: Path) -> int:
    """Open what is locked: the folder itself, and a file where folders can't be opened (Windows)."""
    if sys.platform == "win32":
        return os.open(output / ".lock", os.O_RDWR | os.O_CREAT)
    return os.open(output, os.O_RDONLY | os.O_CLOEXEC)


def _close(handle: int, output: Path) -> None:
    os.close(handle)
    if sys.platform == "win32":
        with suppress(OSError):
            (output / ".lock").unlink()


def _wait(handle: int, output: Path, on_wait: Callable[[str], None]) -> None:
    started = time.monotonic()
    while True:
        try:
            hold(handle)
        except (BlockingIOError, PermissionError) as error:
            if time.monotonic() - started > SECONDS:
                raise OutputError(
                    f"another run keeps {output}; end it, or name another folder with --output"
                ) from error
            on_wait("Waiting for another run to end")
            time.sleep(0.05)
        except OSError:
            return  # a file system that knows no locks
        else:
            return


def _refuse_links(output: Path) -> None:
    """Refuse symbolic links in places where files are put and cleared away. Raises OutputError."""
    with suppress(FileNotFoundError, NotADirectoryError):
        for path in (output / STAGING, output / REFUSED, *output.iterdir()):
            if path.is_symlink() or (path / DRAFT).is_symlink():
                raise OutputError(f"{path} is or holds a symbolic link, which is not followed; delete it")
