"""Arguments -> pipeline -> exit number; the only place that prints."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from policybrief.diagnostics import Severity
from policybrief.errors import PolicybriefError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policybrief.reports import Report

COMMANDS = {
    "build": "check the briefs, and render those without errors to PDF and HTML",
    "check": "check the briefs without rendering them",
    "lock": "record the hashes of new stored sources in seeds/SHA256SUMS",
    "explain": "say what a diagnostic code means, why it matters and how to mend it",
    "test": "run policybrief's own tests",
}
FOUND_ERRORS = 1
FAILED = 3
INTERRUPTED = 130


def entry() -> None:
    """Run as the installed command `policybrief`."""
    sys.exit(main(sys.argv[1:]))


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit number."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        return _run(_parse(arguments))
    except PolicybriefError as error:
        print(f"error: {error}", file=sys.stderr)
        return error.exit_number
    except KeyboardInterrupt:
        print("Interrupted; the files in output/ are as they were.", file=sys.stderr)
        return INTERRUPTED


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
    parser.add_argument("words", nargs="*", metavar="COMMAND, BRIEF", help=argparse.SUPPRESS)
    parser.add_argument("--project", metavar="DIR", type=Path, help="the project folder (default: that of build.py)")
    parser.add_argument("--output", metavar="DIR", type=Path, help="where files go (default: output/ of the project)")
    parser.add_argument("--to", metavar="FORMATS", default="pdf,html", help="what to render: pdf,html")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how `check` reports")
    parser.add_argument("--strict", action="store_true", help="let warnings, and checks that could not run, fail")
    parser.add_argument("--accept", metavar="FILE", action="append", default=[], help="for `lock`: a changed source")
    options, rest = parser.parse_known_intermixed_args(arguments)
    if rest:
        parser.error(f"unknown option {rest[0]}")
    is_command = bool(options.words) and options.words[0] in COMMANDS
    options.command = options.words[0] if is_command else "build"
    options.words = options.words[is_command:]
    return options


def _run(options: argparse.Namespace) -> int:
    project = (options.project or Path(__file__).resolve().parent.parent).resolve()
    if not project.is_dir():
        raise UsageError(f"there is no folder {project}")
    match options.command:
        case "explain":
            return _explain(options.words)
        case "test":
            return _test(project, options.words)
        case "lock":
            return _lock(project, options)
    return _report(project, options)


def _report(project: Path, options: argparse.Namespace) -> int:
    """Check or build, print what was found, and return the exit number."""
    from policybrief.pipeline import Request, build, check
    from policybrief.reports.json_report import report_as_json
    from policybrief.reports.text import TextReport

    formats = tuple(name.strip() for name in options.to.split(","))
    unknown = [name for name in formats if name not in ("pdf", "html")]
    if unknown:
        raise UsageError(f"`{unknown[0]}` is not a format; the formats are: html, pdf")
    with _progress() as on_step:
        request = Request(
            project=project,
            output=(options.output or project / "output").resolve(),
            briefs=options.words,
            formats=formats,
            on_step=on_step,
        )
        report = check(request) if options.command == "check" else build(request)
    if options.format == "json":
        sys.stdout.write(report_as_json(report))
    else:
        sys.stdout.write(TextReport(colour=_wants_colour(sys.stdout)).draw(report))
    return _exit_number(report, strict=options.strict)


def _exit_number(report: Report, *, strict: bool) -> int:
    if report.count(Severity.ERROR) or strict and (report.count(Severity.WARNING) or report.not_checked):
        return FOUND_ERRORS
    return FAILED if report.failures else 0


def _progress():
    from contextlib import contextmanager

    @contextmanager
    def quiet():
        yield lambda _: None

    if not sys.stderr.isatty() or os.environ.get("CI"):
        return quiet()
    from rich.console import Console

    @contextmanager
    def shown():
        with Console(stderr=True).status("Starting") as status:
            yield status.update

    return shown()


def _wants_colour(stream) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _explain(words: Sequence[str]) -> int:
    raise UsageError("not yet")


def _lock(project: Path, options: argparse.Namespace) -> int:
    raise UsageError("not yet")


def _test(project: Path, words: Sequence[str]) -> int:
    raise UsageError("not yet")
