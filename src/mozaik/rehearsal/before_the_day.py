"""Before the day: every authority plans its raids, some in another's way, and reports afterwards.

What is planted here is known, as everywhere in a rehearsal: which owner must be told of which conflict by
which of its own actions, and that nobody else is told of any, nor of a plan that is silent or called off.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

from mozaik.desk import (
    Asking,
    ConflictKind,
    PlanState,
    Replacing,
    Sealing,
    plan_conflicts,
    report_outcome,
    seal_plan,
)
from mozaik.node import Checker, Done, Worker, receive, run
from mozaik.parties import PersonRef
from mozaik.rehearsal.mishap import not_played
from mozaik.rehearsal.paperwork import to_toml
from mozaik.rehearsal.plan import Plan, moment
from mozaik.rehearsal.stage import ANALYST, Stage

SILENT = "silent plans"
BEFORE = timedelta(days=3)
"""How long before the first action day the plans are sealed and met."""
_ZONE = "Europe/Ljubljana"
_SELECTOR, _SERIES, _BORN = "email:planned@raid.example", "invented series", "1971-03-04"
_SPELLINGS = ("Marko Izmišljen", "Марко Измишљен")
_NOBODYS = "XX"
"""The country that the source does not name: nobody can say where in it a raid is."""


@dataclass(frozen=True, slots=True)
class Clash:
    """One planted conflict: its kind, and on each side owner and action."""

    kind: ConflictKind
    sides: tuple[tuple[str, str], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class DayPlans:
    """Rows of plan files by owner, those of a silent plan, the actions called off, the clashes."""

    rows: Mapping[str, list[dict[str, Any]]]
    silent: Mapping[str, list[dict[str, Any]]]
    called_off: tuple[tuple[str, str], ...]
    clashes: tuple[Clash, ...]

    @property
    def owners(self) -> tuple[str, ...]:
        """Who plans, in order."""
        return tuple(sorted(self.rows))


@dataclass(frozen=True, slots=True)
class ConflictScore:
    """Of one kind: how often an owner was to be told, and was; what it was told that nobody planted."""

    kind: ConflictKind
    planted: int
    told: int
    false: int


@dataclass(frozen=True, slots=True)
class BeforeTheDay:
    """What became of the plans: scores by kind, actions reported carried out, conflicts told afterwards."""

    scores: tuple[ConflictScore, ...]
    carried_out: int
    told_afterwards: int

    @property
    def is_right(self) -> bool:
        """Owners were told of their conflicts, nobody of anything else, and of nothing once all was done."""
        return self.told_afterwards == 0 and all(
            score.told == score.planted and not score.false for score in self.scores
        )


def plan_raids(plan: Plan) -> DayPlans:
    """The raids of a rehearsal as plans, with planted clashes; nothing is drawn by chance."""
    casts = [cast for cast in plan.scenario.contributors if cast.country != _NOBODYS]
    rows: dict[str, list[dict[str, Any]]] = {cast.id: [] for cast in casts}
    for raid in plan.raids:
        if raid.authority in rows:
            number = len(rows[raid.authority]) + 1
            area = f"{raid.country}/{raid.authority.replace('-', '')[-9:]}{number:02d}"
            rows[raid.authority].append(_row(raid.action_id, area, moment(raid.day, 5)))
    first, second, third, *others = sorted(rows)
    lone = {owner: _meeting(owner, rows[first][0]) for owner in (second, third, others[-1])}
    rows[second].append(lone[second] | {"action": f"{second}-EVENT"})
    rows[third].append(lone[third] | {"action": f"{third}-OFF"})
    _share(rows, (second, third), "selectors", [_SELECTOR])
    _share(rows, (first, third), "series", [_SERIES])
    for owner, spelling in zip((first, third), _SPELLINGS, strict=True):
        rows[owner][0]["persons"] = [{"names": [spelling], "birth_date": _BORN}]
    clashes = (
        _clash(ConflictKind.EVENT, rows[first][0], (second, f"{second}-EVENT"), first),
        _clash(ConflictKind.SELECTOR, rows[second][0], (third, rows[third][0]["action"]), second),
        _clash(ConflictKind.SERIES, rows[first][0], (third, rows[third][0]["action"]), first),
        _clash(ConflictKind.SUBJECT, rows[first][0], (third, rows[third][0]["action"]), first),
    )
    hidden = {others[-1]: [lone[others[-1]] | {"selectors": [_SELECTOR], "series": [_SERIES]}]}
    return DayPlans(rows, hidden, ((third, f"{third}-OFF"),), clashes)


def play_before_the_day(plan: Plan, stage: Stage) -> BeforeTheDay:
    """Seal the plans, let the node meet them before anything is compared, ask each owner, report outcomes.

    RefusedError for a plan that the node refuses.
    """
    planned = plan_raids(plan)
    before, after = (
        datetime.combine(day, datetime.min.time(), stage.now.tzinfo)
        for day in (plan.scenario.first_day - BEFORE, plan.scenario.last_day + timedelta(days=1))
    )
    files = _seal_all(plan, stage, planned, before)
    for owner, action in planned.called_off:
        files[owner] = _report(stage, files[owner], owner, action, PlanState.CALLED_OFF, before)
    _take_in(stage, list(files.values()), before)
    told = {cast.id: _told(stage, cast.id, before) for cast in plan.scenario.authorities}
    scores = tuple(_scores(planned, told))
    done = 0
    for owner in planned.owners:
        off = {action for whose, action in planned.called_off if whose == owner}
        for action in (row["action"] for row in planned.rows[owner] if row["action"] not in off):
            files[owner] = _report(stage, files[owner], owner, action, PlanState.CARRIED_OUT, after)
            done += 1
    _take_in(stage, [files[owner] for owner in planned.owners], after)
    left = sum(len(_told(stage, cast.id, after)) for cast in plan.scenario.authorities)
    return BeforeTheDay(scores, done, left)


def _row(action: str, area: str, begins: datetime) -> dict[str, Any]:
    return {
        "action": action, "kind": "search", "areas": [area], "begins": begins,
        "ends": begins + timedelta(hours=5), "zone": _ZONE,
    }  # fmt: skip


def _meeting(owner: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """An action of an owner at the time and in the area of another's."""
    return {**row, "action": f"{owner}-X", "kind": "interview"}


