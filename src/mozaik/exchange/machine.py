"""State machines as data: which step leads from where to where; drawn in the documents from the same data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


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


REQUEST: Mapping[tuple[Stage, Step], Stage] = {
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
}
"""From where which step leads to where; a step that stands not here changes nothing."""
FIRST = Stage.ASKED


@dataclass(frozen=True, slots=True, order=True)
class Dated:
    """A step with the moment (UTC text) and the id of the file that states it."""

    at: str
    id: str
    step: Step


@dataclass(frozen=True, slots=True)
class Run:
    """Where a request stands after its steps: those that counted, in order, and those that came too late."""

    stage: Stage
    counted: tuple[Dated, ...]
    late: tuple[Dated, ...]


def run_of(steps: Iterable[Dated]) -> Run:
    """Where a request stands, by all steps that are known: in the order of their moments, each once."""
    stage, counted, late = FIRST, list[Dated](), list[Dated]()
    for dated in sorted(set(steps)):
        following = REQUEST.get((stage, dated.step))
        if following is None:
            late.append(dated)
        else:
            stage = following
            counted.append(dated)
    return Run(stage, tuple(counted), tuple(late))


def drawn() -> str:
    """The machine as the documents draw it (Mermaid)."""
    lines = [f"    {start} --> {end}: {step}" for (start, step), end in REQUEST.items()]
    ends = [stage for stage in Stage if not any(start is stage for start, _ in REQUEST)]
    names = {str(stage): str(stage).replace("-", "_") for stage in Stage}
    text = "\n".join(
        ["stateDiagram-v2", f"    [*] --> {FIRST}", *lines, *(f"    {end} --> [*]" for end in ends)]
    )
    for name, plain in names.items():
        text = text.replace(f" {name}:", f" {plain}:").replace(f"    {name} ", f"    {plain} ")
    return text
