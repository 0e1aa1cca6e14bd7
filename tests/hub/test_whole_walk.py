"""Eight people of three authorities, from an empty node to an issued package, by pages alone.

Beside the pages stand only what stands beside them in life: the heads of lead and coordinator sign the
operation file, owners seal their sets, and the node does what it owes.
"""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from mozaik.acts import governing_versions
from mozaik.hub import clock
from mozaik.hub.people import invite
from mozaik.hub.roles import HubRole
from mozaik.node import Node, carry, files_within, init_node, public_key_of, take_files
from mozaik.operation import OperationRole, next_version
from mozaik.seal import SigningKey, TrustStore, changing_trust, load_public_key
from mozaik.terms import Disclosure
from tests.conftest import REPOSITORY
from tests.crosscheck.support import Maker, file_row, terms_of
from tests.hub.databases import ON_SQLITE_ALONE
from tests.hub.house import HR, SI, VOUCHING, Hub
from tests.hub.key_search import Traffic, lying_below, places_of
from tests.hub.test_signing import vouch_file
from tests.hub.walking import (
    Visit,
    accept,
    agree,
    answering,
    is_kept_in,
    judge_next,
    make_key,
    send_in,
    visiting,
    vouch,
)
from tests.node.house import EC3, House
from tests.operation.support import HEADS, HEADS_TRUST, OPERATION, sign_file, takes_part, with_participants

NODE = shutil.which("node") or "node"
ADAM = f"{EC3}/adam"
KAJA, ANA, ROK, RIA, ANTE = (f"{SI}/{name}" for name in ("kaja", "ana", "rok", "ria", "ante"))
IVA, DORA = f"{HR}/iva", f"{HR}/dora"
PEOPLE = {
    KAJA: HubRole.COORDINATOR, ANA: HubRole.ANALYST, ROK: HubRole.RELEASE_OFFICER,
    RIA: HubRole.RELEASE_OFFICER, ANTE: HubRole.AUDITOR, IVA: HubRole.INVESTIGATOR,
    DORA: HubRole.PROTECTION_OFFICER,
}  # fmt: skip
"""Whom the administrator invites."""


@dataclass
class Start:
    """Where everything begins: a node that holds nothing, another one of HR, and who seals and signs."""

    folder: Path
    house: House
    hr_node: Node
    noted: list[bytes] = field(default_factory=list)
    traffic: Traffic = field(default_factory=Traffic)
    visits: dict[str, Visit] = field(default_factory=dict)

    @property
    def node(self) -> Node:
        return self.house.node

    @property
    def downloads(self) -> Path:
        return self.folder / "downloads"

    def run(self) -> None:
        """What is owed, by the clock of the moment."""
        self.house.moment = clock.now()
        self.house.run_settled()

    def saved(self, visit: Visit, selector: str, name: str) -> Path:
        """What a page gives as a file."""
        with visit.page.expect_download() as download:
            visit.page.click(selector)
        download.value.save_as(self.downloads / name)
        return self.downloads / name


