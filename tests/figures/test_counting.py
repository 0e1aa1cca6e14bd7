"""Figures are counted from rows: each definition against rows that are and are not of it."""

from datetime import date
from pathlib import Path

import pytest

from mozaik.contribution import NotCurrentError, read_set, write_list
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.figures import Figure, Verdict, count_figures, figures_text
from mozaik.kinds import SetKind
from mozaik.records import table_from_rows
from tests.contribution.support import OPEN, SUSPECTS, key_of, sheet_of, spec_of, trust_in
from tests.figures.support import ON, conduct, has, item, pick, raid, reader_of, said, sealed, status, value


def test_removing_one_raid_gives_one_less(tmp_path: Path) -> None:
    raids = [raid(number) for number in range(5)]
    (tmp_path / "less").mkdir()
    for folder, given, expected in ((tmp_path, raids, 6), (tmp_path / "less", raids[:-1], 5)):
        sets = [
            sealed(folder, {"actions": given}, "SI-GPD"),
            sealed(folder, {"actions": [raid(0)]}, "HR-MUP"),
        ]
        assert value(count_figures(sets, on=ON), "raids") == expected


def test_only_searches_that_were_carried_out_are_raids(tmp_path: Path) -> None:
    actions = [
        raid(1),
        raid(2, state="planned"),
        raid(3, state="cancelled"),
        raid(4, kind="interview"),
        raid(5, state="planned"),
    ]
    done = {"about": "action", "about_id": "A-5", "status": "carried-out", "on_date": date(2023, 11, 10)}
    contribution = sealed(tmp_path, {"actions": actions, "statuses": [done]}, "SI-GPD")
    assert value(count_figures([contribution], on=ON), "raids") == 2
    assert value(count_figures([contribution], on=ON, as_of=date(2023, 11, 9)), "raids") == 1


def test_a_person_counts_once_across_contributions_and_statuses(tmp_path: Path) -> None:
    first = sealed(
        tmp_path, {"statuses": [status("P-1", "identified"), status("P-2", "identified")]}, "SI-GPD"
    )
    late = [status("P-1", "arrested", 15), status("P-1", "charged", 16), status("P-3", "arrested", 16)]
    second = sealed(tmp_path, {"statuses": late}, "SI-GPD", id="SI-GPD.late")
    other = sealed(tmp_path, {"statuses": [status("P-1", "identified")]}, "HR-MUP")
    figures = count_figures([first, second, other], on=ON)
    assert value(figures, "suspects_identified") == 4
    assert value(figures, "suspects_arrested_or_charged") == 2


def test_later_statuses_do_not_count_as_of_an_earlier_day(tmp_path: Path) -> None:
    statuses = [
        status("P-1", "identified", 9),
        status("P-1", "arrested", 15),
        status("P-2", "identified", 16),
    ]
    contribution = sealed(tmp_path, {"statuses": statuses}, "SI-GPD")
    early, late = (count_figures([contribution], on=ON, as_of=date(2023, 11, day)) for day in (14, 16))
    assert [value(early, key) for key in ("suspects_identified", "suspects_arrested_or_charged")] == [1, 0]
    assert [value(late, key) for key in ("suspects_identified", "suspects_arrested_or_charged")] == [2, 1]


def test_witnesses_contacts_and_potential_offenders_are_not_suspects(tmp_path: Path) -> None:
    statuses = [
        status(f"P-{n}", "interviewed", subject=s) for n, s in enumerate(("contact", "witness", "suspect"))
    ]
    statuses.append(status("P-9", "identified", subject="potential-offender"))
    figures = count_figures([sealed(tmp_path, {"statuses": statuses}, "MK-THB")], on=ON)
    assert value(figures, "persons_interviewed") == 3
    assert value(figures, "suspects_identified") == 1


def test_items_count_by_kind_and_only_once_taken_into_custody(tmp_path: Path) -> None:
    kinds = ["computer", "phone", "phone", "server", "memory-card", "other"]
    items = [item(number, kind) for number, kind in enumerate(kinds)]
    items += [
        item(10, "phone", state="confirmed"),
        item(11, "phone", state="copied"),
        item(12, "server", state=None),
    ]
    figures = count_figures([sealed(tmp_path, {"items": items}, "SI-GPD")], on=ON)
    assert value(figures, "items_seized") == 8
    keys = ["computers", "phones", "servers", "memory_cards", "other_items"]
    assert [value(figures, f"{key}_seized") for key in keys] == [1, 3, 2, 1, 1]
    assert value(figures, "items_confirmed") == 1


