"""Files: sealed files sent in, what became of each, and one's own files as they stand on the node."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from mozaik.errors import InvalidInputError
from mozaik.hub import clock, floor, transfers
from mozaik.hub.incoming import put_into_incoming, state_for
from mozaik.hub.models import Account, Transfer, Upload, account_of
from mozaik.hub.views.transfers import sender_of
from mozaik.node import Listed, Node

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class ToldUpload:
    """A file that was sent in: by whom, and how it stands: `waits`, or as the index of the node says."""

    upload: Upload
    state: str
    why: str


@dataclass(frozen=True, slots=True)
class ToldTransfer:
    """A file of one's own that is not whole yet, and how many hundredths of it are here."""

    transfer: Transfer
    percent: int


@require_http_methods(["GET", "POST"])
def files(request: HttpRequest) -> HttpResponse:
    """Send a sealed file in; see what became of those that one's authority sent, and how its files stand."""
    account, node = account_of(request), floor.node()
    if request.method == "POST":
        _take(request, sender_of(request), node)
        return redirect("files")
    listed = {line.sha256: line for line in node.index.listed()}
    sent = Upload.objects.filter(account__reference__startswith=f"{account.authority}/")
    own = sent.select_related("account").order_by("-at")[:MOST_SHOWN]
    shown = {
        "may_send": bool(account.rights.signs),
        "transfers": [_how_far(each) for each in Transfer.objects.filter(account=account)],
        "uploads": [_told(upload, listed.get(upload.sha256)) for upload in own],
        "standing": sorted(_own_lines(listed, account), key=lambda line: (line.kind or "", line.id or "")),
    }
    return render(request, "files.html", shown)


def _take(request: HttpRequest, account: Account, node: Node) -> None:
    """Put what was sent into the node's `incoming`; the node verifies it in a child of its own."""
    sent = request.FILES.get("file")
    if sent is None or not sent.size:
        raise InvalidInputError("no file was sent, or an empty one", remedy="choose a sealed file")
    sha256 = put_into_incoming(node, sent.chunks())
    Upload.objects.create(
        account=account, name=(sent.name or "")[:200], size=sent.size, sha256=sha256, at=clock.now()
    )


def _told(upload: Upload, line: Listed | None) -> ToldUpload:
    return ToldUpload(upload, state_for(upload.account.authority, line), line.why if line else "")


def _how_far(transfer: Transfer) -> ToldTransfer:
    return ToldTransfer(transfer, 100 * transfers.next_offset(transfer) // transfer.size)


def _own_lines(listed: dict[str, Listed], account: Account) -> list[Listed]:
    return [line for line in listed.values() if line.sender == account.authority]