@pytest.fixture
def start(hub: Hub, accounts: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    made = tmp_path / "made"
    made.mkdir()
    first = replace(OPERATION, edition="Mozaik 2023")
    heads = [
        takes_part(
            name, OperationRole.LEAD if name == SI else OperationRole.PARTICIPANT,
            vouching_keys=(key.trusted(clock.now()),), age_recipients=(key.age_recipient,),
        )
        for name, key in VOUCHING.items()
    ]  # fmt: skip
    signed = sign_file(made / "first.operation", with_participants(first, *heads))
    node, hr_node = (
        init_node(tmp_path / name, owner, signed, HEADS_TRUST, clock.now(), name)
        for name, owner in (("lyon", EC3), ("zagreb", HR))
    )
    trust = tmp_path / "trust.json"
    HEADS_TRUST.save(trust)
    with changing_trust(trust) as known:
        for each in (node, hr_node):
            known.add(public_key_of(each, clock.now()))
    before, checker = hub.house.checker.trust, hub.house.checker
    checker.trust = trust
    keys = {owner: SigningKey.generate(owner, name) for owner, name in ((SI, "ana"), (HR, "iva"))}
    house = House(node, trust, Maker(made, TrustStore(), keys), checker)
    for key in keys.values():
        house.make.trust.add(key.trusted(clock.now()))
    served = replace(settings.CONFIG, node=node.folder, trust=trust, state=tmp_path / "state")
    monkeypatch.setattr(settings, "CONFIG", served)
    (tmp_path / "downloads").mkdir()
    yield Start(tmp_path, house, hr_node)
    checker.trust = before


@ON_SQLITE_ALONE
def test_eight_people_go_from_an_empty_node_to_an_issued_package(start: Start, browser: Browser) -> None:
    seen: set[str] = set()
    with answering(start.traffic.heard) as address, ExitStack() as open_browsers:
        for person in (ADAM, *PEOPLE):
            visit = visiting(browser, address, seen, start.noted)
            start.visits[person] = open_browsers.enter_context(visit)
        everybody_comes_in(start)
        keys_come_to_count(start)
        sets_are_sent_in_and_compared(start)
        what_is_held_is_judged_searched_and_asked(start)
        package = a_package_is_drafted_released_and_issued(start)
        its_recipient_has_it_and_says_so(start, package)
        who_oversees_reads_the_chains(start)
        assert is_kept_in(start.visits[ANA].page)
    no_private_key_is_anywhere(start)


def everybody_comes_in(start: Start) -> None:
    """The administrator's link is made on the machine, all others on its page of accounts."""
    adam = start.visits[ADAM]
    accept(adam, invite(ADAM, HubRole.ADMINISTRATOR), reads=False)
    adam.look("home without hits")
    for person, role in PEOPLE.items():
        adam.go("/accounts/")
        adam.page.fill("#id_person", person)
        adam.page.select_option("#id_role", str(role))
        adam.press("main button")
        adam.look("accounts")
        accept(start.visits[person], urlsplit(adam.page.inner_text("code.link")).path)
        start.visits[person].look("home of an empty node")
    for path in ("/hits/", "/files/", "/packages/", "/requests/", "/search/"):
        start.visits[ANA].go(path)
        start.visits[ANA].look(f"{path} of an empty node")


def keys_come_to_count(start: Start) -> None:
    """Keys are made in browsers; two of them vouch, once lead and coordinator have listed them."""
    made = {person: make_key(start.visits[person]) for person in (KAJA, ANA, ROK, RIA, IVA)}
    listed = {}
    for person in (KAJA, IVA):
        visit = start.visits[person]
        listed[person] = load_public_key(start.saved(visit, "[data-own-keys] a", f"{person[-4:]}.pub"))
        assert listed[person].key_id == made[person]
    known = governing_versions(start.node.acts)[-1]
    recipients = {HR: (public_key_of(start.hr_node, clock.now()).age_recipient,)}
    with_keys = []
    for key in listed.values():
        named = known.operation.named(key.authority)
        assert named
        age = recipients.get(key.authority, named.age_recipients)
        with_keys.append(replace(named, vouching_keys=(*named.vouching_keys, key), age_recipients=age))
    stated = with_participants(next_version(known.operation, known.digest), *with_keys)
    send_in(start.visits[KAJA], str(sign_file(start.folder / "made" / "next.operation", stated).path))
    start.run()
    for person in (ANA, ROK, RIA):
        vouch(start.visits[KAJA], person, made[person])
    start.visits[KAJA].look("keys that count")
    for person, owner in ((ANA, SI), (IVA, HR)):
        sealing = start.house.make.keys[owner].trusted(clock.now())
        visit = start.visits[person]
        visit.go("/keys/")
        visit.page.set_input_files("#vouch", vouch_file(sealing, start.folder / "made", VOUCHING[owner]))
        visit.press("text=Take the vouch")


def sets_are_sent_in_and_compared(start: Start) -> None:
    """Three sets: two authorities share three files, and of a fourth one tells no more than that."""
    shared = [b"first", b"second", b"third"]
    send_in(start.visits[ANA], sealed(start, f"{SI}.1", *shared, b"mine"))
    send_in(start.visits[IVA], sealed(start, f"{HR}.1", *shared), sealed(
        start, f"{HR}.2", b"mine", disclosure=Disclosure.HIT))  # fmt: skip
    start.run()
    for person, owner in ((ANA, SI), (IVA, HR)):
        start.visits[person].go("/files/")
        page = start.visits[person].page.inner_text("main")
        assert f"{owner}.1" in page
        assert "waits to be verified" not in page
    start.visits[IVA].look("files that stand")


def sealed(start: Start, set_id: str, *contents: bytes, disclosure: Disclosure = Disclosure.FULL) -> str:
    """A set as its owner seals it on its own machine; its path."""
    terms = terms_of(set_id.split(".")[0], review_on=date(2033, 11, 20), disclosure=disclosure)
    rows = {"files": [file_row(content) for content in contents]}
    return str(start.house.make(set_id, rows, terms=(terms,)).path)


def what_is_held_is_judged_searched_and_asked(start: Start) -> None:
    ana, iva = start.visits[ANA], start.visits[IVA]
    ana.go("/")
    ana.look("home")
    for _ in range(2):
        judge_next(ana, "confirm")
        agree(ana)
    assert "confirmed it" in ana.page.inner_text("[aria-labelledby=judged]")
    ana.look("hit that was judged")
    ana.go("/search/")
    ana.page.fill("#question", "ITEM-1")
    ana.press("main form button")
    ana.look("searched")
    hit = page_with_ticket(ana)
    ana.look("hit with a ticket")
    ana.press(f"text=Ask {HR}")
    ana.page.fill("#text", "What more is known of this file?")
    fill_conditions(ana, legal_basis="article 4", reference="SI 114", grade="A2")
    ana.look("ask")
    sign_form(ana)
    ana.look("requests")
    iva.go("/")
    iva.look("home with a request")
    iva.go("/requests/")
    iva.press("main td a")
    iva.page.select_option("#level", "full")
    iva.page.fill("#text", "All of it is told to you now.")
    fill_conditions(iva, reference="HR 7", grade="B2")
    iva.look("request")
    sign_form(iva)
    iva.look("answered")
    ana.go(hit)
    assert f"Ask {HR}" not in ana.page.inner_text("main")


def fill_conditions(visit: Visit, grade: str, **fields: str) -> None:
    for name, value in fields.items():
        visit.page.fill(f"#{name}", value)
    visit.page.select_option("#grade", grade)


def sign_form(visit: Visit) -> None:
    visit.page.click("main form[data-prepare] button.main")
    agree(visit)


def page_with_ticket(visit: Visit) -> str:
    """Open the hit of which no more is told than that HR holds it; its path."""
    visit.go("/hits/")
    paths = [str(link.get_attribute("href")) for link in visit.page.locator("main td a").all()]
    for path in paths:
        visit.go(path)
        if visit.page.locator(f"text=Ask {HR}").count():
            return path
    raise AssertionError("no hit with a ticket")


def a_package_is_drafted_released_and_issued(start: Start) -> Path:
    """One person drafts, two release in their browsers; the file of it passes the independent verifier."""
    ana, ria = start.visits[ANA], start.visits[RIA]
    ana.go("/packages/")
    ana.look("no packages")
    ana.page.select_option("#to", HR)
    ana.press("main form button")
    ana.look("preview")
    sign_form(ana)
    ana.look("draft")
    path = urlsplit(ana.page.url).path
    for person in (ROK, RIA):
        officer = start.visits[person]
        officer.go(path)
        officer.look("to release")
        officer.page.click("text=Release it")
        agree(officer)
    ria.press("text=Issue it")
    ria.look("issued")
    package = start.saved(ria, "text=Take the sealed file", "taken.package")
    ria.go("/packages/")
    ria.look("packages")
    verifier = REPOSITORY / "docs" / "formats" / "verify.mjs"
    subprocess.run([NODE, verifier, package, start.house.trust], check=True, timeout=60)
    return package


def its_recipient_has_it_and_says_so(start: Start, package: Path) -> None:
    """HR's node takes the package from a stick; its receipt is sent in by the page, and shows on it."""
    stick, trust, checker = start.folder / "stick", start.house.keys, start.house.checker
    carry(start.node, stick, trust, clock.now())
    taken = take_files(start.hr_node, files_within(start.hr_node, [stick]), checker, clock.now())
    assert [received.why for received in taken if received.is_refused] == []
    carry(start.hr_node, stick, trust, clock.now())
    receipt = next(stick.glob(f"{HR}/{EC3}/receipt-*"))
    send_in(start.visits[RIA], str(receipt))
    start.run()
    start.visits[RIA].go(f"/packages/{HR}.0001/")
    assert f"Received by the node of {HR}" in start.visits[RIA].page.inner_text("main")
    iva = start.visits[IVA]
    iva.go("/packages/")
    iva.press("main td a")
    iva.look("received")
    taken_out = start.saved(iva, "text=Take the sealed file", "received.package")
    assert taken_out.read_bytes() == package.read_bytes()


def who_oversees_reads_the_chains(start: Start) -> None:
    for person, event in ((ANTE, "draft"), (DORA, "read")):
        overseer = start.visits[person]
        overseer.go("/audit/")
        overseer.look("audit")
        page = overseer.page.inner_text("main")
        assert "whole up to entry" in page
        assert event in page
    start.visits[ADAM].go("/state/")
    start.visits[ADAM].look("state")


def no_private_key_is_anywhere(start: Start) -> None:
    """Neither in what passed nor on disk, and a planted one is found in each place and form."""
    seal = [*start.house.make.keys.values(), *VOUCHING.values(), *HEADS]
    secrets = [*start.noted, *(key._private.private_bytes_raw() for key in seal)]
    assert len(set(secrets)) == 5 + 2 + 2 + 2
    state = settings.CONFIG.state
    lying = list(lying_below(start.node.folder, state, start.downloads))
    assert places_of(secrets, [*start.traffic.passed, *lying]) == []
    (start.downloads / "planted").write_text(start.noted[0].hex())
    assert places_of(secrets, lying_below(start.downloads)) == [str(start.downloads / "planted")]
