"""What authors typed prints as they typed it, whatever it looks like; citations come out in pandoc's form."""

from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, scalar
from hypothesis import given, settings
from hypothesis import strategies as st

from policybrief.assemble.bibliography import write_bibliography
from policybrief.assemble.escape import escape, escape_url
from policybrief.assemble.labels import Labels
from policybrief.assemble.markdown import MarkdownWriter
from policybrief.assemble.styles import BUILT_IN, StyleProblem, load_style
from policybrief.assemble.templates import Templates
from policybrief.assemble.typography import QuotationMarks, Typographer
from policybrief.engines.embedded import pandoc_path
from policybrief.languages import language_tag
from policybrief.markup import Paragraph, plain
from policybrief.model import Interval
from policybrief.position import TextFile
from policybrief.reading.bibtex import read_references
from policybrief.reading.dates import interval_of
from policybrief.reading.markdown import read_markdown

if TYPE_CHECKING:
    from pathlib import Path

ENGLISH = QuotationMarks("“", "”", "‘", "’")
STRAIGHT = QuotationMarks('"', '"', "'", "'", "'")
HOSTILE = [
    "{{< env HOME >}}",
    "{{< include ../secret.md >}}",
    "```{python}\nprint(1)\n```",
    "`{=html}<script>`{=html}",
    '`#read("/etc/passwd")`{=typst}',
    "#panic()",
    "#set page(width: 1pt)",
    "<script>alert(1)</script>",
    "<!-- x -->",
    "$x^2$ \\(x\\) \\[y\\]",
    "\\newpage \\input{x}",
    "@fig-x @tbl-y @sec-z",
    "[@key] and @key",
    "---\ntitle: x\n---",
    "::: {.callout-note}",
    "![x](http://a.b/c.png)",
    "[x](http://a.b) <http://a.b>",
    "# heading",
    "> quote",
    "- item",
    "1. item",
    "(1) item",
    "a. item",
    "(@) example",
    ": definition",
    "| table | row |",
    "% title",
    "*emph* _emph_ **strong** ~sub~ ^sup^ ~~strike~~",
    ":smile: ==mark== --- -- ... 'x' \"y\"",
    "&amp; &#35; &lt;",
    "a^[note] b[^1]",
    "http://a.b//c /* comment */ // x",
    "-? ~x <label> @ref = +",
    "x  \ny\\\nz",
    "«ж» 中文 ʼ 🎉 e\u0301",
    "[t]he [authorities] (sic)",
    "Mr. Smith",
]


def _pandoc(markdown: str, output: str = "plain") -> str:
    command = [str(pandoc_path()), "-f", "markdown", "-t", output, "--wrap=none", "--sandbox"]
    return subprocess.run(command, input=markdown, capture_output=True, text=True, check=True, encoding="utf-8").stdout


def _plain_words(document: str) -> list[str]:
    """Return the text of every paragraph of a document, as pandoc reads it."""
    tree = json.loads(_pandoc(document, "json"))
    return ["".join(_strings(block)) for block in tree["blocks"]]


def _strings(node: object) -> list[str]:
    if isinstance(node, list):
        return [text for one in node for text in _strings(one)]
    if not isinstance(node, dict):
        return []
    match node.get("t"):
        case "Str":
            return [node["c"]]
        case "Space" | "SoftBreak":
            return [" "]
        case "Para" | "Plain" | "Span":
            return _strings(node["c"])
        case None:
            return []
        case other:
            return [f"<{other}>"]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def test_hostile_text_prints_as_typed() -> None:
    document = "\n\n".join(escape(text, at_start=True) for text in HOSTILE)
    words = [text.replace("Mr.\u00a0", "Mr. ") for text in _plain_words(document)]
    assert words == [_one_line(text) for text in HOSTILE]


@settings(max_examples=40)
@given(st.lists(st.text(alphabet="ab1 .-*_`[](){}<>#@$^~|!\"'&:;/\\+=%?,é中", min_size=1, max_size=25), min_size=20))
def test_any_text_prints_as_typed(texts: list[str]) -> None:
    texts = [text for text in map(_one_line, texts) if text]
    document = "\n\n".join(escape(text, at_start=True) for text in texts)
    assert _plain_words(document) == texts


def _written(text: str, marks: QuotationMarks = STRAIGHT) -> str:
    writer = MarkdownWriter(marks, lambda citation: f"[@{citation.items[0].key}]")
    return writer.blocks(read_markdown(scalar(text))[0].blocks)


