"""Trust in bulk: many public keys against one list of ids (review 14, 5)."""

import json
from pathlib import Path

import pytest

from mozaik.cli.exit_codes import ExitCode
from mozaik.seal import SigningKey, TrustStore, save_public_key
from tests.cli.test_options import House
from tests.contribution.support import CREATED

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
