"""Quotes stand in a source or they do not: what defeats other tools, both ways."""

from __future__ import annotations

import random
import re
import unicodedata
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from policybrief.position import TextFile
from policybrief.text.folding import Folded, fold
from policybrief.text.nearest import differences, nearest_passage, same_but_for_capitals
from policybrief.text.quotes import Level, Match, find_quote

if TYPE_CHECKING:
    from collections.abc import Callable


def _find(quote: str, source: str) -> Match | None:
    return find_quote(quote, Folded(TextFile("source.txt", source)))


@pytest.mark.parametrize(
    ("source", "quote"),
    [
        ("the ﬁnal oﬃce ﬂow", "the final office flow"),
        ("an œuvre and æther", "an oeuvre and aether"),
        ("well—known – and −5", "well-known - and -5"),
        ("an evalu\u00adation", "an evaluation"),
        ("the evalu -\nation of it", "the evaluation of it"),
        ("the evalu-\r\nation of it", "the evaluation of it"),
        ("the evalu\u00ad\nation of it", "the evaluation of it"),
        ("оцен¬ \r\nка дела", "оценка дела"),
        ("the well-\nknown man", "the well-known man"),
        ("the well-\nknown evalu-\nation", "the well-known evaluation"),
        ("the evaluation of it", "the evalu-\nation of it"),
        ("COVID-\n19 cases", "COVID-19 cases"),
        ("a\u00a0b\u2009c d", "a b c d"),
        ("he said “it’s «fine»”", "he said \"it's 'fine'\""),
        ("« mot » dit-il", '"mot" dit-il'),
        ("word—word", "word - word"),
        ("word—word", "word -- word"),
        ("see [CI 1.3-1.7] here", "see [CI 1.3-1.7] here"),
        ("they was there", "they was [sic] there"),
        ("he paused ... and went", "he paused … and went"),
        ("the patients' cells", "the patients"),
        (unicodedata.normalize("NFD", "un café élan"), "un café élan"),
        ("Он сказал: «нет, никогда»", 'сказал: "нет, никогда"'),
        ("قال الوزير\u200f: نعم", "قال الوزير: نعم"),
        ("部长说“不会”罚款", '说"不会"罚款'),
        ("\ufeffHello there", "Hello there"),
        ("one\r\ntwo\rthree", "one two three"),
        ("costs 12, 13 and 14 euros", "12, 13"),
        ("in 2021. Then", "in 2021."),
        ("against the Covenant.14 It should go", "against the Covenant. It should go"),
        ("against the Covenant.¹⁴ It should go", "against the Covenant. It should go"),
        ("against the Covenant[14] and the Charter", "against the Covenant and the Charter"),
        ("against the Covenant¹⁴ and the Charter", "against the Covenant and the Charter"),
        ("Several groups,3 including Echo, went", "Several groups, including Echo, went"),
        ("he called it “vague”.7 It should go", 'he called it "vague". It should go'),
        ("he called it “vague.”7 It should go", 'he called it "vague." It should go'),
        ("adopted in 2018.12 It should go", "adopted in 2018. It should go"),
        ("against the Cove-\nnant.14 It should go", "against the Covenant. It should go"),
        ("against the Covenant.14 It should go", "against the Covenant.14 It should go"),
        ("against the Covenant.14 It should go", "against the Covenant. [footnote omitted] It should go"),
        ("of expression45 and of assembly46 remain", "of expression and of assembly remain"),
        ("of expression45 and the right to pro-\ntest46 remain", "of expression and the right to protest remain"),
        ("the law is broad.", "the law is broad (emphasis added)."),
        ("The  law   is\tvague .", "The law is vague."),
        ("the law ( of 2018 ) is vague", "the law (of 2018) is vague"),
        ("men and / or women", "men and/or women"),
        ("Decree № 115 of May", "Decree №115 of May"),
        ("The **State party** should *repeal* it.", "The State party should repeal it."),
        ("The State party should _repeal_ it.", "The State party should repeal it."),
        ("The State party* should repeal it.", "The State party should repeal it."),
        ("he said *“no”*, then left", "he said “no”, then left"),
    ],
)
def test_found_though_set_differently(source: str, quote: str) -> None:
    match = _find(quote, source)
    assert match is not None
    assert match.level in (Level.EXACT, Level.TYPOGRAPHIC)


@pytest.mark.parametrize(
    ("source", "quote"),
    [
        ("61·4 of them", "61.4 of them"),
        ("about ≥12", "12"),
        ("about ≥ 12", "12"),
        ("about 1.2", "2"),
        ("they ran, 3 of them, away", "they ran, of them, away"),
        ("rose to 214.12 In all", "rose to 214. In all"),
        ("against the Covenant.14 It should go", "against the Covenant.15 It should go"),
        ("against the Covenant. It should go", "against the Covenant.14 It should go"),
        ("in group77 of them", "in group78 of them"),
        ("in COVID19 times", "in COVID times"),
        ("it is 5 * 4 of them", "it is 5 4 of them"),
        ("snake_case words", "snakecase words"),
        ("an area of 5 km² there", "an area of 5 km there"),
        ("they held 12[14] men", "they held men"),
        ("about 1.2", "1"),
        ("about 112", "12"),
        ("about 1,112 men", "112 men"),
        ("about 12%", "12"),
        ("about 12 %", "12"),
        ("about -5", "5"),
        ("about 5", "-5"),
        ("about 211⁄2", "21½"),
        ("about 21½", "21"),
        ("about 102", "10²"),
        ("about 10²", "10"),
        ("paid $7 million", "7 million"),
        ("paid 7 €", "paid 7"),
        ("in 2015-18 they", "in 2015"),
        ("1,247 people", "247 people"),
        ("it is not permitted", "it is permitted"),
        ("The group", "the group"),
        ("detained twelve", "released twelve"),
        ("resent it", "re-sent it"),
        ("re - sent it", "resent it"),
        ("...", "..."),
        ("", "words"),
        ("words", "..."),
        ("words", "[the authorities]"),
    ],
)
def test_not_found(source: str, quote: str) -> None:
    assert _find(quote, source) is None


