"""The check of the texts: typed numbers, words that blame, what gives somebody away, and translations."""

import re
from collections.abc import Iterator

from mozaik.announce.concerns import Concern
from mozaik.announce.draft import DraftBlock, DraftText
from mozaik.announce.model import ENGLISH
from mozaik.announce.private import PrivateKind, given_away
from mozaik.announce.records import Records
from mozaik.announce.template import (
    Literal,
    NameKind,
    NameOf,
    Part,
    Unreadable,
    bare_numbers,
    parts_of,
    tokens_of,
)
from mozaik.announce.words import FALLBACKS, LANGUAGES
from mozaik.wording import check_wording, numbers_in

_REMEDIES = {
    PrivateKind.NAME: "delete the name: an announcement names no person",
    PrivateKind.FAMILY_NAME: "look whether this means a person of the records, and delete it then",
    PrivateKind.IDENTIFIER: "delete the identifier: say its kind",
    PrivateKind.PLACE: "delete the place: say the country",
}


def text_concerns(draft: DraftText, records: Records) -> Iterator[Concern]:
    """What concerns the words of a draft, language by language."""
    yield from _languages(draft)
    for place, text, language in _named_texts(draft):
        yield from _of_words(text, language, place, records)
    yield from _numbers_in_names(draft)
    if draft.campaign and not re.fullmatch(r"https?://[^\s/]+(/\S*)?", draft.campaign):
        yield Concern(
            "address", "the address of the campaign is not one of the web", "write it with https://",
            "campaign", stops=True,
        )  # fmt: skip
    own = [language for language in draft.languages if language not in FALLBACKS and language in LANGUAGES]
    for language in own:
        for block in draft.blocks:
            template, spoken = draft.template(block, language)
            if spoken == language and template:
                yield from _of_template(draft, block, template, language, records)


def _of_template(
    draft: DraftText, block: DraftBlock, template: str, language: str, records: Records
) -> Iterator[Concern]:
    parts, place = parts_of(template), f"{language}, {block.key}"
    yield from _numbers(parts, language, place)
    yield from _names(parts, draft, place)
    if tokens_of(template) != tokens_of(block.text):
        yield Concern(
            "translation", "a translation asks for other figures or names than the English text",
            "put the same words in braces", place, stops=True,
        )  # fmt: skip
    words = "\n".join(part.text for part in parts if isinstance(part, Literal))
    yield from _of_words(words, language, place, records)


def _of_words(words: str, language: str | None, place: str, records: Records) -> Iterator[Concern]:
    """What blames, and what gives somebody away; language None for what the law calls it."""
    for finding in check_wording(words, language) if language else ():
        yield Concern(
            "term", f"'{finding.word}' is not used: {finding.why}",
            f"write '{finding.use}'" if finding.use else "delete it", place, stops=True,
        )  # fmt: skip
    for kind in given_away(words, records.private):
        yield Concern(
            "private", f"the text may give somebody away: a {kind} of the records, or what looks like it",
            _REMEDIES[kind], place, stops=kind is not PrivateKind.FAMILY_NAME,
        )  # fmt: skip


def _named_texts(draft: DraftText) -> Iterator[tuple[str, str, str | None]]:
    """What stands in fields of its own and on the page: where, the words, and their language."""
    yield "operation", draft.operation, ENGLISH
    for named in draft.authorities:
        spoken = FALLBACKS.get(named.language, named.language)
        words = f"{named.name}\n{named.short}"
        yield f"authority {named.authority}", words, spoken if spoken in LANGUAGES else None
    for offence in draft.offences:
        yield f"offence {offence.key}", f"{offence.title}\n{offence.statute}", None
    for language, translation in draft.translations.items():
        yield f"{language}, X-Reviewer", translation.reviewer, None


def _numbers_in_names(draft: DraftText) -> Iterator[Concern]:
    """A name of the operation holds no other number than its edition; who vouches for a translation none."""
    named = {"operation": draft.operation}
    named |= {f"{tag}, X-Reviewer": each.reviewer for tag, each in draft.translations.items()}
    for place, name in named.items():
        known = set(re.findall(r"\d+", draft.edition)) if place == "operation" else set()
        for number in numbers_in(name, ENGLISH):
            if number.written not in known:
                yield Concern(
                    "number", f"'{number.written}' is a number, and none of a name",
                    "write the name alone; the operation's may hold the number of its edition", place,
                    stops=True,
                )  # fmt: skip


def _numbers(parts: tuple[Part, ...], language: str, place: str) -> Iterator[Concern]:
    for number in bare_numbers(parts, language):
        if number.is_vague:
            yield Concern(
                "more-than", f"'{number.written}' beside a figure has no ground",
                "delete it, or write {KEY more than N}, which builds only where the count is larger", place,
                stops=True,
            )  # fmt: skip
        else:
            yield Concern(
                "number", f"'{number.written}' is a number and no figure",
                "write {KEY}, {KEY SCOPE} or {KEY SCOPE DAY}; mozaik figures lists the keys", place,
                stops=True,
            )  # fmt: skip


def _names(parts: tuple[Part, ...], draft: DraftText, place: str) -> Iterator[Concern]:
    known: dict[NameKind, set[str]] = {
        NameKind.AUTHORITY: {str(named.authority) for named in draft.authorities},
        NameKind.OFFENCE: {offence.key for offence in draft.offences},
    }
    for part in parts:
        if isinstance(part, Unreadable):
            yield Concern(
                "braces", f"'{part.written}' in braces is neither a figure nor a name",
                "write {KEY}, {authority ID}, {offence KEY} or {operation}", place, stops=True,
            )  # fmt: skip
        if isinstance(part, NameOf) and part.key and part.key not in known[part.kind]:
            yield Concern(
                "name", f"the draft states no {part.kind} {part.key}",
                f"add it under the {part.kind}s of the draft", place, stops=True,
            )  # fmt: skip


def _languages(draft: DraftText) -> Iterator[Concern]:
    for language in draft.languages:
        if language not in LANGUAGES:
            yield Concern(
                "language", f"an announcement is not made in {language}",
                f"use {', '.join(LANGUAGES)}", language, stops=True,
            )  # fmt: skip
        elif language in FALLBACKS:
            yield Concern(
                "translation", f"it is shown in {FALLBACKS[language]}, and says so",
                "none is needed; a catalogue of its own would end it", language,
            )  # fmt: skip
        elif language != ENGLISH:
            yield from _untranslated(draft, language)


def _untranslated(draft: DraftText, language: str) -> Iterator[Concern]:
    translation = draft.translations.get(language)
    if translation is None:
        yield Concern(
            "translation", "there is no translation, so the English text is shown",
            f"fill in {language}.po", language,
        )  # fmt: skip
        return
    for key, fault in translation.faults.items():
        yield Concern(
            "translation", f"the English text is shown: {fault}", f"fill in {language}.po",
            f"{language}, {key}",
        )  # fmt: skip
    if not translation.reviewer:
        yield Concern(
            "translation", "nobody vouches for the translation; the page says so",
            f"have a native speaker read it and put the name into X-Reviewer of {language}.po", language,
        )  # fmt: skip
