"""Published vectors of every kind with a check, and the proof that a changed value is none.

Sources stand beside the vectors. Coins are held against bip-utils too, an independent library.
"""

import hashlib

import pytest
from bip_utils import (
    BchP2PKHAddrEncoder,
    Ed25519PrivateKey,
    P2PKHAddrEncoder,
    Secp256k1PrivateKey,
    SolAddrEncoder,
    TrxAddrEncoder,
    XrpAddrEncoder,
)
from hypothesis import given
from hypothesis import strategies as st

from mozaik.errors import InvalidInputError
from mozaik.selectors import find, normalise

VECTORS = [
    # 3GPP TS 23.003 and the usual example of the GSMA; ITU-T E.118 as worked through by SmartJac
    ("imei", "490154203237518", "49015420323751"),
    ("iccid", "8965880812100011146", "8965880812100011146"),
    # ISO 13616 registry of SWIFT, the example of each country
    ("iban", "AL47 2121 1009 0000 0002 3569 8741", "AL47212110090000000235698741"),
    ("iban", "BA39 1290 0794 0102 8494", "BA391290079401028494"),
    ("iban", "BG80 BNBG 9661 1020 3456 78", "BG80BNBG96611020345678"),
    ("iban", "DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
    ("iban", "GR16 0110 1250 0000 0001 2300 695", "GR1601101250000000012300695"),
    ("iban", "HR12 1001 0051 8630 0016 0", "HR1210010051863000160"),
    ("iban", "HU42 1177 3016 1111 1018 0000 0000", "HU42117730161111101800000000"),
    ("iban", "ME25 5050 0001 2345 6789 51", "ME25505000012345678951"),
    ("iban", "MK07 2501 2000 0058 984", "MK07250120000058984"),
    ("iban", "RO49 AAAA 1B31 0075 9384 0000", "RO49AAAA1B31007593840000"),
    ("iban", "RS35 2600 0560 1001 6113 79", "RS35260005601001611379"),
    ("iban", "SI56 2633 0001 2039 086", "SI56263300012039086"),
    ("iban", "XK05 1212 0123 4567 8906", "XK051212012345678906"),
    # test numbers of the card schemes
    ("card", "4012 8888 8888 1881", "4012888888881881"),
    ("card", "5555 5555 5555 4444", "5555555555554444"),
    ("card", "2223 0000 4841 0010", "2223000048410010"),
    ("card", "3714 496353 98431", "371449635398431"),
    ("card", "3056 930902 5904", "30569309025904"),
    ("card", "3530 1113 3330 0000", "3530111333300000"),
    # coins: specification of CashAddr, XLS-5, getmonero.org, tether.to, docs.solana.com, Litecoin's wiki
    ("bch", "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a", None),
    ("bch", "bitcoincash:ppm2qsznhks23z7629mms6s4cwef74vcwvn0h829pq", None),
    ("xrp", "X7AcgcsBL6XDcUb289X4mJ8djcdyKaB5hJDWMArnXr61cqZ", "r9cZA1mLK5R5Am25ArfXFmqgNwjZgnfk59"),
    ("xrp", "rrrrrrrrrrrrrrrrrrrrrhoLvTp", None),
    ("xmr", "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A",
     None),
    ("xmr", "888tNkZrPN6JsEgekjMnABU4TBzc2Dt29EPAvkRxbANsAnjyPbb3iQ1YBRk1UXcdRsiKc9dhwMVgN5S9cQUiyoogDavup3H",
     None),
    ("trx", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", None),
    ("ltc", "LaMT348PWRnrqeeWArpwQPbuanpXDZGEUz", None),
    ("doge", "DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L", None),
    # python-stdnum's documentation of each number
    ("national_number", "jmbg:0101006500006", None),
    ("national_number", "hr-oib:33392005961", None),
    ("national_number", "si-tax:SI 50223054", "si-tax:50223054"),
    ("national_number", "bg-egn:8032056031", None),
    ("national_number", "ro-cnp:1630615123457", None),
    ("national_number", "pl-pesel:44051401359", None),
    ("national_number", "cz-rc:710319/2745", "cz-rc:7103192745"),
    ("national_number", "it-cf:RCCMNL83S18D969H", None),
    ("national_number", "de-idnr:36 574 261 809", "de-idnr:36574261809"),
    ("national_number", "gr-amka:01013099997", None),
    ("national_number", "tr-tckn:17291716060", None),
    ("national_number", "es-dni:54362315-K", "es-dni:54362315K"),
    ("national_number", "at-svnr:1237 010180", "at-svnr:1237010180"),
    ("national_number", "nl-bsn:111222333", None),
    ("national_number", "fr-nir:2 95 10 99 126 111 93", "fr-nir:295109912611193"),
    ("national_number", "ru-snils:112-233-445 95", "ru-snils:11223344595"),
    ("national_number", "ru-inn:500100732259", None),
    ("national_number", "ua-rntrc:1759013776", None),
    # ICAO Doc 9303, parts 4 and 5, appendices: the specimens of Utopia
    ("travel_document", "L898902C36UTO7408122F1204159ZE184226B<<<<<10", "UTO:L898902C3"),
    (
        "travel_document",
        "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6",
        "UTO:D23145890",
    ),
    # RFC 5952, section 4.2; RFC 5870; BEP 9 (one hash in both writings); the documentation of eMule
    ("ip", "2001:0db8:0000:0000:0001:0000:0000:0001", "2001:db8::1:0:0:1"),
    ("geo", "geo:48.2010,16.3695,183", "48.2010,16.3695"),
    ("info_hash", "urn:btih:YEX6DQDLXISUVHOJ6UM3GNNKPQJWPKEK", "c12fe1c06bba254a9dc9f519b335aa7c1367a88a"),
    ("ed2k", "ed2k://|file|eMule0.49c.zip|2868871|0F88EEFA9D8AD3F43DABAC9982D2450C|/",
     "0f88eefa9d8ad3f43dabac9982d2450c"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "value"), VECTORS)
def test_published_vectors_have_their_normal_form(kind: str, text: str, value: str | None) -> None:
    assert normalise(kind, text) == (value or text)


CHECKED = [
    (kind, text)
    for kind, text, _ in VECTORS
    if kind in ("iban", "card", "imei", "iccid", "bch", "xrp", "xmr", "trx", "ltc", "doge")
]


@pytest.mark.parametrize(("kind", "text"), CHECKED)
def test_one_changed_sign_makes_a_value_none(kind: str, text: str) -> None:
    """No altered value at all: each sign of the number changed into its neighbour is refused."""
    for place, sign in enumerate(text):
        if place < text.find(":") or not sign.isalnum():
            continue
        other = (
            text[:place] + {"9": "8", "z": "x", "Z": "X"}.get(sign, chr(ord(sign) + 1)) + text[place + 1 :]
        )
        if other.upper() != text.upper():
            with pytest.raises(InvalidInputError):
                normalise(kind, other)


@given(st.binary(min_size=32, max_size=32).filter(lambda key: 0 < int.from_bytes(key, "big") < 1 << 255))
def test_addresses_that_an_independent_library_makes_are_found(seed: bytes) -> None:
    key = Secp256k1PrivateKey.FromBytes(seed).PublicKey()
    made = {
        "ltc": P2PKHAddrEncoder.EncodeKey(key, net_ver=b"\x30"),
        "doge": P2PKHAddrEncoder.EncodeKey(key, net_ver=b"\x1e"),
        "bch": BchP2PKHAddrEncoder.EncodeKey(key, hrp="bitcoincash", net_ver=b"\x00"),
        "xrp": XrpAddrEncoder.EncodeKey(key),
        "trx": TrxAddrEncoder.EncodeKey(key),
        "sol": SolAddrEncoder.EncodeKey(
            Ed25519PrivateKey.FromBytes(hashlib.sha256(seed).digest()).PublicKey()
        ),
    }
    for kind, address in made.items():
        found = [s.value for s in find(f"pošlji na SOL {address}, hvala") if s.kind == kind]
        assert found == [address]


def test_the_hour_of_an_address_is_that_of_universal_time() -> None:
    """One moment in the writings of a web server, a mail, ISO 8601 and a log is one value."""
    lines = (
        '192.0.2.7 - - [06/Nov/2023:10:23:45 +0100] "GET / HTTP/1.1" 200 12',
        "Received: from x ([192.0.2.7]) by y; Mon, 6 Nov 2023 11:23:45 +0200",
        "2023-11-06T09:23:45.123Z login 192.0.2.7",
        "login from 192.0.2.7 at 2023-11-06 10:23:45 CET",
    )
    for line in lines:
        assert ("ip_time", "192.0.2.7@2023-11-06T09Z") in {(s.kind, s.value) for s in find(line)}, line
    for line in ("192.0.2.7 at 2023-11-06 10:23:45", "192.0.2.7\n2023-11-06T09:23:45Z"):
        assert {s.kind for s in find(line)} == {"ip"}