@settings(max_examples=60)
@given(st.lists(st.text(alphabet="ab *_[]().\\", min_size=1, max_size=20), min_size=10))
def test_markup_means_to_pandoc_what_it_means_here(texts: list[str]) -> None:
    texts = [text.strip() for text in texts if any(char.isalnum() for char in text)]
    texts = [text for text in texts if isinstance(read_markdown(scalar(text))[0].blocks[0], Paragraph)]
    ours = []
    for text in texts:
        (paragraph,) = read_markdown(scalar(text))[0].paragraphs()
        ours.append(_one_line(plain(paragraph.children)))
    document = "\n\n".join(_written(text) for text in texts)
    theirs = _pandoc(document, "plain").strip()
    assert [_one_line(text) for text in theirs.split("\n\n")] == ours if theirs else ours == []


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a *b* **c**", "<p>a <em>b</em> <strong>c</strong></p>"),
        ("x[y](https://a.b/?c=(1)&d={{<e>}})", '<p>x<a href="https://a.b/?c=(1)&amp;d=%7B%7B%3Ce%3E%7D%7D">y</a></p>'),
        ("- one\n- two\n\n  more", "<ul>\n<li><p>one</p></li>\n<li><p>two</p>\n<p>more</p></li>\n</ul>"),
        ("3. x\n4. y", '<ol start="3" type="1">\n<li>x</li>\n<li>y</li>\n</ol>'),
        ("- a\n  - b", "<ul>\n<li><p>a</p>\n<ul>\n<li>b</li>\n</ul></li>\n</ul>"),
        ("line\\\nbreak", "<p>line<br />\nbreak</p>"),
        ("[x]{.opinion}", '<p><span class="opinion">x</span></p>'),
    ],
)
def test_markup_through_pandoc(text: str, html: str) -> None:
    assert _pandoc(_written(text), "html").strip() == html


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("one [@key], two", "one, two"),
        ("one [@key]. Two", "one. Two"),
        ("one [@key] two", "one two"),
        ("one [@key]*two*", "one two"),
        ('one [@key] "two"', 'one "two"'),
    ],
)
def test_a_citation_that_writes_nothing_leaves_no_gap(text: str, without: str) -> None:
    writer = MarkdownWriter(STRAIGHT, lambda _: "")
    assert _pandoc(writer.blocks(read_markdown(scalar(text))[0].blocks)).strip() == without


@pytest.mark.parametrize("text", ["===", "=", "-", ": b", "# b", "~~~", "% b", "***"])
def test_what_opens_a_line_after_a_break_prints_as_typed(text: str) -> None:
    written = _pandoc(
        MarkdownWriter(STRAIGHT, lambda _: "").blocks(read_markdown(scalar(f"word\\\n{text}"))[0].blocks), "html"
    )
    assert re.sub(r"<br />\n", "|", written.strip()) == f"<p>word|{text}</p>"


@pytest.mark.parametrize(
    ("text", "html"),
    [("a [@key](b)", "[@key](b)"), ("a^[A note.](https://b.org)", "(https://b.org)")],
)
def test_what_follows_a_bracket_makes_no_link_of_it(text: str, html: str) -> None:
    assert "<a href" not in _pandoc(_written(text), "html").replace('<a href="#fn', "").replace('<a href="#fnref', "")
    assert html.partition("(")[2] in _pandoc(_written(text), "plain")


def test_table_through_pandoc() -> None:
    html = _pandoc(_written("| a | b |\n|---|--:|\n| 1 \\| 2 | *x* |"), "html")
    assert html.count("</th>") == 2
    assert "<td>1 | 2</td>" in html
    assert 'style="text-align: right;"><em>x</em>' in html


def test_footnotes_through_pandoc() -> None:
    html = _pandoc(_written("word[^1] and^[inline]\n\n[^1]: A note.\n\n    Second paragraph."), "html")
    assert html.count("footnote-ref") == 2
    assert "A note. Second paragraph." in html


@pytest.mark.parametrize(
    ("straight", "set_"),
    [
        ('He said "it\'s so".', "He said “it’s so”."),
        ("\"a 'b' c\"", "“a ‘b’ c”"),
        ("the groups' work", "the groups’ work"),
        ("in the '90s", "in the ’90s"),
        ('("yes")', "(“yes”)"),
        ('word—"quoted"', "word—“quoted”"),
    ],
)
def test_quotation_marks_are_set(straight: str, set_: str) -> None:
    assert Typographer(ENGLISH).set(straight) == set_


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("of “المياه الجوفية” [@a].", ["ة"]),
        ("in עלו, 2020", ["ו"]),
        ("أ (ب) ج and ד", ["ج", "ד"]),
        ("no such words", []),
    ],
)
def test_words_from_right_to_left_keep_what_follows_on_its_side(text: str, ends: list[str]) -> None:
    blocks = read_markdown(scalar(text))[0].blocks
    writer = MarkdownWriter(STRAIGHT, lambda _: "[@a]")
    assert re.findall("(.)\u200e", writer.blocks(blocks)) == ends
    turned = MarkdownWriter(STRAIGHT, lambda _: "[@a]", is_right_to_left=True)
    assert "\u200e" not in turned.blocks(blocks)


