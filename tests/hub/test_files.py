"""Sealed files sent in: the node takes or refuses them, and each authority sees its own alone."""

from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from django.test import Client

from mozaik.hub.incoming import put_into_incoming
from mozaik.hub.models import Upload
from mozaik.hub.roles import HubRole
from tests.hub.house import HR, SI, Hub
from tests.node.house import contribution

ANA, IVA = f"{SI}/ana", f"{HR}/iva"


def send(client: Client, name: str, content: bytes) -> str:
    stream = BytesIO(content)
    stream.name = name
    assert client.post("/files/", {"file": stream}).status_code == 302
    return client.get("/files/").content.decode()


def test_a_sealed_file_waits_and_is_accepted(office: Hub, signed_in: Callable[..., Client]) -> None:
    client = signed_in(ANA)
    made = contribution(office.house, f"{SI}.sent", b"sent in")
    assert "waits to be verified" in send(client, "sent.contribution", made.read_bytes())
    office.house.run_settled()
    page = client.get("/files/").content.decode()
    assert "waits to be verified" not in page
    assert f"{SI}.sent" in page


def test_what_is_no_sealed_file_is_refused_with_reason(office: Hub, signed_in: Callable[..., Client]) -> None:
    client = signed_in(ANA)
    send(client, "\u202enonsense.contribution", b"nonsense")
    office.house.run_settled()
    page = client.get("/files/").content.decode()
    assert "refused" in page
    assert "\u202e" not in page


def test_each_authority_sees_its_own_files_alone(hub: Hub, signed_in: Callable[..., Client]) -> None:
    client, other = signed_in(ANA), signed_in(IVA)
    send(client, "mine.contribution", b"mine alone")
    assert "mine.contribution" not in other.get("/files/").content.decode()
    assert f"{SI}.1" not in other.get("/files/").content.decode()
    assert f"{HR}.1" in other.get("/files/").content.decode()


@pytest.mark.parametrize("role", [HubRole.AUDITOR, HubRole.PROSECUTOR, HubRole.ADMINISTRATOR])
def test_who_signs_nothing_sends_nothing(signed_in: Callable[..., Client], role: HubRole) -> None:
    client = signed_in(f"{SI}/{role}", role)
    assert client.post("/files/", {"file": BytesIO(b"x")}).status_code == 409
    assert Upload.objects.count() == 0


def test_an_empty_file_is_none(signed_in: Callable[..., Client]) -> None:
    client = signed_in(ANA)
    assert client.post("/files/", {"file": BytesIO(b"")}).status_code == 409
    assert client.post("/files/", {}).status_code == 409


def test_a_transfer_that_breaks_off_leaves_nothing(hub: Hub) -> None:
    def breaks() -> Iterator[bytes]:
        yield b"begun"
        raise ConnectionError

    node = hub.node
    before = set(node.incoming.iterdir())
    with pytest.raises(ConnectionError):
        put_into_incoming(node, breaks())
    assert set(node.incoming.iterdir()) == before
