"""Dry runs: they write nothing, and say what the real run then does."""

import csv
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from mozaik.cli.exit_codes import ExitCode
from mozaik.desk import preview
from mozaik.errors import MozaikError
from mozaik.package import draft_beyond, draft_package
from mozaik.release import Work
from mozaik.seal import decrypt
from tests.cli.test_options import House
from tests.contribution.support import key_of as owner_key
from tests.contribution.support import write_sample
from tests.package.support import DRAFTING, full_world
from tests.release.support import TRUST, key_of, write_work
from tests.triage.test_listing import seized_folder

RECORDS = """
[[items]]
item_id = "I-1"
kind = "phone"
[[items]]
item_id = "I-2"
kind = "radio"
[[items]]
item_id = "I-1"
kind = "phone"
[[custody]]
item_id = "I-1"
sequence = 2
event = "sealed"
at = "2023-11-09T10:00:00Z"
"""
ALL_BAD = '[[items]]\nitem_id = "I-2"\nkind = "radio"\n'
RECORD = ("--owner", "SI-GPD", "--edition", "e-1", "--rehearsal-terms", "-o", "si.contribution")


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A house whose folder is the one to work in."""
    monkeypatch.chdir(tmp_path)
    return House(tmp_path)


def tree(folder: Path, *but: str) -> dict[str, tuple[int, int, bytes]]:
    """Every file and folder with its mode, time and content, but for what lies below some names."""
    return {
        str(path.relative_to(folder)): (
            path.lstat().st_mode,
            path.lstat().st_mtime_ns if path.is_file() else 0,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in sorted(folder.rglob("*"))
        if not any(part in but for part in path.relative_to(folder).parts)
    }


def dry(house: House, *words: str | Path, but: tuple[str, ...] = ()) -> tuple[int, str, str]:
    """A run after which nothing has changed."""
    before = tree(house.folder, *but)
    outcome = house.run(*words)
    assert tree(house.folder, *but) == before
    return outcome


def test_a_check_of_records_writes_nothing_and_says_what_sealing_says(house: House) -> None:
    Path("si.toml").write_text(RECORDS, encoding="utf-8")
    code, out, _ = dry(house, "record", "si.toml", *RECORD, "--check", "--json")
    checked = json.loads(out)
    sealed = house.answer("record", "si.toml", *RECORD)
    same = ("read", "accepted", "duplicate", "rejected", "tables", "custody_flags", "doubts")
    assert code == 0
    assert {name: checked[name] for name in same} == {name: sealed[name] for name in same}
    assert (checked["rejected"], len(checked["custody_flags"])) == (1, 2)
    with Path("si.contribution.rejects.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [{name: str(value) for name, value in reject.items()} for reject in checked["rejects"]] == rows


def test_a_check_names_every_reject_for_people(house: House) -> None:
    Path("si.toml").write_text(RECORDS, encoding="utf-8")
    code, out, err = dry(house, "record", "si.toml", *RECORD, "--check")
    assert (code, err) == (0, "")
    assert "checked, nothing sealed\n  read 4 = accepted 2 + duplicate 1 + rejected 1\n" in out
    assert "  rejected: si.toml, items, row 2, kind: " in out


def test_a_check_ends_as_the_real_run_where_nothing_is_accepted(house: House) -> None:
    Path("si.toml").write_text(ALL_BAD, encoding="utf-8")
    code, out, _ = dry(house, "record", "si.toml", *RECORD, "--check")
    assert "nothing could be sealed" in out
    assert "rejected: si.toml, items, row 1, kind: " in out
    assert code == house.run("record", "si.toml", *RECORD)[0] == ExitCode.NOTHING_ACCEPTED


@pytest.mark.parametrize(
    "words", [("--id", "a/b"), ("--supersedes-id", "a/b", "--whole-line"), ("-o", "si.toml")]
)
def test_a_check_refuses_what_the_real_run_refuses(house: House, words: tuple[str, ...]) -> None:
    Path("si.toml").write_text(RECORDS, encoding="utf-8")
    code, _, err = dry(house, "record", "si.toml", *RECORD, *words, "--check")
    assert code != 0
    assert (code, err) == (house.run("record", "si.toml", *RECORD, *words)[0::2])


def test_a_listing_needs_the_source_alone_and_says_what_triage_then_does(house: House) -> None:
    seized_folder(Path("seized"))
    code, out, _ = dry(house, "triage", "seized", "--list", "--json")
    told = json.loads(out)
    assert (code, told["kind"], told["files"]) == (0, "folder", 7)
    more = (
        "--owner",
        "SI-GPD",
        "--edition",
        "e-1",
        "--item",
        "T-1",
        "--rehearsal-terms",
        "-o",
        "t.contribution",
    )
    sealed = house.answer("triage", "seized", *more, "--workers", "1")
    report = sealed["report"]
    assert isinstance(report, dict)
    in_inner_zip = 1  # an archive inside an archive is opened at triage, and the listing says so
    assert told["files"] + in_inner_zip == report["accepted"]
    with Path("t.contribution.rejects.csv").open(encoding="utf-8", newline="") as stream:
        refused = sorted((row["place"], row["reason"]) for row in csv.DictReader(stream))
    assert sorted((unread["place"], unread["reason"]) for unread in told["unread"]) == refused


def test_a_listing_says_kind_reader_amount_and_why_not(house: House) -> None:
    seized_folder(Path("seized"))
    code, out, _ = dry(house, "triage", "seized", "--list")
    assert code == 0
    assert "seized: folder, nothing is written\n  read by the file system of this machine\n" in out
    assert "  would be read: 7 files, " in out
    assert "    in chat.zip: 3 files, " in out
    assert "  not read: 2\n    1 x archive not expanded: it cannot be listed\n      bad.zip!/\n" in out
    assert max(map(len, out.splitlines())) <= 80


def test_a_listing_of_an_export_reads_its_records_as_sealing_does(house: House) -> None:
    Path("x.csv").write_text(f"sha256,size\n{'ab' * 32},10\nnonsense,3\n", encoding="utf-8")
    code, out, _ = dry(house, "triage", "x.csv", "--list", "--json")
    told = json.loads(out)
    more = (
        "--owner",
        "SI-GPD",
        "--edition",
        "e-1",
        "--item",
        "T-1",
        "--rehearsal-terms",
        "-o",
        "t.contribution",
    )
    report = house.answer("triage", "x.csv", *more)["report"]
    assert isinstance(report, dict)
    assert code == 0
    assert told["kind"].startswith("case export")
    assert (told["files"], len(told["unread"])) == (report["accepted"], report["rejected"]) == (1, 1)


@pytest.mark.parametrize("left_out", ["--owner", "--item", "-o"])
def test_sealing_still_needs_owner_item_and_output(house: House, left_out: str) -> None:
    Path("seized").mkdir()
    words = {"--owner": "SI-GPD", "--item": "T-1", "-o": "t.contribution"}
    given = [word for name, value in words.items() if name != left_out for word in (name, value)]
    code, _, err = dry(house, "triage", "seized", *given, "--edition", "e-1")
    assert code == ExitCode.INVALID
    assert "is missing" in err


def test_a_plan_says_what_is_encrypted_to_whom_and_encrypts_nothing(house: House) -> None:
    write_sample(Path("si.contribution"))
    recipient = owner_key("HR-MUP")
    words = ("seal", "si.contribution", "--to", recipient.key_id[:12])
    code, out, _ = dry(house, *words, "--plan", "--json")
    planned = json.loads(out)
    shown = house.answer("show", "si.contribution")
    assert code == 0
    assert {name: planned["content"][name] for name in ("id", "terms", "signed_by", "tables")} == {
        name: shown[name] for name in ("id", "terms", "signed_by", "tables")
    }
    sealed = house.answer(*words)
    assert planned["file"] == sealed["file"]
    assert [key["reference"] for key in planned["recipients"]] == sealed["recipients"]
    assert planned["recipients"][0]["key_id"] == recipient.key_id
    decrypt(Path("si.contribution.age"), Path("opened"), recipient)
    assert Path("opened").read_bytes() == Path("si.contribution").read_bytes()
    told = dry(house, *words, "--plan", "-o", "other.age")[1]
    for text in ("signed", "terms", "Nothing is written", "age (X25519", recipient.key_id):
        assert text in told.lower() or text in told


def test_a_plan_refuses_what_sealing_refuses(house: House) -> None:
    write_sample(Path("si.contribution"))
    Path("si.contribution.age").write_bytes(b"there")
    words = ("seal", "si.contribution", "--to", owner_key("HR-MUP").key_id[:12])
    assert dry(house, *words, "--plan") == house.run(*words)
    assert dry(house, *words, "--plan")[0] == ExitCode.REFUSED
    Path("si.contribution").write_bytes(b"PK changed")
    assert dry(house, *words, "--plan", "-o", "x.age") == house.run(*words, "-o", "x.age")


def test_a_preview_is_the_content_of_the_draft_that_follows(tmp_path: Path) -> None:
    folder = write_work(tmp_path / "work", full_world())
    key = key_of(DRAFTING.person)
    seen = preview(folder, DRAFTING, key, TRUST)
    drafted = draft_package(Work.open(folder, TRUST), DRAFTING, key, tmp_path / "si.draft").package
    assert drafted.custody.sequence == 1
    same = {name: getattr(drafted, name) for name in drafted.__slots__ if name != "custody"}
    assert {name: getattr(seen.package, name) for name in same} == same
    counts = drafted.counts
    held = [str(held.status) for held in seen.held_back]
    for name in ("disputed", "rejected", "unjudged"):
        assert held.count(name) == getattr(counts, name)
    assert len(held) + len(drafted.hits) == sum(getattr(counts, name) for name in counts.__slots__)
    assert held, "the world has hits that nobody judged"


def test_a_preview_takes_no_number_and_logs_the_reading_alone(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mozaik.cli.package_command.now", lambda: DRAFTING.now)
    write_work(Path("work"), full_world())
    words = ("package", "work", "--for", "SI-GPD", "--reason", "action days", "--by", "SI-GPD/ana")
    logs = sorted(path for path in Path().rglob("*") if "acts" in str(path) and path.is_file())
    before = {path: path.read_bytes() for path in logs}
    code, out, err = dry(house, *words, "--preview", but=("work.acts", "views", "work.secrets"))
    assert code == 0, err
    assert "Held back, only counted in it:" in out
    assert "not judged yet: it is a lead, not a fact" in out
    grown = [path for path in Path().rglob("*") if "acts" in str(path) and path.is_file()]
    added = b"".join(path.read_bytes().removeprefix(before.get(path, b"")) for path in grown)
    assert b"action days" in added
    assert b"draft" not in added
    assert "draft no. 1 by" in house.done(*words, "-o", "si.draft")
    assert not os.path.lexists("si.package")


def test_a_preview_is_refused_as_the_draft_is(tmp_path: Path) -> None:
    folder = write_work(tmp_path / "work", full_world())
    work, key, foreign = Work.open(folder, TRUST), key_of(DRAFTING.person), owner_key("HR-MUP")
    acts: tuple[tuple[Callable[[], object], Callable[[], object]], ...] = (
        (
            lambda: preview(folder, DRAFTING, key, TRUST, beyond=True),
            lambda: draft_beyond(work, DRAFTING, key, tmp_path / "si.draft"),
        ),
        (
            lambda: preview(folder, DRAFTING, foreign, TRUST),
            lambda: draft_package(work, DRAFTING, foreign, tmp_path / "si.draft"),
        ),
    )
    (tmp_path / "there.draft").touch()
    there = tmp_path / "there.draft"
    acts += (
        (
            lambda: preview(folder, DRAFTING, key, TRUST, there),
            lambda: draft_package(work, DRAFTING, key, there),
        ),
    )
    for looked, drafted in acts:
        with pytest.raises(MozaikError) as seen:
            looked()
        with pytest.raises(MozaikError) as said:
            drafted()
        assert str(seen.value) == str(said.value)
