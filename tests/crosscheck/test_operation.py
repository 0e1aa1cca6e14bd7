"""Only what belongs to the operation in force is compared: of its edition, its kind of data, its owners."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from mozaik.acts import Acts, governing_versions
from mozaik.contribution import SealedSet, admit
from mozaik.crosscheck import Confirmed, crosscheck, kept_out_of
from mozaik.errors import RefusedError
from mozaik.operation import ListInUse, NotSucceedingError, next_version
from mozaik.parties import Authority
from mozaik.work import Description, current_generation
from tests.crosscheck.support import Maker, entry_row, file_row
from tests.operation.support import OPERATION, signed_operation

SIGNED = signed_operation()
NO_EDITION = "it is of another edition than the operation file"
STRANGERS: dict[str, tuple[str, dict[str, Any], str]] = {
    "another edition": ("HR-MUP.x", {"edition": "Mozaik 2024"}, NO_EDITION),
    "real data": ("HR-MUP.x", {"synthetic": False}, "one of set and operation file is synthetic"),
    "an owner that is not listed": ("IT-PP.x", {}, "does not list IT-PP"),
    "a recipient": ("AT.x", {}, "does not list AT"),
}


def a_set(make: Maker, set_id: str, **spec: Any) -> SealedSet:
    return make(set_id, {"files": [file_row(b"x")]}, **spec)


@pytest.mark.parametrize("stranger", STRANGERS)
def test_what_does_not_belong_to_the_operation_is_refused_by_name_and_stops_no_other(
    make: Maker, tmp_path: Path, now: datetime, stranger: str
) -> None:
    set_id, spec, why = STRANGERS[stranger]
    good, bad = a_set(make, "SI-GPD.a"), a_set(make, set_id, **spec)
    door = kept_out_of(tmp_path / "WORK", Confirmed(), SIGNED)
    assert door(good) is None
    refused = door(bad)
    assert refused is not None
    assert why in str(refused)
    admitted = admit([good.path], [], make.trust, ended=door)
    assert [sealed.set_id for sealed in admitted.contributions] == ["SI-GPD.a"]
    with pytest.raises(RefusedError, match="does not belong to this operation"):
        crosscheck([bad], [], tmp_path / "WORK", now=now, operation=SIGNED)
    assert kept_out_of(tmp_path / "OTHER", Confirmed())(bad) is None  # where no operation file is in force


def test_a_list_in_use_is_compared_whoever_owns_it(make: Maker, tmp_path: Path) -> None:
    known = make("IT-PP.known", {"entries": [entry_row(b"x")]}, list_kind="known")
    used = replace(OPERATION, lists=(ListInUse(Authority("IT-PP"), "IT-PP.known"),))
    assert kept_out_of(tmp_path / "WORK", Confirmed(), SIGNED)(known) is not None
    door = kept_out_of(tmp_path / "WORK", Confirmed(), signed_operation(used))
    assert door(known) is None
    assert door(a_set(make, "IT-PP.known")) is not None  # a contribution under that id


def test_a_file_stays_in_force_until_the_next_version_comes(
    make: Maker, tmp_path: Path, now: datetime
) -> None:
    work, acts = tmp_path / "WORK", Acts.beside(tmp_path / "WORK")
    one, other = a_set(make, "SI-GPD.a"), a_set(make, "IT-PP.x")
    crosscheck([one], [], work, now=now, operation=SIGNED)
    crosscheck([one], [], work, now=now, replace=True)
    described = Description.read(current_generation(work) / "work.json")
    assert (described.operation, described.operation_digest) == ("Mozaik", SIGNED.sha256)
    with pytest.raises(RefusedError, match="IT-PP"):
        crosscheck([one, other], [], work, now=now, replace=True)
    later = signed_operation(next_version(OPERATION, "ab" * 32))
    with pytest.raises(NotSucceedingError):
        crosscheck([one], [], work, now=now, replace=True, operation=later)
    assert [version.digest for version in governing_versions(acts)] == [SIGNED.sha256]
