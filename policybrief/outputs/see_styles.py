"""What the styles of a page do to its words: hide some, add some, or fetch something."""

from __future__ import annotations

import re

FETCHING = ("@import", "url(", "image-set(", "src(")

_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_PASSED_OVER = re.compile(r"/\*.*?\*/|\$[\w().-]+\$", re.DOTALL)
"""Comments, and what a template fills in."""
_RULE = re.compile(r"[^{}]*\{[^{}]*\}")
_HIDES = (
    r"display:none|visibility:(?:hidden|collapse)|opacity:0(?![.\d])|font-size:0(?:\.[01]\d*)?(?![.\d])|clip(?:-path)?:|position:absolute"
    r"|(?<![\w-])color:(?:transparent|white|#fff)|text-indent:-|(?<![\w-])left:-|transform:scale"
)
"""Declarations without spaces, in small letters."""
_OF_RULES = r"overflow(?:-[xy])?:(?:clip|hidden)|content:[^;}]*[\w\"']|counter-(?:reset|increment|set)"
"""What else a rule may do: cut words off, or put some of its own before or behind them."""
_HIDING, _VEILING = re.compile(_HIDES), re.compile(f"{_HIDES}|{_OF_RULES}")


def hides(style: str) -> bool:
    """Tell whether the style of an element hides its words."""
    return _HIDING.search(_plain(style)) is not None


def veils(style: str) -> frozenset[str]:
    """Return the rules of a style sheet that hide something, or put words of their own before or behind it."""
    rules = map(_plain, _RULE.findall(_PASSED_OVER.sub("", style)))
    return frozenset(rule for rule in rules if _VEILING.search(rule))


def fetched_by_style(style: str) -> list[str]:
    """Return what of a style sheet fetches something."""
    plain = _plain(style).replace("url(data:", "")
    return [word for word in FETCHING if word in plain]


def _plain(style: str) -> str:
    """Return a style in small letters and without spaces and escapes (CSS Syntax 3, 4.3.7)."""
    plain = _ESCAPE.sub(lambda found: chr(int(found[1], 16)) if int(found[1], 16) < 0x110000 else "", style)
    return "".join(plain.lower().split())
