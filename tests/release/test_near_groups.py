"""Near pictures in groups: what a reader is told is what somebody with paper works out from what it may know.

The slow, obvious twin takes the rows that a reader may know, compares each with each, and cuts nothing before
(the cross-check at scale, section 1).
"""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations, cycle, product
from pathlib import Path

import numpy as np
import pytest

from mozaik.crosscheck import crosscheck
from mozaik.crosscheck.matchers.perceptual import nearest_form
from mozaik.media import dihedral_forms
from mozaik.release import Material, PictureGroup, Reading, Work, read_hits
from mozaik.release.forest import Forest
from mozaik.release.references import reference_of, reference_text
from mozaik.terms import Disclosure, ReaderDisclosure, Terms
from mozaik.work import FEW
from tests.crosscheck.support import Maker, entry_row, media_row, read_work, terms_of
from tests.operation.support import signed_operation
from tests.release.support import NOW, TRUST, asks

OWNERS = ("SI-GPD", "HR-MUP", "HU-NNI")
READERS = (*OWNERS, "RS-MUP")
KEY = bytes(range(32))


@dataclass(frozen=True)
class Picture:
    """A row about a picture: whose, on which item, its value, who may know it, and its content."""

    owner: str
    item: str
    pdq: bytes
    terms: Terms
    content: bytes = b""

    def level(self, reader: str) -> Disclosure:
        named = {entry.reader: entry.level for entry in self.terms.disclosures}
        return Disclosure.FULL if reader == self.owner else named.get(reader, self.terms.disclosure)


Pair = tuple[int, bytes, bytes]
"""Distance, left and right value; of one value on two files the right one is empty."""


def turned(value: bytes, form: int) -> bytes:
    return bytes(dihedral_forms(np.frombuffer(value, np.uint8).reshape(1, 32))[form, 0])


def changed(value: bytes, bits: Iterable[int]) -> bytes:
    return (int.from_bytes(value) ^ sum(1 << bit for bit in bits)).to_bytes(32)


def film(draw: random.Random, length: int, step: int = 12) -> list[bytes]:
    """Pictures of a slow film: each near the next ones, the first and the last far apart."""
    frames, order = [draw.randbytes(32)], draw.sample(range(256), 256)
    for at in range(1, length):
        frames.append(changed(frames[-1], order[at * step : (at + 1) * step]))
    return [turned(frame, draw.randrange(8)) for frame in frames]


def cross_checked(
    folder: Path,
    rows: Sequence[Picture],
    listed: Sequence[Mapping[str, object]] = (),
    sealing: Maker | None = None,
) -> Work:
    make = sealing or Maker(folder)
    sets = []
    for owner in dict.fromkeys(row.owner for row in rows):
        mine = [row for row in rows if row.owner == owner]
        sheet = list(dict.fromkeys(row.terms for row in mine))
        media = [
            {
                **media_row(row.pdq, row.content or repr(row).encode(), row.item),
                "terms_id": sheet.index(row.terms),
            }
            for row in mine
        ]
        sets.append(make(f"{owner}.1", {"media": media}, terms=sheet))
    lists = [make("XX-INT.known", {"entries": listed}, list_kind="known")] if listed else []
    crosscheck(
        sets, lists, folder / "WORK", now=NOW, operation=signed_operation(), operation_key=KEY, replace=True
    )  # fmt: skip
    return Work.open(folder / "WORK", TRUST)


def pairing(rows: Sequence[Picture], pair: Pair) -> Iterator[tuple[Picture, Picture]]:
    """The rows of both sides of a pair that are not on one item of one owner."""
    for left in rows:
        for right in rows:
            if (left.pdq, right.pdq) == pair[1:] and (left.owner, left.item) != (right.owner, right.item):
                yield left, right


def twin(rows: Sequence[Picture], reader: str) -> set[Pair]:
    """The near pairs that a reader is told, worked out from what it may know and from nothing else."""
    known = [row for row in rows if row.level(reader) > Disclosure.SILENT]
    near: dict[Pair, list[tuple[Picture, Picture]]] = {}
    for left, right in combinations(sorted({row.pdq for row in known}), 2):
        pair = nearest_form(left, right)[0], left, right
        if pair[0] <= 31 and (behind := list(pairing(known, pair))):
            near[pair] = behind
    everything, full = Forest(), Forest()
    for pair in sorted(near):
        everything.join(*pair[1:])
    told = {pair for pair in near if everything.size_of(pair[1]) <= FEW}
    first: dict[tuple[bytes, str], Pair] = {}
    for pair in sorted(near):
        levels = [(left.level(reader), right.level(reader)) for left, right in near[pair]]
        if (Disclosure.FULL, Disclosure.FULL) in levels and full.join(*pair[1:]):
            told.add(pair)
        for row, other in [both for left, right in near[pair] for both in ((left, right), (right, left))]:
            if Disclosure.HIT in (row.level(reader), other.level(reader)):
                first.setdefault((row.pdq, other.owner), pair)
    told |= set(first.values())
    shown = {
        pair: {
            (row.pdq, row.owner, row.item) for both in near[pair] for row in both if row.level(reader) == 2
        }
        for pair in near
    }
    covered = set().union(*(shown[pair] for pair in told))
    for cell in set().union(*shown.values()) - covered:
        told.add(min(pair for pair in near if cell in shown[pair]))
    return told


