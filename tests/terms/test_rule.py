"""The release rule against its oracle, against full truth tables, and against its own promises."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mozaik.parties import Authority
from mozaik.terms import (
    CROSS_CHECKED_SUBJECTS,
    Disclosure,
    Handling,
    HolderView,
    Obstacle,
    Permission,
    Purpose,
    Reader,
    ReaderDisclosure,
    Subject,
    Terms,
    Use,
    cross_check_obstacle,
    disclosed,
    is_hit,
    last_day,
    pairs,
    shown,
    union_handling,
    worst_grade,
)
from tests.terms.oracle import Fact, together, told_of_fact, told_of_hit

DAY = date(2023, 11, 20)
LEVELS = tuple(Disclosure)
BOTH = (False, True)
BASE = Terms(
    name="material",
    owner=Authority("SI-GPD"),
    purposes=frozenset({Purpose.CROSS_CHECK}),
    subject=Subject.NO_PERSON,
    disclosure=Disclosure.HIT,
    source="A",
    information="1",
    review_on=date(2033, 1, 1),
)


OUTSIDE = ("PUBLIC", "FR", "DE-BKA")
"""Who takes no part: the public, a country, a recipient."""


ANALYSIS = Use.ANALYSIS
USES = st.sampled_from(list(Use))


def disclosures() -> st.SearchStrategy[tuple[ReaderDisclosure, ...]]:
    entry = st.builds(
        ReaderDisclosure,
        st.just(""),
        st.sampled_from(LEVELS),
        st.none() | st.sampled_from([DAY - timedelta(1), DAY, DAY + timedelta(1)]),
    )
    readers = st.dictionaries(st.sampled_from(["SI-GPD", "HR-MUP", "HU-NNI", "*", *OUTSIDE]), entry)
    return readers.map(lambda found: tuple(replace(e, reader=r) for r, e in found.items()))


def permissions() -> st.SearchStrategy[tuple[Permission, ...]]:
    permission = st.builds(
        Permission,
        st.sampled_from(["HR-MUP", "HU-NNI", "FR"]),
        st.sampled_from([Handling.H1, Handling.H2]),
        USES,
        st.sampled_from([DAY - timedelta(1), DAY, DAY + timedelta(1)]),
    )
    return st.lists(permission, max_size=3).map(tuple)


def in_court(terms: Terms, until: date = date.max) -> Terms:
    """The terms with the permission that HR-MUP uses in court what stands under H1."""
    return replace(terms, permissions=(Permission("HR-MUP", Handling.H1, Use.COURT, until),))


def any_terms() -> st.SearchStrategy[Terms]:
    return st.builds(
        lambda purposes, subject, level, entries, codes, minor, review_on, changes, permits: replace(
            BASE,
            changes=changes,
            permissions=permits,
            purposes=purposes,
            subject=subject,
            disclosure=level,
            disclosures=entries,
            handling=codes | {Handling.H0},
            handling_note="ask the duty officer",
            minor=minor,
            necessity="needed to find the child",
            review_on=review_on,
        ),
        st.frozensets(st.sampled_from(list(Purpose))),
        st.sampled_from(list(Subject)),
        st.sampled_from(LEVELS),
        disclosures(),
        st.frozensets(st.sampled_from(list(Handling))),
        st.booleans(),
        st.sampled_from([DAY - timedelta(1), DAY, DAY + timedelta(1)]),
        disclosures(),
        permissions(),
    )


def who(name: str) -> Reader:
    """The reader of a name."""
    return Reader(name, takes_part=name not in OUTSIDE)


READERS = st.sampled_from(["SI-GPD", "HR-MUP", "HU-NNI", *OUTSIDE]).map(who)


@given(any_terms(), READERS, USES, st.booleans())
def test_level_of_a_fact_equals_the_oracle(terms: Terms, reader: Reader, use: Use, said: bool) -> None:
    assert disclosed(terms, reader, use, DAY, said) is told_of_fact(terms, reader, use, DAY, said)


@given(any_terms(), READERS, USES)
def test_acknowledging_never_narrows_and_never_opens_silence(terms: Terms, reader: Reader, use: Use) -> None:
    without = disclosed(terms, reader, use, DAY)
    acknowledged = disclosed(terms, reader, use, DAY, acknowledged=True)
    assert without <= acknowledged
    assert (without is Disclosure.SILENT) == (acknowledged is Disclosure.SILENT)


@given(any_terms(), st.sampled_from(["HR-MUP", "HU-NNI", "PUBLIC"]).map(who), USES)
def test_minors_are_never_told_in_full(terms: Terms, reader: Reader, use: Use) -> None:
    minor = in_court(replace(terms, minor=True))
    assert disclosed(minor, reader, use, DAY, acknowledged=True) <= Disclosure.HIT


@given(any_terms(), READERS, USES, st.booleans())
def test_no_use_tells_more_than_analysis_and_protection(
    terms: Terms, reader: Reader, use: Use, permitted: bool
) -> None:
    """What is permitted for one use is another matter: here nothing is, but H1 in court."""
    terms = replace(terms, permissions=())
    widest = disclosed(terms, reader, Use.PROTECTION, DAY)
    assert disclosed(in_court(terms) if permitted else terms, reader, use, DAY) <= widest
    if terms.subject is not Subject.VICTIM:
        assert disclosed(terms, reader, ANALYSIS, DAY) is widest


def test_truth_table_of_uses() -> None:
    """Every combination of use, H1, permission and victim, at every level that the owner states."""
    for use, h1, permitted, victim, level in product(Use, BOTH, BOTH, BOTH, LEVELS):
        terms = replace(
            BASE, disclosure=level, necessity="needed",
            subject=Subject.VICTIM if victim else Subject.NO_PERSON,
            handling=frozenset({Handling.H0, *([Handling.H1] if h1 else [])}),
        )  # fmt: skip
        kept_out = use is Use.COURT and h1 and not permitted
        capped = use is Use.OVERSIGHT or (victim and use is not Use.PROTECTION)
        expected = Disclosure.SILENT if kept_out else min(level, Disclosure.HIT) if capped else level
        assert disclosed(in_court(terms) if permitted else terms, who("HR-MUP"), use, DAY) is expected
        assert disclosed(terms, who("SI-GPD"), use, DAY) is Disclosure.FULL


def test_truth_table_of_one_fact() -> None:
    """Every combination of what is stated: named, everyone, default; H2, H3, minor, acknowledged."""
    options = (None, *LEVELS)
    rows = product(product(options, options, LEVELS), product(BOTH, BOTH, BOTH, BOTH))
    for (named, everyone, default), (h2, h3, minor, acknowledged) in rows:
        entries = [ReaderDisclosure("HR-MUP", named)] if named is not None else []
        entries += [ReaderDisclosure("*", everyone)] if everyone is not None else []
        codes = {Handling.H0} | ({Handling.H2} if h2 else set()) | ({Handling.H3} if h3 else set())
        terms = replace(
            BASE, disclosures=tuple(entries), disclosure=default, minor=minor, necessity="needed",
            handling=frozenset(codes), handling_note="ask first",
        )  # fmt: skip
        stated = next(level for level in (named, everyone, default) if level is not None)
        capped = minor or (h2 and named is None) or (h3 and not acknowledged)
        expected = Disclosure.HIT if capped and stated is Disclosure.FULL else stated
        assert disclosed(terms, who("HR-MUP"), ANALYSIS, DAY, acknowledged) is expected
        assert disclosed(terms, who("SI-GPD"), ANALYSIS, DAY, acknowledged) is Disclosure.FULL
        assert disclosed(terms, who("PUBLIC"), ANALYSIS, DAY, acknowledged) is Disclosure.SILENT
        assert disclosed(terms, who("FR"), ANALYSIS, DAY, acknowledged) is Disclosure.SILENT


@pytest.mark.parametrize(
    ("until", "expected"),
    [(DAY - timedelta(1), Disclosure.HIT), (DAY, Disclosure.FULL), (None, Disclosure.FULL)],
)
def test_a_named_disclosure_holds_until_its_date_and_then_the_default(
    until: date | None, expected: Disclosure
) -> None:
    terms = replace(BASE, disclosures=(ReaderDisclosure("HR-MUP", Disclosure.FULL, until),))
    assert disclosed(terms, who("HR-MUP"), ANALYSIS, DAY) is expected


def test_a_named_silence_beats_an_open_default() -> None:
    terms = replace(
        BASE, disclosure=Disclosure.FULL, disclosures=(ReaderDisclosure("HR-MUP", Disclosure.SILENT),)
    )
    assert disclosed(terms, who("HR-MUP"), ANALYSIS, DAY) is Disclosure.SILENT
    assert disclosed(terms, who("HU-NNI"), ANALYSIS, DAY) is Disclosure.FULL


def test_a_note_under_h3_counts_as_unread_unless_somebody_says_that_it_was_read() -> None:
    noted = replace(
        BASE,
        disclosure=Disclosure.FULL,
        handling=frozenset({Handling.H0, Handling.H3}),
        handling_note="ask before use",
    )
    assert disclosed(noted, who("HR-MUP"), ANALYSIS, DAY) is Disclosure.HIT
    assert disclosed(noted, who("HR-MUP"), ANALYSIS, DAY, acknowledged=True) is Disclosure.FULL


def test_a_holder_is_no_list_unless_it_is_called_one() -> None:
    """Two items that hold one value are a hit; were they taken for lists, they would be none."""
    left = HolderView("SI-GPD", "phone", "", Disclosure.FULL)
    assert pairs(left, HolderView("HR-MUP", "laptop", "", Disclosure.FULL))


def test_quarantined_and_expired_facts_are_silent_to_all_but_their_owner() -> None:
    open_terms = replace(BASE, disclosure=Disclosure.FULL)
    for closed in (
        replace(open_terms, purposes=frozenset()),
        replace(open_terms, subject=Subject.UNKNOWN),
        replace(open_terms, review_on=DAY - timedelta(1)),
    ):
        assert disclosed(closed, who("HR-MUP"), ANALYSIS, DAY) is Disclosure.SILENT
        assert disclosed(closed, who("SI-GPD"), ANALYSIS, DAY) is Disclosure.FULL


def test_truth_table_of_cross_check_obstacles() -> None:
    sets = [frozenset(), frozenset({Purpose.EXCHANGE}), frozenset({Purpose.CROSS_CHECK})]
    days = [DAY - timedelta(1), DAY]
    for purposes, subject, review_on in product(sets, Subject, days):
        terms = replace(BASE, purposes=purposes, subject=subject, necessity="needed", review_on=review_on)
        permitted = (
            purposes == {Purpose.CROSS_CHECK} and subject in CROSS_CHECKED_SUBJECTS and review_on == DAY
        )
        obstacle = cross_check_obstacle(terms, DAY)
        assert (obstacle is None) == permitted
        if not purposes or subject is Subject.UNKNOWN:
            assert obstacle is Obstacle.QUARANTINED


def facts() -> st.SearchStrategy[list[Fact]]:
    return st.lists(
        st.builds(
            Fact,
            st.sampled_from(["SI-GPD", "HR-MUP", "HU-NNI"]),
            st.sampled_from(["1", "2"]),
            st.sampled_from(["", "L", "R"]),
            st.booleans(),
            st.sampled_from(LEVELS),
        ),
        max_size=6,
    )


def as_views(found: Sequence[Fact]) -> list[HolderView]:
    return [HolderView(f.owner, f.unit, f.side, f.level, f.is_list) for f in found]


@given(facts(), st.sampled_from(["SI-GPD", "HR-MUP", "EUROPOL-EC3"]))
def test_a_shown_hit_equals_the_oracle(found: list[Fact], reader: str) -> None:
    assert shown(as_views(found), reader) == told_of_hit(found, reader)


@given(facts())
def test_a_hit_is_one_exactly_when_something_is_shown(found: list[Fact]) -> None:
    views = as_views(found)
    assert is_hit(views) == any(level > Disclosure.SILENT for level in shown(views, "EUROPOL-EC3"))


@given(facts(), facts(), st.sampled_from(["SI-GPD", "EUROPOL-EC3"]))
def test_silent_holders_change_nothing(found: list[Fact], more: list[Fact], reader: str) -> None:
    silent = [replace(fact, level=Disclosure.SILENT) for fact in more]
    alone = shown(as_views(found), reader)
    assert shown(as_views([*found, *silent]), reader)[: len(found)] == alone


@given(facts(), st.sampled_from(["SI-GPD", "EUROPOL-EC3"]))
def test_nobody_but_the_owner_sees_more_than_was_stated(found: list[Fact], reader: str) -> None:
    for fact, level in zip(found, shown(as_views(found), reader), strict=True):
        assert level <= fact.level or fact.owner == reader


def test_truth_table_of_one_pair() -> None:
    """A reads: it owns L, B's level decides. C reads: the narrower of both holds."""
    for left, right in product(LEVELS, LEVELS):
        views = [HolderView("SI-GPD", "1", "L", left), HolderView("HR-MUP", "1", "R", right)]
        told = shown(views, "EUROPOL-EC3")
        assert told == [min(left, right)] * 2
        own = [replace(views[0], level=Disclosure.FULL), views[1]]
        expected = [Disclosure.FULL, right] if right else [Disclosure.SILENT] * 2
        assert shown(own, "SI-GPD") == expected


