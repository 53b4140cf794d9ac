"""What a quote's own clause says beside the quote: a negation, denial, condition, hedge or attribution left out."""

from __future__ import annotations

import re
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING

from msgspec import Struct

from policybrief.text.sentences import sentence_around, sentences
from policybrief.text.words import Phrases, alternatives, word_lists

if TYPE_CHECKING:
    from policybrief.text.folding import Folded

KINDS = ("negation", "denial", "condition", "hedge", "attribution", "limit", "duty", "question")
REVERSING = ("negation", "denial", "condition")
"""What turns a statement round, so that another one within the quote does not stand for it."""
_STANDS_FOR = {
    "hedge": frozenset({"attribution", "denial"}),
    "denial": frozenset({"hedge", "negation"}),
    "negation": frozenset({"denial"}),
}
"""What else tells a kind: who `says that they did not pay` denies it; who `says that they paid` does not."""
LONG_GAP = 600
"""More characters left out than this are told, whatever they hold."""
MAX_SENTENCE = 2_000

_INVERTED = re.compile(
    r"(?:^|[.;:] )(?:Should|Were|Had) (?!not\b)|\bshould (?=(?:the|an?|this|these|those|it|they|its|their)\b)"
)
"""A condition without `if`: `Were the bill adopted`, `should the law enter into force`."""
_NUMBERED = re.compile(r"\. ?\d")
_WORDS_IN_MARKS = re.compile(r"(?<!\w)'((?:[^\W_][\w-]*[\s]?){1,4})'(?!\w)")
"""A few words in quotation marks are no clause of their own."""
_WORD = re.compile(r"[^\W\d_]+")
_TAIL = re.compile(r"'?,'? ?-? ?(?:which |that |who )?|'? - (?=\w)")
"""What stands between words and who says them: `..., the minister said`, `..., which he denies`."""
_NEXT_CLAUSE = re.compile(
    r"[,;:]|\b(?:that|and|but|though|although|while|whereas|when|where|because|since|after|before|что|и|но|а|хотя|когда|где)\b"
)
TAIL_WORDS = 7
"""So many words of it may come before the one that says so."""
_STRONG = re.compile(r"[;:()\[\]]|\s-\s|(?<=\S)'(?=[\s.,;:!?)]|$)|(?:^|(?<=[\s(]))'(?=\S)")


class LeftOut(Struct, frozen=True):
    """A word that changes the meaning of what was quoted, and was not quoted."""

    kind: str
    word: str
    start: int
    """Index in the folded text."""


def cut_from_clause(text: Folded, start: int, end: int, *, kept: str, is_attributed: bool) -> list[LeftOut]:
    """Return what the clause of a quote says around it that neither the quote nor `kept` says.

    Indexes are those of the folded text. `kept` is what is told beside the quote: the claim. Where `is_attributed`,
    it is told who says it.
    """
    key = text.key
    first, last = _sentence_at(text, start, end)
    found = _meanings(key, _clause_start(key, first, start), start)
    found += _meanings(key, end, _clause_end(key, end, last))
    found += [one for one in _meanings(key, end, last) if one.kind == "condition" and _follows_at_once(key, end, one)]
    found += [*_bearing_on_what_follows(key, first, start), *_added(key, end, last)]
    if key[end:last].rstrip(" '").endswith("?") and "?" not in key[start:end]:
        found.append(LeftOut("question", "?", last - 1))
    if not found:
        return []
    told = _kinds(kept) | (_kinds(key[start:end]) - {*REVERSING}), _kinds(kept, besides=key[start:end])
    if _INVERTED.search(kept):
        told = told[0] | {"condition"}, told[1] | {"condition"}
    reported = _reporting().stand_in(f"{kept} {key[start:end]}")
    return [
        one
        for one in dict.fromkeys(found)
        if not _is_told(one.kind, told[one.kind in REVERSING], is_reported=reported, is_attributed=is_attributed)
        and not _is_said_otherwise(one, kept)
    ]


def cut_by_ellipsis(text: Folded, start: int, end: int) -> tuple[list[LeftOut], list[LeftOut]]:
    """Return what a gap leaves out of the sentences that the quote goes on with, and of whole sentences.

    An omitted clause of its own (`which did not answer`) takes its negations and hedges with it; a condition, a denial
    or who says so concern the whole sentence.
    """
    key = text.key
    cut: list[LeftOut] = []
    whole: list[LeftOut] = []
    for first, last in _sentences_about(text, start, end):
        left, right = max(first, start), min(last, end)
        if not key[left:right].strip():
            continue
        is_whole = not (key[first:left].strip() or key[right:last].strip(" .!?'"))
        found = _meanings(key, left, right)
        if is_whole:
            whole += found
        else:
            cut += [one for one in found if _touches(key, left, right, one)]
            cut += [
                one for one in _bearing_on_what_follows(key, left, right) if one.start not in {a.start for a in found}
            ]
    return cut, whole


