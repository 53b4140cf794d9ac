"""A paragraph's Markdown -> inlines: emphasis, links, citations, footnotes and voices; all else is text."""

from __future__ import annotations

import re
from bisect import bisect_right
from difflib import get_close_matches
from typing import TYPE_CHECKING

from msgspec import Struct, field

from policybrief.markup import (
    VOICES,
    Citation,
    Cited,
    Footnote,
    Inline,
    LineBreak,
    Link,
    Paragraph,
    Voiced,
    Words,
)
from policybrief.reading.emphasis import MAX_NESTING, Run, pair_runs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from policybrief.markup import Block

_PUNCTUATION = r"!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~"
_SPECIAL = re.compile(r"[\\*_\[\]^<\n]")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^\s<>]+)>", re.IGNORECASE)
_TARGET = re.compile(r"\(\s*(?:<([^<>\n]*)>|((?:[^\s()\\]|\\.|\([^\s()]*\))*))\s*\)")
_ALLOWED_URL = re.compile(r"(?:https?://[^\s/]|mailto:[^\s@]+@)\S*$", re.IGNORECASE)
_CLASS = re.compile(r"\{\.([A-Za-z][\w-]*)\}")
_FOOTNOTE_MARK = re.compile(r"\[\^([^\]\s]{1,200})\]")
_KEY = r"(?:\{[^{}\s]+\}|\w(?:[:.#$%&\-+?<>~/]*\w)*)"
_CITED = re.compile(rf"(?P<prefix>[^@]*?)(?P<minus>(?<!\w)-)?(?<![\w\\])@(?P<key>{_KEY})(?P<suffix>.*)", re.DOTALL)
_UNDOTTED = re.compile(rf"\{{\s*({'|'.join(VOICES)})\s*\}}")
_CLASS_APART = re.compile(rf"\s+(\{{\.(?:{'|'.join(VOICES)})\}})")
_SPACED_KEY = re.compile(rf"@\s+{_KEY}\s*\]")
_LOOKS_CITED = re.compile(rf"(?<![\w\\])@{_KEY}")


class Complaint(Struct, frozen=True):
    """Something in a text that its author surely did not mean."""

    at: int
    message: str
    help: str


class Line(Struct, frozen=True):
    """A stretch of a scalar that is contiguous there, and the offset at which it begins."""

    text: str
    at: int


class _Opener(Struct):
    """A bracket that waits for its end."""

    node: int
    """Where the bracket's own text stands among the nodes."""
    content: int
    """Index in the text just past the bracket."""
    is_note: bool


