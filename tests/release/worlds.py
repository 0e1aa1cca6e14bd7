"""Generated worlds for the release room, and the same world without what is silent to a reader."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import Phase, settings
from hypothesis import strategies as st

from mozaik.terms import (
    Disclosure,
    Handling,
    HolderView,
    Reader,
    ReaderDisclosure,
    Terms,
    Use,
    cross_check_obstacle,
    disclosed,
    pairs,
    shown,
)
from tests.release.support import NOW, Coverage, Hit, Holder, Set, World, terms

DAY = NOW.date()
QUICKLY = settings(deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
"""A world takes a tenth of a second to write and read, so a failing one is shown as it is found."""
OWNERS = ("SI-GPD", "HR-MUP", "HU-NNI")
COORDINATOR = "EU-EC3"
READERS = (*OWNERS, COORDINATOR)
SETS = (
    *(Set(f"{owner}.{number}", owner) for owner in OWNERS for number in (1, 2)),
    Set("EU-EC3.known", COORDINATOR, "known"),
    Set("HR-MUP.known", "HR-MUP", "known"),
    Set("HU-NNI.harmless", "HU-NNI", "harmless"),
)
LEVELS = (Disclosure.FULL, Disclosure.HIT, Disclosure.SILENT)
READING = st.tuples(st.sampled_from(READERS), st.sampled_from(list(Use))).filter(
    lambda asked: asked != (COORDINATOR, Use.COURT)
)
"""Who reads and for what; a coordinator reads nothing for court."""
Pool = Mapping[str, Sequence[Terms]]
"""The terms that each owner states, by owner."""

BY_ID = {entry.set_id: entry for entry in SETS}


def owner_terms(owner: str) -> st.SearchStrategy[Terms]:
    """Terms of an owner: every level for everybody and for named readers, with all that narrows it."""
    named = st.dictionaries(
        st.sampled_from([*READERS, "*"]),
        st.tuples(st.sampled_from(LEVELS), st.sampled_from([None, DAY - timedelta(1), DAY])),
        max_size=3,
    )
    return st.builds(
        lambda level, entries, codes, minor, review_on, grade: terms(
            owner,
            level,
            disclosures=tuple(ReaderDisclosure(r, at, until) for r, (at, until) in sorted(entries.items())),
            handling=codes | {Handling.H0},
            handling_note=f"ask {owner} first" if Handling.H3 in codes else "",
            minor=minor,
            necessity="needed to find the child" if minor else "",
            review_on=review_on,
            source=grade,
        ),
        st.sampled_from(LEVELS),
        named,
        st.sampled_from(
            [frozenset(), frozenset({Handling.H1}), frozenset({Handling.H2}), frozenset({Handling.H3})]
        ),
        st.sampled_from([False, False, False, True]),
        st.sampled_from([date(2033, 1, 1), date(2033, 1, 1), date(2033, 1, 1), DAY - timedelta(1)]),
        st.sampled_from("AB"),
    )


@st.composite
def holders(draw: st.DrawFn, pool: Pool, kind: str, sides: Sequence[str]) -> Holder:
    entry = draw(st.sampled_from(SETS if kind in ("digest", "picture", "grading") else SETS[:6]))
    is_list = entry.set_kind != "contribution"
    table = (
        "entries"
        if is_list
        else {"digest": "files", "selector": "selectors", "name": "persons"}.get(kind, "media")
    )
    stated = draw(st.sampled_from(pool[entry.authority]))
    supported = kind in ("name", "digest") and draw(st.sampled_from([True, True, False]))
    fields: dict[str, str | None] = {}
    if table == "files":
        fields = {"path": draw(st.sampled_from(["a.jpg", "b.jpg"]))}
    if table == "selectors":
        fields = {"noise": draw(st.sampled_from([None, "a role address"]))}
    return Holder(
        entry.set_id,
        entry.set_id if is_list else draw(st.sampled_from(["ITEM-1", "ITEM-2", entry.set_id])),
        stated,
        side=draw(st.sampled_from(sides)),
        table=table,
        support=draw(st.sampled_from(pool[entry.authority])) if supported else None,
        fields=fields,
    )


SIDES = {
    "digest": ["", "", "weaker"],
    "selector": [""],
    "picture": ["L", "R"],
    "name": ["L", "R"],
    "grading": ["1", "2", "R"],
}
VALUE_KINDS = {"digest": "sha256", "selector": "email", "picture": "pdq", "name": "name", "grading": "sha256"}


@st.composite
def hits(draw: st.DrawFn, pool: Pool, number: int) -> Hit:
    kind = draw(st.sampled_from(["digest", "name", *sorted(SIDES)]))
    found = draw(st.lists(holders(pool, kind, SIDES[kind]), min_size=2, max_size=6, unique_by=repr))
    left = f"value{number}".encode()
    right = {"picture": b"right", "name": b"right", "grading": b"iwf"}.get(kind)
    second = draw(st.sampled_from([None, "birth_date"])) if kind == "name" else None
    distance = 7 if kind == "picture" else None
    return Hit(kind, left, tuple(found), right, VALUE_KINDS[kind], second, distance)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A world as a cross-check would write it: every hit has a pair and at least one contribution."""
    pool = {
        owner: [
            terms(owner, Disclosure.FULL),
            terms(owner, Disclosure.HIT),
            *draw(st.lists(owner_terms(owner), min_size=1, max_size=3)),
        ]
        for owner in READERS
    }
    found = [draw(hits(pool, number)) for number in range(draw(st.integers(1, 4)))]
    lines = draw(
        st.lists(
            st.sampled_from(SETS).flatmap(
                lambda entry: (
                    st.builds(
                        Coverage,
                        st.just(entry.set_id),
                        st.sampled_from(["files", "selectors"]),
                        st.sampled_from(pool[entry.authority]) | st.none(),
                        st.just("compared"),
                        st.just(""),
                        st.integers(1, 3),
                    )
                    | st.builds(
                        Coverage,
                        st.just(entry.set_id),
                        st.just("not_examined"),
                        st.sampled_from(pool[entry.authority]),
                        st.just("not_compared"),
                        st.sampled_from(
                            ["not searched: video or sound", "encrypted in the archive, not opened"]
                        ),
                        st.integers(1, 3),
                        st.just(""),
                    )
                )
            ),
            max_size=6,
        )
    )
    return without_chance_hits(World(SETS, tuple(found), tuple(lines)))


