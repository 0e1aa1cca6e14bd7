"""Whom facts are about: facts about a person stand under terms about that person's category.

The terms of a row decide whether it may be compared. A victim's phone number under terms about suspects
would be compared; so a fact is refused that stands under terms of another category than its person has.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mozaik.terms import Subject, Terms

Rows = Iterable[Mapping[str, Any]]
MISFILED = "terms are about another subject category than the person has"


def subjects_of(persons: Rows, statuses: Rows) -> dict[str, set[str]]:
    """The categories under which each person is reported, by `person_id`."""
    subjects: dict[str, set[str]] = {}
    for row in persons:
        subjects.setdefault(row["person_id"], set()).add(row["subject"])
    for row in statuses:
        if row["about"] == "person" and row.get("subject"):
            subjects.setdefault(row["about_id"], set()).add(row["subject"])
    return subjects


def is_misfiled(fact: Mapping[str, Any], subjects: Mapping[str, set[str]], terms: Sequence[Terms]) -> bool:
    """Whether a row of `person_facts` stands under terms about another category than its person has.

    Facts in quarantine are about nobody yet; of a person who is reported nowhere else nothing is known.
    """
    known = subjects.get(fact["person_id"])
    subject = terms[fact["terms_id"]].subject
    return known is not None and subject is not Subject.UNKNOWN and str(subject) not in known
