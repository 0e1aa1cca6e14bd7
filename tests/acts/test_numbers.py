"""Numbers of packages: none is given twice, and no entry is lost."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mozaik import chain
from mozaik.acts import Acts, Numbered, append_event, take_number
from tests.acts.support import acts_in
from tests.package.support import DRAFTING
from tests.release.support import NOW, TRUST, key_of

KEY = key_of(DRAFTING.person)
CONTENT = {"expires_on": "2024-05-21", "transfer_ground": None}


def take(acts: Acts) -> Numbered:
    return take_number(acts, DRAFTING.recipient, KEY, "action days", CONTENT, NOW, TRUST)


def test_many_at_once_get_numbers_without_a_gap_or_a_repetition(tmp_path: Path) -> None:
    acts = acts_in(tmp_path)
    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(lambda _: take(acts), range(12)))
    assert sorted(number.number for number in taken) == list(range(1, 13))
    assert chain.verify_chain(acts.chain_of("SI-GPD")).seq == 12


def test_only_the_same_event_counts(tmp_path: Path) -> None:
    acts = acts_in(tmp_path)
    taken = take(acts).number
    append_event(acts, "SI-GPD", "read-hits", {}, NOW)
    assert [taken, take(acts).number] == [1, 2]
