"""Numbers of packages: none is given twice, and no entry is lost."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mozaik import chain
from mozaik.acts import (
    GAP,
    Acts,
    Numbered,
    append_event,
    mark_restored,
    read_register,
    restorings,
    take_number,
)
from mozaik.parties import Authority
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


def test_after_a_restoring_no_number_that_may_have_been_given_since_is_given(tmp_path: Path) -> None:
    """Also for an authority that got its first package after the backup was made."""
    acts = acts_in(tmp_path)
    take(acts)
    kept = tmp_path / "kept"
    shutil.copytree(acts.folder, kept / "acts")
    shutil.copytree(acts.secrets, kept / "secrets")
    since = {take(acts).number for _ in range(3)}
    again = acts_in(kept)
    mark_restored(again, "2023-11-20T09:00:00Z", NOW)
    assert restorings(again) == 1
    assert take(again).number == 2 + GAP > max(since)
    first = take_number(again, Authority("HR-MUP"), KEY, "action days", CONTENT, NOW, TRUST)
    assert first.number == 1 + GAP
    mark_restored(again, "2023-11-20T09:00:00Z", NOW)
    assert take(again).number == 3 + 2 * GAP
    assert read_register(again).received == {}