def references(work: Work, reader: str, pairs: Iterable[Pair]) -> dict[str, Pair]:
    """The reader's references of pairs, worked out a second time."""
    named = {}
    for pair in pairs:
        text = f"picture|pdq|{pair[1].hex()}|{pair[2].hex()}|"
        named[reference_text(reference_of(work.key, reader, sha256(text.encode()).digest()[:16]))] = pair
    return named


def some_rows(draw: random.Random) -> list[Picture]:
    values = [*film(draw, draw.choice([9, 12, 15]), draw.choice([4, 12, 25])), *film(draw, 4, 10)]
    sheets = {owner: [some_terms(owner, number, draw) for number in range(2)] for owner in OWNERS}
    rows = []
    for value in [*values, *draw.choices(values, k=8)]:
        owner = draw.choice(OWNERS)
        rows.append(Picture(owner, f"ITEM-{draw.randrange(3)}", value, draw.choice(sheets[owner])))
    return list(dict.fromkeys(rows))


def some_terms(owner: str, number: int, draw: random.Random) -> Terms:
    levels = [Disclosure.FULL, Disclosure.FULL, Disclosure.HIT, Disclosure.SILENT]
    named = tuple(
        ReaderDisclosure(reader, draw.choice(levels)) for reader in sorted(READERS) if reader != owner
    )
    return terms_of(owner, f"sheet {number}", disclosure=draw.choice(levels), disclosures=named)


@pytest.mark.parametrize("seed", range(6))
def test_each_reader_is_told_what_the_twin_works_out(tmp_path: Path, seed: int) -> None:
    rows = some_rows(random.Random(seed))
    work = cross_checked(tmp_path, rows)
    for reader in READERS:
        expected = references(work, reader, twin(rows, reader))
        one_value = references(work, reader, [(0, row.pdq, b"") for row in rows])
        reading = read_hits(work, asks(work, reader))
        assert {hit.reference for hit in reading.hits} - set(one_value) == set(expected), reader
        assert_groups(reading, rows, reader)


def assert_groups(reading: Reading, rows: Sequence[Picture], reader: str) -> None:
    """The group of each pair is what hangs together of full pairs of what the reader sees in full."""
    full = [row for row in rows if row.level(reader) == Disclosure.FULL]
    forest, steps = Forest(), dict[bytes, list[int]]()
    near = sorted(
        (nearest_form(left, right)[0], left, right)
        for left, right in combinations(sorted({row.pdq for row in full}), 2)
    )
    joining = [pair for pair in near if pair[0] <= 31 and any(pairing(full, pair)) and forest.join(*pair[1:])]
    for distance, left, _ in joining:
        steps.setdefault(forest.root_of(left), []).append(distance)
    members: dict[bytes, list[bytes]] = {}
    for value in {row.pdq for row in full}:
        members.setdefault(forest.root_of(value), []).append(value)
    codes: dict[str, bytes] = {}
    for hit in reading.hits:
        if group := reading.group_of(hit):
            root = forest.root_of(bytes.fromhex(hit.values[0]))
            assert codes.setdefault(group.reference, root) == root
    told = {root for root, values in members.items() if len(values) > 2}
    assert set(codes.values()) == told
    for group in reading.groups:
        root = codes[group.reference]
        assert_facts(group, members[root], steps[root], full)


def assert_facts(
    group: PictureGroup, values: Sequence[bytes], steps: Sequence[int], rows: Sequence[Picture]
) -> None:
    """What a group tells is what somebody works out who holds its pictures, and who shares which."""
    apart = {pair: nearest_form(*pair)[0] for pair in combinations(sorted(values), 2)}
    assert (group.pictures, group.step, group.apart) == (len(values), max(steps), max(apart.values()))
    owners = {value: {row.owner for row in rows if row.pdq == value} for value in values}
    nearest: dict[tuple[str, str], int] = {}
    for left, right in [*apart, *((value, value) for value in values)]:
        for pair in product(owners[left], owners[right]):
            low, high = sorted(pair)
            if low < high:
                distance = apart.get((left, right), 0)
                nearest[low, high] = min(nearest.get((low, high), distance), distance)
    assert {(each.left, each.right): each.distance for each in group.nearest} == nearest
    for split in group.splits:
        forest = Forest()
        near = [pair for pair, distance in apart.items() if distance <= split.limit]
        parts = len(values) - sum(
            forest.join(*pair) for pair in near if any(pairing(rows, (apart[pair], *pair)))
        )
        assert parts == split.parts > 1
    assert [split.limit for split in group.splits] == sorted({step - 1 for step in steps}, reverse=True)
    assert bytes.fromhex(group.best) in values


