"""What a quote's own clause says beside it, and what an ellipsis may leave out: caught, or left alone."""

from __future__ import annotations

import pytest
from conftest import ROOT

from policybrief.position import TextFile
from policybrief.text.context import KINDS, LeftOut, cut_by_ellipsis, cut_from_clause
from policybrief.text.folding import Folded, fold
from policybrief.text.quotes import find_quote
from policybrief.text.sentences import sentences


def _left_out(source: str, quote: str, claim: str = "", *, via: bool = False) -> list[str]:
    """Return the words that the quote leaves out of its clause."""
    text = Folded(TextFile("source", source))
    match = find_quote(quote, text)
    assert match is not None
    found = cut_from_clause(text, match.start, match.end, kept=fold(claim), is_attributed=via)
    assert all(one.kind in KINDS for one in found)
    return [f"{one.kind}: {one.word}" for one in found]


def _gaps(source: str, quote: str) -> tuple[list[LeftOut], list[LeftOut]]:
    """Return what the only gap of a quote leaves out of its sentences, and of whole ones."""
    text = Folded(TextFile("source", source))
    match = find_quote(quote, text)
    assert match is not None
    (gap,) = match.gaps
    return cut_by_ellipsis(text, gap.start, gap.end)


@pytest.mark.parametrize(
    ("source", "quote", "words"),
    [
        ("Nobody was hurt in the village.", "was hurt in the village", ["negation: Nobody"]),
        ("They did not close the school.", "close the school", ["negation: not"]),
        ("It isn't true that he paid.", "he paid", ["negation: n't"]),
        ("The ministry failed to pay the families back.", "pay the families back", ["negation: failed to"]),
        ("The minister denied that the police had fired.", "the police had fired", ["denial: denied"]),
        ("It was falsely held that the law passed.", "the law passed", ["denial: falsely"]),
        ("If the law is passed, groups will close.", "groups will close", ["condition: If"]),
        ("Groups will close if the law is passed.", "Groups will close", ["condition: if"]),
        ("Groups will close, unless the law is changed.", "Groups will close", ["condition: unless"]),
        ("Only two of the officers were tried.", "two of the officers were tried", ["limit: Only"]),
        ("Few of the men were told of it.", "the men were told of it", ["limit: Few"]),
        ("The former minister of justice paid.", "minister of justice paid", ["limit: former"]),
        ("He was acquitted of taking the money.", "taking the money", ["limit: acquitted"]),
        ("The state should pay the families.", "pay the families", ["duty: should"]),
        ("They must be brought to a judge.", "brought to a judge", ["duty: must"]),
        ("They should ensure that all cases are heard.", "all cases are heard", ["duty: should"]),
        ("It calls on the state to abolish the penalty.", "abolish the penalty", ["duty: calls on"]),
        ("It recommends that they consider abolishing it.", "abolishing it", ["duty: recommends"]),
        ("The court acquitted the man of taking it.", "taking it", ["limit: acquitted"]),
        ("In the applicant's view, they broke the law.", "they broke the law", ["attribution: 's view"]),
        ("They were reportedly denied access to it.", "denied access to it", ["hedge: reportedly"]),
        ("They were deprived of access to doctors.", "access to doctors", ["limit: deprived of"]),
        ("There is little evidence that he paid.", "he paid", ["limit: little evidence that"]),
        ("Many were held, officials said on Monday.", "Many were held", ["attribution: said"]),
        ("They paid the bribe, according to activists.", "They paid the bribe", ["attribution: according to"]),
        ("They paid the bribe, which he denies.", "They paid the bribe", ["denial: denies"]),
        ("“They paid the bribe,” the prosecutor said.", "They paid the bribe", ["attribution: said"]),
        ("«Они избили его», — сказал адвокат.", "Они избили его", ["attribution: сказал"]),
        ("All were released except the lawyers.", "All were released", ["limit: except"]),
        ("It may be restricted, but only by a court.", "restricted, but only by a court", ["hedge: may"]),
        ("Государству следует принять закон.", "принять закон", ["duty: следует"]),
        ("Did the minister take the bribe of $5?", "the minister take the bribe of $5", ["question: ?"]),
        ("Лишь двое офицеров осуждены.", "двое офицеров осуждены", ["limit: Лишь"]),
        ("Власти должны обеспечить защиту.", "обеспечить защиту", ["duty: должны"]),
        ("The police may have used force.", "have used force", ["hedge: may"]),
        ("The group allegedly stole the money.", "stole the money", ["hedge: allegedly"]),
        ("He is accused of stealing the money.", "stealing the money", ["attribution: accused"]),
        ("According to the ministry, prices rose.", "prices rose", ["attribution: According to"]),
        ("The 'not so old' school closed.", "school closed", ["negation: not"]),
        ("The ministry said that no one was cut off.", "one was cut off", ["attribution: said", "negation: no"]),
        ("Полиция не применила силу.", "применила силу", ["negation: не"]),
        ("Полиция якобы применила силу.", "применила силу", ["denial: якобы"]),
        ("Полиция, возможно, применила силу.", "применила силу", ["hedge: возможно"]),
        ("Возможно, полиция применила силу.", "полиция применила силу", ["hedge: Возможно"]),
        ("Полиция применила силу, если верить докладу.", "Полиция применила силу", ["condition: если"]),
        ("По словам министра, цены выросли вдвое.", "цены выросли вдвое", ["attribution: По словам"]),
        ("Полиция күш қолданған емес.", "Полиция күш қолданған", ["negation: емес"]),
        ("Полиция мүмкін күш қолданды.", "күш қолданды", ["hedge: мүмкін"]),
        ("Полиция күш қолданған болар.", "Полиция күш қолданған", ["hedge: болар"]),
        ("Егер заң қабылданса, ұйымдар жабылады.", "ұйымдар жабылады", ["condition: Егер"]),
        ("Министр деді ұйым жабылды.", "ұйым жабылды", ["attribution: деді"]),
    ],
)
def test_what_a_quote_leaves_out_of_its_clause(source: str, quote: str, words: list[str]) -> None:
    assert _left_out(source, quote) == words
    assert _left_out(f"It was so. {source} It is so.", quote) == words


