"""Images in formats of their own: their media are those that `qemu-img` was given (review 1, section 2)."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pyewf
import pytest

from mozaik.errors import InvalidInputError
from mozaik.intake import find_source
from mozaik.intake.sources.media import parts_of
from mozaik.triage import TriageResult, Workers, triage_source
from tests.triage.support import sha256
from tests.triage.test_images import digests, unpacked

QEMU = ("qemu-compressed.qcow2", "qemu-dynamic.vhd", "qemu.vhdx", "qemu-stream.vmdk")


@pytest.fixture(scope="module")
def raw(shared_testdata: Path) -> bytes:
    """The media of the shared E01, from which every sample was made."""
    handle = pyewf.handle()
    handle.open([str(shared_testdata / "disk-images" / "ext2.E01")])
    content: bytes = handle.read(handle.get_media_size())
    handle.close()
    return content


def files_of(path: Path, raw: bytes) -> dict[str, bytes]:
    """What a raw image of the same media gives, without the image itself."""
    path.write_bytes(raw)
    return {
        entry.name: sha256(content.read())
        for entry in find_source(path).entries(path)
        if entry.container and entry.open is not None
        for content in [entry.open()]
    }


def assert_same(result: TriageResult, container: str, raw: bytes, path: Path) -> None:
    """Hold the files of an image to those of the raw one, and its media to the raw bytes."""
    given = digests(result, container)
    media = given.pop("(media)")
    assert given == files_of(path, raw)
    assert len(given) == 3
    row = next(row for row in result.tables["files"].to_pylist() if row["path"] == "(media)")
    assert media == sha256(raw + bytes(row["size"] - len(raw)))  # a VHD ends with its last cylinder


@pytest.mark.parametrize("name", QEMU)
def test_an_image_that_qemu_wrote_gives_its_media_and_files(
    tmp_path: Path, workers: Workers, raw: bytes, name: str
) -> None:
    image = unpacked(name, tmp_path / name)
    assert_same(triage_source(image, "I", workers), name, raw, tmp_path / "raw.dd")


@pytest.mark.parametrize("name", ["ext2.vmdk", "ext2.qcow2"])
def test_a_public_image_of_a_virtual_machine_is_read(
    shared_testdata: Path, tmp_path: Path, workers: Workers, raw: bytes, name: str
) -> None:
    result = triage_source(shared_testdata / "disk-images" / name, "I", workers)
    assert_same(result, name, raw, tmp_path / "raw.dd")


def descriptor(*extents: str, parent: str = "ffffffff") -> bytes:
    """The text of a VMDK in several parts."""
    lines = ["# Disk DescriptorFile", "version=1", "CID=1488bd0e", f"parentCID={parent}",
             'createType="twoGbMaxExtentFlat"', "# Extent description", *extents, "# The Disk Data Base",
             "#DDB", 'ddb.virtualHWVersion = "4"']  # fmt: skip
    return "\n".join(lines).encode() + b"\n"


def test_a_vmdk_in_several_parts_is_read_through_its_descriptor(
    tmp_path: Path, workers: Workers, raw: bytes
) -> None:
    half = len(raw) // 2
    (tmp_path / "vm-f001.vmdk").write_bytes(raw[:half])
    (tmp_path / "vm-f002.vmdk").write_bytes(raw[half:])
    extents = [f'RW {half // 512} FLAT "vm-f00{number}.vmdk" 0' for number in (1, 2)]
    (tmp_path / "vm.vmdk").write_bytes(descriptor(*extents))
    result = triage_source(tmp_path / "vm.vmdk", "I", workers)
    assert_same(result, "vm.vmdk", raw, tmp_path / "raw.dd")
    assert set(digests(result, "")) == {"vm.vmdk", "vm-f001.vmdk", "vm-f002.vmdk"}


@pytest.mark.parametrize(
    ("name", "why"),
    [("../outside.img", "other folders"), ("/etc/hostname", "other folders"), ("..\\a", "other folders"),
     ("missing.vmdk", "lacks a part"), ("link.vmdk", "no regular file")],
)  # fmt: skip
def test_a_hostile_descriptor_leads_nowhere(tmp_path: Path, raw: bytes, name: str, why: str) -> None:
    """A VMDK names its parts; one that names another file of the machine is refused."""
    (tmp_path / "outside.img").write_bytes(raw)
    folder = tmp_path / "seized"
    folder.mkdir()
    (folder / "link.vmdk").symlink_to(tmp_path / "outside.img")
    (folder / "vm.vmdk").write_bytes(descriptor(f'RW {len(raw) // 512} FLAT "{name}" 0'))
    with pytest.raises(InvalidInputError, match=why):
        list(find_source(folder / "vm.vmdk").entries(folder / "vm.vmdk"))


def patched(place: int, content: bytes) -> Callable[[bytes], bytes]:
    return lambda image: image[:place] + content + image[place + len(content) :]


@pytest.mark.parametrize(
    ("name", "change", "why"),
    [
        ("qemu-compressed.qcow2", patched(8, (1).to_bytes(8, "big")), "only the changes"),
        ("qemu-compressed.qcow2", patched(32, (1).to_bytes(4, "big")), "encrypted"),
        ("qemu-compressed.qcow2", patched(72, (4).to_bytes(8, "big")), "feature that is not read"),
        ("qemu-compressed.qcow2", patched(20, (60).to_bytes(4, "big")), "header is damaged"),
        ("qemu-compressed.qcow2", patched(36, (1 << 30).to_bytes(4, "big")), "header is damaged"),
        ("qemu-compressed.qcow2", lambda image: image[:80], "cut off"),
        ("qemu-stream.vmdk", lambda image: image.replace(b"parentCID=ffffffff", b"parentCID=12345678"),
         "only the changes"),
        ("qemu.vhdx", lambda image: image[: 1 << 16], "cut off, damaged"),
    ],
)  # fmt: skip
def test_an_image_that_needs_another_or_a_key_says_so(
    tmp_path: Path, name: str, change: Callable[[bytes], bytes], why: str
) -> None:
    image = unpacked(name, tmp_path / name)
    image.write_bytes(change(image.read_bytes()))
    with pytest.raises(InvalidInputError, match=why) as caught:
        list(find_source(image).entries(image))
    assert caught.value.remedy


def test_a_damaged_cluster_is_no_zeros(tmp_path: Path, workers: Workers) -> None:
    """What cannot be unpacked is refused, never read as something else."""
    image = unpacked("qemu-stream.vmdk", tmp_path / "vm.vmdk")
    content = bytearray(image.read_bytes())
    grains = [match.start() for match in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", content)]
    for at in grains[1:]:
        content[at + 20 : at + 24] = os.urandom(4)
    image.write_bytes(content)
    result = triage_source(image, "I", workers)
    assert "vm.vmdk!/(media)" in {reject.where for reject in result.report.rejects}


def test_a_vhdx_that_was_not_closed_says_that_its_log_is_not_read(tmp_path: Path, workers: Workers) -> None:
    image = unpacked("qemu.vhdx", tmp_path / "vm.vhdx")
    content = bytearray(image.read_bytes())
    for place in (0x10000, 0x20000):
        content[place + 48 : place + 64] = b"\x11" * 16
    image.write_bytes(content)
    reasons = [entry.obstacle for entry in find_source(image).entries(image) if entry.obstacle]
    assert "the image was not closed: changes in its log are not read" in reasons


@pytest.mark.parametrize("numbers", [("001", "002", "003"), ("000", "001", "002"), ("1", "2", "3")])
def test_a_split_raw_image_is_read_as_one(
    tmp_path: Path, workers: Workers, raw: bytes, numbers: tuple[str, ...]
) -> None:
    third = len(raw) // 3 // 512 * 512
    pieces = [raw[:third], raw[third : 2 * third], raw[2 * third :]]
    for number, piece in zip(numbers, pieces, strict=True):
        (tmp_path / f"disk.{number}").write_bytes(piece)
    result = triage_source(tmp_path / f"disk.{numbers[0]}", "I", workers)
    assert set(digests(result, "")) == {f"disk.{number}" for number in numbers}
    assert digests(result, f"disk.{numbers[0]}") == files_of(tmp_path / "raw.dd", raw)
    assert not [reject for reject in result.report.rejects if "cut off" in reject.reason]


def test_a_split_image_that_lacks_a_part_is_cut(tmp_path: Path, workers: Workers, raw: bytes) -> None:
    for number, at in (("001", 0), ("003", 2)):
        (tmp_path / f"disk.{number}").write_bytes(raw[at << 20 : (at + 1) << 20])
    assert [part.name for part in parts_of(tmp_path / "disk.001")] == ["disk.001"]
    result = triage_source(tmp_path / "disk.001", "I", workers)
    assert any("the image is cut off" in reject.reason for reject in result.report.rejects)
