"""Alarms at the hub: raised, shown on every page to those whom they concern alone, taken on, referred."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from mozaik import chain
from mozaik.hub import clock
from mozaik.hub.roles import HubRole
from mozaik.seal import Role, SigningKey, TrustStore
from tests.hub.house import HR, SI, Hub
from tests.hub.visitors import JSON, plain, sign, visitor
from tests.node.house import EC3

ANA, IVA, MIA, ROK = f"{SI}/ana", f"{HR}/iva", f"{EC3}/mia", f"{SI}/rok"
HU = "HU-NNI/eva"
CONDITIONS = {"reference": "SI 114", "grade": "B2"}
WHAT = "a child speaks of today"


@dataclass
class Duty:
    """A hub of the test's own, whose people have keys that count."""

    hub: Hub
    keys: dict[str, SigningKey]

    def raise_alarm(self, person: str = ANA, **changes: str) -> dict[str, Any]:
        fields = {"country": "HR", "what": WHAT, "legal_basis": "vital interests", **CONDITIONS, **changes}
        return sign(visitor(person), "/alarms/raising/", "/alarms/raised/", self.keys[person], **fields)

    def say(self, alarm: str, did: str, person: str = IVA, **changes: str) -> dict[str, Any]:
        fields = {"did": did, "text": "on it", "service": "", **CONDITIONS, **changes}
        return sign(visitor(person), f"{alarm}step/", f"{alarm}stepped/", self.keys[person], **fields)

    def alarm(self, person: str = IVA) -> str:
        """The address of the one alarm of a person, by the banner of a page about something else."""
        shown = re.findall(r'class="dangers".*?href="(/alarms/[^"]+/)"', self.page(person, "/keys/"), re.S)
        assert len(shown) == 1
        return str(shown[0])

    def page(self, person: str, path: str, role: HubRole = HubRole.ANALYST) -> str:
        return visitor(person, role).get(path).content.decode()


@pytest.fixture
def duty(office: Hub) -> Duty:
    keys = {person: SigningKey.generate(*person.split("/")) for person in (ANA, IVA, MIA, HU)}
    trust = TrustStore.load(office.trust)
    for key in keys.values():
        trust.add(key.trusted(clock.now(), (Role.OWNER,)))
    trust.save(office.trust)
    return Duty(office, keys)


def test_an_alarm_stands_above_every_page_of_those_whom_it_concerns_and_of_nobody_else(duty: Duty) -> None:
    assert "dangers" not in duty.page(IVA, "/")
    assert duty.raise_alarm() == {"done": "/alarms/"}
    for person, role in ((ANA, HubRole.ANALYST), (IVA, HubRole.ANALYST), (ROK, HubRole.RELEASE_OFFICER)):
        for path in ("/", "/hits/", "/files/", "/keys/", "/search/"):
            page = duty.page(person, path, role)
            assert "A child may be in danger now: HR" in page, (person, path)
            assert WHAT not in page, (person, path)
    for person in (MIA, HU):
        for path in ("/", "/hits/", "/alarms/"):
            assert "in danger now: HR" not in duty.page(person, path), (person, path)
    assert "in danger now" not in duty.page(f"{HR}/adam", "/", HubRole.ADMINISTRATOR)
    assert "in danger now" not in duty.page(f"{HR}/ante", "/", HubRole.AUDITOR)


def test_an_alarm_is_taken_on_referred_and_settled_and_its_page_says_so(duty: Duty) -> None:
    duty.raise_alarm()
    alarm = duty.alarm()
    log = duty.hub.node.acts.chain_of(HR)
    before = len(list(chain.entries(log)))
    assert WHAT in duty.page(IVA, alarm)
    assert [entry.event for entry in chain.entries(log)][before:] == ["read-alarm"]
    assert duty.say(alarm, "take") == {"done": alarm}
    assert "taken on" in duty.page(ANA, alarm)
    assert "error" in duty.say(alarm, "refer")
    assert duty.say(alarm, "refer", service="centre for social work") == {"done": alarm}
    page = duty.page(ANA, alarm)
    assert "centre for social work" in page
    assert "referred" in duty.page(IVA, "/")
    assert "error" in duty.say(alarm, "safe", MIA)
    assert duty.say(alarm, "safe", ANA) == {"done": alarm}
    assert "dangers" not in duty.page(IVA, "/")
    assert "cannot follow" in duty.say(alarm, "take")["error"]["what"]
    assert "Settled" in duty.page(IVA, "/alarms/")


def test_an_alarm_has_a_clock_and_says_when_nobody_has_referred_the_child(
    duty: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    raised = clock.now()
    duty.raise_alarm()
    alarm = duty.alarm()
    assert "overdue" not in duty.page(IVA, "/")
    monkeypatch.setattr(clock, "now", lambda: raised + timedelta(hours=8, minutes=1))
    assert "overdue" in duty.page(IVA, "/")
    duty.say(alarm, "refer", service="centre for social work")
    assert "overdue" not in duty.page(IVA, "/")


def test_alarms_come_first_on_home_before_what_else_waits(duty: Duty) -> None:
    duty.raise_alarm()
    page = duty.page(IVA, "/")
    assert page.index("in danger now: HR") < page.index("<main") < page.index('id="waits"')


def test_alarms_of_others_and_none_are_answered_alike(duty: Duty) -> None:
    duty.raise_alarm()
    alarm, mia = duty.alarm(), visitor(MIA)
    pages = [mia.get(place) for place in (alarm, "/alarms/SI-GPD.urgent.0000000000000000/")]
    assert len({(page.status_code, plain(page.content)) for page in pages}) == 1


def test_what_is_no_alarm_is_refused_and_a_changed_signature_keeps_nothing(duty: Duty) -> None:
    for wrong in (
        {"country": "ZZ"},
        {"country": "H"},
        {"what": ""},
        {"grade": "Z9"},
        {"references": "no\x01"},
    ):
        assert "error" in duty.raise_alarm(**wrong), wrong
    ana, key = visitor(ANA), duty.keys[ANA]
    fields = {"country": "HR", "what": WHAT, "legal_basis": "vital interests", **CONDITIONS}
    told = ana.post("/alarms/raising/", fields, **JSON).json()  # type: ignore[arg-type]
    good = {
        "token": told["token"], "key": key.key_id,
        "signature": key._private.sign(bytes.fromhex(told["bytes"])).hex(),
    }  # fmt: skip
    for change in ({"signature": "00" * 64}, {"key": duty.keys[IVA].key_id}):
        assert "error" in ana.post("/alarms/raised/", {**good, **change}, **JSON).json()  # type: ignore[arg-type]
    officer = visitor(ROK, HubRole.RELEASE_OFFICER)
    assert "error" in officer.post("/alarms/raising/", fields, **JSON).json()  # type: ignore[arg-type]
    assert "dangers" not in duty.page(IVA, "/")


def test_a_locked_session_shows_no_alarm(duty: Duty) -> None:
    duty.raise_alarm()
    client = visitor(IVA)
    client.post("/lock/")
    page = client.get("/sign-in/again/").content.decode()
    assert "in danger" not in page


@pytest.mark.parametrize("role", [HubRole.PROSECUTOR, HubRole.AUDITOR, HubRole.ADMINISTRATOR])
def test_alarms_are_for_analysis_alone(hub: Hub, accounts: None, role: HubRole) -> None:
    client = visitor(f"{SI}/{role}", role)
    for place in ("/alarms/", "/alarms/raise/"):
        assert client.get(place).status_code == 404