def without_chance_hits(world: World) -> World:
    """The world with only those hits that a cross-check writes: some two holders pair."""
    kept = []
    for hit in world.hits:
        views = [replace(view, level=Disclosure.FULL) for view in views_of(hit, "SI-GPD")]
        if any(pairs(a, b) for i, a in enumerate(views) for b in views[i + 1 :]):
            kept.append(hit)
    rest = [holder for hit in world.hits if hit not in kept for holder in hit.holders]
    return replace(world, hits=tuple(kept), unshared=(*world.unshared, *rest))


def inside(name: str) -> Reader:
    """A reader that takes part."""
    return Reader(name, takes_part=True)


def level_of(terms: Terms, reader: str, use: Use = Use.ANALYSIS) -> Disclosure:
    """The reader's level of a fact that would take part in a cross-check of the day, else silent."""
    if cross_check_obstacle(terms, DAY):
        return Disclosure.SILENT
    return disclosed(terms, inside(reader), use, DAY)


def views_of(hit: Hit, reader: str, use: Use = Use.ANALYSIS) -> list[HolderView]:
    """The holders of a hit for the pure rule."""
    found = []
    for holder in hit.holders:
        owner = BY_ID.get(holder.set_id) or Set(holder.set_id, holder.set_id.partition(".")[0])
        level = level_of(holder.terms, reader, use)
        if holder.support is not None:
            level = min(level, level_of(holder.support, reader, use))
        if hit.kind == "name" and hit.second_fact is None and owner.authority != reader:
            level = Disclosure.SILENT
        is_list = owner.set_kind != "contribution"
        found.append(HolderView(owner.authority, holder.typed_unit, holder.side, level, is_list))
    return found


def without_silence(world: World, reader: str, use: Use = Use.ANALYSIS) -> World:
    """The world as it would be if what is silent to the reader had never been.

    Silent holders, the hits that then have no pair, silent terms, silent coverage and sets without any open
    terms are gone. What is left of other owners' sets is sealed anew: other ids, other times, other rows.
    The reader's own sets are the same files as before.
    """
    kept_hits, unshared = [], []
    for hit in world.hits:
        levels = [view.level for view in views_of(hit, reader, use)]
        seen = shown(views_of(hit, reader, use), reader)
        stay = tuple(h for h, level in zip(hit.holders, levels, strict=True) if level > Disclosure.SILENT)
        unshared += [h for h in hit.holders if BY_ID[h.set_id].authority == reader]
        if any(level > Disclosure.SILENT for level in seen):
            kept_hits.append(replace(hit, holders=stay))
    own = {entry.set_id for entry in world.sets if entry.authority == reader}
    unshared += [h for h in world.unshared if h.set_id in own]
    lines = tuple(
        line
        for line in world.coverage
        if line.set_id in own
        or (line.terms is not None and disclosed(line.terms, inside(reader), use, DAY) > Disclosure.SILENT)
    )
    reduced = World(world.sets, tuple(kept_hits), lines, unshared=tuple(unshared))
    used = {h.set_id for hit in kept_hits for h in hit.holders} | {line.set_id for line in lines} | own
    sets = tuple(entry for entry in world.sets if entry.set_id in used)
    return resealed(replace(reduced, sets=sets), own)


def resealed(world: World, own: set[str]) -> World:
    """The world with every set but the reader's own sealed anew under another id at another time."""
    names = {
        entry.set_id: entry.set_id if entry.set_id in own else f"{entry.set_id}.again" for entry in world.sets
    }

    def moved(holder: Holder) -> Holder:
        unit = names.get(holder.unit, holder.unit)
        return replace(holder, set_id=names[holder.set_id], unit=unit)

    return replace(
        world,
        sets=tuple(
            replace(
                e,
                set_id=names[e.set_id],
                created_at=e.created_at if e.set_id in own else "2023-11-11T11:11:11Z",
            )
            for e in world.sets
        ),
        hits=tuple(replace(hit, holders=tuple(map(moved, hit.holders))) for hit in world.hits),
        coverage=tuple(replace(line, set_id=names[line.set_id]) for line in world.coverage),
        unshared=tuple(map(moved, world.unshared)),
    )
