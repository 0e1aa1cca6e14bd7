"""What an act refuses leaves nothing behind, and what it reads is never written over."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mozaik.cli.sealing import edition_of
from mozaik.contribution import read_set
from mozaik.desk import (
    HashList,
    SealedItem,
    Sealing,
    Seized,
    built_in_terms,
    seal_item,
    seal_list,
    seal_records,
)
from mozaik.desk.outputs import write_rejects
from mozaik.errors import InvalidInputError, MozaikError, RefusedError
from mozaik.files import refuse_existing
from mozaik.kinds import SetKind
from tests.contribution.support import trust_in
from tests.desk.test_sealing import NOW, item, records, sealing

ACTION = '[[actions]]\naction_id = "A-1"\nkind = "search"\nstate = "carried-out"\n'
LISTED = f"sha256,size\n{'ab' * 32},10\n"


def of_files(output: Path, **changes: object) -> Sealing:
    """An act of sealing files or a list under the built-in terms."""
    act = sealing(output, built_in_terms("SI-GPD", NOW.date()))
    return replace(act, **changes)  # type: ignore[arg-type]


def seal_a_note(place: Path, **changes: object) -> SealedItem:
    """Seal a folder with one note, and write both exports."""
    seized = Seized(item(place / "item", "synthetic"), "T-1", vics=place / "t.json", csv=place / "t.csv")
    return seal_item(seized, of_files(place / "t.contribution", **changes), workers=1)


def seal_a_list(place: Path, **changes: object) -> object:
    source = place / "known.csv"
    source.write_text(LISTED, encoding="utf-8")
    return seal_list(HashList(source, SetKind.KNOWN), of_files(place / "t.contribution", **changes))


def seal_a_record(place: Path, **changes: object) -> object:
    act = replace(sealing(place / "t.contribution"), **changes)  # type: ignore[arg-type]
    return seal_records([records(place, ACTION)], act)


def seal_an_export(place: Path, **changes: object) -> SealedItem:
    """Seal a case export, and write both exports of it."""
    source = place / "known.csv"
    source.write_text(LISTED, encoding="utf-8")
    seized = Seized(source, "T-1", vics=place / "t.json", csv=place / "t.csv")
    return seal_item(seized, of_files(place / "t.contribution", **changes))


ACTS = (seal_an_export, seal_a_list, seal_a_record)
INPUTS = {"item", "known.csv", "records.toml"}


def written(place: Path) -> set[str]:
    """What lies in a folder beside the inputs."""
    return {path.name for path in place.iterdir()} - INPUTS


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("change", [{"edition": ""}, {"supersedes": ("no/id",)}, {"set_id": "../x"}])
def test_an_act_that_sealing_refuses_writes_nothing(
    act: Callable[..., object], change: dict[str, object], tmp_path: Path
) -> None:
    """Exports were written before the set was sealed, and stayed when it was not."""
    with pytest.raises(MozaikError) as refused:
        act(tmp_path, **change)
    assert refused.value.remedy
    assert written(tmp_path) == set()


@pytest.mark.parametrize("act", ACTS)
def test_a_refused_act_leaves_the_rejects_of_what_is_sealed(
    act: Callable[..., object], tmp_path: Path
) -> None:
    """The list of what an earlier set lacks went before the new set was sealed."""
    rejects = write_rejects(tmp_path / "t.contribution", ("place", "reason"), [("1", "synthetic")])
    assert rejects is not None
    before = rejects.read_bytes()
    with pytest.raises(MozaikError):
        act(tmp_path, edition="")
    assert rejects.read_bytes() == before
    act(tmp_path)
    assert not rejects.exists()


@pytest.mark.parametrize("act", ACTS)
def test_a_file_that_is_there_is_kept_without_replace(act: Callable[..., object], tmp_path: Path) -> None:
    (tmp_path / "t.contribution").write_bytes(b"mine")
    with pytest.raises(RefusedError, match="exists already"):
        act(tmp_path)
    assert written(tmp_path) == {"t.contribution"}
    assert (tmp_path / "t.contribution").read_bytes() == b"mine"
    act(tmp_path, replace=True)
    assert (tmp_path / "t.contribution").read_bytes() != b"mine"


@pytest.mark.parametrize("there", ["t.json", "t.csv"])
def test_an_export_that_is_there_is_kept_before_any_work(there: str, tmp_path: Path) -> None:
    (tmp_path / there).write_bytes(b"mine")
    with pytest.raises(RefusedError, match="exists already"):
        seal_an_export(tmp_path)
    assert written(tmp_path) == {there}
    assert (tmp_path / there).read_bytes() == b"mine"


def test_what_is_read_is_never_written_over(tmp_path: Path) -> None:
    """`mozaik list known.csv -o known.csv --replace` lost the list; a seized folder got a file more."""
    listed = tmp_path / "known.csv"
    listed.write_text(LISTED, encoding="utf-8")
    with pytest.raises(RefusedError, match="what is read"):
        seal_list(HashList(listed, SetKind.KNOWN), of_files(listed, replace=True))
    told = records(tmp_path, ACTION)
    with pytest.raises(RefusedError, match="what is read"):
        seal_records([told], replace(sealing(told), replace=True))
    seized = item(tmp_path / "item", "synthetic")
    inside = Seized(seized, "T-1", csv=seized / "0.txt")
    for act in (of_files(tmp_path / "a", replace=True), of_files(seized / "a", replace=True)):
        with pytest.raises(RefusedError, match="what is read"):
            seal_item(inside, act, workers=1)
    assert listed.read_text(encoding="utf-8") == LISTED
    assert told.read_text(encoding="utf-8") == ACTION
    assert [path.name for path in seized.iterdir()] == ["0.txt"]
    assert (seized / "0.txt").read_text(encoding="utf-8") == "synthetic"


def test_the_list_of_rejects_is_never_a_file_that_is_read(tmp_path: Path) -> None:
    source = tmp_path / "t.rejects.csv"
    source.write_text(LISTED, encoding="utf-8")
    with pytest.raises(RefusedError, match="what is read"):
        seal_list(HashList(source, SetKind.KNOWN), of_files(tmp_path / "t", replace=True))
    assert source.read_text(encoding="utf-8") == LISTED


@pytest.mark.parametrize("same", ["t.contribution", "t.contribution.rejects.csv"])
def test_two_outputs_of_one_name_are_refused(same: str, tmp_path: Path) -> None:
    seized = Seized(item(tmp_path / "item", "synthetic"), "T-1", vics=tmp_path / "item" / ".." / same)
    with pytest.raises(RefusedError, match="two outputs"):
        seal_item(seized, of_files(tmp_path / "t.contribution", replace=True), workers=1)
    assert written(tmp_path) == set()


def test_a_folder_that_is_not_there_is_named_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="folder to write into") as refused:
        refuse_existing((None, tmp_path / "none" / "x"), replace=True)
    assert refused.value.where == str(tmp_path / "none")


def test_a_source_of_no_kind_and_a_source_without_a_file_are_not_sealed(tmp_path: Path) -> None:
    (tmp_path / "item").mkdir()
    (tmp_path / "known.csv").write_text("no digest here\n", encoding="utf-8")
    for source, said in (("item", "holds no file"), ("known.csv", "not a source that Mozaik knows")):
        with pytest.raises(InvalidInputError, match=said) as refused:
            seal_item(Seized(tmp_path / source, "T-1"), of_files(tmp_path / "t"), workers=1)
        assert refused.value.remedy
    assert written(tmp_path) == set()


def test_exports_hold_the_rows_that_are_told(tmp_path: Path) -> None:
    sealed = seal_a_note(tmp_path)
    assert sealed.exports == {"vics_media": 0, "vics_left_out": 1, "csv_rows": 1}
    assert len((tmp_path / "t.csv").read_text(encoding="utf-8").splitlines()) == 2
    assert '"value"' in (tmp_path / "t.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("reference", ["", "  ", "T\x1b[31m1", "T\u202e1", "T\n1", "T" * 201])
def test_an_item_has_a_reference_that_a_person_can_read(tmp_path: Path, reference: str) -> None:
    """Terminal escapes and nothing at all were sealed as one (review 1, items 11 and 18)."""
    seized = Seized(item(tmp_path / "item", "synthetic"), reference)
    with pytest.raises(InvalidInputError) as caught:
        seal_item(seized, of_files(tmp_path / "t.contribution"), workers=1)
    assert "the reference of the item" in caught.value.what
    assert not (tmp_path / "t.contribution").exists()


def test_references_and_schemes_are_one_whoever_typed_them(tmp_path: Path) -> None:
    seized = Seized(item(tmp_path / "item", "synthetic"), " T-1\u00a0")
    sealed = seal_item(seized, of_files(tmp_path / "t.contribution"), workers=1)
    assert rows_of(sealed.path, "files")[0]["item_id"] == "T-1"
    source = tmp_path / "known.csv"
    source.write_text(f"sha256,category\n{'ab' * 32},1\n", encoding="utf-8")
    graded = seal_list(HashList(source, SetKind.KNOWN, " VICS-US "), of_files(tmp_path / "k.list"))
    assert rows_of(graded.path, "entries")[0]["category_scheme"] == "vics-us"
    assert edition_of(" mozaik-2023 ") == "mozaik-2023"
    with pytest.raises(InvalidInputError, match="the edition"):
        edition_of("mozaik\x07")


def rows_of(path: Path, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = read_set(path, trust_in("SI-GPD")).table(table).to_pylist()
    return rows
