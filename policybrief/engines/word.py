"""The reference document of Word files: pandoc's own, with the styles, the paper and the running lines of a brief."""

from __future__ import annotations

import io
import time
import zipfile
from typing import TYPE_CHECKING, cast

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT, WD_TAB_ALIGNMENT
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt, RGBColor
from msgspec import Struct

from policybrief.engines.embedded import pandoc_path
from policybrief.engines.program import run
from policybrief.errors import EngineError

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document as WordDocument
    from docx.section import Section
    from docx.styles.style import CharacterStyle, ParagraphStyle
    from docx.text.paragraph import Paragraph

NAME = "reference.docx"
"""What pandoc puts the text into; all that Word shows of a brief comes from the filter."""
PAPERS = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
"""Width and height in millimetres."""
FONT, SIZE = "Cambria", 11.0
INK, ACCENT, QUIET, TINT = "1B1A19", "7A1F2E", "56524E", "F5F2EC"
SECONDS = 60.0
FIRST_MOMENT, LAST_MOMENT = 315_532_800, 4_354_819_198
"""What a ZIP file knows as dates: from 1980 to 2107."""
MARGIN = 25.0
COMPATIBLE_WITH = "http://schemas.microsoft.com/office/word"
_AFTER_COMPATIBILITY = ("w:docVars", "w:rsids", "m:mathPr", "w:themeFontLang", "w:clrSchemeMapping", "w:decimalSymbol")
_AFTER_SHADING = ("w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr")


class Look(Struct, frozen=True, kw_only=True):
    """How a style looks; sizes are shares of the body's, spaces are points."""

    base: str = "Body Text"
    size: float = 1.0
    colour: str = INK
    before: float = 0
    after: float = 6
    left: float = 0
    is_bold: bool = False
    is_italic: bool = False
    is_tinted: bool = False
    stays_with_next: bool = False


PARAGRAPHS = {
    "Body Text": Look(base="Normal"),
    "First Paragraph": Look(),
    "Compact": Look(after=2),
    "Title": Look(base="Normal", size=2.2, is_bold=True, before=6, after=6),
    "Subtitle": Look(base="Normal", size=1.35, is_italic=True, after=6),
    "Masthead": Look(base="Normal", size=0.9, colour=ACCENT, is_bold=True),
    "Byline": Look(base="Normal", size=0.9, colour=QUIET, after=14),
    "Draft Mark": Look(base="Normal", is_bold=True, colour=ACCENT),
    "Heading 1": Look(base="Normal", size=1.45, is_bold=True, before=20, stays_with_next=True),
    "Heading 2": Look(base="Normal", size=1.15, is_bold=True, colour=ACCENT, before=14, after=3, stays_with_next=True),
    "Heading 3": Look(base="Normal", is_bold=True, before=10, after=3, stays_with_next=True),
    "Heading 4": Look(base="Normal", is_italic=True, before=8, after=3, stays_with_next=True),
    "Summary": Look(is_tinted=True),
    "Key Message": Look(left=12),
    "Finding Note": Look(size=0.85, colour=QUIET, after=2, stays_with_next=True),
    "Claim": Look(size=1.05),
    "Contested": Look(left=18),
    "Recommendation": Look(left=18),
    "Condition": Look(left=18, is_italic=True, after=4),
    "Because": Look(size=0.85, colour=QUIET, left=18, after=2, stays_with_next=True),
    "Bibliography": Look(before=6, after=2),
    "Source Note": Look(size=0.85, colour=QUIET, left=18, after=1),
    "Evidence Claim": Look(is_italic=True, before=12, stays_with_next=True),
    "Evidence Source": Look(size=0.9, left=18, after=1, before=4, stays_with_next=True),
    "Evidence Quote": Look(size=0.95, left=32, after=2, stays_with_next=True),
    "Evidence Note": Look(size=0.85, colour=QUIET, left=18, after=2),
    "About Label": Look(size=0.9, is_bold=True, after=0, before=4, stays_with_next=True),
    "About": Look(size=0.9, after=2),
    "Footnote Text": Look(base="Normal", size=0.82, after=2),
    "Header": Look(base="Normal", size=0.8, colour=QUIET),
    "Footer": Look(base="Normal", size=0.8, colour=QUIET),
}
CHARACTERS = {
    "Our View": Look(is_italic=True),
    "Our View Mark": Look(size=0.75, colour=QUIET),
    "Paragraph Number": Look(colour=QUIET),
}


class WordLook(Struct, frozen=True, kw_only=True):
    """What a brief decides of its Word file's looks."""

    paper: str
    running: str
    """The running head."""
    timestamp: int
    font: str = FONT
    size: float = SIZE
    draft_mark: str = ""


