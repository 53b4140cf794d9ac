"""Lists and records of a YAML file: how they are read, and how an editor is told of them (JSON Schema)."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from msgspec import Struct, field

from policybrief.diagnostics import Faults, Note, fault
from policybrief.position import Scalar
from policybrief.reading.yaml_tree import Mapping, Node, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping as Dict

    from policybrief.position import Position

T = TypeVar("T")
Schema = dict[str, Any]


class Shape(Protocol):
    """How one field is read: to a value of the model, or to None after a fault was told."""

    def read(self, node: Node, faults: Faults) -> Any:
        """Return the value, or None."""
        ...

    def schema(self) -> Schema:
        """Return the JSON Schema of the field."""
        ...


def place(node: Node) -> Scalar | Position:
    """Return where a diagnostic about a node points."""
    return node if isinstance(node, Scalar) else node.position


def is_blank(node: Node) -> bool:
    """Tell whether a field was named and left empty."""
    return isinstance(node, Scalar) and not node.value.strip()


def _described(node: Node) -> str:
    if isinstance(node, Scalar):
        return "text"
    return "a list" if isinstance(node, Sequence) else "names with values"


def as_scalar(node: Node, faults: Faults, wanted: str) -> Scalar | None:
    """Return the node if it is text; tell what is wrong if not."""
    if isinstance(node, Scalar):
        return node
    if isinstance(node, Mapping) and len(node.entries) == 1:
        key = node.entries[0][0]
        faults.add(
            fault(
                "invalid-value",
                key,
                f"the colon after `{key.value}` makes YAML read a name and its value here, not a sentence",
                help="put the whole sentence in quotation marks, or begin it with `|` and write it on the next line",
            )
        )
    else:
        faults.add(
            fault(
                "invalid-value",
                node.position,
                f"this is {_described(node)}, not {wanted}",
                help=f"write {wanted} here",
            )
        )
    return None


_COMMENT = re.compile(r"[ \t]+#[^\r\n]*")


def tell_what_is_lost(text: Scalar, faults: Faults) -> None:
    """Tell of words that YAML takes for a comment, and of paragraphs that it runs together."""
    if not text.style and (comment := _COMMENT.match(text.file.text, text.end)):
        faults.add(
            fault(
                "text-cut-short",
                text.file.position(comment.start() + comment[0].index("#")),
                f"the text ends here: YAML takes `{comment[0].strip()}` for a comment",
                help="put the text in quotation marks, or begin it with `|` and write it on the next line",
                length=len(comment[0].strip()),
            )
        )
    if text.style == ">" and (gap := re.search(r"\S[ \t]*(\r\n|\n|\r)([ \t]*(\r\n|\n|\r))+[ \t]*\S", text.raw)):
        faults.add(
            fault(
                "paragraphs-folded",
                text.file.position(text.start + gap.end() - 1),
                "`>` joins lines: the paragraph that begins here would run into the one before it",
                help="write `|` in the place of `>`",
            )
        )


class ListOf(Struct, frozen=True):
    """A list; where `lone` is set, one item may stand without the list's sign."""

    item: Shape
    lone: bool = False

    def read(self, node: Node, faults: Faults) -> tuple[Any, ...] | None:
        """Return the items that could be read; None where this is no list."""
        if self.lone and isinstance(node, Scalar):
            one = self.item.read(node, faults)
            return None if one is None else (one,)
        if not isinstance(node, Sequence):
            faults.add(
                fault(
                    "invalid-value",
                    place(node),
                    f"this is {_described(node)}, not a list",
                    help="begin each item with `- ` on a line of its own",
                )
            )
            return None
        found = []
        for item in node.items:
            if is_blank(item):
                faults.add(fault("invalid-value", place(item), "this item is empty", help="fill it in, or delete it"))
            elif (value := self.item.read(item, faults)) is not None:
                found.append(value)
        return tuple(found)

    def schema(self) -> Schema:
        """Return `array`, or the lone item."""
        items = self.item.schema()
        many: Schema = {"type": "array", "items": items}
        return {"anyOf": [items, many]} if self.lone else many


