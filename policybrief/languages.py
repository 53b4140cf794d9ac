"""Names of languages as BibLaTeX writes them in `langid` -> tags of BCP 47."""

from __future__ import annotations

import re

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
# BibLaTeX manual 4.0, table 2, and the languages of the region that this project serves first.
_NAMES = {
    "american": "en-US",
    "australian": "en-AU",
    "british": "en-GB",
    "canadian": "en-CA",
    "newzealand": "en-NZ",
    "english": "en",
    "ukenglish": "en-GB",
    "usenglish": "en-US",
    "arabic": "ar",
    "armenian": "hy",
    "azerbaijani": "az",
    "belarusian": "be",
    "bulgarian": "bg",
    "catalan": "ca",
    "chinese": "zh",
    "croatian": "hr",
    "czech": "cs",
    "danish": "da",
    "dutch": "nl",
    "estonian": "et",
    "finnish": "fi",
    "french": "fr",
    "georgian": "ka",
    "german": "de",
    "ngerman": "de",
    "greek": "el",
    "hebrew": "he",
    "hindi": "hi",
    "hungarian": "hu",
    "indonesian": "id",
    "italian": "it",
    "japanese": "ja",
    "kazakh": "kk",
    "kazakh-cyrillic": "kk-Cyrl",
    "kazakh-latin": "kk-Latn",
    "korean": "ko",
    "kyrgyz": "ky",
    "latvian": "lv",
    "lithuanian": "lt",
    "macedonian": "mk",
    "mongolian": "mn",
    "norsk": "nb",
    "nynorsk": "nn",
    "persian": "fa",
    "farsi": "fa",
    "polish": "pl",
    "portuguese": "pt",
    "brazilian": "pt-BR",
    "romanian": "ro",
    "russian": "ru",
    "serbian": "sr",
    "slovak": "sk",
    "slovene": "sl",
    "slovenian": "sl",
    "spanish": "es",
    "swedish": "sv",
    "tajik": "tg",
    "thai": "th",
    "turkish": "tr",
    "turkmen": "tk",
    "ukrainian": "uk",
    "urdu": "ur",
    "uzbek": "uz",
    "vietnamese": "vi",
}


def language_tag(langid: str) -> str:
    """Return the tag of a language, empty where it is not known."""
    name = langid.strip()
    return _NAMES.get(name.lower()) or (name if _TAG.fullmatch(name) and len(name.split("-")[0]) < 4 else "")


def is_right_to_left(tag: str) -> bool:
    """Tell whether a language is written from right to left."""
    return tag.strip().lower().split("-")[0] in _RIGHT_TO_LEFT
