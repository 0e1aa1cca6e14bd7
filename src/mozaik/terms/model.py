"""Terms: what the owner of a fact lays down about it, as one immutable value.

A fact points to its terms by `terms_id`. Only the owner changes them, by an amendment.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from mozaik.errors import InvalidInputError
from mozaik.parties import Authority
from mozaik.terms.codes import (
    INFORMATION_GRADES,
    SOURCE_GRADES,
    Disclosure,
    Handling,
    Purpose,
    Subject,
    Use,
)

_FREE_TEXTS = ("necessity", "handling_note", "legal_basis")


@dataclass(frozen=True, slots=True)
class ReaderDisclosure:
    """What one named reader may learn, and until which date (inclusive); afterwards the default holds."""

    reader: str
    level: Disclosure
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Permission:
    """What the owner permits one reader since: one use of what stands under H1 or H2, until a day."""

    reader: str
    lifts: Handling
    use: Use
    until: date


@dataclass(frozen=True, slots=True)
class Terms:
    """The owner's conditions for a set of facts (design section 6).

    `disclosure` is the level for every reader without an entry of its own in `disclosures`; the owner
    states it, there is no default. `review_on` is the date on which erasure is due unless extended.

    `changes` and `permissions` are what amendments of the owner say since; no table of a set has them. A
    change holds before all that was stated, until its day.
    """

    name: str
    owner: Authority
    purposes: frozenset[Purpose]
    subject: Subject
    disclosure: Disclosure
    source: str
    information: str
    review_on: date
    handling: frozenset[Handling] = frozenset({Handling.H0})
    handling_note: str = ""
    disclosures: tuple[ReaderDisclosure, ...] = field(default=())
    minor: bool = False
    necessity: str = ""
    legal_basis: str = ""
    changes: tuple[ReaderDisclosure, ...] = ()
    permissions: tuple[Permission, ...] = ()

    def __post_init__(self) -> None:
        if fault := _fault(self):
            raise InvalidInputError(
                "terms are not complete", where=f"terms '{self.name}'", why=fault[0], remedy=fault[1]
            )

    @property
    def grade(self) -> str:
        """The 4x4 grade, such as `A1`."""
        return self.source + self.information


def _fault(terms: Terms) -> tuple[str, str] | None:
    """What is wrong with terms and the remedy, or None."""
    if terms.source not in SOURCE_GRADES or terms.information not in INFORMATION_GRADES:
        return "the grade is not on the 4x4 grid", "state source A, B, C or X and information 1 to 4"
    if Handling.H0 not in terms.handling:
        return "handling lacks H0", "H0 is always present; add other codes to it"
    if Handling.H3 in terms.handling and not terms.handling_note.strip():
        return "H3 has no note", "write the restriction in handling_note"
    needs_reason = terms.minor or terms.subject in (Subject.VICTIM, Subject.WITNESS)
    if needs_reason and not terms.necessity.strip():
        return "victims, witnesses and minors need a written necessity", "write it in necessity"
    readers = [named.reader for named in terms.disclosures]
    if len(set(readers)) != len(readers):
        return "one reader has two disclosures", "leave one entry a reader"
    return None


def worst_grade(grades: Iterable[str]) -> str:
    """The worst 4x4 grade of a chain, letter and digit apart; a hit never raises a grade."""
    known = [grade for grade in grades if grade]
    if not known:
        return "X4"
    return max(grade[0] for grade in known) + max(grade[1] for grade in known)


def union_handling(codes: Iterable[frozenset[Handling]]) -> frozenset[Handling]:
    """The handling codes of a derived fact: the union of its inputs."""
    return frozenset({Handling.H0}).union(*codes)


def terms_to_row(terms: Terms) -> dict[str, Any]:
    """The terms as a row of the table `terms` (without `terms_id`)."""
    return {
        "name": terms.name,
        "owner": terms.owner,
        "purposes": sorted(terms.purposes),
        "subject": str(terms.subject),
        "minor": terms.minor,
        "necessity": terms.necessity,
        "handling": sorted(terms.handling),
        "handling_note": terms.handling_note,
        "source": terms.source,
        "information": terms.information,
        "disclosure": terms.disclosure.word,
        "disclosures": [
            {"reader": named.reader, "level": named.level.word, "until": named.until}
            for named in sorted(terms.disclosures, key=lambda named: named.reader)
        ],
        "review_on": terms.review_on,
        "legal_basis": terms.legal_basis,
    }


def terms_to_json(terms: Terms) -> dict[str, Any]:
    """The terms as a manifest states them: their row, with days as texts."""
    row = terms_to_row(terms)
    readers = [{**reader, "until": reader["until"] and str(reader["until"])} for reader in row["disclosures"]]
    return {**row, "disclosures": readers, "review_on": str(terms.review_on)}


def terms_from_json(stated: Mapping[str, Any]) -> Terms:
    """The terms that a manifest states; raises as `terms_from_row`."""
    try:
        readers = [
            {**reader, "until": reader["until"] and date.fromisoformat(reader["until"])}
            for reader in stated["disclosures"]
        ]
        row = {**stated, "disclosures": readers, "review_on": date.fromisoformat(stated["review_on"])}
        if not all(isinstance(stated[name], str) for name in ("name", *_FREE_TEXTS)):
            raise TypeError
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise InvalidInputError(
            "the terms in a manifest cannot be read", why="a day, a text or a reader is missing or is none",
            remedy="ask the sender to seal the file again",
        ) from error  # fmt: skip
    return terms_from_row(row)


def terms_from_row(row: Mapping[str, Any]) -> Terms:
    """The terms of a row of the table `terms`; InvalidInputError if a value is not one of its codes.

    A null where the owner must have said something is refused: it is "not known", never "no".
    """
    try:
        _require_stated(row)
        return Terms(
            name=row["name"],
            owner=Authority.parse(row["owner"], "table terms"),
            purposes=frozenset(Purpose(word) for word in row["purposes"]),
            subject=Subject(row["subject"]),
            minor=row["minor"],
            necessity=row["necessity"] or "",
            handling=frozenset(Handling(word) for word in row["handling"]),
            handling_note=row["handling_note"] or "",
            source=row["source"],
            information=row["information"],
            disclosure=Disclosure.of(row["disclosure"]),
            disclosures=tuple(
                ReaderDisclosure(named["reader"], Disclosure.of(named["level"]), named["until"])
                for named in row["disclosures"]
            ),
            review_on=row["review_on"],
            legal_basis=row["legal_basis"] or "",
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise InvalidInputError(
            "a row of the table terms cannot be read", why=str(error), remedy="ask the sender to re-issue"
        ) from error


def _require_stated(row: Mapping[str, Any]) -> None:
    """ValueError for a row without a plain yes or no on minors, or without a day on which review is due."""
    if not isinstance(row["minor"], bool):
        raise ValueError("minor is neither true nor false")
    days = [row["review_on"], *(named["until"] for named in row["disclosures"] if named["until"] is not None)]
    if not all(isinstance(day, date) and not isinstance(day, datetime) for day in days):
        raise ValueError("a date is not a day")