def test_each_item_of_a_picture_is_told_that_is_near_another(tmp_path: Path) -> None:
    """The nearest pairs lead from one of two items of the centre; the pair for its other item is told too."""
    centre, kept = bytes(32), terms_of("SI-GPD")
    around = [changed(centre, range(4 * at, 4 * at + 4)) for at in range(8)]
    other = changed(around[0], (100, 101))
    rows = [Picture("SI-GPD", item, centre, kept, b"one file") for item in ("ITEM-1", "ITEM-2")]
    rows += [Picture("SI-GPD", "ITEM-1", value, kept) for value in around]
    rows.append(Picture("SI-GPD", "ITEM-2", other, kept))
    work = cross_checked(tmp_path, rows)
    reading = read_hits(work, asks(work, "SI-GPD"))
    units = {holder.unit for hit in reading.hits for holder in hit.holders if holder.value == centre.hex()}
    assert units == {"ITEM-1", "ITEM-2"}
    assert len(reading.hits) == len(around) + 2


def test_a_silent_picture_connects_no_two_groups(tmp_path: Path) -> None:
    draw = random.Random(1)
    frames = film(draw, 25, 8)
    bridge, seen = frames[10:15], [*frames[:10], *frames[15:]]
    rows = [
        Picture(OWNERS[at % 2], f"ITEM-{at % 3}", value, terms_of(OWNERS[at % 2]))
        for at, value in enumerate(seen)
    ]
    named = (ReaderDisclosure("HR-MUP", Disclosure.FULL),)
    kept = terms_of("HU-NNI", disclosure=Disclosure.SILENT, disclosures=named)
    silent = [Picture("HU-NNI", "ITEM-1", value, kept) for value in bridge]
    for name in ("with", "without"):
        (tmp_path / name).mkdir()
    full = cross_checked(tmp_path / "with", [*rows, *silent])
    bare = cross_checked(tmp_path / "without", rows)
    told = [read_hits(work, asks(work, "SI-GPD")) for work in (full, bare)]
    assert told[0] == told[1]
    assert {group.pictures for group in told[0].groups} == {10}
    assert {group.pictures for group in read_hits(full, asks(full, "HR-MUP")).groups} == {25}


def test_no_two_readers_know_a_group_by_one_name(tmp_path: Path) -> None:
    frames = film(random.Random(2), 4)
    rows = [
        Picture(OWNERS[at % 2], "ITEM-1", value, terms_of(OWNERS[at % 2])) for at, value in enumerate(frames)
    ]
    work = cross_checked(tmp_path, rows)
    names = [{group.reference for group in read_hits(work, asks(work, who)).groups} for who in OWNERS]
    assert [len(known) for known in names] == [1, 1, 1]
    assert len(set().union(*names)) == 3


def test_what_is_near_a_listed_picture_by_a_pair_that_is_not_told_is_known(tmp_path: Path) -> None:
    """One step of nearness counts by any pair, told or not, and two steps do not."""
    draw = random.Random(3)
    frames = film(draw, 14, 7)
    rows = [
        Picture(OWNERS[at % 2], "ITEM-1", value, terms_of(OWNERS[at % 2])) for at, value in enumerate(frames)
    ]
    work = cross_checked(tmp_path, rows, [entry_row(b"other", pdq=frames[0])])
    reading = read_hits(work, asks(work, "SI-GPD"))
    near = [value for value in frames if nearest_form(frames[0], value)[0] <= 31]
    assert 4 < len(near) < 8 < len(frames)
    for hit in (hit for hit in reading.hits if len(hit.values) == 2):
        is_near = any(bytes.fromhex(value) in near for value in hit.values)
        assert (hit.material is Material.KNOWN) is is_near, hit.values


def test_a_thousand_near_pictures_cost_their_number_and_not_their_pairs(tmp_path: Path) -> None:
    """Counted in rows: a cluster of 1,000 pictures of four owners, of which all pairs are near."""
    draw = random.Random(4)
    base = draw.randbytes(32)
    owners = (*OWNERS, "RS-MUP")
    sizes = []
    for count in (250, 1000):
        rows = [
            Picture(owner, f"ITEM-{at % 7}", changed(base, draw.sample(range(256), 12)), terms_of(owner))
            for at, owner in zip(range(count), cycle(owners), strict=False)
        ]
        folder = tmp_path / str(count)
        folder.mkdir()
        work = cross_checked(folder, rows)
        told = read_hits(work, asks(work, "SI-GPD"))
        names = "hits", "holders"
        sizes.append((*(len(read_work(folder / "WORK", name)) for name in names), told.total))
        assert {group.pictures for group in told.groups} == {count}
        assert told.total == count - 1
    for small, large in zip(*sizes, strict=True):
        assert large <= 4.2 * small
    assert sizes[1][0] <= 6 * 1000
