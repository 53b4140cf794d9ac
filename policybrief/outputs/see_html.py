"""A rendered page, read back as a browser reads it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from policybrief.outputs.html_ways import marked, quotes, strays
from policybrief.outputs.see_styles import fetched_by_style, hides, veils
from policybrief.outputs.seen import BREAK, FINDING, SOURCE, Citing, Heading, Link, Seen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from selectolax.lexbor import LexborNode

HEADINGS = {f"h{level}": level for level in range(1, 7)}
SILENT = frozenset({"head", "script", "style", "template", "noscript", "-comment"})
APART = "data-apart"
"""Marks what a page says besides the brief: stored texts and what leads there. Its words are not the brief's."""
OUR_VIEW = "our-view"
"""The class of what marks a judgement. In a note, every format has the words of the mark among those of the note."""
FETCHING = {"src", "srcset", "poster", "data", "background"}
FETCHED_BY_HREF, HREF = frozenset({"link", "image", "use", "feimage", "base"}), frozenset({"href", "xlink:href"})
WITH_ADDRESS = "[src], [srcset], [poster], object[data], [background], link, image, use, feImage, base[href]"
"""What may fetch something."""
ACTIVE = {
    "script:not([type='application/json'])": "it holds a script",
    "meta[http-equiv='refresh' i]": "it leads elsewhere by itself",
    "form": "it holds a form",
    "iframe, embed, object": "it holds another file",
    "base": "it leads its links elsewhere",
}
"""What a page does that is not a document alone."""
STRUCK = frozenset({"s", "del", "strike"})
_HANDLER = re.compile(r"<[^>]*\son\w+\s*=", re.IGNORECASE)
BREAKING = frozenset(
    {
        *("p", "div", "li", "tr", "td", "th", "br", "section", "article", "blockquote", "dt", "dd", "figcaption"),
        *("figure", "details", "summary", "caption", "header", "main", "aside", *HEADINGS),
    }
)


def see_html(path: Path, shown_as: str) -> Seen:
    """Read a page back; `shown_as` is its path in diagnostics. Raises OSError."""
    return see_page(path.read_text("utf-8", "replace"), shown_as)


def see_page(text: str, shown_as: str) -> Seen:
    """Read the text of a page back."""
    return _Reader(text, shown_as).read()


