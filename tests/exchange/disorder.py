"""Real nodes and the files between them, made once, and carried in disorder as often as somebody likes.

Every way between three nodes has its numbered files. A run copies the three nodes as they were when all was
sent and nothing had come, and carries the files: some lost, doubled, cut, to the wrong node, in any order;
then whatever the nodes hand out again, until all of it is confirmed.
"""

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeAlias

from mozaik.acts import arrived_files
from mozaik.exchange import Amendment, Change, SomethingNew, lives_of
from mozaik.node import (
    Node,
    alarms,
    amendments_of,
    ask,
    cases,
    news_from,
    open_node,
    pairs_of,
    raise_alarm,
)
from mozaik.node.documents import keep_document, send_kept
from mozaik.node.sending import reach
from mozaik.parties import Authority
from tests.exchange.nodes import EU, HR, NAMES, NOW, SI, Nodes
from tests.exchange.test_alarms import URGENT
from tests.exchange.test_requests import ANSWERED, REQUESTED

Ends: TypeAlias = dict[str, dict[str, Any]]
"""What each node knows at the end."""


@dataclass(frozen=True)
class Sent:
    """Nodes that sent everything and received nothing, and the encrypted files to each of them."""

    world: Nodes
    files: dict[str, tuple[Path, ...]]


def all_sent(world: Nodes) -> Sent:
    """A request with its answer, an alarm, a contribution with its withdrawal, and notices: on every way."""
    ana, eva = world.key("SI-GPD/ana"), world.key("HR-MUP/eva")
    asked = ask(world.by_name[SI], REQUESTED, (), ana, world.keys, NOW).document
    raise_alarm(world.by_name[SI], URGENT, ana, world.keys, NOW)
    _answer_unseen(world, asked.id)
    world.send(SI, EU, world.sealed("SI-GPD.1", b"a"))
    world.send(HR, EU, world.sealed("HR-MUP.1", b"a"))
    _post(world, HR, EU, Amendment(Change.WITHDRAW, ("HR-MUP.1",), eva.reference, "it fell"), "HR-MUP/eva")
    for reader in (SI, HR):
        _post(world, EU, reader, SomethingNew(Authority(reader)))
    out = [path for node in world.by_name.values() for path in sorted(node.out.glob("*/*/*.age"))]
    return Sent(world, {name: tuple(path for path in out if path.parent.name == name) for name in NAMES})


def _answer_unseen(world: Nodes, request: str) -> None:
    """HR's answer, sealed at another node of HR that knows the request, and sent by HR's own."""
    _post(world, HR, SI, replace(ANSWERED, request=request), "HR-MUP/eva", seconds=1)


def _post(
    world: Nodes, sender: str, recipient: str, content: object, person: str = "", seconds: int = 0
) -> None:
    node, at = world.by_name[sender], NOW + timedelta(seconds=seconds)
    key = world.key(person) if person else None
    sha256 = keep_document(node, content, (Authority(recipient),), at, key)
    send_kept(node, sha256, reach(node, recipient, world.keys, NOW), NOW)


def carried(sent: Sent, folder: Path, rolled: random.Random | None) -> Ends:
    """What the three nodes end with when the files came in order, or, with `rolled`, in disorder first."""
    by_name = {name: _copied(node, folder) for name, node in sent.world.by_name.items()}
    world = replace(sent.world, folder=folder, by_name=by_name)
    try:
        for name in _shuffled(list(by_name), rolled):
            if rolled is None:
                world.take(name, *sent.files[name])
                continue
            for files in _in_disorder(sent, name, folder, rolled):
                world.take(name, *files)
        _until_all_is_confirmed(world)
        return {name: told(world, name) for name in by_name}
    finally:
        shutil.rmtree(folder)


def _copied(node: Node, folder: Path) -> Node:
    return open_node(Path(shutil.copytree(node.folder, folder / node.folder.name)))


def _shuffled(names: list[str], rolled: random.Random | None) -> list[str]:
    return names if rolled is None else rolled.sample(names, len(names))


def _in_disorder(sent: Sent, name: str, folder: Path, rolled: random.Random) -> Iterator[list[Path]]:
    """Some of the files to a node, some of them twice, cut, or meant for others; in two goes."""
    mine = [path for path in sent.files[name] if rolled.random() < 0.7]
    strange = rolled.choice([path for other in NAMES if other != name for path in sent.files[other]])
    mixed = [*mine, *rolled.choices(mine, k=1), strange] if mine else [strange]
    if mine and rolled.random() < 0.5:
        whole = rolled.choice(mine)
        (folder / f"cut-{name}").mkdir()
        cut = folder / f"cut-{name}" / whole.name
        cut.write_bytes(whole.read_bytes()[: rolled.randrange(1, 400)])
        mixed.append(cut)
    rolled.shuffle(mixed)
    middle = rolled.choice([0, rolled.randrange(len(mixed))])
    yield from filter(None, (mixed[:middle], mixed[middle:]))


def _until_all_is_confirmed(world: Nodes) -> None:
    """What each hands out goes to whom it is for, until nobody waits for anything."""
    waiting = list(world.by_name)
    for _ in range(4):
        world.moment += timedelta(minutes=1)
        for name in waiting:
            others = (node for other, node in world.by_name.items() if other != name)
            world.take(name, *(path for node in others for path in node.out.glob(f"*/{name}/*.age")))
        waiting = [name for name, node in world.by_name.items() if list(node.out.glob("*/*/0*.age"))]
        if not waiting:
            return
    raise AssertionError("something is never confirmed")


def told(world: Nodes, name: str) -> dict[str, Any]:
    """All that a node knows at the end but its receipts, which say how often something was said."""
    node, keys = world.by_name[name], world.keys
    return {
        "files": sorted(
            (str(line.id), line.sha256, str(line.state), line.why)
            for line in node.index.listed()
            if line.id and line.kind != "receipt"
        ),
        "arrived": sorted((each.sender, each.number, each.sha256) for each in arrived_files(node.acts)),
        "pairs": [(pair.authority, pair.came, pair.confirmed, pair.refused) for pair in pairs_of(node, keys)],
        "cases": cases(node, keys),
        "alarms": alarms(node, keys),
        "sets": lives_of(amendments_of(node, keys)),
        "news": news_from(node, keys),
    }
