"""Under which terms an owner seals: its own sheet, the built-in terms of synthetic data, or quarantine."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from mozaik.terms import PUBLIC, TermsSheet, load_sheet, parse_sheet, quarantine_sheet

REVIEW_AFTER = timedelta(days=183)
"""Quarantined data, and data under built-in terms, is to be sorted within half a year."""


@dataclass(frozen=True, slots=True)
class OwnerTerms:
    """The terms of a sealing; `built_in` ones are for synthetic data, and the sealed file says so."""

    sheet: TermsSheet
    built_in: bool = False

    @property
    def is_quarantine(self) -> bool:
        """Whether nothing was stated, so that nothing is compared, counted or disclosed."""
        return not any(terms.purposes for terms in self.sheet.terms)

    @property
    def review_on(self) -> date:
        """The day on which erasure is due under the first terms."""
        return self.sheet.terms[0].review_on


def stated_terms(path: Path, owner: str) -> OwnerTerms:
    """The terms of an owner's sheet; InvalidInputError names the entry that cannot be read."""
    return OwnerTerms(load_sheet(path, owner))


def quarantine(owner: str, on: date) -> OwnerTerms:
    """The terms of unsorted data: it matches nothing, and is to be sorted within half a year."""
    return OwnerTerms(quarantine_sheet(owner, on + REVIEW_AFTER))


def built_in_terms(owner: str, on: date) -> OwnerTerms:
    """Terms for synthetic files and lists: all may be cross-checked, others learn that a hit exists."""
    sheet = {"terms": {"rehearsal": {**_common(on), "subject": "no-person"}}}
    return OwnerTerms(parse_sheet(sheet, owner, where="rehearsal terms"), built_in=True)


def built_in_record_terms(owner: str, on: date) -> OwnerTerms:
    """Terms for synthetic records: suspects and victims stand apart, and the public may count."""
    counted = {**_common(on), "disclose": {PUBLIC: "hit"}}
    terms = {
        "rehearsal": {**counted, "subject": "no-person"},
        "suspects": {**counted, "subject": "suspect"},
        "victims": {**counted, "subject": "victim", "necessity": "counted in a rehearsal"},
        "statements": {**counted, "subject": "no-person", "disclose": {PUBLIC: "full"}},
    }
    apply = dict.fromkeys(("persons", "person_facts", "statuses"), "suspects") | {"statements": "statements"}
    sheet = parse_sheet({"terms": terms, "apply": apply}, owner, where="rehearsal terms")
    return OwnerTerms(sheet, built_in=True)


def built_in_plan_terms(owner: str, on: date) -> OwnerTerms:
    """Terms for synthetic plans: of the persons that they are about others learn that a hit exists."""
    sheet = {"terms": {"rehearsal": {**_common(on), "subject": "suspect"}}}
    return OwnerTerms(parse_sheet(sheet, owner, where="rehearsal terms"), built_in=True)


def _common(on: date) -> Mapping[str, object]:
    return {
        "purposes": ["cross-check", "operational-analysis"],
        "source": "A",
        "information": "1",
        "disclosure": "hit",
        "review_on": on + REVIEW_AFTER,
        "legal_basis": "none: synthetic data of a rehearsal",
    }
