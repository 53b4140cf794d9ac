"""Whole builds beside the least that rendering can cost: one pandoc process, one Typst process.

The raw limit reads the same assembled document, processes its citations once, writes HTML and Typst with pandoc's
default templates, and compiles the latter. Both run in turn, so that a noisy machine is noisy for both.

    python benchmarks/raw_limit.py [--runs N] [--project DIR] [--findings N]
"""

from __future__ import annotations

import argparse
import hashlib
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from policybrief.assemble.templates import Templates  # noqa: E402
from policybrief.engines.embedded import pandoc_path  # noqa: E402

RAW_LUA = """
local doc = pandoc.read(io.open('brief.qmd'):read('a'), 'markdown-smart')
doc = pandoc.utils.citeproc(doc)
doc.meta.bibliography, doc.meta.csl, doc.meta.keywords = nil, nil, nil
for format, name in pairs({html5 = 'raw.html', ['typst-citations-smart'] = 'raw.typ'}) do
  local template = pandoc.template.compile(pandoc.template.default((format:gsub('%-.*', ''))))
  io.open(name, 'w'):write(pandoc.write(doc, format, {template = template}))
end
"""
RAW_TYPST = "import typst; typst.compile('raw.typ', output='raw.pdf')"


def make_project(folder: Path, findings: int) -> None:
    """Write a project of so many findings, with half as many references over as many stored sources."""
    (folder / "seeds").mkdir(parents=True)
    (folder / "briefs" / "many").mkdir(parents=True)
    entries, sums, found = [], [], []
    sources = max(1, findings // 2)
    for number in range(sources):
        text = "".join(
            f"Paragraph {line} of report {number} says that the village of place{line} was visited twice.\n"
            for line in range(12)
        )
        (folder / "seeds" / f"s{number}.txt").write_text(text, encoding="utf-8")
        sums.append(f"{hashlib.sha256(text.encode()).hexdigest()}  s{number}.txt\n")
        entries.append(
            f"@report{{r{number}, author = {{{{Office {number}}}}}, title = {{Report of {number}}}, date = {{2020}},\n"
            f"  keywords = {{primary}}, file = {{seeds/s{number}.txt}}}}\n"
        )
    for number in range(findings):
        source = number % sources
        line = number % 11
        found.append(
            f"- id: f{number}\n  claim: |\n    The office reports that the village of place{line} was visited twice.\n"
            f"  evidence:\n    - source: r{source}\n"
            f"      quote: |\n        the village of place{line} was visited twice\n"
        )
    sections = "".join(
        f"  - title: Part {part}\n    text: |\n      What was seen there [@f{part * 20}].\n    findings: "
        f"[{', '.join(f'f{number}' for number in range(part * 20, min(findings, part * 20 + 20)))}]\n"
        for part in range((findings + 19) // 20)
    )
    brief = f"title: Many findings\ndate: 2021-01-25\nsummary: |\n  Much was seen [@f0].\nsections:\n{sections}"
    (folder / "seeds" / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    (folder / "references.bib").write_text("".join(entries), encoding="utf-8")
    (folder / "briefs" / "many" / "findings.yml").write_text("".join(found), encoding="utf-8")
    (folder / "briefs" / "many" / "brief.yml").write_text(brief, encoding="utf-8")


def timed(command: list[str], folder: Path) -> float:
    """Return the wall seconds of a whole process that has to succeed."""
    started = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def main() -> None:
    """Print the medians and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--project", type=Path, default=ROOT)
    parser.add_argument("--findings", type=int, help="make a project of so many findings instead")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project = options.project
        if options.findings:
            project = folder / "project"
            make_project(project, options.findings)
        output = folder / "output"
        build = [sys.executable, str(ROOT / "build.py"), "--force", "--engine", "embedded"]
        build += ["--project", str(project), "--output", str(output)]
        subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
        raw = folder / "raw"
        raw.mkdir()
        (document,) = list(output.rglob("*.qmd"))
        text = re.sub(r' lang="[^"]*"', "", document.read_text("utf-8"))
        (raw / "brief.qmd").write_text(text, encoding="utf-8")
        (raw / "raw.lua").write_text(RAW_LUA, encoding="utf-8")
        (raw / "references.bib").write_bytes((project / "references.bib").read_bytes())
        (raw / "style.csl").write_text(Templates(project).read("csl/notes.csl"), encoding="utf-8")
        ours, limits = [], []
        for _ in range(options.runs + 1):
            ours.append(timed(build, folder))
            limit = timed([str(pandoc_path()), "lua", "raw.lua"], raw)
            limits.append(limit + timed([sys.executable, "-c", RAW_TYPST], raw))
        ours, limits = ours[1:], limits[1:]
        ratios = sorted(one / other for one, other in zip(ours, limits, strict=True))
        print(f"build.py   median {statistics.median(ours):.2f} s  ({min(ours):.2f} to {max(ours):.2f})")
        print(f"raw limit  median {statistics.median(limits):.2f} s  ({min(limits):.2f} to {max(limits):.2f})")
        print(f"ratio      median {statistics.median(ratios):.2f}  ({ratios[0]:.2f} to {ratios[-1]:.2f})")


if __name__ == "__main__":
    main()
