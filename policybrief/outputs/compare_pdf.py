"""Two PDFs beside each other: do they look the same, and carry the same?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from policybrief.pdf_file import open_pdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from policybrief.pdf_file import Picture

FAINT = bytes(range(48))
"""Differences of grey, of 255, that two ways of drawing the same may have."""
MOST = 3
"""Dots of a page that may differ by more."""
NAMED = 3
"""Pages that are named one by one."""
_END = b"%%EOF"


def shown_otherwise(ours: Path, theirs: Path) -> Iterator[str]:
    """Yield what a reader sees that differs: pages that are missing or added, and pages that look otherwise.

    Annotations and filled-in fields are drawn too. Raises OutputError for a file that can't be read.
    """
    with open_pdf(ours, ours.name) as one, open_pdf(theirs, theirs.name) as other:
        if one.page_count != other.page_count:
            yield f"pages: it has {other.page_count} where this project has {one.page_count}"
            return
        pages = zip(one.pictures(), other.pictures(), strict=True)
        unlike = [str(number) for number, pair in enumerate(pages, 1) if not _are_alike(*pair)]
    if unlike:
        more = " and others" if len(unlike) > NAMED else ""
        what = "page" if len(unlike) == 1 else "pages"
        yield f"looks: it differs to the eye on {what} {', '.join(unlike[:NAMED])}{more}"


def carried_otherwise(ours: Path, theirs: Path) -> Iterator[str]:
    """Yield what nobody sees that differs: attachments, metadata, names of places, what is behind the file's end."""
    with open_pdf(ours, ours.name) as one, open_pdf(theirs, theirs.name) as other:
        if sorted(one.attachments()) != sorted(other.attachments()):
            yield "the files that are attached to it differ"
        if one.metadata() != other.metadata():
            yield "metadata: not the same"
        if sorted(one.names()) != sorted(other.names()):
            yield "names of places: not the same"
    data = theirs.read_bytes().rstrip()
    if data.count(_END) != 1 or not data.endswith(_END):
        yield "something was added behind its end after it was made"


def _are_alike(one: Picture, other: Picture) -> bool:
    if one == other:
        return True
    if one.size != other.size:
        return False
    apart = (abs(first - second) for first, second in zip(one.dots, other.dots, strict=True))
    return len(bytes(apart).translate(None, FAINT)) <= MOST
