"""Work on many items shared out to the processors of this machine, where it can be."""

from __future__ import annotations

import itertools
import os
import pickle
import sys
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Item = TypeVar("Item")
Result = TypeVar("Result")

WORTH_WHILE = 400
"""Items below which a second process costs more than it brings."""


def in_shares(work: Callable[[Sequence[Item]], Result], items: Sequence[Item]) -> list[Result]:
    """Return what `work` makes of each share of the items, in their order.

    On Linux each share but the first is done by a forked process, which sees all that this one has read; elsewhere
    there is one share. A process that fails is no loss: its share is done here, and fails here if it has to.
    """
    processors = len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
    number = max(1, min(processors, len(items) // WORTH_WHILE))
    bounds = [len(items) * place // number for place in range(number + 1)]
    shares = [items[start:end] for start, end in itertools.pairwise(bounds)]
    helpers = [_Helper(work, share) for share in shares[1:]]
    return [work(shares[0]), *(helper.result() for helper in helpers)]


class _Helper(Generic[Result]):
    """A forked process that does one share and hands the result back through a pipe."""

    def __init__(self, work: Callable[[Sequence[Any]], Result], share: Sequence[Any]) -> None:
        self._work, self._share = work, share
        self._pipe, writing = os.pipe()
        self._process = os.fork()
        if self._process == 0:
            try:
                with os.fdopen(writing, "wb") as pipe:
                    pickle.dump(work(share), pipe, pickle.HIGHEST_PROTOCOL)
            except BaseException:
                os._exit(1)
            os._exit(0)
        os.close(writing)

    def result(self) -> Result:
        with os.fdopen(self._pipe, "rb") as pipe:
            answer = pipe.read()
        _, status = os.waitpid(self._process, 0)
        if status:
            return self._work(self._share)
        return cast("Result", pickle.loads(answer))  # noqa: S301 - what our own process has written
