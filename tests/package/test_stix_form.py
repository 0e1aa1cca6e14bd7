"""The STIX bundle is valid, says under which conditions, and joins no people."""

import json
from dataclasses import replace
from typing import Any

import pytest
import stix2
from stix2validator import ValidationOptions, validate_parsed_json

from mozaik.package import Package
from mozaik.package.renderings.bundle_stix import package_stix
from mozaik.package.renderings.stix_values import EXTENSION
from mozaik.terms import Handling
from tests.package.forms import KNOWN, SECRET_NAMES, UNKNOWN, forms_work, package_for


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return package_for(forms_work(tmp_path_factory.mktemp("stix")), "SI-GPD")


@pytest.fixture(scope="module")
def bundle(package: Package) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(package_stix(package))
    return read


def of_type(bundle: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [each for each in bundle["objects"] if each["type"] == kind]


def stated(each: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = each["extensions"][EXTENSION]
    return told


def statements_of(bundle: dict[str, Any]) -> dict[str, str]:
    marks = of_type(bundle, "marking-definition")
    return {mark["id"]: mark["definition"]["statement"] for mark in marks}


def errors_of(bundle: dict[str, Any]) -> list[str]:
    result = validate_parsed_json(bundle, ValidationOptions(version="2.1", strict_types=True))
    return [str(error) for error in result.errors]


def test_the_validator_of_the_standard_finds_no_error(package: Package, bundle: dict[str, Any]) -> None:
    assert errors_of(bundle) == []
    empty = replace(package, hits=(), pointers=(), leads=(), transfer_ground="safeguard", use=None)
    assert errors_of(json.loads(package_stix(empty))) == []
    del of_type(bundle := json.loads(json.dumps(bundle)), "note")[0]["content"]
    assert errors_of(bundle) != []


def test_the_library_of_the_standard_makes_the_same_ids_of_values(
    bundle: dict[str, Any],
) -> None:
    read = stix2.parse(json.dumps(bundle), allow_custom=False)
    assert len(read.objects) == len(bundle["objects"])
    made = 0
    for each in bundle["objects"]:
        kind = {"file": stix2.v21.File, "email-addr": stix2.v21.EmailAddress, "url": stix2.v21.URL,
                "user-account": stix2.v21.UserAccount}.get(each["type"])  # fmt: skip
        if kind:
            assert kind(**{name: value for name, value in each.items() if name != "id"}).id == each["id"]
            made += 1
    assert made > 8


def test_every_reference_leads_to_an_object(bundle: dict[str, Any]) -> None:
    known = {each["id"] for each in bundle["objects"]}
    assert len(known) == len(bundle["objects"])
    for each in bundle["objects"]:
        assert {*each.get("object_refs", ()), *each.get("object_marking_refs", ())} <= known


def test_a_hit_says_its_conditions_holders_and_tickets(package: Package, bundle: dict[str, Any]) -> None:
    statements = {
        each["id"]: each["definition"]["statement"] for each in of_type(bundle, "marking-definition")
    }
    hits = {told.reference: told for told in package.told}
    about_hits = [note for note in of_type(bundle, "note") if "reference" in stated(note)]
    notes = {stated(note)["reference"]: note for note in about_hits}
    assert set(notes) == set(hits)
    for reference, note in notes.items():
        hit, told = hits[reference], stated(note)
        assert {statements[mark][:2] for mark in note["object_marking_refs"]} == set(hit.handling)
        assert (told["grade"], told["keep_until"]) == (hit.grade, str(hit.keep_until))
        assert {ticket for ask in told.get("ask", ()) for ticket in ask["tickets"]} == {
            hidden.ticket for hidden in hit.ask
        }
        assert [holder.get("unit") for holder in told["holders"]] == [holder.unit for holder in hit.told]
    (report,) = of_type(bundle, "report")
    assert (stated(report)["sequence"], stated(report)["audit_head"]) == (1, "ab" * 32)


def test_a_value_stands_under_the_conditions_of_every_hit_of_it(package: Package) -> None:
    hit = next(hit for hit in package.hits if hit.value_kind == "phone")
    closed = replace(hit, reference="H-2", handling=(Handling.H0, Handling.H2))
    both = json.loads(package_stix(replace(package, hits=(hit, closed), pointers=(), leads=())))
    (phone,) = [each for each in of_type(both, "user-account") if each["account_type"] == "phone"]
    statements = statements_of(both)
    assert {statements[mark][:2] for mark in phone["object_marking_refs"]} == {"H0", "H2"}


def test_only_authorities_are_identities(bundle: dict[str, Any]) -> None:
    names = {each["name"] for each in of_type(bundle, "identity")}
    assert names == {"Mozaik", "EU-EC3", "SI-GPD", "HR-MUP", "RS-MUP"}
    assert {each["identity_class"] for each in of_type(bundle, "identity")} == {"organization", "system"}
    assert not [name for name in SECRET_NAMES if name in json.dumps(bundle, ensure_ascii=False)]


def test_files_have_their_digests_picture_hashes_and_gradings(bundle: dict[str, Any]) -> None:
    files = of_type(bundle, "file")
    by_md5 = {each["hashes"]["MD5"]: each for each in files if "MD5" in each.get("hashes", {})}
    known, unknown = by_md5[KNOWN["md5"].hex()], by_md5[UNKNOWN["md5"].hex()]
    assert known["hashes"]["SHA-256"] == KNOWN["sha256"].hex()
    assert stated(known)["gradings"] == [{"scheme": "vics-us", "code": "1", "said_by": "EU-EC3"}]
    assert "extensions" not in unknown
    pictures = {picture["value"] for each in files if "extensions" in each
                for picture in stated(each).get("pictures", ())}  # fmt: skip
    assert {"07" * 32, "08" * 32, "09" * 32} <= pictures
