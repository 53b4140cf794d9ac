"""A rendered PDF, read back through its structure tree: what assistive technology reads, in that order."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from policybrief.outputs.pieces import Pieces
from policybrief.outputs.seen import (
    BREAK,
    FINDING,
    PAGE,
    SOURCE,
    Citing,
    Entry,
    Heading,
    Link,
    Seen,
    Spot,
    letters,
    turned_words,
)
from policybrief.pdf_file import NEAR, NOTES, Area, Element, Page, PdfFile, open_pdf
from policybrief.text.directions import is_turned

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from policybrief.pdf_words import Text

PDF_UA = b"<pdfuaid:part>1</pdfuaid:part>"

_HEADING = re.compile(r"H([1-6])$")
_ENTRY = re.compile(r"(.*?)\s*(\d+)$")
"""An entry of the contents and its page."""
_ASIDE = frozenset({"Lbl", "Link", "TOC"})
_WITHIN_LINES = frozenset({"Span", "Em", "Strong"})


def see_pdf(path: Path, shown_as: str, entries: Mapping[str, str]) -> Seen:
    """Read a PDF back; `shown_as` is its path in diagnostics.

    A place in a PDF need not have a name. `entries`, the text of the list of sources by citation key, tells which
    source it is that a link leads to. Raises OutputError where the file is no PDF.
    """
    with open_pdf(path, shown_as) as file:
        seen = _Reader(file, shown_as, entries).read()
    if PDF_UA not in path.read_bytes():
        seen.barriers.append("it does not say that it is PDF/UA-1")
    return seen


class _Reader:
    """One walk through the structure trees of all pages; a paragraph that goes on overleaf stands in both."""

    def __init__(self, file: PdfFile, shown_as: str, entries: Mapping[str, str]) -> None:
        self._file = file
        self._seen = Seen(format="pdf", path=shown_as)
        self._entries = {
            key: tuple(turned_words(text)) or (letters(text),) for key, text in entries.items() if letters(text)
        }
        """What the entry of each source has to hold: all of its letters, or its words."""
        self._texts: list[list[Text]] = []
        """The texts of each page."""
        self._page_start = 0
        """How many words stand on the pages before."""
        self._notes: dict[str, tuple[list[str], list[Citing]]] = {}
        """Words and citations of each note by its number."""
        self._last_note = ""
        self._link_end = self._continued = -1
        """How many pieces of a note's words there were behind its last link, and where the page turned within it."""
        self._last_citing = (0, 0)
        """The page of the last citation in the text, and how many pieces of text stand before and in it."""
        self._contents: list[str] = []
        """The entries of the contents."""
        self._heading_pages: list[int] = []
        self._order: list[Citing | str] = []
        """Citations in the text, and the numbers of notes where they are called."""

    def read(self) -> Seen:
        seen, file = self._seen, self._file
        seen.title, seen.language = file.title, file.language
        if not file.is_tagged:
            seen.barriers.append("it is not tagged")
        seen.anchors = set(file.names())
        for page in file.pages():
            self._texts.append([text for texts in page.texts.values() for text in texts])
            seen.pages, self._page_start = len(self._texts), len(seen.words)
            seen.words.append(PAGE)
            for spots, words in ((seen.pale, page.pale), (seen.off, page.off), (seen.over, page.over)):
                spots += [Spot(seen.pages, one) for one in words]
            targets = dict.fromkeys(area.target for area in page.areas)
            seen.links += [Link(target, "") for target in targets if not target.startswith("@")]
            for root in page.roots:
                self._walk(page, root, "", "")
        seen.contents += self._entries_of_contents()
        keys = self._keys()
        for one in self._order:
            cited = (self._notes[one][1] if one in self._notes else []) if isinstance(one, str) else [one]
            seen.citings += [citing._replace(key=keys[citing.key]) for citing in cited if citing.key in keys]
        seen.notes = {number: " ".join("".join(words).split()) for number, (words, _) in self._notes.items()}
        return seen

    def _walk(self, page: Page, element: Element, parent: str, note: str) -> None:
        """Walk through an element; `note` is the number of the note that it is in."""
        kind = element.kind
        if kind in _ASIDE:
            self._aside(page, element, parent, note)
            return
        if kind in NOTES:
            number = self._number_of(page, element)
            note = self._last_note = number or self._last_note
            words, _ = self._notes.setdefault(note, ([], []))
            self._continued = -1 if number else len(words)
        elif heading := _HEADING.match(kind):
            self._head(page, element, int(heading[1]) + 1)
        elif kind == "Figure":
            alternative = element.alternative
            self._seen.barriers += [] if alternative else ["a figure has no alternative text"]
            self._seen.pictures += [alternative] if alternative else []
            return  # its words are not read aloud, and a table says the same
        sink = self._sink(note)
        if kind not in _WITHIN_LINES:
            sink.append(BREAK)
        for child in element.children():
            if isinstance(child, int):
                sink += [text.words for text in page.texts.get(child, ())]
            else:
                self._walk(page, child, kind, note)

    def _aside(self, page: Page, element: Element, parent: str, note: str) -> None:
        """Take a mark, a link or the contents: their words are none of the text."""
        if element.kind == "Lbl" and parent != "LI" and parent not in NOTES:
            self._call_note(page, element)
        elif element.kind == "Link":
            self._link(page, element, note)
        elif element.kind == "TOC":
            items = (child for child in element.children() if isinstance(child, Element))
            self._contents += ["".join(text.words for text in page.below(item)) for item in items]

    def _head(self, page: Page, element: Element, level: int) -> None:
        """Keep a heading, and how many pages have text before it."""
        seen = self._seen
        text = " ".join("".join(text.words for text in page.below(element)).split())
        seen.headings.append(Heading(level, text))
        self._heading_pages.append(seen.pages)
        is_below_text = "".join(seen.words[self._page_start :]).strip() != ""
        seen.pages_before.append(seen.pages - (not is_below_text))

    def _entries_of_contents(self) -> Iterator[Entry]:
        """Yield each entry of the contents with the next heading that it names."""
        titles = [letters(heading.text) for heading in self._seen.headings]
        start = 0
        for entry in self._contents:
            found = _ENTRY.match(" ".join(entry.split()))
            if not found or is_turned(entry):
                continue
            at = next((at for at in range(start, len(titles)) if titles[at] == letters(found[1])), None)
            start = start if at is None else at + 1
            yield Entry(found[1], int(found[2]), 0 if at is None else self._heading_pages[at])

    def _sink(self, note: str) -> list[str]:
        """Return where words go."""
        return self._notes[note][0] if note else self._seen.words

    def _call_note(self, page: Page, label: Element) -> None:
        number = "".join(text.words for text in page.below(label)).strip()
        self._seen.marks.append(number)
        self._seen.call(number)
        self._order.append(number)

    def _number_of(self, page: Page, note: Element) -> str:
        """Return the number with which a note begins; nothing for the rest of one that began on the page before."""
        for child in note.children():
            if not isinstance(child, int) and child.kind == "Lbl":
                return "".join(text.words for text in page.below(child)).strip()
        return ""

    def _link(self, page: Page, link: Element, note: str) -> None:
        """Tell where the words of a link lead: to where a click on them does."""
        texts = list(page.below(link))
        words = "".join(text.words for text in texts)
        target = next((area.target for text in texts if (area := _area_of(text, page))), "")
        if target.startswith("@"):
            citing = Citing(target, note, " ".join(words.split()))
            if note:
                pieces, citings = self._notes[note]
                if not (citings and citings[-1].key == target and self._goes_on(pieces)):
                    citings.append(citing)
                pieces.append(words)
                self._link_end = len(pieces)
            else:
                before = self._order[-1] if self._order else None
                if isinstance(before, Citing) and before.key == target and self._goes_on_overleaf():
                    self._order[-1] = before._replace(text=f"{before.text} {citing.text}")
                else:
                    self._order.append(citing)
                    self._seen.call(citing.text)
                self._last_citing = (len(self._texts), len(self._seen.words))
        elif target.startswith(f"#{FINDING}"):
            self._seen.findings.append(target.removeprefix(f"#{FINDING}"))
            self._seen.links.append(Link(target, " ".join(words.split())))
            if not note:
                self._seen.name_finding(self._seen.findings[-1])
        else:
            self._sink(note).append(words)

    def _goes_on_overleaf(self) -> bool:
        """Tell whether a citation in the text begins a page, where the one before ended the page before."""
        page, end = self._last_citing
        return page == len(self._texts) - 1 and not "".join(self._seen.words[end:]).strip()

    def _goes_on(self, pieces: list[str]) -> bool:
        """Tell whether a link at the end of a page goes on with the first words of the next one."""
        between = pieces[self._link_end :] if 0 <= self._link_end <= self._continued <= len(pieces) else ["no"]
        return not "".join(between).strip()

    def _keys(self) -> dict[str, str]:
        """Return the citation key of each place that is cited: of the source whose entry stands there.

        What stands at a place is the text beside and below it, down to the next place on the page. Entries that read
        the same are told apart by their order.
        """
        heights: dict[int, list[float]] = {}
        for target in {citing.key for citing in self._cited()}:
            number, _, height = target.removeprefix("@").partition(":")
            if int(number) < len(self._texts):  # in a damaged file, a page may be none that can be shown
                heights.setdefault(int(number), []).append(float(height))
        by_part: dict[str, list[tuple[int, str, tuple[str, ...]]]] = {}
        for order, (key, parts) in enumerate(self._entries.items()):
            by_part.setdefault(parts[0], []).append((order, key, parts))
        pieces = Pieces(part for parts in self._entries.values() for part in parts)
        keys: dict[str, str] = {}
        taken: set[str] = set()
        for page, places in sorted(heights.items()):
            for place, words in _words_at(sorted(places), self._texts[page]):
                found = letters(words)
                at: dict[str, int] = {}
                for index, part in pieces.within(found):
                    at.setdefault(part, index)
                here = [
                    (min(at[part] for part in parts), -len("".join(parts)), key in taken, order, key)
                    for order, key, parts in itertools.chain.from_iterable(by_part.get(part, ()) for part in at)
                    if at.keys() >= {*parts}
                ]
                if here:
                    *_, key = min(here)
                    taken.add(key)
                    keys[f"@{page}:{place:.1f}"] = key
                    self._seen.sources[key] = " ".join(words.split())
                    self._seen.anchors.add(SOURCE + key)
        return keys

    def _cited(self) -> Iterator[Citing]:
        yield from (one for one in self._order if isinstance(one, Citing))
        for _, citings in self._notes.values():
            yield from citings


def _area_of(text: Text, page: Page) -> Area | None:
    """Return the narrowest area that a text lies in: a long address in a cell may reach into the next one."""
    return min((area for area in page.areas if area.holds(text)), key=lambda area: area.right - area.left, default=None)


def _words_at(places: list[float], texts: list[Text]) -> Iterator[tuple[float, str]]:
    """Yield each height on a page, from the top, with the words between it and the next."""
    words: dict[float, list[str]] = {place: [] for place in reversed(places)}
    for text in texts:
        above = bisect_left(places, text.y - NEAR)
        if above < len(places):
            words[places[above]].append(text.words)
    for place, parts in words.items():
        yield place, "".join(parts)
