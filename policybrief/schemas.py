"""The JSON Schemas of brief.yml and findings.yml, written where editors find them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policybrief.errors import OutputError
from policybrief.outputs.records import to_json
from policybrief.reading.brief import schemas

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "docs/schemas"


def write_schemas(project: Path) -> list[str]:
    """Write the schemas into a project and return their paths. Raises OutputError."""
    folder = project / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, schema in schemas().items():
            (folder / name).write_text(to_json(schema), encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(f"{folder} can't be written: {error.strerror}") from error
    return [f"{FOLDER}/{name}" for name in schemas()]
