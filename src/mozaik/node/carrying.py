"""Carrying: what waits in `out`, copied to a folder or a stick under the names that other nodes know."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mozaik.files import storage_errors, written_whole
from mozaik.node.confirming import give_receipts, tidy_out
from mozaik.node.place import Node
from mozaik.node.sending import waiting_in
from mozaik.seal import TrustStore


@dataclass(frozen=True, slots=True)
class Carried:
    """The files that lie in a folder to be carried, and how many of them were copied just now."""

    files: tuple[Path, ...]
    copied: int


def carry(node: Node, folder: Path, trust: TrustStore, now: datetime, recipient: str = "") -> Carried:
    """Copy what its recipients have not confirmed, and the last receipts, for one recipient or for all.

    What lies there already is not copied again. StorageError when a disk fails; every copy is whole.
    """
    give_receipts(node, trust, now)
    tidy_out(node, trust, now)
    places, copied = list[Path](), 0
    for path in waiting_in(node.out):
        place = folder / path.relative_to(node.out)
        if recipient and path.parent.name != recipient:
            continue
        places.append(place)
        if not place.exists():
            with storage_errors(place):
                place.parent.mkdir(parents=True, exist_ok=True)
            with written_whole(place) as sink, path.open("rb") as source:
                shutil.copyfileobj(source, sink)
            copied += 1
    return Carried(tuple(places), copied)
