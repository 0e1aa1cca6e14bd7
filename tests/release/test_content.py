"""The content hash of a view says the same exactly where what is told is the same."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from mozaik.cli.hit_text import reading_json
from mozaik.release import Work, content_hash, read_hits
from mozaik.release.status import have_pair
from mozaik.terms import Disclosure, HolderView, Use, pairs
from tests.release.support import TRUST, Hit, Holder, Set, World, asks, terms, write_work
from tests.release.worlds import QUICKLY, READING, SETS, without_chance_hits, worlds

SI, HR = "SI-GPD", "HR-MUP"


def told(folder: Path, world: World, reader: str = SI, use: Use = Use.ANALYSIS) -> tuple[str, str]:
    """What a reader is told of a world, and the content hash of its view."""
    work = Work.open(write_work(folder, world), TRUST)
    asking = asks(work, reader, use=use)
    return reading_json(read_hits(work, asking)), content_hash(work, asking)


def changed(world: World, number: int, how: str) -> World:
    """The world with one change to one holder, which the reader may or may not be told."""
    places = [(hit, holder) for hit in world.hits for holder in hit.holders]
    if not places:
        return world
    hit, holder = places[number % len(places)]
    others = tuple(other for other in hit.holders if other != holder)
    match how:
        case "gone":
            holders = others
        case "twice":
            holders = (*hit.holders, replace(holder, unit="ITEM-9" if holder.unit[0] == "I" else holder.unit))
        case "worse":
            holders = (*others, replace(holder, terms=replace(holder.terms, source="C")))
        case _:
            holders = (*others, replace(holder, table="media", fields={"quality": 3}))
    hits = (
        replace(hit, holders=tuple({repr(holder): holder for holder in holders}.values()))
        if other == hit
        else other
        for other in world.hits
    )
    return without_chance_hits(replace(world, hits=tuple(hits)))


@settings(QUICKLY, max_examples=12)
@given(worlds(), READING, st.integers(0, 20), st.sampled_from(["gone", "twice", "worse", "other row"]))
def test_the_hash_changes_exactly_when_what_is_told_changes(
    world: World, reading: tuple[str, Use], number: int, how: str
) -> None:
    with TemporaryDirectory() as folder:
        before = told(Path(folder) / "before", world, *reading)
        after = told(Path(folder) / "after", changed(world, number, how), *reading)
    assert (before[0] == after[0]) == (before[1] == after[1])


def test_an_upload_that_is_silent_changes_nothing_and_one_that_tells_does(tmp_path: Path) -> None:
    mine = Holder("SI-GPD.1", "ITEM-1", terms(SI))
    hidden = Holder("HR-MUP.1", "ITEM-2", terms(HR, Disclosure.SILENT))
    again = Holder("HR-MUP.2", "ITEM-3", terms(HR, Disclosure.SILENT))
    exists = Holder("HR-MUP.2", "ITEM-4", terms(HR))
    seen = Hit("digest", b"s" * 32, (mine, exists))
    before = World(SETS, (seen,))
    silent = World(
        (*SETS, Set("HR-MUP.3", HR)),
        (Hit("digest", b"h" * 32, (replace(mine, unit="ITEM-7"), hidden, again)), seen),
        extra_terms=(("HR-MUP.3", terms(HR, Disclosure.SILENT)),),
    )
    telling = World(
        SETS, (replace(seen, holders=(mine, exists, Holder("HU-NNI.1", "L-1", terms("HU-NNI")))),)
    )
    first = told(tmp_path / "first", before)
    assert told(tmp_path / "silent", silent) == first
    assert told(tmp_path / "telling", telling)[1] != first[1]


def test_the_hash_follows_what_a_row_says_and_not_how_often_a_value_is_held(tmp_path: Path) -> None:
    full = Holder("HR-MUP.1", "ITEM-1", terms(HR, Disclosure.FULL), fields={"path": "a.jpg"})
    mine, exists = Holder("SI-GPD.1", "ITEM-1", terms(SI)), Holder("HU-NNI.1", "L-1", terms("HU-NNI"))
    support = replace(exists, support=terms("HU-NNI", source="C"))
    worlds = {
        "first": (mine, full, exists),
        "other path": (mine, replace(full, fields={"path": "b.jpg"}), exists),
        "twice": (mine, full, exists, replace(exists, unit="L-2")),
        "worse": (mine, full, exists, support),
    }
    hashes = {
        name: told(tmp_path / name, World(SETS, (Hit("digest", b"s" * 32, holders),)))
        for name, holders in worlds.items()
    }
    assert hashes["twice"] == hashes["first"]
    assert len({hashes[name][1] for name in ("first", "other path", "worse")}) == 3


CELLS = st.tuples(
    st.sampled_from(["", "L", "R", "weaker"]),
    st.sampled_from([SI, HR]),
    st.sampled_from(["item:1", "item:2"]),
    st.booleans(),
)


@given(st.lists(CELLS, max_size=6))
def test_holders_pair_where_any_two_of_them_pair(cells: list[tuple[str, str, str, bool]]) -> None:
    views = [HolderView(owner, unit, side, Disclosure.FULL, listed) for side, owner, unit, listed in cells]
    expected = any(pairs(left, right) for left in views for right in views)
    assert have_pair(cells) == expected
