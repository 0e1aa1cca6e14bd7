"""What is counted for an announcement: for the public, and as the authority of who asks may count it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from mozaik.announce import (
    AGREEMENTS,
    Agreement,
    DraftText,
    FigureKey,
    Records,
    counted_keys,
    inspect_version,
    private_words,
    read_agreement,
    tallied_figures,
)
from mozaik.contribution import SealedSet
from mozaik.desk.figures import count_as
from mozaik.figures import Figure, count_figures, count_raids_by_day
from mozaik.moments import utc_day
from mozaik.parties import Authority
from mozaik.release import Asking
from mozaik.seal import TrustStore
from mozaik.tallies import Tally, read_tally
from mozaik.terms import THE_PUBLIC, Reader, Use

_REPORTED = frozenset({"actions", "items", "statuses"})
"""Tables of which one makes a set a report of an authority."""


@dataclass(frozen=True, slots=True)
class Making:
    """What an announcement is made of: the draft's folder, the sealed sets, the version before, and who asks.

    `asking` with `work` names the person whose authority's own count is compared, which is logged. `beside`
    are versions of other announcements whose numbers are public too, `tallies` the sealed counts of partners.
    """

    folder: Path
    sets: Sequence[SealedSet]
    trust: TrustStore
    now: datetime
    before: Path | None = None
    beside: tuple[Path, ...] = ()
    tallies: tuple[Path, ...] = ()
    asking: Asking | None = None
    work: Path | None = None


def records_for(draft: DraftText, making: Making) -> Records:
    """What is counted for a draft, as the public and as who asks may count it; the latter is logged."""
    day, keys = utc_day(making.now), counted_keys(draft)
    return Records(
        public=_counted_for_public(making.sets, keys, day) | tallied_figures(_tallies(making), keys),
        raids_by_day=count_raids_by_day(making.sets, on=day, as_of=draft.as_of),
        owners=_owners(making.sets),
        own=_counted_as(making, keys),
        private=private_words(making.sets, _readings(making.asking), day),
        agreed=tuple(_agreements(making)),
        beside=tuple(_beside(making)),
        edition=making.sets[0].manifest.edition,
        synthetic=making.sets[0].manifest.synthetic,
    )


def _readings(asking: Asking | None) -> tuple[tuple[Reader, Use], ...]:
    """As whom the rows are read for what must not stand in a text: the public, and who asks."""
    public = (THE_PUBLIC, Use.ANALYSIS)
    return (public, (asking.reader, asking.use)) if asking else (public,)


def _counted_for_public(
    sets: Sequence[SealedSet], keys: Iterable[FigureKey], on: date
) -> dict[FigureKey, Figure]:
    """Every figure that the public may count, of the days and scopes of some keys."""
    days, countries = _days_and_scopes(keys)
    return {
        FigureKey(figure.key, figure.scope, as_of): figure
        for as_of in days
        for figure in count_figures(sets, on=on, as_of=as_of, countries=countries)
    }


def _tallies(making: Making) -> tuple[Tally, ...]:
    """The tallies of partners, each verified."""
    return tuple(read_tally(path, making.trust) for path in making.tallies)


def _days_and_scopes(keys: Iterable[FigureKey]) -> tuple[tuple[date, ...], frozenset[str]]:
    listed = tuple(keys)
    return tuple(dict.fromkeys(key.as_of for key in listed)), frozenset(key.scope for key in listed)


def _counted_as(making: Making, keys: Iterable[FigureKey]) -> dict[FigureKey, Figure]:
    """The same as the authority of the person who asks may count it; each day's count is logged."""
    if making.asking is None or making.work is None:
        return {}
    days, countries = _days_and_scopes(keys)
    counts = (
        (as_of, count_as(making.sets, making.asking, making.work, making.trust, as_of, countries))
        for as_of in days
    )
    return {
        FigureKey(figure.key, figure.scope, as_of): figure
        for as_of, counted in counts
        for figure in counted.figures
    }


def _owners(sets: Sequence[SealedSet]) -> tuple[Authority, ...]:
    """The authorities that report anything."""
    return tuple(sorted({each.authority for each in sets if _REPORTED & set(each.rows)}))


def _agreements(making: Making) -> Iterable[Agreement]:
    folder = making.folder / AGREEMENTS
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        yield read_agreement(path, making.trust)


def _beside(making: Making) -> Iterable[tuple[str, str, int]]:
    for path in making.beside:
        for figure in inspect_version(path, making.trust).announcement.figures:
            if isinstance(figure.value, int):
                yield figure.key, figure.scope, figure.value
