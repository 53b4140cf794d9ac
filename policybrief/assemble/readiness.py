"""Is there what a brief asks its templates for: its language, its style, its profile?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from policybrief.assemble.labels import language_tags
from policybrief.assemble.limits import check_profile
from policybrief.assemble.profiles import ProfileProblem, profile_of
from policybrief.assemble.styles import StyleProblem, load_style
from policybrief.diagnostics import Diagnostic, fault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from policybrief.assemble.templates import Templates
    from policybrief.model import Brief


def check_templates(brief: Brief, project: Path, templates: Templates) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each thing that a brief asks for and that is not there."""
    for found in (*_language(brief, templates), *_style(brief, project, templates), *_profile(brief, templates)):
        yield replace(found, briefs=(brief.slug,))


def _language(brief: Brief, templates: Templates) -> Iterator[Diagnostic]:
    if brief.language is None:
        return
    language = brief.language.value.strip()
    if not any(templates.has(f"labels/{tag}.po") for tag in language_tags(language)):
        yield fault(
            "invalid-value",
            brief.language,
            f"there are no labels in the language `{language}`",
            help=f"translate templates/labels/en.po into templates/labels/{language_tags(language)[-1]}.po",
        )


def _style(brief: Brief, project: Path, templates: Templates) -> Iterator[Diagnostic]:
    if brief.style is None:
        return
    try:
        load_style(brief.style.value.strip(), project, templates)
    except StyleProblem as problem:
        yield fault("invalid-value", brief.style, problem.message, help=problem.advice)


def _profile(brief: Brief, templates: Templates) -> Iterator[Diagnostic]:
    try:
        yield from check_profile(brief, profile_of(brief, templates))
    except ProfileProblem as problem:
        yield fault("invalid-value", brief.profile or brief.title, problem.message, help=problem.advice)
