"""What a brief demands of itself: the weight of codes, and occurrences that it accepts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from policybrief.codes import CODES
from policybrief.diagnostics import Diagnostic, Severity, fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from policybrief.model import Acceptance, Brief


class Accepted(Struct, frozen=True, kw_only=True):
    """A diagnostic that a brief accepts, with its reason."""

    diagnostic: Diagnostic
    why: str


class Lowered(Struct, frozen=True, kw_only=True):
    """A code to which a brief gives less weight than it has by default."""

    code: str
    weight: str
    number: int
    """How many diagnostics it concerns."""


class Verdict(Struct, frozen=True, kw_only=True):
    """What is left of a brief's diagnostics once its demands are applied."""

    kept: tuple[tuple[Diagnostic, Diagnostic], ...]
    """Each diagnostic as it was found, and with the weight that the brief gives it."""
    accepted: tuple[Accepted, ...]
    lowered: tuple[Lowered, ...]


def apply_demands(brief: Brief, diagnostics: Iterable[Diagnostic]) -> Verdict:
    """Give each diagnostic the weight that the brief gives its code, and set aside what it accepts.

    Fixed codes keep their weight. An acceptance that matches nothing, or more than it names, is itself a diagnostic.
    """
    found = list(diagnostics)
    matches = [[one for one in found if _falls_under(acceptance, one)] for acceptance in brief.checks.accept]
    problems = [_problem(one, matched) for one, matched in zip(brief.checks.accept, matches, strict=True)]
    accepted: dict[int, Accepted] = {}
    for acceptance, matched, problem in zip(brief.checks.accept, matches, problems, strict=True):
        if problem is None:
            accepted |= {id(one): Accepted(diagnostic=one, why=acceptance.why.value.strip()) for one in matched}
    found = [one for one in found if id(one) not in accepted]
    lowered = Counter(one.code for one in found if _is_lowered(brief, one))
    found += [replace(one, briefs=(brief.slug,)) for one in problems if one]
    return Verdict(
        kept=tuple((one, weighed) for one in found if (weighed := _weighed(brief, one))),
        accepted=tuple(accepted.values()),
        lowered=tuple(
            Lowered(code=code, weight=weight.value.strip(), number=lowered[code])
            for code, weight in brief.checks.severity.items()
            if weight.value.strip() in ("off", "warning")
        ),
    )


def _falls_under(acceptance: Acceptance, diagnostic: Diagnostic) -> bool:
    """Tell whether an entry of `checks.accept` names a diagnostic."""
    return (
        not CODES[diagnostic.code].fixed
        and acceptance.code.value.strip() == diagnostic.code
        and acceptance.where.value.strip() == diagnostic.subject
        and (acceptance.words is None or _same_words(acceptance.words.value, diagnostic.words))
    )


def _is_lowered(brief: Brief, diagnostic: Diagnostic) -> bool:
    weighed = _weighed(brief, diagnostic)
    return weighed is None or (diagnostic.severity, weighed.severity) == (Severity.ERROR, Severity.WARNING)


def _same_words(accepted: str, found: str) -> bool:
    return accepted.split() == found.split()


def _weighed(brief: Brief, diagnostic: Diagnostic) -> Diagnostic | None:
    weight = brief.checks.severity.get(diagnostic.code)
    if weight is None:
        return diagnostic
    word = weight.value.strip()
    return None if word == "off" else replace(diagnostic, severity=Severity(word))


def _problem(acceptance: Acceptance, matched: Sequence[Diagnostic]) -> Diagnostic | None:
    """Return what is wrong with an entry of `checks.accept`."""
    code, where = acceptance.code.value.strip(), acceptance.where.value.strip()
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
    if not matched:
        return fault(
            "acceptance-unused",
            acceptance.code,
            f"no `{code}` is found at `{where}`",
            help="take this entry out; or correct `where`: a finding id, `finding/2`, a citation key, a section title",
            subject=where,
            words=code,
        )
    words = sorted({one.words for one in matched})
    if len(words) > 1:
        listed = ", ".join(f"`{one}`" for one in words)
        return fault(
            "invalid-value",
            acceptance.code,
            f"`{code}` is found {len(matched)} times at `{where}`, and this entry does not say which is meant",
            help=f"add `words:` with one of {listed}; each needs an entry and a reason of its own",
            subject=where,
        )
    return None
