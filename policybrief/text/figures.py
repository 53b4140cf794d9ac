"""Figures and dates that a text states."""

from __future__ import annotations

import re

_FIGURE = re.compile(r"(?<![A-Za-z\d])[\d]")


def states_figure(text: str) -> bool:
    """Tell whether a text states a figure or a date."""
    return bool(_FIGURE.search(text))
