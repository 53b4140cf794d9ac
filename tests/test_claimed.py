"""Which figures of a text are claims, and which only count what the text has named."""

from __future__ import annotations

import pytest

from policybrief.text.claimed import is_claimed, is_number_listed
from policybrief.text.figures import find_figures


def _claimed(text: str) -> list[str]:
    return [text[one.start : one.end] for one in find_figures(text) if is_claimed(text, one)]


@pytest.mark.parametrize(
    "text",
    [
        "The two groups were fined",
        "These five officials left",
        "Both groups left; the other three stayed",
        "Their two leaders left",
        "They have one thing in common",
        "One of the groups left, and no one was hurt",
        "Step one is to listen",
        "Step 3 is to write",
        "In the second half of September they met",
        "over the last fifteen years",
        "in the past three years",
        "during the first two months",
        "for the next 10 days",
        "under Article 19 of it",
        "under article 5 of it",
        "Law No. 12 of it",
        "Decree 345 of it",
        "see page 7, para. 4, Table 3",
        "a woman of age 45",
        "the Boeing 737 MAX fell",
        "the ship Vega 3000, in Aktau, and the Falcon 9",
        "This brief has three findings",
        "Two key messages and four recommendations follow",
        "the G20 and COVID-19",
        "статья 19 закона",
        "эти пять организаций",
        "последние пять лет",
        "осы үш ұйым",
        "соңғы бес жыл",
    ],
)
def test_left_alone(text: str) -> None:
    assert _claimed(text) == []


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Three organisations (A, B and C) were fined", ["Three"]),
        ("The event brought together 57 OSCE participating States", ["57"]),
        ("the three-month suspension", ["three-month"]),
        ("They were held for three years", ["three years"]),
        ("a recent three-year term", ["three-year"]),
        ("the 57 states", ["57"]),
        ("the $7 million it got", ["$7 million"]),
        ("In Almaty 200 people were held", ["200"]),
        ("Yesterday 200 people were held", ["200"]),
        ("Article 5 per cent", ["5 per cent"]),
        ("two of the three groups", ["two"]),
        ("Almaty 200", ["200"]),
        ("In Almaty more than 200", ["200"]),
        ("In Almaty, 200 of them", ["200"]),
        ("пять организаций", ["пять"]),
        ("үш ұйым", ["үш"]),
    ],
)
def test_claimed(text: str, figures: list[str]) -> None:
    assert _claimed(text) == figures


@pytest.mark.parametrize(
    ("sentence", "number", "is_listed"),
    [
        ("Three organisations (A, B and C) were fined.", 3, True),
        ("Three organisations (A and B) were fined.", 3, False),
        ("Two organisations were fined: Echo and Erkindik Kanaty.", 2, True),
        ("Three organisations – Echo, MediaNet and Gadir-Kasiet – were fined.", 3, True),
        ("The three that were fined are Echo; MediaNet; Gadir-Kasiet.", 3, True),
        ("Echo, MediaNet and Gadir-Kasiet, three groups, were fined.", 3, True),
        ("Три организации (Эхо, Еркіндік и Кадыр) оштрафованы.", 3, True),
        ("Үш ұйым (Эхо, Еркіндік және Қадыр) айыппұл төледі.", 3, True),
        ("Three organisations were fined.", 3, False),
        ("On 2 May police held three activists, Petr Novak, Jana Dvorska and Tomas Hala, at Sokol.", 3, True),
        ("On 2 May police held four activists, Petr Novak, Jana Dvorska and Tomas Hala, at Sokol.", 4, False),
        ("Three organisations (in the north, the south and the east) were fined.", 3, False),
    ],
)
def test_as_many_names_as_the_count_says(sentence: str, number: int, is_listed: bool) -> None:
    assert is_number_listed(sentence, number) is is_listed


@pytest.mark.parametrize(
    "text",
    [
        "за последние пять лет стало хуже",
        "Articles 3 and 5 of it",
        "pages 3-5 of it",
        "Nos. 5 and 6 of it",
        "One day they left",
    ],
)
def test_more_that_claims_nothing(text: str) -> None:
    assert _claimed(text) == []
