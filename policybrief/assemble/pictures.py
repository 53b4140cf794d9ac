"""The pictures of a brief: what is drawn, what is read aloud of it, and the tables that say the same."""

from __future__ import annotations

from collections import Counter
from functools import cached_property, partial
from typing import TYPE_CHECKING

from policybrief.assemble.picture_views import finding_cell, shortened
from policybrief.assemble.typography import QuotationMarks, Typographer
from policybrief.assemble.views import Md, PictureView
from policybrief.checks.corroboration import independent_voices
from policybrief.checks.inputs import Inputs
from policybrief.checks.known_facts import KnownFacts
from policybrief.model import Stance
from policybrief.pictures import evidence_map as maps
from policybrief.pictures import timeline as timelines
from policybrief.pictures.canvas import Named
from policybrief.pictures.sheet import NARROW, PAPER, WIDE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from policybrief.assemble.setting import Setting
    from policybrief.model import Finding
    from policybrief.pictures.canvas import Drawn
    from policybrief.pictures.sheet import Sheet

    Part = tuple[str, str, Callable[..., Drawn]]
    """One picture of several: its name, what is read aloud of it, and how it is drawn."""

FEWEST = 2
"""Findings with a date, or findings and sources, of which a picture is worth while."""
MOST = 400
"""Findings that are drawn; a table has all of them."""
TIMELINE, MAP = "timeline", "evidence-map"


