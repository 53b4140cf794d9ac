"""Every code has its page, a case in which it speaks, cases in which it is silent, and a line in the changelog."""

from __future__ import annotations

import re

import pytest
from conftest import CASES, ROOT

from policybrief.codes import CODES
from policybrief.errors import UsageError
from policybrief.explain import all_pages, explain, list_codes


@pytest.mark.parametrize("code", CODES)
def test_code_is_complete(code: str) -> None:
    assert len(explain(code)) > 120
    spoken = [path for path in (CASES / "bad").glob("*/expected.txt") if f"[{code}]" in path.read_text("utf-8")]
    assert spoken, f"no case in tests/cases/bad shows {code}"
    assert f"`{code}`" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_documentation_holds_every_page(request: pytest.FixtureRequest) -> None:
    path = ROOT / "docs" / "diagnostics.md"
    if request.config.getoption("--update-cases"):
        path.write_text(all_pages(), encoding="utf-8", newline="\n")
    assert path.read_text("utf-8") == all_pages()


def test_no_page_is_left_over() -> None:
    assert {path.stem for path in (ROOT / "policybrief" / "explain").glob("*.md")} == set(CODES)


def test_unknown_code_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean `quote-not-in-source`"):
        explain("quote-not-in-sources")


def test_list_names_every_code() -> None:
    assert re.findall(r"^\S+", list_codes(), re.MULTILINE) == list(CODES)
