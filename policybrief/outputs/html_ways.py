"""Links within a page beside what they lead to: contents, notes, and quotes that can be read in their source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policybrief.outputs.seen import Link, letters

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from selectolax.lexbor import LexborHTMLParser, LexborNode

IN_TEXT = "#q-"
"""How the address of a quote in its stored source begins."""


def strays(page: LexborHTMLParser, by_id: Mapping[str, LexborNode]) -> Iterator[str]:
    """Yield what is to be said of each link of the contents and between marks and notes that leads elsewhere."""
    for link in page.css("nav a[href^='#']"):
        heading = by_id.get((link.attributes["href"] or "")[1:])
        if heading is not None and (heading.tag or "")[:1] == "h" and letters(heading.text()) != letters(link.text()):
            yield f"“{_words(link)}” in the contents leads to “{_words(heading)}”"
    numbers = dict(_numbers(page))
    for mark in page.css("a[role~='doc-noteref'][href^='#']"):
        number, name = _words(mark), (mark.attributes["href"] or "")[1:]
        note = by_id.get(name)
        if note is None:
            continue
        if number.isdecimal() and numbers.get(name, number) != number:
            yield f"note {number} is numbered {numbers[name]}"
        if number not in (mark.attributes.get("aria-label") or number):
            yield f"the mark of note {number} is read aloud as “{mark.attributes['aria-label']}”"
        back = note.css_first("a[role~='doc-backlink']")
        if back is None:
            yield f"no link leads back from note {number}"
        elif back.attributes.get("href") != f"#{mark.attributes.get('id')}":
            yield f"the link back from note {number} leads to `{back.attributes.get('href')}`"


def quotes(page: LexborHTMLParser) -> Iterator[Link]:
    """Yield each quote with the address of its place in the stored source, to which a link below it leads."""
    for link in page.css(f".to-text a[href^='{IN_TEXT}']"):
        before = link.parent.prev if link.parent else None
        while before is not None and before.tag != "blockquote" and "to-text" not in _classes(before):
            before = before.prev
        if before is not None and before.tag == "blockquote":
            yield Link(link.attributes["href"] or "", _words(before))


def marked(page: LexborHTMLParser) -> Iterator[Link]:
    """Yield what is marked in the stored sources, with its address."""
    for mark in page.css(f"mark[id^='{IN_TEXT[1:]}']"):
        yield Link(f"#{mark.attributes['id']}", _words(mark))


def _numbers(page: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """Yield the id of each item in the list of notes, and the number that a browser shows before it."""
    for notes in page.css("[role~='doc-endnotes'] > ol"):
        number = _integer(notes.attributes.get("start"), 1)
        for item in notes.css("li[id]"):
            number = _integer(item.attributes.get("value"), number)
            yield item.attributes["id"] or "", str(number)
            number += 1


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() else otherwise


def _classes(node: LexborNode) -> list[str]:
    return (node.attributes.get("class") or "").split()


def _words(node: LexborNode) -> str:
    return " ".join(node.text(separator="").split())
