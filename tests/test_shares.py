"""Work in shares: the same results in the same order, whatever becomes of the processes that help."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, Any

import pytest
from tiny import check, evidence, finding, write

from policybrief.checks.shares import WORTH_WHILE, in_shares

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from policybrief.diagnostics import Diagnostic

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is one share"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]


@pytest.fixture(autouse=True)
def _processors(monkeypatch: pytest.MonkeyPatch) -> None:
    _have(monkeypatch, 3)


def _have(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(number)))


def _here(items: Sequence[int]) -> tuple[int, list[int]]:
    """Return the process that did a share, and the share."""
    return os.getpid(), list(items)


@pytest.mark.parametrize(
    ("number", "shares"),
    [(0, 1), (1, 1), (2 * WORTH_WHILE - 1, 1), (2 * WORTH_WHILE, 2), (3 * WORTH_WHILE, 3), (9 * WORTH_WHILE, 3)],
)
def test_as_many_shares_as_are_worth_while(number: int, shares: int) -> None:
    done = in_shares(_here, range(number))
    assert len({process for process, _ in done}) == len(done) == shares
    assert [item for _, items in done for item in items] == list(range(number))
    assert done[0][0] == os.getpid()


def test_one_processor_does_it_all(monkeypatch: pytest.MonkeyPatch) -> None:
    _have(monkeypatch, 1)
    assert in_shares(_here, range(9 * WORTH_WHILE)) == [(os.getpid(), list(range(9 * WORTH_WHILE)))]


def test_elsewhere_there_is_one_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert len(in_shares(_here, range(9 * WORTH_WHILE))) == 1


@pytest.mark.parametrize("end", ["killed", "failed", "left", "unsendable"])
def test_a_process_that_dies_loses_nothing(end: str) -> None:
    own = os.getpid()

    def work(items: Sequence[int]) -> Any:
        if os.getpid() != own:
            if end == "killed":
                os.kill(os.getpid(), signal.SIGKILL)
            if end == "failed":
                raise RuntimeError
            if end == "left":
                sys.exit(3)
            return lambda: items
        return list(items)

    done = in_shares(work, range(3 * WORTH_WHILE))
    assert [item for items in done for item in items] == list(range(3 * WORTH_WHILE))


class _Left(BaseException):
    """A process that has ended."""


@pytest.mark.parametrize(("is_able", "status"), [(True, 0), (False, 1)])
def test_a_helping_process_ends_where_its_share_ends(
    monkeypatch: pytest.MonkeyPatch, *, is_able: bool, status: int
) -> None:
    def leave(number: int) -> None:
        raise _Left(number)

    monkeypatch.setattr(os, "fork", lambda: 0)
    monkeypatch.setattr(os, "_exit", leave)
    with pytest.raises(_Left) as left:
        in_shares(list if is_able else lambda _: 1 // 0, range(2 * WORTH_WHILE))
    assert left.value.args == (status,)


def test_what_fails_everywhere_fails_here() -> None:
    def work(items: Sequence[int]) -> list[int]:
        if 2 * WORTH_WHILE in items:
            raise ValueError("no")
        return list(items)

    with pytest.raises(ValueError, match="no"):
        in_shares(work, range(3 * WORTH_WHILE))


def test_more_than_a_pipe_holds_is_handed_back() -> None:
    done = in_shares(lambda items: ["word" * 50_000 for _ in items[:5]], range(3 * WORTH_WHILE))
    assert [len("".join(words)) for words in done] == [1_000_000] * 3


def _many(folder: Path) -> Path:
    """Write a project of more findings than one process takes, every fifth of which has a fault."""
    sources = {f"report{number}": f"They held {number + 30} people of the village." for number in range(9)}
    findings = []
    for number in range(850):
        place = number % 9
        held = place + 30 + (number % 5 == 0)
        piece = evidence(f"report{place}", quote=f"They held {place + 30} people of the village.")
        findings.append(finding(f"They held {held} people.", piece, id=f"finding-{number}"))
    return write(folder / "tiny", findings, sources)


def _checked(folder: Path, monkeypatch: pytest.MonkeyPatch, processors: int) -> tuple[Diagnostic, ...]:
    _have(monkeypatch, processors)
    return check(folder)


def test_a_brief_of_many_findings_is_told_the_same_in_shares(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = _many(tmp_path)
    alone = _checked(folder, monkeypatch, 1)
    faults = [one for one in alone if one.code == "figure-not-in-source"]
    assert len(faults) == 170
    assert _checked(folder, monkeypatch, 3) == alone


def test_a_brief_of_many_findings_is_told_the_same_without_help(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _many(tmp_path)
    alone = _checked(folder, monkeypatch, 1)
    own = os.getpid()
    fork = os.fork

    def fork_and_die() -> int:
        process = fork()
        if process == 0 and os.getpid() != own:
            os.kill(os.getpid(), signal.SIGKILL)
        return process

    monkeypatch.setattr(os, "fork", fork_and_die)
    assert _checked(folder, monkeypatch, 3) == alone
