"""Do the rendered files keep to the limits of the brief's profile that only they show: notes and pages?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from policybrief.assemble.limits import count_text, count_words, over_limit
from policybrief.outputs.seen import letters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policybrief.assemble.setting import Setting
    from policybrief.diagnostics import Diagnostic
    from policybrief.outputs.seen import Seen


def check_limits(setting: Setting, seen: Sequence[Seen]) -> Iterator[Diagnostic]:
    """Yield what is too long in the files that were read back; the first of them is the page."""
    brief, profile = setting.brief, setting.profile
    if limit := profile.limits.get("words_with_notes"):
        number = count_text(brief) + sum(map(count_words, seen[0].notes.values()))
        yield from over_limit(brief, profile, "words with its notes", number, limit)
    if limit := profile.limits.get("pages"):
        for one in seen:
            if one.pages:
                number = pages_before(one, setting.labels("sources"))
                yield from over_limit(brief, profile, "pages", number, limit)


def pages_before(seen: Seen, title: str) -> int:
    """Return on how many pages something stands before a main heading; all pages where there is no such heading."""
    for heading, pages in zip(seen.headings, seen.pages_before, strict=True):
        if heading.level == 2 and letters(heading.text) == letters(title):
            return pages
    return seen.pages
