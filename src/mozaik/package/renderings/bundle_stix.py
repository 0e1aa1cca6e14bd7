"""stix.json: the package as a STIX 2.1 bundle, for analysis platforms.

A hit is a note on the values and files that it is about, a lead a grouping of notes, the package a report.
Only authorities are identities: a platform that joins identities by name would join people who are not one.
Handling codes are marking definitions of our own, conditions and custody a property extension.
"""

from collections.abc import Iterable, Iterator, Sequence

from mozaik.package.exhibits import CustodyEvent, Exhibit
from mozaik.package.model import Hit, Holder, Lead, Package, Pointer
from mozaik.package.rendering import Form, Rendering
from mozaik.package.renderings.conditions import asks_of, caution_of, conditions_of, name_of
from mozaik.package.renderings.contents import contents_of
from mozaik.package.renderings.custody_stix import custody_lines, custody_stated
from mozaik.package.renderings.foreign_json import json_bytes, own_id, shared_id
from mozaik.package.renderings.stix_values import (
    EXTENSION,
    file_object,
    stix_id,
    value_object,
    without_nothing,
)
from mozaik.package.renderings.tables_csv import paths_of
from mozaik.terms import HANDLING_TEXT, Handling
from mozaik.typed_json import Json, to_json

_SINCE = "2023-11-06T00:00:00.000Z"
"""The moment that objects state which are the same in every package."""
_CUSTODY_SINCE = "2026-11-27T00:00:00.000Z"
"""The moment of the extension's version that states custody."""
_SYSTEM = stix_id("identity", shared_id("system", "Mozaik"))

_Object = dict[str, Json]


def package_stix(package: Package) -> bytes:
    """The package as a bundle; the same package gives the same bytes."""
    bundle: _Object = {"type": "bundle", "id": stix_id("bundle", own_id(package, "bundle"))}
    return json_bytes(without_nothing({**bundle, "objects": _objects(package)}))


def _objects(package: Package) -> list[Json]:
    values: dict[str, _Object] = {}
    told_with: dict[str, list[Hit | Pointer]] = {}
    about: dict[str, list[str]] = {told.reference: [] for told in package.told}
    for made, told in (*_files(package), *_values(package)):
        values[str(made["id"])] = made
        told_with.setdefault(str(made["id"]), []).extend(told)
        for hit in told:
            about[hit.reference].append(str(made["id"]))
    for name, made in values.items():
        made["object_marking_refs"] = _markings(package, told_with[name])
    notes = [_note(package, told, about[told.reference]) for told in package.told]
    by_name = {told.reference: told for told in package.told}
    groups = [_grouping(package, lead, [by_name[name] for name in lead.references]) for lead in package.leads]
    exhibits = [_exhibit(package, exhibit) for exhibit in package.exhibits]
    objects = [*_shared(package), *values.values(), *notes, *exhibits, *groups]
    return [*objects, _report(package, [*notes, *exhibits, *groups])]


def _files(package: Package) -> Iterator[tuple[_Object, list[Hit | Pointer]]]:
    for content in contents_of(package):
        yield file_object(content), [*content.hits.values()]


def _values(package: Package) -> Iterator[tuple[_Object, list[Hit | Pointer]]]:
    for hit in package.hits:
        for value in hit.values:
            if made := value_object(hit.value_kind, value):
                yield made, [hit]
    for pointer in package.pointers:
        if pointer.value and (made := value_object(pointer.kind, pointer.value)):
            yield made, [pointer]


def _shared(package: Package) -> Iterator[_Object]:
    """What other objects refer to: the authorities, the handling codes, the owners' notes, the extension."""
    yield _identity(_SYSTEM, "Mozaik", "system")
    for authority in sorted(_authorities(package)):
        yield _identity(_of_authority(authority), authority, "organization")
    for code in Handling:
        yield _statement(_of_code(code), f"{code}: {HANDLING_TEXT[code]}", _SINCE)
    for note in conditions_of(package.told, package.custody_told).notes:
        yield _statement(_of_note(package, note), note, _moment(package))
    yield {
        "type": "extension-definition", "spec_version": "2.1", "id": EXTENSION, "created_by_ref": _SYSTEM,
        "created": _SINCE, "modified": _CUSTODY_SINCE, "name": "Mozaik package",
        "description": "Conditions, holders, tickets, picture hashes and custody of an intelligence package.",
        "schema": "docs/formats/package-forms.md of Mozaik", "version": "1.1.0",
        "extension_types": ["property-extension"],
    }  # fmt: skip


def _authorities(package: Package) -> set[str]:
    held = {holder.authority for told in package.told for holder in told.told}
    asked = {hidden.authority for told in package.told for hidden in told.ask}
    return {str(each) for each in held | asked | {package.sender, package.recipient.authority}}


def _identity(name: str, text: str, kind: str) -> _Object:
    return {
        "type": "identity", "spec_version": "2.1", "id": name, "created": _SINCE, "modified": _SINCE,
        "name": text, "identity_class": kind,
    }  # fmt: skip


