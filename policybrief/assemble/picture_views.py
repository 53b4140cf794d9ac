"""Words of pictures and their tables: a finding in a cell, a text cut short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policybrief.assemble.views import Md
from policybrief.markup import plain

if TYPE_CHECKING:
    from policybrief.assemble.setting import Setting
    from policybrief.model import Finding

LONGEST = 90
"""Letters of a claim that stand in a table, where a finding has no label."""


def finding_cell(finding: Finding, setting: Setting) -> Md:
    """Return a link to a finding by its number, and its label or the beginning of its claim."""
    words = finding.label.value if finding.label else _claim(finding)
    return Md(f"{setting.links([finding.id.value])} {setting.text(shortened(words))}")


def shortened(text: str) -> str:
    """Return a text on one line, cut off after a word where it is long."""
    text = " ".join(text.split())
    if len(text) <= LONGEST:
        return text
    return (
        text[: LONGEST + 1].rpartition(" ")[0].rstrip(" ,;:.") + " …" if " " in text[:LONGEST] else text[:LONGEST] + "…"
    )


def _claim(finding: Finding) -> str:
    return " ".join(plain(paragraph.children) for paragraph in finding.claim.paragraphs())
