"""What is known of the files behind a reader's hits: asked once for all hits of a file.

A file is its digests, in whatever row they stand, so that its near-picture hit and its digest hit give one
answer. It is known (or harmless) when it stands on such a list by any digest, or when one picture hit finds
it near an entry of such a list or near a file that stands on one.

Only what the reader is told counts: holders with their fields, the lists among a hit's holders, and entries
that their owner does not keep silent. A digest of another authority meets an entry only where the reader sees
both in full; the reader's own meets every entry that is not silent.

`make_material` leaves the table `material(hit, known, harmless, disputed, depicts)` in the engine;
`depicts` says that the file is a picture or video.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import numpy as np

from mozaik.kinds import LIST_KINDS, HitTopic, SetKind
from mozaik.release.forest import hashes_of, near_marked
from mozaik.release.rows import rows_behind
from mozaik.release.view import Engine, Lens, Row, rows_of

_NAMES = r"\.(jpe?g|png|gif|webp|bmp|tiff?|hei[cf]|avif|jp2|mp4|m4v|mov|avi|wmv|mkv|webm|mpe?g|3gp|flv)$"
"""How names of pictures and videos end; asked only where the content tells no type."""
_NO_TYPE = "application/octet-stream"

_STATED = {
    "files": f"""
        sha256, sha1, md5, mime LIKE 'image/%' OR mime LIKE 'video/%'
        OR (coalesce(mime, '{_NO_TYPE}') = '{_NO_TYPE}' AND regexp_matches(lower(path), '{_NAMES}'))
        AS depicts
    """,
    "media": "sha256, NULL::BLOB AS sha1, md5, true AS depicts",
}
"""What a row about a file states: its digests, and whether it is a picture or video."""

_HELD = """
CREATE TEMP TABLE held_files AS
SELECT DISTINCT hit, k.topic, k.by_likeness, authority = $reader AS own, set_id, "table", row_id
FROM shown JOIN work_hits h USING (hit) JOIN hit_kinds k USING (kind)
WHERE level = 2 AND NOT is_list AND k.topic <> $contact;
"""
_LISTS = "CREATE TEMP TABLE hit_lists AS SELECT DISTINCT hit, set_kind AS mark FROM shown WHERE is_list"
_STATES = """
CREATE TEMP TABLE states
(set_id VARCHAR, "table" VARCHAR, row_id BIGINT, sha256 BLOB, sha1 BLOB, md5 BLOB, depicts BOOLEAN)
"""
_READ = """
INSERT INTO states BY NAME
SELECT set_id, $table AS "table", row_id, sha256, sha1, md5, coalesce(depicts, false) AS depicts
FROM (SELECT set_id, row_id, {stated} FROM gathered_rows)
SEMI JOIN (SELECT set_id, row_id FROM held_files WHERE "table" = $table) USING (set_id, row_id)
"""
_FACES = """
CREATE TEMP TABLE row_faces AS
SELECT DISTINCT set_id, "table", row_id, sha256, sha1, md5, depicts,
       if(coalesce(sha256, sha1, md5) IS NULL, concat_ws('|', set_id, "table", row_id),
          concat_ws('|', coalesce(hex(sha256), ''), coalesce(hex(sha1), ''), coalesce(hex(md5), ''))) AS face
FROM states;
CREATE TEMP TABLE held_faces AS
SELECT DISTINCT hit, topic, by_likeness, own, sha256, sha1, md5, depicts, face
FROM held_files JOIN row_faces USING (set_id, "table", row_id);
CREATE TEMP TABLE faces AS
SELECT face, any_value(sha256) AS sha256, any_value(sha1) AS sha1, any_value(md5) AS md5, bool_or(own) AS own,
       bool_or(depicts) AS depicts, bool_or(topic = $graded) AS disputed
FROM held_faces GROUP BY face
"""
"""A face is what one row states of a file's digests; a row that states none is a face of its own."""

