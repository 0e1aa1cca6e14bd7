"""What a benchmark gives: two timings, their ratio, and what was measured."""

import platform
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Timing:
    """How long one run took, in seconds."""

    wall: float
    """By the clock on the wall."""
    processor: float
    """By the processors of this process together: steadier where the machine is shared."""

    def as_json(self) -> dict[str, float]:
        """Both figures, rounded to a tenth of a millisecond."""
        return {"wall_s": round(self.wall, 4), "processor_s": round(self.processor, 4)}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of the report."""

    name: str
    ours: Timing
    theirs: Timing
    target: str
    """What the project promises, in words."""
    versions: Mapping[str, str]
    facts: Mapping[str, object] = field(default_factory=dict)
    """Sizes, numbers of runs, peak memory: whatever a reader needs to repeat it."""

    @property
    def ratio(self) -> float:
        """How many times longer the rival takes, on the wall."""
        return self.theirs.wall / self.ours.wall

    def line(self) -> str:
        """Name, ratio, both medians, versions."""
        versions = ", ".join(f"{name} {number}" for name, number in sorted(self.versions.items()))
        facts = ", ".join(f"{name} {fact}" for name, fact in self.facts.items())
        return (
            f"{self.name}: {self.ratio:.2f}x (target {self.target}); ours {self.ours.wall:.3f} s "
            f"(processor {self.ours.processor:.3f} s), theirs {self.theirs.wall:.3f} s "
            f"(processor {self.theirs.processor:.3f} s); {versions}; {facts}"
        )

    def as_json(self) -> dict[str, object]:
        """The same as a record of `latest.json`."""
        return {
            "name": self.name,
            "ratio": round(self.ratio, 2),
            "processor_ratio": round(self.theirs.processor / self.ours.processor, 2),
            "target": self.target,
            "ours": self.ours.as_json(),
            "theirs": self.theirs.as_json(),
            "versions": dict(self.versions),
            "facts": dict(self.facts),
        }


def timed(step: Callable[[], T]) -> tuple[Timing, T]:
    """Run a step once and say how long it took."""
    wall, processor = time.perf_counter(), time.process_time()
    result = step()
    return Timing(time.perf_counter() - wall, time.process_time() - processor), result


def median(timings: list[Timing]) -> Timing:
    """The median of each figure."""
    return Timing(
        statistics.median(timing.wall for timing in timings),
        statistics.median(timing.processor for timing in timings),
    )


def our_versions(*packages: str) -> dict[str, str]:
    """The versions of Python, of Mozaik and of the named packages."""
    found = {name: version(name) for name in ("mozaik-operation", *packages)}
    return {"python": platform.python_version(), **found}
