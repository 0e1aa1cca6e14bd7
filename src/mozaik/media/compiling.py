"""Compiling all kernels at once, at the installation, so that the first picture waits for none."""

import numpy as np

from mozaik.media.bits import hashes_from_codes
from mozaik.media.edges import Edges
from mozaik.media.form_join import by_slices, picture_self_join_in_forms
from mozaik.media.forms import near_picture, parity_codes
from mozaik.media.join import picture_join
from mozaik.media.pdq import prepare
from mozaik.media.spanning import holding_edges
from mozaik.media.spread import spread_of


def compile_kernels() -> None:
    """Compile every kernel, or load it from the cache."""
    prepare()
    codes = np.random.default_rng(1).integers(0, 1 << 63, (64, 4), dtype=np.uint64)
    picture_join(codes, codes)
    hashes = hashes_from_codes(codes)
    near_picture(bytes(32), parity_codes(hashes), 31)
    picture_self_join_in_forms(hashes)
    by_slices(codes, (1,) * 16, 31, 1)
    edge = np.array([0])
    holding_edges(Edges(edge, edge, edge + 1, edge, edge), 2, 1)
    spread_of(hashes[:1], np.array([0, 1]), np.array([0]), 1)
