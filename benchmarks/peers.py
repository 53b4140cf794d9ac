"""Quotes in disguise and quotes gone wrong: what policybrief makes of them, and what linkml-reference-validator does.

    python benchmarks/peers.py --peer-env DIR [--runs N] [--seed N] [--shown]

The peer is installed into an environment in DIR, where none is there yet. Both whole processes get the same quotes and
the same text files, one for each reference of the sample project. `--shown` prints each quote that one of them got
wrong.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "benchmarks"))

from planting.sample import Sample  # noqa: E402
from planting.wording import CHANGES  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

PEER = "linkml-reference-validator"
PACKAGES = (f"{PEER}==0.4.0", "linkml==1.12.1")
"""The second is what `validate data` asks for."""
SCHEMA = """\
id: https://example.org/quotes
name: quotes
prefixes:
  linkml: https://w3id.org/linkml/
default_range: string
classes:
  Evidence:
    tree_root: true
    attributes:
      reference:
        implements: [linkml:authoritative_reference]
      supporting_text:
        implements: [linkml:excerpt]
"""
REFUSED = {"quote-not-in-source", "quote-in-other-source", "elision-changes-meaning"}
LEAST_WORDS = 5
"""Of a quote that begins in a figure: `8.` nobody would quote."""
_LIGATURES = {"ffi": "ﬃ", "ffl": "ﬄ", "fi": "ﬁ", "fl": "ﬂ", "ff": "ﬀ"}
_TURNING = re.compile(
    r"\b(?:not|isn't|if|unless|denied|otherwise|would|may|might|could|said|allegedly|accused of|according to)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Case:
    """A quote, where it is said to stand, and whether a reader would say that it does."""

    kind: str
    key: str
    quote: str
    stands: bool


def main() -> None:
    """Print what each made of every kind, and the seconds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peer-env", type=Path, required=True, help="where the peer's environment is, or is made")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shown", action="store_true", help="print each quote that one of them got wrong")
    options = parser.parse_args()
    peer = _peer(options.peer_env)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "sample").mkdir()
        sample = Sample(ROOT, folder / "sample")
        cases = list(make_cases(sample, random.Random(options.seed)))  # noqa: S311 - the same quotes every time
        make_project(folder / "ours", sample, cases)
        make_data(folder / "theirs", sample, cases)
        ours, theirs = run_ours(folder / "ours", cases), run_peer(peer, folder / "theirs", cases)
        seconds: dict[str, list[float]] = {"policybrief": [], PEER: []}
        for _ in range(options.runs):
            started = time.perf_counter()
            run_ours(folder / "ours", cases)
            between = time.perf_counter()
            run_peer(peer, folder / "theirs", cases)
            seconds["policybrief"].append(between - started)
            seconds[PEER].append(time.perf_counter() - between)
    print_table(cases, ours, theirs)
    standing = sum(case.stands for case in cases)
    for (one, taken), told in zip(seconds.items(), (ours, theirs), strict=True):
        pairs = list(zip(cases, told, strict=True))
        found = sum(case.stands and accepted for case, accepted in pairs)
        wrongly = sum(accepted and not case.stands for case, accepted in pairs)
        print(
            f"{one}: found {found}, missed {standing - found}, wrongly accepted {wrongly} of {len(cases) - standing}; "
            f"{statistics.median(taken):.2f} s ({min(taken):.2f} to {max(taken):.2f}), the whole process"
        )
    if options.shown:
        for case, our, their in zip(cases, ours, theirs, strict=True):
            if not our is their is case.stands:
                print(f"{case.kind} [{case.key}], ours {_said(our)}, theirs {_said(their)}: {case.quote!r}")


def _peer(folder: Path) -> Path:
    """Return the peer's command, installed into an environment of its own."""
    command = folder / "bin" / PEER
    if not command.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(folder / "bin" / "python"), "-m", "pip", "install", "-q", *PACKAGES], check=True)
    return command


# ----------------------------------------------------------------------------------------------------------- the quotes


