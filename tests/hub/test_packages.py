"""Packages at the hub: drafted and released by keys that stay in browsers, issued, and followed."""

import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from mozaik import chain
from mozaik.acts import Act, acts_of
from mozaik.exchange import Amendment, Change, Envelope, write_document
from mozaik.hub import clock
from mozaik.hub.roles import HubRole
from mozaik.kinds import HitKind
from mozaik.parties import Authority, PersonRef
from mozaik.release import Asking, Verdict, Work, judge, read_hits
from mozaik.seal import Role, SigningKey, TooFewSignaturesError, TrustStore, verify_sealed
from mozaik.wording import explain_hit
from tests.conftest import REPOSITORY
from tests.hub.house import HR, SI, Hub
from tests.hub.test_language import latin_words, speaks
from tests.hub.visitors import JSON, plain, sign, visitor
from tests.node.house import EC3

ANA, ROK, RIA, IVA = f"{SI}/ana", f"{SI}/rok", f"{SI}/ria", f"{HR}/iva"
NODE = shutil.which("node") or "node"
WHY = "hits of the action days"


@dataclass
class Desk:
    """A hub of the test's own where a hit of HR was confirmed, and who signs there."""

    hub: Hub
    keys: dict[str, SigningKey]
    confirmed: str

    @property
    def work(self) -> Work:
        return Work.open(self.hub.node.work, TrustStore.load(self.hub.trust))

    def draft(self, client: Client, **changes: str) -> dict[str, Any]:
        fields = {"to": HR, "why": WHY, "ground": "", "until": "", **changes}
        return sign(client, "/packages/draft/", "/packages/drafted/", self.keys[ANA], **fields)

    def release(self, client: Client, person: str, name: str = f"{HR}.0001") -> dict[str, Any]:
        return sign(client, f"/packages/{name}/release/", f"/packages/{name}/released/", self.keys[person])

    def file(self, ending: str) -> Path:
        return Path(settings.CONFIG.state / "packages" / SI / f"{HR}.0001.{ending}")


@pytest.fixture
def desk(office: Hub) -> Desk:
    keys = {person: SigningKey.generate(*person.split("/")) for person in (ANA, ROK, RIA, IVA)}
    trust = TrustStore.load(office.trust)
    for person, key in keys.items():
        roles = (Role.RELEASER,) if person in (ROK, RIA) else (Role.OWNER,)
        trust.add(key.trusted(clock.now(), roles))
    trust.save(office.trust)
    work = Work.open(office.node.work, trust)
    asking = Asking.of(work.operation, HR, IVA, "looking", clock.now())
    first = read_hits(work, asking).hits[0].reference
    judge(work, first, Verdict.CONFIRM, keys[IVA], "seen", clock.now())
    return Desk(office, keys, first)


def officer(person: str) -> Client:
    return visitor(person, HubRole.RELEASE_OFFICER)


def events(desk: Desk, reader: str) -> list[str]:
    return [entry.event for entry in chain.entries(desk.hub.node.acts.chain_of(reader))]


def verify_fails(desk: Desk) -> bool:
    """Whether there is no package, and the draft is none."""
    with pytest.raises(TooFewSignaturesError):
        verify_sealed(desk.file("draft"), desk.work.trust)
    return not desk.file("package").exists()


def signed(client: Client, address: str, told: dict[str, Any], key: SigningKey) -> dict[str, Any]:
    """What the hub says to one signature, as the browser brings it back."""
    signature = key._private.sign(bytes.fromhex(told["bytes"])).hex()
    back = {"token": told["token"], "key": key.key_id, "signature": signature}
    answer: dict[str, Any] = client.post(address, back, **JSON).json()  # type: ignore[arg-type]
    return answer


def test_a_preview_shows_what_is_told_and_what_is_held_back_and_is_logged(desk: Desk) -> None:
    before = events(desk, HR), events(desk, SI)
    page = visitor(ANA).get("/packages/preview/", {"to": HR, "why": WHY}).content.decode()
    gets, held = page.split('id="held"')
    assert desk.confirmed in gets.split('id="gets"')[1]
    assert re.findall("Not judged yet", held) == ["Not judged yet"] * 2
    assert "HU-NNI" not in page
    assert events(desk, HR)[len(before[0]) :] == ["read-for-package", "read-pointers"]
    assert events(desk, SI)[len(before[1]) :] == ["read-for-other"]


