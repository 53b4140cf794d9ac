"""Entries of references.bib that would print wrongly: dates and addresses that can't be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tiny import check, finding, write

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SOURCES = {"report": "They said so, in so many words, and nobody answered them."}


@pytest.mark.parametrize(
    ("fields", "code", "message"),
    [
        ({"date": "2021-06-31"}, "date-not-readable", "June 2021 has 30 days"),
        ({"date": "forthcoming"}, "date-not-readable", "citations would print without it"),
        ({"date": "", "year": "21"}, "date-not-readable", "`21` is not a year of four digits"),
        ({"date": "", "year": "2021", "month": "13th"}, "date-not-readable", "`13th` is not a month"),
        ({"url": "ftp://example.org/a"}, "invalid-value", "is not an address on the web"),
        ({"url": "https://example.org/a\u00adb"}, "invalid-value", "a character that can't be seen (U+00AD)"),
        ({"archiveurl": "example.org"}, "invalid-value", "is not an address on the web"),
        ({"excerpt": "9-12"}, "invalid-value", "ends at line 12"),
    ],
)
def test_what_can_t_be_read(tmp_path: Path, fields: Mapping[str, str], code: str, message: str) -> None:
    found = check(write(tmp_path / "tiny", [finding("They said so.")], SOURCES, references={"report": fields}))
    (told,) = (one for one in found if one.code == code)
    assert message in told.message
    assert told.position is not None
    assert told.position.path == "references.bib"


@pytest.mark.parametrize(
    "fields",
    [
        {"date": "2021-06-30"},
        {"date": "2019/2021"},
        {"date": "2021~"},
        {"date": "", "year": "2021", "month": "jan"},
        {"url": "https://example.org/a_b", "archiveurl": "http://example.org"},
        {"excerpt": "1"},
    ],
)
def test_what_can_be_read(tmp_path: Path, fields: Mapping[str, str]) -> None:
    found = check(write(tmp_path / "tiny", [finding("They said so.")], SOURCES, references={"report": fields}))
    assert {one.code for one in found} == {"evidence-without-quote"}
