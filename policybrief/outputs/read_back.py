"""Do the rendered files show what the brief promises, and do they agree?"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from operator import attrgetter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from policybrief.diagnostics import Note
from policybrief.outputs.agreement import (
    check_agreement,
    check_figures,
    check_order,
    check_places,
    check_words_of_both,
)
from policybrief.outputs.faults import FORMATS, LONG, MANY, TEMPLATE, fault_in, shown
from policybrief.outputs.promised import long_pieces
from policybrief.outputs.seen import letters, turned_words
from policybrief.outputs.ways import check_behind, check_judgements, check_quotes, check_reasons, check_ways

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policybrief.diagnostics import Diagnostic
    from policybrief.outputs.promised import Promise, Promised
    from policybrief.outputs.seen import Seen

SCHEMES = ("http", "https", "mailto")
FEW = 4
"""Letters of words that may stand anywhere."""
_QUESTIONED = re.compile(r"(@?\w[\w:.+/-]*)\?(?!\w)")
_UNRESOLVED = re.compile(r"\?\?\?|\*\*[\w:.-]+\?\*\*|\(\s*\?\s*\)|\[@")


def check_outputs(promised: Promised, seen: Sequence[Seen]) -> list[Diagnostic]:
    """Check each rendered file against the brief, and the files against each other."""
    found: list[Diagnostic] = []
    for one in seen:
        for check in (
            check_citations,
            check_behind,
            check_words,
            check_drawing,
            check_judgements,
            check_reasons,
            check_quotes,
            check_unresolved,
            check_sources,
            check_links,
            check_ways,
            check_access,
        ):
            found += check(promised, one)
    for other in seen[1:]:
        found += check_agreement(seen[0], other)
        if other.format == "pdf":
            found += check_places(promised, seen[0], other)
            found += check_words_of_both(promised, seen[0], other)
            found += check_order(promised, seen[0], other)
            found += check_figures(promised, seen[0], other)
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
        yield fault_in(
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
            yield fault_in(
                "citation-lost",
                seen,
                what if mark else "a note is called nowhere",
                help=TEMPLATE,
            )


def check_words(promised: Promised, seen: Seen) -> Iterator[Diagnostic]:
    """Every claim and every passage of the prose stands in a file, word for word."""
    text, notes = seen.letters, letters("".join(seen.notes.values()))
    often = Counter(piece for _, piece in long_pieces(promised.words).within(text + notes))
    for promise in promised.words:
        if promise.turned and seen.format == "pdf":
            words = (word for word in promise.turned if len(word) < LONG)  # longer ones may be broken over lines
            is_lost = any(word not in text and word not in notes for word in words)
        else:
            is_rarer = any(often[piece] < promised.often.get(piece, 0) for piece in promise.pieces)
            is_lost = is_rarer or _is_missing(promise, text, notes)
        if is_lost:
            yield fault_in(
                "citation-lost" if promise.is_cited else "outputs-disagree",
                seen,
                f"{promise.name} is not in the {FORMATS[seen.format]} as it stands in the brief",
                help="look at a template of the project's own that leaves it out or changes it",
                notes=(Note(message="it stands here", position=promise.position),),
            )
    for heading in promised.headings:
        turned = turned_words(heading) if seen.format == "pdf" else ()
        if any(word not in text for word in turned or [letters(heading)]):
            yield fault_in(
                "outputs-disagree",
                seen,
                f"the section `{heading}` is not in the {FORMATS[seen.format]}",
                help="look at a template of the project's own that leaves it out",
            )


def check_drawing(promised: Promised, seen: Seen) -> Iterator[Diagnostic]:
    """No words run off their page, are printed over others, or can't be seen; a page of the project's own may do so."""
    cells = "a cell of a table, for one, can't go on overleaf, and long words want few columns"
    told = [(seen.off, "runs off its page", f"divide what it is a part of: {cells}")]
    if not promised.may_be_added_to:
        told.append((seen.over, "is printed over other words", f"divide or shorten what it is a part of: {cells}"))
        told.append((seen.pale, "can't be read on white paper", TEMPLATE))
    for spots, what, remedy in told:
        for page, on_page in itertools.groupby(spots, key=attrgetter("page")):
            words = [spot.words for spot in on_page]
            if said := " ".join(" ".join(words).split()):
                yield fault_in(
                    "outputs-disagree",
                    seen,
                    f"`{shown(said)}` on page {page} {what}",
                    help=remedy,
                    notes=_written(promised, max(map(letters, words), key=len)),
                )


def _written(promised: Promised, words: str) -> tuple[Note, ...]:
    """Return where words of a file are written, if they are written in one place of the brief."""
    places = [one for one in promised.words if len(words) >= FEW and words in "".join(one.pieces)]
    if len({one.name for one in places}) != 1:
        return ()
    return (Note(message=f"such words stand in {places[0].name}", position=places[0].position),)


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
            yield fault_in(
                "citation-unresolved",
                seen,
                f"{name} reads `{text}`" if text else f"{name} is empty",
                help="look at the citation style: it has no form for this kind of source, or lacks a term",
            )
    for shown in _QUESTIONED.findall(seen.text):
        if shown.lstrip("@") in promised.references:
            yield fault_in("citation-unresolved", seen, f"`{shown}?` stands in the text", help=TEMPLATE)


def check_sources(promised: Promised, seen: Seen) -> Iterator[Diagnostic]:
    """Each source that the brief cites is in the list of sources."""
    for key in promised.references:
        if not letters(seen.sources.get(key, "")):
            yield fault_in(
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
                yield fault_in(
                    "link-broken",
                    seen,
                    f"{name} leads to `{target}`, which is not in the file",
                    help="look at the template",
                )
        elif urlsplit(target).scheme.lower() not in SCHEMES:
            yield fault_in(
                "link-broken",
                seen,
                f"{name} leads to `{target}`, which is neither http, https nor mailto",
                help="correct the address, or write it as text",
            )
    for address in dict.fromkeys(seen.fetched):
        yield fault_in(
            "link-broken",
            seen,
            f"the page would fetch `{address}`: it is to be one file that fetches nothing",
            help="put the picture, style or font into the template itself, as a data: address",
        )
    for rule in sorted(seen.veils - promised.veils) if not promised.may_be_added_to else ():
        what = f"the style sheet hides words, or adds some, and not by the templates: `{shown(rule)}`"
        yield fault_in("outputs-disagree", seen, what, help=TEMPLATE)
    for what in seen.activity:
        yield fault_in("link-broken", seen, f"{what}: the page is to do nothing by itself", help=TEMPLATE)


def check_access(promised: Promised, seen: Seen) -> Iterator[Diagnostic]:
    """Title, language, headings and pictures of a file can be read aloud."""
    barriers = list(dict.fromkeys(seen.barriers))
    if letters(seen.title) != letters(promised.title):
        barriers.append(f"its title is `{seen.title}`" if seen.title else "it has no title")
    if seen.language.split("-")[0].lower() != promised.language.split("-")[0].lower():
        barriers.append(f"its language is `{seen.language}`" if seen.language else "it names no language")
    if not promised.may_be_added_to:
        said = (words for words in seen.pictures if letters(words) not in promised.pictures)
        barriers += [f"a picture is read aloud as `{words}`, and not as what it shows" for words in said]
    level = 0
    for heading in seen.headings:
        if heading.level > level + 1 and level:
            barriers.append(f"the heading `{heading.text}` skips a level")
        level = heading.level
        if not heading.text:
            barriers.append("a heading is empty")
    for barrier in dict.fromkeys(barriers):
        yield fault_in("not-accessible", seen, barrier, help=TEMPLATE)


def _times(number: int) -> str:
    return {0: "not at all", 1: "once"}.get(number, f"{number:,} times")
