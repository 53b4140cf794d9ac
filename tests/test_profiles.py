"""Profiles: what they ask for, and what is counted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from rendering import render_brief
from tiny import evidence, finding, write

from policybrief.assemble.limits import count_text
from policybrief.assemble.profiles import BLOCKS, DEFAULT, ORDERED, Profile, ProfileProblem, load_profile
from policybrief.assemble.templates import Templates
from policybrief.model import Brief
from policybrief.outputs.keep_limits import pages_before
from policybrief.outputs.see_html import see_html
from policybrief.outputs.see_pdf import see_pdf
from policybrief.outputs.seen import Heading, Seen
from policybrief.reading.project import choose_briefs, read_project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Project, Ran


def _profile(project: Project, text: str, name: str = "own") -> None:
    folder = project.folder / "templates" / "profiles"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")


def _chosen(project: Project, text: str, more: str = "") -> None:
    _profile(project, text)
    project.append("briefs/water/brief.yml", f"profile: own\n{more}")


@pytest.mark.parametrize("name", ["brief", "two-pager", "upr-submission"])
def test_the_built_in_profiles_can_be_read(name: str) -> None:
    profile = load_profile(name, Templates(ROOT))
    assert profile.name == name
    assert sorted(profile.order) == sorted(ORDERED)


def test_the_default_asks_for_nothing() -> None:
    assert load_profile(DEFAULT, Templates(ROOT)) == Profile()


def test_blocks_are_fields_of_a_brief() -> None:
    assert set(BLOCKS) | set(ORDERED) <= set(Brief.__struct_fields__)


FAULTY = {
    "limits = 3": "`limits` is to be a table",
    "[limits]\nwords = 'many'": "`limits.words` is to be a number",
    "[limits]\nwords = true": "`limits.words` is to be a number",
    "[limits]\nwords = 0": "`limits.words` is to be more than nothing",
    "[limits]\nlines = 3": "it has an unknown field, `limits.lines`",
    "word = 3": "it has an unknown field, `word`",
    "[blocks]\nrequired = ['summery']": "`blocks.required` names `summery`; it may name `acknowledgements`, ",
    "[blocks]\nforbidden = 'methodology'": "`blocks.forbidden` is to be a list",
    "formats = ['odt']": "`formats` names `odt`; it may name `docx`, `html`, `pdf`",
    "numbered_paragraphs = 1": "`numbered_paragraphs` is to be `true` or `false`",
    "[docx]\nsize = '12'": "`docx.size` is to be a number",
    "order = [1": "the profile `own` can't be used: ",
}


@pytest.mark.parametrize("text", FAULTY)
def test_a_faulty_profile_is_told(text: str, project: Project) -> None:
    _profile(project, text)
    with pytest.raises(ProfileProblem) as told_of:
        load_profile("own", Templates(project.folder))
    assert FAULTY[text] in told_of.value.message
    assert told_of.value.advice == "correct templates/profiles/own.toml"


def test_what_is_counted(tmp_path: Path) -> None:
    project = write(
        tmp_path / "tiny",
        [
            finding("Three words stand[^1] [@report].\n\n[^1]: A note of seven words, not counted.", evidence()),
            finding("This finding stands in no section.", evidence(), id="other"),
        ],
        {"report": "It."},
        brief={
            "summary": "[Two *words*, then* – three.]{.about}",
            "sections": [{"title": "A title", "text": "[- not so bad]{.about}", "findings": ["it"]}],
            "methodology": "| a | b |\n|---|---|\n| c | d |",
            "recommendations": [
                {"to": "The ministry", "text": "Act.", "because": ["it"], "priority": "high"},
                {"to": "The ministry", "text": "Act now.", "because": ["it"]},
            ],
        },
    )
    read, _ = read_project(project, choose_briefs(project, []))
    summary, section, claim, recommendations, table = 4, 2 + 3, 3, 2 + 1 + 1 + 2, 4
    assert count_text(read.briefs[0]) == summary + section + claim + recommendations + table


def test_limits_are_told_at_the_profile(project: Project, run: Callable[..., Ran]) -> None:
    _chosen(project, "[limits]\nwords = 10\n")
    ran = run("check", "--project", project.folder)
    assert ran.exit_number == 1
    assert "brief.yml:12:10: error[invalid-value] the text has 44 words without notes" in ran.stdout
    assert "the profile `own` allows 10" in ran.stdout


def test_a_default_of_its_own_is_told_at_the_title(project: Project, run: Callable[..., Ran]) -> None:
    _profile(project, "[blocks]\nrequired = ['contact']\n", "brief")
    ran = run("check", "--project", project.folder)
    assert "brief.yml:1:8: error[missing-field] the profile `brief` asks for `contact`" in ran.stdout


def test_limits_can_be_neither_accepted_nor_lowered(project: Project, run: Callable[..., Ran]) -> None:
    _chosen(project, "[limits]\nwords = 10\n", "checks: {severity: {invalid-value: off}}\n")
    assert run("check", "--project", project.folder).exit_number == 1


def test_notes_are_counted_when_they_are_there(project: Project, run: Callable[..., Ran]) -> None:
    _chosen(project, "[limits]\nwords = 44\nwords_with_notes = 60\n")
    assert run("check", "--project", project.folder).exit_number == 0
    ran = run("--project", project.folder, "--engine", "embedded", "--to", "html")
    assert ran.exit_number == 1
    assert "error[invalid-value] the text has 82 words with its notes" in ran.stdout
    assert (project.folder / "output" / ".refused" / "water" / "water.html").is_file()


def test_pages_are_counted_up_to_the_sources(project: Project, run: Callable[..., Ran]) -> None:
    _chosen(project, "[limits]\npages = 1\n")
    command = ("--project", project.folder, "--engine", "embedded", "--to", "pdf")
    assert run(*command).exit_number == 0
    words = " ".join(["[This paragraph says nothing of the world.]{.about}\n\n  "] * 60)
    project.replace("briefs/water/brief.yml", "  Water became", f"  {words}\n\n  Water became")
    ran = run(*command)
    assert ran.exit_number == 1
    assert "error[invalid-value] the text has 3 pages, and the profile `own` allows 1" in ran.stdout
    assert run("--project", project.folder, "--engine", "embedded", "--to", "html").exit_number == 0


def test_a_page_that_begins_with_the_sources_does_not_count() -> None:
    seen = Seen(format="pdf", path="x", pages=4)
    seen.headings = [Heading(1, "A title"), Heading(2, "Findings"), Heading(2, "Sources")]
    seen.pages_before = [0, 1, 2]
    assert pages_before(seen, "Sources") == 2
    assert pages_before(seen, "Quellen") == 4


def test_it_may_ask_for_formats(project: Project, run: Callable[..., Ran]) -> None:
    _chosen(project, "formats = ['docx']\n")
    ran = run("--project", project.folder, "--engine", "embedded", "--to", "html")
    assert ran.exit_number == 0
    assert sorted(path.suffix for path in (project.folder / "output/water").glob("water.*")) == [
        ".docx",
        ".html",
        ".qmd",
    ]
    assert "Nothing has changed" in run("--project", project.folder, "--engine", "embedded", "--to", "html").stdout


def test_paragraphs_are_numbered_in_all_formats(project: Project, run: Callable[..., Ran]) -> None:
    _chosen(project, "numbered_paragraphs = true\n", "methodology: '[We read.]{.about}'\n")
    ran = run("--project", project.folder, "--engine", "embedded")
    assert ran.exit_number == 0, ran.stdout
    page = see_html(project.folder / "output/water/water.html", "x")
    book = see_pdf(project.folder / "output/water/water.pdf", "x", page.sources)
    for seen in (page, book):
        for words in ("1. Water became", "2. Water prices", "3. Each family", "4. Return what", "5. We read"):
            assert words in seen.text


def test_blocks_stand_in_the_order_of_the_profile(project: Project, run: Callable[..., Ran]) -> None:
    _chosen(project, "order = ['recommendations', 'methodology']\n", "methodology: '[We read.]{.about}'\n")
    ran = run("--project", project.folder, "--engine", "embedded")
    assert ran.exit_number == 0, ran.stdout
    page = see_html(project.folder / "output/water/water.html", "x")
    titles = [one.text for one in page.headings if one.level == 2]
    assert [one for one in titles if one in ("Summary", "Findings", "Recommendations", "Method", "Sources")] == [
        "Recommendations",
        "Method",
        "Summary",
        "Findings",
        "Sources",
    ]


def test_notes_name_the_note_of_the_full_entry_where_blocks_are_moved(tmp_path: Path) -> None:
    brief = {
        "profile": "own",
        "sections": [
            {"title": "Findings", "text": "A note of ours.[^1] And that [@second].\n\n[^1]: As is known [@third]."}
        ],
        "recommendations": [{"to": "All", "text": "Do it [@second, para. 1; @first].", "because": "it"}],
        "methodology": "We read them [@third, p. 2; @second, p. 3; @first, p. 4].",
    }
    texts = dict.fromkeys(("first", "second", "third"), "Nothing.")
    project = write(tmp_path / "tiny", [finding("It is so.", evidence("first"))], texts, brief=brief)
    (project / "templates" / "profiles").mkdir(parents=True)
    (project / "templates" / "profiles" / "own.toml").write_text("order = ['recommendations', 'sections', 'summary']\n")
    page = see_html(render_brief(project, tmp_path / "work", formats=["html"]).files["html"], "page")
    named = [
        (words, number)
        for text in page.notes.values()
        for words, number in re.findall(r"Body of (\w+) \(n\. (\d+)\)", text)
    ]
    assert len(named) == 4, page.notes
    assert all(f"“Title of {words}”" in page.notes[number] for words, number in named), page.notes


def test_a_profile_counts_among_the_inputs(project: Project, run: Callable[..., Ran]) -> None:
    _chosen(project, "")
    command = ("--project", project.folder, "--engine", "embedded", "--to", "html")
    run(*command)
    _profile(project, "[limits]\nwords = 9\n", "another")
    assert "Nothing has changed" in run(*command).stdout
    _profile(project, "[limits]\nwords = 9000\n")
    assert "Nothing has changed" not in run(*command).stdout


def test_a_draft_is_made_whatever_its_profile_says(project: Project, run: Callable[..., Ran]) -> None:
    project.append("briefs/water/brief.yml", "profile: nobody\n")
    ran = run("--project", project.folder, "--engine", "embedded", "--to", "html", "--draft")
    assert ran.exit_number == 0
    assert "there is no profile `nobody`" in ran.stdout