def write_reference(folder: Path, look: WordLook, own: bytes | None = None) -> None:
    """Write what pandoc needs for a Word file; a reference document of the project's own keeps its looks.

    Raises EngineError.
    """
    path = folder / NAME
    if own is None:
        command: list[str | Path] = [pandoc_path(), "--output", path, "--print-default-data-file", NAME]
        finished = run(command, folder=folder, seconds=SECONDS)
        if finished.exit_number:
            raise EngineError("pandoc has no reference document for Word files", finished.stderr)
    else:
        path.write_bytes(own)
    try:
        document = Document(str(path))
    except (OpcError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise EngineError(f"templates/{NAME} can't be read as a Word file") from error
    if own is None:
        _set_styles(document, look)
        _set_pages(document.sections[0], look)
    elif look.draft_mark:
        for section in document.sections:
            section.header.is_linked_to_previous = False
            section.header.paragraphs[0].insert_paragraph_before(look.draft_mark)
    _set_reading(document)
    buffer = io.BytesIO()
    document.save(buffer)
    path.write_bytes(_dated(buffer, look.timestamp))


def _set_styles(document: WordDocument, look: WordLook) -> None:
    normal = _style(document, "Normal", WD_STYLE_TYPE.PARAGRAPH)
    _set_font(normal, look.font, look.size)
    for name, one in PARAGRAPHS.items():
        style = cast("ParagraphStyle", _style(document, name, WD_STYLE_TYPE.PARAGRAPH))
        style.base_style = document.styles[one.base]
        _set_look(style, one, look)
        if one.is_tinted:
            _tint(style)
        spacing = style.paragraph_format
        spacing.space_before, spacing.space_after, spacing.left_indent = Pt(one.before), Pt(one.after), Pt(one.left)
        spacing.keep_with_next, spacing.widow_control = one.stays_with_next, True
        spacing.alignment = WD_PARAGRAPH_ALIGNMENT.LEFT
    for name, one in CHARACTERS.items():
        _set_look(_style(document, name, WD_STYLE_TYPE.CHARACTER), one, look)
    link = _style(document, "Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb = RGBColor.from_string(ACCENT)
    _style(document, "Footnote Reference", WD_STYLE_TYPE.CHARACTER).font.superscript = True


def _style(document: WordDocument, name: str, kind: WD_STYLE_TYPE) -> CharacterStyle:
    """Return a style, a new one where the document has none of this name."""
    if name not in document.styles:
        document.styles.add_style(name, kind, builtin=name in ("Footer", "Header")).quick_style = True
    return cast("CharacterStyle", document.styles[name])


def _set_look(style: CharacterStyle, one: Look, look: WordLook) -> None:
    font = style.font
    font.bold, font.italic = one.is_bold, one.is_italic
    font.color.rgb = RGBColor.from_string(one.colour)
    if style.type is WD_STYLE_TYPE.PARAGRAPH or one.size != 1:
        _set_font(style, look.font, round(look.size * one.size * 2) / 2)


def _set_font(style: CharacterStyle, name: str, size: float) -> None:
    """Set font and size for all scripts; python-docx sets them for the Latin one alone."""
    style.font.name, style.font.size = name, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(attribute), None)
    for attribute in ("w:cs", "w:eastAsia"):
        fonts.set(qn(attribute), name)


def _tint(style: ParagraphStyle) -> None:
    """Put a tinted ground behind the paragraphs of a style."""
    shading = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", TINT)):
        shading.set(qn(name), value)
    style.element.get_or_add_pPr().insert_element_before(shading, *_AFTER_SHADING)


def _set_pages(section: Section, look: WordLook) -> None:
    """Set paper and margins, the running head, and the page's number of how many."""
    width, height = PAPERS[look.paper]
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN)
    section.header_distance = section.footer_distance = Mm(12)
    words = " · ".join(word for word in (look.draft_mark, look.running) if word)
    section.header.paragraphs[0].text = words
    foot = section.footer.paragraphs[0]
    foot.paragraph_format.tab_stops.add_tab_stop(Mm(width - 2 * MARGIN), WD_TAB_ALIGNMENT.RIGHT)
    foot.add_run("\t")
    _add_field(foot, "PAGE")
    foot.add_run(" / ")
    _add_field(foot, "NUMPAGES")


def _set_reading(document: WordDocument) -> None:
    """Let notes be numbered from first to last, as in the other formats, and Word take the file for one of today."""
    for section in document.sections:
        properties = section._sectPr  # noqa: SLF001 - python-docx knows nothing of notes
        for restart in properties.findall(qn("w:footnotePr")):
            properties.remove(restart)
    settings = document.settings.element
    for old in settings.findall(qn("w:compat")):
        settings.remove(old)
    compatibility, mode = OxmlElement("w:compat"), OxmlElement("w:compatSetting")
    for name, value in (("name", "compatibilityMode"), ("uri", COMPATIBLE_WITH), ("val", "15")):
        mode.set(qn(f"w:{name}"), value)
    compatibility.append(mode)
    settings.insert_element_before(compatibility, *_AFTER_COMPATIBILITY)


def _add_field(paragraph: Paragraph, name: str) -> None:
    """Add what Word works out when it shows the page."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no fields
    paragraph.add_run("1")
    field.append(paragraph.runs[-1]._r)  # noqa: SLF001


def _dated(buffer: io.BytesIO, timestamp: int) -> bytes:
    """Return a Word file with all its parts of one date, for pandoc copies some with theirs."""
    moment = time.gmtime(min(max(timestamp, FIRST_MOMENT), LAST_MOMENT))[:6]
    dated = io.BytesIO()
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(dated, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, moment), old.read(name))
    return dated.getvalue()
