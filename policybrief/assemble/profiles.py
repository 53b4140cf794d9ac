"""Profiles: what a kind of publication demands of a brief, as a TOML file in templates/profiles/ says it."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from policybrief.assemble.templates import Templates
    from policybrief.model import Brief

DEFAULT = "brief"
FOLDER = "profiles"
FORMATS = ("docx", "html", "pdf")
ORDERED = ("summary", "key_messages", "sections", "recommendations", "methodology", "limitations")
"""Blocks of the text, in the order in which they stand where a profile names no other."""
BLOCKS = (
    *("acknowledgements", "authors", "contact", "disclaimer", "funding", "key_messages", "keywords", "licence"),
    *("limitations", "methodology", "number", "publisher", "recommendations", "sections", "series", "subtitle"),
)
"""Fields of brief.yml that a profile may ask for or forbid."""
DRAWN = ("evidence_map", "timeline")
"""Parts that are made of the findings, and that a profile may leave out."""
LIMITS = ("pages", "words", "words_with_notes")


class ProfileProblem(Exception):
    """A profile can't be had; the arguments are what is wrong and what to do."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.message, self.advice = message, advice


class Profile(Struct, frozen=True, kw_only=True):
    """What a kind of publication demands."""

    name: str = DEFAULT
    formats: tuple[str, ...] = ()
    """Formats that are made besides those that are asked for."""
    order: tuple[str, ...] = ORDERED
    has_numbered_paragraphs: bool = False
    limits: Mapping[str, int] = field(default_factory=dict)
    """The most that there may be: `words` of the text, `words_with_notes`, `pages` before the list of sources."""
    required: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    """Parts that would be made of the findings, and are not."""
    docx_font: str | None = None
    docx_size: float | None = None


def profile_of(brief: Brief, templates: Templates) -> Profile:
    """Return the profile of a brief. Raises ProfileProblem."""
    return load_profile(brief.profile.value.strip() if brief.profile else DEFAULT, templates)


def load_profile(name: str, templates: Templates) -> Profile:
    """Return a profile by its name. Raises ProfileProblem."""
    path = f"{FOLDER}/{name}.toml"
    if not templates.has(path):
        known = [one.split("/")[1].removesuffix(".toml") for one in templates.names() if one.startswith(f"{FOLDER}/")]
        raise ProfileProblem(
            f"there is no profile `{name}`", "the profiles are " + ", ".join(f"`{one}`" for one in sorted(known))
        )
    try:
        return _Fields(name, tomllib.loads(templates.read(path))).profile()
    except (ValueError, RecursionError) as error:  # of TOML, of UTF-8, or of what a field holds
        raise ProfileProblem(f"the profile `{name}` can't be used: {error}", f"correct templates/{path}") from error


class _Fields:
    """The fields of a profile's file; each is taken once, and none may be left. Raises ValueError."""

    def __init__(self, name: str, read: dict[str, Any]) -> None:
        self._name, self._read = name, read

    def profile(self) -> Profile:
        limits, blocks, docx = self._table("limits"), self._table("blocks"), self._table("docx")
        profile = Profile(
            name=self._name,
            formats=_names(self._read.pop("formats", []), "formats", FORMATS),
            order=self._order(),
            has_numbered_paragraphs=_one(self._read.pop("numbered_paragraphs", False), "numbered_paragraphs", bool),
            limits={name: _one(limits.pop(name), f"limits.{name}", int) for name in LIMITS if name in limits},
            required=_names(blocks.pop("required", []), "blocks.required", BLOCKS),
            forbidden=_names(blocks.pop("forbidden", []), "blocks.forbidden", BLOCKS),
            left_out=_names(blocks.pop("left_out", []), "blocks.left_out", DRAWN),
            docx_font=_one(docx.pop("font"), "docx.font", str) if "font" in docx else None,
            docx_size=float(_one(docx.pop("size"), "docx.size", int, float)) if "size" in docx else None,
        )
        for where, left in (("", self._read), ("limits.", limits), ("blocks.", blocks), ("docx.", docx)):
            for name in left:
                raise ValueError(f"it has an unknown field, `{where}{name}`")
        return profile

    def _table(self, name: str) -> dict[str, Any]:
        return dict(_one(self._read.pop(name, {}), name, dict))

    def _order(self) -> tuple[str, ...]:
        named = _names(self._read.pop("order", []), "order", ORDERED)
        return (*named, *(name for name in ORDERED if name not in named))


def _one(value: Any, name: str, *kinds: type) -> Any:
    """Return a value of one of some types. Raises ValueError."""
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        words = {bool: "`true` or `false`", int: "a number", str: "a text", dict: "a table", list: "a list"}
        raise ValueError(f"`{name}` is to be {words[kinds[0]]}")
    if isinstance(value, int | float) and not isinstance(value, bool) and not 0 < value < 1_000_000:
        raise ValueError(f"`{name}` is to be more than nothing")
    return value


def _names(value: Any, name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """Return a list of known names. Raises ValueError."""
    for one in _one(value, name, list):
        if one not in known:
            raise ValueError(f"`{name}` names `{one}`; it may name {', '.join(f'`{each}`' for each in known)}")
    return tuple(dict.fromkeys(value))
