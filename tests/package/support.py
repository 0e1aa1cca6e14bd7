"""A small synthetic world for packages, and the confirmed reading of it."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from mozaik.package import Drafting
from mozaik.parties import Authority, PersonRef
from mozaik.release import Reading, Status, Work, read_for_package
from mozaik.terms import Disclosure, Handling, ReaderDisclosure, Subject, Terms
from tests.release.support import NOW, TRUST, Coverage, Hit, Holder, Set, World, drafts_for, terms, write_work

DRAFTING = Drafting(Authority("SI-GPD"), "joint action days", PersonRef("EU-EC3/maria"), NOW)

OPEN = terms("HR-MUP", Disclosure.FULL, handling=frozenset({Handling.H0, Handling.H1}), source="B")
SHUT = terms("HR-MUP", Disclosure.HIT, information="3")
SERBIAN = terms("RS-MUP", Disclosure.FULL)
OWN = terms("SI-GPD", Disclosure.HIT)
LIST = terms("EU-EC3", Disclosure.FULL)

SETS = (
    Set("SI-GPD.triage.1", "SI-GPD"),
    Set("HR-MUP.triage.1", "HR-MUP"),
    Set("RS-MUP.triage.1", "RS-MUP"),
    Set("EU-EC3.list.1", "EU-EC3", "known"),
)


def file_hit(number: int, *holders: Holder, kind: str = "digest") -> Hit:
    return Hit(kind, bytes([number]) * 32, holders)


def own(unit: str, path: str = "DCIM/0001.jpg", **fields: object) -> Holder:
    return Holder("SI-GPD.triage.1", unit, OWN, fields={"path": path, **fields})


def identifier(number: int, text: str, kind: str, *others: Holder) -> Hit:
    mine = Holder(
        "SI-GPD.triage.1", "ITEM-2", OWN, table="selectors", basis="normal",
        fields={"kind": kind, "normal": text, "found": text, "path": "chat.db"},
    )  # fmt: skip
    return Hit("selector", text.encode(), (mine, *others), value_kind=kind)


def theirs(text: str, kind: str) -> Holder:
    return Holder(
        "RS-MUP.triage.1", "RS-7", SERBIAN, table="selectors", basis="normal",
        fields={"kind": kind, "normal": text, "found": text, "path": "Преузимања/разговор.txt"},
    )  # fmt: skip


def sample_world() -> World:
    """Unknown material with HR (full and hit), identifiers with RS in Cyrillic, known and own material."""
    hits = (
        file_hit(1, own("ITEM-1"), Holder("HR-MUP.triage.1", "HR-3", SHUT)),
        file_hit(2, own("ITEM-1", "=cmd|x.jpg"),
                 Holder("HR-MUP.triage.1", "HR-3", OPEN, fields={"path": "D/a.jpg"})),
        file_hit(3, own("ITEM-2"), Holder("EU-EC3.list.1", "EU-EC3.list.1", LIST, table="entries",
                 fields={"category_scheme": "interpol-baseline", "category_code": "1", "series": "S-12"})),
        file_hit(4, own("ITEM-1"), own("ITEM-2", "copy of it.jpg")),
        identifier(5, "telegram:чика_мика", "account", theirs("telegram:чика_мика", "account")),
        identifier(6, "+38761000001", "phone", theirs("+38761000001", "phone")),
        Hit("picture", b"\x07" * 32, (
            Holder("SI-GPD.triage.1", "ITEM-1", OWN, side="L", table="media", fields={"pdq": b"\x07" * 32}),
            Holder("RS-MUP.triage.1", "RS-7", SERBIAN, side="R", table="media", fields={"pdq": b"\x08" * 32}),
        ), right=b"\x08" * 32, value_kind="pdq", distance=12),
    )  # fmt: skip
    victims = terms("HR-MUP", Disclosure.FULL, subject=Subject.VICTIM, necessity="identification")
    coverage = (
        Coverage("SI-GPD.triage.1", "files", OWN, rows=120),
        Coverage("HR-MUP.triage.1", "files", OPEN, rows=80),
        Coverage("HR-MUP.triage.1", "files", SHUT, rows=7),
        Coverage("RS-MUP.triage.1", "selectors", SERBIAN, rows=33),
        Coverage("EU-EC3.list.1", "entries", LIST, rows=500),
        Coverage(
            "HR-MUP.triage.1",
            "persons",
            victims,
            "not_compared",
            "subject category may not be cross-checked",
            2,
        ),
    )
    return World(SETS, hits, coverage)


def sample_work(folder: Path) -> Work:
    return Work.open(write_work(folder / "work", sample_world()), TRUST)


def confirmed_reading(work: Work, drafting: Drafting = DRAFTING, count: int | None = None) -> Reading:
    """The reading with its first `count` hits (or all) confirmed."""
    asked = (drafting.recipient, drafting.reason, drafting.person, drafting.now)
    reading = read_for_package(work, drafts_for(work, *asked)).reading
    hits = tuple(
        replace(hit, status=Status.CONFIRMED) if count is None or place < count else hit
        for place, hit in enumerate(reading.hits)
    )
    return replace(reading, hits=hits)


def pointing(owner: str, kind: str, text: str, level: Disclosure, **fields: object) -> Holder:
    """A selector that takes part in no hit: full to the coordinator, at a level to Austria, else silent."""
    named = (ReaderDisclosure("AT", level), ReaderDisclosure("EU-EC3", Disclosure.FULL))
    stated = terms(owner, Disclosure.SILENT, disclosures=named)
    shown = {"kind": kind, "normal": text, "found": text, "path": "contacts.db", **fields}
    return Holder(f"{owner}.triage.1", "ITEM-8", stated, table="selectors", fields=shown)


def pointing_work(folder: Path, *rows: Holder) -> Work:
    """The sample world with rows that point to countries."""
    return Work.open(write_work(folder / "work", replace(sample_world(), unshared=rows)), TRUST)


def named(set_id: str, unit: str, side: str, name: str, language: str) -> Holder:
    owner = set_id.partition(".")[0]
    return Holder(
        set_id, unit, terms(owner, Disclosure.FULL), side=side, table="persons",
        fields={"full_name": name, "language": language, "subject": "suspect"},
    )  # fmt: skip


def custody(set_id: str, unit: str, stated: Terms, sequence: int, event: str, **fields: object) -> Holder:
    """An event in the custody of an item, an hour after the event before it."""
    at = datetime(2023, 11, 9, 6 + sequence, tzinfo=UTC)
    told = {"sequence": sequence, "event": event, "at": at, **fields}
    return Holder(set_id, unit, stated, table="custody", fields=told)


def chains() -> tuple[Holder, ...]:
    """The custody of an own item with holders, seals and digests, and of an item of another."""
    si, rs = "SI-GPD.triage.1", "RS-MUP.triage.1"
    stage: dict[str, object] = {"place": "Ljubljana", "reason": "search", "origin": "invented"}
    return (
        custody(si, "ITEM-1", OWN, 1, "seized", to_holder="officer A", seal_new="S-1", **stage),
        custody(si, "ITEM-1", OWN, 2, "handed-over", from_holder="officer A", to_holder="laboratory",
                seal_old="S-1", seal_new="S-1"),
        custody(si, "ITEM-1", OWN, 3, "imaged", seal_old="S-1", seal_new="S-2", sha256_before=b"\x05" * 32,
                sha256_after=b"\x05" * 32, verified=True),
        custody(rs, "RS-7", SERBIAN, 1, "seized", to_holder="службеник Б", place="Београд"),
        custody(rs, "RS-7", SERBIAN, 2, "imaged", sha256_after=b"\x06" * 32),
    )  # fmt: skip


def full_world() -> World:
    """A world with two spellings of a name, pictures with places, custody, a pointer to the reader."""
    name = Hit(
        "name", "Јован Јовић".encode(),
        (named("SI-GPD.triage.1", "P-1", "L", "Јован Јовић", "sr"),
         named("RS-MUP.triage.1", "P-2", "R", "Jovan Jovic", "sr")),
        b"Jovan Jovic", "name", "birth_date",
    )  # fmt: skip
    file = {"item_id": "ITEM-1", "sha256": b"\x07" * 32, "path": "DCIM/7.jpg", "deleted": True}
    picture = Hit("picture", b"\x09" * 32, (
        Holder("SI-GPD.triage.1", "ITEM-1", OWN, side="L", table="media",
               fields={"pdq": b"\x09" * 32, "sha256": b"\x07" * 32}),
        Holder("RS-MUP.triage.1", "RS-7", SERBIAN, side="R", table="media", fields={"pdq": b"\x08" * 32}),
    ), right=b"\x08" * 32, value_kind="pdq", distance=3)  # fmt: skip
    world = sample_world()
    lying = Holder("SI-GPD.triage.1", "ITEM-1", OWN, fields=file)
    pointer = pointing("HR-MUP", "phone", "+4366012345678", Disclosure.FULL)
    return replace(world, hits=(*world.hits, name, picture), unshared=(lying, pointer, *chains()))
