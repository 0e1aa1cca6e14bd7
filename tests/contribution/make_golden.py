"""Seals the golden contribution of today's version of the tables: `python -m tests.contribution.make_golden`.

Run it once, when a version is new and before it is used; what it wrote is never written again.
"""

from pathlib import Path

from mozaik.contribution import ContributionSpec, write_contribution
from mozaik.parties import Authority
from mozaik.records import TABLES_VERSION, table_from_rows
from mozaik.terms import Subject, TermsSheet
from tests.crosscheck.support import CREATED, file_row, terms_of
from tests.seal.make_vectors import ANA
from tests.seal.support import store_of

GOLDEN = Path(__file__).with_name("golden")
PERSON = {"person_id": "P-1", "subject": "suspect", "terms_id": 1}
ROWS = {
    "files": [file_row(b"x"), file_row(b"y", path="b")],
    "persons": [
        {**PERSON, "full_name": "Ana Anić", "language": "hr"},
        {**PERSON, "full_name": "Ana Anić", "language": "sl"},
    ],
    "not_examined": [
        {"item_id": "ITEM-1", "path": "v.mp4", "container": "", "reason": "not searched: video or sound"}
    ],
    "series": [
        {
            "series_id": "S-1",
            "state": "worked-on",
            "worked_on_by": "SI-GPD",
            "name": "blue room",
            "country": "SI",
            "country_basis": "language",
        },
    ],
    "series_files": [{"series_id": "S-1", "md5": file_row(b"x")["md5"]}],
    "person_facts": [{"person_id": "P-1", "kind": "birth_date", "value": "1980-01-02", "terms_id": 1}],
}
"""Two of the persons differ only in a column beyond the key: their order is by the columns of the version."""


def make(folder: Path) -> Path:
    """Write the trust store and the contribution into a folder; the path of the latter."""
    folder.mkdir(parents=True, exist_ok=True)
    store_of(ANA).save(folder / "trust.json")
    path = folder / f"tables-{TABLES_VERSION}.contribution"
    sheet = TermsSheet((terms_of("SI-GPD"), terms_of("SI-GPD", "persons", subject=Subject.SUSPECT)), {})
    spec = ContributionSpec(
        sender=Authority("SI-GPD"),
        edition="Mozaik 2023",
        id="SI-GPD.golden",
        created_at=CREATED,
        synthetic=True,
    )
    tables = {name: table_from_rows(name, rows) for name, rows in ROWS.items()}
    write_contribution(path, spec, tables, sheet, ANA)
    return path


if __name__ == "__main__":
    print(make(GOLDEN))
