"""The operation as a value (docs/formats/operation.md): one edition, who takes part in it, and how.

Every class is an object of operation.json under the same field names. Days are inclusive, in UTC.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias, cast

from mozaik.canonical import JsonValue, to_canonical
from mozaik.operation.faults import Fault, raise_first
from mozaik.parties import Authority, PersonRef, is_person
from mozaik.seal import TrustedKey, is_set_id, is_sound_recipient
from mozaik.typed_json import to_json

FORMAT = 1
"""The version of operation.json."""
MOST_TEXT = 200
Faults: TypeAlias = Iterable[Fault]


class OperationRole(StrEnum):
    """In which role an authority takes part; `roles.py` says what each may do."""

    LEAD = "lead"
    COORDINATOR = "coordinator"
    PARTICIPANT = "participant"
    RECIPIENT = "recipient"
    """Gets packages and never reads: an authority, or a country alone, beyond the operation."""


class Skill(StrEnum):
    """What an expert is asked for."""

    VICTIM_IDENTIFICATION = "victim-identification"
    MOBILE_FORENSICS = "mobile-forensics"
    COMPUTER_FORENSICS = "computer-forensics"
    CRYPTOCURRENCY = "cryptocurrency"
    DARKNET = "darknet"
    OPEN_SOURCES = "open-sources"
    LEGAL_ASSISTANCE = "legal-assistance"
    INTERPRETING = "interpreting"


@dataclass(frozen=True, slots=True)
class Participant:
    """One authority of the edition: its role, from which day until which, how it is reached.

    `since` None is from the beginning, `until` None open. `vouching_keys` are the keys that vouch for its
    persons' keys; one that is revoked stays listed with its revocation. `age_recipients` are what files to it
    are encrypted to.
    """

    authority: Authority
    role: OperationRole
    since: date | None = None
    until: date | None = None
    contact: str = ""
    vouching_keys: tuple[TrustedKey, ...] = ()
    age_recipients: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        keys = tuple(sorted(self.vouching_keys, key=lambda key: key.key_id))
        object.__setattr__(self, "vouching_keys", keys)
        object.__setattr__(self, "age_recipients", tuple(sorted(self.age_recipients)))
        raise_first(f"participant {self.authority}", _participant_faults(self))

    def takes_part_on(self, day: date) -> bool:
        """Whether the day lies in its time."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Expert:
    """A person of a participant who can be asked: for what, in which languages, and when on call."""

    person: PersonRef
    skills: tuple[Skill, ...]
    languages: tuple[str, ...]
    contact: str
    on_call_since: date | None = None
    on_call_until: date | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "skills", tuple(sorted(self.skills)))
        object.__setattr__(self, "languages", tuple(sorted(self.languages)))
        raise_first("an expert", _expert_faults(self))

    @property
    def country(self) -> str:
        """The country of the expert's authority."""
        return self.person.authority.country

    def is_on_call(self, day: date) -> bool:
        """Whether the expert is on call on a day; without a first day never."""
        since, until = self.on_call_since, self.on_call_until
        return since is not None and since <= day and (until is None or day <= until)


@dataclass(frozen=True, slots=True)
class ListInUse:
    """A reference list that the edition uses: its owner and its id."""

    owner: Authority
    set_id: str

    def __post_init__(self) -> None:
        raise_first("a list in use", _list_faults(self))


@dataclass(frozen=True, slots=True)
class Clocks:
    """How long an answer to a request may take, by its urgency (the model of Directive (EU) 2023/977)."""

    urgent_hours: int = 8
    """Urgent, and the asked authority can look the answer up directly."""
    urgent_days: int = 3
    """Urgent, and it cannot."""
    other_days: int = 7
    """All others."""

    def __post_init__(self) -> None:
        raise_first("the clocks for requests", _clock_faults(self))