@pytest.mark.parametrize("mark", ["...", "…", "[...]", "[…]", "(...)", ". . ."])
def test_words_left_out_in_order(mark: str) -> None:
    source = "One two three. Four five six. One two seven eight."
    match = _find(f"One two {mark} seven eight.", source)
    assert match is not None
    assert match.level is Level.ELIDED
    assert fold(source)[match.start : match.end] == "One two seven eight.", "the way that spans the least text"
    assert _find(f"seven eight {mark} Four five", source) is None


@pytest.mark.parametrize(
    ("source", "quote", "found"),
    [
        ("when the authorities fined", "[T]he authorities", True),
        ("Fragile gains are", "[f]ragile gains are", True),
        ("They restrict the work", "They restrict[ed] the work", True),
        ("They are restricting the work", "restrict[ed] the work", True),
        ("and the government of K said no", "and [the authorities] said no", True),
        ("They said no", "They [the groups] said no", True),
        ("an able man", "an [un]able man", True),
        ("when the men", "[W]then the men", False),
        ("when the men", "[X]he men", False),
        ("He ended it. Then much else happened. They said no", "He [it] said no", False),
        ("and the " + "very " * 30 + "old man said no", "and [he] said no", False),
        ("in 2021 they fined", "in 20[2]1 they fined", False),
    ],
)
def test_what_an_editor_may_alter(source: str, quote: str, found: bool) -> None:
    match = _find(quote, source)
    assert (match is not None) is found
    assert match is None or match.level is Level.ALTERED


def test_where_it_stands() -> None:
    file = TextFile("x", "First line.\nIt was the “well-\nknown” man.\n")
    text = Folded(file)
    match = find_quote('the "well-known" man', text)
    assert match is not None
    start, end = text.origin(match.start), text.origin_of_end(match.end)
    assert file.text[start:end] == "the “well-\nknown” man"
    assert str(file.position(start)) == "x:2:8"


def test_occurrences_are_counted() -> None:
    match = _find("the group", "the group and the group")
    assert match is not None
    assert match.occurrences == 2


def _sources() -> list[str]:
    return [path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]


def test_any_words_of_the_stored_sources_are_found_in_any_disguise() -> None:
    rng = random.Random(7)
    disguises: list[Callable[[str], str]] = [
        lambda text: text,
        lambda text: text.translate(str.maketrans("“”’", '""\'')),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace("fi", "ﬁ").replace("ae", "æ"),
        lambda text: text.replace("-", "\u2011"),
        lambda text: re.sub(r" ", "\n", text, count=3),
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: re.sub(r"(\w{3})(\w{3})", "\\1\u00ad\\2", text),
        lambda text: re.sub(r"([a-z]{3})([a-z]{4})", "\\1-\n\\2", text, count=1),
    ]
    for source in _sources():
        text = Folded(TextFile("source", source))
        words = list(re.finditer(r"\S+", source))
        for _ in range(60):
            first = rng.randrange(len(words) - 12)
            start, end = words[first].start(), words[first + rng.randrange(4, 12)].end()
            quote = source[start:end]
            for disguise in disguises:
                assert find_quote(disguise(quote), text) is not None, disguise(quote)


def test_one_changed_figure_or_word_is_never_found() -> None:
    rng = random.Random(11)
    for source in _sources():
        text = Folded(TextFile("source", source))
        sentences = [line for line in re.split(r"(?<=[.!?])\s+", source) if len(line.split()) > 6]
        for sentence in sentences:
            words = sentence.split()
            place = rng.randrange(1, len(words) - 1)
            for changed in ([*words[:place], "not", *words[place:]], [*words[:place], *words[place + 1 :]]):
                assert find_quote(" ".join(changed), text) is None
            if figure := re.search(r"\d+", sentence):
                other = sentence[: figure.start()] + str(int(figure[0]) + 1) + sentence[figure.end() :]
                assert find_quote(other, text) is None


@given(st.text(alphabet="ab1.,-% '", min_size=1, max_size=40), st.data())
def test_an_obvious_finder_agrees(source: str, data: st.DataObject) -> None:
    """What plain search finds between spaces is found, and what is found as exact stands there."""
    tokens = list(re.finditer(r"\S+", source))
    if not tokens:
        return
    first = data.draw(st.integers(0, len(tokens) - 1))
    last = data.draw(st.integers(first, len(tokens) - 1))
    quote = source[tokens[first].start() : tokens[last].end()]
    match = _find(quote, source)
    if re.search(r"[a-z]", quote) and quote[0].isalpha() and quote[-1].isalpha():
        assert match is not None
    if match is not None and match.level is Level.EXACT:
        assert quote.strip() in source


def test_hints() -> None:
    text = Folded(TextFile("x", "The pricing of water cuts demand by 12% in most towns. Nothing else does."))
    nearest = nearest_passage("pricing of water reduces demand by 13%", text)
    assert nearest is not None
    told = {(one.quote, one.source) for one in differences("pricing of water reduces demand by 13%", nearest.words)}
    assert told == {("reduces", "cuts"), ("13%", "12%")}
    assert nearest_passage("xylophone quiz", text) is None
    capitals = same_but_for_capitals("the PRICING of water", text)
    assert capitals is not None
    assert capitals.words == "The pricing of water"
