"""Rendered files are read back: what is right passes, and each kind of damage is told."""

from __future__ import annotations

import itertools
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import tiny
from conftest import ROOT
from rendering import RICH, installed_engine, render_brief, water_brief

import policybrief
from policybrief.diagnostics import Severity
from policybrief.engines import compile as typesetter
from policybrief.errors import OutputError
from policybrief.outputs.read_back import check_outputs
from policybrief.outputs.see_docx import see_docx
from policybrief.outputs.see_html import see_page
from policybrief.outputs.see_pdf import see_pdf
from policybrief.pdf_file import Element, Page, open_pdf
from policybrief.request import Request

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from policybrief.outputs.promised import Promised


@dataclass(frozen=True)
class Made:
    """A brief that was rendered."""

    folder: Path
    promised: Promised

    @property
    def page(self) -> str:
        return (self.folder / "brief.html").read_text("utf-8")

    def codes(self, page: str | None = None, pdf: Path | None = None) -> set[str]:
        """Return the codes that are told of a page and a PDF."""
        seen = see_page(page or self.page, "output/x/x.html")
        whole = see_page(self.page, "output/x/x.html")
        book = see_pdf(pdf or self.folder / "brief.pdf", "output/x/x.pdf", whole.sources)
        return {one.code for one in check_outputs(self.promised, [seen, book])}

    def typeset(self, old: str, new: str, folder: Path) -> Path:
        """Return the PDF that comes of the Typst file with something changed in it."""
        shutil.copytree(self.folder, folder)
        text = (folder / "brief.typ").read_text("utf-8")
        changed = re.sub(old, new, text, count=1, flags=re.DOTALL)
        assert changed != text, f"{old!r} is not in the file"
        (folder / "brief.typ").write_text(changed, encoding="utf-8")
        typesetter.main(folder / "brief.typ", folder / "brief.pdf", 1_600_000_000, [])
        return folder / "brief.pdf"


def _make(project: Path, folder: Path) -> Made:
    made = render_brief(project, folder)
    return Made(made.folder, made.promised)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("made")
    return _make(water_brief(folder), folder / "rendered")


