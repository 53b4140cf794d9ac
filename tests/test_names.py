"""Proper names: which words of a claim are some, and when a source has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny import evidence, finding, said

from policybrief.text.names import NamedText, find_names, introduced_acronyms, stands_in

if TYPE_CHECKING:
    from pathlib import Path


def _names(text: str, *starts: int) -> list[str]:
    return [name.text for name in find_names(text, starts or (0,))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("It was Delia Ferreira Rubio who said so.", ["Delia Ferreira Rubio"]),
        ("Delia Ferreira Rubio said so.", ["Delia Ferreira Rubio"]),
        ("The group Erkindik Kanaty was fined.", ["Erkindik Kanaty"]),
        ("FIDH said so.", ["FIDH"]),
        ("In Kazakhstan’s largest city, Almaty, it rained.", ["Kazakhstan’s", "Almaty"]),
        ("President Tokayev said so.", ["Tokayev"]),
        (
            "the Ministry of Finance of the Republic of Kazakhstan",
            ["Ministry of Finance of the Republic of Kazakhstan"],
        ),
        ("In January the OSCE met.", ["OSCE"]),
        ("the U.S. Department of State", ["U.S. Department of State"]),
        ("He lives in Nur-Sultan.", ["Nur-Sultan"]),
        ("It paid AT&T.", ["AT&T"]),
        ("В Казахстане полиция задержала Рустама Жантасова.", ["Казахстане", "Рустама Жантасова"]),
        ("Бұл туралы Қазақстан хабарлады.", ["Қазақстан"]),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    assert _names(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Echo was fined.",
        "“Echo” was fined.",
        "The groups were fined, and I was late.",
        "On Monday they met; in May and on 5 March they left.",
        "It cost 5 US dollars and 5 Canadian dollars.",
        "However, President and Minister met.",
        "the plan B of it",
        "nothing at all",
        "",
    ],
)
def test_capitals_that_name_nothing(text: str) -> None:
    assert _names(text) == []


def test_the_first_word_of_any_sentence_says_nothing() -> None:
    text = "One day. Then Almaty fell. Astana too."
    assert _names(text, 0, 9, 27) == ["Almaty"]
    assert _names(text, 0, 9)[-1] == "Astana"


def _is_named(name: str, *sources: str) -> bool:
    (found,) = find_names(f"they met {name}")
    return stands_in(found, [NamedText(source) for source in sources])


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("Kazakhstan", "Kazakhstan"),
        ("Kazakhstan", "Kazakhstan's law"),
        ("Kazakhstan’s", "Kazakhstan"),
        ("Kazakhstan", "the Kazakhstani government"),
        ("Kazakh", "in Kazakhstan"),
        ("Uzbek", "in Uzbekistan"),
        ("Italian", "in Italy"),
        ("Germany", "a German court"),
        ("Courts", "the Court"),
        ("Human Rights Watch", "the report of HRW"),
        ("HRW", "the report of Human Rights Watch"),
        ("OSCE", "the Organization for Security and Cooperation in Europe"),
        ("OSCE", "the OSCE's member states"),
        ("KIBHR", "the Kazakhstan International Bureau for Human Rights and Rule of Law"),
        ("International Legal Initiative", "the ILI Foundation"),
        ("United Nations", "a UN office"),
        ("Ministry of Finance", "the Finance Ministry"),
        ("Nur-Sultan", "in Nur Sultan"),
        ("Zhantassov", "Rustam Zhantasov"),
        ("Рустама Жантасова", "Рустам Жантасов"),
        ("Казахстане", "Казахстан"),
        ("Қазақстанда", "Қазақстан"),
        ("NATO", "nato"),
        ("Almaty's Republic Square", f"Almaty {'where they came in spring ' * 9}, the Republic Square"),
        ("Republic Square in Almaty", f"Almaty {'where they came in spring ' * 9}, the Republic Square"),
        ("MP Asel Bekova", "Asel Bekova"),
        ("Vice-Minister Asel Bekova", "Асель Бекова"),
        ("Almaty", "в Алматы"),
        ("Zhanbolat Mamay", "Жанболата Мамая"),
        ("Janbolat Mamai", "Жанболата Мамая"),
        ("Yevgeny Zhovtis", "Евгений Жовтис"),
        ("Nur-Sultan", "в Нур-Султане"),
        ("Erkindik Kanaty", "«Еркіндік қанаты»"),
        ("Kazakhstan", "Қазақстанда"),
        ("Kazakhstan", "в Казахстане"),
        ("Tokayev", "Токаева"),
        ("Désir", "Harlem Desir"),
        ("Desir", "Harlem Désir"),
        ("Жанболат", "Zhanbolat"),
        ("Asel Bekova", f"Asel Omarova, {'who came in spring, ' * 9} and Asel Bekova"),
        ("Bureau of Human Rights", f"the Bureau {'that came in spring ' * 9}, the Human Rights Bureau"),
    ],
)
def test_a_source_has_a_name_in_another_form(name: str, source: str) -> None:
    assert _is_named(name, f"It was {source}, they say.")


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("Almaty", "Astana"),
        ("Almaty", "almost all"),
        ("Bill Smith", "Bill Jones"),
        ("FIDH", "FIFA"),
        ("HRW", "Human Rights Committee"),
        ("UN", "UNESCO"),
        ("Legal Media Center", "LM Center"),
        ("Iran", "Iraq"),
        ("Tokayev", ""),
        ("Bekova", "Bekov"),
        ("Kazakhsatn", "the Kazakh government"),
        ("Almaty", "в Шымкенте"),
        ("Zhanbolat", "Жомарта"),
        ("Askar", "Аскаров"),
        ("Asel Bekova", f"Asel Omarova, {'who came in spring, ' * 9} and Dana Bekova"),
        ("Асель Бекова", f"Асель Омарова, {'которая пришла весной, ' * 9} и Дана Бекова"),
        ("Omar", "Omarov"),
        ("Рустама Жантасова", "Рустам Сарсенов"),
    ],
)
def test_a_source_has_another_name(name: str, source: str) -> None:
    assert not _is_named(name, f"It was {source}, they say.")


def test_the_words_of_a_name_may_stand_in_several_sources() -> None:
    assert _is_named("Bill Smith", "Bill came.", "Mr Smith left.")
    assert not _is_named("Bill Smith", "Bill came.", "Mr Jones left.")


def test_acronyms_that_a_text_introduces() -> None:
    found = introduced_acronyms("the Bureau for Human Rights (BHR) met the Legal Initiative (LI), a group (ABC)")
    assert {acronym: name.text for acronym, name in found.items()} == {
        "BHR": "Bureau for Human Rights",
        "LI": "Legal Initiative",
    }


@given(st.from_regex(r"[A-Z][a-z]{3,9}( [A-Z][a-z]{3,9}){0,2}", fullmatch=True))
def test_every_name_stands_where_it_was_copied_from(name: str) -> None:
    text = f"yesterday they met {name} again"
    for found in find_names(text):
        assert stands_in(found, [NamedText(text)])


SOURCE = {"report": "The group Erkindik Kanaty of Almaty was fined. The Bureau of Human Rights stayed."}


@pytest.mark.parametrize(
    ("claim", "names"),
    [
        ("A court of Almaty fined Erkindik Kanaty.", []),
        ("A court of Astana fined Erkindik Kanaty.", ["Astana"]),
        ("A court fined Erkindik Astana.", ["Erkindik Astana"]),
        ("The BHR stayed.", []),
        ("The XYZ stayed.", ["XYZ"]),
        ("A group fined, says the Body of Report, see Title Report.", []),
        ("[This is about Astana.]{.about} It was Almaty.", []),
        ("It was Almaty.\n\nIt was Astana.", ["Astana"]),
    ],
)
def test_the_names_of_a_claim_stand_in_its_sources(tmp_path: Path, claim: str, names: list[str]) -> None:
    found = said(tmp_path, [finding(claim)], SOURCE, "name-not-in-source")
    assert found == [("name-not-in-source", name) for name in names]


def test_a_name_that_begins_a_sentence_is_known_from_the_sources(tmp_path: Path) -> None:
    sources = {"report": "The police of Shymkent came.", "other": "The police of Almaty came. Police left."}
    one = finding("Almaty police came. Police came. Nobody left.")
    assert said(tmp_path, [one], sources, "name-not-in-source") == [("name-not-in-source", "Almaty")]
    three = finding("Sultanov came. Uzbekistan left.")
    found = said(tmp_path / "3", [three], sources, "name-not-in-source")
    assert found == [("name-not-in-source", "Sultanov"), ("name-not-in-source", "Uzbekistan")]
    two = finding("Shymkent police came.")
    assert said(tmp_path / "2", [two], sources, "name-not-in-source") == []


def test_a_name_that_a_line_end_breaks_is_one(tmp_path: Path) -> None:
    source = {"report": "They fined the lawyer Zhanbolat Zhuma-\nbayev and the Trans-\nAtlantic Group."}
    claim = "They fined Zhanbolat Zhumabayev and the Trans-Atlantic Group."
    assert said(tmp_path, [finding(claim)], source, "name-not-in-source") == []
    other = "They fined Zhanbolat Zhumagulov."
    assert len(said(tmp_path / "2", [finding(other)], source, "name-not-in-source")) == 1


def test_what_is_done_is_no_name(tmp_path: Path) -> None:
    one = finding("Allocations to the Bureau rose. Spending on Almaty fell. NGOs came.")
    assert said(tmp_path, [one], SOURCE, "name-not-in-source") == []


def test_a_currency_is_no_name(tmp_path: Path) -> None:
    assert said(tmp_path, [finding("They paid KZT and USD 5.")], SOURCE, "name-not-in-source") == []


def test_a_role_before_a_name_is_none(tmp_path: Path) -> None:
    one = finding("Former activist leader Erkindik Kanaty came. Former Mayor Erkindik came. Key BHR reports came.")
    assert said(tmp_path, [one], SOURCE, "name-not-in-source") == []


def test_who_is_quoted_is_a_name_that_is_known(tmp_path: Path) -> None:
    pieces = evidence(quote="The Bureau of Human Rights stayed.", via="Marc Behrendt, a director")
    assert said(tmp_path, [finding("As Marc Behrendt said, it stayed.", pieces)], SOURCE, "name-not-in-source") == []


def test_an_acronym_that_the_brief_introduces_stands_for_its_name(tmp_path: Path) -> None:
    one = finding("As to the group KAN, it was fined.")
    brief = {"methodology": "- we asked Erkindik Kanaty (KAN)\n- and others"}
    assert said(tmp_path, [one], SOURCE, "name-not-in-source", brief=brief) == []
    assert said(tmp_path / "2", [one], SOURCE, "name-not-in-source") == [("name-not-in-source", "KAN")]


def test_a_name_in_latex_is_read_as_it_prints(tmp_path: Path) -> None:
    references = {"report": {"author": r"{B{\"u}ro Z{\'e}ro}"}}
    one = finding("As the group Büro Zéro says, it was fined.")
    assert said(tmp_path, [one], SOURCE, "name-not-in-source", references=references) == []
