"""IP addresses of the Internet; one alone proves little, as it serves many in turn (`ip_time`)."""

import ipaddress
import re
from collections.abc import Iterator
from functools import lru_cache

from mozaik.selectors.kind import Selector, SelectorKind
from mozaik.selectors.noise import listed
from mozaik.selectors.outline import Outline
from mozaik.terms import Handling

_FOUR = re.compile(
    r"\.(?<=[0-9]\.)[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}(?![\w]|\.[0-9]|-[0-9A-Za-z]|\.(?:zip|tar|gz|exe|deb|rpm|dll|so|jar)\b)"
)
_FIRST = re.compile(r"([0-9]{1,3})(?!\w|[0-9.]|/[A-Za-z]|[-_+~][A-Za-z]|[~<>^]|=[=<>~!])")
_SIX = re.compile(r":(?<=[23][0-9a-fA-F]{3}:)[0-9a-fA-F:]{2,34}(?:\.[0-9]{1,3}){0,3}(?![\w:])")
_VERSION = re.compile(
    r"(?i)(?:\bv(?:er(?:s\w{0,5})?)?\.?|release|build|firmware|rev|oid|section|§|update|kernel|"
    r"driver)[ :=\"']{0,3}\Z"
)
_NAMED = re.compile(
    r"(?i)(?:\bip\w{0,3}|addr\w{0,5}|naslov|adres\w{0,2}|host|from|client|server|peer|адрес\w{0,2})[^\n]{0,12}\Z"
)
_SMALL = 20
_PUBLISHED = tuple(
    ipaddress.ip_network(net)
    for net in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
)
"""Addresses of documentation (RFC 5737, 3849): read, because rehearsals are written with them."""


@lru_cache(maxsize=4096)
def check(text: str) -> str | None:
    """The address in its canonical form; None for those of no connection (private, loopback, groups)."""
    try:
        address = ipaddress.ip_address(text.strip().removeprefix("[").removesuffix("]"))
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and (address.ipv4_mapped or address.scope_id):
        return check(str(address.ipv4_mapped)) if address.ipv4_mapped else None
    is_told = address.is_global and not address.is_multicast
    return str(address) if is_told or any(address in net for net in _PUBLISHED) else None


def find(outline: Outline, _region: str | None) -> Iterator[Selector]:
    """Addresses; not the numbers of versions, which look the same."""
    text = outline.text
    for mark in _FOUR.finditer(text) if "." in text else ():
        first = _FIRST.match(text[max(0, mark.start() - 48) : mark.start()][::-1])
        if first is None:
            continue
        start = mark.start() - len(first[1])
        written = text[start : mark.end()]
        value = check(written)
        if (
            value
            and not outline.behind(_VERSION, start, 14)
            and (_is_large(value) or outline.behind(_NAMED, start))
        ):
            yield Selector("ip", value, written, start)
    for mark in _SIX.finditer(text):
        start = mark.start() - 4
        written = text[start : mark.end()].rstrip(":.")
        value = (
            check(written)
            if not (text[start - 1 : start].isalnum() or text[start - 1 : start] == ":")
            else None
        )
        if value:
            yield Selector("ip", value, written, start)


def _is_large(value: str) -> bool:
    """Whether an address has parts that the numbers of versions and chapters seldom have."""
    return ":" in value or any(int(part) >= _SMALL for part in value.split("."))


def show_safely(value: str) -> str:
    """The last two characters: `…46`."""
    return f"…{value[-2:]}"


def noise_reason(value: str) -> str | None:
    """An address alone names nobody; those of public resolvers stand in every device."""
    return listed("ip").get(value, "address without a time: it serves many people in turn")


KIND = SelectorKind(
    name="ip",
    doc="an IP address of the Internet",
    normal_form="canonical text (RFC 5952 for version 6)",
    examples=(("192.0.2.146", "192.0.2.146"), ("[2001:DB8:0:0::0012]", "2001:db8::12")),
    counter_examples=("192.168.1.1", "256.0.2.1", "127.0.0.1", "fe80::1", "1.2.3"),
    handling=Handling.H2,
    erasure="erase the value, its writing and the address at a time",
    check=check,
    find=find,
    show_safely=show_safely,
    noise_reason=noise_reason,
)
