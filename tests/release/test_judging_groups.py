"""A person splits a group of near pictures, or judges all of it; what joins it later is unjudged.

(The cross-check at scale, section 1.)
"""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from mozaik.errors import RefusedError
from mozaik.release import Page, PictureGroup, Reading, Status, Verdict, Work, judge, judge_group, read_hits
from tests.crosscheck.support import Maker, terms_of
from tests.release.support import NOW, asks, key_of
from tests.release.test_near_groups import Picture, changed, cross_checked

YES, NO = Verdict.CONFIRM, Verdict.REJECT
EVERYTHING = Page()
ANA, IVO = "SI-GPD/ana", "HR-MUP/ivo"


def scenes(draw: random.Random) -> list[list[bytes]]:
    """Two scenes of five shots 4 bits apart; the nearest shots of the two differ in 20 bits."""
    order = draw.sample(range(256), 80)
    first = [draw.randbytes(32)]
    for at in range(4):
        first.append(changed(first[-1], order[4 * at : 4 * at + 4]))
    second = [changed(first[-1], order[16:36])]
    for at in range(4):
        second.append(changed(second[-1], order[36 + 4 * at : 40 + 4 * at]))
    return [first, second]


def rows_of(values: Sequence[bytes]) -> list[Picture]:
    owners = ("SI-GPD", "HR-MUP")
    return [
        Picture(owners[at % 2], f"ITEM-{at}", value, terms_of(owners[at % 2]))
        for at, value in enumerate(values)
    ]


def told(work: Work, reader: str = "SI-GPD", page: Page = EVERYTHING) -> Reading:
    return read_hits(work, asks(work, reader), page)


def judged(
    work: Work, group: PictureGroup, verdict: Verdict, person: str = ANA, beyond: int | None = None
) -> int:
    return len(judge_group(work, group.reference, verdict, key_of(person), "looked", NOW, beyond=beyond))


def test_who_rejects_what_lies_beyond_splits_the_group_as_it_said(tmp_path: Path) -> None:
    first, second = scenes(random.Random(1))
    work = cross_checked(tmp_path, rows_of([*first, *second]))
    (whole,) = told(work).groups
    (split,) = [each for each in whole.splits if each.limit == 19]
    assert (whole.pictures, whole.step, split.parts) == (10, 20, 2)
    assert judged(work, whole, NO, beyond=19) == 1
    parts = told(work).groups
    assert sorted(part.pictures for part in parts) == [5, 5]
    assert {part.step for part in parts} == {4}
    assert not set(parts[0].hits) & set(parts[1].hits)
    assert len(set(parts[0].hits) | set(parts[1].hits)) == told(work).total - 1
    assert {file.picture for part in parts for file in part.files} <= {
        value.hex() for value in first + second
    }
    assert [part.pictures for part in told(work, "HU-NNI").groups] == [5, 5], "it sees the same pair"


def test_a_part_is_listed_and_judged_by_its_own_reference(tmp_path: Path) -> None:
    first, second = scenes(random.Random(2))
    work = cross_checked(tmp_path, rows_of([*first, *second]))
    judged(work, told(work).groups[0], NO, beyond=19)
    part = told(work).groups[0]
    page = told(work, page=Page(reference=part.reference[:8]))
    assert {hit.reference for hit in page.hits} == set(part.hits)
    assert page.groups == (part,)
    assert judged(work, part, YES) == len(part.hits)
    assert {hit.status for hit in told(work, page=Page(reference=part.reference)).hits} == {Status.CONFIRMED}
    for text in ("G-AAAAAAAA", "G-", part.hits[0]):
        with pytest.raises(RefusedError, match="no single group"):
            judge_group(work, text, YES, key_of(ANA), "looked", NOW)
    with pytest.raises(RefusedError, match="farther apart"):
        judge_group(work, part.reference, NO, key_of(ANA), "looked", NOW, beyond=4)


def test_what_joins_a_split_or_confirmed_group_later_is_unjudged(tmp_path: Path) -> None:
    first, second = scenes(random.Random(3))
    rows, sealing = rows_of([*first, *second]), Maker(tmp_path)
    work = cross_checked(tmp_path, rows, sealing=sealing)
    (whole,) = told(work).groups
    judged(work, whole, YES)
    judged(work, whole, NO, beyond=19)
    before = {hit.reference: hit.status for hit in told(work).hits}
    assert set(before.values()) == {Status.CONFIRMED, Status.REJECTED}
    between = changed(second[0], [bit for bit in range(256) if _differs(first[-1], second[0], bit)][:10])
    late = Picture("HU-NNI", "ITEM-1", between, terms_of("HU-NNI"))
    work = cross_checked(tmp_path, [*rows, late], sealing=sealing)
    after = told(work)
    (joined,) = after.groups
    assert joined.pictures == 11
    new = {hit.reference: hit for hit in after.hits if hit.reference not in before}
    assert new
    assert {hit.status for hit in new.values()} == {Status.UNJUDGED}
    assert all("HU-NNI" in hit.authorities for hit in new.values())
    for hit in after.hits:
        assert hit.status is before.get(hit.reference, Status.UNJUDGED)


def test_two_who_differ_leave_a_group_whole(tmp_path: Path) -> None:
    first, second = scenes(random.Random(4))
    work = cross_checked(tmp_path, rows_of([*first, *second]))
    (whole,) = told(work).groups
    judged(work, whole, NO, beyond=19)
    (cut,) = [hit.reference for hit in told(work, "HR-MUP").hits if hit.status is Status.REJECTED]
    judge(work, cut, YES, key_of(IVO), "one scene", NOW)
    assert told(work).groups == (whole,)


def _differs(left: bytes, right: bytes, bit: int) -> bool:
    return bool((int.from_bytes(left) ^ int.from_bytes(right)) >> bit & 1)