class NumberedList(Struct, frozen=True):
    """A list of records that know their place in it, from 1."""

    item: Record[Any]

    def read(self, node: Node, faults: Faults) -> tuple[Any, ...] | None:
        """Return the records that could be read; None where this is no list."""
        if not isinstance(node, Sequence):
            ListOf(self.item).read(node, faults)
            return None
        found = (self.item.read(item, faults, number=number) for number, item in enumerate(node.items, 1))
        return tuple(record for record in found if record is not None)

    def schema(self) -> Schema:
        """Return `array`."""
        return {"type": "array", "items": self.item.schema()}


class Field(Struct, frozen=True):
    """A field of a record: its shape, what it means, and whether it has to be there."""

    shape: Shape
    about: str
    required: bool = False


class Record(Struct, Generic[T], frozen=True):
    """Names with values, made into one object of the model."""

    build: Callable[..., T]
    fields: Dict[str, Field]
    what: str
    """What the record is, for messages: "a finding"."""
    blanks: Dict[str, Callable[[Scalar], Any]] = field(default_factory=dict)
    """Stand-ins for required fields that are missing or broken, so that the rest is still checked."""
    keeps_broken: bool = False

    def read(self, node: Node, faults: Faults, **more: Any) -> T | None:
        """Return the object; None where a required field can't be had and nothing stands in for it."""
        if not isinstance(node, Mapping):
            faults.add(
                fault(
                    "invalid-value",
                    place(node),
                    f"this is {_described(node)}, not {self.what}",
                    help=f"{self.what} has the fields {', '.join(f'`{name}`' for name in sorted(self.fields))}",
                )
            )
            return None
        nodes = self._nodes(node, faults)
        values: dict[str, Any] = {}
        broken, meant = set(), self._meant(node) - nodes.keys()
        for name, expected in self.fields.items():
            if name in nodes and not is_blank(nodes[name]):
                value = expected.shape.read(nodes[name], faults)
                if value is not None:
                    values[name] = value
                    continue
                broken.add(name)
            elif expected.required or name in meant:
                if name not in meant:
                    self._tell_missing(name, nodes.get(name), node, faults)
                broken.add(name)
            if name in self.blanks:
                values[name] = self.blanks[name](Scalar("", node.file, node.start, node.start))
            elif expected.required:
                return None
        if self.keeps_broken:
            more["broken"] = frozenset(broken)
        return self.build(**values, **more)

    def _meant(self, node: Mapping) -> set[str]:
        """Return the fields that misspelt names stand for: of these it is told already that something is wrong."""
        unknown = [key.value for key, _ in node.entries if key.value not in self.fields]
        return {nearest for name in unknown for nearest in get_close_matches(name, self.fields, 1)}

    def _nodes(self, node: Mapping, faults: Faults) -> dict[str, Node]:
        """Return the values by name; tell of names that are unknown or stand twice."""
        nodes: dict[str, Node] = {}
        keys: dict[str, Scalar] = {}
        for key, value in node.entries:
            name = key.value
            if name not in self.fields:
                faults.add(self._unknown(key))
            elif name in nodes:
                faults.add(
                    fault(
                        "duplicate-key",
                        key,
                        f"`{name}` stands twice in {self.what}",
                        help="keep one of the two",
                        notes=(Note(message="the first one", position=keys[name].position()),),
                    )
                )
            else:
                nodes[name], keys[name] = value, key
        return nodes

    def _unknown(self, key: Scalar) -> Any:
        nearest = get_close_matches(key.value, self.fields, 1)
        listed = ", ".join(f"`{name}`" for name in sorted(self.fields))
        return fault(
            "unknown-field",
            key,
            f"`{key.value}` is not a field of {self.what}",
            help=f"did you mean `{nearest[0]}`?" if nearest else f"the fields are {listed}",
        )

    def _tell_missing(self, name: str, empty: Node | None, node: Mapping, faults: Faults) -> None:
        if isinstance(empty, Scalar):
            before = len(faults)
            tell_what_is_lost(empty, faults)
            if len(faults) > before:
                return
        faults.add(
            fault(
                "missing-field",
                place(empty) if empty else node.position,
                f"`{name}` is {'empty' if empty else 'missing'}; {self.what} needs it",
                help=f"`{name}`: {self.fields[name].about}",
            )
        )

    def schema(self) -> Schema:
        """Return `object` with its properties."""
        return {
            "type": "object",
            "additionalProperties": False,
            "required": [name for name, one in self.fields.items() if one.required],
            "properties": {name: {**one.shape.schema(), "description": one.about} for name, one in self.fields.items()},
        }
