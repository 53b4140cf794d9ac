"""Feed the readers with what coverage of their code leads to: `fuzz.py [--seconds N] [TARGET ...]`; needs `atheris`.

Each target runs in a process of its own. What ends one is a fault; its input stands in the folder of `--keep`.
"""

from __future__ import annotations

import argparse
import contextlib
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

with atheris.instrument_imports(include=["policybrief", "bibtexparser", "pylatexenc"]):
    from policybrief.assemble.bibliography import write_bibliography
    from policybrief.assemble.escape import escape
    from policybrief.assemble.markdown import MarkdownWriter
    from policybrief.assemble.styles import StyleProblem, load_style
    from policybrief.assemble.templates import Templates
    from policybrief.assemble.typography import QuotationMarks
    from policybrief.errors import OutputError
    from policybrief.outputs.see_html import see_page
    from policybrief.outputs.see_pdf import see_pdf
    from policybrief.position import Scalar, TextFile
    from policybrief.reading.bibtex import read_references
    from policybrief.reading.brief import read_brief
    from policybrief.reading.files import Unreadable, decode
    from policybrief.reading.markdown import read_markdown
    from policybrief.reading.sources import read_sums
    from policybrief.text.folding import Folded
    from policybrief.text.quotes import find_quote

SCRATCH = Path(tempfile.mkdtemp())
WRITER = MarkdownWriter(QuotationMarks("“", "”", "‘", "’"), lambda _: "")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def yaml(data: bytes) -> None:
    """Read brief.yml and findings.yml."""
    one, _, other = _text(data).partition("\n===\n")
    read_brief(TextFile("brief.yml", one), slug="x", findings=TextFile("findings.yml", other))


def bibtex(data: bytes) -> None:
    """Read references.bib, and write what citation processing is given."""
    references, _ = read_references(TextFile("references.bib", _text(data)))
    write_bibliography(references, supplied={})


def markdown(data: bytes) -> None:
    """Read a Markdown field, and write it for pandoc: no word of it begins a line of its own."""
    text = _text(data)
    read, _ = read_markdown(Scalar(text, TextFile("x", text), 0, len(text)))
    WRITER.blocks(read.blocks)
    assert "\n" not in escape(text, at_start=True)


def quotes(data: bytes) -> None:
    """Look for a quote in a text; where it is found, it stands in the file."""
    quote, _, text = _text(data).partition("\n===\n")
    folded = Folded(TextFile("x", text))
    match = find_quote(quote, folded)
    for start, end in match.parts if match else ():
        assert 0 <= folded.origin(start) < folded.origin_of_end(end) <= len(text)


def stored(data: bytes) -> None:
    """Read a stored text."""
    with contextlib.suppress(Unreadable):
        decode("x.txt", data)


def sums(data: bytes) -> None:
    """Read SHA256SUMS."""
    (SCRATCH / "seeds").mkdir(exist_ok=True)
    (SCRATCH / "seeds" / "SHA256SUMS").write_bytes(data)
    read_sums(SCRATCH, {})


def style(data: bytes) -> None:
    """Read a citation style."""
    (SCRATCH / "x.csl").write_bytes(data)
    with contextlib.suppress(StyleProblem):
        load_style("x.csl", SCRATCH, Templates(SCRATCH))


def html(data: bytes) -> None:
    """Read a page back."""
    see_page(_text(data), "x.html")


def pdf(data: bytes) -> None:
    """Read a PDF back."""
    (SCRATCH / "x.pdf").write_bytes(data)
    with contextlib.suppress(OutputError):
        see_pdf(SCRATCH / "x.pdf", "x.pdf", {})


LONGEST = {"html": 200_000, "pdf": 200_000}
"""Bytes of the longest input: rendered files that are cut short say little."""
TARGETS = {one.__name__: one for one in (yaml, bibtex, markdown, quotes, stored, sums, style, html, pdf)}


def seeds(name: str, folder: Path) -> None:
    """Write the inputs that a target begins with."""
    cases = ROOT / "tests" / "cases"
    suffix = {"yaml": "*.yml", "bibtex": "*.bib", "markdown": "*.yml", "quotes": "*.txt", "stored": "*.txt"}.get(
        name, "SHA256SUMS"
    )
    found = sorted((ROOT / "templates" / "csl").glob("*.csl")) if name == "style" else sorted(cases.rglob(suffix))
    if name in ("html", "pdf"):
        found = sorted((ROOT / "output").rglob(f"*.{name}"))
    for number, path in enumerate(found):
        (folder / str(number)).write_bytes(path.read_bytes())


def main() -> int:
    """Run each target for some seconds, and tell how many inputs it was given and what it did not stand."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", default=list(TARGETS))
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-faults"))
    options = parser.parse_args()
    options.keep.mkdir(exist_ok=True)
    faults = 0
    for name in options.targets:
        with tempfile.TemporaryDirectory() as corpus:
            seeds(name, Path(corpus))
            command = [sys.executable, __file__, "--one", name, corpus, f"-max_total_time={options.seconds}"]
            command += [
                f"-artifact_prefix={options.keep / name}-",
                "-timeout=20",
                "-rss_limit_mb=2048",
                f"-max_len={LONGEST.get(name, 20_000)}",
                "-seed=1",
            ]
            ended = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        ran = re.findall(r"^#(\d+)\s", ended.stderr, re.MULTILINE)
        covered = re.findall(r"cov: (\d+)", ended.stderr)
        inputs, edges = int((ran or ["0"])[-1]), (covered or ["0"])[-1]
        print(f"{name}: {inputs:,} inputs, {edges} edges, exit {ended.returncode}", flush=True)
        if ended.returncode:
            faults += 1
            print(ended.stderr[-3000:])
    return bool(faults)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        atheris.Setup([sys.argv[0], *sys.argv[3:]], TARGETS[sys.argv[2]])
        atheris.Fuzz()
    else:
        sys.exit(main())
