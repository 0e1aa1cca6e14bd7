"""The codes that travel with every fact: purpose, subject category, handling, grade, disclosure.

Sources: Regulation (EU) 2016/794 (purposes, subject categories), the handling codes H0 to H3 and the
4x4 grade as the Council form prints them. Grades of other grids (such as 6x6) are refused, not converted.
"""

from enum import IntEnum, StrEnum


class Purpose(StrEnum):
    """What a fact may be used for; a fact joins only work of one of its purposes."""

    CROSS_CHECK = "cross-check"
    OPERATIONAL_ANALYSIS = "operational-analysis"
    EXCHANGE = "exchange"


class Subject(StrEnum):
    """Whom a fact is about."""

    SUSPECT = "suspect"
    CONVICTED = "convicted"
    POTENTIAL_OFFENDER = "potential-offender"
    VICTIM = "victim"
    WITNESS = "witness"
    CONTACT = "contact"
    NO_PERSON = "no-person"
    UNKNOWN = "unknown"


CROSS_CHECKED_SUBJECTS = frozenset(
    {Subject.SUSPECT, Subject.CONVICTED, Subject.POTENTIAL_OFFENDER, Subject.NO_PERSON}
)
"""Regulation 2016/794, Annex II A: only these, and data without a person, may be cross-checked."""


class Handling(StrEnum):
    """Conditions of the owner; codes add up and a derived fact carries the union."""

    H0 = "H0"
    H1 = "H1"
    H2 = "H2"
    H3 = "H3"


HANDLING_TEXT = {
    Handling.H0: "only to prevent and combat crime",
    Handling.H1: "not in judicial proceedings without the owner's permission",
    Handling.H2: "not to be passed on without the owner's permission",
    Handling.H3: "other restriction: read the owner's note",
}


class Disclosure(IntEnum):
    """How much of a fact a reader may learn, from nothing to its fields."""

    SILENT = 0
    HIT = 1
    FULL = 2

    @property
    def word(self) -> str:
        """The word used in files and documents."""
        return self.name.lower()

    @classmethod
    def of(cls, word: str) -> "Disclosure":
        """The level for the word `silent`, `hit` or `full`; ValueError for any other."""
        try:
            return cls[word.upper()]
        except KeyError:
            raise ValueError("a disclosure is one of full, hit, silent") from None


class Use(StrEnum):
    """For what somebody reads; the owner's conditions hold for one use and not for another."""

    ANALYSIS = "analysis"
    """Finding and judging hits: the use of every day."""
    COURT = "court"
    """For judicial proceedings: nothing under H1 without the owner's permission."""
    PROTECTION = "protection"
    """To find and safeguard victims: alone shows what is about them."""
    OVERSIGHT = "oversight"
    """To see whether the work is lawful: existence and conditions, no content of others."""


SOURCE_GRADES = ("A", "B", "C", "X")
INFORMATION_GRADES = ("1", "2", "3", "4")

EVERYONE = "*"
"""The reader entry that stands for every authority of the operation, and for nobody outside it."""

PUBLIC = "PUBLIC"
"""The reader of published figures: it learns only what an owner discloses to it by name."""
