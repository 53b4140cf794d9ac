"""A tree of markup -> pandoc Markdown, every word escaped, every citation put into pandoc's own form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policybrief.assemble.escape import escape, escape_url
from policybrief.assemble.typography import QuotationMarks, Typographer, kept_apart
from policybrief.markup import (
    Block,
    Citation,
    Emphasis,
    Footnote,
    Inline,
    LineBreak,
    Link,
    ListBlock,
    Paragraph,
    Table,
    Voiced,
    Words,
    walk,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_RULES = {"left": ":---", "right": "---:", "center": ":---:", "": "---"}


class MarkdownWriter:
    """Write the markup of one brief."""

    def __init__(
        self, marks: QuotationMarks, cite: Callable[[Citation], str], *, is_right_to_left: bool = False
    ) -> None:
        """Take a language's quotation marks, what writes a citation, and how the language is written."""
        self._marks = marks
        self._cite = cite
        self._is_right_to_left = is_right_to_left

    def text(self, text: str, *, typeset: bool = True) -> str:
        """Return Markdown for a plain text on a line of its own, as the source's words where not `typeset`."""
        return escape(Typographer(self._marks).set(text.strip()) if typeset else text.strip(), at_start=True)

    def blocks(self, blocks: Iterable[Block], tail: str = "") -> str:
        """Return Markdown for blocks; `tail` is Markdown put at the end of the last paragraph."""
        made = list(blocks)
        parts = []
        for number, block in enumerate(made):
            is_last = number == len(made) - 1
            match block:
                case Paragraph():
                    parts.append(self.paragraph(block) + (tail if is_last else ""))
                    continue
                case ListBlock():
                    parts.append(self._list(block))
                case Table():
                    parts.append(self._table(block))
            if is_last and tail:
                parts.append(tail)
        return "\n\n".join(parts)

    def paragraph(self, paragraph: Paragraph) -> str:
        """Return Markdown for one paragraph, on one line but for line breaks."""
        return self._inlines(paragraph.children, Typographer(self._marks), at_start=True)

    def _inlines(self, nodes: tuple[Inline, ...], typographer: Typographer, *, at_start: bool = False) -> str:
        parts: list[str] = []
        line = 0  # the part with which the line begins
        nodes = _joined(nodes)
        for number, node in enumerate(nodes):
            following = _first_char(nodes[number + 1 :])
            begins = at_start and not any(parts[line:])
            match node:
                case Words():
                    words = typographer.set(node.text, following)
                    words = escape(words if self._is_right_to_left else kept_apart(words, following), at_start=begins)
                    is_behind_bracket = number > 0 and isinstance(nodes[number - 1], Citation | Footnote)
                    parts.append("\\" * (is_behind_bracket and words.startswith("(")) + words)
                case LineBreak():
                    parts.append("\\\n")
                    at_start, line = True, len(parts)
                case Emphasis():
                    parts.append(self._emphasis(node, typographer, nodes, number))
                case Link():
                    words = self._inlines(node.children, typographer)
                    parts.append(f"[{words}](<{escape_url(node.url)}>)")
                case Voiced():
                    parts.append(f"[{self._inlines(node.children, typographer)}]{{.{node.voice}}}")
                case Citation():
                    cited = self._cite(node)
                    if not cited and parts and (following.isspace() or following in ",.;:!?)…"):
                        parts[-1] = parts[-1].removesuffix(" ")
                    parts.append(cited)
                case Footnote():
                    parts.append(f"^[{self._note(node)}]")
        return "".join(parts)

    def _emphasis(self, node: Emphasis, typographer: Typographer, nodes: tuple[Inline, ...], number: int) -> str:
        """Return emphasis with stars where that is sure to be read back; else as a span that the filter knows."""
        words = self._inlines(node.children, typographer)
        before, after = _last_char(nodes[:number]), _first_char(nodes[number + 1 :])
        beside = (*nodes[max(number - 1, 0) : number], *nodes[number + 1 : number + 2])
        is_plain = all(isinstance(one, Words) for one in node.children) and words == words.strip()
        is_plain = is_plain and not any(isinstance(one, Emphasis) for one in beside)
        if is_plain and words and not before.isalnum() and not after.isalnum() and "*" not in before + after:
            stars = "**" if node.strong else "*"
            return f"{stars}{words}{stars}"
        return f"[{words}]{{.{'strong' if node.strong else 'emph'}}}"

    def _note(self, note: Footnote) -> str:
        """Return a footnote's text on one line; its paragraphs follow one another."""
        texts = []
        for block in note.blocks:
            if isinstance(block, Paragraph):
                texts.append(self.paragraph(block))
            elif isinstance(block, ListBlock):
                texts += [self.blocks(item).replace("\n\n", " ") for item in block.items]
            else:
                texts += [self.paragraph(cell) for row in (block.head, *block.rows) for cell in row]
        return " ".join(texts).replace("\\\n", " ")

    def _list(self, block: ListBlock) -> str:
        is_tight = all(len(item) == 1 for item in block.items)
        lines = []
        for number, item in enumerate(block.items, block.start or 0):
            marker = f"{number}." if block.start is not None else "-"
            body = self.blocks(item) or "\\ "
            indent = " " * max(4, len(marker) + 1)
            lines.append(marker.ljust(len(indent)) + body.replace("\n", f"\n{indent}").replace(f"\n{indent}\n", "\n\n"))
        return ("\n" if is_tight else "\n\n").join(lines)

    def _table(self, table: Table) -> str:
        rows = [table.head, *table.rows]
        lines = ["| " + " | ".join(self.paragraph(cell).replace("\\\n", " ") for cell in row) + " |" for row in rows]
        lines.insert(1, "|" + "|".join(_RULES[alignment] for alignment in table.alignments) + "|")
        return "\n".join(lines)


def _joined(nodes: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Put words that follow one another together: what some characters mean depends on their neighbours."""
    joined: list[Inline] = []
    for node in nodes:
        last = joined[-1] if joined else None
        if isinstance(node, Words) and isinstance(last, Words):
            joined[-1] = Words(last.text + node.text, last.at)
        else:
            joined.append(node)
    return tuple(joined)


def _first_char(nodes: Iterable[Inline]) -> str:
    """Return the first character that a reader sees of some inlines; a space where there is none."""
    for node in walk(tuple(nodes)):
        if isinstance(node, Words) and node.text:
            return node.text[0]
        if isinstance(node, LineBreak):
            return " "
    return " "


def _last_char(nodes: tuple[Inline, ...]) -> str:
    last = " "
    for node in walk(nodes):
        if isinstance(node, Words) and node.text:
            last = node.text[-1]
        elif isinstance(node, LineBreak):
            last = " "
    return last
