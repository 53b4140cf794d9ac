"""Briefs whose every field holds hostile text, and what of it is to be seen in the files made of them."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conftest import scalar
from selectolax.lexbor import LexborHTMLParser
from tiny import evidence, finding, write

from policybrief.markup import Words, walk
from policybrief.pdf_file import open_pdf
from policybrief.reading.markdown import read_markdown

if TYPE_CHECKING:
    from collections.abc import Sequence


_FOLDER = Path(__file__).resolve().parent / "hostile"
STRINGS: tuple[str, ...] = tuple(
    string for group in json.loads((_FOLDER / "strings.json").read_text("utf-8")).values() for string in group
)

_SPACE = re.compile(r"[\t\n\v\f\r \x85\u2028\u2029]+")
_QUOTES = str.maketrans(dict.fromkeys('‘’‚‹›"“”„«»', "'"))
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "li",
        "tr",
        "td",
        "th",
        "br",
        "section",
        "article",
        "blockquote",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "nav",
        "main",
        "ol",
        "ul",
        "table",
        "a",
    ]
)
_UNSEEN = re.compile(r"[\s\x02\u00ad\u0300-\u036f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\u2010-]+")


def typed(text: str) -> str:
    """Return a text as it is to be seen: on one line, with straight quotation marks."""
    return _SPACE.sub(" ", text).strip().translate(_QUOTES)


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs that a Markdown field with this text shows, without its notes."""
    markdown, _ = read_markdown(scalar(text))
    shown = (
        typed("".join(one.text for one in walk(p.children) if isinstance(one, Words))) for p in markdown.paragraphs()
    )
    return [one for one in shown if one]


def escaped(text: str) -> str:
    """Return a text as a Markdown field takes it literally: a backslash before each mark, on one line."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", typed(text))


def body_brief(folder: Path, strings: Sequence[str]) -> Path:
    """Write a brief with each string in the fields that occur often; a word after it tells which it is."""
    words = [_SPACE.sub(" ", text) for text in strings]
    sources = {f"s{n}": f"{text} zq{n}quote\n" for n, text in enumerate(words)}
    findings = [
        finding(
            f"{text}\n\nzq{n}claim",
            evidence(
                f"s{n}", f"{words[n]} zq{n}quote", at=f"{text} zq{n}at", via=f"{text} zq{n}via",
                translation=f"{text} zq{n}translation", note=f"{text}\n\nzq{n}evidence", stance="contradicts",
            ),
            id=f"f{n}",
            contested=f"{text}\n\nzq{n}contested",
            note=f"{escaped(text)} zq{n}escaped",
            label=text[:40],
            derived=[{"value": f"{text} zq{n}value", "how": f"{text} zq{n}how"}],
        )
        for n, text in enumerate(strings)
    ]  # fmt: skip
    recommendations = [
        {"to": f"{text} zq{n}to", "text": f"{text}\n\nzq{n}text", "because": f"f{n}", "by": f"{text} zq{n}by",
         "priority": f"{text} zq{n}priority", "indicator": f"{text} zq{n}indicator"}
        for n, text in enumerate(strings)
    ]  # fmt: skip
    sections = [
        {"title": f"{text} zq{n}title", "text": f"{text}\n\nzq{n}section", "findings": [f"f{n}"]}
        for n, text in enumerate(strings)
    ]
    brief = {
        "sections": sections,
        "recommendations": recommendations,
        "key_messages": [f"{text}\n\nzq{n}message" for n, text in enumerate(strings)],
    }
    return write(folder, findings, sources, brief=brief)


MARKDOWN = ("claim", "evidence", "contested", "text", "section", "message")
PLAIN = ("quote", "at", "via", "translation", "escaped", "how", "to", "by", "priority", "indicator", "title")
HEAD = ("title", "subtitle", "series", "number", "publisher", "contact", "licence", "funding", "disclaimer",
        "acknowledgements")  # fmt: skip


def head_brief(folder: Path, strings: Sequence[str]) -> Path:
    """Write a brief with all strings in each field that occurs once."""

    def line(name: str) -> str:
        return " ".join(f"{text} zq{n}{name}" for n, text in enumerate(strings))

    brief: dict[str, Any] = {name: line(name) for name in HEAD}
    brief["authors"] = [
        {"name": f"{text} zq{n}name", "affiliation": f"{text} zq{n}unit"} for n, text in enumerate(strings)
    ]
    brief["keywords"] = [f"{text} zq{n}keyword" for n, text in enumerate(strings)]
    for name in ("summary", "methodology", "limitations"):
        brief[name] = "\n\n".join(f"{text}\n\nzq{n}{name}" for n, text in enumerate(strings))
    return write(folder, [finding("A claim.", evidence("s"))], {"s": "A source."}, brief=brief)


def lines_of(page: Path) -> list[str]:
    """Return the text of a page, a line for each block."""
    parts: list[str] = []
    body = LexborHTMLParser(page.read_text("utf-8")).body
    assert body is not None
    todo: list[Any] = [body]
    while todo:
        node = todo.pop()
        if isinstance(node, str):
            parts.append(node)
        elif node.tag == "-text":
            parts.append(_SPACE.sub(" ", node.text_content or ""))
        elif node.tag not in ("script", "style"):
            ends = "\n" if node.tag in _BLOCKS else ""
            todo += [ends, *reversed(list(node.iter(include_text=True))), ends]
    return [typed(line) for line in "".join(parts).split("\n") if line.strip(" ")]


def squeezed(text: str) -> str:
    """Return a text without what setting it in lines changes."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKD", text).translate(_QUOTES))


def text_of(book: Path) -> str:
    """Return the squeezed text of a PDF, in the order of its pages."""
    with open_pdf(book, book.name) as file:
        words = [t.words for page in file.pages() for number, ts in page.texts.items() if number >= 0 for t in ts]
    return squeezed("".join(words))


def entries_brief(folder: Path, strings: Sequence[str]) -> tuple[Path, list[int]]:
    """Write a brief that cites an entry for each string that an entry can hold; return the numbers of these, too."""
    numbers = [n for n, text in enumerate(strings) if _is_balanced(text)]
    fields = {
        f"s{n}": {
            "title": f"{strings[n]} zq{n}title",
            "author": f"{{{strings[n]} zq{n}author}}",
            "publisher": f"{strings[n]} zq{n}publisher",
            "note": f"{strings[n]} zq{n}note",
            "url": f"https://example.org/{strings[n]}",
            "archiveurl": f"https://example.org/{strings[n]}",
            "keywords": f"primary, {strings[n]}",
        }
        for n in numbers
    }
    findings = [finding(f"Claim {n}.", evidence(f"s{n}"), id=f"f{n}") for n in numbers]
    sources = {f"s{n}": f"Source {n}." for n in numbers}
    return write(folder, findings, sources, references=fields, brief={"style": "notes"}), numbers


def _is_balanced(text: str) -> bool:
    depth = 0
    for char in text.replace("\\{", "").replace("\\}", ""):
        depth += (char == "{") - (char == "}")
        if depth < 0:
            return False
    return depth == 0 and not text.endswith("\\")
