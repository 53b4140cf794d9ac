"""Word files: what stands in them, that they are read back, and that each kind of damage is told."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from docx import Document
from docx.shared import Mm, Twips
from rendering import RICH, installed_engine, render_brief, water_brief

from policybrief.errors import OutputError
from policybrief.outputs.read_back import check_outputs
from policybrief.outputs.see_docx import bookmark_name, see_docx
from policybrief.outputs.see_html import see_html

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Project, Ran

    from policybrief.engines import Engine
    from policybrief.outputs.promised import Promised
    from policybrief.outputs.seen import Seen

HEAD = """
subtitle: What a survey shows
series: Water notes
publisher: The water desk
keywords: [water, meters]
paper: letter
key_messages:
  - "[The ministry should pay.]{.opinion} Families *pay* [@families-pay]."
"""


@dataclass(frozen=True)
class Made:
    """A brief that was rendered."""

    folder: Path
    promised: Promised

    @property
    def page(self) -> Seen:
        return see_html(self.folder / "brief.html", "output/x/x.html")

    def seen(self, path: Path | None = None) -> Seen:
        return see_docx(path or self.folder / "brief.docx", "output/x/x.docx", self.page.anchors)

    def codes(self, path: Path | None = None) -> set[str]:
        return {one.code for one in check_outputs(self.promised, [self.page, self.seen(path)])}


def _make(project: Path, folder: Path, engine: Engine | None = None) -> Made:
    made = render_brief(project, folder, engine=engine, formats=("docx", "html"))
    return Made(made.folder, made.promised)


@pytest.fixture(scope="module", params=["embedded-notes", "embedded-author-date", "quarto-notes"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    name, _, style = request.param.partition("-")
    return _rich(tmp_path_factory.mktemp("made"), installed_engine(name), style)


@pytest.fixture(scope="module")
def noted(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return _rich(tmp_path_factory.mktemp("made"), installed_engine("embedded"), "notes")


def _rich(folder: Path, engine: Engine, style: str) -> Made:
    return _make(water_brief(folder, f"{HEAD}{RICH}style: {style}\n"), folder / "rendered", engine)


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_it_keeps_its_promises(made: Made) -> None:
    assert made.codes() == set()


def test_it_shows_what_the_page_shows(made: Made) -> None:
    page, book = made.page, made.seen()
    assert page.citings == book.citings
    assert page.marks == book.marks
    assert page.notes == book.notes
    assert page.sources == book.sources
    assert set(page.findings) == set(book.findings)
    assert [one for one in page.headings if one.text != "Notes"] == book.headings


def test_its_structure_is_that_of_word(noted: Made) -> None:
    path = noted.folder / "brief.docx"
    document = Document(str(path))
    by_style = {paragraph.style.name: paragraph.text for paragraph in reversed(document.paragraphs) if paragraph.style}
    assert by_style["Title"] == "Who pays for the meters"
    assert by_style["Masthead"] == "Water notes · The water desk"
    assert by_style["Heading 1"] == "Summary"
    assert by_style["Heading 2"] == "F1"
    assert by_style["Recommendation"].startswith("R1 Return what families paid.")
    assert by_style["Key Message"].startswith("[our view] The ministry should pay.")
    table = next(one for one in document.tables if one.rows[0].cells[0].text == "What")
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["What", "How many"], ["documents", "two"]]
    text = _parts(path)["word/document.xml"].decode()
    assert '<w:bookmarkStart w:id="' in text
    assert 'w:name="finding-prices-up"' in text
    assert text.count("<w:footnoteReference ") == len(noted.page.notes)
    assert "<w:tblHeader" in text


def test_its_properties_are_those_of_the_brief(noted: Made) -> None:
    document = Document(str(noted.folder / "brief.docx"))
    properties, section = document.core_properties, document.sections[0]
    assert properties.title == "Who pays for the meters"
    assert properties.author == "The water desk"
    assert properties.keywords == "water, meters"
    assert properties.created is not None
    assert properties.created.date().isoformat() == "2021-06-30"
    assert (section.page_width, section.page_height) == (Mm(215.9), Mm(279.4))
    assert section.header.paragraphs[0].text == "Who pays for the meters"
    assert b'w:instr="NUMPAGES"' in _parts(noted.folder / "brief.docx")["word/footer1.xml"]
    custom = _parts(noted.folder / "brief.docx")["docProps/custom.xml"].decode()
    assert re.findall(r'name="([^"]*)"', custom) == ["build"]


DAMAGED = {
    "a note is lost": (r"<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\" ?/></w:rPr><w:footnoteReference[^>]*></w:r>",
                       "", "citation-lost"),
    "another source is cited": (r'(footnotes.*?w:anchor="source-)ministry2021', r"\1committee", "citation-lost"),
    "a claim is changed": (r"\basked\b", "told", "citation-lost"),
    "a heading is lost": (r'<w:pStyle w:val="Heading1" ?/></w:pPr>(<w:r><w:t[^>]*>)Method', r"</w:pPr>\1Method",
                          "outputs-disagree"),
    "a note says something else": (r"(footnotes.*)\bour own\b", r"\1their own", "outputs-disagree"),
    "a source is emptied": (r'(w:name="source-committee" ?/>.*?)<w:pStyle w:val="Bibliography" ?/>', r"\1",
                            "reference-not-listed"),
    "a finding lost its bookmark": (r'w:name="finding-prices-up"', 'w:name="gone"', "link-broken"),
    "another language": (r'(<w:lang [^>]*w:val=")en', r"\1fr", "not-accessible"),
    "another title": (r"<dc:title>[^<]*", "<dc:title>Untitled", "not-accessible"),
    "a table without a head": (r"<w:tblHeader[^>]*>", "", "not-accessible"),
    "a picture from outside": (r'(Target=")(theme/theme1.xml")', r'\1https://example.org/x" TargetMode="External"',
                               "link-broken"),
    "a link with a scheme of its own": (r'Target="https://example\.org/method"', 'Target="javascript:alert(1)"',
                                        "link-broken"),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGED)
def test_damage_is_told(name: str, noted: Made, tmp_path: Path) -> None:
    old, new, code = DAMAGED[name]
    parts = _parts(noted.folder / "brief.docx")
    damaged = {}
    for part, data in parts.items():
        text = data.decode()
        changed = re.sub(old, new, f"{part}\n{text}" if "footnotes" in old else text, count=1, flags=re.DOTALL)
        damaged[part] = changed.removeprefix(f"{part}\n") if "footnotes" in old else changed
    assert any(damaged[part] != data.decode() for part, data in parts.items())
    with zipfile.ZipFile(tmp_path / "x.docx", "w") as file:
        for part, text in damaged.items():
            file.writestr(part, text)
    assert code in noted.codes(tmp_path / "x.docx")


def test_long_ids_are_known_again() -> None:
    assert bookmark_name("source-short") == "source-short"
    long = "source-abcdefghijklmnopqrstuvwxyz-abcdefghijklmnopqr"
    assert bookmark_name(long) == "X7d671239e8ac4b2791204208e05737a0dee9371"


def test_long_keys_are_read_back(project: Project, run: Callable[..., Ran]) -> None:
    key = "the-very-long-key-of-the-report-of-the-ministry-2021"
    for name in ("references.bib", "briefs/water/findings.yml"):
        path = project.folder / name
        path.write_text(path.read_text("utf-8").replace("ministry2021", key), encoding="utf-8")
    ran = run("--project", project.folder, "--engine", "embedded", "--to", "docx")
    assert (ran.exit_number, "No errors" in ran.stdout) == (0, True), ran.stdout


def test_the_same_inputs_give_the_same_bytes(project: Project, run: Callable[..., Ran], tmp_path: Path) -> None:
    made = []
    for name in ("one", "another folder"):
        folder = tmp_path / name
        ran = run("--project", project.folder, "--engine", "embedded", "--to", "docx", "--output", folder)
        assert ran.exit_number == 0
        made.append((folder / "water" / "water.docx").read_bytes())
    assert made[0] == made[1]
    with zipfile.ZipFile(io.BytesIO(made[0])) as file:
        assert {one.date_time[:3] for one in file.infolist()} == {(2021, 6, 30)}


def test_a_draft_is_marked_on_every_page(project: Project, run: Callable[..., Ran]) -> None:
    ran = run("--project", project.folder, "--engine", "embedded", "--to", "docx", "--draft")
    assert ran.exit_number == 0
    document = Document(str(project.folder / "output" / "water" / "draft" / "water.docx"))
    assert document.sections[0].header.paragraphs[0].text.startswith("Draft, not for publication · ")
    assert document.paragraphs[0].text == "Draft, not for publication"


def test_a_reference_document_of_its_own_gives_the_looks(project: Project, run: Callable[..., Ran]) -> None:
    own = Document()
    own.sections[0].page_width = Mm(100)
    (project.folder / "templates").mkdir()
    own.save(str(project.folder / "templates" / "reference.docx"))
    command = ("--project", project.folder, "--engine", "embedded", "--to", "docx")
    ran = run(*command)
    assert ran.exit_number == 0, ran.stdout
    assert "Templates of the project's own: reference.docx" in ran.stdout
    path = project.folder / "output" / "water"
    assert Document(str(path / "water.docx")).sections[0].page_width == Twips(5669)  # the nearest to 100 mm
    assert '"reference.docx"' in (path / "manifest.json").read_text("utf-8")
    assert run(*command, "--draft").exit_number == 0
    draft = Document(str(path / "draft" / "water.docx"))
    assert draft.sections[0].header.paragraphs[0].text == "Draft, not for publication"
    (project.folder / "templates" / "reference.docx").write_bytes(b"no Word file")
    ran = run(*command)
    assert ran.exit_number == 3
    assert "templates/reference.docx can't be read as a Word file" in ran.stdout


def test_a_file_that_is_no_word_file(tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_text("no Word file")
    with pytest.raises(OutputError, match=r"x\.docx can't be read as a Word file"):
        see_docx(tmp_path / "x.docx", "x.docx", ())


def test_the_sample_reads_back(tmp_path: Path) -> None:
    assert _make(ROOT, tmp_path / "sample").codes() == set()


def test_two_notes_in_a_row_do_not_read_as_one_number(tmp_path: Path) -> None:
    made = _make(water_brief(tmp_path, "limitations: One^[first]^[second] two^[third].\n"), tmp_path / "rendered")
    text = _parts(made.folder / "brief.docx")["word/document.xml"].decode()
    assert len(re.findall(r'vertAlign w:val="superscript"\s*/></w:rPr><w:t>,</w:t>', text)) == 1
    assert made.codes() == set()
