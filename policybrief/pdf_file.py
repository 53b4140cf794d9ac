"""A PDF as pdfium sees it: its pages, their texts and links, and the structure tree that says what they are."""

from __future__ import annotations

import ctypes
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium
from msgspec import Struct

from policybrief.errors import OutputError
from policybrief.pdf_words import Handle, Text, Words, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NEAR = 1.0
"""Points by which a link's area may miss its words."""
OVERLEAF = 1000
"""Things in a row that stand on other pages, after which no more of this page's are looked for."""
NOTES = frozenset({"Note", "FENote"})
"""The kinds of elements that are notes."""
NOWHERE = "#"
"""The target of a link that leads nowhere."""

_ALONE = threading.RLock()
"""PDFium is not made for threads: briefs that are built side by side read their PDFs one after another."""


class Area(NamedTuple):
    """What can be clicked on a page, and where it leads."""

    left: float
    bottom: float
    right: float
    top: float
    target: str
    """An address; `#name`; or `@page:height`, a place that has no name."""

    def holds(self, text: Text) -> bool:
        """Tell whether a text lies in the area."""
        return self.left - NEAR <= text.x <= self.right + NEAR and self.bottom - NEAR <= text.y <= self.top + NEAR


class Picture(NamedTuple):
    """A page as it looks."""

    size: tuple[int, int]
    dots: bytes
    """Grey, from black, 0, to white, 255."""


class Element:
    """An element of the structure tree, as far as it stands on one page."""

    __slots__ = ("_handle", "_start", "first", "kind")

    def __init__(self, handle: Handle, start: int = 0) -> None:
        """Take pdfium's element; what stands in it before `start` is known to stand on earlier pages."""
        self._handle = handle
        self._start = start
        self.first = start
        """The place in it of the first thing that stands on this page."""
        self.kind = read_text(lambda buffer, size: pdfium.FPDF_StructElement_GetType(handle, buffer, size))

    @property
    def alternative(self) -> str:
        """The text that stands for a picture."""
        handle = self._handle
        return read_text(lambda buffer, size: pdfium.FPDF_StructElement_GetAltText(handle, buffer, size))

    def children(self) -> Iterator[Element | int]:
        """Yield the elements in it, and the numbers of the texts in it, in reading order."""
        missing, is_there = 0, False
        for index in range(self._start, pdfium.FPDF_StructElement_CountChildren(self._handle)):
            child = pdfium.FPDF_StructElement_GetChildAtIndex(self._handle, index)
            number = -1 if child else pdfium.FPDF_StructElement_GetChildMarkedContentID(self._handle, index)
            if child or number >= 0:
                self.first, is_there, missing = self.first if is_there else index, True, 0
                yield Element(child) if child else number
            else:
                missing += is_there
                if missing > OVERLEAF:
                    return


class Page(Struct, frozen=True):
    """A page that is open."""

    texts: dict[int, list[Text]]
    """By the number of their marked content; -1 for what stands outside the structure, such as running heads."""
    pale: list[str]
    """Words that are drawn in white, or nearly."""
    off: list[str]
    """Words of which a part, or all, is off the page."""
    over: list[str]
    """Words that are printed over others of their line."""
    areas: list[Area]
    roots: list[Element]

    def below(self, element: Element) -> Iterator[Text]:
        """Yield every text of an element and of what is in it."""
        for child in element.children():
            if isinstance(child, int):
                yield from self.texts.get(child, ())
            else:
                yield from self.below(child)


