"""Makes the golden plan: `python -m tests.plans.make_golden`; once a format, never again."""

from datetime import UTC, date, datetime
from pathlib import Path

from mozaik.parties import Authority
from mozaik.plans import (
    Area,
    Outcome,
    Plan,
    PlannedAction,
    PlannedPerson,
    PlannedSelector,
    PlanState,
    Window,
    write_plan,
)
from mozaik.seal import TrustStore
from mozaik.terms import Disclosure, Handling, Purpose, ReaderDisclosure, Subject, Terms
from tests.seal.make_vectors import ANA

GOLDEN = Path(__file__).with_name("golden")
NOW = datetime(2023, 11, 5, 12, 0, tzinfo=UTC)
TERMS = Terms(
    name="raids", owner=Authority("SI-GPD"), purposes=frozenset({Purpose.CROSS_CHECK}),
    subject=Subject.SUSPECT,
    disclosure=Disclosure.HIT, source="A", information="1", review_on=date(2024, 5, 5),
    handling=frozenset({Handling.H0, Handling.H2}),
    disclosures=(ReaderDisclosure("RS-MUP", Disclosure.SILENT, date(2023, 11, 17)),),
    legal_basis="court order",
)  # fmt: skip
PLAN = Plan(
    (
        PlannedAction(
            action_id="SI-2", kind="search", areas=(Area("SI041/061"), Area("HR")),
            place="Ljubljana / Љубљана",
            window=Window("2023-11-06T05:00:00Z", "2023-11-06T09:00:00Z", "Europe/Ljubljana"),
            persons=(PlannedPerson(("Ana Novak", "Ана Новак"), "sl", date(1980, 2, 1), ("AB1234",)),),
            selectors=(PlannedSelector("email", "ana@x.example"), PlannedSelector("phone", "+38641234567")),
            series=("blue room",),
            outcomes=(
                Outcome(PlanState.POSTPONED, date(2023, 11, 5)),
                Outcome(PlanState.CARRIED_OUT, date(2023, 11, 6)),
            ),
        ),
        PlannedAction("SI-1", "interview", (Area("SI"),), "", Window(None, None, "UTC")),
    )
)  # fmt: skip


def make() -> None:
    """Write the file, its content and the trust store that accepts it."""
    (GOLDEN / "files").mkdir(parents=True, exist_ok=True)
    path = GOLDEN / "files" / "first.plan"
    write_plan(path, PLAN, TERMS, ANA, "mozaik-2023", NOW, synthetic=True, supersedes=("SI-GPD.plan.0",))
    (GOLDEN / "plan.json").write_bytes(PLAN.to_bytes())
    TrustStore({ANA.key_id: ANA.trusted(NOW)}).save(GOLDEN / "trust.json")


if __name__ == "__main__":
    make()
