"""references.bib is read with places, every fault at once, and nothing of it is lost."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from conftest import scalar
from hypothesis import given
from hypothesis import strategies as st

from policybrief.position import TextFile
from policybrief.reading.bibtex import read_references
from policybrief.reading.latex import decode_latex
from policybrief.reading.references import read_files

if TYPE_CHECKING:
    from policybrief.model import Reference


def _read(text: str) -> tuple[dict[str, Reference], list[str]]:
    references, faults = read_references(TextFile("references.bib", text))
    return {reference.key.value: reference for reference in references}, [
        f"{fault.position.line if fault.position else 0}:{fault.position.column if fault.position else 0} "
        f"{fault.code}: {fault.message}"
        for fault in faults
    ]


def test_fields_know_where_they_stood() -> None:
    text = '@online{key,\n  Title = {A {Human} title},\n  note="b", year = 2021 }\n'
    references, faults = _read(text)
    assert faults == []
    fields = references["key"].fields
    assert {name: field.value for name, field in fields.items()} == {
        "title": "A {Human} title",
        "note": "b",
        "year": "2021",
    }
    assert str(fields["title"].position()) == "references.bib:2:12"
    assert str(fields["note"].position()) == "references.bib:3:9"
    assert str(references["key"].key.position()) == "references.bib:1:9"
    assert references["key"].title == "A Human title"


def test_macros_and_concatenation() -> None:
    references, faults = _read(
        '@string{hrw = "Human Rights Watch"}\n@string(un = {UN})\n'
        '@misc{a, publisher = hrw # " and " # un, month = jan, note = foo, year = 20 # 21}'
    )
    fields = references["a"].fields
    assert (fields["publisher"].value, fields["month"].value) == ("Human Rights Watch and UN", "1")
    assert faults == ["3:62 invalid-bibtex: `foo` stands without braces, and no `@string` defines it"]
    assert references["a"].body == "Human Rights Watch and UN"


def test_every_fault_is_told_and_the_rest_is_read() -> None:
    references, faults = _read(
        "@misc{one, title = {A}}\n"
        "@misc{broken, title = {A\n"
        "@misc{one, title = {B}}\n"
        "@misc{One, title = {C}}\n"
        "@misc{,title = {D}}\n"
        "@misc{a key, title = {E}}\n"
        "misc{lost,\n title = {F}}\n"
        "@misc{two, title = {G}, title = {H}}\n"
        "@misc{three title = {I}}\n"
        "@comment{misc{fine,\n}}\n"
        "@misc{last, title = {J}}\n"
    )
    assert list(references) == ["one", "a key", "two", "last"]
    codes = [fault.split(" ")[0] + " " + fault.split(" ")[1] for fault in faults]
    assert codes == [
        "2:1 invalid-bibtex:",
        "3:7 duplicate-reference:",
        "4:7 duplicate-reference:",
        "5:1 invalid-bibtex:",
        "6:7 invalid-bibtex:",
        "7:1 invalid-bibtex:",
        "9:25 duplicate-key:",
        "10:1 invalid-bibtex:",
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end(end: str) -> None:
    references, faults = _read(f"% a comment{end}@misc{{a,{end}  title = {{B}},{end}}}{end}")
    assert faults == []
    assert str(references["a"].fields["title"].position()) == "references.bib:3:12"


@pytest.mark.parametrize(
    ("fields", "body"),
    [
        ("publisher = {P}, author = {{A}}", "P"),
        ("organization = {O}", "O"),
        ("institution = {I \\& J}", "I & J"),
        ("author = {{Human Rights Watch}}", "Human Rights Watch"),
        ("author = {{FIDH} and {OMCT}}", "FIDH, OMCT"),
        ("author = {Smith, Jane}", None),
        ("author = {Smith, Jane and {HRW}}", None),
        ("title = {T}", None),
    ],
)
def test_the_body_behind_a_source(fields: str, body: str | None) -> None:
    assert _read(f"@misc{{a, {fields}}}")[0]["a"].body == body


@pytest.mark.parametrize(
    ("value", "paths"),
    [
        ("seeds/a.txt", ("seeds/a.txt",)),
        ("Full Text:seeds/a.txt:text/plain", ("seeds/a.txt",)),
        ("PDF:seeds/a.pdf:application/pdf;Text:seeds/a.txt:text/plain", ("seeds/a.pdf", "seeds/a.txt")),
        (":seeds/a.txt:PDF", ("seeds/a.txt",)),
        (r"A\: title:seeds/a\;b.txt:text/plain", ("seeds/a;b.txt",)),
        (r"C:\\Users\\me\\a.txt", (r"C:\Users\me\a.txt",)),
        ("", ()),
    ],
)
def test_files_as_reference_managers_write_them(value: str, paths: tuple[str, ...]) -> None:
    assert read_files(scalar(value)) == paths


@pytest.mark.parametrize(
    ("excerpt", "expected"),
    [("3-9", (3, 9)), ("16", (16, 16)), ("3--9", (3, 9)), ("9-3", None), ("0", None), ("a", None)],
)
def test_excerpts(excerpt: str, expected: tuple[int, int] | None) -> None:
    references, faults = _read(f"@misc{{a, excerpt = {{{excerpt}}}}}")
    assert references["a"].excerpt == expected
    assert bool(faults) is (expected is None)


def test_an_entry_takes_what_it_lacks_from_its_parent() -> None:
    references, _ = _read(
        "@inbook{a, title = {Chapter}, crossref = {b}}\n@book{b, title = {Book}, publisher = {P}, date = {2020}}"
    )
    fields = references["a"].fields
    assert (fields["title"].value, fields["booktitle"].value, references["a"].body) == ("Chapter", "Book", "P")


def test_latex_in_words() -> None:
    assert decode_latex(r"{\'E}tat \& Co. 100% {Iran}~x") == "État & Co. 100% Iran x"


def test_many_entries_are_read_in_time() -> None:
    text = "".join(f"@online{{key{n},\n  title = {{Title {n}}},\n  date = {{2021}},\n}}\n" for n in range(5_000))
    started = time.perf_counter()
    assert len(_read(text)[0]) == 5_000
    assert time.perf_counter() - started < 5


@given(st.text(alphabet='@misc{}=,"# \nab\\%', max_size=80))
def test_any_text_is_answered(text: str) -> None:
    references, faults = read_references(TextFile("references.bib", text))
    assert len({reference.key.value.lower() for reference in references}) == len(references)
    assert all(fault.help for fault in faults)


@pytest.mark.parametrize(
    ("name", "meant"),
    [("exerpt", "excerpt"), ("Organisation", "organization"), ("keyword", "keywords"), ("archivurl", "archiveurl")],
)
def test_a_misspelt_field_that_means_something_is_told(name: str, meant: str) -> None:
    faults = read_references(TextFile("references.bib", f"@misc{{key,\n  {name} = {{a}}}}"))[1]
    assert [(fault.code, str(fault.position), fault.help) for fault in faults] == [
        ("unknown-field", "references.bib:2:3", f"did you mean `{meant}`?")
    ]


@pytest.mark.parametrize("name", ["note", "archive", "archiveprefix", "language", "timestamp", "groups", "filename"])
def test_fields_of_ones_own_are_left_alone(name: str) -> None:
    assert _read(f"@misc{{key, {name} = {{a}}}}")[1] == []


def test_a_missing_comma_is_told_once() -> None:
    faults = _read("@misc{key,\n  author = {{Body}}\n  title = {A},\n  date = {2020},\n}\n")[1]
    assert faults == ["3:3 invalid-bibtex: a comma is missing before the field `title`"]


def test_an_equals_sign_in_a_value_is_no_field() -> None:
    assert _read("@misc{key, title = {When x = {1}\n y = {2}}}")[1] == []


@pytest.mark.parametrize(
    "command",
    [
        "\\href{https://a.b}{B}",
        "\\title",
        "\\input{x}",
        "\\verb",
        "\\footnote",
        "\\sqrt",
        "\\textcolor{a}",
        "\\colorbox{red}",
    ],
)
def test_no_command_stops_a_run(command: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert "Report" in decode_latex(f"Report {command}")
    assert capfd.readouterr().err == ""


def test_no_command_prints_the_day() -> None:
    assert decode_latex("Report of \\today") == "Report of today"


def test_commands_in_one_another_end() -> None:
    assert decode_latex("\\emph{" * 2000 + "a" + "}" * 2000).endswith("a")


@pytest.mark.parametrize("key", ["a/b", "a+b", "a&b", "a%41", "a~b", "a#b", "DBLP:conf/x"])
def test_a_key_that_citation_processing_can_not_use_is_told(key: str) -> None:
    assert "can't be cited as a key" in _read(f"@misc{{{key}, title = {{A}}}}")[1][0]


@pytest.mark.parametrize(
    ("keywords", "meant"),
    [("opinon", "opinion"), ("primary source", "primary"), ("Opinion-piece", "opinion"), ("Untitle", "untitled")],
)
def test_a_kind_that_is_misspelt_is_told(keywords: str, meant: str) -> None:
    _, faults = read_references(TextFile("references.bib", f"@misc{{a, keywords = {{x, {keywords}}}}}"))
    assert [(one.code, one.help) for one in faults] == [("invalid-value", f"did you mean `{meant}`?")]
    assert faults[0].position is not None
    assert faults[0].position.column == 25


@pytest.mark.parametrize("keywords", ["opinion, primary", "primary education", "water; prices", "Primary", ""])
def test_keywords_of_the_readers_own(keywords: str) -> None:
    assert read_references(TextFile("references.bib", f"@misc{{a, keywords = {{{keywords}}}}}"))[1] == []
