"""The exact join of pictures in all eight forms at once: at the cost of a few joins of one form.

Decides how to search, never what counts: comparing each two hashes in each form must give the same pairs.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from mozaik.errors import InvalidInputError
from mozaik.media.bits import Codes, Hashes
from mozaik.media.forms import parity_codes
from mozaik.media.join import DEFAULT_DISTANCE, Pairs, processors

if TYPE_CHECKING:
    from mozaik.media.form_rules import FormRules

_ROWS_OF_A_TASK = 1024


class NearForms(NamedTuple):
    """Near pairs of distinct hashes, each once, and the form of the left that is nearest to the right."""

    pairs: Pairs
    form: npt.NDArray[np.int8]
    """Index into `DIHEDRAL_FORMS`, the first of equal ones."""


def picture_self_join_in_forms(
    hashes: Hashes, distance: int = DEFAULT_DISTANCE, *, threads: int | None = None
) -> NearForms:
    """All pairs i < j of distinct rows uint8[n, 32] with at most `distance` differing bits in any form.

    Each pair has its smallest distance over the forms. InvalidInputError for other arrays, or a distance
    outside 0..256.
    """
    if not 0 <= distance <= 256:
        raise InvalidInputError(
            "the distance is out of range",
            why=f"{distance} is not within 0..256",
            remedy="use a distance from 0 to 256 bits",
        )
    # Here, because the compiler takes longer to import than most commands take to run.
    from mozaik.media.plan import choose_plan

    codes = np.ascontiguousarray(np.stack(parity_codes(hashes), axis=1))
    plan = choose_plan(codes, codes, distance) if len(codes) else None
    radii = plan.radii if plan else ()
    near = by_slices(codes, radii, distance, threads) if radii else all_with_all(codes, distance, threads)
    near = near[np.lexsort((near[:, 1], near[:, 0]))]
    pairs = Pairs(near[:, 0].astype(np.int64), near[:, 1].astype(np.int64), near[:, 2].astype(np.int16))
    return NearForms(pairs, near[:, 3].astype(np.int8))


def by_slices(
    codes: Codes, radii: Sequence[int], distance: int, threads: int | None
) -> npt.NDArray[np.uint32]:
    """The near pairs by a plan; every plan gives the same."""
    from mozaik.media.form_meeting import forms_of, meet_forms

    rules = rules_of(radii, distance)
    largest = np.maximum(rules.radii, rules.turned_radii)
    # The slices with most to meet take longest: they go first, so that no thread ends with one of them.
    used = sorted((number for number in range(16) if largest[number] >= 0), key=lambda at: -largest[at])
    steps = [partial(meet_forms, codes, number, rules) for number in used]
    pairs = _together(steps, threads, 2)
    keys = np.unique(pairs[:, 0].astype(np.uint64) << np.uint64(32) | pairs[:, 1])
    once = np.column_stack([keys >> np.uint64(32), keys & np.uint64(0xFFFFFFFF)]).astype(np.uint32)
    return forms_of(codes, once)


def rules_of(radii: Sequence[int], distance: int) -> "FormRules":
    """The rules of a plan: what meets transposed in the third word does so in the fourth."""
    from mozaik.media.form_rules import FormRules
    from mozaik.media.plan import Plan

    limits = [max(limit, 0) for limit in Plan(tuple(radii)).limits]
    last = [max(third, fourth) for third, fourth in zip(radii[8:12], radii[12:], strict=True)]
    return FormRules(
        np.array(radii, np.int64),
        np.array(limits, np.uint64),
        np.array([*radii[:8], -1, -1, -1, -1, *last], np.int64),
        np.array([*limits[:3], max(limits[2:])], np.uint64),
        distance,
    )


def all_with_all(codes: Codes, distance: int, threads: int | None) -> npt.NDArray[np.uint32]:
    """The same near pairs, each code with all behind it."""
    from mozaik.media.form_meeting import meet_all_forms

    columns = np.ascontiguousarray(codes.T)
    starts = range(0, len(codes), _ROWS_OF_A_TASK)
    steps = [
        partial(meet_all_forms, codes, columns, (start, min(len(codes), start + _ROWS_OF_A_TASK)), distance)
        for start in starts
    ]
    return _together(steps, threads, 4)


def _together(
    steps: Sequence[Callable[[], npt.NDArray[np.uint32]]], threads: int | None, width: int
) -> npt.NDArray[np.uint32]:
    """The rows of all steps, run by some threads."""
    with ThreadPoolExecutor(threads or processors()) as pool:
        parts = list(pool.map(lambda step: step(), steps))
    return np.concatenate([np.empty((0, width), np.uint32), *parts])
