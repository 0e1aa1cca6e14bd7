"""Custody of the items behind what is told: from rows of the records, as far as their terms go."""

import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from mozaik.package import Custody, Exhibit, Lapse, Package, make_package
from mozaik.package.lapse import lapses_of
from mozaik.package.renderings.bundle_stix import package_stix
from mozaik.package.renderings.graph_case import package_case
from mozaik.package.renderings.paper_pdf import package_pdf
from mozaik.package.report.custody import LISTED, custody_part
from mozaik.parties import Authority
from mozaik.release import Status, Work, items_of, read_for_package
from mozaik.terms import Handling, Purpose, Use
from tests.package.forms import SECRET_TEXTS, forms_work, forms_world, package_for
from tests.package.support import DRAFTING, OWN, custody
from tests.release.support import TRUST, World, drafts_for, write_work

ACTION, RECORD = "case-investigation:InvestigativeAction", "case-investigation:ProvenanceRecord"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return package_for(forms_work(tmp_path_factory.mktemp("custody")), "SI-GPD")


def exhibit_of(package: Package, unit: str) -> Exhibit:
    (exhibit,) = [each for each in package.exhibits if each.unit == unit]
    return exhibit


def with_rows(folder: Path, **changes: Any) -> Package:
    """The package of the sample with one more event of an own item, under changed terms."""
    row = custody("SI-GPD.triage.1", "ITEM-2", replace(OWN, **changes), 1, "seized", to_holder="officer C")
    world: World = forms_world()
    world = replace(world, unshared=(*world.unshared, row))
    return package_for(Work.open(write_work(folder / "work", world), TRUST), "SI-GPD")


def test_of_ones_own_items_all_of_custody_is_told(package: Package) -> None:
    exhibit = exhibit_of(package, "ITEM-1")
    assert exhibit.own
    assert [(event.sequence, event.event) for event in exhibit.custody] == [
        (1, "seized"), (2, "handed-over"), (3, "imaged")
    ]  # fmt: skip
    seizure, handing, imaging = exhibit.custody
    assert (seizure.to_holder, seizure.place, seizure.origin) == ("officer A", "Ljubljana", "invented")
    assert (handing.from_holder, handing.to_holder, handing.at) == (
        "officer A", "laboratory", "2023-11-09T08:00:00Z"
    )  # fmt: skip
    assert (imaging.sha256_before, imaging.sha256_after, imaging.verified) == ("05" * 32, "05" * 32, True)
    assert {event.row.table for event in exhibit.custody if event.row} == {"custody"}


def test_of_anothers_item_the_open_events_are_told_without_what_can_name_a_person(package: Package) -> None:
    exhibit = exhibit_of(package, "RS-7")
    assert not exhibit.own
    assert [event.event for event in exhibit.custody] == ["seized", "imaged", "stored"]
    free = ("sequence", "from_holder", "to_holder", "reason", "place", "seal_old", "seal_new", "row")
    assert {getattr(event, name) for event in exhibit.custody for name in free} == {None}
    assert exhibit.custody[1].sha256_after == "06" * 32


def test_a_silent_event_and_an_item_that_is_not_told_are_absent(package: Package) -> None:
    assert [event.event for event in exhibit_of(package, "HR-3").custody] == ["imaged"]
    assert SECRET_TEXTS[1] not in [exhibit.unit for exhibit in package.exhibits]


def test_own_custody_is_told_where_no_cross_check_may_use_it(tmp_path: Path) -> None:
    """Its terms bind others; what is due for erasure is told to nobody."""
    told = with_rows(tmp_path / "other", purposes=frozenset({Purpose.OPERATIONAL_ANALYSIS}))
    assert [event.to_holder for event in exhibit_of(told, "ITEM-2").custody] == ["officer C"]
    due = with_rows(tmp_path / "due", review_on=date(2023, 11, 19))
    assert "ITEM-2" not in [exhibit.unit for exhibit in due.exhibits]


def test_custody_is_read_of_items_that_are_told_and_put_in_for_confirmed_hits(tmp_path: Path) -> None:
    """The hits decide of which items a package speaks, and a hit that nobody has confirmed tells of none."""
    work = forms_work(tmp_path)
    asking = drafts_for(work, "SI-GPD", "joint action days", DRAFTING.person)
    read = read_for_package(work, asking)
    told = items_of(holder for hit in read.reading.hits for holder in hit.holders)
    assert {(str(event.authority), event.item) for event in read.custody} <= told
    few = tuple(
        replace(hit, status=Status.CONFIRMED) for hit in read.reading.hits if hit.value_kind == "phone"
    )
    made = make_package(replace(read.reading, hits=few), DRAFTING, Custody(1, 2, "ab" * 32), (), read.custody)
    assert [exhibit.unit for exhibit in made.exhibits] == ["RS-7"]


def test_the_conditions_of_custody_count_for_the_whole_package(tmp_path: Path) -> None:
    noted = {"handling": frozenset({Handling.H0, Handling.H3}), "handling_note": "ask first"}
    told = with_rows(tmp_path, **noted, information="4", review_on=date(2023, 11, 30))
    assert "H3" in told.handling.codes
    assert told.handling.notes == ("ask first",)
    assert told.grade is not None
    assert told.grade.worst.endswith("4")
    assert told.keep_until is not None
    assert told.keep_until.earliest == date(2023, 11, 30)


