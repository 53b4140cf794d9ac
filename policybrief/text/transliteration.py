"""Names in Cyrillic and Latin letters brought to one form, however they were transliterated."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = {
    **dict(zip("абвгдезийклмнопрстуфцыэ", "abvgdeziiklmnoprstufcie", strict=True)),
    **dict(zip("әғқңөұүһіхёж", "agknouukikej", strict=True)),
    **dict(zip("їєґў", "iegu", strict=True)),
    "ч": "ch",
    "ш": "sh",
    "щ": "sh",
    "ъ": "",
    "ь": "",
    "ю": "iu",
    "я": "ia",
}
_CYRILLIC = str.maketrans(_LETTERS)
_SPELLINGS = {
    "shch": "sh",
    "tch": "ch",
    "dzh": "j",
    "zh": "j",
    "kh": "k",
    "gh": "g",
    "ts": "c",
    "ck": "k",
    "ch": "ch",
    "sh": "sh",
    "yu": "iu",
    "ya": "ia",
    "ye": "e",
    "yo": "e",
    "y": "i",
    "q": "k",
    "w": "v",
    "x": "ks",
    "ng": "n",
    "h": "k",
}
"""Ways of writing in Latin letters -> one of them; `h` and `k` are one, for Kazakh and Russian differ in them."""
_SPELLING = re.compile("|".join(sorted(_SPELLINGS, key=len, reverse=True)))
_REPEATED = re.compile(r"(.)\1+")


def common_form(word: str) -> str:
    """Return a name in small Latin letters: what the ways of transliterating Russian and Kazakh have in common."""
    latin = unicodedata.normalize("NFD", word.casefold().replace("й", "и")).translate(_CYRILLIC)
    bare = "".join(char for char in latin if not unicodedata.combining(char))
    return _REPEATED.sub(r"\1", _SPELLING.sub(lambda found: _SPELLINGS[found[0]], bare))
