"""Runs of `*` and `_` -> emphasis, as CommonMark pairs them."""

from __future__ import annotations

from itertools import islice

from msgspec import Struct

from policybrief.markup import Emphasis, Inline, Words

MAX_NESTING = 8
"""Emphasis and brackets nested more deeply than this print as typed."""


class Run(Struct):
    """A run of `*` or `_` that may open or close emphasis."""

    char: str
    length: int
    at: int
    opens: bool
    closes: bool
    count: int
    """How many of its characters have no partner yet."""


def pair_runs(nodes: list[Inline | Run]) -> tuple[Inline, ...]:
    """Pair the runs of `*` and `_`; what finds no partner is text."""
    done: list[Inline | Run] = []
    openers: dict[str, list[int]] = {"*": [], "_": []}
    for node in nodes:
        if not isinstance(node, Run):
            done.append(node)
            continue
        mine = openers[node.char]
        while node.closes and node.count:
            near = islice(reversed(mine), MAX_NESTING)
            place = next((place for place in near if _may_pair(done[place], node)), None)
            if place is None:
                break
            is_used_up = not _wrap(done, place, node)
            for waiting in openers.values():
                while waiting and waiting[-1] >= place + (not is_used_up):
                    waiting.pop()
        if node.count:
            if node.opens:
                mine.append(len(done))
            done.append(node)
    return tuple(_as_words(node) if isinstance(node, Run) else node for node in done)


def _may_pair(opener: Inline | Run, closer: Run) -> bool:
    """Apply the rule of three, by which `**a*b**` is one strong text (CommonMark 0.31, 6.2, rules 9 and 10)."""
    if not isinstance(opener, Run):
        return False
    both = opener.closes or closer.opens
    return not both or (opener.length + closer.length) % 3 != 0 or opener.length % 3 == closer.length % 3 == 0


def _wrap(done: list[Inline | Run], place: int, closer: Run) -> bool:
    """Make emphasis of what stands between an opening run and a closing one; tell whether some of it is left."""
    opener = done[place]
    if not isinstance(opener, Run):
        return False
    used = 2 if opener.count >= 2 and closer.count >= 2 else 1
    inner = tuple(_as_words(node) if isinstance(node, Run) else node for node in done[place + 1 :])
    opener.count -= used
    closer.count -= used
    closer.at += used
    made: list[Inline | Run] = [Emphasis(used == 2, inner)]
    if _depth(inner) >= MAX_NESTING:
        made = [Words(opener.char * used, opener.at), *inner, Words(closer.char * used, closer.at - used)]
    done[place:] = [opener, *made] if opener.count else made
    return bool(opener.count)


def _as_words(run: Run) -> Words:
    return Words(run.char * run.count, run.at)


def _depth(inlines: tuple[Inline, ...]) -> int:
    return max(
        (1 + _depth(node.children) if isinstance(node, Emphasis) else 0 for node in inlines),
        default=0,
    )
