"""What is printed for one country in one language: handout, poster and cards, with the numbers on them."""

from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from mozaik.campaign.countries import Country
from mozaik.campaign.facts import Fact, Group, Way
from mozaik.campaign.handout import text_parts
from mozaik.campaign.languages import base_language
from mozaik.campaign.numbers import NEEDED, numbers_of, removals_of
from mozaik.campaign.site import Site
from mozaik.campaign.texts import Texts, numbered
from mozaik.typeset import Json, make_pdf, qr_svg


def country_address(site: Site, tag: str, code: str) -> str:
    """Where the page of a country will be served in a language."""
    return f"{site.base_url}/{tag}/report/{code}.html"


def paper(site: Site, texts: Texts, country: Country) -> bytes:
    """The three pages as PDF/A; TypesetError if a page does not fit even in small letters."""
    address = country_address(site, texts.catalogue.tag, country.code)
    name = texts.country(country.code)
    reviewed = texts.catalogue.reviewer or texts.tag == "en"
    data: dict[str, Json] = {
        "lang": base_language(texts.tag),
        "site": texts.plain("site.name"),
        "name": name,
        "title": texts.plain("report.country_title", country=name),
        "poster": texts.plain("paper.poster"),
        "cut": texts.plain("paper.cut"),
        "lead": text_parts(texts, "start.lead"),
        "short": text_parts(texts, "start.three_1"),
        "rows": _rows(site, texts, country),
        "steps_title": texts.plain("help.steps_title"),
        "steps": [text_parts(texts, key) for key in numbered("help.step")],
        "thoughts_title": texts.plain("help.thoughts_title"),
        "thoughts": texts.plain("help.thoughts"),
        "thoughts_now": texts.plain("help.thoughts_now"),
        "takedown_title": texts.plain("takedown.title"),
        "takedown": text_parts(texts, "takedown.how_1"),
        "takedown_places": ", ".join(
            _printed(fact) for fact in removals_of(site.facts, country.code, texts.tag)
        ),
        "qr": texts.plain("handout.qr"),
        "qr_svg": qr_svg(address),
        "address": address.removeprefix("https://"),
        "note": "" if reviewed else texts.plain("site.machine_assisted"),
    }
    made_at = datetime.combine(site.settings.text_date, time(), UTC)
    return make_pdf(_template(), data, made_at)


def _rows(site: Site, texts: Texts, country: Country) -> list[Json]:
    """Emergency, helpline, police and crisis line: the ways, or the sentences that stand for them."""
    numbers = numbers_of(country, site.facts, texts.catalogue.tag)
    told = {group: _told(texts, numbers.instead(group)) for group in NEEDED}
    told[Group.HELPLINE] = " ".join((told[Group.HELPLINE], *map(_printed, numbers.borrowed)))
    short = texts.plain("next.no_112") if numbers.barred_112 else ""
    rows = [
        _row(texts, "report.emergency", numbers.emergency, told[Group.EMERGENCY], short) | {"urgent": True},
        _row(texts, "call.helpline", numbers.helpline, told[Group.HELPLINE]),
        _row(texts, "report.police", numbers.police, told[Group.POLICE]),
    ]
    return [*rows, _row(texts, "call.crisis", numbers.crisis, "")] if numbers.crisis else [*rows]


def _told(texts: Texts, keys: tuple[str, ...]) -> str:
    """Sentences in a row."""
    return " ".join(texts.plain(key) for key in keys)


def _row(texts: Texts, key: str, facts: tuple[Fact, ...], text: str, short: str = "") -> dict[str, Json]:
    """A part of the numbers; `text` stands where there is no way, `short` where there is no room for it."""
    ways: list[Json] = [
        {
            "value": _printed(fact),
            "name": ", ".join(filter(None, (fact.region, texts.plain_name(fact)))),
            "maybe": texts.plain("call.unconfirmed") if fact.single else "",
        }
        for fact in facts
    ]
    return {"what": texts.plain(key), "ways": ways, "text": text, "short": short, "urgent": False}


def _printed(fact: Fact) -> str:
    """A value as it is typed from paper: a number, an address, or the name of a website."""
    if fact.way is Way.TEXT:
        return f"SMS {fact.value}"
    return str(urlsplit(fact.value).hostname).removeprefix("www.") if fact.way is Way.OPEN else fact.value


@cache
def _template() -> str:
    return files("mozaik.campaign").joinpath("templates", "paper.typ").read_text(encoding="utf-8")
