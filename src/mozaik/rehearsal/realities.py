"""Plants what real operations have beside clean overlaps, and writes down what readers are to be told of it.

Lists that know a picture by one digest alone, documents and system files that many hold, values that a
person rejects, sets that their owner replaces or withdraws.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace

from mozaik.rehearsal import pictures
from mozaik.rehearsal.identities import name_pair, too_much
from mozaik.rehearsal.paperwork import TOLD_ABROAD
from mozaik.rehearsal.plan import Item, Plan, Rule
from mozaik.rehearsal.planting import KNOWN_LIST, place_picture
from mozaik.selectors import country_of

SINGLE_DIGESTS = ("md5", "sha1")
ESCAPES: tuple[tuple[str, str, Callable[[str], str]], ...] = (
    ("JSON", "export/result.json", lambda address: json.dumps({"text": f"please write\n{address}\nsoon"})),
    ("HTML", "export/page.html", lambda address: f"<p>write to {address.replace('@', '&#64;')}</p>\n"),
    (
        "quoted-printable",
        "mail/synthetic.eml",
        lambda address: (
            "Subject: synthetic\r\nContent-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
            f"write to {address.replace('@', '=40')} soon\r\n"
        ),
    ),
)
"""How text hides a value: the escape, a file that has it, and how it writes an address."""
DATES = "calls of 06.11.2023 14:30, 2023-11-07, 07/11/2023"
"""Dates beside numbers, the same on two items."""
HOME_WRITING: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "+4930": ("DE", "030 ", ("+496112023", "+49611202314", "+4920231107", "+497112023")),
    "+332": ("FR", "02 ", ("+33611202314",)),
    "+4670": ("SE", "070 ", ("+46611202314", "+4620231107")),
}
"""By code and area of a reserved number: country, the area written there, what the dates' digits would be."""


def plant_realities(plan: Plan) -> None:
    """Plant everything that the scenario's `realities` ask for."""
    wanted = plan.scenario.realities
    for number in range(wanted["known_by_one_digest"]):
        _known_by_one_digest(plan, SINGLE_DIGESTS[number % len(SINGLE_DIGESTS)])
    for number in range(wanted["shared_documents"]):
        _shared_file(plan, "shared document", f"Documents/minutes_{number}.txt", _document(plan, number), 2)
    for number in range(wanted["system_files"]):
        data = b"MZ\0\0synthetic system file\0" + plan.rng.randbytes(512)
        _shared_file(plan, "system file", f"Windows/System32/synthetic_{number}.dll", data, 6)
    for _ in range(wanted["rejected"]):
        _rejected(plan)
    for _ in range(wanted["replaced"]):
        _replaced(plan)
    for number in range(wanted["withdrawn"]):
        _withdrawn(plan, number)
    for number in range(wanted["escaped_text"]):
        _escaped(plan, *ESCAPES[number % len(ESCAPES)])
    for _ in range(wanted["national_numbers"]):
        _national_number(plan)
    if wanted["without_state"] > len(plan.items):
        raise too_much("it wants more items without a state than there are items")
    plan.stateless.update(item.item_id for item in plan.rng.sample(plan.items, wanted["without_state"]))
    for number in range(wanted["numbered_alike"]):
        _numbered_alike(plan, name_pair("numbered_alike", number))
    _expect_hits_that_point(plan)


def _expect_hits_that_point(plan: Plan) -> None:
    """A number that several hold and that names a country is that country's hit, and then no pointer."""
    for overlap in list(plan.truth):
        if overlap.kind == "selector" and country_of(*overlap.values[:2]) == TOLD_ABROAD:
            how = "values that are hit and pointer"
            plan.expect(Rule.ONCE, how, "selector", overlap.values, (TOLD_ABROAD,))


def _known_by_one_digest(plan: Plan, digest: str) -> None:
    """A picture that a list knows by one digest, without a media hash, and a near copy of it elsewhere."""
    how = f"known by {digest.upper()} alone"
    while True:
        picture = pictures.draw(plan.rng, plan.scenario.content["picture_edge"])
        listed, copy = pictures.jpeg(picture), pictures.COPIES["recompressed"](picture)
        left, right = pictures.media_hash(listed), pictures.media_hash(copy)
        if 0 < pictures.distance(left, right) <= pictures.BORDER - 3:
            break
    items = plan.pick(2)
    place_picture(items[0], listed)
    place_picture(items[1], copy)
    plan.known_by_one.append((digest, hashlib.new(digest, listed).hexdigest()))
    plan.plant("digest", how, [hashlib.sha256(listed).hexdigest()], [items[0].unit, ("list", KNOWN_LIST)])
    values = sorted((left.hex(), right.hex()))
    plan.plant("picture", how, values, [item.unit for item in items])
    readers = (items[0].authority, plan.scenario.coordinator)
    plan.expect(Rule.KNOWN, how, "picture", values, readers)
    plan.expect(Rule.KNOWN, how, "digest", [hashlib.sha256(listed).hexdigest()], readers)


def _document(plan: Plan, number: int) -> bytes:
    words = ("minutes", "budget", "invented", "meeting", "agenda", "synthetic", "page")
    body = " ".join(plan.rng.choice(words) for _ in range(80))
    return f"Synthetic document {number}\n{body}\n".encode()


