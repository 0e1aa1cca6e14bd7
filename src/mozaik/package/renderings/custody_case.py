"""The custody of an exhibit as nodes of CASE: each event an investigative action on the exhibit's record."""

from collections.abc import Callable, Iterator, Sequence

from mozaik.package.exhibits import CustodyEvent, Exhibit
from mozaik.package.model import Package
from mozaik.package.renderings.case_nodes import Object, node, organization, refer, typed
from mozaik.typed_json import Json

Markings = Callable[[Sequence[CustodyEvent]], list[Json]]
"""The references to the markings under which events stand."""
_FREE = {
    "from_holder": "mozaik:fromHolder", "to_holder": "mozaik:toHolder", "seal_old": "mozaik:sealOld",
    "seal_new": "mozaik:sealNew", "sequence": "mozaik:sequence", "verified": "mozaik:verified",
    "origin": "mozaik:origin",
}  # fmt: skip
"""What UCO has no term for: a holder is a text, and no person has a node."""
_DIGESTS = {"sha256_before": "mozaik:sha256Before", "sha256_after": "mozaik:sha256After"}


def exhibit_record(package: Package, authority: str, unit: str) -> Object:
    """The provenance record of an exhibit, by the number of its authority's register."""
    return {
        **node(package, "case-investigation:ProvenanceRecord", authority, unit),
        "uco-core:createdBy": {"@id": organization(authority)["@id"]},
        "case-investigation:exhibitNumber": unit,
    }


def custody_nodes(package: Package, exhibit: Exhibit, markings: Markings) -> Iterator[Object]:
    """The actions of an exhibit's custody in their order, each after the one before it, with their places.

    The first is what made the record, if it is the seizure.
    """
    record = refer([exhibit_record(package, exhibit.authority, exhibit.unit)])
    before: Object | None = None
    for place, event in enumerate(exhibit.custody):
        action = {
            **_action(package, exhibit, event, place),
            "uco-action:object": record,
            "uco-core:objectMarking": markings((event,)),
        }
        if event.event == "seized":
            action["uco-action:result"] = record
        if before:
            action["case-investigation:wasInformedBy"] = refer([before])
        if event.place:
            location = _location(package, exhibit, event.place)
            action["uco-action:location"] = refer([location])
            at_place = [each for each in exhibit.custody if each.place == event.place]
            yield {**location, "uco-core:objectMarking": markings(at_place)}
        yield action
        before = action


def _action(package: Package, exhibit: Exhibit, event: CustodyEvent, place: int) -> Object:
    moment = typed("xsd:dateTime", event.at)
    action: Object = {
        **node(package, "case-investigation:InvestigativeAction", exhibit.authority, exhibit.unit, place),
        "uco-core:name": event.event,
        "uco-action:performer": {"@id": organization(exhibit.authority)["@id"]},
        "uco-action:startTime": moment,
        "uco-action:endTime": moment,
        "mozaik:grade": event.grade,
        "mozaik:keepUntil": typed("xsd:date", event.keep_until),
    }
    if event.reason:
        action["uco-core:description"] = event.reason
    for field, name in _FREE.items():
        if (told := getattr(event, field)) is not None:
            action[name] = told
    for field, name in _DIGESTS.items():
        if digest := getattr(event, field):
            action[name] = typed("xsd:hexBinary", digest.upper())
    return action


def _location(package: Package, exhibit: Exhibit, place: str) -> Object:
    """A place as the exhibit's authority wrote it."""
    return {
        **node(package, "uco-location:Location", exhibit.authority, exhibit.unit, place),
        "uco-core:name": place,
    }
