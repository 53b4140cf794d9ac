"""Quotes that stand in their source and mislead: words left out, cut from their clause, ambiguous, too short."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from planting.defect import Defect
    from planting.sample import Sample

_TURNING = re.compile(
    r"\b(?:not|never|isn’t|if|unless|otherwise|said|stated|according to|denied|report that|is accused of"
    r"|who allegedly)\b",
    re.IGNORECASE,
)
"""Words without which a sentence of the sources says something else."""
_OPENING = re.compile(
    r"\b(?:According to [^,]+,|report that|said in a statement that|stated|said that|alleged(?:ly)?|potential"
    r"|might|is accused of|expressed hope for|hope that|would|will not|may|said|seriously doubts)\s+",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r",?[”\"]?\s+(?:if|unless|otherwise|[A-Z][^.,]{0,60} (?:said|noted))\b|[,;]?[”\"] (?:said|emphasized|noted)\b"
)
_BOUND = re.compile(r"[;:()“”\"]|, (?:and|but|which|who|as|while|where)\b| [–-] ")
_TELLING = re.compile(
    r"\b(?:not|no|nor|if|may|might|would|alleged\w*|potential|sa(?:id|ys?)|report\w*|call\w*|express\w*|urge[sd]?|see|state\w*"
    r"|find|found|describ\w*|hold\w*|view\w*|not(?:ed|es)|accus\w*|accord\w*|hope|promise\w*|vow\w*|warn\w*|doubt\w*|voice\w*)\b",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[\w’'-]+")


def plant(sample: Sample, rng: Random) -> Iterator[Defect]:
    """Yield quotes that mislead."""
    for key, sentence in sample.sentences():
        yield from _elided(sample, key, sentence, rng)
        yield from _cut_from_clause(sample, key, sentence)
    yield from _elided_between(sample)
    yield from _cut_in_words(sample)
    yield from _twice(sample, rng)
    yield from _too_short(sample, rng)


def _claim(quote: str) -> str:
    """Return a claim that says flatly what a quote says."""
    words = re.sub(r"\[[^]]*\]|\.\.\.|…", "", re.sub(r"[“”\"]", "", quote)).strip(" .,;")
    return " ".join(f"{words[:1].upper()}{words[1:]}.".split())


def _elided(sample: Sample, key: str, sentence: str, rng: Random) -> Iterator[Defect]:
    """Yield quotes of a sentence that leave out a word which turns its meaning."""
    for turn in _TURNING.finditer(sentence):
        words = list(_WORDS.finditer(sentence))
        inside = [place for place, word in enumerate(words) if turn.start() <= word.start() < turn.end()]
        first, last = inside[0], inside[-1]
        for kind, before, after, mark in (
            ("the word alone", 0, 0, "[...]"),
            ("the word and some about it", rng.randrange(3), rng.randrange(3), "…"),
            ("replaced in brackets", 0, 0, "[now]"),
        ):
            start, end = words[max(0, first - before)], words[min(len(words) - 1, last + after)]
            left, right = sentence[: start.start()].rstrip(), sentence[end.end() :].lstrip()
            if len(left.split()) < 3 or len(right.split()) < 3 or _starts_sentence(left):
                continue
            left = " ".join(left.split()[-12:])
            right = " ".join(right.split()[:12]).rstrip(",;“")
            quote = re.sub(r" (?=[,.:;])", "", f"{left} {mark} {right}")
            yield _planted(sample, "elision-changes-meaning", kind, key, quote, turn[0])


def _starts_sentence(left: str) -> bool:
    return left[-1] in ".!?"


def _elided_between(sample: Sample) -> Iterator[Defect]:
    """Yield quotes that leave out the end of one sentence, where it turns, and go on in the next."""
    for key, text in sample.sources.items():
        for line in text.split("\n"):
            found = re.split(r"(?<=[.!?])\s+(?=[A-Z“])", line)
            for one, other in itertools.pairwise(found):
                turns = [turn for turn in _TURNING.finditer(one) if len(one[: turn.start()].split()) > 4]
                if turns and len(other.split()) > 4 and not _BOUND.search(one[turns[0].start() - 2 : turns[0].start()]):
                    left = " ".join(one[: turns[0].start()].rstrip(" ,“").split()[-12:])
                    right = " ".join(other.split()[:12]).rstrip(",;")
                    quote = f"{left} [...] {right}"
                    kind = "up to the next sentence"
                    yield _planted(sample, "elision-changes-meaning", kind, key, quote, turns[0][0])


def _planted(sample: Sample, code: str, kind: str, key: str, quote: str, was: str) -> Defect:
    evidence = {"source": key, "quote": quote}
    follows = ["figure-not-in-source", "date-not-in-source", "quotation-not-in-evidence"]
    return sample.add_finding(code, kind, evidence, _claim(quote), was=was, follows=follows)


def _cut_from_clause(sample: Sample, key: str, sentence: str) -> Iterator[Defect]:
    """Yield quotes that begin after who says so, or end before a condition, with a claim that says it flatly."""
    code = "quote-out-of-context"
    for opening in _OPENING.finditer(sentence):
        rest = sentence[opening.end() :]
        bound = _BOUND.search(rest)
        quote = rest[: bound.start() if bound else len(rest)].rstrip(" .,")
        if len(quote.split()) >= 5 and not _TELLING.search(quote):
            yield _planted(sample, code, "begins after a word that turns it", key, quote, opening[0])
    for closing in _CLOSING.finditer(sentence):
        start = max((bound.end() for bound in _BOUND.finditer(sentence, 0, closing.start())), default=0)
        quote = sentence[start : closing.start()].strip(' ,“”"')
        if len(quote.split()) >= 5 and not _TELLING.search(quote):
            yield _planted(sample, code, "ends before a word that turns it", key, quote, closing[0])


def _cut_in_words(sample: Sample) -> Iterator[Defect]:
    """Yield quotes that begin or end in the middle of a word."""
    code = "quote-out-of-context"
    for _, _, quote in sample.quotes():
        flat = " ".join(quote.value.split())
        words = list(_WORDS.finditer(flat))
        if len(words[0][0]) > 3 and words[0][0].isalpha():
            yield sample.swap(code, "begins within a word", quote, flat[2:])
        if len(words[-1][0]) > 4 and words[-1][0].isalpha():
            yield sample.swap(code, "ends within a word", quote, flat[: words[-1].end() - 2])


def _twice(sample: Sample, rng: Random) -> Iterator[Defect]:
    """Yield quotes of words that stand twice in their source."""
    for _, evidence, quote in sample.quotes():
        text = " ".join(sample.sources[evidence.source.value].split())
        words = text.split(" ")
        for length in (6, 5, 4, 3):
            runs = [" ".join(words[start : start + length]) for start in range(len(words) - length)]
            repeated = sorted({one for one in runs if text.count(one) > 1 and one[-1].isalpha() and one[0].isalpha()})
            if repeated:
                yield sample.swap(
                    "quote-ambiguous",
                    f"{length} words that stand twice",
                    quote,
                    rng.choice(repeated),
                )
                break


def _too_short(sample: Sample, rng: Random) -> Iterator[Defect]:
    """Yield quotes of one to three plain words."""
    for _, evidence, quote in sample.quotes():
        words = [word for word in quote.value.split() if word.isalpha() and word.islower()]
        runs = re.findall(r"\b[a-z]{3,} [a-z]{2,} [a-z]{4,}\b", " ".join(quote.value.split()))
        for number, found in ((1, words), (3, runs)):
            said = rng.choice(found) if found else ""
            if said and sample.stands_in(said, evidence.source.value):
                yield sample.swap("quote-too-short", f"{number} plain word(s)", quote, said)
