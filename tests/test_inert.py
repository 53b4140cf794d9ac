"""Whatever stands in a field prints as it was typed, alike in HTML and PDF, and does nothing else."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from hostile_briefs import (
    HEAD,
    MARKDOWN,
    PLAIN,
    STRINGS,
    body_brief,
    entries_brief,
    head_brief,
    lines_of,
    paragraphs,
    squeezed,
    text_of,
    typed,
)
from rendering import installed_engine, render_brief
from selectolax.lexbor import LexborHTMLParser

from policybrief.outputs.see_html import see_html

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from policybrief.engines import Engine

CANARY = "hunter2 canary"
# Markup that authors may use, and white space that a quote may have otherwise: both are read, not printed.
READ = frozenset({"^[note]", "line\\\nline"})
NOT_IN_ORDER = "\u202e"
"""Text within this is set from right to left, so that a PDF has its letters in another order."""


@pytest.fixture(params=["embedded", "quarto"])
def engine(request: pytest.FixtureRequest) -> Engine:
    return installed_engine(request.param)


@pytest.fixture(autouse=True)
def _canary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Put a secret into the surroundings: a variable, and files that text may name. Nothing can be fetched."""
    monkeypatch.setenv("CANARY", CANARY)
    monkeypatch.setenv("HOME", str(tmp_path / "nobody at home"))
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for folder in (tmp_path, tmp_path / "rendered", tmp_path / "project"):
        for name in ("canary.txt", "canary.png", "canary.typ", "evil.lua"):
            if folder.is_dir():
                (folder / name).write_text(CANARY, encoding="utf-8")


def _assert_inert(files: Mapping[str, Path]) -> None:
    """Nothing of the surroundings is in the files, and nothing in them runs or is fetched."""
    page = files["html"].read_text("utf-8")
    assert re.findall(r"<script[^>]*>", page) == ['<script type="application/json" id="inputs">']
    assert not re.search(r"<(?:img|iframe|object|embed|base|form|input|math|link|video)\b", page)
    seen = see_html(files["html"], "")
    assert not seen.fetched
    assert not [link for link in seen.links if not re.match(r"#|https?:|mailto:", link.target)]
    assert not [node for node in LexborHTMLParser(page).css("*") if any(name[:2] == "on" for name in node.attributes)]
    for path in files.values():
        data = path.read_bytes()
        assert CANARY.encode() not in data
        assert os.environ["HOME"].encode() not in data
    assert CANARY.replace(" ", "") not in text_of(files["pdf"])


def _told(wrong: Iterable[str]) -> str:
    wrong = list(wrong)
    return f"{len(wrong)} are not as typed:\n" + "\n".join(wrong[:20])


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize("name", ["embedded", "quarto"])
def test_no_connection_is_made(name: str, tmp_path: Path) -> None:
    installed_engine(name)
    project = body_brief(tmp_path / "project", [text for text in STRINGS if "http" in text])
    log, page = tmp_path / "log", project / "output" / "tiny" / "draft" / "tiny.html"
    traced = ["strace", "-f", "-qq", "-e", "trace=connect,sendto,sendmsg", "-o", str(log)]
    command = [sys.executable, "-m", "policybrief", "--draft", "--engine", name, "--to", "pdf,html,docx", "--project"]
    subprocess.run([*traced, *command, str(project)], cwd=ROOT, capture_output=True, check=False)
    assert page.is_file()
    assert "AF_INET" not in log.read_text("utf-8")


def test_there_are_enough_strings() -> None:
    assert len(STRINGS) == len(set(STRINGS)) > 450


def _stands_in(words: str, book: str) -> bool:
    """Tell whether words stand in a book, be it that a page turns within them and the margin's words come between."""
    return words in book or any(words[:at] in book and words[at:] in book for at in range(5, len(words) - 5))


