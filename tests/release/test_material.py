"""What is known of a file is asked once, over all its digests and near pictures (review 1, items 20, 21)."""

from pathlib import Path
from typing import Any

import pytest

from mozaik.crosscheck import crosscheck
from mozaik.kinds import HitKind
from mozaik.release import Material, Page, Reading, ReleasedHit, Work, read_hits
from mozaik.terms import Disclosure
from tests.crosscheck.support import Maker, entry_row, file_row, media_row, selector_row, terms_of
from tests.operation.support import operation_with, signed_operation
from tests.release.support import NOW, TRUST, asks

SI, HR, EC3 = "SI-GPD", "HR-MUP", "EU-EC3"
PDQ = bytes(range(32))
NEAR = bytes([1, *range(1, 32)])
FAR = bytes(255 - byte for byte in range(32))
PICTURE: dict[str, Any] = {"mime": "image/jpeg", "path": "a.jpg"}


@pytest.fixture
def make(tmp_path: Path) -> Maker:
    folder = tmp_path / "sealed"
    folder.mkdir()
    return Maker(folder)


def picture(content: bytes, pdq: bytes, item: str = "ITEM-1") -> dict[str, list[dict[str, Any]]]:
    """A picture as triage reports it: its file and its media hash."""
    return {"files": [{**file_row(content, item), **PICTURE}], "media": [media_row(pdq, content, item)]}


def reading(tmp_path: Path, sets: list[Any], lists: list[Any] = [], reader: str = SI) -> Reading:  # noqa: B006
    operation = signed_operation(operation_with(sealed.authority for sealed in (*sets, *lists)))
    crosscheck(sets, lists, tmp_path / "work", now=NOW, operation=operation)
    work = Work.open(tmp_path / "work", TRUST)
    return read_hits(work, asks(work, reader), Page())


def of_kind(told: Reading, kind: HitKind) -> ReleasedHit:
    (hit,) = [hit for hit in told.hits if hit.kind is kind]
    return hit


def codes(hit: ReleasedHit) -> set[str]:
    return {reason.code for reason in hit.reasons}


@pytest.mark.parametrize("states", ["md5", "sha1", "sha256"])
@pytest.mark.parametrize("list_kind", ["known", "harmless"])
def test_a_list_by_any_digest_clears_every_hit_of_the_file(
    tmp_path: Path, make: Maker, states: str, list_kind: str
) -> None:
    """The near-picture hit too, when a list holds the MD5 of the file alone (review 1, item 20)."""
    sets = [make("SI-GPD.1", picture(b"one", PDQ)), make("HR-MUP.1", picture(b"two", NEAR))]
    listed = make("EU-EC3.list", {"entries": [entry_row(b"one", states=states)]}, list_kind=list_kind)
    hit = of_kind(reading(tmp_path, sets, [listed]), HitKind.PICTURE)
    assert hit.material is Material(list_kind)
    assert "unknown" not in codes(hit)
    assert list_kind in codes(hit)


def test_without_a_list_both_hits_of_the_file_are_unknown_material(tmp_path: Path, make: Maker) -> None:
    alone, two = picture(b"one", PDQ), picture(b"two", NEAR)
    sets = [
        make("SI-GPD.1", alone),
        make("HR-MUP.1", {name: [*alone[name], *two[name]] for name in alone}),
    ]
    told = reading(tmp_path, sets)
    assert {hit.material for hit in told.hits} == {Material.UNKNOWN}
    assert all("unknown" in codes(hit) for hit in told.hits)


@pytest.mark.parametrize("states", ["md5", "sha1"])
def test_a_file_near_a_known_file_is_known_in_all_its_hits(tmp_path: Path, make: Maker, states: str) -> None:
    """Its digest hit too, although no list holds that very file (review 1, item 20).

    A media row states no SHA-1: that its file is known comes to it from the row of `files`.
    """
    alone, two = picture(b"one", PDQ), picture(b"two", NEAR)
    sets = [make("SI-GPD.1", alone), make("HR-MUP.1", {name: [*alone[name], *two[name]] for name in alone})]
    listed = make("EU-EC3.list", {"entries": [entry_row(b"two", states=states)]}, list_kind="known")
    told = reading(tmp_path, sets, [listed])
    assert {(hit.kind, hit.material) for hit in told.hits} == {
        (HitKind.DIGEST, Material.KNOWN), (HitKind.PICTURE, Material.KNOWN)
    }  # fmt: skip


