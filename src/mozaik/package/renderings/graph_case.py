"""case.jsonld: the package as CASE 1.5.0 JSON-LD, for courts and tools that read the ontology.

The draft is an investigative action whose result is the provenance record of the package; every exhibit that
is told in full is a provenance record of its authority with what was found on it, and every event in its
custody an investigative action on that record. A hit and a lead are groupings.
"""

from collections.abc import Iterator, Sequence

from mozaik.package.exhibits import CustodyEvent
from mozaik.package.model import Hit, Lead, Package, Pointer
from mozaik.package.rendering import Form, Rendering
from mozaik.package.renderings.case_nodes import (
    CONTEXT,
    Object,
    file_node,
    marking,
    node,
    organization,
    refer,
    typed,
    value_node,
)
from mozaik.package.renderings.conditions import asks_of, caution_of, conditions_of, name_of
from mozaik.package.renderings.contents import contents_of
from mozaik.package.renderings.custody_case import custody_nodes, exhibit_record
from mozaik.package.renderings.foreign_json import json_bytes
from mozaik.terms import HANDLING_TEXT
from mozaik.typed_json import Json


def package_case(package: Package) -> bytes:
    """The package as JSON-LD; the same package gives the same bytes."""
    graph = _Graph(package)
    return json_bytes({"@context": CONTEXT, "@graph": graph.nodes()})


