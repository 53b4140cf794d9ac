"""Lists of words, by language, that the checks know: abbreviations, months, numbers, hedges. Data: words/*.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True, kw_only=True)
class WordLists:
    """The words of all languages together: quotes may be in another language than the brief."""

    abbreviations: frozenset[str]


@cache
def word_lists() -> WordLists:
    """Return the words of all languages."""
    folder = resources.files(__package__) / "wordlists"
    tables = [tomllib.loads(file.read_text("utf-8")) for file in folder.iterdir() if file.name.endswith(".toml")]
    return WordLists(
        abbreviations=frozenset(word.lower() for table in tables for word in table.get("abbreviations", ())),
    )
