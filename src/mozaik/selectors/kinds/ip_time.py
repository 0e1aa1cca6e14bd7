"""IP addresses at a time: the address in one hour of one day in UTC.

A time with its zone must stand on the line of the address. Two lists that name the same hour speak of one
connection, or of two that a provider can tell apart.
"""

from collections.abc import Iterator

from mozaik.selectors.kind import Selector, SelectorKind
from mozaik.selectors.kinds import ip
from mozaik.selectors.outline import Outline
from mozaik.selectors.times import hour_in_utc, times_with_zone
from mozaik.terms import Handling


def check(text: str) -> str | None:
    """`address@YYYY-MM-DDTHHZ` of an address and a time with its zone, or None."""
    address, mark, written = text.strip().partition("@")
    if not mark:
        address, _, written = text.strip().partition(" ")
    value, hour = ip.check(address), hour_in_utc(written.strip())
    return f"{value}@{hour}" if value and hour else None


def find(outline: Outline, region: str | None) -> Iterator[Selector]:
    """Each address beside the time with zone that stands nearest on its line."""
    times = None
    for selector in ip.find(outline, region):
        times = times_with_zone(outline) if times is None else times
        line = outline.text.rfind("\n", 0, selector.start) + 1
        end = outline.text.find("\n", selector.start)
        hour = times.nearest(selector.start, line, end if end >= 0 else len(outline.text))
        if hour:
            yield Selector("ip_time", f"{selector.value}@{hour}", selector.written, selector.start)


def show_safely(value: str) -> str:
    """The last two characters of the address and the year: `…46@2023…`."""
    address, _, hour = value.partition("@")
    return f"{ip.show_safely(address)}@{hour[:4]}…"


KIND = SelectorKind(
    name="ip_time",
    doc="an IP address in one hour of one day",
    normal_form="address@YYYY-MM-DDTHHZ, the hour in UTC",
    examples=(
        ("192.0.2.146 2023-11-06T10:23:45+01:00", "192.0.2.146@2023-11-06T09Z"),
        ("2001:db8::12 2023-11-06 09:59:59 UTC", "2001:db8::12@2023-11-06T09Z"),
    ),
    counter_examples=("192.0.2.146", "192.0.2.146 2023-11-06 10:23:45", "192.168.1.1 2023-11-06T10:23:45Z"),
    handling=Handling.H2,
    erasure="erase the value, its writing and every link that names it",
    check=check,
    find=find,
    show_safely=show_safely,
)