class InlineReader(Struct):
    """Read one paragraph."""

    lines: Sequence[Line]
    footnotes: dict[str, tuple[Block, ...]]
    used_footnotes: set[str]
    complain: Callable[[Complaint], None]
    in_note: bool = False
    _text: str = ""
    _starts: list[int] = field(default_factory=list)
    _nodes: list[Inline | Run] = field(default_factory=list)
    _openers: list[_Opener] = field(default_factory=list)

    def read(self) -> tuple[Inline, ...]:
        """Return the inlines of the lines given."""
        self._text = "\n".join(line.text for line in self.lines)
        length = 0
        for line in self.lines:
            self._starts.append(length)
            length += len(line.text) + 1
        position = 0
        while position < len(self._text):
            special = _SPECIAL.search(self._text, position)
            end = special.start() if special else len(self._text)
            if end > position:
                self._add_words(self._text[position:end], position)
            position = self._read_special(end) if special else end
        for opener in self._openers:
            if not opener.is_note and _LOOKS_CITED.match(self._text, opener.content):
                self._complain(
                    opener.content - 1,
                    "a citation is opened with `[@` and never closed",
                    "put `]` after its last word",
                )
        return pair_runs(self._nodes)

    def _at(self, position: int) -> int:
        """Return the offset in the scalar of an index of the text."""
        line = max(bisect_right(self._starts, position) - 1, 0)
        return self.lines[line].at + position - self._starts[line]

    def _complain(self, position: int, message: str, advice: str) -> None:
        self.complain(Complaint(self._at(position), message, advice))

    def _add_words(self, text: str, position: int) -> None:
        self._nodes.append(Words(text, self._at(position)))

    def _read_special(self, position: int) -> int:
        """Read what begins at a special character; return the index past it."""
        match self._text[position]:
            case "\\":
                return self._read_escape(position)
            case "\n":
                self._add_words(" ", position)
                return position + 1
            case "*" | "_":
                return self._read_run(position)
            case "[":
                return self._open(position)
            case "]":
                return self._close(position)
            case "^" if self._text.startswith("[", position + 1):
                return self._open(position)
            case "<" if link := _AUTOLINK.match(self._text, position):
                words = (Words(link[1].removeprefix("mailto:"), self._at(position + 1)),)
                self._nodes.append(Link(link[1], words, self._at(position)))
                return link.end()
            case _:
                self._add_words(self._text[position], position)
                return position + 1

    def _read_escape(self, position: int) -> int:
        following = self._text[position + 1 : position + 2]
        if following == "\n":
            self._nodes.append(LineBreak(self._at(position)))
        elif following and following in _PUNCTUATION.replace("\\-", "-"):
            self._add_words(following, position + 1)
        else:
            self._add_words("\\", position)
            return position + 1
        return position + 2

    def _read_run(self, position: int) -> int:
        """Read a run of `*` or `_` and tell by its neighbours what it may do (CommonMark 0.31, 6.2)."""
        text, char = self._text, self._text[position]
        end = position
        while end < len(text) and text[end] == char:
            end += 1
        before, after = text[position - 1 : position] or " ", text[end : end + 1] or " "
        left = not after.isspace() and (_is_word(after) or not _is_word(before))
        right = not before.isspace() and (_is_word(before) or not _is_word(after))
        if char == "_":
            left, right = left and not (right and _is_word(before)), right and not (left and _is_word(after))
        self._nodes.append(Run(char, end - position, self._at(position), left, right, end - position))
        return end

    def _open(self, position: int) -> int:
        """Read `[`, `^[` or a footnote's mark."""
        is_note = self._text[position] == "^"
        if not is_note and (mark := _FOOTNOTE_MARK.match(self._text, position)):
            return self._read_footnote_mark(mark)
        end = position + 1 + is_note
        is_image = position > 0 and self._text[position - 1] == "!"  # not among what authors may use
        if is_image or len(self._openers) >= MAX_NESTING:
            self._add_words(self._text[position:end], position)
            return end
        self._openers.append(_Opener(len(self._nodes), end, is_note))
        self._add_words(self._text[position:end], position)
        return end

    def _read_footnote_mark(self, mark: re.Match[str]) -> int:
        name = mark[1]
        if self.in_note or any(opener.is_note for opener in self._openers):
            self._complain(mark.start(), "a footnote stands in a footnote", "put it into the text")
            self._add_words(mark[0], mark.start())
        elif name in self.footnotes:
            self.used_footnotes.add(name)
            self._nodes.append(Footnote(self.footnotes[name], self._at(mark.start())))
        else:
            self._complain(
                mark.start(),
                f"the footnote `{name}` is nowhere",
                f"add a paragraph that begins `[^{name}]: `",
            )
            self._add_words(mark[0], mark.start())
        return mark.end()

    def _close(self, position: int) -> int:
        """Read `]`: what the brackets mean is told by what follows them and what stands in them."""
        if not self._openers:
            self._add_words("]", position)
            return position + 1
        opener = self._openers.pop()
        inner = self._nodes[opener.node + 1 :]
        at = self._at(opener.content - 1 - opener.is_note)
        made: Inline | None
        if opener.is_note:
            made, end = self._note(opener, inner, position, at), position + 1
        else:
            made, end = self._bracketed(opener, inner, position, at)
        if made is None:
            self._add_words("]", position)
        else:
            self._nodes[opener.node :] = [made]
        return end

    def _note(self, opener: _Opener, inner: list[Inline | Run], end: int, at: int) -> Footnote | None:
        """Return a note that is written in the text; nothing where none can stand."""
        if self.in_note or _holds(inner, Footnote):
            self._complain(opener.content - 2, "a footnote stands in a footnote", "put it into the text")
            return None
        if not self._text[opener.content : end].strip():
            self._complain(opener.content - 2, "this footnote is empty", "write its words between `^[` and `]`")
            return None
        return Footnote((Paragraph(pair_runs(inner)),), at)

    def _link(self, opener: _Opener, inner: list[Inline | Run], url: str, at: int) -> Link | None:
        """Return a link; nothing where none can stand."""
        if _holds(inner, Link) or _holds(inner, Footnote):
            what = "a link" if _holds(inner, Link) else "a footnote"
            self._complain(opener.content - 1, f"{what} stands in the words of a link", "put it beside the link")
            return None
        if not inner:
            self._complain(
                opener.content - 1, "this link has no words", f"write them between `[` and `]`, or `<{url}>`"
            )
            return None
        return Link(url, pair_runs(inner), at)

    def _bracketed(
        self, opener: _Opener, inner: list[Inline | Run], position: int, at: int
    ) -> tuple[Inline | None, int]:
        end = position + 1
        if target := _TARGET.match(self._text, end):
            url = target[1] or re.sub(r"\\(.)", r"\1", target[2] or "")
            if _ALLOWED_URL.match(url):
                link = self._link(opener, inner, url, at)
                return link, target.end() if link else end
            if url and ":" in url:
                self._complain(
                    target.start() + 1,
                    f"`{url}` is not an address that a brief can link to",
                    "write an address that begins with https://, http:// or mailto:",
                )
        elif voice := _CLASS.match(self._text, end):
            for known in VOICES:
                if voice[1] == known:
                    return Voiced(known, pair_runs(inner), at), voice.end()
            self._complain_of_class(voice)
        elif citation := self._citation(opener.content, position, at):
            return citation, end
        self._complain_of_what_prints(opener, end)
        return None, end

    def _complain_of_what_prints(self, opener: _Opener, end: int) -> None:
        """Tell of brackets that are all but markup; `end` is the index behind them."""
        if undotted := _UNDOTTED.match(self._text, end):
            self._complain(end, f"`{undotted[0]}` would print as typed", f"write `{{.{undotted[1]}}}`")
        elif apart := _CLASS_APART.match(self._text, end):
            self._complain(
                apart.start(1),
                f"`{apart[1]}` stands apart from its words, and would print as typed",
                f"write it right behind their bracket: `[...]{apart[1]}`",
            )
        elif _SPACED_KEY.match(self._text, opener.content):
            self._complain(opener.content - 1, "`@` and its key are apart, and would print as typed", "write `[@key]`")

    def _complain_of_class(self, voice: re.Match[str]) -> None:
        nearest = get_close_matches(voice[1], VOICES, 1)
        self._complain(
            voice.start(),
            f"`{{.{voice[1]}}}` is not known",
            (f"did you mean `{{.{nearest[0]}}}`? " if nearest else "")
            + "There are `{.about}`, `{.opinion}` and `{.term}`",
        )

    def _citation(self, start: int, end: int, at: int) -> Citation | None:
        """Read what stands in brackets as a citation, if each of its parts names a key."""
        if not _LOOKS_CITED.search(self._text, start, end):
            return None
        items = []
        position = start
        for part in self._text[start:end].split(";"):
            found = _CITED.fullmatch(part)
            if not found:
                self._complain(
                    position,
                    f"`{part.strip()}` in a citation names no key",
                    "each part between semicolons has its own key: `[@one, para. 4; @two]`",
                )
                return None
            if another := _LOOKS_CITED.search(found["suffix"]):
                self._complain(
                    position + found.start("suffix") + another.start(),
                    f"`{another[0]}` stands in the words behind `@{found['key']}`, and would print as typed",
                    "part citations with a semicolon: `[@one; @two]`",
                )
                return None
            items.append(
                Cited(
                    key=found["key"].strip("{}"),
                    at=self._at(position + found.start("key")),
                    prefix=_one_line(found["prefix"]),
                    suffix=_one_line(found["suffix"]).removeprefix(",").lstrip(),
                    author_suppressed=bool(found["minus"]),
                )
            )
            position += len(part) + 1
        return Citation(tuple(items), at, self._at(end) + 1)


def _holds(nodes: Iterable[Inline | Run], kind: type[Link | Footnote]) -> bool:
    """Tell whether a node of a kind stands among some, or in one of them."""
    return any(isinstance(node, kind) or _holds(getattr(node, "children", ()), kind) for node in nodes)


def _is_word(char: str) -> bool:
    return not char.isspace() and char.isalnum()


def _one_line(text: str) -> str:
    return " ".join(re.sub(rf"\\([{_PUNCTUATION}])", r"\1", text).split())
