"""What each diagnostic code means, why it matters, and how to mend it: a page for each, in this folder."""

from __future__ import annotations

from difflib import get_close_matches
from importlib import resources

from policybrief.codes import CODES
from policybrief.errors import UsageError


def explain(code: str) -> str:
    """Return the page of a code. Raises UsageError for a word that is none."""
    if code not in CODES:
        nearest = get_close_matches(code, CODES, 1)
        advice = f"did you mean `{nearest[0]}`?" if nearest else "`python build.py explain` lists them all."
        raise UsageError(f"`{code}` is not a diagnostic code; {advice}")
    one = CODES[code]
    fixed = "; it can be neither lowered nor accepted" if one.fixed else ""
    return f"{code} ({one.severity} by default{fixed})\n\n{page(code)}"


def page(code: str) -> str:
    """Return the text of a code's page."""
    return (resources.files(__package__) / f"{code}.md").read_text("utf-8").strip()


def all_pages() -> str:
    """Return the pages of all codes as one Markdown document, docs/diagnostics.md."""
    parts = [
        "# Diagnostics",
        "What each code means, why it matters, and how to mend it: `python build.py explain CODE`.",
    ]
    for code, one in CODES.items():
        weight = f"{one.severity.capitalize()} by default." + (
            " Fixed: it can be neither lowered nor accepted." if one.fixed else ""
        )
        parts.append(f"## `{code}`\n\n*{weight}*\n\n{page(code)}")
    return "\n\n".join(parts) + "\n"


def list_codes() -> str:
    """Return every code with its meaning in a few words."""
    width = max(map(len, CODES))
    return "\n".join(f"{code:<{width}}  {one.severity:<7}  {one.summary}" for code, one in CODES.items())