def test_custody_under_h1_is_not_read_for_court(tmp_path: Path) -> None:
    court = package_for(forms_work(tmp_path), "SI-GPD", Use.COURT)
    assert {exhibit.authority for exhibit in court.exhibits} == {"SI-GPD", "RS-MUP"}


def test_custody_that_is_no_longer_told_lapses(package: Package) -> None:
    less = replace(
        package,
        exhibits=tuple(
            replace(each, custody=each.custody[:1]) if each.unit == "RS-7" else each
            for each in package.exhibits
        ),
    )
    (lapsed,) = lapses_of(package, less)
    assert (lapsed.reference, lapsed.authority, lapsed.lapse) == (
        "custody of RS-7", Authority("RS-MUP"), Lapse.CUSTODY_GONE
    )  # fmt: skip
    assert lapses_of(less, package) == ()


def _graph(package: Package) -> dict[str, dict[str, Any]]:
    return {node["@id"]: node for node in json.loads(package_case(package))["@graph"]}


def _actions_on(nodes: dict[str, dict[str, Any]], unit: str) -> list[dict[str, Any]]:
    (record,) = [
        node for node in nodes.values()
        if node["@type"] == RECORD and node["case-investigation:exhibitNumber"] == unit
    ]  # fmt: skip
    on_it = [{"@id": record["@id"]}]
    return [node for node in nodes.values() if node["@type"] == ACTION and node["uco-action:object"] == on_it]


def test_case_says_custody_as_actions_on_the_record_of_the_exhibit(package: Package) -> None:
    nodes = _graph(package)
    seizure, handing, imaging = _actions_on(nodes, "ITEM-1")
    assert [each["uco-core:name"] for each in (seizure, handing, imaging)] == [
        "seized", "handed-over", "imaged"
    ]  # fmt: skip
    assert seizure["uco-action:result"] == seizure["uco-action:object"]
    assert handing["case-investigation:wasInformedBy"] == [{"@id": seizure["@id"]}]
    assert nodes[handing["uco-action:performer"]["@id"]]["uco-core:name"] == "SI-GPD"
    (place,) = seizure["uco-action:location"]
    assert nodes[place["@id"]]["uco-core:name"] == "Ljubljana"
    assert (handing["mozaik:fromHolder"], handing["mozaik:toHolder"]) == ("officer A", "laboratory")
    assert imaging["mozaik:sha256After"]["@value"] == "05" * 32
    assert [each["uco-core:name"] for each in _actions_on(nodes, "HR-3")] == ["imaged"]
    marks = [nodes[mark["@id"]] for mark in _actions_on(nodes, "HR-3")[0]["uco-core:objectMarking"]]
    said = [part["uco-marking:statement"][:2] for mark in marks for part in mark["uco-marking:definition"]]
    assert said == ["H0", "H1"]


def test_stix_states_custody_in_the_registered_extension(package: Package) -> None:
    objects = json.loads(package_stix(package))["objects"]
    (definition,) = [each for each in objects if each["type"] == "extension-definition"]
    stated = {
        each["extensions"][definition["id"]]["unit"]: each
        for each in objects
        if "custody" in each.get("extensions", {}).get(definition["id"], {})
    }
    assert set(stated) == {exhibit.unit for exhibit in package.exhibits}
    own = stated["ITEM-1"]["extensions"][definition["id"]]
    assert [event["event"] for event in own["custody"]] == ["seized", "handed-over", "imaged"]
    assert own["custody"][0]["to_holder"] == "officer A"
    theirs = stated["RS-7"]["extensions"][definition["id"]]["custody"]
    assert set(theirs[0]) == {"event", "at", "handling", "grade", "keep_until"}
    (report,) = [each for each in objects if each["type"] == "report"]
    assert {each["id"] for each in stated.values()} <= set(report["object_refs"])
    codes = {each["id"] for each in objects if each.get("definition", {}).get("statement", "")[:2] == "H1"}
    assert codes & set(stated["HR-3"]["object_marking_refs"])


def test_the_report_shows_custody(package: Package) -> None:
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(package_pdf(package))).pages)
    paper = "".join(text.split())
    assert "Custodyoftheitems" in paper
    for part in (
        "SI-GPD,ITEM-1", "2023-11-0908:00UTC", "handedover", "handedoverby:officerA", "receivedby:laboratory",
        "oldseal:S-1sealS-2",
        "SHA-2560505050505050505…", "compared:thedigestagrees", "RS-MUP,RS-7",
    ):  # fmt: skip
        assert part in paper, part
    assert "службеник" not in paper


def test_a_long_custody_is_cut_on_paper_and_says_by_how_much(package: Package) -> None:
    exhibit = exhibit_of(package, "ITEM-1")
    many = replace(exhibit, custody=exhibit.custody[:1] * (LISTED + 7))
    part = custody_part(replace(package, exhibits=(many,)))
    assert part is not None
    assert isinstance(part["rows"], list)
    assert len(part["rows"]) == LISTED
    assert part["more_text"] == "7 more events in package.json."
    assert custody_part(replace(package, exhibits=())) is None