def make_cases(sample: Sample, rng: random.Random) -> Iterator[Case]:
    """Yield the quotes of the sample as they are, in typographic disguise, and gone wrong."""
    quoted = [(one.source.value, " ".join(quote.value.split())) for _, one, quote in sample.quotes()]
    for key, quote in quoted:
        yield Case("as it stands", key, quote, stands=True)
        for kind, disguise in DISGUISES.items():
            if (disguised := disguise(quote, rng)) != quote:
                yield Case(kind, key, disguised, stands=True)
        if (marked := _left_out(quote, rng)) != quote:
            yield Case("words left out, marked", key, marked, stands=True)
        for kind in ("a digit", "a word of another meaning", "`not` added", "words left out without a mark"):
            yield from _wrong(sample, kind, key, CHANGES[kind](quote, rng))
        words = quote.split()
        half = len(words) // 2
        if half > 3:
            turned = f"{' '.join(words[half:])} ... {' '.join(words[:half])}"
            yield Case("parts in another order", key, turned, stands=False)
        others = [other for other in sample.sources if not sample.stands_in(quote, other)]
        yield Case("of another source", rng.choice(others), quote, stands=False)
    yield from _of_sentences(sample)


def _wrong(sample: Sample, kind: str, key: str, quote: str) -> Iterator[Case]:
    if quote and not sample.stands_in(quote, key):
        yield Case(kind, key, quote, stands=False)


def _of_sentences(sample: Sample) -> Iterator[Case]:
    """Yield what goes wrong with figures and negations, from every sentence of the sources that has one."""
    for key, sentence in sample.sentences():
        for figure in re.finditer(r"[$€£]?\d[\d,.]*\d|[$€£]\d", sentence):
            rest = " ".join(sentence[figure.start() + 1 :].split()[:9]).rstrip(",;")
            if len(rest.split()) >= LEAST_WORDS:
                yield Case("a figure cut: 12 for 112", key, rest, stands=False)
        for turn in re.finditer(r"\b(?:will|is|could|must|have|could be|can) (not) ", sentence):
            yield from _wrong(sample, "`not` dropped", key, sentence[: turn.start(1)] + sentence[turn.end(1) + 1 :])
            left_out = f"{sentence[: turn.start(1)]}... {sentence[turn.end(1) + 1 :]}"
            yield Case("`not` left out by a mark", key, left_out, stands=False)


def _marks(quote: str, _: random.Random) -> str:
    """Write curly marks straight, and straight ones curly."""
    if re.search("[“”‘’]", quote):
        return quote.translate(str.maketrans("“”‘’", "\"\"''"))
    return re.sub(r'"([^"]*)"', r"“\1”", quote.replace("'", "’"))


def _ligatures(quote: str, _: random.Random) -> str:
    for letters, ligature in _LIGATURES.items():
        quote = quote.replace(letters, ligature)
    return quote


def _dashes(quote: str, rng: random.Random) -> str:
    return re.sub("[-–]", lambda _: rng.choice("‐‑–—−"), quote)


def _spaces(quote: str, rng: random.Random) -> str:
    return re.sub(" ", lambda _: rng.choice(" \u00a0\u2009\u202f"), quote)


def _line_breaks(quote: str, rng: random.Random) -> str:
    return re.sub(" ", lambda _: rng.choice("   \n"), quote)


def _broken_words(quote: str, _: random.Random) -> str:
    return re.sub(r"\b([a-z]{4})([a-z]{4,})\b", r"\1-\n\2", quote, count=2)


def _soft_hyphens(quote: str, _: random.Random) -> str:
    return re.sub(r"\b([a-z]{4})([a-z]{4,})\b", "\\1\u00ad\\2", quote)


DISGUISES: dict[str, Callable[[str, random.Random], str]] = {
    "quotation marks": _marks,
    "ligatures": _ligatures,
    "dashes": _dashes,
    "no-break and thin spaces": _spaces,
    "line breaks": _line_breaks,
    "words broken over a line": _broken_words,
    "soft hyphens": _soft_hyphens,
}


def _left_out(quote: str, rng: random.Random) -> str:
    """Leave out words that turn nothing, and say so."""
    words = quote.split()
    if len(words) < 14:
        return quote
    start = rng.randrange(5, len(words) - 8)
    cut = " ".join(words[start : start + 3])
    return quote if _TURNING.search(cut) else " ".join([*words[:start], "...", *words[start + 3 :]])


# -------------------------------------------------------------------------------------------------------- the processes


