"""Series as people report them: good rows stand, and a claim without its ground does not."""

from pathlib import Path
from typing import Any

import pytest

from mozaik.contribution import TableError
from mozaik.records import AcceptedRecords, accept_records, read_record_file
from mozaik.terms import TermsSheet
from tests.crosscheck.support import Maker, terms_of

SHEET = TermsSheet((terms_of("SI-GPD"), terms_of("SI-GPD", "other")), {})
DIGEST = "ab" * 32


def accepted(tmp_path: Path, text: str) -> AcceptedRecords:
    path = tmp_path / "s.toml"
    path.write_text(text, encoding="utf-8")
    return accept_records(read_record_file(path), SHEET)


def series(**fields: str) -> str:
    stated = {"series_id": "S-1", "state": "unidentified", **fields}
    return "[[series]]\n" + "".join(f'{name} = "{text}"\n' for name, text in stated.items())


def test_a_series_stands_with_its_files_and_its_name_in_one_writing(tmp_path: Path) -> None:
    worked = series(
        state="worked-on", worked_on_by="SI-GPD", name="Blue  Room", country="si", country_basis="objects"
    )
    files = f'[[series_files]]\nseries_id = "S-1"\nsha256 = "{DIGEST}"\n'
    outcome = accepted(tmp_path, worked + files)
    assert outcome.rejects == []
    (row,) = outcome.tables["series"].to_pylist()
    assert (row["name"], row["country"]) == ("blue room", "SI")
    assert outcome.tables["series_files"].column("sha256").to_pylist() == [bytes.fromhex(DIGEST)]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (series(state="worked-on"), "worked_on_by"),
        (series(state="known"), "state"),
        (series(worked_on_by="somebody"), "worked_on_by"),
        (series(country="SI"), "country"),
        (series(country_basis="language"), "country"),
        (series(country="SI", country_basis="a feeling"), "country_basis"),
        (series(country="Slovenia", country_basis="language"), "country"),
        ('[[series_files]]\nseries_id = "S-1"\n' + series(), "sha256"),
        (f'[[series_files]]\nseries_id = "S-2"\nsha256 = "{DIGEST}"\n' + series(), "series_id"),
        (
            f'[[series_files]]\nseries_id = "S-1"\nterms = "other"\nsha256 = "{DIGEST}"\n' + series(),
            "series_id",
        ),
    ],
)
def test_what_has_no_ground_is_named_and_the_rest_stands(text: str, field: str, tmp_path: Path) -> None:
    outcome = accepted(tmp_path, text + series(series_id="S-9"))
    assert [bad.field for bad in outcome.rejects] == [field]
    assert outcome.read == outcome.accepted + 1


@pytest.mark.parametrize(
    "files",
    [
        {"series_id": "S-2", "sha256": bytes(32), "terms_id": 0},
        {"series_id": "S-1", "sha256": bytes(32), "terms_id": 1},
    ],
)
def test_a_signed_file_apart_from_its_series_is_refused(files: dict[str, Any], tmp_path: Path) -> None:
    rows = {"series": [{"series_id": "S-1", "state": "unidentified"}], "series_files": [files]}
    with pytest.raises(TableError, match="series of a file"):
        Maker(tmp_path)("SI-GPD.1", rows, terms=SHEET.terms)