def test_an_item_is_in_the_state_that_is_furthest_along(tmp_path: Path) -> None:
    """Not what was sealed last: that changes when silent rows are sealed anew (review 1, item 7)."""
    old = spec_of().created_at.replace(day=18)
    contribution = sealed(tmp_path, {"items": [item(1, "phone")]}, "SI-GPD")
    other = sealed(
        tmp_path, {"items": [item(1, "computer", state="confirmed")]}, "SI-GPD", id="x", created_at=old
    )
    figures = count_figures([other, contribution], on=ON)
    assert [value(figures, key) for key in ("items_seized", "computers_seized", "items_confirmed")] == [
        1,
        1,
        1,
    ]


def in_two_reports(
    tmp_path: Path, table: str, first: dict[str, object], last: dict[str, object]
) -> tuple[Figure, ...]:
    """One thing reported twice by one authority, the second report sealed a day later."""
    later = spec_of().created_at.replace(day=21)
    old = sealed(tmp_path, {table: [first]}, "SI-GPD")
    new = sealed(tmp_path, {table: [last]}, "SI-GPD", id="SI-GPD.later", created_at=later)
    return count_figures([new, old], reader_of("SI-GPD"), on=ON)


def test_an_item_that_was_copied_first_and_then_taken_counts(tmp_path: Path) -> None:
    assert value(in_two_reports(tmp_path, "items", item(1), item(1, state="copied")), "items_seized") == 1


def test_a_search_begins_on_the_first_day_that_any_report_names(tmp_path: Path) -> None:
    figures = in_two_reports(tmp_path, "actions", raid(1, 9), raid(1, 10))
    assert [value(figures, key) for key in ("raids", "action_days")] == [1, 1]
    assert value(figures, "dates") == "2023-11-09/2023-11-09"


def test_the_officers_of_a_search_are_the_most_that_any_report_names(tmp_path: Path) -> None:
    figures = in_two_reports(tmp_path, "actions", raid(1, officers=5), raid(1, officers=8))
    assert value(figures, "officers") == 8


def test_conduct_counts_suspects_jointly_and_by_country(tmp_path: Path) -> None:
    facts = [conduct("P-1", "cryptocurrency"), conduct("P-1", "darknet"), conduct("P-2", "cryptocurrency")]
    facts.append(conduct("P-9", "cryptocurrency"))
    statuses = [status("P-1", "identified"), status("P-2", "identified")]
    slovenia = sealed(tmp_path, {"person_facts": facts, "statuses": statuses}, "SI-GPD")
    croatia = sealed(
        tmp_path,
        {"person_facts": [conduct("P-1", "darknet")], "statuses": [status("P-1", "identified")]},
        "HR-MUP",
    )
    figures = count_figures([slovenia, croatia], on=ON)
    assert value(figures, "suspects_using_cryptocurrency") == 2
    assert value(figures, "suspects_using_cryptocurrency", "SI") == 2
    assert not has(figures, "suspects_using_cryptocurrency", "HR")
    assert [value(figures, "suspects_on_darknet", scope) for scope in ("joint", "SI", "HR")] == [2, 1, 1]


def test_victims_are_counted_for_the_whole_alone(tmp_path: Path) -> None:
    rows = {"statuses": [status("V-1", "safeguarded", subject="victim")], "actions": [raid(1)]}
    claims = {"statements": [said(1, "victims_safeguarded", "9", "HR", terms_id=OPEN)]}
    sets = [sealed(tmp_path, rows, "HR-MUP"), sealed(tmp_path, rows | claims, "SI-GPD")]
    for reader in ("PUBLIC", "BA-FUP"):
        figures = count_figures(sets, reader_of(reader), on=ON)
        if reader == "PUBLIC":
            assert value(figures, "victims_safeguarded") == 2
        assert {figure.scope for figure in figures if figure.key == "victims_safeguarded"} == {"joint"}
        assert pick(figures, "victims_safeguarded").owners == ()
        assert pick(figures, "victims_safeguarded").rows == ()
        assert pick(figures, "victims_safeguarded").statements == ()
        assert not any("V-1" in ref.key for figure in figures for ref in figure.rows)
    assert not has(count_figures(sets[:1], on=ON), "victims_safeguarded")
    assert value(count_figures(sets[:1], reader_of("HR-MUP"), on=ON), "victims_safeguarded") == 1
    assert [
        ref.set_id
        for ref in pick(count_figures(sets, reader_of("HR-MUP"), on=ON), "victims_safeguarded").rows
    ] == ["HR-MUP.records"]


