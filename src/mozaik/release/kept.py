"""A reader's view, made once and kept: pages and judgements are cut from it.

What release shows one reader depends on WORK and on the levels at which its terms are open to that reader on
that day, and on nothing else; judgements lie over it. So the tables of the view are written once, inside
WORK, under a name made of all that decides them, and read again until the day is over. Whoever deletes
them loses time only.
"""

import hashlib
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from datetime import timedelta
from pathlib import Path

import pyarrow as pa

from mozaik import __version__
from mozaik.canonical import JsonValue, to_canonical
from mozaik.kinds import HitKind
from mozaik.release.arrow import fetch, keep_tables, kept_tables
from mozaik.release.asking import Asking
from mozaik.release.coverage import open_terms, read_coverage
from mozaik.release.cut import View
from mozaik.release.group_facts import whole_groups
from mozaik.release.model import Coverage
from mozaik.release.nearest import keep_nearest
from mozaik.release.rank import rank_hits
from mozaik.release.references import define_reference
from mozaik.release.view import Engine, Lens, load_kinds, make_view
from mozaik.release.viewing import lens_for
from mozaik.release.work import Work
from mozaik.typed_json import from_json, to_json
from mozaik.work import reading_too_large

FORMAT = 5
"""Of the kept tables; raise it with any change of what they hold or how it is worked out."""

_HITS = """
WITH behind AS (
    SELECT hit, count(*) AS holders,
           count(DISTINCT side) FILTER (alone = 2 AND level = 2) AS full_sides,
           min(created_at) FILTER (shown.authority = $reader AND level = 2) AS first_seen
    FROM shown JOIN read_parquet($sets) USING (set_id) GROUP BY hit
)
SELECT t.* EXCLUDE (hit), h.value_kind, h.second_fact, h.left_value, h.right_value,
       if(b.full_sides > 1, h.distance, NULL) AS distance,
       if(b.full_sides > 1, h.transform, NULL) AS transform,
       g.grouped, bare.hit IS NOT NULL AS is_bare, b.first_seen, b.holders,
       (sum(b.holders) OVER (ORDER BY t.place) - b.holders)::BIGINT AS begin
FROM told t JOIN work_hits h USING (hit) JOIN behind b USING (hit)
LEFT JOIN bare ON bare.hit = t.hit LEFT JOIN picture_groups g ON g.hit_id = t.hit_id
ORDER BY t.place
"""
_HOLDERS = """
SELECT t.place, s.side, s.authority, s.set_kind, s.is_list, s.set_id, s."table", s.row_id, s.unit,
       s.terms_key, s.support_terms_key, s.alone, s.level
FROM shown s JOIN told t USING (hit) ORDER BY t.place
"""
_BY_KIND = "SELECT place - 1 AS place FROM told ORDER BY kind, place"
_BY_REFERENCE = "SELECT reference, place - 1 AS place FROM told ORDER BY reference"
_COUNTS = "SELECT kind, count(*)::BIGINT FROM told GROUP BY kind ORDER BY kind"


MOST_HOLDERS = 20_000_000
"""Of a view, some 100 bytes each: more is no answer that anybody could look through."""


@dataclass(frozen=True, slots=True)
class _Note:
    """What is kept beside the tables of a view."""

    counts: Mapping[str, int]
    coverage: Coverage


def view_for(work: Work, asking: Asking) -> View:
    """The view of who asks: made where nobody has read it on this day, and read from WORK otherwise.

    Where there is no room to keep it, it is told all the same. Raises as `lens_for`.
    """
    lens = lens_for(work, asking)

    def look() -> View:
        name = _name(lens)
        return _kept(lens, work.views / name) or _made(lens, name)

    return work.memory.once(("view", *lens.key), look)


@contextmanager
def engine_with_view(view: View) -> Iterator[Engine]:
    """An engine with the kinds of hit, the reader's references, and its view as tables `told` and `shown`."""
    lens = view.lens
    with lens.work.engine() as engine:
        load_kinds(engine, lens.work)
        define_reference(engine, lens.work.key, lens.reader)
        engine.register("told", view.hits)
        engine.register("held", view.holders)
        engine.execute("CREATE TEMP VIEW shown AS SELECT hit_id, held.* FROM held JOIN told USING (place)")
        yield engine


def _kept(lens: Lens, folder: Path) -> View | None:
    """The view in a folder, None where there is none that can be read."""
    kept = kept_tables(folder)
    if kept is None:
        return None
    tables, note = kept
    return _view(lens, tables, from_json(_Note, note, str(folder)))


def _made(lens: Lens, name: str) -> View:
    work = lens.work
    with work.engine() as engine:
        define_reference(engine, work.key, lens.reader)
        make_view(engine, lens)
        _require_room(engine, lens)
        keep_nearest(engine, lens)
        rank_hits(engine, lens)
        tables = dict(_tables(engine, lens))
        tables["groups"] = whole_groups(engine, lens, tables["hits"], tables["holders"])
        counts = {str(kind): int(count) for kind, count in engine.execute(_COUNTS).fetchall()}
        note = _Note(counts, read_coverage(engine, lens))
    keep_tables(work.views / name, tables, to_json(note))
    _remove_earlier(lens)
    return _view(lens, tables, note)


def _require_room(engine: Engine, lens: Lens) -> None:
    """StorageError for a view that would not fit into memory: it must be an error before it is a crash."""
    ((count,),) = engine.execute("SELECT count(*) FROM shown").fetchall()
    if count > MOST_HOLDERS:
        raise reading_too_large(lens.work.path)


def _tables(engine: Engine, lens: Lens) -> Iterator[tuple[str, pa.Table]]:
    work = lens.work
    values = {"reader": lens.reader, "sets": work.part("sets")}
    yield "hits", _coded(fetch(engine, _HITS, values))
    yield "holders", _coded(fetch(engine, _HOLDERS))
    yield "by_kind", fetch(engine, _BY_KIND)
    yield "by_reference", fetch(engine, _BY_REFERENCE)


def _coded(table: pa.Table) -> pa.Table:
    """The table with each text written once."""
    for number, column in enumerate(table.schema):
        if pa.types.is_string(column.type) and column.name != "reference":
            table = table.set_column(number, column.name, table.column(number).dictionary_encode())
    return table


def _view(lens: Lens, tables: dict[str, pa.Table], note: _Note) -> View:
    counts = {HitKind(kind): count for kind, count in note.counts.items()}
    return View(
        lens, tables["hits"], tables["holders"], tables["by_kind"], tables["by_reference"],
        tables["groups"], counts, note.coverage,
    )  # fmt: skip


def _name(lens: Lens) -> str:
    """The folder of a view: the reader and its day, and a digest of all that decides what it is told."""
    decided: JsonValue = {
        "acknowledged": [list(note) for note in sorted(lens.acknowledged)],
        "format": FORMAT,
        "opened": [list(astuple(row)) for row in lens.opened],
        "terms": [list(line) for line in open_terms(lens)],
        "use": str(lens.use),
        "version": __version__,
        "work": [place.sha256 for place in lens.work.description.inputs],
    }
    digest = hashlib.sha256(to_canonical(decided)).hexdigest()
    return f"{lens.reader} {lens.on} {digest[:32]}"


def _remove_earlier(lens: Lens) -> None:
    """Views of the reader from before yesterday go: nobody reads them any more."""
    for other in lens.work.views.glob(f"{lens.reader} *"):
        if other.name.split(" ")[1] < str(lens.on - timedelta(1)):
            shutil.rmtree(other, ignore_errors=True)
