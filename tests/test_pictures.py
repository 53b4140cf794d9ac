"""The timeline and the evidence map: whole, readable, the same every time, and read aloud."""

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser
from tiny import evidence, finding, write

from policybrief.assemble.labels import Labels
from policybrief.assemble.templates import Templates
from policybrief.outputs.see_html import see_page
from policybrief.pdf_file import open_pdf
from policybrief.pictures import evidence_map as maps
from policybrief.pictures import timeline as timelines
from policybrief.pictures.canvas import Named
from policybrief.pictures.sheet import NARROW, PAPER, WIDE
from policybrief.pictures.widths import fitting, width

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from conftest import Project, Ran

    from policybrief.pdf_file import Element
    from policybrief.pictures.canvas import Box, Drawn
    from policybrief.pictures.sheet import Sheet

SHEETS = (PAPER, WIDE, NARROW)
LABELS = Labels(Templates(ROOT), "en")
WORDS = timelines.TimelineWords(say=LABELS.date, exact="on that day", within="some time in that month or year")
MAP_WORDS = maps.MapWords(
    stances={"supports": "supports", "contradicts": "contradicts", "context": "context"},
    voices="Voices",
    one_voice="count as one voice",
    single="rests on a single voice",
)
NAMED = Named("it", "Its name", "What it <shows>")

labels = st.one_of(
    st.just(""),
    st.text(max_size=60),
    st.sampled_from(
        ["Выборы и штрафы", "Қазақстан: айыппұл", "قانون التجمعات السلمية 2", "W" * 200, "a\u202eb\x00c]]>"]
    ),
)


@st.composite
def events(draw: st.DrawFn) -> timelines.Event:
    first = draw(st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31)))
    span = draw(st.one_of(st.integers(0, 400), st.integers(0, 3_000_000)))
    last = date.fromordinal(min(first.toordinal() + span, date.max.toordinal()))
    when = draw(
        st.sampled_from([LABELS.date(first), f"{LABELS.date(first)} to {LABELS.date(last)}", "2005", "x" * 120])
    )
    return timelines.Event(
        number=f"F{draw(st.integers(1, 999))}",
        label=" ".join(draw(labels).split()),
        when=when,
        typed=f"{first}/{last}",
        first=first,
        last=last,
        is_within=draw(st.booleans()),
    )


@st.composite
def rows(draw: st.DrawFn) -> maps.Row:
    stances = st.lists(st.sampled_from(["supports", "contradicts", "context"]), min_size=1, max_size=3, unique=True)
    keys = draw(st.lists(st.integers(0, 30).map(str), min_size=1, max_size=25, unique=True))
    signs = {key: tuple(draw(stances)) for key in keys}
    supporting = [key for key in keys if "supports" in signs[key]]
    cut = draw(st.integers(0, len(supporting)))
    voices = [voice for voice in (tuple(supporting[:cut]), tuple(supporting[cut:])) if voice]
    return maps.Row(number=f"F{draw(st.integers(1, 999))}", label=draw(labels), signs=signs, voices=tuple(voices))


def _assert_sound(drawn: Drawn, sheet: Sheet) -> None:
    ET.fromstring(drawn.svg)
    for box in drawn.texts:
        assert box.left >= -0.1, box
        assert box.right <= sheet.width + 0.1, box
        assert box.top >= -0.1, box
        assert box.bottom <= drawn.height + 0.1, box
    for one, other in itertools.combinations(drawn.texts, 2):
        assert not _overlap(one, other), (one, other)


def _overlap(one: Box, other: Box) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across > 0.1 and down > 0.1


@settings(max_examples=60)
@given(st.lists(events(), min_size=1, max_size=12), st.sampled_from(SHEETS))
def test_any_dates_make_a_sound_timeline(some: list[timelines.Event], sheet: Sheet) -> None:
    drawn = [timelines.draw_timeline(page, sheet, WORDS) for page in timelines.pages(some, sheet)]
    for one in drawn:
        _assert_sound(one, sheet)
    shown = [box.text for one in drawn for box in one.texts]
    assert all(shown.count(event.number) >= 1 for event in some)


@settings(max_examples=60)
@given(st.lists(rows(), min_size=1, max_size=6), st.sampled_from(SHEETS), st.lists(labels, min_size=1, max_size=4))
def test_any_evidence_makes_a_sound_map(some: list[maps.Row], sheet: Sheet, named: list[str]) -> None:
    names = {str(key): named[key % len(named)] for key in range(31)}
    pages = maps.pages(some, sheet)
    assert [row for page in pages for row in page.rows] == some
    for page in pages:
        drawn = maps.draw_map(page, names, sheet, MAP_WORDS, named=NAMED)
        _assert_sound(drawn, sheet)


