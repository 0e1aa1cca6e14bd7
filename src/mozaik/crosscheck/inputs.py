"""Which sealed sets may be cross-checked together, and their tables as verified sources in WORK.

A repeated id, an id beside one that supersedes it, another edition, or an exercise beside real data is an
error of the one who receives: each is refused, naming the ids and the remedy.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from mozaik.contribution import SealedSet, refuse_repeats
from mozaik.crosscheck.model import Source
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.progress import Step, file_by_file
from mozaik.records import ALL_TABLES
from mozaik.terms import Terms, cross_check_obstacle
from mozaik.work import TERMS_SCHEMA


def check_together(
    sets: Sequence[SealedSet], lists: Sequence[SealedSet], *, may_be_empty: bool = False
) -> None:
    """Refuse sets that must not be compared with one another; RefusedError says which and why."""
    if not sets and not may_be_empty:
        raise nothing_to_compare()
    for sealed_set, as_list in [(sealed_set, False) for sealed_set in sets] + [
        (reference_list, True) for reference_list in lists
    ]:
        if sealed_set.is_list is not as_list:
            raise InvalidInputError(
                f"a {sealed_set.manifest.kind} was given as a {'list' if as_list else 'contribution'}",
                where=str(sealed_set.path),
                remedy="give contributions as FILE and lists with --list",
            )
    everything = [*sets, *lists]
    refuse_repeats(everything)
    for sealed_set in everything:
        first = everything[0]
        if sealed_set.manifest.edition != first.manifest.edition:
            raise _unlike(sealed_set, "different editions", f"{first.path.name} is of another edition")
        if sealed_set.manifest.synthetic is not first.manifest.synthetic:
            raise _unlike(sealed_set, "real and synthetic data", f"{first.path.name} is of the other sort")


def nothing_to_compare() -> InvalidInputError:
    """There is no contribution."""
    return InvalidInputError("nothing to cross-check", remedy="give at least one contribution")


def _unlike(sealed_set: SealedSet, what: str, why: str) -> RefusedError:
    return RefusedError(
        f"{what} together", where=str(sealed_set.path), why=why, remedy="cross-check each apart"
    )


def extract_sources(sealed: Sequence[SealedSet], folder: Path, on: date, step: Step) -> list[Source]:
    """The sets, sorted by id, with their tables under `folder/<set_id>/`; `on` is the day of the terms."""
    sources: list[Source] = []
    next_key = 0
    ordered = sorted(sealed, key=lambda source: source.set_id)
    told = file_by_file([sealed_set.path for sealed_set in ordered], step)
    for number, (_, sealed_set) in enumerate(zip(told, ordered, strict=True)):
        obstacles = _obstacles(sealed_set.terms, on)
        sources.append(
            Source(
                number=number,
                set_id=sealed_set.set_id,
                authority=sealed_set.authority,
                set_kind=sealed_set.set_kind,
                tables=sealed_set.extract_tables(folder / sealed_set.set_id),
                first_terms_key=next_key,
                permitted=tuple(key for key in range(len(sealed_set.terms)) if key not in obstacles),
                obstacles=obstacles,
                unopened=_unopened(sealed_set),
            )
        )
        next_key += len(sealed_set.terms)
    return sources


def _obstacles(terms: Sequence[Terms], on: date) -> dict[int, str]:
    """Why rows may not be compared, by `terms_id`."""
    obstacles = {key: cross_check_obstacle(stated, on) for key, stated in enumerate(terms)}
    return {key: str(obstacle) for key, obstacle in obstacles.items() if obstacle}


def _unopened(sealed_set: SealedSet) -> dict[str, int]:
    """What the set's report says was refused or could not be looked into, by reason."""
    counted: dict[str, int] = {}
    for part in ("reject_reasons", "notes"):
        reasons = sealed_set.report.details.get(part)
        for reason, count in reasons.items() if isinstance(reasons, Mapping) else ():
            if type(count) is int and count > 0:
                counted[reason] = counted.get(reason, 0) + count
    return counted


def all_terms(sources: Sequence[Source]) -> pa.Table:
    """The terms of all sources: `terms_key`, `set_id` and the columns of the table `terms`."""
    parts = []
    for source in sources:
        terms = pq.read_table(source.tables["terms"]).select(ALL_TABLES["terms"].schema.names)
        terms = terms.sort_by("terms_id")
        keys = pa.array(range(source.first_terms_key, source.first_terms_key + len(terms)), pa.int32())
        named = terms.add_column(0, "set_id", pa.array([source.set_id] * len(terms), pa.string()))
        parts.append(named.add_column(0, "terms_key", keys))
    return pa.concat_tables(parts) if parts else TERMS_SCHEMA.empty_table()
