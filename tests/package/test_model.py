"""A package is a value: what is written is read, and nothing else is (The house, move 4)."""

import hashlib
import json
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mozaik.canonical import JsonValue, NotCanonicalError, to_canonical
from mozaik.kinds import HitKind
from mozaik.package import (
    RENDERINGS,
    Custody,
    CustodyEvent,
    Form,
    HiddenHolder,
    Hit,
    Holder,
    Lead,
    NewerPackageError,
    Package,
    Pointer,
    make_package,
    package_from_json,
    read_package,
    render,
)
from mozaik.package.model import FORMAT, Compared, FirstStep
from mozaik.package.renderings.paper_pdf import digest_of
from mozaik.parties import Authority, PersonRef
from mozaik.typed_json import ShapeError, from_json, to_json
from tests.house.support import REPOSITORY
from tests.package.support import DRAFTING, confirmed_reading, sample_work

GOLDEN = Path(__file__).parent / "golden"
OPEN_MAPS = ("fields", "versions", "parameters")
"""Objects whose keys the format leaves open."""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    reading = confirmed_reading(sample_work(tmp_path_factory.mktemp("world")))
    return make_package(reading, DRAFTING, Custody(1, 2, "ab" * 32))


st.register_type_strategy(Authority, st.sampled_from([Authority("SI-GPD"), Authority("AT")]))
st.register_type_strategy(PersonRef, st.just(PersonRef("EU-EC3/maria")))
NONE: Any = st.just(())
WHOLES = st.builds(
    Package, format=st.just(FORMAT), first=NONE, leads=NONE, hits=NONE, pointers=NONE, compared=NONE,
    not_compared=NONE, groups=NONE, exhibits=NONE,
)  # fmt: skip


@given(WHOLES)
@settings(max_examples=40)
def test_every_package_is_read_as_it_was_written(package: Package) -> None:
    assert package_from_json(json.loads(json.dumps(package.to_json())), "here") == package


@pytest.mark.parametrize("kind", [Lead, Holder, HiddenHolder, CustodyEvent, Compared, FirstStep])
def test_every_part_is_read_as_it_was_written(kind: type) -> None:
    @given(st.builds(kind))
    @settings(max_examples=20)
    def check(part: object) -> None:
        assert from_json(kind, json.loads(json.dumps(to_json(part))), "here") == part

    check()


@pytest.mark.parametrize("kind", [Hit, Pointer])
def test_every_hit_and_pointer_is_read_as_it_was_written(kind: type) -> None:
    @given(st.builds(kind, told=st.lists(st.builds(Holder, places=NONE), max_size=1).map(tuple), ask=NONE))
    @settings(max_examples=20)
    def check(part: object) -> None:
        assert from_json(kind, json.loads(json.dumps(to_json(part))), "here") == part

    check()


def test_a_real_package_is_read_from_its_member(package: Package) -> None:
    assert read_package(render(package)["package.json"], "package.json") == package


