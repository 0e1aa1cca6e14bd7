"""The truth of the year, written down before anything of it is played."""

from collections.abc import Iterable, Mapping

from mozaik.rehearsal.year.cast import HIDDEN, SHARED, Parties, seizures_of
from mozaik.rehearsal.year.truth import Fact, Step, Truth

FILE, SECRET, CONTACT = f"digest file {SHARED}", f"digest file {HIDDEN}", "selector contact"


def truth_of(parties: Parties) -> Truth:
    """What must come about at each step, and what must be told to nobody but the lead."""
    lead, other, joint = parties.all
    seized = seizures_of(parties)
    planted = {
        Step.SEIZE: {(each.owner, each.set_id) for each in seized},
        Step.CONTRIBUTE: {(joint, each.set_id) for each in seized},
        Step.HIT: _told({lead: [FILE, CONTACT, SECRET], other: [FILE, CONTACT], joint: [FILE, CONTACT]}),
        Step.READING: _told({lead: [FILE, CONTACT, SECRET], other: [FILE, CONTACT]}),
        Step.JUDGEMENT: _judged(parties),
        Step.RECEIPT: {fact for pair in ((lead, joint), (other, joint)) for fact in _settled(*pair)},
    }
    silent = {(name, f"{SECRET}{status}") for name in (other, joint) for status in ("", " rejected")}
    return Truth({step: frozenset(facts) for step, facts in planted.items()}, frozenset(silent))


def _judged(parties: Parties) -> set[Fact]:
    """The status of each hit as its readers see it; the hidden one is the lead's alone."""
    open_to_all = [f"{FILE} rejected", f"{CONTACT} confirmed"]
    told = dict.fromkeys(parties.all, open_to_all) | {parties.lead: [*open_to_all, f"{SECRET} rejected"]}
    return _told(told)


def _settled(left: str, right: str) -> set[Fact]:
    """What two nodes know at the end that sent each other files."""
    return {
        fact
        for name, partner in ((left, right), (right, left))
        for fact in (
            (name, f"all that went to {partner} is confirmed"), (name, f"all of {partner} came"),
        )
    }  # fmt: skip


def _told(lines: Mapping[str, Iterable[str]]) -> set[Fact]:
    return {(name, line) for name, told in lines.items() for line in told}
