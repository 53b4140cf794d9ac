"""A Markdown field -> blocks: paragraphs, lists, tables and footnotes; see `inlines` for what stands in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct, field

from policybrief.markup import Block, ListBlock, Markdown, Paragraph, Table
from policybrief.reading.inlines import Complaint, InlineReader, Line

if TYPE_CHECKING:
    from policybrief.position import Scalar

Alignment: TypeAlias = Literal["left", "right", "center", ""]
NO_ALIGNMENT: Alignment = ""

MAX_LIST_DEPTH = 6
"""Lists nested more deeply than this print as typed."""

_BULLET = re.compile(r"( *)([-*+]) +(?=\S)")
_NUMBER = re.compile(r"( *)([0-9]{1,9})[.)] +(?=\S)")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]:[ \t]*")
_TABLE_RULE = re.compile(r"\s*+\|?\s*+:?-++:?\s*+(\|\s*+:?-++:?\s*+)*+\|?\s*+$")
_CELL = re.compile(r"((?:\\.|[^\\|])*)(\||$)")


def read_markdown(source: Scalar) -> tuple[Markdown, list[Complaint]]:
    """Return a field's text as a tree, and what in it its author surely did not mean."""
    reader = _Blocks()
    blocks = reader.read(_lines(source.value))
    return Markdown(source, blocks), sorted(reader.complaints, key=lambda complaint: complaint.at)


def _lines(text: str) -> list[Line]:
    lines, at = [], 0
    for line in text.split("\n"):
        lines.append(Line(line.replace("\t", " ").rstrip(), at))
        at += len(line) + 1
    return lines


class _Blocks(Struct):
    """Read the blocks of one field."""

    complaints: list[Complaint] = field(default_factory=list)
    footnotes: dict[str, tuple[Block, ...]] = field(default_factory=dict)
    used_footnotes: set[str] = field(default_factory=set)
    in_note: bool = False

    def read(self, lines: list[Line]) -> tuple[Block, ...]:
        """Read the footnotes' definitions first, for the text refers to them."""
        text, notes = _split_footnotes(lines)
        for note in notes:
            if note.name in self.footnotes:
                self._complain(note.at, f"the footnote `{note.name}` is defined twice", "give one of them another name")
            self.in_note = True
            self.footnotes[note.name] = self._blocks(note.body, 0)
            self.in_note = False
        blocks = self._blocks(text, 0)
        for note in notes:
            if note.name not in self.used_footnotes:
                self._complain(
                    note.at,
                    f"nothing refers to the footnote `{note.name}`",
                    f"put `[^{note.name}]` where it belongs",
                )
        return blocks

    def _complain(self, at: int, message: str, advice: str) -> None:
        self.complaints.append(Complaint(at, message, advice))

    def _blocks(self, lines: list[Line], depth: int) -> tuple[Block, ...]:
        blocks: list[Block] = []
        position = 0
        while position < len(lines):
            line = lines[position]
            if not line.text.strip():
                position += 1
            elif depth < MAX_LIST_DEPTH and _marker(line.text):
                listed, position = self._list(lines, position, depth)
                blocks.append(listed)
            elif _is_table(lines, position):
                table, position = self._table(lines, position)
                blocks.append(table)
            else:
                end = _paragraph_end(lines, position, depth)
                blocks.append(self._paragraph(lines[position:end]))
                position = end
        return tuple(blocks)

    def _paragraph(self, lines: list[Line]) -> Paragraph:
        trimmed = [Line(line.text.strip(), line.at + len(line.text) - len(line.text.lstrip())) for line in lines]
        reader = InlineReader(trimmed, self.footnotes, self.used_footnotes, self.complaints.append, self.in_note)
        return Paragraph(reader.read())

    def _list(self, lines: list[Line], position: int, depth: int) -> tuple[ListBlock, int]:
        """Read a list: its items go on as long as markers of the same kind and indentation follow."""
        first = lines[position].text
        numbered = _NUMBER.match(first)
        pattern = _NUMBER if numbered else _BULLET
        indent = len(first) - len(first.lstrip())
        items = []
        while position < len(lines):
            marker = pattern.match(lines[position].text)
            if not marker or not indent <= len(marker[1]) < indent + 2:
                break
            end = _item_end(lines, position, min(marker.end(), len(marker[1]) + 2))
            items.append(self._blocks(_item_lines(lines[position:end], marker.end()), depth + 1))
            position = end
            while position < len(lines) and not lines[position].text.strip():
                position += 1
        return ListBlock(tuple(items), int(numbered[2]) if numbered else None), position

    def _table(self, lines: list[Line], position: int) -> tuple[Table, int]:
        head = self._cells(lines[position])
        width = len(head)
        alignments = [_alignment(cell.text) for cell in _cell_lines(lines[position + 1])]
        rows = []
        position += 2
        while position < len(lines) and "|" in lines[position].text:
            cells = self._cells(lines[position])
            if len(cells) > width:
                self._complain(
                    lines[position].at,
                    f"this row of the table has {len(cells)} cells, its head has {width}",
                    "give the head as many cells, or write a `|` that belongs to the text as `\\|`",
                )
            rows.append((*cells, *[Paragraph(())] * width)[:width])
            position += 1
        return Table(head, tuple(rows), tuple([*alignments, *[NO_ALIGNMENT] * width][:width])), position

    def _cells(self, line: Line) -> tuple[Paragraph, ...]:
        return tuple(self._paragraph([cell]) for cell in _cell_lines(line))