_ENTRIES = """
CREATE TEMP TABLE entries AS
SELECT set_kind, level, sha256, sha1, md5
FROM (SELECT filename, terms_id, sha256, sha1, md5 FROM read_parquet($paths, filename = true))
JOIN (SELECT unnest($paths) AS filename, unnest($sets) AS set_id, unnest($kinds) AS set_kind) USING (filename)
JOIN open_entries USING (set_id, terms_id)
WHERE sha256 IN (SELECT sha256 FROM faces) OR sha1 IN (SELECT sha1 FROM faces)
   OR md5 IN (SELECT md5 FROM faces)
"""
_NO_ENTRIES = """
CREATE TEMP TABLE entries (set_kind VARCHAR, level INTEGER, sha256 BLOB, sha1 BLOB, md5 BLOB)
"""
_EQUAL = (
    "l.sha256 = r.sha256",
    "l.sha1 = r.sha1 AND (l.sha256 IS NULL OR r.sha256 IS NULL)",
    "l.md5 = r.md5 AND (l.sha256 IS NULL OR r.sha256 IS NULL) AND (l.sha1 IS NULL OR r.sha1 IS NULL)",
)
"""When two rows are about one file: the strongest digest that both state is equal."""

_SAME = """
INSERT INTO same (left_face, right_face)
SELECT DISTINCT l.face, r.face FROM faces l JOIN faces r ON {equal} WHERE l.face <> r.face
"""
_MARKS = """
CREATE TEMP TABLE marks AS
SELECT face, 'depicts' AS mark FROM faces WHERE depicts
UNION SELECT face, 'disputed' FROM faces WHERE disputed
UNION SELECT face, mark FROM held_faces JOIN hit_lists USING (hit) WHERE NOT by_likeness
"""
_LISTED = """
INSERT INTO marks (face, mark)
SELECT DISTINCT l.face, r.set_kind FROM faces l JOIN entries r ON {equal}
WHERE l.own OR r.level = 2
"""
_NEAR = """
INSERT INTO marks (face, mark)
WITH near AS (
    SELECT hit, mark FROM hit_lists
    UNION SELECT hit, mark FROM held_faces JOIN marks USING (face) WHERE mark IN (SELECT unnest($lists))
)
SELECT DISTINCT face, mark FROM held_faces JOIN near USING (hit) WHERE by_likeness
"""
_GROUPED = """
CREATE TEMP TABLE grouped_rows AS
SELECT DISTINCT grouped, picture, cell, is_list, set_kind, set_id, "table", row_id
FROM shown JOIN near_hits USING (hit)
JOIN near_pictures ON picture = if(side = 'L', left_value, right_value) WHERE alone = 2
"""
_GROUPED_PICTURES = """
SELECT grouped, picture, if(count(DISTINCT cell) = 1, min(cell), -1) AS cell,
       list(DISTINCT set_kind) FILTER (is_list) AS listed,
       list(DISTINCT mark) FILTER (mark IN (SELECT unnest($lists))) AS marks
FROM grouped_rows LEFT JOIN row_faces USING (set_id, "table", row_id) LEFT JOIN marks USING (face)
GROUP BY grouped, picture ORDER BY grouped, picture
"""
_NEAR_IN_GROUPS = """
INSERT INTO marks (face, mark)
SELECT DISTINCT face, mark
FROM marked_pictures JOIN grouped_rows USING (picture) JOIN row_faces USING (set_id, "table", row_id)
"""
_SPREAD = """
INSERT INTO marks (face, mark)
SELECT DISTINCT right_face, mark FROM marks JOIN same ON left_face = face
EXCEPT SELECT face, mark FROM marks
"""
_MATERIAL = """
CREATE TEMP TABLE material AS
WITH said AS (
    SELECT hit, mark FROM hit_lists
    UNION SELECT hit, mark FROM held_faces JOIN marks USING (face)
    UNION SELECT hit, 'depicts' FROM shown JOIN work_hits USING (hit)
          JOIN hit_kinds USING (kind) WHERE by_likeness
)
SELECT hit, bool_or(mark = 'known') AS known, bool_or(mark = 'harmless') AS harmless,
       bool_or(mark = 'disputed') AS disputed, bool_or(mark = 'depicts') AS depicts
FROM said GROUP BY hit
"""


def make_material(engine: Engine, lens: Lens) -> None:
    """Leave the table `material` in the engine: one row a hit of which anything of this is said."""
    engine.execute(_HELD, {"reader": lens.reader, "contact": str(HitTopic.CONTACT)})
    engine.execute(_LISTS)
    engine.execute(_STATES)
    for table, stated in _STATED.items():
        _read_states(engine, lens, table, stated)
    engine.execute(_FACES, {"graded": str(HitTopic.GRADING)})
    _read_entries(engine, lens)
    _mark_faces(engine, lens.work.description.parameters["distance"])
    engine.execute(_MATERIAL)


