"""Every diagnostic code: its weight, and whether a brief may change that. The words are in explain/."""

from __future__ import annotations

from msgspec import Struct


class Code(Struct, frozen=True):
    """A kind of fault. The slug is stable: users and CI jobs build on it."""

    slug: str
    severity: str
    summary: str
    fixed: bool = False
    """Whether it can be neither lowered nor accepted."""


def _error(slug: str, summary: str, *, fixed: bool = False) -> Code:
    return Code(slug, "error", summary, fixed)


def _warning(slug: str, summary: str) -> Code:
    return Code(slug, "warning", summary)


_ALL = (
    # documents
    _error("invalid-yaml", "a YAML file can't be read", fixed=True),
    _error("invalid-bibtex", "references.bib can't be read", fixed=True),
    _error("invalid-value", "a value does not have the form that its field asks for", fixed=True),
    _error("missing-field", "a required field is missing", fixed=True),
    _error("unknown-field", "a field is not known"),
    _error("duplicate-key", "a field stands twice"),
    _error("paragraphs-folded", "a `>` block would run paragraphs together"),
    _error("text-cut-short", "YAML takes part of a sentence for a comment"),
    _error("duplicate-id", "two findings have one id"),
    _error("duplicate-reference", "two references have one key"),
    _error("date-not-readable", "a date in references.bib would be dropped or misread"),
    # citations
    _error("claim-without-citation", "a claim has no evidence that supports it", fixed=True),
    _error("unknown-citation", "a citation's key is neither a reference nor a finding", fixed=True),
    _error("citation-without-evidence", "a claim cites a source of which it has no evidence"),
    _error("unknown-finding", "a finding that is named is not there, or stands in no section"),
    _error("prose-without-citation", "a statement in the prose cites nothing"),
    _error("recommendation-without-finding", "a recommendation rests on no finding"),
    _warning("unused-finding", "a finding stands in no section"),
    _warning("unused-reference", "no brief of the project cites a reference"),
    _warning("acceptance-unused", "an entry of `checks.accept` matches nothing"),
    # sources
    _warning("reference-incomplete", "a reference lacks title, body or date, and does not say so"),
    _error("reference-without-source", "a cited reference names no stored source", fixed=True),
    _warning("source-without-reference", "no reference names a stored file"),
    _error("source-missing", "a stored source is not there", fixed=True),
    _error("source-outside-project", "a reference names a file outside seeds/", fixed=True),
    _error("source-unreadable", "a stored source is not text that can be searched", fixed=True),
    _error("source-changed", "a stored source is not what was locked", fixed=True),
    _error("source-not-locked", "a stored source has no line in SHA256SUMS", fixed=True),
    # evidence
    _warning("evidence-without-quote", "evidence gives no words of its source"),
    _error("quote-not-in-source", "a quote does not stand in the source it cites", fixed=True),
    _error("quote-in-other-source", "a quote stands in another source than the one it cites", fixed=True),
    _error("elision-changes-meaning", "words that a quote leaves out change what it says"),
    _warning("quote-ambiguous", "a quote stands more than once in its source"),
    _warning("quote-too-short", "a quote is too short to show anything"),
    _warning("quote-out-of-context", "a quote leaves out what its clause says about it"),
    _error("quotation-not-in-evidence", "words in quotation marks stand in nothing that is cited for them"),
    _error("figure-not-in-source", "a figure stands in nothing that is cited for it"),
    _error("date-not-in-source", "a date stands in nothing that is cited for it"),
    _warning("count-not-in-source", "a small count stands in nothing that is cited for it"),
    _warning("figure-not-quoted", "a figure of a claim stands in a cited source, but in no quote"),
    _warning("name-not-in-source", "a name in a claim stands in none of its sources"),
    _error("not-corroborated", "fewer independent sources support a claim than its confidence asks for"),
    _error(
        "contradiction-not-addressed",
        "evidence contradicts a claim and the brief does not say how it deals with it",
    ),
    # rendered files
    _error("citation-unresolved", "a rendered file shows a citation that could not be resolved", fixed=True),
    _error("citation-lost", "a rendered file lacks a citation, or cited words, of the brief", fixed=True),
    _error("citation-added", "a rendered file has a citation that the brief does not have", fixed=True),
    _error("outputs-disagree", "PDF and HTML do not show the same", fixed=True),
    _error("reference-not-listed", "a rendered file's list of sources lacks a source", fixed=True),
    _error("link-broken", "a link of a rendered file leads nowhere", fixed=True),
    _error("glyph-missing", "the fonts lack a character of the text", fixed=True),
    _error("not-accessible", "a rendered file can't be read with assistive technology", fixed=True),
)

CODES = {code.slug: code for code in _ALL}
