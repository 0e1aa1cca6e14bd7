"""The documents of the exchange: golden files, two verifiers, hostile content, and the page that says it."""

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from mozaik.canonical import JsonValue, from_canonical, to_canonical
from mozaik.errors import MozaikError
from mozaik.exchange import DOCUMENTS, JointReading, document_in, numbered_in
from mozaik.seal import (
    Kind,
    Manifest,
    Member,
    TrustStore,
    Verified,
    role_for,
    verify_sealed,
    write_sealed,
)
from tests.exchange.make_golden import GOLDEN, LJUBLJANA, make
from tests.house.json_pages import described, stated
from tests.house.support import REPOSITORY
from tests.seal.make_vectors import ANA

VERIFIER = REPOSITORY / "docs" / "formats" / "verify-exchange.mjs"
FILES = sorted(path for path in GOLDEN.glob("small.*"))
FORMS = {
    "amendment-erase": "Amendment",
    "amendment-change-terms": "Change of terms",
    "amendment-permit": "Permit",
    "recall-answer": "Recall",
}
"""Further forms of amendments and recalls, by their golden files, with their part of the page."""
PARTS = {**{str(kind): str(kind).capitalize() for kind in DOCUMENTS}, **FORMS}
NAMES = tuple(PARTS)
OPEN_MAPS = frozenset({"fields", "versions", "parameters"})
FILLED: frozenset[str] = frozenset()


def node_verdicts(paths: list[Path], trust: Path) -> dict[str, str]:
    """What the second verifier says of each file, by name."""
    node = shutil.which("node")
    if node is None:
        pytest.fail("node is missing: run scripts/system-packages")
    arguments = [word for path in paths for word in (str(path), str(trust))]
    done = subprocess.run([node, str(VERIFIER), *arguments], capture_output=True, text=True, check=False)
    assert not done.stderr
    return {Path(line.split(": ")[0]).name: line.split(": ")[1] for line in done.stdout.splitlines()}


def python_verdict(path: Path, trust: TrustStore) -> str:
    refused: MozaikError | None = None
    try:
        verified = verify_sealed(path, trust)
        if verified.manifest.kind is Kind.DELIVERY:
            numbered_in(verified.manifest, str(path))
        else:
            document_in(verified)
    except MozaikError as error:
        refused = error
    return "sound" if refused is None else type(refused).__name__


def test_the_golden_files_are_made_so_today_and_sound_to_both_verifiers(tmp_path: Path) -> None:
    make(tmp_path)
    assert {path.name for path in FILES} == {"small.delivery", *(f"small.{name}" for name in NAMES)}
    for path in FILES:
        assert members_of(tmp_path / path.name) == members_of(path), path.name
    trust = TrustStore.load(GOLDEN / "trust.json")
    assert {path.name: python_verdict(path, trust) for path in FILES} == {p.name: "sound" for p in FILES}
    assert node_verdicts(FILES, GOLDEN / "trust.json") == {path.name: "sound" for path in FILES}


def test_a_reading_of_format_1_is_read_and_tells_no_groups(tmp_path: Path) -> None:
    old, trust = GOLDEN / "reading-1", TrustStore.load(GOLDEN / "trust.json")
    read = document_in(verify_sealed(old, trust))
    assert isinstance(read, JointReading)
    assert (read.format, read.groups, len(read.hits)) == (1, (), 1)
    later = cast(
        "dict[str, JsonValue]", from_canonical(verify_sealed(old, trust).read_member("reading.json"), "x")
    )
    forge(tmp_path / "later", golden("reading").manifest, {**later, "groups": []})
    paths = [old, tmp_path / "later"]
    said = {"reading-1": "sound", "later": "ShapeError"}
    assert {path.name: python_verdict(path, trust) for path in paths} == said
    assert node_verdicts(paths, GOLDEN / "trust.json") == said


def members_of(path: Path) -> tuple[Member, ...]:
    """What a file holds; its manifest names the version of the program, too."""
    return verify_sealed(path, TrustStore.load(GOLDEN / "trust.json")).manifest.members