def _marker(text: str) -> re.Match[str] | None:
    return _BULLET.match(text) or _NUMBER.match(text)


def _interrupts(text: str) -> bool:
    """Tell whether a line begins a list though no blank line stands before it (CommonMark 0.31, 5.3)."""
    number = _NUMBER.match(text)
    return bool(_BULLET.match(text)) or bool(number and number[2] == "1")


def _paragraph_end(lines: list[Line], position: int, depth: int) -> int:
    end = position + 1
    while end < len(lines) and lines[end].text.strip():
        if (depth < MAX_LIST_DEPTH and _interrupts(lines[end].text)) or _is_table(lines, end):
            break
        end += 1
    return end


def _item_end(lines: list[Line], position: int, content: int) -> int:
    """Return the line past an item: what is indented belongs to it, and a line that goes on without a gap."""
    end = position + 1
    while end < len(lines):
        text = lines[end].text
        indented = len(text) - len(text.lstrip()) >= content
        if not text.strip():
            past = next((number for number in range(end, len(lines)) if lines[number].text.strip()), len(lines))
            following = lines[past].text if past < len(lines) else ""
            if len(following) - len(following.lstrip()) < content:
                break
            end = past
            continue
        if not indented and (_marker(text) or not lines[end - 1].text.strip()):
            break
        end += 1
    return end


def _item_lines(lines: list[Line], content: int) -> list[Line]:
    """Take the marker and the indentation off an item's lines."""
    first = lines[0]
    result = [Line(first.text[content:], first.at + content)]
    for line in lines[1:]:
        indent = min(content, len(line.text) - len(line.text.lstrip()))
        result.append(Line(line.text[indent:], line.at + indent))
    return result


def _is_table(lines: list[Line], position: int) -> bool:
    if position + 1 >= len(lines) or "|" not in lines[position].text:
        return False
    rule = lines[position + 1].text
    return "-" in rule and "|" in rule and bool(_TABLE_RULE.match(rule))


def _cell_lines(line: Line) -> list[Line]:
    r"""Split a row at its bars, those written `\\|` left alone."""
    text = line.text.strip()
    at = line.at + len(line.text) - len(line.text.lstrip())
    if text.startswith("|"):
        text, at = text[1:], at + 1
    cells = []
    while text:
        cell = _CELL.match(text)
        if not cell:
            break
        cells.append(Line(cell[1], at))
        text, at = text[cell.end() :], at + cell.end()
    return cells


def _alignment(rule: str) -> Alignment:
    rule = rule.strip()
    if rule.startswith(":") and rule.endswith(":"):
        return "center"
    if rule.endswith(":"):
        return "right"
    return "left" if rule.startswith(":") else ""


class _Note(Struct, frozen=True):
    """A footnote's definition and the offset of its mark."""

    name: str
    body: list[Line]
    at: int


def _split_footnotes(lines: list[Line]) -> tuple[list[Line], list[_Note]]:
    """Part the lines into the text and its footnotes."""
    text: list[Line] = []
    notes: list[_Note] = []
    in_note = False
    for number, line in enumerate(lines):
        if mark := _FOOTNOTE.match(line.text):
            notes.append(_Note(mark[1], [Line(line.text[mark.end() :], line.at + mark.end())], line.at))
            in_note = True
        elif in_note and (line.text.startswith("  ") or _goes_on(lines, number)):
            notes[-1].body.append(line)
        else:
            in_note = False
            text.append(line)
    return text, notes


def _goes_on(lines: list[Line], number: int) -> bool:
    """Tell whether a line after a footnote's first one still belongs to it."""
    if lines[number].text.strip():
        return bool(lines[number - 1].text.strip())
    return number + 1 < len(lines) and lines[number + 1].text.startswith("  ")
