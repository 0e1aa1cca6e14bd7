"""What is said of files is what a careful person with paper would work out from the same answer.

The slow, obvious twin of `release/material.py` looks only at what a reader was told, and at the list entries
whose owners do not keep them silent (review 1, item 20).
"""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mozaik.crosscheck import crosscheck
from mozaik.kinds import HitTopic
from mozaik.release import Material, Page, Reading, ReleasedHit, ReleasedHolder, Work, read_hits
from mozaik.terms import Disclosure
from tests.crosscheck.support import Maker, entry_row, file_row, media_row, terms_of
from tests.operation.support import signed_operation
from tests.release.support import NOW, TRUST, asks

OWNERS, COORDINATOR = ("SI-GPD", "HR-MUP"), "EU-EC3"
LISTS = {"EU-EC3.known": "known", "HR-MUP.known": "known", "EU-EC3.harmless": "harmless"}
CONTENTS = st.sampled_from([b"one", b"two", b"three"])
STATES = st.sampled_from(["sha256 sha1 md5", "sha256 md5", "sha1 md5", "md5", "sha1", "sha256"])
ZERO = bytes(32)
PICTURES = st.sampled_from(
    [ZERO, b"\x01" + ZERO[1:], b"\xff\xff\xff\x0f" + ZERO[4:], b"\x55" * 32, b"\xaa\x0f" * 16]
)
ITEMS = st.sampled_from(["ITEM-1", "ITEM-2"])
LEVELS = st.sampled_from([Disclosure.FULL, Disclosure.FULL, Disclosure.HIT, Disclosure.SILENT])
TYPES = st.sampled_from([
    {"mime": "image/png"}, {"mime": "text/plain"}, {"path": "b.jpg"}, {"path": "b"}, {"mime": "video/mp4"}
])  # fmt: skip
GRADES = st.sampled_from([{}, {"category_scheme": "iwf", "category_code": "1"},
                          {"category_scheme": "iwf", "category_code": "2"}])  # fmt: skip
Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def _file(content: bytes, states: str, item: str, kind: Mapping[str, str]) -> dict[str, Any]:
    return {**file_row(content, item, states=states), **kind}


def _picture(pdq: bytes, content: bytes | None, item: str, grade: Mapping[str, str]) -> dict[str, Any]:
    return media_row(pdq, content, item, **grade)


FILES = st.lists(st.builds(_file, CONTENTS, STATES, ITEMS, TYPES), min_size=1, max_size=3, unique_by=repr)
MEDIA = st.lists(
    st.builds(_picture, PICTURES, CONTENTS | st.none(), ITEMS, GRADES), max_size=3, unique_by=repr
)
ENTRIES = st.lists(
    st.builds(lambda content, states, more: entry_row(content, states=states, **more), CONTENTS, STATES,
              st.sampled_from([{}, {}, {"pdq": ZERO}, {"pdq": b"\x55" * 32}])),
    min_size=1, max_size=2, unique_by=repr,
)  # fmt: skip
WORLDS = st.tuples(
    st.fixed_dictionaries({owner: st.tuples(FILES, MEDIA, LEVELS) for owner in OWNERS}),
    st.dictionaries(st.sampled_from(sorted(LISTS)), st.tuples(ENTRIES, LEVELS), max_size=3),
)


def sealed(folder: Path, owners: Mapping[str, Any], lists: Mapping[str, Any]) -> tuple[list[Any], list[Any]]:
    make = Maker(folder)
    sets = [
        make(f"{owner}.1", {name: rows for name, rows in (("files", files), ("media", media)) if rows},
             terms=[terms_of(owner, disclosure=level)])
        for owner, (files, media, level) in owners.items()
    ]  # fmt: skip
    made = [
        make(name, {"entries": entries}, list_kind=LISTS[name],
             terms=[terms_of(name.partition(".")[0], disclosure=level)])
        for name, (entries, level) in lists.items()
    ]  # fmt: skip
    return sets, made


DIGESTS = ("sha256", "sha1", "md5")


