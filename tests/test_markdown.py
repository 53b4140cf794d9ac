"""The Markdown of authors: what means something, what prints as typed, and where each word stood."""

from __future__ import annotations

import time

import pytest
from conftest import scalar
from hypothesis import given
from hypothesis import strategies as st

from policybrief.markup import (
    Block,
    Citation,
    Emphasis,
    Footnote,
    Inline,
    Link,
    ListBlock,
    Paragraph,
    Table,
    Voiced,
    Words,
    plain,
    walk,
)
from policybrief.reading.markdown import read_markdown


def _blocks(text: str) -> tuple[Block, ...]:
    return read_markdown(scalar(text))[0].blocks


def _inlines(text: str) -> tuple[Inline, ...]:
    (block,) = _blocks(text)
    assert isinstance(block, Paragraph)
    return block.children


def _shape(node: Inline) -> object:
    """Return a node without its places, for comparison."""
    match node:
        case Words():
            return node.text
        case Emphasis():
            return ("strong" if node.strong else "emph", *map(_shape, node.children))
        case Link():
            return ("link", node.url, *map(_shape, node.children))
        case Voiced():
            return (node.voice, *map(_shape, node.children))
        case Citation():
            return ("cite", *((item.prefix, item.key, item.suffix, item.author_suppressed) for item in node.items))
        case Footnote():
            return ("note", len(node.blocks))
    return "|"


def _shapes(text: str) -> list[object]:
    """Return the nodes of a paragraph, text that follows text joined."""
    joined: list[object] = []
    for shape in map(_shape, _inlines(text)):
        if isinstance(shape, str) and joined and isinstance(joined[-1], str):
            joined[-1] += shape
        else:
            joined.append(shape)
    return joined


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a *b* c", ["a ", ("emph", "b"), " c"]),
        ("**a _b_**", [("strong", "a ", ("emph", "b"))]),
        ("***a***", [("emph", ("strong", "a"))]),
        ("**a*b**", [("strong", "a", "*", "b")]),
        ("snake_case_word 2 * 3 * 4", ["snake_case_word 2 * 3 * 4"]),
        (r"\*a\* \@b \[c\]", ["*a* @b [c]"]),
        ("[x](https://a.b/c(d))", [("link", "https://a.b/c(d)", "x")]),
        ("<https://a.b>", [("link", "https://a.b", "https://a.b")]),
        ("[@a]", [("cite", ("", "a", "", False))]),
        (
            "[see also @a, para. 4; -@b p. 3]",
            [("cite", ("see also", "a", "para. 4", False), ("", "b", "p. 3", True))],
        ),
        ("[@doe:2020_a.b]", [("cite", ("", "doe:2020_a.b", "", False))]),
        ("[We judge.]{.opinion}", [("opinion", "We judge.")]),
        ("[t]he [authorities]", ["[t]he [authorities]"]),
        ("a@b.org and @word", ["a@b.org and @word"]),
        ("a^[a note]", ["a", ("note", 1)]),
        ("line\\\nbreak", ["line|break"]),
        ("two\nlines", ["two lines"]),
    ],
)
def test_what_means_something(text: str, expected: list[object]) -> None:
    assert _shapes(text) == expected
    assert read_markdown(scalar(text))[1] == []


@pytest.mark.parametrize(
    "text",
    [
        "# heading",
        "> quote",
        "`code` and ```fence```",
        "{{< env HOME >}}",
        "<script>alert(1)</script>",
        "$x$ ~a~ ^b^ ==c==",
        "![image](x.png)",
        "::: {.x}",
        "--- and ...",
        "&amp; &nbsp;",
        "*",
        "[",
        "]",
        "**not closed",
    ],
)
def test_everything_else_prints_as_typed(text: str) -> None:
    assert plain(_inlines(text)) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[@a is never closed", "never closed"),
        ("[x](javascript:alert(1))", "not an address that a brief can link to"),
        ("[x](file:///etc/passwd)", "not an address"),
        ("[a]{.opinon}", "`{.opinon}` is not known"),
        ("[@a; b]", "`b` in a citation names no key"),
        ("a[^1]", "the footnote `1` is nowhere"),
        ("a\n\n[^1]: b", "nothing refers to the footnote `1`"),
        ("a[^1]\n\n[^1]: b\n\n[^1]: c", "the footnote `1` is defined twice"),
        ("| a |\n|---|\n| b | c |", "has 2 cells, its head has 1"),
        ("[@a, @b]", "`@b` stands in the words behind `@a`"),
        ("[@ a]", "`@` and its key are apart"),
        ("[a]{opinion}", "`{opinion}` would print as typed"),
        ("[a] {.opinion}", "`{.opinion}` stands apart from its words, and would print as typed"),
        ("[a]\n{.about}", "`{.about}` stands apart from its words, and would print as typed"),
        ("a^[b^[c]]", "a footnote stands in a footnote"),
        ("a[^1]\n\n[^1]: b[^2]\n\n[^2]: c", "a footnote stands in a footnote"),
        ("[a^[b]](https://c.d)", "a footnote stands in the words of a link"),
        ("[a [b](https://c.d)](https://e.f)", "a link stands in the words of a link"),
        ("[](https://c.d)", "this link has no words"),
        ("a^[]", "this footnote is empty"),
    ],
)
def test_what_nobody_meant_is_told(text: str, words: str) -> None:
    assert words in " ".join(complaint.message for complaint in read_markdown(scalar(text))[1])


