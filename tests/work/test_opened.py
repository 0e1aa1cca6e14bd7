"""Which folders the release room opens, and what its engine can reach."""

import json
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mozaik.errors import InvalidInputError, RefusedError
from mozaik.files import StorageError
from mozaik.release import Work
from mozaik.seal import BadManifestError
from mozaik.work import Description, WorkFolder, current_generation
from tests.release.support import TRUST, World, write_work
from tests.seal.support import manifest

EMPTY = World((), ())
EMPTY_DESCRIPTION = Description("Mozaik", "Mozaik 2023", "2023-11-20", "", True, {}, {}, ())


def test_a_folder_that_others_may_read_is_refused(tmp_path: Path) -> None:
    path = write_work(tmp_path / "work", EMPTY)
    for place in (
        path,
        path / "current",
        current_generation(path) / "hits.parquet",
        path.with_name("work.secrets") / "operation.key",
    ):
        mode = place.stat().st_mode
        place.chmod(mode | 0o040)
        with pytest.raises(RefusedError, match="open to others"):
            Work.open(path, TRUST)
        place.chmod(mode)
    assert Work.open(path, TRUST).description.edition == "Mozaik 2023"


@pytest.mark.parametrize("name", ["work.json", "hits.parquet", "coverage.parquet"])
def test_a_folder_with_a_part_missing_is_refused(tmp_path: Path, name: str) -> None:
    path = write_work(tmp_path / "work", EMPTY)
    (current_generation(path) / name).unlink()
    with pytest.raises(InvalidInputError, match=name):
        Work.open(path, TRUST)


@pytest.mark.parametrize("text", ["{}", "[]", "nothing", '{"format": 1}', '{"format": true}'])
def test_a_folder_of_another_format_is_refused(tmp_path: Path, text: str) -> None:
    path = write_work(tmp_path / "work", EMPTY)
    (current_generation(path) / "work.json").write_text(text)
    with pytest.raises(InvalidInputError):
        Work.open(path, TRUST)


@pytest.mark.parametrize("number", [True, 3.0, "3", 2, 1])
def test_a_format_that_equals_the_number_and_is_another_type_is_refused(
    tmp_path: Path, number: object
) -> None:
    """In Python `true` equals 1 (review 1, item 1)."""
    path = write_work(tmp_path / "work", EMPTY)
    facts = json.loads((current_generation(path) / "work.json").read_text())
    (current_generation(path) / "work.json").write_text(json.dumps({**facts, "format": number}))
    with pytest.raises(InvalidInputError, match="another format"):
        Work.open(path, TRUST)


def test_a_damaged_key_and_a_path_that_is_a_pattern_are_refused(tmp_path: Path) -> None:
    path = write_work(tmp_path / "work", EMPTY)
    (path.with_name("work.secrets") / "operation.key").write_bytes(b"short")
    with pytest.raises(InvalidInputError, match=r"operation\.key"):
        Work.open(path, TRUST)
    with pytest.raises(InvalidInputError, match="holds one of"):
        Work.open(write_work(tmp_path / "work[1]", EMPTY), TRUST)
    with pytest.raises(InvalidInputError, match="no such"):
        Work.open(tmp_path / "missing", TRUST)


def test_the_engine_reads_this_folder_and_nothing_else(tmp_path: Path) -> None:
    work = Work.open(write_work(tmp_path / "it's work", EMPTY), TRUST)
    outside = tmp_path / "outside.csv"
    outside.write_text("a\n1\n")
    with work.engine() as engine:
        assert engine.execute(
            "SELECT count(*) FROM read_parquet($p)", {"p": work.part("hits")}
        ).fetchone() == (0,)
        for statement in (
            f"SELECT * FROM read_csv('{outside}')",
            f"COPY (SELECT 1) TO '{tmp_path}/out.csv'",
            "INSTALL httpfs",
            "SET enable_external_access = true",
            f"ATTACH '{tmp_path}/other.db'",
        ):
            with pytest.raises(duckdb.Error):
                engine.execute(statement)


@pytest.mark.parametrize("name", ["../../etc", "a/b", "..", ".hidden", "", "HR-MUP..1", "a.", "n" * 129])
def test_a_set_with_an_impossible_name_is_refused(tmp_path: Path, name: str) -> None:
    work = Work.open(write_work(tmp_path / "work", EMPTY), TRUST)
    with pytest.raises(InvalidInputError):
        work.table(name, "files")


@given(st.text("aZ0.-_/", max_size=8) | st.sampled_from(["n" * 128, "n" * 129, "a." * 63 + "b"]))
def test_every_id_that_can_be_sealed_has_its_place_and_no_other_has(text: str) -> None:
    """Review 1, item 3: `HR-MUP..1` was sealed by one, and stopped everybody's reading."""
    work = WorkFolder(Path("/WORK"), Path("/WORK/1"), EMPTY_DESCRIPTION, None)
    try:
        sealed = replace(manifest(), id=text, supersedes=())
    except BadManifestError:
        with pytest.raises(InvalidInputError, match="impossible name"):
            work.table(text, "files")
    else:
        assert work.table(sealed.id, "files") == f"/WORK/1/tables/{text}/files.parquet"


def test_a_reading_spills_into_its_private_folder_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More than it may use, sorted; the folder of views is not there before (review 1, item 12)."""
    monkeypatch.setattr("mozaik.work.opened.MEMORY", "30MB")
    work = WorkFolder.open_folder(write_work(tmp_path / "work", EMPTY))
    with work.engine() as engine:
        engine.execute("CREATE TEMP TABLE many AS SELECT hash(range) AS code FROM range(4_000_000)")
        assert [path.name.split(" ")[0] for path in work.views.iterdir()] == [".spill"]
        query = "SELECT count(*) FROM (SELECT code FROM many ORDER BY code LIMIT 3_000_000)"
        assert engine.execute(query).fetchall() == [(3_000_000,)]
    assert not list(work.views.iterdir())


def test_a_reading_that_does_not_fit_says_so_and_no_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mozaik.work.opened.MEMORY", "30MB")
    work = WorkFolder.open_folder(write_work(tmp_path / "work", EMPTY))
    with pytest.raises(StorageError, match="more room than there is") as refused, work.engine() as engine:
        engine.execute("SELECT length(list(range)) FROM range(20_000_000)").fetchall()
    assert refused.value.remedy
    assert not work.views.exists() or not list(work.views.iterdir())