def test_two_browsers_release_what_one_drafted_and_the_verifier_accepts_it(desk: Desk) -> None:
    """The whole way: draft, two signatures, issue, and what the recipient reads; no key was ever here."""
    assert desk.draft(visitor(ANA)) == {"done": f"/packages/{HR}.0001/"}
    rok, ria = officer(ROK), officer(RIA)
    page = rok.get(f"/packages/{HR}.0001/").content.decode()
    assert desk.confirmed in page
    assert "2 release officers have to sign it still" in page
    assert desk.release(rok, ROK) == {"done": f"/packages/{HR}.0001/"}
    assert not desk.file("package").exists()
    assert desk.release(ria, RIA) == {"done": f"/packages/{HR}.0001/"}
    verified = verify_sealed(desk.file("package"), TrustStore.load(desk.hub.trust))
    assert {signed.key.reference for signed in verified.signatures} == {ROK, RIA}
    verifier = REPOSITORY / "docs" / "formats" / "verify.mjs"
    subprocess.run([NODE, verifier, desk.file("package"), desk.hub.trust], check=True, timeout=60)
    released = acts_of(desk.hub.node.acts, Authority(HR), desk.work.trust, Act.RELEASE)
    assert [(said.person, said.content["missing"]) for said in released] == [(ROK, 1), (RIA, 0)]


def test_an_issued_package_is_read_and_taken_by_its_recipient_alone(desk: Desk) -> None:
    desk.draft(visitor(ANA))
    rok, iva, other = officer(ROK), visitor(IVA), visitor("EU-EC3/mia")
    desk.release(rok, ROK)
    desk.release(officer(RIA), RIA)
    assert "No package for your authority" in iva.get("/packages/").content.decode()
    rok.post(f"/packages/{HR}.0001/issue/")
    page = rok.get(f"/packages/{HR}.0001/").content.decode()
    assert "Sent as number 1 to the node of HR-MUP" in page
    assert "No receipt of HR-MUP has come yet" in page
    found = re.search(
        rf"/packages/received/({HR}\.package\.0001\.[0-9a-f]+)/", iva.get("/packages/").content.decode()
    )
    assert found
    assert desk.confirmed in iva.get(found[0]).content.decode()
    before = events(desk, HR)
    assert iva.post(f"{found[0]}file/").content == desk.file("package").read_bytes()
    assert events(desk, HR)[len(before) :] == ["export-package"]
    pages = [other.get(place) for place in (found[0], "/packages/received/HR-MUP.package.0009.00000000/")]
    assert len({(answer.status_code, plain(answer.content)) for answer in pages}) == 1
    assert other.post(f"{found[0]}file/").status_code == 409


def test_nobody_releases_twice_or_for_another_authority_or_in_another_role(desk: Desk) -> None:
    desk.draft(visitor(ANA))
    rok, ria = officer(ROK), officer(RIA)
    assert "another person" in desk.release(ria, ROK)["error"]["what"]
    assert "in the role releaser" in desk.release(ria, ANA)["error"]["what"]
    assert "drafts no packages" in desk.draft(rok)["error"]["what"]
    desk.release(rok, ROK)
    assert "released it already" in desk.release(rok, ROK)["error"]["what"]
    assert "no package of yours" in desk.release(officer(f"{HR}/rea"), ROK)["error"]["what"]
    assert "releases no packages" in desk.release(visitor(ANA), ANA)["error"]["what"]
    assert verify_fails(desk)


def test_what_is_told_no_more_keeps_a_draft_from_its_release(desk: Desk) -> None:
    """The terms of the day are asked before the first signature of each person, and before the second."""
    desk.draft(visitor(ANA))
    ria, path = officer(RIA), f"/packages/{HR}.0001"
    told = ria.post(f"{path}/release/", **JSON).json()  # type: ignore[arg-type]
    judge(desk.work, desk.confirmed, Verdict.WITHDRAW, desk.keys[IVA], "an error", clock.now())
    late = signed(ria, f"{path}/released/", told, desk.keys[RIA])
    assert "may not be told today" in late["error"]["what"]
    page = officer(ROK).get(f"{path}/").content.decode()
    assert "may not be told today" in page
    assert "data-prepare" not in page
    assert "may not be told today" in desk.release(ria, RIA)["error"]["what"]


