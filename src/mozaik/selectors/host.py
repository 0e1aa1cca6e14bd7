"""Host names: ASCII lower-case form by IDNA, the country of a country-code domain, look-alike labels."""

import re
import unicodedata

import idna
import phonenumbers

from mozaik.selectors.kind import words
from mozaik.selectors.top_domains import TOP_DOMAINS

_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?+")
_COUNTRY_OF_DOMAIN = {"uk": "GB"}
_COUNTRIES = {region.lower() for region in phonenumbers.SUPPORTED_REGIONS} | words("aq bv gs hm pn tf")
_SOLD_TO_ALL = words("ac ag ai as cc cd cf co cx dj fm ga gg gq im io la ly me ml ms nu sc sh tk to tv vc ws")
"""Country-code domains that are sold to everyone: they say nothing about a country."""


def ascii_host(host: str) -> str | None:
    """The host as lower-case ASCII labels, or None when it is not a domain name of two labels or more.

    Its last label must be a top-level domain that is known (`top_domains`).
    """
    host = host.removesuffix(".")
    if not host or len(host) > 253:
        return None
    if not host.isascii() or "xn--" in host.lower():
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            return None
    labels = host.lower().split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):
        return None
    return ".".join(labels) if labels[-1] in TOP_DOMAINS else None


def country_of_host(host: str) -> str | None:
    """The country of a country-code domain, or None for generic ones and those sold to everyone."""
    top = host.rpartition(".")[2]
    if top in _SOLD_TO_ALL:
        return None
    return _COUNTRY_OF_DOMAIN.get(top, top.upper() if top in _COUNTRIES else None)


def mixes_scripts(host: str) -> bool:
    """Whether one label mixes Latin with Cyrillic or Greek letters, as look-alike domains do."""
    for label in host.split("."):
        scripts = _scripts(label) if label.startswith("xn--") else set()
        if "LATIN" in scripts and scripts & {"CYRILLIC", "GREEK"}:
            return True
    return False


def _scripts(label: str) -> set[str]:
    """The scripts of the letters of an `xn--` label, as the first words of their Unicode names."""
    try:
        text = label.removeprefix("xn--").encode("ascii").decode("punycode")
    except UnicodeError:
        return {"LATIN"}
    return {unicodedata.name(sign, "?").partition(" ")[0] for sign in text if sign.isalpha()}