@pytest.fixture(scope="module")
def in_text(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("made")
    return _make(water_brief(folder, RICH + "style: author-date\n"), folder / "rendered")


def test_what_was_rendered_keeps_its_promises(made: Made, in_text: Made) -> None:
    assert made.codes() == set()
    assert in_text.codes() == set()


def test_pdfs_are_read_from_several_threads(made: Made) -> None:
    """As briefs are that are built side by side; PDFium itself is not made for it."""
    with ThreadPoolExecutor(4) as pool:
        books = list(pool.map(lambda _: see_pdf(made.folder / "brief.pdf", "book", {}), range(24)))
    assert all(book == books[0] for book in books)


def test_what_is_seen_is_the_same_in_both(made: Made) -> None:
    page = see_page(made.page, "page")
    book = see_pdf(made.folder / "brief.pdf", "book", page.sources)
    assert page.marks == book.marks == ["1", "2", "3", "4", "5"]
    assert page.citings == book.citings
    assert len(page.citings) == 6
    assert page.notes["3"].startswith("Ministry of Water")
    assert page.notes["5"] == book.notes["5"] == "A note of our own."
    assert list(page.sources) == list(book.sources)


NOTE_MARK = r'<a class="cite" id="ref-2".*?</a>'
DAMAGED_PAGES = {
    "a mark is lost": (NOTE_MARK, "", "citation-lost"),
    "a mark leads to another note": (r'(id="ref-2" href="#note-)2', r"\g<1>1", "citation-lost"),
    "a mark is moved": (f"( and families pay for the meters\\.)({NOTE_MARK})", r"\2\1", "citation-lost"),
    "a note is lost": (r'<li class="note" id="note-2">.*?</li>', "", "citation-lost"),
    "a citation names another source": (r'(note-1">.*?href="#source-)ministry2021', r"\1committee", "citation-lost"),
    "a citation came in": (r"</main>", '<p><a href="#source-committee">them</a></p></main>', "citation-added"),
    "a citation came in twice": (r"(<a href=\"#source-committee\">.*?</a>)", r"\1 \1", "citation-added"),
    "a claim is cut": (r"Each family was asked to pay \$20", "Each family was asked to pay", "citation-lost"),
    "a figure is changed": (r"rose by 12 per cent in 2021\.(?=<a)", "rose by 13 per cent in 2021.", "citation-lost"),
    "the summary is cut": (r"Water became dearer", "Water became cheaper", "citation-lost"),
    "a heading is lost": (r'<h2 id="recommendations">.*?</h2>', "", "outputs-disagree"),
    "a section is renamed": (r'(<h2 id="section-1">)Findings', r"\1Results", "outputs-disagree"),
    "a key is bare": (r"(href=\"#source-committee\">)[^<]+", r"\1committee", "citation-unresolved"),
    "a citation is empty": (r"(href=\"#source-committee\">)[^<]+", r"\1", "citation-unresolved"),
    "question marks": (r'(id="note-1">\s*<p>)', r"\1??? ", "citation-unresolved"),
    "a mark of an unknown key": (r"</main>", "<p>(<strong>committee?</strong>)</p></main>", "citation-unresolved"),
    "a source is lost": (r'<div id="source-committee".*?</div>\s*</div>', "", "reference-not-listed"),
    "an entry is emptied": (r'(source-committee".*?part entry">).*?</div>', r"\1</div>", "reference-not-listed"),
    "a link leads nowhere": (r"</main>", '<p><a href="#imprint">Imprint</a></p></main>', "link-broken"),
    "a script in a link": (r"</main>", '<p><a href="javascript:alert(1)">Go</a></p></main>', "link-broken"),
    "a link to a file": (r"</main>", '<p><a href="file:///etc/passwd">Go</a></p></main>', "link-broken"),
    "a relative link": (r"</main>", '<p><a href="other.html">Go</a></p></main>', "link-broken"),
    "a picture from outside": (r"</main>", '<img src="https://example.org/x.png" alt="x"></main>', "link-broken"),
    "a style from outside": (r"</head>", '<link rel="stylesheet" href="x.css"></head>', "link-broken"),
    "a font from outside": (r"</style>", "@font-face {src: url(https://example.org/f.woff)}</style>", "link-broken"),
    "a script from outside": (r"</head>", '<script src="https://example.org/x.js"></script></head>', "link-broken"),
    "a frame": (r"</main>", '<iframe src="https://example.org" title="x"></iframe></main>', "link-broken"),
    "a script": (r"</main>", "<script>document.title = 1</script></main>", "link-broken"),
    "a handler": (r"<main", '<main onclick="go()"', "link-broken"),
    "it leads elsewhere": (r"</head>", '<meta http-equiv="Refresh" content="0; url=//a.org"></head>', "link-broken"),
    "a base": (r"</head>", '<base target="_blank"></head>', "link-broken"),
    "a hidden link": (r"</main>", '<p hidden><a href="javascript:go()">Go</a></p></main>', "link-broken"),
    "a form": (r"</main>", '<form action="https://a.org"></form></main>', "link-broken"),
    "a drawing from outside": (r"</main>", '<svg aria-label="x"><use href="//a.org/x"/></svg></main>', "link-broken"),
    "an import with an escape": (r"</style>", r"@\\69mport 'https://a.org/x.css';</style>", "link-broken"),
    "capitals in a style": (r"</style>", "p {background: URL(https://a.org/x)}</style>", "link-broken"),
    "a sentence came in": (r"</main>", "<p>Nobody paid.</p></main>", "outputs-disagree"),
    "a quote is changed": (r'(<blockquote[^>]*>.*?)per cent', r"\1percentage points", "outputs-disagree"),
    "another confidence": (r"moderate confidence", "high confidence", "outputs-disagree"),
    "claims change places": (
        r"(class=\"claim\">\s*<p>)([^<]*)(.*?class=\"claim\">\s*<p>)([^<]*)", r"\1\4\3\2", "outputs-disagree"
    ),
    "a claim is hidden": (r'<div class="claim">', '<div class="claim" hidden>', "citation-lost"),
    "a claim is struck out": (r"Each family was asked", "<s>Each family was asked</s>", "citation-lost"),
    "a finding lost its anchor": (r'id="finding-prices-up"', "", "link-broken"),
    "a link back to another mark": (r'(note-2">.*?class="back" href="#ref-)2', r"\g<1>1", "link-broken"),
    "no link back": (r'(note-2">.*?)<a class="back".*?</a>', r"\1", "link-broken"),
    "notes count from two": (r'(doc-endnotes".*?)<ol>', r'\1<ol start="2">', "link-broken"),
    "a mark is read aloud as another": (r'(id="ref-2"[^>]*aria-label="Note )2', r"\g<1>3", "link-broken"),
    "contents with other words": (r'(id="toc-methodology">)Method', r"\1Madness", "link-broken"),
    "contents lead elsewhere": (r'href="#methodology" id="toc', r'href="#limitations" id="toc', "link-broken"),
    "a finding by another number": (r'(href="#finding-prices-up"[^>]*>F)1', r"\g<1>2", "link-broken"),
    "a number leads to another finding": (r'href="#finding-prices-up"', 'href="#finding-families-pay"', "link-broken"),
    "evidence of another finding": (r'href="#annex-prices-up"', 'href="#annex-families-pay"', "link-broken"),
    "a card says something else": (r'(class="quoted".*?rose by) 12', r"\1 13", "outputs-disagree"),
    "a card leads to another quote": (r'(class="quoted".*?)#q-prices-up-1', r"\1#q-families-pay-1", "outputs-disagree"),
    "another sentence is marked": (r'(<mark[^>]*id="q-prices-up-1">)[^<]*', r"\1The end of the report", "link-broken"),
    "a picture is read aloud as another": (r"(<desc [^>]*>)[^<]*", r"\1A cat.", "not-accessible"),
    "a judgement without its mark": (r'<span class="our-view".*?</span>', "", "outputs-disagree"),
    "another reason": (
        r'(class="part because">.*?finding-)families-pay(">F)2', r"\1prices-up\g<2>1", "outputs-disagree"
    ),
    "words of a style sheet": (r"</style>", ".claim p::after { content: 'not' }</style>", "outputs-disagree"),
    "a question": (r"Each family was asked([^<]*)\.", r"Each family was asked\1?", "outputs-disagree"),
    "a style sheet that hides": (r"</style>", ".claim { display: none }</style>", "outputs-disagree"),
    "a claim is white": (r'<div class="claim">', '<div class="claim" style="color: white">', "citation-lost"),
    "a claim is not read aloud": (r'<div class="claim">', '<div class="claim" aria-hidden="true">', "citation-lost"),
    "no encoding": (r'<meta charset="utf-8"[^>]*>', "", "not-accessible"),
    "no language": (r'<html lang="en"', "<html", "not-accessible"),
    "another language": (r'<html lang="en"', '<html lang="fr"', "not-accessible"),
    "no title": (r"<title>.*?</title>", "", "not-accessible"),
    "a picture without words": (r"</main>", '<img src="data:image/gif;base64,"></main>', "not-accessible"),
    "a table without a head": (r"<thead>.*?</thead>", "", "not-accessible"),
    "a level is skipped": (r"</main>", "<h6>Small print</h6></main>", "not-accessible"),
    "an id stands twice": (r"</main>", '<p id="summary"></p></main>', "not-accessible"),
    "a link without words": (r"</main>", '<p><a href="#main"></a></p></main>', "not-accessible"),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGED_PAGES)
def test_a_damaged_page_is_told(name: str, made: Made) -> None:
    old, new, code = DAMAGED_PAGES[name]
    damaged = re.sub(old, new, made.page, count=1, flags=re.DOTALL)
    assert damaged != made.page
    assert code in made.codes(page=damaged)


CLAIM = r"#let claim\(body\) = body"
DAMAGED_TYPST = {
    "a mark is moved": (r"( was asked [^\n]*?free\.)(#footnote[^\n]*)", r"\2\1", "citation-lost"),
    "a note is lost": (r"#footnote\[#link\(label\(\"source-committee\"\)\).*?\](?=\n)", "", "citation-lost"),
    "another source is cited": (r"(#footnote.#link.label..source-)ministry2021", r"\1committee", "citation-lost"),
    "a citation came in": (r"(#finding\()", '#link(label("source-committee"))[them]\n\n\\1', "citation-added"),
    "a claim is changed": (r"Each family was asked", "Each family was told", "citation-lost"),
    "a heading is lost": (r"\n= Method\n", "\n", "outputs-disagree"),
    "a section is renamed": (r"\n= Findings\n", "\n= Results\n", "outputs-disagree"),
    "a note says something else": (r"A note of our own\.", "A note of theirs.", "outputs-disagree"),
    "a sentence came in": (r"\n= Method\n", "\nNobody paid.\n\n= Method\n", "outputs-disagree"),
    "another confidence": (r"moderate confidence", "high confidence", "outputs-disagree"),
    "a quote is changed": (r"(quote: \[.*?)per cent", r"\1percentage points", "outputs-disagree"),
    "a source is emptied": (r"(entry: \[\n)Residents.*?(?=\n\])", r"\1", "reference-not-listed"),
    "a number leads to another finding": (
        r'label\("finding-prices-up"\)\)\[F1', 'label("finding-families-pay"))[F1', "link-broken"
    ),
    "a picture is read aloud as another": (r'alt: read\(name \+ "\.txt"\)', 'alt: "A cat."', "not-accessible"),
    "a claim off the page": (CLAIM, "#let claim(body) = move(dx: 1000pt, body)", "citation-lost"),
    "a claim too small": (CLAIM, "#let claim(body) = text(size: 0.1pt, body)", "citation-lost"),
    "a claim printed over itself": (CLAIM, "#let claim(body) = { place(dx: 9pt, body); body }", "outputs-disagree"),
    "a claim in white": (CLAIM, "#let claim(body) = text(fill: white, body)", "outputs-disagree"),
    "a judgement without its mark": (r'italic"\)\[our view\]', 'italic")[]', "outputs-disagree"),
    "another reason": (
        r'(because #finding-words\(label\("finding-)families-pay"\)\)\[F2', r'\1prices-up"))[F1', "outputs-disagree"
    ),
    "question marks": (r"(#footnote\[)", r"\1??? ", "citation-unresolved"),
    "a link with a scheme of its own": (r"https://example\.org/method", "javascript:alert(1)", "link-broken"),
    "another language": (r'lang: "en"\.split', 'lang: "fr".split', "not-accessible"),
    "another title": (r'#set document\(title: "[^"]+"', '#set document(title: "Untitled"', "not-accessible"),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGED_TYPST)
def test_a_damaged_pdf_is_told(name: str, made: Made, tmp_path: Path) -> None:
    old, new, code = DAMAGED_TYPST[name]
    assert code in made.codes(pdf=made.typeset(old, new, tmp_path / "damaged"))


def test_figures_keep_their_points(tmp_path: Path) -> None:
    sentence = "It rose by 1.2 per cent to 1,200 in 2021. 5 left; 12 stayed."
    project = tiny.write(tmp_path / "tiny", [tiny.finding(sentence, tiny.evidence("s", sentence))], {"s": sentence})
    made = _make(project, tmp_path / "rendered")
    assert made.codes() == set()
    assert made.codes(page=made.page.replace("by 1.2 per", "by 12 per", 1)) == {"outputs-disagree"}
    assert made.codes(page=made.page.replace("1,200", "1.200", 1)) == {"outputs-disagree"}
    assert made.codes(pdf=made.typeset(r"by 1\.2 per", "by 12 per", tmp_path / "damaged")) == {"outputs-disagree"}


def test_in_text_citations_are_compared_too(in_text: Made) -> None:
    lost = re.sub(r'<a href="#source-committee">.*?</a>', "", in_text.page, count=1)
    assert {"citation-lost", "outputs-disagree"} <= in_text.codes(page=lost)
    renamed = re.sub(r'(<a href="#source-committee">).*?</a>', r"\1Anonymous</a>", in_text.page, count=1)
    assert "outputs-disagree" in in_text.codes(page=renamed)


def test_a_file_that_is_no_pdf(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_text("no PDF")
    with pytest.raises(OutputError, match=r"x\.pdf can't be read as a PDF"):
        see_pdf(tmp_path / "x.pdf", "x.pdf", {})


def test_a_pdf_without_tags(tmp_path: Path) -> None:
    import typst

    (tmp_path / "x.typ").write_text("Hello", encoding="utf-8")
    typst.compile(tmp_path / "x.typ", output=tmp_path / "x.pdf", pdf_tags=False)
    barriers = see_pdf(tmp_path / "x.pdf", "x.pdf", {}).barriers
    assert "it is not tagged" in barriers
    assert "it does not say that it is PDF/UA-1" in barriers


def test_words_that_reach_into_another_link(tmp_path: Path) -> None:
    """As does a long address in a narrow cell; the narrower area is that of the words."""
    import typst

    text = """#set document(title: "T")
    #place(link("https://example.org")[#box(width: 200pt)[A long address]])
    #place(dx: 100pt, link(<here>)[1])
    #v(300pt)
    #metadata(none)<here> The entry."""
    (tmp_path / "x.typ").write_text(text, encoding="utf-8")
    typst.compile(tmp_path / "x.typ", output=tmp_path / "x.pdf")
    seen = see_pdf(tmp_path / "x.pdf", "x.pdf", {"a": "The entry."})
    assert [(one.key, one.text) for one in seen.citings] == [("a", "1")]
    assert "A long address" in seen.text


def test_the_sample_reads_back(tmp_path: Path) -> None:
    sample = _make(ROOT, tmp_path / "sample")
    assert sample.codes() == set()
    assert len(sample.promised.citations) == 134
    for old, new in ((r"\[#it\.body\(\)", "[No #it.body()"), (r"lining\(it\.page\(\)\)", 'lining("77")')):
        assert sample.codes(pdf=sample.typeset(old, new, tmp_path / new[-4:-2])) == {"link-broken"}


@pytest.mark.parametrize(
    ("style", "body"),
    [("notes", "Body of the report"), ("author-date", "The International Consortium of Observers of Public Services")],
)
def test_a_link_that_a_page_turns_within_is_one(tmp_path: Path, style: str, body: str) -> None:
    sentence = "They came to the village in spring."
    cited = f"They came [{'; '.join(f'@s, p. {number}' for number in range(260))}]."
    claim = tiny.finding(sentence, tiny.evidence("s", sentence))
    references = {"s": {"author": f"{{{body}}}"}}
    brief = {"summary": cited, "style": style}
    project = tiny.write(tmp_path / "tiny", [claim], {"s": sentence}, references=references, brief=brief)
    made = _make(project, tmp_path / "rendered")
    assert made.codes() == set()
    with open_pdf(made.folder / "brief.pdf", "book") as book:
        links = [link for page in book.pages() for root in page.roots for link in _links(page, root)]
    cut = [link for link in links if link.startswith(body[:3]) and not re.search(r"2021$|\(n\.\s1\)$", link)]
    assert cut, "no page turns within a link"


ROWS = "".join(f"| [row {number}]{{.about}} | [it]{{.about}} |\n" for number in range(80))
VILLAGES = [f"village {first}{second}" for first in "abcdefg" for second in "abcdefghij"]
LONG = " ".join(f"The office should publish what it saw in {village} and whom it asked." for village in VILLAGES)
LIST = "\n".join(f"- [What it saw in {village}.]{{.about}}" for village in VILLAGES)
SOUND = {
    "a citation in a judgement": {
        "summary": "[We follow them [@a; @b], and see why [@it].]{.opinion} [So does [@c].]{.about}"
    },
    "a judgement within a paragraph": {
        "summary": "[It is so.]{.about} [We do not like it.]{.opinion} [That is all.]{.about}"
    },
    "judgements in one note": {"summary": "[So it is.]{.about}^[[Both may err.]{.opinion} [We think so.]{.opinion}]"},
    "links in the head of a long table": {
        "summary": f"| [What is counted [@a]]{{.about}} | [How <https://a.org>]{{.about}} |\n|---|---|\n{ROWS}"
    },
    "a recommendation longer than a page": {
        "recommendations": [{"to": "The office", "text": f"{LONG}\n\n{LIST}", "because": ["it"], "indicator": LONG}]
    },
    "a key message longer than a page": {"key_messages": [f"[{LONG}]{{.opinion}}\n\n{LIST}"]},
    "three sources with numbers in a row": {"summary": "They came [@a; @b; @c].", "style": "numeric"},
    "entries that read the same": {"summary": "They came [@a]. They came [@c]."},
    "a citation beside words from right to left": {
        "summary": "قالت الوزارة إن الأسعار ارتفعت [@a]. إن الأسعار [@b]. They came قالت [@c].",
        "style": "author-date",
    },
    "a small figure beside words from right to left": {
        "summary": "[The x² قالت الوزارة إن الأسعار ارتفعت although none.]{.about}"
    },
    "a sign beside words from right to left": {
        "summary": "They came [@a].",
        "sections": [{"title": "الأسر \\<tag> never", "findings": ["it"]}],
    },
    "a ligature in a heading": {
        "summary": "They came [@a].",
        "sections": [{"title": "The \ufb01ne", "findings": ["it"]}],
    },
}


@pytest.mark.parametrize("name", ["embedded", "quarto"])
@pytest.mark.parametrize("brief", SOUND.values(), ids=SOUND)
def test_what_is_sound_is_built(tmp_path: Path, brief: dict[str, object], name: str) -> None:
    engine = installed_engine(name)
    sentence = "They came to the village in spring."
    sources = dict.fromkeys(("a", "b", "c"), sentence)
    references = {key: {"title": "A title", "author": "{A body}"} for key in sources}
    project = tiny.write(
        tmp_path / "tiny",
        [tiny.finding(sentence, tiny.evidence("a", sentence))],
        sources,
        references=references,
        brief=brief,
    )
    report = policybrief.build(
        Request(project=project, output=tmp_path / "output", formats=("pdf", "html", "docx"), engine=engine.name)
    )
    assert [one for one in report.diagnostics if one.severity is Severity.ERROR] == []
    assert report.failures == ()


def test_what_is_longer_than_a_page_goes_on_overleaf(tmp_path: Path) -> None:
    long = "\n\n".join([LONG] * 2)
    claim = f"They came to the village in spring.\n\n{LIST}"
    whole = tiny.finding(claim, tiny.evidence("a", LONG, translation=LONG, note=long), contested=long, note=long)
    made = _make(tiny.write(tmp_path / "tiny", [whole], {"a": LONG}), tmp_path / "rendered")
    assert made.codes() == set()


def test_long_words_stay_in_narrow_columns(tmp_path: Path) -> None:
    row = "|" + " [administration]{.about} |" * 9
    rule = "|" + "---|" * 9
    sentence = "They came to the village in spring."
    findings = [tiny.finding(sentence, tiny.evidence("a", sentence))]
    project = tiny.write(tmp_path / "tiny", findings, {"a": sentence}, brief={"summary": f"{row}\n{rule}\n{row}"})
    made = _make(project, tmp_path / "made")
    with pypdfium2.PdfDocument(made.folder / "brief.pdf") as book:
        boxes = [thing.get_bounds() for thing in book[0].get_objects([pdfium.FPDF_PAGEOBJ_TEXT])]
    lines: dict[int, list[tuple[float, float]]] = {}
    for left, bottom, right, _ in boxes:
        lines.setdefault(round(bottom), []).append((left, right))
    pairs = [pair for line in lines.values() for pair in itertools.pairwise(sorted(line))]
    assert all(right <= left + 1 for (_, right), (left, _) in pairs)
    assert max(map(len, lines.values())) >= 9


ROW = "|" + " [administration]{.about} |" * 20
CROWDED = {
    "runs off its page": f"| [What]{{.about}} |\n|---|\n| [{LONG} {LONG}]{{.about}} |",
    "is printed over other words": f"{ROW}\n|{'---|' * 20}\n{ROW}",
}


@pytest.mark.parametrize("what", CROWDED)
def test_a_table_without_room_is_told(tmp_path: Path, what: str) -> None:
    sentence = "They came to the village in spring."
    findings = [tiny.finding(sentence, tiny.evidence("a", sentence))]
    made = _make(
        tiny.write(tmp_path / "tiny", findings, {"a": sentence}, brief={"summary": CROWDED[what]}), tmp_path / "made"
    )
    page = see_page(made.page, "page")
    told = check_outputs(made.promised, [page, see_pdf(made.folder / "brief.pdf", "book", page.sources)])
    (fault,) = (one for one in told if what in one.message)
    assert re.search(r" on page [13] ", fault.message)
    assert [note.position.path for note in fault.notes if note.position] == ["briefs/tiny/brief.yml"]


def _links(page: Page, element: Element) -> Iterator[str]:
    for child in element.children():
        if not isinstance(child, int):
            if child.kind == "Link":
                yield "".join(text.words for text in page.below(child))
            yield from _links(page, child)


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_a_judgement_in_a_note(tmp_path: Path, form: str) -> None:
    fields = (
        "methodology: |\n  [Both may err.]{.opinion}[^1]\n\n  [^1]: [A note of ours.]{.opinion} See <https://a.org>.\n"
    )
    made = render_brief(water_brief(tmp_path, fields), tmp_path / "rendered", formats=("html", form))
    page = see_page(made.files["html"].read_text("utf-8"), "page")
    if form == "pdf":
        book = see_pdf(made.files[form], "book", page.sources)
    else:
        book = see_docx(made.files[form], "book", page.anchors)
    assert check_outputs(made.promised, [page, book]) == []
    assert page.notes[page.marks[-1]].startswith("our view A note of ours.")
