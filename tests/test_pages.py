"""The pages of the PDF: sizes, margins, running heads, links, notes by their marks, drafts."""

from __future__ import annotations

import ctypes
import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import tiny
from conftest import ROOT
from rendering import render_brief, water_brief

from policybrief.pdf_file import note_numbers, open_pdf, parted_notes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MILLIMETRE = 72 / 25.4
LEFT, RIGHT = 10 * MILLIMETRE, 181 * MILLIMETRE
"""Where words may stand from the left edge of the paper: marks reach into the margin, signs hang out a little."""
TEXT_COLUMN = 64 * MILLIMETRE
"""Where the words of the text begin."""
ADDRESS = "https://example.org/" + "unbroken" * 30

LONG = f"""
title: >-
  The price of a meter: how families in the district came to pay for what they had been told they would be given,
  who decided it, who knew of it, and what the ministry could do about it before the winter
subtitle: What two documents say of one spring, and what neither of them says
series: Occasional papers on public services, their prices, and those who have no choice but to pay them
number: 2021/14
publisher: The International Consortium of Organisations for the Observation of Public Services and Prices
licence: CC BY 4.0
contact: {ADDRESS}
funding: None.
disclaimer: Nobody speaks for the ministry here.
acknowledgements: To all who wrote letters.
keywords: [water, prices]
authors:
  - name: A. Author
    affiliation: Policy Unit
key_messages:
  - Water became dearer [@prices-up; @families-pay].
  - "[Nobody should pay for what was promised.]{{.opinion}}"
methodology: See <{ADDRESS}>.
limitations: "[Both may err.]{{.opinion}}"
"""
MANY = 60
"""Findings of a brief that goes on for pages."""


class Box(NamedTuple):
    """Words on a page, and the edges of what they cover, in points from its left and its foot."""

    words: str
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Leaf:
    """A page: its size, its words, its links, and the notes called and printed on it."""

    width: float
    height: float
    boxes: list[Box]
    targets: set[str]
    marks: list[str]
    notes: list[str]

    @property
    def text(self) -> str:
        return " ".join(box.words for box in self.boxes)

    def at_head(self) -> str:
        """Return what stands in the running head."""
        return " ".join(box.words for box in self.boxes if box.bottom > self.height - 24 * MILLIMETRE)

    def at_foot(self) -> str:
        """Return what stands below the notes."""
        return " ".join(box.words for box in self.boxes if box.top < 22 * MILLIMETRE)


def _leaves(path: Path) -> list[Leaf]:
    document = pypdfium2.PdfDocument(path)
    sheets = [(page.get_width(), page.get_height(), list(_boxes(page))) for page in document]
    document.close()
    leaves = []
    with open_pdf(path, path.name) as file:
        for (width, height, boxes), page in zip(sheets, file.pages(), strict=True):
            marks, notes = note_numbers(page)
            leaves.append(Leaf(width, height, boxes, {area.target for area in page.areas}, marks, notes))
    return leaves


