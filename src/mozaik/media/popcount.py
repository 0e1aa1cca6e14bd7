"""One machine instruction that Numba does not offer by itself: counting the set bits of a word."""

from collections.abc import Callable
from typing import Any, cast

import numpy as np
from numba import types
from numba.extending import intrinsic


def _popcount(typing_context: object, word: object) -> tuple[object, Callable[..., object]]:
    """The compiled form of the function: its signature, and what writes the instruction."""

    # The builder belongs to the compiler, which has no types of its own.
    def generate(context: object, builder: Any, signature: object, words: list[object]) -> object:  # noqa: ANN401
        count: object = builder.ctpop(words[0])
        return count

    return types.uint64(types.uint64), generate


popcount = cast(Callable[[np.uint64], np.uint64], intrinsic(_popcount))
"""The number of set bits of a uint64; vectorised where the processor can. Only for compiled functions."""
