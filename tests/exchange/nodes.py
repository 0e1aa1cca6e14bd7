"""Three nodes on one machine, as authorities have them: who trusts whom, and sticks between them."""

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

from mozaik.acts import SentFile, arrived_files
from mozaik.node import (
    Checker,
    Done,
    Node,
    Received,
    Worker,
    carry,
    files_within,
    init_node,
    pairs_of,
    public_key_of,
    run,
    send,
    take_files,
)
from mozaik.release import Work
from mozaik.seal import SigningKey, TrustStore
from mozaik.terms import Terms
from tests.crosscheck.support import Maker, file_row
from tests.node.house import wall_clock
from tests.operation.support import HEADS_TRUST, OPERATION, sign_file

NOW = datetime(2023, 11, 20, 9, 0, tzinfo=UTC)
SI, HR, EU = "SI-GPD", "HR-MUP", "EU-EC3"
NAMES = {SI: "ljubljana", HR: "zagreb", EU: "lyon"}


@dataclass
class Nodes:
    """Nodes by authority, the trust store that all of them share, and a maker of sealed files."""

    folder: Path
    trust: Path
    make: Maker
    checker: Checker
    by_name: dict[str, Node]
    moment: datetime = NOW
    persons: dict[str, SigningKey] = field(default_factory=dict)

    @property
    def keys(self) -> TrustStore:
        return TrustStore.load(self.trust)

    def sealed(self, set_id: str, *contents: bytes, terms: Sequence[Terms] = (), **spec: Any) -> Path:
        path = self.make(
            set_id, {"files": [file_row(content) for content in contents]}, terms=terms, **spec
        ).path
        self.make.trust.save(self.trust)
        return path

    def send(self, sender: str, recipient: str, *files: Path) -> tuple[SentFile, ...]:
        node = self.by_name[sender]
        received = take_files(node, files, self.checker, self.moment)
        return send(node, received, recipient, self.keys, self.moment)

    def stick(self, sender: str, name: str = "stick") -> Path:
        """A stick on which a node has put all that waits."""
        stick = self.folder / name
        stick.mkdir(exist_ok=True)
        carry(self.by_name[sender], stick, self.keys, self.moment)
        return stick

    def take(self, recipient: str, *places: Path) -> tuple[Received, ...]:
        node = self.by_name[recipient]
        return take_files(node, files_within(node, places), self.checker, self.moment)

    def between(self, sender: str, recipient: str, name: str = "stick") -> tuple[Received, ...]:
        """All that waits at one node, carried to another."""
        return self.take(recipient, self.stick(sender, name))

    def run(self, name: str) -> list[Done]:
        """Let a node do what it owes."""
        worker = Worker(self.by_name[name], self.trust, lambda: self.moment, wall_clock, self.checker)
        done: list[Done] = []
        run(worker, Event(), done.append, once=True)
        return done

    def work(self, name: str) -> Work:
        """The cross-check of a node, opened."""
        return Work.open(self.by_name[name].folder, self.keys)

    def key(self, person: str) -> SigningKey:
        """The key of a person, whom all trust."""
        authority, name = person.split("/")
        key = self.persons.setdefault(person, SigningKey.generate(authority, name))
        self.make.trust.add(key.trusted(NOW))
        self.make.trust.save(self.trust)
        return key

    def state(self, name: str) -> dict[str, object]:
        """All that a node knows of the exchange, but when and in which order it came."""
        node = self.by_name[name]
        return {
            "files": {
                (line.id, line.sha256, line.state, line.why) for line in node.index.listed() if line.id
            },
            "arrived": {(a.sender, a.number, a.follows, a.sha256) for a in arrived_files(node.acts)},
            "pairs": pairs_of(node, self.keys),
        }


def nodes_in(folder: Path, checker: Checker, names: Iterable[str] = NAMES) -> Nodes:
    """Nodes of these authorities; each trusts the others' keys and all persons of the maker."""
    (folder / "made").mkdir()
    make = Maker(folder / "made")
    operation = sign_file(folder / "first.operation", replace(OPERATION, edition="Mozaik 2023"))
    for key in HEADS_TRUST.keys:
        make.trust.add(key)
    nodes = {
        name: init_node(folder / NAMES[name], name, operation, make.trust, NOW, f"{NAMES[name]}-1")
        for name in names
    }
    for node in nodes.values():
        make.trust.add(public_key_of(node, NOW))
    make.trust.save(folder / "trust.json")
    checker.trust = folder / "trust.json"
    return Nodes(folder, folder / "trust.json", make, checker, nodes)


def copied(files: Iterable[Path], folder: Path) -> list[Path]:
    """Copies of files in another folder, under their names."""
    folder.mkdir(exist_ok=True)
    return [Path(shutil.copyfile(file, folder / file.name)) for file in files]
