"""Two worlds that differ only in facts silent to the recipient give byte-identical drafts."""

import hashlib
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from mozaik.package import Drafting, draft_package
from mozaik.parties import Authority, PersonRef
from mozaik.release import Pointer, ReleasedHit, Verdict, Work, judge_many, read_for_package, read_hits
from mozaik.terms import Disclosure
from tests.package.support import custody
from tests.release.support import NOW, TRUST, Holder, Set, World, asks, drafts_for, key_of, write_work
from tests.release.worlds import QUICKLY, READERS, level_of, owner_terms, without_silence, worlds

YES, NO = Verdict.CONFIRM, Verdict.REJECT
NUMBERS = ("+38640123456", "+385911234567", "+36201234567")
OWNERS = ("SI-GPD", "HR-MUP", "HU-NNI")


def _pointer(owner: str, number: str) -> st.SearchStrategy[Holder]:
    fields = {"kind": "phone", "normal": number, "path": "contacts.db"}
    return owner_terms(owner).map(
        lambda stated: Holder(f"{owner}.1", "ITEM-1", stated, table="selectors", fields=fields)
    )


pointers = st.lists(
    st.sampled_from([(owner, number) for owner in OWNERS for number in NUMBERS]).flatmap(
        lambda pair: _pointer(*pair)
    ),
    max_size=4,
    unique_by=repr,
)


def _event(owner: str, unit: str) -> st.SearchStrategy[Holder]:
    return st.builds(
        lambda stated, sequence, event, holder: custody(
            f"{owner}.1", unit, stated, sequence, event, to_holder=holder, sha256_after=b"\x07" * 32
        ),
        owner_terms(owner),
        st.integers(1, 3),
        st.sampled_from(["seized", "sealed", "imaged"]),
        st.sampled_from(["officer A", "Slobodan Tajnović"]),
    )


events = st.lists(
    st.sampled_from([(owner, unit) for owner in OWNERS for unit in ("ITEM-1", "ITEM-2", "ITEM-9")]).flatmap(
        lambda item: _event(*item)
    ),
    max_size=6,
    unique_by=lambda row: (row.set_id, row.unit, row.fields["sequence"]),
)


def items_told(folder: Path, world: World, reader: str) -> set[tuple[str, str]]:
    """The items that hits and pointers name to the reader in full."""
    work = Work.open(write_work(folder / "looked", world), TRUST)
    country = reader[:2] if reader[:2] != "EU" else ""
    read = read_for_package(work, drafts_for(work, reader, "x", "EU-EC3/maria"), country)
    named: list[ReleasedHit | Pointer] = [*read.reading.hits, *read.pointers]
    holders = [holder for told in named for holder in told.holders]
    return {(str(holder.authority), holder.unit) for holder in holders if holder.unit}


def open_events(rows: list[Holder], told: set[tuple[str, str]], reader: str) -> list[Holder]:
    """The reader's own events, and those of others that are full to it, of items that are told."""
    return [
        row
        for row in rows
        if row.terms.owner == reader
        or (level_of(row.terms, reader) is Disclosure.FULL and (row.terms.owner, row.unit) in told)
    ]


def without_silent_rows(world: World, found: list[Holder], reader: str) -> World:
    """The world without what is silent to the reader, pointers included, everything of others sealed anew."""
    bare = without_silence(world, reader)
    stay = [
        row for row in found if row.terms.owner == reader or level_of(row.terms, reader) > Disclosure.SILENT
    ]
    moved = [row if row.terms.owner == reader else replace(row, set_id=f"{row.set_id}.again") for row in stay]
    known = {entry.set_id for entry in bare.sets}
    missing = {row.set_id: row.terms.owner for row in moved if row.set_id not in known}
    more = tuple(
        Set(set_id, owner, created_at="2023-11-11T11:11:11Z") for set_id, owner in sorted(missing.items())
    )
    return replace(bare, sets=(*bare.sets, *more), unshared=(*bare.unshared, *moved))


def drafted(folder: Path, world: World, reader: str) -> bytes:
    """The draft for a reader that has judged all it sees: every other hit rejected."""
    work = Work.open(write_work(folder / "work", world), TRUST)
    person = f"{reader}/ana"
    with patch("secrets.token_bytes", lambda size=32: hashlib.sha256(b"salt").digest()[:size]):
        seen = [hit.reference for hit in read_hits(work, asks(work, reader)).hits]
        verdicts = {name: NO if place % 3 == 2 else YES for place, name in enumerate(seen)}
        judge_many(work, verdicts, key_of(person), "seen", NOW, acknowledge_h3=True)
        path = folder / "x.draft"
        drafting = Drafting(Authority(reader), "action days", PersonRef("EU-EC3/maria"), NOW)
        draft_package(work, drafting, key_of(drafting.person), path)
    return path.read_bytes()


@settings(QUICKLY, max_examples=8)
@given(worlds(), pointers, events, st.sampled_from(READERS))
def test_silent_facts_leave_no_byte_in_a_package(
    world: World, found: list[Holder], chains: list[Holder], reader: str
) -> None:
    """Neither silent holders, pointers and events of custody, nor the custody of items that are not told."""
    full = replace(world, unshared=(*world.unshared, *found, *chains))
    with TemporaryDirectory() as folder, TemporaryDirectory() as other:
        whole = drafted(Path(folder), full, reader)
        told = items_told(Path(folder), full, reader)
        stay = [*found, *open_events(chains, told, reader)]
        bare = drafted(Path(other), without_silent_rows(world, stay, reader), reader)
    assert whole == bare