class _Graph:
    """The nodes of one package while they are put together, each once by its id."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._about: dict[str, list[Object]] = {told.reference: [] for told in package.told}
        self._by_name = {told.reference: told for told in package.told}
        self._made: dict[str, Object] = {}
        self._told_with: dict[str, list[Hit | Pointer]] = {}
        self._exhibits: dict[tuple[str, str], list[Object]] = {}
        self._events = {(str(each.authority), each.unit): each.custody for each in package.exhibits}

    def nodes(self) -> list[Json]:
        """All nodes; the bundle stands last."""
        package = self._package
        self._take_files()
        self._take_values()
        for item in self._events:
            self._exhibits.setdefault(item, [])
        for name, told in self._told_with.items():
            self._made[name]["uco-core:objectMarking"] = self._markings(told)
        exhibits = [self._exhibit(*exhibit) for exhibit in sorted(self._exhibits)]
        custody = [*self._custody()]
        hits = [self._hit(told) for told in package.told]
        leads = [self._lead(lead) for lead in package.leads]
        shared = [*map(organization, sorted(self._authorities())), *self._all_markings()]
        facts = [*self._made.values(), *exhibits, *custody]
        whole = [*shared, *facts, *hits, *leads, *self._acts(hits, leads)]
        return [*whole, self._bundle(whole)]

    def _take_files(self) -> None:
        for content in contents_of(self._package):
            told = [*content.hits.values()]
            for place in content.places:
                file = file_node(self._package, content, place)
                self._take(file, told)
                self._exhibits.setdefault((place.authority, place.unit), []).append(file)
            if not content.places:
                self._take(file_node(self._package, content, None), told)

    def _take_values(self) -> None:
        for told in self._package.told:
            kind = told.value_kind if isinstance(told, Hit) else told.kind
            values = told.values if isinstance(told, Hit) else [told.value] if told.value else []
            for value in values:
                if made := value_node(self._package, kind, value):
                    self._take(made, [told])
            for holder in told.told:
                made = value_node(self._package, kind, holder.value) if holder.value else None
                if made and holder.unit:
                    self._exhibits.setdefault((holder.authority, holder.unit), []).append(made)
                    self._take(made, [told])

    def _take(self, made: Object, told: Sequence[Hit | Pointer]) -> None:
        name = str(made["@id"])
        self._made.setdefault(name, made)
        self._told_with.setdefault(name, []).extend(told)
        for hit in told:
            self._about[hit.reference].append(made)

    def _exhibit(self, authority: str, unit: str) -> Object:
        """An item of an authority, as its register names it, with what is told of it."""
        held = self._exhibits[authority, unit]
        told = [hit for made in held for hit in self._told_with[str(made["@id"])]]
        return {
            **exhibit_record(self._package, authority, unit),
            "uco-core:object": refer(held),
            "uco-core:objectMarking": self._markings(told, self._events_of(authority, unit)),
        }

    def _events_of(self, authority: str, unit: str) -> tuple[CustodyEvent, ...]:
        return self._events.get((authority, unit), ())

    def _custody(self) -> Iterator[Object]:
        """Every action of custody and every place of one, each once."""
        made: dict[object, Object] = {}
        for exhibit in self._package.exhibits:
            for each in custody_nodes(self._package, exhibit, lambda events: self._markings((), events)):
                made.setdefault(each["@id"], each)
        yield from made.values()

    def _hit(self, told: Hit | Pointer) -> Object:
        kind = (
            told.kind_text if isinstance(told, Hit) else f"Points to {self._package.recipient.country_name}"
        )
        tickets = [f"{ask.authority} {ticket}" for ask in asks_of((told,)) for ticket in ask.tickets]
        values = told.values if isinstance(told, Hit) else (told.value,) if told.value else ()
        reasons = [reason.text for reason in told.reasons] if isinstance(told, Hit) else []
        grouping: Object = {
            **node(self._package, "uco-core:Grouping", told.reference),
            "uco-core:name": told.reference,
            "uco-core:context": kind,
            "uco-core:description": "; ".join([kind, *reasons]),
            "uco-core:object": refer(self._about[told.reference]),
            "uco-core:objectMarking": self._markings((told,)),
            "mozaik:value": [*values],
            "mozaik:grade": told.grade,
            "mozaik:ticket": [*tickets],
        }
        if told.keep_until:
            grouping["mozaik:keepUntil"] = typed("xsd:date", told.keep_until)
        return grouping

    def _lead(self, lead: Lead) -> Object:
        package = self._package
        told = [self._by_name[name] for name in lead.references]
        return {
            **node(package, "uco-core:Grouping", "lead", lead.number),
            "uco-core:name": f"Lead {lead.number}: {lead.title}",
            "uco-core:context": "lead",
            "uco-core:description": "\n".join([lead.why, *lead.next_steps]),
            "uco-core:object": refer(node(package, "uco-core:Grouping", hit.reference) for hit in told),
            "uco-core:objectMarking": self._markings(told),
        }

    def _acts(self, hits: Sequence[Object], leads: Sequence[Object]) -> list[Object]:
        """The investigation, the act of drafting, and the package as the record that came of it."""
        package, custody = self._package, self._package.custody
        moment = typed("xsd:dateTime", package.drafted.at)
        record: Object = {
            **node(package, "case-investigation:ProvenanceRecord", "package"),
            "case-investigation:exhibitNumber": name_of(package),
            "uco-core:description": f"{caution_of(package)}\n{package.statement}",
            "uco-core:object": refer((*leads, *hits)),
            "uco-core:objectMarking": self._markings(package.told, package.custody_told),
            "mozaik:auditSequence": custody.audit_sequence,
            "mozaik:auditHead": custody.audit_head,
            "mozaik:expiresOn": typed("xsd:date", package.expires_on),
        }
        action: Object = {
            **node(package, "case-investigation:InvestigativeAction", "draft"),
            "uco-core:name": "draft of an intelligence package",
            "uco-core:description": package.drafted.reason,
            "uco-action:startTime": moment,
            "uco-action:endTime": moment,
            "uco-action:performer": {"@id": organization(package.sender)["@id"]},
            "uco-action:object": refer(hits),
            "uco-action:result": refer((record,)),
        }
        investigation: Object = {
            **node(package, "case-investigation:Investigation", "operation"),
            "uco-core:name": f"{package.operation}, {package.edition}",
            "uco-core:object": refer((record, action)),
        }
        return [record, action, investigation]

    def _bundle(self, nodes: Sequence[Object]) -> Object:
        return {
            **node(self._package, "uco-core:Bundle", "package"),
            "uco-core:name": name_of(self._package),
            "uco-core:description": caution_of(self._package),
            "uco-core:object": refer(nodes),
        }

    def _authorities(self) -> set[str]:
        package = self._package
        held = {holder.authority for told in package.told for holder in told.told}
        return {str(each) for each in held | {package.sender, package.recipient.authority}}

    def _statements(self, told: Sequence[Hit | Pointer], custody: Sequence[CustodyEvent] = ()) -> list[str]:
        conditions = conditions_of(told, custody)
        return [*(f"{code}: {HANDLING_TEXT[code]}" for code in conditions.codes), *conditions.notes]

    def _all_markings(self) -> list[Object]:
        package = self._package
        stated = self._statements(package.told, package.custody_told)
        return [marking(package, text) for text in stated]

    def _markings(self, told: Sequence[Hit | Pointer], custody: Sequence[CustodyEvent] = ()) -> list[Json]:
        return refer(marking(self._package, text) for text in self._statements(told, custody))


PACKAGE_CASE = Rendering("case.jsonld", package_case, Form.CASE)
