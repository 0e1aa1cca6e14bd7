"""`mozaik hits` and `mozaik judge` as a person runs them."""

import json
from pathlib import Path

import pytest

from mozaik.cli.exit_codes import ExitCode
from mozaik.cli.main import main
from mozaik.release import Work, read_hits
from mozaik.seal import SigningKey, key_path
from tests.contribution.support import trust_in
from tests.package.support import full_world
from tests.release.support import NOW, TRUST, Coverage, asks, terms, write_work
from tests.release.test_read import HIT, HR, SI, digest, hr, opened, si


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home folder with a key of ana, whose trust store knows the two authorities."""
    home = tmp_path / "home"
    monkeypatch.setenv("MOZAIK_HOME", str(home))
    monkeypatch.delenv("MOZAIK_TRUST", raising=False)
    trust, key = trust_in(SI, HR), SigningKey.generate(SI, "ana")
    trust.add(key.trusted(NOW))
    trust.save(home / "trust.json")
    (home / "keys").mkdir()
    key.save(key_path(home, SI, "ana"))


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as done:
        main(list(arguments))
    return int(done.value.code or 0)


def test_hits_are_read_judged_and_read_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    work = opened(tmp_path, digest(1, si(), hr()))
    ask = ("hits", str(work.path), "--as", SI, "--reason", "review", "--by", f"{SI}/ana")
    assert run(*ask, "--json") == 0
    reference = json.loads(capsys.readouterr().out)["hits"][0]["reference"]
    judged = ("judge", str(work.path), reference, "confirm", "--by", f"{SI}/ana", "--reason", "same file")
    assert run(*judged) == 0
    assert f"{reference}: confirmed by {SI}/ana" in capsys.readouterr().out
    assert run(*ask, "--full") == 0
    text = capsys.readouterr().out
    for said in (
        "The same file",
        reference,
        f"{HR}: shares this hit",
        "ticket T-",
        "confirmed by a person",
        "To do",
    ):
        assert said in text
    assert max(len(line) for line in text.splitlines()) <= 100


def test_a_group_is_explained_split_and_judged_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """(The cross-check at scale, section 1.)"""
    work = Work.open(write_work(tmp_path / "work", full_world()), TRUST)
    who = ("--as", SI, "--by", f"{SI}/ana", "--reason", "review")
    assert run("hits", str(work.path), *who, "--json") == 0
    (group,) = json.loads(capsys.readouterr().out)["groups"]
    assert group["splits"] == [{"limit": 11, "parts": 2}, {"limit": 2, "parts": 3}]
    (hit,) = _hits_at(work, "7.jpg")
    assert run("explain", str(work.path), hit, *who) == 0
    text = " ".join(capsys.readouterr().out.split())
    for said in (group["reference"], "RS-MUP and SI-GPD: 32 of 256 bits", "7.jpg", "11 of 256 bits: 2 parts"):
        assert said in text
    judged = ("judge", str(work.path), group["reference"][:9], "reject", *who[2:])
    assert run(*judged, "--beyond", "11", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    (rejected,) = said["judged"]
    assert rejected["reference"] in group["hits"]
    assert rejected["verdict"] == "reject"
    assert run("hits", str(work.path), *who, "--json") == 0
    assert json.loads(capsys.readouterr().out)["groups"] == []
    assert run(*judged[:2], rejected["reference"], "reject", *who[2:], "--beyond", "2") == 2
    assert "--beyond goes with" in capsys.readouterr().err


def _hits_at(work: Work, name: str) -> set[str]:
    """The references of the hits of a group with a file of this name."""
    groups = read_hits(work, asks(work, SI)).groups
    pictures = {file.picture for group in groups for file in group.files if file.name == name}
    return {hit.reference for hit in read_hits(work, asks(work, SI)).hits if pictures & set(hit.values)}


def test_who_has_no_key_judges_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A judgement by SI-GPD/ghost.with.no.key (review 1, item 9)."""
    work = opened(tmp_path, digest(1, si(), hr()))
    judged = ("judge", str(work.path), "H-AAAAAAAAAAAAAAAA", "confirm", "--reason", "same file")
    assert run(*judged, "--by", f"{SI}/ghost.with.no.key") == 2
    assert "you have no key of this person" in capsys.readouterr().err
    other = tmp_path / "other.key"
    SigningKey.generate(SI, "ivo").save(other)
    assert run(*judged, "--by", f"{SI}/ivo", "--key", str(other)) == ExitCode.NOT_TRUSTED
    assert "not trusted here" in capsys.readouterr().err
    assert not work.acts.chain_of(SI).exists()


def test_hits_go_to_a_file_for_its_owner_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    work = opened(tmp_path, digest(1, si(), hr()))
    target = tmp_path / "hits.json"
    who = ("--as", SI, "--by", f"{SI}/ana")
    ask = ("hits", str(work.path), *who, "--reason", "review", "--json", "-o", str(target))
    assert run(*ask) == 0
    assert json.loads(target.read_text(encoding="utf-8"))["reader"] == SI
    assert target.stat().st_mode & 0o077 == 0
    assert capsys.readouterr().out == ""


def test_refusals_end_with_a_code_of_their_own_and_say_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    work = opened(tmp_path, digest(1, si(), hr()), coverage=(Coverage("si", "files", terms(SI, HIT)),))
    for arguments in (
        ("hits", str(work.path), "--as", SI, "--reason", " "),
        ("hits", str(work.path), "--as", SI, "--reason", "x", "--by", f"{HR}/ivo"),
        ("hits", str(work.path), "--as", "SI", "--reason", "x", "--by", f"{SI}/ana"),
        ("hits", str(work.path), "--as", SI, "--reason", "x", "--after", "H-AAAAAAAAAAAAAAAA"),
        ("judge", str(work.path), "H-AAAAAAAAAAAAAAAA", "reject", "--by", f"{SI}/ana", "--reason", "x"),
    ):
        assert run(*arguments) == (ExitCode.INVALID if "--after" in arguments else ExitCode.REFUSED)
        assert "Remedy:" in capsys.readouterr().err
