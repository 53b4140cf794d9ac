"""Typography is folded, words are not, and each folded character leads back to its own line and column."""

from __future__ import annotations

import unicodedata

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from policybrief.position import TextFile
from policybrief.text.folding import Folded, fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“a” «a» ‘a’", "\"a\" 'a' 'a'"),
        ("a—b a–b a−b a‑b", "a-b a-b a-b a-b"),
        ("a\u00a0b\u2009c\u202fd\n\te", "a b c d e"),
        ("ﬁ ﬂ ﬃ œ Æ", "fi fl ffi oe AE"),
        ("soft\u00adhyphen zero\u200bwidth", "softhyphen zerowidth"),
        ("e\u0301", "é"),
        ("wait…", "wait..."),
    ],
)
def test_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("10²", "102"),
        ("21½", "211⁄2"),
        ("61·4", "61.4"),
        ("≥12", "12"),
        ("-5", "5"),
        ("12%", "12"),
        ("Ａ", "A"),
        ("№", "No"),
        ("the", "The"),
        ("ё", "е"),
        ("ı", "i"),
        ("ß", "ss"),
    ],
)
def test_not_alike(one: str, other: str) -> None:
    assert fold(one) != fold(other)


TEXT = st.text(alphabet="aé e\u0301ﬁœ“”—\u00ad\u200b\u00a0…한\u1112\u1161 \n\r.-'", max_size=60)


@given(TEXT)
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(TEXT)
def test_composed_and_decomposed_are_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(TEXT)
def test_each_character_leads_back(text: str) -> None:
    file = TextFile("x", text)
    folded = Folded(file)
    origins = [folded.origin(index) for index in range(len(folded.key))]
    assert origins == sorted(origins)
    for index, origin in enumerate(origins):
        char = folded.key[index]
        if char == " ":
            assert text[origin].isspace()
        else:
            cluster = text[origin : folded.origin_of_end(index + 1)]
            assert char in fold(cluster) or char == "." or (char == "-" and cluster[0] == "\u00ad")  # at a line's end


def test_the_stored_sources_lead_back() -> None:
    for path in (ROOT / "seeds").glob("*.txt"):
        file = TextFile(path.name, path.read_text("utf-8"))
        folded = Folded(file)
        for index in range(0, len(folded.key), 11):
            assert fold(file.text[folded.origin(index)]) in (folded.key[index], "")


def test_an_excerpt_is_a_text_of_its_own() -> None:
    file = TextFile("x", "one\ntwo\nthree\n")
    folded = Folded(file, (2, 3))
    assert folded.key == "two three"
    assert file.position(folded.origin(4)).line == 3