@pytest.mark.parametrize(
    ("source", "quote"),
    [
        ("However, the group paid its taxes.", "the group paid its taxes"),
        ("The court did not rule, but the group paid its taxes.", "the group paid its taxes"),
        ("The group paid its taxes, although it did not want to.", "The group paid its taxes"),
        ("The court did not rule; the group paid its taxes.", "the group paid its taxes"),
        ("The court (it may be the first) fined the group.", "fined the group"),
        ("The court denied it and fined the group.", "fined the group"),
        ("Nobody helped. The court fined the group. Nobody came.", "The court fined the group."),
        ("Nobody helped.\n\nThe court fined the group\n\nNobody came.", "The court fined the group"),
        ("In May the police came.", "the police came"),
        ("The police came, and the minister said nothing new.", "The police came"),
        ("The police came, which the army, he said, did not.", "The police came"),
        ("The group, he said, left; the police came at night.", "the police came at night"),
        ("Officers beat them, though the minister denied it.", "Officers beat them"),
        ("It urged them to talk, and the police came.", "the police came"),
        ("The police came in May 2021.", "The police came"),
        ("Not only the police came.", "the police came"),
        ("No one doubts that the police came.", "the police came"),
        ("The fine was no more than a warning to them.", "a warning to them"),
        ("He said: “Prices rose in spring.”", "Prices rose in spring."),
        ("Не только полиция применила силу.", "применила силу"),
        ("Полиция не пришла, но армия применила силу.", "армия применила силу"),
        ("Полиция ғана емес армия келді.", "армия келді"),
        ("Полиция келген жоқ, бірақ армия келді.", "армия келді"),
    ],
)
def test_what_belongs_elsewhere_is_left_alone(source: str, quote: str) -> None:
    assert _left_out(source, quote) == []


