"""A tally is one sealed number; the same days are never counted twice."""

from datetime import date, datetime
from pathlib import Path

import pytest

from mozaik.errors import InvalidInputError
from mozaik.parties import Authority
from mozaik.seal import (
    ChangedError,
    Kind,
    Manifest,
    Role,
    SigningKey,
    TrustStore,
    UnknownKeyError,
    write_sealed,
)
from mozaik.tallies import Tally, make_tally, read_tally, sum_reach, sum_tallies
from tests.seal.support import store_of

DAYS = (date(2023, 9, 1), date(2023, 11, 1))


@pytest.fixture
def key() -> SigningKey:
    return SigningKey.generate("SI-SCHOOLS", "ana")


@pytest.fixture
def trust(key: SigningKey) -> TrustStore:
    return store_of(key)


def test_a_tally_says_who_counted_how_many_between_which_days_and_nothing_else(
    tmp_path: Path, key: SigningKey, trust: TrustStore, now: datetime
) -> None:
    path = tmp_path / "a.tally"
    make_tally(path, 12, DAYS, key, "mozaik-2023", now)
    assert read_tally(path, trust) == Tally(
        "SI-SCHOOLS.tally.20230901-20231101", "SI-SCHOOLS", 12, date(2023, 9, 1), date(2023, 11, 1)
    )


def test_the_same_facts_give_the_same_file(tmp_path: Path, key: SigningKey, now: datetime) -> None:
    for name in ("a", "b"):
        make_tally(tmp_path / name, 12, DAYS, key, "mozaik-2023", now)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_changed_tally_is_refused(
    tmp_path: Path, key: SigningKey, trust: TrustStore, now: datetime
) -> None:
    path = tmp_path / "a.tally"
    make_tally(path, 12, DAYS, key, "mozaik-2023", now)
    path.write_bytes(path.read_bytes().replace(b'"screenings":12', b'"screenings":92'))
    with pytest.raises(ChangedError):
        read_tally(path, trust)


def test_a_tally_of_an_unknown_key_is_refused(tmp_path: Path, trust: TrustStore, now: datetime) -> None:
    path = tmp_path / "a.tally"
    make_tally(path, 12, DAYS, SigningKey.generate("SI-OTHER", "bor"), "mozaik-2023", now)
    with pytest.raises(UnknownKeyError):
        read_tally(path, trust)


@pytest.mark.parametrize(
    ("screenings", "days"),
    [(-1, DAYS), (1, (DAYS[1], DAYS[0])), (1, (date(2023, 1, 1), date(2030, 1, 1)))],
)
def test_what_cannot_have_been_counted_is_not_sealed(
    tmp_path: Path, key: SigningKey, now: datetime, screenings: int, days: tuple[date, date]
) -> None:
    with pytest.raises(InvalidInputError):
        make_tally(tmp_path / "a.tally", screenings, days, key, "mozaik-2023", now)
    assert not (tmp_path / "a.tally").exists()


@pytest.mark.parametrize(
    "content",
    [
        b'{"screenings":1}',
        b'{"pupils":["x"],"screenings":1,"since":"2023-09-01","until":"2023-11-01"}',
        b'{"screenings":-1,"since":"2023-09-01","until":"2023-11-01"}',
        b'{"screenings":1,"since":"x","until":"2023-11-01"}',
        b'{"screenings":1,"since":20230901,"until":"2023-11-01"}',
        b'{"screenings":1,"since":"20230901","until":"2023-11-01"}',
        b'{"screenings":1,"since":"2023-09-01","until":null}',
        b'{"screenings":true,"since":"2023-09-01","until":"2023-11-01"}',
        b'{"reach":true,"screenings":1,"since":"2023-09-01","until":"2023-11-01"}',
        b'{"reach":null,"screenings":1,"since":"2023-09-01","until":"2023-11-01"}',
        b"[]",
    ],
)
def test_a_sealed_file_with_other_content_is_no_tally(
    tmp_path: Path, key: SigningKey, trust: TrustStore, content: bytes
) -> None:
    path = tmp_path / "a.tally"
    manifest = Manifest(
        Kind.TALLY, "SI-SCHOOLS.tally.x", "mozaik-2023", Authority("SI-SCHOOLS"), "2023-11-20T09:00:00Z"
    )
    write_sealed(path, manifest, {"tally.json": content}, [(key, Role.OWNER)])
    with pytest.raises(InvalidInputError):
        read_tally(path, trust)


def test_another_kind_of_file_is_no_tally(tmp_path: Path, key: SigningKey, trust: TrustStore) -> None:
    path = tmp_path / "a.list"
    manifest = Manifest(
        Kind.ANSWER, "SI-SCHOOLS.x", "mozaik-2023", Authority("SI-SCHOOLS"), "2023-11-20T09:00:00Z"
    )
    write_sealed(path, manifest, {"tally.json": b"{}"}, [(key, Role.OWNER)])
    with pytest.raises(InvalidInputError, match="no tally"):
        read_tally(path, trust)


def test_tallies_add_up_but_no_day_of_a_partner_counts_twice() -> None:
    first = Tally("a", "SI-SCHOOLS", 3, date(2023, 9, 1), date(2023, 9, 30))
    later = Tally("b", "SI-SCHOOLS", 4, date(2023, 10, 1), date(2023, 10, 31))
    other = Tally("c", "HR-SCHOOLS", 5, date(2023, 9, 15), date(2023, 10, 15))
    assert sum_tallies([later, other, first]) == 12
    overlapping = Tally("d", "SI-SCHOOLS", 1, date(2023, 9, 30), date(2023, 10, 2))
    with pytest.raises(InvalidInputError, match="the same days"):
        sum_tallies([first, overlapping])


def test_persons_reached_are_counted_where_a_partner_counted_them(
    tmp_path: Path, key: SigningKey, trust: TrustStore, now: datetime
) -> None:
    make_tally(tmp_path / "a", 12, DAYS, key, "mozaik-2023", now, 340)
    told = read_tally(tmp_path / "a", trust)
    assert (told.screenings, told.reach) == (12, 340)
    assert sum_reach([told, Tally("b", "HR-SCHOOLS", 3, *DAYS)]) == 340
    with pytest.raises(InvalidInputError):
        make_tally(tmp_path / "b", 12, DAYS, key, "mozaik-2023", now, -1)
