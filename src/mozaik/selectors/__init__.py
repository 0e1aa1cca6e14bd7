"""Selectors: typed, normalised identifiers. Decides what in a text is one, its normal form, its safe display.

Pure: no file but its own data, no network, no clock. Text is searched as its reader sees it (`reading`).
Obfuscated writing is not guessed; a wrong checksum is not a selector.
"""

from mozaik.selectors.kind import NORMALISER_VERSION, Selector, SelectorKind
from mozaik.selectors.noise import VERSION as NOISE_VERSION
from mozaik.selectors.registry import (
    KINDS,
    country_of,
    find,
    find_in_field,
    is_phone_field,
    noise_reason,
    normalise,
    region_of,
    show_safely,
    warning,
    weak_keys,
)
from mozaik.selectors.top_domains import VERSION as TOP_DOMAINS_VERSION

__all__ = [
    "KINDS",
    "NOISE_VERSION",
    "NORMALISER_VERSION",
    "TOP_DOMAINS_VERSION",
    "Selector",
    "SelectorKind",
    "country_of",
    "find",
    "find_in_field",
    "is_phone_field",
    "noise_reason",
    "normalise",
    "region_of",
    "show_safely",
    "warning",
    "weak_keys",
]
