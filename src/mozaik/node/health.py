"""What is missing, wrong or old at a node: rights, chains, store, owed work, backups; in sentences."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from mozaik import chain
from mozaik.acts import governing_versions
from mozaik.desk import Finding, Health, look_at_clock, look_at_disk, of_error
from mozaik.errors import MozaikError
from mozaik.exchange import said_of
from mozaik.files import require_private
from mozaik.moments import moment_from_text, utc_day
from mozaik.node.amending import erased_among
from mozaik.node.confirming import progress_by_sender
from mozaik.node.index import Listed
from mozaik.node.place import Node, open_node
from mozaik.node.safekeeping import last_backup
from mozaik.node.status import NodeStatus, status_of
from mozaik.operation import participant_on
from mozaik.seal import Kind
from mozaik.visible import visible_line

BACKUP_AGE = timedelta(days=7)
BLOCK = 1 << 20


def look_at_node(folder: Path, now: datetime, *, deep: bool = False) -> Iterator[Finding]:
    """How a node stands, `now` by the clock of the machine; `deep` reads every file and entry."""
    try:
        node = open_node(folder)
        require_private((folder, node.acts.folder, node.store.folder, *node.acts.secrets.glob("*")))
        told, listed = status_of(node, now), node.index.listed()
        newest = _newest(node)
    except MozaikError as error:
        yield of_error("node", error)
        return
    yield Finding("node", Health.GOOD, f"node {node.name} of {node.authority} is private and can be read")
    yield from look_at_clock(now, newest)
    yield from look_at_disk(node.folder)
    yield from _look_at_operation(node, utc_day(now))
    yield from _look_at_work(told)
    yield from _look_at_files(node, told, listed)
    yield from _look_at_backup(node, now)
    if deep:
        yield from _look_deep(node, listed)


def _newest(node: Node) -> datetime | None:
    """When the newest entry of a chain was written; raises as `chain.head` for a chain that is torn."""
    moments = []
    for own in node.acts.chains():
        chain.complete(own)
        last = max((path.stat().st_mtime for path in own.folder.glob("*.jsonl")), default=None)
        if last is not None:
            moments.append(datetime.fromtimestamp(last).astimezone())
    return max(moments, default=None)


def _look_at_operation(node: Node, today: date) -> Iterator[Finding]:
    operation = governing_versions(node.acts)[-1].operation
    said = f"version {operation.version} of {operation.edition} is in force"
    if participant_on(operation, node.authority, today) is None:
        what = f"{said}, and {node.authority} does not take part today"
        yield Finding("operation", Health.WRONG, what, "ask lead and coordinator for the next version")
    elif today > operation.last_day:
        what = f"{said}; its action days ended on {operation.last_day}"
        yield Finding("operation", Health.NOTE, what, "review what is kept: mozaik tasks")
    else:
        yield Finding("operation", Health.GOOD, said)


def _look_at_work(told: NodeStatus) -> Iterator[Finding]:
    failing = [line for line in told.owed if line.failures]
    for line in failing:
        what = f"{' '.join(filter(None, (line.duty, line.subject)))} failed {line.failures} times: {line.why}"
        yield Finding("owed work", Health.WRONG, what, "do what it says; it is tried again by itself")
    if not failing and (told.owed or told.cross_check_owed or told.arrivals.ready):
        yield Finding("owed work", Health.OLD, "there is work to do", "run it: mozaik node run DIR")
    elif not failing:
        yield Finding("owed work", Health.GOOD, "nothing is owed")


def _look_at_files(node: Node, told: NodeStatus, listed: tuple[Listed, ...]) -> Iterator[Finding]:
    erased = {line.sha256 for line in erased_among(listed)}
    sound = [line for line in listed if line.id is not None and line.sha256 not in erased]
    lost = [line for line in sound if not node.store.has(line.sha256)]
    unlisted = set(node.store.digests()) - {line.sha256 for line in sound}
    for line in lost:
        yield Finding(
            "store", Health.WRONG, f"{line.id} is not in the store any more", "put it back from a backup"
        )
    if unlisted:
        what = f"files of the store that are not in the index: {len(unlisted)}"
        yield Finding("store", Health.OLD, what, "the next mozaik receive or node run lists them")
    if not lost:
        yield Finding("store", Health.GOOD, f"sealed files in the store: {len(sound)}")
    if told.refused or told.left_out:
        what = f"files refused: {len(told.refused)}; taking no part: {len(told.left_out)}"
        yield Finding("files", Health.NOTE, what, "see why: mozaik node status DIR")
    for path in told.arrivals.strange:
        yield Finding(
            "incoming", Health.WRONG, f"{visible_line(path.name)} is no ordinary file", "take it away"
        )
    yield from _look_for_gaps(node, sound)
    yield from _look_at_numbers(node)


def _look_for_gaps(node: Node, sound: list[Listed]) -> Iterator[Finding]:
    """Packages to this authority whose numbers are missing between those that came."""
    numbers = {
        line.number
        for line in sound
        if line.kind == Kind.PACKAGE and node.authority in line.recipients and line.number is not None
    }
    if missing := sorted(set(range(1, max(numbers, default=0))) - numbers):
        shown = ", ".join(map(str, missing[:10])) + (" ..." if len(missing) > 10 else "")
        yield Finding(
            "packages", Health.NOTE, f"packages no. {shown} have not come", "ask their sender for them"
        )


def _look_at_numbers(node: Node) -> Iterator[Finding]:
    """Numbered files of other nodes that are missing between those that came."""
    for sender, progress in progress_by_sender(node).items():
        if progress.missing:
            remedy = f"ask {sender} to hand them out again: mozaik node carry"
            yield Finding("exchange", Health.NOTE, f"of {sender} {said_of(progress)}", remedy)


def _look_at_backup(node: Node, now: datetime) -> Iterator[Finding]:
    at = last_backup(node)
    remedy = "make one: mozaik node backup DIR --to KEY -o FILE"
    if at is None:
        yield Finding("backup", Health.MISSING, "no backup was made yet", remedy)
    elif moment_from_text(at) < now - BACKUP_AGE:
        yield Finding("backup", Health.OLD, f"the last backup is of {at}", remedy)
    else:
        yield Finding("backup", Health.GOOD, f"the last backup is of {at}")


def _look_deep(node: Node, listed: tuple[Listed, ...]) -> Iterator[Finding]:
    """Read every entry of every chain, and every sealed file."""
    broken = [of_error("chains", error) for error in _broken_chains(node)]
    yield from broken or [Finding("chains", Health.GOOD, "every chain is whole to its last entry")]
    remedy = "keep it for inquiry, and put it back from a backup"
    changed = [
        Finding("store", Health.WRONG, f"{line.id} is not what was received: its bytes have changed", remedy)
        for line in listed
        if line.id and node.store.has(line.sha256) and not _is_itself(node, line.sha256)
    ]
    said = "every sealed file has the digest by which it is named"
    yield from changed or [Finding("store", Health.GOOD, said)]


def _broken_chains(node: Node) -> Iterator[MozaikError]:
    for own in node.acts.chains():
        try:
            chain.verify_chain(own)
        except MozaikError as error:
            yield error


def _is_itself(node: Node, sha256: str) -> bool:
    digest = hashlib.sha256()
    with node.store.path_of(sha256).open("rb") as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
    return digest.hexdigest() == sha256
