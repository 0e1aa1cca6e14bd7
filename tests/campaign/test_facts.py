"""Facts: one a row, read strictly, never without a source, dated by people (campaign review, item 1)."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from mozaik.campaign import Fact, Site
from mozaik.campaign.addresses import digits, is_link, is_mail, is_messenger, is_number, is_web_address
from mozaik.campaign.countries import countries_path, read_countries
from mozaik.campaign.fact_rows import facts_path, read_facts
from mozaik.campaign.facts import Certainty, Kind, Way
from mozaik.campaign.hours import Hours, Span, read_hours
from mozaik.errors import InvalidInputError
from tests.campaign.support import DAY, countries_file, country_row, fact_row, facts_file

KNOWN = {"SI": frozenset(("116000",)), "HR": frozenset[str]()}


def read(path: Path) -> tuple[Fact, ...]:
    return read_facts(path, KNOWN, DAY)


def only(folder: Path, **values: str) -> Fact:
    (fact,) = read(facts_file(folder, fact_row(**values)))
    return fact


def test_there_are_34_countries_and_each_has_a_helpline_with_a_source(site: Site) -> None:
    assert len(site.countries) == 34
    for country in site.countries:
        lines = [
            fact
            for fact in site.facts
            if fact.country == country.code and fact.kind is Kind.HELPLINE_PHONE and fact.shown
        ]
        assert lines, country.code
        assert all(fact.source for fact in lines)


def test_no_fact_was_dated_by_anybody_yet(site: Site) -> None:
    assert all(fact.checked_on is None for fact in site.facts)


def test_no_fact_that_is_shown_is_a_note_or_without_a_source(site: Site) -> None:
    for fact in site.facts:
        if fact.shown:
            assert fact.source
            assert "memory" not in fact.source
            assert fact.certainty in (Certainty.CONFIRMED, Certainty.SINGLE)
            assert not any(word in fact.name.lower() for word in (" not ", "show", "check", "may "))


def test_112_does_not_stand_where_it_is_not_in_service(site: Site) -> None:
    shown = {fact.country for fact in site.facts if fact.shown and fact.value == "112"}
    assert "BA" not in shown
    assert "RS" not in shown
    assert {"SI", "HR", "HU", "ME", "MK"} <= shown


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"country": "QX"}, "the country has no row"),
        ({"kind": "telephone"}, "the kind is none of"),
        ({"value": "call us"}, "no telephone number"),
        ({"value": "tel:1"}, "no telephone number"),
        ({"value": "116 111; 112"}, "no telephone number"),
        ({"kind": "helpline_chat", "value": "javascript:alert(1)"}, "no web address"),
        ({"kind": "helpline_chat", "value": "https://a@b.example"}, "no web address"),
        ({"kind": "helpline_email", "value": "a b@c.example"}, "no e-mail address"),
        ({"kind": "helpline_text", "value": "Fax 12345"}, "no number or name in a messenger"),
        ({"value": "116 000"}, "not in service in this country"),
        ({"name": "<b>TOM</b>"}, "name is too long or has a mark"),
        ({"name": "{country.nic}"}, "name is too long or has a mark"),
        ({"name": "TOM \u202e111 611"}, "name is too long or has a mark"),
        ({"region": "Sl\u200bovenija"}, "region is too long or has a mark"),
        ({"source": "tom.\u202eexample"}, "not one short name of a source"),
        ({"country": "*", "value": "112"}, "can stand for every country"),
        ({"value": "+116 000"}, "not in service in this country"),
        ({"kind": "helpline_chat", "value": "https://127.0.0.1/"}, "no web address"),
        ({"kind": "helpline_chat", "value": "https://a.example/\u202egpj"}, "no web address"),
        ({"hours": "24/7 (2027)"}, "a year that has come"),
        ({"hours": "Mo 0٩:00-10:00 (2024)"}, "hours are not like"),
        ({"source_date": "2025-13"}, "source_date is no past day"),
        ({"checked_on": "20261101"}, "checked_on is no date"),
        ({"name": "x" * 81}, "name is too long or has a mark"),
        ({"name_lang": "xx"}, "name_lang is no language"),
        ({"name": "", "name_lang": "", "region": "Jug"}, "name_lang is no language"),
        ({"hours": "Mo-Fr 9-17"}, "hours are not like"),
        ({"hours": "24/7"}, "hours are not like"),
        ({"cost": "cheap"}, "cost knows only"),
        ({"languages": "sl;xx"}, "languages has an unknown tag"),
        ({"certainty": "sure"}, "the certainty is none of"),
        ({"source": ""}, "not one short name of a source"),
        ({"source": "somebody/phone-list"}, "not one short name of a source"),
        ({"source": "from memory"}, "memory or a table is no source"),
        ({"source": "present CSV"}, "memory or a table is no source"),
        ({"source_date": "about 2017"}, "source_date is no past day"),
        ({"source_date": "2027"}, "source_date is no past day"),
        ({"checked_on": "2026-13-01"}, "checked_on is no date"),
        ({"checked_on": "2030-01-01"}, "in the future"),
        ({"certainty": "unconfirmed"}, "a fact that a person has checked"),
        ({"value": " 116 111"}, "value has blanks at its ends"),
    ],
)
def test_a_bad_row_is_refused_with_its_line_country_and_reason(
    tmp_path: Path, values: dict[str, str], reason: str
) -> None:
    path = facts_file(tmp_path, fact_row(country="HR"), fact_row(**values))
    with pytest.raises(InvalidInputError, match=rf"row 3 \(..?\): .*{reason}"):
        read(path)


def test_all_bad_rows_are_told_at_once(tmp_path: Path) -> None:
    path = facts_file(tmp_path, fact_row(source=""), fact_row(value="x"), fact_row(), fact_row())
    with pytest.raises(
        InvalidInputError, match=r"3 bad rows.*row 2 \(SI\).*row 3.*row 5 \(SI\): the same fact"
    ):
        read(path)


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", 'country,"\n'])
def test_another_table_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "facts.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInputError, match="columns"):
        read(path)


def test_a_row_with_too_many_values_or_an_open_quotation_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="one value for each column"):
        read(facts_file(tmp_path, fact_row().replace("\n", ",more\n")))
    with pytest.raises(InvalidInputError, match="row"):
        read(facts_file(tmp_path, fact_row(), 'SI,"open'))


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({}, True),
        ({"certainty": "single"}, True),
        ({"certainty": "unconfirmed", "checked_on": ""}, False),
        ({"certainty": "withheld", "checked_on": ""}, False),
        ({"value": ""}, False),
    ],
)
def test_a_fact_is_shown_only_with_a_source_and_something_to_use(
    tmp_path: Path, values: dict[str, str], shown: bool
) -> None:
    assert only(tmp_path, **values).shown is shown


@pytest.mark.parametrize(
    ("kind", "value", "way", "href"),
    [
        ("helpline_phone", "1800 66 66 66", Way.CALL, "tel:1800666666"),
        ("helpline_phone", "+386 80 11", Way.CALL, "tel:+3868011"),
        ("helpline_chat", "https://chat.example", Way.OPEN, "https://chat.example"),
        ("helpline_text", "50101", Way.TEXT, "sms:50101"),
        ("helpline_text", "Telegram @example", Way.READ, ""),
        ("helpline_email", "a.b@help.example", Way.MAIL, "mailto:a.b@help.example"),
        ("police_form", "tips@police.example", Way.MAIL, "mailto:tips@police.example"),
    ],
)
def test_a_value_is_called_opened_or_written_to(
    tmp_path: Path, kind: str, value: str, way: Way, href: str
) -> None:
    fact = only(tmp_path, kind=kind, value=value)
    assert (fact.way, fact.href) == (way, href)


def test_days_since_the_last_look_are_counted(tmp_path: Path) -> None:
    fact = only(tmp_path, checked_on="2026-05-01")
    assert fact.days_unchecked(DAY) == (DAY - date(2026, 5, 1)).days
    assert fact.days_unchecked(date(2026, 5, 1) + timedelta(days=180)) == 180


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("24/7 (2024)", Hours((), 2024)),
        ("Mo-Fr 09:00-20:00 (2023)", Hours((Span(((0, 4),), "09:00", "20:00"),), 2023)),
        (
            "Mo,We-Th 10:00-12:00; Su 00:00-24:00 (2020)",
            Hours((Span(((0, 0), (2, 3)), "10:00", "12:00"), Span(((6, 6),), "00:00", "24:00")), 2020),
        ),
        ("Fr-Mo 09:00-10:00 (2023)", None),
        ("Mo 10:00-09:00 (2023)", None),
        ("Mo 09:00-25:00 (2023)", None),
        ("9-17 (2023)", None),
        ("Mo-Fr 09:00-20:00", None),
        ("", None),
    ],
)
def test_hours_are_read_with_the_year_of_their_source_or_not_at_all(text: str, hours: Hours | None) -> None:
    assert read_hours(text) == hours


@pytest.mark.parametrize(
    "text",
    ["https://a", "https://u@a.example", "https://a.example/ b", "javascript:1", "https://a.example:8/"],
)
def test_what_is_no_plain_web_address_is_seen(text: str) -> None:
    assert not is_link(text)


def test_only_https_is_a_web_address_and_http_at_most_a_link() -> None:
    assert is_web_address("https://a.example/b")
    assert not is_web_address("http://a.example/b")
    assert is_link("http://a.example/b")


def test_numbers_mails_and_messengers_are_told_apart() -> None:
    assert is_number("116 111")
    assert not is_number("116  111")
    assert not is_number("1")
    assert is_mail("a@b.example")
    assert not is_mail("a@b")
    assert is_messenger("WhatsApp 900 116 117")
    assert not is_messenger("WhatsApp")
    assert digits("+386 80 1") == "+386801"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"country": "QX"}, "no country code"),
        ({"name": ""}, "name is empty"),
        ({"languages": ""}, "languages is empty"),
        ({"languages": "sl;sl"}, "one twice"),
        ({"languages": "ar"}, "cannot be set"),
        ({"operation": "maybe"}, "operation is neither"),
        ({"not_in_service": "one-one-two"}, "not_in_service"),
    ],
)
def test_a_bad_country_is_refused(tmp_path: Path, values: dict[str, str], reason: str) -> None:
    path = countries_file(tmp_path, country_row(country="HR", languages="hr"), country_row(**values))
    with pytest.raises(InvalidInputError, match=rf"row 3 \(..\): .*{reason}"):
        read_countries(path)


def test_a_country_stands_in_one_row(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match=r"row 3 .*two rows"):
        read_countries(countries_file(tmp_path, country_row(), country_row()))


def test_the_file_of_the_site_keeps_what_nobody_could_confirm_off_the_pages() -> None:
    countries = read_countries(countries_path())
    facts = read_facts(facts_path(), {one.code: one.barred for one in countries}, DAY)
    hidden = {(fact.country, fact.value) for fact in facts if not fact.shown and fact.value}
    assert ("BA", "122") in hidden
    assert ("MT", "116 111") in hidden
    assert ("PT", "800 21 90 90") in hidden
    assert sum(fact.certainty is Certainty.SINGLE and fact.shown for fact in facts) > 40
