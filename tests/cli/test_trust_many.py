"""Trust in bulk: many public keys against one list of ids (review 14, 5)."""

import json
from pathlib import Path

import pytest

from mozaik.cli.exit_codes import ExitCode
from mozaik.seal import SigningKey, TrustStore, in_words, save_public_key
from tests.cli.test_options import House
from tests.contribution.support import CREATED, key_of

PERSONS = tuple(SigningKey.generate("HU-NNI", name) for name in ("eva", "ivo", "mia", "bor"))


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A house with four public keys that came by mail."""
    monkeypatch.chdir(tmp_path)
    for key in PERSONS:
        save_public_key(key.trusted(CREATED), tmp_path / f"{key.person}.pub")
    return House(tmp_path)


def trusted(house: House) -> set[str]:
    return {
        key.person for key in TrustStore.load(house.home / "trust.json").keys if key.authority == "HU-NNI"
    }


def test_one_list_of_ids_stands_for_many_comparisons(house: House) -> None:
    eva, ivo, mia, bor = PERSONS
    Path("ids.txt").write_text(
        f"# told by telephone\n{eva.key_id}  {eva.reference}  owner, releaser\n\n{ivo.key_id[:16].upper()}\n"
        f"{mia.key_id} HU-NNI/somebody-else\n{'0' * 16}\n",
        encoding="utf-8",
    )
    files = [f"{key.person}.pub" for key in PERSONS]
    code, out, err = house.run("keys", "trust", *files, "--ids", "ids.txt")
    assert code == ExitCode.REFUSED
    assert trusted(house) == {"eva", "ivo"}
    assert out.count("trusted HU-NNI/") == 2
    assert (
        "mia.pub: the key in the file is not one that you were told: ids.txt names its id for another" in err
    )
    assert "bor.pub" in err
    assert f"no file holds the key {'0' * 16} of the list" in err
    told = json.loads(house.run("keys", "trust", *files, "--ids", "ids.txt", "--json")[1])
    assert ([len(told[name]) for name in ("keys", "refused", "not_met")]) == [2, 2, 1]
    assert bor.person not in trusted(house)


@pytest.mark.parametrize(("line", "said"), [
    ("0123456789abcde", "too little of the key id to compare"),
    ("HU-NNI/eva", "ids.txt, line 1: the line begins with no key id"),
])  # fmt: skip
def test_a_list_that_compares_nothing_trusts_nobody(house: House, line: str, said: str) -> None:
    Path("ids.txt").write_text(line, encoding="utf-8")
    assert said in house.refused("keys", "trust", "eva.pub", "--ids", "ids.txt")
    assert "of one FILE" in house.refused("keys", "trust", "eva.pub", "ivo.pub", "--key-id", "0" * 16)
    assert "with --ids" in house.refused("keys", "trust", "eva.pub", "ivo.pub")
    assert trusted(house) == set()


def test_six_people_are_two_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """(review 14, 5) The heads by one list of ids, everybody else by the file that the two signed."""
    monkeypatch.chdir(tmp_path)
    people = [SigningKey.generate("HU-NNI", name) for name in ("a", "b", "c", "d", "e", "f")]
    for key in people:
        save_public_key(key.trusted(CREATED), Path(f"{key.person}.pub"))
    for home in ("lead", "newcomer"):
        (tmp_path / home).mkdir()
    lead, newcomer = House(tmp_path / "lead"), House(tmp_path / "newcomer")
    TrustStore().save(newcomer.home / "trust.json")
    begun = ("--series", "M", "--from", "2023-11-06", "--to", "2023-11-17", "--lead", "SI-GPD")
    lead.done("operation", "new", "m", *begun, "--coordinator", "EU-EC3", "--synthetic", "-o", "d")
    keys = [word for key in people for word in ("--vouching", f"{key.person}.pub")]
    lead.done("operation", "add", "d", "HU-NNI", "--contact", "desk", *keys)
    for head in ("SI-GPD", "EU-EC3"):
        lead.done("operation", "sign", "d", "--by", f"{head}/ana", "-o", "m.operation")
        save_public_key(key_of(head).trusted(CREATED), Path(f"{head}.pub"))
    ids = "".join(f"{key_of(head).key_id}\n" for head in ("SI-GPD", "EU-EC3"))
    Path("ids.txt").write_text(ids, encoding="utf-8")
    newcomer.done("keys", "trust", "SI-GPD.pub", "EU-EC3.pub", "--ids", "ids.txt")
    newcomer.done("keys", "accept", "--operation", "m.operation")
    known = TrustStore.load(newcomer.home / "trust.json").keys
    assert {key.person for key in known if key.authority == "HU-NNI"} == {key.person for key in people}


def test_one_key_is_compared_by_its_words(house: House) -> None:
    """The words that a page shows for the key: all seven, in any case; others are another key's."""
    eva, ivo = PERSONS[:2]
    said = house.refused("keys", "trust", "eva.pub", "--key-id", in_words(ivo.key_id))
    assert "not the one you were told" in said
    some = in_words(eva.key_id).rpartition(" ")[0]
    assert "not the one you were told" in house.refused("keys", "trust", "eva.pub", "--key-id", some)
    house.done("keys", "trust", "eva.pub", "--key-id", in_words(eva.key_id).title())
    assert trusted(house) == {"eva"}
