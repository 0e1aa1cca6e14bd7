"""The cross-check from sealed files to WORK."""

import json
import random
import stat
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from mozaik import chain
from mozaik.acts import Acts, append_event
from mozaik.contribution import Report
from mozaik.crosscheck import crosscheck
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.terms import Purpose, Subject
from mozaik.work import current_generation
from tests.crosscheck.support import Maker, entry_row, file_row, read_work, selector_row, size_of, terms_of

KEY = bytes(32)


def test_a_shared_file_is_one_hit_with_all_its_holders(make: Maker, tmp_path: Path, now: datetime) -> None:
    sets = [
        make("SI-GPD.a", {"files": [file_row(b"x"), file_row(b"x", path="b"), file_row(b"own")]}),
        make("HR-MUP.a", {"files": [file_row(b"x", "I-9"), file_row(b"x", "I-8")]}),
    ]
    known = make("XX-INT.known", {"entries": [entry_row(b"x"), entry_row(b"else")]}, list_kind="known")
    crosscheck(sets, [known], tmp_path / "WORK", now=now)
    (hit,) = read_work(tmp_path / "WORK", "hits")
    assert (hit["kind"], hit["value_kind"], hit["left_value"]) == (
        "digest",
        "sha256",
        file_row(b"x")["sha256"],
    )
    assert size_of(tmp_path / "WORK", hit) == (5, 4)
    holders = read_work(tmp_path / "WORK", "holders")
    assert sorted((h["authority"], h["unit"], h["set_kind"]) for h in holders) == [
        ("HR-MUP", "item:I-8", "contribution"),
        ("HR-MUP", "item:I-9", "contribution"),
        ("SI-GPD", "item:ITEM-1", "contribution"),
        ("SI-GPD", "item:ITEM-1", "contribution"),
        ("XX-INT", "set:XX-INT.known", "known"),
    ]
    assert {h["hit_id"] for h in holders} == {hit["hit_id"]}


def test_within_one_item_and_between_lists_there_is_no_hit(
    make: Maker, tmp_path: Path, now: datetime
) -> None:
    sealed_set = make("SI-GPD.a", {"files": [file_row(b"x"), file_row(b"x", path="b")]})
    lists = [
        make(f"XX-INT.{name}", {"entries": [entry_row(b"y")]}, list_kind=name)
        for name in ("known", "harmless")
    ]
    crosscheck([sealed_set], lists, tmp_path / "WORK", now=now)
    assert read_work(tmp_path / "WORK", "hits") == read_work(tmp_path / "WORK", "holders") == []


def test_two_items_of_one_owner_are_a_hit(make: Maker, tmp_path: Path, now: datetime) -> None:
    sealed_set = make("SI-GPD.a", {"files": [file_row(b"x"), file_row(b"x", "ITEM-2")]})
    crosscheck([sealed_set], [], tmp_path / "WORK", now=now)
    assert len(read_work(tmp_path / "WORK", "hits")) == 1


def test_one_item_in_two_contributions_is_one_unit(make: Maker, tmp_path: Path, now: datetime) -> None:
    sets = [make(f"SI-GPD.{name}", {"files": [file_row(b"x")]}) for name in "ab"]
    crosscheck(sets, [], tmp_path / "WORK", now=now)
    assert read_work(tmp_path / "WORK", "hits") == []


def test_a_selector_meets_only_its_own_kind(make: Maker, tmp_path: Path, now: datetime) -> None:
    sets = [
        make("SI-GPD.a", {"selectors": [selector_row("email", "a@example.org"), selector_row("phone", "1")]}),
        make(
            "HR-MUP.a", {"selectors": [selector_row("email", "a@example.org"), selector_row("account", "1")]}
        ),
    ]
    crosscheck(sets, [], tmp_path / "WORK", now=now)
    (hit,) = read_work(tmp_path / "WORK", "hits")
    assert (hit["kind"], hit["value_kind"], hit["left_value"]) == ("selector", "email", b"a@example.org")


def test_a_fact_about_a_person_meets_a_selector_on_an_item(
    make: Maker, tmp_path: Path, now: datetime
) -> None:
    suspect = terms_of("HR-MUP", subject=Subject.SUSPECT)
    fact = {"person_id": "P1", "kind": "selector", "selector_kind": "email", "value": "a@example.org"}
    sets = [
        make("SI-GPD.a", {"selectors": [selector_row("email", "a@example.org")]}),
        make("HR-MUP.a", {"person_facts": [fact]}, terms=[suspect]),
    ]
    crosscheck(sets, [], tmp_path / "WORK", now=now)
    units = {(h["table"], h["unit"]) for h in read_work(tmp_path / "WORK", "holders")}
    assert units == {("selectors", "item:ITEM-1"), ("person_facts", "person:HR-MUP.a:P1")}


