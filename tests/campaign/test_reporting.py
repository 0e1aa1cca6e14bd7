"""Reporting points: read strictly, believed only as far as they say, never dated by the program."""

from datetime import date, timedelta

import pytest

from mozaik.campaign import read_points
from mozaik.campaign.reporting import EUROPEAN_UNION, digits, is_web_address, points_path
from mozaik.errors import InvalidInputError
from tests.campaign.support import DAY, points_file, row


def test_there_are_34_countries_and_each_has_police_languages_and_a_source(site):
    assert len(site.points) == 34
    assert all(point.languages and point.police_url and point.source for point in site.points)


def test_no_row_was_dated_by_anybody_yet(site):
    assert all(point.checked_on is None for point in site.points)


def test_the_rows_that_nobody_could_confirm_are_marked(site):
    unverified = {point.code for point in site.points if not point.verified}
    assert unverified == {"FI", "FR", "IE", "IT", "MT", "RO", "ES", "SE", "ME", "MK", "RS", "UA"}


def test_116_111_is_shown_only_where_a_verified_row_has_it(site):
    shown = {p.code for p in site.points if "116111" in {digits(phone.text) for phone in p.shown_phones}}
    assert shown == {"BG", "HR", "CZ", "DK", "EE", "DE", "HU", "LV", "LT", "PL", "PT", "SK", "SI", "MD", "NO"}
    for point in site.points:
        if point.code not in shown:
            assert "116 111" not in point.shown_source


def test_112_is_told_in_the_union_and_where_a_verified_row_says_so(site):
    assert {p.code for p in site.points if p.has_112} - EUROPEAN_UNION == {"MD"}
    assert not any(
        p.has_112 for p in site.points if p.code in {"GB", "CH", "NO", "BA", "RS", "ME", "MK", "UA"}
    )


def test_names_and_numbers_carry_their_language(site):
    belgium = next(point for point in site.points if point.code == "BE")
    assert [(one.text, one.tag) for one in belgium.phones] == [("102", "nl"), ("103", "fr")]
    assert [(one.text, one.tag) for one in belgium.helplines] == [("Awel", "nl"), ("Écoute-Enfants", "fr")]


def test_a_country_without_a_hotline_has_none(site):
    assert {point.code for point in site.points if not point.hotlines} == {"ME", "MK"}


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"country_iso2": "QX"}, "no country code"),
        ({"languages": "xx"}, "unknown tag"),
        ({"languages": ""}, "languages is empty"),
        ({"hotline_url": "http://plain.example"}, "hotline_url is no https address"),
        ({"police_report_url": ""}, "police_report_url is empty"),
        ({"source": " "}, "source is empty"),
        ({"verified": "maybe"}, "verified is neither"),
        ({"helpline_phone": "call us"}, "something that is no number"),
        ({"checked_on": "2026-13-01"}, "checked_on is no date"),
        ({"checked_on": "2030-01-01"}, "in the future"),
    ],
)
def test_a_bad_row_is_refused_with_its_line_and_reason(tmp_path, values, reason):
    path = points_file(tmp_path, row(country_iso2="HR", languages="hr"), row(**values))
    with pytest.raises(InvalidInputError, match=f"row 3: .*{reason}"):
        read_points(path, DAY)


def test_all_bad_rows_are_told_at_once(tmp_path):
    path = points_file(tmp_path, row(source=""), row(country_iso2="HR", verified=""), row(), row())
    with pytest.raises(
        InvalidInputError, match=r"3 bad rows.*row 2.*row 3.*row 5: the country stands in two"
    ):
        read_points(path, DAY)


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n"])
def test_another_table_is_refused(tmp_path, text):
    path = tmp_path / "points.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInputError, match="columns"):
        read_points(path, DAY)


def test_a_row_with_too_many_values_is_refused(tmp_path):
    with pytest.raises(InvalidInputError, match="one value for each column"):
        read_points(points_file(tmp_path, row().replace("\n", ",more\n")), DAY)


def test_days_since_the_last_look_are_counted(tmp_path):
    (point,) = read_points(points_file(tmp_path, row(checked_on="2026-05-01")), DAY)
    assert point.days_unchecked(DAY) == (DAY - date(2026, 5, 1)).days
    assert point.days_unchecked(date(2026, 5, 1) + timedelta(days=180)) == 180


@pytest.mark.parametrize(
    "text",
    [
        "https://a",
        "https://user@a.example",
        "https://a.example/ b",
        "javascript:alert(1)",
        "https://a.example:8/",
        "x",
    ],
)
def test_what_is_no_plain_https_address_is_seen(text):
    assert not is_web_address(text)


def test_every_address_of_the_file_is_one():
    for point in read_points(points_path(), DAY):
        assert is_web_address(point.police_url)
