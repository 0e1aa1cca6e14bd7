"""The custody of an exhibit as the package's STIX extension states it: STIX has no object for an exhibit."""

from dataclasses import replace

from mozaik.package.exhibits import CustodyEvent, Exhibit
from mozaik.typed_json import Json, to_json


def custody_stated(exhibit: Exhibit) -> dict[str, Json]:
    """What the extension says of an exhibit: whose, its number, and its events in their order."""
    return {
        "authority": exhibit.authority,
        "own": exhibit.own,
        "unit": exhibit.unit,
        "custody": [_event(event) for event in exhibit.custody],
    }


def custody_lines(exhibit: Exhibit) -> str:
    """The events of an exhibit, a line each, for people who look at the platform's page."""
    return "\n".join(f"{event.at} {event.event}" for event in exhibit.custody)


def _event(event: CustodyEvent) -> Json:
    """An event under the names of package.json; where one's own row stands is of use to no platform."""
    return to_json(replace(event, row=None))
