"""Why a quote is not found: what helps its author most comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from policybrief.diagnostics import Note
from policybrief.text.folding import Folded, fold
from policybrief.text.nearest import differences, nearest_passage, parts_out_of_order, same_but_for_capitals
from policybrief.text.quotes import find_quote

if TYPE_CHECKING:
    from collections.abc import Callable

    from policybrief.checks.inputs import Inputs

MAX_DIFFERENCES = 5
MAX_SHOWN = 200
"""Characters of a passage that a note shows."""


class Sought(Struct, frozen=True):
    """A quote that does not stand in the text of the reference it cites."""

    inputs: Inputs
    key: str
    quote: str
    text: Folded

    def is_not_in_text(self, more: str = "") -> str:
        """Return the message that all reasons share."""
        return f"the quote is not in the stored text of `{self.key}`{more}"


class Reason(Struct, frozen=True):
    """Why, and what to do."""

    message: str
    advice: str
    notes: tuple[Note, ...] = ()
    code: str = "quote-not-in-source"


def _is_empty(sought: Sought) -> Reason | None:
    if any(char.isalnum() for char in fold(sought.quote)):
        return None
    return Reason("the quote holds no words", "copy the words from the stored source")


def _in_other_source(sought: Sought) -> Reason | None:
    for other, text in sought.inputs.texts.others(sought.key):
        if match := find_quote(sought.quote, text):
            return Reason(
                sought.is_not_in_text(f"; it stands in that of `{other}`"),
                f"write `source: {other}`, or quote what `{sought.key}` says",
                (_note(f"it stands here, in `{other}`", text, match.start),),
                "quote-in-other-source",
            )
    return None


def _outside_excerpt(sought: Sought) -> Reason | None:
    whole = sought.inputs.texts.whole(sought.key)
    if whole is None or whole is sought.text or not (match := find_quote(sought.quote, whole)):
        return None
    excerpt = sought.inputs.references[sought.key].fields["excerpt"].value.strip()
    return Reason(
        sought.is_not_in_text(f": it stands in the file, outside the excerpt `{excerpt}`"),
        "correct the `excerpt` of the reference, or cite the reference that holds this line",
        (_note("it stands here", whole, match.start),),
    )


def _capitals_differ(sought: Sought) -> Reason | None:
    passage = same_but_for_capitals(sought.quote, sought.text)
    if passage is None:
        return None
    return Reason(
        sought.is_not_in_text(": only capitals differ"),
        "write the capitals as in the source, or mark a changed letter: `[T]he`",
        (_note(f'the source has "{_short(passage.words)}"', sought.text, passage.start),),
    )


def _parts_out_of_order(sought: Sought) -> Reason | None:
    if not parts_out_of_order(sought.quote, sought.text):
        return None
    return Reason(
        sought.is_not_in_text(": its parts stand there in another order"), "give the parts in the order of the source"
    )


def _differs_from_nearest(sought: Sought) -> Reason | None:
    nearest = nearest_passage(sought.quote, sought.text)
    if nearest is None:
        return None
    notes = [_note(f'the nearest passage is "{_short(nearest.words)}"', sought.text, nearest.start)]
    notes += [
        Note(message=_told(one.quote, one.source)) for one in differences(sought.quote, nearest.words)[:MAX_DIFFERENCES]
    ]
    return Reason(
        sought.is_not_in_text(), "copy the passage as it stands, or mark what you left out with [...]", tuple(notes)
    )


def _is_unlike_anything(sought: Sought) -> Reason:
    return Reason(
        sought.is_not_in_text(),
        "nothing in this source is like it: is it the right source? Copy the words from the stored file",
    )


REASONS: tuple[Callable[[Sought], Reason | None], ...] = (
    _is_empty,
    _in_other_source,
    _outside_excerpt,
    _capitals_differ,
    _parts_out_of_order,
    _differs_from_nearest,
    _is_unlike_anything,
)


def _note(message: str, text: Folded, index: int) -> Note:
    return Note(message=message, position=text.position(index))


def _told(quote: str, source: str) -> str:
    if not source:
        return f'the quote has "{_short(quote)}", which the source has not'
    if not quote:
        return f'the source has "{_short(source)}", which the quote leaves out'
    return f'where the quote has "{_short(quote)}", the source has "{_short(source)}"'


def _short(words: str) -> str:
    return words if len(words) <= MAX_SHOWN else f"{words[: MAX_SHOWN - 4].rstrip()} ..."
