"""YAML -> a tree of located values: every scalar is text, every value knows where it stood."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import yaml

from policybrief.diagnostics import Diagnostic, Note, fault
from policybrief.position import Position, Scalar, TextFile

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DEPTH = 20
MAX_VALUES = 5_000_000

# YAML 1.1 ends a line at these; editors show none there. Text pasted from elsewhere brings them along.
_LINE_SEPARATORS = dict.fromkeys((0x85, 0x2028, 0x2029), " ")


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list and where it began."""

    items: tuple[Node, ...]
    file: TextFile
    start: int

    @property
    def position(self) -> Position:
        """Where the list begins."""
        return self.file.position(self.start)


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the order of the file; a key may stand in it twice."""

    entries: tuple[tuple[Scalar, Node], ...]
    file: TextFile
    start: int

    @property
    def position(self) -> Position:
        """Where the first name stands."""
        return self.file.position(self.start)


Node: TypeAlias = Scalar | Sequence | Mapping


class _Refused(Exception):
    """The file can't be read any further."""

    def __init__(self, index: int, message: str, help_text: str) -> None:
        super().__init__(message)
        self.index, self.message, self.help_text = index, message, help_text


def read_tree(file: TextFile) -> tuple[Node | None, list[Diagnostic]]:
    """Return the one document of a YAML file, None where it is empty or can't be read.

    The tree is made from the parser's events in one pass without recursion, so that depth, number of values,
    anchors and merge keys are bounded before anything is built.
    """
    try:
        return _build(file, yaml.parse(file.text.translate(_LINE_SEPARATORS), Loader=yaml.CSafeLoader)), []
    except _Refused as refusal:
        found = fault("invalid-yaml", file.position(refusal.index), refusal.message, help=refusal.help_text)
    except yaml.MarkedYAMLError as error:
        found = _explain(file, error)
    except yaml.reader.ReaderError as error:
        found = fault(
            "invalid-yaml",
            _unreadable(file),
            f"the file holds a character that YAML does not allow: {error.reason}",
            help="delete the character; it often comes along when text is pasted from a PDF",
        )
    return None, [found]


def _build(file: TextFile, events: Iterator[yaml.Event]) -> Node | None:
    """Put the parser's events together to a tree."""
    root: Node | None = None
    open_nodes: list[tuple[bool, int, list[Node]]] = []
    documents = values = 0
    for event in events:
        kind = type(event)
        done: Node
        if kind is yaml.ScalarEvent:
            done = _scalar(file, event)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            if len(open_nodes) == MAX_DEPTH:
                raise _Refused(
                    event.start_mark.index,
                    f"values are nested more than {MAX_DEPTH} levels deep",
                    "a brief needs five levels at most; check brackets and indentation",
                )
            open_nodes.append((kind is yaml.MappingStartEvent, event.start_mark.index, []))
            _refuse_tricks(event)
            continue
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            is_mapping, start, children = open_nodes.pop()
            done = Mapping(_pairs(children), file, start) if is_mapping else Sequence(tuple(children), file, start)
        elif kind is yaml.AliasEvent:
            raise _Refused(
                event.start_mark.index,
                "`*` at the start of a text makes it a YAML alias, and aliases are not used here",
                "begin long text with `|` on the line of the field's name and write the text below it, indented",
            )
        else:
            documents += kind is yaml.DocumentStartEvent
            if documents > 1:
                raise _Refused(
                    event.start_mark.index,
                    "a second YAML document begins here",
                    "take out the line `---`; a file holds one document",
                )
            continue
        values += 1
        if values > MAX_VALUES:
            raise _Refused(
                event.start_mark.index, f"more than {MAX_VALUES:,} values", "split the brief into several briefs"
            )
        if open_nodes:
            open_nodes[-1][2].append(done)
        else:
            root = done
    return root


def _scalar(file: TextFile, event: yaml.ScalarEvent) -> Scalar:
    if event.anchor or event.tag:
        _refuse_tricks(event)
    start, end, style = event.start_mark.index, event.end_mark.index, event.style or ""
    if style in ("'", '"'):
        start, end = start + 1, end - 1
    elif style in ("|", ">"):
        start = _body_start(file.text, start, end)
    return Scalar(event.value, file, start, end, style)


_BLOCK_HEADER = re.compile(r"[|>][^\r\n]*[\s]*")


def _body_start(text: str, start: int, end: int) -> int:
    header = _BLOCK_HEADER.match(text, start, end)
    return header.end() if header else start


def _refuse_tricks(event: yaml.NodeEvent) -> None:
    """Refuse anchors and tags: they can make one value stand for many, or for something else."""
    if event.anchor:
        raise _Refused(
            event.start_mark.index,
            f"`&{event.anchor}` makes this a YAML anchor, and anchors are not used here",
            "put the text in quotation marks, or begin it with `|` and write it on the next line",
        )
    if event.tag and event.tag != "!":
        raise _Refused(
            event.start_mark.index,
            f"`{event.tag}` is a YAML tag, and tags are not used here",
            "put the text in quotation marks, or begin it with `|` and write it on the next line",
        )


def _pairs(children: list[Node]) -> tuple[tuple[Scalar, Node], ...]:
    keys, values = children[::2], children[1::2]
    for key in keys:
        if not isinstance(key, Scalar):
            raise _Refused(
                key.start,
                "a field's name has to be a word",
                "write `name: value`; text with brackets or braces goes into quotation marks",
            )
    return tuple(zip((k for k in keys if isinstance(k, Scalar)), values, strict=True))


_ADVICE = {
    "mapping values are not allowed": "a colon followed by a space makes YAML read a name and its value: put the "
    "sentence in quotation marks, or begin it with `|` and write it on the next line",
    "did not find expected key": "check indentation, and quotation marks within quotation marks: begin the text "
    "with `|` and write it on the next line",
    "cannot start any token": "begin the text with `|` and write it on the next line, or put it in quotation marks; "
    "indent with spaces, not tabs",
    "could not find expected ':'": "a name and its value are written `name: value`; long text begins with `|` "
    "and stands on the next line, indented",
    "found unexpected end of stream": "a quotation mark or bracket is opened and never closed",
    "did not find expected '-' indicator": "the items of a list begin with `- ` and stand exactly below one another",
    "did not find expected alphabetic": "a text that begins with `*` or `&`: begin it with `|` and write it on the "
    "next line",
}


def _explain(file: TextFile, error: yaml.MarkedYAMLError) -> Diagnostic:
    """Say in plain words what the parser stumbled on."""
    problem = error.problem or "the file is not YAML"
    mark = error.problem_mark or error.context_mark
    position = file.position(min(mark.index, len(file.text))) if mark else Position(file.path, 1, 1)
    notes = ()
    if error.context and error.context_mark and error.context_mark is not mark:
        notes = (Note(message=error.context, position=file.position(error.context_mark.index)),)
    advice = next((text for words, text in _ADVICE.items() if words in problem), None)
    return fault(
        "invalid-yaml",
        position,
        f"the file can't be read as YAML: {problem}",
        help=advice or "long text begins with `|` and stands on the next line, indented",
        notes=notes,
    )


_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _unreadable(file: TextFile) -> Position:
    place = _FORBIDDEN.search(file.text)
    return file.position(place.start() if place else 0)
