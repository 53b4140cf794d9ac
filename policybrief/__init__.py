"""Policy briefs whose every claim is cited, and whose every quote, figure and date stands in its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policybrief.version import VERSION

if TYPE_CHECKING:
    from policybrief.reports import Report
    from policybrief.request import Request

__version__ = VERSION

__all__ = ["__version__", "build", "check"]


def check(request: Request) -> Report:
    """Read a project and check it. Raises UsageError for a brief or folder that is not there."""
    from policybrief.pipeline import check as run

    return run(request)


def build(request: Request) -> Report:
    """Check a project, and render each brief that has no errors; the others keep the files they had.

    Raises UsageError for a brief or folder that is not there, OutputError where the output folder fails.
    """
    from policybrief.pipeline import build as run

    return run(request)
