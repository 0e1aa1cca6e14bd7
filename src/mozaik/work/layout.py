"""What a WORK folder holds: its format, the names in it, and the columns of its own tables.

docs/formats/work-folder.md says what each column means.
"""

from collections.abc import Mapping

import pyarrow as pa

from mozaik.files import NODE_FILE
from mozaik.records import ALL_TABLES

FORMAT, OLD_FORMAT = 3, 2
NODE, IN_NODE = NODE_FILE, "work"
"""The description by which the folder of a node is known, and the WORK in it."""
DESCRIPTION = "work.json"
TABLES = "tables"
"""The folder of the sets' tables, byte for byte as sealed: `tables/SET/TABLE.parquet`."""
OLD_ACTS = "acts"
"""Where a WORK of format 2 held what lasts; what is in it is the business of the room `acts`."""
VIEWS = "views"
"""The folder of what readers are told, made by the room `release`; it may be missing."""

HIT_SCHEMA = pa.schema(
    [
        ("hit_id", pa.binary(16)), ("kind", pa.string()), ("value_kind", pa.string()),
        ("left_value", pa.binary()), ("right_value", pa.binary()), ("distance", pa.int16()),
        ("transform", pa.string()), ("second_fact", pa.string()),
    ]
)  # fmt: skip
HOLDER_SCHEMA = pa.schema(
    [
        ("hit_id", pa.binary(16)), ("side", pa.string()), ("authority", pa.string()),
        ("set_id", pa.string()), ("set_kind", pa.string()), ("table", pa.string()), ("row_id", pa.int64()),
        ("unit", pa.string()), ("terms_key", pa.int32()), ("support_terms_key", pa.int32()),
        ("basis", pa.string()),
    ]
)  # fmt: skip
COVERAGE_SCHEMA = pa.schema(
    [
        ("set_id", pa.string()), ("authority", pa.string()), ("set_kind", pa.string()),
        ("table", pa.string()), ("matcher", pa.string()), ("terms_key", pa.int32()),
        ("state", pa.string()), ("reason", pa.string()), ("rows", pa.int64()),
    ]
)  # fmt: skip
SET_SCHEMA = pa.schema(
    [
        ("set_id", pa.string()),
        ("authority", pa.string()),
        ("set_kind", pa.string()),
        ("created_at", pa.string()),
    ]
)
TERMS_SCHEMA = pa.schema([("terms_key", pa.int32()), ("set_id", pa.string()), *ALL_TABLES["terms"].schema])

PARTS: Mapping[str, pa.Schema] = {
    "sets": SET_SCHEMA,
    "terms": TERMS_SCHEMA,
    "hits": HIT_SCHEMA,
    "holders": HOLDER_SCHEMA,
    "coverage": COVERAGE_SCHEMA,
}
"""The folder's own tables by name."""


def part_name(part: str) -> str:
    """The file name of one of the folder's own tables."""
    return f"{part}.parquet"
