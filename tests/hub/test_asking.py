"""Asking by a ticket at the hub: the request, its clock, the owner's own row, and what an answer opens."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from mozaik import chain
from mozaik.contribution import read_set
from mozaik.exchange import Permit
from mozaik.hub import clock
from mozaik.hub.roles import HubRole
from mozaik.node import amendments_of
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


def test_selectors_come_as_a_set_for_the_asked_alone_and_its_page_shows_what_it_holds(asking: Asking) -> None:
    house = asking.hub.house
    terms = terms_of(HR, review_on=date(2033, 11, 20), disclosure=Disclosure.SILENT)
    rows = [
        {
            "kind": "email",
            "normal": "x@mail.example",
            "found": "x",
            "item_id": "ITEM-7",
            "path": "a",
            "count": 1,
        }
    ]
    house.arrive(house.make(f"{HR}.3", {"selectors": rows}, terms=(terms,)).path)
    told = asking.ask(ticket="", selectors="email:X@mail.example\nphone: 041 234 567")
    assert told == {"done": "/requests/"}
    [facts] = [line for line in asking.hub.node.index.listed() if ".asked." in str(line.id)]
    sealed = read_set(asking.hub.node.store.path_of(facts.sha256), TrustStore.load(asking.hub.trust))
    assert sealed.table("selectors").column("normal").to_pylist() == ["x@mail.example", "+38641234567"]
    assert [named.reader for named in sealed.terms[0].disclosures] == [HR]
    case = case_of(visitor(IVA))
    assert "Nothing that you may know" in visitor(IVA).get(case).content.decode()
    house.run()
    page = visitor(IVA).get(case).content.decode()
    assert re.search(r'id="held".*?/hits/H-', page, re.S)
    assert "ITEM-7" not in visitor(ANA).get(case).content.decode()
    assert 'id="held"' not in visitor(ANA).get(case).content.decode()


def test_of_a_request_with_selectors_nothing_is_kept_before_both_are_signed(asking: Asking) -> None:
    ana, key = visitor(ANA), asking.keys[ANA]
    fields = {
        "to": HR, "selectors": "email:x@mail.example", "question": "Who?", "urgency": "other",
        "legal_basis": "article 4", **CONDITIONS,
    }  # fmt: skip
    first = ana.post("/requests/asking/", fields, **JSON).json()  # type: ignore[arg-type]
    signature = key._private.sign(bytes.fromhex(first["bytes"])).hex()
    back = {"token": first["token"], "key": key.key_id, "signature": signature}
    second = ana.post("/requests/asked/", back, **JSON).json()  # type: ignore[arg-type]
    assert second["bytes"] != first["bytes"]
    wrong = {"token": second["token"], "key": key.key_id, "signature": signature}
    assert "error" in ana.post("/requests/asked/", wrong, **JSON).json()  # type: ignore[arg-type]
    assert asking.documents() == []
    assert [line for line in asking.hub.node.index.listed() if ".asked." in str(line.id)] == []
    assert "error" in asking.ask(ticket="", selectors="email:none")
    assert "error" in asking.ask(ticket="", to=SI)


def test_the_owner_permits_a_use_of_its_rows_until_a_day(asking: Asking) -> None:
    asking.ask()
    case, until = case_of(visitor(IVA)), clock.now().date() + timedelta(days=30)
    assert "fill in both" in asking.answer(case, lifts="H1")["error"]["remedy"]
    permit = {"lifts": "H1", "use": "court", "permit_until": str(until)}
    assert asking.answer(case, level="full", **permit) == {"done": case}
    amended = [each.content for each in amendments_of(asking.hub.node, TrustStore.load(asking.hub.trust))]
    [said] = [content for content in amended if isinstance(content, Permit)]
    assert (said.reader, said.lifts, said.use, said.until, len(said.rows)) == (SI, "H1", "court", until, 1)
    assert {row.set_id for row in said.rows} == {f"{HR}.2"}
    assert sorted(asking.documents()) == ["amendment", "amendment", "answer", "request"]


def test_who_is_asked_back_makes_its_request_clearer(asking: Asking) -> None:
    asking.ask()
    case = case_of(visitor(IVA))
    assert "Make it clearer" not in visitor(ANA).get(case).content.decode()
    asking.answer(case, outcome="clarification", text="Which phone?")
    assert "Make it clearer" in visitor(ANA).get(case).content.decode()
    clearer = {"clarifies": case.strip("/").split("/")[1], "question": "The one of 6 November."}
    assert asking.ask(**clearer) == {"done": "/requests/"}
    page = visitor(IVA).get(case).content.decode()
    assert "The one of 6 November." in page
    assert asking.answer(case) == {"done": case}
    assert "error" in asking.ask(**clearer)


@pytest.mark.parametrize("role", [HubRole.PROSECUTOR, HubRole.AUDITOR, HubRole.ADMINISTRATOR])
def test_requests_are_for_analysis_alone(hub: Hub, accounts: None, role: HubRole) -> None:
    client = visitor(f"{SI}/{role}", role)
    assert client.get("/requests/").status_code == 404
    assert client.get("/requests/ask/?to=HR-MUP&ticket=T-AAAAAAAAAAAAAAAA").status_code == 404