class Pictures:
    """The pictures of one brief, drawn when they are asked for."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._labels = setting.labels

    @cached_property
    def timeline(self) -> PictureView | None:
        """The timeline of the dated findings; None where there are too few of them."""
        if len(self._events) < FEWEST:
            return None
        labels, setting = self._labels, self._setting
        rows = []
        for event, finding in sorted(self._events, key=lambda one: one[0].order):
            rows.append((setting.text(event.when), finding_cell(finding, setting)))
        return PictureView(
            name=Md(TIMELINE),
            pages=len(self._timeline_pages(PAPER)),
            lead=labels.plural("timeline-lead", len(self._events)),
            rest=self._rest(len(self._events)),
            heads=(labels("picture-date"), labels("picture-finding")),
            widths=(30, 70),
            rows=tuple(rows),
        )

    @cached_property
    def evidence_map(self) -> PictureView | None:
        """The map of findings and sources; None where there are too few of them."""
        rows = self._rows
        if len(rows) < FEWEST or len({key for row, _ in rows for key in row.signs}) < FEWEST:
            return None
        labels, setting = self._labels, self._setting
        return PictureView(
            name=Md(MAP),
            pages=len(self._map_pages(PAPER)),
            lead=labels("map-lead"),
            rest=self._rest(len(rows)),
            heads=tuple(labels(name) for name in ("picture-finding", "map-rests", "map-voices")),
            widths=(32, 58, 10),
            rows=tuple(
                (finding_cell(finding, setting), setting.text(self._resting(row)), Md(str(len(row.voices))))
                for row, finding in rows
            ),
        )

    def _resting(self, row: maps.Row) -> str:
        """Say which sources support, contradict and are context to a finding."""
        groups = ((one, [self._names[key] for key, stances in row.signs.items() if one in stances]) for one in Stance)
        return " ".join(
            self._labels(f"map-{stance.value}", sources="; ".join(names)) for stance, names in groups if names
        )

    def files(self) -> dict[str, str]:
        """Return the files that the filter puts in: for paper each picture and its words, and all for the page."""
        files: dict[str, str] = {}
        for view, parts in ((self.timeline, self._timeline_pages), (self.evidence_map, self._map_pages)):
            if view is None:
                continue
            for number, (name, words, draw) in enumerate(parts(PAPER), 1):
                files[f"{view.name}-{number}.svg"] = draw(named=None).svg
                files[f"{view.name}-{number}.txt"] = f"{name}. {words}"
            files[f"{view.name}.html"] = "\n".join(
                draw(named=Named(f"{view.name}-{sheet.name}-{number}", name, words)).svg
                for sheet in (WIDE, NARROW)
                for number, (name, words, draw) in enumerate(parts(sheet), 1)
            )
        return files

    def read_aloud(self) -> Iterator[str]:
        """Yield what is read aloud of each picture, on paper and on the page."""
        for view, parts in ((self.timeline, self._timeline_pages), (self.evidence_map, self._map_pages)):
            for sheet in (PAPER, WIDE, NARROW) if view else ():
                yield from (f"{name}. {words}" for name, words, _ in parts(sheet))

    def _rest(self, number: int) -> str | None:
        return self._labels("picture-rest", number=MOST) if number > MOST else None

    @cached_property
    def _events(self) -> list[tuple[timelines.Event, Finding]]:
        return [
            (
                timelines.Event(
                    number=self._setting.numbers[name],
                    label=self._label(finding),
                    when=self._labels.interval(finding.when),
                    typed=finding.when.source.value.strip(),
                    first=finding.when.first,
                    last=finding.when.last,
                    is_within=finding.when.precision in ("month", "year"),
                ),
                finding,
            )
            for name, finding in self._setting.findings.items()
            if finding.when
        ]

    def _label(self, finding: Finding) -> str:
        """Return a finding's label, its quotation marks set in the brief's language."""
        marks = QuotationMarks(*self._labels("quotation-marks").split())
        return Typographer(marks).set(" ".join(finding.label.value.split())) if finding.label else ""

    def _timeline_pages(self, sheet: Sheet) -> list[Part]:
        labels = self._labels
        words = timelines.TimelineWords(
            say=labels.date, exact=labels("timeline-exact"), within=labels("timeline-within")
        )
        drawn = sorted((event for event, _ in self._events), key=lambda event: event.order)[:MOST]
        return [
            (
                labels("timeline-name", years=_years(page)),
                "; ".join(_told(event) for event in page) + ".",
                partial(timelines.draw_timeline, page, sheet, words),
            )
            for page in timelines.pages(drawn, sheet)
        ]

    @cached_property
    def _rows(self) -> list[tuple[maps.Row, Finding]]:
        """The findings that rest on something known, and what bears on each."""
        known = self._setting.checked.library.references
        rows = []
        for name, finding in self._setting.findings.items():
            signs: dict[str, tuple[str, ...]] = {}
            for one in finding.evidence:
                if one.source.value in known:
                    stances = signs.get(one.source.value, ())
                    signs[one.source.value] = tuple(dict.fromkeys((*stances, one.stance.value)))
            if signs:
                row = maps.Row(
                    number=self._setting.numbers[name],
                    label=self._label(finding),
                    signs=signs,
                    voices=tuple(self._voices(finding)),
                )
                rows.append((row, finding))
        return rows

    def _voices(self, finding: Finding) -> Iterator[tuple[str, ...]]:
        """Yield the keys of the sources that support a finding, those of one voice together."""
        inputs = self._inputs
        supporting = [one for one in finding.of_stance(Stance.SUPPORTS) if one.source.value in inputs.references]
        for voice in independent_voices(inputs, supporting):
            yield tuple(dict.fromkeys(voice.keys))

    @cached_property
    def _inputs(self) -> Inputs:
        checked = self._setting.checked
        return Inputs(
            brief=checked.brief,
            library=checked.library,
            texts=checked.texts,
            facts=KnownFacts(checked.library, checked.texts, checked.standings),
            standings=checked.standings,
        )

    @cached_property
    def _names(self) -> dict[str, str]:
        """A short name of each source that is cited as evidence: its body, and its title where a body has several."""
        keys = dict.fromkeys(key for row, _ in self._rows for key in row.signs)
        references = self._setting.checked.library.references
        bodies = Counter(references[key].body for key in keys)
        names = {}
        for key in keys:
            body, title = references[key].body, references[key].title or self._setting.supplied_titles.get(key, key)
            if body is None:
                names[key] = title
            else:
                names[key] = body if bodies[body] == 1 else f"{body}: {title}"
        return names

    def _map_pages(self, sheet: Sheet) -> list[Part]:
        labels, names = self._labels, self._names
        words = maps.MapWords(
            stances={one.value: labels(f"stance-{one.value}") for one in Stance},
            voices=labels("map-voices"),
            one_voice=labels("map-one-voice"),
            single=labels("map-single"),
        )
        return [
            (
                labels("map-name", first=page.rows[0].number, last=page.rows[-1].number),
                self._told(page.rows),
                partial(maps.draw_map, page, names, sheet, words),
            )
            for page in maps.pages([row for row, _ in self._rows[:MOST]], sheet)
        ]

    def _told(self, rows: Sequence[maps.Row]) -> str:
        """Say what one sees at a glance: what rests on a single voice, and what is contradicted."""
        single = [row.number for row in rows if len(row.voices) == 1]
        several = [row.number for row in rows if len(row.voices) > 1]
        contradicted = [row.number for row in rows if any("contradicts" in each for each in row.signs.values())]
        groups = (("map-told-single", single), ("map-told-several", several), ("map-told-contradicted", contradicted))
        return " ".join(self._labels(label, findings=", ".join(group)) for label, group in groups if group)


def _told(event: timelines.Event) -> str:
    return f"{event.number}, {event.when}" + (f": {shortened(event.label)}" if event.label else "")


def _years(events: Sequence[timelines.Event]) -> str:
    first, last = min(event.first for event in events).year, max(event.last for event in events).year
    return str(first) if first == last else f"{first}–{last}"
