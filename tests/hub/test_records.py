"""Records entered at the hub: kept as a draft, told what is wrong, sealed as `mozaik record` seals them."""

import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mozaik import chain
from mozaik.contribution import SealedSet, read_set
from mozaik.desk import OwnerTerms, Register, Sealing, seal_records
from mozaik.figures import count_figures
from mozaik.hub import clock, record_drafts
from mozaik.hub.models import Account, DraftRow, RecordDraft
from mozaik.hub.roles import HubRole
from mozaik.moments import utc_day
from mozaik.node import Listed, State, compared
from mozaik.seal import Kind, Role, SigningKey, TrustStore
from mozaik.terms import THE_PUBLIC as PUBLIC
from mozaik.terms import Reader, parse_sheet
from mozaik.toml_text import parse_toml
from tests.hub.house import HR, SI, Hub
from tests.hub.visitors import JSON, plain, sign, visitor

ANA, IVO, IVA = f"{SI}/ana", f"{SI}/ivo", f"{HR}/iva"
OWN = Reader(SI, takes_part=True)
_COMMON = """purposes = ["cross-check", "operational-analysis"]
source = "A"
information = "1"
review_on = 2033-11-20
"""
SHEET = f"""
[terms.case]
subject = "no-person"
disclosure = "hit"
disclose = {{ PUBLIC = "hit" }}
{_COMMON}
[terms.suspects]
subject = "suspect"
disclosure = "hit"
disclose = {{ PUBLIC = "hit" }}
{_COMMON}
[terms.victims]
subject = "victim"
necessity = "they are counted"
disclosure = "silent"
disclose = {{ PUBLIC = "hit" }}
{_COMMON}
[apply]
persons = "suspects"
statuses = "suspects"
"""
ROWS: list[tuple[str, dict[str, str]]] = [
    ("actions", {"action_id": "R-1", "kind": "search", "state": "carried-out", "country": "SI",
                 "started_at": "2023-11-06T06:00:00+01:00", "officers": "12"}),
    ("items", {"item_id": "ITEM-1", "kind": "phone", "action_id": "R-1", "state": "seized", "country": "SI",
               "seized_at": "2023-11-06T07:00:00+01:00"}),
    ("custody", {"item_id": "ITEM-1", "sequence": "1", "event": "seized", "at": "2023-11-06T07:00:00+01:00",
                 "verified": "true"}),
    ("persons", {"person_id": "P-1", "full_name": "Janez Vzorec", "subject": "suspect", "country": "si"}),
    ("statuses", {"about": "person", "about_id": "P-1", "subject": "suspect", "status": "arrested",
                  "on_date": "6.11.2023", "country": "SI"}),
    ("statuses", {"about": "person", "about_id": "V-1", "subject": "victim", "status": "safeguarded",
                  "on_date": "2023-11-07", "country": "SI", "terms": "victims"}),
]  # fmt: skip
"""A row of each kind, with its terms where they are others than those of its table."""
TERMS = {"persons": "suspects", "statuses": "suspects"}


@dataclass
class Desk:
    """A hub of the test's own, whose people have keys that count, and an authority with terms."""

    hub: Hub
    keys: dict[str, SigningKey]

    def open(self, person: str = ANA, replaces: str = "") -> int:
        told = visitor(person).post("/record/", {"replaces": replaces})
        return int(told.headers["Location"].strip("/").split("/")[-1])

    def enter(self, draft: int, table: str, fields: dict[str, str], person: str = ANA) -> str:
        stated = {"form": table, "terms": TERMS.get(table, "case"), **fields}
        return visitor(person).post(f"/record/{draft}/", stated).headers["Location"]

    def seal(self, draft: int, person: str = ANA) -> dict[str, Any]:
        place = f"/record/{draft}/"
        return sign(visitor(person), f"{place}seal/", f"{place}sealed/", self.keys[person])

    def lines(self) -> list[Listed]:
        return [line for line in self.hub.node.index.listed() if ".records." in str(line.id)]

    def sets(self) -> list[SealedSet]:
        store, trust = self.hub.node.store, TrustStore.load(self.hub.trust)
        standing = [line for line in self.lines() if line.state is State.ACCEPTED]
        return [read_set(store.path_of(line.sha256), trust) for line in standing]