class PdfFile:
    """A PDF that is open."""

    def __init__(self, document: pypdfium2.PdfDocument) -> None:
        self._document = document

    @property
    def title(self) -> str:
        """The title in the file's metadata."""
        return str(self._document.get_metadata_value("Title"))

    @property
    def language(self) -> str:
        """The language of the file."""
        raw = self._document.raw
        return read_text(lambda buffer, size: pdfium.FPDFCatalog_GetLanguage(raw, buffer, size))

    @property
    def is_tagged(self) -> bool:
        """Whether it says what its words are."""
        return bool(pdfium.FPDFCatalog_IsTagged(self._document.raw))

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return len(self._document)

    def attachments(self) -> list[tuple[str, bytes]]:
        """Return the files that are attached, with their names; two may have the same."""
        attached = map(self._document.get_attachment, range(self._document.count_attachments()))
        return [(str(one.get_name()), bytes(one.get_data())) for one in attached]

    def metadata(self) -> dict[str, str]:
        """Return what the file says of itself: title, authors, keywords, dates, programs."""
        return {name: str(value) for name, value in self._document.get_metadata_dict().items()}

    def pictures(self) -> Iterator[Picture]:
        """Yield what each page looks like, a dot for each point, with annotations and fields."""
        self._document.init_forms()
        for page in self._document:
            bitmap = page.render(grayscale=True)
            yield Picture((bitmap.width, bitmap.height), bytes(bitmap.buffer))
            page.close()

    def names(self) -> Iterator[str]:
        """Yield the names of places."""
        raw = self._document.raw
        for index in range(pdfium.FPDF_CountNamedDests(raw)):
            size = ctypes.c_long(0)
            pdfium.FPDF_GetNamedDest(raw, index, None, size)
            buffer = ctypes.create_string_buffer(size.value)
            if pdfium.FPDF_GetNamedDest(raw, index, buffer, size):
                yield buffer.raw[: size.value].decode("utf-16-le").rstrip("\0")

    def pages(self) -> Iterator[Page]:
        """Yield each page; it is closed when the next one is asked for."""
        starts: dict[int, int] = {}
        for page in self._document:
            text_page = page.get_textpage()
            words = Words(page.get_size(), text_page.raw)
            for index in range(pdfium.FPDFPage_CountObjects(page.raw)):
                words.take(pdfium.FPDFPage_GetObject(page.raw, index))
            text_page.close()
            tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
            roots = [
                Element(pdfium.FPDF_StructTree_GetChildAtIndex(tree, index), starts.get(index, 0))
                for index in range(pdfium.FPDF_StructTree_CountChildren(tree))
            ]
            yield Page(words.texts, words.pale, words.off, list(words.over()), list(self._areas(page)), roots)
            starts = {index: root.first for index, root in enumerate(roots)}
            pdfium.FPDF_StructTree_Close(tree)
            page.close()

    def _areas(self, page: pypdfium2.PdfPage) -> Iterator[Area]:
        position, link = ctypes.c_int(0), pdfium.FPDF_LINK()
        while pdfium.FPDFLink_Enumerate(page.raw, position, link):
            target = self._target(page, link)
            lines = pdfium.FPDFLink_CountQuadPoints(link)
            for line in range(lines):  # one for each line of its words; its rectangle is about all of them
                quad = pdfium.FS_QUADPOINTSF()
                pdfium.FPDFLink_GetQuadPoints(link, line, quad)
                across, down = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
                yield Area(min(across), min(down), max(across), max(down), target)
            if not lines:
                box = pdfium.FS_RECTF()
                pdfium.FPDFLink_GetAnnotRect(link, box)
                yield Area(box.left, box.bottom, box.right, box.top, target)

    def _target(self, page: pypdfium2.PdfPage, link: Handle) -> str:
        raw = self._document.raw
        annotation = pdfium.FPDFLink_GetAnnot(page.raw, link)
        name = read_text(lambda buffer, size: pdfium.FPDFAnnot_GetStringValue(annotation, b"Dest", buffer, size))
        pdfium.FPDFPage_CloseAnnot(annotation)
        if name:
            return f"#{name}"
        action = pdfium.FPDFLink_GetAction(link)
        if action and pdfium.FPDFAction_GetType(action) == pdfium.PDFACTION_URI:
            size = pdfium.FPDFAction_GetURIPath(raw, action, None, 0)
            buffer = ctypes.create_string_buffer(size)
            pdfium.FPDFAction_GetURIPath(raw, action, buffer, size)
            return buffer.value.decode("utf-8", "replace")
        destination = pdfium.FPDFLink_GetDest(raw, link)
        number = pdfium.FPDFDest_GetDestPageIndex(raw, destination) if destination else -1
        if number < 0:
            return NOWHERE
        has_x, has_y, has_zoom = (ctypes.c_int() for _ in range(3))
        x, y, zoom = (ctypes.c_float() for _ in range(3))
        pdfium.FPDFDest_GetLocationInPage(destination, has_x, has_y, has_zoom, x, y, zoom)
        return f"@{number}:{y.value:.1f}"


def note_numbers(page: Page) -> tuple[list[str], list[str]]:
    """Return the numbers of the notes that are called on a page, and of those that begin on it."""
    marks: list[str] = []
    notes: list[str] = []
    todo = list(page.roots)
    while todo:
        element = todo.pop()
        for child in element.children():
            if isinstance(child, int):
                continue
            if child.kind != "Lbl":
                todo.append(child)
            elif words := "".join(text.words for text in page.below(child)).strip():
                if element.kind in NOTES:
                    notes.append(words)
                elif element.kind != "LI":
                    marks.append(words)
    return marks, notes


def parted_notes(path: Path) -> tuple[list[int], int]:
    """Return the numbers of notes that begin on another page than their marks, and their last page.

    Raises OutputError where the file is no PDF.
    """
    called: dict[str, int] = {}
    begun: dict[str, int] = {}
    with open_pdf(path, path.name) as file:
        for number, page in enumerate(file.pages(), 1):
            marks, notes = note_numbers(page)
            called |= dict.fromkeys(marks, number)
            begun |= dict.fromkeys(notes, number)
    parted = (one for one in called if one.isdecimal() and one in begun and begun[one] != called[one])
    return sorted(map(int, parted)), max(begun.values(), default=0)


@contextmanager
def open_pdf(path: Path, shown_as: str) -> Iterator[PdfFile]:
    """Open a PDF for a while. Raises OutputError where the file is none; `shown_as` is what it is called there."""
    with _ALONE:
        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            raise OutputError(f"{shown_as} can't be read as a PDF: {error}") from error
        try:
            yield PdfFile(document)
        except (pypdfium2.PdfiumError, RecursionError, UnicodeError) as error:
            raise OutputError(f"{shown_as} is a damaged PDF: {error}") from error
        finally:
            document.close()
