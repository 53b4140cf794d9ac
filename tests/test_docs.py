"""The documentation is walked: its commands are run, and what it shows is what they print."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from conftest import ROOT

from policybrief.schemas import fields_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pytest
    from conftest import Project, Ran

BLOCK = re.compile(r"^```(?P<kind>\w+)(?: (?P<what>\w+)=(?P<name>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def _blocks(page: str) -> Iterator[re.Match[str]]:
    yield from BLOCK.finditer((ROOT / "docs" / page).read_text("utf-8"))


def test_the_guide_leads_to_a_brief(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[..., Ran]) -> None:
    monkeypatch.chdir(tmp_path)
    said = ""
    for block in _blocks("guide.md"):
        text = block["text"]
        match block["kind"], block["what"]:
            case "sh", None:
                command = shlex.split(text)
                if command[:2] == ["mkdir", "-p"]:
                    for name in command[2:]:
                        (tmp_path / name).mkdir(parents=True)
                else:
                    assert command[:2] == ["python3", "build.py"]
                    ran = run(*command[2:])
                    assert ran.stderr == ""
                    said = ran.stdout.replace("the quarto engine", "the embedded engine")  # where there is one
            case "output", None:
                assert text in said, f"the guide shows\n{text}\nand the command printed\n{said}"
            case _, "file":
                (tmp_path / block["name"]).write_text(text, encoding="utf-8", newline="\n")
            case _, "replace":
                old, new = text.strip().split(" -> ")
                path = tmp_path / block["name"]
                assert old in path.read_text("utf-8")
                path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8", newline="\n")
            case other:
                raise AssertionError(other)
    assert (tmp_path / "water/output/meters/meters.pdf").is_file()


def test_the_readme_shows_what_check_says(sample: Project, run: Callable[..., Ran]) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    finding = re.search(r"^```yaml\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    shown = re.search(r"^```\n(briefs/.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    assert finding
    assert shown
    folder = sample.folder / "briefs" / "kazakhstan-civic-space"
    (folder / "findings.yml").write_text(finding[1], encoding="utf-8")
    (folder / "brief.yml").write_text("title: T\ndate: 2021-01-01\nsummary: S [@echo-suspended].\n", encoding="utf-8")
    assert shown[1] in run("check", "--project", sample.folder).stdout


def test_every_link_of_the_documentation_leads_somewhere() -> None:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "benchmarks").glob("*.md"))]
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in re.findall(r"\]\((?!https?:)([^)#\s]+)", page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []


def test_fields_are_documented(request: pytest.FixtureRequest) -> None:
    path = ROOT / "docs" / "fields.md"
    if request.config.getoption("--update-cases"):
        path.write_text(fields_page(), encoding="utf-8", newline="\n")
    assert path.read_text("utf-8") == fields_page()
