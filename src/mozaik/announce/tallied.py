"""Figures of the campaign: screenings and persons reached, as partners counted them under seal."""

from collections.abc import Iterable, Sequence
from datetime import date

from mozaik.announce.model import ENGLISH
from mozaik.announce.records import FigureKey
from mozaik.announce.words import CAMPAIGN, words_of
from mozaik.figures import Figure, OwnerShare
from mozaik.tallies import Tally, require_days_once

SCREENINGS, REACH = "campaign_screenings", "campaign_reach"
TALLIED = (SCREENINGS, REACH)
"""The figures that tallies give."""


def tallied_figures(tallies: Sequence[Tally], keys: Iterable[FigureKey]) -> dict[FigureKey, Figure]:
    """The figures of the campaign for the days that are asked for; a tally counts from its last day on.

    Nothing where no partner counted. Raises as `require_days_once`.
    """
    require_days_once(tallies)
    days = dict.fromkeys(key.as_of for key in keys)
    return {
        FigureKey(key, CAMPAIGN, as_of): figure
        for as_of in days
        for key in TALLIED
        if (figure := _figure(key, as_of, tallies)) is not None
    }


def _figure(key: str, as_of: date, tallies: Sequence[Tally]) -> Figure | None:
    counts = [
        (tally.partner, count)
        for tally in tallies
        if tally.until <= as_of
        if (count := tally.screenings if key == SCREENINGS else tally.reach) is not None
    ]
    if not counts:
        return None
    partners = sorted({partner for partner, _ in counts})
    shares = [(name, sum(count for partner, count in counts if partner == name)) for name in partners]
    words = words_of(ENGLISH)
    return Figure(
        key=key,
        label=words.say(f"label.{key}"),
        definition=words.say(f"definition.{key}"),
        scope=CAMPAIGN,
        as_of=as_of,
        value=sum(count for _, count in counts),
        unit="screenings" if key == SCREENINGS else "persons",
        owners=tuple(OwnerShare(name, count, count) for name, count in shares),
        fingerprint=",".join(sorted(tally.id for tally in tallies)),
    )
