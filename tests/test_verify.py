"""`verify FILE`: the same, different, or can't tell; what a file says of itself is never trusted."""

from __future__ import annotations

import os
import re
import shutil
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import CASES, Project

from policybrief.outputs.see_pdf import see_pdf
from policybrief.pdf_file import open_pdf

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from conftest import Ran


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project that was built, for tests that change nothing in it."""
    from policybrief.cli import main

    project = tmp_path_factory.mktemp("built") / "project"
    shutil.copytree(CASES / "ok" / "plain", project)
    assert main(["--project", str(project), "--engine", "embedded"]) == 0
    return Project(project)


@pytest.fixture
def changeable(built: Project, tmp_path: Path) -> Project:
    shutil.copytree(built.folder, tmp_path / "project")
    return Project(tmp_path / "project")


def _file(project: Project, form: str) -> Path:
    return project.folder / "output" / "water" / f"water.{form}"


@pytest.mark.parametrize("form", ["pdf", "html"])
def test_what_was_built_is_the_same(form: str, built: Project, run: Callable[..., Ran]) -> None:
    ran = run("verify", _file(built, form), "--project", built.folder)
    assert ran.exit_number == 0
    assert "byte for byte" in ran.stdout


@pytest.mark.parametrize("form", ["pdf", "html"])
def test_without_a_manifest_the_brief_is_built_again(
    form: str, changeable: Project, run: Callable[..., Ran], tmp_path: Path
) -> None:
    received = shutil.copyfile(_file(changeable, form), tmp_path / f"received.{form}")
    shutil.rmtree(changeable.folder / "output")
    ran = run("verify", received, "--project", changeable.folder)
    assert ran.exit_number == 0, ran.stdout
    assert "is what this project builds" in ran.stdout
    assert not (changeable.folder / "output").exists()


def test_one_changed_word_under_an_untouched_record(built: Project, run: Callable[..., Ran], tmp_path: Path) -> None:
    page = _file(built, "html").read_text("utf-8")
    (tmp_path / "water.html").write_text(page.replace("families pay", "families paid", 1), encoding="utf-8")
    ran = run("verify", tmp_path / "water.html", "--project", built.folder)
    assert ran.exit_number == 1
    assert "it has “" in ran.stdout
    assert "families paid" in ran.stdout


def test_markup_that_nobody_sees(built: Project, run: Callable[..., Ran], tmp_path: Path) -> None:
    page = _file(built, "html").read_text("utf-8")
    (tmp_path / "water.html").write_text(page.replace("</main>", "</main><!-- x -->"), encoding="utf-8")
    assert run("verify", tmp_path / "water.html", "--project", built.folder).exit_number == 1


def test_a_pdf_with_a_changed_word(built: Project, run: Callable[..., Ran], tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(built.folder, other, ignore=shutil.ignore_patterns("output"))
    Project(other).replace("briefs/water/brief.yml", "Return what", "Keep what")
    assert run("--project", other, "--engine", "embedded").exit_number == 0
    ran = run("verify", _file(Project(other), "pdf"), "--project", built.folder)
    assert ran.exit_number == 1
    assert "brief.yml differs" in ran.stdout
    assert "What the file says of itself was not verified." in ran.stdout


def test_what_differs_is_named_with_the_claims_it_concerns(changeable: Project, run: Callable[..., Ran]) -> None:
    changeable.append("seeds/report.txt", "\nA line that came later.\n")
    assert run("lock", "--project", changeable.folder, "--accept", "seeds/report.txt").exit_number == 0
    ran = run("verify", _file(changeable, "pdf"), "--project", changeable.folder)
    assert ran.exit_number == 1
    assert "stored source seeds/report.txt differs; it concerns the claims prices-up" in ran.stdout
    assert "families-pay" not in ran.stdout


def test_a_record_that_was_written_over(built: Project, run: Callable[..., Ran], tmp_path: Path) -> None:
    page = _file(built, "html").read_text("utf-8").replace("12 per cent", "21 per cent")
    page = page[: page.index('id="inputs">')] + 'id="inputs">no JSON</script></body></html>'
    (tmp_path / "water.html").write_text(page, encoding="utf-8")
    assert run("verify", tmp_path / "water.html", "--project", built.folder).exit_number == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [("</head>", "<style>.summary { display: none }</style></head>"), ("Read it in the source", "Do not believe it")],
)
def test_a_record_that_names_other_tools_vouches_for_nothing(
    old: str, new: str, built: Project, run: Callable[..., Ran], tmp_path: Path
) -> None:
    page = _file(built, "html").read_text("utf-8")
    forged = re.sub(r'("pandoc": ")[^"]*', r"\g<1>0.1", page.replace(old, new))
    assert forged.count('"0.1"') == 1
    assert old != new
    assert new in forged
    (tmp_path / "water.html").write_text(forged, encoding="utf-8")
    ran = run("verify", tmp_path / "water.html", "--project", built.folder)
    assert ran.exit_number in (1, 3), ran.stdout


def test_a_page_of_other_tools_that_is_the_same_but_for_its_record(
    built: Project, run: Callable[..., Ran], tmp_path: Path
) -> None:
    page = _file(built, "html").read_text("utf-8")
    (tmp_path / "water.html").write_text(re.sub(r'("pandoc": ")[^"]*', r"\g<1>0.1", page), encoding="utf-8")
    ran = run("verify", tmp_path / "water.html", "--project", built.folder)
    assert ran.exit_number == 0
    assert "but for the record of tools pandoc" in ran.stdout


def test_only_the_ids_of_builds_may_be_others(built: Project, run: Callable[..., Ran], tmp_path: Path) -> None:
    page = _file(built, "html").read_text("utf-8").replace("Each family", "Each 2018-2019-2020-2021 family", 1)
    (tmp_path / "water.html").write_text(re.sub(r'("pandoc": ")[^"]*', r"\g<1>0.1", page), encoding="utf-8")
    ran = run("verify", tmp_path / "water.html", "--project", built.folder)
    assert ran.exit_number == 1
    assert "2018-2019-2020-2021" in ran.stdout


def _updated(pdf: bytes, changed: Mapping[int, bytes]) -> bytes:
    """Return a PDF with objects of its own changed or added by an incremental update (ISO 32000-1, 7.5.6)."""
    added, table = pdf + b"\n", b"xref\n"
    for number, body in changed.items():
        table += b"%d 1\n%010d 00000 n \n" % (number, len(added))
        added += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    size, root, start = (re.findall(name + rb"\s*(\d+)", pdf)[-1] for name in (b"/Size", b"/Root", b"startxref"))
    trailer = b"trailer\n<< /Size %d /Root %s 0 R /Prev %s >>\n" % (int(size) + 9, root, start)
    return added + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(added)


def _page_of(pdf: bytes) -> tuple[int, bytes]:
    """Return the number and the dictionary of a first page."""
    number = int(re.findall(rb"/Kids\s*\[\s*(\d+)", pdf)[0])
    found = re.search(rb"\n%d 0 obj\s(.*?)\sendobj" % number, pdf, re.DOTALL)
    assert found
    return number, found[1]


def _overdrawn(pdf: bytes) -> bytes:
    """Draw a white box over the title."""
    number, page = _page_of(pdf)
    box = b"<< /Length 32 >>\nstream\n1 g 150 650 400 120 re f        \nendstream"
    return _updated(pdf, {number: re.sub(rb"/Contents (\d+ 0 R)", rb"/Contents [\1 99998 0 R]", page), 99998: box})


def _annotated(pdf: bytes) -> bytes:
    """Lay a white square over the title, as an annotation."""
    number, page = _page_of(pdf)
    look = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 16 >>\nstream\n1 g 0 0 9 9 re f\nendstream"
    square = b"<< /Type /Annot /Subtype /Square /Rect [150 650 550 770] /F 4 /AP << /N 99998 0 R >> >>"
    page = page.replace(b"/Annots", b"/Old", 1) if b"/Annots" in page else page
    return _updated(pdf, {number: page[:-2] + b" /Annots [99997 0 R] >>", 99997: square, 99998: look})


@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        (_overdrawn, "it differs to the eye on page 1"),
        (_annotated, "it differs to the eye on page 1"),
        (lambda pdf: _updated(pdf, {99998: b"null"}), "something was added behind its end"),
        (lambda pdf: pdf + b"\nmore\n", "something was added behind its end"),
    ],
)
def test_a_pdf_that_was_tampered_with(
    tamper: Callable[[bytes], bytes], said: str, built: Project, run: Callable[..., Ran], tmp_path: Path
) -> None:
    (tmp_path / "water.pdf").write_bytes(tamper(_file(built, "pdf").read_bytes()))
    ran = run("verify", tmp_path / "water.pdf", "--project", built.folder)
    assert ran.exit_number == 1, ran.stdout
    assert said in ran.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other pipes")
def test_what_never_ends_is_not_read(built: Project, run: Callable[..., Ran], tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.pdf")
    assert run("verify", tmp_path / "x.pdf", "--project", built.folder).exit_number == 2
    assert run("verify", "/dev/zero", "--project", built.folder).exit_number == 2


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [("x.txt", "words", "neither a PDF nor an HTML file"), ("x.pdf", "%PDF-1.7 broken", "can't be read as a PDF")],
)
def test_what_can_not_be_told(
    name: str, content: str, words: str, built: Project, run: Callable[..., Ran], tmp_path: Path
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    ran = run("verify", tmp_path / name, "--project", built.folder)
    assert ran.exit_number == 3
    assert words in ran.stdout


def test_a_brief_with_errors_can_not_be_compared(changeable: Project, run: Callable[..., Ran]) -> None:
    changeable.replace("briefs/water/findings.yml", "each family", "every family")
    ran = run("verify", _file(changeable, "pdf"), "--project", changeable.folder)
    assert ran.exit_number == 3
    assert "has errors now" in ran.stdout


def test_wrong_usage(built: Project, run: Callable[..., Ran]) -> None:
    assert run("verify", "--project", built.folder).exit_number == 2
    assert run("verify", "nothing.pdf", "--project", built.folder).exit_number == 2


def test_the_pdf_carries_its_records(built: Project) -> None:
    with open_pdf(_file(built, "pdf"), "x") as pdf:
        attached = dict(pdf.attachments())
    assert set(attached) == {"inputs.json", "evidence.json", "sources.bib"}
    assert b"seeds/report.txt" in attached["sources.bib"]
    assert attached["evidence.json"] == (built.folder / "output" / "water" / "evidence.json").read_bytes()
    seen = see_pdf(_file(built, "pdf"), "x", {})
    assert seen.barriers == []