def test_truth_table_of_pairs() -> None:
    owners, units, sides = ("SI-GPD", "HR-MUP"), ("1", "2"), ("", "L", "R")
    for (owner, unit, left, right), (one, other) in product(
        product(owners, units, sides, sides), product(BOTH, BOTH)
    ):
        level = Disclosure.HIT
        a = HolderView("SI-GPD", "1", left, level, one)
        b = HolderView(owner, unit, right, level, other)
        fact_a = Fact("SI-GPD", "1", left, one, level)
        fact_b = Fact(owner, unit, right, other, level)
        assert pairs(a, b) == pairs(b, a) == together(fact_a, fact_b)


def test_two_lists_are_no_hit_without_an_item() -> None:
    lists = [
        HolderView("SI-GPD", "list-1", "", Disclosure.FULL, is_list=True),
        HolderView("HR-MUP", "list-2", "", Disclosure.FULL, is_list=True),
    ]
    silent = HolderView("HU-NNI", "1", "", Disclosure.SILENT)
    assert shown([*lists, silent], "EUROPOL-EC3") == [Disclosure.SILENT] * 3
    assert shown([*lists, replace(silent, level=Disclosure.HIT)], "EUROPOL-EC3") == [Disclosure.HIT] * 3


@given(st.lists(st.tuples(st.sampled_from("ABCX"), st.sampled_from("1234")), max_size=4))
def test_the_worst_grade_of_a_chain_never_rises(found: list[tuple[str, str]]) -> None:
    grades = [letter + digit for letter, digit in found]
    worst = worst_grade(grades)
    assert all(worst[0] >= grade[0] and worst[1] >= grade[1] for grade in grades)
    assert worst == (max(x for x, _ in found) + max(y for _, y in found) if found else "X4")