def test_an_act_that_waited_too_long_is_prepared_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or whose chain has grown, since somebody read for the recipient meanwhile."""
    desk.draft(visitor(ANA))
    rok, path, key, began = officer(ROK), f"/packages/{HR}.0001", desk.keys[ROK], clock.now()
    act = signed(rok, f"{path}/released/", rok.post(f"{path}/release/", **JSON).json(), key)  # type: ignore[arg-type]
    monkeypatch.setattr(clock, "now", lambda: began + timedelta(seconds=90))
    fresh = signed(rok, f"{path}/released/", act, key)
    visitor(IVA).get("/hits/")
    again = signed(rok, f"{path}/released/", fresh, key)
    assert act["says"] == fresh["says"] == again["says"]
    assert signed(rok, f"{path}/released/", again, key) == {"done": f"{path}/"}


def test_a_draft_whose_chain_has_grown_is_prepared_again(desk: Desk) -> None:
    ana, fields = visitor(ANA), {"to": HR, "why": WHY, "ground": "", "until": ""}
    told = ana.post("/packages/draft/", fields, **JSON).json()  # type: ignore[arg-type]
    visitor(IVA).get("/hits/")
    again = signed(ana, "/packages/drafted/", told, desk.keys[ANA])
    assert again["says"] == told["says"]
    assert signed(ana, "/packages/drafted/", again, desk.keys[ANA]) == {"done": f"/packages/{HR}.0001/"}


def test_what_comes_back_changed_drafts_and_releases_nothing(desk: Desk) -> None:
    ana, key = visitor(ANA), desk.keys[ANA]
    fields = {"to": HR, "why": WHY, "ground": "", "until": ""}
    told = ana.post("/packages/draft/", fields, **JSON).json()  # type: ignore[arg-type]
    signature = key._private.sign(bytes.fromhex(told["bytes"])).hex()
    good = {"token": told["token"], "key": key.key_id, "signature": signature}
    for change in ({"token": told["token"] + "x"}, {"signature": "00" * 64}, {"key": desk.keys[ROK].key_id}):
        answer = ana.post("/packages/drafted/", {**good, **change}, **JSON).json()  # type: ignore[arg-type]
        assert "error" in answer, change
    assert not desk.file("draft").exists()
    assert list(acts_of(desk.hub.node.acts, Authority(HR), desk.work.trust, Act.DRAFT)) == []
    assert ana.post("/packages/drafted/", good, **JSON).json() == {"done": f"/packages/{HR}.0001/"}  # type: ignore[arg-type]


def test_a_participant_drafts_for_its_own_authority_alone(desk: Desk) -> None:
    iva = visitor(IVA)
    page = iva.get("/packages/").content.decode()
    assert re.findall(r'<option value="([A-Z-]+)"', page) == [HR]
    assert iva.get("/packages/preview/", {"to": SI, "why": WHY}).status_code == 409
    assert iva.get("/packages/preview/", {"to": HR, "why": WHY}).status_code == 200


@pytest.mark.parametrize("role", [HubRole.PROSECUTOR, HubRole.AUDITOR, HubRole.ADMINISTRATOR])
def test_packages_are_for_analysis_alone(accounts: None, role: HubRole) -> None:
    client = visitor(f"{SI}/{role}", role)
    for address in ("/packages/", "/packages/preview/?to=HR-MUP&why=case 114", f"/packages/{HR}.0001/"):
        assert client.get(address).status_code == 404
    assert client.post(f"/packages/{HR}.0001/file/").status_code == 404


def test_a_recall_stands_on_the_page_of_its_package(desk: Desk, tmp_path: Path) -> None:
    """What an owner withdraws is recalled from who was told, and the page of the package says so."""
    desk.draft(visitor(ANA))
    rok = officer(ROK)
    desk.release(rok, ROK)
    desk.release(officer(RIA), RIA)
    rok.post(f"/packages/{HR}.0001/issue/")
    gone = Amendment(Change.WITHDRAW, (f"{SI}.1",), PersonRef(ANA), "the warrant fell")
    envelope = Envelope(Authority(SI), (Authority(EC3),), "Mozaik 2023", clock.now(), True)
    write_document(tmp_path / "gone.amendment", gone, envelope, desk.keys[ANA])
    desk.hub.house.arrive(tmp_path / "gone.amendment")
    desk.hub.house.run()
    assert "the warrant fell" in rok.get(f"/packages/{HR}.0001/").content.decode()
    iva = visitor(IVA)
    came = re.search(r"/packages/received/[^/]+/", iva.get("/packages/").content.decode())
    assert came
    assert "One hit of it was recalled" in iva.get(came[0]).content.decode()


def test_what_is_sealed_is_english_whoever_has_it_made(desk: Desk) -> None:
    """One drafts in Latin, one releases in Cyrillic, one in English: the package is the English one."""
    clients = {
        ANA: speaks(ANA, HubRole.ANALYST, "sr-Latn"),
        ROK: speaks(ROK, HubRole.RELEASE_OFFICER, "sr-Cyrl"),
        RIA: officer(RIA),
    }
    assert "done" in desk.draft(clients[ANA])
    page = clients[ROK].get(f"/packages/{HR}.0001/").content.decode()
    assert latin_words(page.replace(WHY, "")) == set()
    for person in (ROK, RIA):
        assert "done" in desk.release(clients[person], person)
    with zipfile.ZipFile(desk.file("package")) as archive:
        stated = json.loads(archive.read("package.json"))
    assert stated["statement"].startswith("Where nothing is told")
    told = {hit["kind_text"] for hit in stated["hits"]}
    assert told == {explain_hit(HitKind(hit["kind"])).title for hit in stated["hits"]} != set()


def issued(desk: Desk) -> str:
    """The address at which the recipient reads a package that was issued."""
    desk.draft(visitor(ANA))
    for person in (ROK, RIA):
        desk.release(officer(person), person)
    officer(ROK).post(f"/packages/{HR}.0001/issue/")
    came = re.search(r"/packages/received/[^/]+/", visitor(IVA).get("/packages/").content.decode())
    assert came
    return came[0]


def report(desk: Desk, place: str, person: str = IVA, **changes: str) -> dict[str, Any]:
    fields = {
        "status": "arrested", "on": str(clock.now().date()), "references": "", "text": "one of two",
        "reference": "HR 9", "grade": "A1", **changes,
    }  # fmt: skip
    return sign(visitor(person), f"{place}report/", f"{place}reported/", desk.keys[person], **fields)


def test_a_recipient_reports_what_came_of_a_package_and_its_sender_reads_it(desk: Desk) -> None:
    place = issued(desk)
    yesterday = str(clock.now().date() - timedelta(days=1))
    assert report(desk, place, status="taken-up", on=yesterday, text="") == {"done": place}
    assert report(desk, place, references=desk.confirmed) == {"done": place}
    for page in (visitor(IVA).get(place), officer(ROK).get(f"/packages/{HR}.0001/")):
        came_of = page.content.decode().split('id="came-of"')[1].split("</section>")[0]
        assert came_of.index("taken up") < came_of.index("person arrested") < came_of.index("one of two")
        assert desk.confirmed in came_of
    first = re.search(rf"{HR}\.outcome\.[0-9a-f]+", visitor(IVA).get(place).content.decode())
    assert first
    assert report(desk, place, status="investigation-opened", on=yesterday, corrects=first[0]) == {
        "done": place
    }
    came_of = visitor(IVA).get(place).content.decode().split('id="came-of"')[1].split("</section>")[0]
    assert "taken up" not in came_of
    assert "investigation opened" in came_of


def test_what_is_no_outcome_of_a_package_of_ones_own_is_refused(desk: Desk) -> None:
    place, to_come = issued(desk), str(clock.now().date() + timedelta(days=2))
    for wrong in (
        {"on": to_come},
        {"references": "H-AAAAAAAAAAAAAAAA"},
        {"status": "unknown"},
        {"grade": ""},
    ):
        assert "error" in report(desk, place, **wrong), wrong
    others = report(desk, place, ANA)["error"]
    assert others == report(desk, "/packages/received/HR-MUP.package.0009.00000000/", ANA)["error"]
    assert "Report what came of it" not in officer(ROK).get(f"/packages/{HR}.0001/").content.decode()
    came_of = visitor(IVA).get(place).content.decode()
    assert "The recipient has reported nothing yet" in came_of
