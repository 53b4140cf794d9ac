"""Build every brief: find or make the environment in .venv, then hand the arguments on to policybrief."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
FAILED = 3  # the exit number for an environment that could not be made

TOO_OLD = """\
policybrief needs Python 3.11 or newer; this is {}.{} ({}).
Install a newer one (https://www.python.org/downloads) and run it with this file."""

NO_ENSUREPIP = """\
This Python cannot make an environment: its part `ensurepip` is missing.
  On Debian or Ubuntu: sudo apt install python3-venv
  Or install uv (https://docs.astral.sh/uv), which needs neither.
Then run the same command again."""

NO_FOLDER = f"The environment could not be made in {VENV}; the reason stands above."

NO_PACKAGES = """\
The packages that policybrief needs could not be installed; the reason stands above.
  Is this computer online? It has to be once; later runs work without a network.
  Behind a proxy: set HTTPS_PROXY. With a package index of your own: set PIP_INDEX_URL (or UV_INDEX_URL).
Then run the same command again: it starts over."""


class SetupFailed(Exception):
    """The environment could not be made; the message says what to do."""


def locks(testing: bool) -> "list[Path]":
    """Return the lock files whose packages a command needs."""
    return [ROOT / name for name in ("requirements.lock", "requirements-test.lock")[: 1 + testing]]


def stamp(lock: Path) -> Path:
    """Return the place where the environment keeps a copy of a lock whose packages it holds."""
    return VENV / (lock.name + ".installed")


def fresh(lock: Path) -> bool:
    """Tell whether the environment holds just the packages of a lock file."""
    return stamp(lock).is_file() and PYTHON.exists() and stamp(lock).read_bytes() == lock.read_bytes()


def installed_here() -> bool:
    """Tell whether policybrief was installed for the interpreter that runs this."""
    folders = (Path(entry) for entry in sys.path if entry.endswith("-packages"))
    return any(True for folder in folders for _ in folder.glob("policybrief-*.dist-info"))


def step(command: "list[str]", failure: str) -> None:
    """Run one step of the set-up with its output on stderr."""
    import subprocess

    if subprocess.run(command, stdout=sys.stderr, check=False).returncode:
        raise SetupFailed(failure)


def make_folder(uv: "str | None") -> None:
    """Make an empty environment in the place of what an interrupted run may have left."""
    import importlib.util
    import shutil

    if not uv and importlib.util.find_spec("ensurepip") is None:
        raise SetupFailed(NO_ENSUREPIP)
    shutil.rmtree(VENV, ignore_errors=True)
    python = getattr(sys, "_base_executable", sys.executable)
    step([uv, "venv", "--quiet", "--python", python, str(VENV)] if uv
         else [python, "-m", "venv", str(VENV)], NO_FOLDER)  # fmt: skip


def install(lock: Path, uv: "str | None") -> None:
    """Install a lock's packages, each checked against its hash, and leave the stamp last."""
    if uv:
        installer = [uv, "pip", "install", "--python", str(PYTHON), "--compile-bytecode"]
    else:
        installer = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check"]
    step([*installer, "--require-hashes", "--only-binary", ":all:", "-r", str(lock)], NO_PACKAGES)
    step([str(PYTHON), "-m", "compileall", "-q", str(ROOT / "policybrief")], NO_PACKAGES)
    stamp(lock).write_bytes(lock.read_bytes())


def make_environment(testing: bool, whole: bool) -> None:
    """Make .venv, or add what it lacks, while no other run does the same."""
    import shutil

    with (ROOT / ".venv.lock").open("a+b") as alone:  # freed by the system, however this process ends
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(alone.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(alone, fcntl.LOCK_EX)
        missing = [lock for lock in locks(testing) if not (whole and fresh(lock))]
        if not missing:
            return
        print("Preparing the environment in .venv (once; about 100 MB are fetched) ...", file=sys.stderr)
        uv = shutil.which("uv")
        if locks(testing)[0] in missing:
            make_folder(uv)
            missing = locks(testing)
        for lock in missing:
            install(lock, uv)
        print("The environment is ready.", file=sys.stderr)


def main() -> int:
    """Make sure of the environment, run policybrief in it, and return its exit number."""
    if sys.version_info < (3, 11):
        print(TOO_OLD.format(*sys.version_info[:2], sys.executable), file=sys.stderr)
        return FAILED
    arguments = sys.argv[1:]
    testing = arguments[:1] == ["test"]
    inside = Path(sys.prefix) == VENV
    if inside:
        import importlib.util

        whole = importlib.util.find_spec("jinja2") is not None  # not so once the system's Python was renewed
    else:
        whole = True
    ready = whole and all(map(fresh, locks(testing)))
    if ready if inside else installed_here():
        from policybrief.cli import run

        return run(arguments)
    try:
        if not ready:
            make_environment(testing, whole)
    except (SetupFailed, OSError) as failure:
        print(failure, file=sys.stderr)
        return FAILED
    command = [str(PYTHON), str(ROOT / "build.py"), *arguments]
    if os.name == "posix":
        os.execv(command[0], command)  # noqa: S606
    import subprocess

    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
