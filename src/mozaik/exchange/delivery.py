"""Deliveries: one sealed file under the number that its sender's node gave it on the way to one recipient.

The number is signed by the node, and the file in it by whoever sealed it. Who carries a delivery can read
neither, as it is encrypted to its recipient.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from mozaik import __version__
from mozaik.exchange.faults import ExchangeError, broken_rule
from mozaik.exchange.numbers import Numbered
from mozaik.parties import Authority
from mozaik.seal import FOLLOWS, NUMBER, Kind, Manifest, Role, SigningKey, Verified, write_sealed

MEMBER = "sealed"
SUFFIX = ".age"
_NAME = re.compile(r"(?:[0-9]{6,9}|receipt)-(?P<sha256>[0-9a-f]{64})\.age", re.ASCII)


@dataclass(frozen=True, slots=True)
class Way:
    """From whom to whom, in which edition."""

    sender: Authority
    recipient: Authority
    edition: str

    @property
    def folder(self) -> Path:
        """Where its files lie below a folder or on a stick."""
        return Path(self.sender) / self.recipient


def write_delivery(
    path: Path, sealed: Path, way: Way, numbered: Numbered, at: str, synthetic: bool, key: SigningKey
) -> Manifest:
    """Write the delivery of a sealed file, signed by the sender's node; `at` is UTC text.

    The same number, file and moment give the same bytes. Raises as `write_sealed`.
    """
    manifest = Manifest(
        kind=Kind.DELIVERY,
        id=f"{way.sender}.to.{way.recipient}.{numbered.number:06}",
        edition=way.edition,
        sender=way.sender,
        recipients=(way.recipient,),
        created_at=at,
        synthetic=synthetic,
        versions={"mozaik": __version__, "delivery": "1"},
        properties={NUMBER: str(numbered.number), FOLLOWS: str(numbered.follows)},
    )
    return write_sealed(path, manifest, {MEMBER: sealed}, [(key, Role.NODE)])


def numbered_in(manifest: Manifest, where: str) -> Numbered:
    """The number of a verified delivery; ExchangeError if it holds anything but one sealed file."""
    if manifest.kind is not Kind.DELIVERY or [member.name for member in manifest.members] != [MEMBER]:
        raise broken_rule(where, f"it is a {manifest.kind}, and not one sealed file under a number")
    number, follows = (int(manifest.properties[name]) for name in (NUMBER, FOLLOWS))
    return Numbered(number, follows, manifest.members[0].sha256)


def take_out(delivery: Verified, target: Path) -> None:
    """Write the sealed file of a delivery as `target`; raises as `extract`."""
    delivery.extract(MEMBER, target)


def name_of_file(number: int | None, sha256: str) -> str:
    """The name under which the encrypted file travels; without a number that of a receipt."""
    return f"{'receipt' if number is None else f'{number:06}'}-{sha256}{SUFFIX}"


def require_own_name(name: str, sha256: str) -> None:
    """ExchangeError for a file whose name states another digest than it has: it was cut or changed."""
    stated = _NAME.fullmatch(name)
    if stated and stated["sha256"] != sha256:
        raise ExchangeError(
            "this file is not the one that its name states",
            where=name,
            why="it was cut or changed on its way",
            remedy="copy it again from where it came; the sender can hand it out again",
        )
