"""National phone numbers: every country's are found, its dates are not (review 1, item 13)."""

from collections.abc import Iterator
from datetime import date, timedelta

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from mozaik.errors import InvalidInputError
from mozaik.selectors import find, find_in_field, normalise
from mozaik.selectors.cues import field_strength

TYPES = (
    PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE, PhoneNumberType.TOLL_FREE, PhoneNumberType.VOIP,
    PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.PERSONAL_NUMBER,
    PhoneNumberType.PAGER, PhoneNumberType.UAN, PhoneNumberType.VOICEMAIL,
)  # fmt: skip
REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
DATES = (
    "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%m/%d/%Y", "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%y",
    "%d/%m/%y", "%d-%m-%y", "%d %m %Y", "%Y%m%d", "%d%m%Y", "%d. %m. %Y", "%d.%m. %Y", "%d.%m.%Y %H:%M",
    "%m/%Y", "%d.%m.%Y, %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S+0100", "%d.%m.%Y %H.%M",
    "%Y%m%d %H%M%S", "%d.%m.%Y-%d.%m.%Y", "%d%m.%Y", "IMG-%Y%m%d-WA0012",
)  # fmt: skip


def phones(text: str, region: str | None) -> list[str]:
    return [selector.value for selector in find(text, region) if selector.kind == "phone"]


def examples() -> Iterator[tuple[str, str, str]]:
    """Region, E.164 and national writing of every example number of the numbering plans."""
    for region in REGIONS:
        for kind in TYPES:
            number = phonenumbers.example_number_for_type(region, kind)
            if number is not None:
                written = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
                yield region, phonenumbers.format_number(number, PhoneNumberFormat.E164), written


@pytest.mark.parametrize("frame", ["Tel.: {}", "kontakt {} (Ana)", '{{"phone": "{}"}}', "<phone>{}</phone>"])
def test_the_example_numbers_of_every_country_are_found_behind_a_word(frame: str) -> None:
    found = {(region, value): phones(frame.format(written), region) for region, value, written in examples()}
    wrong = [key for key, given_back in found.items() if given_back not in ([], [key[1]])]
    missed = [key for key, given_back in found.items() if not given_back]
    assert not wrong
    assert len(found) > 1000
    assert len(missed) <= 5  # numbers of four digits, and one written like a date


@pytest.mark.parametrize(
    ("cue", "region"),
    [
        ("zovi", "HR"),
        ("број", "RS"),
        ("pokliči", "SI"),
        ("Handy", "DE"),
        ("cell", "IT"),
        ("тел", "MK"),
        ("hívj", "HU"),
        ("κιν", "GR"),
        ("tlf", "DK"),
        ("sms na", "BA"),
    ],
)
def test_words_of_a_regions_languages_call_a_number(cue: str, region: str) -> None:
    number = phonenumbers.example_number_for_type(region, PhoneNumberType.MOBILE)
    assert number is not None
    digits = (
        phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
        .replace(" ", "")
        .replace("-", "")
        .replace("/", "")
    )
    assert phones(f"{cue} {digits}", region) == [phonenumbers.format_number(number, PhoneNumberFormat.E164)]
    assert phones(f"xyz {digits}", region) == []


@pytest.mark.parametrize("region", REGIONS)
def test_no_date_is_a_number_in_any_country(region: str) -> None:
    for step in range(0, 360, 40):
        moment = date(2023, 1, 9) + timedelta(days=step)
        for form in DATES:
            written = moment.strftime(form)
            for text in (written, f"am {written} um 10", f"{written}\n{written}"):
                assert phones(text, region) == [], text


