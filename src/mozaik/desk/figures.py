"""Counting figures from sealed records, for the public or as one authority, whose reading is logged."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from mozaik.contribution import SealedSet
from mozaik.figures import Figure, count_figures, statements_left_out
from mozaik.release import Asking, Work, admit_reader, log_figures, terms_in_force
from mozaik.seal import TrustStore
from mozaik.terms import THE_PUBLIC, Reader, Use


@dataclass(frozen=True, slots=True)
class CountedFigures:
    """The figures of an edition as a reader may count them for a use on the day `on`.

    Nothing after the day `as_of` counts.
    """

    edition: str
    synthetic: bool
    reader: str
    use: Use
    on: date
    as_of: date | None
    figures: tuple[Figure, ...]
    statements_left_out: int

    @property
    def says_something(self) -> bool:
        """Whether anything is counted or stated."""
        return any(figure.value or figure.statements for figure in self.figures)


def count_for_public(sets: Sequence[SealedSet], on: date, as_of: date | None = None) -> CountedFigures:
    """The figures that owners disclose to the public by name; raises as `count_figures`."""
    return _counted(sets, THE_PUBLIC, Use.ANALYSIS, on, as_of)


def count_as(
    sets: Sequence[SealedSet],
    asking: Asking,
    work: Path,
    trust: TrustStore,
    as_of: date | None = None,
    countries: Collection[str] = (),
) -> CountedFigures:
    """The figures as one authority may count them, logged in its chain in WORK before they are told.

    Sets whose owner closed or opened them since count as the owner says now.
    Raises as `count_figures`, and RefusedError where the reading cannot be logged.
    """
    opened = Work.open(work, trust)
    admit_reader(opened, asking)
    terms = terms_in_force(opened, {each.set_id: each.terms for each in sets})
    as_told_now = [replace(each, terms=terms[each.set_id]) for each in sets]
    counted = _counted(as_told_now, asking.reader, asking.use, asking.day, as_of, countries)
    own = [sealed_set.set_id for sealed_set in sets if sealed_set.authority == asking.authority]
    log_figures(opened, asking, own, as_of)
    return counted


def _counted(
    sets: Sequence[SealedSet],
    reader: Reader,
    use: Use,
    on: date,
    as_of: date | None,
    countries: Collection[str] = (),
) -> CountedFigures:
    figures = count_figures(sets, reader, use, on=on, as_of=as_of, countries=countries)
    manifest = sets[0].manifest
    unsaid = statements_left_out(sets, reader, use, on=on, as_of=as_of)
    return CountedFigures(manifest.edition, manifest.synthetic, reader.name, use, on, as_of, figures, unsaid)
