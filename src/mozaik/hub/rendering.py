"""How pages are rendered: escaped always, words from the catalogue, the frame that every page has."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from mozaik.hub.dangers import dangers_for
from mozaik.hub.guards import is_locked
from mozaik.hub.language import OWN_NAMES, language_of
from mozaik.hub.models import Account
from mozaik.hub.places import places_for
from mozaik.hub.signing_in import has_second_factor
from mozaik.kinds import HitKind
from mozaik.seal import in_words
from mozaik.typeset import qr_svg
from mozaik.visible import visible_line
from mozaik.wording import explain_hit, say


def environment(**options: object) -> Environment:
    """Jinja as pages use it: everything is escaped, and a name that nobody gave is an error."""
    stated: dict[str, Any] = {**options, "undefined": StrictUndefined}
    made = Environment(**{**stated, "autoescape": True})  # noqa: S701 # it stands in what is unpacked
    made.globals |= {
        "static": static, "url": _url, "say": say, "hit_title": _hit_title, "grouped": grouped,
        "square": _square, "in_words": in_words, "figure": figure, "following": _following,
    }  # fmt: skip
    made.filters |= {"moment": moment_text, "visible": visible_line, "capitalize_first": _capitalized}
    return made


def of_everybody(request: HttpRequest) -> Mapping[str, object]:
    """What the frame of a page shows: who is signed in, the places, where this page stands among them."""
    account = getattr(request, "user", None)  # a request that is refused at once has none
    languages = OWN_NAMES if hasattr(request, "session") else {}
    told = {"language": language_of(request), "languages": languages}
    if not isinstance(account, Account):
        return {"account": None, "places": (), "here": "", "dangers": (), **told}
    here = request.resolver_match.url_name if request.resolver_match else ""
    is_in = has_second_factor(account)
    return {
        "account": account, "here": here,
        "places": places_for(account) if is_in else (),
        "dangers": dangers_for(account) if is_in and not is_locked(request) else (),
        **told,
    }  # fmt: skip


def moment_text(moment: datetime | str) -> str:
    """A moment as people read it, in UTC and saying so."""
    told = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    there = told.astimezone(UTC)
    month = say(f"hub.month.{there.month}")
    return say("hub.moment", day=there.day, month=month, year=there.year, time=f"{there:%H:%M}")


def figure(number: int) -> str:
    """A number with its thousands apart, as the language of the moment writes them."""
    return f"{number:,}".replace(",", say("hub.thousands"))


def grouped(text: str) -> str:
    """A key or a secret in groups of four, as people compare it."""
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def _hit_title(kind: str) -> str:
    return explain_hit(HitKind(kind)).title


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


def _square(text: str) -> Markup:
    """A QR code as a drawing in the page; it is drawn from modules, and holds nothing of the text."""
    return Markup(qr_svg(text))  # noqa: S704 # made by the library from squares alone


def _following(request: HttpRequest, after: str, since: str = "") -> str:
    """The address of a page of the queue with the same filters, after a hit, begun at a moment."""
    asked = {name: value for name, value in request.GET.items() if value and name not in ("after", "since")}
    return urlencode({**asked, "after": after, "since": since} if after else asked)


def _url(name: str, *values: object) -> str:
    return reverse(name, args=values)
