"""What points to a country: the rows that name one, as the reader may know them, left in the engine.

All sets are read in one scan for each table. The country of a value is worked out after the silent rows are
gone, and web and onion addresses name none: they say where a name was registered, not where a person is.
"""

from collections.abc import Sequence
from pathlib import Path

from mozaik.errors import InvalidInputError
from mozaik.kinds import SetKind
from mozaik.release.namesakes import keep_namesakes_apart
from mozaik.release.view import Engine, Lens, Row, rows_of
from mozaik.release.work import Work

_SOURCES = {
    "selectors": """
        SELECT set_id, authority, row_id, terms_id, item_id AS unit, kind, normal AS value,
               coalesce(noise, '') <> '' AS noisy, NULL AS residence
        FROM {rows}
    """,
    "person_facts": """
        SELECT set_id, authority, row_id, terms_id, person_id AS unit,
               if(kind = 'residence', kind, selector_kind) AS kind,
               if(kind = 'residence', authority || ' ' || person_id, value) AS value, false AS noisy,
               if(kind = 'residence', upper(value), NULL) AS residence
        FROM {rows} WHERE kind IN ('residence', 'selector')
    """,
    "persons": """
        SELECT set_id, authority, row_id, terms_id, person_id AS unit, 'residence' AS kind,
               authority || ' ' || person_id AS value, false AS noisy, upper(country) AS residence
        FROM {rows} WHERE country <> ''
    """,
}
"""For each table the rows that may point somewhere: who, what, and the country where the row states it."""

_ROWS = "read_parquet($paths, filename = true, union_by_name = true) JOIN files ON filename = files.path"
"""The rows of one table of all contributions, each with its set and owner: one scan, however many sets."""

_OPEN_ROWS = """
CREATE OR REPLACE TEMP TABLE open_rows AS
SELECT c.*, s.terms_key, s.level
FROM ({source}) c JOIN stated s USING (set_id, terms_id)
WHERE c.kind NOT IN ('url', 'onion')
"""
"""A table of its own, so that the country of a value is worked out after the silent rows are gone."""

_POINTING = """
INSERT INTO pointing BY NAME
SELECT set_id, authority, $table AS "table", row_id, terms_key, level, unit, kind, value, noisy, country,
       unhex(left(sha256('mozaik pointer 1|' || kind || '|' || value), 32)) AS pointer_id
FROM (SELECT *, if(kind = 'residence', residence, country_named_by(kind, value)) AS country FROM open_rows)
WHERE country <> ''
"""

_SETS = """
SELECT DISTINCT set_id, authority FROM stated JOIN read_parquet($sets) USING (set_id)
WHERE set_kind = $contribution ORDER BY set_id
"""


def point(engine: Engine, lens: Lens) -> None:
    """Leave the table `pointing`: every row that points anywhere and is not silent to the reader."""
    engine.create_function("country_named_by", _country, ["VARCHAR", "VARCHAR"], "VARCHAR")
    engine.execute(
        'CREATE TEMP TABLE pointing (set_id VARCHAR, authority VARCHAR, "table" VARCHAR, row_id BIGINT, '
        "terms_key INTEGER, level INTEGER, unit VARCHAR, kind VARCHAR, value VARCHAR, noisy BOOLEAN, "
        "country VARCHAR, pointer_id BLOB)"
    )
    _load_stated(engine, lens)
    sets = contributions(engine, lens.work)
    for table, source in _SOURCES.items():
        _point_in_table(engine, lens.work, sets, table, source)
    keep_namesakes_apart(engine, lens)


def _load_stated(engine: Engine, lens: Lens) -> None:
    """Leave the table `stated(set_id, terms_id, terms_key, level)` of the terms that are not silent."""
    engine.execute(
        "CREATE TEMP TABLE stated (set_id VARCHAR, terms_id INTEGER, terms_key INTEGER, level INTEGER)"
    )
    opened = [(lens.stated[terms_key], level) for terms_key, level in lens.levels.items()]
    engine.execute(
        "INSERT INTO stated (set_id, terms_id, terms_key, level) "
        "SELECT unnest($sets), unnest($ids), unnest($keys), unnest($levels)",
        {
            "sets": [stated.set_id for stated, _ in opened],
            "ids": [stated.terms_id for stated, _ in opened],
            "keys": [stated.terms_key for stated, _ in opened],
            "levels": [int(level) for _, level in opened],
        },
    )


def _point_in_table(engine: Engine, work: Work, sets: Sequence[Row], table: str, source: str) -> None:
    """Add to `pointing` the rows of one table of these contributions."""
    files = [(work.table(row["set_id"], table), row["set_id"], row["authority"]) for row in sets]
    there = [file for file in files if Path(file[0]).is_file()]
    if not there:
        return
    paths, ids, owners = (list(column) for column in zip(*there, strict=True))
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE files AS "
        "SELECT unnest($paths) AS path, unnest($ids) AS set_id, unnest($owners) AS authority",
        {"paths": paths, "ids": ids, "owners": owners},
    )
    engine.execute(_OPEN_ROWS.format(source=source.format(rows=_ROWS)), {"paths": paths})
    engine.execute(_POINTING, {"table": table})


def contributions(engine: Engine, work: Work) -> list[dict[str, str]]:
    """Set id and authority of the contributions with any terms that are not silent."""
    return rows_of(engine, _SETS, {"sets": work.part("sets"), "contribution": str(SetKind.CONTRIBUTION)})


def _country(kind: str, value: str) -> str:
    """The country a selector names, empty if none or if the kind is not known here."""
    # Hundreds of patterns are compiled with the kinds of selectors: a kept view does without them.
    from mozaik.selectors import country_of

    try:
        return country_of(kind, value) or ""
    except InvalidInputError:
        return ""
