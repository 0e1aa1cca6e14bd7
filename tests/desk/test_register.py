"""An authority that is not known is refused with the nearest one (review 1, item 25)."""

from datetime import date

import pytest

from mozaik.desk import Register, UnknownAuthorityError
from mozaik.operation import NotTakingPartError
from mozaik.parties import Authority
from mozaik.terms import parse_sheet
from tests.contribution.support import SHEET
from tests.operation.support import DAY, OPERATION, takes_part, with_participants

REGISTER = Register(frozenset(map(Authority, ("SI-GPD", "HR-MUP", "RS-MUP", "BA-RS", "BA-FUP", "EU-EC3"))))


@pytest.mark.parametrize("name", sorted(REGISTER.authorities))
def test_a_known_authority_is_known(name: str) -> None:
    assert REGISTER.known(name, "--as") == name


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("SI", "SI-GPD"),
        ("SI-GDP", "SI-GPD"),
        ("si-gpd", "SI-GPD"),
        ("SIGPD", "SI-GPD"),
        ("RS-MPU", "RS-MUP"),
        ("BA", "BA-FUP or BA-RS"),
    ],
)
def test_a_mistyped_authority_is_answered_with_the_nearest(typed: str, meant: str) -> None:
    with pytest.raises(UnknownAuthorityError, match=f"did you mean (.* or )?{meant}"):
        REGISTER.known(typed, "--as")


def test_a_stranger_gets_no_hint_and_its_text_is_not_repeated() -> None:
    with pytest.raises(UnknownAuthorityError) as refused:
        REGISTER.known("ana@mail.example", "--as")
    assert "did you mean" not in str(refused.value)
    assert "ana@" not in str(refused.value)
    assert "keys trust" in refused.value.remedy


def test_without_any_key_the_remedy_is_to_trust_one() -> None:
    with pytest.raises(UnknownAuthorityError, match=r"the trust store is empty.*--trust"):
        Register(frozenset()).known("SI-GPD", "--as")


@pytest.mark.parametrize("country", ["AT", "DE"])
def test_a_country_of_which_nobody_takes_part_is_beyond_the_operation(country: str) -> None:
    assert REGISTER.known_reader(country, "--for") == country


@pytest.mark.parametrize("country", ["SI", "QQ", "XX", "EU"])
def test_a_country_that_takes_part_and_a_code_of_no_country_are_not(country: str) -> None:
    with pytest.raises(UnknownAuthorityError):
        REGISTER.known_reader(country, "--for")


@pytest.mark.parametrize(("reader", "known"), [
    ("RS-MUP", True), ("RS-MPU", False), ("AT", True), ("RS", False), ("PUBLIC", True), ("*", True),
])  # fmt: skip
def test_the_readers_of_a_terms_sheet_are_known(reader: str, known: bool) -> None:
    terms = {**SHEET["terms"]["open"], "disclose": {reader: "silent"}}
    sheet = parse_sheet({"terms": {"open": terms}}, "SI-GPD")
    if known:
        REGISTER.require_readers(sheet)
        return
    with pytest.raises(UnknownAuthorityError, match=r"terms\.open\.disclose"):
        REGISTER.require_readers(sheet)


LEFT = Register.of_operation(
    with_participants(OPERATION, takes_part("RS-MUP", until=date(2023, 11, 19)), takes_part("NO-KRIPOS")), DAY
)


@pytest.mark.parametrize(("reader", "known"), [
    ("HR-MUP", True), ("NO-KRIPOS", True), ("AT", True), ("PUBLIC", True), ("*", True),
    ("RS-MUP", False), ("RS-MPU", False), ("SE", False), ("RS", False),
])  # fmt: skip
def test_with_an_operation_terms_name_who_takes_part_on_the_day(reader: str, known: bool) -> None:
    """Also a recipient beyond that it lists; nobody who left, and no country that it does not list."""
    terms = {**SHEET["terms"]["open"], "disclose": {reader: "silent"}}
    sheet = parse_sheet({"terms": {"open": terms}}, "SI-GPD")
    if known:
        LEFT.require_readers(sheet)
        return
    with pytest.raises(NotTakingPartError, match=r"terms\.open\.disclose.*does not take part"):
        LEFT.require_readers(sheet)


def test_with_an_operation_only_who_contributes_that_day_seals() -> None:
    """Sealed early and refused late: the cross-check would turn such a file away."""
    LEFT.require_owner(Authority("HR-MUP"))
    for stranger in ("RS-MUP", "AT", "ZZ-NOBODY"):
        with pytest.raises(NotTakingPartError, match="contributes"):
            LEFT.require_owner(Authority(stranger))
    REGISTER.require_owner(Authority("ZZ-NOBODY"))


def test_a_statement_may_be_of_an_authority_that_left() -> None:
    assert LEFT.known("RS-MUP", "said_by") == "RS-MUP"
    with pytest.raises(UnknownAuthorityError, match=r"does not list it.*operation show"):
        LEFT.known("ZZ-NOBODY", "said_by")
