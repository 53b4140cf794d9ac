"""Do two rendered files of a brief say the same?"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from operator import itemgetter
from typing import TYPE_CHECKING

from policybrief.diagnostics import Note
from policybrief.outputs.faults import FORMATS, LONG, MANY, fault_in, shown
from policybrief.outputs.seen import FIGURE, KEPT, MARK, letters, turned_words
from policybrief.text.directions import is_turned

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from policybrief.diagnostics import Diagnostic
    from policybrief.outputs.promised import Promised
    from policybrief.outputs.seen import Seen

FEW = 4
"""Letters of a block below which it may stand anywhere by chance."""
TEMPLATES = "the templates for the two formats have to show the same; look at those of the project's own"
CITATIONS = "words of citations"

_WORD = re.compile(r"\d+|[^\W\d_]+")
_MIRRORED = str.maketrans("<≤", ">≥")
"""Signs that are drawn the other way round among words that are written from right to left."""


def check_agreement(page: Seen, book: Seen) -> Iterator[Diagnostic]:
    """Compare the headings, notes and sources of a PDF or DOCX with those of the HTML, and the order of citations."""
    titles = [_titles(page), _titles(book)]
    shown = {_in_any_order(title) for title in titles[1]}
    notes = [place for place, title in enumerate(titles[0]) if _in_any_order(title) not in shown]
    if len(notes) == 1 and page.notes:
        del titles[0][notes[0]]  # a page has its notes below a heading, other formats at the foot of each page
    pairs: list[tuple[str, Sequence[str], Sequence[str]]] = [
        ("headings", titles[0], titles[1]),
        ("numbers of notes", page.marks, book.marks),
    ]
    pairs += [
        (f"words of note {number}", [page.notes[number]], [book.notes[number]])
        for number in page.notes
        if number in book.notes
    ]
    if all(page.sources.values()):  # else it is told what is missing, by which the citations of a PDF are known
        pairs += [
            ("sources", list(page.sources), list(book.sources)),
            ("citations", _places(page), _places(book)),
            (CITATIONS, _in_text(page), _in_text(book)),
        ]
    for what, first, second in pairs:
        is_alike = _has_same_words if what == CITATIONS and is_turned(page.text) else _is_alike
        if len(first) != len(second) or not all(map(is_alike, first, second)):
            yield _differ(page, book, what, first, second)


def check_places(promised: Promised, page: Seen, book: Seen) -> Iterator[Diagnostic]:
    """Citations stand behind the same words in both files: the first that does not is told."""
    if is_turned(page.text):
        return
    for first, second in zip(page.calls, book.calls, strict=False):
        one, other = (letters(call.behind).replace(promised.our_view, "")[-KEPT:] for call in (first, second))
        if not (one.endswith(other) or other.endswith(one)):
            yield fault_in(
                "outputs-disagree",
                page,
                f"the citation `{first.text}` stands behind `{first.behind or 'nothing'}` in the HTML, and behind "
                f"`{second.behind or 'nothing'}` in the {FORMATS[book.format]}",
                help=TEMPLATES,
            )
            return


def check_words_of_both(promised: Promised, page: Seen, book: Seen) -> Iterator[Diagnostic]:
    """Each block of one file stands in the other, word for word and as often; those of the title page need not.

    Where a project has a template of its own for one of them, that may add words; it may not change or drop others.
    A PDF gives words from right to left, and those beside them, back in an order of its own: there, each word of the
    page is looked for.
    """
    files = [_Blocks(one, promised.our_view) for one in (page, book)]
    is_mixed = is_turned(page.text)
    head = _longest_first(promised.head)
    for one, other in (files, files[::-1])[: 1 if is_mixed else 2]:
        alone = []
        for run, words in one.runs.items():
            is_added = promised.may_be_added_to and words not in promised.document
            if is_turned(run) or is_added or _is_made_of(words, head):
                continue
            if is_mixed:
                is_there = all(letters(word) in other.letters for word in _WORD.findall(run))
            else:
                is_there = one.often[words] == other.often[words] or other.has(words, as_in=one)
            if not is_there:
                alone.append(run)
        for run in alone[:MANY]:
            others = Note(message=f"{len(alone) - MANY:,} more differ")
            here, there = FORMATS[one.seen.format], FORMATS[other.seen.format]
            yield fault_in(
                "outputs-disagree",
                one.seen,
                f"`{shown(run)}` stands in the {here}, and in the {there} not so often",
                help=TEMPLATES,
                notes=(others,) if len(alone) > MANY else (),
            )


def _longest_first(parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(filter(None, parts), key=len, reverse=True))


def _is_made_of(words: str, parts: tuple[str, ...]) -> bool:
    """Tell whether nothing is left of words when all parts are taken out: a line of the title page has several."""
    if words.startswith(parts):  # else there is nothing to try
        for part in parts:
            words = words.replace(part, "")
    return not words


class _Blocks:
    """The blocks of a file, without the sign that stands among the words of one format alone."""

    def __init__(self, seen: Seen, sign: str) -> None:
        self.seen = seen
        self.letters = seen.letters.replace(sign, "") if sign else seen.letters
        self.runs = {run: words.replace(sign, "") if sign else words for run, words in seen.blocks.items()}
        self.often = Counter(self.runs[run] for run in seen.runs)

    def has(self, words: str, *, as_in: _Blocks) -> bool:
        """Tell whether words stand here as often as in another file, be it as parts of blocks; few are not counted."""
        if len(words) < FEW:
            return words in self.letters
        return self.letters.count(words) >= max(as_in.letters.count(words), 1)


def check_figures(promised: Promised, page: Seen, book: Seen) -> Iterator[Diagnostic]:
    """Figures keep their points and commas, `1.2` and `1,200`, and the text its marks: words have none."""
    if is_turned(page.text):
        return
    head = _longest_first(promised.head)
    texts = ["\n".join(run for run in one.runs if not _is_made_of(one.blocks[run], head)) for one in (page, book)]
    often = [Counter(FIGURE.findall(text) + MARK.findall(text)) for text in texts]
    marks = set() if promised.may_be_added_to else {*often[0], *often[1]} - promised.figures
    for figure in sorted(promised.figures | {one for one in marks if MARK.match(one)}):
        here, there = (one[figure] for one in often)
        if here != there:
            yield fault_in(
                "outputs-disagree",
                page,
                f"`{figure}` stands {here:,} times in the HTML, and {there:,} times in the {FORMATS[book.format]}",
                help=TEMPLATES,
            )


def check_order(promised: Promised, page: Seen, book: Seen) -> Iterator[Diagnostic]:
    """Claims, prose and quotes stand in the same order in both files, by the first place of each."""
    placed = []
    for promise in promised.words:
        words = max(promise.pieces, key=len)
        places = page.letters.find(words), book.letters.find(words)
        if len(words) >= LONG and not promise.turned and min(places) >= 0:
            placed.append((*places, promise))
    for (_, before, first), (_, place, second) in itertools.pairwise(sorted(placed, key=itemgetter(0, 1))):
        if place < before:
            yield fault_in(
                "outputs-disagree",
                book,
                f"{second.name} stands before {first.name}, and behind it in the {FORMATS[page.format]}",
                help=TEMPLATES,
                notes=tuple(Note(message=f"{one.name} is here", position=one.position) for one in (first, second)),
            )
            return


def _is_alike(one: str, other: str) -> bool:
    """Tell whether two texts have the same letters; their order counts where all are written from left to right."""
    return letters(one) == letters(other) or (bool(turned_words(one)) and _in_any_order(one) == _in_any_order(other))


def _has_same_words(one: str, other: str) -> bool:
    """Tell whether citations are alike beside words from right to left, where a PDF turns theirs, too."""
    return _is_alike(one, other) or sorted(_WORD.findall(one)) == sorted(_WORD.findall(other))


def _in_any_order(text: str) -> str:
    return "".join(sorted(letters(text).translate(_MIRRORED)))


def _places(seen: Seen) -> list[str]:
    return [f"{one.key} in note {one.mark or '-'}" for one in seen.citings]


def _in_text(seen: Seen) -> list[str]:
    return [one.text for one in seen.citings if not one.mark]


def _titles(seen: Seen) -> list[str]:
    return [f"{heading.level} {heading.text}" for heading in seen.headings if heading.level > 1]


def _differ(one: Seen, other: Seen, what: str, first: Sequence[str], second: Sequence[str]) -> Diagnostic:
    """Return what is said of two files that differ: the first place where they do."""
    places = [(a, b) for a, b in zip([*first, ""], [*second, ""], strict=False) if not _is_alike(a, b)]
    here, there = places[0] if places else (first[-1], second[-1])
    return fault_in(
        "outputs-disagree",
        one,
        f"the {what} differ: the {FORMATS[one.format]} has `{here or 'nothing'}` where the {FORMATS[other.format]} has "
        f"`{there or 'nothing'}`",
        help=TEMPLATES,
    )
