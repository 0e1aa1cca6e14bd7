"""Asking by a ticket at the hub: the request, its clock, the owner's own row, and what an answer opens."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from mozaik import chain
from mozaik.hub import clock
from mozaik.hub.roles import HubRole
from mozaik.seal import Kind, Role, SigningKey, TrustStore
from mozaik.terms import Disclosure
from tests.crosscheck.support import terms_of
from tests.hub.house import HR, SI, Hub
from tests.hub.visitors import JSON, plain, sign, visitor
from tests.node.house import EC3, contribution

ANA, IVA, MIA = f"{SI}/ana", f"{HR}/iva", f"{EC3}/mia"
CONDITIONS = {"reference": "SI 114", "grade": "A2"}


@dataclass
class Asking:
    """A hub of the test's own, where a hit of SI says only that HR holds it: its page, and the ticket."""

    hub: Hub
    keys: dict[str, SigningKey]
    hit: str
    ticket: str

    def ask(self, person: str = ANA, **changes: str) -> dict[str, Any]:
        fields = {
            "to": HR, "ticket": self.ticket, "question": "What more is known?", "urgency": "urgent",
            "legal_basis": "article 4", **CONDITIONS, **changes,
        }  # fmt: skip
        return sign(visitor(person), "/requests/asking/", "/requests/asked/", self.keys[person], **fields)

    def answer(self, case: str, person: str = IVA, **changes: str) -> dict[str, Any]:
        fields = {
            "outcome": "given",
            "ground": "",
            "text": "see there",
            "level": "",
            "until": "",
            **CONDITIONS,
        }
        addresses = f"{case}answer/", f"{case}answered/"
        return sign(visitor(person), *addresses, self.keys[person], **{**fields, **changes})

    def documents(self) -> list[str]:
        kinds = (Kind.REQUEST, Kind.ANSWER, Kind.AMENDMENT)
        return [str(line.kind) for line in self.hub.node.index.listed() if line.kind in kinds]


@pytest.fixture
def asking(office: Hub) -> Asking:
    keys = {person: SigningKey.generate(*person.split("/")) for person in (ANA, IVA, MIA)}
    office.house.make.trust = TrustStore.load(office.trust)
    for key in keys.values():
        office.house.make.trust.add(key.trusted(clock.now(), (Role.OWNER,)))
    office.house.make.trust.save(office.trust)
    terms = terms_of(HR, review_on=date(2033, 11, 20), disclosure=Disclosure.HIT)
    office.house.arrive(contribution(office.house, f"{HR}.2", b"mine", terms=(terms,)))
    office.house.run()
    client = visitor(ANA)
    for reference in re.findall(r"/hits/(H-[A-Z0-9]+)/", client.get("/hits/").content.decode()):
        page = client.get(f"/hits/{reference}/").content.decode()
        if link := re.search(r"/requests/ask/\?to=HR-MUP&amp;ticket=(T-[A-Z2-7]{16})", page):
            return Asking(office, keys, f"/hits/{reference}/", link[1])
    raise AssertionError("no hit with a ticket")


def case_of(client: Client) -> str:
    found = re.search(r'"(/requests/SI-GPD\.request\.[0-9a-f]+/)"', client.get("/requests/").content.decode())
    assert found
    return found[1]


def events(asking: Asking, reader: str) -> list[str]:
    return [entry.event for entry in chain.entries(asking.hub.node.acts.chain_of(reader))]


def test_a_ticket_becomes_a_request_and_the_answer_opens_the_row_until_a_day(asking: Asking) -> None:
    assert "What more is known?" not in visitor(IVA).get("/requests/").content.decode()
    assert asking.ask() == {"done": "/requests/"}
    iva, ana = visitor(IVA), visitor(ANA)
    case = case_of(iva)
    assert case_of(ana) == case
    before = events(asking, HR)
    page = iva.get(case).content.decode()
    assert f"{HR}.2" in page
    assert f"{HR}.1" not in page
    assert "Sent as number 1 to the node of HR-MUP" in ana.get(case).content.decode()
    assert events(asking, HR)[len(before) :] == ["read-request", "read-ticket"]
    until = clock.now().date() + timedelta(days=30)
    assert asking.answer(case, level="full", until=str(until)) == {"done": case}
    assert sorted(asking.documents()) == ["amendment", "answer", "request"]
    told = ana.get(asking.hit).content.decode()
    assert asking.ticket not in told
    assert "ITEM-1" in told.split('id="sides"')[1].split("HR-MUP")[1]
    assert "see there" in ana.get(case).content.decode()


