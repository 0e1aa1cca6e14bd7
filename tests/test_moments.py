"""Moments as documents write them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mozaik.errors import InvalidInputError
from mozaik.moments import after_all, exact_utc_text, is_utc_text, moment_from_text, utc_day, utc_text

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31), timezones=ZONES)


@given(MOMENTS)
def test_a_moment_is_written_in_utc_and_read_back_to_the_second(moment: datetime) -> None:
    text = utc_text(moment)
    assert is_utc_text(text)
    assert moment_from_text(text) == moment.replace(microsecond=0)
    assert moment_from_text(exact_utc_text(moment)) == moment
    assert utc_day(moment) == moment_from_text(text).date()


def test_half_past_midnight_east_of_greenwich_is_still_the_day_before() -> None:
    moment = datetime(2023, 11, 21, 0, 30, 0, 999_999, timezone(timedelta(hours=2)))
    assert (utc_text(moment), utc_day(moment)) == ("2023-11-20T22:30:00Z", date(2023, 11, 20))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2023-11-20",
        "2023-11-20T09:00:00",
        "2023-11-20T09:00:00+00:00",
        "2023-11-20T09:00:00z",
        "2023-13-01T00:00:00Z",
        "2023-02-30T00:00:00Z",
        "2023-11-20T24:00:00Z",
        "0000-01-01T00:00:00Z",
        "2023-11-20T09:00:00.0Z",
        "2023-11-20T09:00:00Z\n",
        "٢٠٢٣-11-20T09:00:00Z",
    ],
)
def test_another_writing_is_no_moment_of_a_document(text: str) -> None:
    assert not is_utc_text(text)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2023-11-20T09:00:00", "2023-13-01T00:00:00Z", "0001-01-01T00:00:00+14:00"]
)
def test_a_text_without_moment_or_zone_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(InvalidInputError, match=r"^--now: .*Remedy: write it as"):
        moment_from_text(text, "--now")


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = datetime.now(UTC).replace(tzinfo=None)
    for use in (utc_text, exact_utc_text, utc_day):
        with pytest.raises(InvalidInputError, match="no zone"):
            use(naive)


def test_what_follows_is_dated_after_it_whatever_became_of_the_clock() -> None:
    now = datetime(2023, 11, 20, 9, 0, tzinfo=UTC)
    assert after_all(now, ()) == now
    assert after_all(now, ("2023-11-20T08:59:59Z", "2023-11-19T10:00:00Z")) == now
    assert (
        utc_text(after_all(now, ("2023-11-20T11:00:00Z", "2023-11-20T09:00:00Z"))) == "2023-11-20T11:00:01Z"
    )
    assert utc_text(after_all(now, ("9999-12-31T23:59:59Z",))) == "9999-12-31T23:59:59Z"
