"""Readings made by hand: what an authority could have been told, rightly or wrongly."""

from collections.abc import Iterable
from datetime import date

from mozaik.kinds import HitKind, SetKind
from mozaik.parties import Authority
from mozaik.release import Coverage, Material, RankReason, Reading, ReleasedHit, ReleasedHolder, Status
from mozaik.terms import Disclosure, Handling, Use

KEEP = date(2033, 1, 1)


def holder(
    authority: str, unit: str = "", *, own: bool = False, kind: SetKind = SetKind.CONTRIBUTION
) -> ReleasedHolder:
    """A holder told in full with its unit, or at hit level without one."""
    level = Disclosure.FULL if unit else Disclosure.HIT
    return ReleasedHolder(
        Authority(authority), kind, level, own, (Handling.H0,), (), "A1", KEEP, unit=unit or None
    )


def hit(kind: str, *values: str, **told: object) -> ReleasedHit:
    """A hit as somebody is told of it; `holders`, `reasons` (codes), `material`, `position` may be stated."""
    stated: dict[str, object] = {
        "reference": "H-AAAAAAAAAAAAAAAA", "position": 1, "kind": HitKind(kind), "value_kind": "sha256",
        "values": values, "second_fact": None, "distance": None, "transform": None, "explanation": None,
        "holders": (), "authorities": (), "units": 1, "handling": (Handling.H0,), "grade": "A1",
        "keep_until": KEEP, "points": 0, "status": Status.UNJUDGED, "first_seen": None,
        "material": Material.UNKNOWN, **told,
    }  # fmt: skip
    codes = stated.pop("reasons", ())
    assert isinstance(codes, tuple)
    stated["reasons"] = tuple(RankReason(code, 1, code) for code in codes)
    return ReleasedHit(**stated)  # type: ignore[arg-type]


def reading(reader: str, hits: Iterable[ReleasedHit]) -> Reading:
    """What a reader is told."""
    told = tuple(hits)
    return Reading(
        Authority(reader),
        Use.ANALYSIS,
        "Mozaik",
        "mozaik-2023",
        True,
        told,
        len(told),
        {},
        None,
        Coverage((), (), {}, {}),
    )
