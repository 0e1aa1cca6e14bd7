"""Doing owed work: one piece at a time, by whichever worker takes it; what fails is tried again later."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from mozaik.crosscheck import is_work
from mozaik.errors import InvalidInputError, MozaikError
from mozaik.kinds import HitKind
from mozaik.moments import utc_day
from mozaik.node.amending import amendments_mark, take_amendments
from mozaik.node.arriving import Mark, arrivals, mark_of, take_in
from mozaik.node.checking import Checker
from mozaik.node.comparing import accept_operations, cross_check, is_cross_check_owed, operations_waiting
from mozaik.node.news import give_notice
from mozaik.node.notices import is_noted, note_changes
from mozaik.node.owed import LEASE, Duty, LateError, Taken
from mozaik.node.place import Node
from mozaik.node.planning import are_plans_waiting, note_plan_conflicts, take_plans_in
from mozaik.node.reading_out import NotTaken, judgements_mark, judgements_waiting, take_judgements
from mozaik.node.reception import Received
from mozaik.operation import participant_on, rights_of
from mozaik.parties import Authority
from mozaik.progress import Step, unseen
from mozaik.release import Work, prepare_view, readers_with_views
from mozaik.seal import TrustStore

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Done:
    """A piece of work that was done: what, for whom, the files that were received, or why it failed.

    `not_taken` are the judgements that came and do not count yet.
    """

    duty: Duty
    subject: str
    received: tuple[Received, ...] = ()
    why: str = ""
    not_taken: tuple[NotTaken, ...] = ()


@dataclass(slots=True)
class Worker:
    """Who does owed work on a node: by a clock, with the keys that count, and a child that opens files.

    `clock` gives the moment of what is done, `wall_clock` that of the machine: how old an arrived file is.
    """

    node: Node
    trust: Path
    clock: Clock
    wall_clock: Clock
    checker: Checker
    report: Step = unseen
    _renewed: datetime | None = field(default=None)
    _unread: dict[Path, Mark | None] = field(default_factory=dict)
    _tried: tuple[str, ...] = ()
    _judged: tuple[str, ...] = ()
    _amended: tuple[str, ...] = ()

    def look(self) -> None:
        """Owe what nobody has written down: files that wait, and a cross-check of what stands."""
        owed = {line.duty for line in self.node.owed.lines()}
        if Duty.VERIFY not in owed and (
            self._is_something_ready()
            or self._is_operation_new()
            or are_plans_waiting(self.node)
            or amendments_mark(self.node) != self._amended
        ):
            self.node.owed.owe(Duty.VERIFY)
        if Duty.CROSSCHECK not in owed and is_cross_check_owed(self.node):
            self.node.owed.owe(Duty.CROSSCHECK)
        if Duty.JUDGEMENTS not in owed and self._are_judgements_new():
            self.node.owed.owe(Duty.JUDGEMENTS)

    def _are_judgements_new(self) -> bool:
        """Whether judgements came, or another generation counts, since this worker let them count."""
        return is_work(self.node.work) and judgements_mark(self.node) not in ((), self._judged)

    def _is_something_ready(self) -> bool:
        """Whether a file waits that could be read: one that could not is tried again when it has changed."""
        ready = arrivals(self.node, self.wall_clock()).ready
        return any(path not in self._unread or self._unread[path] != mark_of(path) for path in ready)

    def _is_operation_new(self) -> bool:
        """Whether an operation file came to the store that this worker has not tried to bring into force."""
        return operations_waiting(self.node) != self._tried

    def work(self) -> Done | None:
        """Do the next piece of owed work; None if there is none that can be done now."""
        self._renewed = self.clock()
        taken = self.node.owed.take(self._renewed)
        if taken is None:
            return None
        try:
            done = self._do(taken)
            self.node.owed.finish(taken)
        except LateError as late:
            return Done(taken.duty, taken.subject, why=late.what)
        except MozaikError as error:
            self.node.owed.fail(taken, str(error), self.clock())
            return Done(taken.duty, taken.subject, why=str(error))
        return done

    def _do(self, taken: Taken) -> Done:
        match taken.duty:
            case Duty.VERIFY:
                return Done(taken.duty, taken.subject, self._verify(taken))
            case Duty.CROSSCHECK:
                self._cross_check(taken)
            case Duty.JUDGEMENTS:
                return Done(taken.duty, taken.subject, not_taken=self._judgements())
            case Duty.VIEW:
                self._view(Authority(taken.subject))
            case Duty.NOTICE:
                self._notice(Authority(taken.subject))
        return Done(taken.duty, taken.subject)

    def _verify(self, taken: Taken) -> tuple[Received, ...]:
        received = take_in(self.node, self.checker, self.wall_clock(), self.clock(), self._step_of(taken))
        self._unread = {answer.path: mark_of(answer.path) for answer in received if answer.listed is None}
        accept_operations(self.node, self._keys(), self.clock())
        self._tried = operations_waiting(self.node)
        self._meet_plans()
        self._amend()
        return received

    def _amend(self) -> None:
        """Let amendments hold; what each reader may know by them is looked at anew."""
        if take_amendments(self.node, self._keys(), self.clock()):
            for reader in sorted(self._readers()):
                self.node.owed.owe(Duty.VIEW, reader)
        self._amended = amendments_mark(self.node)

    def _meet_plans(self) -> None:
        """Take in the plans that stand, and note for their owners what is in their way: at once."""
        take_plans_in(self.node)
        note_plan_conflicts(self.node, self._keys(), self.clock())

    def _cross_check(self, taken: Taken) -> None:
        earlier = self._readers()
        self._begin_notices(earlier)
        mine, step = partial(self._renew, taken), self._step_of(taken)
        if cross_check(self.node, self._keys(), self.clock(), mine, step):
            for reader in sorted({self.node.authority, *earlier}):
                self.node.owed.owe(Duty.VIEW, reader)

    def _judgements(self) -> tuple[NotTaken, ...]:
        mark, trust = judgements_mark(self.node), self._keys()
        waiting = judgements_waiting(self.node, trust)
        not_taken = take_judgements(self.node, waiting, trust, self.clock())
        self._judged = mark
        return not_taken

    def _begin_notices(self, readers: frozenset[str]) -> None:
        """Note what each was told until now, so that a silent file is not what its notices begin with."""
        for reader in sorted(readers):
            if not is_noted(self.node, Authority(reader)):
                self._notice(Authority(reader))

    def _readers(self) -> frozenset[str]:
        """Who read the generation that counts now, and will read the next one."""
        if not is_work(self.node.work):
            return frozenset()
        try:
            return readers_with_views(Work.open(self.node.work, self._keys()))
        except InvalidInputError:  # of another version, or damaged: it is about to be made anew
            return frozenset()

    def _view(self, reader: Authority) -> None:
        if self._told(reader) is not None:
            self.node.owed.owe(Duty.NOTICE, reader)

    def _notice(self, reader: Authority) -> None:
        if (told := self._told(reader)) is not None:
            noted = note_changes(self.node, reader, told, self.clock())
            if noted is not None and noted.new:
                give_notice(self.node, reader, self._keys(), self.clock())

    def _told(self, reader: Authority) -> Mapping[str, HitKind] | None:
        """What a reader may know today, None where it does not read any more."""
        now = self.clock()
        work = Work.open(self.node.work, self._keys())
        participant = participant_on(work.operation, reader, utc_day(now))
        if participant is None or not rights_of(participant).reads:
            return None
        return prepare_view(work, participant, now)

    def _step_of(self, taken: Taken) -> Step:
        """Progress of long work, which keeps its lease from ending; raises as `_renew` when it is renewed."""

        def step(done: int, total: int, done_bytes: int = 0, total_bytes: int = 0) -> None:
            self.report(done, total, done_bytes, total_bytes)
            if self._renewed is None or self.clock() - self._renewed > LEASE / 3:
                self._renew(taken)

        return step

    def _renew(self, taken: Taken) -> None:
        """LateError if somebody else has taken up the work."""
        self._renewed = self.clock()
        self.node.owed.renew(taken, self._renewed)

    def _keys(self) -> TrustStore:
        return TrustStore.load(self.trust)
