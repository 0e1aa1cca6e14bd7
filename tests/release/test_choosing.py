"""Filters, short references, explanations and many judgements at once: nothing goes round the release."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from mozaik import chain
from mozaik.acts import details_of_events
from mozaik.desk import hits_csv, reject_many
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.release import (
    Page,
    ReleasedHit,
    Status,
    Verdict,
    explain_reference,
    judge,
    judge_many,
    read_hits,
)
from mozaik.terms import Disclosure, Handling
from mozaik.work import UnitKind
from tests.release.support import NOW, TRUST, Holder, asks, key_of, terms
from tests.release.test_read import EC3, FULL, HR, HU, SI, digest, hr, opened, read, si

ANA = f"{SI}/ana"


def of_item(number: str) -> Callable[[ReleasedHit], bool]:
    return lambda hit: any(holder.own_unit == (UnitKind.ITEM, "", number) for holder in hit.holders)


def asks_by(ticket: str) -> Callable[[ReleasedHit], bool]:
    return lambda hit: any(holder.ticket == ticket for holder in hit.holders)


def test_each_filter_leaves_the_hits_of_the_whole_reading_that_meet_it(tmp_path: Path) -> None:
    hidden = Holder("hu", "ITEM-1", terms(HU, Disclosure.SILENT))
    hits = (
        digest(1, si(), hr()),
        digest(2, si("ITEM-2"), hr(FULL, "ITEM-1")),
        digest(3, si(), si("ITEM-2"), hidden),
    )
    work = opened(tmp_path, *hits, digest(4, hr(FULL), Holder("known", "known", terms(EC3, FULL))))
    first = read(work).hits[0].reference
    judge(work, first, Verdict.CONFIRM, key_of(ANA), "seen", NOW)
    everything = read(work).hits
    ticket = next(holder.ticket for hit in everything for holder in hit.holders if holder.ticket)
    conditions: list[tuple[Page, Callable[[ReleasedHit], bool]]] = [
        (Page(status=Status.UNJUDGED), lambda hit: hit.status is Status.UNJUDGED),
        (Page(authority=HR), lambda hit: HR in hit.authorities),
        (Page(authority=HU), lambda hit: False),
        (
            Page(authority=HR, status=Status.UNJUDGED),
            lambda hit: HR in hit.authorities and hit.reference != first,
        ),
        (Page(item="ITEM-1"), of_item("ITEM-1")),
        (Page(reference=ticket[:12].lower()), asks_by(ticket)),
        (Page(reference=first[:9]), lambda hit: hit.reference == first),
    ]
    for page, meets in conditions:
        answer = read(work, page=page)
        assert list(answer.hits) == [hit for hit in everything if meets(hit)], page
        assert answer.total == len(answer.hits) < len(everything) == 4


def test_new_are_the_hits_that_this_person_was_not_told_of(tmp_path: Path) -> None:
    work = opened(tmp_path, digest(1, si(), hr()), digest(2, si("ITEM-2"), hr()))
    told = read(work, page=Page(limit=1)).hits
    rest = read(work, page=Page(unread=True)).hits
    assert len(told) == len(rest) == 1
    assert told != rest
    assert read(work, page=Page(unread=True)).total == 0
    assert read_hits(work, asks(work, SI, "review", f"{SI}/ivo", NOW), Page(unread=True)).total == 2
    logged = list(details_of_events(work.acts, SI, "read-hits"))
    assert [said["only"] for said in logged] == [[], ["unread"], ["unread"], ["unread"]]


def test_a_page_of_chosen_hits_goes_on_where_it_ended(tmp_path: Path) -> None:
    work = opened(tmp_path, *(digest(n, si(), hr()) for n in range(1, 6)))
    kept = [hit.reference for hit in read(work).hits if hit.position != 3]
    judge_many(work, dict.fromkeys(kept, Verdict.REJECT), key_of(ANA), "seen", NOW)
    first = read(work, page=Page(status=Status.REJECTED, limit=3))
    assert first.total == 4
    assert first.next_after
    rest = read(work, page=Page(status=Status.REJECTED, after=first.next_after[:10]))
    assert [hit.reference for hit in (*first.hits, *rest.hits)] == kept
    assert rest.next_after is None


def test_the_beginning_of_a_reference_completes_and_too_short_a_one_does_not(tmp_path: Path) -> None:
    work = opened(tmp_path, *(digest(n, si(), hr()) for n in range(1, 4)))
    mine = read(work).hits[1].reference
    said = judge(work, mine[:8].lower(), Verdict.REJECT, key_of(ANA), "seen", NOW)
    assert said.reference == mine
    for short in ("H-", mine[:5], "", "H-1111"):
        with pytest.raises(RefusedError, match="no hit of yours has this reference"):
            judge(work, short, Verdict.REJECT, key_of(ANA), "seen", NOW)


def test_explain_says_who_of_ones_own_judged_when_and_why(tmp_path: Path) -> None:
    work = opened(tmp_path, digest(1, si(), hr()))
    mine, theirs = read(work).hits[0], read(work, EC3).hits[0]
    judge(work, mine.reference, Verdict.CONFIRM, key_of(ANA), "same camera", NOW)
    explained = explain_reference(work, asks(work, SI), mine.reference[:8])
    assert [(each.person, each.verdict, each.reason) for each in explained.judgements] == [
        (ANA, Verdict.CONFIRM, "same camera")
    ]
    assert not explained.by_others
    judge(work, theirs.reference, Verdict.REJECT, key_of(f"{EC3}/mia"), "our own reason", NOW)
    again = explain_reference(work, asks(work, SI), mine.reference)
    assert again.hit.status is Status.DISPUTED
    assert again.by_others
    assert "our own reason" not in repr(again)
    ticket = next(holder.ticket for holder in mine.holders if holder.ticket)
    assert explain_reference(work, asks(work, SI), ticket).ticket == ticket
    assert [entry.event for entry in chain.entries(work.acts.chain_of(SI))].count("read-hits") == 4


def test_what_was_withdrawn_counts_no_more_and_stays_in_the_chain(tmp_path: Path) -> None:
    work = opened(tmp_path, digest(1, si(), hr()))
    mine = read(work).hits[0].reference
    with pytest.raises(RefusedError, match="nothing of this hit"):
        judge(work, mine, Verdict.WITHDRAW, key_of(ANA), "changed my mind", NOW)
    judge(work, mine, Verdict.CONFIRM, key_of(ANA), "seen", NOW)
    with pytest.raises(RefusedError, match="nothing of this hit"):
        judge(work, mine, Verdict.WITHDRAW, key_of(f"{SI}/ivo"), "not mine", NOW)
    judge(work, mine, Verdict.WITHDRAW, key_of(ANA), "changed my mind", NOW)
    assert read(work).hits[0].status is Status.UNJUDGED
    assert read(work, HR).hits[0].status is Status.UNJUDGED
    assert len(explain_reference(work, asks(work, SI), mine).judgements) == 2
    with pytest.raises(RefusedError, match="nothing of this hit"):
        judge(work, mine, Verdict.WITHDRAW, key_of(ANA), "again", NOW)


def test_a_table_rejects_many_and_no_bad_row_takes_others_along(tmp_path: Path) -> None:
    noted = terms(HR, Disclosure.HIT, handling=frozenset({Handling.H0, Handling.H3}), handling_note="ask us")
    work = opened(
        tmp_path,
        *(digest(number, si(), hr()) for number in (1, 2, 4)),
        digest(3, si(), hr(terms=noted)),
    )
    told = read(work)
    under_h3 = next(hit.reference for hit in told.hits if hit.handling != (Handling.H0,))
    good = [hit.reference for hit in told.hits if hit.reference != under_h3]
    table = tmp_path / "hits.csv"
    table.write_bytes(
        "Reference;Verdict;Reason\r\n"
        f"{good[0]};reject;ikona programa, \u010desta\r\n"
        f"{good[1][:8]};reject;\r\n"
        f"{good[2]};confirm;\r\n"
        f"{under_h3};reject;\r\n"
        "H-AAAAAAAAAAAAAAAA;reject;\r\n"
        f"{good[2]};;\r\n".encode("cp1250")
    )
    rows = reject_many(work.path, table, asks(work, SI, "stock icons", ANA), key_of(ANA), TRUST)
    assert [done.reference for done in rows.judged] == good[:2]
    assert (rows.without, rows.refused) == (1, 3)
    assert rows.rejects
    refused = list(csv.reader(io.StringIO(rows.rejects.read_text(encoding="utf-8"))))
    assert [line for line, _ in refused[1:]] == ["4", "5", "6"]
    assert "confirmed by itself" in refused[1][1]
    status = {hit.reference: hit.status for hit in read(work).hits}
    assert [status[name] for name in good] == [Status.REJECTED, Status.REJECTED, Status.UNJUDGED]
    said = explain_reference(work, asks(work, SI), good[0]).judgements[0].reason
    assert said == "ikona programa, \u010desta"
    table.write_text("a,b\n1,2\n")
    with pytest.raises(InvalidInputError, match="columns reference and verdict"):
        reject_many(work.path, table, asks(work, SI, "x", ANA), key_of(ANA), TRUST)


def test_hits_as_csv_go_back_in_as_judgements(tmp_path: Path) -> None:
    work = opened(tmp_path, digest(1, si(), hr(FULL)), digest(2, si(), hr()))
    rows = list(csv.DictReader(io.StringIO(hits_csv(read(work)))))
    assert [row["status"] for row in rows] == ["unjudged"] * 2
    assert all(row["verdict"] == row["reason"] == "" for row in rows)
    table = tmp_path / "hits.csv"
    with table.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows({**row, "verdict": "reject"} for row in rows)
    assert len(reject_many(work.path, table, asks(work, SI, "x", ANA), key_of(ANA), TRUST).judged) == 2
