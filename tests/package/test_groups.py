"""Groups of near pictures in a package: by confirmed hits alone, with their conditions, and on paper.

(The cross-check at scale, section 1.)
"""

import io
import random
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from mozaik.package import Custody, Drafting, Package, make_package
from mozaik.package.renderings.paper_pdf import package_pdf
from mozaik.package.report.groups import GROUPS_SHOWN, groups_part
from mozaik.parties import Authority, PersonRef
from mozaik.release import Verdict, Work, judge_group, read_for_package, read_hits
from mozaik.terms import Handling
from tests.crosscheck.support import terms_of
from tests.package.forms import package_for
from tests.package.support import full_world
from tests.release.support import NOW, TRUST, asks, drafts_for, key_of, write_work
from tests.release.test_judging_groups import rows_of, scenes
from tests.release.test_near_groups import Picture, cross_checked

ANA = key_of("SI-GPD/ana")


def package_of(work: Work, recipient: str = "SI-GPD") -> Package:
    """The package that a person of the coordinator drafts, without a number."""
    person = PersonRef("EU-EC3/maria")
    asking = drafts_for(work, recipient, "joint action days", person, NOW)
    read = read_for_package(work, asking)
    drafting = Drafting(Authority(recipient), "joint action days", person, NOW)
    return make_package(read.reading, drafting, Custody(0, 0, ""), (), read.custody, read.groups)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    work = write_work(tmp_path_factory.mktemp("groups") / "work", full_world())
    return package_for(Work.open(work, TRUST), "SI-GPD")


def test_a_group_of_a_package_is_made_of_confirmed_pairs_alone(tmp_path: Path) -> None:
    first, second = scenes(random.Random(5))
    work = cross_checked(tmp_path, rows_of([*first, *second]))
    assert package_of(work).groups == ()
    (whole,) = read_hits(work, asks(work, "SI-GPD")).groups
    judge_group(work, whole.reference, Verdict.CONFIRM, ANA, "one scene", NOW)
    (told,) = package_of(work).groups
    assert (told.pictures, told.references) == (10, whole.hits)
    judge_group(work, whole.reference, Verdict.WITHDRAW, ANA, "two scenes", NOW, beyond=19)
    made = package_of(work)
    assert [group.pictures for group in made.groups] == [5, 5]
    assert {name for group in made.groups for name in group.references} == {
        hit.reference for hit in made.hits
    }
    values = {picture for group in made.groups for picture in (group.best, *(f.picture for f in group.files))}
    assert values <= {value for hit in made.hits for value in hit.values}
    assert [group.pictures for group in read_hits(work, asks(work, "SI-GPD")).groups] == [10]


def test_a_group_stands_under_the_conditions_of_all_its_hits(tmp_path: Path) -> None:
    (first, _) = scenes(random.Random(6))
    rows = rows_of(first)
    codes = frozenset({Handling.H0, Handling.H1})
    strict = terms_of("HR-MUP", "strict", handling=codes, source="B", review_on=date(2024, 1, 31))
    last = Picture("HR-MUP", "ITEM-9", rows[-1].pdq, strict)
    work = cross_checked(tmp_path, [*rows[:-1], last])
    (whole,) = read_hits(work, asks(work, "SI-GPD")).groups
    judge_group(work, whole.reference, Verdict.CONFIRM, ANA, "one scene", NOW)
    (group,) = package_of(work).groups
    assert (group.handling, group.grade) == ((Handling.H0, Handling.H1), "B1")
    assert group.keep_until == date(2024, 1, 31)
    assert group.best_grade == "A1"
    assert bytes.fromhex(group.best) != last.pdq


def test_the_report_says_how_near_a_group_is_and_what_would_split_it(package: Package) -> None:
    (group,) = package.groups
    text = " ".join(
        "".join(page.extract_text() for page in PdfReader(io.BytesIO(package_pdf(package))).pages).split()
    )
    table = text.partition("Near pictures that hang together")[2].partition("Who shares what with whom")[0]
    for said in ("3 pictures", "steps of at most 12 of 256 bits", "RS-MUP and SI-GPD: 32 of 256 bits",
                 "SI-GPD, ITEM-1: 7.jpg", "at most 11 of 256 bits: 2 parts",
                 "Best graded (A1): 0707"):  # fmt: skip
        assert said in table, said
    assert group.reference.removeprefix("G-")[:6] in table
    assert f"in group {group.reference}"[:14] in text


def test_the_report_cuts_a_long_table_and_says_so(package: Package) -> None:
    (group,) = package.groups
    many = replace(group, nearest=group.nearest * 9, files=())
    part: Any = groups_part(replace(package, groups=(many,) * (GROUPS_SHOWN + 2)))
    assert (len(part["rows"]), part["more_text"]) == (GROUPS_SHOWN, "2 more groups in package.json.")
    assert part["rows"][0]["nearest"][-1] == "and 3 more"
    assert groups_part(replace(package, groups=())) is None
