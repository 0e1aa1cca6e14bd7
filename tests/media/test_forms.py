"""One comparison of all eight forms is the eight comparisons, whatever the picture."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mozaik.errors import InvalidInputError
from mozaik.media import dihedral_forms, near_picture, parity_codes

HASH = st.binary(min_size=32, max_size=32)


def hashes(values: list[bytes]) -> npt.NDArray[np.uint8]:
    return np.frombuffer(b"".join(values), np.uint8).reshape(-1, 32)


def nearest(picture: bytes, other: bytes) -> tuple[int, int]:
    """The slow, obvious comparison: the smallest distance of any form, and the first form that has it."""
    forms = dihedral_forms(hashes([picture]))[:, 0]
    apart = [(int.from_bytes(form.tobytes()) ^ int.from_bytes(other)).bit_count() for form in forms]
    return min(apart), apart.index(min(apart))


@settings(max_examples=60, deadline=None)
@given(HASH, st.lists(HASH, max_size=5), st.data())
def test_one_comparison_is_the_eight(picture: bytes, others: list[bytes], data: st.DataObject) -> None:
    """A turned picture with some bits changed is found at its distance and form, as by the slow twin."""
    form = data.draw(st.integers(0, 7))
    turned = int.from_bytes(dihedral_forms(hashes([picture]))[form, 0].tobytes())
    for bit in data.draw(st.sets(st.integers(0, 255), max_size=40)):
        turned ^= 1 << bit
    held, limit = [*others, turned.to_bytes(32)], data.draw(st.integers(0, 256))
    near = near_picture(picture, parity_codes(hashes(held)), limit)
    expected = [(row, *nearest(picture, other)) for row, other in enumerate(held)]
    told = list(zip(near.rows.tolist(), near.distance.tolist(), near.form.tolist(), strict=True))
    assert told == [line for line in expected if line[1] <= limit]


@pytest.mark.parametrize("threads", [1, 3])
def test_every_row_is_looked_at(threads: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted at the edges of chunks and of tasks, and more than the first table holds."""
    monkeypatch.setattr("mozaik.media.forms._ROWS_OF_A_TASK", 1024)
    monkeypatch.setattr("mozaik.media.forms._HASHES_AT_ONCE", 700)
    values = np.random.default_rng(7).integers(0, 256, (2600, 32), dtype=np.uint8)
    planted = [0, 511, 512, 1023, 1024, 2047, 2048, *range(2100, 2140), 2599]
    values[planted] = values[3]
    near = near_picture(values[3].tobytes(), parity_codes(values), 31, threads=threads)
    assert near.rows.tolist() == sorted([3, *planted])
    assert not near.distance.any()


def test_nothing_held_is_near_to_nothing() -> None:
    assert not len(near_picture(bytes(32), parity_codes(hashes([])), 31).rows)


def test_what_is_no_hash_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="not PDQ hashes"):
        near_picture(bytes(31), parity_codes(hashes([])), 31)
