"""Lists of words, by language, that the checks know: abbreviations, months, numbers, units. Data: wordlists/*.toml."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from policybrief.languages import language_tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping


class WordLists(Struct, frozen=True, kw_only=True):
    """The words of all languages together, in small letters: quotes may be in another language than the brief."""

    languages: frozenset[str]
    """Tags of the languages."""
    abbreviations: frozenset[str]
    months: Mapping[str, int]
    ambiguous_months: frozenset[str]
    """Months that are also other words."""
    before_month: frozenset[str]
    numbers: Mapping[str, Decimal]
    scales: Mapping[str, int]
    """Words that multiply what stands before them."""
    opening: frozenset[str]
    """Of these, what may begin a number without an article."""
    tens: Mapping[str, int]
    """What is a number only where a digit in words follows."""
    scale_signs: Mapping[str, int]
    """Signs such as `m`, after a figure only."""
    currencies: Mapping[str, str]
    nations: Mapping[str, str]
    """What the names of nations begin with whose currencies have one name: `US dollars`, `Canadian dollars`."""
    units: Mapping[str, str]
    bounds: Mapping[str, str]
    """Words before a figure: it is a lower bound (`min`), an upper one (`max`), one that it does not reach itself
    (`more`, `less`), or inexact (`about`)."""
    bounds_after: Mapping[str, str]
    bounds_near: Mapping[str, str]
    """The same, for words a little before a figure: `the maximum fine is 50`."""
    lasting: frozenset[str]
    """Words after which `over` a time is more than it."""
    unit_adjectives: frozenset[str]
    """What may stand between a figure and its unit: `five working days`."""
    rises: frozenset[str]
    """What goes up `by 12 per cent`, or is so much `higher`."""
    falls: frozenset[str]
    """What goes down."""
    decreases: frozenset[str]
    """Words after which a figure may be what is lost."""
    changes: frozenset[str]
    """Words that make of `from 12 to 15` a change."""
    labels: frozenset[str]
    """Words before a figure that make it a name: `article 5`."""
    labels_after: frozenset[str]
    """Words after a figure and a hyphen that do so: `174-бап`."""
    definite: frozenset[str]
    spans: frozenset[str]
    ordinals: frozenset[str]
    fractions: frozenset[str]
    """What makes a part of the number before it: `two thirds`."""
    parts: Mapping[str, str]
    """Parts of something: `two thirds` is `2/3`."""
    multitudes: Mapping[str, str]
    """Numbers that nobody has counted: `hundreds`."""
    multiples: Mapping[str, str]
    """How many times as much something has become: `doubled` is `2`."""
    periods: Mapping[str, str]
    """Parts of a year or month: `early`, `first half`."""
    idle: frozenset[str]
    """Longer words that do not tell what is spoken of."""
    own_parts: frozenset[str]
    """What a brief calls its own parts: how many there are is nobody's figure."""
    negations: frozenset[str]
    negation_endings: frozenset[str]
    """What verbs in the negative end in."""
    denials: frozenset[str]
    conditions: frozenset[str]
    hedges: frozenset[str]
    attributions: frozenset[str]
    limits: frozenset[str]
    """What limits or undoes the words right after it: `only`, `declined to`, `former`."""
    duties: frozenset[str]
    """What makes a duty of the words right after it: `must`."""
    verdicts: frozenset[str]
    """What undoes words further on: `acquitted the official of`."""
    standings: frozenset[str]
    """Limits that say who somebody is, and nothing of what is said of him: `former`."""
    duties_of_others: frozenset[str]
    """What makes a duty, or a wish, of words further on: `calls on the state to`, `should ensure that`."""
    exceptions: frozenset[str]
    """What takes something from the words right before it: `except`."""
    duties_told: frozenset[str]
    """What words begin with that tell of a duty or a wish."""
    questions_told: frozenset[str]
    """What words begin with that tell of a question."""
    harmless: frozenset[str]
    """Phrases in which a word of the lists above changes no meaning."""
    reporting: frozenset[str]
    """Words by which a claim tells that somebody says so, besides attributions."""
    clause_openers: frozenset[str]
    name_openers: frozenset[str]
    """What may stand before a name at the start of a sentence."""
    name_endings: frozenset[str]
    """What makes of a name what belongs to it: Kazakh, Kazakhstan; Italy, Italian."""
    other_persons: frozenset[str]
    """Endings that make another name of one: `Bekova` is not `Bekov`."""
    not_names: frozenset[str]
    """Written with a capital, and no names by that."""


_MEANINGS = (
    *("negations", "negation_endings", "denials", "conditions", "hedges", "attributions", "limits", "duties"),
    *(
        "verdicts",
        "standings",
        "duties_of_others",
        "exceptions",
        "duties_told",
        "questions_told",
        "harmless",
        "reporting",
    ),
    "clause_openers",
)
_NAMES = ("name_openers", "name_endings", "other_persons", "not_names")

_WORD = re.compile(r"\w+")


def knows_language(name: str) -> bool:
    """Tell whether there are lists of words for a language, by its name or tag in `langid`."""
    return language_tag(name).lower().split("-")[0] in word_lists().languages


