"""Sentences, quotations and the passages that hold them."""

from __future__ import annotations

import pytest
from conftest import scalar
from hypothesis import assume, given
from hypothesis import strategies as st

from policybrief.reading.markdown import read_markdown
from policybrief.text.passages import Passage, passages
from policybrief.text.quotations import quotations
from policybrief.text.sentences import sentence_around, sentences


def _split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Dr. Smith of No. 5 spoke. He left.", ["Dr. Smith of No. 5 spoke.", "He left."]),
        ("The U.S. President and J. Smith met. They talked.", ["The U.S. President and J. Smith met.", "They talked."]),
        ("It rose by 3.5 per cent. It fell.", ["It rose by 3.5 per cent.", "It fell."]),
        ("He said “no.” Then he left.", ["He said “no.”", "Then he left."]),
        ("They waited ... and went. So.", ["They waited ... and went.", "So."]),
        ("See art. 5 and pp. 3–4. Done.", ["See art. 5 and pp. 3–4.", "Done."]),
        ("В 2021 г. Комитет решил. Дело закрыто.", ["В 2021 г. Комитет решил.", "Дело закрыто."]),
        ("他走了。她来了！好。", ["他走了。", "她来了！", "好。"]),
        ("No stop at all", ["No stop at all"]),
        ("  ", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert _split(text) == expected


@given(st.text(alphabet="ab A.!? ”\n。", max_size=60))
def test_sentences_hold_every_word(text: str) -> None:
    assert "".join("".join(_split(text)).split()) == "".join(text.split())


@given(st.text(alphabet="ab A.!? ”\n。", max_size=60), st.data())
def test_the_sentence_around_is_one_of_them(text: str, data: st.DataObject) -> None:
    spans = sentences(text)
    assume(spans)
    start = data.draw(st.integers(spans[0][0], spans[-1][0]))
    end = data.draw(st.integers(start, spans[-1][1]))
    first = max(first for first, _ in spans if first <= start)
    last = min(last for _, last in spans if last >= end)
    found = sentence_around(text, start, end)
    assert text[found[0] : found[1]].strip() == text[first:last].strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “no, never”.", ["no, never"]),
        ('He said "no" and "yes".', ["no", "yes"]),
        ("«Да», сказал он.", ["Да"]),
        ("„Ja“, sagte er", ["Ja"]),
        ("‘single’ marks and the group's work", ["single"]),
        ("It's 5' long, isn't it", []),
        ("“he called it “a farce” twice”", ["he called it “a farce” twice"]),
        ("“never closed", []),
    ],
)
def test_quotations(text: str, expected: list[str]) -> None:
    assert [one.words for one in quotations(text)] == expected


def _passage(text: str) -> Passage:
    return next(passages(read_markdown(scalar(text))[0]))


def test_a_citation_belongs_to_the_sentence_before_it() -> None:
    passage = _passage("One thing [@a]. Another.[@b] A third. [@c] The *fourth* is [@d; @e] cited^[note [@f]].")
    keys = [[item.key for citation in one.citations for item in citation.items] for one in passage.sentences]
    assert keys == [["a"], ["b"], ["c"], ["d", "e", "f"]]


def test_a_passage_leads_back() -> None:
    text = "**Lead.** Some *stressed* words [@a] and [ours]{.opinion}."
    passage = _passage(text)
    assert passage.text == "Lead. Some stressed words  and ours."
    assert text[passage.offset(passage.text.index("stressed")) :].startswith("stressed")
    assert passage.without_lead("opinion").split() == ["Some", "stressed", "words", "and", "."]


def test_a_text_is_split_where_the_mark_says_so() -> None:
    assert _split("Was it so?! Yes… No.") == ["Was it so?!", "Yes…", "No."]
    assert _split("It was so. then more.") == ["It was so. then more."]
    assert _split("... So it was.") == ["...", "So it was."]


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("[@a] One thing. Another.", [["a"], []]),
        ("One [@a; @b] thing. Another [@c].", [["a", "b"], ["c"]]),
        ("One thing.^[A note [@a].] Another.", [["a"], []]),
        ("One [link [@a]](https://example.org). Another.", [["a"], []]),
        ("[One.]{.opinion} [@a] Another.", [["a"], []]),
    ],
)
def test_where_citations_belong(text: str, cited: list[list[str]]) -> None:
    keys = [[item.key for one in sentence.citations for item in one.items] for sentence in _passage(text).sentences]
    assert keys == cited


def test_voices_keep_their_place() -> None:
    passage = _passage("This [“foreign agent”]{.term} law,\nwe [find it wrong]{.opinion}.")
    assert [(span.voice, passage.text[span.start : span.end]) for span in passage.voices] == [
        ("term", "“foreign agent”"),
        ("opinion", "find it wrong"),
    ]
    assert passage.text == "This “foreign agent” law, we find it wrong."
    assert passage.outside("term") == passage.text.replace("“foreign agent”", " " * 15)
    assert passage.outside("about") == passage.text
    assert passage.position(passage.text.index("law")).column == 31


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("**What we saw.** They left.", "They left."),
        ("**They left.**", "They left."),
        ("*What we saw.* They left.", "What we saw. They left."),
        ("**This is far too long to be a lead of it all.** Yes.", "This is far too long to be a lead of it all. Yes."),
    ],
)
def test_a_bold_lead_is_no_statement(text: str, words: str) -> None:
    assert _passage(text).without_lead("about").strip() == words
    assert _passage(text).outside("about") == _passage(text).text


def test_a_field_without_text_has_no_passages() -> None:
    assert list(passages(None)) == []


def test_a_passage_without_words() -> None:
    passage = _passage("[@a]")
    assert (passage.text, passage.sentences, passage.offset(0)) == ("", [], 0)
    assert len(passage.citations) == 1
