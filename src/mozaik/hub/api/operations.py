"""Every operation of the API, its description for the signed-in, and its errors in plain words."""

from collections.abc import Callable
from functools import wraps
from inspect import signature

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern
from ninja.errors import AuthenticationError, HttpError, ValidationError

from mozaik.errors import InvalidInputError, MozaikError
from mozaik.hub.api import files, hits
from mozaik.hub.api.document import DescribedAPI
from mozaik.hub.api.systems import HeldToken
from mozaik.wording import say

api = DescribedAPI(
    title="Mozaik hub",
    version="1",
    description="For other systems of an authority that takes part: each answer is what it may know.",
    auth=HeldToken(),
    docs_url=None,
    urls_namespace="api",
)


def _knows_its_parameters(operation: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse a parameter that the operation does not have: a filter with a slip would let everything pass."""
    known = set(signature(operation).parameters) - {"request"}

    @wraps(operation)
    def checked(request: HttpRequest, **given: object) -> HttpResponse:
        in_path = request.resolver_match.kwargs if request.resolver_match else {}
        if set(request.GET) - known.difference(in_path):
            raise InvalidInputError(
                "a parameter is not one of this operation", remedy="see the description of the API"
            )
        return operation(request, **given)

    return checked


api.add_decorator(_knows_its_parameters, mode="operation")
api.add_router("", hits.router)
api.add_router("", files.router)


@api.exception_handler(MozaikError)
def _refused(_request: HttpRequest, error: MozaikError) -> HttpResponse:
    """What a rule refuses, and what cannot be read, in one form."""
    return _told(error.what, error.why, error.remedy, 422 if isinstance(error, InvalidInputError) else 409)


@api.exception_handler(Http404)
def _missing(_request: HttpRequest, _error: Http404) -> HttpResponse:
    return _said("missing", 404)


@api.exception_handler(AuthenticationError)
def _nobody(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    answer = _said("no_token", 401)
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(ValidationError)
def _unreadable(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Which parameters are wrong; never what stood in them."""
    names = sorted({str(fault["loc"][-1]) for fault in error.errors})
    return _told(say("hub.fail.parameter"), ", ".join(names), say("hub.fail.parameter.remedy"), 422)


@api.exception_handler(HttpError)
def _unusable(_request: HttpRequest, error: HttpError) -> HttpResponse:
    return _said("bad_request", error.status_code)


def _said(what: str, status: int) -> HttpResponse:
    return _told(say(f"hub.fail.{what}"), "", say(f"hub.fail.{what}.remedy"), status)


def _told(what: str, why: str, remedy: str, status: int) -> HttpResponse:
    return JsonResponse({"error": {"what": what, "why": why, "remedy": remedy}}, status=status)


urls = [entry for entry in api.urls[0] if isinstance(entry, URLPattern)]
for pattern in urls:
    if pattern.name not in ("openapi-json", "api-root"):
        pattern.callback = login_not_required(pattern.callback)  # a token counts, and no session
