"""Whatever the readers are given, they answer: with what they read, or with a diagnostic; never with a traceback."""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
import time
from typing import TYPE_CHECKING

import pytest
from conftest import CASES, ROOT, scalar
from hypothesis import given
from hypothesis import strategies as st

from policybrief.assemble.escape import escape
from policybrief.assemble.styles import StyleProblem, load_style
from policybrief.assemble.templates import Templates
from policybrief.errors import OutputError
from policybrief.markup import Words, walk
from policybrief.outputs.see_html import see_page
from policybrief.outputs.see_pdf import see_pdf
from policybrief.position import TextFile
from policybrief.reading.bibtex import read_references
from policybrief.reading.brief import read_brief
from policybrief.reading.files import MAX_DOCUMENT, Unreadable, decode, read_bytes
from policybrief.reading.markdown import read_markdown
from policybrief.reading.yaml_tree import read_tree
from policybrief.text.folding import Folded, fold
from policybrief.text.quotes import find_quote

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Project, Ran

    from policybrief.diagnostics import Diagnostic

ANYTHING = st.text(max_size=400)
PIECES = st.lists(
    st.sampled_from(
        [
            "- ",
            ": ",
            "\n",
            "  ",
            "|",
            ">",
            "'",
            '"',
            "{",
            "}",
            "[",
            "]",
            ",",
            "&a",
            "*a",
            "!x",
            "#",
            "---",
            "...",
            "%YAML 1.2",
            "? ",
            "title",
            "summary",
            "id: x",
            "claim",
            "evidence",
            "sections",
            "date: 2021-01-01",
            "\t",
            "\0",
            "\x85",
            "\ufeff",
            "é",
            "@",
            "`",
            "\\x41",
            "\\ud800",
            "@misc{",
            "@string",
            "@comment",
            "@preamble",
            "crossref",
            "=",
            "(",
            ")",
            "author",
            "file = {seeds/x}",
            "\\",
            "$",
            "keywords",
            "excerpt = {9-1}",
            "[^1]",
            "[@a]",
            "{.opinion}",
            "<http://a>",
            "](",
            "**",
            "_",
            "1. ",
            "|-|",
            "^[",
        ]
    ),
    max_size=60,
).map("".join)
TEXT = ANYTHING | PIECES


def _are_placed(found: list[Diagnostic]) -> None:
    assert all(one.message and "\n" not in one.message.strip() for one in found)
    assert all(one.position is None or (one.position.line > 0 and one.position.column > 0) for one in found)


@given(TEXT, TEXT)
def test_any_yaml(brief: str, findings: str) -> None:
    tree, found = read_tree(TextFile("brief.yml", brief))
    assert tree is None or not found
    _, found = read_brief(TextFile("brief.yml", brief), slug="x", findings=TextFile("findings.yml", findings))
    _are_placed(found)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "title",
                    "date",
                    "summary",
                    "sections",
                    "findings",
                    "recommendations",
                    "because",
                    "to",
                    "text",
                    "checks",
                    "accept",
                    "severity",
                    "corroboration",
                    "high",
                    "authors",
                    "name",
                    "keywords",
                    "derived",
                    "value",
                    "how",
                    "id",
                    "claim",
                    "evidence",
                    "source",
                    "quote",
                    "when",
                    "label",
                    "style",
                    "language",
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=20,
)


@given(JSON, JSON)
def test_any_shape(brief: object, findings: object) -> None:
    texts = [TextFile(name, json.dumps(one)) for name, one in (("brief.yml", brief), ("findings.yml", findings))]
    _are_placed(read_brief(texts[0], slug="x", findings=texts[1])[1])


@given(TEXT)
def test_any_bibtex(text: str) -> None:
    references, found = read_references(TextFile("references.bib", text))
    _are_placed(found)
    assert all(reference.key.value for reference in references)


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    with contextlib.suppress(Unreadable):
        assert isinstance(decode("x.txt", data).text, str)


