"""A reader's view, made once and kept: pages and judgements are cut from it.

What release shows one reader depends on WORK and on the levels at which its terms are open to that reader on
that day, and on nothing else; judgements lie over it. So the tables of the view are written once, inside
WORK, under a name made of all that decides them, and read again until the day is over. Whoever deletes
them loses time only.
"""

import hashlib
import shutil
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import duckdb

from mozaik import __version__
from mozaik.aside import Aside
from mozaik.canonical import JsonValue, to_canonical
from mozaik.files import PRIVATE, StorageError, make_private_folder, scratch_folder
from mozaik.release.asking import Asking
from mozaik.release.rank import rank_hits
from mozaik.release.view import Engine, Lens, load_kinds, make_view
from mozaik.release.viewing import lens_for
from mozaik.release.work import Work

FORMAT = 1
"""Of the kept tables; raise it with any change of what they hold or how it is worked out."""

_TABLES = {
    "told": "ORDER BY place",
    "shown": "ORDER BY hit_id",
    "levelled": "ORDER BY hit_id",
    "bare": "ORDER BY hit_id",
}
"""The tables that are kept, and the order in which a page finds its rows fast."""


def view_for(engine: Engine, work: Work, asking: Asking) -> Lens:
    """The lens of who asks, with its view and its ranked hits left in the engine.

    Beside the tables of `make_view` there is `told`; see `rank_hits`. The view is made when nobody has read
    it on this day, and read from WORK otherwise. Where there is no room to keep it, it is told all the same.
    """
    lens = lens_for(engine, work, asking)
    kept = work.views / _name(lens)
    if not kept.is_dir():
        make_view(engine, lens)
        rank_hits(engine, lens)
        with suppress(duckdb.IOException, StorageError, OSError):  # then the next page takes as long
            _keep(engine, lens, kept)
        return lens
    load_kinds(engine, work)
    for table in _TABLES:
        engine.execute(f"CREATE TEMP VIEW {table} AS FROM read_parquet('{_quoted(kept, table)}')")
    return lens


def _name(lens: Lens) -> str:
    """The folder of a view: the reader and its day, and a digest of all that decides what it is told."""
    decided: JsonValue = {
        "format": FORMAT,
        "levels": [[key, int(level)] for key, level in sorted(lens.levels.items())],
        "version": __version__,
        "work": [place.sha256 for place in lens.work.description.inputs],
    }
    digest = hashlib.sha256(to_canonical(decided)).hexdigest()
    return f"{lens.reader} {lens.on} {digest[:32]}"


def _keep(engine: Engine, lens: Lens, kept: Path) -> None:
    """Write the view whole or not at all; another that was made meanwhile stays.

    Views of the reader from before yesterday go: nobody reads them any more.
    """
    make_private_folder(kept.parent)
    with scratch_folder(kept, Aside.PART) as partial:
        for table, order in _TABLES.items():
            target = _quoted(partial, table)
            engine.execute(f"COPY (FROM {table} {order}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
            (partial / f"{table}.parquet").chmod(PRIVATE)
        if not kept.is_dir():
            partial.rename(kept)
    for other in kept.parent.glob(f"{lens.reader} *"):
        if other.name.split(" ")[1] < str(lens.on - timedelta(1)):
            shutil.rmtree(other, ignore_errors=True)


def _quoted(folder: Path, table: str) -> str:
    """The path of a kept table as the engine takes it inside quotes."""
    return str(folder / f"{table}.parquet").replace("'", "''")