def test_terms_that_do_not_permit_it_keep_rows_out_and_coverage_counts_them(
    make: Maker, tmp_path: Path, now: datetime
) -> None:
    closed = terms_of("HR-MUP", purposes=frozenset({Purpose.EXCHANGE}))
    sets = [
        make("SI-GPD.a", {"files": [file_row(b"x"), file_row(b"")]}),
        make(
            "HR-MUP.a",
            {"files": [file_row(b"x"), {**file_row(b"y"), "terms_id": 1}]},
            terms=[closed, terms_of("HR-MUP", "open")],
        ),
    ]
    summary = crosscheck(sets, [], tmp_path / "WORK", now=now)
    assert read_work(tmp_path / "WORK", "hits") == []
    coverage = [
        (r["set_id"], r["terms_key"], r["state"], r["reason"], r["rows"])
        for r in read_work(tmp_path / "WORK", "coverage")
    ]
    assert coverage == [
        ("HR-MUP.a", 0, "not_compared", "purpose does not include cross-check", 1),
        ("HR-MUP.a", 1, "compared", "", 1),
        ("SI-GPD.a", 2, "compared", "", 1),
        ("SI-GPD.a", 2, "not_compared", "no digest of any content", 1),
    ]
    assert [(gap.set_id, gap.rows) for gap in summary.not_compared] == [("HR-MUP.a", 1), ("SI-GPD.a", 1)]
    assert not hasattr(summary, "hits")


def test_coverage_says_what_a_set_could_not_open(make: Maker, tmp_path: Path, now: datetime) -> None:
    details = {"reject_reasons": {"encrypted archive": 2}, "notes": {"picture could not be decoded": 3}}
    report = Report(read=3, accepted=1, rejected=2, details=details)
    sealed_set = make("SI-GPD.a", {"files": [file_row(b"x")]}, report=report)
    summary = crosscheck([sealed_set], [], tmp_path / "WORK", now=now)
    assert [(gap.reason, gap.rows) for gap in summary.not_compared] == [
        ("encrypted archive", 2),
        ("picture could not be decoded", 3),
    ]
    unopened = [row for row in read_work(tmp_path / "WORK", "coverage") if row["matcher"] == ""]
    assert [(row["table"], row["terms_key"]) for row in unopened] == [("files", None)] * 2


def test_coverage_says_by_terms_what_was_not_examined_and_says_it_once(
    make: Maker, tmp_path: Path, now: datetime
) -> None:
    """A no-hit speaks of it to whom it may be told (review 1, item 11.2)."""
    gap = {"item_id": "I", "path": "v.mp4", "container": "", "reason": "not searched: video or sound"}
    sets = [
        make(
            "SI-GPD.a",
            {
                "files": [file_row(b"x")],
                "not_examined": [gap, {**gap, "path": "w.mp4"}, {**gap, "terms_id": 1}],
            },
            terms=[terms_of("SI-GPD"), terms_of("SI-GPD", "other")],
            report=Report(read=1, accepted=1, details={"notes": {"not searched: video or sound": 3}}),
        ),
    ]
    crosscheck(sets, [], tmp_path / "WORK", now=now)
    told = [
        (row["table"], row["terms_key"], row["state"], row["reason"], row["rows"])
        for row in read_work(tmp_path / "WORK", "coverage")
        if not row["matcher"]
    ]
    assert told == [
        ("not_examined", 0, "not_compared", "not searched: video or sound", 2),
        ("not_examined", 1, "not_compared", "not searched: video or sound", 1),
    ]


def test_every_order_of_the_files_gives_the_same_bytes(make: Maker, tmp_path: Path, now: datetime) -> None:
    draw = random.Random(7)
    contents = [bytes([n]) for n in range(12)]
    sets = [
        make(
            f"{owner}.{n}",
            {
                "files": [
                    file_row(c, f"I-{n}", states=draw.choice(["sha256 sha1 md5", "md5", "sha1 md5"]))
                    for c in draw.sample(contents, 8)
                ]
            },
        )
        for n, owner in enumerate(["SI-GPD", "HR-MUP", "HU-NNI", "SI-GPD"])
    ]
    known = make(
        "XX-INT.known", {"entries": [entry_row(c, states="md5") for c in contents[:5]]}, list_kind="known"
    )
    crosscheck(sets, [known], tmp_path / "one", now=now, operation_key=KEY)
    crosscheck(sets[::-1], [known], tmp_path / "two", now=now, operation_key=KEY)
    one, two = (current_generation(tmp_path / name) for name in ("one", "two"))
    for name in sorted(str(path.relative_to(one)) for path in one.rglob("*") if path.is_file()):
        assert (one / name).read_bytes() == (two / name).read_bytes(), name
    assert pq.read_metadata(current_generation(tmp_path / "one") / "hits.parquet").num_rows > 5


