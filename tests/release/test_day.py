"""A reading is what a cross-check of that day would find, however old WORK is (review 1, item 10)."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mozaik.cli.hit_text import reading_json
from mozaik.contribution import SealedSet
from mozaik.crosscheck import EmbeddedEngine, crosscheck
from mozaik.release import ForPackage, Reading, Work, read_for_package, read_hits
from mozaik.terms import Disclosure, Subject, Terms
from tests.operation.support import signed_operation
from tests.release.pipeline import DAY, FACTS, NAMES, READERS, Fact, facts, seal, stated_terms
from tests.release.support import KEY, NOW, TRUST, asks, drafts_for
from tests.release.worlds import QUICKLY

ENGINE = EmbeddedEngine(threads=1, memory="1GB")
NEXT_DAY = NOW + timedelta(1)
NEVER = date(2033, 1, 1)
OWNER = "SI-GPD"


def readings(
    folder: Path, sets: list[SealedSet], days_old: int, readers: Sequence[str], *, pointing: bool
) -> list[str]:
    """What readers are told on the next day from a WORK that was made so many days before."""
    contributions, lists = (
        [sealed_set for sealed_set in sets if sealed_set.is_list is kind] for kind in (False, True)
    )
    moment = NEXT_DAY - timedelta(days_old)
    crosscheck(
        contributions,
        lists,
        folder,
        now=moment,
        operation_key=KEY,
        engine=ENGINE,
        operation=signed_operation(),
    )
    work = Work.open(folder, TRUST)
    told = [reading_json(hits_of(work, reader)) for reader in readers]
    return [*told, repr(pointers_of(work))] if pointing else told


def hits_of(work: Work, reader: str) -> Reading:
    return read_hits(work, asks(work, reader, "review", f"{reader}/ana", NEXT_DAY))


def pointers_of(work: Work) -> ForPackage:
    return read_for_package(work, drafts_for(work, "AT", "review", "EU-EC3/ana", NEXT_DAY), "AT")


def both(
    folder: Path, world: list[Fact], readers: Sequence[str], *, pointing: bool = False
) -> tuple[list[str], list[str]]:
    """The readings from a WORK of the day before, and from one of the day itself."""
    sets = seal(folder / "sealed", world)
    old, new = (readings(folder / f"work{day}", sets, day, readers, pointing=pointing) for day in (1, 0))
    return old, new


def person(number: int, name: tuple[str, str | None], last_day: date = NEVER, owner: str = OWNER) -> Fact:
    row = {
        "person_id": f"P-{number}", "name_kind": "primary", "full_name": name[0], "language": name[1],
        "subject": "suspect", "country": None,
    }  # fmt: skip
    return Fact(f"{owner}.1", "persons", row, suspects(owner, last_day))


def fact(number: int, told: tuple[str, str | None, str], last_day: date, owner: str = OWNER) -> Fact:
    row = {"person_id": f"P-{number}", "kind": told[0], "selector_kind": told[1], "value": told[2]}
    return Fact(f"{owner}.1", "person_facts", row, suspects(owner, last_day))


def suspects(owner: str, last_day: date) -> Terms:
    return stated_terms(owner, Disclosure.FULL, review_on=last_day, subject=Subject.SUSPECT)


@pytest.mark.parametrize("other_name", [0, 1])
@pytest.mark.parametrize("expired", [(), (2,), (1, 3), (1, 2, 3)])
def test_a_name_is_bare_as_soon_as_its_last_shared_fact_has_expired(
    tmp_path: Path, other_name: int, expired: tuple[int, ...]
) -> None:
    """Three persons of one name or of two spellings, who all share a document; some of it has expired."""
    world = [person(number, NAMES[other_name if number == 2 else 0]) for number in (1, 2, 3)]
    world += [fact(n, FACTS[1], DAY if n in expired else NEVER) for n in (1, 2, 3)]
    old, new = both(tmp_path, world, (OWNER, "EU-EC3"))
    assert old == new
    told = hits_of(Work.open(tmp_path / "work1", TRUST), OWNER).hits
    bare = [hit for hit in told if hit.second_fact is None]
    assert bool(bare) == bool(expired)


LAST_DAYS = st.sampled_from([DAY, NEVER])
PEOPLE = st.lists(
    st.builds(
        person, st.integers(1, 4), st.sampled_from(NAMES), LAST_DAYS, st.sampled_from([OWNER, "HR-MUP"])
    )
    | st.builds(
        fact, st.integers(1, 4), st.sampled_from(FACTS[:3]), LAST_DAYS, st.sampled_from([OWNER, "HR-MUP"])
    ),
    min_size=8,
    max_size=20,
)


@settings(QUICKLY, max_examples=6)
@given(PEOPLE)
def test_names_read_late_are_names_compared_late(world: list[Fact]) -> None:
    """For both owners, and for one reader of all others, who are alike: every fact is open to everybody."""
    with TemporaryDirectory() as name:
        old, new = both(Path(name), [person(9, NAMES[3]), *world], (OWNER, "HR-MUP", "EU-EC3"))
    assert old == new


@settings(QUICKLY, max_examples=6)
@given(facts())
def test_everything_read_late_is_everything_compared_late(world: list[Fact]) -> None:
    """All kinds of rows, of terms and of readers."""
    with TemporaryDirectory() as name:
        old, new = both(Path(name), world, READERS, pointing=True)
    assert old == new