@pytest.fixture
def desk(office: Hub) -> Iterator[Desk]:
    keys = {person: SigningKey.generate(*person.split("/")) for person in (ANA, IVO, IVA)}
    trust = TrustStore.load(office.trust)
    for key in keys.values():
        trust.add(key.trusted(clock.now(), (Role.OWNER,)))
    trust.save(office.trust)
    visitor(ANA).post("/record/terms/", {"text": SHEET})
    yield Desk(office, keys)
    RecordDraft.objects.all().delete()


def as_sealed(sealed: SealedSet) -> dict[str, list[dict[str, Any]]]:
    return {name: sealed.table(name).to_pylist() for name in sealed.table_names}


def figures_for(reader: Reader, sealed: SealedSet) -> dict[str, object]:
    figures = count_figures([sealed], reader, on=date(2026, 11, 27))
    return {figure.key: figure.value for figure in figures if figure.scope == "joint"}


def by_command(folder: Path, desk: Desk) -> SealedSet:
    """The same rows as CSV files, sealed by the function of `mozaik record`."""
    files = []
    for table in dict.fromkeys(table for table, _ in ROWS):
        rows = [fields for name, fields in ROWS if name == table]
        columns = list(dict.fromkeys(column for fields in rows for column in fields))
        files.append(folder / f"{table}.csv")
        with files[-1].open("w", newline="") as stream:
            writer = csv.DictWriter(stream, columns)
            writer.writeheader()
            writer.writerows(rows)
    terms = OwnerTerms(parse_sheet(parse_toml(SHEET, "sheet"), SI))
    register = Register.of_operation(desk.hub.operation, utc_day(clock.now()))
    sealing = Sealing(folder / "si.contribution", desk.keys[ANA], terms, register, "Mozaik 2023", clock.now())
    seal_records(files, sealing)
    return read_set(folder / "si.contribution", TrustStore.load(desk.hub.trust))


def test_rows_entered_in_a_browser_seal_as_those_of_csv_files_and_count_alike(
    desk: Desk, tmp_path: Path
) -> None:
    draft = desk.open()
    for table, fields in ROWS:
        assert "saved=" in desk.enter(draft, table, fields), fields
    assert desk.seal(draft) == {"done": "/record/"}
    [entered], written = desk.sets(), by_command(tmp_path, desk)
    assert as_sealed(entered) == as_sealed(written)
    assert entered.report == written.report
    assert entered.manifest.default_terms == written.manifest.default_terms
    for reader in (PUBLIC, OWN):
        counted = figures_for(reader, entered)
        assert counted == figures_for(reader, written)
        assert [counted[key] for key in ("raids", "phones_seized", "suspects_arrested_or_charged")] == [1] * 3
    assert counted["victims_safeguarded"] == 1
    assert not RecordDraft.objects.exists()
    desk.hub.house.run()
    assert desk.lines()[0].sha256 in compared(desk.hub.node).taking_part


def test_a_row_with_a_fault_is_told_beside_its_field_and_takes_no_good_row_along(desk: Desk) -> None:
    draft = desk.open()
    desk.enter(draft, *ROWS[0])
    where = desk.enter(draft, "items", {"item_id": "ITEM-2", "kind": "phone", "seized_at": "6 November"})
    assert "row=2" in where
    page = visitor(ANA).get(where.partition("#")[0]).content.decode()
    beside = re.search(r'id="f-seized_at"[^>]*aria-describedby="seized_at-fault".*?</p>', page, re.S)
    assert beside
    assert "A time such as" in beside[0]
    desk.enter(draft, "persons", {"person_id": "P-2", "subject": "suspect"})
    desk.enter(draft, "persons", {"person_id": "P-3", "full_name": "A. B.", "subject": "victim"})
    assert desk.seal(draft) == {"done": "/record/"}
    [sealed] = desk.sets()
    assert {name: sealed.rows[name] for name in sealed.table_names} == {"actions": 1, "terms": 3}
    assert (sealed.report.read, sealed.report.rejected) == (4, 3)
    left = RecordDraft.objects.get(pk=draft)
    assert [row.number for row in left.rows.all()] == [2, 3, 4]
    assert left.set_id != sealed.set_id
    assert "nothing to seal" in desk.seal(draft)["error"]["what"]


