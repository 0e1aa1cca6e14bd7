"""What readers were told of each planted reality, and what they were told wrongly."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mozaik.desk import Figure, Material, Reading, ReleasedHit
from mozaik.kinds import HitTopic
from mozaik.rehearsal.compare import Key
from mozaik.rehearsal.packages import Issued
from mozaik.rehearsal.plan import Expected, Plan, Rule
from mozaik.terms import PUBLIC

LOW = frozenset({"harmless", "noise", "popular"})
"""Rank reasons for which a reader's own hit may stand low."""


@dataclass(frozen=True, slots=True)
class Told:
    """One sort of reality: how many were planted, and who was told wrongly of which, as (reader, values)."""

    how: str
    rule: Rule
    planted: int
    wrong: tuple[tuple[str, tuple[str, ...]], ...]


def what_was_told(plan: Plan, readings: Mapping[str, Reading], packages: Sequence[Issued]) -> list[Told]:
    """The expectations of a plan by sort, each held to every reading and every package."""
    sorts: dict[tuple[str, Rule], list[Expected]] = {}
    for expected in plan.expected:
        sorts.setdefault((expected.how, expected.rule), []).append(expected)
    return [
        Told(how, rule, len(kind_name), tuple(_wrong(rule, kind_name, readings, packages)))
        for (how, rule), kind_name in sorts.items()
    ]


def what_was_counted(plan: Plan, figures: Sequence[Figure]) -> list[Told]:
    """Whether items whose state nobody stated count as seized; what is not known is never "no"."""
    value = next(
        (figure.value for figure in figures if (figure.key, figure.scope) == ("items_seized", "joint")), None
    )
    wrong = () if value == len(plan.items) else ((PUBLIC, (f"{value} of {len(plan.items)} items",)),)
    return [Told("items without state", Rule.COUNTED, len(plan.stateless), wrong)] if plan.stateless else []


def _wrong(
    rule: Rule, all_expected: Sequence[Expected], readings: Mapping[str, Reading], packages: Sequence[Issued]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for expected in all_expected:
        key = (expected.kind, expected.values)
        for reader in expected.readers:
            if not _HOLDS[rule](key, readings.get(reader), _package_of(reader, packages)):
                yield reader, expected.values


def _package_of(reader: str, packages: Sequence[Issued]) -> Issued | None:
    return next((package for package in packages if package.recipient == reader), None)


def _is_known(key: Key, reading: Reading | None, package: Issued | None) -> bool:
    """The reader is told of it, and that it is known material."""
    hit = _hit(key, reading)
    return hit is not None and hit.material is Material.KNOWN and not _says(hit, "unknown")


def _is_no_picture(key: Key, reading: Reading | None, package: Issued | None) -> bool:
    """Whoever is told of it is not told of a child, and not before an own identifier or person."""
    hit = _hit(key, reading)
    if hit is None or reading is None:
        return True
    if hit.material is Material.UNKNOWN or _says(hit, "unknown"):
        return False
    if any(holder.own for holder in hit.holders):
        return True
    own = [other.position for other in reading.hits if _is_own_contact(other)]
    return hit.position > max(own, default=0)


def _is_own_contact(hit: ReleasedHit) -> bool:
    own = any(holder.own for holder in hit.holders)
    return own and hit.kind.behaviour.topic is HitTopic.CONTACT and not any(_says(hit, code) for code in LOW)


def _is_rejected(key: Key, reading: Reading | None, package: Issued | None) -> bool:
    """A rejected hit stands in nobody's package, neither as a hit nor as a pointer."""
    return package is None or not set(key[1][1:]) & (package.hits | package.pointers)


def _is_told_once(key: Key, reading: Reading | None, package: Issued | None) -> bool:
    """The package tells the value as a hit, and no pointer says it again."""
    return package is not None and key[1][-1] in package.hits - package.pointers


def _hit(key: Key, reading: Reading | None) -> ReleasedHit | None:
    """The hit as the reader is told of it, who may see one of two values alone."""
    kind, values = key
    hits = reading.hits if reading else ()
    return next(
        (hit for hit in hits if hit.kind == kind and hit.values and set(hit.values) <= set(values)), None
    )


def _says(hit: ReleasedHit, code: str) -> bool:
    return any(reason.code == code for reason in hit.reasons)


_HOLDS: Mapping[Rule, Callable[[Key, Reading | None, Issued | None], bool]] = {
    Rule.KNOWN: _is_known,
    Rule.NO_PICTURE: _is_no_picture,
    Rule.REJECTED: _is_rejected,
    Rule.ONCE: _is_told_once,
}
