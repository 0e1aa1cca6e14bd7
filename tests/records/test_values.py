"""Single values become what their column holds, or say why not, at every border and for every type."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mozaik.records.tables import BOOL, DATE, INT, MD5, SHA256, TEXT, TIME
from mozaik.records.values import LONGEST_TEXT, to_column_type

TYPES = (TEXT, BOOL, INT, DATE, TIME, MD5, SHA256)
TYPED = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.dates() | st.times()
    | st.datetimes() | st.datetimes(timezones=st.timezones()) | st.lists(st.integers(), max_size=2)
)  # fmt: skip


@given(TYPED, st.sampled_from(TYPES))
def test_a_value_fits_its_column_or_is_refused_in_words(value: object, kind: pa.DataType) -> None:
    try:
        taken = to_column_type(value, kind)
    except ValueError as error:
        assert "number" in str(error) or "expected" in str(error) or str(error).startswith("the ")  # noqa: PT017  # either outcome is right
    else:
        assert taken is not None
        assert pa.array([taken], kind).to_pylist()[0] is not None


@pytest.mark.parametrize("text", ["a\x00b", "a\x1fb", "a\rb", "", "  ", "\t\n"])
def test_a_text_of_controls_or_of_nothing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"control|empty"):
        to_column_type(text, TEXT)


@pytest.mark.parametrize(
    ("text", "taken"), [("a\tb", "a\tb"), ("a\nb", "a\nb"), (" a b ", "a b"), ("\x20a", "a")]
)
def test_a_text_keeps_its_tabs_and_lines_and_loses_its_margins(text: str, taken: str) -> None:
    assert to_column_type(text, TEXT) == taken


@pytest.mark.parametrize("letter", ["a", "ж"])
def test_a_text_is_measured_in_bytes(letter: str) -> None:
    whole = letter * (LONGEST_TEXT // len(letter.encode()))
    assert to_column_type(whole, TEXT) == whole
    with pytest.raises(ValueError, match="longer"):
        to_column_type(whole + "a", TEXT)


@pytest.mark.parametrize(("value", "taken"), [(7, "7"), (date(2023, 11, 6), "2023-11-06")])
def test_a_number_or_day_in_a_text_column_is_written_out(value: object, taken: str) -> None:
    assert to_column_type(value, TEXT) == taken


@pytest.mark.parametrize("value", [True, 1.0, None, [], {}, time(1), b"a"])
def test_what_is_no_text_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="a text is expected"):
        to_column_type(value, TEXT)


@pytest.mark.parametrize(
    "digits", ["", "0" * 31, "0" * 33, "0" * 34, "g" * 32, "0x" + "0" * 30, " " * 32, 0, b"0" * 16]
)
def test_a_digest_has_its_number_of_digits(digits: object) -> None:
    with pytest.raises(ValueError, match="32 hexadecimal digits"):
        to_column_type(digits, MD5)


def test_a_digest_is_read_in_either_case() -> None:
    assert to_column_type("aB" * 16, MD5) == to_column_type("Ab" * 16, MD5) == b"\xab" * 16


@pytest.mark.parametrize("value", [-(2**63), 2**63 - 1, 0, -1])
def test_a_whole_number_of_64_bits_is_taken_as_number_and_as_text(value: int) -> None:
    assert to_column_type(value, INT) == to_column_type(f" {value} ", INT) == value


@pytest.mark.parametrize("value", [-(2**63) - 1, 2**63, str(2**63), "9" * 24])
def test_a_larger_number_is_out_of_range(value: object) -> None:
    with pytest.raises(ValueError, match="out of range"):
        to_column_type(value, INT)


@pytest.mark.parametrize(
    "value", [True, False, 1.0, "1.0", "", "-", "--1", "+1", "1_000", "0x1", "²", "1 000", "9" * 5000]
)
def test_what_is_no_whole_number_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="whole number"):
        to_column_type(value, INT)


@pytest.mark.parametrize(
    ("value", "taken"),
    [
        (True, True),
        (False, False),
        ("YES", True),
        (" no ", False),
        ("True", True),
        ("FALSE", False),
        ("1", True),
        ("0", False),
    ],
)
def test_truth_is_told_by_its_words(value: object, taken: bool) -> None:
    assert to_column_type(value, BOOL) is taken


@pytest.mark.parametrize("value", [1, 0, "", "maybe", "2", None, "y"])
def test_truth_is_never_guessed(value: object) -> None:
    with pytest.raises(ValueError, match="true or false"):
        to_column_type(value, BOOL)


@pytest.mark.parametrize("value", [datetime(2023, 11, 6), "2023-11-06T06:00", "2023-11-06"])
def test_a_time_without_a_zone_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="no zone"):
        to_column_type(value, TIME)


@pytest.mark.parametrize(
    "value", [datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=1))), "9999-12-31T23:59:59-01:00"]
)
def test_a_time_beyond_the_calendar_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="out of range"):
        to_column_type(value, TIME)


@pytest.mark.parametrize("value", ["soon", "", 5, date(2023, 11, 6), time(6), "2023-02-29T00:00Z"])
def test_what_is_no_time_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="a time such as"):
        to_column_type(value, TIME)


def test_a_time_is_kept_in_utc() -> None:
    assert to_column_type(" 2023-11-06T00:30:00+01:00 ", TIME) == datetime(2023, 11, 5, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [datetime(2023, 11, 6), "2023-02-29", "6/11/2023", "6.11.23", 20231106, "", "20231106", "2023-W45-1"],
)
def test_what_is_no_day_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="a date such as"):
        to_column_type(value, DATE)


@pytest.mark.parametrize("text", ["9.11.2026", "09.11.2026", "9. 11. 2026.", "2026-11-09"])
def test_a_day_is_read_as_spreadsheets_of_the_region_write_it(text: str) -> None:
    assert to_column_type(text, DATE) == date(2026, 11, 9)
    with pytest.raises(ValueError, match="no such day"):
        to_column_type("31.2.2023", DATE)


def test_a_day_is_a_day() -> None:
    assert (
        to_column_type(" 2024-02-29 ", DATE) == to_column_type(date(2024, 2, 29), DATE) == date(2024, 2, 29)
    )
