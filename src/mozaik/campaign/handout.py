"""The one-page handout of a language, as PDF, with a code that leads to the page for reporting."""

import re
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files

from mozaik.campaign.languages import base_language
from mozaik.campaign.settings import Settings
from mozaik.campaign.texts import Texts, numbered
from mozaik.typeset import Json, TypesetError, make_pdf, qr_svg

_SIZES = (13.0, 12.5, 12.0, 11.5, 11.0, 10.5, 10.0, 9.5)
"""Sizes of the text, in points; the largest one that fits one page is taken."""


def report_address(settings: Settings, tag: str) -> str:
    """Where the page for reporting of a language will be served."""
    return f"{settings.base_url}/{tag}/report/index.html"


def handout(texts: Texts, settings: Settings) -> bytes:
    """The handout as PDF/A, on exactly one page; TypesetError if even the smallest text does not fit."""
    tag = texts.catalogue.tag
    address = report_address(settings, tag)
    reviewed = texts.catalogue.reviewer
    data: dict[str, Json] = {
        "lang": base_language(texts.tag),
        "site": texts.plain("site.name"),
        "title": texts.plain("handout.title"),
        "lead": text_parts(texts, "start.lead"),
        "three": [text_parts(texts, key) for key in numbered("start.three")],
        "steps_title": texts.plain("help.steps_title"),
        "steps": [text_parts(texts, key) for key in numbered("help.step")],
        "danger": texts.plain("help.danger"),
        "danger_112": texts.plain("help.danger_112"),
        "thoughts_title": texts.plain("help.thoughts_title"),
        "thoughts": texts.plain("help.thoughts"),
        "qr": texts.plain("handout.qr"),
        "qr_svg": qr_svg(address),
        "address": address.removeprefix("https://"),
        "fold": texts.plain("handout.fold"),
        "note": "" if texts.tag == "en" or reviewed else texts.plain("site.machine_assisted"),
    }
    made_at = datetime.combine(settings.text_date, time(), UTC)
    for size in _SIZES:
        try:
            return make_pdf(_template(), data | {"size": size}, made_at)
        except TypesetError as error:
            if size == _SIZES[-1] or "panicked" not in str(error):
                raise
    raise AssertionError("the sizes are never empty")


@cache
def _template() -> str:
    return files("mozaik.campaign").joinpath("templates", "handout.typ").read_text(encoding="utf-8")


def text_parts(texts: Texts, key: str) -> list[Json]:
    """The text of a key cut where strong words begin and end."""
    text, _ = texts.catalogue.text(key)
    pieces = re.split(r"\*\*", text.replace("\u202f", "\u00a0"))
    return [{"text": piece, "strong": index % 2 == 1} for index, piece in enumerate(pieces) if piece]
