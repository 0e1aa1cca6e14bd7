"""The command `mozaik crosscheck`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mozaik.cli.crosscheck_command import command
from mozaik.cli.exit_codes import ExitCode
from mozaik.cli.main import main
from mozaik.errors import RefusedError
from mozaik.work import current_generation
from tests.crosscheck.support import Maker, entry_row, file_row

NOW = "2023-11-20T09:00:00Z"


def run(make: Maker, work: Path, *more: str, contents: tuple[bytes, bytes, bytes] = (b"x",) * 3) -> Result:
    """Cross-check two contributions and a list that hold these contents."""
    sets = [
        make(f"{owner}.a", {"files": [file_row(content), file_row(b"")]})
        for owner, content in zip(("SI-GPD", "HR-MUP"), contents, strict=False)
    ]
    known = make("XX-INT.known", {"entries": [entry_row(contents[2])]}, list_kind="known")
    trust = make.folder / "trust.json"
    make.trust.save(trust)
    files = [str(sealed_set.path) for sealed_set in sets]
    arguments = [
        *files,
        "--list",
        str(known.path),
        "-o",
        str(work),
        "--trust",
        str(trust),
        "--now",
        NOW,
        *more,
    ]
    return CliRunner().invoke(command, arguments, catch_exceptions=False)


def test_it_says_what_was_read_and_the_next_step_and_never_how_many_hits(make: Maker, tmp_path: Path) -> None:
    result = run(make, tmp_path / "WORK")
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "Compared 2 contributions and 1 list; rows: entries 1, files 4.",
        "Not compared: 1 row of files in HR-MUP.a: no digest of any content",
        "Not compared: 1 row of files in SI-GPD.a: no digest of any content",
        f"{tmp_path / 'WORK'} is ready. The hits are not shown here; each authority reads its own:",
        f'  mozaik hits {tmp_path / "WORK"} --as AUTHORITY --reason "why"',
    ]


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_it_says_the_same_whether_anything_meets_or_nothing(
    make: Maker, tmp_path: Path, form: tuple[str, ...]
) -> None:
    """Running is not seeing: two worlds of equal rows, in which all or none is a hit (review 1, item 7)."""
    told = []
    for name, contents in (("all", (b"x", b"x", b"x")), ("none", (b"x", b"y", b"z"))):
        (tmp_path / name).mkdir()
        done = run(make, tmp_path / name / "WORK", *form, contents=contents)
        told.append((done.exit_code, done.output.replace(str(tmp_path / name), "FOLDER")))
    assert told[0] == told[1]


def test_json_says_the_same(make: Maker, tmp_path: Path) -> None:
    answer = json.loads(run(make, tmp_path / "WORK", "--json").stdout)
    assert answer["rows"] == {"entries": 1, "files": 4}
    assert set(answer) == {
        "schema",
        "work",
        "contributions",
        "lists",
        "rows",
        "not_compared",
        "left",
        "doubles",
        "refused",
    }
    assert answer["refused"] == []


def test_what_leaves_is_confirmed_by_name_and_told(make: Maker, tmp_path: Path) -> None:
    """The same files without one, and without the list (review 1, item 28)."""
    work = tmp_path / "WORK"
    run(make, work)
    only = [str(make.folder / "SI-GPD.a.contribution"), "--replace", "-o", str(work), "--now", NOW]
    trust = ["--trust", str(make.folder / "trust.json")]
    with pytest.raises(RefusedError, match=r"--drop HR-MUP\.a --drop XX-INT\.known"):
        CliRunner().invoke(command, [*only, *trust], catch_exceptions=False)
    confirmed = ["--drop", "HR-MUP.a", "--withdrawn", "XX-INT.known"]
    told = CliRunner().invoke(command, [*only, *trust, *confirmed], catch_exceptions=False).output
    assert "No longer in WORK: HR-MUP.a of HR-MUP, left out" in told
    assert "No longer in WORK: XX-INT.known of XX-INT, withdrawn" in told


def test_a_refused_file_is_named_and_the_others_are_compared(
    make: Maker, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Review 1, item 3: it is never silent, and the exit code tells a script."""
    paths = [make(f"{owner}.a", {"files": [file_row(b"x")]}).path for owner in ("SI-GPD", "HR-MUP", "HU-NNI")]
    paths[1].write_bytes(paths[1].read_bytes()[:-1])
    trust = tmp_path / "trust.json"
    make.trust.save(trust)
    arguments = [
        "crosscheck",
        *map(str, paths),
        "-o",
        str(tmp_path / "WORK"),
        "--trust",
        str(trust),
        "--now",
        NOW,
    ]
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    said = capsys.readouterr()
    assert "Compared 2 contributions" in said.out
    assert f"mozaik: refused: {paths[1]}" in said.err
    assert "1 file refused and not in" in said.err
    with pytest.raises(SystemExit):
        main([*arguments, "--replace", "--json"])
    answer = json.loads(capsys.readouterr().out)
    assert [refusal["path"] for refusal in answer["refused"]] == [str(paths[1])]
    assert answer["contributions"] == 2


