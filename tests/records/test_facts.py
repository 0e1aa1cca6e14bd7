"""Facts about persons pass the normaliser that also reads devices (review 1, item 11)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mozaik.records import AcceptedRecords, RawRow, accept_records
from mozaik.records.facts import document_number
from mozaik.terms import parse_sheet
from tests.contribution.support import SHEET


def accept(owner: str, *facts: tuple[str, str | None, str]) -> AcceptedRecords:
    rows = []
    for number, (kind, selector_kind, value) in enumerate(facts, 1):
        fields: dict[str, object] = {"person_id": "P", "kind": kind, "value": value}
        rows.append(
            RawRow(
                "f.toml",
                "person_facts",
                number,
                fields | ({"selector_kind": selector_kind} if selector_kind else {}),
            )
        )
    sheet = parse_sheet({**SHEET, "apply": {"person_facts": "suspects"}}, owner)
    return accept_records(rows, sheet, on=date(2023, 11, 20))


def values(outcome: AcceptedRecords) -> list[str]:
    return outcome.tables["person_facts"]["value"].to_pylist() if outcome.tables else []


@pytest.mark.parametrize(
    ("owner", "kind", "written", "value"),
    [
        ("SI-GPD", "phone", "+386 41 234 567", "+38641234567"),
        ("SI-GPD", "phone", "041 234 567", "+38641234567"),
        ("SI-GPD", "phone", "0038641234567", "+38641234567"),
        ("HR-MUP", "phone", "091/2345-678", "+385912345678"),
        ("HR-MUP", "phone", "+386 41 234 567", "+38641234567"),
        ("SI-GPD", "email", " Zoran.Testic@Example.org ", "zoran.testic@example.org"),
        (
            "SI-GPD",
            "btc",
            "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
            "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
        ),
        ("SI-GPD", "account", "TG:@Ana_Primer", "telegram:ana_primer"),
        ("SI-GPD", "account", "Telegram: @Ana_Primer", "telegram:ana_primer"),
        ("SI-GPD", "account", "https://t.me/Ana_Primer", "telegram:ana_primer"),
        ("SI-GPD", "account", "instagram.com/ana.primer/?igsh=1", "instagram:ana.primer"),
        ("SI-GPD", "email", "mailto:ana@example.org?subject=x", "ana@example.org"),
        ("SI-GPD", "email", "Ana Novak <ana@example.org>", "ana@example.org"),
        ("SI-GPD", "email", "ana%2Enovak@example.org", "ana.novak@example.org"),
        ("SI-GPD", "phone", "Tel.: 041 234 567", "+38641234567"),
        ("SI-GPD", "phone", "viber://chat/?number=38641234567", "+38641234567"),
        ("SI-GPD", "phone", "https://t.me/+38641234567", "+38641234567"),
        ("SI-GPD", "url", "<https://forum.example/%7eana>", "https://forum.example/~ana"),
        ("SI-GPD", "eth", f"ethereum:0x{'5a' * 20}", f"0x{'5a' * 20}"),
    ],
)
def test_what_is_typed_becomes_what_is_found(owner: str, kind: str, written: str, value: str) -> None:
    outcome = accept(owner, ("selector", kind, written))
    assert (values(outcome), outcome.rejects) == ([value], [])


@pytest.mark.parametrize(
    ("fact", "field"),
    [
        (("selector", "phone", "123"), "value"),
        (("selector", "phone", "call me"), "value"),
        (("selector", "phone", "041 ANA ANA"), "value"),
        (("selector", "phone", "386 41 234 567 mama"), "value"),
        (("selector", "phone", "041 234 567 (mama)"), "value"),
        (("selector", "phone", "041 234 567, 031 234 567"), "value"),
        (("selector", "email", "not ana@example.org"), "value"),
        (("selector", "email", "ana@example.org/bo@example.net"), "value"),
        (("selector", "email", "zoran at example"), "value"),
        (("selector", "btc", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5"), "value"),
        (("selector", "fax", "+386 41 234 567"), "selector_kind"),
        (("selector", "Phone", "+386 41 234 567"), "selector_kind"),
        (("document", None, "passport PB 123456"), "value"),
        (("document", None, "lost"), "value"),
        (("birth_date", None, "1991-02-30"), "value"),
        (("birth_date", None, "0001-01-01"), "value"),
        (("birth_date", None, "1753-01-01"), "value"),
        (("birth_date", None, "1900-01-01"), "value"),
        (("document", None, "000 000-0"), "value"),
        (("selector", "camera_serial", "Unknown"), "value"),
        (("selector", "camera_serial", "0000000000"), "value"),
        (("birth_date", None, "2023-11-21"), "value"),
        (("residence", None, "Slovenia"), "value"),
        (("residence", None, "XX"), "value"),
        (("nationality", None, "QQ"), "value"),
    ],
)
def test_what_has_no_normal_form_is_rejected_by_row_with_the_reason(
    fact: tuple[str, str | None, str], field: str
) -> None:
    outcome = accept("SI-GPD", ("selector", "phone", "041 234 567"), fact)
    (reject,) = outcome.rejects
    assert values(outcome) == ["+38641234567"]
    assert (reject.row, reject.field) == (2, field)
    assert reject.reason
    assert fact[2] not in reject.reason


def test_the_same_fact_in_two_writings_is_one_row() -> None:
    outcome = accept("SI-GPD", ("selector", "phone", "041 234 567"), ("selector", "phone", "+386 41 234-567"))
    assert (outcome.accepted, outcome.duplicate) == (1, 1)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("pb 123 456", "PB123456"),
        ("AB-12/3456.7", "AB1234567"),
        ("ABC 123456", "ABC123456"),
        ("\uff21\uff22123456", "AB123456"),
        ("\u0440\u0412 123456", "PB123456"),
        ("\u0391\u0392 123456", "AB123456"),
        ("\u041f\u0411123456", "\u041f\u0411123456"),
        ("007", None),
        ("", None),
    ],
)
def test_document_numbers_lose_how_they_are_printed(written: str, value: str | None) -> None:
    if value is None:
        with pytest.raises(ValueError, match="not a document number"):
            document_number(written)
    else:
        assert document_number(written) == value == document_number(value)


@pytest.mark.parametrize(
    ("written", "value"),
    [("si", "SI"), ("UK", "GB"), ("el", "GR"), ("XK", "XK"), ("Slovenia", None), ("XX", None)],
)
def test_a_country_is_its_code_in_facts_and_in_columns(written: str, value: str | None) -> None:
    assert values(accept("SI-GPD", ("residence", None, written))) == ([value] if value else [])
    person: dict[str, object] = {
        "person_id": "P",
        "full_name": "Ana Primer",
        "subject": "suspect",
        "country": written,
    }
    sheet = parse_sheet({**SHEET, "apply": {"persons": "suspects"}}, "SI-GPD")
    outcome = accept_records([RawRow("p.toml", "persons", 1, person)], sheet)
    stated = [row["country"] for table in outcome.tables.values() for row in table.to_pylist()]
    assert (stated, len(outcome.rejects)) == (([value], 0) if value else ([], 1))


@given(
    st.sampled_from(["selector", "document", "birth_date", "residence", "nationality", "conduct", "?"]),
    st.sampled_from(
        ["phone", "email", "account", "url", "onion", "btc", "eth", "camera_serial", "fax", None]
    ),
    st.text(max_size=60),
)
def test_every_row_is_accepted_or_rejected_whatever_it_holds(
    kind: str, selector_kind: str | None, value: str
) -> None:
    outcome = accept("SI-GPD", (kind, selector_kind, value))
    assert outcome.read == 1
