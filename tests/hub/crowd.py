"""Many people at the hub at once: some read, some judge; and what must stand in the chains afterwards."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mozaik.acts import Act, acts_of, details_of_events
from mozaik.node import Node
from mozaik.seal import Role, SigningKey, TrustStore
from tests.hub.house import HR, SI
from tests.hub.test_signing import judge
from tests.node.house import NOW

VERDICTS = ("confirm", "reject")
READINGS = ("read-hits", "read-tasks")


@dataclass(frozen=True)
class Reader:
    """Somebody who reads, for a reason that nobody else gives.

    `client` is that of tests, or a connection to a hub that is another process.
    """

    authority: str
    reason: str
    client: Any
    pages: list[str] = field(default_factory=list)

    def read(self) -> None:
        """Look at what waits, at the queue and at a hit; note each page that came."""
        for path in ("/", "/hits/", *self._first_hit()):
            if self.client.get(path).status_code == 200:
                self.pages.append(path)

    def _first_hit(self) -> list[str]:
        known = re.findall(r"/hits/H-[A-Z0-9]+/", self.client.get("/hits/").content.decode())
        self.pages.append("/hits/")
        return known[:1]


@dataclass
class Writer:
    """Somebody who judges hits, each time for another reason, and notes what the hub said was done."""

    person: str
    key: SigningKey
    client: Any
    references: list[str]
    done: list[tuple[str, str]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def write(self) -> None:
        """Judge the next hit."""
        number = len(self.done) + len(self.refused)
        reference, reason = self.references[number % len(self.references)], f"{self.person} act {number}"
        told = judge(self.client, reference, self.key, VERDICTS[number % 2], reason)
        if "done" in told:
            self.done.append((reference, reason))
        else:
            self.refused.append(str(told))


def people_with_keys(trust_file: Path, names: Iterable[str]) -> dict[str, SigningKey]:
    """Keys that count for people of two authorities, in turn."""
    trust, keys = TrustStore.load(trust_file), {}
    for number, name in enumerate(names):
        key = SigningKey.generate((SI, HR)[number % 2], name)
        trust.add(key.trusted(NOW, (Role.OWNER,)))
        keys[str(key.reference)] = key
    trust.save(trust_file)
    return keys


def require_all_kept(node: Node, trust: TrustStore, readers: list[Reader], writers: list[Writer]) -> None:
    """Every act that was said to be done stands in a chain once, and every page that came has its entry."""
    for authority in (SI, HR):
        said = Counter(
            (str(act.person), str(act.content["reference"]), act.reason)
            for act in acts_of(node.acts, authority, trust, Act.JUDGEMENT)
        )
        for writer in writers:
            if writer.person.startswith(f"{authority}/"):
                for reference, reason in writer.done:
                    assert said[writer.person, reference, reason] == 1, (writer.person, reason)
        assert max(said.values(), default=1) == 1
        read = Counter(
            str(details["reason"])
            for event in READINGS
            for details in details_of_events(node.acts, authority, event)
        )
        for reader in readers:
            if reader.authority == authority:
                assert read[reader.reason] >= len(reader.pages), reader.reason
