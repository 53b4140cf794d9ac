"""Arguments -> pipeline -> exit number; the only place that prints."""

from __future__ import annotations

import argparse
import gc
import os
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from policybrief.diagnostics import Severity
from policybrief.engines import NAMES
from policybrief.errors import PolicybriefError, UsageError
from policybrief.outputs.alone import put_right
from policybrief.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policybrief.reports import Report

COMMANDS = {
    "build": "check the briefs, and render those without errors to PDF and HTML",
    "check": "check the briefs without rendering them",
    "explain": "say what a diagnostic code means, why it matters and how to mend it",
    "verify": "tell whether a PDF or HTML file is the one that this project builds",
    "lock": "record the hashes of new stored sources in seeds/SHA256SUMS",
    "schema": "write the JSON Schemas of brief.yml and findings.yml, for editors",
    "test": "run policybrief's own tests",
}
FORMATS = ("docx", "html", "pdf")
REPORTS = ("github", "json", "junit", "sarif", "text")
# Options that mean something for a few commands only.
ONLY_FOR = {
    "to": ("build",),
    "engine": ("build",),
    "draft": ("build",),
    "jobs": ("build",),
    "force": ("build",),
    "format": ("check",),
    "strict": ("build", "check"),
    "accept": ("lock",),
}

FOUND_ERRORS = 1
FAILED = 3
INTERRUPTED = 130


