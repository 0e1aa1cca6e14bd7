"""Words that no document of ours uses, found with what to write instead."""

import re
from dataclasses import dataclass
from functools import cache

from mozaik.errors import RefusedError
from mozaik.wording.language import languages_with, load


@dataclass(frozen=True, slots=True)
class Finding:
    """A denied word: where it stands in the text, what to use instead (empty: delete it) and why."""

    start: int
    end: int
    word: str
    use: str
    why: str


def check_wording(text: str, language: str = "en") -> list[Finding]:
    """Every denied word in the text, in order; overlapping ones only once, the longest first.

    Several that are written together as one word are one finding, with what to use instead of each.

    Statutory offence names are quoted in fields of their own and are not given to this function.
    """
    hits = [
        Finding(match.start(), match.end(), match.group(), use, why)
        for pattern, use, why in _patterns(language)
        for match in pattern.finditer(text)
    ]
    hits += _written_together(text, language)
    kept: list[Finding] = []
    for finding in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if not kept or finding.start >= kept[-1].end:
            kept.append(finding)
    return kept


def checked_languages() -> tuple[str, ...]:
    """The languages that have a list of denied words."""
    return languages_with("deny")


def require_wording(text: str, where: str, language: str = "en") -> None:
    """Raise RefusedError for the first denied word, with the suggestion."""
    for finding in check_wording(text, language):
        remedy = f"write '{finding.use}'" if finding.use else "delete it"
        raise RefusedError(f"'{finding.word}' is not used", where=where, why=finding.why, remedy=remedy)


def _written_together(text: str, language: str) -> list[Finding]:
    return [
        Finding(match.start(), match.end(), match.group(), "; ".join(dict.fromkeys(uses)), why)
        for match in _together(language).finditer(text)
        for uses, why in [_of_parts(match.group(), language)]
    ]


def _of_parts(word: str, language: str) -> tuple[list[str], str]:
    """What to use instead of the parts of a word, where something is, and why the first is denied."""
    entries = [
        entry
        for entry in load("deny", language)["entry"]
        if re.search("|".join(map(_loosen, entry["words"])), word, re.IGNORECASE)
    ]
    return [entry["use"] for entry in entries if entry["use"]], entries[0]["why"]


@cache
def _together(language: str) -> re.Pattern[str]:
    """Two to four denied words without a blank between them."""
    words = "|".join(_loosen(word) for entry in load("deny", language)["entry"] for word in entry["words"])
    return re.compile(rf"(?<!\w)(?:{words}){{2,4}}(?!\w)", re.IGNORECASE)


@cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """Each entry's words as one pattern on word boundaries; a blank matches hyphens and line breaks too."""
    return tuple(
        (word_pattern(entry["words"]), entry["use"], entry["why"])
        for entry in load("deny", language)["entry"]
    )


def word_pattern(words: list[str]) -> re.Pattern[str]:
    """Any of some words as one pattern: whole words, any case, written apart, with hyphens or together."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_loosen, words))})(?!\w)", re.IGNORECASE)


def _loosen(word: str) -> str:
    """A blank stands for blanks, line breaks, hyphens or nothing, save in a look-behind of a fixed width."""
    parts = re.split(r"(\(\?<[!=][^)]*\))", word)
    return "".join(
        part if part.startswith("(?<") else part.replace(" ", r"[\s\-\u2010-\u2015_]*") for part in parts
    )
