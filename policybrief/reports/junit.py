"""A report as JUnit XML: a suite for each brief, a test case for each claim, those that passed too."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import defaultdict
from typing import TYPE_CHECKING

from policybrief.diagnostics import Diagnostic, Severity
from policybrief.xml_text import xml_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from policybrief.reports import Report, ReportedClaim

LIBRARY = "references and stored sources"
"""The suite of what no brief is to blame for."""


def report_as_junit(report: Report, *, strict: bool = False) -> str:
    """Return the report as JUnit XML; with `strict`, warnings and checks that did not run are failures too."""
    root = ET.Element("testsuites", name="policybrief")
    for slug in report.briefs:
        _suite(root, slug, _cases_of_brief(report, slug), report, strict=strict)
    shared = [one for one in report.diagnostics if not one.briefs]
    if shared or report.not_checked:
        _suite(root, LIBRARY, _by_place(shared), report, strict=strict, not_checked=True)
    _count(root, root.iter("testcase"))
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=False) + "\n"


Case = tuple[str, str, "ReportedClaim | None", list[Diagnostic]]
"""Name, group, the claim if it is one, and what was found."""


def _cases_of_brief(report: Report, slug: str) -> Iterator[Case]:
    """Yield a case for each claim, in their order, then one for each other place where something was found."""
    found: dict[str, list[Diagnostic]] = defaultdict(list)
    for one in report.diagnostics:
        if slug in one.briefs:
            found[one.subject.partition("/")[0]].append(one)
    for claim in report.claims:
        if claim.brief == slug:
            yield f"{claim.name}: {claim.text}", "claims", claim, found.pop(claim.name, [])
    yield from _by_place(one for ones in found.values() for one in ones)


def _by_place(diagnostics: Iterable[Diagnostic]) -> Iterator[Case]:
    places: dict[str, list[Diagnostic]] = defaultdict(list)
    for one in diagnostics:
        places[one.subject or (one.position.path if one.position else "the project")].append(one)
    for place, ones in places.items():
        yield place, "other places", None, ones


def _suite(
    root: ET.Element, name: str, cases: Iterable[Case], report: Report, *, strict: bool, not_checked: bool = False
) -> None:
    suite = ET.SubElement(root, "testsuite", name=name)
    for title, group, claim, found in cases:
        case = ET.SubElement(suite, "testcase", name=xml_text(title), classname=xml_text(f"{name}.{group}"))
        at = claim.position if claim else next((one.position for one in found if one.position), None)
        if at:
            case.set("file", at.path)
            case.set("line", str(at.line))
        for one in found:
            _outcome(case, one, strict=strict)
    for missing in report.not_checked if not_checked else ():
        case = ET.SubElement(suite, "testcase", name=xml_text(missing.what), classname=f"{name}.not checked")
        ET.SubElement(case, "failure" if strict else "skipped", message=xml_text(f"not checked, because {missing.why}"))
    _count(suite, suite.iter("testcase"))


def _outcome(case: ET.Element, one: Diagnostic, *, strict: bool) -> None:
    if one.severity is Severity.ERROR or strict:
        failure = ET.SubElement(case, "failure", type=one.code, message=xml_text(one.message))
        failure.text = xml_text(_details(one))
    else:
        said = case.find("system-out")
        if said is None:
            said = ET.SubElement(case, "system-out")
        said.text = (said.text or "") + xml_text(_details(one)) + "\n"


def _details(one: Diagnostic) -> str:
    lines = [f"{one.position or 'no place'}: {one.severity.value}[{one.code}] {one.message}"]
    lines += [
        f"note: {note.position}: {note.message}" if note.position else f"note: {note.message}" for note in one.notes
    ]
    return "\n".join([*lines, *([f"help: {one.help}"] if one.help else [])])


def _count(element: ET.Element, cases: Iterable[ET.Element]) -> None:
    """Write the numbers of cases, of those that failed and of those left out."""
    every = list(cases)
    element.set("tests", str(len(every)))
    element.set("failures", str(sum(case.find("failure") is not None for case in every)))
    element.set("errors", "0")
    element.set("skipped", str(sum(case.find("skipped") is not None for case in every)))
