"""Serial numbers of devices and USB media, as systems, labels and reports name them."""

import re
from collections.abc import Iterator
from itertools import chain

from mozaik.selectors.dates import is_date
from mozaik.selectors.kind import Selector, SelectorKind, named_values
from mozaik.selectors.kinds import camera_serial
from mozaik.selectors.outline import Outline
from mozaik.terms import Handling

_LEAD = re.compile(
    r"(?i)(?<![a-z])(?:serial(?:[ _-]?(?:number|num|no|nr|short))?|seriennummer|seri(?:jsk[ai]|"
    r"jski) ?(?:številka|stevilka|broj|št|br)|"
    r"id_serial_short|iserial[ ]{1,30}\d{1,2}|s/n|sn)(?:\.|(?![^\W_]))(?:[ ]?(?:of (?:the )?device|"
    r"uredjaja|uređaja|naprave))?"
    r"[ \t]{0,12}(?:[:=#][ \t\"']{0,4}|\"[ ]?:[ ]?\"|[ \t]|,[ ]?)(?:is |je )?"
)
_LEAD_CYRILLIC = re.compile(r"(?i)сери(?:йный номер|јски број|ски број|йен номер)[ \t]{0,4}[:=#]?[ \t]{0,3}")
_CYRILLIC = re.compile(r"[сС]ери(?=[йјс])")
_SERIAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{4,38}[A-Za-z0-9](?![\w:/@]|[.-]\w)")
_USB = re.compile(
    r"(?i)usb(?:stor)?\\{1,2}(?:(?:disk|cdrom)&[^\\\n]{1,80}|vid_[0-9a-f]{4}&pid_[0-9a-f]{4})\\{1,2}([A-Z0-9_.-]{6,40})(?:&\d{1,2})?(?![\w&])"
)
"""What Windows calls a USB medium; a serial that it made up itself has `&` as its second sign."""
_PLAIN = re.compile(r"[A-Z0-9][A-Z0-9._#-]{5,62}")
_ZONE = re.compile(r"(?:19|20)\d{8}")


def check(text: str) -> str | None:
    """The serial in upper case with single spaces and without padding, or None."""
    value = camera_serial.check(text)
    if value is None or not _PLAIN.fullmatch(value) or sum(sign.isdecimal() for sign in value) < 2:
        return None
    return value


def find(outline: Outline, _region: str | None) -> Iterator[Selector]:
    """What is called a serial number, and the last part of a USB medium's name."""
    named = named_values(
        "device_serial",
        (b"serial", b"iserial", b"seriennummer", b"serij", b"s/n", b"sn:", b"sn=", b"sn#", b"sn "),
        _LEAD,
        _SERIAL,
        _told,
        outline,
    )
    return chain(named, _cyrillic(outline), _usb(outline))


def _cyrillic(outline: Outline) -> Iterator[Selector]:
    for mark in _CYRILLIC.finditer(outline.text):
        lead = _LEAD_CYRILLIC.match(outline.text, mark.start())
        match = _SERIAL.match(outline.text, lead.end()) if lead else None
        value = _told(match[0]) if match else None
        if match and value:
            yield Selector("device_serial", value, match[0], match.start())


def _usb(outline: Outline) -> Iterator[Selector]:
    for place in outline.places(b"usb"):
        match = _USB.match(outline.text, place)
        value = check(match[1]) if match else None
        if match and value:
            yield Selector("device_serial", value, match[1], match.start(1))


def _told(text: str) -> str | None:
    """The serial in running text: no day, no number of a zone (`2023110601`), no number of a version."""
    if is_date(text) or _ZONE.fullmatch(text) or "." in text or "/" in text:
        return None
    return check(text) if any(sign.isdecimal() for sign in text) else None


def show_safely(value: str) -> str:
    """The length and the last two characters: `…42 (10 characters)`."""
    return camera_serial.show_safely(value)


def noise_reason(value: str) -> str | None:
    """Makers ship placeholders, and a short serial is shared by many devices."""
    return camera_serial.noise_reason(value)


KIND = SelectorKind(
    name="device_serial",
    doc="the serial number of a device or medium",
    normal_form="upper case without spaces, six characters or more",
    examples=(("4c530001230115117154", "4C530001230115117154"), (" WD-WCC4N1234567 ", "WD-WCC4N1234567")),
    counter_examples=("", "ABCDEF", "12345", "----"),
    handling=Handling.H0,
    erasure="erase the value, its writing and every link that names it",
    check=check,
    find=find,
    show_safely=show_safely,
    noise_reason=noise_reason,
)
