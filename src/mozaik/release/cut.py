"""A view as pages are cut from it: its hits by place, kind and reference, and the holders behind each.

The tables lie in Arrow files, or in memory where they could not be kept. What is asked of them costs what is
asked for, however much stands behind it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias

import numpy as np
import pyarrow as pa

from mozaik.errors import InvalidInputError
from mozaik.kinds import HitKind
from mozaik.release.model import Coverage, Page
from mozaik.release.references import range_of
from mozaik.release.view import Lens, Row

Numbers: TypeAlias = np.ndarray[tuple[int], np.dtype[np.int64]]
Chosen: TypeAlias = np.ndarray[tuple[int], np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True)
class Cut:
    """The hits of a page, how many meet its conditions in all, and the position of the last that does."""

    hits: list[Row]
    count: int
    last: int


@dataclass(frozen=True, slots=True)
class View:
    """What one reader is told: `hits` by place, `holders` of each in its order, two ways to find a place.

    Places count from 0. `by_kind` has the places of each kind in turn, `by_reference` all by reference,
    `groups` what is told of the groups of near pictures to which hits belong by `grouped`.
    """

    lens: Lens
    hits: pa.Table
    holders: pa.Table
    by_kind: pa.Table
    by_reference: pa.Table
    groups: pa.Table
    counts: Mapping[HitKind, int]
    coverage: Coverage

    def total(self, kind: HitKind | None = None) -> int:
        """How many hits there are, of a kind or of all."""
        return self.counts.get(kind, 0) if kind else sum(self.counts.values())

    def places_like(self, text: str) -> list[int]:
        """The places of the hits whose reference is written so, or begins so; none for what begins none."""
        ends = range_of(text)
        return self.places_between(*ends) if ends else []

    def places_between(self, low: str, high: str) -> list[int]:
        """The places of the hits whose reference, in hex, lies between two, both included."""
        codes = self.by_reference["reference"]

        def code(index: int) -> str:
            return str(codes[index].as_py())

        begin = bisect_left(range(len(codes)), low, key=code)
        end = bisect_right(range(len(codes)), high, lo=begin, key=code)
        places: list[int] = self.by_reference["place"].slice(begin, end - begin).to_pylist()
        return places

    def page(self, page: Page, chosen: Chosen | None = None) -> Cut:
        """The hits of a page, each with its `position` among those of the page's kind, which counts from 1.

        `chosen` says of each place whether its hit meets the conditions of the page; None where there are
        none. InvalidInputError for a cursor that names no single hit of this reader and kind.
        """
        after, total = self._after(page), self.total(page.kind)
        if chosen is None:
            end = total if page.limit is None else min(total, after + page.limit)
            return Cut(self._numbered(page, np.arange(after, end)), total, total)
        numbers = np.flatnonzero(chosen[self._order(page.kind)])
        last = int(numbers[-1]) + 1 if len(numbers) else 0
        return Cut(self._numbered(page, numbers[numbers >= after][: page.limit]), len(numbers), last)

    def _order(self, kind: HitKind | None) -> Numbers:
        """The places of a kind, or of all, in order."""
        if kind is None:
            return np.arange(self.total())
        first = sum(count for other, count in self.counts.items() if str(other) < str(kind))
        order: Numbers = self.by_kind["place"].slice(first, self.total(kind)).to_numpy()
        return order

    def _numbered(self, page: Page, numbers: Numbers) -> list[Row]:
        places = numbers if page.kind is None else self._order(page.kind)[numbers]
        hits = self.hits_at(places.tolist())
        return [{**hit, "position": int(number) + 1} for hit, number in zip(hits, numbers, strict=True)]

    def hits_at(self, places: Sequence[int]) -> list[Row]:
        """The hits at some places, in the order given."""
        return rows_at(self.hits, places)

    def holders_of(self, hits: Sequence[Row]) -> list[list[Row]]:
        """The holders behind hits, for each in turn."""
        spans = [range(hit["begin"], hit["begin"] + hit["holders"]) for hit in hits]
        rows = iter(rows_at(self.holders, list(chain.from_iterable(spans))))
        return [[next(rows) for _ in span] for span in spans]

    def _after(self, page: Page) -> int:
        """How many hits of the page's kind stand before the page."""
        if page.after is None:
            return 0
        hits = self.hits_at(self.places_like(page.after))
        of_kind = [hit for hit in hits if page.kind is None or hit["kind"] == page.kind]
        if len(of_kind) != 1:
            raise InvalidInputError(
                "unknown cursor", remedy="use the reference of the last hit that you were shown"
            )
        return int(of_kind[0]["place_in_kind" if page.kind else "place"])


def rows_at(table: pa.Table, places: Sequence[int]) -> list[Row]:
    """The rows of a table at some places, in the order given."""
    if not places:
        return []
    if places[-1] - places[0] == len(places) - 1 and list(places) == list(range(places[0], places[-1] + 1)):
        return rows_of_slice(table, places[0], len(places))
    return _as_rows(table.take(pa.array(places, pa.int64())))


def rows_of_slice(table: pa.Table, begin: int, count: int) -> list[Row]:
    """So many rows of a table from one place on."""
    return _as_rows(table.slice(begin, count))


def _as_rows(table: pa.Table) -> list[Row]:
    columns = [_plain_column(column) for column in table.columns]
    names = table.schema.names
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def _plain_column(column: pa.ChunkedArray) -> Iterable[object]:
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    values: list[object] = column.to_pylist()
    return values
