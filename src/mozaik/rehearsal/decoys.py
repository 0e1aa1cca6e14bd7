"""Plants what must not hit, and what must not stop a run.

Stock icons, empty files, near misses, wrong checksums, look-alike names; broken and hostile files.
"""

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from mozaik.rehearsal import pictures
from mozaik.rehearsal.identities import name_pair, spoil
from mozaik.rehearsal.plan import Person, Plan
from mozaik.rehearsal.planting import HARMLESS_LIST, new_picture, place_picture


def plant_decoys(plan: Plan) -> None:
    """Plant everything that the scenario's `decoys` ask for."""
    _stock_icons(plan)
    _empty_files(plan)
    for _ in range(plan.scenario.decoys["near_miss_pictures"]):
        _near_miss(plan)
    for number in range(plan.scenario.decoys["invalid_checksums"]):
        _invalid_checksum(plan, number)
    for number in range(plan.scenario.decoys["look_alike_names"]):
        _look_alike(plan, number)
    _quarantined_copy(plan)
    _damaged_files(plan)


def _stock_icons(plan: Plan) -> None:
    """Icons that most devices share: on the known-harmless list, so never a lead."""
    for number in range(plan.scenario.decoys["stock_icons"]):
        data = pictures.icon(plan.rng)
        plan.harmless.append(data)
        holders = []
        for item in plan.items:
            if item.sheet == "standard" and plan.rng.random() < plan.scenario.decoys["stock_icon_share"]:
                item.files[f"app/res/icon_{number}.png"] = data
                holders.append(item.unit)
        digest = hashlib.sha256(data).hexdigest()
        plan.decoy("digest", "stock icon", [digest], [*holders, ("list", HARMLESS_LIST)])


def _empty_files(plan: Plan) -> None:
    items = plan.rng.sample(plan.items, min(len(plan.items), plan.scenario.decoys["empty_files"]))
    for item in items:
        item.files["empty.dat"] = b""
    plan.decoy("digest", "empty file", [hashlib.sha256(b"").hexdigest()], [item.unit for item in items])


def _near_miss(plan: Plan) -> None:
    picture = pictures.draw(plan.rng, plan.scenario.content["picture_edge"])
    original, other = pictures.jpeg(picture), pictures.near_miss(plan.rng, picture)
    items = plan.pick(2)
    place_picture(items[0], original)
    place_picture(items[1], other)
    values = sorted((pictures.media_hash(original).hex(), pictures.media_hash(other).hex()))
    plan.decoy("picture", "near miss", values, [item.unit for item in items])


def _invalid_checksum(plan: Plan, number: int) -> None:
    kind = ("btc", "onion")[number % 2]
    written = spoil(plan.identities.make(kind))
    items = plan.pick(2)
    for item in items:
        item.lines.append(f"old note {item.item_id}: {written}")
    plan.decoy("selector", "wrong checksum", [kind, written], [item.unit for item in items])


def _look_alike(plan: Plan, number: int) -> None:
    pair = name_pair("look_alike", number)
    people: list[Person] = []
    for side in (pair["left"], pair["right"]):
        free = [p for p in plan.persons if not p.facts and p.authority not in {q.authority for q in people}]
        person = plan.one_of([p for p in free if p.language == side["language"]] or free)
        person.full_name = side["name"]
        person.given_name, person.family_name = side["name"].split(" ", 1)
        person.facts.append(("birth_date", None, f"19{61 + number}-0{1 + number % 9}-2{number % 9}"))
        people.append(person)
    names = sorted(person.full_name for person in people)
    plan.decoy("name", "look-alike", [*names, "birth_date"], [(p.authority, p.person_id) for p in people])


def _quarantined_copy(plan: Plan) -> None:
    """The same file on an item without terms: it must not match until its owner has sorted it."""
    for item in plan.items:
        if item.sheet == "quarantine":
            data = new_picture(plan)
            other = plan.pick(1)[0]
            place_picture(item, data)
            place_picture(other, data)
            plan.decoy("digest", "quarantined", [hashlib.sha256(data).hexdigest()], [item.unit, other.unit])


def _damaged_files(plan: Plan) -> None:
    broken, hostile = plan.scenario.decoys["broken_files"], plan.scenario.decoys["hostile_files"]
    for number in range(broken):
        item = plan.rng.choice(plan.items)
        data = new_picture(plan)
        item.files[f"broken_{number}.jpg"] = data[: len(data) // 3] + bytes([number]) * 20
    for number in range(hostile):
        item = plan.one_of(item for item in plan.items if item.form in ("folder", "zip", "tar"))
        name, data = _hostile(number)
        item.files[f"odd/{number}_{name}"] = data


def _hostile(number: int) -> tuple[str, bytes]:
    """A file made to hurt a careless reader; each call gives other bytes."""
    mark = number.to_bytes(4, "big")
    makers: tuple[tuple[str, Callable[[], bytes]], ...] = (
        ("huge.png", lambda: _png_of(60_000 + number, 60_000)),
        ("deep.json", lambda: b"[" * 200_000 + mark),
        ("bomb.zip", lambda: _zip_of(b"\0" * 5_000_000 + mark)),
        ("not-a.sqlite", lambda: b"SQLite format 3\0" + b"\xff" * 4_000 + mark),
        ("long-line.txt", lambda: b"a@" * 150_000 + mark),
    )
    name, make = makers[number % len(makers)]
    return name, make()


def _png_of(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 9))
        + chunk(b"IEND", b"")
    )


def _zip_of(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("zeros.bin"), data)
    return buffer.getvalue()
