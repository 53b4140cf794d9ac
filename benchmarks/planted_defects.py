"""Plant one defect at a time in the sample project, of each kind that a code describes, and count which are told.

    python benchmarks/planted_defects.py [--seed N] [--each N|all] [--code CODE] [--misses]

Caught is a defect that is told under its own code at the place where it was planted. `follows` counts errors under
other codes that are a direct consequence there, `spread` those at other places that the plant declares to be one (who
cites a source that is gone), `beside` errors at the touched place that are none, `untouched` errors at other places
that are none. Fails where less than 98 % are caught, or anything untouched is called an error.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "benchmarks"))

from planting import plan  # noqa: E402
from planting.defect import Verdict, check, try_out  # noqa: E402
from planting.sample import Sample  # noqa: E402

from policybrief.codes import CODES  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LEAST = 0.98
HEAD = ("code", "planted", "caught", "missed", "follows", "spread", "beside", "untouched")


def main() -> int:
    """Print the table, and return 1 where the checks fall short."""
    options = _options()
    with tempfile.TemporaryDirectory() as name:
        sample = Sample(ROOT, Path(name))
        known = frozenset(check(sample.folder))
        chosen = plan(sample, random.Random(options.seed), options.each)  # noqa: S311 - the same defects every time
        if options.code:
            chosen = {options.code: chosen.get(options.code, [])}
        started = time.perf_counter()
        verdicts = {code: [try_out(sample, one, known) for one in defects] for code, defects in chosen.items()}
        seconds = time.perf_counter() - started
    everything = [one for found in verdicts.values() for one in found]
    _print_table(verdicts, everything)
    print(f"{seconds:.0f} s, {1000 * seconds / max(1, len(everything)):.0f} ms for each; seed {options.seed}")
    if not options.code and (without := sorted(CODES.keys() - verdicts.keys())):
        print(f"nothing planted for: {', '.join(without)}")
    if options.misses:
        _print_misses(everything)
    share = sum(one.is_caught for one in everything) / max(1, len(everything))
    return int(share < LEAST or any(one.untouched for one in everything))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=_number_or_all, default=40, help="defects of each code at most, or `all`")
    parser.add_argument("--code", choices=sorted(CODES), help="of this code alone")
    parser.add_argument("--misses", action="store_true", help="print what was missed, and what was told beside")
    return parser.parse_args()


def _number_or_all(typed: str) -> int | None:
    return None if typed == "all" else int(typed)


def _print_table(verdicts: dict[str, list[Verdict]], everything: Sequence[Verdict]) -> None:
    rows = {code: _counted(verdicts[code]) for code in CODES if code in verdicts} | {"all": _counted(everything)}
    width = max(map(len, rows))
    print("  ".join([f"{HEAD[0]:{width}}", *(f"{head:>9}" for head in HEAD[1:])]))
    for code, counts in rows.items():
        print("  ".join([f"{code:{width}}", *(f"{count:>9}" for count in counts)]))
    share = sum(one.is_caught for one in everything) / max(1, len(everything))
    print(f"caught: {share:.1%}")


def _counted(found: Sequence[Verdict]) -> tuple[int, ...]:
    caught = sum(one.is_caught for one in found)
    return (
        len(found),
        caught,
        len(found) - caught,
        sum(one.followed for one in found),
        sum(one.spread for one in found),
        sum(len(one.beside) for one in found),
        sum(len(one.untouched) for one in found),
    )


def _print_misses(everything: Iterable[Verdict]) -> None:
    for one in everything:
        if not one.is_caught:
            told = [f"{found.code} at {found.position}" for found in one.reported] or ["nothing"]
            print(f"\nmissed {one.defect.code}: {one.defect}\n  told: {'; '.join(told)}")
        for kind, found in (("beside", one.beside), ("untouched", one.untouched)):
            for error in found:
                print(f"\n{kind} {one.defect.code}: {one.defect}\n  {error.code} at {error.position}: {error.message}")


if __name__ == "__main__":
    sys.exit(main())
