"""The forms of `mozaik names`."""

from collections.abc import Mapping
from typing import TypedDict

from mozaik.names import Step, WordMeeting


class TallyOfPairs(TypedDict):
    """Pairs of one name that met or were missed, of two that met falsely or stayed apart; shares 0 to 1."""

    met: int
    missed: int
    false: int
    apart: int
    precision: float | None
    recall: float | None
    f1: float | None


class NamesCompared(TypedDict):
    """Whether two writings may be one name, which words met by which reading, and which met none."""

    may_be_one: bool
    score: int
    threshold: int
    verdict: str
    words: list[WordMeeting]
    words_alone: list[list[str]]
    steps: list[Step]


class NamesScored(TypedDict):
    """Tallies in all and by category, the lines without a pair, and the columns that nothing reads."""

    all: TallyOfPairs
    categories: Mapping[str, TallyOfPairs]
    unread_lines: list[int]
    unread_columns: list[str]


NAME_FORMS: dict[str, object] = {
    "mozaik.names.compare": NamesCompared,
    "mozaik.names.score": NamesScored,
}
