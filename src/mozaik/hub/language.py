"""The language of a page: each person's own choice; before the sign-in that of the browser's last choice.

Pages alone are said in it. What is sealed states its sentences in English, whoever has it made.
"""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from mozaik.hub.models import Account
from mozaik.wording import catalogue_of, speaking

Answer = Callable[[HttpRequest], HttpResponseBase]
ENGLISH = "en"
COOKIE = "language"
DJANGO: Mapping[str, str] = {ENGLISH: "en", "sr-Latn": "sr-latn", "sr-Cyrl": "sr"}
"""The languages of the pages, by their tags, and what Django calls them."""
OWN_NAMES: Mapping[str, str] = {
    ENGLISH: "English",
    "sr-Latn": "srpski",
    "sr-Cyrl": "\u0441\u0440\u043f\u0441\u043a\u0438",
}


def spoken(answer: Answer) -> Answer:
    """Say every page in the language of who asks for it."""

    def guard(request: HttpRequest) -> HttpResponseBase:
        tag = language_of(request)
        with speaking(catalogue_of(tag)), translation.override(DJANGO[tag]):
            return answer(request)

    return guard


def language_of(request: HttpRequest) -> str:
    """The tag of the language that a person chose, English where nobody chose."""
    account = getattr(request, "user", None)
    chosen = account.language if isinstance(account, Account) else request.COOKIES.get(COOKIE, "")
    return chosen if chosen in DJANGO else ENGLISH
