"""Where the file of a media hash or a grading lies: a lead names what to look at (review 1, item 23)."""

from datetime import date
from pathlib import Path
from typing import Any

from mozaik.release import FoundAt, ReleasedHolder, Work, read_hits
from mozaik.terms import Disclosure, Handling, Terms
from tests.release.support import NOW, TRUST, Hit, Holder, Set, World, asks, terms, write_work

SI, HR = "SI-GPD", "HR-MUP"
SETS = (Set("SI-GPD.1", SI), Set("HR-MUP.1", HR))
FULL, HIT, SILENT = Disclosure.FULL, Disclosure.HIT, Disclosure.SILENT
SHA, MD5 = b"\x07" * 32, b"\x05" * 16


def picture(owner: str, side: str, stated: Terms, **fields: Any) -> Holder:
    fields = {"pdq": side.encode() * 32, "sha256": SHA, **fields}
    return Holder(f"{owner}.1", "ITEM-1", stated, side=side, table="media", fields=fields)


def file(owner: str, path: str, stated: Terms, unit: str = "ITEM-1", **fields: Any) -> Holder:
    return Holder(f"{owner}.1", unit, stated, fields={"sha256": SHA, "path": path, **fields})


def near(mine: Holder, theirs: Holder, kind: str = "picture") -> Hit:
    return Hit(kind, b"L" * 32, (mine, theirs), b"R" * 32, "pdq", distance=4)


def holders(folder: Path, hit: Hit, *files: Holder, reader: str = SI) -> dict[str, ReleasedHolder]:
    work = Work.open(write_work(folder / "work", World(SETS, (hit,), unshared=files)), TRUST)
    (seen,) = read_hits(work, asks(work, reader, "review", f"{reader}/ana", NOW)).hits
    return {holder.authority: holder for holder in seen.holders}


def both(level: Disclosure = FULL) -> Hit:
    return near(picture(SI, "L", terms(SI)), picture(HR, "R", terms(HR, level)))


def test_ones_own_picture_names_every_place_of_its_file(tmp_path: Path) -> None:
    files = (
        file(SI, "DCIM/1.jpg", terms(SI, SILENT), deleted=False),
        file(SI, "backup/1.jpg", terms(SI, SILENT), container="b.zip", deleted=True),
        file(SI, "elsewhere.jpg", terms(SI), unit="ITEM-2"),
        file(SI, "other.jpg", terms(SI), sha256=b"\x08" * 32),
    )
    own = holders(tmp_path, both(), *files)[SI]
    assert own.places == (FoundAt("DCIM/1.jpg", None, False), FoundAt("backup/1.jpg", "b.zip", True))


def test_anothers_picture_names_the_places_that_are_told_in_full(tmp_path: Path) -> None:
    files = (
        file(HR, "told.jpg", terms(HR, FULL)),
        file(HR, "exists.jpg", terms(HR, HIT)),
        file(HR, "silent.jpg", terms(HR, SILENT)),
        file(HR, "expired.jpg", terms(HR, FULL, review_on=date(2023, 11, 19))),
    )
    assert [place.path for place in holders(tmp_path, both(), *files)[HR].places] == ["told.jpg"]


def test_a_picture_of_which_only_existence_is_told_names_no_place(tmp_path: Path) -> None:
    assert holders(tmp_path, both(HIT), file(HR, "told.jpg", terms(HR, FULL)))[HR].places == ()


def test_a_holder_is_under_the_terms_of_its_places_too(tmp_path: Path) -> None:
    strict = terms(
        HR, FULL, handling=frozenset({Handling.H0, Handling.H1}), source="C", review_on=date(2024, 1, 1)
    )
    told = holders(tmp_path, both(), file(HR, "told.jpg", strict))[HR]
    assert (told.handling, told.grade) == ((Handling.H0, Handling.H1), "C1")
    assert told.keep_until == date(2024, 1, 1)


def test_a_file_that_states_only_its_md5_is_found_by_it(tmp_path: Path) -> None:
    hit = near(picture(SI, "L", terms(SI), md5=MD5), picture(HR, "R", terms(HR, FULL)))
    weak = file(SI, "weak.jpg", terms(SI), sha256=None, md5=MD5)
    assert [place.path for place in holders(tmp_path, hit, weak)[SI].places] == ["weak.jpg"]


def test_a_differing_grade_names_its_file_too(tmp_path: Path) -> None:
    hit = near(picture(SI, "1", terms(SI)), picture(HR, "2", terms(HR, FULL)), kind="grading")
    told = holders(tmp_path, hit, file(SI, "a.jpg", terms(SI)), file(HR, "b.jpg", terms(HR, FULL)))
    assert [place.path for owner in (SI, HR) for place in told[owner].places] == ["a.jpg", "b.jpg"]
