"""Work: the folder of a cross-check: its format, names, tables and generations; how it is made and opened.

Decides when such a folder is whole, private and of this format, and refuses any other. `crosscheck` writes it
and `release` reads it; nobody else does. It is derived: all of it can be deleted and computed again.
"""

from mozaik.work.description import Description, Input
from mozaik.work.generations import current_generation, has_generations
from mozaik.work.layout import (
    COVERAGE_SCHEMA,
    DESCRIPTION,
    HIT_SCHEMA,
    HOLDER_SCHEMA,
    PARTS,
    SET_SCHEMA,
    TABLES,
    TERMS_SCHEMA,
    part_name,
)
from mozaik.work.making import NewWork, new_work, old_acts_of
from mozaik.work.near import FEW
from mozaik.work.opened import WorkFolder, reading_too_large, work_in
from mozaik.work.units import ITEM_UNIT, PERSON_UNIT, SET_UNIT, Unit, UnitKind

__all__ = [
    "COVERAGE_SCHEMA",
    "DESCRIPTION",
    "FEW",
    "HIT_SCHEMA",
    "HOLDER_SCHEMA",
    "ITEM_UNIT",
    "PARTS",
    "PERSON_UNIT",
    "SET_SCHEMA",
    "SET_UNIT",
    "TABLES",
    "TERMS_SCHEMA",
    "Description",
    "Input",
    "NewWork",
    "Unit",
    "UnitKind",
    "WorkFolder",
    "current_generation",
    "has_generations",
    "new_work",
    "old_acts_of",
    "part_name",
    "reading_too_large",
    "work_in",
]