def _read_states(engine: Engine, lens: Lens, table: str, stated: str) -> None:
    if rows := rows_behind(lens.work).get(table):
        engine.register("gathered_rows", rows.table)
        engine.execute(_READ.format(stated=stated), {"table": table})
        engine.unregister("gathered_rows")


def _read_entries(engine: Engine, lens: Lens) -> None:
    """Leave the table `entries`: those of the lists that share a digest with a face and are not silent."""
    query = "SELECT set_id, set_kind FROM read_parquet($sets) WHERE set_kind IN (SELECT unnest($lists))"
    values = {"sets": lens.work.part("sets"), "lists": [str(kind) for kind in LIST_KINDS]}
    listed = {row["set_id"]: row["set_kind"] for row in rows_of(engine, query, values)}
    paths = {set_id: lens.work.table(set_id, "entries") for set_id in sorted(listed)}
    _load_open_entries(engine, lens, listed)
    present = [set_id for set_id, path in paths.items() if Path(path).exists()]
    if not present:
        engine.execute(_NO_ENTRIES)
        return
    read = {
        "paths": [paths[name] for name in present],
        "sets": present,
        "kinds": [listed[n] for n in present],
    }
    engine.execute(_ENTRIES, read)


def _load_open_entries(engine: Engine, lens: Lens, listed: Mapping[str, str]) -> None:
    """Leave the table `open_entries(set_id, terms_id, level)` of the lists' terms that are not silent."""
    told = [(lens.stated[terms_key], level) for terms_key, level in lens.levels.items()]
    opened = [(stated, level) for stated, level in told if stated.set_id in listed]
    engine.execute("CREATE TEMP TABLE open_entries (set_id VARCHAR, terms_id INTEGER, level INTEGER)")
    engine.execute(
        "INSERT INTO open_entries (set_id, terms_id, level) "
        "SELECT unnest($sets), unnest($terms), unnest($levels)",
        {
            "sets": [stated.set_id for stated, _ in opened],
            "terms": [stated.terms_id for stated, _ in opened],
            "levels": [int(level) for _, level in opened],
        },
    )


def _mark_faces(engine: Engine, distance: int) -> None:
    """Leave the table `marks(face, mark)`: by digest first, then by one step of nearness."""
    engine.execute("CREATE TEMP TABLE same (left_face VARCHAR, right_face VARCHAR)")
    engine.execute(_MARKS)
    for equal in _EQUAL:
        engine.execute(_SAME.format(equal=equal))
        engine.execute(_LISTED.format(equal=equal))
    _spread(engine)
    _find_near_in_groups(engine, distance)
    engine.execute(_NEAR, {"lists": [str(kind) for kind in LIST_KINDS]})
    engine.execute(_NEAR_IN_GROUPS)
    _spread(engine)


def _find_near_in_groups(engine: Engine, distance: int) -> None:
    """Leave `marked_pictures`: what is near something marked by any pair of a series, told or not."""
    engine.execute(_GROUPED)
    rows = rows_of(engine, _GROUPED_PICTURES, {"lists": [str(kind) for kind in LIST_KINDS]})
    marked = [
        (picture, str(mark))
        for _, group in groupby(rows, key=itemgetter("grouped"))
        for mark, pictures in _near_marks(list(group), distance)
        for picture in pictures
    ]
    engine.execute("CREATE TEMP TABLE marked_pictures (picture BLOB, mark VARCHAR)")
    engine.execute(
        "INSERT INTO marked_pictures (picture, mark) SELECT unnest($pictures), unnest($marks)",
        {"pictures": [picture for picture, _ in marked], "marks": [mark for _, mark in marked]},
    )


def _near_marks(pictures: Sequence[Row], distance: int) -> Iterator[tuple[SetKind, list[bytes]]]:
    """For each kind of list the pictures of a group that are on one, or near one that is."""
    hashes = hashes_of([row["picture"] for row in pictures])
    if hashes is None:
        return
    units = np.array([row["cell"] for row in pictures], np.int64)
    for kind in LIST_KINDS:
        on_list = np.array([kind in (row["listed"] or []) + (row["marks"] or []) for row in pictures])
        near = near_marked(hashes, on_list, units, distance)
        yield kind, [row["picture"] for row, is_near in zip(pictures, near, strict=True) if is_near]


def _spread(engine: Engine) -> None:
    """Give every face the marks of those that are about the same file, until nothing is new."""
    while engine.execute(_SPREAD).fetchone() != (0,):
        pass
