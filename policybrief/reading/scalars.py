"""What a single value may be: text, Markdown, a word, a date, a number."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Generic, TypeVar

from msgspec import Struct

from policybrief.diagnostics import Faults, fault
from policybrief.model import Dated, Interval
from policybrief.reading.dates import InvalidDate, day_of, interval_of
from policybrief.reading.markdown import read_markdown
from policybrief.reading.shapes import Schema, as_scalar, tell_what_is_lost

if TYPE_CHECKING:
    from collections.abc import Mapping as Dict

    from policybrief.markup import Markdown
    from policybrief.position import Scalar
    from policybrief.reading.yaml_tree import Node

T = TypeVar("T")


class Text(Struct, frozen=True):
    """Words without markup."""

    limit: int | None = None

    def read(self, node: Node, faults: Faults) -> Scalar | None:
        """Return the text."""
        text = as_scalar(node, faults, "text")
        if text is None:
            return None
        tell_what_is_lost(text, faults)
        if self.limit and len(text.value.strip()) > self.limit:
            faults.add(
                fault(
                    "invalid-value",
                    text,
                    f"this text has {len(text.value.strip())} characters, and there is room for {self.limit}",
                    help="shorten it",
                )
            )
        return text

    def schema(self) -> Schema:
        """Return `string`."""
        return {"type": "string", **({"maxLength": self.limit} if self.limit else {})}


class MarkdownText(Struct, frozen=True):
    """Text with the markup that the documentation lists."""

    def read(self, node: Node, faults: Faults) -> Markdown | None:
        """Return the text as a tree."""
        text = as_scalar(node, faults, "text")
        if text is None:
            return None
        tell_what_is_lost(text, faults)
        markdown, complaints = read_markdown(text)
        for complaint in complaints:
            faults.add(
                fault(
                    "invalid-value",
                    text,
                    complaint.message,
                    help=complaint.help,
                    offset=complaint.at,
                    length=1,
                )
            )
        return markdown

    def schema(self) -> Schema:
        """Return `string` that holds Markdown."""
        return {"type": "string", "contentMediaType": "text/markdown"}


class Word(Struct, frozen=True):
    """Text of a fixed form."""

    pattern: str
    form: str
    """The form in words, for the message: "small letters, digits and hyphens"."""
    values: tuple[str, ...] = ()
    """Where only a few words are allowed: these."""

    def read(self, node: Node, faults: Faults) -> Scalar | None:
        """Return the text if it has the form."""
        text = as_scalar(node, faults, "text")
        if text is None or re.fullmatch(self.pattern, text.value.strip()):
            return text
        words = text.value.strip()
        parts = re.split(r"\s*[,;]\s*", words)
        are_several = len(parts) > 1 and all(re.fullmatch(self.pattern, part) for part in parts)
        advice = f"write several as a list: `[{', '.join(parts)}]`" if are_several else f"write {self.form}"
        faults.add(fault("invalid-value", text, f"`{words}` is not {self.form}", help=advice))
        return None

    def schema(self) -> Schema:
        """Return `string` with its pattern, or the words as an enumeration."""
        if self.values:
            return {"enum": list(self.values)}
        return {"type": "string", "pattern": f"^(?:{self.pattern})$"}


class OneOf(Struct, Generic[T], frozen=True):
    """One of a few fixed words."""

    values: Dict[str, T]

    def read(self, node: Node, faults: Faults) -> T | None:
        """Return the value that the word stands for."""
        text = as_scalar(node, faults, "a word")
        if text is None:
            return None
        if (word := text.value.strip()) in self.values:
            return self.values[word]
        expected = ", ".join(f"`{value}`" for value in sorted(self.values))
        nearest = get_close_matches(word, self.values, 1)
        faults.add(
            fault(
                "invalid-value",
                text,
                f"`{word}` is not one of {expected}",
                help=f"did you mean `{nearest[0]}`?" if nearest else f"write one of {expected}",
            )
        )
        return None

    def schema(self) -> Schema:
        """Return the words as an enumeration."""
        return {"enum": list(self.values)}


def words(*values: str) -> Word:
    """Return the shape of a fixed word that keeps its position."""
    listed = ", ".join(f"`{value}`" for value in sorted(values))
    return Word("|".join(map(re.escape, values)), f"one of {listed}", values)


class Day(Struct, frozen=True):
    """A date of the calendar, `2021-01-25`."""

    def read(self, node: Node, faults: Faults) -> Dated | None:
        """Return the date."""
        text = as_scalar(node, faults, "a date")
        if text is None:
            return None
        try:
            return Dated(source=text, day=day_of(text.value.strip()))
        except InvalidDate as invalid:
            faults.add(fault("invalid-value", text, str(invalid), help="write the date as in `2021-01-25`"))
        return None

    def schema(self) -> Schema:
        """Return `string` with the format of a date."""
        return {"type": "string", "format": "date"}


class When(Struct, frozen=True):
    """A date or interval in EDTF: `2021-01-25`, `2021-01`, `2021`, `2019/2021`."""

    def read(self, node: Node, faults: Faults) -> Interval | None:
        """Return the interval of days."""
        text = as_scalar(node, faults, "a date")
        if text is None:
            return None
        try:
            first, last, precision = interval_of(text.value.strip())
        except InvalidDate as invalid:
            faults.add(
                fault(
                    "invalid-value",
                    text,
                    str(invalid),
                    help="write `2021-01-25`, `2021-01`, `2021`, or `2019/2021`",
                )
            )
            return None
        return Interval(source=text, first=first, last=last, precision=precision)

    def schema(self) -> Schema:
        """Return `string` with the pattern of the forms allowed."""
        one = r"\d{4}(-\d{2}(-\d{2})?)?"
        return {"type": "string", "pattern": f"^{one}(/{one})?$"}


class Count(Struct, frozen=True):
    """A whole number from 0."""

    def read(self, node: Node, faults: Faults) -> int | None:
        """Return the number."""
        text = Word(r"[0-9]{1,6}", "a whole number").read(node, faults)
        return int(text.value) if text else None

    def schema(self) -> Schema:
        """Return `integer`."""
        return {"type": "integer", "minimum": 0}
