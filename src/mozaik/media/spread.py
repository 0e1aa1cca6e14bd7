"""How far pictures lie from each other: the two farthest, and the nearest of each two who hold them."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from mozaik.media.bits import codes_from_hashes
from mozaik.media.dihedral import dihedral_forms
from mozaik.media.edges import Numbers


class Spread(NamedTuple):
    """In bits: `farthest` of any two pictures, `nearest[a, b]` of a picture of a and one of b."""

    farthest: int
    nearest: Numbers


def spread_of(hashes: npt.NDArray[np.uint8], begins: Numbers, holders: Numbers, count: int) -> Spread:
    """The spread of pictures uint8[n, 32], each in its nearest form; each meets each.

    Picture n is held by `holders[begins[n] : begins[n + 1]]`, numbers from 0 to `count`. Two who hold one
    picture are 0 apart.
    """
    # Here, because the compiler takes longer to import than most commands take to run.
    from mozaik.media.spread_kernels import spread

    forms = np.stack([codes_from_hashes(form) for form in dihedral_forms(hashes)], axis=1)
    return Spread(*spread(codes_from_hashes(hashes), forms, begins, holders, count))
