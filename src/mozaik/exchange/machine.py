"""State machines as data: which step leads from where to where; drawn in the documents from the same data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

StageT = TypeVar("StageT", bound=StrEnum)
StepT = TypeVar("StepT", bound=StrEnum)


@dataclass(frozen=True, slots=True, order=True)
class Dated(Generic[StepT]):
    """A step with the moment (UTC text) and the id of the file that states it."""

    at: str
    id: str
    step: StepT


@dataclass(frozen=True, slots=True)
class Run(Generic[StageT, StepT]):
    """Where something stands after its steps: those that counted, in order, and those that came too late."""

    stage: StageT
    counted: tuple[Dated[StepT], ...]
    late: tuple[Dated[StepT], ...]


@dataclass(frozen=True, slots=True)
class Machine(Generic[StageT, StepT]):
    """From where which step leads to where, and where it begins; a step without an arrow changes nothing."""

    first: StageT
    arrows: Mapping[tuple[StageT, StepT], StageT]

    def run(self, steps: Iterable[Dated[StepT]]) -> Run[StageT, StepT]:
        """Where it stands by all steps that are known: in the order of their moments, each once."""
        stage, counted, late = self.first, list[Dated[StepT]](), list[Dated[StepT]]()
        for dated in sorted(set(steps)):
            following = self.arrows.get((stage, dated.step))
            if following is None:
                late.append(dated)
            else:
                stage = following
                counted.append(dated)
        return Run(stage, tuple(counted), tuple(late))

    def allows(self, stage: StageT, step: StepT) -> bool:
        """Whether an arrow leads on from a stage by a step."""
        return (stage, step) in self.arrows

    def drawn(self) -> str:
        """The machine as the documents draw it (Mermaid)."""
        lines = [
            f"    {_plain(start)} --> {_plain(end)}: {step}" for (start, step), end in self.arrows.items()
        ]
        starts = {start for start, _ in self.arrows}
        ends = [stage for stage in type(self.first) if stage not in starts]
        return "\n".join(
            [
                "stateDiagram-v2",
                f"    [*] --> {_plain(self.first)}",
                *lines,
                *(f"    {_plain(end)} --> [*]" for end in ends),
            ]
        )


def _plain(stage: StrEnum) -> str:
    """A stage as Mermaid takes it."""
    return str(stage).replace("-", "_")


class Stage(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    CLARIFICATION = "clarification-asked"
    PARTLY = "partly-given"
    GIVEN = "given"
    REFUSED = "refused"


class Step(StrEnum):
    """What an authority does to a request."""

    GIVE = "give"
    GIVE_PARTLY = "give-partly"
    REFUSE = "refuse"
    ASK_BACK = "ask-back"
    CLARIFY = "clarify"


REQUEST: Machine[Stage, Step] = Machine(
    Stage.ASKED,
    {
        (Stage.ASKED, Step.GIVE): Stage.GIVEN,
        (Stage.ASKED, Step.GIVE_PARTLY): Stage.PARTLY,
        (Stage.ASKED, Step.REFUSE): Stage.REFUSED,
        (Stage.ASKED, Step.ASK_BACK): Stage.CLARIFICATION,
        (Stage.CLARIFICATION, Step.CLARIFY): Stage.ASKED,
        (Stage.CLARIFICATION, Step.GIVE): Stage.GIVEN,
        (Stage.CLARIFICATION, Step.GIVE_PARTLY): Stage.PARTLY,
        (Stage.CLARIFICATION, Step.REFUSE): Stage.REFUSED,
        (Stage.PARTLY, Step.GIVE): Stage.GIVEN,
        (Stage.PARTLY, Step.REFUSE): Stage.REFUSED,
    },
)
"""What may become of a request."""
