"""IMEI numbers of mobile devices: type and serial number, 14 digits, with a Luhn digit (3GPP TS 23.003, 6.2).

The check digit and the software version (IMEISV) are no part of the device's identity and are left out.
"""

import re
from collections.abc import Iterator

from mozaik.selectors.check_digits import luhn
from mozaik.selectors.kind import Selector, SelectorKind, named_numbers
from mozaik.selectors.noise import listed
from mozaik.selectors.outline import Outline
from mozaik.terms import Handling

_NAME = re.compile(
    r"(?i)imei(?:[ _-]?sv|/meid|-?nummer|[^\W\d_]{0,8})(?:[ _]?\(?(?:sim|slot)?[ _]?[12]\)?(?!\d))?\W{0,6}"
    r"(?:(?:number|num|no|nr|br|broj|code|koda|št|številka|stevilka|број|номер|is|je|of the phone|"
    r"telefona|uredjaja|uređaja|naprave)"
    r"[^\w\n]{1,4}){0,3}(?:\(?(?:sim|slot)?[ ]?[12]\)?[^\w\n]{1,4})?\Z"
)
_DIGITS = re.compile(
    r"(?:\d{14,17}|\d{2}[ ./-]\d{6}[ ./-]\d{6}(?:[ ./-]\d{1,2})?|"
    r"\d{6}[ ./-]\d{2}[ ./-]\d{6}(?:[ ./-]\d{1,2})?|"
    r"\d{8}[ ./-]\d{6}(?:[ ./-]\d)?|\d{3}(?:[ -]\d{3}){4})(?![\w]|[.-]\d)"
)
_SEPARATORS = str.maketrans("", "", " ./-")


def check(text: str) -> str | None:
    """The 14 digits of type and serial number; a check digit beside them must be right."""
    digits = text.strip().translate(_SEPARATORS)
    if not digits.isascii() or not digits.isdecimal() or not 14 <= len(digits) <= 17 or not digits.strip("0"):
        return None
    return digits[:14] if len(digits) in (14, 16) or luhn(digits[:15]) else None


def find(outline: Outline, _region: str | None) -> Iterator[Selector]:
    """Numbers that are called IMEI: one number in ten has a right check digit."""
    return named_numbers("imei", _NAME, _DIGITS, check, outline) if outline.has(b"imei") else iter(())


def show_safely(value: str) -> str:
    """The last two digits: `…51`."""
    return f"…{value[-2:]}"


def noise_reason(value: str) -> str | None:
    """Numbers that test devices and copies carry by the thousand."""
    is_empty = len(set(value)) == 1 or value.startswith("000000")
    return listed("imei").get(value, "placeholder of test devices and copies" if is_empty else None)


KIND = SelectorKind(
    name="imei",
    doc="the identity number of a mobile device (IMEI)",
    normal_form="14 digits, without the check digit and the software version",
    examples=(("490154203237518", "49015420323751"), ("35-209900-176148-1", "35209900176148")),
    counter_examples=("490154203237517", "4901542032375", "49015420323751X", "00000000000000"),
    handling=Handling.H2,
    erasure="erase the value, its writing and every link that names it",
    check=check,
    find=find,
    show_safely=show_safely,
    noise_reason=noise_reason,
)
