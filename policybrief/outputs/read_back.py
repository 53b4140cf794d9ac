"""Do the rendered files show what the brief promises, and do they agree?"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from operator import itemgetter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from policybrief.diagnostics import Diagnostic, Note, fault
from policybrief.outputs.seen import FINDING, is_turned, letters, turned_words
from policybrief.position import Position

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policybrief.outputs.promised import Promise, Promised
    from policybrief.outputs.seen import Seen

SCHEMES = ("http", "https", "mailto")
FORMATS = {"docx": "DOCX", "html": "HTML", "pdf": "PDF"}
TEMPLATE = "look at the templates of the project's own, which the terminal names; the built-in ones are right"
FEW = 4
"""Letters of a block below which it may stand anywhere by chance."""
LONG = 20
"""Letters of a piece that is not there by chance."""
MANY = 3
"""Places that a note names, and blocks of one file alone that are told."""
SHOWN = 100
"""Characters of a block that a message shows."""

_QUESTIONED = re.compile(r"(@?\w[\w:.+/-]*)\?(?!\w)")
_UNRESOLVED = re.compile(r"\?\?\?|\*\*[\w:.-]+\?\*\*|\(\s*\?\s*\)|\[@")


CITATIONS = "words of citations"
_WORD = re.compile(r"\d+|[^\W\d_]+")
_MIRRORED = str.maketrans("<≤", ">≥")
"""Signs that are drawn the other way round among words that are written from right to left."""


def check_outputs(promised: Promised, seen: Sequence[Seen]) -> list[Diagnostic]:
    """Check each rendered file against the brief, and the files against each other."""
    found: list[Diagnostic] = []
    for one in seen:
        for check in (check_citations, check_words, check_unresolved, check_sources, check_links, check_access):
            found += check(promised, one)
    for other in seen[1:]:
        found += check_agreement(seen[0], other)
        if other.format == "pdf":
            found += check_words_of_both(promised, seen[0], other)
            found += check_order(promised, seen[0], other)
    return sorted(found, key=lambda one: one.sort_key)


def check_citations(promised: Promised, seen: Seen) -> Iterator[Diagnostic]:
    """Each citation of the brief is in a file, and none besides."""
    wanted, there = Counter(one.key for one in promised.citations), Counter(one.key for one in seen.citings)
    for key in sorted(wanted | there):
        if wanted[key] == there[key] or (
            seen.format == "pdf" and not seen.sources.get(key) and key in promised.references
        ):
            continue  # in a PDF a citation is known by the entry to which it leads; that it is missing is told
        places = [one for one in promised.citations if one.key == key][:MANY]
        yield _fault(
            "citation-lost" if there[key] < wanted[key] else "citation-added",
            seen,
            f"the brief cites `{key}` {_times(wanted[key])}, and the {FORMATS[seen.format]} {_times(there[key])}",
            help="look at a template or a citation style of the project's own: the built-in ones show every citation",
            notes=tuple(Note(message=f"cited in {one.name}", position=one.position) for one in places),
        )
    called = Counter(seen.marks)
    for mark in sorted(set(called) | set(seen.notes)):
        if called[mark] != 1 or mark not in seen.notes:
            what = f"note {mark} is called {_times(called[mark])}" if mark in seen.notes else f"note {mark} is missing"
            yield _fault(
                "citation-lost",
                seen,
                what if mark else "a note is called nowhere",
                help="look at a template of the project's own, or at its filter for notes",
            )


def check_words(promised: Promised, seen: Seen) -> Iterator[Diagnostic]:
    """Every claim and every passage of the prose stands in a file, word for word."""
    text, notes = seen.letters, letters("".join(seen.notes.values()))
    whole = text + notes
    for promise in promised.words:
        if promise.turned and seen.format == "pdf":
            is_lost = any(word not in text and word not in notes for word in promise.turned)
        else:
            is_lost = _is_missing(promise, text, notes) or _is_rarer(promise, whole, promised.document)
        if is_lost:
            yield _fault(
                "citation-lost" if promise.is_cited else "outputs-disagree",
                seen,
                f"{promise.name} is not in the {FORMATS[seen.format]} as it stands in the brief",
                help="look at a template of the project's own that leaves it out or changes it",
                notes=(Note(message="it stands here", position=promise.position),),
            )
    for heading in promised.headings:
        turned = turned_words(heading) if seen.format == "pdf" else ()
        if any(word not in text for word in turned or [letters(heading)]):
            yield _fault(
                "outputs-disagree",
                seen,
                f"the section `{heading}` is not in the {FORMATS[seen.format]}",
                help="look at a template of the project's own that leaves it out",
            )


def _is_rarer(promise: Promise, text: str, document: str) -> bool:
    """Tell whether a piece stands less often in a file than in the document of which it was made."""
    return any(len(piece) >= LONG and text.count(piece) < document.count(piece) for piece in promise.pieces)


def _is_missing(promise: Promise, text: str, notes: str) -> bool:
    """Tell whether the pieces of a passage stand nowhere in their order."""
    at = text.find(promise.pieces[0])
    while at >= 0:
        end = at + len(promise.pieces[0])
        for piece in promise.pieces[1:]:
            end = text.find(piece, end, end + len(piece) + 400)
            if end < 0:
                break
            end += len(piece)
        else:
            return False
        at = text.find(promise.pieces[0], at + 1)
    return not all(piece in notes for piece in promise.pieces)


def check_unresolved(promised: Promised, seen: Seen) -> Iterator[Diagnostic]:
    """No citation shows that something could not be found: `???`, or a bare key."""
    shown = [(f"note {number}", text) for number, text in seen.notes.items()]
    shown += [(f"a citation of `{one.key}`", one.text) for one in seen.citings]
    if seen.format == "html":  # in a PDF, more than the entry stands there
        shown += [(f"the entry of `{key}`", text) for key, text in seen.sources.items() if text]
    for name, text in shown:
        if not letters(text) or _UNRESOLVED.search(text) or text.strip("()[] ") in promised.references:
            yield _fault(
                "citation-unresolved",
                seen,
                f"{name} reads `{text}`" if text else f"{name} is empty",
                help="look at the citation style: it has no form for this kind of source, or lacks a term",
            )
    for shown in _QUESTIONED.findall(seen.text):
        if shown.lstrip("@") in promised.references:
            yield _fault("citation-unresolved", seen, f"`{shown}?` stands in the text", help=TEMPLATE)


def check_sources(promised: Promised, seen: Seen) -> Iterator[Diagnostic]:
    """Each source that the brief cites is in the list of sources."""
    for key in promised.references:
        if not letters(seen.sources.get(key, "")):
            yield _fault(
                "reference-not-listed",
                seen,
                f"`{key}` is not in the list of sources of the {FORMATS[seen.format]}",
                help="look at a template or a citation style of the project's own that leaves it out",
            )


def check_links(promised: Promised, seen: Seen) -> Iterator[Diagnostic]:
    """Every address leads somewhere, and nothing is fetched from outside the file."""
    for target, text in dict.fromkeys(seen.links):
        name = f"the link “{text}”" if text else "a link"
        if target.startswith("#"):
            if target[1:] not in seen.anchors:
                yield _fault(
                    "link-broken",
                    seen,
                    f"{name} leads to `{target}`, which is not in the file",
                    help="look at the template",
                )
        elif urlsplit(target).scheme.lower() not in SCHEMES:
            yield _fault(
                "link-broken",
                seen,
                f"{name} leads to `{target}`, which is neither http, https nor mailto",
                help="correct the address, or write it as text",
            )
    lost = promised.findings - {name.removeprefix(FINDING) for name in seen.anchors if name.startswith(FINDING)}
    for name in sorted({*seen.findings} - promised.findings | ({*seen.findings} & lost)):
        yield _fault("link-broken", seen, f"a link leads to finding `{name}`, which is not there", help=TEMPLATE)
    for address in dict.fromkeys(seen.fetched):
        yield _fault(
            "link-broken",
            seen,
            f"the page would fetch `{address}`: it is to be one file that fetches nothing",
            help="put the picture, style or font into the template itself, as a data: address",
        )
    for what in seen.activity:
        yield _fault("link-broken", seen, f"{what}: the page is to do nothing by itself", help=TEMPLATE)


def check_access(promised: Promised, seen: Seen) -> Iterator[Diagnostic]:
    """Title, language, headings and pictures of a file can be read aloud."""
    barriers = list(dict.fromkeys(seen.barriers))
    if letters(seen.title) != letters(promised.title):
        barriers.append(f"its title is `{seen.title}`" if seen.title else "it has no title")
    if seen.language.split("-")[0].lower() != promised.language.split("-")[0].lower():
        barriers.append(f"its language is `{seen.language}`" if seen.language else "it names no language")
    level = 0
    for heading in seen.headings:
        if heading.level > level + 1 and level:
            barriers.append(f"the heading `{heading.text}` skips a level")
        level = heading.level
        if not heading.text:
            barriers.append("a heading is empty")
    for barrier in dict.fromkeys(barriers):
        yield _fault("not-accessible", seen, barrier, help=TEMPLATE)


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


def check_words_of_both(promised: Promised, page: Seen, book: Seen) -> Iterator[Diagnostic]:
    """Each block of one file stands in the other, word for word and as often; those of the title page need not.

    Where a project has a template of its own for one of them, that may add words; it may not change or drop others.
    A PDF gives words from right to left, and those beside them, back in an order of its own: there, each word of the
    page is looked for.
    """
    files = [_Blocks(one, promised.our_view) for one in (page, book)]
    is_mixed = is_turned(page.text)
    for one, other in (files, files[::-1])[: 1 if is_mixed else 2]:
        alone = []
        for run, words in one.runs.items():
            is_added = promised.may_be_added_to and words not in promised.document
            if words in promised.head or is_turned(run) or is_added:
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
            yield _fault(
                "outputs-disagree",
                one.seen,
                f"`{_shown(run)}` stands in the {here}, and in the {there} not so often",
                help="the templates for the two formats have to show the same; look at those of the project's own",
                notes=(others,) if len(alone) > MANY else (),
            )


class _Blocks:
    """The blocks of a file, without the sign that stands among the words of one format alone."""

    def __init__(self, seen: Seen, sign: str) -> None:
        self.seen = seen
        self.letters = seen.letters.replace(sign, "") if sign else seen.letters
        self.runs = {run: letters(run).replace(sign, "") if sign else letters(run) for run in seen.runs}
        self.often = Counter(self.runs[run] for run in seen.runs)

    def has(self, words: str, *, as_in: _Blocks) -> bool:
        """Tell whether words stand here as often as in another file, be it as parts of blocks; few are not counted."""
        if len(words) < FEW:
            return words in self.letters
        return self.letters.count(words) >= max(as_in.letters.count(words), 1)


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
            yield _fault(
                "outputs-disagree",
                book,
                f"{second.name} stands before {first.name}, and behind it in the {FORMATS[page.format]}",
                help="the templates for the two formats have to show the same; look at those of the project's own",
                notes=tuple(Note(message=f"{one.name} is here", position=one.position) for one in (first, second)),
            )
            return


def _shown(run: str) -> str:
    return run if len(run) <= SHOWN else f"{run[:SHOWN]} …"


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
    return _fault(
        "outputs-disagree",
        one,
        f"the {what} differ: the {FORMATS[one.format]} has `{here or 'nothing'}` where the {FORMATS[other.format]} has "
        f"`{there or 'nothing'}`",
        help="the templates for the two formats have to show the same; look at those of the project's own",
    )


def _times(number: int) -> str:
    return {0: "not at all", 1: "once"}.get(number, f"{number:,} times")


def _fault(code: str, seen: Seen, message: str, *, help: str, notes: tuple[Note, ...] = ()) -> Diagnostic:  # noqa: A002
    return fault(code, Position(seen.path, 1, 1), message, help=help, notes=notes)
