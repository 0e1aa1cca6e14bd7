"""Package: two persons of the coordinator release what was confirmed, and its recipient reads it at home."""

import json
from collections.abc import Iterator
from datetime import datetime

from mozaik.desk import Drafting, draft, release
from mozaik.node import State
from mozaik.parties import Authority, PersonRef
from mozaik.rehearsal.mishap import not_played
from mozaik.rehearsal.stage import ANALYST
from mozaik.rehearsal.year.play import REASON, Play
from mozaik.rehearsal.year.truth import Step
from mozaik.seal import Kind, verify_sealed


def give_packages(play: Play, now: datetime) -> None:
    """Draft, release by two persons and send a package to each national authority."""
    for name in play.parties.national:
        person = PersonRef.of(play.parties.joint, ANALYST)
        drafting = Drafting(Authority(name), REASON, person, now)
        target = play.nodes.folder / "sealed" / f"{name}.package.draft"
        draft(play.joint.folder, drafting, play.key(play.parties.joint), play.nodes.keys, target)
        for releaser in play.stage.releasers:
            released = release(target, releaser, play.nodes.keys, now, play.joint.folder)
        target.unlink(missing_ok=True)
        play.nodes.send(play.parties.joint, name, [released.path], now)
        play.nodes.exchange(play.parties.joint, name, now)
        play.diary.note(Step.PACKAGE, name, _packed(play, name))


def package_at(play: Play, name: str) -> str:
    """The id of the package that a node was given; RefusedError if it was not given one alone."""
    listed = play.nodes.by_name[name].index.listed()
    ids = [str(line.id) for line in listed if line.kind == Kind.PACKAGE and line.state is State.ACCEPTED]
    if len(ids) != 1:
        raise not_played("a node of the year has not the one package that it was given", f"it has {len(ids)}")
    return ids[0]


def _packed(play: Play, name: str) -> Iterator[str]:
    """What stands in the packages that a node has, as hits in lines."""
    node, named = play.nodes.by_name[name], play.named
    for listed in node.index.listed():
        if listed.kind == Kind.PACKAGE and listed.state is State.ACCEPTED:
            verified = verify_sealed(node.store.path_of(listed.sha256), play.nodes.keys)
            for hit in json.loads(verified.read_member("package.json"))["hits"]:
                called = next((named[value] for value in hit["values"] if value in named), "?")
                yield f"{hit['kind']} {called}"
