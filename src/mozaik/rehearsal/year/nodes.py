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
    files_within,
    init_node,
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

    def send(self, sender: str, recipient: str, files: Sequence[Path], now: datetime) -> None:
        """Let a node take own files in and number them for a recipient; RefusedError for a bad one."""
        node = self.by_name[sender]
        send(node, self._sound(take_files(node, files, self.checker, now)), recipient, self.keys, now)

    def put_on_stick(self, sender: str, now: datetime) -> tuple[Path, ...]:
        """Copy to the stick what waits at a node; the files of that node on it."""
        return carry(self.by_name[sender], self.stick, self.keys, now).files

    def take(self, recipient: str, places: Sequence[Path], now: datetime) -> tuple[Received, ...]:
        """Receive files, or what a folder has for this node."""
        node = self.by_name[recipient]
        return take_files(node, files_within(node, places), self.checker, now)

    def exchange(self, sender: str, recipient: str, now: datetime) -> None:
        """Carry what waits at a node to another, and the receipt back; RefusedError for a refused file."""
        self.put_on_stick(sender, now)
        self._sound(self.take(recipient, [self.stick], now))
        self.put_on_stick(recipient, now)
        self._sound(self.take(sender, [self.stick], now))

    def work(self, name: str, now: datetime) -> None:
        """Let a node do what it owes; RefusedError for work that it cannot do."""
        worker = Worker(self.by_name[name], self.trust, lambda: now, lambda: now, self.checker)
        run(worker, Event(), _require_done, once=True)

    @staticmethod
    def _sound(received: Sequence[Received]) -> Sequence[Received]:
        for answer in received:
            if answer.is_refused:
                why = answer.listed.why if answer.listed else answer.why
                raise not_played("a node of the year refuses a file", why)
        return received


@contextmanager
def nodes_of(stage: Stage, parties: Parties, now: datetime) -> Iterator[Nodes]:
    """Three new nodes below the folder of a rehearsal, with the same operation and the same people."""
    folder = stage.folder / "year"
    (folder / "nodes").mkdir(parents=True)
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


def _require_done(done: Done) -> None:
    if done.why:
        raise not_played(f"a node of the year could not do its work ({done.duty})", done.why)
