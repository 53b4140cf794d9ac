"""Where sentences begin and end."""

from __future__ import annotations

import re

from policybrief.text.words import word_lists

_END = re.compile(r"(?P<stop>[.!?…。！？｡؟।]+)(?P<closing>[\"'”’»)\]】」』]*)(?P<space>\s+|$|(?<=[。！？｡])(?=\S))")
_VISIBLE = re.compile(r"\S")
_WORD_BEFORE = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]+$")
_INITIAL = re.compile(r"[^\W\d_]")
_STOP_BEFORE = re.compile(r"[.!?…]+[\"'”’»)\]]*\s+$")
LIKELY_SENTENCE = 240
"""Characters that are looked through first for where a sentence begins."""
_NEXT = re.compile(r"[\"'“‘„«(\[¿¡]*(.)", re.DOTALL)


def sentences(text: str) -> list[tuple[int, int]]:
    """Return start and end of each sentence of a text, without the space between them.

    A stop ends a sentence unless the word before it is an abbreviation or an initial, or the next word begins
    small. Citations have to be taken out of the text before.
    """
    found = []
    start = _next_word(text, 0)
    for end in _END.finditer(text):
        if _ends(text, end):
            if (last := end.end("closing")) > start:
                found.append((start, last))
            start = _next_word(text, end.end())
    if start < len(text):
        found.append((start, len(text.rstrip())))
    return found


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentence begins that `start` is in, and where the one ends that `end` is in.

    It is what `sentences` finds, and reads no more than lies about the two places.
    """
    return _begin_before(text, start), _end_after(text, end)


def _begin_before(text: str, index: int) -> int:
    """Return where the last sentence begins that begins at an index or before it."""
    before = _STOP_BEFORE.search(text, max(0, index - 8), index)
    end = before and _END.match(text, before.start())
    if end and end.end() == index and _ends(text, end):
        return index
    reach = LIKELY_SENTENCE
    while True:
        from_here = max(0, index - reach)
        begins: list[int] = []
        for end in _END.finditer(text, from_here):
            if end.end() > index:
                break
            if _ends(text, end):
                begins.append(end.end())
        if begins or from_here == 0:
            return min(max(begins, default=_next_word(text, 0)), index)
        reach *= 4


def _end_after(text: str, index: int) -> int:
    """Return where the first sentence ends that ends at an index or after it."""
    for end in _END.finditer(text, max(0, index - 4)):
        if end.end("closing") >= index and _ends(text, end):
            return end.end("closing")
    return max(index, len(text.rstrip()))


def _next_word(text: str, start: int) -> int:
    found = _VISIBLE.search(text, start)
    return found.start() if found else len(text)


def _ends(text: str, end: re.Match[str]) -> bool:
    """Tell whether a stop ends its sentence."""
    stop, _, space = end.groups()
    if end.end() == len(text) or not space:
        return end.end() == len(text) or stop[-1] in "。！？｡"
    following = _NEXT.match(text, end.end())
    if following and following[1].islower():
        return False
    if stop != ".":
        return True
    word = _WORD_BEFORE.search(text, max(0, end.start() - 20), end.start())
    if not word or end["closing"]:
        return True
    bare = word[0]
    is_initial = bool(_INITIAL.fullmatch(bare)) and bare.isupper()
    return not (is_initial or bare.lower() in word_lists().abbreviations or "." in bare)