def entry() -> None:
    """Run as a program of its own: as the installed command `policybrief`, or as `python -m policybrief`."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command in a process of its own, and return its exit number."""
    if arguments[:1] != ["test"]:
        gc.disable()  # what is read is kept until the end of the run; to look for garbage takes a tenth of the time
    number = main(arguments)
    gc.freeze()  # nor is it looked through at the end
    return number


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit number."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        if arguments[:1] == ["test"]:
            return _test(arguments[1:])
        return _run(_parse(arguments))
    except PolicybriefError as error:
        return _failed(arguments, _visible(error), error.exit_number)
    except BrokenPipeError:
        sys.stdout = None  # whoever read the report has gone; nothing is left to say
        return FAILED
    except OSError as error:
        where = f" ({_visible(error.filename)})" if error.filename else ""
        return _failed(arguments, f"a file can't be read or written: {error.strerror}{where}", FAILED)
    except Exception as error:
        print(_own_fault(error), file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("Interrupted; what was in output/ is still there.", file=sys.stderr)
        return INTERRUPTED


def _failed(arguments: Sequence[str], why: str, number: int) -> int:
    """Say why nothing was done, in JSON where that was asked for, and return the exit number."""
    print(f"error: {why}", file=sys.stderr)
    if "json" in arguments or "--format=json" in arguments:
        from policybrief.diagnostics import NotChecked
        from policybrief.reports import Report
        from policybrief.reports.json_report import report_as_json

        undone = NotChecked(what="the whole project", why=why)
        sys.stdout.write(report_as_json(Report(briefs=(), diagnostics=(), checked={}, not_checked=(undone,), files={})))
    return number


def _visible(text: object) -> str:
    """Return a text with its control characters as pictures."""
    from policybrief.reports.text import visible

    return visible(str(text))


def _own_fault(error: Exception) -> str:
    """Return what is said of a failure that nobody foresaw."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "policybrief" in frame.filename]
    place = f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
    return (
        f"error: policybrief itself failed: {type(error).__name__}: {error}{place}\n"
        "This is a fault of policybrief, not of your brief. Please report it with the line above."
    )


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    listed = "\n".join(f"  {name:<9}{does}" for name, does in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="build.py",
        usage="python build.py [COMMAND] [BRIEF ...] [options]",
        description="Policy briefs whose every claim is cited, and whose every quote stands in its source.",
        epilog=f"commands (without one: build):\n{listed}\n\nBRIEF is a name below briefs/, or the path of its folder; "
        "without one, every brief.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("words", nargs="*", help=argparse.SUPPRESS)
    parser.add_argument("--project", metavar="DIR", type=Path, help="the project folder (default: that of build.py)")
    parser.add_argument("--output", metavar="DIR", type=Path, help="where files go (default: output/ of the project)")
    parser.add_argument("--to", metavar="FORMATS", help="build: of pdf, html, docx (default: pdf,html)")
    parser.add_argument(
        "--engine", choices=NAMES, help="build: what renders (default: auto, Quarto where there is one)"
    )
    parser.add_argument(
        "--draft", action="store_true", help="build: render what there is, with the errors listed in it"
    )
    parser.add_argument("--jobs", metavar="N", type=_number, help="build: briefs side by side (default: the cores)")
    parser.add_argument("--force", action="store_true", help="build: build what has not changed, too")
    parser.add_argument("--format", choices=REPORTS, help="check: how to report (default: text)")
    parser.add_argument(
        "--strict", action="store_true", help="build, check: let warnings fail, and checks that did not run"
    )
    parser.add_argument("--accept", metavar="FILE", action="append", help="lock: a source whose change is meant")
    parser.add_argument("--version", action="version", version=f"policybrief {VERSION}")
    options = parser.parse_intermixed_args(arguments)
    is_command = bool(options.words) and options.words[0] in COMMANDS
    options.command = options.words[0] if is_command else "build"
    options.words = options.words[is_command:]
    for name, commands in ONLY_FOR.items():
        if getattr(options, name) and options.command not in commands:
            parser.error(f"--{name} means nothing for `{options.command}`; it is for {' and '.join(commands)}")
    return options


def _run(options: argparse.Namespace) -> int:
    project = Path(os.path.realpath(options.project or _default_project()))
    try:
        is_there = project.is_dir()
    except OSError as error:
        raise UsageError(f"there can't be a folder {options.project}: {error.strerror}") from error
    if not is_there:
        raise UsageError(f"there is no folder {project}")
    put_right(project, _output(project, options))
    match options.command:
        case "explain":
            return _explain(options.words)
        case "lock":
            return _lock(project, options.accept or [])
        case "schema":
            return _schema(project)
        case "verify":
            return _verify(project, options)
        case "test":
            raise UsageError("`test` comes first, and what follows goes to pytest: python build.py test ...")
    return _check_or_build(project, options)


def _output(project: Path, options: argparse.Namespace) -> Path:
    """Return the output folder. Raises UsageError where that of the project leads out of it, or among its inputs."""
    if options.output:
        output = Path(options.output).resolve()
        for name in ("seeds", "briefs", "templates", "fonts"):
            if output.is_relative_to(project / name):
                raise UsageError(
                    f"{output} lies in {name}/ of the project, where outputs would stand among what they are made of"
                )
        return output
    output = (project / "output").resolve()
    if output.is_relative_to(project):
        return output
    raise UsageError(f"output/ of the project is a symbolic link to {output}; if you mean that folder, say --output")


def _default_project() -> Path:
    """Return the folder of build.py; where the package was installed without it, the folder we are in."""
    beside = Path(__file__).resolve().parent.parent
    return beside if (beside / "build.py").is_file() else Path.cwd()


def _check_or_build(project: Path, options: argparse.Namespace) -> int:
    """Check or build, print what was found, and return the exit number."""
    from policybrief import build, check
    from policybrief.progress import progress
    from policybrief.request import Request

    with progress(sys.stderr) as on_step:
        request = Request(
            project=project,
            output=_output(project, options),
            briefs=options.words,
            formats=_formats(options.to),
            engine=options.engine or "auto",
            is_draft=options.draft,
            force=options.force,
            jobs=options.jobs or os.cpu_count() or 1,
            on_step=on_step,
        )
        report = check(request) if options.command == "check" else build(request)
    sys.stdout.write(_drawn(report, options.format or "text", project, strict=options.strict))
    if options.draft:
        return 0 if len(report.built) == len(report.briefs) else FAILED if report.failures else FOUND_ERRORS
    return _exit_number(report, strict=options.strict)


def _drawn(report: Report, form: str, project: Path, *, strict: bool) -> str:
    """Return a report in one of its forms; `github` also adds to the job's summary."""
    prefix = _path_in_repository(project)
    match form:
        case "json":
            from policybrief.reports.json_report import report_as_json

            return report_as_json(report)
        case "sarif":
            from policybrief.reports.sarif import report_as_sarif

            return report_as_sarif(report, prefix=prefix)
        case "junit":
            from policybrief.reports.junit import report_as_junit

            return report_as_junit(report, strict=strict)
        case "github":
            from policybrief.reports.github import report_as_github, summary_as_markdown

            if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
                with Path(summary).open("a", encoding="utf-8") as file:
                    file.write(summary_as_markdown(report))
            return report_as_github(report, prefix=prefix)
    from policybrief.reports.text import TextReport

    return TextReport(colour=_wants_colour(sys.stdout)).draw(report)


def _path_in_repository(project: Path) -> str:
    """Return where a project lies in the repository that a job of GitHub Actions checked out."""
    root = os.environ.get("GITHUB_WORKSPACE")
    if not root or not project.is_relative_to(Path(root).resolve()):
        return ""
    path = project.relative_to(Path(root).resolve()).as_posix()
    return "" if path == "." else f"{path}/"


def _number(text: str) -> int:
    """Return a number of jobs. Raises ArgumentTypeError, which argparse tells."""
    if not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"`{text}` is no number of jobs, which is 1 or more")
    return int(text)