def test_lists() -> None:
    lead, bullets, numbered = _blocks("They do:\n- one\n  more\n- two\n  - inner\n\n3. x\n4. y")
    assert isinstance(lead, Paragraph)
    assert isinstance(bullets, ListBlock)
    assert isinstance(numbered, ListBlock)
    assert (bullets.start, numbered.start) == (None, 3)
    first, second = bullets.items
    assert isinstance(first[0], Paragraph)
    assert plain(first[0].children) == "one more"
    assert isinstance(second[1], ListBlock)


@pytest.mark.parametrize("text", ["- A\n    - B\n    - C", "- A\n    1. B\n    2. C", "1. A\n   - B\n   - C"])
def test_lists_in_lists_however_they_are_indented(text: str) -> None:
    (outer,) = _blocks(text)
    assert isinstance(outer, ListBlock)
    assert len(outer.items) == 1
    _, inner = outer.items[0]
    assert isinstance(inner, ListBlock)
    assert len(inner.items) == 2


def test_table_and_footnote() -> None:
    table, paragraph = _blocks("| a | b |\n|:-:|--:|\n| 1 \\| 2 | *x* |\n\nword[^n]\n\n[^n]: a note\n  goes on")
    assert isinstance(table, Table)
    assert table.alignments == ("center", "right")
    assert plain(table.rows[0][0].children) == "1 | 2"
    assert isinstance(paragraph, Paragraph)
    note = paragraph.children[-1]
    assert isinstance(note, Footnote)
    assert isinstance(note.blocks[0], Paragraph)
    assert plain(note.blocks[0].children) == "a note goes on"


@pytest.mark.parametrize(
    "text",
    [
        "[" * 9000 + "]" * 9000,
        "*a _b " * 5000,
        "*a" * 9000,
        "- " * 9000,
        "> " * 9000,
        "[^" * 20_000,
        "- a" + "\n" * 20_000 + "  b",
        "a |\n|-" + " " * 20_000 + "b",
    ],
)
def test_hostile_text_is_read_at_once(text: str) -> None:
    started = time.perf_counter()
    _blocks(text)
    assert time.perf_counter() - started < 3


def test_notes_of_notes_do_not_multiply() -> None:
    started = time.perf_counter()
    notes = "\n\n".join(f"[^{n}]: [^{n - 1}][^{n - 1}]" for n in range(2, 41))
    markdown, _ = read_markdown(scalar(f"a[^40]\n\n[^1]: a\n\n{notes}"))
    assert len(list(markdown.paragraphs())) < 100
    assert time.perf_counter() - started < 3


@given(st.text(alphabet="ab *_[]()@;{}.^|-1\n\\<>:!", max_size=80))
def test_no_word_is_lost_and_each_knows_its_place(text: str) -> None:
    source = scalar(text)
    markdown, _ = read_markdown(source)
    seen = set()
    for paragraph in markdown.paragraphs():
        for node in walk(paragraph.children):
            if isinstance(node, Words) and not node.text.isspace():
                assert text[node.at : node.at + len(node.text)].replace("\t", " ") == node.text
                seen |= set(range(node.at, node.at + len(node.text)))
            elif isinstance(node, Citation):
                seen |= set(range(node.at, node.end))
    missed = {char for index, char in enumerate(text) if index not in seen}
    has_footnote = "[^" in text or "](" in text or "{." in text or "<" in text
    assert has_footnote or not missed & set("ab")
