"""One voice: every fault says what, where, why and the remedy, and a script can tell them apart."""

import errno
import json
import re
import socket
import zipfile
from pathlib import Path

import pytest

from mozaik.cli.exit_codes import ExitCode
from mozaik.cli.project import SETTINGS
from mozaik.seal import save_public_key
from tests.cli.test_options import House
from tests.conftest import REPOSITORY
from tests.contribution.support import CREATED, key_of, write_sample

RECORD = (
    "record",
    "FILE",
    "--owner",
    "SI-GPD",
    "--edition",
    "e-1",
    "--rehearsal-terms",
    "-o",
    "out.contribution",
)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A house whose folder is the one to work in."""
    monkeypatch.chdir(tmp_path)
    return House(tmp_path)


def record(name: str) -> tuple[str, ...]:
    return tuple(name if word == "FILE" else word for word in RECORD)


@pytest.mark.parametrize(("words", "said"), [
    ("hist", "did you mean list or hits?"),
    ("keys trsut", "did you mean trust?"),
    ("hits WORK --sa SI-GPD", "did you mean --as"),
    ("hits WORKS --as SI-GPD --reason x", "did you mean WORK?"),
    ("hits WORK --as SI-GPD --reason x --kind pictre", "did you mean picture? Give one of digest, picture"),
    ("hits WORK --as SI-GPD --reason x --limit 0", "give a whole number, 1 or more"),
    ("hits WORK --reason x", "the option --as is missing"),
    ("hits", "the argument WORK is missing"),
    ("judge WORK H-AAAA confrim --by ana --reason x", "did you mean confirm?"),
    ("operation new e --from 9.11.2026", "write it as 2023-11-06"),
    ("verify WORK", "this is a folder, and a file is asked for"),
    ("hits WORK maple@mail.example b --as SI-GPD --reason x", "more arguments than the command takes"),
])  # fmt: skip
def test_a_wrong_command_line_gets_place_and_remedy_and_what_may_be_meant(
    house: House, words: str, said: str
) -> None:
    (house.folder / "WORK").mkdir()
    code, out, err = house.run(*words.split())
    assert (code, out) == (ExitCode.INVALID, "")
    assert said in err
    assert "Remedy: " in err
    assert "--help" in err
    assert len(err.splitlines()) == 1
    assert "maple" not in err


def test_with_json_an_error_is_an_object_of_its_parts(house: House) -> None:
    for words, code in (("hits nowhere --as SI-GPD --reason x", 2), ("keys list --trust none.json", 2)):
        ended, out, err = house.run(*words.split(), "--json")
        told = json.loads(out)
        assert (ended, told["exit_code"], err) == (code, code, "")
        form = json.loads((REPOSITORY / "docs/formats/json/error.schema.json").read_text(encoding="utf-8"))
        assert set(told) == set(form["properties"])
        assert set(told["error"]) == set(form["properties"]["error"]["properties"])
        assert told["schema"] == form["$id"] == "mozaik.error/1"
        assert all(told["error"][part] for part in ("kind", "what", "where", "remedy"))


def test_every_json_names_its_form_and_version(house: House) -> None:
    write_sample(Path("si.contribution"))
    why = ("--table", "files", "--reason", "x", "--by", "SI-GPD/ana")
    for words, form in (
        (("keys", "list"), "mozaik.keys.list/1"),
        (("verify", "si.contribution"), "mozaik.verify/1"),
        (("show", "si.contribution"), "mozaik.show/1"),
        (("show", "si.contribution", *why), "mozaik.show.rows/1"),
    ):
        assert house.answer(*words)["schema"] == form


def test_a_port_in_use_is_no_disk_problem(house: House) -> None:
    (house.folder / "site").mkdir()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        said = house.refused("campaign", "serve", "site", "--port", port)
    assert f"--port {port}: the port cannot be used" in said
    assert errno.EADDRINUSE
    assert "free space" not in said


def test_an_ordinary_folder_is_no_open_work(house: House) -> None:
    (house.folder / "plain").mkdir()
    said = house.refused("hits", "plain", "--as", "SI-GPD", "--reason", "x")
    assert "this folder is no WORK" in said
    assert "private" not in said


def test_where_every_row_is_rejected_the_first_reason_and_the_list_are_named(house: House) -> None:
    Path("items.csv").write_text("item_id,kind\n1,wizard\n2,wizard\n", encoding="utf-8")
    code, _, said = house.run(*record("items.csv"))
    assert code == ExitCode.NOTHING_ACCEPTED
    assert "items.csv, row 2, kind: kind is none of" in said
    assert "out.contribution.rejects.csv" in said
    assert Path("out.contribution.rejects.csv").exists()


def test_a_folder_as_output_and_a_public_key_as_a_private_one(house: House) -> None:
    Path("items.csv").write_text("item_id,kind\n1,phone\n", encoding="utf-8")
    Path("out.contribution").mkdir()
    assert "the output is a folder" in house.refused(*record("items.csv"), "--replace")
    Path("out.contribution").rmdir()
    save_public_key(key_of("SI-GPD").trusted(CREATED), Path("ana.pub"))
    said = house.refused(*record("items.csv"), "--key", "ana.pub")
    assert "this is a public key" in said
    assert "revoke" not in said


def test_a_folder_as_output_is_never_called_a_file_that_is_there(house: House) -> None:
    Path("taken").mkdir()
    house.done(
        "operation", "new", "e-1", "--series", "Mozaik", "--from", "2023-11-06", "--to", "2023-11-17",
        "--lead", "SI-GPD", "--coordinator", "EU-EC3", "--synthetic", "-o", "m.draft",
    )  # fmt: skip
    house.done("operation", "sign", "m.draft", "--by", "SI-GPD/ana")
    said = house.refused("verify", "m.draft")
    assert "too few persons have signed this operation: signatures as owner: 1 of 2" in said
    write_sample(Path("si.contribution"))
    save_public_key(key_of("SI-GPD").trusted(CREATED), Path("ana.pub"))
    house.done("seal", "si.contribution", "--to", "ana.pub", "-o", "si.age")
    for words in (
        ("operation", "new", "e-1", "--series", "Mozaik", "--from", "2023-11-06", "--to", "2023-11-17",
         "--lead", "SI-GPD", "--coordinator", "EU-EC3", "--synthetic"),
        ("operation", "sign", "m.draft", "--by", "EU-EC3/ana"),
        ("open", "si.age", "--key", house.home / "keys" / "SI-GPD.ana.key"),
        ("keys", "new", "SI-GPD", "bor"),
    ):  # fmt: skip
        assert "taken: the output is a folder" in house.refused(*words, "-o", "taken"), words


def test_a_private_key_in_the_place_of_a_public_one_is_named_as_what_it_is(house: House) -> None:
    write_sample(Path("si.contribution"))
    private = house.home / "keys" / "SI-GPD.ana.key"
    said = house.refused("seal", "si.contribution", "--to", private, "-o", "si.age")
    assert "it is a private key" in said
    assert ".pub" in said
    assert not Path("si.age").exists()


def test_a_misspelt_member_is_no_damage(house: House) -> None:
    write_sample(Path("si.contribution"))
    code, _, said = house.run("show", "si.contribution", "--extract", "reprot.json")
    assert code == ExitCode.INVALID
    assert "it holds report.json, " in said


def test_a_plain_file_is_not_opened_and_a_zip_written_again_is_not_damaged(house: House) -> None:
    Path("plain.age").write_text("hello", encoding="utf-8")
    assert "this file is not encrypted" in house.refused("open", "plain.age")
    assert not Path("plain").exists()
    write_sample(Path("si.contribution"))
    with zipfile.ZipFile("si.contribution") as sealed, zipfile.ZipFile("again.contribution", "w") as again:
        for name in reversed(sealed.namelist()):
            again.writestr(name, sealed.read(name))
    said = house.refused("verify", "again.contribution")
    assert "a ZIP that another program wrote" in said
    assert "never unpack and pack it again" in said


def test_letters_and_days_of_the_region_are_read_and_guesses_are_said(house: House) -> None:
    rows = "person_id;full_name;subject\nP-1;\u010cop \u017dagar;suspect\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1250"):
        Path("persons.csv").write_bytes(rows.encode(encoding))
        house.done(*record("persons.csv"), "--replace")
        shown = house.done(
            "show", "out.contribution", "--table", "persons", "--reason", "x", "--by", "SI-GPD/ana"
        )
        assert "\u010cop \u017dagar" in shown, encoding
    assert "was read as Windows-1250" in house.done(*record("persons.csv"), "--replace")


def test_a_wrong_day_in_toml_and_an_authority_in_small_letters_say_how_to_write_it(house: House) -> None:
    Path("a.toml").write_text('[[actions]]\naction_id = "A"\nstarted_at = 9.11.2026\n', encoding="utf-8")
    said = house.refused(*record("a.toml"))
    assert "a.toml, line 3" in said
    assert "a day or time is written in another way than 2023-11-06" in said
    for words in (("keys", "new", "si-gpd", "ana"), ("list", "a.toml", "--owner", "si-gpd", "-o", "x")):
        assert "capitals" in house.refused(*words)


def test_the_exit_codes_tell_apart_what_happened(house: House) -> None:
    write_sample(Path("si.contribution"))
    changed = bytearray(Path("si.contribution").read_bytes())
    changed[-200] ^= 1
    Path("changed.contribution").write_bytes(changed)
    write_sample(Path("at.contribution"), "AT-BK")
    codes = {
        ("verify", "si.contribution"): ExitCode.DONE,
        ("verify", "changed.contribution"): ExitCode.DAMAGED,
        ("verify", "at.contribution"): ExitCode.NOT_TRUSTED,
        ("verify", "at.contribution", "changed.contribution"): ExitCode.INVALID,
        ("show", "si.contribution", "--table", "files"): ExitCode.INVALID,
        ("show", "si.contribution", "--extract", "report.json"): ExitCode.REFUSED,
    }
    assert {words: house.run(*words)[0] for words in codes} == codes


def test_the_page_of_the_environment_names_every_code_setting_and_variable() -> None:
    page = (REPOSITORY / "docs" / "environment.md").read_text(encoding="utf-8")
    rows = {line.split("|")[1].strip(" `") for line in page.splitlines() if line.startswith("|")}
    assert {str(int(code)) for code in ExitCode} <= rows
    assert {setting.name for setting in SETTINGS} <= rows
    source = "".join(path.read_text(encoding="utf-8") for path in (REPOSITORY / "src").rglob("*.py"))
    used = set(re.findall(r"\bMOZAIK_[A-Z]+\b", source)) | {setting.variable for setting in SETTINGS}
    assert {name for name in used if name not in page} == set()
