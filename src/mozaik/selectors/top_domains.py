"""The top-level domains that an address may end in: IANA's list, shipped as data, and a few names beside it.

Source: https://data.iana.org/TLD/tlds-alpha-by-domain.txt, the version in its first line. A name on no
list (`photo@x.heic`, `key@value.tmp`, `me@home.lan`) is not an address.
"""

from importlib.resources import files

RESERVED = frozenset({"example", "test"})
"""Reserved by RFC 2606 and 6761 for examples and tests: read, because rehearsals are written with them.

The other reserved names (`invalid`, `localhost`, `local`, `internal`) lead nowhere outside one house.
"""
OTHER_NETWORKS = frozenset({"onion", "i2p"})
"""Names of networks beside the Internet's own: not at IANA (`onion` is reserved by RFC 7686), but in use."""


def _of_iana() -> tuple[str, frozenset[str]]:
    """The version of IANA's list, and its names in lower-case ASCII."""
    data = files("mozaik.selectors").joinpath("data/tlds-alpha-by-domain.txt").read_text("ascii")
    head, *names = data.split("\n")
    return head.removeprefix("# Version ").partition(",")[0], frozenset(
        name.lower() for name in names if name
    )


VERSION, _NAMES = _of_iana()
TOP_DOMAINS = _NAMES | RESERVED | OTHER_NETWORKS
"""Every top-level domain that is read, in lower-case ASCII (`xn--` for those of other scripts)."""
