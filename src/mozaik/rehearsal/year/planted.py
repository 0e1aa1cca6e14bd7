"""The truth of the year, written down before anything of it is played."""

from collections.abc import Iterable, Iterator
from itertools import permutations, product

from mozaik.desk import ConflictKind
from mozaik.rehearsal.year.cast import (
    HIDDEN,
    SHARED,
    TAKEN_BACK,
    Parties,
    given_in_answer,
    seizures_of,
    series_set,
    taken_back,
)
from mozaik.rehearsal.year.truth import Fact, Step, Truth

FILE, SECRET, GONE = (f"digest file {name}" for name in (SHARED, HIDDEN, TAKEN_BACK))
CONTACT, SERIES = "selector contact", "series of both"
TELLING = ("reading", "package")
"""The kinds of files that tell somebody of hits."""
TOLD = (FILE, CONTACT, GONE, SERIES)
"""The hits that all three are told; the lead is told of the secret one besides."""
_STATUS = {FILE: "rejected", SECRET: "rejected", CONTACT: "confirmed", GONE: "confirmed", SERIES: "confirmed"}


def truth_of(parties: Parties) -> Truth:
    """What must come about at each step, and what must be told to nobody but the lead."""
    planted: dict[Step, Iterable[Fact]] = {
        **_before(parties),
        **_contributed(parties),
        **_judged(parties),
        **_asked(parties),
        **_taken_back(parties),
        Step.RECEIPT: _settled(parties),
        Step.END: [
            *((name, "ends the same in another order") for name in parties.all),
            *((name, "knows at home what the joint node tells it") for name in parties.national),
        ],
    }
    return Truth({step: frozenset(planted[step]) for step in Step}, frozenset(_silent(parties)))


def _before(parties: Parties) -> dict[Step, Iterable[Fact]]:
    lead, other, joint = parties.all
    event, series = ConflictKind.EVENT, ConflictKind.SERIES
    return {
        Step.PLAN: [(joint, f"RAID-{number} planned") for number in (1, 2, 3, 4)],
        Step.CONFLICT: [
            (lead, f"{event} of RAID-1 with {other}"),
            (lead, f"{event} of RAID-2 with {other}"),
            (lead, f"{series} of RAID-1 with {other}"),
            (other, f"{event} of RAID-3 with {lead}"),
            (other, f"{series} of RAID-3 with {lead}"),
        ],
        Step.RAID: [(joint, f"RAID-{number} carried-out") for number in (1, 2, 3, 4)],
    }


def _contributed(parties: Parties) -> dict[Step, Iterable[Fact]]:
    lead, other, joint = parties.all
    return {
        Step.SEIZE: _sets(parties),
        Step.WEATHER: [
            (joint, f"of {lead}: 6 of 7 received; not come: no. 5"),
            (joint, f"of {other}: 6 of 7 received; not come: no. 5"),
            (joint, "refuses a file that was cut, and stays as it was"),
            (lead, "refuses a file for another node, and stays as it was"),
            (joint, f"of {other}: 7 of 7 received"),
            (lead, "no. 5 is to be sent again"),
            (joint, f"of {lead}: 7 of 7 received"),
        ],
        Step.CONTRIBUTE: [(joint, set_id) for _, set_id in _sets(parties)],
        Step.HIT: _told(parties, parties.all, TOLD),
        Step.NOTICE: [(name, f"{joint} has something new") for name in parties.national],
        Step.READING: _told(parties, parties.national, TOLD),
    }


def _judged(parties: Parties) -> dict[Step, Iterable[Fact]]:
    told = _told(parties, parties.all, TOLD)
    at_home = ((name, "the same at home") for name in parties.national)
    return {
        Step.JUDGEMENT: [*((name, f"{hit} {_STATUS[hit]}") for name, hit in told), *at_home],
        Step.PACKAGE: [(name, hit) for name in parties.national for hit in (CONTACT, GONE, SERIES)],
    }


def _asked(parties: Parties) -> dict[Step, Iterable[Fact]]:
    lead, other, _ = parties.all
    cases = {
        "ticket": "ask-back, clarify, give-partly, give",
        "contact": "give",
        "third question": "refuse",
    }
    given = given_in_answer(parties).set_id
    return {
        Step.TICKET: [(other, _row_behind(parties))],
        Step.REQUEST: [
            (other, f"{lead} asks about selector private contact"),
            *((name, f"{lead} asked about {about}") for name in parties.national for about in cases),
        ],
        Step.AMENDMENT: [(lead, f"is told in full of {FILE}")],
        Step.URGENT: [(name, "alarm safe, take, refer, safe") for name in (parties.other, parties.joint)],
        Step.OUTCOME: [
            *(
                (name, f"package of {lead} worked-on, taken-up, victim-safeguarded, convicted")
                for name in (lead, parties.joint)
            ),
            *((name, f"package of {parties.other} sent") for name in (parties.other, parties.joint)),
        ],
        Step.ANSWER: [
            *((name, f"has {given}") for name in parties.national),
            *(
                (name, f"{lead} asked about {about}, {steps}")
                for name in parties.national
                for about, steps in cases.items()
            ),
        ],
    }


def _taken_back(parties: Parties) -> dict[Step, Iterable[Fact]]:
    joint, gone = parties.joint, taken_back(parties).set_id
    left = (FILE, CONTACT, SERIES)
    return {
        Step.WITHDRAWAL: [
            *((joint, f"compares {set_id}") for _, set_id in _sets(parties) if set_id != gone),
            *_told(parties, parties.all, left),
        ],
        Step.RECALL: [
            *((name, f"still knows {hit}") for name, hit in _told(parties, parties.national, left)),
            *((name, f"a {kind} is recalled") for name, kind in product(parties.national, TELLING)),
            *((joint, f"{name} has its recall") for name in parties.national),
        ],
    }


def _settled(parties: Parties) -> Iterator[Fact]:
    """What every two know at the end of each other's files."""
    for name, partner in permutations(parties.all, 2):
        yield name, f"all that went to {partner} is confirmed"
        yield name, f"all of {partner} came"


def _silent(parties: Parties) -> Iterator[Fact]:
    """The hidden file and the silent raid are the lead's alone, and what is behind a ticket its owner's."""
    lead, other, joint = parties.all
    for name in (other, joint):
        yield from ((name, f"{before}{SECRET}") for before in ("", "still knows "))
        yield name, f"{SECRET} {_STATUS[SECRET]}"
    yield other, f"{ConflictKind.EVENT} of RAID-4 with {lead}"
    yield from ((name, _row_behind(parties)) for name in (lead, joint))


def _row_behind(parties: Parties) -> str:
    return f"{parties.lead} asks about a row of {parties.other}.YEAR-1"


def _sets(parties: Parties) -> list[Fact]:
    """Owner and id of every contribution to the joint node."""
    seized = [(each.owner, each.set_id) for each in seizures_of(parties)]
    return seized + [(owner, series_set(owner)) for owner in parties.national]


def _told(parties: Parties, readers: Iterable[str], hits: Iterable[str]) -> list[Fact]:
    """Hits that these readers are told, and of the secret one the lead."""
    told = tuple(hits)
    secret = [(parties.lead, SECRET)] if parties.lead in (names := tuple(readers)) else []
    return [*((name, hit) for name in names for hit in told), *secret]