def _words(text: str) -> str:
    markdown, _ = read_markdown(scalar(text))
    return "".join(one.text for p in markdown.paragraphs() for one in walk(p.children) if isinstance(one, Words))


@given(TEXT)
def test_markdown_keeps_letters(text: str) -> None:
    """Letters and digits are neither lost nor made: what goes in comes out, and each at the place it came from."""
    plain = re.sub(r"[\[\]^<(){}@|\\]|\d+[.)]|https?:|mailto:", " ", text)
    assert re.findall(r"\w", _words(plain).replace("_", "")) == re.findall(r"\w", plain.replace("_", ""))


@given(ANYTHING)
def test_escaped_markdown_is_plain(text: str) -> None:
    escaped = re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(text.split()))
    assert _words(escaped) == " ".join(text.split())


@given(TEXT)
def test_escape_is_on_one_line_and_keeps_letters(text: str) -> None:
    for at_start in (True, False):
        made = escape(text, at_start=at_start)
        assert "\n" not in made
        unescaped = re.sub(r"\[((?:\\.)+)\]\{\.verbatim\}", r"\1", made)
        assert (
            re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", unescaped).split()
            == re.sub(r"[\x85\u2028\u2029\v\f]", " ", text).split()
        )


# ---- the quote finder beside an obvious one


def _obvious(quote: str, text: str) -> bool:
    """Tell whether a quote stands in a text by looking everywhere; for letters, figures, commas, spaces and `...`."""
    key = fold(text)
    parts = [part.strip() for part in fold(quote).split("...") if re.search(r"\w", part)]

    def cuts(start: int, end: int) -> bool:
        before, after = key[:start], key[end:]
        begins = key[start].isdecimal() and bool(re.search(r"\d,?$", before))
        return begins or (key[end - 1].isdecimal() and bool(re.match(r"\d|,\d", after)))

    def stand(parts: list[str], at: int) -> bool:
        if not parts:
            return True
        for start in range(at, len(key) - len(parts[0]) + 1):
            end = start + len(parts[0])
            if key[start:end] == parts[0] and not cuts(start, end) and stand(parts[1:], end):
                return True
        return False

    return bool(parts) and stand(parts, 0)


QUOTED = st.text(alphabet="ab 12,", min_size=1, max_size=30)


