"""What a brief demands of itself: the weight of codes, and occurrences that it accepts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from policybrief.codes import CODES
from policybrief.diagnostics import Diagnostic, Severity, fault

if TYPE_CHECKING:
    from collections.abc import Iterable

    from policybrief.model import Acceptance, Brief


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A diagnostic that a brief accepts, with its reason."""

    diagnostic: Diagnostic
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is left of a brief's diagnostics once its demands are applied."""

    kept: tuple[tuple[Diagnostic, Diagnostic], ...]
    """Each diagnostic as it was found, and with the weight that the brief gives it."""
    accepted: tuple[Accepted, ...]


def apply_demands(brief: Brief, diagnostics: Iterable[Diagnostic]) -> Verdict:
    """Give each diagnostic the weight that the brief gives its code, and set aside what it accepts.

    Fixed codes keep their weight. An acceptance that matches nothing is itself a diagnostic.
    """
    kept: list[tuple[Diagnostic, Diagnostic]] = []
    accepted: list[Accepted] = []
    used: set[int] = set()
    for diagnostic in diagnostics:
        number = _accepting(brief, diagnostic)
        if number is not None:
            used.add(number)
            accepted.append(Accepted(diagnostic=diagnostic, why=brief.checks.accept[number].why.value.strip()))
        elif weighed := _weighed(brief, diagnostic):
            kept.append((diagnostic, weighed))
    for number, acceptance in enumerate(brief.checks.accept):
        problem = _problem(acceptance, is_used=number in used)
        if problem and (weighed := _weighed(brief, replace(problem, briefs=(brief.slug,)))):
            kept.append((weighed, weighed))
    return Verdict(kept=tuple(kept), accepted=tuple(accepted))


def _accepting(brief: Brief, diagnostic: Diagnostic) -> int | None:
    """Return the number of the entry of `checks.accept` that a diagnostic falls under."""
    if CODES[diagnostic.code].fixed:
        return None
    for number, acceptance in enumerate(brief.checks.accept):
        if (
            acceptance.code.value.strip() == diagnostic.code
            and acceptance.where.value.strip() == diagnostic.subject
            and (acceptance.words is None or _same_words(acceptance.words.value, diagnostic.words))
        ):
            return number
    return None


def _same_words(accepted: str, found: str) -> bool:
    return " ".join(accepted.split()) in " ".join(found.split())


def _weighed(brief: Brief, diagnostic: Diagnostic) -> Diagnostic | None:
    weight = brief.checks.severity.get(diagnostic.code)
    if weight is None:
        return diagnostic
    return None if weight.value == "off" else replace(diagnostic, severity=Severity(weight.value))


def _problem(acceptance: Acceptance, *, is_used: bool) -> Diagnostic | None:
    code = acceptance.code.value.strip()
    if code not in CODES:
        return fault(
            "invalid-value",
            acceptance.code,
            f"`{code}` is not a diagnostic code",
            help="copy the code from a report",
        )
    if CODES[code].fixed:
        return fault(
            "invalid-value",
            acceptance.code,
            f"`{code}` can be neither lowered nor accepted",
            help="take this entry out and mend what the diagnostic points at",
        )
    if is_used:
        return None
    return fault(
        "acceptance-unused",
        acceptance.code,
        f"no `{code}` is found at `{acceptance.where.value.strip()}`",
        help="take this entry out; or correct `where`: a finding id, `finding/2`, a citation key, a section title ...",
        subject=acceptance.where.value.strip(),
        words=code,
    )
