"""What each kind takes and leaves in running text, and what it says about a value."""

from pathlib import Path

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mozaik.errors import InvalidInputError
from mozaik.selectors import KINDS, country_of, find, noise_reason, normalise, show_safely, warning, weak_keys
from mozaik.selectors.codec import base58check_encode, segwit_encode
from mozaik.selectors.kinds import eth, onion

ONION = onion.encode(bytes(32))


def found(text: str, kind: str, region: str | None = None) -> list[str]:
    return [selector.value for selector in find(text, region) if selector.kind == kind]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=3Cana@example.org=3E, =20bo@example.org=2C", ["ana@example.org", "bo@example.org"]),
        ("?a=20bo@example.org&b=1", ["20bo@example.org"]),
        ("mailto:Ana@Example.org?subject=x", ["ana@example.org"]),
        (
            "<ana@example.org>;bo@example.test,ca@example.com",
            ["ana@example.org", "bo@example.test", "ca@example.com"],
        ),
        ("Пиши на ana@example.org.", ["ana@example.org"]),
        ("\"'ana@example.org'\"", ["ana@example.org"]),
        ("mail=ana@example.org&x=1", ["ana@example.org"]),
        ("иван@пример.срб", ["иван@xn--e1afmkfd.xn--90a3ac"]),
        ("ana@example.org-", ["ana@example.org"]),
        ("https://ana@example.org/ and https://ana:word@example.org/", []),
        ("@ana@social.example", []),
        ("logo@2x.png", []),
        ("ana at example dot org, ana[at]example.org", []),
        ("müller@example.org", []),
        ("a..b@example.org .@example.org", []),
        (f"{'a' * 65}@example.org", []),
        ("ana@example.orgана", []),
        ("ana@-example.org ana@example..org", []),
    ],
)
def test_e_mail_in_text(text: str, expected: list[str]) -> None:
    assert found(text, "email") == expected


def test_provider_rules_are_a_second_weaker_key() -> None:
    assert normalise("email", "A.N.A+x@GoogleMail.com") == "a.n.a+x@googlemail.com"
    assert weak_keys("email", "a.n.a+x@googlemail.com") == ("ana@gmail.com",)
    assert weak_keys("email", "ana@gmail.com") == ()
    assert weak_keys("email", "a.n.a+x@mail.example") == ()
    assert weak_keys("btc", "any") == ()


@pytest.mark.parametrize(
    ("text", "region", "expected"),
    [
        ("тел. +386 31 234 567, потом", None, ["+38631234567"]),
        ("(+386) 31/234-567", None, ["+38631234567"]),
        ("+38631234567 2023-11-06 10:30", None, ["+38631234567"]),
        ("+386 31 234 567 +381 60 1234567", None, ["+38631234567", "+381601234567"]),
        ("0038631234567", None, []),
        ("tel 0038631234567", None, ["+38631234567"]),
        ("00386 31 234 567", None, ["+38631234567"]),
        ("0038631234567", "SI", ["+38631234567"]),
        ("031 234 567", None, []),
        ("031 234 567", "SI", ["+38631234567"]),
        ("031234567", "SI", []),
        ("GSM: 031234567", "SI", ["+38631234567"]),
        ("0000012345678901234 1699257600000 2023110612345678", "SI", []),
        ("x+38631234567 key+38631234567=", None, []),
        ("+38631234567abc", None, []),
        ("+999123456789 +386 1", None, []),
        ("IBAN SI56 0110 0600 0005 649", "SI", []),
        ("52.31234, 13.40954 and 0.123 456 789", "SI", []),
    ],
)
def test_phone_in_text(text: str, region: str | None, expected: list[str]) -> None:
    assert found(text, "phone", region) == expected


