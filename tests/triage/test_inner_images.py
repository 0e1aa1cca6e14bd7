"""Disk images inside folders, archives and other images (review 1, section 2)."""

import lzma
import shutil
from pathlib import Path

import pytest

from mozaik.triage import TriageResult, Workers, triage_source
from mozaik.triage.file_type import NESTED_IMAGE
from tests.triage.support import NOTE, ext_image, fat_image, partitioned, sha256, zipped

SAMPLES = Path(__file__).parent / "samples"


def digests(result: TriageResult) -> dict[str, bytes]:
    rows = result.tables["files"].to_pylist()
    return {f"{row['container']}|{row['path']}": row["sha256"] for row in rows}


def card(path: Path, inner: dict[str, bytes] | None = None) -> bytes:
    return fat_image(path, {"NOTE.TXT": NOTE, **(inner or {})}, {"GONE.TXT": b"gone"}).read_bytes()


def test_raw_images_in_folders_archives_and_images_are_opened(tmp_path: Path, workers: Workers) -> None:
    image = card(tmp_path / "card.dd")
    seized = tmp_path / "seized"
    seized.mkdir()
    (seized / "card.dd").write_bytes(image)
    (seized / "set.zip").write_bytes(zipped({"card.dd": image}))
    content = tmp_path / "content"
    content.mkdir()
    (content / "inner.zip").write_bytes(zipped({"deep.txt": NOTE}))
    partitioned(seized / "disk.dd", [ext_image(tmp_path / "ext.dd", content).read_bytes()])

    result = triage_source(seized, "I", workers)

    read = digests(result)
    assert read["card.dd|NOTE.TXT"] == read["set.zip!/card.dd|NOTE.TXT"] == sha256(NOTE)
    assert read["set.zip!/card.dd|_ONE.TXT"] == sha256(b"gone")
    assert read["disk.dd:partition-1!/inner.zip|deep.txt"] == sha256(NOTE)
    assert NESTED_IMAGE not in result.report.notes


@pytest.mark.parametrize(
    "name", ["qemu-compressed.qcow2", "qemu-dynamic.vhd", "qemu.vhdx", "qemu-stream.vmdk"]
)
def test_images_of_a_format_of_their_own_are_opened_in_a_folder(
    tmp_path: Path, workers: Workers, name: str
) -> None:
    (tmp_path / name).write_bytes(lzma.decompress((SAMPLES / f"{name}.xz").read_bytes()))
    read = digests(triage_source(tmp_path, "I", workers))
    assert f"{name}|(media)" in read
    assert f"{name}|passwords.txt" in read


def test_an_e01_in_a_folder_is_held_to_its_checksums(
    tmp_path: Path, workers: Workers, shared_testdata: Path
) -> None:
    shutil.copy(shared_testdata / "disk-images" / "ext2.E01", tmp_path / "ext2.E01")
    result = triage_source(tmp_path, "I", workers)
    assert "ext2.E01|passwords.txt" in digests(result)
    (verdict,) = result.report.images
    assert (verdict.stated.damaged, verdict.where) == (0, "ext2.E01")


def test_what_cannot_be_opened_inside_a_source_is_named(
    tmp_path: Path, workers: Workers, shared_testdata: Path
) -> None:
    (tmp_path / "empty.dd").write_bytes(bytes(510) + b"\x55\xaa" + bytes(600))
    (tmp_path / "a.zip").write_bytes(
        zipped({"ext2.E01": (shared_testdata / "disk-images" / "ext2.E01").read_bytes()})
    )
    result = triage_source(tmp_path, "I", workers)
    told = {(reject.where, reject.reason) for reject in result.report.rejects}
    assert told == {("empty.dd!/", NESTED_IMAGE), ("a.zip!/ext2.E01!/", NESTED_IMAGE)}
