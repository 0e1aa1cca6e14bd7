"""Worlds as sealed files: rows of several owners, each under terms of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import md5, sha1, sha256
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from mozaik.contribution import ContributionSpec, SealedSet, read_set, write_contribution, write_list
from mozaik.kinds import SetKind
from mozaik.parties import Authority
from mozaik.records import table_from_rows
from mozaik.seal import SigningKey, TrustStore
from mozaik.terms import (
    PUBLIC,
    Disclosure,
    Handling,
    Purpose,
    Reader,
    ReaderDisclosure,
    Subject,
    Terms,
    TermsSheet,
    Use,
    disclosed,
)
from tests.release.support import NOW
from tests.release.support import terms as plain_terms

DAY = NOW.date()
OWNERS = ("SI-GPD", "HR-MUP", "RS-MUP")
COORDINATOR = "EU-EC3"
READERS = (*OWNERS, COORDINATOR, "HU-NNI")
COUNTRIES = ("SI", "HR", "AT")
LISTS = {"EU-EC3.known": "known", "HR-MUP.known": "known", "RS-MUP.harmless": "harmless"}
SETS = (*(f"{owner}.{n}" for owner in OWNERS for n in (1, 2)), "EU-EC3.records", *LISTS)
LEVELS = (Disclosure.FULL, Disclosure.HIT, Disclosure.SILENT)
CREATED = datetime(2023, 11, 19, 12, 0, tzinfo=UTC)
KEYS = {owner: SigningKey.generate(owner, "ana") for owner in (*OWNERS, COORDINATOR)}
TRUST = TrustStore()
for one in KEYS.values():
    TRUST.add(one.trusted(CREATED))

PDQ = sha256(b"a picture").digest()


def _changed(bits: int) -> bytes:
    return (int.from_bytes(PDQ) ^ ((1 << bits) - 1)).to_bytes(32)


PICTURES = (PDQ, _changed(1), _changed(31), _changed(32), sha256(b"another").digest())
STATES = ("sha256 sha1 md5", "sha256 md5", "sha1 md5", "md5", "sha256", "sha1")
NAMES = (("Јован Јовић", "sr"), ("Jovan Jović", "sr"), ("Jovan Jovic", None), ("Ana Kos", "sl"))
FACTS = (
    ("birth_date", None, "1970-01-02"), ("document", None, "AB123"), ("selector", "phone", "+38640123456"),
    ("selector", "email", "a@post.at"), ("residence", None, "AT"), ("conduct", None, "cryptocurrency"),
)  # fmt: skip
SELECTORS = (
    ("phone", "+38640123456"), ("phone", "+4366412345"), ("email", "a@post.at"), ("email", "info@x.hr"),
    ("account", "forum:fox"),
)  # fmt: skip

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Fact:
    """One row of a set, under terms of its owner."""

    set_id: str
    table: str
    row: Row
    terms: Terms

    @property
    def owner(self) -> str:
        return self.set_id.partition(".")[0]

    def silent_to(self, reader: str) -> bool:
        """Whether the row is nothing to the reader, whatever the cross-check may do with it."""
        return (
            disclosed(self.terms, Reader(reader, reader in READERS), Use.ANALYSIS, DAY) is Disclosure.SILENT
        )


def _digests(content: bytes, states: str, like: bytes | None) -> dict[str, bytes]:
    """The digests that a row states; `like` is another content with the same MD5 and SHA-1."""
    weak = content if like is None else like
    known = {
        "sha256": sha256(content).digest(),
        "sha1": sha1(weak, usedforsecurity=False).digest(),
        "md5": md5(weak, usedforsecurity=False).digest(),
    }
    return {name: digest for name, digest in known.items() if name in states.split()}


CONTENTS = st.sampled_from([b"one", b"two", b"three"])
ITEMS = st.sampled_from(["ITEM-1", "ITEM-2", None])
DIGESTS = st.builds(
    _digests, CONTENTS, st.sampled_from(STATES), st.sampled_from([None, None, None, b"one", b"two"])
)
GRADES = st.fixed_dictionaries(
    {
        "category_scheme": st.sampled_from(["iwf", "iwf", None]),
        "category_code": st.sampled_from(["1", "2", None]),
    }
)


def _media(pdq: bytes, quality: int | None, digests: Row, item: str | None, grade: Row) -> Row:
    known = {name: value for name, value in digests.items() if name != "sha1"}
    return {"pdq": pdq, "quality": quality, **known, "item_id": item, "frame_ms": 0, **grade}


def _action(number: int) -> Row:
    state = "carried-out" if number % 3 else "planned"
    started = datetime(2023, 11, 6 + number, 5, tzinfo=UTC)
    return {
        "action_id": f"A-{number}", "kind": "search", "state": state, "started_at": started,
        "officers": number,
    }  # fmt: skip


def _status(number: int, word: str) -> Row:
    subject, letter = ("victim", "V") if word == "safeguarded" else ("suspect", "P")
    return {
        "about": "person", "about_id": f"{letter}-{number}", "subject": subject, "status": word,
        "on_date": date(2023, 11, 9),
    }  # fmt: skip


def _statement(number: int, figure: str, scope: str) -> Row:
    return {"statement_id": f"S-{number}", "figure": figure, "value": str(number), "scope": scope}


QUALITIES = st.sampled_from([100, 100, 49, None])
SMALL = st.integers(1, 6)
PERSONS = st.sampled_from(["P-1", "P-2", "P-3"])
NO_GRADE = st.just({"category_scheme": None, "category_code": None})
ROWS: Mapping[str, st.SearchStrategy[Row]] = {
    "files": st.builds(
        lambda digests, item, path: {**digests, "size": 3, "item_id": item, "path": path},
        DIGESTS, ITEMS, st.sampled_from(["a.jpg", "b.jpg"]),
    ),
    "media": st.builds(_media, st.sampled_from(PICTURES), QUALITIES, DIGESTS, ITEMS, GRADES | NO_GRADE),
    "selectors": st.builds(
        lambda pair, item, noise: {
            "kind": pair[0], "normal": pair[1], "found": pair[1], "item_id": item, "path": "chat.db",
            "count": 1, "noise": noise,
        },
        st.sampled_from(SELECTORS), ITEMS, st.sampled_from([None, None, "a role address"]),
    ),
    "links": st.builds(
        lambda one, other, item: {
            "relation": "message", "from_kind": one[0], "from_normal": one[1], "to_kind": other[0],
            "to_normal": other[1], "direction": "sent", "item_id": item, "path": "chat.db",
        },
        st.sampled_from(SELECTORS[:3]), st.sampled_from(SELECTORS[:3]), ITEMS,
    ),
    "persons": st.builds(
        lambda person, name, country: {
            "person_id": person, "name_kind": "primary", "full_name": name[0], "language": name[1],
            "subject": "suspect", "country": country,
        },
        PERSONS, st.sampled_from(NAMES), st.sampled_from([None, "AT"]),
    ),
    "person_facts": st.builds(
        lambda person, fact: {
            "person_id": person, "kind": fact[0], "selector_kind": fact[1], "value": fact[2]
        },
        PERSONS, st.sampled_from(FACTS),
    ),
    "items": st.builds(
        lambda n, kind, state: {"item_id": f"ITEM-{n}", "kind": kind, "state": state},
        SMALL, st.sampled_from(["phone", "server"]), st.sampled_from([None, "copied", "seized", "confirmed"]),
    ),
    "actions": SMALL.map(_action),
    "statuses": st.builds(_status, SMALL, st.sampled_from(["identified", "arrested", "safeguarded"])),
    "statements": st.builds(
        _statement, SMALL, st.sampled_from(["raids", "victims_safeguarded", "campaign_countries", "other"]),
        st.sampled_from(["joint", "SI", "HR"]),
    ),
    "entries": st.builds(
        lambda digests, pdq, grade: {**digests, "pdq": pdq, **grade},
        DIGESTS, st.sampled_from([None, *PICTURES]), GRADES,
    ),
}  # fmt: skip
COMPARED = ("files", "media", "selectors", "links", "persons", "person_facts")
REPORTED = ("items", "actions", "statuses", "statements")
UNIQUE = {"items": "item_id", "actions": "action_id", "statements": "statement_id"}
PERSONAL = ("persons", "person_facts", "statuses")


def stated_terms(owner: str, level: Disclosure, **changes: Any) -> Terms:
    """Terms of an owner at one level for the authorities, with changes."""
    return plain_terms(owner, level, **changes)


TERMS = st.tuples(
    st.sampled_from([Disclosure.FULL, Disclosure.HIT, Disclosure.SILENT, Disclosure.SILENT]),
    st.dictionaries(
        st.sampled_from([*READERS, *COUNTRIES, PUBLIC, "*"]),
        st.tuples(st.sampled_from(LEVELS), st.sampled_from([None, DAY, DAY - timedelta(1)])),
        max_size=3,
    ),
    st.sampled_from([None, None, Handling.H1, Handling.H2, Handling.H3]),
    st.sampled_from([False, False, False, True]),
    st.sampled_from([date(2033, 1, 1)] * 4 + [DAY, DAY - timedelta(1)]),
    st.sampled_from("AAB"),
    st.sampled_from(["sorted"] * 7 + ["quarantined", "analysis"]),
)


def _terms_for(table: str, row: Row, owner: str, drawn: tuple[Any, ...]) -> Terms:
    level, entries, code, minor, review_on, grade, sort = drawn
    victim = row.get("subject") == "victim"
    changes: dict[str, Any] = {
        "disclosures": tuple(ReaderDisclosure(r, at, until) for r, (at, until) in sorted(entries.items())),
        "handling": frozenset({Handling.H0, *([code] if code else [])}),
        "handling_note": f"ask {owner} first" if code is Handling.H3 else "",
        "minor": minor,
        "necessity": "needed to find the child" if minor or victim else "",
        "review_on": review_on,
        "source": grade,
    }
    if table in PERSONAL:
        changes["subject"] = Subject.VICTIM if victim else Subject.SUSPECT
    if sort == "quarantined" and not victim:
        changes |= {"subject": Subject.UNKNOWN, "purposes": frozenset()}
    elif sort == "analysis":
        changes["purposes"] = frozenset({Purpose.OPERATIONAL_ANALYSIS})
    return stated_terms(owner, level, **changes)


MISTAKE: Row = {
    "kind": "email", "normal": "a@post.at", "found": "a@post.at", "item_id": "ITEM-1", "path": "chat.db",
    "count": 1, "noise": None,
}  # fmt: skip
"""A row that was in an earlier issue and is no more."""


OPEN = Fact(
    "SI-GPD.1",
    "items",
    {"item_id": "ITEM-0", "kind": "phone", "state": "seized"},
    stated_terms(
        "SI-GPD",
        Disclosure.FULL,
        disclosures=tuple(ReaderDisclosure(name, Disclosure.FULL) for name in (PUBLIC, *COUNTRIES)),
    ),
)
"""A row that everybody sees, so that there is always a contribution."""


@st.composite
def facts(draw: st.DrawFn) -> list[Fact]:
    """The facts of a world; the reader may be anybody."""
    found, keys = [OPEN], set()
    for _ in range(draw(st.integers(8, 26))):
        set_id = draw(st.sampled_from(SETS))
        owner = set_id.partition(".")[0]
        table = "entries" if set_id in LISTS else draw(st.sampled_from((*COMPARED, *COMPARED, *REPORTED)))
        row = draw(ROWS[table])
        if table in UNIQUE:
            key = (set_id, table, row[UNIQUE[table]])
            if key in keys:
                continue
            keys.add(key)
        found.append(Fact(set_id, table, row, _terms_for(table, row, owner, draw(TERMS))))
    return found


@dataclass(frozen=True)
class SealedFiles:
    """How a world becomes files: `made` holds those that two worlds share, by set and rows.

    `anew_for` names a reader: every set of another owner is then sealed under another id, at another time,
    in a file of another name, as the last of a line of `issues` re-issues, and the sets come in the opposite
    order.
    """

    made: dict[str, Path] = field(default_factory=dict)
    anew_for: str = ""
    issues: int = 0

    def is_anew(self, set_id: str) -> bool:
        """Whether a set is sealed anew, as one of another owner."""
        return bool(self.anew_for) and set_id.partition(".")[0] != self.anew_for


def seal_files(folder: Path, world: list[Fact], files: SealedFiles) -> dict[str, Path]:
    """The world as sealed files, by the ids that its rows name."""
    folder.mkdir()
    sets = sorted({fact.set_id for fact in world}, reverse=bool(files.anew_for))
    return {set_id: _seal_once(folder, set_id, world, files) for set_id in sets}


def seal(folder: Path, world: list[Fact]) -> list[SealedSet]:
    """The world as sealed sets, read back and verified."""
    return [read_set(path, TRUST) for path in seal_files(folder, world, SealedFiles()).values()]


def seal_earlier_issue(path: Path, world: list[Fact], files: SealedFiles) -> Path | None:
    """An earlier issue of a contribution of another owner, with one more row; None if there is no such."""
    for set_id in sorted({fact.set_id for fact in world} - set(LISTS)):
        if files.is_anew(set_id):
            mine = [fact for fact in world if fact.set_id == set_id]
            more = Fact(set_id, "selectors", MISTAKE, stated_terms(mine[0].owner, Disclosure.SILENT))
            return _seal_set(path, [*mine, more], f"{set_id}.before0", CREATED - timedelta(days=1), ())
    return None


def _seal_once(folder: Path, set_id: str, world: list[Fact], files: SealedFiles) -> Path:
    mine = [fact for fact in world if fact.set_id == set_id]
    if files.is_anew(set_id):
        new_id = f"{mine[0].owner}.Z{len(mine)}.{set_id.partition('.')[2]}"
        line = tuple(f"{set_id}.before{number}" for number in range(files.issues))
        path, created = folder / f"{len(mine)}-{set_id}-again.bin", CREATED + timedelta(minutes=7 * len(mine))
        return _seal_set(path, mine, new_id, created, line)
    rows = repr(mine)
    if rows not in files.made:
        files.made[rows] = _seal_set(folder / f"{set_id}.sealed", mine, set_id, CREATED, ())
    return files.made[rows]


def _seal_set(path: Path, mine: list[Fact], new_id: str, created: datetime, line: tuple[str, ...]) -> Path:
    unused = stated_terms(mine[0].owner, Disclosure.FULL, name="unused")
    stated = [*{repr(fact.terms): fact.terms for fact in mine}.values(), unused]
    tables = {
        name: table_from_rows(
            name,
            [{**fact.row, "terms_id": stated.index(fact.terms)} for fact in mine if fact.table == name],
        )
        for name in sorted({fact.table for fact in mine})
    }
    owner = unused.owner
    spec = ContributionSpec(
        sender=Authority(owner),
        edition="Mozaik 2023",
        created_at=created,
        id=new_id,
        synthetic=True,
        supersedes=line,
    )
    sheet, kind = TermsSheet(tuple(stated), {}), LISTS.get(mine[0].set_id)
    if kind:
        write_list(path, spec, tables["entries"], sheet, KEYS[owner], SetKind(kind))
    else:
        write_contribution(path, spec, tables, sheet, KEYS[owner])
    return path
