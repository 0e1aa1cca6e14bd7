"""What looks wrong in what is sealed and can still be right: said to the person, never a reason to refuse."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from mozaik.terms import Terms

Tables = Mapping[str, pa.Table]

_NAMED_ROWS = (
    ("items", "action_id", "actions", "action_id"),
    ("items", "person_id", "persons", "person_id"),
    ("items", "parent_item_id", "items", "item_id"),
    ("custody", "item_id", "items", "item_id"),
    ("person_facts", "person_id", "persons", "person_id"),
)
"""A column of a table that names a row of another table, where both are in one file."""


_ASKED_BY_FIGURES = (
    ("items", "state", "they count as seized, and as not known among the items confirmed"),
    ("items", "seized_at", "they count on every day"),
    ("actions", "started_at", "they count on every day, and not among days and dates"),
    ("actions", "officers", "they do not count among officers"),
)
"""A column that may be left out, and what that means for figures."""


_EARLIEST_YEAR = 2000
"""What is dated before it stands most often for a day that a database did not know (1970, 1900)."""

_IN_ORDER = (
    ("items", "seized_at", "actions", "started_at", "action_id"),
    ("custody", "at", "items", "seized_at", "item_id"),
)
"""Table and column of a moment that does not lie before another table's moment, joined by a reference."""


def doubts_about_terms(tables: Tables, terms: Sequence[Terms], on: date) -> list[str]:
    """The terms that rows stand under and whose day has passed, in words."""
    used = {number for rows in tables.values() for number in rows.column("terms_id").unique().to_pylist()}
    return [doubt for terms_id in sorted(used) for doubt in _expired(terms[terms_id], on)]


def _expired(terms: Terms, on: date) -> Iterator[str]:
    if terms.review_on < on:
        yield (
            f"the terms '{terms.name}' expired on {terms.review_on}: facts under them are compared with "
            "nothing, and their erasure is due"
        )
    for named in terms.disclosures:
        if named.until is not None and named.until < on:
            yield f"the terms '{terms.name}' disclose to {named.reader} by name only until {named.until}"


def doubts_about_records(tables: Tables, on: date) -> list[str]:
    """Rows that name a row the same file lacks, report one item twice, leave a gap, or whose day is odd."""
    dates = [*_odd_days(tables, on), *_out_of_order(tables), *_before_birth(tables)]
    dates += [*_recorded_early(tables), *_born_in_1970(tables)]
    return [*_nameless(tables), *dates, *_same_serial(tables), *_not_known(tables)]


def _not_known(tables: Tables) -> Iterator[str]:
    """What figures ask for and no row says: named here, so that the owner can still add it."""
    for table, column, consequence in _ASKED_BY_FIGURES:
        if table in tables and (missing := _count(pc.is_null(tables[table].column(column)))):
            yield f"{_rows(missing)} of {table}: {column} is not stated, so {consequence}"


def _nameless(tables: Tables) -> Iterator[str]:
    for table, column, other, key in _NAMED_ROWS:
        if table in tables and other in tables:
            named = pc.is_in(
                tables[table].column(column), value_set=tables[other].column(key).combine_chunks()
            )
            missing = _count(pc.and_(pc.is_valid(tables[table].column(column)), pc.invert(named)))
            if missing:
                yield f"{_rows(missing)} of {table}: {column} names a row that {other} of this file lacks"


def _odd_days(tables: Tables, on: date) -> Iterator[str]:
    """Days after the day of sealing, and days so long ago that they may stand for none."""
    for name, table in sorted(tables.items()):
        for column in (field.name for field in table.schema if pa.types.is_temporal(field.type)):
            day = pc.cast(table.column(column), pa.date32())
            if later := _count(pc.greater(day, pa.scalar(on))):
                yield f"{_rows(later)} of {name}: {column} lies after the day of sealing"
            if early := _count(pc.less(pc.year(day), _EARLIEST_YEAR)):
                yield f"{_rows(early)} of {name}: {column} lies before the year {_EARLIEST_YEAR}"


def _out_of_order(tables: Tables) -> Iterator[str]:
    for name, column, other, first, key in _IN_ORDER:
        if name in tables and other in tables:
            known = tables[other].select([key, first])
            dated = tables[name].select([key, column]).join(known, key, join_type="inner")
            if count := _count(pc.less(dated.column(column), dated.column(first))):
                yield f"{_rows(count)} of {name}: {column} lies before {first} in {other}"


def _before_birth(tables: Tables) -> Iterator[str]:
    """Statuses of persons whose birth date, in the same file, is later."""
    if not {"statuses", "person_facts"} <= tables.keys():
        return
    facts, statuses = tables["person_facts"], tables["statuses"]
    births = facts.filter(pc.equal(facts.column("kind"), "birth_date")).select(["person_id", "value"])
    events = statuses.filter(pc.equal(statuses.column("about"), "person")).select(["about_id", "on_date"])
    dated = events.join(births, "about_id", "person_id", join_type="inner")
    if count := _count(pc.less(pc.cast(dated.column("on_date"), pa.string()), dated.column("value"))):
        yield f"{_rows(count)} of statuses: on_date lies before the person's birth"


def _recorded_early(tables: Tables) -> Iterator[str]:
    """Statuses that were recorded before they came about; a day is given for the zones of the world."""
    if "statuses" in tables:
        recorded = pc.cast(tables["statuses"].column("recorded_at"), pa.date32())
        happened = pc.cast(tables["statuses"].column("on_date"), pa.int32())
        if count := _count(pc.less(pc.add(pc.cast(recorded, pa.int32()), 1), happened)):
            yield f"{_rows(count)} of statuses: recorded_at lies before on_date"


def _born_in_1970(tables: Tables) -> Iterator[str]:
    if "person_facts" in tables:
        facts = tables["person_facts"]
        is_epoch = pc.and_(
            pc.equal(facts.column("kind"), "birth_date"), pc.equal(facts.column("value"), "1970-01-01")
        )
        if count := _count(is_epoch):
            yield f"{_rows(count)} of person_facts: 1970-01-01 is what programs write for no birth date"


def _same_serial(tables: Tables) -> Iterator[str]:
    """One item under two references counts twice (its serial number tells)."""
    if "items" not in tables:
        return
    items = tables["items"].select(["item_id", "kind", "make", "model", "serial"])
    known = items.filter(pc.is_valid(items.column("serial")))
    grouped = known.group_by(["kind", "make", "model", "serial"]).aggregate([("item_id", "count_distinct")])
    if twice := _count(pc.greater(grouped.column("item_id_count_distinct"), 1)):
        yield f"{_rows(twice, 'serial number')} of items: stated for several items, so one may count twice"


def _count(mask: pa.ChunkedArray | pa.Array) -> int:
    return int(pc.sum(mask).as_py() or 0)


def _rows(count: int, noun: str = "row") -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
