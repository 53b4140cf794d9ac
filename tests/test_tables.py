"""Figures of a table take their scale and currency from its head."""

from __future__ import annotations

import pytest

from policybrief.text.facts import Facts
from policybrief.text.figures import find_figures

BUDGET = "Programme 104 Anti-corruption (thousand tenge)\nPlan    1 345 678\nPaid    1 402 110\n"


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("1,345,678 thousand tenge", BUDGET),
        ("1.40211 billion tenge", BUDGET),
        ("1,345,678 thousand tenge", "Programme 104 (in thousand tenge)   1 345 678   1 402 110\n"),
        ("$15.1 million", "Disbursements (USD million)\n2019   12.4\n2020   15.1\n"),
        ("$15.1 million", "Disbursements (in millions of US dollars)\n2019\t12.4\n2020\t15.1\n"),
        ("$15.1 million", "Disbursements, USD million\n\n| 2019 | 12.4 |\n| 2020 | 15.1 |\n"),
        ("0.3 per cent", "Share of acquittals (%)\n2019   0.4\n2020   0.3\n"),
        ("1,250,000 tenge", "Сумма (тенге)\nТОО Альфа   1 250 000\n"),
        ("1,250 thousand tenge", "Сумма, тыс. тенге\nТОО Альфа   1 250\n"),
        ("1,250 thousand tenge", "Сумма (в тыс. тенге)   Доля (%)\nТОО Альфа   1 250   12\n"),
        ("12,450 million tenge", "Наименование | План, млн тг | Факт, млн тг\nШколы | 12 450,0 | 9 871,3"),
        ("9,871.3 million tenge", "Наименование | План, млн тг | Факт, млн тг\nШколы | 12 450,0 | 9 871,3"),
        ("$1,254.3 million", "Amounts are in thousands of US dollars unless stated.\nTotal revenue      1,254,300"),
        ("1,254.3 million euros", "Amounts are in thousands of euros unless stated.\nTotal revenue      1,254,300"),
        ("$1,254 thousand", "Cash flows (in thousands of US dollars)\nNet cash used      (1,254)      (917)"),
        ("4.9 per cent", "Unemployment rate, per cent\nAlmaty 4.9"),
        ("12 per cent", "Сумма (в тыс. тенге)   Доля (%)\nТОО Альфа   1 250   12\n"),
    ],
)
def test_a_head_says_what_its_figures_are(claim: str, source: str) -> None:
    (figure,) = find_figures(claim)
    assert Facts(source).state_figure(figure, claim)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("1,345,679 thousand tenge", BUDGET),
        ("1,345,678 million tenge", BUDGET),
        ("1,345,678 thousand roubles", BUDGET),
        ("12 per cent", "The fund (in euros) paid 12 groups.\n"),
        ("12 euros", "The fund (in euros) paid 12 groups.\n"),
        ("12 euros", "The fund (which is in euros)\nGroups   12\n"),
        ("12 euros", "The fund (in euros) paid.\nIt was founded by a group of 12\nin May."),
        ("12 euros", "Groups   12\nThe fund (in euros)\n"),
        ("12 euros", f"The fund (in euros)\n{'It is so. ' * 700}\nGroups   12\n"),
    ],
)
def test_no_more_than_its_figures(claim: str, source: str) -> None:
    (figure,) = find_figures(claim)
    assert not Facts(source).state_figure(figure, claim)
