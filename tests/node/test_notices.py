"""A notice comes when what a reader may know has changed, and only then."""

from datetime import timedelta

import pytest

from mozaik.node import (
    Duty,
    notices_of,
    status_of,
)
from mozaik.parties import Authority
from mozaik.terms import Disclosure
from tests.crosscheck.support import terms_of
from tests.node.house import EC3, NOW, House, contribution, wall_clock


def test_a_notice_comes_only_to_whom_it_concerns(house: House) -> None:
    """A silent file leaves no notice, no time, and no other byte in what lies for a reader."""
    house.arrive(contribution(house, "SI-GPD.1", b"1", b"2"), contribution(house, "HR-MUP.1", b"1"))
    house.run()
    for reader in ("SI-GPD", "HR-MUP"):
        house.hits(reader)
    house.arrive(contribution(house, "RS-MUP.0", b"none of them"))
    house.run()
    lying = {reader: _notes(house, reader) for reader in ("SI-GPD", "HR-MUP", EC3)}
    house.moment = NOW + timedelta(hours=1)
    silent = contribution(
        house, "RS-MUP.1", b"1", b"2", terms=[terms_of("RS-MUP", disclosure=Disclosure.SILENT)]
    )
    house.arrive(silent)
    assert house.run()[-1].duty is Duty.NOTICE
    assert {reader: _notes(house, reader) for reader in lying} == lying
    house.arrive(contribution(house, "HU-NNI.1", b"2"))
    house.run()
    assert [
        (notice.at, notice.new, notice.gone) for notice in notices_of(house.node, Authority("SI-GPD"))
    ] == [("2023-11-20T10:00:00Z", {"digest": 1}, 0)]


def test_a_silent_file_begins_no_notices(house: House) -> None:
    """Whoever read before hears of the next new hit, whether or not something silent came in between."""
    house.arrive(contribution(house, "SI-GPD.1", b"1", b"2"), contribution(house, "HR-MUP.1", b"1"))
    house.run()
    house.hits("SI-GPD")
    house.arrive(contribution(house, "HU-NNI.1", b"2"))
    house.run()
    assert [notice.new for notice in notices_of(house.node, Authority("SI-GPD"))] == [{"digest": 1}]


def _notes(house: House, reader: str) -> bytes:
    return (house.node.folder / "notices" / f"{reader}.json").read_bytes()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "[" * 20_000,
        '{"known": {}, "notices": [{}]}',
        '{"known": {}, "notices": ["x"]}',
        '{"known": [], "notices": []}',
        '{"at": 5, "operation": "", "given": [], "taking_part": [[1]], "left_out": {}}',
    ],
)
def test_a_damaged_note_of_what_was_derived_stops_nothing(house: House, text: str) -> None:
    """What was compared and what was noted begin anew."""
    house.arrive(contribution(house, "SI-GPD.1", b"a"))
    house.run()
    (house.node.folder / "compared.json").write_text(text)
    _notes(house, EC3)
    (house.node.folder / "notices" / f"{EC3}.json").write_text(text)
    assert notices_of(house.node, Authority(EC3)) == ()
    assert status_of(house.node, wall_clock()).compared_at == ""
    house.run()
    assert status_of(house.node, wall_clock()).compared == 1
    assert house.run() == []
