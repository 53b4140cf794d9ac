"""The page of a brief: its notes, the viewer of stored texts, and the ways between them, without a browser."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from selectolax.lexbor import LexborHTMLParser
from tiny import evidence, finding, write

from policybrief.assemble.source_texts import MARGIN, _closes, _opens
from policybrief.outputs.see_html import see_page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from conftest import Ran
    from selectolax.lexbor import LexborNode

REPORT = (
    "Report of the office\n"
    "\n"
    "Nobody had asked before. The office visited three villages in May. It found that wells were dry.\n"
    "A second visit followed.\n"
    "\n"
    "The governor denied everything, and the office closed its file.\n"
    "Nothing else happened in that year. The paper was yellow. The ink was black.\n"
)
HOSTILE = (
    "Title </section></main><script>alert(1)</script> {{< env HOME >}}\n"
    "---\nfilters: [evil.lua]\n---\n\n"
    "```{=html}\n<img src=x onerror=alert(1)>\n```\n"
    "::: {.callout-note}\n"
    "The \"witness\" said <b>that 'wells' &amp; pumps were dry</b> `#panic()` [@report].\x0c\x07\n:::\n"
    "قال الشاهد إن الآبار كانت جافة في تلك السنة.\n"
)


class Page:
    """A page, and short ways of asking it."""

    def __init__(self, folder: Path) -> None:
        self.text = next(folder.glob("*/*.html")).read_text("utf-8")
        self.record = json.loads(next(folder.glob("*/evidence.json")).read_text("utf-8"))
        self.tree = LexborHTMLParser(self.text)

    def all(self, selector: str) -> list[LexborNode]:
        return self.tree.css(selector)

    def one(self, selector: str) -> LexborNode:
        (found,) = self.tree.css(selector)
        return found

    def hrefs(self, selector: str) -> list[str]:
        return [link.attributes["href"] or "" for link in self.all(f"{selector} a[href]")]

    def marked(self, anchor: str) -> str:
        """Return the words that are lit when a quote is looked at."""
        inside = f'mark[id="{anchor}"], mark.in-{anchor}, mark:has([id="{anchor}"])'
        found = [node for node in self.all("mark") if node.css_matches(inside)]
        return " ".join("".join(node.text() for node in found).split())


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Page:
    from policybrief.cli import main

    folder = tmp_path_factory.mktemp("page")
    assert main(["--project", str(ROOT), "--output", str(folder), "--to", "html", "--engine", "embedded"]) == 0
    return Page(folder)


def _page(
    run: Callable[..., Ran],
    folder: Path,
    findings: Sequence[Mapping[str, Any]],
    sources: Mapping[str, str],
    **more: Any,
) -> Page:
    project = write(folder / "tiny", findings, sources, **more)
    ran = run("--project", project, "--to", "html", "--engine", "embedded")
    assert ran.exit_number == 0, ran.stdout
    return Page(project / "output")


def test_it_is_one_file_that_runs_and_fetches_nothing(sample: Page) -> None:
    assert [one.attributes.get("type") for one in sample.all("script")] == ["application/json"]
    assert not sample.all("link, iframe, object, embed, base, form, [src], [onclick], style ~ style")
    policy = sample.one("meta[http-equiv]").attributes["content"] or ""
    assert policy.startswith("default-src 'none'; script-src 'none';")
    assert "@import" not in sample.text
    style = sample.one("style").text()
    assert not re.search(r"\b(?:animation|scroll-behavior)\s*:|transition: (?!none|all 0s)", style)


def test_every_mark_has_its_note_once(sample: Page) -> None:
    marks = sample.all("a.cite")
    assert len(marks) > 60
    for number, mark in enumerate(marks, 1):
        assert mark.attributes["id"] == f"ref-{number}"
        assert mark.attributes["aria-label"] == f"Note {number}"
        note = sample.one(f"#note-{number}")
        assert mark.attributes["href"] == f"#{note.attributes['id']}"
        ways = [link.attributes["href"] for link in note.css(".leave a")]
        assert ways == [f"#ref-{number}", f"#at-{number}"]
        assert sample.one(f"#at-{number}").text() == ""
    assert len(sample.all("li.note")) == len(marks)


def test_every_quote_can_be_followed_into_its_source(sample: Page) -> None:
    quotes = [(one["id"], piece) for one in sample.record["findings"] for piece in one["evidence"] if piece["stands"]]
    assert len(quotes) > 40
    for name, piece in quotes:
        anchor = f"q-{name}-{piece['number']}"
        words = "".join(part["text"] for part in piece["stands"])
        assert sample.marked(anchor).replace(" ", "") == "".join(words.split()), anchor
        assert f"#{anchor}" in sample.hrefs(f"#evidence-{name}-{piece['number']}")
        source = sample.one(f'[id="text-{piece["source"]}"]')
        assert source.css_first(f'[id="{anchor}"]') is not None
        back = [link.attributes["href"] for link in source.css(".backs a")]
        assert {f"#finding-{name}", f"#evidence-{name}-{piece['number']}"} <= set(back)


def test_a_note_leads_to_the_words_it_rests_on(sample: Page) -> None:
    claim = sample.one("#finding-kibhr-ili-suspended .claim a.cite").attributes["href"]
    assert sample.hrefs(f"{claim} .quoted") == [f"#q-kibhr-ili-suspended-{number}" for number in (1, 2, 3)]
    (line,) = [one for one in sample.all(".lines > li") if one.css_first("#q-kibhr-ili-suspended-1")]
    back = [link.attributes["href"] for link in line.css(".backs a")]
    assert f"#ref-{(claim or '').removeprefix('#note-')}" in back


def test_a_source_leads_to_every_note_that_cites_it(sample: Page) -> None:
    for source in sample.all(".source[id]"):
        key = (source.attributes["id"] or "").removeprefix("source-")
        ways = [link.attributes["href"] for link in source.css(".uses a")]
        citing = [
            f"#ref-{number}"
            for number, note in enumerate(sample.all("li.note"), 1)
            if note.css_first(f'p > a[href="#source-{key}"]')
        ]
        assert ways == [*citing, f"#text-{key}"]
        head = [link.attributes["href"] for link in sample.all(f'[id="text-{key}"] > .small a')]
        resting = [link.attributes["href"] for link in source.css(".findings a")]
        assert head == [f"#source-{key}", *resting, *citing]


def test_words_of_the_viewer_are_not_the_briefs(sample: Page) -> None:
    seen = see_page(sample.text, "x.html")
    assert "Read it in the source" not in seen.text
    assert "Stored texts" not in {heading.text for heading in seen.headings}
    assert not any("Read it" in note for note in seen.notes.values())
    assert "#q-kibhr-ili-suspended-1" in {link.target for link in seen.links}
    assert "q-kibhr-ili-suspended-1" in seen.anchors


def test_what_stands_apart_is_looked_through_for_barriers() -> None:
    apart = '<section data-apart=""><h2>No</h2><a href="#x">y</a><img><a href="#z"></a>words</section>'
    page = f'<meta charset="utf-8"><body>{apart}</body>'
    seen = see_page(page, "x.html")
    assert (seen.text, seen.headings) == ("", [])
    assert [link.target for link in seen.links] == ["#x", "#z"]
    assert seen.barriers == ["a link to `#z` has no words", "an image has no alternative text"]


@pytest.mark.parametrize(
    ("style", "is_hidden"),
    [
        ("font-size: 0", True),
        ("font-size: 0.01em", True),
        ("font-size: 0.9em", False),
        ("color: #FFF", True),
        ("background-color: white", False),
        ("opacity: 0", True),
        ("opacity: 0.5", False),
        (r"display: n\6f ne", True),
        ("text-align: left", False),
    ],
)
def test_words_that_a_style_hides(style: str, *, is_hidden: bool) -> None:
    seen = see_page(f'<body><p style="{style}">words</p></body>', "x.html")
    assert (seen.text == "") is is_hidden


def test_quotes_stand_in_their_surroundings(run: Callable[..., Ran], tmp_path: Path) -> None:
    claim = finding("The office visited three villages.", evidence(quote="The office visited three villages in May."))
    page = _page(run, tmp_path, [claim], {"report": REPORT})
    lines = {line.attributes["value"]: line.css_first("p") for line in page.all(".lines > li[value]")}
    shown = {number: text.text() for number, text in lines.items() if text}
    assert shown == {
        "3": "Nobody had asked before. The office visited three villages in May. It found that wells were dry."
    }
    assert page.one("mark").text() == "The office visited three villages in May."


def test_the_whole_text_where_the_brief_asks_for_it(run: Callable[..., Ran], tmp_path: Path) -> None:
    claim = finding("The office visited three villages.", evidence(quote="The office visited three villages in May."))
    page = _page(run, tmp_path, [claim], {"report": REPORT}, brief={"source_text": "full"})
    lines = page.all(".lines > li[value]")
    assert [line.attributes["value"] for line in lines] == ["1", "3", "4", "6", "7"]
    assert not page.all(".lines .gap")
    excerpt = {"report": {"excerpt": "3-4"}}
    page = _page(run, tmp_path / "2", [claim], {"report": REPORT}, references=excerpt, brief={"source_text": "full"})
    assert [line.attributes["value"] for line in page.all(".lines > li[value]")] == ["3", "4"]


def test_what_is_left_out_is_told(run: Callable[..., Ran], tmp_path: Path) -> None:
    claim = finding(
        "The office visited three villages, and the ink was black.",
        evidence(quote="visited three villages in May"),
        evidence(quote="The ink was black"),
    )
    page = _page(run, tmp_path, [claim], {"report": REPORT})
    assert [line.attributes.get("value") for line in page.all(".lines > li")] == ["3", None, "7"]
    assert page.one('.lines > li[value="7"] > p').text() == "[…]The paper was yellow. The ink was black."


def test_quotes_that_overlap_or_leave_words_out(run: Callable[..., Ran], tmp_path: Path) -> None:
    quotes = {
        "one": "visited three villages in May. It found",
        "two": "three villages in May",
        "three": "Nobody had asked before. [...] It found that wells were dry",
        "four": "visited three villages in May. It found that",
    }
    claims = [finding("It visited three villages.", evidence(quote=quote), id=name) for name, quote in quotes.items()]
    page = _page(
        run,
        tmp_path,
        claims,
        {"report": REPORT},
        brief={"checks": {"severity": {"elision-changes-meaning": "off", "quote-out-of-context": "off"}}},
    )
    assert page.marked("q-one-1") == quotes["one"]
    assert page.marked("q-two-1") == quotes["two"]
    assert page.marked("q-four-1") == quotes["four"]
    assert page.marked("q-three-1") == "Nobody had asked before.It found that wells were dry"
    style = page.one("style").text()
    assert ":root:has(#q-one-1:target) .in-q-one-1 {" in style
    assert "#q-two-1:target" not in style


def test_hostile_words_are_shown_as_they_stand(run: Callable[..., Ran], tmp_path: Path) -> None:
    arabic = "إن الآبار كانت جافة"
    claim = finding(
        "The wells were dry.",
        evidence("hostile", quote="that 'wells' &amp; pumps were dry"),
        evidence("hostile", quote=arabic),
    )
    page = _page(run, tmp_path, [claim], {"hostile": HOSTILE}, brief={"source_text": "full"})
    shown = [line.text() for line in page.all(".lines > li > p")]
    expected = HOSTILE.replace("\x0c", " ").replace("\x07", "\ufffd")
    assert shown == [line for line in expected.split("\n") if line.strip()]
    assert len(page.all("script, img, iframe, main b")) == 1
    assert {line.attributes["dir"] for line in page.all(".lines > li > p")} == {"auto"}
    assert page.marked("q-it-2") == arabic
    assert {quote.attributes["dir"] for quote in page.all("blockquote")} == {"auto"}


def test_the_language_of_a_source_is_told(run: Callable[..., Ran], tmp_path: Path) -> None:
    claim = finding("The wells were dry.", evidence(quote="wells were dry"))
    page = _page(run, tmp_path, [claim], {"report": REPORT}, references={"report": {"langid": "russian"}})
    assert {node.attributes["lang"] for node in page.all(".lines > li > p, blockquote, .text cite")} == {"ru"}


def test_a_source_that_is_cited_and_not_quoted(run: Callable[..., Ran], tmp_path: Path) -> None:
    page = _page(run, tmp_path, [finding("The wells were dry.")], {"report": REPORT})
    assert page.hrefs("#note-1 .quoted") == ["#text-report"]
    assert page.one("#text-report p:last-child").text() == "No words of it are quoted."


def test_citations_in_the_text_are_listed_too(run: Callable[..., Ran], tmp_path: Path) -> None:
    claim = finding("The wells were dry.", evidence(quote="wells were dry"))
    page = _page(run, tmp_path, [claim], {"report": REPORT}, brief={"style": "author-date"})
    assert not page.all(".note, .notes")
    assert page.hrefs("#source-report .uses") == ["#cite-1", "#text-report"]
    assert page.one("#cite-1 > a").attributes["href"] == "#source-report"


def test_the_pdf_has_none_of_it(run: Callable[..., Ran], tmp_path: Path) -> None:
    claim = finding("The wells were dry.", evidence(quote="wells were dry"))
    project = write(tmp_path / "tiny", [claim], {"report": REPORT})
    assert run("--project", project, "--engine", "embedded").exit_number == 0
    document = (project / "output/tiny/tiny.qmd").read_text("utf-8")
    assert "Nobody had asked before" not in document
    assert "::: {.stored-texts}" in document


STOPLESS = "word " * 1000


def test_text_without_sentences_is_cut_at_words() -> None:
    start, end = 2500, 2504
    opens, closes = _opens(STOPLESS, start, 0), _closes(STOPLESS, end, len(STOPLESS))
    assert start - MARGIN <= opens < start
    assert end < closes <= end + MARGIN
    assert STOPLESS[opens:closes].split() == ["word"] * len(STOPLESS[opens:closes].split())
    unbroken = "字" * 5000
    assert (_opens(unbroken, 2500, 0), _closes(unbroken, 2501, 5000)) == (2500 - MARGIN, 2501 + MARGIN)


def test_paragraphs_and_excerpts_end_the_surroundings() -> None:
    text = "A head\n\nFirst words. The quote. Last words\n\nMore"
    start = text.index("The quote")
    assert text[_opens(text, start, 0) : _closes(text, start + 9, len(text))] == "First words. The quote. Last words"
    assert _opens(text, start, start - 3) == start - 3
    assert _closes(text, start + 9, start + 12) == start + 12
