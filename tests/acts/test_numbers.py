"""Numbers of packages: none is given twice, and no entry is lost, whatever a cross-check does meanwhile."""

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from mozaik import chain
from mozaik.acts import Acts, Numbered, append_event, events_of, take_number
from mozaik.aside import exchange
from mozaik.package.draft import take_number as number_of_draft
from mozaik.release import Work
from mozaik.work import new_work
from tests.package.support import DRAFTING
from tests.release.support import NOW, TRUST, World, key_of, write_work

KEY = key_of(DRAFTING.person)
CONTENT = {"expires_on": "2024-05-21", "transfer_ground": None}


def take(acts: Acts) -> Numbered:
    return take_number(acts, DRAFTING.recipient, KEY, "action days", CONTENT, NOW, TRUST)


def replace_work(path: Path) -> None:
    """Put a new WORK of the same content in the place of the old one, as a cross-check does."""
    with new_work(path, replace=True) as new:
        for place in path.iterdir():
            if place.is_file():
                shutil.copyfile(place, new.path / place.name)


def test_a_draft_during_a_replacement_keeps_its_number_and_its_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A draft that comes between taking over the old acts and the renaming waits for the new WORK."""
    path = write_work(tmp_path / "work", World((), ()))
    work = Work.open(path, TRUST)
    drafts: list[Any] = []

    def exchange_while_somebody_drafts(partial: Path, target: Path) -> None:
        drafting = threading.Thread(target=lambda: drafts.append(number_of_draft(work, DRAFTING, KEY)))
        drafting.start()
        drafting.join(0.3)
        exchange(partial, target)
        waiting.append(drafting)

    waiting: list[threading.Thread] = []
    monkeypatch.setattr("mozaik.work.making.exchange", exchange_while_somebody_drafts)
    replace_work(path)
    for drafting in waiting:
        drafting.join()

    assert [entry.event for entry in events_of(work.acts, "SI-GPD")] == ["draft-package"]
    assert [drafts[0].sequence, number_of_draft(Work.open(path, TRUST), DRAFTING, KEY).sequence] == [1, 2]


def test_many_at_once_get_numbers_without_a_gap_or_a_repetition(tmp_path: Path) -> None:
    acts = Acts(tmp_path)
    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(lambda _: take(acts), range(12)))
    assert sorted(number.number for number in taken) == list(range(1, 13))
    assert chain.verify_chain(acts.chain_of("SI-GPD")).seq == 12


def test_only_the_same_event_counts(tmp_path: Path) -> None:
    acts = Acts(tmp_path)
    taken = take(acts).number
    append_event(acts, "SI-GPD", "read-hits", {}, NOW)
    assert [taken, take(acts).number] == [1, 2]
