"""What a user asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


class Request(Struct, frozen=True, kw_only=True):
    """A project, the briefs of it that are meant, and what to make of them."""

    project: Path
    output: Path
    briefs: Sequence[str] = ()
    """Slugs or folders; none for every brief."""
    formats: Sequence[str] = ("pdf", "html")
    engine: str = "auto"
    """`auto`, `quarto` or `embedded`; a brief's own `engine` comes first."""
    is_draft: bool = False
    """Render what there is, errors listed in it."""
    force: bool = False
    """Build what has not changed, too."""
    jobs: int = 1
    """How many briefs are built side by side."""
    on_step: Callable[[str], None] = field(default=lambda _: None)
    """Told what is being done, for showing progress."""
