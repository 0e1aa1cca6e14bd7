"""Serial numbers of cameras, read from EXIF fields (BodySerialNumber); never searched for in text."""

import re
import unicodedata

from mozaik.selectors.kind import SelectorKind, not_in_text
from mozaik.selectors.noise import listed
from mozaik.terms import Handling

_SERIAL = re.compile(r"[A-Z0-9][A-Z0-9 ._/:#-]{0,62}+")


def check(text: str) -> str | None:
    """The serial in upper case with single spaces and without padding, or None when nothing is left."""
    plain = unicodedata.normalize("NFKC", text.replace("\0", " ")).upper()
    serial = " ".join(plain.split())
    return serial if _SERIAL.fullmatch(serial) else None


def show_safely(value: str) -> str:
    """The length and the last two characters: `…42 (10 characters)`."""
    return f"…{value[-2:] if len(value) > 5 else ''} ({len(value)} characters)"


def noise_reason(value: str) -> str | None:
    """Makers ship placeholders, and a short serial is shared by many cameras."""
    core = "".join(sign for sign in value if sign.isalnum())
    reason = listed("serial").get(value) or listed("serial").get(core)
    if reason:
        return reason
    if len(set(core)) <= 1 or core in "01234567890123456789" or core in "9876543210987654321":
        return "placeholder of the maker"
    return "too short to tell cameras apart" if len(core) < 5 else None


KIND = SelectorKind(
    name="camera_serial",
    doc="the serial number that a camera writes into its pictures",
    normal_form="upper case, single spaces, no padding",
    examples=((" ab 123456\0", "AB 123456"), ("0420-81x7", "0420-81X7")),
    counter_examples=("", "   ", "\0\0\0", "----"),
    handling=Handling.H0,
    erasure="erase the value in the selector and in the media row of every picture that carried it",
    check=check,
    find=not_in_text,
    show_safely=show_safely,
    noise_reason=noise_reason,
)
