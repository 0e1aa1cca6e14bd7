"""How a join searches: how many bits each 16-bit slice may differ, chosen from the codes themselves.

Sixteen slices in four words. Give slice s the *share* k(s) = radius(s) + 1, shares summing to distance + 1.
If two codes are within the distance, they differ in some word w in fewer bits than the shares of w sum to
(else they would differ in at least distance + 1 bits), and in some slice s of that word in fewer than k(s).
So every pair is met in a slice within its radius and passes the limit of that word: a filter on the one word
that is at hand. A share of 0 leaves a slice out. Which shares are cheapest depends on how unevenly the codes
fill the slices: the candidates are counted from two histograms by a Walsh-Hadamard transform.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mozaik.media.bits import Codes
from mozaik.media.spectrum import ball_sums, slice_histograms

Floats = npt.NDArray[np.float64]

SLICES = 16
LARGEST_RADIUS = 3
LARGEST_DISTANCE = SLICES * (LARGEST_RADIUS + 1) - 1
"""Above this distance no plan exists, and all codes meet all codes."""

# Costs in units of one candidate in the innermost loop (about 0.2 ns), measured once.
_COST_OF_ALL = 4.0
_COST_OF_GATHERING = 4.0
_COST_OF_BUCKET = 12.0
_COST_OF_SORTING = 40.0
_SAMPLE = 1 << 17
"""Rows from which the fill of the slices is estimated."""
_SMALL = 1 << 22
"""So few pairs are compared faster than a plan is made."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The radius of each slice; -1 leaves it out. No radii: all codes meet all codes."""

    radii: tuple[int, ...]

    @property
    def limits(self) -> tuple[int, ...]:
        """The largest distance within each of the four words, -1 for a word without slices."""
        shares = [radius + 1 for radius in self.radii]
        return tuple(sum(shares[word * 4 : word * 4 + 4]) - 1 for word in range(4))


ALL_WITH_ALL = Plan(())


def even_plan(distance: int) -> Plan:
    """The plan that spreads the shares evenly over the slices, for distances up to `LARGEST_DISTANCE`."""
    whole, rest = divmod(distance + 1, SLICES)
    return Plan(tuple(whole + (number < rest) - 1 for number in range(SLICES)))


def choose_plan(left: Codes, right: Codes, distance: int) -> Plan:
    """The cheapest plan for two sets of codes uint64[n, 4] and uint64[m, 4]."""
    pairs = len(left) * len(right)
    if pairs <= _SMALL or distance > LARGEST_DISTANCE:
        return ALL_WITH_ALL
    cost, radii = cheapest_radii(slice_costs(left, right), distance)
    return ALL_WITH_ALL if cost > _COST_OF_ALL * pairs else Plan(radii)


def slice_costs(left: Codes, right: Codes) -> Floats:
    """The cost float64[16, 5] of searching each slice with each share 0..4, estimated on a sample."""
    mine, other = slice_histograms(sample(left)), slice_histograms(sample(right))
    scale = (len(left) / mine[0].sum()) * (len(right) / other[0].sum())
    costs = np.zeros((SLICES, LARGEST_RADIUS + 2))
    for number in range(SLICES):
        candidates, gathered, buckets = ball_sums(mine[number], other[number], LARGEST_RADIUS)
        costs[number, 1:] = (
            scale * candidates
            + _COST_OF_GATHERING * scale * gathered
            + _COST_OF_BUCKET * buckets
            + _COST_OF_SORTING * (len(left) + len(right))
        )
    return costs


def sample(codes: Codes) -> Codes:
    """Every k-th row, so that at most 2 * _SAMPLE - 1 rows remain."""
    return codes[:: max(1, len(codes) // _SAMPLE)]


def cheapest_radii(costs: Floats, distance: int) -> tuple[float, tuple[int, ...]]:
    """The smallest total cost and its radii, for shares that sum to distance + 1 (dynamic programming)."""
    wanted = distance + 1
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for number in range(SLICES):
        following: dict[int, tuple[float, tuple[int, ...]]] = {}
        for total, (cost, radii) in best.items():
            for share in range(min(LARGEST_RADIUS + 1, wanted - total) + 1):
                candidate = (cost + float(costs[number, share]), (*radii, share - 1))
                if total + share not in following or candidate < following[total + share]:
                    following[total + share] = candidate
        best = following
    return best[wanted]
