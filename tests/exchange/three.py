"""Three nodes as pure values: what each sent, what came, what receipts said; and roads that lose and mix."""

import random
from dataclasses import dataclass, field

from mozaik.exchange import Confirmed, Numbered, Progress, Receipt, confirmed_by, progress_of
from mozaik.parties import Authority

NAMES = (Authority("SI-GPD"), Authority("HR-MUP"), Authority("EU-EC3"))


@dataclass
class Three:
    """Three nodes; `sent` and `came` by (sender, recipient), `said` by who said of whose files."""

    sent: dict[tuple[str, str], list[Numbered]] = field(default_factory=dict)
    came: dict[tuple[str, str], list[Numbered]] = field(default_factory=dict)
    said: dict[tuple[str, str], list[Receipt]] = field(default_factory=dict)

    def send(self, sender: str, recipient: str, content: int) -> None:
        way = self.sent.setdefault((sender, recipient), [])
        way.append(Numbered(len(way) + 1, len(way), f"{content:064x}"))

    def receipt(self, sender: str, recipient: str) -> Receipt:
        progress = self.progress(sender, recipient)
        return Receipt(Authority(sender), progress.unbroken, progress.beyond)

    def progress(self, sender: str, recipient: str) -> Progress:
        return progress_of(self.came.get((sender, recipient), []))

    def confirmed(self, sender: str, recipient: str) -> Confirmed:
        numbers = (each.number for each in self.sent.get((sender, recipient), []))
        return confirmed_by(numbers, self.said.get((recipient, sender), []))

    def end(self) -> dict[tuple[str, str], tuple[Progress, Confirmed]]:
        """What the nodes know at the end, and no order of it."""
        ways = [(sender, recipient) for sender in NAMES for recipient in NAMES if sender != recipient]
        return {way: (self.progress(*way), self.confirmed(*way)) for way in ways}


def exchanged(rolled: random.Random, counts: dict[tuple[str, str], int], *, disorder: bool) -> Three:
    """All sent and carried until all is confirmed; in disorder files are lost, doubled, mixed, late."""
    three = Three()
    on_road: list[tuple[tuple[str, str], Numbered | Receipt]] = []
    for way, count in counts.items():
        for content in range(count):
            three.send(*way, content)
    for round_of in range(20):
        last = not disorder or round_of > 3
        for way, files in three.sent.items():
            open_numbers = set(three.confirmed(*way).open)
            on_road += [(way, each) for each in files if each.number in open_numbers]
            on_road.append(((way[1], way[0]), three.receipt(*way)))
        if disorder:
            on_road += rolled.choices(on_road, k=3) if on_road else []
            rolled.shuffle(on_road)
        kept = [] if last else [each for each in on_road if rolled.random() < 0.3]
        for way, each in on_road:
            if last or rolled.random() < 0.6:
                arrive(three, way, each)
        on_road = kept
        if last and not any(three.confirmed(*way).open for way in three.sent):
            break
    return three


def arrive(three: Three, way: tuple[str, str], each: Numbered | Receipt) -> None:
    if isinstance(each, Receipt):
        three.said.setdefault(way, []).append(each)
    else:
        three.came.setdefault(way, []).append(each)


def some_counts(rolled: random.Random) -> dict[tuple[str, str], int]:
    """How much each sends to each other."""
    return {
        (sender, recipient): rolled.randrange(6)
        for sender in NAMES
        for recipient in NAMES
        if sender != recipient
    }