def test_fields_of_findings_sections_and_recommendations(engine: Engine, tmp_path: Path) -> None:
    files = render_brief(body_brief(tmp_path / "project", STRINGS), tmp_path / "rendered", engine=engine).files
    _assert_inert(files)
    lines, book = lines_of(files["html"]), text_of(files["pdf"])
    ends = {line.split(" ")[0] if line.startswith("zq") else line.split(" ")[-1]: n for n, line in enumerate(lines)}
    wrong = []
    for number, text in enumerate(STRINGS):
        for name in MARKDOWN if text not in READ else ():
            wanted = paragraphs(f"{text}\n\nzq{number}{name}")
            end = ends[wanted[-1]]
            seen = [line.removeprefix("Contested. ") for line in lines[end - len(wanted) + 1 : end]]
            if seen != wanted[:-1]:
                wrong.append(f"HTML {name}: {text!r} is {seen}")
            if not _stands_in(squeezed("".join(wanted)), book) and NOT_IN_ORDER not in text:
                wrong.append(f"PDF {name}: {text!r}")
        for name in PLAIN:
            wanted_text = typed(f"{text} zq{number}{name}")
            if name == "quote":
                wanted_text = " ".join(wanted_text.split())
            if not any(wanted_text in line for line in lines if f"zq{number}{name}" in line):
                wrong.append(f"HTML {name}: {text!r}")
            if not _stands_in(squeezed(wanted_text), book) and NOT_IN_ORDER not in text:
                wrong.append(f"PDF {name}: {text!r}")
    assert not wrong, _told(wrong)


def test_fields_that_occur_once(engine: Engine, tmp_path: Path) -> None:
    short = [text for text in STRINGS if len(text) < 60 and NOT_IN_ORDER not in text]
    files = render_brief(head_brief(tmp_path / "project", short), tmp_path / "rendered", engine=engine).files
    _assert_inert(files)
    page, book = "\n".join(lines_of(files["html"])), text_of(files["pdf"])
    wrong = []
    for number, text in enumerate(short):
        for name in (*HEAD, "name", "unit", "keyword"):
            wanted = typed(f"{text} zq{number}{name}")
            if wanted not in page:
                wrong.append(f"HTML {name}: {text!r}")
            if name not in ("series", "number") and squeezed(wanted) not in book:  # they are set in narrow columns
                wrong.append(f"PDF {name}: {text!r}")
    assert not wrong, _told(wrong)


def test_series_and_number(engine: Engine, tmp_path: Path) -> None:
    some = [text for text in STRINGS if len(text) < 16 and NOT_IN_ORDER not in text][::12]
    files = render_brief(head_brief(tmp_path / "project", some), tmp_path / "rendered", engine=engine).files
    book = text_of(files["pdf"])
    wanted = [f"{text} zq{number}{name}" for name in ("series", "number") for number, text in enumerate(some)]
    wrong = [one for one in wanted if squeezed(typed(one)) not in book]
    assert not wrong, _told(wrong)


TEX = re.compile(r"[\\{}~^_\"'`]|--|[<>]{2}|[!?]`|\n")
"""What means something else in BibLaTeX than itself."""


def test_fields_of_references(engine: Engine, tmp_path: Path) -> None:
    project, keys = entries_brief(tmp_path / "project", STRINGS)
    files = render_brief(project, tmp_path / "rendered", engine=engine).files
    _assert_inert(files)
    page = "\n".join(" ".join(line.split()) for line in lines_of(files["html"]))
    book = text_of(files["pdf"])
    wrong = []
    for number in keys:
        text = STRINGS[number]
        for name in ("title", "author", "note", "publisher"):
            if "\\" in text:
                continue  # a command of TeX may take what follows it
            assert f"zq{number}{name}" in page, f"{name} of {text!r} is lost"
            wanted = " ".join(typed(f"{text} zq{number}{name}").split())
            if TEX.search(text) or not text.strip("."):  # a style puts full stops together
                continue
            if wanted not in page:
                wrong.append(f"HTML {name}: {text!r}")
            if not _stands_in(squeezed(wanted), book) and NOT_IN_ORDER not in text:
                wrong.append(f"PDF {name}: {text!r}")
    assert not wrong, _told(wrong)