def _statement(name: str, text: str, created: str) -> _Object:
    return {
        "type": "marking-definition", "spec_version": "2.1", "id": name, "created": created,
        "definition_type": "statement", "definition": {"statement": text},
    }  # fmt: skip


def _note(package: Package, told: Hit | Pointer, values: Sequence[str]) -> _Object:
    """A hit or pointer: what it is, on which values, held by whom, under which conditions."""
    kind = told.kind_text if isinstance(told, Hit) else f"Points to {package.recipient.country_name}"
    texts = [f"{kind}."] + ([reason.text for reason in told.reasons] if isinstance(told, Hit) else [])
    named = {holder.authority for holder in told.told} | {hidden.authority for hidden in told.ask}
    return {
        **_dated(package, "note", told.reference),
        "abstract": f"{told.reference}: {kind}",
        "content": "\n".join(texts),
        "object_refs": [*dict.fromkeys(values)] or [*map(_of_authority, sorted(named))],
        "object_marking_refs": _markings(package, (told,)),
        "extensions": _extension({
            "reference": told.reference,
            "lead": told.lead,
            "kind": told.kind,
            "grade": told.grade,
            "handling": to_json(told.handling),
            "keep_until": to_json(told.keep_until),
            "holders": [_holder(holder) for holder in told.told],
            "ask": to_json(asks_of((told,))),
        }),
    }  # fmt: skip


def _holder(holder: Holder) -> _Object:
    return {
        "authority": holder.authority, "own": holder.own, "unit": holder.unit, "value": holder.value,
        "paths": list(paths_of(holder)), "grade": holder.grade, "handling": to_json(holder.handling),
        "keep_until": to_json(holder.keep_until),
    }  # fmt: skip


def _exhibit(package: Package, exhibit: Exhibit) -> _Object:
    """The custody of an exhibit; STIX has no object for the item itself, so the note is on its authority."""
    return {
        **_dated(package, "note", f"{exhibit.authority}\n{exhibit.unit}"),
        "abstract": f"Custody of {exhibit.unit} of {exhibit.authority}",
        "content": custody_lines(exhibit),
        "object_refs": [_of_authority(exhibit.authority)],
        "object_marking_refs": _markings(package, (), exhibit.custody),
        "extensions": _extension(custody_stated(exhibit)),
    }


def _grouping(package: Package, lead: Lead, told: Sequence[Hit | Pointer]) -> _Object:
    return {
        **_dated(package, "grouping", lead.number),
        "name": f"Lead {lead.number}: {lead.title}",
        "description": "\n".join([lead.why, *lead.next_steps]),
        "context": "suspicious-activity",
        "object_refs": [stix_id("note", own_id(package, "note", name)) for name in lead.references],
        "object_marking_refs": _markings(package, told),
    }


def _report(package: Package, parts: Iterable[_Object]) -> _Object:
    custody = package.custody
    return {
        **_dated(package, "report", ""),
        "name": name_of(package),
        "description": f"{caution_of(package)}\n{package.statement}",
        "published": _moment(package),
        "object_refs": [part["id"] for part in parts] or [_of_authority(package.recipient.authority)],
        "object_marking_refs": _markings(package, package.told, package.custody_told),
        "extensions": _extension({
            "operation": package.operation,
            "edition": package.edition,
            "synthetic": package.synthetic,
            "recipient": package.recipient.authority,
            "use": package.use,
            "transfer_ground": package.transfer_ground,
            "expires_on": to_json(package.expires_on),
            "grade": package.grade.worst if package.grade else None,
            "sequence": custody.sequence,
            "audit_sequence": custody.audit_sequence,
            "audit_head": custody.audit_head,
        }),
    }  # fmt: skip


def _dated(package: Package, kind: str, name: object) -> _Object:
    made_at = _moment(package)
    return {
        "type": kind, "spec_version": "2.1", "id": stix_id(kind, own_id(package, kind, name)),
        "created_by_ref": _of_authority(package.sender), "created": made_at, "modified": made_at,
    }  # fmt: skip


def _markings(
    package: Package, told: Sequence[Hit | Pointer], custody: Sequence[CustodyEvent] = ()
) -> list[Json]:
    conditions = conditions_of(told, custody)
    notes = [_of_note(package, note) for note in conditions.notes]
    return [*map(_of_code, conditions.codes), *notes]


def _extension(stated: _Object) -> _Object:
    return {EXTENSION: {"extension_type": "property-extension", **stated}}


def _moment(package: Package) -> str:
    return package.drafted.at.replace("Z", ".000Z")


def _of_authority(authority: str) -> str:
    return stix_id("identity", shared_id("authority", authority))


def _of_code(code: Handling) -> str:
    return stix_id("marking-definition", shared_id("handling", code))


def _of_note(package: Package, note: str) -> str:
    return stix_id("marking-definition", own_id(package, "owner's note", note))


PACKAGE_STIX = Rendering("stix.json", package_stix, Form.STIX)
