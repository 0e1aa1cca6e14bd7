"""MAC addresses of network cards, and BSSIDs of wireless networks: 48 bits (IEEE 802, EUI-48)."""

import re
from collections.abc import Iterator

from mozaik.selectors.kind import Selector, SelectorKind, named_values
from mozaik.selectors.noise import listed
from mozaik.selectors.outline import Outline
from mozaik.terms import Handling

_INSIDE = re.compile(r"([:-])[0-9a-fA-F]{2}\1[0-9a-fA-F]{2}\1[0-9a-fA-F]{2}\1[0-9a-fA-F]{2}\1")
_WHOLE = re.compile(r"(?<![\w:.-])[0-9a-fA-F]{2}([:-])(?:[0-9a-fA-F]{2}\1){4}[0-9a-fA-F]{2}(?![\w]|[:.-]\w)")
_DOTTED_INSIDE = re.compile(r"\.[0-9a-fA-F]{4}\.(?=[0-9a-fA-F]{4})")
_DOTTED = re.compile(r"(?<![\w.-])[0-9a-fA-F]{4}\.[0-9a-fA-F]{4}\.[0-9a-fA-F]{4}(?![\w]|[.-]\w)")
_LEAD = re.compile(
    r"(?i)(?:bssid|mac|wlan|wi-?fi)(?:[ _-]?(?:addr\w{0,6}|adres\w{0,2}|naslov|id|hw|"
    r"address is))?[^\w\n]{0,6}(?:(?:is|je)[^\w\n]{1,3})?"
)
_BARE = re.compile(
    r"(?:[0-9a-fA-F]{12}|[0-9a-fA-F]{2}(?:[ -][0-9a-fA-F]{2}){5}|"
    r"[0-9a-fA-F]{4}(?:[.][0-9a-fA-F]{4}){2})(?![\w]|[:.-]\w)"
)
_HEX = re.compile(r"[0-9a-f]{12}")
_SEPARATORS = str.maketrans("", "", ":-. ")
_SHAPES = re.compile(
    r"[0-9a-fA-F]{12}|[0-9a-fA-F]{2}([:. -])(?:[0-9a-fA-F]{2}\1){4}[0-9a-fA-F]{2}|"
    r"[0-9a-fA-F]{4}(?:[.][0-9a-fA-F]{4}){2}"
)


def check(text: str) -> str | None:
    """Six pairs of lower-case digits with colons; None for groups of devices and for empty addresses."""
    text = text.strip()
    digits = text.translate(_SEPARATORS).lower()
    if not _SHAPES.fullmatch(text) or not _HEX.fullmatch(digits) or not digits.strip("0"):
        return None
    if int(digits[1], 16) & 1:
        return None
    return ":".join(digits[at : at + 2] for at in range(0, 12, 2))


def find(outline: Outline, _region: str | None) -> Iterator[Selector]:
    """Six pairs with colons; with hyphens or in fours when letters are among them, or behind a name."""
    named = {}
    for selector in named_values("mac", (b"bssid", b"mac", b"wlan", b"wifi"), _LEAD, _BARE, check, outline):
        named[selector.start] = selector
        yield selector
    for inside, whole, back in ((_INSIDE, _WHOLE, 2), (_DOTTED_INSIDE, _DOTTED, 4)):
        for part in inside.finditer(outline.text):
            match = whole.match(outline.text, max(0, part.start() - back))
            value = check(match[0]) if match else None
            if match and value and match.start() not in named and _is_told(match[0]):
                yield Selector("mac", value, match[0], match.start())


def _is_told(written: str) -> bool:
    """Whether a writing cannot be a date or a version: it has colons, or letters and digits."""
    letters = sum(sign.isalpha() for sign in written)
    return ":" in written or (letters > 0 and letters < len(written.translate(_SEPARATORS)))


def show_safely(value: str) -> str:
    """The last pair: `…:3f`."""
    return f"…{value[-3:]}"


def noise_reason(value: str) -> str | None:
    """Addresses that a device makes up for each network, or that stand for none."""
    is_made_up = value[1:2] in tuple("2367abef")
    return listed("mac").get(value, "made up by the device for one network" if is_made_up else None)


KIND = SelectorKind(
    name="mac",
    doc="the hardware address of a network card or wireless network (MAC, BSSID)",
    normal_form="six pairs of lower-case hexadecimal digits with colons",
    examples=(("00-00-5E-00-53-AF", "00:00:5e:00:53:af"), ("0000.5e00.5301", "00:00:5e:00:53:01")),
    counter_examples=(
        "00:00:5e:00:53",
        "00:00:00:00:00:00",
        "ff:ff:ff:ff:ff:ff",
        "01:00:5e:00:00:fb",
        "00:00:5e:00:53:ag",
    ),
    handling=Handling.H2,
    erasure="erase the value, its writing and every link that names it",
    check=check,
    find=find,
    show_safely=show_safely,
    noise_reason=noise_reason,
)