def says_otherwise(words: str) -> bool:
    """Tell whether words hold a negation or a denial."""
    return any(one.kind in ("negation", "denial") for one in _meanings(words, 0, len(words)))


def _touches(key: str, first: int, last: int, one: LeftOut) -> bool:
    """Tell whether a word left out bears on what was kept: no clause of its own holds it."""
    if one.kind in ("condition", "denial", "attribution"):
        return True
    return _clause_start(key, first, one.start) == first or _clause_end(key, one.start + len(one.word), last) == last


def _bearing_on_what_follows(key: str, first: int, index: int) -> list[LeftOut]:
    """Return the word right before an index that limits what follows, or makes a duty of it: `only`, `must`."""
    match = _leading().search(key, max(first, index - 150), index)
    if match is None or match.lastgroup is None or _is_harmless(key, *match.span(match.lastgroup)):
        return []
    kind = {"verdict": "limit", "asked": "duty"}.get(match.lastgroup, match.lastgroup)
    return [LeftOut(kind, match[match.lastgroup], match.start())]


def _added(key: str, end: int, last: int) -> list[LeftOut]:
    """Return what the rest of the sentence adds at once: who says so, who denies it, what is excepted from it."""
    rest = key[end:last]
    if exception := _exceptions().match(rest):
        return [LeftOut("limit", exception["word"], end + exception.start("word"))]
    if not (tail := _TAIL.match(rest)) or not (words := rest[tail.end() : tail.end() + 60]):
        return []
    opening = _NEXT_CLAUSE.split(words, maxsplit=1)[0]
    stop = end + tail.end() + min(len(opening), len(" ".join(opening.split(" ")[:TAIL_WORDS])))
    return [one for one in _meanings(key, end + tail.end(), stop) if one.kind in ("attribution", "denial")]


def _is_said_otherwise(one: LeftOut, told: str) -> bool:
    """Tell whether a text says in its own words that something was limited, a duty, or asked."""
    if one.kind == "limit":
        word = one.word.lower()
        return word in told.lower() or _like(word).stand_in(told) or says_otherwise(told)
    stems = {"duty": word_lists().duties_told, "question": word_lists().questions_told}.get(one.kind, frozenset())
    return any(word.startswith(tuple(stems)) for word in _WORD.findall(told.lower())) if stems else False


def _sentence_at(text: Folded, start: int, end: int) -> tuple[int, int]:
    """Return where the sentence begins that a quote begins in, and where that one ends in which it ends."""
    base = max(text.paragraph(start)[0], start - MAX_SENTENCE)
    stop = min(text.paragraph(max(start, end - 1))[1], end + MAX_SENTENCE)
    first, last = sentence_around(text.key[base:stop], start - base, end - base)
    return base + first, max(base + last, end)


def _sentences_about(text: Folded, start: int, end: int) -> list[tuple[int, int]]:
    """Return the sentences from the one that `start` is in to the one that `end` is in; a paragraph's end ends one."""
    spans = []
    position = max(text.paragraph(start)[0], start - MAX_SENTENCE)
    while position <= start or position < end:
        paragraph_end = text.paragraph(position)[1]
        stop = min(paragraph_end, end + MAX_SENTENCE)
        spans += [(position + first, position + last) for first, last in sentences(text.key[position:stop])]
        position = paragraph_end + 1
    return spans


def _clause_start(key: str, first: int, start: int) -> int:
    """Return where the clause begins that goes on at `start`."""
    text = _without_marks(key[first:start])
    bounds = [match.end() for match in _STRONG.finditer(text)]
    bounds += [match.end() for match in _openers().finditer(text)]
    if bare := _bare_conjunction().search(text):
        bounds.append(bare.end())
    return first + max(bounds, default=0)


def _clause_end(key: str, end: int, last: int) -> int:
    """Return where the clause ends that `end` is in."""
    text = _without_marks(key[end:last])
    bounds = [match.start() for match in _STRONG.finditer(text)]
    bounds += [match.start() for match in _openers().finditer(text)]
    if (comma := text.find(", ")) >= 0:
        bounds.append(comma)
    return end + min(bounds, default=len(text))


def _without_marks(text: str) -> str:
    return _WORDS_IN_MARKS.sub(r" \1 ", text)


def _follows_at_once(key: str, end: int, one: LeftOut) -> bool:
    """Tell whether a condition is the next thing after a quote: `... standards if it goes on`."""
    return not key[end : one.start].strip(" ,'")


@cache
def _openers() -> re.Pattern[str]:
    return re.compile(rf", (?:{alternatives(word_lists().clause_openers)})\b", re.IGNORECASE)


