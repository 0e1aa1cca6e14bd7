"""The main job as a person types it: each step with the options that it cannot do without."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from mozaik.cli.exit_codes import ExitCode
from mozaik.cli.main import main
from tests.operation.support import put_operation

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, an empty home, and a login name."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MOZAIK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LOGNAME", "ana")
    monkeypatch.setenv("MOZAIK_EDITION", "mozaik-2023")
    for name in ("MOZAIK_KEY", "MOZAIK_TRUST", "MOZAIK_PASSPHRASE", "MOZAIK_OWNER"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def mozaik(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the program as from a shell: its exit code, and what it printed on both streams."""

    def run(*words: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return run


def seize(folder: Path) -> Path:
    """A small seized folder: a drawn picture, a note with a selector, an empty file."""
    folder.mkdir()
    picture = Image.new("RGB", (96, 96), "white")
    ImageDraw.Draw(picture).ellipse((10, 20, 70, 80), fill="navy")
    picture.save(folder / "drawn.png")
    (folder / "note.txt").write_text("write to maple@mail.example\n", encoding="utf-8")
    (folder / "empty.bin").touch()
    return folder


def done(outcome: tuple[int, str, str]) -> str:
    code, out, err = outcome
    assert code == 0, err
    return out


def test_the_main_job_step_by_step(mozaik: Run, place: Path) -> None:
    for owner in ("SI-GPD", "HR-MUP"):
        seize(place / owner)
        done(mozaik("keys", "new", owner, "ana"))
        done(
            mozaik(
                "triage",
                owner,
                "--owner",
                owner,
                "--item",
                "T-1",
                "--rehearsal-terms",
                "-o",
                f"{owner}.contribution",
            )
        )
    sealed = ("SI-GPD.contribution", "HR-MUP.contribution")
    new = ("--series", "Mozaik", "--from", "2023-11-06", "--to", "2023-11-17", "--synthetic")
    done(mozaik("operation", "new", "mozaik-2023", *new, "--lead", "SI-GPD", "--coordinator", "HR-MUP", "-o",
                "m.operation.draft"))  # fmt: skip
    for person in ("SI-GPD/ana", "HR-MUP/ana"):
        done(mozaik("operation", "sign", "m.operation.draft", "--by", person))
    said = done(mozaik("crosscheck", *sealed, "--operation", "m.operation", "-o", "WORK"))
    assert 'mozaik hits WORK --as AUTHORITY --reason "why"' in said
    told = done(mozaik("hits", "WORK", "--as", "SI-GPD", "--reason", "TEXT"))
    assert max(map(len, told.splitlines())) <= 80
    reference = re.search(r"H-[A-Z2-7]{8}", told)
    assert reference is not None
    done(mozaik("judge", "WORK", reference[0], "confirm", "--by", "SI-GPD/ana", "--reason", "TEXT"))
    said = done(mozaik("package", "WORK", "--for", "SI-GPD", "--reason", "TEXT", "-o", "FILE.draft"))
    assert "draft no. 1 by SI-GPD/ana" in said
    assert "mozaik release FILE.draft --work WORK --key KEY" in said
    done(mozaik("keys", "new", "SI-GPD", "ivo"))
    other = ("release", "FILE.draft", "--work", "WORK", "--by", "SI-GPD/ana", "--words", "robot robot")
    code, _, told = mozaik(*other)
    assert (code, "other words than you were told" in told) == (ExitCode.REFUSED, True)
    words = re.search("you sign, in words: (.+)", told)
    assert words
    for person in ("ana", "ivo"):
        assert mozaik("verify", "FILE.draft")[0] == ExitCode.NOT_TRUSTED
        assert "package" in done(mozaik("verify", "--draft", "FILE.draft"))
        done(
            mozaik(
                "release",
                "FILE.draft",
                "--work",
                "WORK",
                "--key",
                place / "home" / "keys" / f"SI-GPD.{person}.key",
                *(("--words", words[1]) if person == "ana" else ()),
            )
        )
    signed = done(mozaik("verify", "FILE.package"))
    assert all(f"SI-GPD/{person} as releaser" in signed for person in ("ana", "ivo"))
    assert "Nothing in these files is disclosed to PUBLIC" in done(mozaik("figures", *sealed))


def test_owner_of_records_and_lists_is_the_authority_of_ones_key(mozaik: Run, place: Path) -> None:
    Path("known.csv").write_text(f"sha256,size\n{'ab' * 32},10\n", encoding="utf-8")
    code, _, said = mozaik("list", "known.csv", "-o", "FILE.list")
    assert code == 2
    assert "you have no key yet" in said
    assert "--owner" in said
    done(mozaik("keys", "new", "SI-GPD", "ana"))
    assert "SI-GPD.list-known." in done(mozaik("list", "known.csv", "-o", "FILE.list"))
    Path("si.toml").write_text(
        '[[actions]]\naction_id = "SI-A-1"\nkind = "search"\nstate = "carried-out"\n'
        'started_at = 2023-11-09T06:00:00Z\ncountry = "SI"\norigin = "invented"\n',
        encoding="utf-8",
    )
    assert "SI-GPD.records." in done(mozaik("record", "si.toml", "-o", "FILE.contribution"))
    done(mozaik("keys", "new", "HR-MUP", "ana"))
    code, _, said = mozaik("list", "known.csv", "-o", "second.list")
    assert code == 2
    assert "you have keys of HR-MUP, SI-GPD" in said


def test_a_name_alone_is_the_person_whose_key_it_is(mozaik: Run, place: Path) -> None:
    for authority, person in (("SI-GPD", "ana"), ("EU-EC3", "maria")):
        done(mozaik("keys", "new", authority, person))
    seize(place / "item")
    done(
        mozaik(
            "triage",
            "item",
            "--owner",
            "SI-GPD",
            "--item",
            "T-1",
            "--rehearsal-terms",
            "-o",
            "a.contribution",
        )
    )
    operation = put_operation(place / "home", place / "m.operation", "mozaik-2023")
    done(mozaik("crosscheck", "a.contribution", "-o", "WORK", "--operation", operation))
    call = ("package", "WORK", "--for", "SI-GPD", "--reason", "TEXT", "-o")
    assert "by SI-GPD/ana" in done(mozaik(*call, "one.draft"))
    assert "by EU-EC3/maria" in done(mozaik(*call, "two.draft", "--by", "maria"))


def test_invented_data_under_own_terms_says_so(mozaik: Run, place: Path) -> None:
    seize(place / "item")
    done(mozaik("keys", "new", "SI-GPD", "ana"))
    call = ("triage", "item", "--owner", "SI-GPD", "--item", "T-1", "-o")
    done(mozaik(*call, "a.contribution", "--synthetic"))
    done(mozaik(*call, "b.contribution"))
    assert "synthetic data" in done(mozaik("verify", "a.contribution"))
    assert "real data" in done(mozaik("verify", "b.contribution"))


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("triage", "nothing", "--owner", "SI-GPD", "--item", "1", "-o", "x"), "the source holds no file"),
        (("triage", "item", "--owner", "SI-GPD", "--item", "1", "-o", "no/x"), "folder to write into"),
        (("triage", "item/note.txt", "--owner", "SI-GPD", "--item", "1", "-o", "x"), "VICS and CSV"),
        (("record", "empty.toml", "--owner", "SI-GPD", "-o", "x"), "docs/formats/records.md"),
        (("figures", "empty.toml"), "not a sealed file"),
        (("crosscheck", "empty.toml", "-o", "WORK"), "not a sealed file"),
        (("hits", "nothing", "--as", "SI-GPD", "--reason", "TEXT"), "Remedy"),
        (("release", "empty.toml", "--work", "nothing"), "--by AUTHORITY/name"),
    ],
)  # fmt: skip
def test_a_wrong_input_gets_one_sentence_with_a_remedy(
    mozaik: Run, place: Path, words: tuple[str, ...], part: str
) -> None:
    seize(place / "item")
    done(mozaik("keys", "new", "SI-GPD", "ana"))
    (place / "nothing").mkdir()
    (place / "empty.toml").touch()
    code, _, said = mozaik(*words)
    assert code == (ExitCode.DAMAGED if part == "not a sealed file" else ExitCode.INVALID)
    sentence = said.strip().splitlines()[-1]
    assert sentence.startswith("mozaik: ")
    assert part in sentence
    assert "Remedy" in sentence
    assert not (place / "x").exists()
