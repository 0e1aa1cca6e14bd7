"""The commands triage and list, from the call to the sealed file and back."""

import csv
import json
from pathlib import Path

import pytest

from mozaik.cli.exit_codes import ExitCode
from mozaik.cli.main import main
from mozaik.contribution import SealedSet, read_set
from mozaik.seal import TrustStore, home_folder, trust_path
from mozaik.terms import Obstacle, cross_check_obstacle
from tests.intake.support import record, vics
from tests.triage.ewf_writer import CHUNK, write_e01
from tests.triage.support import NOTE, encoded, fat_image, picture

SHEET = """
[terms.material]
purposes = ["cross-check"]
subject = "no-person"
source = "A"
information = "1"
disclosure = "hit"
review_on = 2026-11-20
[terms.identifiers]
purposes = ["cross-check"]
subject = "suspect"
source = "B"
information = "2"
disclosure = "silent"
review_on = 2026-11-20
[apply]
selectors = "identifiers"
"""


@pytest.fixture
def item(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MOZAIK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MOZAIK_NOW", "2023-11-20T09:00:00Z")
    monkeypatch.setenv("MOZAIK_EDITION", "mozaik-2023")
    for name in ("MOZAIK_KEY", "MOZAIK_TRUST"):
        monkeypatch.delenv(name, raising=False)
    for owner in ("SI-GPD", "EU-EC3"):
        assert run("keys", "new", owner, "ana") == 0
    folder = tmp_path / "item"
    folder.mkdir()
    (folder / "note.txt").write_bytes(NOTE)
    (folder / "p.jpg").write_bytes(encoded(picture()))
    (folder / "cut.jpg").write_bytes(encoded(picture())[:500])
    (folder / "link").symlink_to("note.txt")
    (tmp_path / "terms.toml").write_text(SHEET)
    return folder


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as caught:
        main([str(argument) for argument in arguments])
    return int(caught.value.code or 0)


def opened(path: Path) -> SealedSet:
    return read_set(path, TrustStore.load(trust_path(home_folder())))


def test_a_source_becomes_a_sealed_contribution_with_exports_and_rejects(
    item: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "one.contribution"

    code = run("triage", item, "--owner", "SI-GPD", "--item", "ITEM-1", "--terms", tmp_path / "terms.toml",
               "-o", output, "--vics", tmp_path / "one.json", "--csv", tmp_path / "one.csv",
               "--workers", 1, "--json")  # fmt: skip

    answer = json.loads(capsys.readouterr().out)
    assert code == 0
    keys = ("read", "accepted", "duplicate", "rejected", "not_compared")
    assert [answer["report"][key] for key in keys] == [4, 3, 0, 1, 1]
    sealed = opened(output)
    assert sealed.manifest.sender == "SI-GPD"
    assert sealed.manifest.versions["pdq"] == "pdq-1"
    assert sealed.manifest.synthetic is False
    assert set(sealed.table_names) == {"terms", "files", "media", "selectors", "not_examined"}
    gaps = sealed.table("not_examined").to_pylist()
    assert {(row["path"], row["reason"], row["mime"]) for row in gaps} == {
        ("cut.jpg", "picture not decodable: broken or of an unknown variant", "image/jpeg"),
        ("link", "symbolic link, not followed", None),
    }
    assert answer["report"]["not_examined"] == {
        "image/jpeg": {"picture not decodable: broken or of an unknown variant": 1},
        "not read": {"symbolic link, not followed": 1},
    }
    assert not answer["quarantined"]
    with (tmp_path / "one.contribution.rejects.csv").open(newline="") as stream:
        assert list(csv.reader(stream)) == [["place", "reason"], ["link", "symbolic link, not followed"]]
    assert json.loads((tmp_path / "one.json").read_text())["value"][0]["CaseNumber"] == "ITEM-1"
    assert len((tmp_path / "one.csv").read_text().splitlines()) == 4


def test_a_second_run_gives_the_same_bytes(item: Path, tmp_path: Path) -> None:
    for name, workers in (("a", 1), ("b", 2)):
        assert run("triage", item, "--owner", "SI-GPD", "--item", "I", "--rehearsal-terms",
                   "--workers", workers, "-o", tmp_path / name) == 0  # fmt: skip

    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert opened(tmp_path / "a").manifest.synthetic is True


def test_without_terms_it_is_quarantined_and_says_so(
    item: Path, tmp_path: Path, now: object, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "q.contribution"

    assert run("triage", item, "--owner", "SI-GPD", "--item", "I", "-o", output, "--workers", 1) == 0

    assert "QUARANTINED" in capsys.readouterr().out
    (terms,) = opened(output).terms
    assert cross_check_obstacle(terms, terms.review_on) is Obstacle.QUARANTINED
    assert str(terms.review_on) == "2024-05-21"


def test_an_existing_file_is_not_written_over(
    item: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "kept"
    output.write_bytes(b"earlier work")

    assert run("triage", item, "--owner", "SI-GPD", "--item", "I", "-o", output) == ExitCode.REFUSED

    assert "--replace" in capsys.readouterr().err
    assert output.read_bytes() == b"earlier work"


def test_a_source_of_no_kind_is_refused_and_leaves_nothing(
    item: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("triage", item / "note.txt", "--owner", "SI-GPD", "--item", "I", "-o", tmp_path / "x") == 2

    assert "not a source that Mozaik knows" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()


def test_a_case_export_is_a_source_too(item: Path, tmp_path: Path) -> None:
    path = vics(tmp_path / "case.json", [{"Media": [record(1, Category=1)]}], "2.0", "Cases")

    assert run("triage", path, "--owner", "SI-GPD", "--item", "I", "--rehearsal-terms", "--scheme", "vics-us",
               "-o", tmp_path / "c.contribution") == 0  # fmt: skip

    assert set(opened(tmp_path / "c.contribution").table_names) == {"terms", "files", "media"}


def test_a_hash_list_becomes_a_sealed_list(
    item: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = vics(tmp_path / "known.json", [record(1, Category=1), record(2, MD5="bad")])
    output = tmp_path / "known.list"

    code = run("list", path, "--owner", "EU-EC3", "--kind", "known", "--scheme", "vics-us",
               "--terms", tmp_path / "terms.toml", "-o", output, "--json")  # fmt: skip

    answer = json.loads(capsys.readouterr().out)
    assert code == 0
    assert (answer["report"]["read"], answer["report"]["accepted"], answer["report"]["rejected"]) == (2, 1, 1)
    sealed = opened(output)
    assert sealed.manifest.properties["list_kind"] == "known"
    assert (tmp_path / "known.list.rejects.csv").read_text().splitlines() == [
        "record,reason", "2,MD5 has not 32 hexadecimal digits",
    ]  # fmt: skip


@pytest.mark.parametrize("command", ["triage", "list"])
def test_help_shows_examples(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(command, "--help") == 0

    assert "Examples:" in capsys.readouterr().out


def test_a_damaged_image_is_said_loudly_and_its_verdict_is_sealed(
    item: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    media = fat_image(tmp_path / "card.dd", {"NOTE.TXT": NOTE}, {}).read_bytes()
    places = write_e01(tmp_path / "card.E01", media, md5=bytes(range(16)), packed=True)
    damaged = bytearray((tmp_path / "card.E01").read_bytes())
    damaged[places[0][-1] + 5] ^= 0xFF
    (tmp_path / "card.E01").write_bytes(damaged)
    output = tmp_path / "one.contribution"

    arguments = ["--owner", "SI-GPD", "--item", "ITEM-1", "--terms", tmp_path / "terms.toml", "-o", output]
    assert run("triage", tmp_path / "card.E01", *arguments) == 0

    said = capsys.readouterr().out
    assert f"CHECK: DAMAGED IMAGE card.E01: 1 of {len(media) // CHUNK} chunks cannot be read" in said
    assert "CHECK: IMAGE NOT AS ACQUIRED card.E01" in said
    image = json.loads(json.dumps(opened(output).report.to_json()))["details"]["images"][0]
    assert image["stated_md5"] == bytes(range(16)).hex()
    assert (image["verdict"], image["damaged_chunks"]) == ("differs", 1)
