"""VICS 2.0 as laboratories read it: by our own reader, and by one written from the description alone."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from mozaik.intake import BadRecord, MediaRecord, find_export
from mozaik.package import Package, render
from mozaik.package.model import Recipient
from mozaik.package.renderings.contents import contents_of
from mozaik.package.renderings.media_vics import vics_cases, vics_media, without_md5
from mozaik.package.renderings.paper_pdf import package_pdf
from mozaik.parties import Authority
from tests.package.forms import KNOWN, UNKNOWN, forms_work, package_for


def is_shown(mime: str | None) -> bool:
    return mime is None or mime.startswith(("image/", "video/"))


FORMS = ("vics-media.json", "vics-cases.json")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return package_for(forms_work(tmp_path_factory.mktemp("vics")), "SI-GPD")


def by_md5(records: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """A reader of another house: exact keys, MD5 as the key, no list of codes in its head."""
    read: dict[str, dict[str, Any]] = {}
    for record in records:
        assert isinstance(record["MediaID"], int)
        assert record["Category"] is None or isinstance(record["Category"], int)
        assert len(record["MD5"]) == 32
        assert all(place["MD5"] == record["MD5"] for place in record.get("MediaFiles", ()))
        assert read.setdefault(record["MD5"], record) is record
    return read


def properties(record: dict[str, Any]) -> dict[str, str]:
    assert {stated["MD5"] for stated in record["MediaMetadata"]} <= {record["MD5"]}
    return {stated["PropertyName"]: stated["PropertyValue"] for stated in record["MediaMetadata"]}


def test_a_list_names_known_files_with_their_scheme_and_leaves_unknown_ones_ungraded(
    package: Package,
) -> None:
    document = json.loads(vics_media(package))
    assert document["@odata.context"].endswith("/2.0.xml/Default/$metadata#Media")
    records = by_md5(document["value"])
    known, unknown = records[KNOWN["md5"].hex()], records[UNKNOWN["md5"].hex()]
    assert properties(known) == {
        "CategoryScheme": "vics-us", "CategoryCode": "1", "CategorySource": "EU-EC3"
    }  # fmt: skip
    assert (known["Category"], known["Tags"], known["Series"]) == (None, "vics-us 1", "S-77")
    assert (unknown["Category"], unknown["Tags"], properties(unknown)) == (None, "", {})
    assert "handling H0 + H1; grade B1; keep until 2024-05-21" in unknown["Comments"]
    assert "for SI-GPD alone; read for analysis" in unknown["Comments"]


def test_a_code_is_a_category_only_in_a_file_of_its_own_region(package: Package) -> None:
    """A code of one region read as a code of another would grade a file falsely."""
    for country, region, category in (("US", "US", 1), ("GB", "UK", None), ("RS", "Default", None)):
        recipient = Recipient(Authority(f"{country}-X"), country, country, True)
        document = json.loads(vics_media(replace(package, recipient=recipient)))
        assert f"/{region}/" in document["@odata.context"]
        assert by_md5(document["value"])[KNOWN["md5"].hex()]["Category"] == category


def test_cases_hold_each_authority_s_own_places(package: Package) -> None:
    document = json.loads(vics_cases(package))
    assert document["@odata.context"].endswith("/Default/$metadata#Cases")
    cases = {case["ContactOrganization"]: case for case in document["value"]}
    assert set(cases) == {"SI-GPD", "HR-MUP"}
    assert all(case["TotalMediaFiles"] == len(by_md5(case["Media"])) for case in cases.values())
    places = {
        owner: [(place["SourceID"], place["FilePath"]) for record in case["Media"]
                if record["MD5"] == UNKNOWN["md5"].hex() for place in record["MediaFiles"]]
        for owner, case in cases.items()
    }  # fmt: skip
    assert places == {"SI-GPD": [("ITEM-1", "=формула.jpg")], "HR-MUP": [("HR-3", "Слике/а.jpg")]}


@pytest.mark.parametrize("make", [vics_media, vics_cases])
def test_what_has_no_md5_is_counted_and_not_dropped_in_silence(
    package: Package, make: Callable[[Package], bytes]
) -> None:
    """A picture that is told by its hash or by SHA-256 alone cannot be named in VICS."""
    nameless = [each for each in contents_of(package) if "md5" not in each.digests and is_shown(each.mime)]
    assert json.loads(make(package))["@mozaik.withoutMD5"] == len(nameless) == without_md5(package) > 0
    pages = PdfReader(io.BytesIO(package_pdf(package))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert f"{len(nameless)} pictures or videos without an MD5 are not in the VICS files" in text
    assert "@mozaik.withoutMD5" not in json.loads(make(replace(package, hits=(), leads=())))


@pytest.mark.parametrize("member", FORMS)
def test_our_own_reader_reads_every_record(package: Package, member: str, tmp_path: Path) -> None:
    path = tmp_path / member
    path.write_bytes(render(package)[member])
    records = list(find_export(path).records(path))
    assert not [record for record in records if isinstance(record, BadRecord)]
    read = {record.sha256: record for record in records if isinstance(record, MediaRecord)}
    known = read[KNOWN["sha256"]]
    assert (known.md5, known.sha1, known.size) == (KNOWN["md5"], KNOWN["sha1"], 5)
    assert (known.series, known.category, known.notes) == ("S-77", None, ())
    if member == "vics-cases.json":
        assert [(place.source_id, place.path, place.deleted) for place in known.places] == [
            ("ITEM-1", "DCIM/known.jpg", False)
        ]
