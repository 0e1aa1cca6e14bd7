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
from mozaik.release import Verdict, Work, judge_many, read_hits
from mozaik.terms import Disclosure
from tests.release.support import NOW, TRUST, Holder, Set, World, asks, key_of, write_work
from tests.release.worlds import READERS, level_of, owner_terms, without_silence, worlds

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


def without_silent_pointers(world: World, found: list[Holder], reader: str) -> World:
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


@settings(max_examples=8, deadline=None)
@given(worlds(), pointers, st.sampled_from(READERS))
def test_silent_facts_leave_no_byte_in_a_package(world: World, found: list[Holder], reader: str) -> None:
    full = replace(world, unshared=(*world.unshared, *found))
    with TemporaryDirectory() as folder, TemporaryDirectory() as other:
        whole = drafted(Path(folder), full, reader)
        bare = drafted(Path(other), without_silent_pointers(world, found, reader), reader)
    assert whole == bare
