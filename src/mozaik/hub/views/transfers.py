"""Sending a sealed file in, piece by piece, by the script of the page of files."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from mozaik.errors import InvalidInputError, RefusedError
from mozaik.hub import clock, floor, transfers
from mozaik.hub.models import Account, Transfer, Upload, account_of


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Say where the pieces of a file go, and with which of them to go on."""
    account = sender_of(request)
    name, mark, size = (request.POST.get(field, "") for field in ("name", "mark", "size"))
    if not size.isdecimal() or not size.isascii() or len(size) > 15:
        raise InvalidInputError("no file was sent, or an empty one", remedy="choose a sealed file")
    transfer = transfers.begin(account, name, int(size), mark, clock.now())
    return JsonResponse(
        {
            "to": reverse("transfer", args=[transfer.token]),
            "offset": transfers.next_offset(transfer),
            "piece": transfers.PIECE,
        }
    )


@require_POST
def piece(request: HttpRequest, transfer: str) -> HttpResponse:
    """Take the next piece, the body of the request; after the last one the node has the file."""
    own = _own(request, transfer)
    offset = request.headers.get("Piece-Offset", "")
    if not offset.isdecimal() or not offset.isascii() or len(offset) > 15:
        raise InvalidInputError("a piece says at which byte it begins", remedy="send the file by the page")
    data = request.read(transfers.PIECE + 1)
    after = transfers.add(own, int(offset), data)
    if after < own.size:
        return JsonResponse({"offset": after})
    sha256 = transfers.finish(own, floor.node())
    Upload.objects.create(account=own.account, name=own.name, size=own.size, sha256=sha256, at=clock.now())
    return JsonResponse({"done": reverse("files")})


@require_POST
def give_up(request: HttpRequest, transfer: str) -> HttpResponse:
    """Throw away what came of a file of one's own that is not whole."""
    transfers.give_up(_own(request, transfer))
    return redirect("files")


def sender_of(request: HttpRequest) -> Account:
    """Who sends files in; RefusedError for a role that does not."""
    account = account_of(request)
    if not account.rights.signs:
        raise RefusedError(
            f"a person who signs in as {account.role} sends no files", remedy="ask a colleague who does"
        )
    return account


def _own(request: HttpRequest, token: str) -> Transfer:
    """A transfer of one's own; for all others there is none."""
    own = Transfer.objects.filter(account=sender_of(request), token=token).first()
    if own is None:
        raise Http404
    return own
