"""The end state: the same files in another order, some of them twice, make the same of every node."""

from datetime import datetime

from mozaik.desk import read
from mozaik.node import Node, bring_back, give_reading, keep_safe, look_at_reading, open_node
from mozaik.rehearsal.year.play import Play
from mozaik.rehearsal.year.truth import Step
from mozaik.seal import SigningKey

KEEPER = "keeper"


def keep_all_safe(play: Play, now: datetime) -> None:
    """Make a backup of every node as it is in the beginning."""
    (play.nodes.folder / "backups").mkdir()
    for name, node in play.nodes.by_name.items():
        keeper = SigningKey.generate(name, KEEPER)
        keeper.save(play.nodes.folder / "backups" / f"{name}.key")
        keep_safe(node, play.nodes.folder / "backups" / name, [keeper.age_recipient], now)


def compare_ends(play: Play, now: datetime) -> None:
    """Bring every node back as it began, give it all files that came in another order, and compare."""
    for name in play.parties.national:
        give_reading(play.joint, play.ask_for(name, now), play.nodes.keys)
        play.nodes.exchange(play.parties.joint, name, now)
    for name in play.parties.all:
        if _end(play, name, now) == _end(_played_again(play, name, now), name, now):
            play.diary.note(Step.END, name, ["ends the same in another order"])
    for name in play.parties.national:
        if knows_the_same(play, name, now):
            play.diary.note(Step.END, name, ["knows at home what the joint node tells it"])


def knows_the_same(play: Play, name: str, now: datetime) -> bool:
    """Whether a national node knows the hits, in the same status, that the joint node tells its authority."""
    told = read(play.joint.folder, play.ask(name, now), play.nodes.keys).hits
    known = look_at_reading(play.nodes.by_name[name], play.look(name, now), play.nodes.keys).hits
    return [(hit.reference, hit.status) for hit in known] == [(hit.reference, hit.status) for hit in told]


def _played_again(play: Play, name: str, now: datetime) -> Play:
    """The year with a node that got the same files by chance; its own documents it does not have."""
    keeper = SigningKey.load(play.nodes.folder / "backups" / f"{name}.key")
    folder = play.nodes.folder / "again" / name
    folder.parent.mkdir(exist_ok=True)
    bring_back(play.nodes.folder / "backups" / name, folder, [keeper], now)
    again = play.with_node(name, open_node(folder))
    files = sorted(play.nodes.stick.glob(f"*/{name}/*"))
    mixed = [*files, *play.rolled.choices(files, k=3)]
    play.rolled.shuffle(mixed)
    again.nodes.take(name, mixed, now)
    again.nodes.work(name, now)
    return again


def _end(play: Play, name: str, now: datetime) -> dict[str, object]:
    """What a node knows by what others sent."""
    node: Node = play.nodes.by_name[name]
    end: dict[str, object] = {"came": play.nodes.state(name)}
    if name in play.parties.national:
        known = look_at_reading(node, play.look(name, now), play.nodes.keys)
        return end | {"known": [(hit.reference, hit.status) for hit in known.hits]}
    for reader in play.parties.all:
        told = read(node.folder, play.ask(reader, now), play.nodes.keys)
        end[reader] = [(hit.reference, hit.status) for hit in told.hits]
    return end
