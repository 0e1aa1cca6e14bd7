"""Records: what authorities report, as tables with typed rows and rules.

Decides which words, types and rows a record may have, and reads record files: good rows are accepted, bad
ones are named with the reason. Gaps in a custody chain are flagged, never filled.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mozaik.records.accept import AcceptedRecords, Reject, accept_records
    from mozaik.records.countries import COUNTRIES
    from mozaik.records.custody import CustodyFault, CustodyFlag, custody_flags
    from mozaik.records.facts import normal_fact
    from mozaik.records.on_disk import BatchFile, RowSequence, RowStore
    from mozaik.records.rules import UNIQUE_KEYS, row_faults
    from mozaik.records.series import series_name, strays_of_series
    from mozaik.records.source import RECORD_TABLES, RawRow, is_guessed, read_record_file
    from mozaik.records.statements import statement_fault
    from mozaik.records.subjects import is_misfiled, subjects_of
    from mozaik.records.tables import (
        ALL_TABLES,
        CONTRIBUTION_TABLES,
        LIST_TABLES,
        TABLES_VERSION,
        TIME,
        Table,
        concat_tables,
        number_rows,
        sort_columns,
        table_from_rows,
    )
    from mozaik.records.values import day_of_cell
    from mozaik.records.vocabulary import (
        ACTION_KINDS,
        ACTION_STATES,
        CONDUCTS,
        COUNTRY_BASES,
        CUSTODY_EVENTS,
        FACT_KINDS,
        FIGURES,
        ITEM_STATES,
        NAME_KINDS,
        PERSON_STATUSES,
        SEIZED_STATES,
        SERIES_STATES,
        STATED_SCOPES,
        SUBJECTS,
        SUSPECTED,
        WORDS,
        ItemKind,
        Origin,
    )
else:
    from mozaik.lazily import loaded_when_asked

    __getattr__ = loaded_when_asked(__name__, __file__)

__all__ = [
    "ACTION_KINDS",
    "ACTION_STATES",
    "ALL_TABLES",
    "CONDUCTS",
    "CONTRIBUTION_TABLES",
    "COUNTRIES",
    "COUNTRY_BASES",
    "CUSTODY_EVENTS",
    "FACT_KINDS",
    "FIGURES",
    "ITEM_STATES",
    "LIST_TABLES",
    "NAME_KINDS",
    "PERSON_STATUSES",
    "RECORD_TABLES",
    "SEIZED_STATES",
    "SERIES_STATES",
    "STATED_SCOPES",
    "SUBJECTS",
    "SUSPECTED",
    "TABLES_VERSION",
    "TIME",
    "UNIQUE_KEYS",
    "WORDS",
    "AcceptedRecords",
    "BatchFile",
    "CustodyFault",
    "CustodyFlag",
    "ItemKind",
    "Origin",
    "RawRow",
    "Reject",
    "RowSequence",
    "RowStore",
    "Table",
    "accept_records",
    "concat_tables",
    "custody_flags",
    "day_of_cell",
    "is_guessed",
    "is_misfiled",
    "normal_fact",
    "number_rows",
    "read_record_file",
    "row_faults",
    "series_name",
    "sort_columns",
    "statement_fault",
    "strays_of_series",
    "subjects_of",
    "table_from_rows",
]
