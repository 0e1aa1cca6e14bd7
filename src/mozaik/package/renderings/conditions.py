"""Under which conditions one may read what several hits and pointers tell together: those of all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from mozaik.package.exhibits import CustodyEvent
from mozaik.package.model import Ask, Hit, Package, Pointer
from mozaik.terms import Handling, Use, union_handling, worst_grade


@dataclass(frozen=True, slots=True)
class Conditions:
    """The union of the codes, all notes, the worst grade and the earliest last day."""

    codes: tuple[Handling, ...]
    notes: tuple[str, ...]
    grade: str
    keep_until: date | None

    @property
    def line(self) -> str:
        """The conditions in a line, for formats that have no field for them."""
        kept = f"; keep until {self.keep_until}" if self.keep_until else ""
        noted = "".join(f"; note of the owner: {note}" for note in self.notes)
        return f"handling {' + '.join(self.codes)}; grade {self.grade}{kept}{noted}"


def conditions_of(told: Sequence[Hit | Pointer], custody: Sequence[CustodyEvent] = ()) -> Conditions:
    """The conditions of several hits and pointers, and of events in custody, together."""
    everything: Sequence[Hit | Pointer | CustodyEvent] = [*told, *custody]
    days = [each.keep_until for each in everything if each.keep_until]
    notes = {note for hit in told for holder in hit.told for note in holder.notes}
    notes |= {note for hit in told for hidden in hit.ask for note in hidden.notes}
    notes |= {note for event in custody for note in event.notes}
    return Conditions(
        tuple(sorted(union_handling(frozenset(each.handling) for each in everything))),
        tuple(sorted(notes)),
        worst_grade(each.grade for each in everything),
        min(days) if days else None,
    )


def asks_of(told: Iterable[Hit | Pointer]) -> tuple[Ask, ...]:
    """Whom to ask for what is not told, quoting which tickets."""
    tickets: dict[str, set[str]] = {}
    whom = {}
    for hit in told:
        for hidden in hit.ask:
            whom[str(hidden.authority)] = hidden.authority
            tickets.setdefault(str(hidden.authority), set()).update({hidden.ticket} if hidden.ticket else ())
    return tuple(Ask(whom[name], tuple(sorted(tickets[name]))) for name in sorted(tickets))


def ask_line(ask: Ask) -> str:
    """Whom to ask with which tickets, in a line."""
    return f"ask {ask.authority}" + (f", quoting {', '.join(ask.tickets)}" if ask.tickets else "")


def name_of(package: Package) -> str:
    """The package's own name within its operation, such as `SI-GPD.package.0003`."""
    return f"{package.recipient.authority}.package.{package.custody.sequence:04d}"


def purpose_of(package: Package) -> str:
    """For whom and for what the package was read, which must stand beside what is told in every form."""
    said = [f"for {package.recipient.authority} alone"]
    if package.use:
        said.append(f"read for {package.use}")
    if package.use is Use.COURT:
        said.append("facts under H1 without a permit of their owner are left out")
    if package.transfer_ground:
        said.append(f"transfer ground: {package.transfer_ground}")
    if package.synthetic:
        said.append("SYNTHETIC DATA")
    return "; ".join(said)


def caution_of(package: Package) -> str:
    """The purpose with the last day and the meaning of every handling code."""
    texts = "; ".join(package.handling.texts)
    return f"{purpose_of(package)}; keep until {package.expires_on} at the latest; {texts}"
