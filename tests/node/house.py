"""A node of tests, who may sign for it, and sealed files that arrive at it."""

import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

from mozaik.node import (
    Checker,
    Done,
    Node,
    Worker,
    run,
)
from mozaik.release import Asking, Work, read_hits
from mozaik.seal import TrustStore, changing_trust
from tests.crosscheck.support import Maker, file_row

NOW = datetime(2023, 11, 20, 9, 0, tzinfo=UTC)


EC3 = "EU-EC3"


def wall_clock() -> datetime:
    return datetime.now(UTC)


@dataclass
class House:
    """A node, who may sign, and a maker of sealed files."""

    node: Node
    trust: Path
    make: Maker
    checker: Checker
    moment: datetime = NOW

    @property
    def keys(self) -> TrustStore:
        return TrustStore.load(self.trust)

    def worker(self) -> Worker:
        return Worker(self.node, self.trust, lambda: self.moment, wall_clock, self.checker)

    def arrive(self, *files: Path, settled: bool = True) -> list[Path]:
        """Put files into `incoming`, as if they had come a while ago."""
        places = []
        for file in files:
            place = self.node.incoming / file.name
            shutil.copyfile(file, place)
            if settled:
                os.utime(place, (NOW.timestamp(), NOW.timestamp()))
            places.append(place)
        return places

    def run(self) -> list[Done]:
        done: list[Done] = []
        run(self.worker(), Event(), done.append, once=True)
        return done

    def run_settled(self) -> list[Done]:
        """Run once, as if what lies in `incoming` had come a while ago."""
        for path in self.node.incoming.iterdir():
            os.utime(path, (NOW.timestamp(), NOW.timestamp()))
        return self.run()

    def hits(self, reader: str) -> int:
        work = Work.open(self.node.folder, self.keys)
        return read_hits(work, Asking.of(work.operation, reader, f"{reader}/x", "looking", NOW)).total


def contribution(house: House, name: str, *contents: bytes, **more: object) -> Path:
    made = house.make(name, {"files": [file_row(content) for content in contents]}, **more)  # type: ignore[arg-type]
    with changing_trust(house.trust) as known:  # others may have come into the file meanwhile
        for key in house.make.trust.keys:
            known.add(key)
    return made.path