def _event(number: int, when: date, label: str = "Echo suspended") -> timelines.Event:
    return timelines.Event(
        number=f"F{number}", label=label, when=str(when), typed=str(when), first=when, last=when, is_within=False
    )


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_three_hundred_findings_make_pages_that_fit(sheet: Sheet) -> None:
    many = [_event(number, date(1990, 1, 1) + timedelta(days=37 * number)) for number in range(300)]
    pages = timelines.pages(many, sheet)
    assert sum(map(len, pages)) == 300
    assert max(map(len, pages)) <= sheet.rows
    assert max(map(len, pages)) - min(map(len, pages)) <= 1
    drawn = [timelines.draw_timeline(page, sheet, WORDS) for page in pages]
    if sheet is PAPER:
        assert max(one.height for one in drawn) < 600, "a page of US letter has 619 points"


def test_a_map_with_many_sources_fits_a_page() -> None:
    names = {str(key): f"Committee {'very ' * 20}{key}" for key in range(60)}
    many = [
        maps.Row(
            number=f"F{number}",
            label="A label of forty letters, as long as can be",
            signs={str((7 * number + step) % 60): ("supports",) for step in range(3)},
            voices=((str(7 * number % 60),),),
        )
        for number in range(300)
    ]
    drawn = [maps.draw_map(page, names, PAPER, MAP_WORDS, named=None) for page in maps.pages(many, PAPER)]
    assert max(one.height for one in drawn) < 600


def test_sources_without_room_are_counted() -> None:
    row = maps.Row(
        number="F1",
        label="",
        signs={str(key): ("supports",) for key in range(100)},
        voices=tuple((str(key),) for key in range(100)),
    )
    (page,) = maps.pages([row], WIDE)
    drawn = maps.draw_map(page, {str(key): f"Body {key}" for key in range(100)}, WIDE, MAP_WORDS, named=None)
    _assert_sound(drawn, WIDE)
    texts = [box.text for box in drawn.texts]
    assert f"+{100 - len(page.keys)}" in texts
    assert "100" in texts


def test_events_stand_in_the_order_of_their_dates() -> None:
    later, earlier = _event(1, date(2021, 1, 25)), _event(2, date(2005, 5, 1))
    (page,) = timelines.pages([later, earlier], WIDE)
    assert [event.number for event in page] == ["F2", "F1"]
    drawn = timelines.draw_timeline(page, WIDE, WORDS)
    heights = {box.text: box.top for box in drawn.texts}
    assert heights["F2"] < heights["F1"]


def test_a_mark_tells_a_day_from_some_time_in_a_year() -> None:
    day = _event(1, date(2021, 1, 25))
    year = timelines.Event(
        number="F2",
        label="",
        when="2005",
        typed="2005",
        first=date(2005, 1, 1),
        last=date(2005, 12, 31),
        is_within=True,
    )
    drawn = timelines.draw_timeline([year, day], WIDE, WORDS)
    assert {WORDS.exact, WORDS.within} <= {box.text for box in drawn.texts}
    alone = timelines.draw_timeline([day], WIDE, WORDS)
    assert WORDS.exact not in {box.text for box in alone.texts}, "what needs no key has none"


def test_a_single_voice_is_seen() -> None:
    two = maps.Row(number="F1", label="", signs={"a": ("supports",), "b": ("supports",)}, voices=(("a",), ("b",)))
    one = maps.Row(number="F2", label="", signs={"a": ("supports",), "b": ("supports",)}, voices=(("a", "b"),))
    for row, counted, is_told in ((two, "2", False), (one, "1", True)):
        (page,) = maps.pages([row], WIDE)
        texts = [box.text for box in maps.draw_map(page, {}, WIDE, MAP_WORDS, named=None).texts]
        assert counted in texts
        assert (MAP_WORDS.single in texts) is is_told
        assert (MAP_WORDS.one_voice in texts) is is_told


def test_sources_of_one_voice_stand_side_by_side() -> None:
    row = maps.Row(
        number="F1",
        label="",
        signs={"a": ("supports",), "b": ("supports",), "c": ("supports",)},
        voices=(("a", "c"), ("b",)),
    )
    (page,) = maps.pages([row], WIDE)
    assert page.keys == ("a", "c", "b")


@pytest.mark.parametrize("named", [None, NAMED])
def test_the_same_picture_has_the_same_bytes(named: Named | None) -> None:
    page = [_event(number, date(2005 + number, 1, 1)) for number in range(9)]
    assert len({timelines.draw_timeline(page, WIDE, WORDS, named=named).svg for _ in range(3)}) == 1


