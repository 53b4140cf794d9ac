"""Do the citations, quotes and links of a rendered file stand, and lead, where they should?"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from policybrief.diagnostics import Note
from policybrief.outputs.faults import FORMATS, TEMPLATE, fault_in, shown
from policybrief.outputs.seen import ANNEX, FINDING, KEPT, letters
from policybrief.text.directions import is_turned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policybrief.diagnostics import Diagnostic
    from policybrief.outputs.promised import Promised
    from policybrief.outputs.seen import Seen

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\bF\d+\b")
"""The number of a finding."""


def check_behind(promised: Promised, seen: Seen) -> Iterator[Diagnostic]:
    """Each citation stands behind the words behind which the brief has it; in notes, only that it is there is known."""
    behind = {letters(call.behind).replace(promised.our_view, "")[-KEPT:] for call in seen.calls}
    begun = [words for words in behind if 0 < len(words) < KEPT]

    def is_there(words: str) -> bool:
        is_begun = any(words.endswith(one) for one in begun)  # of a line that was broken, no more is known
        return words in behind or is_begun or (len(words) < KEPT and any(one.endswith(words) for one in behind))

    for promise in promised.words:
        is_lost = any(not any(map(is_there, words)) for words in promise.cited_behind)
        if is_lost and not promise.turned and all(piece in seen.letters for piece in promise.pieces):
            # else it stands in a note, or is told as missing
            yield fault_in(
                "citation-lost",
                seen,
                f"in the {FORMATS[seen.format]}, no citation stands behind words of {promise.name} that have one",
                help=TEMPLATE,
                notes=(Note(message="they stand here", position=promise.position),),
            )


def check_judgements(promised: Promised, seen: Seen) -> Iterator[Diagnostic]:
    """Each judgement is marked as one; on paper, one mark may stand for those of a line."""
    if seen.format == "html":
        is_lost = seen.judgements < promised.judgements
    else:
        text = seen.text + " ".join(seen.notes.values())
        is_lost = promised.judgements > 0 and promised.our_view not in letters(text) and not is_turned(text)
    if is_lost:
        what = f"{promised.judgements:,} judgements are to be marked as such in the {FORMATS[seen.format]}"
        shown = f", and {seen.judgements:,} are" if seen.format == "html" else ", and none is"
        yield fault_in("outputs-disagree", seen, what + shown, help=TEMPLATE)


def check_reasons(promised: Promised, seen: Seen) -> Iterator[Diagnostic]:
    """Each recommendation links to the findings for which it is made, in their order."""
    there = Counter(tuple(one.findings) for one in seen.namings if letters(one.behind) == promised.because)
    for one in promised.reasons:
        there[one.findings] -= 1
        if there[one.findings] < 0:
            yield fault_in(
                "outputs-disagree",
                seen,
                f"{one.name} does not name its findings in the {FORMATS[seen.format]}",
                help=TEMPLATE,
                notes=(Note(message="they stand here", position=one.position),),
            )


def check_quotes(promised: Promised, seen: Seen) -> Iterator[Diagnostic]:
    """Each quote that can be read in its source is the brief's, and is what is marked there."""
    for place, text in dict.fromkeys(seen.quotes):
        quote = promised.quotes.get(place)
        if quote is not None and letters(text) != letters(quote):
            yield fault_in(
                "outputs-disagree", seen, f"`{shown(text)}` is shown as the quote of {_of(place)}", help=TEMPLATE
            )
    for place, text in dict.fromkeys(seen.marked):
        quote = promised.quotes.get(place)
        if quote is not None and not _is_like(text, quote):
            yield fault_in(
                "link-broken",
                seen,
                f"`{shown(text)}` is marked where the quote of {_of(place)} is to stand",
                help=TEMPLATE,
            )


def check_ways(promised: Promised, seen: Seen) -> Iterator[Diagnostic]:
    """Contents, notes and the numbers of findings lead to what their words name."""
    told = list(seen.strays)
    for target, text in dict.fromkeys(seen.links):
        number = promised.findings.get(target.removeprefix("#").removeprefix(FINDING).removeprefix(ANNEX))
        shown = _NUMBER.findall(text) if number else []
        if shown and number not in shown:
            told.append(f"the link “{text}” leads to finding {number}")
    for entry in seen.contents:
        if not entry.page:
            told.append(f"“{entry.text}” stands in the contents, and is no heading there")
        elif entry.page != entry.shown and not promised.may_be_added_to:
            told.append(f"the contents give page {entry.shown} for “{entry.text}”, which is on page {entry.page}")
    there = {name.removeprefix(FINDING) for name in seen.anchors if name.startswith(FINDING)}
    nowhere = sorted({*seen.findings} - ({*promised.findings} & there))
    told += [f"a link leads to finding `{name}`, which is not there" for name in nowhere]
    for what in dict.fromkeys(told):
        yield fault_in("link-broken", seen, what, help=TEMPLATE)


def _is_like(text: str, quote: str) -> bool:
    """Tell whether half of a text's words are those of a quote: a source may write, break and cut it otherwise."""
    words, known = _WORD.findall(text.casefold()), {*_WORD.findall(quote.casefold())}
    return 2 * sum(word in known for word in words) >= len(words)


def _of(place: str) -> str:
    finding, _, number = place.removeprefix("#q-").rpartition("-")
    return f"`{finding}/{number}`"
