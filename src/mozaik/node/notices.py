"""What is new for a reader since its view was made last: counts by kind, from what it may know alone.

A cross-check that changes nothing for a reader leaves no notice, not even a time: what is silent to it must
not show by when something was looked at.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from mozaik.files import make_private_folder, written_whole
from mozaik.kinds import HitKind
from mozaik.moments import utc_text
from mozaik.node.place import Node
from mozaik.parties import Authority
from mozaik.plans import ConflictKind

PLANS = "plan"
"""What notices about plans are kept under, and what their kinds begin with."""
MOST = 100
"""Notices that are kept for a reader; earlier ones go."""


@dataclass(frozen=True, slots=True)
class Notice:
    """When a cross-check changed what a reader may know: new hits by kind, and how many are told no more."""

    at: str
    new: Mapping[str, int]
    gone: int

    @property
    def hits(self) -> Mapping[str, int]:
        """New hits by kind."""
        return {kind: count for kind, count in self.new.items() if not kind.startswith(f"{PLANS}.")}

    @property
    def plans(self) -> Mapping[str, int]:
        """New conflicts of plans by kind."""
        prefix = f"{PLANS}."
        return {kind[len(prefix) :]: count for kind, count in self.new.items() if kind.startswith(prefix)}


def note_changes(node: Node, reader: Authority, told: Mapping[str, HitKind], now: datetime) -> Notice | None:
    """Write down what changed for a reader since the last time; None the first time, and if nothing did."""
    return _note(_path(node, reader), {name: str(kind) for name, kind in told.items()}, now)


def note_plans(
    node: Node, owner: Authority, told: Mapping[str, ConflictKind], now: datetime
) -> Notice | None:
    """Write down what is new in the way of an owner's plans; the first conflict is new, too."""
    return _note(_path(node, owner, PLANS), {name: f"{PLANS}.{kind}" for name, kind in told.items()}, now, {})


def is_noted(node: Node, reader: Authority) -> bool:
    """Whether it was written down what a reader is told."""
    return _read(_path(node, reader))[0] is not None


def notices_of(node: Node, reader: Authority, since: datetime | None = None) -> tuple[Notice, ...]:
    """The notices of a reader, the oldest first, those since a moment or all."""
    first = utc_text(since) if since else ""
    notices = (*_read(_path(node, reader))[1], *_read(_path(node, reader, PLANS))[1])
    return tuple(sorted((notice for notice in notices if notice.at >= first), key=lambda notice: notice.at))


def _note(
    path: Path, current: Mapping[str, str], now: datetime, begun: Mapping[str, str] | None = None
) -> Notice | None:
    """Write down what differs from what was known, by default nothing the first time, when it is `begun`."""
    read, notices = _read(path)
    known = begun if read is None else read
    if known == current:
        return None
    new = Counter(kind for reference, kind in current.items() if reference not in (known or {}))
    gone = len((known or {}).keys() - current.keys())
    notice = Notice(utc_text(now), dict(sorted(new.items())), gone)
    if known is not None:
        notices.append(notice)
    _write(path, current, notices[-MOST:])
    return notice if known is not None else None


def _path(node: Node, reader: Authority, about: str = "") -> Path:
    return node.folder / "notices" / f"{reader}{f'.{about}' if about else ''}.json"


def _notice(line: object) -> Notice:
    """A notice as it was written; a KeyError, TypeError, ValueError or AttributeError for anything else."""
    if not isinstance(line, dict):
        raise TypeError
    new = {str(kind): int(count) for kind, count in line["new"].items()}
    return Notice(str(line["at"]), new, int(line["gone"]))


def _read(path: Path) -> tuple[dict[str, str] | None, list[Notice]]:
    """What the reader was known to be told, and its notices; nothing where that is lost: it begins anew."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        notices = [_notice(line) for line in value["notices"]]
        return {str(reference): str(kind) for reference, kind in value["known"].items()}, notices
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None, []


def _write(path: Path, known: Mapping[str, str], notices: list[Notice]) -> None:
    make_private_folder(path.parent)
    with written_whole(path) as stream:
        written = {"known": known, "notices": [asdict(notice) for notice in notices]}
        stream.write(json.dumps(written, sort_keys=True).encode())