def test_what_is_cut_off_is_told() -> None:
    assert fitting("Echo", 1000, 10) == "Echo"
    cut = fitting("Election monitors fined and suspended", 100, 10)
    assert cut.endswith("…")
    assert width(cut, 10) <= 100
    assert fitting("Echo", 1, 10) == ""


def test_a_page_has_the_pictures_and_reads_them_aloud(sample: Project, run: Callable[..., Ran], tmp_path: Path) -> None:
    ran = run("--project", sample.folder, "--engine", "embedded", "--output", tmp_path / "out")
    assert ran.exit_number == 0, ran.stderr
    (folder,) = (path for path in (tmp_path / "out").iterdir() if path.is_dir() and path.name[0] != ".")
    page = LexborHTMLParser((folder / f"{folder.name}.html").read_text("utf-8"))
    ids = {node.attributes["id"] for node in page.css("[id]")}
    pictures = page.css("figure.picture")
    assert len(pictures) == 2
    for picture in pictures:
        for svg in picture.css("svg"):
            assert svg.attributes["role"] == "img"
            assert {svg.attributes["aria-labelledby"], svg.attributes["aria-describedby"]} <= ids
            assert "currentcolor" in (svg.html or "").lower()
        assert picture.css_first("details > summary") is not None
        assert picture.css_first("details table th") is not None
    assert "F14" in pictures[0].text()
    figures = [one for one in _figures(folder / f"{folder.name}.pdf") if one]
    assert len(figures) == 2
    assert "25 January 2021" in figures[0]
    assert "single voice" in figures[1]


def _figures(path: Path) -> list[str]:
    found: list[str] = []

    def walk(element: Element) -> None:
        if element.kind == "Figure":
            found.append(element.alternative)
        for child in element.children():
            if not isinstance(child, int):
                walk(child)

    with open_pdf(path, path.name) as file:
        for page in file.pages():
            for root in page.roots:
                walk(root)
    return found


SOURCES = {
    "one": "The water was cut off in March 2021, as the council says.\n",
    "two": "The water was cut off again in June 2021, says the board.\n",
}
FINDINGS = (
    finding(
        "The water was cut off in March 2021.",
        evidence("one", "The water was cut off in March 2021"),
        id="first",
        when="2021-03",
        label='<b>"Water" & {{< env HOME >}} | `x`',
    ),
    finding(
        "The water was cut off again in June 2021.",
        evidence("two", "The water was cut off again in June 2021"),
        id="second",
        when="2021-06",
    ),
)


@pytest.mark.parametrize(("used", "pictures"), [(FINDINGS[:1], 0), (FINDINGS, 2)], ids=["one", "two"])
def test_one_finding_needs_no_picture(
    used: Sequence[dict[str, object]], pictures: int, run: Callable[..., Ran], tmp_path: Path
) -> None:
    project = write(tmp_path / "project", used, SOURCES)
    ran = run("--project", project, "--engine", "embedded", "--output", tmp_path / "out")
    assert ran.exit_number == 0, ran.stdout + ran.stderr
    text = (tmp_path / "out" / "tiny" / "tiny.html").read_text("utf-8")
    assert len(LexborHTMLParser(text).css("figure.picture")) == pictures
    assert "<b>" not in text
    assert bool(pictures) is ("{{&lt; env HOME &gt;}}" in text)


def test_where_not_all_are_drawn_the_table_has_the_rest(
    run: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policybrief.assemble.pictures.MOST", 1)
    project = write(tmp_path / "project", FINDINGS, SOURCES)
    ran = run("--project", project, "--engine", "embedded", "--output", tmp_path / "out")
    assert ran.exit_number == 0, ran.stdout + ran.stderr
    page = LexborHTMLParser((tmp_path / "out" / "tiny" / "tiny.html").read_text("utf-8"))
    for picture in page.css("figure.picture"):
        drawn = picture.css_first("svg")
        assert drawn is not None
        assert "F1" in drawn.text()
        assert "F2" not in drawn.text()
        assert "F2" in picture.text()
    assert page.body is not None
    assert "The first 1 are drawn" in page.body.text()


def test_words_of_a_picture_are_no_words_of_the_brief() -> None:
    page = (
        '<body><p>Before</p><svg role="img" aria-labelledby="t"><title id="t">Name</title><text>Echo</text>'
        '<a href="#source-x"><text>1</text></a></svg><p>after</p></body>'
    )
    seen = see_page(page, "page.html")
    assert seen.text == "Before after"
    assert seen.citings == []