def strongest_agrees(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    for name in DIGESTS:
        if one.get(name) and other.get(name):
            return bool(one[name] == other[name])
    return False


def files_told(hit: ReleasedHit) -> Iterator[tuple[str, ReleasedHolder]]:
    """The holders that are told with their fields, each by what tells it from others."""
    for holder in hit.holders:
        if (
            holder.level is Disclosure.FULL
            and not holder.set_kind.is_list
            and hit.kind.topic is not HitTopic.CONTACT
        ):
            fields = dict(holder.fields or {})
            stated = tuple(fields.get(name) for name in DIGESTS)
            yield (
                (
                    repr(stated)
                    if any(stated)
                    else repr((holder.authority, holder.unit, sorted(fields.items(), key=repr)))
                ),
                holder,
            )


def depicts(holder: ReleasedHolder) -> bool:
    fields = dict(holder.fields or {})
    if holder.table == "media":
        return True
    mime = str(fields.get("mime") or "")
    return mime.startswith(("image/", "video/")) or (
        not mime and str(fields.get("path") or "").endswith(".jpg")
    )


def expected(
    told: Reading, entries: Sequence[tuple[str, Disclosure, Mapping[str, Any]]]
) -> dict[str, tuple[Any, bool]]:
    """For each hit by reference: what its file is, and whether its grading differs."""
    marks: dict[str, set[str]] = {}
    digests: dict[str, Mapping[str, Any]] = {}
    members = {hit.reference: dict(files_told(hit)) for hit in told.hits}
    for hit in told.hits:
        lists = {str(holder.set_kind) for holder in hit.holders if holder.set_kind.is_list}
        for face, holder in files_told(hit):
            mine = marks.setdefault(face, set())
            digests[face] = dict(holder.fields or {})
            mine |= {"depicts"} if depicts(holder) else set()
            mine |= {"disputed"} if hit.kind.topic is HitTopic.GRADING else set()
            mine |= set() if hit.kind.behaviour.by_likeness else lists
            for kind, level, entry in entries:
                if (holder.own or level is Disclosure.FULL) and strongest_agrees(digests[face], entry):
                    mine.add(kind)
    _share(marks, digests)
    near: list[tuple[str, set[str]]] = []
    for hit in told.hits:
        if hit.kind.behaviour.by_likeness:
            known = {str(holder.set_kind) for holder in hit.holders if holder.set_kind.is_list}
            known |= {m for face in members[hit.reference] for m in marks[face] if m in LISTS.values()}
            near += [(face, known) for face in members[hit.reference]]
    for face, found in near:
        marks[face] |= found
    _share(marks, digests)
    return {
        hit.reference: _answer(hit, [marks[face] for face in members[hit.reference]]) for hit in told.hits
    }


def _share(marks: Mapping[str, set[str]], digests: Mapping[str, Mapping[str, Any]]) -> None:
    changed = True
    while changed:
        changed = False
        for combination, other in combinations(marks, 2):
            if strongest_agrees(digests[combination], digests[other]) and marks[combination] != marks[other]:
                marks[combination] |= marks[other]
                marks[other] |= marks[combination]
                changed = True


def _answer(hit: ReleasedHit, marks: Sequence[set[str]]) -> tuple[Material | None, bool]:
    said = set().union(*marks, {str(holder.set_kind) for holder in hit.holders if holder.set_kind.is_list})
    if hit.kind.topic is HitTopic.CONTACT:
        return None, False
    disputed = "disputed" in said or hit.kind.topic is HitTopic.GRADING
    for kind in (Material.KNOWN, Material.HARMLESS):
        if str(kind) in said:
            return kind, disputed
    shows = "depicts" in said or hit.kind.behaviour.by_likeness
    return (Material.UNKNOWN if shows else Material.OTHER), disputed


def open_entries(lists: Mapping[str, Any], reader: str) -> list[tuple[str, Disclosure, Mapping[str, Any]]]:
    found: list[tuple[str, Disclosure, Mapping[str, Any]]] = []
    for name, (entries, stated) in lists.items():
        level = Disclosure.FULL if name.startswith(reader) else stated
        if level is not Disclosure.SILENT:
            shown = [{d: row[d].hex() for d in DIGESTS if row.get(d)} for row in entries]
            found += [(LISTS[name], level, row) for row in shown]
    return found


@settings(
    deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)  # fmt: skip
@given(WORLDS, st.sets(st.sampled_from([*OWNERS, COORDINATOR]), min_size=1, max_size=1))
def test_what_is_said_of_every_file_is_what_the_told_facts_give(
    world: tuple[Any, Any], readers: set[str]
) -> None:
    owners, lists = world
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        sets, made = sealed(folder, owners, lists)
        crosscheck(sets, made, folder / "work", now=NOW, operation=signed_operation())
        for reader in readers:
            work = Work.open(folder / "work", TRUST)
            told = read_hits(work, asks(work, reader), Page())
            right = expected(told, open_entries(lists, reader))
            said = {
                hit.reference: (hit.material, any(r.code == "grading" for r in hit.reasons))
                for hit in told.hits
            }
            assert said == right
