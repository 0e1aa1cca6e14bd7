"""What triage says about contents: picture hashes, cameras, selectors in texts and databases."""

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from mozaik.media import pdq_from_luma, pdq_from_rgb
from mozaik.triage import TriageJob, TriageResult, Workers, triage_many, triage_source
from tests.triage.support import NOTE, database, encoded, picture, tarred, zipped


def media(result: TriageResult) -> dict[bytes, dict[str, Any]]:
    return {row["sha256"]: row for row in result.tables["media"].to_pylist()}


def found(result: TriageResult) -> set[tuple[str, str]]:
    rows = result.tables["selectors"].to_pylist()
    return {(row["kind"], row["normal"]) for row in rows}


def test_hashes_of_the_shared_pictures_equal_the_reference(shared_testdata: Path, workers: Workers) -> None:
    folder = shared_testdata / "pdq-bridge"
    with (folder / "expected.csv").open(newline="") as stream:
        expected = {
            row["file"]: (row["cpp_on_pillow_pixels"], row["quality"]) for row in csv.DictReader(stream)
        }

    result = triage_source(folder, "BRIDGE", workers)

    by_sha = media(result)
    actual = {
        row["path"]: (by_sha[row["sha256"]]["pdq"].hex(), str(by_sha[row["sha256"]]["quality"]))
        for row in result.tables["files"].to_pylist()
        if row["mime"] == "image/jpeg"
    }
    assert actual == expected


@pytest.mark.parametrize("kind", ["PNG", "GIF", "BMP", "TIFF", "WEBP"])
def test_every_picture_format_is_hashed_from_its_pixels(tmp_path: Path, workers: Workers, kind: str) -> None:
    options = {"lossless": True} if kind == "WEBP" else {}
    pixels = picture(2)
    if kind == "GIF":
        palette = Image.fromarray(pixels).quantize(64)
        palette.save(tmp_path / "p", "GIF")
        pixels = np.asarray(palette.convert("RGB"))
    else:
        (tmp_path / "p").write_bytes(encoded(pixels, kind, **options))

    (row,) = triage_source(tmp_path, "I", workers).tables["media"].to_pylist()

    assert (row["pdq"], row["quality"]) == pdq_from_rgb(pixels)
    assert (row["width"], row["height"]) == (96, 80)
    assert (row["method"], row["decoder"], row["frame_ms"]) == ("pdq", "Pillow", 0)


def test_grey_pictures_are_hashed_as_grey(tmp_path: Path, workers: Workers) -> None:
    grey = picture(4)[:, :, 0]
    Image.fromarray(grey).save(tmp_path / "grey.png")
    Image.fromarray(grey.astype(np.uint16) * 257).save(tmp_path / "deep.png")

    rows = triage_source(tmp_path, "I", workers).tables["media"].to_pylist()

    assert {row["pdq"] for row in rows} == {pdq_from_luma(grey.astype(np.float32))[0]}


def test_the_first_frame_of_an_animation_counts(tmp_path: Path, workers: Workers) -> None:
    frames = [Image.fromarray(picture(seed)).quantize(64) for seed in (1, 2)]
    frames[0].save(tmp_path / "move.gif", save_all=True, append_images=frames[1:])
    frames[0].save(tmp_path / "still.gif")

    rows = triage_source(tmp_path, "I", workers).tables["media"].to_pylist()

    assert len({row["pdq"] for row in rows}) == 1


def test_a_camera_and_its_time_are_told_as_they_are_written(tmp_path: Path, workers: Workers) -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "Synthetic Optics", "Model 7", 6
    exif[0x013B] = "drawn by ana.novak@example.org"
    block = exif.get_ifd(0x8769)
    block[0x9003], block[0xA431] = "2023:11:07 10:11:12", "SYN-0042117"
    pixels = picture(5)
    (tmp_path / "1.jpg").write_bytes(encoded(pixels, "JPEG", exif=exif))
    block[0x9011] = "+01:00"
    (tmp_path / "2.jpg").write_bytes(encoded(pixels, "JPEG", exif=exif))

    result = triage_source(tmp_path, "I", workers)

    rows = result.tables["media"].to_pylist()
    assert {row["camera_make"] for row in rows} == {"Synthetic Optics"}
    assert {row["camera_serial"] for row in rows} == {"SYN-0042117"}
    assert {row["taken_at"] for row in rows} == {"2023-11-07T10:11:12", "2023-11-07T10:11:12+01:00"}
    assert len({row["pdq"] for row in rows}) == 1
    assert {(row["width"], row["height"]) for row in rows} == {(96, 80)}
    assert found(result) == {("camera_serial", "SYN-0042117"), ("email", "ana.novak@example.org")}