@pytest.mark.parametrize("name", NAMES)
def test_the_page_describes_every_field_of_a_document(name: str) -> None:
    fields = stated([content_of(name)], OPEN_MAPS)
    elsewhere = {field for field in fields if field.startswith(("hits[].", "groups[].", "coverage."))}
    assert fields - elsewhere == described("exchange.md", PARTS[name])
    assert elsewhere - described("hits.md") - FILLED == set()


def golden(name: str) -> Verified:
    return verify_sealed(GOLDEN / f"small.{name}", TrustStore.load(GOLDEN / "trust.json"))


def content_of(name: str) -> dict[str, JsonValue]:
    verified = golden(name)
    member = f"{verified.manifest.kind}.json"
    return cast("dict[str, JsonValue]", from_canonical(verified.read_member(member), name))


def test_both_verifiers_refuse_the_same_documents_for_the_same_cause(tmp_path: Path) -> None:
    """Every field of every document left out, of another type, one too many, or of a later format."""
    trust = TrustStore.load(GOLDEN / "trust.json")
    paths = []
    for form in NAMES:
        for name, content in hostile(content_of(form)).items():
            path = tmp_path / f"{form} {name}"
            forge(path, golden(form).manifest, content)
            paths.append(path)
    by_python = {path.name: python_verdict(path, trust) for path in paths}
    assert by_python == node_verdicts(paths, GOLDEN / "trust.json")
    assert set(by_python.values()) == {"ShapeError", "NewerDocumentError"}


