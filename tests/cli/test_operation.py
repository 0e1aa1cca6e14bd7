"""`mozaik operation` and the vouches of keys, as people type them (hub, section 1)."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from mozaik.cli.main import main
from mozaik.operation import read_operation
from mozaik.seal import SigningKey, TrustStore, save_public_key
from tests.cli.test_options import REFUSALS
from tests.contribution.support import CREATED

PEOPLE = ("SI-GPD/ana", "EU-EC3/maria", "HR-MUP/head", "HR-MUP/iva", "RS-MUP/ana")
NEW = (
    "operation", "new", "mozaik-2023", "--series", "Mozaik", "--framework", "EMPACT", "--from", "2023-11-06",
    "--to", "2023-11-17", "--lead", "SI-GPD", "--coordinator", "EU-EC3", "-o", "m.operation.draft",
)  # fmt: skip


class Desk:
    """A folder with the keys of all people; the trust store knows lead and coordinator alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        store = TrustStore()
        (folder / "home" / "keys").mkdir(parents=True, mode=0o700)
        for person in PEOPLE:
            key = SigningKey.generate(*person.split("/"))
            key.save(folder / "home" / "keys" / f"{person.replace('/', '.')}.key")
            save_public_key(key.trusted(CREATED), folder / f"{person.replace('/', '.')}.pub")
            if person in PEOPLE[:2]:
                store.add(key.trusted(CREATED))
        store.save(folder / "home" / "trust.json")

    def run(self, *words: str) -> tuple[int, str, str]:
        env = {"MOZAIK_HOME": str(self.folder / "home"), "MOZAIK_TRUST": None, "MOZAIK_KEY": None}
        with CliRunner().isolation(env=env) as (out, err, _):
            with pytest.raises(SystemExit) as ended:
                main(list(words))
            return int(ended.value.code or 0), out.getvalue().decode(), err.getvalue().decode()

    def done(self, *words: str) -> str:
        code, out, err = self.run(*words)
        assert code == 0, err
        return out

    def refused(self, *words: str) -> str:
        code, out, err = self.run(*words)
        assert (code in REFUSALS, out) == (True, ""), err
        assert "Remedy: " in err
        return err

    @property
    def trust(self) -> TrustStore:
        return TrustStore.load(self.folder / "home" / "trust.json")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path)


def signed(desk: Desk) -> str:
    """The name of a signed file in which HR-MUP has a vouching key."""
    desk.done(*NEW)
    draft = ("operation", "add", "m.operation.draft")
    desk.done(*draft, "HR-MUP", "--contact", "duty desk", "--vouching", "HR-MUP.head.pub")
    desk.done(*draft, "AT", "--role", "recipient")
    desk.done("operation", "sign", "m.operation.draft", "--by", "SI-GPD/ana")
    desk.done("operation", "sign", "m.operation.draft", "--by", "EU-EC3/maria")
    return "m.operation"


def test_lead_and_coordinator_sign_what_was_put_together(desk: Desk) -> None:
    desk.done(*NEW)
    change = ("operation", "m.operation.draft")
    desk.done(change[0], "add", change[1], "HR-MUP", "--from", "2023-11-06", "--until", "2023-11-30")
    desk.done(change[0], "add", change[1], "HR-MUP", "--contact", "duty desk")
    desk.done(change[0], "add", change[1], "AT", "--role", "recipient")
    desk.done(change[0], "add", change[1], "IT-PP")
    desk.done(change[0], "remove", change[1], "IT-PP")
    desk.done(change[0], "expert", change[1], "HR-MUP/iva", "--skill", "darknet", "--language", "hr",
              "--contact", "desk 2", "--on-call-from", "2023-11-06")  # fmt: skip
    desk.done(change[0], "use-list", change[1], "EU-EC3", "EU-EC3.list-known.1")
    desk.done(change[0], "clocks", change[1], "--urgent-hours", "4")
    shown = desk.done("operation", "show", "m.operation.draft", "--on", "2023-12-01")
    assert "DRAFT, signed by nobody; SI-GPD and EU-EC3 must still sign" in shown
    said = desk.done("operation", "sign", "m.operation.draft", "--by", "SI-GPD/ana")
    assert "EU-EC3 must still sign" in said
    assert "signed by EU-EC3/maria and SI-GPD/ana" in desk.done(
        "operation", "sign", "m.operation.draft", "--by", "EU-EC3/maria"
    )
    shown = desk.done("operation", "show", "m.operation", "--on", "2023-12-01")
    for line in (
        "Mozaik: mozaik-2023 (EMPACT), version 1",
        "HR-MUP  participant  from 2023-11-06, until 2023-11-30, not on 2023-12-01  duty desk",
        "AT      recipient",
        "HR-MUP/iva*  darknet  hr  desk 2",
        "EU-EC3.list-known.1 of EU-EC3",
        "urgent within 4 hours",
    ):
        assert line in shown
    assert "IT-PP" not in shown
    assert max(map(len, shown.splitlines())) <= 120
    told = json.loads(desk.done("operation", "show", "m.operation", "--json"))
    assert told["operation"]["participants"][0] == {
        "authority": "AT", "role": "recipient", "since": None, "until": None, "contact": "",
        "vouching_keys": [], "age_recipients": [],
    }  # fmt: skip
    assert told["is_complete"]


