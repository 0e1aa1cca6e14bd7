"""The door of a cross-check: one bad file is refused by name and stops no other (review 1, item 3)."""

from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from mozaik.contribution import Admitted, ContributionSpec, SealedSet, admit, write_contribution, write_list
from mozaik.files import StorageError
from mozaik.kinds import SetKind
from mozaik.parties import Authority
from mozaik.records import table_from_rows
from mozaik.seal import SigningKey, TrustStore
from mozaik.terms import TermsSheet
from tests.crosscheck.support import CREATED, entry_row, file_row, terms_of


@dataclass
class Desk:
    """Seals one row for anybody, under any file name and id."""

    folder: Path
    trust: TrustStore = field(default_factory=TrustStore)
    keys: dict[str, SigningKey] = field(default_factory=dict)

    def seal(self, name: str, owner: str, set_id: str, *, as_list: bool = False, **spec: Any) -> Path:
        """Seal a set of one row to a file of this name."""
        if owner not in self.keys:
            self.keys[owner] = SigningKey.generate(owner, "ana")
            self.trust.add(self.keys[owner].trusted(CREATED))
        identity = ContributionSpec(
            sender=Authority(owner),
            id=set_id,
            created_at=CREATED,
            **{"edition": "Mozaik 2023", "synthetic": True, **spec},
        )
        sheet, path = TermsSheet((terms_of(owner),), {}), self.folder / name
        if as_list:
            entries = table_from_rows("entries", [entry_row(b"x")])
            write_list(path, identity, entries, sheet, self.keys[owner], SetKind.KNOWN)
        else:
            files = table_from_rows("files", [file_row(b"x")])
            write_contribution(path, identity, {"files": files}, sheet, self.keys[owner])
        return path

    def admit(self, *paths: Path, lists: tuple[Path, ...] = ()) -> Admitted:
        """What comes through the door."""
        return admit(paths, lists, self.trust)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def outcome(admitted: Admitted) -> tuple[set[str], dict[str, str]]:
    """The names of the files admitted, and of the refused ones with what was wrong."""
    stood = {sealed.path.name for sealed in (*admitted.contributions, *admitted.lists)}
    return stood, {refusal.path.name: refusal.error.what for refusal in admitted.refused}


@pytest.mark.parametrize("how", ["cut", "flipped", "untrusted", "no file of ours", "newer format"])
def test_a_file_that_is_not_sound_stops_no_other(desk: Desk, how: str) -> None:
    good = [desk.seal(f"{owner}.c", owner, f"{owner}.a") for owner in ("SI-GPD", "HU-NNI")]
    bad = desk.seal("hr.c", "HR-MUP", "HR-MUP.a")
    data = bad.read_bytes()
    if how == "untrusted":
        stranger = Desk(desk.folder).seal("hr.c", "HR-MUP", "HR-MUP.a")
        data = stranger.read_bytes()
    bad.write_bytes(
        {"cut": data[:-20], "flipped": data[:90] + b"\xff" + data[91:], "no file of ours": b"PK"}.get(
            how, data
        )
    )
    if how == "newer format":
        bad.write_bytes(data.replace(b'"format":1', b'"format":2'))
    for order in permutations([*good, bad]):
        admitted = desk.admit(*order)
        stood, refused = outcome(admitted)
        assert (stood, set(refused)) == ({"SI-GPD.c", "HU-NNI.c"}, {"hr.c"})
        assert admitted.refused[0].error.remedy
        assert str(bad) in str(admitted.refused[0].error)


def test_who_supersedes_anothers_file_is_refused_and_the_other_stays(desk: Desk) -> None:
    mine = desk.seal("si.c", "SI-GPD", "SI-GPD.a")
    theirs = desk.seal("hr.c", "HR-MUP", "HR-MUP.a", supersedes=("SI-GPD.a",))
    for order in permutations([mine, theirs]):
        assert outcome(desk.admit(*order)) == (
            {"si.c"},
            {"hr.c": "a file claims to supersede another owner's file"},
        )


def test_who_takes_anothers_id_is_refused_and_the_other_stays(desk: Desk) -> None:
    mine = desk.seal("si.c", "SI-GPD", "SI-GPD.a")
    theirs = desk.seal("hr.c", "HR-MUP", "SI-GPD.a")
    for order in permutations([mine, theirs]):
        assert outcome(desk.admit(*order)) == (
            {"si.c"},
            {"hr.c": "a file has the id of another owner's file"},
        )


