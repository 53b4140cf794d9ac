"""What the checks make of Russian and Kazakh: number words, dates, currencies, what changes a meaning, names."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
import tiny

from policybrief.text.dates import find_dates
from policybrief.text.figures import find_figures
from policybrief.text.words import Phrases, word_lists

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "value", "measure", "bound"),
    [
        ("Суд оштрафовал газету на двести тысяч тенге.", "200000", "₸", ""),
        ("задержаны сорок семь человек", "47", "", ""),
        ("более полутора миллионов долларов США", "1500000", "$", "more"),
        ("два с половиной миллиона рублей", "2500000", "₽", ""),
        ("выросли на двадцать пять процентов", "25", "%", ""),
        ("рост измеряется двадцатью пятью процентами", "25", "%", ""),
        ("свыше 3,5 млн тенге", "3500000", "₸", "more"),
        ("снизилась на 5 процентных пунктов", "5", "pp", ""),
        ("к трёмстам сорока двум активистам", "342", "", ""),
        ("с четырьмястами участниками", "400", "", ""),
        ("не менее тридцати дней", "30", "day", "min"),
        ("штраф в 50 МРП", "50", "MCI", ""),
        ("ждали 5 рабочих дней", "5", "day", ""),
        ("приговор: семь лет", "7", "year", ""),
        ("около тысячи человек", "1000", "", "about"),
        ("10 и более человек", "10", "", "min"),
        ("Сот екі жүз мың теңге айыппұл салды", "200000", "₸", ""),
        ("жиырмадан астам адам", "20", "", "more"),
        ("20-дан астам адам", "20", "", "more"),
        ("он екі жиналысқа", "12", "", ""),
        ("он мыңға жуық адам", "10000", "", "about"),
        ("он бес тәулікке қамалды", "15", "day", ""),
        ("миллионнан астам теңге", "1000000", "₸", "more"),
        ("екі жарым миллион теңге", "2500000", "₸", ""),
        ("тұрғындардың 12 пайызы", "12", "%", ""),
        ("500 мың АҚШ долларын", "500000", "$", ""),
        ("он жеті жылға бас бостандығынан айырды", "17", "year", ""),
        ("50 АЕК мөлшерінде", "50", "MCI", ""),
        ("сегіз сағаттан астам уақыт", "8", "h", "more"),
        ("100-ден кем емес адам", "100", "", "min"),
    ],
)
def test_figures(text: str, value: str, measure: str, bound: str) -> None:
    (figure,) = find_figures(text)
    assert (figure.values, figure.measure, figure.bound) == (frozenset({Decimal(value)}), measure, bound)


@pytest.mark.parametrize(
    "text",
    [
        "постановление № 25 и приказ №12",
        "174-бап бойынша, 2-бөлігінің 3-тармағы",
        "двадцать первый век",
        "жиырма бірінші ғасыр",
        "две трети домов",
        "жиналыстардың төрттен үшіне",
        "20-х годов и 5-го дня",
        "он тоже пришёл с семью",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    assert find_figures(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("25 января 2021 года", [(2021, 1, 25)]),
        ("с октября 2021 года по январь 2022 года", [(2021, 10, None), (2022, 1, None)]),
        ("перед маем 2020 года и сентябрём 2021-го", [(2020, 5, None), (2021, 9, None)]),
        ("2019–2021 годы", [(2019, None, None), (2021, None, None)]),
        ("2021 жылғы 25 қаңтарда", [(2021, 1, 25)]),
        ("2021 ж. 25 қаңтар", [(2021, 1, 25)]),
        ("2021 жылғы қазаннан 2022 жылғы қаңтарға дейін", [(2021, 10, None), (2022, 1, None)]),
        ("2021 жылдың қыркүйегіндегі", [(2021, 9, None)]),
        ("қаңтардың 25-інде", [(None, 1, 25)]),
        ("2019-2021 жылдары", [(2019, None, None), (2021, None, None)]),
    ],
)
def test_dates(text: str, expected: list[tuple[int | None, ...]]) -> None:
    found = [(one.readings[0].year, one.readings[0].month, one.readings[0].day) for one in find_dates(text)]
    assert found == expected


SOURCE_RU = """По словам министра, участников митинга в отделении не били.

Полиция, предположительно, применила дубинки против журналистов.

Собрание можно провести, если власти не ответили на уведомление.

