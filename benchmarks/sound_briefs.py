"""Random briefs that say nothing wrong, built to PDF, HTML and DOCX: each that is refused is a fault of policybrief.

    python benchmarks/sound_briefs.py [--briefs N] [--seed N] [--engine NAME] [--styles NAME,NAME] [--keep DIR]

Their prose is words at random, in judgements, with all that Markdown has here: lists in lists, tables, notes, links,
citations with prefixes and locators, signs that mean something to pandoc, Typst or HTML, several scripts.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import tiny  # noqa: E402

import policybrief  # noqa: E402
from policybrief.diagnostics import Severity  # noqa: E402
from policybrief.request import Request  # noqa: E402

WORDS = {
    "en-GB": "the ministry of water said that prices rose while families waited for letters which lawyers had sent",
    "en-US": "a court in the capital heard people who watched what happened there during winter although none came",
    "ru": "министерство сообщило что цены выросли в большинстве районов и семьи ждали ответа который не пришёл",
    "kk": "министрлік бағалар көптеген ауданда өсті деп хабарлады отбасылар жауап күтті бірақ ол келмеді",
}
FOREIGN = "قالت الوزارة إن الأسعار ارتفعت", "семьи ждали", "le ministère où l’eau", "отбасылар жауап"
ODD = [
    r"it’s",
    r"—",
    r"–",
    r"…",
    r"...",
    r"--",
    r"---",
    r"//",
    r"/*",
    r"C\#",
    r"\#tag",
    r"a\_b",
    r"p\*q",
    r"\<tag\>",
    r"\<!--x--\>",
    r"\$x\$",
    r"e.g.",
    r"U.S.",
    r"(a)",
    r"co-operation",
    r"pre-election",
    r"Mr.",
    r"&",
    r"AT&T",
    r"&amp;",
    r"he/she",
    r"\@handle",
    r"naïve",
    r"Åse",
    r"İ",
    r"ß",
    r"ﬁne",
    r"ﬂow",
    r"ǆ",
    r"e-mail",
    r"\[sic\]",
    r"\[...\]",
    r"[…]",
    r"colon:",
    r"semi;",
    r"what?!",
    r"al.",
    r"·",
    r"•",
    r"†",
    r"ʻokina",
    r"−x",
    r"zero‍width",
    r"soft­hyphen",
    r"non‑breaking",
    r"*stressed*",
    r"**strong**",
    r"_also_",
    r"*two***kinds**",
    r"***both***",
    r"{curly}",
    r"~x~",
    r"^x^",
    r"==y==",
    r"a|b",
    r":::",
    r"!image",
    r"www.example.org.",
    r"©",
    r"™",
    r"x²",
    r"H₂O",
    r"\`code\`",
    r"e%20f",
    r"’s",
    r"\\dir",
    r"https",
]
LINKS = (
    "<https://example.org/a/b-c_d?e=f&g=h#i>",
    "[a link](https://example.org/x%20y)",
    "[*stressed* link](https://example.org/(a)b)",
    "<https://example.org/anaddressthathasnoplaceatwhichitcouldbebrokenoverlines/andgoeson/1234567890>",
    "[letters](mailto:a@b.org)",
)
AUTHORS = (
    "{Ministry of Water}",
    "Smith, John and Doe, Jane",
    "{Министерство юстиции}",
    "{AT&T and Sons}",
    "{Office for the Coordination of the Observation of Elections and Other Public Matters}",
    "O’Brien, Máire",
)
TITLES = ("A title", "Report: what “was” said", "О правах человека", "With {Braces} \\& signs -- a survey", "2020")
KEYS = "src", "tip-2020-", "fig-", "a.b", "Ref."
SENTENCE = "They came to village {} in spring and counted {} wells there, from 5 March 2019 to 7 February 2020."


@dataclass
class Writer:
    """Writes the parts of one brief."""

    random: random.Random
    words: list[str]
    keys: list[str]
    notes: list[str] = field(default_factory=list)

    def chance(self, share: float) -> bool:
        """Tell whether something of this share is to be."""
        return self.random.random() < share

    def phrase(self, fewest: int, most: int, odd: float = 0.12) -> str:
        """Return words; the first has a capital letter, and is no sign that would begin something else."""
        said = [self.random.choice(self.words).capitalize()]
        for _ in range(self.random.randint(fewest, most) - 1):
            pool = ODD if self.chance(odd) else FOREIGN if self.chance(0.02) else self.words
            said.append(self.random.choice(pool))
        return " ".join(said)

    def citation(self) -> str:
        """Return one cluster of citations."""
        keys = self.random.sample(self.keys, min(len(self.keys), self.random.choice((1, 1, 1, 2, 3))))
        before, after = ("", "", "see ", "compare "), ("", "", ", para. 4", ", pp. 3-9", ", line 2")
        return f" [{'; '.join(f'{self.random.choice(before)}@{key}{self.random.choice(after)}' for key in keys)}]"

    def sentence(self, *, noted: bool = True) -> str:
        """Return a sentence that needs no evidence."""
        said = self.phrase(4, 20)
        said += f" {self.random.choice(LINKS)}" if self.chance(0.12) else ""
        said += self.citation() if self.chance(0.35) else ""
        said = f"[{said}{self.random.choice('....?!:;')}]{{{self.random.choice(('.opinion', '.about'))}}}"
        if noted and self.chance(0.06):
            return f"{said}^[{self.sentence(noted=False)}]"
        if noted and self.chance(0.06):
            several = " ".join(self.sentence(noted=False) for _ in range(self.random.randint(1, 3)))
            self.notes.append(several)
            return f"{said}[^{len(self.notes)}]"
        return said

    def block(self, depth: int = 0) -> str:
        """Return a paragraph, list or table."""
        kind = "paragraph" if depth > 1 else self.random.choices(KINDS, (60, 10, 8, 8, 12))[0]
        if kind in ("-", "1."):
            return self.items(kind, depth)
        if kind == "led":
            return f"[{self.phrase(2, 5, 0)}:]{{.about}}\n\n{self.items('-', depth)}"
        if kind == "table" and depth == 0:
            width = self.random.randint(2, 4)
            rows = [[self.cell() for _ in range(width)] for _ in range(self.random.choice((2, 4, 60)))]
            lines = [f"| {' | '.join(row)} |" for row in rows]
            return "\n".join([lines[0], "|" + "---|" * width, *lines[1:]])
        return " ".join(self.sentence() for _ in range(self.random.randint(1, 5)))

    def cell(self) -> str:
        """Return what stands in a cell of a table."""
        return self.sentence(noted=False).replace("|", "")

    def items(self, mark: str, depth: int) -> str:
        """Return a list, with other blocks in some of its items."""
        written = []
        for _ in range(self.random.randint(1, 4)):
            item = self.sentence() + (f"\n\n{self.block(depth + 1)}" if self.chance(0.2) else "")
            written.append(f"{mark} {item}".replace("\n", "\n" + " " * (len(mark) + 1)))
        return self.random.choice(("\n", "\n\n")).join(written)

    def text(self, fewest: int, most: int) -> str:
        """Return blocks, and the notes that they call."""
        self.notes = []
        blocks = [self.block() for _ in range(self.random.randint(fewest, most))]
        return "\n\n".join([*blocks, *(f"[^{number}]: {note}" for number, note in enumerate(self.notes, 1))]) + "\n"


KINDS = ("paragraph", "-", "1.", "table", "led")


def write_brief(folder: Path, seed: int, styles: list[str]) -> None:
    """Write the project of one brief."""
    chosen = random.Random(seed)  # noqa: S311 - the same brief for the same seed
    language = chosen.choice(list(WORDS))
    keys = [f"{chosen.choice(KEYS)}{number}" for number in range(chosen.randint(2, 6))]
    writer = Writer(chosen, WORDS[language].split(), keys)
    sources = {
        key: "\n\n".join(SENTENCE.format(number * 9 + line, line + 3) for line in range(4))
        for number, key in enumerate(keys)
    }
    references = {key: _reference(writer) for key in keys}
    findings = [_finding(writer, f"f{number}") for number in range(chosen.randint(1, 9))]
    names = [str(one["id"]) for one in findings]
    is_long = writer.chance(0.3)
    sections = [
        {"title": writer.phrase(1, 8), "text": writer.text(6, 14) if is_long else writer.text(1, 4), "findings": names}
    ]
    sections += [{"title": writer.phrase(1, 6), "text": writer.text(1, 5)} for _ in range(5 if is_long else 1)]
    brief: dict[str, Any] = {
        "title": writer.phrase(2, 12, 0.05),
        "language": language,
        "style": chosen.choice(styles),
        "paper": chosen.choice(("a4", "letter")),
        "summary": writer.text(1, 4),
        "key_messages": [writer.sentence(noted=False) for _ in range(chosen.randint(1, 5))],
        "sections": sections,
        "methodology": writer.text(1, 3),
        "limitations": writer.text(1, 1),
    }
    if writer.chance(0.5):
        wish = {"to": writer.phrase(1, 4, 0), "text": f"[{writer.phrase(4, 15)}.]{{.opinion}}", "because": names[:1]}
        brief["recommendations"] = [wish]
    if writer.chance(0.5):
        brief |= {"subtitle": writer.phrase(3, 12), "series": writer.phrase(2, 12), "publisher": writer.phrase(1, 9)}
        brief |= {"disclaimer": f"{writer.phrase(3, 30)}.", "authors": [{"name": "A. Author"}, {"name": "Б. Автор"}]}
    tiny.write(folder, findings, sources, references=references, brief=brief)


def _reference(writer: Writer) -> dict[str, str]:
    chosen, number = writer.random, writer.random.randrange(99)
    fields = {
        "title": chosen.choice(TITLES),
        "author": chosen.choice(AUTHORS),
        "date": chosen.choice(("2021-05-01", "2019-03", "2020")),
    }
    if writer.chance(0.2):
        fields |= {"date": "", "keywords": "primary, undated"}
    if writer.chance(0.4):
        fields |= {"url": f"https://example.org/{number}/a_b?c=d", "urldate": "2021-06-01"}
    if writer.chance(0.2):
        fields |= {"journal": "A Journal of Things", "volume": "12", "pages": "3--19", "doi": f"10.1000/x_{number}"}
    return fields | ({"langid": "russian"} if writer.chance(0.2) else {})


def _finding(writer: Writer, name: str) -> dict[str, Any]:
    place, line = writer.random.randrange(len(writer.keys)), writer.random.randrange(4)
    quote = SENTENCE.format(place * 9 + line, line + 3)
    claim = writer.random.choice(
        (quote, f"In spring they *came* to village {place * 9 + line}.", f"They counted {line + 3} wells.")
    )
    locator = {"at": writer.random.choice(("p. 4", "line 3", "chapter 2, “On *wells*”"))} if writer.chance(0.3) else {}
    fields = {"when": writer.random.choice(("2019", "2019-03", "2019-03-05/2020-02-07"))} if writer.chance(0.3) else {}
    return tiny.finding(claim, tiny.evidence(writer.keys[place], quote, **locator), id=name, **fields)


def main() -> None:
    """Build so many briefs, and tell of each that is not built."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--briefs", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", default="embedded")
    parser.add_argument("--styles", default="notes,author-date,numeric")
    parser.add_argument("--keep", type=Path, help="a folder for the projects that were not built")
    options = parser.parse_args()
    built = 0
    with tempfile.TemporaryDirectory() as name:
        for seed in range(options.seed, options.seed + options.briefs):
            folder = Path(name) / str(seed)
            write_brief(folder, seed, options.styles.split(","))
            report = policybrief.build(
                Request(
                    project=folder, output=folder / "output", formats=("pdf", "html", "docx"), engine=options.engine
                )
            )
            built += len(report.built)
            if not report.built:
                errors = [f"{one.code}: {one.message}" for one in report.diagnostics if one.severity is Severity.ERROR]
                print(f"{seed}:", *errors, *(one.message for one in report.failures), sep="\n  ", flush=True)
                if options.keep:
                    shutil.copytree(folder, options.keep / str(seed))
            shutil.rmtree(folder)
    print(f"built {built} of {options.briefs}")
    sys.exit(built != options.briefs)


if __name__ == "__main__":
    main()
