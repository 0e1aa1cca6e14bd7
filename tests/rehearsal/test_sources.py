"""What was planted really lies in the sources, as tools that are not ours read them."""

import hashlib
import html
import json
import quopri
import shutil
import sqlite3
import subprocess
import tarfile
import tomllib
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from mozaik.progress import unseen
from mozaik.rehearsal.plan import Plan
from mozaik.rehearsal.run import make_plan, write_truth
from mozaik.rehearsal.stage import Stage, set_stage
from tests.rehearsal.small import small_scenario

Files = Mapping[str, bytes]
UNESCAPED: Mapping[str, Callable[[bytes], str]] = {
    ".json": lambda data: repr(json.loads(data)),
    ".html": lambda data: html.unescape(data.decode()),
    ".eml": lambda data: quopri.decodestring(data).decode(),
}
"""How the standard library reads a file that escapes its text."""


@pytest.fixture(scope="session")
def staged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Plan, Stage]:
    """A small operation with its sources written."""
    plan = make_plan(small_scenario(), seed=3, scale=1)
    return plan, set_stage(plan, tmp_path_factory.mktemp("stage"), unseen)


def tool(name: str) -> str:
    path = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    assert path is not None, name
    return path


def in_folder(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "lost+found" not in path.parts
    }


def read_back(source: Path, scratch: Path) -> dict[str, bytes]:
    """Every file of a source, by the tool of its form."""
    if source.is_dir():
        return in_folder(source)
    if source.suffix == ".zip":
        with zipfile.ZipFile(source) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    if source.suffix == ".tar":
        with tarfile.open(source) as archive:
            found = {member.name: archive.extractfile(member) for member in archive.getmembers()}
            return {name: stream.read() for name, stream in found.items() if stream is not None}
    scratch.mkdir()
    if ".fat" in source.suffixes:
        call = [tool("mcopy"), "-s", "-n", "-i", str(source), "::/*", str(scratch)]
    else:
        call = [tool("debugfs"), "-R", f'rdump / "{scratch}"', str(source)]
    subprocess.run(call, check=True, capture_output=True, env={"MTOOLS_SKIP_CHECK": "1", "LC_ALL": "C.UTF-8"})
    return in_folder(scratch)


@pytest.fixture(scope="session")
def seized(staged: tuple[Plan, Stage], tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Files]:
    """The files of every source, by the reference of its item."""
    plan, stage = staged
    scratch = tmp_path_factory.mktemp("read-back")
    return {
        item.item_id: read_back(stage.sources[item.item_id], scratch / item.item_id) for item in plan.items
    }


def test_every_form_of_source_is_written(staged: tuple[Plan, Stage]) -> None:
    assert {item.form for item in staged[0].items} == {"folder", "zip", "tar", "fat", "ext4"}


def test_a_source_holds_the_planned_files_and_no_other(
    staged: tuple[Plan, Stage], seized: Mapping[str, Files]
) -> None:
    for item in staged[0].items:
        planned = {path: data for path, data in item.files.items() if path not in item.deleted}
        assert seized[item.item_id] == planned, item.form


def test_a_deleted_file_is_gone_and_its_bytes_still_lie_on_the_card(
    staged: tuple[Plan, Stage], seized: Mapping[str, Files]
) -> None:
    plan, stage = staged
    (card,) = (item for item in plan.items if item.deleted)
    (path,) = card.deleted
    assert path not in seized[card.item_id]
    assert card.files[path][:512] in stage.sources[card.item_id].read_bytes()


def digests(files: Files) -> set[str]:
    return {
        hashlib.new(name, data).hexdigest() for data in files.values() for name in ("md5", "sha1", "sha256")
    }


def texts(files: Files) -> Iterator[str]:
    """What is written on an item: its notes, and its messages with both ends."""
    yield from (data.decode() for path, data in files.items() if path.startswith("notes/"))
    for path, data in files.items():
        if read := UNESCAPED.get(Path(path).suffix):
            yield read(data)
    if database := files.get("app/messages.db"):
        with closing(sqlite3.connect(":memory:")) as opened:
            opened.deserialize(database)
            yield from (
                " ".join(row) for row in opened.execute("select sender, recipient, body from messages")
            )


def test_every_planted_digest_lies_on_each_of_its_items(
    staged: tuple[Plan, Stage], seized: Mapping[str, Files]
) -> None:
    plan = staged[0]
    deleted = {item.item_id: item for item in plan.items if item.deleted}
    planted = [one for one in plan.truth if one.kind in ("digest", "grading")]
    assert len(planted) > 10
    for one in planted:
        for authority, unit in one.holders:
            if authority == "list":
                continue
            files = {**seized[unit], **(deleted[unit].files if unit in deleted else {})}
            assert one.values[0] in digests(files), one.how


