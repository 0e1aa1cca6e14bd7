"""Perceptual hashing: decides what a picture's hash is and which hashes are near; decodes nothing."""

from mozaik.media.bits import codes_from_hashes, hashes_from_codes
from mozaik.media.compiling import compile_kernels
from mozaik.media.dihedral import dihedral_forms
from mozaik.media.edges import Edges
from mozaik.media.form_join import NearForms, picture_self_join_in_forms
from mozaik.media.forms import NearRows, ParityCodes, near_picture, parity_codes
from mozaik.media.join import (
    DEFAULT_DISTANCE,
    Pairs,
    picture_join,
    picture_join_brute,
    picture_self_join,
)
from mozaik.media.pdq import (
    ALGORITHM,
    ALGORITHM_VERSION,
    DIHEDRAL_FORMS,
    MINIMUM_QUALITY,
    dihedral_from_luma,
    is_prepared,
    luma_from_rgb,
    pdq_from_luma,
    pdq_from_rgb,
    prepare,
)
from mozaik.media.spanning import holding_edges
from mozaik.media.spread import Spread, spread_of

__all__ = [
    "ALGORITHM",
    "ALGORITHM_VERSION",
    "DEFAULT_DISTANCE",
    "DIHEDRAL_FORMS",
    "MINIMUM_QUALITY",
    "Edges",
    "NearForms",
    "NearRows",
    "Pairs",
    "ParityCodes",
    "Spread",
    "codes_from_hashes",
    "compile_kernels",
    "dihedral_forms",
    "dihedral_from_luma",
    "hashes_from_codes",
    "holding_edges",
    "is_prepared",
    "luma_from_rgb",
    "near_picture",
    "parity_codes",
    "pdq_from_luma",
    "pdq_from_rgb",
    "picture_join",
    "picture_join_brute",
    "picture_self_join",
    "picture_self_join_in_forms",
    "prepare",
    "spread_of",
]