@given(
    st.dates(date(1950, 1, 1), date(2040, 1, 1)),
    st.sampled_from(DATES),
    st.sampled_from(["DE", "IT", "AT", "SI", "HR", "RS"]),
)
def test_any_date_in_any_writing_is_none(day: date, form: str, region: str) -> None:
    assert phones(f"dne {day.strftime(form)} ob", region) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("041 234 567 / 031 555 666", ["+38641234567", "+38631555666"]),
        ("06.11.2023 041 234 567", ["+38641234567"]),
        ("041 234 567 06.11.2023", ["+38641234567"]),
        ("041 234 567 10:23", ["+38641234567"]),
        ("10:23 041 234 567", ["+38641234567"]),
        ("10:23:45 041/234-567", ["+38641234567"]),
        ("1. 041 234 567\n12) (041) 234 568", ["+38641234567", "+38641234568"]),
        ("1. 01. 2023 041", []),
        ("račun 12 041 234 567", []),
        ("1.041 234 567 EUR", []),
        ("št. 01-123/2023", []),
        ("SI56 0110 0600 0005 649", []),
        ("EMŠO 0101006500006", []),
        ("cena 041 234,50 EUR", []),
        ("tel. št.: 041234567", ["+38641234567"]),
        ('{"phone_id": 38641234567, "user": 41234567}', []),
        ("MSISDN=38641234567 IMEI=490154203237518", ["+38641234567"]),
        ("TEL;CELL:041234567", ["+38641234567"]),
        ("tel 041234567, 031555666", ["+38641234567", "+38631555666"]),
        ('<call number="041234567" duration="38641234567"/>', ["+38641234567"]),
        ('{"address": "38641234567", "id": "38641234567"}', ["+38641234567"]),
        ("@38641234567 pridi", ["+38641234567"]),
    ],
)
def test_numbers_among_other_digits(text: str, expected: list[str]) -> None:
    assert phones(text, "SI") == expected


@pytest.mark.parametrize(
    "text",
    [
        "38641234567@s.whatsapp.net", "38641234567:12@s.whatsapp.net", "38641234567@c.us",
        "https://wa.me/38641234567", "https://wa.me/+38641234567?text=x", "tel:+386-41-234-567",
        "https://api.whatsapp.com/send?text=a&phone=38641234567", "tel:0038641234567", "sms:+38641234567",
        "viber://chat?number=%2B38641234567", "viber://add?number=38641234567", "callto:38641234567",
        "https://signal.me/#p/+38641234567", "facetime:+38641234567", "whatsapp://send?phone=38641234567",
    ],
)  # fmt: skip
def test_an_identifier_is_typed_by_its_namespace(text: str) -> None:
    kinds = [(selector.kind, selector.value) for selector in find(text) if selector.kind != "url"]
    assert kinds == [("phone", "+38641234567")]
    assert normalise("phone", text.replace("%2B", "+")) == "+38641234567"
    with pytest.raises(InvalidInputError):
        normalise("email", text)


@pytest.mark.parametrize(
    ("name", "cell", "region", "expected"),
    [
        ("phone", 38641234567, None, "+38641234567"),
        ("phone", 41234567, "SI", "+38641234567"),
        ("Mobile Phone", "041234567", "SI", "+38641234567"),
        ("Phone 1 - Value", "041/234-567", "SI", "+38641234567"),
        ("address", "385912345678", "HR", "+385912345678"),
        ("address", "0912345678", "HR", "+385912345678"),
        ("sender", 12345678, "SI", None),
        ("sender", "12345678", "SI", None),
        ("phone", "06112023", "DE", None),
        ("order", "38641234567", None, None),
        ("order_number", "0412345678", "SI", None),
        ("phone", "ana", "SI", None),
    ],
)
def test_a_field_that_is_called_phone_holds_one(
    name: str, cell: str | int, region: str | None, expected: str | None
) -> None:
    assert find_in_field(name, cell, region) == expected


@pytest.mark.parametrize(
    "name", ["id", "phone_id", "text", "timestamp", "microphone", "telegram", "account_number", "x" * 100]
)
def test_other_fields_hold_none(name: str) -> None:
    assert field_strength(name) is None
