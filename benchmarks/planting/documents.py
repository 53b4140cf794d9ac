"""Faults of YAML: files that can't be read, keys twice, words that YAML would drop."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from planting.defect import Defect
    from planting.sample import Sample

_KEY_LINE = re.compile(r"^(?P<lead> *(?:- )?)(?P<key>[a-z_]+): (?P<value>(?![|>\[{\"'])[^\n#]+)$", re.MULTILINE)
_BLOCK = re.compile(r"^ *(?:- )?(?:[a-z_]+: )?(\|)\n", re.MULTILINE)
_PROSE_KEYS = {"label", "quote", "how", "note", "via", "claim", "to", "text", "indicator", "subtitle", "publisher"}
"""Fields of words, in which ` #` cuts a sentence short; `title` is one, where no quotation marks are about it."""


def plant(sample: Sample, rng: Random) -> Iterator[Defect]:
    """Yield defects of the two YAML files."""
    for path in (sample.brief_path, sample.findings_path):
        text = sample.texts[path]
        for line in _KEY_LINE.finditer(text):
            yield from _of_line(sample, path, line)
        for block in _BLOCK.finditer(text):
            yield from _of_block(sample, path, block)
    yield from _duplicate_ids(sample, rng)


def _of_line(sample: Sample, path: str, line: re.Match[str]) -> Iterator[Defect]:
    """Yield what can be wrong with a line of one key and its value."""
    start, _end = line.span("value")
    words = line["value"].split(" ")
    spaces = len(line["lead"].replace("-", " "))
    if spaces:
        tab = (line.start(), line.start() + spaces, "\t" + line["lead"].lstrip(" "))
        yield sample.change("invalid-yaml", "a tab as indentation", path, tab, anywhere=True)
    yield sample.change("invalid-yaml", "a quotation mark never closed", path, (start, start, '"'), anywhere=True)
    yield sample.change("invalid-yaml", "an anchor", path, (start, start, "&here "))
    yield sample.change("invalid-yaml", "a value that begins with @", path, (start, start, "@"), anywhere=True)
    twice = f"{' ' * spaces}{line['key']}: {line['value']}\n"
    yield sample.change("duplicate-key", "a line twice", path, (line.end() + 1, line.end() + 1, twice))
    if line["key"] in _PROSE_KEYS | {"title"} and len(words) > 1:
        middle = start + len(" ".join(words[: (len(words) + 1) // 2]))
        case = (middle, middle, " #5")
        yield sample.change("text-cut-short", "a number sign", path, case, follows=["quote-not-in-source"])
        colon = (middle, middle, ":")
        yield sample.change("invalid-yaml", "a colon in a sentence", path, colon, anywhere=True)


def _of_block(sample: Sample, path: str, block: re.Match[str]) -> Iterator[Defect]:
    """Yield a block that would be folded, with a blank line in it."""
    text = sample.texts[path][block.end() : sample.lines(path, block.start())[1]]
    lines = text.rstrip("\n").split("\n")
    edits = [(*block.span(1), ">")]
    if len(lines) < 2:
        return
    if "" not in lines:
        half = block.end() + sum(len(line) + 1 for line in lines[: len(lines) // 2])
        edits.append((half, half, "\n"))
    yield sample.change("paragraphs-folded", "`>` and a blank line", path, *edits, anywhere=True)


def _duplicate_ids(sample: Sample, rng: Random) -> Iterator[Defect]:
    """Yield findings that are there twice, or have a name that is taken."""
    path = sample.findings_path
    end = len(sample.texts[path])
    for finding in sample.brief.findings:
        start, stop = sample.lines(path, finding.id.start)
        copy = "\n" + sample.texts[path][start:stop]
        yield sample.change("duplicate-id", "a finding twice", path, (end, end, copy), also=[finding.id.value])
        key = rng.choice(sorted(sample.references))
        named = copy.replace(f"- id: {finding.id.value}\n", f"- id: {key}\n", 1)
        yield sample.change(
            "duplicate-id",
            "the id of a reference",
            path,
            (end, end, named),
            also=[key],
            spreads=["unknown-finding", "invalid-value"],
        )
        yield sample.change(
            "unused-finding",
            "a finding more",
            path,
            (end, end, copy.replace(f"- id: {finding.id.value}\n", f"- id: {finding.id.value}-again\n", 1)),
            also=[f"{finding.id.value}-again"],
        )
