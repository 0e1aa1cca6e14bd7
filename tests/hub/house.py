"""A hub of tests: its node with hits between two authorities, and people who sign in."""

import shutil
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from mozaik.node import Checker, Node, init_node, open_node
from mozaik.operation import Operation, OperationRole
from mozaik.seal import SigningKey, TrustStore
from mozaik.terms import Disclosure
from tests.crosscheck.support import Maker, terms_of
from tests.node.house import EC3, NOW, House, contribution
from tests.operation.support import HEADS_TRUST, OPERATION, sign_file, takes_part, with_participants

SI, HR = "SI-GPD", "HR-MUP"
VOUCHING = {name: SigningKey.generate(name, "head") for name in (SI, HR)}
"""The keys that vouch, on the command line, of the two authorities."""


@dataclass
class Hub:
    """What a hub stands on."""

    house: House
    operation: Operation

    @property
    def node(self) -> Node:
        return self.house.node

    @property
    def trust(self) -> Path:
        return self.house.trust


UNTOUCHED = "untouched"
"""The folder beside a hub with a copy of it that nobody has changed."""


def copy_of(hub: Hub, untouched: Path, folder: Path) -> Hub:
    """A hub of its own, copied into a folder."""
    shutil.copytree(untouched, folder)
    trust = folder / "made" / "trust.json"
    make = replace(hub.house.make, folder=folder / "made", trust=TrustStore.load(trust))
    house = House(open_node(folder / "node"), trust, make, hub.house.checker)
    house.checker.trust = trust
    return Hub(house, hub.operation)


def operation() -> Operation:
    """The operation of the tests, with what a hub needs of it."""
    parties = [
        takes_part(
            name,
            OperationRole.LEAD if name == SI else OperationRole.PARTICIPANT,
            vouching_keys=(key.trusted(NOW),),
            age_recipients=(key.age_recipient,),
        )
        for name, key in VOUCHING.items()
    ]
    return with_participants(replace(OPERATION, edition="Mozaik 2023"), *parties)


def make_hub(folder: Path, checker: Checker, silent: bytes = b"") -> Hub:
    """A hub whose node compared two sets that share three files; what HU-NNI holds is told to nobody."""
    made = folder / "made"
    made.mkdir(parents=True)
    make, stated = Maker(made), operation()
    signed = sign_file(made / "first.operation", stated)
    for key in (*HEADS_TRUST.keys, *(key.trusted(NOW) for key in VOUCHING.values())):
        make.trust.add(key)
    make.trust.save(made / "trust.json")
    node = init_node(folder / "node", EC3, signed, make.trust, NOW, "lyon-1")
    checker.trust = made / "trust.json"
    house = House(node, made / "trust.json", make, checker)
    shared = [b"one", b"two", b"three"]
    sets = {SI: (*shared, b"mine"), HR: shared, "HU-NNI": (b"one", silent or b"other")}
    for owner, contents in sets.items():
        told = Disclosure.SILENT if owner == "HU-NNI" else Disclosure.FULL
        terms = terms_of(owner, review_on=date(2033, 11, 20), disclosure=told)
        house.arrive(contribution(house, f"{owner}.1", *contents, terms=(terms,)))
    house.run()
    return Hub(house, stated)
