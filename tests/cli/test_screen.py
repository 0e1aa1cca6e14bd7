"""What a command prints passes one door (review 1, item 18)."""

import csv
import json
import sys
from pathlib import Path

import pytest

from mozaik.cli import main as program
from mozaik.cli.exit_codes import ExitCode
from mozaik.cli.screen import drawing_stream, guarded_screen
from mozaik.desk.outputs import write_rejects
from mozaik.package.renderings.tables_csv import safe_cell
from mozaik.seal import Kind, Role, SigningKey, TrustStore, write_sealed
from tests.seal.support import NOW, manifest
from tests.test_visible import ESCAPE, unseen

C1_AND_BIDI = "Mozaik\u009b2J \u202e3202"


def run(*arguments: str) -> int:
    """The program in this process; its exit code."""
    with pytest.raises(SystemExit) as ended:
        program.main(list(arguments))
    return int(str(ended.value.code))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home whose trust store holds a key that was revoked for a hostile reason."""
    monkeypatch.setenv("MOZAIK_HOME", str(tmp_path / "home"))
    store = TrustStore()
    for person in ("ana", "bor"):
        key = SigningKey.generate("SI-GPD", person)
        store.add(key.trusted(NOW))
        if person == "bor":
            store.revoke(key.key_id, NOW, f"lost {ESCAPE}\nSI-GPD/eva trusted")
        else:
            sealed = manifest(edition=C1_AND_BIDI, kind=Kind.REQUEST)
            write_sealed(tmp_path / "x.contribution", sealed, {"a": b"1"}, [(key, Role.OWNER)])
    store.save(tmp_path / "home" / "trust.json")
    return tmp_path


@pytest.mark.parametrize("arguments", [["keys", "list"], ["keys", "list", "--json"], ["verify", "FILE"],
    ["verify", "FILE", "--json"]])  # fmt: skip
def test_foreign_texts_do_nothing_on_the_screen(
    home: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    path = str(home / "x.contribution")
    assert run(*(path if argument == "FILE" else argument for argument in arguments)) == 0
    printed = capsys.readouterr().out
    assert printed
    assert unseen(printed) == set()
    assert "\nSI-GPD/eva" not in printed
    if "--json" in arguments:
        assert json.loads(printed)


def test_json_keeps_the_value(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("keys", "list", "--json") == 0
    reasons = json.dumps(json.loads(capsys.readouterr().out), ensure_ascii=False)
    assert "\u202e" in reasons
    assert "\x9b" in reasons


def test_an_error_is_one_line_whatever_the_name_of_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("verify", str(tmp_path / "a\nmozaik: sound\x1b[2J\udcff")) == 2
    errors = capsys.readouterr().err
    assert unseen(errors) == set()
    path = tmp_path / "b\nmozaik: sound\u202e"
    path.write_bytes(b"")
    assert run("verify", str(path)) == ExitCode.DAMAGED
    errors = capsys.readouterr().err
    assert errors.count("\n") == 1
    assert "[U+000A]mozaik: sound[U+202E]" in errors


def test_whatever_a_command_prints_passes_the_door(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (key, _) = TrustStore.load(home / "home" / "trust.json").keys
    assert run("keys", "export", key.key_id, "-o", str(home / "a\x9b2J\u202e.pub")) == 0
    printed = capsys.readouterr().out
    assert "a[U+009B]2J[U+202E].pub" in printed
    assert unseen(printed) == set()


def test_the_screen_is_given_back_and_bars_may_draw(capsys: pytest.CaptureFixture[str]) -> None:
    before = sys.stdout, sys.stderr
    with guarded_screen():
        assert drawing_stream() is before[1]
        print("\x1b[2J", end="")
    assert (sys.stdout, sys.stderr) == before
    assert drawing_stream() is before[1]
    assert capsys.readouterr().out == "[U+001B][2J"


def test_tables_hold_nothing_unseen(tmp_path: Path) -> None:
    assert unseen(safe_cell(f"={ESCAPE}\n")) == set()
    path = write_rejects(tmp_path / "x", ("place", "reason"), [(f"a{ESCAPE}\nb", "why")])
    assert path is not None
    text = path.read_text(encoding="utf-8")
    assert unseen(text.replace("\r\n", "\n")) == set()
    assert [row[1] for row in csv.reader(text.splitlines())] == ["reason", "why"]
