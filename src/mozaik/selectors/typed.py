"""What a person typed for one value: the value, alone or in what only dresses it."""

import re
from collections.abc import Sequence

from mozaik.selectors import cues
from mozaik.selectors.kind import Selector
from mozaik.selectors.kinds import url

_DRESS = " \t\r\n\"'<>()[].,;"
_MAILBOX = re.compile(r"[^<>@]{0,200}<([^<>]{1,2048})>\s{0,9}")
"""A name and its address in angle brackets (RFC 5322)."""
_CALLED = {
    "device_serial": ("serial", "s/n", "sn"), "mac": ("bssid",), "card": ("kartica", "visa", "mastercard"),
    "digest": ("md5", "sha1", "sha_1", "sha256", "sha_256", "hash"),
    "pgp": ("fingerprint", "pgp_fingerprint"),
    "info_hash": ("infohash",), "iccid": ("sim",), "travel_document": ("passport",), "sol": ("solana",),
    "trx": ("usdt", "tron"), "btc": ("bitcoin",), "eth": ("ethereum",), "xmr": ("monero",),
    "ltc": ("litecoin",),
}  # fmt: skip
"""What people call a kind beside its own name."""
_SCHEME = re.compile(r"(?i)[a-z]{2,9}:(?://)?")


def alone_in(text: str, selectors: Sequence[Selector]) -> str | None:
    """The value of the one selector that was found in a text, if the rest of the text only dresses it.

    A word beside it (`041 234 567 (mother)`) may make it somebody else's, so it is not taken away.
    """
    if len(selectors) != 1:
        return None
    mailbox, selector = _MAILBOX.fullmatch(text), selectors[0]
    core = (mailbox[1] if mailbox else text).strip(_DRESS)
    before, written, after = core.partition(selector.written.strip(_DRESS))
    is_dressed = (
        not (before or after)
        or _is_in_address(before, after)
        or url.check(core)
        or url.check(f"https://{core}")
        or (not after and (cues.is_cue(before.strip(" .:")) or _is_name_of(selector.kind, before)))
    )
    return selector.value if written and is_dressed else None


def _is_name_of(kind: str, before: str) -> bool:
    """Whether what stands before a value is the name of its kind alone: `IMEI:`, `MAC address`."""
    name = before.strip(" .:=#").lower().replace("-", " ").replace(" ", "_")
    return name.removesuffix("_address").removesuffix("_number") in (kind, *_CALLED.get(kind, ()))


def _is_in_address(before: str, after: str) -> bool:
    """Whether a value stands behind a scheme such as `mailto:`, with or without a query behind it."""
    return _SCHEME.fullmatch(before) is not None and after[:1] in ("", "?")
