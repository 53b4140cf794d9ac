"""The JSON files that a build writes have the shape that docs/schemas/ says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from conftest import CASES, ROOT

from policybrief.pdf_file import open_pdf

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Project, Ran

SLUG = "kazakhstan-civic-space"


def _schema(name: str) -> Any:
    schema = json.loads((ROOT / "docs" / "schemas" / f"{name}.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return schema


def test_what_a_build_writes(sample: Project, run: Callable[..., Ran]) -> None:
    assert run("--project", sample.folder).exit_number == 0
    folder = sample.folder / "output" / SLUG
    for name in ("manifest", "report", "evidence"):
        jsonschema.validate(json.loads((folder / f"{name}.json").read_text("utf-8")), _schema(name))
    with open_pdf(folder / f"{SLUG}.pdf", SLUG) as pdf:
        record = json.loads(dict(pdf.attachments())["inputs.json"])
    jsonschema.validate(record, _schema("inputs"))
    assert record == json.loads((folder / "manifest.json").read_text("utf-8"))["inputs"]


@pytest.mark.parametrize("case", sorted(path for path in (CASES / "bad").iterdir()), ids=lambda path: path.name)
def test_what_check_prints(case: Path, run: Callable[..., Ran]) -> None:
    jsonschema.validate(json.loads(run("check", "--project", case, "--format", "json").stdout), _schema("report"))


def test_a_record_with_something_else_in_it_is_none() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"version": 1, "brief": "x", "clock": "12:00"}, _schema("inputs"))
