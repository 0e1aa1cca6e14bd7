"""A file is told once in the forms of other programs, and two files never become one."""

from dataclasses import replace

import pytest

from mozaik.package import Package
from mozaik.package.renderings.conditions import conditions_of
from mozaik.package.renderings.contents import FileContent, contents_of
from mozaik.terms import Handling
from tests.package.forms import KNOWN, UNKNOWN, forms_work, package_for


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return package_for(forms_work(tmp_path_factory.mktemp("contents")), "SI-GPD")


def named(package: Package, sha256: bytes) -> FileContent:
    (content,) = [each for each in contents_of(package) if each.digests.get("sha256") == sha256.hex()]
    return content


def test_a_file_of_several_hits_is_one_under_the_conditions_of_all(package: Package) -> None:
    hit = next(hit for hit in package.hits if hit.reference in named(package, UNKNOWN["sha256"]).hits)
    by_md5 = replace(
        hit, reference="H-2", value_kind="md5", handling=(Handling.H0, Handling.H3), grade="C4",
        told=tuple(replace(holder, value=UNKNOWN["md5"].hex()) for holder in hit.told),
    )  # fmt: skip
    content = named(replace(package, hits=(*package.hits, by_md5)), UNKNOWN["sha256"])
    assert set(content.hits) == {hit.reference, "H-2"}
    assert [place.path for place in content.places] == ["=формула.jpg", "Слике/а.jpg"]
    conditions = conditions_of([*content.hits.values()])
    assert conditions.codes == (Handling.H0, Handling.H1, Handling.H3)
    assert conditions.grade == "C4"


def test_two_files_of_one_forged_md5_stay_two(package: Package) -> None:
    """A grading of one would otherwise be a grading of the other."""
    known = next(hit for hit in package.hits if hit.reference in named(package, KNOWN["sha256"]).hits)
    other = "ee" * 32
    forged = tuple(
        replace(holder, value=other, fields={**holder.fields, "sha256": other, "category_code": "9"})
        for holder in known.told
    )
    both = replace(package, hits=(known, replace(known, reference="H-2", told=forged)))
    contents = contents_of(both)
    assert [content.digests["sha256"] for content in contents] == [KNOWN["sha256"].hex(), other]
    assert {content.digests["md5"] for content in contents} == {KNOWN["md5"].hex()}
    assert [{said.code for said in content.gradings} for content in contents] == [{"1"}, {"9"}]


def test_pictures_without_a_digest_are_told_by_their_hash(package: Package) -> None:
    alone = [content for content in contents_of(package) if not content.digests]
    assert {picture for content in alone for picture in content.pictures} >= {"07" * 32, "08" * 32}