def make_project(folder: Path, sample: Sample, cases: Sequence[Case]) -> None:
    """Write a project of ours: a finding for each quote, on line 5 n + 1 of findings.yml."""
    (folder / "seeds").mkdir(parents=True)
    brief = folder / "briefs" / "quotes"
    brief.mkdir(parents=True)
    sums, entries = [], []
    for key, text in sample.sources.items():
        (folder / "seeds" / f"{key}.txt").write_bytes(text.encode())
        sums.append(f"{hashlib.sha256(text.encode()).hexdigest()}  {key}.txt\n")
        entries.append(
            f"@misc{{{key},\n  author = {{{{{key}}}}},\n  title = {{{key}}},\n  file = {{seeds/{key}.txt}},\n}}\n"
        )
    findings = [
        f"- id: f{number}\n  claim: The source says so.\n  evidence:\n    - source: {case.key}\n"
        f"      quote: {json.dumps(case.quote)}\n"
        for number, case in enumerate(cases)
    ]
    (folder / "seeds" / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    (folder / "references.bib").write_text("\n".join(entries), encoding="utf-8")
    (brief / "findings.yml").write_text("".join(findings), encoding="utf-8")
    (brief / "brief.yml").write_text("title: Quotes\ndate: 2021-01-25\nsummary: So it is [@f0].\n", encoding="utf-8")


def make_data(folder: Path, sample: Sample, cases: Sequence[Case]) -> None:
    """Write the peer's input: a data file for each quote, for it names the files that fail."""
    folder.mkdir()
    (folder / "schema.yaml").write_text(SCHEMA, encoding="utf-8")
    for key, text in sample.sources.items():
        (folder / f"{key}.txt").write_bytes(text.encode())
    for number, case in enumerate(cases):
        data = {"reference": f"file:{case.key}.txt", "supporting_text": case.quote}
        (folder / f"q{number}.json").write_text(json.dumps(data), encoding="utf-8")


def run_ours(folder: Path, cases: Sequence[Case]) -> list[bool]:
    """Return which quotes policybrief accepts."""
    command = [sys.executable, "-m", "policybrief", "check", "--project", str(folder), "--format", "json"]
    ran = subprocess.run(command, check=False, cwd=ROOT, stdout=subprocess.PIPE)
    lines = {
        one["line"]
        for one in json.loads(ran.stdout)["diagnostics"]
        if one["severity"] == "error" and one["code"] in REFUSED
    }
    return [5 * number + 5 not in lines for number in range(len(cases))]


def run_peer(command: Path, folder: Path, cases: Sequence[Case]) -> list[bool]:
    """Return which quotes the peer accepts."""
    files = [f"q{number}.json" for number in range(len(cases))]
    arguments = [str(command), "validate", "data", *files, "--schema", "schema.yaml", "--target-class", "Evidence"]
    ran = subprocess.run(arguments, check=False, cwd=folder, stdout=subprocess.PIPE, text=True)
    checked = re.search(r"Snippets checked: ([\d,]+)", ran.stdout)
    assert checked, ran.stdout
    assert int(checked[1].replace(",", "")) == len(cases), ran.stdout[-600:]
    failing = set(re.findall(r"^    (q\d+\.json)$", ran.stdout, re.MULTILINE))
    return [name not in failing for name in files]


def print_table(cases: Sequence[Case], ours: Sequence[bool], theirs: Sequence[bool]) -> None:
    """Print for each kind how many quotes each got right."""
    kinds = list(dict.fromkeys((not case.stands, case.kind) for case in cases))
    print(f"{'':34}{'quotes':>8}{'policybrief':>13}{PEER:>28}")
    for is_wrong in (False, True):
        print("wrong, and refused" if is_wrong else "stands, and found")
        total = [0, 0, 0]
        for wrong, kind in kinds:
            if wrong is is_wrong:
                mine = [place for place, case in enumerate(cases) if (not case.stands, case.kind) == (wrong, kind)]
                counts = [len(mine), *(sum(told[one] is not wrong for one in mine) for told in (ours, theirs))]
                total = [one + other for one, other in zip(total, counts, strict=True)]
                _print_row(f"  {kind}", counts)
        _print_row("  together", total)


def _print_row(name: str, counts: Sequence[int]) -> None:
    print(f"{name:34}{counts[0]:>8}{counts[1]:>13}{counts[2]:>28}")


def _said(is_accepted: bool) -> str:
    return "found" if is_accepted else "refused"


if __name__ == "__main__":
    main()