@pytest.mark.parametrize(
    "region", ["SI", "RS", "BA", "ME", "MK", "HR", "AL", "BG", "XK", "HU", "AT", "DE", "US"]
)
def test_example_numbers_of_each_country_are_found_and_placed(region: str) -> None:
    example = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
    assert example is not None
    expected = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
    for form in (phonenumbers.PhoneNumberFormat.E164, phonenumbers.PhoneNumberFormat.INTERNATIONAL):
        assert found(f"зови {phonenumbers.format_number(example, form)}.", "phone") == [expected]
    national = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.NATIONAL)
    assert normalise("phone", expected) == expected
    assert country_of("phone", expected) == region
    if national.startswith("0"):
        assert found(f"tel: {national}.", "phone", region) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://t.me/Ana_Example/12", ["telegram:ana_example"]),
        ("t.me/ana_example?x", ["telegram:ana_example"]),
        ("www.instagram.com/ana.example/", ["instagram:ana.example"]),
        ("https://www.instagram.com/p/Cabc123/", []),
        ("https://x.com/ana_example/status/1", ["x:ana_example"]),
        ("https://twitter.com/intent/post", []),
        ("https://www.tiktok.com/@ana.example", ["tiktok:ana.example"]),
        ("https://www.tiktok.com/music/x", []),
        ("https://t.me/joinchat/abc https://t.me/+abcdef", []),
        ("Telegram: @ana_example", ["telegram:ana_example"]),
        ("телеграм @ana_example", ["telegram:ana_example"]),
        ("IG (@ana.example)", ["instagram:ana.example"]),
        ("write to @ana_example", []),
        ("telegram@ana.example", []),
        ("not.me/ana_example at.me/ana_example", []),
        ("Skype: live:ana_example", ["skype:live:ana_example"]),
        ("X-SKYPE:live:.cid.1a2b3c4d5e6f7a8b", ["skype:live:.cid.1a2b3c4d5e6f7a8b"]),
        ("telegram: live:ana_example", []),
        ("telegram: @ana@social.example", ["mastodon:ana@social.example"]),
        ("https://discord.com/users/123456789012345678", ["discord:123456789012345678"]),
        ("snap \U0001f47b @anaprimer", ["snapchat:anaprimer"]),
        ("kik: anaprimer99, ig ana.primer", ["kik:anaprimer99", "instagram:ana.primer"]),
        ("kik anaprimer99", ["kik:anaprimer99"]),
        ("threema id ABCD1234", ["threema:abcd1234"]),
        ("@ana_primer na telegramu", ["telegram:ana_primer"]),
        ("telegram: hvala za sliko", []),
        ("discord: pridi jutri, kik: ja, insta: 24, insta bio.link", []),
        ("telegram @here discord @everyone", []),
        ("X-SKYPE:ana.primer99", ["skype:ana.primer99"]),
        ("IMPP;X-SERVICE-TYPE=Telegram:x-apple:ana_primer", ["telegram:ana_primer"]),
        (
            "tg://resolve?domain=ana_primer skype:ana.primer99?chat",
            ["telegram:ana_primer", "skype:ana.primer99"],
        ),
        ("https://mastodon.social/@ana", ["mastodon:ana@mastodon.social"]),
        ("https://youtube.com/channel/UCabcdefghijklmnopqrstuV", ["youtube:UCabcdefghijklmnopqrstuV"]),
        ("https://facebook.com/profile.php?id=100012345678901", ["facebook:100012345678901"]),
        ("u/anaprimer in 1/u/2", ["reddit:anaprimer"]),
    ],
)
def test_account_in_text(text: str, expected: list[str]) -> None:
    assert found(text, "account") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(https://example.org/a_(b)).", "https://example.org/a_(b)"),
        ("«http://EXAMPLE.org»", "http://example.org/"),
        ('<a href="https://example.org/a?b=%C4%8D&c#d">', "https://example.org/a?b=%C4%8D&c"),
        ("https://ana:word@example.org:8443/", "https://example.org:8443/"),
        ("http://[2001:DB8::0:1]/x", "http://[2001:db8::1]/x"),
        ("види:https://example.org/тема", "https://example.org/%D1%82%D0%B5%D0%BC%D0%B0"),
        ("https://example.org/a/./b/../c/../", "https://example.org/a/"),
        ("https://example.org./a,", "https://example.org/a"),
        (f"http://{ONION}.onion/x", f"http://{ONION}.onion/x"),
        ("http://expyuzz4wqqyqhjn.onion/", "http://expyuzz4wqqyqhjn.onion/"),
        ("[url=https://forum.example/a]x[/url]", "https://forum.example/a"),
        ("[url]https://forum.example/a[/url]", "https://forum.example/a"),
        ("https://forum.example/?a[]=1&b[0]=2", "https://forum.example/?a[]=1&b[0]=2"),
        ("https://[2001:db8::1]/a]", "https://[2001:db8::1]/a"),
    ],
)
def test_url_in_text(text: str, expected: str) -> None:
    assert found(text, "url") == [expected]


def test_an_address_ends_with_the_bracket_of_a_forum_and_another_may_begin_there() -> None:
    text = "[url=https://forum.example/a]https://forum.example/b[/url]"
    assert found(text, "url") == ["https://forum.example/a", "https://forum.example/b"]


@given(st.text("%0134567EeFf/~.?-", max_size=30))
def test_escapes_have_one_form_whoever_wrote_them(tail: str) -> None:
    """RFC 3986, 6.2.2: `%7Eana`, `%7eana` and `~ana` are one place (review 1, item 12)."""
    normal = normalise("url", f"https://forum.example/{tail}")
    assert normalise("url", normal) == normal
    plain = "".join(sign if sign in "%/?." else f"%{ord(sign):02x}" for sign in tail.replace("%", ""))
    assert normalise("url", f"https://forum.example/{plain}") == normalise(
        "url", f"https://forum.example/{tail.replace('%', '')}"
    )


