"""A quote -> its literal parts, and what its author did between them: left words out, or altered them."""

from __future__ import annotations

import re
from enum import Enum

from msgspec import Struct

from policybrief.text.folding import fold

_LETTER = r"[^\W\d_]"
_ELLIPSIS = r"\[ ?(?:\.{3,}|\. \. \.) ?\]|\( ?(?:\.{3,}|\. \. \.) ?\)|\.{3,}|\.(?: \.){2,}"
_SIC = r" ?[\[(](?:sic!?|(?:foot|end)?notes? omitted|emphasis (?:added|in (?:the )?original))[\])]"
"""What an editor says of a quote, and no source has to say."""
_MARK = re.compile(rf"(?P<ellipsis>{_ELLIPSIS})|(?P<sic>{_SIC})|\[(?P<altered>[^\[\]]*)\]")

MAX_ALTERED = 60
"""How many characters of the source an editorial bracket may stand for."""
_ABBREVIATION = r"(?<=(?<!\w)[A-Z])\.|(?<=(?<!\w)[A-Z][a-z])\.|(?<=(?<!\w)[A-Z][a-z][a-z])\."
_WITHIN_SENTENCE = rf"(?:[^.!?]|[.!?](?! )|\.(?= [\da-z,(])|{_ABBREVIATION}){{1,{MAX_ALTERED}}}"
_REST_OF_WORD = rf"(?:{_LETTER}|'){{0,15}}"


class Cut(Enum):
    """What stands between two literal parts of a quote."""

    ELLIPSIS = "left out"
    ALTERATION = "altered"


class Part(Struct, frozen=True):
    """Words that have to stand in the source as they are, and what may stand before them."""

    words: str
    """Folded text."""
    before: Cut | None = None
    allowed: re.Pattern[str] | None = None
    """For an alteration: what of the source may stand in its place."""


class QuoteParts(Struct, frozen=True):
    """A quote taken apart."""

    parts: tuple[Part, ...]
    opening: re.Pattern[str] | None = None
    """For an alteration that the quote begins with: what of the source may stand before the first part."""
    closing: re.Pattern[str] | None = None
    """For an alteration within its last word: what of the source may follow the last part."""

    @property
    def is_altered(self) -> bool:
        """Whether the editor changed words, besides leaving some out."""
        return bool(self.opening or self.closing or any(part.before is Cut.ALTERATION for part in self.parts))


def take_apart(quote: str) -> QuoteParts:
    """Return the parts of a quote; none where nothing in it is the source's."""
    folded = re.sub(_SIC, "", fold(quote))
    parts: list[Part] = []
    opening: re.Pattern[str] | None = None
    cut: Cut | None = None
    allowed: re.Pattern[str] | None = None
    position = 0
    for mark in [*_MARK.finditer(folded), None]:
        words = folded[position : mark.start() if mark else len(folded)]
        if re.search(r"\w", words):
            if cut is Cut.ALTERATION and not parts:
                opening = allowed if words[0].isalpha() else None
                allowed = None
            parts.append(Part(words.strip(), cut if parts else None, allowed))
            cut = allowed = None
        if mark is None:
            within_word = cut is Cut.ALTERATION and bool(parts) and folded[:position].rpartition("[")[0][-1:].isalpha()
            return QuoteParts(tuple(parts), opening, allowed if within_word else None)
        position = mark.end()
        if mark["ellipsis"] or cut is Cut.ELLIPSIS:
            cut, allowed = Cut.ELLIPSIS, None
        else:
            cut, allowed = Cut.ALTERATION, _allowed(folded, mark)
    raise AssertionError  # pragma: no cover - the loop ends at None


def _allowed(text: str, mark: re.Match[str]) -> re.Pattern[str]:
    """Return what the source may have in the place of an alteration.

    Within a word only letters, and for one letter at its start (`[t]he`) only that letter in another case;
    elsewhere words of one sentence, or nothing, since brackets may also explain.
    """
    inner = mark["altered"]
    left, right = text[: mark.start()][-1:], text[mark.end() :][:1]
    if right.isalpha() and not left.isalpha() and len(inner) == 1 and inner.isalpha():
        return re.compile(f"{re.escape(left) if left == ' ' else ''}(?<!{_LETTER})(?:{inner.lower()}|{inner.upper()})")
    space_left, space_right = " " * (left == " "), " " * (right == " ")
    if left.isalpha() or right.isalpha():
        return re.compile(f"{space_left}{_REST_OF_WORD}{space_right}")
    if space_left and space_right:
        return re.compile(f" (?:{_WITHIN_SENTENCE} )?")
    return re.compile(f"(?:{space_left}{_WITHIN_SENTENCE}{space_right})?")
