"""The one way to run another program: no shell, its own environment, a time limit that ends its children too."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

from msgspec import Struct

from policybrief.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

KEPT_VARIABLES = (
    "PATH",
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "TMPDIR",
    "HOME",
    "USERPROFILE",
    "LOCALAPPDATA",
    "APPDATA",
)
"""What of the surroundings a program gets to see."""


class Finished(Struct, frozen=True):
    """What a program left."""

    exit_number: int
    stdout: str
    stderr: str


def run(
    command: Sequence[str | Path],
    *,
    folder: Path,
    seconds: float,
    variables: Mapping[str, str] | None = None,
    meanwhile: Sequence[Callable[[], None]] = (),
) -> Finished:
    """Run a program to its end and return what it said.

    What is to be done `meanwhile` is called while it runs; the program gets an empty line after each. Raises
    EngineError where it can't be started, or takes longer than `seconds`; then its whole process group is ended.
    """
    environment = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    environment |= {"LC_ALL": "C.UTF-8", **(variables or {})}
    name = os.path.basename(os.fspath(command[0]))  # noqa: PTH119 - a command need not be a path
    try:
        process = subprocess.Popen(  # noqa: S603 - a list, no shell
            list(command),
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE if meanwhile else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        raise EngineError(f"`{name}` can't be started: {error.strerror}") from error
    with process:
        try:
            for do in meanwhile:
                do()
                _tell(process)
            stdout, stderr = process.communicate(timeout=seconds)
        except BaseException as error:
            _end(process)
            if isinstance(error, subprocess.TimeoutExpired):
                raise EngineError(f"`{name}` took longer than {seconds:.0f} seconds and was ended") from None
            raise
    return Finished(process.returncode, stdout.decode("utf-8", "replace"), stderr.decode("utf-8", "replace"))


def _tell(process: subprocess.Popen[bytes]) -> None:
    """Write an empty line to a program; one that has ended by itself says why."""
    with contextlib.suppress(OSError):
        if process.stdin:
            process.stdin.write(b"\n")
            process.stdin.flush()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and all that it started."""
    if sys.platform == "win32":
        subprocess.run(  # noqa: S603
            ["taskkill", "/F", "/T", "/PID", str(process.pid)],  # noqa: S607
            check=False,
            capture_output=True,
        )
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