def test_every_planted_selector_and_link_is_written_on_each_of_its_items(
    staged: tuple[Plan, Stage], seized: Mapping[str, Files]
) -> None:
    for one in staged[0].truth:
        if one.kind == "link":
            ends = [end.removeprefix("email:") for end in one.values[1].split(" with ")]
        elif one.kind == "selector" and one.values[0] != "camera_serial":
            ends = [one.values[1].removeprefix("telegram:")]
            if one.how.startswith("national number"):
                ends = [end[-6:] for end in ends]  # what both writings of the number end with
        else:
            continue
        for _, unit in one.holders:
            assert any(all(end in text for end in ends) for text in texts(seized[unit])), one.how


def test_every_planted_camera_is_named_in_a_picture_of_each_of_its_items(
    staged: tuple[Plan, Stage], seized: Mapping[str, Files]
) -> None:
    (camera,) = (one for one in staged[0].truth if one.values[0] == "camera_serial")
    for _, unit in camera.holders:
        assert any(camera.values[1].encode() in data for data in seized[unit].values())


def test_every_planted_name_is_in_the_records_of_both_with_its_birth_date(staged: tuple[Plan, Stage]) -> None:
    plan, stage = staged
    names = [one for one in plan.truth if one.kind == "name"]
    assert names
    for one in names:
        dates = set()
        for authority, person in one.holders:
            rows = tomllib.loads((stage.folder / "records" / f"{authority}.toml").read_text(encoding="utf-8"))
            (name,) = (row["full_name"] for row in rows["persons"] if row["person_id"] == person)
            assert name in one.values
            dates |= {
                row["value"]
                for row in rows["person_facts"]
                if row["person_id"] == person and row["kind"] == "birth_date"
            }
        assert len(dates) == 1


def test_what_is_on_a_list_is_in_the_file_of_the_list(staged: tuple[Plan, Stage]) -> None:
    plan, stage = staged
    lists = stage.folder / "lists"
    known = {entry["SHA1"].lower() for entry in json.loads((lists / "known.json").read_text())["value"]}
    assert known == {hashlib.sha1(data).hexdigest() for data, _ in plan.known}  # noqa: S324 (list format)
    single = (lists / "known-by-one-digest.csv").read_text().splitlines()[1:]
    assert single == [value + "," if name == "md5" else "," + value for name, value in plan.known_by_one]
    harmless = (lists / "harmless.csv").read_text()
    assert all(hashlib.sha256(data).hexdigest() in harmless for data in [*plan.harmless, b""])


def test_a_quarantined_withdrawn_or_replaced_copy_lies_where_the_truth_says(
    staged: tuple[Plan, Stage], seized: Mapping[str, Files]
) -> None:
    plan, stage = staged
    earlier = {path.name: in_folder(path) for path in (stage.folder / "sources" / "earlier").iterdir()}
    sorts = {decoy.how: decoy for decoy in plan.decoys}
    for how in ("in a replaced set", "in a withdrawn set", "quarantined"):
        (digest,), units = sorts[how].values, [unit for _, unit in sorts[how].holders]
        now = [unit for unit in units if unit in seized and digest in digests(seized[unit])]
        before = [unit for unit in units if unit in earlier and digest in digests(earlier[unit])]
        assert (len(now), len(before)) == ((2, 0) if how == "quarantined" else (1, 1)), how


def test_no_truth_is_planted_on_an_item_under_other_terms(staged: tuple[Plan, Stage]) -> None:
    """Silent, quarantined and marked items take part in what was planted for them alone."""
    plan, _ = staged
    special = {item.item_id: item.sheet for item in plan.items if item.sheet != "standard"}
    assert set(special.values()) == {"silent", "quarantine"}
    for one in plan.truth:
        sheets = {special[unit] for _, unit in one.holders if unit in special}
        assert sheets == ({"silent"} if one.silent_to else set()), one.how


def test_the_same_seed_writes_the_same_sources_paper_and_truth(
    staged: tuple[Plan, Stage], tmp_path: Path
) -> None:
    plan, stage = staged
    again = make_plan(small_scenario(), seed=3, scale=1)
    again.items = [item for item in again.items if item.form in ("folder", "zip", "tar")]
    other = set_stage(again, tmp_path / "stage", unseen)
    for item in again.items:
        one, two = stage.sources[item.item_id], other.sources[item.item_id]
        assert (in_folder(one) == in_folder(two)) if one.is_dir() else (one.read_bytes() == two.read_bytes())
    for name in ("terms", "lists"):
        assert in_folder(stage.folder / name) == in_folder(other.folder / name)
    write_truth(plan, tmp_path / "a.json", exchange=True)
    write_truth(again, tmp_path / "b.json", exchange=True)
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_every_file_of_a_source_says_that_it_is_synthetic(staged: tuple[Plan, Stage]) -> None:
    plan, stage = staged
    assert (stage.folder / "SYNTHETIC.txt").read_text(encoding="utf-8").strip() == plan.scenario.synthetic
    pictures = [data for item in plan.items for path, data in item.files.items() if "SYN_" in path]
    assert all(b"Synthetic drawing for a rehearsal" in data for data in pictures)
