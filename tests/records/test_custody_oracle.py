"""Custody flags of any chain are those that a slow reading of the rules gives."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mozaik.records import CustodyFault, custody_flags, table_from_rows

START = datetime(2023, 11, 9, 7, tzinfo=UTC)
HELD = st.sampled_from([None, "A", "B"])
EVENTS = st.fixed_dictionaries(
    {
        "item_id": st.sampled_from(["I", "J"]),
        "sequence": st.integers(1, 9),
        "event": st.sampled_from(
            ["seized", "handed-over", "examined", "returned", "destroyed", "correction"]
        ),
        "at": st.integers(0, 2).map(lambda hours: START + timedelta(hours=hours)),
        "from_holder": HELD, "to_holder": HELD, "seal_old": HELD, "seal_new": HELD,
        "sha256_before": st.sampled_from([None, bytes(32), b"\1" * 32]),
        "sha256_after": st.sampled_from([None, bytes(32), b"\1" * 32]),
    }
)  # fmt: skip
Row = dict[str, Any]


def slow_flags(chain: list[Row]) -> set[tuple[int, CustodyFault]]:
    """Every rule over again for each event and all events before it."""
    flags = set()
    for place, event in enumerate(chain):
        number, before = event["sequence"], chain[:place]
        flags |= {(number, fault) for fault in slow_faults(event, before)}
    return flags


def slow_faults(event: Row, before: list[Row]) -> set[CustodyFault]:
    faults = set()
    if event["event"] == "handed-over" and None in (event["from_holder"], event["to_holder"]):
        faults.add(CustodyFault.ONE_SIDE)
    if not before:
        faults |= {CustodyFault.MISSING_NUMBER} if event["sequence"] > 1 else set()
        return faults | ({CustodyFault.NO_SEIZURE} if event["event"] != "seized" else set())
    if event["sequence"] - before[-1]["sequence"] != 1:
        faults.add(CustodyFault.MISSING_NUMBER)
    if event["event"] == "correction":
        return faults
    if before[-1]["at"] > event["at"]:
        faults.add(CustodyFault.OVERLAP)
    if {"returned", "destroyed"} & {earlier["event"] for earlier in before}:
        faults.add(CustodyFault.AFTER_END)
    for left, taken, fault in (
        ("to_holder", "from_holder", CustodyFault.HOLDER_GAP),
        ("seal_new", "seal_old", CustodyFault.SEAL_GAP),
        ("sha256_after", "sha256_before", CustodyFault.CHANGED),
    ):
        values = [earlier[left] for earlier in before if earlier[left] is not None]
        if values and event[taken] not in (None, values[-1]):
            faults.add(fault)
    return faults


@settings(max_examples=150, deadline=None)
@given(st.lists(EVENTS, max_size=7, unique_by=lambda event: (event["item_id"], event["sequence"])))
def test_flags_are_those_of_the_slow_reading(events: list[Row]) -> None:
    found = [
        (flag.item_id, flag.sequence, flag.fault)
        for flag in custody_flags(table_from_rows("custody", events))
    ]
    expected = set()
    for item in ("I", "J"):
        chain = sorted(
            (event for event in events if event["item_id"] == item), key=lambda event: event["sequence"]
        )
        expected |= {(item, number, fault) for number, fault in slow_flags(chain)}
    assert set(found) == expected
    assert len(found) == len(expected)
    assert [place[:1] for place in found] == sorted(place[:1] for place in found)


def test_nothing_is_flagged_where_nothing_is() -> None:
    assert custody_flags(table_from_rows("custody", [])) == []


def test_every_fault_is_said_in_a_sentence_of_its_own() -> None:
    assert len({fault.text for fault in CustodyFault}) == len(CustodyFault)
