"""Make the pictures of the README: a page of the PDF, the page in a browser, a diagnostic in the terminal.

Needs Chromium, which it looks for on PATH. Run it in the environment of `python3 build.py test`:

    .venv/bin/python docs/pictures/make.py
"""

from __future__ import annotations

import io
import shutil
import tempfile
from pathlib import Path

import pypdfium2
from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.text import Text

import policybrief
from policybrief.reports.text import TextReport
from policybrief.request import Request

ROOT = Path(__file__).resolve().parent.parent.parent
HERE = Path(__file__).resolve().parent
SLUG = "kazakhstan-civic-space"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
OLD, NEW = "were suspended for three months", "were suspended for four months"


def main() -> None:
    """Build the sample in a temporary folder, and take the pictures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        policybrief.build(Request(project=ROOT, output=folder / "output", engine="embedded"))
        built = folder / "output" / SLUG
        draw_page(built / f"{SLUG}.pdf")
        draw_browser(built / f"{SLUG}.html")
        draw_terminal(folder / "project")


def draw_page(pdf: Path) -> None:
    """Draw the first page."""
    document = pypdfium2.PdfDocument(pdf)
    document[0].render(scale=1.25).to_pil().quantize(64).save(HERE / "page.png", optimize=True)
    document.close()


def draw_browser(page: Path) -> None:
    """Draw the page with the note of a citation open."""
    program = next(found for name in BROWSERS if (found := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        shown = browser.new_page(viewport={"width": 1180, "height": 760})
        shown.goto(page.as_uri())
        mark = shown.locator("#key-messages ~ * a[role=doc-noteref]").first
        mark.scroll_into_view_if_needed()
        mark.hover()
        shown.wait_for_timeout(400)
        shown.screenshot(path=HERE / "browser.png")
        browser.close()


def draw_terminal(project: Path) -> None:
    """Draw what `check` says of one changed word."""
    for name in ("seeds", "briefs"):
        shutil.copytree(ROOT / name, project / name)
    shutil.copyfile(ROOT / "references.bib", project / "references.bib")
    findings = project / "briefs" / SLUG / "findings.yml"
    text = findings.read_text("utf-8")
    before, old, after = text.rpartition(OLD)
    findings.write_text(before + old.replace(OLD, NEW) + after, encoding="utf-8")
    report = policybrief.check(Request(project=project, output=project / "output"))
    console = Console(record=True, width=118, file=io.StringIO())
    console.print(Text("$ python build.py check", style="bold"))
    console.print(Text.from_ansi(TextReport(colour=True).draw(report)))
    console.save_svg(str(HERE / "terminal.svg"), title="policybrief")


if __name__ == "__main__":
    main()