@given(st.lists(st.frozensets(st.sampled_from(list(Handling))), max_size=4))
def test_handling_codes_add_up(found: list[frozenset[Handling]]) -> None:
    assert union_handling(found) == {Handling.H0}.union(*found)


@given(any_terms(), READERS, USES, st.booleans())
def test_the_last_day_is_the_last_of_all_days_on_which_as_much_may_be_known(
    terms: Terms, reader: Reader, use: Use, said: bool
) -> None:
    """Day by day, against the rule itself (review 1, item 6)."""
    terms = replace(terms, review_on=DAY + timedelta(3))
    level = disclosed(terms, reader, use, DAY, said)
    if level is Disclosure.SILENT:
        return
    last = DAY
    while last < terms.review_on and disclosed(terms, reader, use, last + timedelta(1), said) >= level:
        last += timedelta(1)
    assert last_day(terms, reader, use, level, DAY, said) == last


@pytest.mark.parametrize(("use", "changes"), [
    (Use.COURT, {"handling": frozenset({Handling.H0, Handling.H1})}),
    (Use.PROTECTION, {"subject": Subject.VICTIM, "necessity": "needed"}),
])  # fmt: skip
def test_the_end_of_anothers_entry_ends_nothing_for_the_same_use(
    use: Use, changes: dict[str, object]
) -> None:
    """The days ahead are asked for the same use and with the same permission."""
    other = ReaderDisclosure("HU-NNI", Disclosure.FULL, DAY)
    terms = in_court(replace(BASE, disclosure=Disclosure.FULL, disclosures=(other,), **changes))  # type: ignore[arg-type]
    assert disclosed(terms, who("HR-MUP"), use, DAY) is Disclosure.FULL
    last = last_day(terms, who("HR-MUP"), use, Disclosure.FULL, DAY, acknowledged=False)
    assert last == BASE.review_on


