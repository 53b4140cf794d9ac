"""YAML -> a tree of located values: every scalar is text, every value knows where it stood."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

import yaml
from msgspec import Struct

from policybrief.diagnostics import Diagnostic, Note, fault
from policybrief.position import Position, Scalar, TextFile

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DEPTH = 20
MAX_VALUES = 3_000_000

# YAML 1.1 ends a line at these; editors show none there. Text pasted from elsewhere brings them along.
_LINE_SEPARATORS = re.compile("[\x85\u2028\u2029]")


class Sequence(Struct, frozen=True):
    """A list and where it began."""

    items: tuple[Node, ...]
    file: TextFile
    start: int

    @property
    def position(self) -> Position:
        """Where the list begins."""
        return self.file.position(self.start)


class Mapping(Struct, frozen=True):
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
        events = yaml.parse(_LINE_SEPARATORS.sub(" ", file.text), Loader=yaml.CSafeLoader)
        return _Builder(file).build(events), []
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


class _Builder:
    """Put the parser's events together to a tree."""

    def __init__(self, file: TextFile) -> None:
        self._file = file
        self._open: list[tuple[int, list[Node]]] = []
        self._documents = self._values = 0
        self.root: Node | None = None

    def build(self, events: Iterator[yaml.Event]) -> Node | None:
        """Return the root of the tree. Raises _Refused."""
        for event in events:
            match event:
                case yaml.ScalarEvent():
                    self._add(self._scalar(event), _index(event))
                case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                    self._begin(event)
                case yaml.MappingEndEvent():
                    start, children = self._open.pop()
                    self._add(Mapping(_pairs(children), self._file, start), start)
                case yaml.SequenceEndEvent():
                    start, children = self._open.pop()
                    self._add(Sequence(tuple(children), self._file, start), start)
                case yaml.AliasEvent():
                    raise _Refused(
                        _index(event),
                        "`*` at the start of a text makes it a YAML alias, and aliases are not used here",
                        _BLOCK_ADVICE,
                    )
                case yaml.DocumentStartEvent():
                    self._begin_document(event)
        return self.root

    def _add(self, node: Node, start: int) -> None:
        self._values += 1
        if self._values > MAX_VALUES:
            raise _Refused(start, f"the file holds more than {MAX_VALUES:,} values", "split it into several briefs")
        if self._open:
            self._open[-1][1].append(node)
        else:
            self.root = node

    def _begin(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        if len(self._open) == MAX_DEPTH:
            raise _Refused(
                _index(event),
                f"values are nested more than {MAX_DEPTH} levels deep",
                "a brief needs five levels at most; check brackets and indentation",
            )
        _refuse_tricks(event, event.tag)
        self._open.append((_index(event), []))

    def _begin_document(self, event: yaml.DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            raise _Refused(
                _index(event),
                "a second YAML document begins here",
                "take out the line `---`; a file holds one document",
            )

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        if event.anchor or event.tag:
            _refuse_tricks(event, event.tag)
        start, end, style = _index(event), event.end_mark.index if event.end_mark else 0, event.style or ""
        if style in ("'", '"'):
            start, end = start + 1, end - 1
        elif style in ("|", ">") and (header := _BLOCK_HEADER.match(self._file.text, start, end)):
            start = header.end()
        return Scalar(event.value, self._file, start, end, style)


_BLOCK_HEADER = re.compile(r"[|>][^\r\n]*\s*")
_BLOCK_ADVICE = "begin the text with `|` and write it on the next line, indented, or put it in quotation marks"


def _index(event: yaml.Event) -> int:
    return event.start_mark.index if event.start_mark else 0


def _refuse_tricks(event: yaml.NodeEvent, tag: str | None) -> None:
    """Refuse anchors and tags: they can make one value stand for many, or for something else."""
    if event.anchor:
        message = f"`&{event.anchor}` makes this a YAML anchor, and anchors are not used here"
        raise _Refused(_index(event), message, _BLOCK_ADVICE)
    if tag and tag != "!":
        raise _Refused(_index(event), f"`{tag}` is a YAML tag, and tags are not used here", _BLOCK_ADVICE)


def _pairs(children: list[Node]) -> tuple[tuple[Scalar, Node], ...]:
    pairs = []
    for key, value in zip(children[::2], children[1::2], strict=True):
        if not isinstance(key, Scalar):
            raise _Refused(
                key.start,
                "a field's name has to be a word",
                "write `name: value`; text with brackets or braces goes into quotation marks",
            )
        pairs.append((key, value))
    return tuple(pairs)


_ADVICE = {
    "tab character": "indent with spaces: put some in the place of the tab at the beginning of the line",
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


# Slips of the pen in a line, by what the line looks like; looked for where the parser stumbles, and in the line before.
_SLIPS = (
    (
        re.compile(r"[ \t]*[\u00a0\u2007\u202f]"),
        "this line begins with a no-break space: put plain spaces in its place",
    ),
    (re.compile(r"\s*[\u2013\u2014]\s"), "a list item begins with a hyphen and a space, `- `; this is a dash"),
    (re.compile(r"\s*(?:- )?[a-z_]+:[^\s/:]"), "a space is missing after the colon"),
)
_FIELD = re.compile(r"\s*(?:- )?[a-z_]+:\s")
_BLOCK_OPENED = re.compile(r"( *)(?:- )?[a-z_]+:\s*[|>][-+0-9]*\s*$")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _slip(file: TextFile, number: int) -> tuple[int, str] | None:
    """Return the line with a slip of the pen at or right before a line, and what to do about it."""
    here = file.line(number)
    for line in (number, number - 1):
        text = file.line(line) if line >= 1 else ""
        may_be_text = line != number and _indent(text) > _indent(here)
        for pattern, advice in _SLIPS[:2] if may_be_text else _SLIPS:
            if pattern.match(text):
                return line, advice
        opened = _BLOCK_OPENED.match(file.line(line - 1)) if line > 1 else None
        if opened and text.strip() and _indent(text) <= len(opened[1]) and not _FIELD.match(text):
            return line, "indent this text deeper than the line above, which ends in `|`"
    return None


def _explain(file: TextFile, error: yaml.MarkedYAMLError) -> Diagnostic:
    """Say in plain words what the parser stumbled on."""
    problem = error.problem or "the file is not YAML"
    mark = error.problem_mark or error.context_mark
    position = file.position(min(mark.index, len(file.text))) if mark else Position(file.path, 1, 1)
    if slip := _slip(file, position.line):
        at = Position(file.path, slip[0], 1)
        return fault("invalid-yaml", at, "the file can't be read as YAML from here on", help=slip[1])
    notes: tuple[Note, ...] = ()
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


_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def _unreadable(file: TextFile) -> Position:
    place = _FORBIDDEN.search(file.text)
    return file.position(place.start() if place else 0)
