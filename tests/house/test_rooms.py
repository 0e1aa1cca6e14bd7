"""The order of the rooms: every contract dies from an import that offends it, and doors are used.

The contracts stand in pyproject.toml and are checked by import-linter itself. Here each is shown one
offending import, added to the graph of today's imports, so that none of them is a contract that cannot fail.
"""

import ast
import tomllib
from copy import deepcopy
from itertools import pairwise
from typing import Any

import grimp
import pytest
from importlinter.api import read_configuration
from importlinter.contracts.acyclic_siblings import AcyclicSiblingsContract
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract
from importlinter.contracts.protected import ProtectedContract

from tests.house.support import REPOSITORY, SOURCE, modules, place

TYPES: dict[str, Any] = {
    "layers": LayersContract,
    "acyclic_siblings": AcyclicSiblingsContract,
    "forbidden": ForbiddenContract,
    "protected": ProtectedContract,
}
CONFIGURATION = read_configuration(str(REPOSITORY / "pyproject.toml"))
CONTRACTS: list[dict[str, Any]] = CONFIGURATION["contracts_options"]
LAYERS: list[str] = next(contract["layers"] for contract in CONTRACTS if contract["type"] == "layers")
MODULE_OF = {"pillow": "PIL"}
"""The name under which a package is imported, where it is another than its own."""


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("mozaik", include_external_packages=True, cache_dir=None)


def holds(contract: dict[str, Any], graph: grimp.ImportGraph) -> bool:
    options = {name: value for name, value in contract.items() if name not in ("name", "type")}
    kind = TYPES[contract["type"]]
    checked = kind(contract["name"], CONFIGURATION["session_options"], options).check(graph, verbose=False)
    return bool(checked.kept)


def with_import(graph: grimp.ImportGraph, importer: str, imported: str) -> grimp.ImportGraph:
    offended = deepcopy(graph)
    offended.add_import(importer=importer, imported=imported, line_number=1, line_contents="offending")
    return offended


def rooms_of(layer: str) -> list[str]:
    """The rooms of a layer that are built; one in brackets is not there yet."""
    return [f"mozaik.{name}" for name in layer.replace(" ", "").split("|") if not name.startswith("(")]


def contract_named(part: str) -> dict[str, Any]:
    return next(contract for contract in CONTRACTS if part in contract["name"])


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract["name"])
def test_every_contract_holds_today(contract: dict[str, Any], graph: grimp.ImportGraph) -> None:
    assert holds(contract, deepcopy(graph))


@pytest.mark.parametrize(("high", "low"), list(pairwise(LAYERS)))
def test_no_room_imports_the_one_above_it(high: str, low: str, graph: grimp.ImportGraph) -> None:
    for lower in rooms_of(low):
        for higher in rooms_of(high):
            assert not holds(CONTRACTS[0], with_import(graph, lower, higher)), (lower, higher)


def test_a_room_without_a_place_in_the_order_is_refused(graph: grimp.ImportGraph) -> None:
    homeless = deepcopy(graph)
    homeless.add_module("mozaik.utilities")
    assert not holds(CONTRACTS[0], homeless)


def test_two_modules_of_a_room_never_import_each_other(graph: grimp.ImportGraph) -> None:
    assert not holds(
        contract_named("Within a room"), with_import(graph, "mozaik.seal.keys", "mozaik.seal.verify")
    )


@pytest.mark.parametrize(
    "contract",
    [contract for contract in CONTRACTS if contract["type"] == "forbidden"],
    ids=lambda c: c["name"],
)
def test_every_forbidden_import_is_refused(contract: dict[str, Any], graph: grimp.ImportGraph) -> None:
    for source in contract["source_modules"]:
        for target in contract["forbidden_modules"]:
            assert not holds(contract, with_import(graph, source, target)), target


@pytest.mark.parametrize(
    "contract",
    [contract for contract in CONTRACTS if contract["type"] == "protected"],
    ids=lambda c: c["name"],
)
def test_no_other_room_knows_what_is_protected(contract: dict[str, Any], graph: grimp.ImportGraph) -> None:
    allowed = set(contract["allowed_importers"]) | set(contract["protected_modules"])
    stranger = next(
        room for layer in LAYERS for room in rooms_of(layer) if room not in allowed and room != "mozaik.cli"
    )
    for protected in contract["protected_modules"]:
        assert not holds(contract, with_import(graph, stranger, protected)), protected


def test_the_site_may_import_four_rooms_and_every_other_is_forbidden() -> None:
    forbidden = set(contract_named("public site")["forbidden_modules"])
    allowed = {"mozaik.wording", "mozaik.typeset", "mozaik.seal", "mozaik.tallies", "mozaik.campaign"}
    ground = {
        f"mozaik.{name}"
        for name in (
            "aside",
            "errors",
            "files",
            "canonical",
            "csv_text",
            "json_schema",
            "kinds",
            "lazily",
            "parties",
            "moments",
            "progress",
            "typed_json",
            "toml_text",
            "visible",
        )
    }
    rooms = {room for layer in LAYERS for room in rooms_of(layer)}
    assert rooms - forbidden - allowed - ground == set()


def test_every_library_has_a_contract_that_says_who_knows_it() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    libraries = {text.split("=")[0].split(">")[0].split("<")[0].strip() for text in project["dependencies"]}
    known = {
        name
        for contract in CONTRACTS
        if contract["type"] == "protected"
        for name in contract["protected_modules"]
    }
    assert {MODULE_OF.get(name, name) for name in libraries} - known == set()


def test_a_room_is_entered_by_its_door() -> None:
    """Another room imports from `mozaik.ROOM`, never from a file within it."""
    rooms = {folder.name for folder in SOURCE.iterdir() if folder.is_dir()}
    past_the_door = [
        f"{place(path, node)} {node.module}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("mozaik.")
        if len(parts := node.module.split(".")) > 2
        and parts[1] in rooms
        and parts[1] != path.relative_to(SOURCE).parts[0]
    ]
    assert past_the_door == []
