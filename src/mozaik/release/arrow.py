"""Tables as Arrow files that are looked into where they lie: a few rows of many cost what those rows cost."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from mozaik.aside import Aside
from mozaik.canonical import JsonValue, to_canonical
from mozaik.files import PRIVATE, StorageError, make_private_folder, scratch_folder
from mozaik.release.view import Engine

_LIST = "tables.json"
_WHOLE = 1 << 30
"""More rows than a table has: it is written in one piece, in which a row is found by its number."""


def fetch(engine: Engine, query: str, values: Mapping[str, object] | None = None) -> pa.Table:
    """The rows of a query as one table in one piece."""
    table: pa.Table = engine.sql(query, params=dict(values or {})).to_arrow_table(_WHOLE)
    return table.combine_chunks()


def kept_tables(folder: Path) -> tuple[dict[str, pa.Table], JsonValue] | None:
    """The tables of a folder by name, mapped and not read, and the note beside them.

    None where there are none; those that are not whole or cannot be read are removed.
    """
    if not folder.exists():
        return None
    try:
        kept = json.loads((folder / _LIST).read_bytes())
        return {name: _mapped(folder / f"{name}.arrow") for name in kept["tables"]}, kept["note"]
    except (OSError, ValueError, KeyError, TypeError):
        shutil.rmtree(folder, ignore_errors=True)
        return None


def keep_tables(folder: Path, tables: Mapping[str, pa.Table], note: JsonValue = None) -> None:
    """Write tables and a note whole or not at all; another folder that was made meanwhile stays.

    Where there is no room they are not kept, and nothing is said.
    """
    try:
        make_private_folder(folder.parent)
        with scratch_folder(folder, Aside.PART) as partial:
            for name, table in tables.items():
                _write(partial / f"{name}.arrow", table)
            (partial / _LIST).touch(mode=PRIVATE)
            (partial / _LIST).write_bytes(to_canonical({"note": note, "tables": sorted(tables)}))
            if not folder.is_dir():
                partial.rename(folder)
    except (OSError, StorageError):
        return


def _mapped(path: Path) -> pa.Table:
    return pa.ipc.open_file(pa.memory_map(str(path))).read_all()


def _write(path: Path, table: pa.Table) -> None:
    path.touch(mode=PRIVATE)
    with pa.OSFile(str(path), "wb") as stream, pa.ipc.new_file(stream, table.schema) as writer:
        writer.write_table(table)
