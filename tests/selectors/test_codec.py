"""The codecs against the official vectors of BIP-173, BIP-350 and EIP-55, and against bip-utils."""

import hashlib

import pytest
from bip_utils import Base58Decoder, Base58Encoder, EthAddrDecoder, SegwitBech32Decoder, SegwitBech32Encoder
from Crypto.Hash import keccak
from hypothesis import given
from hypothesis import strategies as st

from mozaik.selectors import codec
from mozaik.selectors.kinds import btc, eth

VALID_SEGWIT = """
BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4 0014751e76e8199196d454941c45d1b3a323f1433bd6
tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7 00201863143c14c5166804bd19203356da136c985678cd4d27a1b8c6329604903262
bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y 5128751e76e8199196d454941c45d1b3a323f1433bd6751e76e8199196d454941c45d1b3a323f1433bd6
BC1SW50QGDZ25J 6002751e
bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs 5210751e76e8199196d454941c45d1b3a323
tb1qqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesrxh6hy 0020000000c4a5cad46221b2a187905e5266362b99d5e91c6ce24d165dab93e86433
tb1pqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesf3hn0c 5120000000c4a5cad46221b2a187905e5266362b99d5e91c6ce24d165dab93e86433
bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0 512079be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798
"""  # noqa: E501 (official vectors, one a line)
INVALID_SEGWIT = """
tc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq5zuyut
bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd
tb1z0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqglt7rf
BC1S0XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ54WELL
bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh
tb1q0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq24jc47
bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4
BC130XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ7ZWS8R
bc1pw5dgrnzv
bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v8n0nx0muaewav253zgeav
BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P
tb1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq47Zagq
bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v07qwwzcrf
tb1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vpggkg4j
bc1gmk9yu
"""
VALID_BECH32M = """
A1LQFN3A a1lqfn3a abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx ?1v759aa
an83characterlonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11sg7hg6
11llllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllludsr8
split1checkupstagehandshakeupstreamerranterredcaperredlc445v
"""
INVALID_BECH32M = """
an84characterslonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11d6pts4
qyrz8wqd2c9m 1qyrz8wqd2c9m y1b0jsk6g lt1igcx5c0 in1muywd mm1crxm3i au1s5cgom M1VUXWEZ 16plkw9 1p2gdwpf
"""
CHECKSUMMED_ETH = """
0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed 0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359
0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB 0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb
0x52908400098527886E0F7030069857D2E4169EE7 0xde709f2102306220921060314715629080e2fb77
"""


@pytest.mark.parametrize("vector", VALID_SEGWIT.strip().split("\n"))
def test_valid_segwit_vectors_decode_to_their_script(vector: str) -> None:
    address, script = vector.split()
    decoded = codec.segwit_decode(address[:2].lower(), address)
    assert decoded is not None
    version, program = decoded
    opcode = version + 0x50 if version else 0
    assert (bytes([opcode, len(program)]) + program).hex() == script
    assert codec.segwit_encode(address[:2].lower(), version, program) == address.lower()


@pytest.mark.parametrize("address", INVALID_SEGWIT.split())
def test_invalid_segwit_vectors_are_refused(address: str) -> None:
    assert codec.segwit_decode("bc", address) is None
    assert codec.segwit_decode("tb", address) is None


@pytest.mark.parametrize("text", VALID_BECH32M.split())
def test_valid_bech32m_vectors_have_the_constant(text: str) -> None:
    decoded = codec.bech32_decode(text)
    assert decoded is not None
    assert decoded[2] == codec.BECH32M_CONSTANT


@pytest.mark.parametrize("text", [*INVALID_BECH32M.split(), " 1xj0phk", "\x7f1g6xzxy", "\x801vctc34"])
def test_invalid_bech32m_vectors_are_refused(text: str) -> None:
    decoded = codec.bech32_decode(text)
    assert decoded is None or decoded[2] != codec.BECH32M_CONSTANT


@given(st.integers(0, 16), st.binary(min_size=2, max_size=40))
def test_segwit_equals_bip_utils(version: int, program: bytes) -> None:
    if version == 0:
        program = program[:20].ljust(20, b"\1")
    address = SegwitBech32Encoder.Encode("bc", version, program)
    assert codec.segwit_encode("bc", version, program) == address
    assert codec.segwit_decode("bc", address) == (version, program)
    assert SegwitBech32Decoder.Decode("bc", address) == (version, program)
    assert btc.check(address.upper()) == address


@given(st.sampled_from([0, 5]), st.binary(min_size=20, max_size=20))
def test_base58check_equals_bip_utils(version: int, body: bytes) -> None:
    payload = bytes([version]) + body
    text = Base58Encoder.CheckEncode(payload)
    assert codec.base58check_encode(payload) == text
    assert codec.base58check_decode(text) == payload == Base58Decoder.CheckDecode(text)
    assert btc.check(text) == text


@given(st.binary(min_size=20, max_size=20), st.integers(0, 33), st.sampled_from(codec.BASE58))
def test_one_changed_letter_of_an_address_is_refused(body: bytes, place: int, letter: str) -> None:
    text = codec.base58check_encode(b"\0" + body)
    place %= len(text)
    changed = text[:place] + letter + text[place + 1 :]
    assert changed == text or codec.base58check_decode(changed) is None


@given(st.binary(max_size=700))
def test_keccak_equals_an_independent_library(data: bytes) -> None:
    assert codec.keccak_256(data) == keccak.new(digest_bits=256, data=data).digest()
    assert codec.keccak_256(data) != hashlib.sha3_256(data).digest()


@pytest.mark.parametrize("address", CHECKSUMMED_ETH.split())
def test_eip_55_vectors_pass_and_a_changed_case_does_not(address: str) -> None:
    assert "0x" + eth.checksummed(address[2:]) == address
    assert eth.check(address) == address.lower()
    assert EthAddrDecoder.DecodeAddr(address).hex() == address[2:].lower()
    for place, sign in enumerate(address[2:], 2):
        changed = address[:place] + sign.swapcase() + address[place + 1 :]
        if changed not in (address, "0x" + changed[2:].lower(), "0x" + changed[2:].upper()):
            assert eth.check(changed) is None


def test_a_program_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="no such witness"):
        codec.segwit_encode("bc", 0, bytes(21))
