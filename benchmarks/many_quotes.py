"""Check many findings, quotes and sources: seconds, memory, and how both grow with twice the work.

    python benchmarks/many_quotes.py [--findings N] [--sources N] [--runs N] [--keep DIR]

Sources of 10 kB are made from a fixed seed; each finding claims what two quotes of two sources say, with a date, a
figure and names. Then the same with twice as many findings and sources, and with quotes that stand nowhere.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOWNS = ["Talas", "Arys", "Kentau", "Saran", "Abai", "Lenger", "Shu", "Zhem", "Ridder", "Aksu", "Emba", "Aral"]
BODIES = ["district court", "prosecutor’s office", "tax department", "regional council", "labour inspectorate"]
GROUPS = ["Steppe Society", "Women’s League", "Journalists’ Union", "Village Council", "Legal Centre", "Youth House"]
ACTS = ["fined", "questioned", "suspended", "registered", "searched the offices of", "wrote to", "warned"]
MONTHS = ["January", "February", "March", "April", "June", "July", "August", "September", "October", "November"]
SOURCE_SIZE = 10_000
MISSING = 100


def make_source(rng: random.Random, number: int) -> tuple[str, list[tuple[str, str]]]:
    """Return the text of a source, and its sentences, each with what a brief may claim of it."""
    lines, sentences, length = [f"Report {number} of the observers\n"], [], 0
    while length < SOURCE_SIZE:
        paragraph = []
        for _ in range(rng.randint(2, 5)):
            day, month, year = rng.randint(1, 28), rng.choice(MONTHS), rng.randint(2010, 2020)
            act, body, town = rng.choice(ACTS), rng.choice(BODIES), rng.choice(TOWNS)
            group, people, file = rng.choice(GROUPS), rng.randint(21, 999), rng.randint(1_000, 99_999)
            sentence = (
                f"On {day} {month} {year} the {body} of {town} {act} the {town} {group}, and {people} of its members "
                f"signed a letter to the council that was filed under {file}."
            )
            paragraph.append(sentence)
            claim = f"In {month} {year}, the {body} of {town} {act} the {group}; {people} members signed a letter."
            sentences.append((sentence, claim))
        lines.append(" ".join(paragraph) + "\n")
        length += len(lines[-1]) + 1
    return "\n".join(lines), sentences


def make_project(folder: Path, findings: int, sources: int, *, missing: int = 0) -> None:
    """Write a project of so many findings with two quotes each, `missing` of which stand nowhere."""
    rng = random.Random(20210125)  # noqa: S311 - the same project every time
    (folder / "seeds").mkdir(parents=True)
    brief = folder / "briefs" / "many"
    brief.mkdir(parents=True)
    made, sums, entries = [], [], []
    for number in range(sources):
        text, sentences = make_source(rng, number)
        made.append(sentences)
        (folder / "seeds" / f"s{number}.txt").write_bytes(text.encode())
        sums.append(f"{hashlib.sha256(text.encode()).hexdigest()}  s{number}.txt\n")
        entries.append(
            f"@report{{r{number},\n  author = {{{{Observers of {number}}}}},\n  title = {{Report {number}}},\n"
            f"  date = {{2021}},\n  keywords = {{primary}},\n  file = {{seeds/s{number}.txt}},\n}}\n"
        )
    written = []
    for number in range(findings):
        one, other = number % sources, (number + 1 + number // sources) % sources
        quote, claim = made[one][number // sources % len(made[one])]
        second, _ = made[other][(number // sources + 7) % len(made[other])]
        if number < missing:
            second = second.replace(" signed a letter ", " refused the letter ")
        written.append(
            f"- id: f{number}\n  claim: |\n    {claim}\n  evidence:\n    - source: r{one}\n      quote: |\n"
            f"        {quote}\n    - source: r{other}\n      stance: context\n      quote: |\n        {second}\n"
        )
    sections = "".join(
        f"  - title: Part {part}\n    text: |\n      What was seen there [@f{part * 50}].\n    findings: "
        f"[{', '.join(f'f{number}' for number in range(part * 50, min(findings, part * 50 + 50)))}]\n"
        for part in range((findings + 49) // 50)
    )
    (folder / "seeds" / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    (folder / "references.bib").write_text("\n".join(entries), encoding="utf-8")
    (brief / "findings.yml").write_text("\n".join(written), encoding="utf-8")
    (brief / "brief.yml").write_text(
        f"title: Many findings\ndate: 2021-01-25\nsummary: |\n  Much was seen [@f0].\nsections:\n{sections}",
        encoding="utf-8",
    )


def timed(project: Path) -> float:
    """Return the wall seconds of one `check`, a whole process."""
    command = [sys.executable, str(ROOT / "build.py"), "check", "--project", str(project), "--format", "json"]
    started = time.perf_counter()
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


def main() -> None:
    """Print seconds and memory."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--findings", type=int, default=10_000)
    parser.add_argument("--sources", type=int, default=1_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="make the projects here, and leave them")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = options.keep or Path(name)
        kinds = {"once": (1, 0), "twice": (2, 0), "missing": (1, MISSING)}
        for kind, (factor, lost) in kinds.items():
            if not (folder / kind).exists():
                make_project(folder / kind, options.findings * factor, options.sources * factor, missing=lost)
        times = {kind: [timed(folder / kind)] for kind in kinds}
        for _ in range(options.runs):
            for kind, seconds in times.items():
                seconds.append(timed(folder / kind))
        once, twice, missing = (statistics.median(seconds[1:]) for seconds in times.values())
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(
            f"{options.findings:,} findings, {2 * options.findings:,} quotes, {options.sources:,} sources: {once:.2f} s"
        )
        print(f"twice the work: {twice:.2f} s, {twice / once:.2f} times as long")
        print(f"a quote that stands nowhere: {(missing - once) * 1000 / MISSING:.1f} ms more")
        print(f"peak memory of the largest process, of twice the work: {peak:.0f} MiB")


if __name__ == "__main__":
    main()
