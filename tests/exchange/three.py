"""Three nodes as pure values: what each sent, what came, what receipts said; and roads that lose and mix.

What a node knows at the end is asked of the rules of the exchange: numbers, receipts, requests, readings,
recalls and amendments, each of them a function of all that came.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count, permutations
from typing import TypeAlias

from mozaik.exchange import (
    Amended,
    Amendment,
    Change,
    Confirmed,
    Filed,
    Ground,
    JointReading,
    Numbered,
    Outcome,
    Progress,
    Recall,
    Receipt,
    cases_of,
    confirmed_by,
    known_by,
    lives_of,
    next_reading,
    progress_of,
    without_recalled,
)
from mozaik.moments import utc_text
from mozaik.parties import Authority, PersonRef
from mozaik.release import Coverage, Reading
from mozaik.terms import Use
from tests.exchange.make_golden import ANSWER, HIT, NOW, REQUEST

SI, HR, EU = NAMES = (Authority("SI-GPD"), Authority("HR-MUP"), Authority("EU-EC3"))
Way: TypeAlias = tuple[Authority, Authority]
Content: TypeAlias = Filed | JointReading | Recall | Amended
Posted: TypeAlias = tuple[Way, Content]
WAYS: tuple[Way, ...] = tuple(permutations(NAMES, 2))
NEEDS_GROUND = (Outcome.REFUSED, Outcome.PARTLY)
COVERAGE = Coverage((), (), {}, {})


@dataclass
class Three:
    """Three nodes; `sent` and `came` by way, `said` by who said of whose files, contents by their digests."""

    contents: dict[str, Content] = field(default_factory=dict)
    sent: dict[Way, list[Numbered]] = field(default_factory=dict)
    came: dict[Way, list[Numbered]] = field(default_factory=dict)
    said: dict[Way, list[Receipt]] = field(default_factory=dict)

    def send(self, way: Way, content: Content) -> None:
        digest = f"{len(self.contents):064x}"
        self.contents[digest] = content
        files = self.sent.setdefault(way, [])
        files.append(Numbered(len(files) + 1, len(files), digest))

    def receipt(self, way: Way) -> Receipt:
        progress = self.progress(way)
        return Receipt(way[0], progress.unbroken, progress.beyond)

    def progress(self, way: Way) -> Progress:
        return progress_of(self.came.get(way, []))

    def confirmed(self, way: Way) -> Confirmed:
        numbers = (each.number for each in self.sent.get(way, []))
        return confirmed_by(numbers, self.said.get((way[1], way[0]), []))

    def contents_at(self, name: Authority) -> Iterator[Content]:
        """What a node has: its own, and in the order in which it came what others sent."""
        own = [files for (sender, _), files in self.sent.items() if sender == name]
        others = [files for (_, recipient), files in self.came.items() if recipient == name]
        for files in (*own, *others):
            yield from (self.contents[each.sha256] for each in files)

    def end(self) -> dict[object, object]:
        """What the nodes know at the end, and no order of it."""
        by_way: dict[object, object] = {way: (self.progress(way), self.confirmed(way)) for way in WAYS}
        return {**by_way, **{name: _known(tuple(self.contents_at(name))) for name in NAMES}}


def _known(contents: Sequence[Content]) -> tuple[object, ...]:
    """Where the requests, the readings and the sets of others stand."""
    known = known_by(each for each in contents if isinstance(each, JointReading))
    recalls = [each for each in contents if isinstance(each, Recall)]
    return (
        cases_of(each for each in contents if isinstance(each, Filed)),
        known and without_recalled(known, recalls),
        lives_of(each for each in contents if isinstance(each, Amended)),
    )


def exchanged(rolled: random.Random, posted: Sequence[Posted], *, disorder: bool) -> Three:
    """All sent and carried until all is confirmed; in disorder files are lost, doubled, mixed, late."""
    three = Three()
    on_road: list[tuple[Way, Numbered | Receipt]] = []
    for way, content in posted:
        three.send(way, content)
    for round_of in range(20):
        last = not disorder or round_of > 3
        for way, files in three.sent.items():
            open_numbers = set(three.confirmed(way).open)
            on_road += [(way, each) for each in files if each.number in open_numbers]
            on_road.append(((way[1], way[0]), three.receipt(way)))
        if disorder:
            on_road += rolled.choices(on_road, k=3) if on_road else []
            rolled.shuffle(on_road)
        kept = [] if last else [each for each in on_road if rolled.random() < 0.3]
        for way, each in on_road:
            if last or rolled.random() < 0.6:
                arrive(three, way, each)
        on_road = kept
        if last and not any(three.confirmed(way).open for way in three.sent):
            break
    return three


def arrive(three: Three, way: Way, each: Numbered | Receipt) -> None:
    if isinstance(each, Receipt):
        three.said.setdefault(way, []).append(each)
    else:
        three.came.setdefault(way, []).append(each)


def some_documents(rolled: random.Random) -> list[Posted]:
    """Requests with all that follows them, readings and recalls of the joint node, amendments of both."""
    moments = (utc_text(NOW + timedelta(seconds=number)) for number in count())
    posted = [each for number in range(rolled.randrange(4)) for each in _case(rolled, number, moments)]
    for reader in (SI, HR):
        posted += [((EU, reader), content) for content in _readings(rolled, reader)]
        posted += [((reader, EU), content) for content in _amendments(rolled, reader, moments)]
    return posted


def _case(rolled: random.Random, number: int, moments: Iterator[str]) -> Iterator[Posted]:
    asker, asked = rolled.sample(NAMES, 2)
    plain = replace(REQUEST, to=asked, by=PersonRef.of(asker, "ana"), facts="", selectors=(), clarifies="")
    first = f"{asker}.request.{number}"
    yield (asker, asked), Filed(first, asker, (asked,), next(moments), plain)
    for step in range(rolled.randrange(6)):
        outcome = rolled.choice([*Outcome, None])
        if outcome is None:
            content = replace(plain, clarifies=first)
            yield (asker, asked), Filed(f"{first}.{step}", asker, (asked,), next(moments), content)
            continue
        ground = Ground.NOT_HELD if outcome in NEEDS_GROUND else Ground.NONE
        said = replace(
            ANSWER, request=first, by=PersonRef.of(asked, "eva"), outcome=outcome, ground=ground, facts=""
        )
        yield (asked, asker), Filed(f"{asked}.x.{number}.{step}", asked, (asker,), next(moments), said)


def _readings(rolled: random.Random, reader: Authority) -> Iterator[JointReading | Recall]:
    given: list[JointReading] = []
    for _ in range(rolled.randrange(5)):
        letters = rolled.sample("ABCDEFGH", rolled.randrange(1, 5))
        hits = tuple(replace(HIT, reference=f"H-{letter * 16}") for letter in letters)
        told = Reading(reader, Use.ANALYSIS, "M", "M 2023", True, hits, len(hits), {}, None, COVERAGE)
        before = None if rolled.random() < 0.3 else known_by(given)
        made = next_reading(before, reader, told, after=len(given))
        if made is not None:
            given.append(made)
            yield made
        if given and rolled.random() < 0.4:
            gone = tuple(sorted(rolled.sample(given[-1].order, 1)))
            yield Recall(reader, gone, ("EU-EC3.reading.1",), given[-1].number, "the warrant fell")


def _amendments(rolled: random.Random, owner: Authority, moments: Iterator[str]) -> Iterator[Amended]:
    for number in range(rolled.randrange(4)):
        sets = tuple(sorted(f"{owner}.{each}" for each in rolled.sample(range(3), rolled.randrange(1, 3))))
        change = rolled.choice([Change.WITHDRAW, Change.ERASE])
        content = Amendment(change, sets, PersonRef.of(owner, "eva"), "the warrant fell")
        yield Amended(f"{owner}.amendment.{number}", next(moments), content)
