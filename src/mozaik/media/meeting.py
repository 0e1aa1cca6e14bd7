"""Where the codes of the two sides meet: bucket by bucket of one slice, or all with all.

Compiled by Numba like `join_kernels`, which holds the steps.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from mozaik.media.join_kernels import (
    CHUNK,
    KEYS,
    LANES,
    STRIP,
    Numbers,
    Ordered,
    Places,
    Rules,
    Words,
    distance_if_first,
    gather,
    kept,
    masks_within,
    nearest,
    nearest_code,
    ordered_by_slice,
    row_at,
    size_of,
)
from mozaik.media.popcount import popcount

Store = tuple[Places, int]
"""A table of pairs uint32[k, 3] and how many of its rows are used."""


class Block(NamedTuple):
    """The right codes of some buckets side by side."""

    words: Words
    """The word that holds the slice, uint64, filled up to a multiple of LANES."""
    size: int
    """How many of the words are codes."""
    side: Ordered
    """Where they come from."""
    keys: Numbers
    """The buckets, in the order of the block."""
    ends: Numbers
    """Where each bucket ends in the block."""


@njit(cache=True, nogil=True)
def meet_slice(left: Words, right: Words, number: int, rules: Rules) -> Places:
    """The pairs uint32[k, 3] (left row, right row, distance) that one slice is the first to find.

    Codes are uint64[n, 4] and uint64[m, 4]. Working memory: 12 bytes a code, one block, and the pairs.
    """
    mine = ordered_by_slice(left, number)
    other = mine if rules.one_set else ordered_by_slice(right, number)
    masks = masks_within(rules.radii[number])
    ends = np.empty(masks.size, np.int64)
    words = np.empty(CHUNK, np.uint64)
    store = (np.empty((1024, 3), np.uint32), 0)
    for key in range(KEYS):
        first, last = mine.offsets[key], mine.offsets[key + 1]
        if first == last:
            continue
        keys = masks ^ key
        if rules.one_set:
            # The neighbours below the key find the same pairs themselves; the bucket meets itself apart.
            store = meet_itself(left, (mine.words[first:last], mine.rows[first:last]), number, rules, store)
            keys = keys[keys > key]
        room = size_of(other, keys) + LANES
        if room > words.size:
            words = np.empty(2 * room, np.uint64)
        size = gather(other, keys, words, ends)
        # The filling differs from this bucket in all sixteen bits of the slice: more than any limit allows.
        words[size : size + LANES] = ~mine.words[first]
        block = Block(words, size, other, keys, ends[: keys.size])
        for place in range(first, last, CHUNK):
            some = slice(place, min(last, place + CHUNK))
            store = meet_block(
                (left, right), (mine.words[some], mine.rows[some]), block, number, rules, store
            )
    pairs, count = store
    return pairs[:count].copy()


@njit(cache=True, nogil=True)
def meet_block(
    codes: tuple[Words, Words],
    mine: tuple[Words, Places],
    block: Block,
    number: int,
    rules: Rules,
    store: Store,
) -> Store:
    """Add the pairs of one bucket (its words and rows) with one block to the store."""
    left, right = codes
    pairs, count = store
    limit = rules.limits[number >> 2]
    padded = (block.size + LANES - 1) // LANES * LANES
    for chunk in range(0, padded, CHUNK):
        stop = min(padded, chunk + CHUNK)
        for which in range(mine[0].size):
            word = mine[0][which]
            if nearest(block.words[chunk:stop], word) > limit:
                continue
            row = mine[1][which]
            for strip in range(chunk, stop, STRIP):
                end = min(stop, strip + STRIP)
                if nearest(block.words[strip:end], word) > limit:
                    continue
                for i in range(strip, end):
                    if popcount(block.words[i] ^ word) <= limit:
                        other = row_at(block.side, block.keys, block.ends, i)
                        apart = distance_if_first(left[row], right[other], number, rules)
                        if apart >= 0:
                            pairs, count = kept(pairs, count, (row, other, apart))
    return pairs, count


@njit(cache=True, nogil=True)
def meet_itself(codes: Words, mine: tuple[Words, Places], number: int, rules: Rules, store: Store) -> Store:
    """Add the pairs within one bucket (its words and rows) to the store, each once."""
    words, rows = mine
    pairs, count = store
    limit = rules.limits[number >> 2]
    for first in range(words.size - 1):
        if nearest(words[first + 1 :], words[first]) > limit:
            continue
        for second in range(first + 1, words.size):
            if popcount(words[first] ^ words[second]) <= limit:
                apart = distance_if_first(codes[rows[first]], codes[rows[second]], number, rules)
                if apart >= 0:
                    # A counting sort keeps the order, so the first row is the smaller one.
                    pairs, count = kept(pairs, count, (rows[first], rows[second], apart))
    return pairs, count


@njit(cache=True, nogil=True)
def meet_all(left: Words, rows: tuple[int, int], columns: Words, distance: int, one_set: bool) -> Places:
    """The pairs uint32[k, 3] of a range of left rows with all right codes, given as columns uint64[4, m].

    With `one_set`, only right rows above the left row.
    """
    pairs, count = np.empty((1024, 3), np.uint32), 0
    limit = np.uint64(distance)
    for row in range(rows[0], rows[1]):
        first = row + 1 if one_set else 0
        for begin in range(first, columns.shape[1], CHUNK):
            some = columns[:, begin : begin + CHUNK]
            if nearest_code(some, left[row]) > limit:
                continue
            for i in range(some.shape[1]):
                apart = np.uint64(0)
                for column in range(4):
                    apart += popcount(some[column, i] ^ left[row, column])
                if apart <= limit:
                    pairs, count = kept(pairs, count, (row, begin + i, int(apart)))
    return pairs[:count].copy()