def _objects(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The place of every object whose keys the format lays down."""
    if isinstance(value, dict):
        if not path or path[-1] not in OPEN_MAPS:
            yield path
        for name, part in value.items():
            yield from _objects(part, (*path, name))
    elif isinstance(value, list):
        for place, part in enumerate(value[:2]):
            yield from _objects(part, (*path, place))


def _at(value: Any, path: tuple[Any, ...]) -> Any:
    return _at(value[path[0]], path[1:]) if path else value


def test_a_missing_and_an_unknown_field_are_refused_at_every_place(package: Package) -> None:
    whole: Any = package.to_json()
    places = list(_objects(whole))
    assert len(places) > 20
    for path in places:
        for name in list(_at(whole, path)):
            less = deepcopy(whole)
            del _at(less, path)[name]
            with pytest.raises(ShapeError):
                package_from_json(less, "package.json")
        more = deepcopy(whole)
        _at(more, path)["more"] = None
        with pytest.raises(ShapeError, match="does not have"):
            package_from_json(more, "package.json")


def test_a_package_of_format_1_is_still_read(package: Package) -> None:
    """Its rows say no last day and no place, and its pointers name no hit."""
    old = read_package((GOLDEN / "package-1.json").read_bytes(), "package-1.json")
    assert old.format == 1
    assert len(old.hits) == 7
    assert {holder.keep_until for told in old.told for holder in told.told} == {None}
    assert [pointer.hit for pointer in old.pointers] == [None]
    assert old.hits[0].kind == package.hits[0].kind


@pytest.mark.parametrize("stated", [3, 4, 5, 6, 7])
def test_a_package_since_format_3_is_read_as_it_stands(stated: int) -> None:
    name = f"package-{stated}.json"
    data = (GOLDEN / name).read_bytes()
    old = read_package(data, name)
    assert (old.format, old.use, len(old.hits)) == (stated, "analysis", 9)
    assert hashlib.sha256(data).hexdigest() == digest_of(old)
    assert bool(old.exhibits) == (stated >= 6)
    assert bool(old.groups) == (stated >= 7)


@pytest.mark.parametrize("stated", [3, 4, 5])
def test_a_package_of_a_format_before_6_tells_no_custody(stated: int) -> None:
    old: Any = json.loads((GOLDEN / f"package-{stated}.json").read_bytes())
    with pytest.raises(ShapeError, match="later format"):
        read_package(to_canonical({**old, "exhibits": []}), "package.json")


@pytest.mark.parametrize("stated", [3, 4, 5, 6])
def test_a_package_of_a_format_before_7_tells_no_groups(stated: int) -> None:
    old: Any = json.loads((GOLDEN / f"package-{stated}.json").read_bytes())
    with pytest.raises(ShapeError, match="later format"):
        read_package(to_canonical({**old, "groups": []}), "package.json")


def test_a_package_of_format_2_is_read_and_says_no_use() -> None:
    data = (GOLDEN / "package-2.json").read_bytes()
    old = read_package(data, "package-2.json")
    assert (old.format, old.use, len(old.hits)) == (2, None, 9)
    later = {**json.loads(data), "use": "analysis"}
    with pytest.raises(ShapeError, match="later format"):
        read_package(to_canonical(later), "package-2.json")


@pytest.mark.parametrize("place", ["package", "hit", "told", "ask"])
def test_a_package_of_format_1_has_no_later_field(place: str) -> None:
    old: Any = json.loads((GOLDEN / "package-1.json").read_bytes())
    hit = next(hit for hit in old["hits"] if hit["ask"] and hit["told"])
    {"package": old, "hit": hit, "told": hit["told"][0], "ask": hit["ask"][0]}[place]["keep_until"] = None
    with pytest.raises(ShapeError, match="later format"):
        read_package(to_canonical(old), "package-1.json")


def test_a_later_format_and_what_is_no_package_have_their_own_errors(package: Package) -> None:
    later: Any = package.to_json()
    later["format"] = FORMAT + 1
    with pytest.raises(NewerPackageError, match="newer version"):
        read_package(to_canonical(later), "package.json")
    others: list[JsonValue] = [[], {}, {"format": True}, {"format": "2"}]
    for value in others:
        with pytest.raises(ShapeError, match="does not state its format"):
            read_package(to_canonical(value), "package.json")
    with pytest.raises(NotCanonicalError):
        read_package(b'{"format": 2}', "package.json")


def test_every_form_is_in_the_list_and_made_from_the_value_alone(package: Package) -> None:
    page = (REPOSITORY / "docs" / "formats" / "package.md").read_text(encoding="utf-8")
    members = page.partition("## Members\n")[2].partition("\n## ")[0]
    described = re.findall(r"^\| `([\w.-]+)` \|", members, re.MULTILINE)
    assert [rendering.member for rendering in RENDERINGS] == described
    assert {rendering.form for rendering in RENDERINGS} - {None} == set(Form)
    again = read_package(render(package)["package.json"], "package.json")
    for rendering in RENDERINGS:
        assert rendering.render(again) == rendering.render(package), rendering.member


def test_no_form_holds_json_inside_json(package: Package) -> None:
    named = replace(package.hits[0], kind=HitKind.NAME, explanation=None)
    for text in _texts(replace(package, hits=(named, *package.hits[1:])).to_json()):
        assert not text.startswith(("{", "["))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(part)