def test_copies_of_a_picture_on_an_item_are_one_media_row(tmp_path: Path, workers: Workers) -> None:
    for name in ("a.jpg", "b.jpg", "c.txt"):
        (tmp_path / name).write_bytes(encoded(picture(6)))

    result = triage_source(tmp_path, "I", workers)

    assert (result.tables["files"].num_rows, result.tables["media"].num_rows) == (3, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "latin-1"])
def test_selectors_are_found_in_texts_of_any_encoding(
    tmp_path: Path, workers: Workers, encoding: str
) -> None:
    text = ("пиши " if encoding != "latin-1" else "é ") + NOTE.decode()
    (tmp_path / "a").write_bytes(text.encode(encoding))

    result = triage_source(tmp_path, "I", workers)

    assert found(result) == {("email", "ana.novak@example.org"), ("phone", "+38631234567")}


def test_selectors_are_counted_by_place_and_not_cut_at_any_length(tmp_path: Path, workers: Workers) -> None:
    lines = [b"x" * 997 + b" ana.novak@example.org" for _ in range(1500)]
    (tmp_path / "long.txt").write_bytes(b"\n".join(lines))
    (tmp_path / "one line.txt").write_bytes(b" ".join(lines))

    rows = triage_source(tmp_path, "I", workers).tables["selectors"].to_pylist()

    assert {row["path"]: row["count"] for row in rows} == {"long.txt": 1500, "one line.txt": 1500}


def test_selectors_in_databases_are_found_and_a_log_that_nobody_can_look_for_is_told(
    tmp_path: Path, workers: Workers
) -> None:
    texts = ["hello", NOTE.decode(), "Пиши на ivo@example.net"]
    (tmp_path / "plain.db").write_bytes(database(texts))
    (tmp_path / "wal.db").write_bytes(database(texts, "wal"))
    (tmp_path / "packed.tar").write_bytes(tarred({"wal.db": database(texts, "wal")}, "w"))
    (tmp_path / "broken.db").write_bytes(database(texts * 200)[:9000])

    result = triage_source(tmp_path, "I", workers)

    rows = result.tables["selectors"].to_pylist()
    assert {row["path"] for row in rows} >= {"plain.db", "wal.db"}
    assert found(result) >= {("email", "ana.novak@example.org"), ("email", "ivo@example.net")}
    assert sum("write-ahead" in note for note in result.report.notes) == 1  # beside the other lies none
    assert any("database" in note for note in result.report.notes if "write-ahead" not in note)


def test_many_sources_give_what_each_gives_alone_whatever_the_number_of_workers(
    tmp_path: Path, workers: Workers
) -> None:
    jobs = []
    for number in range(12):
        path = tmp_path / f"{number}.zip"
        members = {"p.jpg": encoded(picture(number)), "t.txt": NOTE, "in.tgz": tarred({"x": NOTE}, "w:gz")}
        path.write_bytes(zipped(members))
        jobs.append(TriageJob(path, f"ITEM-{number}"))
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK\x03\x04 cut")

    many = triage_many([*jobs, TriageJob(broken, "X")], workers)
    with Workers(1) as single:
        alone = [triage_source(job.source, job.item_id, single) for job in jobs[:3]]

    results = [one for one in many if isinstance(one, TriageResult)]
    assert len(results) == 12
    assert not isinstance(many[12], TriageResult)
    assert [outcome.tables for outcome in results[:3]] == [one.tables for one in alone]
    assert [outcome.report for outcome in results[:3]] == [one.report for one in alone]