def hostile(content: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """Documents that are almost this one."""
    made: dict[str, JsonValue] = {
        "newer": {**content, "format": cast(int, content["format"]) + 1},
        "list": [],
        "more": {**content, "x": 1},
    }
    for field in content:
        made[f"without {field}"] = {name: part for name, part in content.items() if name != field}
        made[f"other {field}"] = {**content, field: {"other": "type"}}
        made[f"true {field}"] = {**content, field: True if content[field] is not True else 1}
    return made


def forge(path: Path, manifest: Manifest, content: JsonValue) -> None:
    """A truly signed file around any content."""
    kind = manifest.kind
    signer = LJUBLJANA if role_for(kind) == "node" else ANA
    bare = replace(manifest, members=())
    write_sealed(path, bare, {f"{kind}.json": to_canonical(content)}, [(signer, role_for(kind))])


OWN_SETS: tuple[dict[str, JsonValue], ...] = (
    {"sets": []},
    {"sets": ["SI-GPD.2", "SI-GPD.1"]},
    {"sets": ["HR-MUP.1"]},
    {"reason": " "},
)
OWN_ROWS: tuple[dict[str, JsonValue], ...] = (
    {"rows": [{"set_id": "SI-GPD.1", "table": table, "row_id": 1} for table in ("media", "files")]},
    {"rows": [{"set_id": "SI-GPD.3", "table": "files", "row_id": 1}]},
    {"rows": [{"set_id": "SI-GPD.1", "table": "../files", "row_id": 1}]},
    {"rows": [{"set_id": "SI-GPD.1", "table": "files", "row_id": -1}]},
    {"reader": "SI-GPD"},
)
BROKEN: Mapping[str, tuple[dict[str, JsonValue], ...]] = {
    "receipt": (
        {"unbroken": 19},
        {"beyond": [20, 19]},
        {"refused": [{"number": 4, "why": "a"}, {"number": 3, "why": "b"}]},
    ),
    "reading": (
        {"number": 0},
        {"order": []},
        {"order": ["H-AAAAAAAAAAAAAAAA"] * 2},
        {"order": ["H-AAAAAAAAAAAAAAAA", "H-BBBBBBBBBBBBBBBB"]},
        {"hits": []},
        {"order": ["H-BBBBBBBBBBBBBBBB"], "hits": [], "whole": False},
    ),
    "judgements": ({"judgements": []}, {"joint": "EU-EC3"}),
    "request": (
        {"grade": "E5"},
        {"handling": ["H1"]},
        {"handling": []},
        {"handling": ["H1", "H0"]},
        {"legal_basis": " "},
        {"own_reference": "a\nb"},
        {"answer_by": "soon"},
        {"question": ""},
        {"ticket": "T-1"},
        {"facts": ""},
        {"selectors": []},
        {"clarifies": "../x"},
    ),
    "amendment": (*OWN_SETS, {"change": "erase"}),
    "amendment-erase": (*OWN_SETS, {"change": "withdraw"}, {"sets": ["SI-GPD.1"]}),
    "amendment-change-terms": (*OWN_SETS, *OWN_ROWS),
    "amendment-permit": (*OWN_SETS, *OWN_ROWS, {"lifts": "H0"}, {"lifts": "H3"}),
    "recall-answer": ({"files": []}, {"references": ["H-B", "H-A"]}),
    "recall": (
        {"files": []},
        {"files": ["../x"]},
        {"references": ["H-B", "H-A"]},
        {"after": -1},
        {"reason": ""},
    ),
    "outcome": (
        {"package": "../x"},
        {"references": ["H-B", "H-A"]},
        {"grade": "A"},
        {"handling": []},
        {"own_reference": ""},
        {"corrects": "a b"},
        {"text": " "},
    ),
    "notice": (),
    "urgent": (
        {"country": "HR-MUP"},
        {"country": "SI"},
        {"experts": ["HR-MUP/eva", "HR-MUP/ana"]},
        {"what": " "},
        {"package": "../x"},
        {"references": ["H-B", "H-A"]},
        {"legal_basis": ""},
        {"handling": ["H2"]},
        {"grade": "E1"},
        {"own_reference": "a\nb"},
        {"refer_by": "today"},
        {"referral": {"to": "", "at": "2023-11-20T08:30:00Z", "by": "SI-GPD/ana"}},
        {"referral": {"to": "centre", "at": "soon", "by": "SI-GPD/ana"}},
    ),
    "safeguarding": (
        {"urgent": ""},
        {"did": "take"},
        {"referral": None},
        {"text": ""},
        {"grade": "A"},
        {"handling": []},
        {"own_reference": " "},
    ),
    "answer": (
        {"grade": "A"},
        {"handling": []},
        {"request": ""},
        {"text": " "},
        {"ground": ""},
        {"outcome": "given"},
        {"outcome": "refused"},
    ),
}
"""Of each kind, changes by which a document of the right shape breaks a rule."""


def test_both_verifiers_refuse_a_document_that_breaks_a_rule(tmp_path: Path) -> None:
    trust = TrustStore.load(GOLDEN / "trust.json")
    paths = []
    for name in NAMES:
        for number, changes in enumerate(BROKEN[name]):
            path = tmp_path / f"{name} {number}"
            forge(path, golden(name).manifest, {**content_of(name), **changes})
            paths.append(path)
    by_python = {path.name: python_verdict(path, trust) for path in paths}
    assert by_python == dict.fromkeys(by_python, "ExchangeError")
    assert node_verdicts(paths, GOLDEN / "trust.json") == by_python


@pytest.mark.parametrize(
    "changes", [{"verdict": "maybe"}, {"at": "now"}, {"reason": " "}, {"person": "HR-MUP/x"}]
)
def test_both_verifiers_refuse_a_judgement_that_nobody_could_have_signed(
    tmp_path: Path, changes: dict[str, str]
) -> None:
    content = content_of("judgements")
    (signed,) = cast("list[dict[str, dict[str, JsonValue]]]", content["judgements"])
    forged = {**signed, "judgement": {**signed["judgement"], **changes}}
    said = {**content, "judgements": [cast("JsonValue", forged)]}
    forge(tmp_path / "forged", golden("judgements").manifest, said)
    trust = GOLDEN / "trust.json"
    assert python_verdict(tmp_path / "forged", TrustStore.load(trust)) == "InvalidInputError"
    assert node_verdicts([tmp_path / "forged"], trust) == {"forged": "InvalidInputError"}


def test_a_person_signs_no_delivery_and_a_node_no_answer(tmp_path: Path) -> None:
    """The roles are apart: what goes by rule, and what a person decides."""
    with pytest.raises(MozaikError, match="role node"):
        write_sealed(
            tmp_path / "x",
            Manifest(Kind.RECEIPT, "SI-GPD.r.1", "m", ANA.authority, "2023-11-20T09:00:00Z"),
            {"receipt.json": b"{}"},
            [(ANA, role_for(Kind.ANSWER))],
        )
