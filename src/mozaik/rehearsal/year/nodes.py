"""Three nodes on one machine, and the folder in which their numbered files lie, as on a stick."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from threading import Event

from mozaik.desk import Operation, SignedOperation, begin_operation, read_operation, sign_operation
from mozaik.node import (
    Checker,
    Done,
    Node,
    Received,
    Worker,
    carry,
    init_node,
    pairs_of,
    public_key_of,
    run,
    send,
    take_files,
)
from mozaik.rehearsal.mishap import not_played
from mozaik.rehearsal.stage import Stage
from mozaik.rehearsal.year.cast import Parties
from mozaik.seal import TrustStore


@dataclass(frozen=True, slots=True)
class Nodes:
    """The nodes by authority, the trust store that all of them have, and who opens files for them."""

    folder: Path
    trust: Path
    checker: Checker
    operation: Operation
    by_name: Mapping[str, Node]

    @property
    def keys(self) -> TrustStore:
        """The keys that are trusted."""
        return TrustStore.load(self.trust)

    @property
    def stick(self) -> Path:
        """The folder by which everything travels."""
        return self.folder / "stick"

    def keep(self, name: str, files: Sequence[Path], now: datetime) -> tuple[Received, ...]:
        """Let a node take own files in; RefusedError for a bad one."""
        return _sound(take_files(self.by_name[name], files, self.checker, now))

    def send(self, sender: str, recipient: str, files: Sequence[Path], now: datetime) -> None:
        """Let a node take own files in and number them for a recipient; RefusedError for a bad one."""
        received = self.keep(sender, files, now)
        send(self.by_name[sender], received, recipient, self.keys, now)

    def waiting(self, sender: str, recipient: str, now: datetime) -> tuple[Path, ...]:
        """What waits at a node for a recipient, copied to the stick: what is not confirmed and a receipt."""
        return carry(self.by_name[sender], self.stick, self.keys, now, recipient).files

    def take(self, recipient: str, files: Sequence[Path], now: datetime) -> tuple[Received, ...]:
        """Receive files as they lie on the stick, sound or not."""
        return take_files(self.by_name[recipient], files, self.checker, now)

    def exchange(self, sender: str, recipient: str, now: datetime) -> None:
        """Carry what waits at a node to another, and the receipt back; RefusedError for a refused file."""
        self.keep(recipient, self.waiting(sender, recipient, now), now)
        self.keep(sender, self.waiting(recipient, sender, now), now)

    def work(self, name: str, now: datetime) -> None:
        """Let a node do what it owes; RefusedError for work that it cannot do."""
        worker = Worker(self.by_name[name], self.trust, lambda: now, lambda: now, self.checker)
        run(worker, Event(), _require_done, once=True)

    def state(self, name: str) -> dict[str, object]:
        """What a node has of others, but when and in which order it came."""
        node = self.by_name[name]
        return {
            "files": {
                (line.id, line.sha256, line.state, line.why)
                for line in node.index.listed()
                if line.id and line.sender != name
            },
            "came": {pair.authority: pair.came for pair in pairs_of(node, self.keys) if pair.came.came},
        }


@contextmanager
def nodes_of(stage: Stage, parties: Parties, now: datetime) -> Iterator[Nodes]:
    """Three new nodes below the folder of a rehearsal, with the same operation and the same people."""
    folder = stage.folder / "year"
    for name in ("nodes", "sources", "sealed", "stick"):
        (folder / name).mkdir(parents=True)
    trust = TrustStore({key.key_id: key for key in stage.trust.keys})
    signed = _operation(stage, folder, trust)
    by_name = {name: init_node(folder / "nodes" / name, name, signed, trust, now) for name in parties.all}
    for node in by_name.values():
        trust.add(public_key_of(node, now))
    trust.save(folder / "trust.json")
    checker = Checker(folder / "trust.json")
    try:
        yield Nodes(folder, folder / "trust.json", checker, signed.operation, by_name)
    finally:
        checker.close()


def _operation(stage: Stage, folder: Path, trust: TrustStore) -> SignedOperation:
    """The operation of the rehearsal, in which files are encrypted to the nodes and not to persons."""
    known = stage.operation.operation
    operation = replace(
        known, participants=tuple(replace(each, age_recipients=()) for each in known.participants)
    )
    path = folder / f"{known.edition}.operation"
    draft = path.with_name(f"{path.name}.draft")
    begin_operation(draft, operation, trust, stage.now, synthetic=True)
    for name in (known.lead.authority, known.coordinator.authority):
        sign_operation(draft, stage.owners[name], trust, path)
    draft.unlink()
    return read_operation(path, trust)


def _sound(received: tuple[Received, ...]) -> tuple[Received, ...]:
    for answer in received:
        if answer.is_refused:
            why = answer.listed.why if answer.listed else answer.why
            raise not_played("a node of the year refuses a file", why)
    return received


def _require_done(done: Done) -> None:
    if done.why:
        raise not_played(f"a node of the year could not do its work ({done.duty})", done.why)
