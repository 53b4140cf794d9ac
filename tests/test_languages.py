"""English, Russian and Kazakh are complete: labels, dates, citation terms, words that the checks know, both engines."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import polib
import pytest
import tiny
import typst
from conftest import CASES, ROOT, scalar
from rendering import render_brief

from policybrief.assemble.labels import Labels
from policybrief.assemble.styles import BUILT_IN
from policybrief.assemble.templates import Templates
from policybrief.assemble.typography import QuotationMarks, Typographer
from policybrief.languages import language_tag
from policybrief.model import Interval
from policybrief.reading.dates import interval_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ran

CATALOGUES = sorted(path for path in (ROOT / "templates" / "labels").glob("*.po") if "-" not in path.stem)
VARIANTS = sorted((ROOT / "templates" / "labels").glob("*-*.po"))
FORMS = re.compile(r"nplurals=(\d+);")
PLACEHOLDER = re.compile(r"\{\w+\}")
CSL = "{http://purl.org/net/xbiblio/csl}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def _catalogue(path: Path) -> polib.POFile:
    return polib.pofile(str(path), encoding="utf-8")


ENGLISH = {entry.msgid: entry for entry in _catalogue(ROOT / "templates" / "labels" / "en.po")}


def _texts(entry: polib.POEntry) -> list[str]:
    return [entry.msgstr_plural[form] for form in sorted(entry.msgstr_plural)] or [entry.msgstr]


def _placeholders(entry: polib.POEntry) -> set[str]:
    return set(PLACEHOLDER.findall(" ".join(_texts(entry))))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_catalogue_is_complete(path: Path) -> None:
    entries = {entry.msgid: entry for entry in _catalogue(path)}
    assert entries.keys() == ENGLISH.keys()
    assert [name for name, entry in entries.items() if not all(_texts(entry)) or "fuzzy" in entry.flags] == []
    assert _catalogue(path).metadata["Language"] == path.stem


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_catalogue_fills_in_the_same_values(path: Path) -> None:
    others = {entry.msgid: (_placeholders(entry), _placeholders(ENGLISH[entry.msgid])) for entry in _catalogue(path)}
    assert {name: found for name, found in others.items() if found[0] != found[1]} == {}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_catalogue_has_every_plural_form(path: Path) -> None:
    catalogue = _catalogue(path)
    number = int(FORMS.search(catalogue.metadata["Plural-Forms"])[1])  # type: ignore[index]
    wrong = [one.msgid for one in catalogue if one.msgid_plural and sorted(one.msgstr_plural) != list(range(number))]
    assert wrong == []
    assert [one.msgid for one in catalogue if bool(one.msgid_plural) != bool(ENGLISH[one.msgid].msgid_plural)] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_catalogue_lists_twelve_months_and_five_marks(path: Path) -> None:
    entries = {entry.msgid: entry.msgstr for entry in _catalogue(path)}
    assert len(entries["months"].split()) == len(entries["months-alone"].split()) == 12
    assert len(entries["quotation-marks"].split()) == 5


@pytest.mark.parametrize("path", VARIANTS, ids=lambda path: path.stem)
def test_variant_holds_only_what_differs(path: Path) -> None:
    whole = {entry.msgid: _texts(entry) for entry in _catalogue(path.with_name(f"{path.stem.split('-')[0]}.po"))}
    for entry in _catalogue(path):
        assert entry.msgid in whole
        assert _texts(entry) != whole[entry.msgid]
        assert _placeholders(entry) == _placeholders(ENGLISH[entry.msgid])


def _labels(language: str) -> Labels:
    return Labels(Templates(ROOT), language)


@pytest.mark.parametrize(
    ("number", "expected"),
    [(1, "{} замечания"), (2, "{} замечаний"), (5, "{} замечаний"), (11, "{} замечаний"), (21, "{} замечания")],
)
def test_russian_counts(number: int, expected: str) -> None:
    assert expected.format(number) in _labels("ru").plural("lowered", number, code="x", weight="off")


@pytest.mark.parametrize(
    ("language", "when", "expected"),
    [
        ("en-GB", "2021-01-25", "25 January 2021"),
        ("en-US", "2021-01-25", "January 25, 2021"),
        ("en-US", "2021-03", "March 2021"),
        ("en", "2019/2021", "2019 to 2021"),
        ("en", "2021-01-20/2021-01-24", "20–24 January 2021"),
        ("en-US", "2021-01-20/2021-01-24", "January 20–24, 2021"),
        ("en", "2021-01-20/2021-02-24", "20 January 2021 to 24 February 2021"),
        ("ru", "2021-01-20/2021-01-24", "20–24 января 2021 года"),
        ("kk", "2021-01-20/2021-01-24", "2021 жылғы 20–24 қаңтар"),
        ("ru", "2021-01-25", "25 января 2021 года"),
        ("ru-RU", "2021-01", "январь 2021 года"),
        ("ru", "2021", "2021 год"),
        ("ru", "2019/2021", "2019–2021 годы"),
        ("ru", "2021-10/2022-01", "октябрь 2021 года – январь 2022 года"),
        ("ru", "2021-10-05/2022-01-25", "5 октября 2021 года – 25 января 2022 года"),
        ("kk", "2021-01-25", "2021 жылғы 25 қаңтар"),
        ("kk-KZ", "2021-01", "2021 жылғы қаңтар"),
        ("kk-Cyrl", "2021", "2021 жыл"),
        ("kk-Cyrl-KZ", "2019/2021", "2019–2021 жылдар"),
        ("kk", "2021-10/2022-01", "2021 жылғы қазан – 2022 жылғы қаңтар"),
    ],
)
def test_dates_in_words(language: str, when: str, expected: str) -> None:
    first, last, precision = interval_of(when)
    interval = Interval(first=first, last=last, precision=precision, source=scalar(when))
    assert _labels(language).interval(interval).replace("\u00a0", " ") == expected


@pytest.mark.parametrize(
    ("straight", "expected"),
    [
        ('ОО "Эхо" и "Газета"', "ОО «Эхо» и «Газета»"),
        ('"Газета "Время" вышла"', "«Газета „Время“ вышла»"),
        ("\"он сказал 'да'\"", "«он сказал „да“»"),
        ('«ОО "Эхо"» и "а"', "«ОО „Эхо“» и «а»"),
        ('("да")', "(«да»)"),
    ],
)
def test_quotation_marks_of_russian_and_kazakh(straight: str, expected: str) -> None:
    for language in ("ru", "kk"):
        marks = QuotationMarks(*_labels(language)("quotation-marks").split())
        assert Typographer(marks).set(straight) == expected


def test_a_mark_that_opens_in_english_closes_in_russian() -> None:
    english = QuotationMarks(*_labels("en")("quotation-marks").split())
    assert Typographer(english).set("\"he said 'yes'\"") == "“he said ‘yes’”"


@pytest.mark.parametrize("style", BUILT_IN)
def test_citation_terms_of_each_language(style: str) -> None:
    root = ET.parse(ROOT / "templates" / "csl" / f"{style}.csl").getroot()
    terms = {
        locale.get(XML_LANG): {(term.get("name"), term.get("form", "long")) for term in locale.iter(f"{CSL}term")}
        for locale in root.iter(f"{CSL}locale")
    }
    assert terms["ru"] == terms["kk"]
    wanted = {"no date", "accessed", "and", "et-al", "in", "note", "edition", "editor", "translator", "page"}
    assert wanted <= {name for name, _ in terms["kk"]}
    assert {name for name, _ in terms["en"]} <= {name for name, _ in terms["kk"]}
    assert {f"month-{number:02}" for number in range(1, 13)} <= {name for name, _ in terms["kk"]}


@pytest.mark.parametrize(
    ("langid", "tag"),
    [
        ("russian", "ru"),
        ("Kazakh", "kk"),
        ("kazakh-cyrillic", "kk-Cyrl"),
        ("kk-KZ", "kk-KZ"),
        ("kk-Cyrl", "kk-Cyrl"),
        ("british", "en-GB"),
        ("en-US", "en-US"),
        ("ru-RU", "ru-RU"),
        ("arabic", "ar"),
        ("no language", ""),
    ],
)
def test_languages_of_sources(langid: str, tag: str) -> None:
    assert language_tag(langid) == tag


# What a reader of each language would miss at once, in the page that the embedded engine makes.
SAID = {
    "russian": {
        "notes": [
            "прим. 1",
            "«Суд в Приречном",
            "28 января 2022 г.",
            "март 2022 г.",
            "дата обращения: 30 мая 2022 г.)",
        ],
        "author-date": ["(Правовой дозор 2022", "Иванова и Ким 2022", "март 2022 г."],
        "numeric": ["[1", "Анна Иванова и Сергей Ким", "март 2022 г."],
        "all": ["7 июня 2022 года", "Срок: 31 декабря 2022 года.", "высокий", "октябрь 2021 года – январь 2022 года"],
        "none": ["accessed", "January", "undated", ", марта 2022 г.", "et al"],
    },
    "kazakh": {
        "notes": ["ескертпе 1", "«Өзендіде пикет", "2022 ж. 28 қаңтар", "қаралған күні: 2022 ж. 30 мамыр)"],
        "author-date": ["(Құқық күзеті 2022", "Әлиева және Қасымов 2022", "2022 ж. наурыз"],
        "numeric": ["[1", "Гүлнәр Әлиева және Ерлан Қасымов", "2022 ж. наурыз"],
        "all": ["2022 жылғы 7 маусым", "Мерзімі: 2022 жылғы 31 желтоқсан.", "2021 жылғы қазан – 2022 жылғы қаңтар"],
        "none": ["accessed", "January", "undated", "января", "et al"],
    },
}


@pytest.mark.parametrize("style", BUILT_IN)
@pytest.mark.parametrize("name", sorted(SAID))
def test_briefs_in_russian_and_kazakh(name: str, style: str, tmp_path: Path, run: Callable[..., Ran]) -> None:
    folder = tmp_path / name
    shutil.copytree(CASES / "ok" / name, folder)
    (brief,) = folder.glob("briefs/*/brief.yml")
    text = brief.read_text("utf-8").replace("style: notes", f"style: {style}")
    brief.write_text(text, encoding="utf-8", newline="\n")
    ran = run("build", "--strict", "--engine", "embedded", "--project", folder, "--output", tmp_path / "output")
    assert (ran.exit_number, ran.stderr) == (0, "")
    (page,) = (tmp_path / "output").glob("*/*.html")
    words = " ".join(re.sub(r"<[^>]+>", "", page.read_text("utf-8").partition("<main")[2]).split())
    header = " ".join(re.sub(r"<[^>]+>", "", page.read_text("utf-8").partition("<main")[0]).split())
    for wanted in (*SAID[name][style], *SAID[name]["all"]):
        assert wanted in f"{header} {words}"
    assert [unwanted for unwanted in SAID[name]["none"] if unwanted in words] == []


def _page(folder: Path, output: Path, style: str, run: Callable[..., Ran]) -> str:
    (brief,) = folder.glob("briefs/*/brief.yml")
    text = brief.read_text("utf-8").replace("style: notes", "").replace("style: author-date", "")
    brief.write_text(f"{text}style: {style}\n", encoding="utf-8", newline="\n")
    ran = run("build", "--engine", "embedded", "--project", folder, "--output", output)
    assert ran.exit_number == 0, ran.stdout
    (page,) = output.glob("*/*.html")
    return re.sub(r"<[^>]+>|\u2060", "", page.read_text("utf-8"))


def test_marks_of_notes_stand_where_the_language_has_them(tmp_path: Path, run: Callable[..., Ran]) -> None:
    for name in ("russian", "every-field"):
        shutil.copytree(CASES / "ok" / name, tmp_path / name)
    page = _page(tmp_path / "russian", tmp_path / "ru", "notes", run)
    assert re.search(r"остались без согласия\d+\.", page), "the mark stands before the stop"
    assert re.search(r"из 471\sF1\. Тех, кто", page)
    page = _page(tmp_path / "every-field", tmp_path / "en", "notes", run)
    assert re.search(r"12 per cent in 2021\.\d+", page), "the mark stands behind the stop"


def test_citations_in_the_text_stand_before_the_stop(tmp_path: Path, run: Callable[..., Ran]) -> None:
    shutil.copytree(CASES / "ok" / "every-field", tmp_path / "english")
    page = _page(tmp_path / "english", tmp_path / "en", "author-date", run)
    assert re.search(r"12 per cent in 2021 \(Ministry of Water 2021, line 4\)\s*\.", page)


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        ("It grew by 12 %.", r"12 % \(Body of report 2021\)\."),
        ("It cost 3 €.", r"3 € \(Body of report 2021\)\."),
        ("He was **rich**.", r"rich \(Body of report 2021\)\."),
        ("He lives in the U.S.", r"U\.S\. \(Body of report 2021\)"),
    ],
)
def test_what_a_citation_stands_before(claim: str, printed: str, tmp_path: Path) -> None:
    findings = [tiny.finding(claim)]
    project = tiny.write(tmp_path / "tiny", findings, {"report": "Nothing."}, brief={"style": "author-date"})
    page = render_brief(project, tmp_path / "work", formats=["html"]).files["html"]
    assert re.search(printed, re.sub(r"<[^>]+>|\u2060", "", page.read_text("utf-8")))


def test_a_date_that_looks_like_an_item_of_a_list(tmp_path: Path) -> None:
    project = tiny.write(
        tmp_path / "tiny", [tiny.finding("It is so.")], {"report": "Nothing."}, brief={"language": "de"}
    )
    (project / "templates" / "labels").mkdir(parents=True)
    labels = (ROOT / "templates" / "labels" / "en.po").read_text("utf-8")
    labels = labels.replace('msgstr "{day} {month} {year}"', 'msgstr "{day}. {month} {year}"')
    (project / "templates" / "labels" / "de.po").write_text(labels, encoding="utf-8")
    page = render_brief(project, tmp_path / "work", formats=["html"]).files["html"]
    assert ">30. June 2021<" in page.read_text("utf-8")


ARABIC = "قالت الوزارة إن أحدا لم يقطع عنه الماء في عام 2021."
HEBREW = "המשרד הודיע כי המחירים עלו."


def _with_quotes_from_right_to_left(folder: Path) -> Path:
    findings = [
        tiny.finding(
            "The ministry says that “لم يقطع عنه الماء” in 2021 [@report].",
            tiny.evidence(quote=ARABIC, via="the ministry", translation="Nobody was cut off."),
            tiny.evidence("letter", quote=HEBREW, stance="context"),
        )
    ]
    references = {
        "report": {"langid": "arabic", "title": "أسعار المياه في القرى", "author": "{وزارة المياه}"},
        "letter": {"author": "{Office}"},
    }
    texts = {"report": f"{ARABIC}\n", "letter": f"{HEBREW}\n"}
    return tiny.write(folder, findings, texts, references=references)


def test_quotes_from_right_to_left(tmp_path: Path, run: Callable[..., Ran]) -> None:
    folder = _with_quotes_from_right_to_left(tmp_path / "project")
    ran = run("build", "--engine", "embedded", "--project", folder, "--output", tmp_path / "output")
    assert (ran.exit_number, ran.stderr) == (0, ""), ran.stdout
    page = (tmp_path / "output" / "tiny" / "tiny.html").read_text("utf-8")
    assert re.search(r'<blockquote [^>]*lang="ar"[^>]*dir="auto"', page)
    assert re.search(r"أسعار المياه في القرى\u200e", page), "what follows a title does not join it"
    assert "Office" in page, "evidence that is context only is listed"


def test_a_font_of_the_project_is_used(tmp_path: Path, run: Callable[..., Ran]) -> None:
    fonts = sorted(Path("/usr/share/fonts").rglob("NotoNaskhArabic-Regular.ttf"))
    if not fonts:
        pytest.skip("Noto Naskh Arabic is not installed")
    folder = _with_quotes_from_right_to_left(tmp_path / "project")
    (folder / "fonts").mkdir()
    shutil.copy(fonts[0], folder / "fonts")
    ran = run("build", "--engine", "embedded", "--project", folder, "--output", tmp_path / "output")
    assert ran.exit_number == 0, ran.stdout
    assert b"NotoNaskhArabic" in (tmp_path / "output" / "tiny" / "tiny.pdf").read_bytes()


def test_the_built_in_font_has_every_letter_of_kazakh(tmp_path: Path) -> None:
    letters = "АаӘәБбВвГгҒғДдЕеЁёЖжЗзИиЙйКкҚқЛлМмНнҢңОоӨөПпРрСсТтУуҰұҮүФфХхҺһЦцЧчШшЩщЪъЫыІіЬьЭэЮюЯя№«»„“–—"
    weights = "".join(
        f'#text(weight: {weight}, style: "{style}")[{letters}]\n'
        for weight in (400, 600)
        for style in ("normal", "italic")
    )
    source = tmp_path / "letters.typ"
    source.write_text(
        f'#set document(title: "x")\n#set text(font: "Libertinus Serif", fallback: false, lang: "kk")\n{weights}',
        "utf-8",
    )
    assert typst.compile(source, ignore_system_fonts=True, pdf_standards=["ua-1"])  # a missing letter is refused


def test_arabic_letters_that_are_drawn_as_one_are_read_back(tmp_path: Path, run: Callable[..., Ran]) -> None:
    words = "\u0627\u0644\u0633\u0644\u0627\u0645 \u0648\u0627\u0644\u0627\u0633\u062a\u0642\u0644\u0627\u0644"
    source = f"The minister spoke of {words} to them."
    claim = tiny.finding(f"The minister spoke of {words}.", tiny.evidence("s", source))
    tiny.write(tmp_path / "tiny", [claim], {"s": source})
    assert run("--project", tmp_path / "tiny", "--engine", "embedded").exit_number == 0


@pytest.mark.parametrize(
    ("letters", "is_told"), [("\u1112\u0308", True), ("\u6f22\u0308", True), ("Ọ\u0301ṣun z\u0308 а\u0301", False)]
)
def test_a_letter_under_a_mark_is_looked_for_by_itself(
    letters: str, is_told: bool, tmp_path: Path, run: Callable[..., Ran]
) -> None:
    """Typst draws the mark alone, and says nothing."""
    source = "They came to the village in spring."
    tiny.write(
        tmp_path / "tiny",
        [tiny.finding(f"They came {letters} to the village.", tiny.evidence("s", source))],
        {"s": source},
    )
    said = run("--project", tmp_path / "tiny", "--engine", "embedded").stdout
    assert ("findings.yml:4:23: error[glyph-missing]" in said) is is_told


def test_a_character_of_the_private_area_is_told(tmp_path: Path, run: Callable[..., Ran]) -> None:
    source = "They came to the village in spring."
    tiny.write(
        tmp_path / "tiny", [tiny.finding("They came \ue000 to the village.", tiny.evidence("s", source))], {"s": source}
    )
    said = run("--project", tmp_path / "tiny", "--engine", "embedded").stdout
    assert "findings.yml:4:23: error[glyph-missing]" in said