class _Reader:
    """One walk through a page; a note is walked through where it is called."""

    def __init__(self, text: str, shown_as: str) -> None:
        self._text = text
        self._page = LexborHTMLParser(text)
        self._seen = Seen(format="html", path=shown_as)
        nodes = self._page.css("[id]")
        self._by_id = {node.attributes["id"] or "": node for node in reversed(nodes)}
        ids = Counter(one for node in nodes if (one := node.attributes["id"]))
        self._seen.anchors = set(ids)
        self._seen.barriers += [f"the id `{one}` stands twice" for one in sorted(ids) if ids[one] > 1]
        self._notes = {
            (link.attributes.get("href") or "").removeprefix("#") for link in self._page.css("a[role~='doc-noteref']")
        }

    def read(self) -> Seen:
        seen, page = self._seen, self._page
        title = page.css_first("head > title")
        seen.title = " ".join(title.text().split()) if title else ""
        root = page.css_first("html")
        seen.language = (root.attributes.get("lang") or "") if root else ""
        for node in page.css(WITH_ADDRESS):
            seen.fetched += _fetched(node)
        for node in page.css("style, [style]"):
            style = node.text() if node.tag == "style" else node.attributes.get("style") or ""
            seen.fetched += fetched_by_style(style)
        seen.veils = veils("".join(node.text() for node in page.css("style")))
        seen.judgements = len(page.css(f".{OUR_VIEW}"))
        if page.css_first("meta[charset='utf-8' i]") is None:
            seen.barriers.append("it does not say that its letters are written in UTF-8")
        self._activity()
        if page.body:
            self._walk(page.body, seen.words, "")
        for node in page.css("[id^='source-']"):
            entry = node.css_first(".entry, .csl-entry")
            key = (node.attributes["id"] or "").removeprefix(SOURCE)
            seen.sources[key] = " ".join(entry.text(separator="").split()) if entry else ""
        self._orphans()
        seen.strays += strays(page, self._by_id)
        seen.quotes += quotes(page)
        seen.marked += marked(page)
        return seen

    def _activity(self) -> None:
        """Tell of what a page does besides being read."""
        told = [what for selector, what in ACTIVE.items() if self._page.css_first(selector)]
        if _HANDLER.search(self._text) and any(
            name.startswith("on") for node in self._page.css("*") for name in node.attributes
        ):
            told.append("an attribute holds a script")
        self._seen.activity += told

    def _orphans(self) -> None:
        """Tell of notes that nothing calls."""
        for node in self._page.css("[role~='doc-endnotes'] li[id], [role~='doc-footnote'][id]"):
            if (node.attributes["id"] or "") not in self._notes:
                self._seen.notes.setdefault("", " ".join(node.text().split()))

    def _walk(self, start: LexborNode, sink: list[str], mark: str) -> None:
        """Walk through a node; `sink` takes its words, `mark` is the number of the note that it is."""
        todo = [start]
        while todo:
            node = todo.pop()
            tag = node.tag
            if tag == "-text":
                sink.append(node.text_content or "")
                continue
            if tag in SILENT:
                continue
            if tag in BREAKING:
                sink.append(BREAK)
            attributes = node.attributes
            is_read = node is start or (mark and attributes.get("class") == OUR_VIEW)
            if not is_read and self._is_passed_over(node):
                continue
            if tag == "a" and "href" in attributes:
                self._link(node, sink, mark)
                continue
            if tag in HEADINGS and not mark:
                self._seen.headings.append(Heading(HEADINGS[tag], " ".join(node.text(separator="").split())))
            self._barriers(node, tag, attributes)
            if tag == "svg":
                self._seen.pictures += self._read_aloud(attributes)
                continue  # its words are read aloud as one name, and a table says the same
            if tag == "nav":
                self._seen.links += [Link(link.attributes["href"] or "", link.text()) for link in node.css("a[href]")]
                continue
            todo += reversed(list(node.iter(include_text=True)))

    def _read_aloud(self, attributes: Mapping[str, str | None]) -> Iterator[str]:
        """Yield what is read aloud of a drawing that says by which of its elements."""
        names = [attributes.get(one) for one in ("aria-labelledby", "aria-describedby")]
        if all(names):
            yield " ".join(self._by_id[one].text() for one in map(str, names) if one in self._by_id)

    def _is_passed_over(self, node: LexborNode) -> bool:
        """Tell whether something is a note, or no shown words of the brief; of the latter, read links and barriers."""
        if node.attributes.get("id") in self._notes:
            return True
        if APART not in node.attributes and not _is_hidden(node.tag, node.attributes):
            return False
        for link in node.css("a[href]"):
            self._add_link(link)
        for drawn in node.css("img, svg, table"):
            self._barriers(drawn, drawn.tag, drawn.attributes)
        return True

    def _add_link(self, node: LexborNode) -> tuple[str, str]:
        """Add a link; return its target and its words."""
        target, text = node.attributes["href"] or "", " ".join(node.text(separator="").split())
        self._seen.links.append(Link(target, text))
        if not text and not node.attributes.get("aria-label"):
            self._seen.barriers.append(f"a link to `{target}` has no words")
        return target, text

    def _link(self, node: LexborNode, sink: list[str], mark: str) -> None:
        seen, attributes = self._seen, node.attributes
        target, text = self._add_link(node)
        role = (attributes.get("role") or "").split()
        if "doc-noteref" in role:
            seen.marks.append(text)
            seen.call(text)
            note = self._by_id.get(target.removeprefix("#"))
            if note is not None and text not in seen.notes:  # a damaged page may call a note in itself
                seen.notes[text] = ""
                words: list[str] = []
                self._walk(note, words, text)
                seen.notes[text] = " ".join("".join(words).split())
        elif target.startswith(f"#{SOURCE}"):
            seen.citings.append(Citing(target.removeprefix(f"#{SOURCE}"), mark, text))
            if mark:
                sink.append(text)
            else:
                seen.call(text)
        elif target.startswith(f"#{FINDING}"):
            seen.findings.append(target.removeprefix(f"#{FINDING}"))
            if not mark:
                seen.name_finding(seen.findings[-1])
        elif "doc-backlink" not in role:
            sink.append(text)

    def _barriers(self, node: LexborNode, tag: str | None, attributes: dict[str, str | None]) -> None:
        barriers = self._seen.barriers
        if tag == "img" and attributes.get("alt") is None:
            barriers.append("an image has no alternative text")
        if tag == "svg" and attributes.get("aria-hidden") != "true":
            title = node.css_first("title")
            named = (
                attributes.get("aria-label") or attributes.get("aria-labelledby") or (title and title.text().strip())
            )
            if not named:
                barriers.append("a drawing has no alternative text")
        if tag == "table" and node.css_first("th") is None:
            barriers.append("a table has no header cells")


def _is_hidden(tag: str | None, attributes: Mapping[str, str | None]) -> bool:
    """Tell whether an element's words are not shown, or are struck out; what a style sheet hides is not known."""
    is_marked = "hidden" in attributes or attributes.get("aria-hidden") == "true"
    return tag in STRUCK or is_marked or hides(attributes.get("style") or "")


def _fetched(node: LexborNode) -> Iterator[str]:
    for name, value in node.attributes.items():
        if name in FETCHING or (node.tag in FETCHED_BY_HREF and name in HREF):
            address = (value or "").strip()
            is_inside = name in HREF and address.startswith("#")
            if address and not is_inside and not address.startswith("data:"):
                yield address
