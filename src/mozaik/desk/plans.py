"""Planning enforcement actions: seal a plan, say what became of it, withdraw it, see what is in its way."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from mozaik.desk.outputs import forget_earlier_list, refuse_outputs, require_accepted, write_rejects
from mozaik.desk.sealing import Sealing
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.moments import utc_day
from mozaik.operation import Participant, reader_on
from mozaik.plans import (
    AcceptedActions,
    Outcome,
    Plan,
    PlanState,
    SealedPlan,
    Window,
    accept_actions,
    check_plan_terms,
    read_plan,
    read_plan_file,
    with_outcome,
    write_plan,
)
from mozaik.release import Asking, ConflictsTold, Planning, read_conflicts
from mozaik.seal import Manifest, SigningKey, TrustStore
from mozaik.selectors import region_of
from mozaik.terms import Terms

REJECT_COLUMNS = ("file", "row", "field", "reason")


@dataclass(frozen=True, slots=True)
class CheckedPlan:
    """What would be sealed: the actions, what became of the rows, and the terms of all of them."""

    plan: Plan
    accepted: AcceptedActions
    terms: Terms

    @property
    def countries(self) -> dict[str, int]:
        """How many actions have an area in each country."""
        counts = Counter(
            country for action in self.plan.actions for country in {area.country for area in action.areas}
        )
        return dict(sorted(counts.items()))


@dataclass(frozen=True, slots=True)
class PlanSealed:
    """A plan that was sealed: its file and manifest, what was checked, and the file of its rejects."""

    path: Path
    manifest: Manifest
    checked: CheckedPlan
    rejects: Path | None


@dataclass(frozen=True, slots=True)
class Replacing:
    """One act of sealing a plan again: the owner's key, the moment, the file to write."""

    output: Path
    key: SigningKey
    moment: datetime
    replace: bool = False


def check_plan(files: Sequence[Path], sealing: Sealing) -> CheckedPlan:
    """What sealing these files would seal, without writing anything.

    Raises as `read_plan_file` and `check_plan_terms`.
    """
    terms = _terms_of(sealing)
    rows = [row for path in files for row in read_plan_file(path)]
    accepted = accept_actions(rows, region_of(sealing.owner), utc_day(sealing.moment))
    return CheckedPlan(Plan(tuple(accepted.actions)), accepted, terms)


def seal_plan(files: Sequence[Path], sealing: Sealing) -> PlanSealed:
    """Seal the good rows of plan files; bad rows go to the reject file with row, field and reason.

    Raises as `check_plan`, and NothingAcceptedError where no row is good.
    """
    refuse_outputs(sealing.output, files, sealing.replace)
    checked = check_plan(files, sealing)
    bad = checked.accepted.rejects
    rejects = write_rejects(sealing.output, REJECT_COLUMNS, ((b.file, b.row, b.field, b.reason) for b in bad))
    first = f"{bad[0].file}, row {bad[0].row}, {bad[0].field}: {bad[0].reason}" if bad else ""
    require_accepted(len(checked.plan.actions), ", ".join(map(str, files)), rejects, first)
    manifest = _write(sealing, checked.plan, checked.terms)
    forget_earlier_list(sealing.output, rejects)
    return PlanSealed(sealing.output, manifest, checked, rejects)


def withdraw_plan(old: Path, replacing: Replacing, trust: TrustStore) -> Manifest:
    """Seal a plan without actions that takes the place of an old one, under the same terms."""
    sealed = _own(old, replacing, trust)
    return _write_again(replacing, Plan(()), sealed)


def report_outcome(
    old: Path,
    action_id: str,
    state: PlanState,
    on: date,
    replacing: Replacing,
    trust: TrustStore,
    window: Window | None = None,
) -> Manifest:
    """Seal a plan again with what became of one of its actions; raises as `with_outcome`.

    InvalidInputError for an action that the plan does not have.
    """
    sealed = _own(old, replacing, trust)
    actions = {action.action_id: action for action in sealed.plan.actions}
    if action_id not in actions:
        raise InvalidInputError(
            "the plan has no such action", where=str(old), remedy=f"name one of {', '.join(actions)}"
        )
    actions[action_id] = with_outcome(actions[action_id], Outcome(state, on), window)
    return _write_again(replacing, Plan(tuple(actions.values())), sealed)


def line_of_plan(owner: str, old: Path, trust: TrustStore) -> tuple[str, ...]:
    """The ids that a plan names which replaces the file `old`: its own, and all that it replaced itself.

    RefusedError for another owner's plan; raises as `read_plan`.
    """
    sealed = read_plan(old, trust)
    if sealed.owner != owner:
        raise RefusedError(
            "only the owner replaces a plan",
            where=str(old),
            why=f"{sealed.owner} sealed it",
            remedy="give a plan that your authority sealed",
        )
    return tuple(sorted({sealed.manifest.id, *sealed.manifest.supersedes}))


def enter_plans(files: Sequence[Path], work: Path, trust: TrustStore) -> tuple[SealedPlan, ...]:
    """Take sealed plans in beside WORK, at once and without comparing anything else; raises as `enter`."""
    planning = Planning.open(work, trust)
    stated = planning.operation.edition, planning.versions[-1].synthetic
    for path in files:
        manifest = read_plan(path, trust).manifest
        if (manifest.edition, manifest.synthetic) != stated:
            raise RefusedError(
                "the plan does not belong to this operation",
                where=str(path),
                why="it is of another edition, or one of the two is synthetic",
                remedy="enter it where its edition is worked on",
            )
    return planning.plans.enter(files, trust)


def planning_reader(work: Path, authority: str, trust: TrustStore, now: datetime, where: str) -> Participant:
    """The participant that reads beside WORK today, whether there is a WORK yet or not.

    NotTakingPartError, naming `where`, for anybody else.
    """
    return reader_on(Planning.open(work, trust).operation, authority, utc_day(now), where)


def plan_conflicts(work: Path, asking: Asking, trust: TrustStore) -> ConflictsTold:
    """What is in the way of the reader's own plans; logged in its chain first. Raises as `read_conflicts`."""
    return read_conflicts(Planning.open(work, trust), asking)


def _own(old: Path, replacing: Replacing, trust: TrustStore) -> SealedPlan:
    line_of_plan(replacing.key.authority, old, trust)
    refuse_outputs(replacing.output, [old], replacing.replace)
    return read_plan(old, trust)


def _terms_of(sealing: Sealing) -> Terms:
    """The terms that the owner's sheet applies to plans: a plan has one."""
    sheet = sealing.terms.sheet
    terms = sheet.terms[sheet.for_table("plans")]
    check_plan_terms(terms, utc_day(sealing.moment))
    return terms


def _write(sealing: Sealing, plan: Plan, terms: Terms) -> Manifest:
    return write_plan(
        sealing.output,
        plan,
        terms,
        sealing.key,
        sealing.edition,
        sealing.moment,
        synthetic=sealing.synthetic or sealing.terms.built_in,
        supersedes=sealing.supersedes,
    )


def _write_again(replacing: Replacing, plan: Plan, old: SealedPlan) -> Manifest:
    return write_plan(
        replacing.output,
        plan,
        old.terms,
        replacing.key,
        old.manifest.edition,
        replacing.moment,
        synthetic=old.manifest.synthetic,
        supersedes=tuple(sorted({old.manifest.id, *old.manifest.supersedes})),
    )