@dataclass(frozen=True, slots=True)
class Earlier:
    """The version that this one replaces: its number, and the SHA-256 of its file in hex."""

    version: int
    digest: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One version of one edition of a series.

    `framework` is the programme that it belongs to, such as EMPACT; the action days are `first_day` to
    `last_day`. `version` counts from 1; every later one names the `earlier` one. Participants, experts and
    lists are put in order on construction.
    """

    series: str
    framework: str
    edition: str
    first_day: date
    last_day: date
    participants: tuple[Participant, ...]
    experts: tuple[Expert, ...] = ()
    lists: tuple[ListInUse, ...] = ()
    clocks: Clocks = field(default_factory=Clocks)
    version: int = 1
    earlier: Earlier | None = None
    format: int = FORMAT

    def __post_init__(self) -> None:
        participants = sorted(self.participants, key=lambda participant: participant.authority)
        object.__setattr__(self, "participants", tuple(participants))
        object.__setattr__(self, "experts", tuple(sorted(self.experts, key=lambda expert: expert.person)))
        lists = sorted(self.lists, key=lambda entry: (entry.owner, entry.set_id))
        object.__setattr__(self, "lists", tuple(lists))
        raise_first(f"the operation file of {self.edition!a}", _operation_faults(self))

    @property
    def lead(self) -> Participant:
        """The participant that leads."""
        return self._only(OperationRole.LEAD)

    @property
    def coordinator(self) -> Participant:
        """The participant that coordinates."""
        return self._only(OperationRole.COORDINATOR)

    def named(self, authority: str) -> Participant | None:
        """The participant with this id, whenever its time is, or None."""
        named = (each for each in self.participants if each.authority == authority)
        return next(named, None)

    def to_bytes(self) -> bytes:
        """The canonical bytes of operation.json."""
        return to_canonical(cast(JsonValue, to_json(self)))

    def _only(self, role: OperationRole) -> Participant:
        (only,) = (each for each in self.participants if each.role is role)
        return only


def _participant_faults(participant: Participant) -> Faults:
    keys, recipients = participant.vouching_keys, participant.age_recipients
    if participant.role is not OperationRole.RECIPIENT and participant.authority.is_country:
        yield (
            "a bare country takes part",
            "name its authority, such as SI-GPD, or make it a recipient",
        )
    if participant.since and participant.until and participant.until < participant.since:
        yield "its last day lies before its first", "correct --from or --until"
    if not _is_line(participant.contact):
        yield "the contact is no line of at most 200 characters", "write one line, such as a duty number"
    if any(key.authority != participant.authority for key in keys):
        yield "a vouching key belongs to another authority", "give a public key of a person of this authority"
    if len({key.key_id for key in keys}) != len(keys):
        yield "a vouching key is listed twice", "leave it once"
    if len(set(recipients)) != len(recipients):
        yield "an age recipient is listed twice", "leave it once"
    if not all(map(is_sound_recipient, recipients)):
        yield (
            "an age recipient is none to which a secret can be kept",
            "copy it from mozaik keys list --json",
        )


def _expert_faults(expert: Expert) -> Faults:
    if not is_person(expert.person):
        yield "it names no person of an authority", "write AUTHORITY/name, such as SI-GPD/ana"
    if not expert.skills or len(set(expert.skills)) != len(expert.skills):
        yield "no skill is stated, or one twice", "state each skill once"
    if len(set(expert.languages)) != len(expert.languages) or not all(map(_is_language, expert.languages)):
        yield "a language is not a code, or stated twice", "write codes such as sl, hr or sr-Cyrl, each once"
    if not expert.contact.strip() or not _is_line(expert.contact):
        yield "how to reach the expert is not one line", "write one line, such as a duty number"
    if expert.on_call_until and (not expert.on_call_since or expert.on_call_until < expert.on_call_since):
        yield "the last day on call has no first day before it", "correct the days on call"


def _list_faults(entry: ListInUse) -> Faults:
    if not is_set_id(entry.set_id):
        yield "the id is none of a sealed list", "take the id from: mozaik verify FILE.list"


def _clock_faults(clocks: Clocks) -> Faults:
    if not all(0 < limit <= 366 for limit in (clocks.urgent_hours, clocks.urgent_days, clocks.other_days)):
        yield "a limit is not between 1 and 366", "state hours and days as whole numbers"


def _operation_faults(operation: Operation) -> Faults:
    names = [participant.authority for participant in operation.participants]
    experts = [expert.person for expert in operation.experts]
    if operation.format != FORMAT:
        yield f"its format is not {FORMAT}", "use a newer version of the program"
    if not all(text.strip() and _is_line(text) for text in (operation.series, operation.edition)):
        yield "series or edition is no line of 1 to 200 characters", "state both, such as Mozaik, mozaik-2023"
    if not _is_line(operation.framework):
        yield "the framework is no line of at most 200 characters", "write one line, such as EMPACT"
    if operation.last_day < operation.first_day:
        yield "the last action day lies before the first", "correct the action days"
    if len(set(names)) != len(names):
        yield "an authority is listed twice", "leave one line an authority"
    for role in (OperationRole.LEAD, OperationRole.COORDINATOR):
        if sum(participant.role is role for participant in operation.participants) != 1:
            yield f"there is not exactly one {role}", f"name one authority as {role}"
    if len(set(experts)) != len(experts) or len(set(operation.lists)) != len(operation.lists):
        yield "an expert or a list is named twice", "leave it once"
    if not {expert.authority for expert in experts} <= set(names):
        yield "an expert is of an authority that is not listed", "add the authority first"
    if operation.version < 1 or (operation.version == 1) is not (operation.earlier is None):
        yield "its version does not fit the earlier one", "begin the next version from the signed file"
    elif operation.earlier and operation.earlier.version != operation.version - 1:
        yield "it leaves a version out", "begin the next version from the signed file"


def _is_line(text: str) -> bool:
    return len(text) <= MOST_TEXT and text.isprintable()


def _is_language(code: str) -> bool:
    return 2 <= len(code) <= 11 and code.isascii() and code.replace("-", "").isalnum()