def test_what_was_signed_is_changed_in_a_next_version_alone(desk: Desk) -> None:
    name = signed(desk)
    assert "-o FILE.draft" in desk.refused("operation", "until", name, "HR-MUP", "2023-11-30")
    desk.done("operation", "until", name, "HR-MUP", "2023-11-30", "-o", "m2.operation.draft")
    shown = desk.done("operation", "show", "m2.operation.draft", "--json")
    told = json.loads(shown)["operation"]
    first = read_operation(Path(name), desk.trust)
    assert (told["version"], told["earlier"]) == (2, {"version": 1, "digest": first.sha256})
    assert "mozaik operation until" in desk.refused("operation", "remove", "m2.operation.draft", "HR-MUP")
    desk.done("operation", "sign", "m2.operation.draft", "--by", "SI-GPD/ana")
    assert "void" in desk.refused("operation", "until", "m2.operation.draft", "HR-MUP", "open")
    again = ("operation", "until", "m2.operation.draft", "HR-MUP", "open", "-o", "m2b.draft")
    assert json.loads(desk.done(*again, "--json"))["version"] == 2
    assert "never written over" in desk.refused(*again)


def test_nobody_else_signs_and_nobody_twice(desk: Desk) -> None:
    desk.done(*NEW)
    desk.done("keys", "trust", "RS-MUP.ana.pub", "--key-id", SigningKey.load(
        desk.folder / "home" / "keys" / "RS-MUP.ana.key").key_id)  # fmt: skip
    sign = ("operation", "sign", "m.operation.draft")
    assert "another authority" in desk.refused(*sign, "--by", "RS-MUP/ana")
    assert "not trusted here" in desk.refused(*sign, "--by", "HR-MUP/iva")
    assert "no key is named" in desk.refused(*sign)
    desk.done(*sign, "--by", "SI-GPD/ana")
    desk.refused(*sign, "--by", "SI-GPD/ana")
    assert not (desk.folder / "m.operation").exists()


def test_a_colleague_is_vouched_for_once_and_everybody_takes_the_key_in(desk: Desk) -> None:
    name = signed(desk)
    iva = SigningKey.load(desk.folder / "home" / "keys" / "HR-MUP.iva.key")
    vouch = (
        "keys",
        "vouch",
        "HR-MUP.iva.pub",
        "--operation",
        name,
        "--by",
        "HR-MUP/head",
        "--key-id",
        iva.key_id,
    )
    desk.done(*vouch, "--reason", "compared in person", "-o", "iva.vouch")
    said = desk.done("keys", "accept", "iva.vouch", "--operation", name)
    assert "2 keys taken in" in said  # the vouching key itself, and the colleague's
    known = desk.trust.find(iva.key_id)
    assert known is not None
    assert known.revoked_at is None
    assert "0 keys taken in" in desk.done("keys", "accept", "iva.vouch", "--operation", name)
    desk.done(*vouch, "--reason", "left the service", "--withdraw", "-o", "iva-left.vouch")
    desk.done("keys", "accept", "iva.vouch", "iva-left.vouch", "--operation", name)
    gone = desk.trust.find(iva.key_id)
    assert gone is not None
    assert gone.revoked_reason == "left the service"
    desk.done("keys", "accept", "iva.vouch", "--operation", name)
    assert desk.trust.find(iva.key_id) == gone


def test_a_vouch_of_somebody_else_takes_nothing_in(desk: Desk) -> None:
    name = signed(desk)
    rs = SigningKey.load(desk.folder / "home" / "keys" / "RS-MUP.ana.key")
    vouch = ("keys", "vouch", "RS-MUP.ana.pub", "--operation", name, "--reason", "x", "--key-id", rs.key_id)
    assert "vouches for nobody" in desk.refused(*vouch, "--by", "RS-MUP/ana", "-o", "x.vouch")
    assert not (desk.folder / "x.vouch").exists()
    before = (desk.folder / "home" / "trust.json").read_bytes()
    Path("bad.vouch").write_bytes(b"{}")
    desk.refused("keys", "accept", "bad.vouch", "--operation", name)
    assert (desk.folder / "home" / "trust.json").read_bytes() == before


def test_a_revoked_vouching_key_stays_listed_and_ends_who_it_vouched_for(desk: Desk) -> None:
    name = signed(desk)
    iva, head = (
        SigningKey.load(desk.folder / "home" / "keys" / f"HR-MUP.{who}.key") for who in ("iva", "head")
    )
    desk.done("keys", "vouch", "HR-MUP.iva.pub", "--operation", name, "--by", "HR-MUP/head", "--key-id",
              iva.key_id, "--reason", "met", "-o", "iva.vouch")  # fmt: skip
    desk.done("operation", "revoke", name, head.key_id[:8], "--reason", "lost", "-o", "m2.operation.draft")
    for person in PEOPLE[:2]:
        desk.done("operation", "sign", "m2.operation.draft", "--by", person)
    assert "1 vouching, 1 revoked" in desk.done("operation", "show", "m2.operation")
    desk.done("keys", "accept", "iva.vouch", "--operation", "m2.operation")
    known = desk.trust.find(iva.key_id)
    assert known is not None
    assert known.revoked_at is not None
