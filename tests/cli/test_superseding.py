"""`--supersedes FILE`: the manifest names what is replaced, with the whole line that it replaced itself."""

from pathlib import Path

from click.testing import CliRunner, Result

from mozaik.cli.record_command import command
from mozaik.contribution import read_set
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.seal import Manifest
from tests.contribution.support import key_of, trust_in

RECORDS = """
[[items]]
item_id = "ITEM-{number}"
kind = "phone"
"""


def record(folder: Path, number: int, *more: str, owner: str = "SI-GPD") -> Result:
    """Seal record file `number` of an owner as `NUMBER.contribution`, with more options."""
    trust, key, source = folder / "trust.json", folder / f"{owner}.key", folder / f"{number}.toml"
    trust_in("SI-GPD", "HR-MUP", "EU-EC3").save(trust)
    if not key.exists():
        key_of(owner).save(key)
    source.write_text(RECORDS.format(number=number), encoding="utf-8")
    options = ["--rehearsal-terms", "--edition", "mozaik-2023", "--now", "2023-11-20T09:00:00Z"]
    files = ["--trust", str(trust), "--key", str(key), "-o", str(folder / f"{number}.contribution")]
    return CliRunner().invoke(command, [str(source), "--owner", owner, *options, *files, *more])


def manifest(folder: Path, number: int) -> Manifest:
    return read_set(folder / f"{number}.contribution", trust_in("SI-GPD", "HR-MUP")).manifest


def replaced_by(folder: Path, number: int) -> tuple[str, ...]:
    return manifest(folder, number).supersedes


def set_id(folder: Path, number: int) -> str:
    return manifest(folder, number).id


def test_a_replaced_file_gives_its_id_and_its_whole_line(tmp_path: Path) -> None:
    """Whoever missed the second still refuses the first (review 1, item 4)."""
    assert record(tmp_path, 1).exit_code == 0
    for number in (2, 3):
        assert (
            record(tmp_path, number, "--supersedes", str(tmp_path / f"{number - 1}.contribution")).exit_code
            == 0
        )
    assert replaced_by(tmp_path, 3) == tuple(sorted(set_id(tmp_path, number) for number in (1, 2)))
    lost = ("--supersedes", str(tmp_path / "3.contribution"), "--supersedes-id", "SI-GPD.lost")
    assert record(tmp_path, 4, *lost, "--whole-line").exit_code == 0
    assert set(replaced_by(tmp_path, 4)) == {
        "SI-GPD.lost",
        *(set_id(tmp_path, number) for number in (1, 2, 3)),
    }


def test_what_cannot_be_replaced_is_refused(tmp_path: Path) -> None:
    assert record(tmp_path, 1, owner="HR-MUP").exit_code == 0
    old = tmp_path / "1.contribution"
    foreign = record(tmp_path, 2, "--supersedes", str(old))
    assert isinstance(foreign.exception, RefusedError)
    assert "only the owner supersedes" in str(foreign.exception)
    old.write_bytes(old.read_bytes()[:-100])
    damaged = record(tmp_path, 2, "--supersedes", str(old), owner="HR-MUP")
    assert isinstance(damaged.exception, InvalidInputError | RefusedError)
    assert record(tmp_path, 2, "--supersedes", "HR-MUP.records.1", owner="HR-MUP").exit_code == 2
    assert not (tmp_path / "2.contribution").exists()


def test_the_id_of_a_lost_file_is_refused_without_its_whole_line(tmp_path: Path) -> None:
    """Whoever never had the lost file would accept what it had replaced (review 1, item 4)."""
    half = record(tmp_path, 3, "--supersedes-id", "SI-GPD.2")
    assert isinstance(half.exception, InvalidInputError)
    assert "--whole-line" in half.exception.remedy
    assert not (tmp_path / "3.contribution").exists()
    assert record(tmp_path, 3, "--whole-line").exit_code == 2
    whole = ("--supersedes-id", "SI-GPD.2", "--supersedes-id", "SI-GPD.1", "--whole-line")
    assert record(tmp_path, 3, *whole).exit_code == 0
    assert replaced_by(tmp_path, 3) == ("SI-GPD.1", "SI-GPD.2")
