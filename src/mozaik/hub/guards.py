"""What every request passes: sound text, a second factor, the lock of an idle session, plain errors."""

from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from mozaik.desk import Memories, kept_memories
from mozaik.errors import MozaikError
from mozaik.hub import clock
from mozaik.hub.database import one_writer
from mozaik.hub.language import DJANGO, ENGLISH, language_of
from mozaik.hub.models import Account
from mozaik.hub.signing_in import has_second_factor
from mozaik.wording import say

Answer = Callable[[HttpRequest], HttpResponseBase]
API = "/api/v1/"
_MEMORIES = {tag: Memories() for tag in DJANGO}
"""One for each language: reasons of rank are remembered in words."""
_OPEN = ("account_login", "account_logout", "mfa_authenticate", "choose_language")
_BEFORE_A_FACTOR = ("choose_password", "mfa_activate_totp", *_OPEN)
_WHILE_LOCKED = ("account_reauthenticate", "mfa_reauthenticate", *_OPEN)
SECONDS_BETWEEN_NOTES = 15
"""How exactly a session keeps when its person was last here: it is not written at every page."""
_SEEN, _LOCKED = "seen_at", "locked_at"


def closed_caches(answer: Answer) -> Answer:
    """Nothing that a page says stays in a cache, of the browser or on the way."""

    def guard(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return guard


def sound_text(answer: Answer) -> Answer:
    """A NUL in an address, a cookie or a form makes it no request: no database keeps such text."""

    def guard(request: HttpRequest) -> HttpResponseBase:
        texts = (request.path, *_texts(request.GET), *request.COOKIES.values())
        return _unreadable(request) if _holds_nul(texts) else answer(request)

    def process_view(request: HttpRequest, *_: object) -> HttpResponse | None:
        return _unreadable(request) if _holds_nul(_texts(request.POST)) else None

    guard.process_view = process_view  # type: ignore[attr-defined]
    return guard


def second_factor(answer: Answer) -> Answer:
    """Who is signed in without a second factor sets one up, and does nothing else before."""

    def guard(request: HttpRequest) -> HttpResponseBase:
        account = request.user
        if isinstance(account, Account) and not _is_at(request, _BEFORE_A_FACTOR):
            if not account.has_usable_password():
                return _go(request, "choose_password")
            if not has_second_factor(account):
                return _go(request, "mfa_activate_totp")
        return answer(request)

    return guard


def idle_lock(answer: Answer) -> Answer:
    """A session that was idle for too long is locked until its person shows again who it is."""

    def guard(request: HttpRequest) -> HttpResponseBase:
        if not isinstance(request.user, Account):
            return answer(request)
        session, now = request.session, int(clock.seconds())
        if now - session.get(_SEEN, now) > settings.CONFIG.idle_minutes * 60 and _LOCKED not in session:
            session[_LOCKED] = now
        if _LOCKED in session and _shown_since(request, session[_LOCKED]):
            del session[_LOCKED]
        if _LOCKED in session and not _is_at(request, _WHILE_LOCKED):
            return _go(request, "account_reauthenticate")
        if _LOCKED not in session and now - session.get(_SEEN, 0) >= SECONDS_BETWEEN_NOTES:
            session[_SEEN] = now
        key, was_locked = session.session_key, _LOCKED in session
        response = answer(request)
        if session.modified and session.session_key == key and not was_locked:
            _save_unless_locked(session)
        return response

    return guard


def _save_unless_locked(session: SessionBase) -> None:
    """Save a session; a lock that its person set in another page meanwhile stays."""
    with one_writer():
        stored = type(session)(session.session_key).load()
        if _LOCKED in stored and _LOCKED not in session:
            session[_LOCKED] = stored[_LOCKED]
        if stored:
            session.save()
            session.modified = False


def lock(request: HttpRequest) -> None:
    """Lock a session at once, as its person wishes who leaves the desk."""
    request.session[_LOCKED] = int(clock.seconds())


def remembering(answer: Answer) -> Answer:
    """What one request worked out of WORK is there for the next: a page costs what is on it."""

    def guard(request: HttpRequest) -> HttpResponseBase:
        with kept_memories(_MEMORIES[language_of(request)]):
            return answer(request)

    return guard


def is_locked(request: HttpRequest) -> bool:
    """Whether a session is locked, so that a page shows nothing of what it would."""
    return _LOCKED in request.session


def said_errors(answer: Answer) -> Answer:
    """What is refused is said in plain words, on a page or as JSON: what, why and what to do."""

    def guard(request: HttpRequest) -> HttpResponseBase:
        return answer(request)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, MozaikError):
            return None
        told = {"what": error.what, "why": error.why, "remedy": error.remedy, "lang": ENGLISH}
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({"error": told})
        return render(request, "refused.html", {"error": told}, status=409)

    guard.process_exception = process_exception  # type: ignore[attr-defined]
    return guard


def _texts(fields: QueryDict) -> Iterator[str]:
    for name, values in fields.lists():
        yield name
        yield from values


def _unreadable(request: HttpRequest) -> HttpResponse:
    """The answer to a system in the form of the API; BadRequest, which is said on a page, for all others."""
    if not request.path.startswith(API):
        raise BadRequest("a NUL in a request")
    told = {"what": say("hub.fail.bad_request"), "why": "", "remedy": say("hub.fail.bad_request.remedy")}
    return JsonResponse({"error": told}, status=422)


def _holds_nul(texts: Iterable[str]) -> bool:
    return any("\0" in text for text in texts)


def _is_at(request: HttpRequest, names: tuple[str, ...]) -> bool:
    return request.path in {reverse(name) for name in names}


def _shown_since(request: HttpRequest, locked_at: int) -> bool:
    records = request.session.get("account_authentication_methods", [])
    return any(record.get("reauthenticated") and record["at"] >= locked_at for record in records)


def _go(request: HttpRequest, name: str) -> HttpResponse:
    """To another page, and back here afterwards; a script is told so."""
    back = request.get_full_path() if request.method == "GET" else reverse("home")
    where = f"{reverse(name)}?{urlencode({'next': back})}"
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"go": where})
    return redirect(where)