def test_url_can_not_leave_its_place() -> None:
    assert escape_url("https://a.b/<c> {{< d >}}`") == "https://a.b/%3Cc%3E%20%7B%7B%3C%20d%20%3E%7D%7D%60"


def test_labels(tmp_path: Path) -> None:
    labels = Labels(Templates(tmp_path), "en-GB")
    assert labels("summary") == "Summary"
    assert labels.plural("line", 1, first=3, last=3) == "line 3"
    assert labels.plural("line", 2, first=3, last=5) == "lines 3–5"
    first, last, precision = interval_of("2019-06/2021")
    when = Interval(source=scalar("2019-06/2021"), first=first, last=last, precision=precision)
    assert labels.interval(when) == "June 2019 to 2021"
    with pytest.raises(KeyError):
        labels("no-such-label")


def test_a_project_may_override_templates_but_no_filter(tmp_path: Path) -> None:
    own = tmp_path / "templates"
    (own / "labels").mkdir(parents=True)
    (own / "labels" / "en.po").write_text('msgid "summary"\nmsgstr "In short"\n', encoding="utf-8")
    (own / "brief.lua").write_text("os.execute('x')", encoding="utf-8")
    templates = Templates(tmp_path)
    assert Labels(templates, "en")("summary") == "In short"
    assert templates.overrides == ["labels/en.po"]
    assert not templates.has("brief.lua")


def test_the_bibliography_keeps_capitals_and_nothing_private() -> None:
    text = (
        "@online{a, title = {Killings in Zahedan, Iran}, author = {{Amnesty}}, date = {2021-02-03},\n"
        "  abstract = {secret}, annotation = {note to self}, file = {seeds/x.txt}, keywords = {primary}}\n"
        "@misc{b, author = {{X}}, note = {unbalanced \\} brace}, urldate = {2021-01-01}}\n"
    )
    references, faults = read_references(TextFile("x.bib", text))
    assert not faults
    written = write_bibliography(references, supplied={"b": "[Untitled: 50% of it]"})
    assert "secret" not in written
    assert "seeds" not in written
    command = [str(pandoc_path()), "-f", "biblatex", "-t", "csljson"]
    ended = subprocess.run(command, input=written, capture_output=True, text=True, check=True)
    first, second = json.loads(ended.stdout)
    assert "Killings in Zahedan, Iran" in first["title"]
    assert first["issued"] == {"date-parts": [[2021, 2, 3]]}
    assert second["genre"] == "[Untitled: 50% of it]"


@pytest.mark.parametrize("name", BUILT_IN)
def test_own_styles(name: str, tmp_path: Path) -> None:
    assert "<citation" in load_style(name, tmp_path, Templates(tmp_path))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("note", "there is no citation style"),
        ("../x.csl", "not a file of the project"),
        ("/x.csl", "not a file of the project"),
        ("x.csl", "there is no file"),
        ("broken.csl", "is not XML"),
        ("other.csl", "no citation style"),
        ("dependent.csl", "only refers to another one"),
        ("endless.csl", "has a macro that calls itself: `a`"),
        ("lacking.csl", "calls the macro `b`, which it does not have"),
    ],
)
def test_styles_that_can_not_be_had(name: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "broken.csl").write_text("<style", encoding="utf-8")
    (tmp_path / "other.csl").write_text("<html/>", encoding="utf-8")
    (tmp_path / "dependent.csl").write_text('<style xmlns="http://purl.org/net/xbiblio/csl"/>', encoding="utf-8")
    style = '<style xmlns="http://purl.org/net/xbiblio/csl">{}<citation><text macro="a"/></citation></style>'
    macros = '<macro name="a"><text macro="b"/></macro>'
    (tmp_path / "lacking.csl").write_text(style.format(macros), encoding="utf-8")
    macros += '<macro name="b"><group><text macro="a"/></group></macro>'
    (tmp_path / "endless.csl").write_text(style.format(macros), encoding="utf-8")
    with pytest.raises(StyleProblem, match=words):
        load_style(name, tmp_path, Templates(tmp_path))


def test_a_style_of_the_project(tmp_path: Path) -> None:
    text = (ROOT / "templates" / "csl" / "numeric.csl").read_text("utf-8")
    (tmp_path / "own.csl").write_text(text, encoding="utf-8")
    assert load_style("own.csl", tmp_path, Templates(tmp_path)) == text


def test_language_tags() -> None:
    assert [language_tag(name) for name in ("english", "ngerman", "kk", "en-GB", "klingon")] == [
        "en",
        "de",
        "kk",
        "en-GB",
        "",
    ]
