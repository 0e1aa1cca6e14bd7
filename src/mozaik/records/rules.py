"""The rules of single rows: what a record may hold so that others can rely on it.

`row_faults` looks at a batch of rows of one table and names each broken rule once, with the number of
rows that break it, never with a value. A rule here holds on writing and again on reading.
"""

from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from mozaik.records.series import series_faults, series_file_faults
from mozaik.records.tables import ALL_TABLES
from mozaik.records.vocabulary import ACTION_STATUSES, CONDUCTS, PERSON_STATUSES, WORDS
from mozaik.terms import Subject, Terms

UNIQUE_KEYS = frozenset({"items", "custody", "actions", "statements", "series"})
"""Tables in which no two rows share their sort key."""

_COUNTS = {
    "items": ("capacity_bytes",), "custody": ("sequence",), "actions": ("officers",), "files": ("size",),
    "media": ("quality", "frame_ms", "width", "height"), "selectors": ("count",), "links": ("count",),
    "not_examined": ("size",), "entries": ("size", "quality", "submissions"),
}  # fmt: skip
"""Table -> columns that count something, so that none is below zero."""


def row_faults(name: str, rows: pa.RecordBatch | pa.Table, terms: Sequence[Terms]) -> list[str]:
    """Every rule that rows of table `name` break, in words; empty if none.

    `rows` has the table's schema and `terms_id` values within `terms`.
    """
    return [*_missing(name, rows), *_unknown_words(name, rows), *_own_rules(name, rows, terms)]


def _missing(name: str, rows: pa.RecordBatch | pa.Table) -> Iterator[str]:
    for column in ALL_TABLES[name].required:
        data = rows.column(column)
        absent = data.null_count
        if pa.types.is_string(data.type):
            absent += pc.sum(pc.equal(data, "")).as_py() or 0
        if absent:
            yield f"{column} is empty in {absent} rows"


def _unknown_words(name: str, rows: pa.RecordBatch | pa.Table) -> Iterator[str]:
    for column, words in WORDS.get(name, {}).items():
        known = pc.is_in(rows.column(column), value_set=pa.array(sorted(words), pa.string()))
        unknown = pc.and_(pc.invert(known), pc.is_valid(rows.column(column)))
        if count := pc.sum(unknown).as_py():
            yield f"{column} is none of {', '.join(sorted(words))} in {count} rows"


def _own_rules(name: str, rows: pa.RecordBatch | pa.Table, terms: Sequence[Terms]) -> Iterator[str]:
    for column in _COUNTS.get(name, ()):
        if count := _count(pc.less(rows.column(column), 0)):
            yield f"{column} is negative in {count} rows"
    if name == "items":
        if count := _count(pc.equal(rows.column("item_id"), rows.column("parent_item_id"))):
            yield f"an item is its own parent in {count} rows"
    elif name == "actions":
        if count := _count(pc.less(rows.column("ended_at"), rows.column("started_at"))):
            yield f"ended_at is before started_at in {count} rows"
    elif name == "statuses":
        yield from _status_rules(rows, terms)
    elif name == "persons":
        yield from _person_rules(rows, terms)
    elif name == "person_facts":
        yield from _fact_rules(rows)
    elif name == "series":
        yield from series_faults(rows)
    elif name == "series_files":
        yield from series_file_faults(rows)


def _status_rules(rows: pa.RecordBatch | pa.Table, terms: Sequence[Terms]) -> Iterator[str]:
    """A person's status names the subject category; a victim's stands under terms about victims."""
    on_person = pc.equal(rows.column("about"), "person")
    for about, words in ((on_person, PERSON_STATUSES), (pc.invert(on_person), ACTION_STATUSES)):
        fits = pc.is_in(rows.column("status"), value_set=pa.array(sorted(words)))
        if count := _count(pc.and_(about, pc.invert(fits))):
            yield f"a status does not fit what it is about in {count} rows"
    if count := _count(pc.and_(on_person, pc.is_null(rows.column("subject")))):
        yield f"subject is empty in {count} rows about persons"
    if count := _count(pc.and_(pc.equal(rows.column("status"), "safeguarded"), _not_victim(rows))):
        yield f"only a victim is safeguarded; subject says otherwise in {count} rows"
    yield from _victim_rule(rows, terms)


def _not_victim(rows: pa.RecordBatch | pa.Table) -> pa.Array:
    return pc.fill_null(pc.not_equal(rows.column("subject"), "victim"), True)


def _person_rules(rows: pa.RecordBatch | pa.Table, terms: Sequence[Terms]) -> Iterator[str]:
    """A person's category is the category of its terms, because the terms decide what may be compared.

    Quarantined terms say of nobody who it is; nothing under them is compared.
    """
    stated = pa.array([str(stated.subject) for stated in terms], pa.string())
    of_terms = stated.take(_plain(rows.column("terms_id")))
    differs = pc.not_equal(_plain(rows.column("subject")), of_terms)
    if count := _count(pc.and_(differs, pc.not_equal(of_terms, str(Subject.UNKNOWN)))):
        yield f"subject differs from the subject of the row's terms in {count} rows"
    yield from _victim_rule(rows, terms)


def _victim_rule(rows: pa.RecordBatch | pa.Table, terms: Sequence[Terms]) -> Iterator[str]:
    allowed = [
        index
        for index, stated in enumerate(terms)
        if stated.subject is Subject.VICTIM and stated.necessity.strip()
    ]
    is_allowed = pc.is_in(rows.column("terms_id"), value_set=pa.array(allowed, pa.int32()))
    if count := _count(pc.and_(pc.equal(rows.column("subject"), "victim"), pc.invert(is_allowed))):
        yield f"a victim stands under terms that are not about victims, with a necessity, in {count} rows"


def _fact_rules(rows: pa.RecordBatch | pa.Table) -> Iterator[str]:
    kind = rows.column("kind")
    known = pc.is_in(rows.column("value"), value_set=pa.array(sorted(CONDUCTS)))
    if count := _count(pc.and_(pc.equal(kind, "conduct"), pc.invert(known))):
        yield f"a conduct is none of {', '.join(sorted(CONDUCTS))} in {count} rows"
    if count := _count(pc.and_(pc.equal(kind, "selector"), pc.is_null(rows.column("selector_kind")))):
        yield f"selector_kind is empty in {count} rows about selectors"
    dated = pc.match_substring_regex(rows.column("value"), r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
    if count := _count(pc.and_(pc.equal(kind, "birth_date"), pc.invert(dated))):
        yield f"a birth date is not written YYYY-MM-DD in {count} rows"


def _plain(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _count(mask: pa.Array | pa.ChunkedArray) -> int:
    return int(pc.sum(mask).as_py() or 0)
