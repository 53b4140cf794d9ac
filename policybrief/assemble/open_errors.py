"""In a draft: what keeps the brief from being built, where it concerns the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policybrief.assemble.escape import escape
from policybrief.assemble.views import Md, OpenErrorView

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from policybrief.assemble.setting import Setting


def open_errors(setting: Setting) -> Iterator[OpenErrorView]:
    """Yield the open errors, each with the place of the document that it concerns if there is one."""
    places = _places(setting)
    for one in setting.open_errors:
        where = f"{one.position.path}, {setting.lines(one.position.line, one.position.line)}" if one.position else ""
        yield OpenErrorView(
            words=Md(escape(f"{one.message} ({one.code})", at_start=True)),
            where=Md(escape(where, at_start=True)),
            place=Md(places.get(one.subject) or places.get(one.subject.rpartition("/")[0], "")),  # `finding/2`
        )


def _places(setting: Setting) -> Mapping[str, str]:
    """Return the ids of what the document shows, by what diagnostics call it; a finding comes before all else."""
    brief = setting.brief
    recommendations = [one for group in setting.addressees.values() for one in group]
    return {
        **{section.title.value: f"section-{number}" for number, section in enumerate(brief.sections, 1)},
        **{name: name for name in ("summary", "methodology", "limitations")},
        **{f"key_messages.{number}": "key-messages" for number, _ in enumerate(brief.key_messages, 1)},
        **{f"recommendations.{one.number}": f"recommendation-R{n}" for n, one in enumerate(recommendations, 1)},
        **{one.key.value: f"source-{one.key.value}" for one in setting.cited_references},
        **{name: f"finding-{name}" for name in setting.findings},
    }
