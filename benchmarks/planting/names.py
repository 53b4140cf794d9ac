"""Names that stand in no source of their claim."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from planting.defect import Defect
    from planting.sample import Sample
    from policybrief.model import Finding

_NAME = re.compile(r"(?<=[a-z,;)] )(?:[A-Z][\w’-]+)(?: (?:of |for |and )?[A-Z][\w’-]+)*")
_NO_NAMES = re.compile(r"January|February|March|April|May|June|July|August|September|October|November|December")
_INVENTED = (
    "Aidos Bekturov",
    "Pavlodar",
    "Steppe Legal Fund",
    "Human Rights House",
    "Zhetysu Observers",
    "OXFAM",
    "Dauren Ospanov",
)
_SENTENCES = (
    *(
        "Groups in Pavlodar say the same.",
        "The decision was signed by Dauren Ospanov.",
        "So does the Steppe Legal Fund.",
    ),
    *("The case was heard in Karaganda.", "It was told by Aidos Bekturov, a lawyer.", "The same was said by OXFAM."),
)


def plant(sample: Sample, rng: Random) -> Iterator[Defect]:
    """Yield claims with other names than their sources'."""
    for finding in sample.brief.findings:
        claim = finding.claim.source
        end = len(claim.value.rstrip())
        yield sample.within("name-not-in-source", "added", claim, end, end, f" {rng.choice(_SENTENCES)}")
        for name in _NAME.finditer(claim.value):
            if not _NO_NAMES.search(name[0]):
                yield from _of_name(sample, finding, name, rng)


def _of_name(sample: Sample, finding: Finding, name: re.Match[str], rng: Random) -> Iterator[Defect]:
    code, claim = "name-not-in-source", finding.claim.source
    if claim.value.count("“", 0, name.start()) > claim.value.count("”", 0, name.start()):
        return
    yield sample.within(code, "another name", claim, *name.span(), rng.choice(_INVENTED))
    words = name[0].split(" ")
    if len(words) > 1:
        other = " ".join([*words[:-1], rng.choice(["Bekturov", "Pavlodar", "Ospanov"])])
        yield sample.within(code, "another last word", claim, *name.span(), other)
    if len(words[0]) > 5 and words[0].isalpha():
        typo = words[0][0] + words[0][2] + words[0][1] + words[0][3:]
        if typo != words[0]:
            misspelt = " ".join([typo, *words[1:]])
            yield sample.within(code, "letters changed over at its beginning", claim, *name.span(), misspelt)
    long = words[-1]
    if len(long) > 6 and long.isalpha():
        place = len(long) - 2
        typo = long[: place - 1] + long[place] + long[place - 1] + long[place + 1 :]
        if typo != long:
            misspelt = " ".join([*words[:-1], typo])
            yield sample.within(code, "letters changed over at its end", claim, *name.span(), misspelt)
