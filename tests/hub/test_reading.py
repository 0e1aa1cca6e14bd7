"""Reading at the hub: what one authority may know, with a reason, in its chain; and nothing of others."""

from collections.abc import Callable

import pytest
from django.test import Client

from mozaik import chain
from mozaik.hub.roles import HubRole
from tests.hub.house import HR, SI, Hub
from tests.hub.test_signing import first_hit
from tests.hub.visitors import plain

ANA, IVA = f"{SI}/ana", f"{HR}/iva"


def events(hub: Hub, reader: str = SI) -> list[str]:
    return [entry.event for entry in chain.entries(hub.node.acts.chain_of(reader))]


def test_nothing_is_read_without_a_reason(hub: Hub, signed_in: Callable[..., Client]) -> None:
    client = signed_in(ANA, reason="")
    before = len(events(hub))
    for address in ("/", "/hits/", "/hits/H-AAAAAAAAAAAAAAAA/"):
        assert client.get(address).headers["Location"].startswith("/reason/")
    assert len(events(hub)) == before
    assert client.post("/reason/", {"reason": "case 114", "next": "/hits/"}).headers["Location"] == "/hits/"
    assert client.get("/hits/").status_code == 200


def test_a_reason_leads_back_to_this_hub_alone(signed_in: Callable[..., Client]) -> None:
    client = signed_in(ANA, reason="")
    for elsewhere in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:1", ""):
        sent = client.post("/reason/", {"reason": "case 114", "next": elsewhere})
        assert sent.headers["Location"] == "/"


def test_every_page_of_hits_stands_in_the_chain_first(hub: Hub, signed_in: Callable[..., Client]) -> None:
    client = signed_in(ANA)
    reference = first_hit(client)
    before = events(hub)
    for address in ("/", "/hits/", f"/hits/{reference}/"):
        client.get(address)
    assert events(hub)[len(before) :] == ["read-tasks", "read-hits", "read-hits"]


def test_a_hit_of_others_and_one_that_there_is_not_are_answered_alike(
    signed_in: Callable[..., Client],
) -> None:
    theirs = first_hit(signed_in(IVA))
    client = signed_in(ANA)
    pages = [client.get(f"/hits/{name}/") for name in (theirs, "H-AAAAAAAAAAAAAAAA", "nonsense")]
    assert len({(page.status_code, plain(page.content)) for page in pages}) == 1
    assert pages[0].status_code == 409


def test_what_is_silent_is_on_no_page(hub: Hub, signed_in: Callable[..., Client]) -> None:
    client = signed_in(ANA)
    pages = [
        client.get(address).content for address in ("/", "/hits/", f"/hits/{first_hit(client)}/", "/keys/")
    ]
    assert all(b"HU-NNI" not in page for page in pages)


@pytest.mark.parametrize("role", list(HubRole))
def test_a_role_sees_its_places_and_no_others(signed_in: Callable[..., Client], role: HubRole) -> None:
    client = signed_in(f"{SI}/{role}", role)
    home = client.get("/").content.decode()
    reads = role is not HubRole.ADMINISTRATOR
    assert ('href="/hits/"' in home) is reads
    assert ('href="/accounts/"' in home) is (role is HubRole.ADMINISTRATOR)
    assert client.get("/hits/").status_code == (200 if reads else 409)
    assert client.get("/accounts/").status_code == (404 if reads else 200)


def test_filters_and_pages_keep_each_other(signed_in: Callable[..., Client]) -> None:
    client = signed_in(ANA)
    assert "Hits 1 to 3 of 3" in client.get("/hits/?kind=digest").content.decode()
    assert client.get("/hits/?kind=nonsense").status_code == 409
    assert client.get("/hits/?authority=RS-MUP").status_code == 200
    assert client.get("/hits/?after=nonsense").status_code == 409
