"""Plants the overlaps: the same files, changed pictures, shared selectors, links, names and gradings."""

import hashlib
from itertools import combinations

from mozaik.kinds import SetKind
from mozaik.rehearsal import pictures
from mozaik.rehearsal.identities import name_pair
from mozaik.rehearsal.plan import Item, Person, Plan

SELECTOR_KINDS = ("email", "phone", "account", "url", "onion", "btc", "eth")
KNOWN_LIST, HARMLESS_LIST = SetKind.KNOWN, SetKind.HARMLESS
PICTURE_FOLDERS = {
    "phone": "DCIM/100SYN", "memory-card": "DCIM", "computer": "Users/user/Pictures", "server": "srv/share",
}  # fmt: skip


def plant_overlaps(plan: Plan) -> None:
    """Plant everything that the scenario's `overlaps` ask for."""
    wanted = plan.scenario.overlaps
    for how in ("identical", "spreading", "popular", "own_items", "deleted"):
        for _ in range(wanted[how]["count"]):
            _same_file(plan, how, wanted[how]["holders"])
    for how in pictures.COPIES:
        for _ in range(wanted[how]["count"]):
            _changed_picture(plan, how, wanted[how]["holders"])
    for kind in SELECTOR_KINDS:
        for _ in range(wanted[kind]["count"]):
            _shared_selector(plan, kind, wanted[kind]["holders"])
    for _ in range(wanted["camera_serial"]["count"]):
        _same_camera(plan, wanted["camera_serial"]["holders"])
    for _ in range(wanted["link"]["count"]):
        _link(plan)
    for number in range(wanted["name"]["count"]):
        _same_person(plan, number)
    for _ in range(wanted["grading"]["count"]):
        _graded_differently(plan)
    for _ in range(wanted["known_file"]["count"]):
        _on_known_list(plan)
    for _ in range(wanted["known_picture"]["count"]):
        _near_known_picture(plan)
    for item in [item for item in plan.items if item.sheet == "silent"][: wanted["silent"]["count"]]:
        _silent_overlap(plan, item)


def place_picture(item: Item, data: bytes) -> str:
    """Put a picture on an item where such an item keeps its pictures; returns the path."""
    path = f"{PICTURE_FOLDERS[item.kind]}/SYN_{len(item.files):04d}.jpg"
    item.files[path] = data
    return path


def new_picture(plan: Plan) -> bytes:
    """A new drawn picture as JPEG, well above the quality that media hashes need."""
    return pictures.jpeg(pictures.draw(plan.rng, plan.scenario.content["picture_edge"]))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _same_file(plan: Plan, how: str, holders: int) -> None:
    data = new_picture(plan)
    if how == "own_items":
        first = plan.pick(1, lambda item: item.country == "HR" and item.form != "ext4")[0]
        items = [first, *plan.pick(holders - 1, lambda i: i.authority == first.authority and i is not first)]
    elif how == "deleted":
        card = plan.pick(1, lambda item: item.form == "fat" and not item.deleted)[0]
        items = [card, *plan.pick(holders - 1, lambda item: item.authority != card.authority)]
    else:
        items = plan.pick(holders)
    for item in items:
        path = place_picture(item, data)
        if how == "deleted" and item is items[0]:
            item.deleted.add(path)
    plan.plant("digest", how, [_digest(data)], [item.unit for item in items])


def _changed_picture(plan: Plan, how: str, holders: int) -> None:
    """An original and a changed copy on two items; redrawn until the copy lies within the border."""
    while True:
        picture = pictures.draw(plan.rng, plan.scenario.content["picture_edge"])
        original, copy = pictures.jpeg(picture), pictures.COPIES[how](picture)
        left, right = pictures.media_hash(original), pictures.media_hash(copy)
        if pictures.distance(left, right) <= pictures.BORDER - 3:
            break
    items = plan.pick(holders)
    place_picture(items[0], original)
    place_picture(items[1], copy)
    plan.plant("picture", how, sorted({left.hex(), right.hex()}), [item.unit for item in items])


def _shared_selector(plan: Plan, kind: str, holders: int) -> None:
    written = plan.identities.make(kind)
    items = plan.pick(holders)
    for item in items:
        item.lines.append(f"contact: {written}")
    units = [item.unit for item in items]
    if kind == "account":
        handle = written.rsplit("/", 1)[1]
        plan.plant("selector", "account", ["account", f"telegram:{handle}"], units)
        plan.plant("selector", "url of an account", ["url", written], units)
    else:
        value = written.removesuffix(".onion") if kind == "onion" else written
        plan.plant("selector", kind, [kind, value], units)


def _same_camera(plan: Plan, holders: int) -> None:
    serial = plan.identities.make("camera_serial")
    items = plan.pick(holders)
    for item in items:
        picture = pictures.draw(plan.rng, plan.scenario.content["picture_edge"])
        place_picture(item, pictures.jpeg(picture, camera=("Synthetic", "Drawn One", serial)))
    plan.plant("selector", "camera serial", ["camera_serial", serial], [item.unit for item in items])