def test_an_id_that_is_nobodys_is_taken_from_both(desk: Desk) -> None:
    paths = [
        desk.seal("si.c", "SI-GPD", "x"),
        desk.seal("hr.c", "HR-MUP", "x"),
        desk.seal("hu.c", "HU-NNI", "y"),
    ]
    stood, refused = outcome(desk.admit(*paths))
    assert (stood, set(refused)) == ({"hu.c"}, {"si.c", "hr.c"})


def test_a_file_given_twice_counts_once_and_different_ones_of_one_id_not_at_all(desk: Desk) -> None:
    contribution, other = desk.seal("a.c", "SI-GPD", "SI-GPD.a"), desk.seal("b.c", "SI-GPD", "SI-GPD.b")
    copy = desk.folder / "copy.c"
    copy.write_bytes(contribution.read_bytes())
    assert outcome(desk.admit(contribution, copy, other)) == (
        {"a.c", "b.c"},
        {"copy.c": "two files have the same id"},
    )
    changed = desk.seal("changed.c", "SI-GPD", "SI-GPD.a", label="other", properties={"note": "x"})
    stood, refused = outcome(desk.admit(contribution, changed, other))
    assert (stood, set(refused)) == ({"b.c"}, {"a.c", "changed.c"})


def test_of_an_old_file_and_the_one_that_replaces_it_the_new_one_counts(desk: Desk) -> None:
    old = desk.seal("old.c", "SI-GPD", "SI-GPD.a")
    new = desk.seal("new.c", "SI-GPD", "SI-GPD.b", supersedes=("SI-GPD.a",))
    for order in permutations([old, new]):
        assert outcome(desk.admit(*order)) == (
            {"new.c"},
            {"old.c": "a file is superseded by another one given with it"},
        )


def test_a_superseded_file_stays_out_though_its_successor_is_refused(desk: Desk) -> None:
    """What the owner took back is not compared because the new file has another fault."""
    old = desk.seal("old.c", "SI-GPD", "SI-GPD.a")
    new = desk.seal("new.c", "SI-GPD", "SI-GPD.b", supersedes=("SI-GPD.a",), edition="Mozaik 2022")
    others = [desk.seal(f"{name}.c", name, f"{name}.a") for name in ("HR-MUP", "HU-NNI")]
    stood, refused = outcome(desk.admit(old, new, *others))
    assert (stood, set(refused)) == ({"HR-MUP.c", "HU-NNI.c"}, {"old.c", "new.c"})


def test_a_list_among_the_contributions_stops_no_contribution_and_the_other_way_round(desk: Desk) -> None:
    contribution = desk.seal("si.c", "SI-GPD", "SI-GPD.a")
    as_list = desk.seal("hr.l", "HR-MUP", "HR-MUP.a", as_list=True)
    assert outcome(desk.admit(contribution, as_list))[0] == {"si.c"}
    assert outcome(desk.admit(as_list, lists=(contribution,)))[0] == set()
    assert outcome(desk.admit(contribution, lists=(as_list,))) == ({"si.c", "hr.l"}, {})


@pytest.mark.parametrize("odd", [{"edition": "Mozaik 2022"}, {"synthetic": False}])
def test_one_owner_alone_with_another_edition_or_sort_stops_nobody(desk: Desk, odd: dict[str, Any]) -> None:
    """Owners are counted, not files: one owner cannot outvote the others."""
    good = [desk.seal(f"{owner}.c", owner, f"{owner}.a") for owner in ("SI-GPD", "HU-NNI")]
    bad = [desk.seal(f"hr-{n}.c", "HR-MUP", f"HR-MUP.{n}", **odd) for n in range(5)]
    stood, refused = outcome(desk.admit(*bad, *good))
    assert (stood, set(refused)) == ({path.name for path in good}, {path.name for path in bad})


def test_of_two_owners_with_two_editions_nobody_knows_which_is_the_odd_one(desk: Desk) -> None:
    paths = [desk.seal("si.c", "SI-GPD", "a"), desk.seal("hr.c", "HR-MUP", "b", edition="Mozaik 2022")]
    assert outcome(desk.admit(*paths)) == ({"si.c", "hr.c"}, {})


def test_a_disk_that_fails_is_no_fault_of_a_file(desk: Desk) -> None:
    path = desk.seal("si.c", "SI-GPD", "SI-GPD.a")

    def fail(*_: object) -> SealedSet:
        raise StorageError("the disk fails")

    with pytest.raises(StorageError):
        admit([path], (), desk.trust, read_one=fail)