@pytest.mark.parametrize(
    ("source", "quote", "claim", "is_told"),
    [
        ("The ministry said that prices rose.", "prices rose", "Prices rose.", False),
        ("The ministry said that prices rose.", "prices rose", "According to the ministry, prices rose.", True),
        ("The ministry said that prices rose.", "prices rose", "The ministry reports that prices rose.", True),
        ("The ministry said that prices rose.", "prices rose", "Prices may have risen.", True),
        ("Prices may have risen.", "have risen", "Prices have risen.", False),
        ("Prices may have risen.", "have risen", "Prices might have risen.", True),
        ("Prices may have risen.", "have risen", "The ministry says that prices have risen.", True),
        ("Only two of them were tried.", "two of them were tried", "Two were tried.", False),
        ("Only two of them were tried.", "two of them were tried", "Only two were tried.", True),
        ("Few of them were told.", "them were told", "Most were not told.", True),
        ("He was acquitted of taking it.", "taking it", "He took it.", False),
        ("He was acquitted of taking it.", "taking it", "He was acquitted.", True),
        ("Only 12 of them were tried.", "12 of them were tried", "Just 12 were tried.", True),
        ("They calls on the state to pay.", "pay", "The state is asked to pay.", True),
        ("Many were held, officials said.", "Many were held", "Many were held.", False),
        ("Many were held, officials said.", "Many were held", "Officials report that many were held.", True),
        ("All left except the lawyers.", "All left", "All left but the lawyers, except for two.", True),
        ("The state should pay them.", "pay them", "The state pays them.", False),
        ("The state should pay them.", "pay them", "The committee recommended that they be paid.", True),
        ("The state should pay them.", "pay them", "The state has a duty to pay them.", True),
        ("Did they take it?", "they take it", "They took it.", False),
        ("Did they take it?", "they take it", "Nobody knows whether they took it.", True),
        ("They did not pay it.", "pay it", "They paid.", False),
        ("They did not pay it.", "pay it", "They never paid.", True),
        ("They did not pay it.", "pay it", "They refused to pay.", True),
        ("They did not pay it.", "pay it", "They denied that they paid.", True),
        ("They did not pay it.", "pay it", "They may have paid.", False),
        ("They denied they paid it.", "they paid it", "They paid.", False),
        ("They denied they paid it.", "they paid it", "They say that they did not pay.", True),
        ("They denied they paid it.", "they paid it", "According to them, they paid.", False),
        ("He was acquitted of taking it.", "taking it", "The former mayor took it.", False),
        ("The former mayor took it.", "mayor took it", "The mayor, who has left, took it.", False),
        ("The former mayor took it.", "mayor took it", "The former mayor took it.", True),
        ("If asked, they paid it.", "they paid it", "They paid.", False),
        ("If asked, they paid it.", "they paid it", "They paid, provided that somebody asked.", True),
        ("If asked, they will pay it.", "they will pay it", "Were they to be asked, they would pay.", True),
        ("If asked, they will pay it.", "they will pay it", "They would pay should the police ask.", True),
        ("If asked, they will pay it.", "they will pay it", "They should pay.", False),
        ("Министр сказал, цены выросли.", "цены выросли", "Министр сообщил о ценах.", True),
    ],
)
def test_what_the_claim_says_itself_is_not_left_out(source: str, quote: str, claim: str, is_told: bool) -> None:
    assert (_left_out(source, quote, claim) == []) is is_told


@pytest.mark.parametrize(
    ("source", "quote", "is_told"),
    [
        ("The ministry said that prices rose.", "prices rose", True),
        ("The group allegedly stole the money.", "stole the money", True),
        ("They did not pay it.", "pay it", False),
        ("If asked, they paid it.", "they paid it", False),
        ("They denied they paid it.", "they paid it", False),
    ],
)
def test_who_says_it_tells_no_more_than_that(source: str, quote: str, is_told: bool) -> None:
    assert (_left_out(source, quote, via=True) == []) is is_told


