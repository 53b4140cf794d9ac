"""A rendered Word file, read back: its text, its notes, and where its links lead."""

from __future__ import annotations

import hashlib
import re
import zipfile
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from policybrief.errors import OutputError
from policybrief.outputs.seen import BREAK, FINDING, SOURCE, Citing, Heading, Link, Seen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from docx.document import Document as WordDocument
    from docx.opc.part import Part

ENTRY = "Bibliography"
"""The style of the entries in the list of sources."""
TITLE = "Title"

_HEADING = re.compile(r"heading (\d)$", re.IGNORECASE)
_TEXT = qn("w:t")
_SIGNS = {
    qn("w:tab"): " ",
    qn("w:br"): " ",
    qn("w:cr"): " ",
    qn("w:softHyphen"): "\u00ad",
    qn("w:noBreakHyphen"): "\u2011",
}
"""Elements that stand for a character."""
_BOOKMARK = 40
"""Characters of the longest name that a bookmark may have."""


def see_docx(path: Path, shown_as: str, anchors: Iterable[str]) -> Seen:
    """Read a Word file back; `shown_as` is its path in diagnostics.

    Long names of bookmarks are hashed in such a file; `anchors`, the addresses of the page, tell which they are.
    Raises OutputError where the file is no Word file.
    """
    try:
        document = Document(str(path))
    except (OpcError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise OutputError(f"{shown_as} can't be read as a Word file") from error
    return _Reader(document, shown_as, {bookmark_name(one): one for one in anchors}).read()


def bookmark_name(anchor: str) -> str:
    """Return the name of the bookmark that pandoc makes of an id."""
    if anchor[:1].isalpha() and len(anchor) <= _BOOKMARK:
        return anchor
    return "X" + hashlib.sha1(anchor.encode(), usedforsecurity=False).hexdigest()[1:]


class _Reader:
    """One walk through the body; a note is walked through where it is called."""

    def __init__(self, document: WordDocument, shown_as: str, names: Mapping[str, str]) -> None:
        self._document = document
        self._seen = Seen(format="docx", path=shown_as)
        self._names = names
        self._styles = {style.style_id: style.name or "" for style in document.styles}
        self._part: Part = document.part
        self._notes_part = next(
            (one.target_part for one in self._part.rels.values() if one.reltype == RELATIONSHIP_TYPE.FOOTNOTES), None
        )
        notes = parse_xml(self._notes_part.blob) if self._notes_part else ()
        self._notes = {note.get(qn("w:id")): note for note in notes}
        self._called: set[str] = set()
        self._points: dict[str, Callable[[Any], object]] = {
            qn("w:bookmarkStart"): self._open,
            qn("w:bookmarkEnd"): self._close,
            qn("w:footnoteReference"): self._call_note,
            qn("w:drawing"): self._look_at,
        }
        self._sources: dict[str, str] = {}
        """Keys of the sources whose bookmarks are open, by the bookmark's number."""

    def read(self) -> Seen:
        seen, document = self._seen, self._document
        seen.title = document.core_properties.title
        language = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
        seen.language = language.get(qn("w:val"), "") if language is not None else ""
        self._walk(document.element.body, seen.words, "")
        for note in self._notes.values():
            if note.get(qn("w:id")) not in self._called and not note.get(qn("w:type")):
                seen.notes.setdefault("", _text(note))
        for part in (self._part, self._notes_part):
            if part is not None:
                seen.fetched += [
                    one.target_ref
                    for one in part.rels.values()
                    if one.is_external and one.reltype != RELATIONSHIP_TYPE.HYPERLINK
                ]
        return seen

    def _walk(self, element: Any, sink: list[str], mark: str) -> None:
        """Walk through what is in an element; `mark` is the number of the note that it is in."""
        for child in element:
            tag = child.tag
            if tag == _TEXT or tag in _SIGNS:
                sink.append(_SIGNS.get(tag) or child.text or "")
            elif tag == qn("w:hyperlink"):
                self._link(child, sink, mark)
            elif tag in self._points:
                self._points[tag](child)
            else:
                if tag == qn("w:p"):
                    self._begin_paragraph(child, sink, mark)
                elif tag == qn("w:tbl") and child.find(f".//{qn('w:tblHeader')}") is None:
                    self._seen.barriers.append("a table has no header cells")
                self._walk(child, sink, mark)

    def _begin_paragraph(self, paragraph: Any, sink: list[str], mark: str) -> None:
        sink.append(BREAK)
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = self._styles.get(style.get(qn("w:val")), "") if style is not None else ""
        text = _text(paragraph)
        if mark:
            return
        if heading := _HEADING.match(name):
            self._seen.headings.append(Heading(int(heading[1]) + 1, text))
        elif name == TITLE:
            self._seen.headings.append(Heading(1, text))
        elif name == ENTRY:
            for key in self._sources.values():
                self._seen.sources[key] = f"{self._seen.sources[key]} {text}".strip()

    def _open(self, bookmark: Any) -> None:
        name = self._named(bookmark.get(qn("w:name"), ""))
        self._seen.anchors.add(name)
        if name.startswith(SOURCE):
            key = name.removeprefix(SOURCE)
            self._sources[bookmark.get(qn("w:id"))] = key
            self._seen.sources.setdefault(key, "")

    def _close(self, bookmark: Any) -> None:
        self._sources.pop(bookmark.get(qn("w:id")), None)

    def _named(self, bookmark: str) -> str:
        return self._names.get(bookmark, bookmark)

    def _call_note(self, reference: Any) -> None:
        number = str(len(self._seen.marks) + 1)
        self._seen.marks.append(number)
        self._seen.call(number)
        note = self._notes.get(reference.get(qn("w:id")))
        if note is not None:
            self._called.add(note.get(qn("w:id")))
            words: list[str] = []
            self._walk(note, words, number)
            self._seen.notes[number] = " ".join("".join(words).split())

    def _link(self, link: Any, sink: list[str], mark: str) -> None:
        seen, text, anchor = self._seen, _text(link), link.get(qn("w:anchor"))
        part = self._notes_part if mark and self._notes_part else self._part
        identifier = link.get(qn("r:id"))
        if anchor is not None:
            target = f"#{self._named(anchor)}"
        else:
            target = part.rels[identifier].target_ref if identifier in part.rels else ""
        seen.links.append(Link(target, text))
        if target.startswith(f"#{SOURCE}"):
            seen.citings.append(Citing(target.removeprefix(f"#{SOURCE}"), mark, text))
            if mark:
                sink.append(text)
            else:
                seen.call(text)
        elif target.startswith(f"#{FINDING}"):
            seen.findings.append(target.removeprefix(f"#{FINDING}"))
            if not mark:
                seen.name_finding(seen.findings[-1])
        else:
            self._walk(link, sink, mark)

    def _look_at(self, drawing: Any) -> None:
        described = drawing.find(f".//{qn('wp:docPr')}")
        if described is None or not described.get("descr"):
            self._seen.barriers.append("a drawing has no alternative text")


def _text(element: Any) -> str:
    """Return the text of an element on one line."""
    return " ".join("".join(_SIGNS.get(one.tag) or one.text or "" for one in element.iter(_TEXT, *_SIGNS)).split())
