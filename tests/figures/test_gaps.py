"""What is not known never becomes no in a number: it is counted, or named (review 1, item 24)."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from mozaik.figures import Figure, Unknown, count_figures, figures_json, figures_text
from tests.figures.support import ON, conduct, item, pick, raid, reader_of, sealed, status, value


def gaps(figures: Iterable[Figure], key: str) -> list[tuple[Unknown, int, bool]]:
    return [(gap.unknown, gap.count, gap.is_counted) for gap in pick(figures, key).gaps]


def test_items_without_a_state_are_seized_items(tmp_path: Path) -> None:
    """Three were announced instead of five."""
    items = [*(item(n) for n in range(3)), item(3, state=None), item(4, "server", state=None)]
    figures = count_figures([sealed(tmp_path, {"items": items}, "SI-GPD")], on=ON)
    assert value(figures, "items_seized") == 5
    assert gaps(figures, "items_seized") == [(Unknown.STATE, 2, True)]
    assert gaps(figures, "servers_seized") == [(Unknown.STATE, 1, True)]
    assert "2 items without a recorded state are counted" in figures_text(figures)
    (told,) = figures_json([pick(figures, "items_seized")])
    assert told["gaps"] == [
        {"unknown": "state", "count": 2, "counted": True, "text": pick(figures, "items_seized").gaps[0].text}
    ]


def test_what_was_only_copied_is_known_and_does_not_count(tmp_path: Path) -> None:
    figures = count_figures([sealed(tmp_path, {"items": [item(1, state="copied")]}, "SI-GPD")], on=ON)
    assert value(figures, "items_seized") == 0
    assert gaps(figures, "items_seized") == []


def test_whether_an_item_was_confirmed_is_not_known_of_every_state(tmp_path: Path) -> None:
    states = ("seized", "examined", "confirmed", None, "returned", "destroyed")
    items = [item(n, state=state) for n, state in enumerate(states)]
    figures = count_figures([sealed(tmp_path, {"items": items}, "SI-GPD")], on=ON)
    assert value(figures, "items_confirmed") == 1
    assert gaps(figures, "items_confirmed") == [(Unknown.CONFIRMED, 3, False)]


def test_a_confirmed_item_that_was_returned_since_stays_confirmed(tmp_path: Path) -> None:
    contribution = sealed(tmp_path, {"items": [item(1, state="confirmed")]}, "SI-GPD")
    other = sealed(tmp_path, {"items": [item(1, state="returned")]}, "SI-GPD", id="SI-GPD.later")
    figures = count_figures([contribution, other], on=ON)
    assert (value(figures, "items_confirmed"), gaps(figures, "items_confirmed")) == (1, [])


def test_searches_without_a_day_or_a_number_of_officers_are_named(tmp_path: Path) -> None:
    raids = [raid(1, 9, officers=5), raid(2, 9, started_at=None), raid(3, 10)]
    figures = count_figures([sealed(tmp_path, {"actions": raids}, "SI-GPD")], reader_of("SI-GPD"), on=ON)
    assert [value(figures, key) for key in ("raids", "action_days", "officers")] == [3, 2, 5]
    assert gaps(figures, "dates") == gaps(figures, "action_days") == [(Unknown.START, 1, False)]
    assert gaps(figures, "officers") == [(Unknown.OFFICERS, 2, False)]


def test_what_has_no_date_counts_on_every_day_and_says_so(tmp_path: Path) -> None:
    rows = {"actions": [raid(1, 9), raid(2, started_at=None)], "items": [item(1, seized_at=None)]}
    contribution = sealed(tmp_path, rows, "SI-GPD")
    early = count_figures([contribution], on=ON, as_of=date(2023, 11, 1))
    assert (value(early, "raids"), gaps(early, "raids")) == (1, [(Unknown.DAY, 1, True)])
    assert gaps(early, "items_seized") == [(Unknown.DAY, 1, True)]
    assert gaps(count_figures([contribution], on=ON), "raids") == []


def test_an_action_without_its_record_and_a_person_without_a_status_are_named(tmp_path: Path) -> None:
    done = {"about": "action", "about_id": "A-9", "status": "carried-out", "on_date": date(2023, 11, 10)}
    rows = {
        "actions": [raid(1)],
        "statuses": [done, status("P-1", "identified")],
        "person_facts": [conduct("P-1", "darknet"), conduct("P-2", "darknet")],
    }
    figures = count_figures([sealed(tmp_path, rows, "SI-GPD")], on=ON)
    assert (value(figures, "raids"), gaps(figures, "raids")) == (1, [(Unknown.KIND, 1, False)])
    assert value(figures, "suspects_on_darknet") == 1
    assert gaps(figures, "suspects_on_darknet") == [(Unknown.STATUS, 1, False)]
