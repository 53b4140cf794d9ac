"""Which engine renders a brief."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from policybrief.engines.embedded import EmbeddedEngine
from policybrief.engines.quarto import QuartoEngine
from policybrief.errors import EngineError

if TYPE_CHECKING:
    from policybrief.engines import Engine
    from policybrief.model import Brief


class Engines:
    """The engines of this computer; Quarto is looked for once, and only where somebody may want it."""

    def __init__(self, wanted: str) -> None:
        self._wanted = wanted

    def choose(self, brief: Brief) -> Engine:
        """Return the engine that a brief pins, else the one that is wanted; `auto` takes Quarto where it is new enough.

        Raises EngineError where Quarto is asked for, and is missing or too old.
        """
        name = brief.engine.value.strip() if brief.engine else self._wanted
        if name == "embedded":
            return EmbeddedEngine()
        if self._quarto and not self._quarto.problem:
            return self._quarto
        if name == "quarto":
            problem = self._quarto.problem if self._quarto else None
            raise EngineError(problem or "Quarto is not installed: there is no `quarto` on PATH")
        return EmbeddedEngine()

    @property
    def remarks(self) -> tuple[str, ...]:
        """What has to be told of engines that were passed over."""
        looked = "_quarto" in self.__dict__ and self._quarto
        return (f"{looked.problem}; it was passed over",) if looked and looked.problem else ()

    @cached_property
    def _quarto(self) -> QuartoEngine | None:
        return QuartoEngine.find()
