"""The sample project: its files, what stands where in them, and how a change of one becomes a defect."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

from planting.defect import Defect
from policybrief.checks.places import Place, places
from policybrief.reading.project import brief_slugs, read_project

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from policybrief.model import Evidence, Finding, Reference
    from policybrief.position import Scalar

PLANTED = "planted"
"""The id of a finding that is added."""
_ALIKE = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})
_SENTENCE = re.compile(r"(?<=[.!?])[”\"]?\s+(?=[A-Z“\"])")

Edit = tuple[int, int, str]


class Sample:
    """A copy of the sample project."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.folder = folder
        for name in ("seeds", "briefs"):
            shutil.copytree(root / name, folder / name)
        shutil.copy(root / "references.bib", folder)
        (slug,) = brief_slugs(folder)
        project, _ = read_project(folder, [slug])
        (self.brief,) = project.briefs
        self.library = project.library
        self.references: Mapping[str, Reference] = project.library.references
        self.brief_path = f"briefs/{slug}/brief.yml"
        self.findings_path = f"briefs/{slug}/findings.yml"
        self.bib_path = "references.bib"
        paths = (path for path in folder.rglob("*") if path.is_file())
        self.files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(paths)}
        self.texts = {path: content.decode() for path, content in self.files.items()}
        self.places: tuple[Place, ...] = tuple(places(self.brief))
        self.sources = {key: self._words_of(reference) for key, reference in self.references.items()}
        self._regions = list(self._find_regions())

    def _words_of(self, reference: Reference) -> str:
        text = self.library.sources[reference.key.value].file.text
        if reference.excerpt is None:
            return text
        first, last = reference.excerpt
        return "\n".join(text.split("\n")[first - 1 : last])

    def _find_regions(self) -> Iterable[tuple[str, int, int, str]]:
        """Yield path, start, end and subject of each part; a part within another comes later."""
        ids = [finding.id for finding in self.brief.findings]
        yield from _regions(self.findings_path, ids, self.texts[self.findings_path])
        keys = [reference.key for reference in self.references.values()]
        yield from _regions(self.bib_path, keys, self.texts[self.bib_path])
        for section in self.brief.sections:
            parts = [section.title, *([section.text.source] if section.text else []), *section.findings]
            yield self.brief_path, section.title.start, parts[-1].end, section.title.value
        for number, one in enumerate(self.brief.recommendations, 1):
            parts = [one.to, one.text.source, *one.because, *filter(None, (one.by, one.priority, one.indicator))]
            ends = max(part.end for part in parts)
            yield self.brief_path, one.to.start, ends, f"recommendations.{number}"
        for place in self.places:
            scalar = place.text.source
            if scalar.file.path == self.brief_path:
                yield self.brief_path, scalar.start, scalar.end, place.subject

    def subjects_at(self, path: str, index: int) -> frozenset[str]:
        """Return what `checks.accept` may call the place."""
        return frozenset(
            subject for name, start, end, subject in self._regions if name == path and start - 8 <= index <= end
        )

    def change(
        self,
        code: str,
        kind: str,
        path: str,
        *edits: Edit,
        follows: Iterable[str] = (),
        spreads: Iterable[str] = (),
        also: Iterable[str] = (),
        more: Mapping[str, bytes | None] | None = None,
        anywhere: bool = False,
    ) -> Defect:
        """Return the defect that edits of a file make; `also` names further subjects, `more` further files."""
        text = self.texts[path]
        for start, end, words in sorted(edits, reverse=True):
            text = text[:start] + words + text[end:]
        start, end, words = edits[0]
        return Defect(
            code=code,
            kind=kind,
            where=f"{path}:{self.texts[path].count(chr(10), 0, start) + 1}",
            was=self.texts[path][start:end],
            now=words,
            files={path: text.encode(), **(more or {})},
            subjects=frozenset(also).union(*(self.subjects_at(path, edit[0]) for edit in edits)),
            follows=frozenset(follows),
            spreads=frozenset(spreads),
            anywhere=anywhere,
        )

    def swap(
        self,
        code: str,
        kind: str,
        scalar: Scalar,
        words: str,
        *,
        follows: Iterable[str] = (),
        spreads: Iterable[str] = (),
    ) -> Defect:
        """Return the defect of other words in the place of a whole value."""
        edit = (*self.span(scalar), as_typed(scalar, words))
        return self.change(code, kind, scalar.file.path, edit, follows=follows, spreads=spreads)

    def within(
        self,
        code: str,
        kind: str,
        scalar: Scalar,
        start: int,
        end: int,
        words: str,
        *,
        follows: Iterable[str] = (),
    ) -> Defect:
        """Return the defect of other words in the place of some of a value, by their offsets in it."""
        edit = (scalar.index(start), scalar.index(end), words)
        return self.change(code, kind, scalar.file.path, edit, follows=follows)

    def span(self, scalar: Scalar) -> tuple[int, int]:
        """Return where a value stands in its file, with quotation marks that YAML needs."""
        start, end = scalar.start, scalar.start + len(scalar.raw.rstrip())
        return (start - 1, end + 1) if scalar.style in ("'", '"') else (start, end)

    def lines(self, path: str, index: int) -> tuple[int, int]:
        """Return where the YAML node begins and ends whose first line holds an index, with all its lines."""
        text = self.texts[path]
        start = text.rfind("\n", 0, index) + 1
        depth = _depth(text[start:])
        end = _line_end(text, start)
        while end < len(text):
            line_end = _line_end(text, end)
            line = text[end:line_end]
            if line.strip() and _depth(line) <= depth:
                break
            end = line_end
        while text[start:end].endswith("\n\n"):
            end -= 1
        return start, end

    def add_finding(
        self, code: str, kind: str, evidence: Mapping[str, str], claim: str, *, was: str, follows: Iterable[str] = ()
    ) -> Defect:
        """Return the defect of a finding more, with one piece of evidence, in the last section."""
        given = "\n".join(f"      {name}: {json.dumps(words, ensure_ascii=False)}" for name, words in evidence.items())
        entry = (
            f"\n- id: {PLANTED}\n  confidence: low\n  claim: {json.dumps(claim, ensure_ascii=False)}\n"
            f"  evidence:\n{given.replace('      ', '    - ', 1)}\n"
        )
        listed = self.brief.sections[-1].findings[-1]
        brief = self.texts[self.brief_path]
        more = f"{brief[: listed.end]}, {PLANTED}{brief[listed.end :]}"
        end = len(self.texts[self.findings_path])
        made = self.change(
            code,
            kind,
            self.findings_path,
            (end, end, entry),
            also=[PLANTED],
            follows=follows,
            more={self.brief_path: more.encode()},
        )
        return Defect(
            code=code,
            kind=kind,
            where=f"a new finding of `{evidence['source']}`",
            was=was,
            now=f"claim: {claim} | quote: {evidence.get('quote', '')}",
            files=made.files,
            subjects=frozenset([PLANTED]),
            follows=made.follows,
        )

    def quotes(self) -> Iterable[tuple[Finding, Evidence, Scalar]]:
        """Yield each quote of the brief."""
        for finding in self.brief.findings:
            for evidence in finding.evidence:
                if evidence.quote:
                    yield finding, evidence, evidence.quote

    def sentences(self) -> Iterable[tuple[str, str]]:
        """Yield each sentence of the sources, with the key of its source."""
        for key, text in self.sources.items():
            for line in text.split("\n"):
                for sentence in _SENTENCE.split(line):
                    if len(sentence.split()) > 3 and sentence.strip()[-1] in '.!?”"':
                        yield key, sentence.strip()

    def stands_in(self, words: str, key: str) -> bool:
        """Tell whether a source has some words, typography aside: the plant's own way of looking."""
        return plain(words) in plain(self.sources[key])


def plain(words: str) -> str:
    """Return words in simple typography."""
    return " ".join(words.translate(_ALIKE).split())


def as_typed(scalar: Scalar, words: str) -> str:
    """Return words as they are typed in the place of a value."""
    flat = " ".join(words.split())
    return flat if scalar.style in ("|", ">") else json.dumps(flat, ensure_ascii=False)


def _regions(path: str, heads: list[Scalar], text: str) -> Iterable[tuple[str, int, int, str]]:
    ends = [head.start - 9 for head in heads[1:]] + [len(text)]
    for head, end in zip(heads, ends, strict=True):
        yield path, head.start, end, head.value


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _line_end(text: str, index: int) -> int:
    found = text.find("\n", index)
    return len(text) if found < 0 else found + 1
