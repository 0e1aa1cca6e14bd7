"""The forms of a hash: exact on hashes, near to the hashes of turned pixels."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mozaik.errors import InvalidInputError
from mozaik.media import DIHEDRAL_FORMS, dihedral_forms, dihedral_from_luma, luma_from_rgb
from tests.media.support import bits_apart, drawn_picture

hash_bytes = st.binary(min_size=32, max_size=32)


def as_hashes(*hashes: bytes) -> npt.NDArray[np.uint8]:
    """Hashes as uint8[n, 32]."""
    return np.frombuffer(b"".join(hashes), np.uint8).reshape(-1, 32)


def form_by_hand(turned: bytes, form: str) -> bytes:
    """The slow twin: bit by bit, with the signs that the reference gives the coefficients."""
    number, result = int.from_bytes(turned), 0
    for row in range(16):
        for column in range(16):
            bit = number >> (16 * row + column) & 1
            odd_row, odd_column = row % 2 == 1, column % 2 == 1
            negated = {
                "rotate90": not odd_column,
                "rotate180": odd_row != odd_column,
                "rotate270": not odd_row,
                "flip_x": not odd_row,
                "flip_y": not odd_column,
                "flip_minus1": odd_row != odd_column,
            }.get(form, False)
            transposed = form in ("rotate90", "rotate270", "flip_plus1", "flip_minus1")
            place = 16 * column + row if transposed else 16 * row + column
            result |= (bit ^ negated) << place
    return result.to_bytes(32)


@given(st.lists(hash_bytes, max_size=5))
def test_the_forms_equal_the_bit_by_bit_twin(hashes: list[bytes]) -> None:
    forms = dihedral_forms(as_hashes(*hashes))
    assert forms.shape == (8, len(hashes), 32)
    for index, form in enumerate(DIHEDRAL_FORMS):
        assert [row.tobytes() for row in forms[index]] == [form_by_hand(h, form) for h in hashes]


@given(hash_bytes, hash_bytes)
def test_forms_keep_distances(left: bytes, right: bytes) -> None:
    for form in dihedral_forms(as_hashes(left, right)):
        assert bits_apart(form[0].tobytes(), form[1].tobytes()) == bits_apart(left, right)


@given(hash_bytes)
def test_the_forms_are_a_group(turned: bytes) -> None:
    once = dihedral_forms(as_hashes(turned))[:, 0]
    eight = {row.tobytes() for row in once}
    for row in dihedral_forms(once).reshape(-1, 32):
        assert row.tobytes() in eight


def test_a_form_of_a_hash_is_near_the_hash_of_the_form() -> None:
    distances = []
    for seed in range(40):
        hashes, quality = dihedral_from_luma(luma_from_rgb(drawn_picture(seed)))
        assert quality >= 50
        derived = dihedral_forms(hashes[:1])[:, 0]
        distances += [bits_apart(a.tobytes(), b.tobytes()) for a, b in zip(hashes, derived, strict=True)]
    assert max(distances) <= 40
    assert float(np.mean(distances)) <= 8


def test_other_arrays_are_refused() -> None:
    with pytest.raises(InvalidInputError, match="32"):
        dihedral_forms(np.zeros((2, 31), np.uint8))
