"""Where codes of one set meet in any of the eight forms: bucket by bucket of one slice, or all with all.

Compiled by Numba like `join_kernels`. A form complements words of a parity code or leaves them, so that two
slices meet when they are near, or near to each other's complement; the first word is never complemented. A
transposed code has the same slices: those of the first two words in another order of bits, the last two words
in each other's place. So one order of the codes serves all eight forms.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from mozaik.media.form_kernels import first_form, rows_near
from mozaik.media.form_rules import FormRules, is_found_here, swapped
from mozaik.media.join_kernels import (
    CHUNK,
    KEYS,
    LANES,
    STRIP,
    Numbers,
    Ordered,
    Places,
    Words,
    masks_within,
    nearest,
    ordered_by_slice,
    row_at,
    size_of,
)
from mozaik.media.popcount import popcount

Store = tuple[Places, int]
"""A table of pairs uint32[k, 2] and how many of its rows are used."""
Near = npt.NDArray[np.uint32]
"""Near pairs uint32[k, 4]: left row, right row, distance, form; the left row is the smaller one."""


class FormBlock(NamedTuple):
    """The right codes of some buckets side by side, those behind `upright` buckets complemented."""

    words: Words
    size: int
    side: Ordered
    keys: Numbers
    ends: Numbers


@njit(cache=True, nogil=True)
def written(store: Store, row: int, other: int) -> Store:
    """The table with one more pair, twice as long when it was full."""
    pairs, count = store
    if count == pairs.shape[0]:
        longer = np.empty((2 * count, 2), np.uint32)
        longer[:count] = pairs
        pairs = longer
    pairs[count, 0], pairs[count, 1] = min(row, other), max(row, other)
    return pairs, count + 1


@njit(cache=True, nogil=True)
def gather_forms(side: Ordered, keys: Numbers, upright: int, words: Words, ends: Numbers) -> int:
    """Put the buckets of keys one after another, those after the first `upright` ones complemented."""
    size = 0
    for which in range(keys.size):
        for place in range(side.offsets[keys[which]], side.offsets[keys[which] + 1]):
            words[size] = side.words[place] if which < upright else ~side.words[place]
            size += 1
        ends[which] = size
    return size


@njit(cache=True, nogil=True)
def keys_near(masks: Numbers, key: int, both: bool, least: int) -> tuple[Numbers, int]:
    """The keys near a key, how many, and behind them those near its complement; none below `least`."""
    near = masks ^ key
    near = near[near >= least]
    if not both:
        return near, near.size
    far = masks ^ (key ^ (KEYS - 1))
    return np.concatenate((near, far[far >= least])), near.size


@njit(cache=True, nogil=True)
def meet_forms(codes: Words, number: int, rules: FormRules) -> Places:
    """The pairs uint32[k, 2] of rows of uint64[n, 4] that one slice is the first to find; some come twice.

    Working memory: 12 or 24 bytes a code, one block, the pairs.
    """
    mine = ordered_by_slice(codes, number)
    store = (np.empty((1024, 2), np.uint32), 0)
    if rules.radii[number] >= 0:
        store = meet_four(codes, (mine, mine), (number, False), rules, store)
    if rules.turned_radii[number] >= 0:
        other = ordered_by_slice(codes, number - 4) if number >> 2 == 3 else mine
        store = meet_four(codes, (mine, other), (number, True), rules, store)
    pairs, count = store
    return pairs[:count].copy()


@njit(cache=True, nogil=True)
def meet_four(
    codes: Words, sides: tuple[Ordered, Ordered], where: tuple[int, bool], rules: FormRules, store: Store
) -> Store:
    """Add to the store what one slice finds in four forms: those that transpose, or those that do not."""
    (mine, other), (number, turned) = sides, where
    word = number >> 2
    masks = masks_within(rules.turned_radii[number] if turned else rules.radii[number])
    ends, words = np.empty(2 * masks.size, np.int64), np.empty(CHUNK, np.uint64)
    for key in range(KEYS):
        first, last = mine.offsets[key], mine.offsets[key + 1]
        if first == last:
            continue
        some = mine.words[first:last].copy()
        least, target = key + 1, key
        if not turned:
            store = meet_within(codes, (some, mine.rows[first:last]), number, rules, store)
        elif word < 2:
            for i in range(some.size):
                some[i] = swapped(some[i])
            least, target = key, int(np.int64(swapped(np.uint64(key))))
        else:
            least = 0
        keys, upright = keys_near(masks, target, word > 0, least)
        room = size_of(other, keys) + LANES
        if room > words.size:
            words = np.empty(2 * room, np.uint64)
        size = gather_forms(other, keys, upright, words, ends)
        words[size : size + LANES] = ~some[0]
        block = FormBlock(words, size, other, keys, ends[: keys.size])
        for place in range(0, some.size, CHUNK):
            part = slice(place, place + CHUNK)
            left = (some[part], mine.rows[first:last][part])
            store = meet_form_block(codes, left, block, where, rules, store)
    return store


@njit(cache=True, nogil=True)
def meet_form_block(
    codes: Words,
    mine: tuple[Words, Places],
    block: FormBlock,
    where: tuple[int, bool],
    rules: FormRules,
    store: Store,
) -> Store:
    """Add the pairs of one bucket (its words as they meet, its rows) with one block to the store."""
    number, turned = where
    limit = (rules.turned_limits if turned else rules.limits)[number >> 2]
    padded = (block.size + LANES - 1) // LANES * LANES
    for chunk in range(0, padded, CHUNK):
        stop = min(padded, chunk + CHUNK)
        for which in range(mine[0].size):
            word, row = mine[0][which], mine[1][which]
            if nearest(block.words[chunk:stop], word) > limit:
                continue
            for strip in range(chunk, stop, STRIP):
                end = min(stop, strip + STRIP)
                if nearest(block.words[strip:end], word) > limit:
                    continue
                for i in range(strip, end):
                    if popcount(block.words[i] ^ word) <= limit:
                        other = row_at(block.side, block.keys, block.ends, i)
                        if is_found_here(codes, (row, other), number, turned, rules):
                            store = written(store, row, other)
    return store


@njit(cache=True, nogil=True)
def meet_within(
    codes: Words, mine: tuple[Words, Places], number: int, rules: FormRules, store: Store
) -> Store:
    """Add the pairs within one bucket (its words and rows) to the store, each once."""
    words, rows = mine
    limit = rules.limits[number >> 2]
    for first in range(words.size - 1):
        if nearest(words[first + 1 :], words[first]) > limit:
            continue
        for second in range(first + 1, words.size):
            if popcount(words[first] ^ words[second]) <= limit:
                pair = (int(rows[first]), int(rows[second]))
                if is_found_here(codes, pair, number, False, rules):
                    store = written(store, pair[0], pair[1])
    return store


@njit(cache=True, nogil=True)
def turned_code(code: Words) -> Words:
    """The code uint64[4] of the transposed hash."""
    return np.array([swapped(code[0]), swapped(code[1]), code[3], code[2]], np.uint64)


@njit(cache=True, nogil=True)
def forms_of(codes: Words, pairs: Places) -> Near:
    """Pairs uint32[k, 2] of rows with their smallest distance and the first form of the left that has it."""
    near = np.empty((pairs.shape[0], 4), np.uint32)
    for k in range(pairs.shape[0]):
        left, right = pairs[k]
        near[k, 0], near[k, 1] = left, right
        near[k, 2], near[k, 3] = first_form(codes[right], codes[left], turned_code(codes[left]))
    return near


@njit(cache=True, nogil=True)
def meet_all_forms(codes: Words, columns: Words, rows: tuple[int, int], distance: int) -> Near:
    """The near pairs of a range of left rows with all later ones; `columns` is uint64[4, n] of the codes."""
    near, count = np.empty((1024, 4), np.uint32), 0
    for left in range(rows[0], rows[1]):
        rest = columns[:, left + 1 :]
        partners = rows_near(
            (rest[0], rest[1], rest[2], rest[3]), codes[left], turned_code(codes[left]), distance
        )
        while count + partners.shape[0] > near.shape[0]:
            longer = np.empty((2 * near.shape[0], 4), np.uint32)
            longer[:count] = near[:count]
            near = longer
        for k in range(partners.shape[0]):
            near[count, 0], near[count, 1] = left, left + 1 + partners[k, 0]
            near[count, 2], near[count, 3] = partners[k, 1], partners[k, 2]
            count += 1
    return near[:count].copy()
