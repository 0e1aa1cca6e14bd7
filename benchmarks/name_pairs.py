"""Comparing names: `make bench ONLY=name-pairs`. Ours answers whether two names may be one.

The rival is rapidfuzz's token_sort_ratio on the same pairs: those that share a key among 8,000 names of the
region. It knows no script, custom or short form, so its answers are others; it is a measure of speed alone.
Besides, persons with a birth date are cross-checked end to end.
"""

import random
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

from rapidfuzz import fuzz
from tests.crosscheck.support import Maker, terms_of

from benchmarks.outcome import Outcome, median, our_versions, timed
from mozaik.crosscheck import crosscheck
from mozaik.crosscheck.matchers.name import near_names
from mozaik.names import may_be_one, name_keys
from mozaik.names.diminutives import FULL_OF_SHORT
from mozaik.seal import TrustStore
from mozaik.terms import Subject, Terms

NAMES, PERSONS, RUNS = 8_000, 50_000, 5
GIVEN = sorted({full.title() for fulls in FULL_OF_SHORT.values() for full in fulls})
STEMS = (
    "Petr Jovan Nikol Mark Stojan Pavl Lazar Simon Todor Kost Trif Sav Rad Mil Bog Vuk Staj Gavr Mitr Stan "
    "Kov Kolar Tes Ljub Ves Ostoj Per Mar Tom Bab Drag Gruj Jank Mark Obrad Rist Sim Teof Ug Zor"
)
ENDS = "ović ić ević ski ov čević anović ulić inac ovski"
NOW = datetime(2023, 11, 20, 9, 0, tzinfo=UTC)


def measure() -> Outcome:
    """Both on the same pairs in turn; then two owners with as many persons each."""
    names = _names(NAMES, 3)
    by_key: dict[str, list[str]] = {}
    for name in names:
        for key in name_keys(name):
            by_key.setdefault(key, []).append(name)
    pairs = sorted({pair for having in by_key.values() for pair in combinations(having, 2)})
    runs = [(timed(lambda: _ours(pairs)), timed(lambda: _theirs(pairs))) for _ in range(RUNS)]
    finding, near = timed(lambda: list(near_names([(name, "") for name in names])))
    assert {(left[0], right[0]) for left, right in near} == {pair for pair in pairs if may_be_one(*pair)}
    ours, theirs = (median([run[side][0] for run in runs]) for side in (0, 1))
    return Outcome(
        name="name-pairs",
        ours=ours,
        theirs=theirs,
        target="a tenth of the pairs a second",
        versions=our_versions("rapidfuzz"),
        facts={
            "pairs": len(pairs),
            "microseconds a pair": round(ours.processor / len(pairs) * 1e6, 2),
            f"processor s to find {len(near)} pairs among {NAMES} names": round(finding.processor, 2),
            **_crosscheck(),
        },
    )


def _names(count: int, seed: int) -> list[str]:
    draw, families = random.Random(seed), [stem + end for stem in STEMS.split() for end in ENDS.split()]
    names: set[str] = set()
    while len(names) < count:
        names.add(f"{draw.choice(GIVEN)} {draw.choice(families)}")
    return sorted(names)


def _ours(pairs: Sequence[tuple[str, str]]) -> int:
    return sum(may_be_one(*pair) for pair in pairs)


def _theirs(pairs: Sequence[tuple[str, str]]) -> int:
    return sum(fuzz.token_sort_ratio(*pair) >= 90 for pair in pairs)


def _crosscheck() -> dict[str, object]:
    """Two owners with PERSONS each, all with a birth date of forty years, one in a hundred shared."""
    with tempfile.TemporaryDirectory() as folder:
        make = Maker(Path(folder), TrustStore())
        sets = [
            make(f"{owner}.a", _rows(n), terms=_terms(owner)) for n, owner in enumerate(("SI-GPD", "HR-MUP"))
        ]
        taken, _ = timed(lambda: crosscheck(sets, [], Path(folder) / "WORK", now=NOW))
    return {f"processor s for {PERSONS} x {PERSONS} persons with facts": round(taken.processor, 1)}


def _terms(owner: str) -> list[Terms]:
    return [terms_of(owner, subject=Subject.SUSPECT)]


def _rows(seed: int) -> dict[str, list[dict[str, str]]]:
    draw, families = random.Random(seed), [stem + end for stem in STEMS.split() for end in ENDS.split()]
    shared = random.Random(99)
    persons, facts = [], []
    for number in range(PERSONS):
        source = shared if number % 100 == 0 else draw
        name = f"{source.choice(GIVEN)} {source.choice(families)}"
        born = f"{source.randrange(1950, 1990)}-{source.randrange(1, 13):02}-{source.randrange(1, 29):02}"
        row = {"person_id": f"P{number}", "full_name": name, "subject": "suspect", "name_kind": "primary"}
        persons.append(row)
        facts.append({"person_id": f"P{number}", "kind": "birth_date", "value": born})
    return {"persons": persons, "person_facts": facts}
