"""Selectors: typed, normalised identifiers. Decides what in a text is one, its normal form, its safe display.

Pure: no file, no network, no clock. Obfuscated writing is not guessed; a wrong checksum is no selector.
"""

from mozaik.selectors.kind import NORMALISER_VERSION, Found, SelectorKind
from mozaik.selectors.registry import (
    KINDS,
    country_of,
    find,
    noise_reason,
    normalise,
    region_of,
    show_safely,
    warning,
    weak_keys,
)

__all__ = [
    "KINDS",
    "NORMALISER_VERSION",
    "Found",
    "SelectorKind",
    "country_of",
    "find",
    "noise_reason",
    "normalise",
    "region_of",
    "show_safely",
    "warning",
    "weak_keys",
]
