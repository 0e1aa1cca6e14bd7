"""Terms: handling codes, grades, purposes, subject categories, disclosure, expiry, and the release rule.

Decides what may be compared and what each reader may learn. Pure: no file, no clock, no engine.
"""

from mozaik.terms.codes import (
    CROSS_CHECKED_SUBJECTS,
    EVERYONE,
    HANDLING_TEXT,
    INFORMATION_GRADES,
    PUBLIC,
    SOURCE_GRADES,
    Disclosure,
    Handling,
    Purpose,
    Subject,
    Use,
)
from mozaik.terms.model import (
    Permission,
    ReaderDisclosure,
    Terms,
    terms_from_json,
    terms_from_row,
    terms_to_json,
    terms_to_row,
    union_handling,
    worst_grade,
)
from mozaik.terms.reader import THE_PUBLIC, Reader
from mozaik.terms.rule import (
    HolderView,
    Obstacle,
    cross_check_obstacle,
    disclosed,
    is_hit,
    last_day,
    pairs,
    shown,
)
from mozaik.terms.sheet import TermsSheet, load_sheet, parse_sheet, quarantine_sheet

__all__ = [
    "CROSS_CHECKED_SUBJECTS",
    "EVERYONE",
    "HANDLING_TEXT",
    "INFORMATION_GRADES",
    "PUBLIC",
    "SOURCE_GRADES",
    "THE_PUBLIC",
    "Disclosure",
    "Handling",
    "HolderView",
    "Obstacle",
    "Permission",
    "Purpose",
    "Reader",
    "ReaderDisclosure",
    "Subject",
    "Terms",
    "TermsSheet",
    "Use",
    "cross_check_obstacle",
    "disclosed",
    "is_hit",
    "last_day",
    "load_sheet",
    "pairs",
    "parse_sheet",
    "quarantine_sheet",
    "shown",
    "terms_from_json",
    "terms_from_row",
    "terms_to_json",
    "terms_to_row",
    "union_handling",
    "worst_grade",
]
