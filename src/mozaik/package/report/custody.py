"""The custody of the items as a table of the report: who had them, when and where, and what was done."""

from collections.abc import Iterator

from mozaik.package.exhibits import CustodyEvent, Exhibit
from mozaik.package.model import Package
from mozaik.typed_json import Json
from mozaik.wording import say

LISTED = 60
"""How many events the table lists; it says how many more there are."""
DIGITS = 16
"""How many digits of a digest stand on paper; package.json has all."""

Object = dict[str, Json]


def custody_part(package: Package) -> Object | None:
    """The events of all exhibits in their order; None where no custody is told."""
    rows = [_row(exhibit, event) for exhibit in package.exhibits for event in exhibit.custody]
    if not rows:
        return None
    more = len(rows) - LISTED
    return {
        "rows": [*rows[:LISTED]],
        "more_text": say("paper.more_custody", count=more) if more > 0 else None,
    }


def _row(exhibit: Exhibit, event: CustodyEvent) -> list[Json]:
    """Item, time, what was done under which conditions, holder and place, seal and digest."""
    done = say(f"paper.custody_event.{event.event.replace('-', '_')}")
    conditions = f"{' + '.join(event.handling)}, {event.grade}"
    return [
        f"{exhibit.authority}, {exhibit.unit}",
        f"{event.at[:10]} {event.at[11:16]} UTC",
        [done, conditions],
        [*_holding(event)],
        [*_proof(event)],
    ]


def _holding(event: CustodyEvent) -> Iterator[str]:
    if event.from_holder:
        yield say("paper.given_by", holder=event.from_holder)
    if event.to_holder:
        yield say("paper.received_by", holder=event.to_holder)
    yield from (text for text in (event.place, event.reason) if text)


def _proof(event: CustodyEvent) -> Iterator[str]:
    seal = event.seal_new or event.seal_old
    if event.seal_old and event.seal_old != seal:
        yield say("paper.seal_before", seal=event.seal_old)
    if seal:
        yield say("paper.seal", seal=seal)
    digests = (event.sha256_before, event.sha256_after)
    yield from dict.fromkeys(f"SHA-256 {digest[:DIGITS]}…" for digest in digests if digest)
    if event.verified is not None:
        yield say("paper.digest_agrees") if event.verified else say("paper.digest_differs")