def test_a_permission_lifts_one_code_for_one_use_and_reader_until_a_day() -> None:
    codes = frozenset({Handling.H0, Handling.H1, Handling.H2})
    terms = replace(BASE, disclosure=Disclosure.FULL, handling=codes)
    levels = (Disclosure.SILENT, Disclosure.HIT, Disclosure.FULL)
    silent, hit, full = levels
    after = DAY + timedelta(1)
    for lifts in ({Handling.H1}, {Handling.H2}, {Handling.H1, Handling.H2}):
        given_ = tuple(Permission("HR-MUP", code, Use.COURT, DAY) for code in sorted(lifts))
        permitted = replace(terms, permissions=given_)
        in_court_now = full if len(lifts) == 2 else hit if Handling.H1 in lifts else silent
        assert disclosed(permitted, who("HR-MUP"), Use.COURT, DAY) is in_court_now
        assert disclosed(permitted, who("HR-MUP"), Use.COURT, after) is silent
        assert disclosed(permitted, who("HU-NNI"), Use.COURT, DAY) is silent
        assert disclosed(permitted, who("HR-MUP"), Use.ANALYSIS, DAY) is hit
        if in_court_now > silent:
            assert last_day(permitted, who("HR-MUP"), Use.COURT, in_court_now, DAY, acknowledged=False) == DAY


