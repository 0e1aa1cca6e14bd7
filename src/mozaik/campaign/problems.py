"""What a check finds: where, what, and how much it weighs."""

from dataclasses import dataclass
from enum import IntEnum
from functools import partial


class Severity(IntEnum):
    """How much a finding weighs, the heaviest first."""

    ERROR = 1
    NOT_FINAL = 2
    NOTE = 3


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend or to know; `where` is a language, a country, the settings or a file."""

    severity: Severity
    where: str
    what: str

    @property
    def severe(self) -> bool:
        """Whether it is an error in any build."""
        return self.severity is Severity.ERROR


error = partial(Problem, Severity.ERROR)
not_final = partial(Problem, Severity.NOT_FINAL)
note = partial(Problem, Severity.NOTE)
