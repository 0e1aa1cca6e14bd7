"""Truth against outcome: which planted overlaps the readers were told of, and what they were told wrongly.

Everything is judged by what came through the release door: the union of what all authorities were told.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mozaik.desk import Reading, ReleasedHit
from mozaik.rehearsal.plan import Plan, Planted
from mozaik.terms import Disclosure

Key = tuple[str, tuple[str, ...]]
QUIET = frozenset({"harmless"})
"""Rank reasons of hits that are shown at the bottom and never become a lead."""


@dataclass(frozen=True, slots=True)
class Score:
    """One kind of hit: how many were planted, found, missed, told although nothing was planted, leaked."""

    kind: str
    planted: int
    found: int
    missed: tuple[Planted, ...]
    false: tuple[Key, ...]
    leaked: tuple[Planted, ...]

    @property
    def is_right(self) -> bool:
        """Nothing missed, nothing false, nothing leaked."""
        return not (self.missed or self.false or self.leaked)


@dataclass(frozen=True, slots=True)
class Decoys:
    """One sort of decoy: how many were planted and how many became a lead."""

    how: str
    planted: int
    hit: int


def key_of(hit: ReleasedHit) -> Key | None:
    """What identifies a hit in the truth, or None when the reader was not told enough to say."""
    behaviour = hit.kind.behaviour
    wanted = 2 if behaviour.two_sided and not (hit.distance == 0 and len(hit.values) == 1) else 1
    if len(hit.values) != wanted:
        return None
    if behaviour.by_value:
        return hit.kind, (hit.value_kind, *hit.values)
    if behaviour.needs_second_fact:
        return hit.kind, (*sorted(hit.values), hit.second_fact or "none")
    return hit.kind, tuple(sorted(hit.values))


def is_quiet(hit: ReleasedHit) -> bool:
    """Whether a hit is one of a known-harmless value."""
    return any(reason.code in QUIET for reason in hit.reasons)


def score(plan: Plan, readings: Mapping[str, Reading]) -> tuple[list[Score], list[Decoys]]:
    """The scores by kind of hit, and the decoys by sort."""
    told = {reader: _told(reading.hits) for reader, reading in readings.items()}
    everything = frozenset().union(*(set(keys) for keys in told.values()))
    kinds = dict.fromkeys([*(p.kind for p in plan.truth), *(key[0] for key in everything)])
    planted_keys = {_key(planted) for planted in plan.truth}
    scores = []
    for kind in kinds:
        planted = [overlap for overlap in plan.truth if overlap.kind == kind]
        missed = [overlap for overlap in planted if not _was_found(overlap, plan, told, readings)]
        false = sorted(key for key in everything if key[0] == kind and key not in planted_keys)
        leaked = [
            overlap
            for overlap in planted
            if any(_told_of(overlap, readings[reader].hits) for reader in overlap.silent_to)
        ]
        scores.append(
            Score(kind, len(planted), len(planted) - len(missed), tuple(missed), tuple(false), tuple(leaked))
        )
    return scores, _decoys(plan.decoys, everything)


def _told(hits: Sequence[ReleasedHit]) -> dict[Key, ReleasedHit]:
    return {key: hit for hit in hits if not is_quiet(hit) and (key := key_of(hit)) is not None}


def _key(planted: Planted) -> Key:
    return planted.kind, planted.values


def _told_of(planted: Planted, hits: Sequence[ReleasedHit]) -> list[ReleasedHit]:
    """The hits by which a reader is told of it, who may see one of two values alone."""
    values = set(planted.values)
    return [hit for hit in hits if hit.kind == planted.kind and hit.values and values.issuperset(hit.values)]


def _was_found(
    planted: Planted,
    plan: Plan,
    told: Mapping[str, Mapping[Key, ReleasedHit]],
    readings: Mapping[str, Reading],
) -> bool:
    """Told to every owner that may know, and with exactly the planted holders where all are shown."""
    key = _key(planted)
    owners = {authority for authority, _ in planted.holders if authority != "list"} - set(planted.silent_to)
    if not all(any(not is_quiet(hit) for hit in _told_of(planted, readings[owner].hits)) for owner in owners):
        return False
    coordinator = plan.scenario.coordinator
    readers = [*owners, *([coordinator] if coordinator not in planted.silent_to else [])]
    hits = [told[reader].get(key) for reader in readers]
    complete = [hit for hit in hits if hit is not None]
    if not complete or (not planted.silent_to and told[coordinator].get(key) is None):
        return False
    return any(_holders_of(hit) == set(planted.holders) for hit in complete)


def _holders_of(hit: ReleasedHit) -> set[tuple[str, str]]:
    """The units that hold the hit's value, lists by their kind; a holder without details by its authority."""
    holders = set()
    for holder in hit.holders:
        if holder.set_kind.is_list:
            holders.add(("list", str(holder.set_kind)))
        else:
            holders.add(
                (holder.authority, holder.unit if holder.level is Disclosure.FULL and holder.unit else "?")
            )
    return holders


def _decoys(decoys: Iterable[Planted], everything: frozenset[Key]) -> list[Decoys]:
    by_sort: dict[str, list[Planted]] = {}
    for decoy in decoys:
        by_sort.setdefault(decoy.how, []).append(decoy)
    return [
        Decoys(how, len(planted), sum(_key(overlap) in everything for overlap in planted))
        for how, planted in by_sort.items()
    ]
