"""Where the file of a row lies: a media hash or a grading names no path, and a lead without one is none.

The paths stand in the table `files` of the same sealed set, under terms of their own; a reader is told
those rows of the same item and content that are full for it, and nothing of the others.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mozaik.release.model import FoundAt
from mozaik.release.view import Engine, Lens, Row, rows_of
from mozaik.terms import Disclosure

RowKey = tuple[str, str, int]
"""A row: set id, table, row number."""

WITHOUT_PATH = frozenset({"media"})
"""The tables whose rows are about a file and name no path."""

_SAME_FILE = """
WITH rows AS (
    SELECT row_id, coalesce(item_id, '') AS item, sha256, md5 FROM read_parquet($path)
    WHERE row_id IN (SELECT unnest($row_ids))
), lying AS (
    SELECT row_id, coalesce(item_id, '') AS item, sha256, md5, path, container, deleted, terms_id
    FROM read_parquet($files) WHERE path <> ''
), same AS (
    SELECT r.row_id AS about, f.* FROM rows r JOIN lying f ON f.sha256 = r.sha256 AND f.item = r.item
    UNION
    SELECT r.row_id AS about, f.* FROM rows r JOIN lying f ON f.md5 = r.md5 AND f.item = r.item
    WHERE nullif(r.sha256, ''::BLOB) IS NULL OR nullif(f.sha256, ''::BLOB) IS NULL
)
SELECT about, path, container, deleted, terms_id FROM same ORDER BY about, path, container, deleted
"""


@dataclass(frozen=True, slots=True)
class Places:
    """Where a row's file lies, and the keys of the terms under which that is told."""

    places: tuple[FoundAt, ...] = ()
    terms_keys: frozenset[int] = frozenset()


def places_of_rows(engine: Engine, lens: Lens, rows: Iterable[Row]) -> Mapping[RowKey, Places]:
    """The places of rows shown in full, of those tables that name no path; each table is read once."""
    wanted: dict[tuple[str, str], set[int]] = defaultdict(set)
    for row in rows:
        if row["table"] in WITHOUT_PATH:
            wanted[row["set_id"], row["table"]].add(row["row_id"])
    keys = {(stated.set_id, stated.terms_id): terms_key for terms_key, stated in lens.stated.items()}
    places: dict[RowKey, list[tuple[FoundAt, int]]] = defaultdict(list)
    for (set_id, table), row_ids in sorted(wanted.items()):
        for row in _same_file(engine, lens, set_id, table, row_ids):
            terms_key = keys[set_id, row["terms_id"]]
            if lens.levels.get(terms_key) is Disclosure.FULL:
                place = FoundAt(row["path"], row["container"], row["deleted"])
                places[set_id, table, row["about"]].append((place, terms_key))
    return {
        about: Places(tuple(dict.fromkeys(place for place, _ in told)), frozenset(key for _, key in told))
        for about, told in places.items()
    }


def _same_file(engine: Engine, lens: Lens, set_id: str, table: str, row_ids: set[int]) -> list[Row]:
    files = lens.work.table(set_id, "files")
    if engine.execute("SELECT count(*) FROM glob($path)", {"path": files}).fetchone() == (0,):
        return []
    values = {"path": lens.work.table(set_id, table), "files": files, "row_ids": sorted(row_ids)}
    return list(rows_of(engine, _SAME_FILE, values))
