"""Host names: ASCII lower-case form by IDNA, and the country of a country-code domain."""

import re

import idna

from mozaik.selectors.kind import words

_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?+")
_COUNTRY_OF_DOMAIN = {"uk": "GB"}
_COUNTRIES = words(
    "ad ae af ag al am ao ar at au az ba bb bd be bf bg bh bi bj bn bo br bs bt bw by bz ca cd cf cg ch "
    "ci ck cl cm cn cr cu cv cy cz de dj dk dm do dz ec ee eg er es et fi fj fr ga gb gd ge gh gm gn gq "
    "gr gt gw gy hk hn hr ht hu id ie il in iq ir is it jm jo jp ke kg kh km kn kp kr kw kz la lb lc li "
    "lk lr ls lt lu lv ly ma mc md mg mh mk ml mm mn mo mr mt mu mv mw mx my mz na ne ng ni nl no np nr "
    "nz om pa pe pg ph pk pl pr ps pt pw py qa ro rs ru rw sa sb sc sd se sg si sk sl sm sn so sr ss st "
    "sv sy sz td tg th tj tl tm tn to tr tt tv tw tz ua ug us uy uz va vc ve vn vu ws ye za zm zw"
)
_SOLD_TO_ALL = words("ag cc cd co dj fm gg io la ly me nu sc tk to tv vc ws ga ml gq cf")
"""Country-code domains that are sold to everyone: they say nothing about a country."""


def ascii_host(host: str) -> str | None:
    """The host as lower-case ASCII labels, or None when it is no domain name of two labels or more."""
    host = host.removesuffix(".")
    if not host or len(host) > 253:
        return None
    if not host.isascii() or "xn--" in host.lower():
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except idna.IDNAError:
            return None
    labels = host.lower().split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):
        return None
    top = labels[-1]
    return ".".join(labels) if len(top) >= 2 and (top.isalpha() or top.startswith("xn--")) else None


def country_of_host(host: str) -> str | None:
    """The country of a country-code domain, or None for generic ones and those sold to everyone."""
    top = host.rpartition(".")[2]
    if top in _SOLD_TO_ALL:
        return None
    return _COUNTRY_OF_DOMAIN.get(top, top.upper() if top in _COUNTRIES else None)
