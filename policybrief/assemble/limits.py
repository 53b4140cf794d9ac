"""Does a brief keep to its profile: its blocks and the words of its text, which are known before it is rendered?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from policybrief.diagnostics import Diagnostic, fault
from policybrief.markup import Footnote, Markdown, plain, walk
from policybrief.model import Author, Recommendation, Section
from policybrief.position import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policybrief.assemble.profiles import Profile
    from policybrief.model import Brief

_WORD = re.compile(r"\S*\w\S*")


def check_profile(brief: Brief, profile: Profile) -> Iterator[Diagnostic]:
    """Yield what keeps a brief from being what its profile asks for."""
    at = brief.profile or brief.title
    for name in profile.required:
        if not getattr(brief, name) and name not in brief.broken:
            yield fault(
                "missing-field",
                at,
                f"the profile `{profile.name}` asks for `{name}`, and the brief has none",
                help=f"add `{name}` to brief.yml, or choose another profile",
            )
    for name in profile.forbidden:
        if block := getattr(brief, name):
            yield fault(
                "invalid-value",
                _place(block),
                f"the profile `{profile.name}` has no room for `{name}`",
                help="leave it out, or choose another profile",
            )
    if not brief.broken and (limit := profile.limits.get("words")):
        yield from over_limit(brief, profile, "words without notes", count_text(brief), limit)


def over_limit(brief: Brief, profile: Profile, what: str, number: int, limit: int) -> Iterator[Diagnostic]:
    """Yield a diagnostic where a brief has more of something than its profile allows."""
    if number > limit:
        yield fault(
            "invalid-value",
            brief.profile or brief.title,
            f"the text has {number:,} {what}, and the profile `{profile.name}` allows {limit:,}",
            help="shorten it, or choose another profile; the list of sources and what follows are not counted",
        )


def count_text(brief: Brief) -> int:
    """Return the number of words of the text: from the summary to the limits of the brief, without notes."""
    by_id = {finding.id.value: finding for finding in brief.findings}
    placed = [by_id[one.value] for section in brief.sections for one in section.findings if one.value in by_id]
    parts: list[Markdown | Scalar | None] = [brief.summary, *brief.key_messages]
    for section in brief.sections:
        parts += [section.title, section.text]
    for finding in placed:
        parts += [finding.claim, finding.contested]
    parts += {one.to.value.strip(): one.to for one in brief.recommendations}.values()  # each addressee is printed once
    for recommendation in brief.recommendations:
        parts += [recommendation.text, recommendation.by, recommendation.priority, recommendation.indicator]
    return sum(map(_words, [*parts, brief.methodology, brief.limitations]))


def count_words(text: str) -> int:
    """Return the number of words of a text: of what stands between spaces and holds a letter or a figure."""
    return len(_WORD.findall(text))


def _words(part: Markdown | Scalar | None) -> int:
    if part is None:
        return 0
    if isinstance(part, Scalar):
        return count_words(part.value)
    paragraphs = list(part.paragraphs())
    noted = [
        paragraph
        for each in paragraphs
        for node in walk(each.children)
        if isinstance(node, Footnote)
        for paragraph in Markdown(part.source, node.blocks).paragraphs()
    ]
    return sum(count_words(plain(one.children)) for one in paragraphs) - sum(
        count_words(plain(one.children)) for one in noted
    )


def _place(block: object) -> Scalar:
    """Return the first words of a block."""
    match block:
        case Scalar():
            return block
        case Markdown():
            return block.source
        case tuple():
            return _place(block[0])
        case Section():
            return block.title
        case Recommendation():
            return block.to
        case Author():
            return block.name
    raise TypeError(type(block))
