"""Dates of references that name a month and no day, in languages whose months have another form beside a day."""

from __future__ import annotations

import calendar
from typing import TYPE_CHECKING

from policybrief.reading.dates import InvalidDate, interval_of

if TYPE_CHECKING:
    from policybrief.assemble.labels import Labels
    from policybrief.model import Reference

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}


def month_in_words(reference: Reference, labels: Labels) -> str | None:
    """Return the months of a reference's date in words; None where citation processing writes it rightly by itself.

    A citation style knows one form of a month's name: that which stands beside a day.
    """
    parts = _date_of(reference).split("/") if labels.has_month_cases else []
    try:
        spans = [interval_of(part.strip().rstrip("~?%")) for part in parts]
    except InvalidDate:
        return None
    if not spans or any(precision != "month" for _, _, precision in spans):
        return None
    names = labels("months-alone").split()
    words = [labels("reference-month", month=names[first.month - 1], year=first.year) for first, _, _ in spans]
    return labels("date-interval", first=words[0], last=words[1]) if len(words) > 1 else words[0]


def _date_of(reference: Reference) -> str:
    """Return a reference's date as ISO has it, from `date`, or from `year` and `month`."""
    fields = {
        name: field.value.strip() for name, field in reference.fields.items() if name in ("date", "year", "month")
    }
    if "date" in fields or "month" not in fields:
        return fields.get("date", "")
    month = fields["month"].lower()
    number = int(month) if month.isdigit() else _MONTHS.get(month[:3], 0)
    return f"{fields.get('year', '')}-{number:02}"