def test_a_draft_survives_and_is_changed_removed_and_put_back(desk: Desk) -> None:
    draft = desk.open()
    where = desk.enter(draft, "items", {"item_id": "ITEM-1", "kind": "telephone"})
    page = visitor(IVO).get(where.partition("#")[0]).content.decode()
    mark = re.search(r'name="seen" value="([0-9a-f]+)"', page)
    assert mark
    changed = {"item_id": "ITEM-1", "kind": "phone", "row": "1", "seen": mark[1]}
    assert "saved=1" in desk.enter(draft, "items", changed, IVO)
    late = visitor(ANA).post(f"/record/{draft}/", {"form": "items", "terms": "case", **changed})
    assert late.status_code == 409
    row = DraftRow.objects.get(draft_id=draft)
    assert (row.fields["kind"], row.entered_by) == ("phone", IVO)
    change = f"/record/{draft}/change/"
    visitor(ANA).post(change, {"do": "remove", "row": "1"})
    assert "Put row 1 back" in visitor(ANA).get(f"/record/{draft}/").content.decode()
    assert "nothing to seal" in desk.seal(draft)["error"]["what"]
    visitor(ANA).post(change, {"do": "restore", "row": "1"})
    assert visitor(ANA).post(change, {"do": "discard"}).status_code == 409
    visitor(ANA).post(change, {"do": "remove", "row": "1"})
    visitor(ANA).post(change, {"do": "discard"})
    assert not RecordDraft.objects.exists()


def test_a_draft_replaces_an_earlier_file_and_begins_with_its_rows(desk: Desk) -> None:
    first = desk.open()
    for table, fields in ROWS:
        desk.enter(first, table, fields)
    desk.seal(first)
    [old] = desk.sets()
    second = desk.open(replaces=old.set_id)
    desk.enter(second, "items", {"item_id": "ITEM-9", "kind": "server"})
    desk.seal(second)
    [new] = desk.sets()
    assert new.manifest.supersedes == (old.set_id,)
    assert new.rows["items"] == 2
    for table in ("actions", "persons", "statuses", "custody"):
        assert new.table(table).to_pylist() == old.table(table).to_pylist()
    assert visitor(IVA).post("/record/", {"replaces": new.set_id}).status_code == 409


def test_a_draft_is_sealed_once_and_only_as_it_was_shown(desk: Desk) -> None:
    draft = desk.open()
    desk.enter(draft, *ROWS[0])
    ana, key, place = visitor(ANA), desk.keys[ANA], f"/record/{draft}/"
    told = ana.post(f"{place}seal/", **JSON).json()  # type: ignore[arg-type]
    signature = key._private.sign(bytes.fromhex(told["bytes"])).hex()
    back = {"token": told["token"], "key": key.key_id, "signature": signature}
    other = {**back, "key": desk.keys[IVA].key_id}
    assert "error" in ana.post(f"{place}sealed/", other, **JSON).json()  # type: ignore[arg-type]
    desk.enter(draft, *ROWS[1])
    assert "was changed" in ana.post(f"{place}sealed/", back, **JSON).json()["error"]["what"]  # type: ignore[arg-type]
    assert desk.lines() == []
    assert desk.seal(draft) == {"done": "/record/"}
    assert "error" in desk.seal(draft)
    assert [line.kind for line in desk.lines()] == [Kind.CONTRIBUTION]