Суд отменил штраф, и газета вышла в срок."""
SOURCE_KK = """Министрдің айтуынша, митингке қатысқандар бөлімшеде ұрылған жоқ.

Полиция журналистерге қарсы күш қолданған болуы мүмкін.

Сот газетаға салынған айыппұлдың күшін жойған жоқ.

Тергеу органы іс бойынша ешкімді жауапқа тартпады.

Редакция айыппұлды төледі, ал газет уақытында шықты."""


@pytest.mark.parametrize(
    ("source", "claim", "quote", "codes"),
    [
        (SOURCE_RU, "Участников митинга не били.", "участников митинга в отделении не били", 1),
        (SOURCE_RU, "По словам министра, их не били.", "участников митинга в отделении не били", 0),
        (SOURCE_RU, "Полиция применила дубинки.", "применила дубинки против журналистов", 1),
        (SOURCE_RU, "Собрание можно провести.", "Собрание можно провести", 1),
        (SOURCE_RU, "Штраф отменили.", "Суд отменил штраф", 0),
        (SOURCE_RU, "Газета вышла.", "газета вышла в срок", 0),
        (SOURCE_KK, "Қатысқандар ұрылған.", "митингке қатысқандар бөлімшеде ұрылған", 1),
        (SOURCE_KK, "Министрдің айтуынша, ешкім ұрылған жоқ.", "митингке қатысқандар бөлімшеде ұрылған жоқ", 0),
        (SOURCE_KK, "Полиция күш қолданды.", "Полиция журналистерге қарсы күш қолданған", 1),
        (SOURCE_KK, "Айыппұлдың күші жойылды.", "Сот газетаға салынған айыппұлдың күшін жойған", 1),
        (SOURCE_KK, "Тергеу органы жауапқа тартты.", "Тергеу органы іс бойынша ешкімді", 1),
        (SOURCE_KK, "Айыппұл төленді.", "Редакция айыппұлды төледі", 0),
        (SOURCE_KK, "Газет шықты.", "газет уақытында шықты", 0),
    ],
)
def test_context_of_quotes(source: str, claim: str, quote: str, codes: int, tmp_path: Path) -> None:
    finding = tiny.finding(claim, tiny.evidence(quote=quote))
    found = tiny.said(tmp_path, [finding], {"report": source}, "quote-out-of-context")
    assert len(found) == codes


def test_names_in_their_cases(tmp_path: Path) -> None:
    source = (
        "Суд Приречного оштрафовал Марата Сеитова.\n\nСот Айгүл Омароваға Алматыдағы үйінде қамауда болуды тағайындады."
    )
    findings = [
        tiny.finding("Штраф получил Марат Сеитов, житель города Приречный.", id="one"),
        tiny.finding("Сот шешімі бойынша Айгүл Омарова Алматыда қамауда отыр.", id="two"),
        tiny.finding("Штраф получил Олег Петров.", id="three"),
    ]
    found = tiny.said(tmp_path, findings, {"report": source}, "name-not-in-source")
    assert [words for _, words in found] == ["Олег Петров"]


def test_no_word_stands_for_two_numbers() -> None:
    lists = word_lists()
    assert "семью" not in lists.numbers
    assert lists.numbers["двумя"] == lists.numbers["екеуі"] == 2
    assert not lists.numbers.keys() & lists.scales.keys()
    assert not lists.numbers.keys() & lists.months.keys()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It may not be so", ["may not"]),
        ("MAY NOT. May", ["MAY NOT", "May"]),
        ("mayor, dismay, may-not", ["may"]),
        ("may  not", ["may"]),  # a row of words has one space between them
        ("не может, Может", ["не может", "Может"]),
        ("İ may", ["may"]),  # its small letter is two characters
        ("", []),
    ],
)
def test_phrases_stand_by_themselves(text: str, found: list[str]) -> None:
    phrases = Phrases(["may", "may not", "может", "не может"])
    assert [text[start:end] for start, end in phrases.spans(text)] == found
    assert phrases.stand_in(text) == bool(found)


def test_phrases_between_indexes() -> None:
    text = "dismay may may"
    assert list(Phrases(["may"]).spans(text, 3)) == [(7, 10), (11, 14)]
    assert list(Phrases(["may"]).spans(text, 7, 13)) == [(7, 10)]
