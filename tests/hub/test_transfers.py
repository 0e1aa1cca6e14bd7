"""Sealed files sent in by pieces: what broke off goes on where it stopped, and ends with the same bytes."""

import hashlib
import shutil
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Route

from mozaik.hub import clock, transfers
from mozaik.hub.models import Account, Transfer, Upload
from mozaik.hub.roles import HubRole
from tests.hub.house import HR, SI, Hub
from tests.hub.visitors import JSON
from tests.hub.walking import Visit, answering, come_in, visiting
from tests.node.house import contribution

ANA, IVO, IVA = f"{SI}/ana", f"{SI}/ivo", f"{HR}/iva"
PIECE = 1000


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    if "browser" not in request.fixturenames:
        monkeypatch.setattr(transfers, "PIECE", PIECE)


def mark_of(content: bytes, piece: int = PIECE) -> str:
    """The mark of a file as docs/hub.md defines it, computed apart from the hub."""
    pieces = [content[at : at + piece] for at in range(0, len(content), piece)]
    return hashlib.sha256(b"".join(hashlib.sha256(each).digest() for each in pieces)).hexdigest()


def begin(client: Client, content: bytes, **changes: object) -> dict[str, Any]:
    fields = {"name": "a.contribution", "size": len(content), "mark": mark_of(content), **changes}
    told: dict[str, Any] = client.post("/files/transfers/", fields, **JSON).json()  # type: ignore[arg-type]
    return told


def put(client: Client, begun: dict[str, Any], content: bytes, offset: int) -> dict[str, Any]:
    """Send the piece of a file that begins at an offset."""
    return put_at(client, begun, content[offset : offset + PIECE], str(offset))


def put_at(client: Client, begun: dict[str, Any], piece: bytes, offset: str) -> dict[str, Any]:
    headers = {"piece-offset": offset, "accept": "application/json"}
    told: dict[str, Any] = client.post(begun["to"], piece, "application/octet-stream", headers=headers).json()
    return told


