"""Sealed files by the API: sent in, how the own ones stand, and what waits to be fetched."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from django.http import FileResponse, Http404, HttpRequest, JsonResponse
from ninja import Query, Router

from mozaik.errors import InvalidInputError
from mozaik.hub import clock, floor
from mozaik.hub.api.document import answers_bytes, told
from mozaik.hub.api.systems import sender_of
from mozaik.hub.incoming import WAITS, put_into_incoming, state_for
from mozaik.hub.models import Account, Upload
from mozaik.node import Listed, waiting_in
from mozaik.parties import Authority
from mozaik.typed_json import to_json

router = Router(tags=["files"])
BLOCK = 1 << 20
_SENT = {
    "requestBody": {
        "required": True,
        "description": "The bytes of one sealed file.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@dataclass(frozen=True, slots=True)
class SentIn:
    """A file as it came: the SHA-256 of its bytes, by which one asks how it stands."""

    sha256: str
    size: int
    state: str


@dataclass(frozen=True, slots=True)
class StandingFile:
    """A file of the own authority, or sent in by it: `waits` to be verified, or as the node says, and why."""

    sha256: str
    id: str | None
    kind: str | None
    state: str
    why: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that waits to be fetched: its name, as other nodes know it, and its size in bytes."""

    name: str
    size: int


@router.post("/files", openapi_extra=told(SentIn, "It waits to be verified.", 202) | _SENT)
def send(request: HttpRequest, name: Annotated[str, Query(max_length=200)] = "") -> JsonResponse:
    """Send a sealed file in, its bytes as the body; the node verifies it in a child process of its own."""
    account, size = sender_of(request), 0

    def blocks() -> Iterator[bytes]:
        nonlocal size
        while block := request.read(BLOCK):
            size += len(block)
            yield block
        if not size:
            raise InvalidInputError("no file was sent, or an empty one", remedy="send its bytes as the body")

    sha256 = put_into_incoming(floor.node(), blocks())
    Upload.objects.create(account=account, name=name, size=size, sha256=sha256, at=clock.now())
    return JsonResponse(to_json(SentIn(sha256, size, WAITS)), status=202)


@router.get("/files", openapi_extra=told(list[StandingFile], "The files of the own authority."))
def files(request: HttpRequest) -> JsonResponse:
    """How the files of the own authority stand, those that it sent and those that wait to be verified."""
    own = _own_files(sender_of(request))
    return JsonResponse(to_json(sorted(own.values(), key=lambda file: file.sha256)), safe=False)


@router.get("/files/{sha256}", openapi_extra=told(StandingFile, "How a file stands."))
def file(request: HttpRequest, sha256: str) -> JsonResponse:
    """How one file of the own authority stands; of others' files there is none."""
    known = _own_files(sender_of(request)).get(sha256)
    if known is None:
        raise Http404
    return JsonResponse(to_json(known))


@router.get("/deliveries", openapi_extra=told(list[Waiting], "What waits, in the order of its numbers."))
def deliveries(request: HttpRequest) -> JsonResponse:
    """The encrypted files that wait for the node of the own authority."""
    return JsonResponse(to_json(list(_waiting(sender_of(request).authority))), safe=False)


@router.get("/deliveries/{name}", openapi_extra=answers_bytes("The file, encrypted to the own node."))
def delivery(request: HttpRequest, name: str) -> FileResponse:
    """One encrypted file that waits for the node of the own authority."""
    authority = sender_of(request).authority
    if name not in {waiting.name for waiting in _waiting(authority)}:
        raise Http404
    node = floor.node()
    path = node.out / node.authority / authority / name
    return FileResponse(
        path.open("rb"), content_type="application/octet-stream", filename=name, as_attachment=True
    )


def _own_files(account: Account) -> dict[str, StandingFile]:
    """By digest: what people and systems of the authority sent, as it stands, and what else it sealed."""
    listed = {line.sha256: line for line in floor.node().index.listed()}
    sent = Upload.objects.filter(account__reference__startswith=f"{account.authority}/")
    digests = set(sent.values_list("sha256", flat=True))
    digests |= {line.sha256 for line in listed.values() if line.sender == account.authority}
    return {sha256: _standing(sha256, account.authority, listed.get(sha256)) for sha256 in digests}


def _standing(sha256: str, authority: Authority, line: Listed | None) -> StandingFile:
    """A file as its authority may know it; of another's, that it came and whether it was taken."""
    state, why = state_for(authority, line), line.why if line else ""
    if line is None or line.sender != authority:
        return StandingFile(sha256, None, None, state, why)
    return StandingFile(sha256, line.id, line.kind, state, why)


def _waiting(authority: Authority) -> Iterator[Waiting]:
    node = floor.node()
    for path in waiting_in(node.out):
        if (path.parent.parent.name, path.parent.name) == (node.authority, authority):
            yield Waiting(path.name, path.stat().st_size)