def _boxes(page: pypdfium2.PdfPage) -> Iterator[Box]:
    text_page = page.get_textpage()
    for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        size = pdfium.FPDFTextObj_GetText(one.raw, text_page.raw, None, 0)
        buffer = (ctypes.c_ushort * (size // 2 + 1))()
        pdfium.FPDFTextObj_GetText(one.raw, text_page.raw, buffer, size)
        words = bytes(buffer)[: max(size - 2, 0)].decode("utf-16-le", "replace")
        if words.strip():
            yield Box(words, *one.get_bounds())
    text_page.close()


def _many(project: Path) -> None:
    """Write a brief of many findings, cited in the prose."""
    folder = project / "briefs" / "water"
    quote = "    - source: ministry2021\n      quote: Water prices rose by 12 per cent in 2021.\n"
    found = [
        f"- id: prices-{number}\n  claim: Water prices rose by 12 per cent in 2021.\n  evidence:\n{quote}"
        for number in range(MANY)
    ]
    (folder / "findings.yml").write_text("\n".join(found), encoding="utf-8")
    sections = []
    for part in range(0, MANY, 10):
        names = [f"prices-{number}" for number in range(part, part + 10)]
        prose = " ".join(f"Water became dearer, as the ministry says itself [@{name}]." for name in names)
        sections.append(f"  - title: Part {part}\n    text: {prose!r}\n    findings: [{', '.join(names)}]\n")
    brief = "title: Many\ndate: 2021-06-30\nsummary: Water became dearer [@prices-1].\nsections:\n" + "".join(sections)
    (folder / "brief.yml").write_text(brief, encoding="utf-8")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[Leaf]]:
    """Return the pages of a brief with more fields than the plainest; each brief is rendered once."""
    made: dict[tuple[str, bool], list[Leaf]] = {}

    def make(fields: str = "", *, is_draft: bool = False) -> list[Leaf]:
        if (fields, is_draft) not in made:
            project = water_brief(tmp_path_factory.mktemp("made"), "")
            path = project / "briefs" / "water" / "brief.yml"
            text = path.read_text("utf-8")
            if fields.lstrip().startswith("title:"):
                text = re.sub(r"\Atitle:.*\n", "", text)
            path.write_text(text + fields, encoding="utf-8")
            if fields == "many":
                _many(project)
            made[fields, is_draft] = _leaves(
                render_brief(project, project / "rendered", is_draft=is_draft).files["pdf"]
            )
        return made[fields, is_draft]

    return make


KINDS = ["", LONG, LONG + "paper: letter\n", LONG + "style: author-date\n", LONG + "language: ru\n", "many"]
NAMES = ["plain", "every field", "letter", "author-date", "Russian", "many findings"]


@pytest.mark.parametrize("fields", KINDS, ids=NAMES)
@pytest.mark.parametrize("is_draft", [False, True], ids=["", "draft"])
def test_no_word_leaves_its_columns(fields: str, pages: Callable[..., list[Leaf]], *, is_draft: bool) -> None:
    for leaf in pages(fields, is_draft=is_draft):
        assert leaf.boxes
        for box in leaf.boxes:
            assert box.bottom >= 10 * MILLIMETRE
            assert box.top <= leaf.height - 8 * MILLIMETRE
            assert box.left >= LEFT
            assert box.right <= (leaf.width - 5 * MILLIMETRE if is_draft else RIGHT), box


@pytest.mark.parametrize("fields", KINDS, ids=NAMES)
def test_each_note_stands_on_the_page_of_its_mark(fields: str, pages: Callable[..., list[Leaf]]) -> None:
    called = {mark: page for page, leaf in enumerate(pages(fields)) for mark in leaf.marks}
    printed = {note: page for page, leaf in enumerate(pages(fields)) for note in leaf.notes}
    assert called == printed


@pytest.mark.parametrize("words", range(20, 220, 25))
def test_notes_stay_wherever_pages_turn(words: int, tmp_path: Path) -> None:
    """Filler before the text, so that pages turn elsewhere: Typst alone would part notes from marks in most."""
    project = tmp_path / "project"
    for name in ("briefs", "seeds"):
        shutil.copytree(ROOT / name, project / name)
    shutil.copyfile(ROOT / "references.bib", project / "references.bib")
    path = project / "briefs" / "kazakhstan-civic-space" / "brief.yml"
    filler = f"summary: |\n  [{'Filler ' * words}.]{{.about}}\n\n"
    path.write_text(path.read_text("utf-8").replace("summary: |\n", filler, 1), encoding="utf-8")
    made = render_brief(project, tmp_path / "rendered")
    assert parted_notes(made.files["pdf"])[0] == []


@pytest.mark.parametrize("lines", [6, 7, 8, 39])
def test_what_opens_a_list_stays_with_it(lines: int, pages: Callable[..., list[Leaf]]) -> None:
    """Filler before it, so that in some of the briefs its line is the last that the page has room for."""
    filler = "".join(f"- '[Filler {number}.]{{.about}}'\n" for number in range(lines))
    wishes = "'They ask for this:\n\n\n  - [a first wish;]{.about}\n\n  - [a second wish.]{.about}'"
    leaves = pages(f"key_messages:\n{filler}methodology: {wishes}\n")
    (leaf,) = (leaf for leaf in leaves if any("They ask" in box.words for box in leaf.boxes))
    assert any("a first wish" in box.words for box in leaf.boxes)


@pytest.mark.parametrize("fields", KINDS, ids=NAMES)
def test_each_page_says_what_it_is_part_of(fields: str, pages: Callable[..., list[Leaf]]) -> None:
    leaves = pages(fields)
    for number, leaf in enumerate(leaves, 1):
        assert re.findall(r"\d+", leaf.at_foot()) == [str(number), str(len(leaves))]
    title = {"": "Who pays for the meters", "many": "Many"}.get(fields, "The price of a meter")
    assert all(title in leaf.at_head() for leaf in leaves[1:])


def test_the_paper_is_the_one_that_is_asked_for(pages: Callable[..., list[Leaf]]) -> None:
    assert {(round(leaf.width), round(leaf.height)) for leaf in pages()} == {(595, 842)}
    assert {(round(leaf.width), round(leaf.height)) for leaf in pages(KINDS[2])} == {(612, 792)}


def test_a_brief_is_as_long_as_what_it_says(pages: Callable[..., list[Leaf]]) -> None:
    assert len(pages()) <= 3
    assert MANY / 12 <= len(pages("many")) <= MANY / 2


def test_findings_sources_and_addresses_can_be_followed(pages: Callable[..., list[Leaf]]) -> None:
    targets = set().union(*(leaf.targets for leaf in pages(LONG)))
    assert {"#finding-prices-up", "#finding-families-pay"} <= targets
    assert ADDRESS in targets
    assert any(target.startswith("@") for target in targets)


def test_confidence_stands_in_words(pages: Callable[..., list[Leaf]]) -> None:
    text = " ".join(" ".join(leaf.text for leaf in pages()).split())
    assert text.count("moderate confidence") == 2
    assert "because F2" in re.sub(r"\s+", " ", text)


def test_contents_are_for_briefs_in_which_one_gets_lost(pages: Callable[..., list[Leaf]]) -> None:
    assert "In this brief" not in pages()[0].text
    assert "In this brief" in pages("many")[0].text


def test_every_page_of_a_draft_says_so(pages: Callable[..., list[Leaf]]) -> None:
    for leaf in pages("many", is_draft=True):
        words = " ".join(leaf.text.split())
        assert words.count("Draft, not for publication") == 2
        assert "Draft, not for publication" in leaf.at_head()
    assert all("Draft" not in leaf.text for leaf in pages("many"))


def test_a_draft_shows_ids_and_numbers_its_lines(pages: Callable[..., list[Leaf]]) -> None:
    final, draft = pages(), pages(is_draft=True)
    assert not any("families-pay" in box.words for leaf in final for box in leaf.boxes)
    assert any("families-pay" in box.words for box in draft[0].boxes)
    beside = [box.words for leaf in pages("many", is_draft=True) for box in leaf.boxes if _is_line_number(box)]
    assert {"5", "10"} <= set(beside)
    assert all(int(number) % 5 == 0 for number in beside)


def _is_line_number(box: Box) -> bool:
    return box.left > RIGHT - MILLIMETRE and box.words.strip().isdecimal() and box.top - box.bottom < 8


def test_marks_stand_in_the_line_where_the_margin_is_taken(tmp_path: Path) -> None:
    brief = {
        "summary": "[It is our view here.]{.opinion} They came [@it].",
        "recommendations": [{"to": "All", "text": "[Read them.]{.opinion} Now.", "because": "it"}],
    }
    claims = [tiny.finding("They came."), tiny.finding("Others did not.", id="other", contested="Some did [@it].")]
    project = tiny.write(tmp_path / "tiny", claims, {"report": "They came."}, brief=brief)
    made = render_brief(project, tmp_path / "work")
    with open_pdf(made.files["pdf"], "book") as book:
        texts = [text for page in book.pages() for some in page.texts.values() for text in some]
    views = sorted(text.x for text in texts if text.words.strip() == "our view")
    assert len(views) == 2
    assert views[0] < TEXT_COLUMN < views[1], "in the margin of the summary, in the line beside a reason"
    contested = next(text for text in texts if "Some did" in text.words)
    assert any("F1" in text.words and abs(text.y - contested.y) < 4 and text.x > contested.x for text in texts)