@pytest.mark.parametrize(
    "text",
    [
        "example.org/path",
        "hxxp://example.org",
        "http://example[.]org/",
        "xhttp://example.org/",
        "http://localhost/",
        "http://999.1.1.1/",
        f"http://{'a' * 56}.onion/",
        f"https://example.org/{'a' * 3000}",
        "ftp:// x",
    ],
)
def test_what_is_no_url(text: str) -> None:
    assert found(text, "url") == []


def test_an_onion_is_found_with_and_without_scheme_and_only_with_a_right_checksum() -> None:
    assert found(f"http://{ONION}.onion/a и {ONION.upper()}.ONION.", "onion") == [ONION, ONION]
    assert found(f"www.{ONION}.onion", "onion") == [ONION]
    assert found(f"a{ONION}.onion {ONION}x", "onion") == []
    assert found(f"{ONION}, {ONION}.onions", "onion") == [ONION, ONION]  # bare, and with another word behind
    for place in range(56):
        changed = ONION[:place] + ("b" if ONION[place] != "b" else "c") + ONION[place + 1 :]
        assert found(changed + ".onion", "onion") == []


@given(
    st.binary(min_size=20, max_size=20), st.sampled_from(["{}", "bitcoin:{}?x", "адреса {}.", "({})", "{}\n"])
)
def test_coins_are_found_whole_and_never_as_part_of_a_word(body: bytes, frame: str) -> None:
    addresses = [
        base58check_encode(b"\0" + body),
        base58check_encode(b"\5" + body),
        segwit_encode("bc", 0, body),
        segwit_encode("bc", 1, body + bytes(12)),
    ]
    for address in addresses:
        assert found(frame.format(address), "btc") == [address]
        assert found(f"x{address}", "btc") == found(f"{address}x", "btc") == []
    checksummed = "0x" + eth.checksummed(body.hex())
    assert found(frame.format(checksummed), "eth") == ["0x" + body.hex()]
    assert found(f"{checksummed}00", "eth") == []


def test_test_network_addresses_are_none() -> None:
    assert found(segwit_encode("tb", 0, bytes(20)), "btc") == []
    assert found(base58check_encode(b"\x6f" + bytes(20)), "btc") == []
    for version in (1, 4, 6, 0x6F, 0xC4):
        with pytest.raises(InvalidInputError):
            normalise("btc", base58check_encode(bytes([version]) + bytes(20)))


@pytest.mark.parametrize(
    ("kind", "value", "country"),
    [
        ("email", "ana@example.si", "SI"),
        ("email", "ana@example.co.uk", "GB"),
        ("email", "ana@example.org", None),
        ("url", "https://example.rs/a", "RS"),
        ("url", "https://example.me/", None),
        ("url", "http://192.0.2.7/", None),
        ("phone", "+38344123456", "XK"),
        ("phone", "+80012345678", None),
        ("btc", "1111111111111111111114oLvT2", None),
    ],
)
def test_country_that_a_value_names(kind: str, value: str, country: str | None) -> None:
    assert country_of(kind, value) == country


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("email", "no-reply@example.org"),
        ("email", "ana@mailinator.com"),
        ("phone", "+38680123456"),
        ("account", "telegram:support"),
        ("url", "https://bit.ly/abc"),
        ("url", "https://www.google.com/"),
        ("btc", "1111111111111111111114oLvT2"),
        ("eth", "0x" + "0" * 40),
        ("camera_serial", "00000000"),
        ("camera_serial", "123456789"),
        ("camera_serial", "NONE"),
        ("camera_serial", "A12"),
    ],
)
def test_noise_has_a_reason_and_stays_a_value(kind: str, value: str) -> None:
    assert normalise(kind, value) == value
    assert noise_reason(kind, value)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("email", "ana@example.org"),
        ("phone", "+38631234567"),
        ("camera_serial", "042081377"),
        ("onion", ONION),
    ],
)
def test_ordinary_values_are_no_noise(kind: str, value: str) -> None:
    assert noise_reason(kind, value) is None


def test_look_alike_domains_are_flagged() -> None:
    look_alike = normalise("email", "ana@ex\u0430mple.org")  # a Cyrillic а
    assert look_alike != "ana@example.org"
    assert warning("email", look_alike)
    assert warning("url", normalise("url", "https://ex\u0430mple.org/"))
    assert warning("email", "ana@example.org") is None
    assert warning("email", normalise("email", "ana@пример.срб")) is None


def test_masks_name_the_kind_of_value_only() -> None:
    assert show_safely("url", "http://192.0.2.7:8080/x") == "http://…/…"
    assert show_safely("url", "https://example.org:8443/x") == "https://….org/…"
    assert show_safely("phone", "+38631234567") == "+386…67"
    assert show_safely("camera_serial", "A1234") == "… (5 characters)"


def test_the_document_names_every_kind_with_its_normal_form() -> None:
    document = (Path(__file__).parents[2] / "docs" / "selectors.md").read_text(encoding="utf-8")
    for kind in KINDS.values():
        assert f"| `{kind.name}` | {kind.doc} | {kind.normal_form} |" in document
