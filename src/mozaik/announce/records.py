"""What an announcement is made from: figures that the public may count, and what is compared with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from mozaik.announce.disclosure import Agreement
from mozaik.announce.draft import DraftText
from mozaik.announce.model import BlockKind, ChartKind
from mozaik.announce.private import PrivateWords
from mozaik.announce.template import Wanted, parts_of
from mozaik.figures import DEFINITIONS, Figure
from mozaik.parties import Authority

KINDS_OF_ITEMS = tuple(
    definition.key
    for definition in DEFINITIONS
    if definition.counter == "items" and len(definition.words) == 1
)
"""The figures of single kinds of items, in the order of their definitions."""
STATES_OF_ITEMS = ("items_seized", "items_examined", "items_confirmed")
WHOLE_OF_CHART = {ChartKind.ITEMS_BY_KIND: "items_seized", ChartKind.RAIDS_BY_DAY: "raids"}
"""The figure of which a chart shows the parts."""


class FigureKey(NamedTuple):
    """Which figure: what is counted, of which scope, up to which day."""

    key: str
    scope: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Records:
    """What was counted for an announcement on a day.

    `public` are the figures that the public may count, `own` those of the authority whose person asks, empty
    where nobody is named. `owners` are the authorities with records; `agreed` what they agreed to.
    """

    public: Mapping[FigureKey, Figure]
    raids_by_day: Sequence[tuple[date, int]] = ()
    owners: tuple[Authority, ...] = ()
    own: Mapping[FigureKey, Figure] = field(default_factory=dict)
    private: PrivateWords = field(default_factory=PrivateWords)
    agreed: tuple[Agreement, ...] = ()
    beside: tuple[tuple[str, str, int], ...] = ()
    edition: str = ""
    synthetic: bool = False


def key_of(wanted: Wanted, draft: DraftText) -> FigureKey:
    """Which figure a template asks for."""
    return FigureKey(wanted.key, wanted.scope or draft.scope, wanted.as_of or draft.as_of)


def quoted_keys(draft: DraftText) -> tuple[FigureKey, ...]:
    """The figures that a draft quotes, in the order in which its English text and its charts do."""
    keys: list[FigureKey] = []
    for block in draft.blocks:
        keys += [key_of(part, draft) for part in parts_of(block.text) if isinstance(part, Wanted)]
        if block.kind is BlockKind.CHART and block.chart:
            keys.append(FigureKey(WHOLE_OF_CHART[block.chart], draft.scope, draft.as_of))
    return tuple(dict.fromkeys(keys))


def counted_keys(draft: DraftText) -> tuple[FigureKey, ...]:
    """The figures that are counted for a draft: those that it quotes, and those that its check compares."""
    beside = (*STATES_OF_ITEMS, *KINDS_OF_ITEMS, "dates", "countries", "authorities", "raids")
    return tuple(
        dict.fromkeys((*quoted_keys(draft), *(FigureKey(key, draft.scope, draft.as_of) for key in beside)))
    )