def test_work_is_private_and_complete(make: Maker, tmp_path: Path, now: datetime) -> None:
    work = tmp_path / "WORK"
    sealed_set = make("SI-GPD.a", {"files": [file_row(b"x")]})
    crosscheck([sealed_set], [], work, now=now)
    assert sorted(path.name for path in work.iterdir()) == ["current", "generations"]
    assert sorted(path.name for path in current_generation(work).iterdir()) == [
        "coverage.parquet", "hits.parquet", "holders.parquet", "sets.parquet", "tables",
        "terms.parquet", "work.json",
    ]  # fmt: skip
    beside = [tmp_path / "WORK.acts", tmp_path / "WORK.secrets"]
    for path in [work, *beside, *(path for folder in (work, *beside) for path in folder.rglob("*"))]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
    facts = json.loads((current_generation(work) / "work.json").read_text())
    assert facts["inputs"] == [
        {"set_id": "SI-GPD.a", "authority": "SI-GPD", "kind": "contribution", "sha256": sealed_set.sha256}
    ]
    assert list(tmp_path.glob(".WORK*")) == []


def test_nothing_is_left_of_a_cross_check_that_fails(make: Maker, tmp_path: Path, now: datetime) -> None:
    def fail(done: int, total: int, done_bytes: int = 0, total_bytes: int = 0) -> None:
        raise KeyboardInterrupt

    sealed_set = make("SI-GPD.a", {"files": [file_row(b"x")]})
    with pytest.raises(KeyboardInterrupt):
        crosscheck([sealed_set], [], tmp_path / "WORK", now=now, step=fail)
    assert [path.name for path in tmp_path.iterdir()] == ["sealed"]


def test_replacing_keeps_the_key_the_chains_and_the_judgements(
    make: Maker, tmp_path: Path, now: datetime
) -> None:
    work = tmp_path / "WORK"
    sealed_set = make("SI-GPD.a", {"files": [file_row(b"x")]})
    crosscheck([sealed_set], [], work, now=now)
    acts = Acts.beside(work)
    key, head = acts.operation_key(), append_event(acts, "SI-GPD", "read-hits", {}, now)
    with pytest.raises(RefusedError, match="exists"):
        crosscheck([sealed_set], [], work, now=now)
    crosscheck([sealed_set], [], work, now=now, replace=True)
    assert (acts.operation_key(), chain.head(acts.chain_of("SI-GPD"))) == (key, head)


def test_a_folder_that_is_not_work_is_never_replaced(make: Maker, tmp_path: Path, now: datetime) -> None:
    (tmp_path / "mine").mkdir()
    with pytest.raises(RefusedError, match="not a WORK folder"):
        crosscheck(
            [make("SI-GPD.a", {"files": [file_row(b"x")]})], [], tmp_path / "mine", now=now, replace=True
        )


def test_a_path_that_the_engine_would_read_as_a_pattern_is_refused(
    make: Maker, tmp_path: Path, now: datetime
) -> None:
    with pytest.raises(InvalidInputError, match="patterns"):
        crosscheck([make("SI-GPD.a", {"files": [file_row(b"x")]})], [], tmp_path / "WORK[1]", now=now)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id": "SI-GPD.a"}, "same id"),
        ({"supersedes": ("SI-GPD.a",)}, "superseded"),
        ({"edition": "Mozaik 2024"}, "editions"),
        ({"synthetic": False}, "synthetic"),
    ],
)
def test_sets_that_must_not_meet_are_refused(
    make: Maker, tmp_path: Path, now: datetime, changes: dict[str, Any], message: str
) -> None:
    sealed_set = make("SI-GPD.a", {"files": [file_row(b"x")]})
    other = make(changes.pop("id", "SI-GPD.b"), {"files": [file_row(b"y")]}, **changes)
    with pytest.raises(RefusedError, match=message):
        crosscheck([sealed_set, other], [], tmp_path / "WORK", now=now)
    assert not (tmp_path / "WORK").exists()


def test_a_list_is_not_a_contribution(make: Maker, tmp_path: Path, now: datetime) -> None:
    known = make("XX-INT.known", {"entries": [entry_row(b"x")]}, list_kind="known")
    with pytest.raises(InvalidInputError, match="--list"):
        crosscheck([known], [], tmp_path / "WORK", now=now)
    with pytest.raises(InvalidInputError, match="at least one"):
        crosscheck([], [known], tmp_path / "WORK", now=now)


def test_files_in_any_order_give_the_same_bytes(make: Maker, tmp_path: Path, now: datetime) -> None:
    sets = [
        make(
            f"{country}-GPD.s{number}",
            {"files": [file_row(b"%d" % (number // 2)), file_row(b"all", path="b")]},
        )
        for number, country in enumerate(("SI", "HR", "RS", "BA") * 6)
    ]
    for name, given in (("ONE", sets), ("TWO", sets[::-1]), ("THREE", sets[7:] + sets[:7])):
        crosscheck(given, [], tmp_path / name, now=now, operation_key=b"k" * 32)

    for part in ("hits", "holders", "coverage", "terms", "sets"):
        contents = {
            (current_generation(tmp_path / name) / f"{part}.parquet").read_bytes()
            for name in ("ONE", "TWO", "THREE")
        }
        assert len(contents) == 1
