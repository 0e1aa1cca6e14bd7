"""Where the file of a row lies: a media hash or a grading names no path, and a lead without one is none.

The paths stand in the table `files` of the same sealed set, under terms of their own; a reader is told
those rows of the same item and content that are full for it, and nothing of the others.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from mozaik.release.arrow import fetch, keep_tables, kept_tables
from mozaik.release.cut import rows_of_slice
from mozaik.release.model import FoundAt
from mozaik.release.rows import RowKey, Rows, sets_behind
from mozaik.release.view import Engine, Lens
from mozaik.release.work import Work
from mozaik.terms import Disclosure

FORMAT = 1
"""Of the gathered places; raise it with any change of what they hold."""

WITHOUT_PATH = "media"
"""The table whose rows are about a file and name no path."""

_SAME_FILE = """
WITH source AS (SELECT unnest($sets) AS set_id, unnest($media) AS media, unnest($files) AS files),
rows AS (
    SELECT set_id, row_id, coalesce(item_id, '') AS item, sha256, md5
    FROM read_parquet($media, filename = true) JOIN source ON media = filename
    SEMI JOIN (SELECT set_id, row_id FROM held WHERE "table" = $table) USING (set_id, row_id)
), lying AS (
    SELECT set_id, row_id, coalesce(item_id, '') AS item, sha256, md5, path, container, deleted, terms_id
    FROM read_parquet($files, filename = true) JOIN source ON files = filename WHERE path <> ''
), same AS (
    SELECT r.row_id AS about, f.* FROM rows r JOIN lying f USING (set_id, sha256, item)
    UNION
    SELECT r.row_id AS about, f.* FROM rows r JOIN lying f USING (set_id, md5, item)
    WHERE nullif(r.sha256, ''::BLOB) IS NULL OR nullif(f.sha256, ''::BLOB) IS NULL
)
SELECT set_id, about AS row_id, path, container, deleted, terms_key
FROM same JOIN read_parquet($terms) USING (set_id, terms_id)
ORDER BY set_id, row_id, path, container, deleted, terms_key
"""


_NOTHING = pa.schema(
    [
        ("set_id", pa.string()), ("row_id", pa.int64()), ("path", pa.string()), ("container", pa.string()),
        ("deleted", pa.bool_()), ("terms_key", pa.int32()),
    ]
).empty_table()  # fmt: skip


@dataclass(frozen=True, slots=True)
class Places:
    """Where a row's file lies, and the keys of the terms under which that is told."""

    places: tuple[FoundAt, ...] = ()
    terms_keys: frozenset[int] = frozenset()


def places_at(lens: Lens, keys: Iterable[RowKey]) -> Mapping[RowKey, Places]:
    """The places of rows shown in full, of those tables that name no path."""
    wanted = sorted((set_id, row_id) for set_id, table, row_id in keys if table == WITHOUT_PATH)
    if not wanted:
        return {}
    return _told(lens, lying_behind(lens.work), wanted)


def places_in(engine: Engine, lens: Lens, keys: Iterable[RowKey]) -> Mapping[RowKey, Places]:
    """As `places_at`, of any rows of WORK: looked up now, by an engine."""
    wanted = sorted((set_id, row_id) for set_id, table, row_id in keys if table == WITHOUT_PATH)
    if not wanted:
        return {}
    engine.execute(
        'CREATE OR REPLACE TEMP TABLE held AS SELECT unnest($sets) AS set_id, $table AS "table", '
        "unnest($rows) AS row_id",
        {"sets": [key[0] for key in wanted], "rows": [key[1] for key in wanted], "table": WITHOUT_PATH},
    )
    sets = sorted({set_id for set_id, _ in wanted})
    return _told(lens, Rows.of(_gathered(engine, lens.work, sets)), wanted)


def _told(lens: Lens, lying: Rows, wanted: Sequence[tuple[str, int]]) -> Mapping[RowKey, Places]:
    places: dict[RowKey, list[tuple[FoundAt, int]]] = defaultdict(list)
    for (set_id, row_id), span in zip(wanted, lying.spans(wanted), strict=True):
        for row in rows_of_slice(lying.table, span.start, len(span)):
            if lens.levels.get(row["terms_key"]) is Disclosure.FULL:
                place = FoundAt(row["path"], row["container"], row["deleted"])
                places[set_id, WITHOUT_PATH, row_id].append((place, row["terms_key"]))
    return {
        about: Places(tuple(dict.fromkeys(place for place, _ in told)), frozenset(key for _, key in told))
        for about, told in places.items()
    }


def lying_behind(work: Work) -> Rows:
    """Where the files of the rows behind hits lie: `path`, `container`, `deleted`, under which terms."""
    folder = work.views / f".places {FORMAT}"

    def gather() -> Rows:
        kept = kept_tables(folder)
        if kept is not None:
            tables, _ = kept
        else:
            with work.engine() as engine:
                behind = sets_behind(engine, work).get(WITHOUT_PATH, ())
                tables = {"lying": _gathered(engine, work, behind)}
            keep_tables(folder, tables)
        return Rows.of(tables["lying"])

    return work.memory.once("places", gather)


def _gathered(engine: Engine, work: Work, behind: Iterable[str]) -> pa.Table:
    """Where the files of the rows in `held` lie, in the sets that have some."""
    sets = [set_id for set_id in behind if Path(work.table(set_id, "files")).is_file()]
    if not sets:
        return _NOTHING
    values = {
        "sets": sets,
        "media": [work.table(set_id, WITHOUT_PATH) for set_id in sets],
        "files": [work.table(set_id, "files") for set_id in sets],
        "table": WITHOUT_PATH,
        "terms": work.part("terms"),
    }
    return fetch(engine, _SAME_FILE, values)
