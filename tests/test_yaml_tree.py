"""YAML is read in one bounded pass: what could blow up is refused at its place."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybrief.position import Scalar, TextFile
from policybrief.reading.yaml_tree import MAX_DEPTH, Mapping, Sequence, read_tree

if TYPE_CHECKING:
    from policybrief.diagnostics import Diagnostic


def _fault(text: str) -> Diagnostic:
    tree, faults = read_tree(TextFile("x.yml", text))
    assert tree is None
    assert len(faults) == 1
    assert faults[0].help
    return faults[0]


def test_every_scalar_is_text() -> None:
    tree, faults = read_tree(TextFile("x.yml", "[no, 012, 10:30, 3.10, 2021-06-31, null, ~, 1_000, 'x', yes]"))
    assert not faults
    assert isinstance(tree, Sequence)
    values = [item.value for item in tree.items if isinstance(item, Scalar)]
    assert values == ["no", "012", "10:30", "3.10", "2021-06-31", "null", "~", "1_000", "x", "yes"]


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("a: he said: no\n", 1, 11, "mapping values are not allowed"),
        ("a: *b* c\n", 1, 6, "alphabetic"),
        ("a: *b\n", 1, 4, "`*` at the start of a text makes it a YAML alias"),
        ("a: &b c\n", 1, 4, "`&b` makes this a YAML anchor"),
        ("a: !!python/object:os.system x\n", 1, 4, "is a YAML tag"),
        ("a: b\n---\nc: d\n", 2, 1, "a second YAML document"),
        ("a: @b\n", 1, 4, "cannot start any token"),
        ("a:\n\t- b\n", 2, 1, "cannot start any token"),
        ('a: "b\n', 2, 1, "unexpected end of stream"),
        ("a: b\x07\n", 1, 5, "a character that YAML does not allow"),
        ("[a]: b\n", 1, 1, "a field's name has to be a word"),
        ("[" * (MAX_DEPTH + 1), 1, MAX_DEPTH + 1, "levels deep"),
    ],
)
def test_what_can_not_be_read_is_told_at_its_place(text: str, line: int, column: int, words: str) -> None:
    fault = _fault(text)
    assert fault.code == "invalid-yaml"
    assert words in fault.message
    assert fault.position is not None
    assert (fault.position.line, fault.position.column) == (line, column)


def test_a_tab_is_advised_against() -> None:
    assert "indent with spaces" in (_fault("a:\n\t- b\n").help or "")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a:\n  - b\n\u00a0 - c\nd: e\n", 3, "no-break space"),
        ("a:\n  - b\n  \u2013 c\nd: [\n", 3, "this is a dash"),
        ("a: b\nlabel:Repaid\nc: d\n", 2, "a space is missing after the colon"),
        ("- claim: |\nThey left.\n  when: 2020\n", 2, "indent this text deeper"),
    ],
)
def test_slips_of_the_pen_are_told_in_their_line(text: str, line: int, words: str) -> None:
    fault = _fault(text)
    assert words in (fault.help or "")
    assert fault.position is not None
    assert fault.position.line == line


def test_line_separators_of_other_programs_are_spaces() -> None:
    tree, faults = read_tree(TextFile("x.yml", "a: one\u2028two\x85three\n"))
    assert not faults
    assert isinstance(tree, Mapping)
    value = tree.entries[0][1]
    assert isinstance(value, Scalar)
    assert value.value == "one two three"


def test_bombs_end_at_once() -> None:
    merge = "a: &a {x: 1}\n" + "".join(
        f"k{level}: &k{level}\n  <<: [{', '.join([f'*k{level - 1}' if level else '*a'] * 9)}]\n" for level in range(9)
    )
    started = time.perf_counter()
    assert "anchor" in _fault(merge).message
    assert "levels deep" in _fault("[" * 100_000).message
    assert time.perf_counter() - started < 2


def test_deep_nesting_does_not_crash_the_interpreter() -> None:
    code = (
        "from policybrief.position import TextFile; from policybrief.reading.yaml_tree import read_tree;"
        "print(read_tree(TextFile('x', '[' * 200_000 + ']' * 200_000))[1][0].code)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout == "invalid-yaml\n"


@given(st.text(alphabet="ab:-#|>'\"[]{}&*!%@`, \n\t\\", max_size=60))
def test_any_text_gives_a_tree_or_a_fault(text: str) -> None:
    tree, faults = read_tree(TextFile("x.yml", text))
    assert tree is None or not faults
    for fault in faults:
        assert fault.position is not None
        assert 1 <= fault.position.line <= text.count("\n") + 1
