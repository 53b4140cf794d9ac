"""References -> what the list of sources says of them besides their entry in the bibliography."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policybrief.assemble.escape import escape, escape_url
from policybrief.assemble.views import Md, SourceView
from policybrief.reading.dates import InvalidDate, interval_of

if TYPE_CHECKING:
    from policybrief.assemble.setting import Setting
    from policybrief.model import Reference

REMARKS = {
    **{word: f"kind-{word}" for word in ("opinion", "primary", "secondary", "social-media")},
    **{word: word for word in ("untitled", "unattributed", "undated", "truncated")},
}
"""Keywords that are printed, with their labels."""


def source_view(reference: Reference, setting: Setting) -> SourceView:
    """Return the view of a cited reference."""
    key = reference.key.value
    source = setting.checked.library.sources.get(key)
    stored = None
    if source:
        lines = f", {setting.lines(*reference.excerpt)}" if reference.excerpt else ""
        stored = setting.labels("stored-copy", path=source.file.path + lines)
    return SourceView(
        key=Md(key),
        remarks=tuple(setting.labels(label) for word, label in REMARKS.items() if word in reference.keywords),
        archive=_archive(reference, setting),
        stored=stored,
        checksum=source.sha256 if source else None,
        findings=setting.links(setting.findings_by_source.get(key, ())),
    )


def _archive(reference: Reference, setting: Setting) -> Md | None:
    """Return the address of the archived copy with the day on which it was made."""
    if "archiveurl" not in reference.fields:
        return None
    url = reference.fields["archiveurl"].value.strip()
    words = f"{setting.label('archived-copy')}: [{escape(url)}](<{escape_url(url)}>)"
    if "archivedate" in reference.fields:
        try:
            first, _, precision = interval_of(reference.fields["archivedate"].value.strip())
        except InvalidDate:
            return Md(words)
        words += f" ({setting.label('archived-on', date=setting.labels.date(first, precision))})"
    return Md(words)
