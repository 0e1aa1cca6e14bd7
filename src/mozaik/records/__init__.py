"""Records: what authorities report, as tables with typed rows and rules."""

from mozaik.records.tables import (
    ALL_TABLES,
    CONTRIBUTION_TABLES,
    LIST_TABLES,
    Table,
    concat_tables,
    number_rows,
    table_from_rows,
)

__all__ = [
    "ALL_TABLES",
    "CONTRIBUTION_TABLES",
    "LIST_TABLES",
    "Table",
    "concat_tables",
    "number_rows",
    "table_from_rows",
]
