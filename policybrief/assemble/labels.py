"""The words that a brief's own templates say, in its language: gettext catalogues in templates/labels/."""

from __future__ import annotations

from gettext import c2py
from typing import TYPE_CHECKING

import polib

from policybrief.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from policybrief.assemble.templates import Templates
    from policybrief.model import Interval

FALLBACK = "en"


class Labels:
    """A language's labels, asked for by name; what a catalogue lacks is taken from English."""

    def __init__(self, templates: Templates, language: str) -> None:
        self._catalogues = [
            polib.pofile(templates.read(f"labels/{tag}.po") + "\n", encoding="utf-8")  # else it may be a path
            for tag in dict.fromkeys((*language_tags(language), FALLBACK))
            if templates.has(f"labels/{tag}.po")
        ]
        self._entries = [
            {entry.msgid: entry for entry in catalogue if entry.translated()} for catalogue in self._catalogues
        ]
        self._is_own = templates.is_own(f"labels/{FALLBACK}.po")
        self._plurals = [_plural_rule(catalogue) for catalogue in self._catalogues]

    def __call__(self, name: str, /, **values: object) -> str:
        """Return a label with its values filled in. Raises KeyError for a name that English lacks.

        EngineError is raised where the label, or English, is the project's own.
        """
        for entries in self._entries:
            if name in entries:
                return _filled(name, entries[name].msgstr, values)
        raise self._missing(name)

    def plural(self, name: str, number: int, /, **values: object) -> str:
        """Return a label in the form that a number asks for."""
        for entries, form in zip(self._entries, self._plurals, strict=True):
            if name in entries:
                return _filled(name, entries[name].msgstr_plural[form(number)], {"number": number, **values})
        raise self._missing(name)

    def _missing(self, name: str) -> Exception:
        if self._is_own:
            return EngineError(
                f"the project's own `labels/{FALLBACK}.po` lacks the label `{name}`. Copy it from policybrief's own "
                "templates/labels, or put what you change into `labels/en-gb.po`, and write `language: en-GB`"
            )
        return KeyError(name)

    def date(self, day: date, precision: str = "day") -> str:
        """Return a date in words, as exact as its precision: `day`, `month` or `year`."""
        month = self("months" if precision == "day" else "months-alone").split()[day.month - 1]
        return self(f"date-{precision}", day=day.day, month=month, year=day.year)

    def interval(self, when: Interval) -> str:
        """Return a finding's `when` in words."""
        if when.precision != "interval":
            return self.date(when.first, when.precision)
        start, _, end = when.source.value.strip().partition("/")
        if "-" not in start + end:
            return self("date-years", first=when.first.year, last=when.last.year)
        if when.first.replace(day=1) == when.last.replace(day=1) and start.count("-") == end.count("-") == 2:
            days = f"{when.first.day}–{when.last.day}"
            return self("date-day", day=days, month=self("months").split()[when.first.month - 1], year=when.first.year)
        first, last = (
            self.date(day, ("year", "month", "day")[text.count("-")])
            for day, text in ((when.first, start), (when.last, end))
        )
        return self("date-interval", first=first, last=last)

    @property
    def has_month_cases(self) -> bool:
        """Whether a month's name beside a day differs from the one that stands alone."""
        return self("months") != self("months-alone")


def language_tags(language: str) -> list[str]:
    """Return the tags under which labels for a language may stand: `en-gb`, then `en`."""
    parts = language.lower().split("-")
    return ["-".join(parts[:length]) for length in range(len(parts), 0, -1)]


def _filled(name: str, label: str, values: Mapping[str, object]) -> str:
    """Return a label with its values. Raises EngineError for one that asks for what there is not."""
    try:
        return label.format(**values)
    except (LookupError, ValueError) as error:
        known = ", ".join(f"{{{value}}}" for value in values) or "no value"
        raise EngineError(f"the label `{name}` can't be filled in: `{label}`; it may hold {known}") from error


def _plural_rule(catalogue: polib.POFile) -> Callable[[int], int]:
    forms = catalogue.metadata.get("Plural-Forms", "nplurals=2; plural=(n != 1);")
    rule = forms.partition("plural=")[2].partition("plural=")[2] or forms.rpartition("plural=")[2]
    return c2py(rule.strip().rstrip(";"))
