"""Reading the hits as one authority, and judging them as a named person of it."""

from collections.abc import Mapping
from pathlib import Path

from mozaik.release import Asking, Judged, Page, Reading, Verdict, Work, judge_many, read_hits

EVERYTHING = Page()


def read(work: Path, asking: Asking, page: Page = EVERYTHING) -> Reading:
    """What an authority may know of the hits of WORK; logged in its chain first. Raises as `read_hits`."""
    return read_hits(Work.open(work), asking.reader, asking.reason, asking.person, asking.now, page)


def judge(
    work: Path, verdicts: Mapping[str, Verdict], asking: Asking, *, acknowledge_h3: bool = False
) -> tuple[Judged, ...]:
    """Record a person's verdicts on hits by their references, for one reason; raises as `judge_many`."""
    return judge_many(
        Work.open(work), verdicts, asking.person, asking.reason, asking.now, acknowledge_h3=acknowledge_h3
    )
