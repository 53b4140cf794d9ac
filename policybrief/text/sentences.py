"""Where sentences begin and end."""

from __future__ import annotations

import re

from policybrief.text.words import word_lists

_END = re.compile(r"(?P<stop>[.!?…]+|[。！？｡؟।])(?P<closing>[\"'”’»)\]】」』]*)(?P<space>\s+|$|(?<=[。！？｡])(?=\S))")
_WORD_BEFORE = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]+$")
_INITIAL = re.compile(r"[^\W\d_]")
_NEXT = re.compile(r"[\"'“‘„«(\[¿¡]*(.)", re.DOTALL)


def sentences(text: str) -> list[tuple[int, int]]:
    """Return start and end of each sentence of a text, without the space between them.

    A stop ends a sentence unless the word before it is an abbreviation or an initial, or the next word begins
    small. Citations have to be taken out of the text before.
    """
    found = []
    start = 0
    for end in _END.finditer(text):
        if end["space"] != "" or end.end() == len(text) or end["stop"] in "。！？｡":
            if not _ends(text, end):
                continue
            stop = end.end("closing")
            if text[start:stop].strip():
                found.append((start + _leading_space(text, start), stop))
            start = end.end()
    if text[start:].strip():
        found.append((start + _leading_space(text, start), len(text.rstrip())))
    return found


def _leading_space(text: str, start: int) -> int:
    return len(text[start:]) - len(text[start:].lstrip())


def _ends(text: str, end: re.Match[str]) -> bool:
    """Tell whether a stop ends its sentence."""
    if end.end() == len(text) or end["stop"] not in (".", "…", "..."):
        return True
    following = _NEXT.match(text, end.end())
    if following and following[1].islower():
        return False
    if end["stop"] != ".":
        return True
    word = _WORD_BEFORE.search(text, max(0, end.start() - 20), end.start())
    if not word or end["closing"]:
        return True
    bare = word[0]
    is_initial = bool(_INITIAL.fullmatch(bare)) and bare.isupper()
    return not (is_initial or bare.lower() in word_lists().abbreviations or "." in bare)
