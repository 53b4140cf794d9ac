"""Projects of a few sentences that tests write, and what the checks say of them."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import policybrief
from policybrief.request import Request

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from policybrief.diagnostics import Diagnostic

SOUND = {"keywords": "primary", "date": "2021-05-01"}


def evidence(source: str = "report", quote: str | None = None, **fields: str) -> dict[str, Any]:
    """Return a piece of evidence."""
    return {"source": source, **({"quote": quote} if quote else {}), **fields}


def finding(claim: str, *pieces: Mapping[str, Any], id: str = "it", **fields: Any) -> dict[str, Any]:  # noqa: A002
    """Return a finding; without evidence of its own, a report without a quote is its evidence."""
    return {"id": id, "claim": claim, "evidence": list(pieces) or [evidence()], **fields}


def write(
    folder: Path,
    findings: Sequence[Mapping[str, Any]],
    sources: Mapping[str, str],
    *,
    references: Mapping[str, Mapping[str, str]] | None = None,
    brief: Mapping[str, Any] | None = None,
) -> Path:
    """Write a project: each source is a reference and its stored text; JSON is YAML too."""
    (folder / "seeds").mkdir(parents=True)
    (folder / "briefs" / "tiny").mkdir(parents=True)
    entries = []
    hashes = []
    for key, text in sources.items():
        stored = text.encode()
        (folder / "seeds" / f"{key}.txt").write_bytes(stored)
        hashes.append(f"{hashlib.sha256(stored).hexdigest()}  {key}.txt\n")
        fields = {"title": f"Title of {key}", "author": f"{{Body of {key}}}", **SOUND, "file": f"seeds/{key}.txt"}
        fields |= (references or {}).get(key, {})
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
        entries.append(f"@misc{{{key},\n{lines}}}\n")
    (folder / "seeds" / "SHA256SUMS").write_text("".join(hashes), encoding="utf-8", newline="\n")
    (folder / "references.bib").write_text("\n".join(entries), encoding="utf-8", newline="\n")
    head = {
        "title": "A brief",
        "date": "2021-06-30",
        "summary": "[This brief is short.]{.about}",
        "sections": [{"title": "Findings", "findings": [one["id"] for one in findings]}],
        **(brief or {}),
    }
    for name, content in (("brief.yml", head), ("findings.yml", list(findings))):
        text = json.dumps(content, ensure_ascii=False, indent=1)
        (folder / "briefs" / "tiny" / name).write_text(text, encoding="utf-8", newline="\n")
    return folder


def check(folder: Path) -> tuple[Diagnostic, ...]:
    """Return what the checks find in a project."""
    return policybrief.check(Request(project=folder, output=folder / "output")).diagnostics


def said(
    folder: Path,
    findings: Sequence[Mapping[str, Any]],
    sources: Mapping[str, str],
    *codes: str,
    references: Mapping[str, Mapping[str, str]] | None = None,
    brief: Mapping[str, Any] | None = None,
) -> list[tuple[str, str]]:
    """Return the codes found in a project that is written for it, each with its words; all codes where none is named.

    Evidence without a quote is passed over: most of these projects have no need of one.
    """
    found = check(write(folder / "tiny", findings, sources, references=references, brief=brief))
    passed_over = {"evidence-without-quote"} - set(codes)
    return [(one.code, one.words) for one in found if one.code not in passed_over and (not codes or one.code in codes)]