def test_where_the_word_stood() -> None:
    text = Folded(TextFile("source", "First.\nThey did not pay it."))
    match = find_quote("pay it", text)
    assert match is not None
    (one,) = cut_from_clause(text, match.start, match.end, kept="", is_attributed=False)
    assert text.key[one.start :].startswith("not pay")


@pytest.mark.parametrize(
    ("source", "quote", "kinds"),
    [
        ("They did not close it.", "They did [...] close it.", ["negation"]),
        ("It has never paid them back.", "It has [...] paid them back.", ["negation"]),
        ("The ministry denied that it cut it off.", "The ministry [...] cut it off.", ["denial"]),
        ("The police, according to some, beat them.", "The police [...] beat them.", ["attribution"]),
        ("The law bans it if asked, and fines them.", "The law bans it [...] and fines them.", ["condition"]),
        ("The police may well have beaten them.", "The police [...] have beaten them.", ["hedge"]),
        (
            "The police, it is said by some, if few, beat them.",
            "The police [...] beat them.",
            ["attribution", "condition"],
        ),
        ("They did not close it.", "They [men] close it.", ["negation"]),
        ("They may only be closed by it.", "They may [...] be closed by it.", ["limit"]),
        ("It was devoid of real content.", "It was [...] real content.", ["limit"]),
        ("It was anything but effective.", "It was [...] effective.", ["limit"]),
        ("The court declined to hear them.", "The court [...] hear them.", ["limit"]),
        ("The state should ensure it.", "The state [...] ensure it.", ["duty"]),
        ("Полиция не применила силу.", "Полиция [...] применила силу.", ["negation"]),
        ("Полиция, вероятно, применила силу.", "Полиция [...] применила силу.", ["hedge"]),
        ("Полиция күш мүмкін қолданды.", "Полиция күш [...] қолданды.", ["hedge"]),
        ("They paid. Then they did not pay more.", "They paid. [...] pay more.", ["negation"]),
        ("They paid if asked. They left.", "They paid [...] They left.", ["condition"]),
    ],
)
def test_an_ellipsis_drops_what_changes_the_meaning(source: str, quote: str, kinds: list[str]) -> None:
    cut, whole = _gaps(source, quote)
    assert [one.kind for one in cut] == kinds
    assert whole == []


@pytest.mark.parametrize(
    ("source", "quote"),
    [
        ("The old and very large ministry cut it off.", "The [...] ministry cut it off."),
        ("The ministry, in its report of May, cut it off.", "The ministry [...] cut it off."),
        ("The ministry, which did not answer, cut it off.", "The ministry [...] cut it off."),
        ("The ministry (it could not be reached) cut it off.", "The ministry [...] cut it off."),
        ("They paid. Others helped. They left.", "They paid. [...] They left."),
        ("They paid for it in spring. They left.", "They paid [...] They left."),
        ("They not only paid but left.", "They [...] paid but left."),
        ("They paid a few of the men.", "They paid [...] the men."),
        ("It was the only group to leave.", "It was [...] group to leave."),
        ("Полиция в тот день применила силу.", "Полиция [...] применила силу."),
    ],
)
def test_an_ellipsis_drops_what_is_harmless(source: str, quote: str) -> None:
    assert _gaps(source, quote) == ([], [])


@pytest.mark.parametrize(
    ("source", "quote", "word"),
    [
        ("They paid. Nobody helped. They left.", "They paid. [...] They left.", "Nobody"),
        ("They paid.\n\nIt may be so.\n\nThey left.", "They paid. [...] They left.", "may"),
    ],
)
def test_whole_sentences_left_out_are_told_apart(source: str, quote: str, word: str) -> None:
    cut, whole = _gaps(source, quote)
    assert cut == []
    assert [one.word for one in whole] == [word]


SEEDS = {path.name[:3]: path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))}


