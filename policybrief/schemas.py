"""The fields of brief.yml and findings.yml, told to editors (JSON Schema) and to people (docs/fields.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policybrief.errors import OutputError
from policybrief.outputs.records import Json, to_json
from policybrief.reading.brief import schemas

if TYPE_CHECKING:
    from collections.abc import Iterator
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


def fields_page() -> str:
    """Return the fields of both files as a page of the documentation."""
    brief, findings = schemas().values()
    parts = ["# Fields", "What brief.yml and findings.yml may hold. Fields in **bold** have to be there."]
    parts += _tables("## brief.yml", brief)
    parts += _tables("## findings.yml: a list of findings", findings["items"])
    return "\n\n".join(parts) + "\n"


def _tables(heading: str, record: Json) -> Iterator[str]:
    """Yield the table of a record's fields, and after it those of the records in it."""
    rows, inner = [], []
    for name, field in record["properties"].items():
        shown = f"**`{name}`**" if name in record.get("required", ()) else f"`{name}`"
        rows.append(f"| {shown} | {_kind(field)} | {field.get('description', '')} |")
        held = field.get("items", field)
        if held.get("type") == "object" and "description" in next(iter(held["properties"].values())):
            inner.append((f"### `{name}`", held))
    yield "\n".join([heading, "", "| field | holds | meaning |", "|---|---|---|", *rows])
    for name, held in inner:
        yield from _tables(name, held)


def _kind(field: Json) -> str:
    """Return in words what a field holds."""
    if "enum" in field:
        return ", ".join(f"`{word}`" for word in field["enum"])
    if "anyOf" in field:
        return "one, or a list"
    if "contentMediaType" in field:
        return "Markdown"
    kinds = {"string": "text", "integer": "a number", "object": "fields"}
    if field["type"] == "array":
        return "a list" if field["items"]["type"] == "object" else f"a list of {_kind(field['items'])}"
    return "a date" if field.get("format") == "date" else kinds[field["type"]]
