"""Series against the slow, obvious comparison of every series with every other, and through release."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mozaik.crosscheck import crosscheck
from mozaik.crosscheck.matchers.series import same_series
from mozaik.kinds import HitKind
from mozaik.release import Asking, Work, read_hits
from mozaik.terms import Disclosure
from tests.crosscheck.support import Maker, Row, file_row, read_work, terms_of
from tests.operation.support import signed_operation

SI, HR, HU = "SI-GPD", "HR-MUP", "HU-NNI"
CONTENTS = [b"", b"1", b"2", b"3"]


def series_row(series_id: str = "S-1", terms_id: int = 0, **more: Any) -> Row:
    return {"series_id": series_id, "state": "unidentified", "terms_id": terms_id, **more}


def series_file(content: bytes, states: str = "sha256 md5", series_id: str = "S-1", terms_id: int = 0) -> Row:
    digests = file_row(content, states=states)
    told = {name: digests[name] for name in states.split()}
    return {"series_id": series_id, "terms_id": terms_id, **told}


def series(*contents: bytes, states: str = "sha256 md5", **more: Any) -> dict[str, list[Row]]:
    """One series of the files with these contents."""
    return {
        "series": [series_row(**more)],
        "series_files": [series_file(content, states) for content in contents],
    }


stated = st.fixed_dictionaries(
    {
        "owner": st.sampled_from([SI, HR, HU]),
        "name": st.sampled_from([None, "blue room", "red room"]),
        "scheme": st.sampled_from([None, "icse"]),
        "files": st.lists(
            st.tuples(st.sampled_from(CONTENTS), st.sampled_from(["sha256 md5", "sha256", "md5"])), max_size=3
        ),
    }
)


def pairs_found(work: Path) -> set[tuple[str, str]]:
    return {
        (hit["left_value"].decode(), hit["right_value"].decode())
        for hit in read_work(work, "hits")
        if hit["kind"] == HitKind.SERIES
    }


def plain(entry: Mapping[str, Any]) -> dict[str, object]:
    """A series as the twin takes it; the digests of the empty file are none."""
    rows = [file_row(content, states=states) for content, states in entry["files"] if content]
    files = [(row.get("sha256"), row.get("md5")) for row in rows]
    return {"name": entry["name"], "scheme": entry["scheme"], "files": files}


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(stated, min_size=4, max_size=14))
def test_series_equal_comparing_every_one_with_every_other(
    make: Maker, tmp_path_factory: pytest.TempPathFactory, now: datetime, entries: Sequence[Mapping[str, Any]]
) -> None:
    sets = []
    for n, entry in enumerate(entries):
        rows: dict[str, list[Row]] = {
            "series": [series_row(f"S-{n}", name=entry["name"], scheme=entry["scheme"])],
            "series_files": [series_file(content, states, f"S-{n}") for content, states in entry["files"]],
        }
        sets.append(make(f"{entry['owner']}.{n}", {name: kept for name, kept in rows.items() if kept}))
    work = tmp_path_factory.mktemp("work") / "WORK"
    crosscheck(sets, [], work, now=now)
    expected = {
        tuple(sorted((f"{entries[m]['owner']}/S-{m}", f"{entries[n]['owner']}/S-{n}")))
        for m, n in combinations(range(len(entries)), 2)
        if entries[m]["owner"] != entries[n]["owner"] and same_series(plain(entries[m]), plain(entries[n]))
    }
    assert pairs_found(work) == expected


def told(work: Path, make: Maker, reader: str, now: datetime) -> list[tuple[tuple[str, ...], list[str]]]:
    """The values and the holders of each hit on a series that a reader is told."""
    opened = Work.open(work, make.trust)
    reading = read_hits(opened, Asking.of(opened.operation, reader, f"{reader}/x", "looking", now))
    return [
        (hit.values, [str(holder.authority) for holder in hit.holders])
        for hit in reading.hits
        if hit.kind is HitKind.SERIES
    ]


def test_two_who_work_on_one_series_learn_of_each_other_as_far_as_terms_allow(
    make: Maker, tmp_path: Path, now: datetime
) -> None:
    hit, silent = ([terms_of(HR, disclosure=level)] for level in (Disclosure.HIT, Disclosure.SILENT))
    worked = {"state": "worked-on", "worked_on_by": HR, "country": "HR", "country_basis": "language"}
    for number, terms in enumerate((hit, silent)):
        sets = [
            make(f"{SI}.{number}", series(b"1", b"2")),
            make(f"{HR}.{number}", series(b"2", b"3", series_id="S-1", **worked), terms=terms),
        ]
        work = tmp_path / f"WORK{number}"
        crosscheck(sets, [], work, now=now, operation=signed_operation())
        own = ((f"{SI}/S-1",), [SI, HR])
        assert told(work, make, SI, now) == ([own] if terms is hit else [])
        assert len(told(work, make, HR, now)) == 1


def test_what_ties_a_silent_row_is_not_shown_by_an_open_one(
    make: Maker, tmp_path: Path, now: datetime
) -> None:
    """One series of one owner in two sets: only the silent one shares a file with the other owner."""
    open_terms = [terms_of(HR, disclosure=Disclosure.HIT)]
    silent = [terms_of(HR, disclosure=Disclosure.SILENT)]
    sets = [
        make(f"{SI}.1", series(b"1")),
        make(f"{HR}.1", series(b"2"), terms=open_terms),
        make(f"{HR}.2", series(b"1"), terms=silent),
    ]
    crosscheck(sets, [], tmp_path / "WORK", now=now, operation=signed_operation())
    assert told(tmp_path / "WORK", make, SI, now) == []
    crossing = [
        make(f"{SI}.3", series(b"3"), terms=[terms_of(SI, disclosure=Disclosure.SILENT)]),
        make(f"{HR}.3", series(b"3", b"4"), terms=open_terms),
    ]
    crosscheck([*sets, *crossing], [], tmp_path / "W2", now=now, operation=signed_operation())
    assert told(tmp_path / "W2", make, HU, now) == []


def test_a_new_issue_under_the_same_terms_keeps_the_reference(
    make: Maker, tmp_path: Path, now: datetime
) -> None:
    ids = []
    for number in (1, 2):
        sets = [make(f"{SI}.{number}", series(b"1")), make(f"{HR}.{number}", series(b"1", *[b"2"] * number))]
        crosscheck(sets, [], tmp_path / f"W{number}", now=now)
        ids.append(
            [hit["hit_id"] for hit in read_work(tmp_path / f"W{number}", "hits") if hit["kind"] == "series"]
        )
    assert ids[0] == ids[1]
    assert len(ids[0]) == 1