def send_rest(client: Client, content: bytes) -> dict[str, Any]:
    """Begin, or go on, until the hub is content; what it says last."""
    begun = begin(client, content)
    told = begun
    for _ in range(len(content) // PIECE + 2):
        if "offset" not in told:
            break
        told = put(client, begun, content, told["offset"])
    return told


def lying() -> list[Path]:
    return sorted((settings.CONFIG.state / "transfers").glob("*.part"))


def test_a_file_in_pieces_comes_to_the_node_as_it_is(office: Hub, signed_in: Callable[..., Client]) -> None:
    content = contribution(office.house, f"{SI}.sent", b"sent in pieces").read_bytes()
    client = signed_in(ANA)
    assert send_rest(client, content) == {"done": "/files/"}
    assert [path.read_bytes() for path in office.node.incoming.glob("hub-*")] == [content]
    assert (lying(), Transfer.objects.count()) == ([], 0)
    office.house.run_settled()
    page = client.get("/files/").content.decode()
    assert f"{SI}.sent" in page
    assert "waits to be verified" not in page


def test_what_was_killed_anywhere_goes_on_and_ends_with_the_same_bytes(
    office: Hub, signed_in: Callable[..., Client]
) -> None:
    """Cut at 40 random places: between pieces, in the middle of one, after the last and before the end."""
    client, random = signed_in(ANA), Random(7)
    for number in range(40):
        content = random.randbytes(random.choice((PIECE, 3 * PIECE, 2 * PIECE + 1, 5 * PIECE - 1)))
        begun, told = begin(client, content), {"offset": 0}
        for _ in range(random.randrange(len(content) // PIECE + 1)):
            if told["offset"] + PIECE < len(content):
                told = put(client, begun, content, told["offset"])
        if lying():
            with lying()[0].open("r+b") as stream:
                stream.seek(told["offset"])
                stream.write(content[told["offset"] :][: random.randrange(PIECE + 1)])
        assert send_rest(client, content) == {"done": "/files/"}, number
        came = office.node.incoming / f"hub-{hashlib.sha256(content).hexdigest()}.sealed"
        assert came.read_bytes() == content
        came.unlink()
    assert lying() == []


def test_a_piece_that_came_twice_changes_nothing(office: Hub, signed_in: Callable[..., Client]) -> None:
    client, content = signed_in(ANA), Random(1).randbytes(3 * PIECE)
    begun = begin(client, content)
    assert put(client, begun, content, 0) == {"offset": PIECE}
    assert put(client, begun, content, 0) == {"offset": PIECE}
    assert lying()[0].read_bytes() == content[:PIECE]
    assert "not the next one" in put(client, begun, content, 2 * PIECE)["error"]["what"]
    assert begin(client, content)["offset"] == PIECE


def test_another_file_that_goes_on_in_its_place_is_refused(
    office: Hub, signed_in: Callable[..., Client]
) -> None:
    client, content = signed_in(ANA), Random(2).randbytes(2 * PIECE)
    begun = begin(client, content)
    put(client, begun, content, 0)
    told = put(client, begun, Random(3).randbytes(2 * PIECE), PIECE)
    assert "not the file that was begun" in told["error"]["what"]
    assert list(office.node.incoming.glob("hub-*")) == lying() == []
    assert Upload.objects.count() == Transfer.objects.count() == 0


@pytest.mark.parametrize(
    "changes",
    [{"size": 0}, {"size": transfers.LARGEST + 1}, {"size": "-1"}, {"size": "x"}, {"size": "9" * 40},
     {"mark": "0" * 63}, {"mark": "Z" * 64}],
)  # fmt: skip
def test_what_is_no_file_is_not_begun(
    office: Hub, signed_in: Callable[..., Client], changes: dict[str, object]
) -> None:
    assert "error" in begin(signed_in(ANA), b"x" * 10, **changes)
    assert Transfer.objects.count() == 0


def test_a_piece_is_as_long_as_it_must_be(office: Hub, signed_in: Callable[..., Client]) -> None:
    client, content = signed_in(ANA), bytes(2 * PIECE + 5)
    begun = begin(client, content)
    for offset, length in (("0", PIECE - 1), ("0", PIECE + 1), ("0", 3 * PIECE), ("1", PIECE)):
        assert "not the next one" in put_at(client, begun, bytes(length), offset)["error"]["what"]
    for offset in ("", "-1", "x", "\u0663", "9" * 30):
        assert "at which byte" in put_at(client, begun, bytes(PIECE), offset)["error"]["what"], offset
    assert lying() == []


def test_nobody_has_more_under_way_than_the_limit_and_can_give_up(
    office: Hub, signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(ANA)
    made = [begin(client, bytes([each]) * 9) for each in range(transfers.MOST_OPEN)]
    assert "under way" in begin(client, b"one more")["error"]["what"]
    assert "to" in begin(client, bytes([0]) * 9)
    assert client.post(f"{made[0]['to']}give-up/").status_code == 302
    assert "to" in begin(client, b"one more")
    week = clock.now() + timedelta(days=8)
    monkeypatch.setattr(clock, "now", lambda: week)
    assert "to" in begin(client, b"a week later")
    assert Transfer.objects.count() == 1


def test_a_full_disk_begins_nothing(
    office: Hub, signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What others have begun and not sent yet counts as taken."""
    usage = shutil.disk_usage(office.node.folder)
    free = transfers.KEPT_FREE + 3 * PIECE
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=free))
    assert "to" in begin(signed_in(IVO), bytes(2 * PIECE))
    assert "no room" in begin(signed_in(ANA), bytes(2 * PIECE))["error"]["what"]


def test_a_transfer_is_its_persons_alone_and_nothing_is_given_back(
    office: Hub, signed_in: Callable[..., Client]
) -> None:
    ana, content = signed_in(ANA), Random(4).randbytes(2 * PIECE)
    begun = begin(ana, content)
    put(ana, begun, content, 0)
    for person in (IVO, IVA):
        other = signed_in(person)
        assert "a.contribution" not in other.get("/files/").content.decode()
        answer = other.post(
            begun["to"], content[:PIECE], "application/octet-stream", headers={"piece-offset": "0"}
        )
        assert answer.status_code == other.post(f"{begun['to']}give-up/").status_code == 404
        assert begin(other, content)["offset"] == 0
    assert ana.get(begun["to"]).status_code == ana.get("/files/transfers/").status_code == 405
    assert "50 % of 2,000 B" in ana.get("/files/").content.decode()
    Account.objects.filter(reference=ANA).update(language="sr-Cyrl")
    assert "50 % \u043e\u0434 2.000 B" in ana.get("/files/").content.decode()


@pytest.mark.parametrize("role", [HubRole.AUDITOR, HubRole.PROSECUTOR, HubRole.ADMINISTRATOR])
def test_who_signs_nothing_begins_nothing(
    office: Hub, signed_in: Callable[..., Client], role: HubRole
) -> None:
    assert "sends no files" in begin(signed_in(f"{SI}/{role}", role), b"x")["error"]["what"]


def test_a_browser_that_was_cut_off_goes_on_where_it_stopped(
    office: Hub, browser: Browser, tmp_path: Path
) -> None:
    """The line breaks after one piece; another page, another day, the same file: the rest alone is sent."""
    content = Random(5).randbytes(2 * transfers.PIECE + 77)
    (tmp_path / "large.contribution").write_bytes(content)
    with answering() as address:
        cut_off = Visit(browser.new_context().new_page(), address)
        come_in(cut_off, ANA)
        sent = count()
        cut_off.page.route(
            "**/files/transfers/*/", lambda route: route.abort() if next(sent) else route.fallback()
        )
        cut_off.go("/files/")
        cut_off.page.set_input_files("#file", tmp_path / "large.contribution")
        cut_off.page.click("main form button")
        cut_off.page.wait_for_selector("text=Sent 40 %")
        cut_off.look("sending")
        cut_off.page.context.close()
        assert [path.stat().st_size for path in lying()] == [transfers.PIECE]
        with visiting(browser, address) as ana:
            come_in(ana, ANA)
            offsets: list[str] = []

            def note(route: Route) -> None:
                offsets.append(route.request.headers["piece-offset"])
                route.fallback()

            ana.page.context.route("**/files/transfers/*/", note)
            ana.go("/files/")
            ana.look("a file that is not whole")
            ana.page.set_input_files("#file", tmp_path / "large.contribution")
            ana.press("main form button")
    assert offsets == [str(transfers.PIECE), str(2 * transfers.PIECE)]
    assert [path.read_bytes() for path in office.node.incoming.glob("hub-*")] == [content]