@given(QUOTED.flatmap(lambda text: st.tuples(st.just(text), st.lists(st.integers(0, len(text)), max_size=4), QUOTED)))
def test_quotes_are_found_where_an_obvious_search_finds_them(drawn: tuple[str, list[int], str]) -> None:
    text, cuts, other = drawn
    cuts = sorted(cuts)
    pieces = [text[start:end] for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    for quote in (
        " ... ".join(pieces),
        "...".join(pieces),
        " ... ".join(reversed(pieces)),
        other,
        f"{other} ... {text[:5]}",
    ):
        folded = fold(quote).strip()
        if folded.startswith("...") or folded.endswith("...") or "....." in folded.replace(" ", ""):
            continue
        assert bool(find_quote(quote, Folded(TextFile("x", text)))) == _obvious(quote, text), (quote, text)


@given(TEXT, TEXT)
def test_any_quote_in_any_text(quote: str, text: str) -> None:
    file = TextFile("x", text)
    folded = Folded(file)
    match = find_quote(quote, folded)
    for start, end in match.parts if match else ():
        assert 0 <= folded.origin(start) < folded.origin_of_end(end) <= len(text)


@given(TEXT)
def test_a_text_is_found_in_itself(text: str) -> None:
    if re.search(r"[^\W\d_]", text) and not re.search(r"\.|…|\[|\(", text):
        assert find_quote(text, Folded(TextFile("x", f"Before: {text} :after")))


# ---- rendered files that are damaged


def _sample_pdf(tmp_path: Path) -> bytes:
    from policybrief.cli import main

    assert (
        main(["--project", str(CASES / "ok" / "plain"), "--output", str(tmp_path / "built"), "--engine", "embedded"])
        == 0
    )
    return (tmp_path / "built" / "water" / "water.pdf").read_bytes()


def test_any_damaged_pdf(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import random

    data, chance = _sample_pdf(tmp_path), random.Random(1)
    place = tmp_path / "damaged.pdf"
    answers = set()
    for number in range(200):
        damaged = bytearray(data)
        if number % 3 == 0:
            del damaged[chance.randrange(len(data)) :]
        for _ in range(chance.randrange(40)):
            if damaged:
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        place.write_bytes(damaged)
        try:
            answers.add(type(see_pdf(place, "damaged.pdf", {})).__name__)
        except OutputError:
            answers.add("OutputError")
    assert answers == {"OutputError", "Seen"}


@given(
    st.text(max_size=200)
    | st.lists(
        st.sampled_from(
            [
                "<a href='#x'>",
                "</a>",
                "<p>",
                "<table>",
                "<tr>",
                "<li id='n'>",
                "<a role='doc-noteref' href='#n'>1</a>",
                "<html>",
                "<body>",
                "</body>",
                "<svg>",
                "<img>",
                "<style>",
                "<script>",
                "<!--",
                "<template>",
                "<h1>",
                "</h6>",
                "<div id='source-a'>",
                "<base href=x>",
                "&#0;",
                "x",
            ]
        ),
        max_size=40,
    ).map("".join)
)
def test_any_page(text: str) -> None:
    assert see_page(text, "x.html").format == "html"


def test_a_note_that_calls_itself() -> None:
    seen = see_page("<p><a role=doc-noteref href=#n>1</a><li id=n>x <a role=doc-noteref href=#n>1</a>", "x.html")
    assert seen.marks == ["1", "1"]


# ---- files of every kind in the places of a project's files

KINDS: dict[str, bytes] = {
    "empty": b"",
    "spaces": b" \n\t\n",
    "NUL bytes": b"a\0b\0" * 50,
    "latin-1": "title: Grüße\n".encode("latin-1"),
    "UTF-16": "title: x\n".encode("utf-16"),
    "UTF-32": "title: x\n".encode("utf-32"),
    "byte-order mark": b"\xef\xbb\xbf",
    "lone surrogate": b"title: \xed\xa0\x80\n",
    "escaped surrogate": b'title: "\\ud800"\n',
    "control characters": b'title: "\\x1b[31m\\a\\0"\ndate: 2021-01-01\nsummary: "\\e]0;x\\a"\n',
    "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
    "ZIP": b"PK\x03\x04\x14\0\0\0",
    "laughs": b"a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n",
    "deep list": b"[" * 50_000,
    "deep mapping": b"{a: " * 20_000,
    "deep indentation": b"".join(b" " * n + b"a:\n" for n in range(300)),
    "deep braces": b"@misc{a, title = {" + b"{" * 50_000,
    "many quotes": b'"' * 100_001,
    "long line": b"x" * 2_000_000,
    "many lines": b"\n" * 1_000_000,
    "many documents": b"---\n" * 10_000,
    "many @": b"@" * 100_000,
    "many entries begun": b"@misc{a,\n" * 5_000,
    "many keys": b"".join(b"k%d: v\n" % n for n in range(20_000)),
    "many brackets": b"title: x\ndate: 2021-01-01\nsummary: |\n  " + b"[" * 20_000 + b"](" * 5_000 + b"*a_ " * 5_000,
    "many bars": b"title: x\ndate: 2021-01-01\nsummary: |\n  |" + b"a|" * 20_000 + b"\n  |" + b"-|" * 20_000,
    "huge number": b"title: x\ndate: " + b"9" * 10_000,
    "odd dates": b"title: x\ndate: 0000-00-00\nsummary: x\n",
}
PLACES = (
    "references.bib",
    "briefs/water/brief.yml",
    "briefs/water/findings.yml",
    "seeds/report.txt",
    "seeds/SHA256SUMS",
)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_file_of_another_kind(kind: str, place: str, project: Project, run: Callable[..., Ran]) -> None:
    (project.folder / place).write_bytes(KINDS[kind])
    started = time.perf_counter()
    ran = run("check", "--project", project.folder)
    assert ran.exit_number == 1, ran.stdout[:2000] + ran.stderr
    assert time.perf_counter() - started < 20
    assert place.rpartition("/")[2] in ran.stdout or "report.txt" in ran.stdout
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", ran.stdout)
    if kind != "long line":
        for form in ("json", "sarif", "junit", "github"):
            assert run("check", "--project", project.folder, "--format", form).exit_number == 1


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", ["folder", "named pipe", "device", "unreadable", "2 GB"])
def test_a_thing_that_is_no_text(kind: str, place: str, project: Project, run: Callable[..., Ran]) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no such files")
    path = project.folder / place
    path.unlink()
    match kind:
        case "folder":
            path.mkdir()
        case "named pipe":
            os.mkfifo(path)
        case "device":
            path.symlink_to("/dev/zero")
        case "unreadable":
            if os.geteuid() == 0:
                pytest.skip("root may read everything")
            path.write_text("x", encoding="utf-8")
            path.chmod(0)
        case _:
            with path.open("wb") as file:
                file.truncate(2 * 1024**3)
    started = time.perf_counter()
    ran = run("check", "--project", project.folder)
    assert ran.exit_number == 1, ran.stdout + ran.stderr
    assert time.perf_counter() - started < 10
    run("lock", "--project", project.folder)


def test_a_file_that_grows_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "grows.txt"
    path.write_bytes(b"x" * 10)
    real = os.fstat

    def grown(handle: int) -> os.stat_result:
        status = real(handle)
        path.write_bytes(b"x" * 100)
        return status

    monkeypatch.setattr("policybrief.reading.files.os.fstat", grown)
    with pytest.raises(Unreadable, match="larger than"):
        read_bytes(path, limit=50)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff",
        b'{"inputs": 1, "outputs": []}',
        b'{"outputs": {"../x": "y"}}',
        b"[" * 100_000,
    ],
)
def test_a_broken_manifest_is_built_anew(data: bytes, project: Project, run: Callable[..., Ran]) -> None:
    assert run("--project", project.folder).exit_number == 0
    manifest = project.folder / "output" / "water" / "manifest.json"
    good = manifest.read_bytes()
    manifest.write_bytes(data)
    page = project.folder / "output" / "water" / "water.html"
    assert run("verify", page, "--project", project.folder).exit_number == 0
    assert run("--project", project.folder).exit_number == 0
    assert manifest.read_bytes() == good


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-",
        b"%PDF-1.7\n%%EOF",
        b"<html>",
        b"<html><script id=inputs>[]</script>",
        b"<html>\xff\0",
        b"<html><script id=inputs>" + b"[" * 100_000 + b"</script>",
        b"\0" * 1000,
    ],
)
def test_verify_any_file(data: bytes, project: Project, run: Callable[..., Ran]) -> None:
    for name in ("x.pdf", "x.html"):
        (project.folder / name).write_bytes(data)
        ran = run("verify", project.folder / name, "--project", project.folder)
        assert ran.exit_number in (1, 3)
        assert "policybrief itself failed" not in ran.stderr


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<",
        "<style/>",
        "<?xml version='1.0'?><style xmlns='http://purl.org/net/xbiblio/csl'/>",
        "<a>" * 5000,
        "\0",
        "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]><style>&b;</style>",
        "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><style>&a;</style>",
    ],
)
def test_any_style(text: str, tmp_path: Path) -> None:
    (tmp_path / "x.csl").write_text(text, encoding="utf-8")
    with pytest.raises(StyleProblem):
        load_style("x.csl", tmp_path, Templates(tmp_path))


def test_the_limit_of_a_document_stands_in_the_documentation() -> None:
    assert f"a document {MAX_DOCUMENT // 1_000_000} MB" in (ROOT / "docs" / "reference.md").read_text("utf-8")