@cache
def word_lists() -> WordLists:
    """Return the words of all languages."""
    folder = resources.files(__package__) / "wordlists"
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    tables = [tomllib.loads((folder / name).read_text("utf-8")) for name in names]
    return WordLists(
        languages=frozenset(name.removesuffix(".toml") for name in names),
        abbreviations=_set(tables, "abbreviations"),
        months={
            form: number
            for table in tables
            for number, forms in enumerate(table.get("months", ()), 1)
            for form in forms
        },
        ambiguous_months=_set(tables, "ambiguous_months"),
        before_month=_set(tables, "before_month"),
        numbers=_map(tables, "numbers", Decimal),
        scales=_map(tables, "scales", int),
        opening=_set(tables, "opening_scales"),
        tens=_map(tables, "tens", int),
        scale_signs=_map(tables, "scale_signs", int),
        currencies=_map(tables, "currencies"),
        nations=_map(tables, "nations"),
        units=_map(tables, "units"),
        bounds=_map(tables, "bounds"),
        bounds_after=_map(tables, "bounds_after"),
        bounds_near=_map(tables, "bounds_near"),
        lasting=_set(tables, "lasting"),
        unit_adjectives=_set(tables, "unit_adjectives"),
        rises=_set(tables, "rises"),
        falls=_set(tables, "falls"),
        decreases=_set(tables, "decreases"),
        changes=_set(tables, "changes"),
        labels=_set([table.get("labels", {}) for table in tables], "words"),
        labels_after=_set([table.get("labels", {}) for table in tables], "after"),
        definite=_set([table.get("labels", {}) for table in tables], "definite"),
        spans=_set([table.get("labels", {}) for table in tables], "spans"),
        ordinals=_set([table.get("labels", {}) for table in tables], "ordinals"),
        fractions=_set([table.get("labels", {}) for table in tables], "fractions"),
        parts=_map(tables, "parts"),
        multitudes=_map(tables, "multitudes"),
        multiples=_map(tables, "multiples"),
        periods=_map(tables, "periods"),
        idle=_set([table.get("labels", {}) for table in tables], "idle"),
        own_parts=_set([table.get("labels", {}) for table in tables], "own_parts"),
        **{name: _set([table.get("names", {}) for table in tables], name) for name in _NAMES},
        **{name: _set([table.get("meaning", {}) for table in tables], name) for name in _MEANINGS},
    )


def alternatives(words: Iterable[str], *, space: str = " ") -> str:
    """Return a pattern for any of some words, the longest first; none of none. `space` stands for their spaces."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", space) for word in longest_first) or "(?!)"


class Phrases:
    """Words and rows of words, found where they stand by themselves, whatever their capitals.

    A pattern of hundreds of alternatives would take longer to compile than most briefs take to be looked through.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        """Take phrases in small letters, each of which begins with a letter or a digit."""
        self._beginning: dict[str, list[str]] = {}
        for phrase in sorted(phrases, key=len, reverse=True):
            self._beginning.setdefault(_WORD.findall(phrase)[0], []).append(phrase)

    def spans(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
        """Yield where phrases stand between two indexes, the longest of each place; none lies over another."""
        end = len(text) if end is None else end
        part, behind = _in_small_letters(text[start:end]), 0
        for word in _WORD.finditer(part):
            first = word.start()
            if first < behind or (first == 0 < start and _WORD.match(text[start - 1])):
                continue
            for phrase in self._beginning.get(word[0], ()):
                last = first + len(phrase)
                if part.startswith(phrase, first) and not _WORD.match(part, last):
                    behind = last
                    yield start + first, start + last
                    break

    def stand_in(self, text: str) -> bool:
        """Tell whether one of the phrases stands in a text."""
        return any(True for _ in self.spans(text))


def _in_small_letters(text: str) -> str:
    """Return a text in small letters, of the same length."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(one.lower()[:1] for one in text)


def words_before(text: str, index: int, limit: int = 4) -> list[str]:
    """Return the words that end right before an index, in small letters; a mark between words ends the row."""
    tail = text[max(0, index - 60) : index].rstrip(' \n\u00a0("“').lower().replace("-", " ")
    if not tail[-1:].isalpha():
        return []
    words: list[str] = []
    for word in reversed(tail.split()[-limit:]):
        if not word.replace("'", "").replace("’", "").isalpha():
            break
        words.insert(0, word)
    return words


def _set(tables: list[dict[str, Any]], name: str) -> frozenset[str]:
    return frozenset(word for table in tables for word in table.get(name, ()))


def _map(tables: list[dict[str, Any]], name: str, convert: Callable[[Any], Any] = str) -> dict[str, Any]:
    """Return what words stand for; a list says it once for several: `2 = ["два", "две"]`."""
    lines = [line for table in tables for line in table.get(name, {}).items()]
    several = {word: convert(key) for key, words in lines if isinstance(words, list) for word in words}
    return several | {word: convert(value) for word, value in lines if not isinstance(value, list)}