@cache
def _bare_conjunction() -> re.Pattern[str]:
    """`and expands the powers`: a coordinated part of its own, where the quote begins right after it."""
    return re.compile(r"\b(?:and|or|but|who|which|и|но|а|и|және)\s$", re.IGNORECASE)


@cache
def _leading() -> re.Pattern[str]:
    """`only two of the`, `must`, `declined to`: with the small words that may stand between."""
    limits, duties = alternatives(word_lists().limits), alternatives(word_lists().duties)
    between = r"(?: of)?(?: (?:the|these|those|any|all|his|her|its|their|be|also|then|therefore))?"
    further = r"(?: [^\s,;:.]+){0,12}? (?:(?:that|to|of|чтобы)(?: consider)?|consider)"
    return re.compile(
        rf"(?<!\w)(?:(?P<limit>{limits})|(?P<duty>{duties}))(?!\w){between} ?$"
        rf"|(?<!\w)(?:(?P<verdict>{alternatives(word_lists().verdicts)})"
        rf"|(?P<asked>{alternatives(word_lists().duties_of_others)}))(?!\w){further} ?$",
        re.IGNORECASE,
    )


@cache
def _exceptions() -> re.Pattern[str]:
    """`except the lawyers`, right after the words that it takes something from."""
    return re.compile(rf"'?,? ?(?P<word>{alternatives(word_lists().exceptions)})(?!\w)", re.IGNORECASE)


@cache
def _limits() -> Phrases:
    return Phrases(word_lists().limits)


def _like(limit: str) -> Phrases:
    """Return the limits that tell another: `former` says who somebody is, and nothing of `only` or of an acquittal."""
    if limit in word_lists().verdicts:
        return _acquittals()
    return _limits() if limit in word_lists().standings else _bounds()


@cache
def _bounds() -> Phrases:
    return Phrases(word_lists().limits - word_lists().standings - word_lists().verdicts)


@cache
def _acquittals() -> Phrases:
    return Phrases(word_lists().verdicts)


@cache
def _harmless() -> Phrases:
    return Phrases(word_lists().harmless)


@cache
def _meaning_words() -> tuple[Phrases, re.Pattern[str], dict[str, str]]:
    """Return the words of meaning, a pattern for those that are parts of words, and the kind of each."""
    lists = word_lists()
    kinds = {
        **dict.fromkeys(lists.attributions, "attribution"),
        **dict.fromkeys(lists.hedges, "hedge"),
        **dict.fromkeys(lists.conditions, "condition"),
        **dict.fromkeys(lists.denials, "denial"),
        **dict.fromkeys(lists.negations, "negation"),
    }
    kinds.pop("n't", None)
    words = Phrases(word for word in kinds if word[0] != "'")
    genitives = alternatives(word for word in kinds if word[0] == "'")  # `in the applicant's view`
    endings = alternatives(lists.negation_endings)
    parts = re.compile(rf"(?<=\w)(?:n't|{genitives})\b|(?<!\w)\w{{3,}}(?:{endings})(?!\w)", re.IGNORECASE)
    return words, parts, kinds


def _meanings(key: str, start: int, end: int) -> list[LeftOut]:
    """Return the words of meaning between two indexes."""
    if end <= start:
        return []
    words, parts, kinds = _meaning_words()
    spans = [*words.spans(key, start, end), *(part.span() for part in parts.finditer(key, start, end))]
    found, behind = [], start
    for first, last in sorted(spans, key=itemgetter(0)):
        if first < behind:
            continue
        word, behind = key[first:last], last
        is_name = word == "May" or (word in ("No", "no") and _NUMBERED.match(key, last))
        if not (is_name or _is_harmless(key, first, last)):
            found.append(LeftOut(kinds.get(word.lower(), "negation"), word, first))
    return found


def _is_harmless(key: str, start: int, end: int) -> bool:
    """Tell whether a word stands in a phrase in which it changes no meaning."""
    around = _harmless().spans(key, max(0, start - 20), min(len(key), end + 20))
    return any(first <= start and end <= last for first, last in around)


def _kinds(told: str, *, besides: str = "") -> set[str]:
    """Return the kinds of words of meaning in a text; words that another text has too are passed over."""
    known = {one.word.lower() for one in _meanings(besides, 0, len(besides))}
    return {one.kind for one in _meanings(told, 0, len(told)) if one.word.lower() not in known}


def _is_told(kind: str, kinds: set[str], *, is_reported: bool, is_attributed: bool) -> bool:
    """Tell whether what is said beside a quote holds something of a kind."""
    if kind in ("attribution", "hedge") and is_attributed:
        return True
    if kind in kinds or kinds & _STANDS_FOR.get(kind, frozenset()):
        return True
    return kind == "attribution" and is_reported


@cache
def _reporting() -> Phrases:
    return Phrases(word_lists().reporting)