def _share(
    rows: Mapping[str, list[dict[str, Any]]], owners: Sequence[str], name: str, values: Sequence[str]
) -> None:
    for owner in owners:
        rows[owner][0][name] = list(values)


def _clash(kind: ConflictKind, row: Mapping[str, Any], other: tuple[str, str], owner: str) -> Clash:
    return Clash(kind, ((owner, str(row["action"])), other))


def _seal_all(plan: Plan, stage: Stage, planned: DayPlans, now: datetime) -> dict[str, Path]:
    files = {}
    for sheet, rows_of in (("plans", planned.rows), (SILENT, planned.silent)):
        for owner, rows in rows_of.items():
            name = owner if sheet == "plans" else f"{owner} silent"
            source = stage.folder / "records" / f"{name.replace(' ', '.')}.plan.toml"
            source.write_text(to_toml({"actions": rows}), encoding="utf-8")
            sealing = Sealing(
                output=stage.sealed / f"{name.replace(' ', '.')}.plan",
                key=stage.owners[owner],
                terms=stage.terms(owner, sheet.replace(" ", "-")),
                register=stage.register,
                edition=plan.scenario.edition,
                moment=now,
                synthetic=True,
            )
            if seal_plan([source], sealing).rejects:
                raise not_played(
                    "a plan of the rehearsal has a row that is refused", "see the file of rejects"
                )
            files[name] = sealing.output
    return files


def _report(stage: Stage, old: Path, owner: str, action: str, state: PlanState, now: datetime) -> Path:
    """The plan sealed again with an outcome, in the place of the file before."""
    new = old.with_name(f"{owner}.plan.next")
    report_outcome(old, action, state, now.date(), Replacing(new, stage.owners[owner], now), stage.trust)
    return new.rename(old)


def _take_in(stage: Stage, files: Sequence[Path], now: datetime) -> None:
    checker = Checker(stage.folder / "trust.json")
    try:
        worker = Worker(stage.node, stage.folder / "trust.json", lambda: now, lambda: now, checker)
        for answer in receive(files, stage.node.store, stage.node.index, checker):
            if answer.is_refused:
                why = answer.listed.why if answer.listed else answer.why
                raise not_played("the node refuses a plan", why)
        run(worker, Event(), _require_done, once=True)
    finally:
        checker.close()


def _require_done(done: Done) -> None:
    if done.why:
        raise not_played(f"the node could not do its work ({done.duty})", done.why)


def _told(stage: Stage, reader: str, now: datetime) -> set[tuple[ConflictKind, str, str]]:
    """Kind, own action and other owner of each conflict that a reader is told."""
    operation = stage.operation.operation
    asking = Asking.of(operation, reader, PersonRef.of(reader, ANALYST), "before the day", now)
    told = plan_conflicts(stage.work, asking, stage.trust).conflicts
    return {(conflict.kind, conflict.action_id, str(conflict.other)) for conflict in told}


def _scores(
    planned: DayPlans, told: Mapping[str, set[tuple[ConflictKind, str, str]]]
) -> Iterator[ConflictScore]:
    expected: dict[str, set[tuple[ConflictKind, str, str]]] = {reader: set() for reader in told}
    for clash in planned.clashes:
        (left, own), (right, other) = clash.sides
        expected[left].add((clash.kind, own, right))
        expected[right].add((clash.kind, other, left))
    _expect_of_silent(planned, expected)
    for kind in ConflictKind:
        wanted = {(reader, *line) for reader, lines in expected.items() for line in lines if line[0] is kind}
        given = {(reader, *line) for reader, lines in told.items() for line in lines if line[0] is kind}
        yield ConflictScore(kind, len(wanted), len(wanted & given), len(given - wanted))


def _expect_of_silent(planned: DayPlans, expected: Mapping[str, set[tuple[ConflictKind, str, str]]]) -> None:
    """The owner of a silent plan learns of the open ones that it meets, and nobody of it."""
    first, second, third, *_ = planned.owners
    for owner, rows in planned.silent.items():
        action = str(rows[0]["action"])
        met = {
            ConflictKind.EVENT: (first, second),
            ConflictKind.SELECTOR: (second, third),
            ConflictKind.SERIES: (first, third),
        }
        expected[owner].update((kind, action, other) for kind, others in met.items() for other in others)