def _shared_file(plan: Plan, how: str, path: str, data: bytes, holders: int) -> None:
    """A file that is not a picture and lies on several items: a hit, and never a child not yet found."""
    items = plan.pick(holders)
    for item in items:
        item.files[path] = data
    digest = hashlib.sha256(data).hexdigest()
    plan.plant("digest", how, [digest], [item.unit for item in items])
    plan.expect(
        Rule.NO_PICTURE, how, "digest", [digest], tuple(cast.id for cast in plan.scenario.authorities)
    )


def _rejected(plan: Plan) -> None:
    """An address that two items hold and the analyst knows: a help line, so the hit is rejected."""
    written = plan.identities.make("email")
    items = plan.pick(2)
    for item in items:
        item.lines.append(f"help line: {written}")
    plan.plant("selector", "rejected by the analyst", ["email", written], [item.unit for item in items])
    contributors = tuple(cast.id for cast in plan.scenario.contributors)
    plan.expect(Rule.REJECTED, "rejected by the analyst", "selector", ["email", written], contributors)


def _replaced(plan: Plan) -> None:
    """A set sealed with a file too many, and re-issued without it: of that file nobody is told."""
    item = plan.pick(1, lambda candidate: candidate.form == "folder")[0]
    other = plan.pick(1, lambda candidate: candidate.authority != item.authority)[0]
    data = pictures.jpeg(pictures.draw(plan.rng, plan.scenario.content["picture_edge"]))
    place_picture(other, data)
    first = replace(item, files={**item.files, "mistake/SYN_0000.jpg": data}, lines=[], chats=[])
    plan.replaced.append((item, first))
    digest = hashlib.sha256(data).hexdigest()
    plan.decoy("digest", "in a replaced set", [digest], [item.unit, other.unit])


def _withdrawn(plan: Plan, number: int) -> None:
    """A set that its owner withdraws before the packages: of what only it holds nobody is told."""
    model = plan.pick(1, lambda candidate: candidate.form == "folder" and candidate.kind == "computer")[0]
    other = plan.pick(1, lambda candidate: candidate.authority != model.authority)[0]
    data = pictures.jpeg(pictures.draw(plan.rng, plan.scenario.content["picture_edge"]))
    place_picture(other, data)
    note = f"Synthetic note of an item seized by mistake, {number}\n".encode()
    item = Item(
        item_id=f"{model.authority}-W{number + 1:02d}",
        authority=model.authority,
        country=model.country,
        kind=model.kind,
        form="folder",
        raid=model.raid,
        person=model.person,
        files={"notes/note.txt": note, "SYN_0000.jpg": data},
    )
    plan.withdrawn.append(item)
    digest = hashlib.sha256(data).hexdigest()
    plan.decoy("digest", "in a withdrawn set", [digest], [item.unit, other.unit])


def _numbered_alike(plan: Plan, pair: Mapping[str, Mapping[str, str]]) -> None:
    """Two persons of one owner with one number in two record files: the name of one, the other's birth date.

    Somebody of another authority has that name and that birth date; together they would be a false hit.
    """
    free = [person for person in plan.persons if not person.facts]
    first = plan.one_of(free)
    other = plan.one_of(person for person in free if person.authority != first.authority)
    born = ("birth_date", None, "1958-02-03")
    first.facts.append(born)
    other.facts.append(born)
    later = replace(first, facts=[])
    for person, side in ((later, pair["left"]), (other, pair["right"])):
        person.full_name, person.language = side["name"], side["language"]
        person.given_name, person.family_name = side["name"].split(" ", 1)
    plan.later_persons.append(later)
    names = sorted((later.full_name, other.full_name))
    units = [(later.authority, later.person_id), (other.authority, other.person_id)]
    plan.decoy("name", "two persons, one number", [*names, "birth_date"], units)


def _escaped(plan: Plan, escape: str, path: str, write: Callable[[str], str]) -> None:
    """An address that one item holds as it is, and another as a file format escapes it."""
    address = plan.identities.make("email")
    items = plan.pick(2)
    items[0].files[path] = write(address).encode()
    items[1].lines.append(f"contact: {address}")
    plan.plant("selector", f"escaped as {escape}", ["email", address], [item.unit for item in items])


def _national_number(plan: Plan) -> None:
    """A number as its country writes it on one item, as the world does on another; dates beside both.

    Both items are read as the number's country: people bring phones from where they lived.
    """
    international = plan.identities.phone()
    code = next(code for code in HOME_WRITING if international.startswith(code))
    region, area, careless = HOME_WRITING[code]
    abroad, home = plan.pick(2, lambda item: item.region is None)
    home.region = abroad.region = region
    home.lines += [f"contact: {area}{international.removeprefix(code)}", f"phone: {DATES}"]
    abroad.lines += [f"contact: {international}", f"phone: {DATES}"]
    units = [home.unit, abroad.unit]
    plan.plant("selector", f"national number, {region}", ["phone", international], units)
    for value in careless:
        plan.decoy("selector", f"date, no number of {region}", ["phone", value], units)
