"""The MISP event is read by MISP's own library, and holds nothing that a platform may not hold."""

import json
from dataclasses import replace
from typing import Any

import pytest
from pymisp import MISPEvent

from mozaik.package import Package
from mozaik.package.renderings.event_misp import LONGEST, package_misp
from mozaik.terms import Handling
from tests.package.forms import KNOWN, UNKNOWN, forms_work, package_for


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return package_for(forms_work(tmp_path_factory.mktemp("misp")), "SI-GPD")


def event_of(package: Package) -> MISPEvent:
    event = MISPEvent()
    event.load(package_misp(package).decode())
    return event


def values_of(event: MISPEvent) -> dict[tuple[str, str], str]:
    """Every attribute by type and value, with its comment, within objects too."""
    inside = [attribute for each in event.objects for attribute in each.attributes]
    return {(each.type, each.value): each.comment for each in (*event.attributes, *inside)}


def test_selectors_and_files_come_out_as_attributes(package: Package) -> None:
    values = values_of(event_of(package))
    assert {
        ("email", "maple@mail.example"), ("phone-number", "+38761000001"),
        ("btc", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"), ("text", "telegram:чика_мика"),
        ("md5", KNOWN["md5"].hex()), ("sha256", UNKNOWN["sha256"].hex()),
        ("text", "category 1 of vics-us, by EU-EC3"), ("text", f"PDQ {'07' * 32}"),
    } <= set(values)  # fmt: skip
    assert "handling H0 + H1; grade B1; keep until 2024-05-21" in values["sha256", UNKNOWN["sha256"].hex()]
    assert "ask HR-MUP, quoting T-" in values["email", "maple@mail.example"]


def test_it_is_shared_with_nobody_and_detects_nothing(package: Package) -> None:
    event = event_of(package)
    inside = [attribute for each in event.objects for attribute in each.attributes]
    held = [*event.attributes, *inside]
    shared: list[Any] = [event, *event.objects, *held]
    assert {str(each.distribution) for each in shared} == {"0"}
    assert not any(each.to_ids for each in held)
    assert len({each.uuid for each in held}) == len(held)
    assert event.published is False


@pytest.mark.parametrize("code", [Handling.H2, Handling.H3])
def test_nothing_that_a_platform_may_not_hold_is_in_it(package: Package, code: Handling) -> None:
    """Not by one of several hits of the same file or value either; how much is missing is said."""
    data = package_misp(package).decode()
    assert "forum.example" not in data
    assert "hits and pointers under H2 or H3: 1;" in data
    hit = next(hit for hit in package.hits if hit.value_kind == "sha256" and hit.told[0].fields.get("md5"))
    again = replace(hit, reference="H-2", handling=(Handling.H0, code))
    closed = package_misp(replace(package, hits=(*package.hits, again))).decode()
    assert hit.values[0] in data
    assert hit.values[0] not in closed
    assert "hits and pointers under H2 or H3: 2;" in closed


def test_a_value_that_misp_would_cut_is_left_out_and_counted(package: Package) -> None:
    hit = next(hit for hit in package.hits if hit.value_kind == "email")
    for length, left_out in ((LONGEST, 0), (LONGEST + 1, 1)):
        long = replace(hit, values=("x" * (length - 10) + "@m.example",))
        data = json.loads(package_misp(replace(package, hits=(long,))))
        assert f"values too long for MISP: {left_out}." in data["Event"]["Attribute"][0]["value"]
        emails = [each for each in data["Event"]["Attribute"] if each["type"] == "email"]
        assert len(emails) == 1 - left_out


def test_no_name_of_a_person_is_in_it(package: Package) -> None:
    """A platform correlates equal texts: two people of one name would become one."""
    data = package_misp(package).decode()
    assert "Јован" not in data
    assert "Jovan" not in data
    assert "A name with a second fact" in data