@pytest.mark.parametrize("name", SEEDS)
def test_whole_sentences_of_the_stored_sources_are_silent(name: str) -> None:
    quotes = [line[start:end] for line in SEEDS[name].split("\n") for start, end in sentences(line)]
    assert quotes
    for quote in quotes:
        assert _left_out(SEEDS[name], quote) == []


@pytest.mark.parametrize(
    ("name", "quote"),
    [
        ("000", "Three more organizations, the human rights group Gadir-Kasiet, and NGOs dealing with media freedom"),
        ("000", "legislation and law enforcement continue to limit lawful human rights activities"),
        ("000", "legislation and law enforcement continue to limit"),
        ("000", "omitted procedural steps designed to ensure a fair hearing"),
        ("001", "The group's operations were suspended for three months"),
        ("001", "the government continued restricting civic activity through the regulations adopted in 2015-18"),
        ("002", "expands the punitive jurisdiction of the finance and tax police"),
        ("002", "bans public demonstrations between the end of an election campaign and the announcement of election"),
        ("002", "the government ordered the closure of the opposition newspaper Respublika on May 6"),
        ("002", "In the long term, this is a recipe for disaster."),
        ("003", "NGOs play an important role for the strengthening of Democracy and Human Rights"),
        ("003", "more than ten new initiatives have emerged that deal with political reforms"),
        ("003", "guards torturing inmates at prison in Zarechny, near Almaty"),
        ("003", "authorities halted the implementation of the new system"),
        ("003", "Google and Mozilla had already blocked Kazakh certificates from Chrome and Firefox"),
        ("003", "registration of NGOs, parties and trade unions remain problematic in Kazakhstan"),
        ("004", "opening the public to rights to assembly, press, run for office, and equality of sex"),
        ("004", "having pledged $7 million towards Kazakh rule of law reforms via USAID earlier this year"),
        ("004", "a set of laws passed as part of a transparency and accountability campaign"),
    ],
)
def test_good_parts_of_the_stored_sources_are_silent(name: str, quote: str) -> None:
    assert _left_out(SEEDS[name], quote) == []


@pytest.mark.parametrize(
    ("name", "quote", "kind"),
    [
        (
            "000",
            "Kazakhstan will not achieve its goals of meeting international good governance standards",
            "condition",
        ),
        ("000", "Fragile gains in Kazakhstan's anti-corruption framework are at risk of being reversed", "condition"),
        ("002", "The government of Kazakhstan must reverse these repressive measures", "condition"),
        ("000", "the authorities ignored statutes of limitations", "attribution"),
        ("002", "interfere in the outcome of elections", "hedge"),
        ("002", "significantly restrict foreign nongovernmental organizations", "hedge"),
        ("003", "finances a number of NGOs in Europe", "hedge"),
        ("003", "embezzling more than $7 billion from Kazakhstan's BTA Bank", "attribution"),
        ("003", "detained five prison officials and dismissed seven others", "attribution"),
        ("003", "the move was a simple test that was now completed", "attribution"),
        ("003", "face limitations accessing certain websites", "hedge"),
        ("004", "the outlook for reliable aid", "condition"),
    ],
)
def test_parts_that_leave_out_what_matters_are_told(name: str, quote: str, kind: str) -> None:
    assert any(told.startswith(kind) for told in _left_out(SEEDS[name], quote))


@pytest.mark.parametrize(
    ("source", "quote", "claim", "told"),
    [
        (
            "The law was not rejected by parliament as it stood.",
            "rejected by parliament as it stood",
            "It was rejected.",
            True,
        ),
        (
            "It is not true that nobody was hurt in the village.",
            "nobody was hurt in the village",
            "Nobody was hurt.",
            True,
        ),
        (
            "The law was not rejected by parliament as it stood.",
            "rejected by parliament as it stood",
            "It was not.",
            False,
        ),
    ],
)
def test_a_negation_within_the_quote_does_not_stand_for_one_outside(
    source: str, quote: str, claim: str, told: bool
) -> None:
    assert bool(_left_out(source, quote, claim)) is told
