"""The eight forms of a picture (turned, mirrored), derived from its stored PDQ hash alone.

A turn or mirroring changes the signs of whole rows or columns of the DCT and may transpose it; on the hash
this is an XOR mask and a transposition of the 16x16 bits. The forms of hashes are therefore exact isometries:
the distance of T(a) and T(b) is that of a and b, and comparing a with the eight forms of b gives the same
smallest distance as comparing b with the eight forms of a.

The hash of really turned pixels is near the form, not equal to it, for two reasons. The bits say which
coefficients lie above the *median*, and negating half of the coefficients moves the median away from its
mirror image, so that coefficients between the two change their bit (a tie with it is zero in both).
And the blur's window and block centres are not symmetric in the picture, in the reference neither.
`docs/performance.md` gives the measured distances.
"""

import numpy as np

from mozaik.media.bits import HASH_BYTES, Hashes, hashes_from_planes, planes_from_hashes
from mozaik.media.pdq import DIHEDRAL_FORMS

_EVEN_ROWS = np.broadcast_to((np.arange(16) % 2 == 0)[:, None], (16, 16))
_EVEN_COLUMNS = _EVEN_ROWS.T
_UNEQUAL = _EVEN_ROWS ^ _EVEN_COLUMNS
_NOTHING = np.zeros((16, 16), bool)

# One (mask, transposed) a form, in the order of DIHEDRAL_FORMS: complement under the mask, then transpose.
_STEPS = (
    (_NOTHING, False),
    (_EVEN_COLUMNS, True),
    (_UNEQUAL, False),
    (_EVEN_ROWS, True),
    (_EVEN_ROWS, False),
    (_EVEN_COLUMNS, False),
    (_NOTHING, True),
    (_UNEQUAL, True),
)


def dihedral_forms(hashes: Hashes) -> Hashes:
    """The forms uint8[8, n, 32] of PDQ hashes uint8[n, 32], in the order of `DIHEDRAL_FORMS`.

    Raises InvalidInputError for an array that is not uint8[n, 32].
    """
    planes = planes_from_hashes(hashes)
    forms = np.empty((len(DIHEDRAL_FORMS), len(hashes), HASH_BYTES), np.uint8)
    for index, (mask, transposed) in enumerate(_STEPS):
        form = planes ^ mask
        forms[index] = hashes_from_planes(form.transpose(0, 2, 1) if transposed else form)
    return forms
