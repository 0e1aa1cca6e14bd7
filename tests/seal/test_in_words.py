"""Words of a digest: the list as it was published, the number that they write, and what one bit changes."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from mozaik.seal import WORD_LIST, in_words, is_same_in_words
from mozaik.seal.in_words import COUNT

WORDS = WORD_LIST.read_text().split()
DIGESTS = st.binary(min_size=32, max_size=32).map(bytes.hex)


def test_the_list_is_the_published_one() -> None:
    """EFF's second short list: 1,296 words, and the first three letters of each are its own."""
    known = (WORD_LIST.parent / "LICENSE.txt").read_text().split()[-1]
    assert sha256(WORD_LIST.read_bytes()).hexdigest() == known
    assert len(WORDS) == len({word[:3] for word in WORDS}) == 6**4


def test_known_digests() -> None:
    """Vectors that stand in docs/formats/words.md, too."""
    assert in_words("0" * 64) == " ".join(["aardvark"] * 7)
    assert in_words(f"{1295:018x}" + "f" * 46) == " ".join([*["aardvark"] * 6, "zucchini"])
    assert in_words(f"{1296:018x}" + "0" * 46) == " ".join([*["aardvark"] * 5, "abandoned", "aardvark"])


@given(DIGESTS)
def test_the_words_are_the_first_72_bits(digest: str) -> None:
    number = 0
    for word in in_words(digest).split():
        number = number * len(WORDS) + WORDS.index(word)
    assert number == int(digest, 16) >> (256 - 72)
    assert len(in_words(digest).split()) == COUNT


@given(DIGESTS, st.integers(0, 71))
def test_one_bit_makes_other_words(digest: str, bit: int) -> None:
    other = f"{int(digest, 16) ^ (1 << (255 - bit)):064x}"
    assert not is_same_in_words(in_words(digest), other)
    assert is_same_in_words(f"  {in_words(digest).upper().replace(' ', '   ')}", digest)
