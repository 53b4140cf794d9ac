"""Values know where they stood, whatever YAML made of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policybrief.position import Position, Scalar, TextFile
from policybrief.reading.yaml_tree import Mapping, read_tree


def test_lines_end_at_lf_crlf_and_cr_only() -> None:
    file = TextFile("x", "a\r\nb\rc\nd\u2028e")
    assert [file.line(number) for number in range(1, 6)] == ["a", "b", "c", "d\u2028e", ""]
    assert file.position(3) == Position("x", 2, 1)
    assert file.position(8) == Position("x", 4, 2)


def _value(text: str) -> Scalar:
    tree, faults = read_tree(TextFile("x.yml", text))
    assert not faults
    assert isinstance(tree, Mapping)
    value = tree.entries[0][1]
    assert isinstance(value, Scalar)
    return value


def test_offsets_lead_back_through_every_way_of_writing() -> None:
    forms = [
        "key: some words here\n",
        "key: 'some ''quoted'' words'\n",
        'key: "some \\u00e9 \\"words\\" here"\n',
        "key: |\n\n    some words\n      and deeper\n\n    words\n",
        "key: >-\n  some\n  words folded\n",
        "key: some\n  words on\n  lines\n",
        'key: "some\n  words on lines"\n',
        "key: |\r\n  some\r\n  words\r\n",
    ]
    for text in forms:
        value = _value(text)
        for offset, char in enumerate(value.value.rstrip()):
            if not char.isspace() and char not in "é\"'":
                place = value.position(offset)
                line = value.file.line(place.line)
                assert line[place.column - 1] == char, (text, offset, place)


@given(st.text(alphabet="ab é中\"'#:\\ \n", min_size=1), st.sampled_from(["|", "'", '"']))
def test_any_text_leads_back(text: str, style: str) -> None:
    lines = text.split("\n")
    if style == "|":
        written = "key: |2\n" + "\n".join(f"  {line}" for line in lines) + "\n"
    elif style == "'":
        written = "key: '" + " ".join(text.split()).replace("'", "''") + "'\n"
    else:
        written = 'key: "' + " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"') + '"\n'
    value = _value(written)
    for offset, char in enumerate(value.value):
        if not char.isspace():
            index = value.index(offset)
            assert written[index] == char or written[index : index + 2] in ("\\" + char, "''")