def test_who_may_read_the_rows_of_victims_still_gets_no_breakdown(tmp_path: Path) -> None:
    rows = {"statuses": [status("V-1", "safeguarded", subject="victim")], "actions": [raid(1)]}
    sets = [sealed(tmp_path, rows, name) for name in ("HR-MUP", "SI-GPD")]
    figures = count_figures(sets, reader_of("EU-EC3"), on=ON)
    assert value(figures, "victims_safeguarded") == 2
    assert not any("V-1" in ref.key for figure in figures for ref in figure.rows)


def test_legal_definitions_stand_beside_arrests_where_shown_in_full(tmp_path: Path) -> None:
    arrest = status("P-1", "arrested", definition="Article 149 of the act", terms_id=SUSPECTS)
    contribution = sealed(tmp_path, {"statuses": [arrest]}, "SI-GPD")
    own = count_figures([contribution], reader_of("SI-GPD"), on=ON)
    assert pick(own, "suspects_arrested_or_charged").notes == ("Article 149 of the act",)
    assert pick(own, "suspects_identified").notes == ()
    assert (
        pick(count_figures([contribution], reader_of("HR-MUP"), on=ON), "suspects_arrested_or_charged").notes
        == ()
    )


def test_days_authorities_and_countries_follow_from_the_rows(tmp_path: Path) -> None:
    sets = [
        sealed(
            tmp_path,
            {"actions": [raid(1, 6), raid(2, 6), raid(3, 17), raid(4, 19, state="planned")]},
            "BA-RS",
        ),
        sealed(tmp_path, {"actions": [raid(1, 9)]}, "BA-BD"),
        sealed(tmp_path, {"items": [item(1)]}, "XX-UNNAMED"),
        sealed(tmp_path, {"statements": [said(1, "raids", "4")]}, "EU-EC3"),
    ]
    figures = count_figures(sets, on=ON)
    assert value(figures, "dates") == "2023-11-06/2023-11-17"
    assert value(figures, "action_days") == 3
    assert pick(figures, "authorities").names == ("BA-BD", "BA-RS", "XX-UNNAMED")
    assert (value(figures, "countries"), pick(figures, "countries").names) == (2, ("BA", "XX"))
    assert "not named by the source (XX)" in figures_text(figures)


def test_officers_are_summed_only_where_recorded_and_readable(tmp_path: Path) -> None:
    contribution = sealed(
        tmp_path, {"actions": [raid(1, officers=5), raid(2, officers=6), raid(3)]}, "SI-GPD"
    )
    assert value(count_figures([contribution], reader_of("HR-MUP"), on=ON), "officers") == 11
    assert not has(count_figures([contribution], on=ON), "officers")


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("3", Verdict.AGREES),
        ("4", Verdict.OTHER_VALUE),
        ("more than 2", Verdict.AGREES),
        ("more than 3", Verdict.OTHER_VALUE),
        ("3+", Verdict.AGREES),
        ("at least 4", Verdict.OTHER_VALUE),
        ("around 3", Verdict.NOT_EXACT),
    ],
)
def test_statements_stand_beside_the_count_and_do_not_change_it(
    tmp_path: Path, text: str, verdict: Verdict
) -> None:
    rows = {"actions": [raid(n) for n in range(3)], "statements": [said(1, "raids", text)]}
    figure = pick(count_figures([sealed(tmp_path, rows, "SI-GPD")], reader_of("HR-MUP"), on=ON), "raids")
    assert figure.value == 3
    assert [statement.verdict for statement in figure.statements] == [verdict]
    assert (len(figure.conflicts) == 0) == (verdict is Verdict.AGREES)