def test_a_silent_list_changes_nothing_of_what_a_reader_is_told(tmp_path: Path, make: Maker) -> None:
    sets = [make("SI-GPD.1", picture(b"one", PDQ)), make("HR-MUP.1", picture(b"two", NEAR))]
    silent = make(
        "EU-EC3.list", {"entries": [entry_row(b"one", states="md5")]}, list_kind="known",
        terms=[terms_of(EC3, disclosure=Disclosure.SILENT)],
    )  # fmt: skip
    with_list = reading(tmp_path, sets, [silent])
    hit = of_kind(with_list, HitKind.PICTURE)
    assert hit.material is Material.UNKNOWN
    (tmp_path / "other").mkdir()
    without = of_kind(reading(tmp_path / "other", sets), HitKind.PICTURE)
    assert (hit.points, hit.reasons, hit.position) == (without.points, without.reasons, without.position)


def test_known_and_harmless_at_once_is_known(tmp_path: Path, make: Maker) -> None:
    """A mistake in a list of harmless files never hides what a list of known material holds."""
    sets = [make("SI-GPD.1", picture(b"one", PDQ)), make("HR-MUP.1", picture(b"one", PDQ))]
    lists = [
        make("EU-EC3.known", {"entries": [entry_row(b"one", states="sha1")]}, list_kind="known"),
        make("EU-EC3.harmless", {"entries": [entry_row(b"one", states="md5")]}, list_kind="harmless"),
    ]
    told = reading(tmp_path, sets, lists)
    assert {hit.material for hit in told.hits} == {Material.KNOWN}
    assert not any("harmless" in codes(hit) for hit in told.hits)


@pytest.mark.parametrize(
    ("stated", "material"),
    [
        ({"mime": "text/plain", "path": "notes.txt"}, Material.OTHER),
        ({"mime": "text/plain", "path": "notes.jpg"}, Material.OTHER),
        ({"mime": "application/vnd.microsoft.portable-executable", "path": "system32/x.dll"}, Material.OTHER),
        ({"path": "notes"}, Material.OTHER),
        ({"path": "Clip.MP4"}, Material.UNKNOWN),
        ({"mime": "application/octet-stream", "path": "a/b.wmv"}, Material.UNKNOWN),
        ({"mime": "video/mp4", "path": "x"}, Material.UNKNOWN),
        ({"mime": "image/heic", "path": "x"}, Material.UNKNOWN),
    ],
)
def test_only_a_picture_or_video_may_show_a_child_not_yet_found(
    tmp_path: Path, make: Maker, stated: dict[str, str], material: Material
) -> None:
    """It is never said of text files and system files (review 1, item 21)."""
    row = {**file_row(b"shared"), "path": None, **stated}
    sets = [make("SI-GPD.1", {"files": [row]}), make("HR-MUP.1", {"files": [row]})]
    hit = of_kind(reading(tmp_path, sets), HitKind.DIGEST)
    assert hit.material is material
    assert ("unknown" in codes(hit)) is (material is Material.UNKNOWN)


@pytest.mark.parametrize("noise", ["", "service"])
def test_a_foreign_text_file_never_outranks_an_own_identifier(
    tmp_path: Path, make: Maker, noise: str
) -> None:
    """However many authorities share the file, and be the identifier a common value (review 1, item 21)."""
    text = {**file_row(b"shared notes"), "mime": "text/plain"}
    owners = [f"{letter}{letter}-POL" for letter in "ABCDFGHIJKLM"]
    sets = [
        make(f"{owner}.1", {"files": [{**text, "item_id": f"ITEM-{n}"} for n in range(4)]})
        for owner in owners
    ]
    mail = {"selectors": [{**selector_row("email", "fox@forest.example"), "noise": noise}]}
    sets += [make("SI-GPD.1", mail), make("HR-MUP.1", mail)]
    told = reading(tmp_path, sets)
    assert [hit.kind for hit in told.hits] == [HitKind.SELECTOR, HitKind.DIGEST]
    assert "own" in codes(told.hits[0])


def test_a_foreign_digest_meets_a_list_only_where_both_are_told_in_full(tmp_path: Path, make: Maker) -> None:
    """A reader that sees a foreign file in full must not learn that a hit-level list holds its value."""
    level = [terms_of(EC3, disclosure=Disclosure.HIT)]
    sets = [make("SI-GPD.1", picture(b"one", PDQ)), make("HR-MUP.1", {"media": [media_row(NEAR, b"two")]})]
    listed = make(
        "EU-EC3.list", {"entries": [entry_row(b"two", states="md5")]}, list_kind="known", terms=level
    )
    assert of_kind(reading(tmp_path, sets, [listed]), HitKind.PICTURE).material is Material.UNKNOWN
    (tmp_path / "owner").mkdir()
    own = reading(tmp_path / "owner", sets, [listed], HR)
    assert of_kind(own, HitKind.PICTURE).material is Material.KNOWN
