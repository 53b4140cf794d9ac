"""Defects that are planted in the sample project, one at a time, and what the checks say of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planting import citations, documents, facts, fields, meaning, names, quotes, references, sources, support, wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from random import Random

    from planting.defect import Defect
    from planting.sample import Sample

PLANTERS: tuple[Callable[[Sample, Random], Iterable[Defect]], ...] = (
    documents.plant,
    fields.plant,
    references.plant,
    citations.plant,
    sources.plant,
    quotes.plant,
    wording.plant,
    meaning.plant,
    facts.plant,
    names.plant,
    support.plant,
)


def plan(sample: Sample, rng: Random, each: int | None) -> dict[str, list[Defect]]:
    """Return the defects to be planted by code, of each at most so many, its kinds in turn."""
    found: dict[str, dict[str, list[Defect]]] = {}
    for planter in PLANTERS:
        for defect in planter(sample, rng):
            found.setdefault(defect.code, {}).setdefault(defect.kind, []).append(defect)
    return {code: _in_turn(list(kinds.values()), rng)[:each] for code, kinds in found.items()}


def _in_turn(kinds: list[list[Defect]], rng: Random) -> list[Defect]:
    """Return all defects, one of each kind after the other, shuffled within the kinds."""
    shuffled = [rng.sample(kind, len(kind)) for kind in kinds]
    longest = max(map(len, shuffled), default=0)
    return [kind[turn] for turn in range(longest) for kind in shuffled if turn < len(kind)]