def _formats(wanted: str | None) -> tuple[str, ...]:
    names = tuple(name.strip() for name in (wanted or "pdf,html").split(","))
    for name in names:
        if name not in FORMATS:
            raise UsageError(f"`{name}` is not a format; the formats are: {', '.join(FORMATS)}")
    return tuple(dict.fromkeys(names))


def _exit_number(report: Report, *, strict: bool) -> int:
    if report.count(Severity.ERROR) or (strict and (report.count(Severity.WARNING) or report.not_checked)):
        return FOUND_ERRORS
    return FAILED if report.failures or report.not_checked else 0


def _wants_colour(stream: TextIO) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _explain(codes: Sequence[str]) -> int:
    from policybrief.explain import explain, list_codes

    print("\n\n".join(explain(code) for code in codes) if codes else list_codes())
    return 0


def _lock(project: Path, accepted: Sequence[str]) -> int:
    from policybrief.locking import lock

    locked = lock(project, accepted)
    for path in locked.added:
        print(f"recorded: {_visible(path)}")
    for path in locked.accepted:
        print(f"recorded as changed: {_visible(path)}")
    for path in map(_visible, locked.changed):
        print(f"error: {path} is not the file that was recorded. Put the original back; if the change is meant:")
        print(f"  python build.py lock --accept {path}")
    for path in map(_visible, locked.missing):
        print(f"error: {path} is recorded and is not there. Put it back, or delete its line in seeds/SHA256SUMS.")
    print(f"Recorded in seeds/SHA256SUMS: {locked.total} stored {'source' if locked.total == 1 else 'sources'}.")
    return FOUND_ERRORS if locked.changed or locked.missing else 0


def _schema(project: Path) -> int:
    from policybrief.schemas import write_schemas

    for path in write_schemas(project):
        print(f"wrote {path}")
    return 0


def _verify(project: Path, options: argparse.Namespace) -> int:
    from policybrief.request import Request
    from policybrief.verify import verify

    if len(options.words) != 1:
        raise UsageError("verify needs the path of one PDF or HTML file")
    output = _output(project, options)
    verdict = verify(Path(options.words[0]), Request(project=project, output=output))
    print("\n".join(verdict.lines))
    return verdict.exit_number


def _test(arguments: Sequence[str]) -> int:
    try:
        import pytest
    except ImportError:
        raise PolicybriefError(
            "pytest is not installed here; `python3 build.py test` makes an environment that has it"
        ) from None
    root = Path(__file__).resolve().parent.parent
    os.chdir(root)
    outcome = pytest.main(["--rootdir", str(root), *(arguments or ["-n", "auto"])])
    return outcome if outcome in (0, FOUND_ERRORS) else FAILED