def test_where_every_file_is_refused_nothing_is_replaced(
    make: Maker, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = make("SI-GPD.a", {"files": [file_row(b"x")]}).path
    trust, work = tmp_path / "trust.json", tmp_path / "WORK"
    make.trust.save(trust)
    arguments = ["crosscheck", str(path), "-o", str(work), "--trust", str(trust), "--now", NOW, "--replace"]
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 0
    before = (current_generation(work) / "work.json").read_bytes()
    path.write_bytes(b"PK")
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == ExitCode.DAMAGED
    assert f"mozaik: {path}: " in capsys.readouterr().err
    assert (current_generation(work) / "work.json").read_bytes() == before


def test_a_set_that_ended_is_refused_alone_and_the_others_are_compared(make: Maker, tmp_path: Path) -> None:
    """Superseded, withdrawn, contradicting and claiming files stop nobody (review 1, items 3 and 4)."""
    work, trust = tmp_path / "WORK", make.folder / "trust.json"

    def sealed(set_id: str, content: bytes, supersedes: tuple[str, ...] = ()) -> str:
        return str(make(set_id, {"files": [file_row(content)]}, supersedes=supersedes).path)

    def compare(*arguments: str) -> Result:
        options = ("--replace", "--json", "-o", str(work), "--now", NOW, "--trust", str(trust))
        return CliRunner().invoke(command, [*arguments, *options], standalone_mode=False)

    first, second = sealed("SI-GPD.1", b"1"), sealed("SI-GPD.2", b"2", ("SI-GPD.1",))
    good, gone, twice = sealed("HR-MUP.a", b"a"), sealed("HR-MUP.b", b"b"), sealed("HR-MUP.c", b"c")
    make.trust.save(trust)
    assert compare(first, good, gone, twice).return_value == 0
    third = sealed("SI-GPD.3", b"3", ("SI-GPD.2",))
    claim = sealed("HU-NNI.x", b"x", ("SI-GPD.2",))
    make.trust.save(trust)
    assert compare(second, good, gone, twice).return_value == 0
    Path(twice).unlink()
    changed = sealed("HR-MUP.c", b"d")
    bad = {
        first: "superseded earlier",
        gone: "withdrawn",
        changed: "id of another",
        claim: "claims to supersede",
    }
    before = (current_generation(work) / "work.json").read_bytes()
    unconfirmed = compare(third, good, *bad, "--withdrawn", "HR-MUP.b")
    assert isinstance(unconfirmed.exception, RefusedError), "HR-MUP.c would leave"
    assert (current_generation(work) / "work.json").read_bytes() == before
    result = compare(third, good, *bad, "--withdrawn", "HR-MUP.b", "--drop", "HR-MUP.c")
    assert result.return_value == 2
    answer = json.loads(result.stdout)
    refused = {entry["path"]: entry["message"] for entry in answer["refused"]}
    assert set(refused) == set(bad)
    assert all(said in refused[path] for path, said in bad.items())
    held = json.loads((current_generation(work) / "work.json").read_bytes())["inputs"]
    assert {entry["set_id"] for entry in held} == {"SI-GPD.3", "HR-MUP.a"}