def test_a_change_holds_before_all_that_was_stated_until_its_day_and_then_that_again() -> None:
    stated = (ReaderDisclosure("HR-MUP", Disclosure.HIT),)
    change = ReaderDisclosure("HR-MUP", Disclosure.FULL, DAY)
    terms = replace(BASE, disclosure=Disclosure.SILENT, disclosures=stated, changes=(change,))
    assert disclosed(terms, who("HR-MUP"), ANALYSIS, DAY) is Disclosure.FULL
    assert disclosed(terms, who("HR-MUP"), ANALYSIS, DAY + timedelta(1)) is Disclosure.HIT
    assert disclosed(terms, who("HU-NNI"), ANALYSIS, DAY) is Disclosure.SILENT
    assert last_day(terms, who("HR-MUP"), ANALYSIS, Disclosure.FULL, DAY, acknowledged=False) == DAY


def test_what_was_told_as_existence_lasts_beyond_the_entry_that_told_more() -> None:
    until = ReaderDisclosure("HR-MUP", Disclosure.FULL, DAY)
    terms = replace(BASE, disclosures=(until,))
    assert last_day(terms, who("HR-MUP"), ANALYSIS, Disclosure.FULL, DAY, acknowledged=False) == DAY
    assert last_day(terms, who("HR-MUP"), ANALYSIS, Disclosure.HIT, DAY, acknowledged=False) == BASE.review_on
    assert (
        last_day(terms, who("SI-GPD"), ANALYSIS, Disclosure.FULL, DAY, acknowledged=False) == BASE.review_on
    )
