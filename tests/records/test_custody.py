"""Custody chains: what does not fit is flagged, each fault by its own name, and nothing is filled."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mozaik.records import CustodyFault, custody_flags, table_from_rows

START = datetime(2023, 11, 9, 7, tzinfo=UTC)
GOOD: list[dict[str, Any]] = [
    {"sequence": 1, "event": "seized", "to_holder": "officer A", "seal_new": "S1", "sha256_after": None},
    {"sequence": 2, "event": "handed-over", "from_holder": "officer A", "to_holder": "laboratory"},
    {"sequence": 3, "event": "imaged", "seal_old": "S1", "seal_new": "S2", "sha256_after": b"\1" * 32},
    {"sequence": 4, "event": "examined", "sha256_before": b"\1" * 32, "sha256_after": b"\1" * 32},
    {"sequence": 5, "event": "returned", "from_holder": "laboratory", "to_holder": "owner", "seal_old": "S2"},
]


def _flags(rows: list[dict[str, Any]]) -> list[tuple[int, CustodyFault]]:
    dated = [{"item_id": "I-1", "at": START + timedelta(hours=row["sequence"]), **row} for row in rows]
    return [(flag.sequence, flag.fault) for flag in custody_flags(table_from_rows("custody", dated))]


def _changed(position: int, **changes: Any) -> list[dict[str, Any]]:
    return [row | changes if index == position else row for index, row in enumerate(GOOD)]


def test_a_whole_chain_has_no_flag() -> None:
    assert _flags(GOOD) == []


@pytest.mark.parametrize(
    ("rows", "flag"),
    [
        (GOOD[1:], (2, CustodyFault.NO_SEIZURE)),
        ([GOOD[0], *GOOD[2:]], (3, CustodyFault.MISSING_NUMBER)),
        ([row | {"sequence": row["sequence"] + 1} for row in GOOD], (2, CustodyFault.MISSING_NUMBER)),
        (_changed(1, from_holder="officer B"), (2, CustodyFault.HOLDER_GAP)),
        (_changed(2, seal_old="S9"), (3, CustodyFault.SEAL_GAP)),
        (_changed(3, sha256_before=b"\2" * 32), (4, CustodyFault.CHANGED)),
        (_changed(1, to_holder=None), (2, CustodyFault.ONE_SIDE)),
        (_changed(2, at=START), (3, CustodyFault.OVERLAP)),
        ([*GOOD, {"sequence": 6, "event": "examined"}], (6, CustodyFault.AFTER_END)),
    ],
)
def test_each_fault_is_flagged_by_its_name(
    rows: list[dict[str, Any]], flag: tuple[int, CustodyFault]
) -> None:
    assert flag in _flags(rows)


def test_a_correction_is_no_fault() -> None:
    assert _flags([*GOOD, {"sequence": 6, "event": "correction", "at": START}]) == []
