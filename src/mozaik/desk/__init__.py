"""Desk: what a person does, one function an act; the command line, the rehearsal and the hub call the same.

Decides which rooms an act passes, in which order, and what is checked before it: who takes part, whose key
signs, under which terms. Commands and pages above it keep options, words and progress, and reach no room
below it for these acts.
"""

from mozaik.desk.items import SealedItem, Seized, seal_item, seal_items
from mozaik.desk.lists import HashList, SealedList, seal_list
from mozaik.desk.outputs import refuse_existing
from mozaik.desk.owner_terms import (
    OwnerTerms,
    built_in_record_terms,
    built_in_terms,
    quarantine,
    stated_terms,
)
from mozaik.desk.records import SealedRecords, seal_records
from mozaik.desk.sealing import Sealed, Sealing
from mozaik.records import RECORD_TABLES

__all__ = [
    "RECORD_TABLES",
    "HashList",
    "OwnerTerms",
    "Sealed",
    "SealedItem",
    "SealedList",
    "SealedRecords",
    "Sealing",
    "Seized",
    "built_in_record_terms",
    "built_in_terms",
    "quarantine",
    "refuse_existing",
    "seal_item",
    "seal_items",
    "seal_list",
    "seal_records",
    "stated_terms",
]
