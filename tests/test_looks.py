"""Pages as pictures, beside those that were looked at and found good: whatever moves is seen.

After a change that is meant: `python3 build.py test tests/test_looks.py --update-looks`, and look at them.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PIL import Image, ImageChops
from rendering import RICH, installed_browser, render_brief, water_brief

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

LOOKS = Path(__file__).resolve().parent / "looks"
FIELDS = """
subtitle: What a survey shows
series: Water notes
number: 2021/3
publisher: The water desk
key_messages:
  - "[The ministry should pay.]{.opinion} Families *pay* [@families-pay]."
  - Water became dearer [@prices-up].
"""
COLOURS = 48
"""Colours of a picture that is kept, which is enough to see by and makes small files."""
SQUARE = 12
"""Pixels of a square of a page that is compared as a whole: font renderers differ within it, and not by much."""
MUCH = 6
"""From which difference on, of 255 and on the average of its pixels, a square is another one."""


def _brief(folder: Path, fields: str = "") -> Path:
    project = water_brief(folder, FIELDS + RICH + fields)
    found = project / "briefs" / "water" / "findings.yml"
    text = found.read_text("utf-8")
    text = text.replace(
        "- id: prices-up\n", "- id: prices-up\n  when: 2021\n  contested: The ministry says otherwise.\n"
    )
    found.write_text(text.replace("- id: families-pay\n", "- id: families-pay\n  when: 2021-05\n"), encoding="utf-8")
    return project


def _difference(one: Image.Image, other: Image.Image) -> float:
    """Return by how much the square differs, of two pictures of one size, that differs most."""
    bands = ImageChops.difference(one.convert("RGB"), other.convert("RGB")).reduce(SQUARE).split()
    return max(float(band.getextrema()[1]) for band in bands)  # type: ignore[arg-type]


def _compare(drawn: Image.Image, name: str, folder: Path, request: pytest.FixtureRequest) -> None:
    """Compare a picture with the one that is kept; where they differ, leave it in a folder to be looked at."""
    kept = LOOKS / f"{name}.png"
    if request.config.getoption("--update-looks"):
        _in_colours_of(drawn.quantize(COLOURS), drawn).save(kept, optimize=True)
        return
    with Image.open(kept) as known:
        known.load()
    difference = _difference(_in_colours_of(known, drawn), known) if known.size == drawn.size else 255
    if difference > MUCH:
        drawn.save(folder / f"{name}.png")
        pytest.fail(
            f"{name} looks otherwise: by {difference} of 255, and {drawn.size} for {known.size}. Look at "
            f"{folder / name}.png beside {kept}; if the change is meant, run this test with --update-looks"
        )


def _in_colours_of(palette: Image.Image, drawn: Image.Image) -> Image.Image:
    return drawn.quantize(palette=palette, dither=Image.Dither.NONE)


def _sheets(pdf: Path) -> Image.Image:
    """Return the pages of a PDF side by side."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.render(scale=0.9).to_pil() for page in document]
    document.close()
    sheets = Image.new("RGB", (sum(page.width for page in pages), max(page.height for page in pages)), "white")
    place = 0
    for page in pages:
        sheets.paste(page, (place, 0))
        place += page.width
    return sheets


@pytest.mark.parametrize(
    ("name", "fields", "is_draft"),
    [("notes", "", False), ("author-date-letter", "style: author-date\npaper: letter\n", False), ("draft", "", True)],
)
def test_pages(name: str, fields: str, tmp_path: Path, request: pytest.FixtureRequest, *, is_draft: bool) -> None:
    made = render_brief(_brief(tmp_path, fields), tmp_path / "rendered", is_draft=is_draft)
    _compare(_sheets(made.files["pdf"]), f"pdf-{name}", tmp_path, request)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api", reason="no browser: playwright is not installed")
    program = installed_browser()
    with api.sync_playwright() as driver:
        started = driver.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--font-render-hinting=none", "--hide-scrollbars"]
        )
        yield started
        started.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("looks")
    return render_brief(_brief(folder), folder / "rendered", formats=("html",)).files["html"].as_uri()


def _fonts(page: Any) -> str:
    """Return the fonts that the title, the text and the labels of a page are set in."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    names = []
    for selector in ("h1", ".claim p", ".part"):
        node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
        fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        names.append(fonts[0]["familyName"])
    return ", ".join(names)


@pytest.mark.parametrize(
    ("name", "width", "scheme", "mark"),
    [
        ("phone", 360, "light", ""),
        ("tablet-dark", 768, "dark", ""),
        ("desk", 1440, "light", ""),
        ("desk-card", 1440, "light", "#note-2"),
        ("phone-card", 360, "dark", "#note-2"),
        ("print", 0, "light", ""),
    ],
)
def test_web_pages(
    name: str,
    width: int,
    scheme: str,
    mark: str,
    browser: Any,
    address: str,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    context = browser.new_context(
        viewport={"width": width or 794, "height": 700}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(address + mark)
    known = LOOKS / "fonts.txt"
    if request.config.getoption("--update-looks"):
        known.write_text(_fonts(page) + "\n", encoding="utf-8")
    elif known.read_text("utf-8").strip() != (fonts := _fonts(page)):
        pytest.skip(f"the pages are set in other fonts here ({fonts}) than when their pictures were taken")
    if not width:
        page.emulate_media(media="print")
    taken = page.screenshot(full_page=not mark)
    context.close()
    with Image.open(io.BytesIO(taken)) as drawn:
        _compare(drawn.convert("RGB").reduce(2 if drawn.width > 700 else 1), f"web-{name}", tmp_path, request)


def test_what_moves_or_changes_its_words_is_seen(tmp_path: Path) -> None:
    known = _sheets(render_brief(_brief(tmp_path / "a"), tmp_path / "1").files["pdf"])
    again = _sheets(render_brief(_brief(tmp_path / "b"), tmp_path / "2").files["pdf"])
    assert _difference(known, again) == 0
    (templates := _brief(tmp_path / "c") / "templates").mkdir()
    style = (Path(__file__).parent.parent / "templates" / "page.typ").read_text("utf-8")
    changes = [
        ("inset: (left: 10pt", "inset: (left: 12pt"),
        ("#let unit = 15pt", "#let unit = 15.1pt"),
        ("fill: accent)(it.body)", "fill: ink)(it.body)"),
    ]
    for number, (old, new) in enumerate(changes):
        assert old in style, old
        (templates / "page.typ").write_text(style.replace(old, new), encoding="utf-8")
        moved = _sheets(render_brief(templates.parent, tmp_path / f"moved-{number}").files["pdf"])
        assert moved.size != known.size or _difference(known, moved) > MUCH, old
