"""The rule as the engine says it in sets, against the pure rule holder by holder."""

from collections import Counter
from dataclasses import replace
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings

from mozaik.release.kept import engine_with_view, view_for
from mozaik.release.view import rows_of
from mozaik.release.work import Work
from mozaik.terms import Disclosure, HolderView, Use, shown
from tests.release.support import TRUST, Hit, World, asks, write_work
from tests.release.worlds import QUICKLY, READING, views_of, worlds

SEEN = "SELECT hit_id, authority, unit, side, alone, level FROM shown"


def own_cells(hit: Hit, reader: str) -> set[tuple[str, str]]:
    """The (unit, side) of the reader's own holders of a hit that take part."""
    views = views_of(hit, reader)
    return {(v.unit, v.side) for v in views if v.authority == reader and v.level > Disclosure.SILENT}


def meet(left: tuple[str, str], right: tuple[str, str]) -> bool:
    """Whether two cells are of different units and sides, or of no side."""
    return left[0] != right[0] and (left[1] != right[1] or left[1] == "")


def sharing(world: World, reader: str) -> set[tuple[str, str]]:
    """The pairs of the reader's own units that share a name and a second fact."""
    return {
        (left[0], right[0])
        for hit in world.hits
        if hit.kind == "name" and hit.second_fact
        for left, right in product(own_cells(hit, reader), repeat=2)
        if meet(left, right)
    }


def not_settled(world: World, hit: Hit, reader: str, use: Use) -> list[HolderView]:
    """The holders of a hit; silent in a name alone is who shares a fact with each other of that name."""
    views = views_of(hit, reader, use)
    if hit.kind != "name" or hit.second_fact:
        return views
    shared, cells = sharing(world, reader), own_cells(hit, reader)
    settled = set()
    for cell in cells:
        partners = [other for other in cells if meet(cell, other)]
        if partners and all((cell[0], other[0]) in shared for other in partners):
            settled.add(cell)
    return [
        replace(view, level=Disclosure.SILENT) if (view.unit, view.side) in settled else view
        for view in views
    ]


@settings(QUICKLY, max_examples=60)
@given(worlds(), READING)
def test_the_engine_shows_what_the_pure_rule_shows(world: World, reading: tuple[str, Use]) -> None:
    reader, use = reading
    expected: Counter[tuple[object, ...]] = Counter()
    for hit in world.hits:
        views = not_settled(world, hit, reader, use)
        for view, level in zip(views, shown(views, reader), strict=True):
            if level > Disclosure.SILENT:
                expected[hit.hit_id, view.authority, view.unit, view.side, int(view.level), int(level)] += 1
    with TemporaryDirectory() as folder:
        work = Work.open(write_work(Path(folder) / "work", world), TRUST)
        with engine_with_view(view_for(work, asks(work, reader, use=use))) as engine:
            found = Counter(tuple(row.values()) for row in rows_of(engine, SEEN))
    assert found == expected
