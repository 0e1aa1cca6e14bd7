"""Hits by the API: what the authority of a system may know of them, in the form of `mozaik hits --json`."""

from typing import Annotated

from django.http import HttpRequest, JsonResponse
from ninja import Query, Router

from mozaik.desk import Explained, Page, Reading, Status, explain, read, reading_as_json
from mozaik.errors import RefusedError
from mozaik.hub import floor
from mozaik.hub.api.document import told
from mozaik.hub.api.systems import asking_of
from mozaik.kinds import HitKind
from mozaik.node import Node
from mozaik.typed_json import to_json

router = Router(tags=["hits"])
MOST = 500
Text = Annotated[str | None, Query(max_length=200)]


@router.get("/hits", openapi_extra=told(Reading, "A page of hits, most important first."))
def hits(
    request: HttpRequest,
    kind: HitKind | None = None,
    status: Status | None = None,
    authority: Text = None,
    item: Text = None,
    after: Text = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
) -> JsonResponse:
    """Hits that the authority may know, as a page; `after` is the last reference of the page before.

    The reading stands in the chain of the authority before it is answered.
    """
    page = Page(kind=kind, status=status, authority=authority, item=item, after=after, limit=limit)
    asking = asking_of(request)
    return JsonResponse(reading_as_json(read(_compared().work, asking, floor.trust(), page)))


@router.get("/hits/{reference}", openapi_extra=told(Explained, "One hit, and what its people said of it."))
def hit(request: HttpRequest, reference: str) -> JsonResponse:
    """One hit by its reference or ticket: why it stands, what is told of it, who of the authority judged it.

    What there is not and what the authority may not know are answered alike.
    """
    asking = asking_of(request)
    return JsonResponse(to_json(explain(_compared().work, reference, asking, floor.trust())))


def _compared() -> Node:
    node = floor.node()
    if not node.is_compared:
        raise RefusedError(
            "nothing has been compared here yet", remedy="ask again after the first cross-check"
        )
    return node