def test_what_an_answer_opened_closes_after_its_day(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    asking.ask()
    case, today = case_of(visitor(IVA)), clock.now()
    asking.answer(case, level="full", until=str(today.date()))
    assert asking.ticket not in visitor(ANA).get(asking.hit).content.decode()
    monkeypatch.setattr(clock, "now", lambda: today + timedelta(days=1))
    assert asking.ticket in visitor(ANA).get(asking.hit).content.decode()


def test_a_request_has_a_clock_and_says_when_it_is_overdue(
    asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking.ask()
    iva, asked = visitor(IVA), clock.now()
    assert "Requests to answer" in iva.get("/").content.decode()
    assert "Requests to answer" not in visitor(ANA).get("/").content.decode()
    assert "overdue" not in iva.get("/requests/").content.decode()
    monkeypatch.setattr(clock, "now", lambda: asked + timedelta(days=3, minutes=1))
    assert "overdue" in iva.get("/requests/").content.decode()


def test_requests_of_others_and_none_are_answered_alike(asking: Asking) -> None:
    asking.ask()
    case, mia = case_of(visitor(IVA)), visitor(MIA)
    assert case not in mia.get("/requests/").content.decode()
    pages = [mia.get(place) for place in (case, "/requests/SI-GPD.request.0000000000000000/")]
    assert len({(page.status_code, plain(page.content)) for page in pages}) == 1
    assert "no request of yours" in asking.answer(case, MIA)["error"]["what"]


def test_what_may_not_be_asked_or_answered_is_refused(asking: Asking) -> None:
    assert "error" in asking.ask(grade="Z9")
    assert "error" in asking.ask(question="")
    asking.ask()
    case = case_of(visitor(IVA))
    assert "somebody else" in asking.answer(case, ANA)["error"]["what"]
    assert "error" in asking.answer(case, outcome="refused")
    assert asking.answer(case, outcome="refused", ground="ongoing-investigation") == {"done": case}
    assert "cannot follow" in asking.answer(case)["error"]["what"]
    assert sorted(asking.documents()) == ["answer", "request"]


def test_what_comes_back_changed_keeps_nothing(asking: Asking) -> None:
    ana, key = visitor(ANA), asking.keys[ANA]
    fields = {
        "to": HR, "ticket": asking.ticket, "question": "What?", "urgency": "other",
        "legal_basis": "article 4", **CONDITIONS,
    }  # fmt: skip
    told = ana.post("/requests/asking/", fields, **JSON).json()  # type: ignore[arg-type]
    good = {
        "token": told["token"], "key": key.key_id,
        "signature": key._private.sign(bytes.fromhex(told["bytes"])).hex(),
    }  # fmt: skip
    for change in (
        {"signature": "00" * 64},
        {"token": told["token"] + "x"},
        {"key": asking.keys[IVA].key_id},
    ):
        assert "error" in ana.post("/requests/asked/", {**good, **change}, **JSON).json(), change  # type: ignore[arg-type]
    other = visitor(f"{SI}/ivo").post("/requests/asked/", good, **JSON).json()  # type: ignore[arg-type]
    assert "error" in other
    assert asking.documents() == []


@pytest.mark.parametrize("role", [HubRole.PROSECUTOR, HubRole.AUDITOR, HubRole.ADMINISTRATOR])
def test_requests_are_for_analysis_alone(hub: Hub, accounts: None, role: HubRole) -> None:
    client = visitor(f"{SI}/{role}", role)
    assert client.get("/requests/").status_code == 404
    assert client.get("/requests/ask/?to=HR-MUP&ticket=T-AAAAAAAAAAAAAAAA").status_code == 404
