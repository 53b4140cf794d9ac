"""The page in a browser: notes beside their marks, the way into a source and back, print, and what axe finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from rendering import installed_browser

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

FINDING = "kibhr-ili-suspended"
QUOTE = f"q-{FINDING}-1"
SIZES = {"phone": (360, 740), "tablet": (768, 1000), "desk": (1440, 900)}
IS_CARD = "note => getComputedStyle(note).position === 'fixed'"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api", reason="no browser: playwright is not installed")
    program = installed_browser()
    with api.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    from policybrief.cli import main

    folder: Path = tmp_path_factory.mktemp("browser")
    assert main(["--project", str(ROOT), "--output", str(folder), "--to", "html", "--engine", "embedded"]) == 0
    return next(folder.glob("*/*.html")).as_uri()


class Window:
    """A window that shows the page, and what was said and fetched in it."""

    def __init__(self, browser: Any, address: str, size: str = "desk", **options: Any) -> None:
        width, height = SIZES[size]
        options = {"viewport": {"width": width, "height": height}, "has_touch": size == "phone", **options}
        self.page = browser.new_context(**options).new_page()
        self.asked: list[str] = []
        self.said: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.goto(address)
        self.mark = self.page.locator(f"#finding-{FINDING} .claim .cite").first
        self.note = self.page.locator((self.mark.get_attribute("href") or "").strip())
        self.mark.evaluate("mark => mark.scrollIntoView({block: 'center'})")

    def is_open(self) -> bool:
        return bool(self.note.evaluate(IS_CARD))

    @property
    def scrolled(self) -> float:
        return float(self.page.evaluate("scrollY"))

    def is_in_view(self, selector: str) -> bool:
        box = self.page.locator(selector).first.bounding_box()
        return bool(box) and 0 <= box["y"] < self.page.viewport_size["height"]


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def window(browser: Any, address: str, request: pytest.FixtureRequest) -> Iterator[Window]:
    shown = Window(browser, address, java_script_enabled=request.param)
    yield shown
    shown.page.context.close()


def test_nothing_is_fetched_and_nothing_is_refused(window: Window, address: str) -> None:
    assert window.asked == [address]
    assert window.said == []


def test_a_note_stands_beside_its_mark_while_it_is_hovered(window: Window) -> None:
    before = window.scrolled
    assert not window.is_open()
    window.mark.hover()
    assert window.is_open()
    card, mark = window.note.bounding_box(), window.mark.bounding_box()
    assert card["x"] >= window.page.locator("main").bounding_box()["x"] + 570
    assert card["x"] + card["width"] <= 1440
    middle = mark["y"] + mark["height"] / 2
    assert card["y"] <= middle <= card["y"] + card["height"]
    for x in range(int(mark["x"] + mark["width"]), int(card["x"] + 100), 15):  # to the card, and over it
        window.page.mouse.move(x, middle)
        assert window.is_open()
    window.note.locator(".quoted a").last.hover()
    assert window.is_open()
    window.page.mouse.move(5, 5)
    assert not window.is_open()
    assert window.scrolled == before
    window.note.hover()  # in the list of notes
    assert not window.is_open()


def test_a_note_opens_for_the_keyboard(window: Window) -> None:
    before = window.scrolled
    window.page.locator(f"#heading-{FINDING}").evaluate("head => { head.tabIndex = -1; head.focus(); }")
    window.page.keyboard.press("Tab")
    assert window.mark.evaluate("mark => mark.matches(':focus-visible')")
    assert window.is_open()
    window.page.keyboard.press("Enter")
    window.page.keyboard.press("Tab")
    assert window.note.evaluate("note => note.contains(document.activeElement)")
    window.note.locator(".close").focus()
    window.page.keyboard.press("Enter")
    assert not window.is_open()
    assert window.scrolled == before


def test_a_note_leads_into_its_source_and_back(window: Window) -> None:
    before = window.scrolled
    window.mark.click()
    assert window.is_open()
    assert window.scrolled == before
    window.note.locator(f'a[href="#{QUOTE}"]').click()
    assert not window.is_open()
    assert window.is_in_view(f"#{QUOTE}")
    lit, others = (
        window.page.locator(one).first.evaluate("mark => getComputedStyle(mark).backgroundColor")
        for one in (f"#{QUOTE}", f"mark:not(#{QUOTE})")
    )
    assert lit != others
    window.page.go_back()
    assert window.is_open()
    assert abs(window.scrolled - before) < 2
    window.page.go_forward()
    window.page.locator(f'.lines > li:has(#{QUOTE}) .backs a[href="#finding-{FINDING}"]').first.click()
    assert window.is_in_view(f"#finding-{FINDING}")


@pytest.mark.parametrize("size", ["phone", "tablet"])
def test_a_note_is_a_sheet_where_there_is_no_margin(size: str, browser: Any, address: str) -> None:
    window = Window(browser, address, size)
    before = window.scrolled
    tap = window.mark.tap if size == "phone" else window.mark.click
    tap()
    sheet = window.note.bounding_box()
    width, height = SIZES[size]
    assert window.is_open()
    assert (sheet["x"], sheet["width"]) == (0, width)
    assert abs(sheet["y"] + sheet["height"] - height) < 1
    assert sheet["height"] <= height * 0.73
    assert window.scrolled == before
    window.page.mouse.click(width / 2, 20)  # beside the sheet
    assert not window.is_open()
    assert window.scrolled == before


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_wider_than_the_window(size: str, browser: Any, address: str) -> None:
    window = Window(browser, address, size)
    assert window.page.evaluate("document.documentElement.scrollWidth") == SIZES[size][0]
    wide = "[...document.querySelectorAll('main p, main li, h1')].filter(e => e.scrollWidth > innerWidth).length"
    assert window.page.evaluate(wide) == 0


def test_on_paper_the_argument_is_printed_and_the_viewer_is_not(browser: Any, address: str) -> None:
    window = Window(browser, address)
    window.page.emulate_media(media="print")
    shown = {name: window.page.locator(name).first.is_visible() for name in (".toc", ".texts", ".quoted", ".leave")}
    assert shown == dict.fromkeys(shown, False)
    for name in ("h1", "#summary", ".claim", ".note", ".source", ".evidence blockquote"):
        assert window.page.locator(name).first.is_visible(), name
    assert window.page.pdf().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("size", "scheme", "place"),
    [
        ("phone", "light", "#note-2"),
        ("phone", "dark", f"#{QUOTE}"),
        ("desk", "light", f"#{QUOTE}"),
        ("desk", "dark", ""),
    ],
)
def test_axe_finds_nothing(size: str, scheme: str, place: str, browser: Any, address: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    window = Window(browser, address + place, size, color_scheme=scheme, bypass_csp=True)
    found = axe.Axe().run(window.page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
