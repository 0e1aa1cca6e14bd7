"""A small authority with a key, terms and rows, for tests of sealed contributions."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from mozaik.contribution import ContributionSpec, write_contribution
from mozaik.records import table_from_rows
from mozaik.seal import SigningKey, TrustStore
from mozaik.terms import TermsSheet, parse_sheet

CREATED = datetime(2023, 11, 20, 9, 0, tzinfo=UTC)

SHEET: dict[str, Any] = {
    "terms": {
        "open": {
            "purposes": ["cross-check"],
            "subject": "no-person",
            "source": "A",
            "information": "1",
            "review_on": date(2026, 11, 20),
            "disclosure": "full",
            "disclose": {"PUBLIC": "hit"},
        },
        "suspects": {
            "purposes": ["cross-check"],
            "subject": "suspect",
            "source": "A",
            "information": "1",
            "review_on": date(2026, 11, 20),
            "disclosure": "hit",
            "disclose": {"PUBLIC": "hit"},
        },
        "victims": {
            "purposes": ["operational-analysis"],
            "subject": "victim",
            "necessity": "the figure of safeguarded children is published",
            "source": "A",
            "information": "1",
            "review_on": date(2026, 11, 20),
            "disclosure": "silent",
            "disclose": {"EU-EC3": "full", "PUBLIC": "hit"},
        },
        "silent": {
            "purposes": ["cross-check"],
            "subject": "no-person",
            "source": "A",
            "information": "1",
            "review_on": date(2026, 11, 20),
            "disclosure": "silent",
        },
        "silent-suspects": {
            "purposes": ["cross-check"],
            "subject": "suspect",
            "source": "A",
            "information": "1",
            "review_on": date(2026, 11, 20),
            "disclosure": "silent",
        },
    }
}
OPEN, SUSPECTS, VICTIMS, SILENT, SILENT_SUSPECTS = range(5)


@lru_cache
def key_of(authority: str) -> SigningKey:
    """One key for each authority, made once."""
    return SigningKey.generate(authority, "ana")


def sheet_of(authority: str) -> TermsSheet:
    """The terms above, stated by an authority."""
    return parse_sheet(SHEET, authority)


def trust_in(*authorities: str) -> TrustStore:
    """A trust store that knows the keys of these authorities."""
    store = TrustStore()
    for authority in authorities:
        store.add(key_of(authority).trusted(CREATED))
    return store


def spec_of(authority: str = "SI-GPD", **changes: Any) -> ContributionSpec:
    """The identity of a contribution made at a fixed moment."""
    return ContributionSpec(
        **{"sender": authority, "edition": "Mozaik 2023", "created_at": CREATED, "synthetic": True, **changes}
    )


def tables_of(**rows: Sequence[Mapping[str, Any]]) -> dict[str, pa.Table]:
    """Tables by name from rows; a row without `terms_id` stands under the first terms."""
    return {name: table_from_rows(name, given) for name, given in rows.items()}


ITEM = {"item_id": "SI-1", "kind": "phone", "state": "seized"}
FILE = {"sha256": b"\x01" * 32, "md5": b"\x02" * 16, "size": 3, "item_id": "SI-1", "path": "a/ж.jpg"}


def write_sample(path: Path, authority: str = "SI-GPD", **changes: Any) -> Path:
    """A sealed contribution with an item and a file."""
    tables = tables_of(items=[ITEM], files=[FILE])
    write_contribution(path, spec_of(authority, **changes), tables, sheet_of(authority), key_of(authority))
    return path