def _link(plan: Plan) -> None:
    """Two people write to each other, seen from both ends: two selectors and the link between them."""
    left, right = plan.identities.make("email"), plan.identities.make("email")
    items = plan.pick(2, lambda item: item.kind in ("phone", "computer"))
    for item in items:
        item.chats.append((left, right, f"see you at the river, note {item.item_id}"))
    units = [item.unit for item in items]
    for address in (left, right):
        plan.plant("selector", "end of a link", ["email", address], units)
    plan.plant(
        "link", "message", ["message", " with ".join(sorted((f"email:{left}", f"email:{right}")))], units
    )


def _same_person(plan: Plan, number: int) -> None:
    """One invented suspect named by two authorities in two scripts, with one birth date."""
    pair = name_pair("same_person", number)
    born = f"19{60 + number * 7 % 40}-0{1 + number % 9}-1{number % 9}"
    people: list[Person] = []
    for side in (pair["left"], pair["right"]):
        speakers = [p for p in plan.persons if p.language == side["language"] and not p.facts]
        person = plan.one_of(p for p in speakers if p.authority not in {q.authority for q in people})
        person.full_name = side["name"]
        person.given_name, person.family_name = side["name"].split(" ", 1)
        person.facts.append(("birth_date", None, born))
        people.append(person)
    names = sorted(person.full_name for person in people)
    plan.plant("name", "two scripts", [*names, "birth_date"], [(p.authority, p.person_id) for p in people])


def _graded_differently(plan: Plan) -> None:
    """Two authorities export a case in which the same file carries different categories."""
    data = new_picture(plan)
    items = plan.pick(2)
    for item, code in zip(items, ("1", "2"), strict=True):
        place_picture(item, data)
        plan.gradings.setdefault(item.authority, []).append((item.item_id, data, code))
    units = [item.unit for item in items]
    plan.plant("digest", "graded file", [_digest(data)], units)
    # Both exports state SHA-1 and no SHA-256, so their rows are also a hit of their own by SHA-1.
    plan.plant("digest", "graded file, by SHA-1", [hashlib.sha1(data).hexdigest()], units)  # noqa: S324
    plan.plant("grading", "two categories", [hashlib.md5(data).hexdigest()], units)  # noqa: S324


def _on_known_list(plan: Plan) -> None:
    data = new_picture(plan)
    item = plan.pick(1)[0]
    place_picture(item, data)
    plan.known.append((data, None))
    plan.plant("digest", "on the known list", [_digest(data)], [item.unit, ("list", KNOWN_LIST)])


def _near_known_picture(plan: Plan) -> None:
    while True:
        picture = pictures.draw(plan.rng, plan.scenario.content["picture_edge"])
        listed, copies = pictures.jpeg(picture), pictures.COPIES["recompressed"](picture)
        left, right = pictures.media_hash(listed), pictures.media_hash(copies)
        if 0 < pictures.distance(left, right) <= pictures.BORDER - 3:
            break
    item = plan.pick(1)[0]
    place_picture(item, copies)
    plan.known.append((listed, left))
    plan.plant(
        "picture", "near the known list", sorted((left.hex(), right.hex())), [item.unit, ("list", KNOWN_LIST)]
    )


def _silent_overlap(plan: Plan, item: Item) -> None:
    """A file on an item whose owner is silent to everyone but the lead, and the same file at the lead."""
    data = new_picture(plan)
    lead = next(cast.id for cast in plan.scenario.authorities if cast.role == "lead")
    other = plan.pick(1, lambda i: i.authority == lead)[0]
    for holder in (item, other):
        place_picture(holder, data)
    told = {lead, item.authority}
    silent = tuple(cast.id for cast in plan.scenario.authorities if cast.id not in told)
    plan.plant("digest", "silent to others", [_digest(data)], [item.unit, other.unit], silent)


def brute_force_overlaps(plan: Plan) -> list[tuple[str, frozenset[tuple[str, str]]]]:
    """Every digest that lies on two items, found by comparing everything with everything.

    The planting steps must have written down each of them; `check_plan` holds the plan to that.
    """
    where: dict[str, set[tuple[str, str]]] = {}
    for item in plan.items:
        for data in item.files.values():
            if data:
                where.setdefault(_digest(data), set()).add(item.unit)
    return [(digest, frozenset(units)) for digest, units in where.items() if len(units) > 1]


def near_pairs(plan: Plan) -> set[tuple[str, str]]:
    """Every two pictures of the plan within the border, by brute force (slow; used by tests)."""
    hashes = {
        pictures.media_hash(data)
        for item in plan.items
        for path, data in item.files.items()
        if path.endswith(".jpg") and not path.startswith("broken")
    }
    return {
        (min(a, b).hex(), max(a, b).hex())
        for a, b in combinations(sorted(hashes), 2)
        if min(pictures.distance(a, b), pictures.distance(b, a)) <= pictures.BORDER
    }
