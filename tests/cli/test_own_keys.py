"""Whose key signs, and who acts: no key is ever made by the way (review 1, items 26 and 27)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mozaik.cli.main import main
from tests.operation.support import put_operation

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def mozaik(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the program in an empty folder with an empty home, as somebody whose login names no key."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MOZAIK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LOGNAME", "user")
    monkeypatch.setenv("MOZAIK_EDITION", "mozaik-2023")
    for name in ("MOZAIK_KEY", "MOZAIK_TRUST", "MOZAIK_PASSPHRASE", "MOZAIK_OWNER"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "item").mkdir()
    (tmp_path / "item" / "note.txt").write_text("write to maple@mail.example\n", encoding="utf-8")

    def run(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(list(words))
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return run


def keys(place: Path) -> list[str]:
    return sorted(path.name for path in (place / "home" / "keys").glob("*.key"))


TRIAGE = ("triage", "item", "--owner", "SI-GPD", "--item", "T-1", "--rehearsal-terms", "--workers", "1")


def test_the_first_steps_of_the_readme_use_the_one_key_that_was_made(mozaik: Run, tmp_path: Path) -> None:
    assert mozaik("keys", "new", "SI-GPD", "ana")[0] == 0
    assert mozaik(*TRIAGE, "-o", "a.contribution")[0] == 0
    assert "SI-GPD/ana as owner" in mozaik("verify", "a.contribution")[1]
    assert keys(tmp_path) == ["SI-GPD.ana.key"]
    operation = put_operation(tmp_path / "home", tmp_path / "m.operation", "mozaik-2023")
    assert mozaik("crosscheck", "a.contribution", "-o", "WORK", "--operation", str(operation))[0] == 0
    told = mozaik("hits", "WORK", "--as", "SI-GPD", "--reason", "first look")
    assert told[0] == 0, told[2]


def test_without_a_key_of_the_owner_nothing_is_sealed_and_no_key_is_made(mozaik: Run, tmp_path: Path) -> None:
    code, _, said = mozaik(*TRIAGE, "-o", "a.contribution")
    assert (code, "mozaik keys new SI-GPD NAME" in said) == (2, True)
    assert keys(tmp_path) == []
    mozaik("keys", "new", "SI-GDP", "ana")
    code, _, said = mozaik(*TRIAGE, "-o", "a.contribution")
    assert (code, "you have keys of SI-GDP" in said) == (2, True)
    assert not (tmp_path / "a.contribution").exists()


def test_of_several_keys_one_is_to_be_chosen(mozaik: Run, tmp_path: Path) -> None:
    for person in ("ana", "bor"):
        mozaik("keys", "new", "SI-GPD", person)
    code, _, said = mozaik(*TRIAGE, "-o", "a.contribution")
    assert (code, "ana, bor" in said, "--key FILE" in said) == (2, True, True)
    bor = str(tmp_path / "home" / "keys" / "SI-GPD.bor.key")
    assert mozaik(*TRIAGE, "-o", "a.contribution", "--key", bor)[0] == 0
    code, _, said = mozaik("hits", "nowhere", "--as", "SI-GPD", "--reason", "x")
    assert code == 2


def test_who_reads_is_never_guessed_from_the_login(mozaik: Run, tmp_path: Path) -> None:
    mozaik("keys", "new", "SI-GPD", "ana")
    mozaik(*TRIAGE, "-o", "a.contribution")
    operation = put_operation(tmp_path / "home", tmp_path / "m.operation", "mozaik-2023")
    mozaik("crosscheck", "a.contribution", "-o", "WORK", "--operation", str(operation))
    mozaik("keys", "new", "SI-GPD", "bor")
    code, _, said = mozaik("hits", "WORK", "--as", "SI-GPD", "--reason", "x")
    assert (code, "not clear who you are" in said, "SI-GPD/ana, SI-GPD/bor" in said) == (2, True, True)


def test_the_edition_is_stated_and_never_the_year_of_the_clock(
    mozaik: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sets of December and January could never be compared (review 1, item 27)."""
    mozaik("keys", "new", "SI-GPD", "ana")
    monkeypatch.delenv("MOZAIK_EDITION")
    code, _, said = mozaik(*TRIAGE, "-o", "a.contribution")
    assert (code, "the edition is not stated" in said, "MOZAIK_EDITION" in said) == (2, True, True)
    for name, day in (("a", "2023-12-31T12:00:00Z"), ("b", "2024-01-01T12:00:00Z")):
        (Path("item") / "more.txt").write_text(f"maple@mail.example {name}\n", encoding="utf-8")
        edition = ("--edition", "mozaik-2023", "--now", day)
        assert mozaik(*TRIAGE, "-o", f"{name}.contribution", *edition)[0] == 0
    code, _, said = mozaik("crosscheck", "a.contribution", "b.contribution", "-o", "WORK")
    assert code == 0, said