def test_a_part_that_is_larger_than_the_whole_is_a_conflict(tmp_path: Path) -> None:
    statements = [
        said(1, "suspects_arrested_or_charged", "4", "BA"),
        said(2, "raids", "1", "HR"),
        said(3, "dates", "2023-11-06/2023-11-19", "HR"),
        said(4, "campaign_countries", "34", "campaign"),
        said(5, "campaign_countries", "29", "campaign"),
    ]
    rows = {"actions": [raid(1), raid(2)], "statuses": [status("P", "arrested")], "statements": statements}
    figures = count_figures([sealed(tmp_path, rows, "SI-GPD")], reader_of("HR-MUP"), on=ON)
    assert [conflict.verdict for conflict in pick(figures, "suspects_arrested_or_charged").conflicts] == [
        Verdict.LARGER_PART
    ]
    assert pick(figures, "raids").conflicts == ()
    (days,) = pick(figures, "dates").conflicts
    assert (days.value, days.verdict) == ("2023-11-06/2023-11-19", Verdict.OUTSIDE)
    assert "says days of a part that lie outside" in figures_text(figures)
    assert pick(figures, "campaign_countries", "campaign").value is None
    assert [one.value for one in pick(figures, "campaign_countries", "campaign").statements] == ["34", "29"]


def test_a_statement_of_a_country_stands_beside_the_count_of_that_country(tmp_path: Path) -> None:
    rows = {"actions": [raid(1), raid(2)], "statements": [said(1, "raids", "8", "SI")]}
    figures = count_figures([sealed(tmp_path, rows, "SI-GPD")], reader_of("HR-MUP"), on=ON)
    figure = pick(figures, "raids", "SI")
    assert (figure.value, figure.conflicts[0].value) == (2, "8")
    assert "HR-MUP (sealed by SI-GPD) says 8 for SI on 2023-11-20" in figures_text(figures)


def test_a_contribution_given_twice_or_with_its_successor_is_refused(tmp_path: Path) -> None:
    old = sealed(tmp_path, {"actions": [raid(1)]}, "SI-GPD")
    new = sealed(tmp_path, {"actions": [raid(1)]}, "SI-GPD", id="new", supersedes=("SI-GPD.records",))
    forged = sealed(tmp_path, {"actions": [raid(1)]}, "HR-MUP", supersedes=("new",))
    with pytest.raises(NotCurrentError, match="same id"):
        count_figures([old, old], on=ON)
    with pytest.raises(NotCurrentError, match="superseded"):
        count_figures([new, old], on=ON)
    with pytest.raises(NotCurrentError, match="another owner"):
        count_figures([forged, new], on=ON)
    assert value(count_figures([new], on=ON), "raids") == 1


def test_lists_other_editions_and_real_data_beside_synthetic_are_refused(tmp_path: Path) -> None:
    contribution = sealed(tmp_path, {"actions": [raid(1)]}, "SI-GPD")
    entries = table_from_rows("entries", [{"md5": b"1" * 16}])
    write_list(
        tmp_path / "l", spec_of("HR-MUP"), entries, sheet_of("HR-MUP"), key_of("HR-MUP"), SetKind.KNOWN
    )
    with pytest.raises(InvalidInputError, match="a list"):
        count_figures([contribution, read_set(tmp_path / "l", trust_in("HR-MUP"))], on=ON)
    with pytest.raises(RefusedError, match="edition"):
        count_figures(
            [contribution, sealed(tmp_path, {"actions": [raid(1)]}, "HR-MUP", edition="2024")], on=ON
        )
    with pytest.raises(RefusedError, match="synthetic"):
        count_figures(
            [contribution, sealed(tmp_path, {"actions": [raid(1)]}, "ME-UP", synthetic=False)], on=ON
        )
    with pytest.raises(InvalidInputError, match="no contribution"):
        count_figures([], on=ON)


def test_texts_of_records_cannot_steer_a_terminal(tmp_path: Path) -> None:
    rows = {"actions": [raid(1)], "statements": [said(1, "raids", "9", note="\x1b[2Jgone")]}
    text = figures_text(count_figures([sealed(tmp_path, rows, "SI-GPD")], reader_of("HR-MUP"), on=ON))
    assert "gone" in text
    assert "\x1b" not in text
