"""`mozaik hits` and `mozaik judge` as a person runs them."""

import json
from pathlib import Path

import pytest

from mozaik.cli.main import main
from tests.contribution.support import trust_in
from tests.release.support import Coverage, terms
from tests.release.test_read import HIT, HR, SI, digest, hr, opened, si


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home folder whose trust store knows the two authorities."""
    monkeypatch.setenv("MOZAIK_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("MOZAIK_TRUST", raising=False)
    trust_in(SI, HR).save(tmp_path / "home" / "trust.json")


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
    assert run(*ask) == 0
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


def test_hits_go_to_a_file_for_its_owner_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    work = opened(tmp_path, digest(1, si(), hr()))
    target = tmp_path / "hits.json"
    who = ("--as", SI, "--by", f"{SI}/ana")
    ask = ("hits", str(work.path), *who, "--reason", "review", "--json", "-o", str(target))
    assert run(*ask) == 0
    assert json.loads(target.read_text(encoding="utf-8"))["reader"] == SI
    assert target.stat().st_mode & 0o077 == 0
    assert capsys.readouterr().out == ""


def test_refusals_end_with_code_2_and_say_what_to_do(
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
        assert run(*arguments) == 2
        assert "Remedy:" in capsys.readouterr().err
