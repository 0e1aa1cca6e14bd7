"""The CASE graph conforms to the ontology, and says what the package says."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from mozaik.package import Package
from mozaik.package.renderings.graph_case import package_case
from tests.package.forms import KNOWN, UNKNOWN, VALIDATE, forms_work, package_for


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return package_for(forms_work(tmp_path_factory.mktemp("case")), "SI-GPD")


@pytest.fixture(scope="module")
def nodes(package: Package) -> dict[str, dict[str, Any]]:
    graph = json.loads(package_case(package))["@graph"]
    read = {node["@id"]: node for node in graph}
    assert len(read) == len(graph)
    return read


def of_type(nodes: dict[str, dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [node for node in nodes.values() if node["@type"] == kind]


def objects(nodes: dict[str, dict[str, Any]], node: dict[str, Any]) -> list[dict[str, Any]]:
    return [nodes[part["@id"]] for part in node["uco-core:object"]]


def whose(nodes: dict[str, dict[str, Any]], record: dict[str, Any]) -> str:
    return str(nodes[record["uco-core:createdBy"]["@id"]]["uco-core:name"])


def statements(nodes: dict[str, dict[str, Any]], node: dict[str, Any]) -> set[str]:
    marks = [nodes[part["@id"]] for part in node["uco-core:objectMarking"]]
    return {said["uco-marking:statement"] for mark in marks for said in mark["uco-marking:definition"]}


def test_it_conforms_to_the_ontology(package: Package, tmp_path: Path) -> None:
    """As in the validator of its community; only terms outside of open vocabularies are remarked on."""
    path = tmp_path / "case.jsonld"
    path.write_bytes(package_case(package))
    done = subprocess.run([*VALIDATE, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "Conforms: True" in done.stdout


def test_an_exhibit_holds_what_was_found_on_it(nodes: dict[str, dict[str, Any]]) -> None:
    records = of_type(nodes, "case-investigation:ProvenanceRecord")
    exhibits = {
        (whose(nodes, record), record["case-investigation:exhibitNumber"]): record
        for record in records
        if "uco-core:createdBy" in record
    }
    paths = {
        facet.get("uco-observable:filePath")
        for node in objects(nodes, exhibits["HR-MUP", "HR-3"])
        for facet in node["uco-core:hasFacet"]
    }
    assert "Слике/а.jpg" in paths
    assert "=формула.jpg" not in paths
    assert any(word.startswith("H1") for word in statements(nodes, exhibits["HR-MUP", "HR-3"]))
    assert ("RS-MUP", "RS-7") in exhibits


def test_the_act_of_drafting_leads_to_the_record_of_the_package(
    package: Package, nodes: dict[str, dict[str, Any]]
) -> None:
    actions = of_type(nodes, "case-investigation:InvestigativeAction")
    (action,) = [each for each in actions if each["uco-core:name"] == "draft of an intelligence package"]
    (result,) = action["uco-action:result"]
    record = nodes[result["@id"]]
    assert record["case-investigation:exhibitNumber"] == "SI-GPD.package.0001"
    assert (record["mozaik:auditSequence"], record["mozaik:auditHead"]) == (2, "ab" * 32)
    assert nodes[action["uco-action:performer"]["@id"]]["uco-core:name"] == "EU-EC3"
    names = [node["uco-core:name"] for node in objects(nodes, record)]
    assert {told.reference for told in package.told} <= set(names)


def test_files_have_digests_in_capitals_and_gradings(nodes: dict[str, dict[str, Any]]) -> None:
    hashes: dict[str, set[str]] = {}
    classes: set[str] = set()
    for node in of_type(nodes, "uco-observable:File"):
        for facet in node["uco-core:hasFacet"]:
            for told in facet.get("uco-observable:hash", ()):
                value = told["uco-types:hashValue"]["@value"]
                hashes.setdefault(told["uco-types:hashMethod"], set()).add(value)
            graded = facet.get("uco-analysis:classification", ())
            classes |= {told["uco-analysis:class"] for told in graded}
    assert {KNOWN["md5"].hex().upper(), UNKNOWN["md5"].hex().upper()} <= hashes["MD5"]
    assert "07" * 32 in hashes["PDQ"]
    assert classes == {"vics-us 1", "interpol-baseline 1"}


def test_a_hit_stands_under_its_own_conditions(package: Package, nodes: dict[str, dict[str, Any]]) -> None:
    groups = {node["uco-core:name"]: node for node in of_type(nodes, "uco-core:Grouping")}
    for told in package.told:
        group = groups[told.reference]
        assert {text[:2] for text in statements(nodes, group)} == set(told.handling)
        assert group["mozaik:grade"] == told.grade
        tickets = [f"{hidden.authority} {hidden.ticket}" for hidden in told.ask]
        assert group["mozaik:ticket"] == sorted(tickets)


def test_no_person_has_a_node(nodes: dict[str, dict[str, Any]]) -> None:
    kinds = {str(node["@type"]) for node in nodes.values()}
    assert not [kind for kind in kinds if kind.endswith(("Person", "Identity"))]
    assert "uco-identity:Organization" in kinds