def test_a_seal_that_broke_off_after_the_file_was_kept_is_completed_and_not_made_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = desk.open()
    desk.enter(draft, *ROWS[0])
    desk.enter(draft, "items", {"item_id": "ITEM-2", "kind": "none"})

    def killed(_: RecordDraft) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as midway:
        midway.setattr(record_drafts, "_finish", killed)
        with pytest.raises(KeyboardInterrupt):
            desk.seal(draft)
    assert [sealed.rows["actions"] for sealed in desk.sets()] == [1]
    assert "nothing to seal" in desk.seal(draft)["error"]["what"]
    assert [row.table for row in DraftRow.objects.all()] == ["items"]
    assert len(desk.lines()) == 1


def test_drafts_of_others_and_none_are_answered_alike_and_reading_one_is_logged(desk: Desk) -> None:
    draft, iva = desk.open(), visitor(IVA)
    desk.enter(draft, *ROWS[3])
    pages = [iva.get(place) for place in (f"/record/{draft}/", "/record/99999/")]
    assert len({(page.status_code, plain(page.content)) for page in pages}) == 1
    assert f"/record/{draft}/" not in iva.get("/record/").content.decode()
    for act in ("seal", "sealed", "change"):
        assert "error" in iva.post(f"/record/{draft}/{act}/", {"do": "discard"}, **JSON).json()  # type: ignore[arg-type]
    log = desk.hub.node.acts.chain_of(SI)
    before = len(list(chain.entries(log)))
    assert "Janez Vzorec" in visitor(IVO).get(f"/record/{draft}/").content.decode()
    assert [entry.event for entry in chain.entries(log)][before:] == ["read-entered-records"]


def test_terms_that_cannot_be_read_are_refused_with_the_entry_and_what_stood_stays(desk: Desk) -> None:
    ana = visitor(ANA)
    for wrong, told in (("subject = ", "sheet"), (SHEET.replace("PUBLIC", "XX-NOBODY"), "XX-NOBODY")):
        page = ana.post("/record/terms/", {"text": wrong})
        assert page.status_code == 200
        assert told in page.content.decode()
    assert "[terms.suspects]" in ana.get("/record/terms/").content.decode()
    draft = desk.open()
    assert "saved=" in desk.enter(draft, *ROWS[0])


def test_without_terms_the_page_says_to_state_them_first(office: Hub) -> None:
    page = visitor(IVA).get("/record/").content.decode()
    assert "State the terms" in page


@pytest.mark.parametrize("role", [HubRole.RELEASE_OFFICER, HubRole.PROSECUTOR, HubRole.ADMINISTRATOR])
def test_records_are_for_those_who_sign_as_owner(hub: Hub, accounts: None, role: HubRole) -> None:
    client = visitor(f"{SI}/{role}", role)
    for place in ("/record/", "/record/terms/", "/record/1/"):
        assert client.get(place).status_code == 404


def test_a_seal_that_broke_off_is_completed_once_and_takes_no_later_row(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two open it at once: the slower one leaves alone what was entered under the number of a sealed row."""
    draft = desk.open()
    desk.enter(draft, "items", {"item_id": "ITEM-2", "kind": "none"})
    desk.enter(draft, *ROWS[0])

    def killed(_: RecordDraft) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as midway, suppress(KeyboardInterrupt):
        midway.setattr(record_drafts, "_finish", killed)
        desk.seal(draft)
    slow, kept = RecordDraft.objects.get(pk=draft), record_drafts._kept_ids()
    assert record_drafts._is_open(RecordDraft.objects.get(pk=draft), kept)
    desk.enter(draft, *ROWS[1])
    assert record_drafts._is_open(slow, kept)
    assert [row.number for row in DraftRow.objects.all()] == [1, 2]
    assert slow.set_id == RecordDraft.objects.get(pk=draft).set_id


def test_changes_of_a_draft_that_two_hold_are_both_counted(desk: Desk) -> None:
    """A signature over what was shown before either of them is refused."""
    number, account = desk.open(), Account.objects.get(reference=ANA)
    first, second = (RecordDraft.objects.get(pk=number) for _ in range(2))
    for held in (first, second):
        record_drafts.save_row(held, account, ROWS[0][0], ROWS[0][1], 0, "", clock.now())
    assert RecordDraft.objects.get(pk=number).version == first.version + 1 == second.version
