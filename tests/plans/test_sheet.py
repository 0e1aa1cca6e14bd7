"""Plan files: good rows become actions, bad rows are named with field and reason, never with a value."""

from datetime import date
from pathlib import Path

import pytest

from mozaik.errors import InvalidInputError
from mozaik.plans import (
    AcceptedActions,
    BadTimeError,
    PlanRow,
    accept_actions,
    area_of,
    read_plan_file,
    window_of,
)

CSV = """\
action;kind;areas;place;begins;ends;zone;selectors;series;name;birth_date;document
SI-1;search;si041/061|HR;Ljubljana;2023-11-06 06:00;2023-11-06 10:00;Europe/Ljubljana;phone:041 234 567|\
email:Ana@X.example;Blue  Room;Ana Novak;1.2.1980;
SI-2;search;SI041;Trubarjeva ulica;2023-11-06 06:00;;Europe/Ljubljana;;;;;
SI-3;search;SI041;;2023-11-06 06:00;;;;;;;
SI-4;search;SIX/;;;;;;;;;
SI-5;search;SI;;;;;;;Ana Novak;;
SI-6;search;SI;;;;;email:nobody;;;;
SI-1;search;SI;;;;;;;;;
SI-7;search;SI;Maribor 12;;;;;;;;
SI-8;dance;SI;;;;;;;;;
"""
DAY = date(2023, 11, 5)


def accepted(path: Path, text: str) -> AcceptedActions:
    path.write_text(text, encoding="utf-8")
    return accept_actions(read_plan_file(path), "SI", DAY)


def test_good_rows_stand_and_bad_ones_are_named(tmp_path: Path) -> None:
    outcome = accepted(tmp_path / "raids.csv", CSV)
    (action,) = outcome.actions
    assert action.areas == ("HR", "SI041/061")
    assert (action.window.begins, action.window.ends) == ("2023-11-06T05:00:00Z", "2023-11-06T09:00:00Z")
    assert {(each.kind, each.value) for each in action.selectors} == {
        ("phone", "+38641234567"), ("email", "ana@x.example"),
    }  # fmt: skip
    assert action.series == ("blue room",)
    assert action.persons[0].birth_date == date(1980, 2, 1)
    fields = [(bad.row, bad.field) for bad in outcome.rejects]
    assert fields == [
        (3, "place"), (4, "begins"), (5, "areas"), (6, "persons"), (7, "selectors"), (8, "action"),
        (9, "place"), (10, "kind"),
    ]  # fmt: skip
    assert outcome.read == 9
    said = " ".join(bad.reason for bad in outcome.rejects)
    assert not any(value in said for value in ("Trubarjeva", "Novak", "nobody", "SIX", "dance"))


def test_toml_and_csv_state_the_same(tmp_path: Path) -> None:
    toml = """
    [[actions]]
    action = "SI-1"
    areas = ["SI041/061", "HR"]
    place = "Ljubljana"
    begins = 2023-11-06T06:00:00+01:00
    ends = 2023-11-06T10:00:00
    zone = "Europe/Ljubljana"
    selectors = ["phone:+386 41 234 567", "email:ana@x.example"]
    series = ["blue room"]
    [[actions.persons]]
    names = ["Ana Novak"]
    birth_date = 1980-02-01
    """
    assert accepted(tmp_path / "a.toml", toml).actions == accepted(tmp_path / "a.csv", CSV).actions


def test_a_repeated_row_counts_once(tmp_path: Path) -> None:
    outcome = accepted(tmp_path / "a.csv", "action,areas\nA,SI\nA,SI\n")
    assert (len(outcome.actions), outcome.duplicate, outcome.read) == (1, 1, 2)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"begins": "2023-11-06", "ends": "2023-11-06"}, ("2023-11-05T23:00:00Z", "2023-11-06T23:00:00Z")),
        ({"begins": "2023-10-29", "ends": "2023-10-29"}, ("2023-10-28T22:00:00Z", "2023-10-29T23:00:00Z")),
        ({"begins": "2024-03-31", "ends": "31.3.2024"}, ("2024-03-30T23:00:00Z", "2024-03-31T22:00:00Z")),
        (
            {"begins": "2023-11-06T22:00", "ends": "7. 11. 2023 02:00"},
            ("2023-11-06T21:00:00Z", "2023-11-07T01:00:00Z"),
        ),
        ({"begins": "2023-11-06T06:00:00+01:00"}, ("2023-11-06T05:00:00Z", None)),
        ({"ends": "2023-11-06T06:00Z"}, (None, "2023-11-06T06:00:00Z")),
        ({}, (None, None)),
    ],
    ids=["a day", "25 hours", "23 hours", "over midnight", "own offset", "open begin", "any time"],
)
def test_times_are_read_in_their_zone(
    fields: dict[str, object], expected: tuple[str | None, str | None]
) -> None:
    window = window_of({**fields, "zone": "Europe/Ljubljana"})
    assert (window.begins, window.ends) == expected


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"begins": "2023-10-29 02:30", "zone": "Europe/Ljubljana"}, "begins"),
        ({"ends": "2024-03-31 02:30", "zone": "Europe/Ljubljana"}, "ends"),
        ({"begins": "2023-11-06 06:00"}, "begins"),
        ({"begins": "2023-11-06"}, "begins"),
        ({"begins": "2023-11-06", "zone": "Europe/Atlantis"}, "zone"),
        ({"begins": "2023-11-06", "zone": "../../etc/passwd"}, "zone"),
        ({"begins": "2023-11-06 06:00", "ends": "2023-11-06 06:00", "zone": "+01:00"}, "ends"),
        ({"begins": "2023-11-06 24:00", "zone": "UTC"}, "begins"),
        ({"ends": "9999-12-31", "zone": "UTC"}, "ends"),
        ({"begins": 7, "zone": "UTC"}, "begins"),
        ({"begins": "2023-11-06 06:00+31:00"}, "begins"),
    ],
)
def test_a_time_that_is_never_twice_or_none_is_refused(fields: dict[str, object], field: str) -> None:
    with pytest.raises(BadTimeError) as refused:
        window_of(fields)
    assert refused.value.field == field


@pytest.mark.parametrize(
    "place", ["Dunajska cesta", "Ilica 5", "ул. Македонија", "Váci utca", "x" * 81, "a\nb"]
)
def test_an_address_is_no_place(place: str, tmp_path: Path) -> None:
    outcome = accept_actions([PlanRow("f", 1, {"action": "A", "areas": ["SI"], "place": place})], "SI", DAY)
    assert [bad.field for bad in outcome.rejects] == ["place"]
    assert place not in outcome.rejects[0].reason


def test_areas_are_read_as_people_write_them() -> None:
    assert [area_of(text) for text in ("el30", " si041/061 ", "uk", "BA/10014")] == [
        "GR30", "SI041/061", "GB", "BA/10014",
    ]  # fmt: skip
    for wrong in ("", "S", "QQ", "SI0411", "SI/", "SI041/061/1", "SI 041", "Ljubljana"):
        with pytest.raises(InvalidInputError):
            area_of(wrong)
