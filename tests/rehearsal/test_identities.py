"""Invented identifiers are unique, reserved and valid; a scenario that lacks an entry says which."""

from pathlib import Path
from random import Random

import pytest

from mozaik.errors import InvalidInputError
from mozaik.rehearsal import pictures
from mozaik.rehearsal.identities import Identities, load_names, names_of, spoil
from mozaik.rehearsal.scenario import SCENARIOS, load_scenario
from mozaik.selectors import find

KINDS = ("email", "account", "url", "phone", "btc", "eth", "onion", "camera_serial")
MODEL = (SCENARIOS / "mozaik-2023.toml").read_text(encoding="utf-8")


def identities() -> Identities:
    return Identities(Random(7), load_scenario("mozaik-2023").reserved_phones)


def test_no_identifier_is_given_twice_whatever_else_is_made() -> None:
    """Phone numbers came again after ninety identifiers of any kind, as an overlap that nobody planted."""
    made = identities()
    given = [made.make(kind) for _ in range(200) for kind in KINDS if kind != "phone" or made.numbered < 180]
    assert len(set(given)) == len(given) == 7 * 200 + 180


def test_a_phone_number_is_of_a_reserved_range_and_the_ranges_end() -> None:
    made = identities()
    phones = [made.phone() for _ in range(270)]
    assert len(set(phones)) == 270
    reserved = {"+493023125": range(100, 190), "+3326191": range(100, 190), "+46701740": range(605, 695)}
    for phone in phones:
        (start,) = (start for start in reserved if phone.startswith(start))
        assert int(phone.removeprefix(start)) in reserved[start]
    with pytest.raises(InvalidInputError, match="no reserved phone number is left") as refused:
        made.phone()
    assert refused.value.remedy


@pytest.mark.parametrize("kind", ["btc", "onion"])
def test_an_address_is_valid_and_its_spoilt_copy_is_not(kind: str) -> None:
    made = identities()
    for _ in range(20):
        address = made.make(kind)
        assert [found.kind for found in find(f"pay {address} now")] == [kind]
        assert len(spoil(address)) == len(address)
        assert kind not in {found.kind for found in find(f"pay {spoil(address)} now")}


def test_a_family_name_comes_again_only_with_a_numeral() -> None:
    people = names_of("hr", Random(1))
    count = len(load_names()["hr"]["family"])
    families = [next(people)[1] for _ in range(2 * count)]
    assert len(set(families)) == 2 * count
    assert all(family.endswith(" 2") for family in families[count:])


@pytest.mark.parametrize("entry", [
    'coordinator = "EU-EC3"', "near_miss_pictures = 8", "without_state = 5", "picture_edge = 288",
    "email = { count = 5, holders = 2 }",
])  # fmt: skip
def test_a_scenario_that_lacks_an_entry_says_which(entry: str, tmp_path: Path) -> None:
    """A missing entry of a table ended the rehearsal as a fault of the program."""
    assert MODEL.count(entry) == 1
    path = tmp_path / "own.toml"
    path.write_text(MODEL.replace(entry, ""), encoding="utf-8")
    with pytest.raises(InvalidInputError, match=entry.split()[0]) as refused:
        load_scenario(str(path))
    assert refused.value.where == str(path)
    assert refused.value.remedy


def test_a_scenario_of_its_own_path_is_read_and_bytes_that_are_no_text_are_not(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(MODEL, encoding="utf-8")
    assert load_scenario(str(path)) == load_scenario("mozaik-2023")
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(InvalidInputError, match="UTF-8"):
        load_scenario(str(path))


@pytest.mark.parametrize("how", sorted(pictures.COPIES))
def test_a_changed_copy_is_another_file_and_a_near_picture(how: str) -> None:
    picture = pictures.draw(Random(3), 128)
    original, copy = pictures.jpeg(picture), pictures.COPIES[how](picture)
    assert original != copy
    left, right = pictures.media_hash(original), pictures.media_hash(copy)
    assert pictures.distance(left, right) == pictures.distance(right, left) <= pictures.BORDER


def test_a_near_miss_lies_just_beyond_the_border() -> None:
    picture = pictures.draw(Random(3), 128)
    other = pictures.near_miss(Random(4), picture)
    apart = pictures.distance(pictures.media_hash(pictures.jpeg(picture)), pictures.media_hash(other))
    assert pictures.BORDER < apart <= pictures.BORDER + 29
