"""Who holds a picture or file: every picture near it in any form, as far as the terms let the reader know."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from mozaik import chain
from mozaik.cli.exit_codes import ExitCode
from mozaik.crosscheck.matchers.perceptual import nearest_form
from mozaik.desk import question_of
from mozaik.errors import InvalidInputError
from mozaik.media import dihedral_forms
from mozaik.release import Asked, Held, Question, Work, search_held
from mozaik.terms import Disclosure, Handling, Terms
from mozaik.triage import hash_picture
from tests.release.support import TRUST, Holder, Set, World, asks, key_of, terms, write_work
from tests.release.test_commands import run

SI, HR, EC3 = "SI-GPD", "HR-MUP", "EU-EC3"
FULL, HIT, SILENT = Disclosure.FULL, Disclosure.HIT, Disclosure.SILENT
SETS = (Set("si", SI), Set("hr", HR), Set("known", EC3, "known"))
OWNER = {"si": SI, "hr": HR, "known": EC3}
PDQ = bytes(range(100, 132))


def changed(bits: int, form: int = 0) -> bytes:
    """The picture with some bits changed, turned."""
    code = (int.from_bytes(PDQ) ^ ((1 << bits) - 1)).to_bytes(32)
    forms = dihedral_forms(np.frombuffer(code, np.uint8).reshape(1, 32))
    return bytes(forms[form, 0])


def holder(
    set_id: str, level: Disclosure, pdq: bytes, quality: int | None = 100, item: str = "P-1"
) -> Holder:
    """A row with a picture, under terms of one level for everybody."""
    fields = {"pdq": pdq, "quality": quality, "sha256": pdq[::-1]}
    table = "entries" if set_id == "known" else "media"
    unit = set_id if set_id == "known" else item
    return Holder(set_id, unit, terms(OWNER[set_id], level), table=table, fields=fields, basis="pdq")


def opened(folder: Path, *rows: Holder) -> Work:
    return Work.open(write_work(folder / "work", World(SETS, (), unshared=rows)), TRUST)


def asked(work: Work, reader: str = SI, pdq: bytes = PDQ) -> Held:
    return search_held(work, asks(work, reader), Question(Asked.PICTURE, pdq))


ROWS = st.lists(
    st.builds(
        holder,
        st.sampled_from(sorted(OWNER)),
        st.sampled_from([FULL, HIT, SILENT]),
        st.builds(changed, st.sampled_from([0, 1, 30, 31, 32, 60]), st.integers(0, 7)),
        st.sampled_from([None, 49, 50, 100]),
        st.sampled_from(["P-1", "P-2"]),
    ),
    min_size=1,
    max_size=8,
)


def expected(rows: list[Holder], reader: str) -> tuple[dict[tuple[str, int, str], set[str]], set[str]]:
    """The slow, obvious answer: who holds each value in full, and who holds something and tells no more."""
    full: dict[tuple[str, int, str], set[str]] = {}
    others = set()
    for row in rows:
        quality = row.fields["quality"]
        fits = quality >= 50 if quality is not None else row.table == "entries"
        apart, form = nearest_form(PDQ, row.fields["pdq"])
        owner = OWNER[row.set_id]
        level = FULL if owner == reader else row.terms.disclosure
        if not fits or apart > 31 or level is SILENT:
            continue
        if level is HIT:
            others.add(owner)
        else:
            full.setdefault((row.fields["pdq"].hex(), apart, form), set()).add(owner)
    return full, others


@settings(max_examples=25, deadline=None)
@given(ROWS, st.sampled_from([SI, HR]))
def test_every_picture_near_it_is_told_as_far_as_the_terms_allow(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Holder], reader: str
) -> None:
    """Quality, all eight forms, the distance, and each level, against the slow twin."""
    held = asked(opened(tmp_path_factory.mktemp("held"), *rows), reader)
    full, others = expected(rows, reader)
    told = {
        (value.value, value.distance, value.transform): {str(told.authority) for told in value.holders}
        for value in held.values
    }
    assert (told, held.total) == (full, len(full))
    assert [value.distance for value in held.values] == sorted(key[1] for key in full)
    assert {str(told.authority) for told in held.others} == others
    assert len(held.others) == len(others)
    assert all(told.ticket and told.fields is None for told in held.others)


@settings(max_examples=15, deadline=None)
@given(ROWS, ROWS)
def test_what_is_silent_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Holder], more: list[Holder]
) -> None:
    """Two worlds that differ in silent rows alone have one answer."""
    silent = [replace(row, terms=replace(row.terms, disclosure=SILENT)) for row in more if row.set_id != "si"]
    rows = [row for row in rows if row.terms.disclosure is not SILENT or row.set_id == "si"] or [
        holder("si", FULL, PDQ)
    ]
    stated = [(row.set_id, row.terms) for row in silent]
    folder = tmp_path_factory.mktemp("held")
    poor = Work.open(
        write_work(folder / "poor", World(SETS, (), unshared=tuple(rows), extra_terms=tuple(stated))), TRUST
    )
    rich = Work.open(
        write_work(folder / "rich", World(SETS, (), unshared=(*rows, *silent), extra_terms=tuple(stated))),
        TRUST,
    )
    assert asked(poor) == asked(rich)


def test_the_nearest_are_told_first_and_the_rest_counted(tmp_path: Path) -> None:
    work = opened(tmp_path, *(holder("si", FULL, changed(bits)) for bits in (7, 2, 5)))
    held = search_held(work, asks(work, SI), Question(Asked.PICTURE, PDQ), 2)
    assert ([value.distance for value in held.values], held.total) == ([2, 5], 3)


def test_one_value_in_both_tables_is_one_value_with_both_holders(tmp_path: Path) -> None:
    held = asked(opened(tmp_path, holder("si", FULL, PDQ), holder("known", FULL, PDQ)))
    assert [[str(told.authority) for told in value.holders] for value in held.values] == [[SI, EC3]]


def test_a_kept_index_gives_the_same_answer_and_a_broken_one_is_made_anew(tmp_path: Path) -> None:
    work = opened(tmp_path, holder("si", FULL, changed(3)), holder("known", FULL, changed(9)))
    first = asked(work)
    assert len(first.values) == 2
    again = Work.open(work.path, TRUST)
    assert asked(again) == first
    for kept in work.views.glob(".pictures*/values.arrow"):
        kept.write_bytes(b"no table")
    assert asked(Work.open(work.path, TRUST)) == first


def test_a_file_is_found_by_each_of_its_digests_wherever_it_stands(tmp_path: Path) -> None:
    digests = {"sha256": bytes(32), "sha1": bytes(20), "md5": bytes(16)}
    mine = Holder("si", "P-1", terms(SI, FULL), fields={**digests, "path": "a/b.jpg"})
    theirs = Holder("hr", "P-2", terms(HR, HIT), fields=digests)
    listed = Holder("known", "known", terms(EC3, FULL), table="entries", fields=digests)
    other = Holder(
        "hr", "P-3", terms(HR, FULL), fields={"sha256": bytes(31) + b"\1", "md5": bytes(15) + b"\1"}
    )
    work = opened(tmp_path, mine, theirs, listed, other)
    for digest in digests.values():
        held = search_held(work, asks(work, SI), Question(Asked.DIGEST, digest))
        assert [value.distance for value in held.values] == [None]
        assert [str(told.authority) for told in held.values[0].holders] == [SI, EC3]
        assert (held.values[0].holders[0].fields or {})["path"] == "a/b.jpg"
        assert [str(told.authority) for told in held.others] == [HR]
    assert not search_held(work, asks(work, SI), Question(Asked.DIGEST, bytes(15) + b"\2")).total


@pytest.mark.parametrize(
    ("kind", "size"), [(Asked.PICTURE, 31), (Asked.PICTURE, 16), (Asked.DIGEST, 0), (Asked.DIGEST, 33)]
)
def test_what_is_no_hash_is_refused(kind: Asked, size: int) -> None:
    with pytest.raises(InvalidInputError, match="to search for"):
        Question(kind, bytes(size))


def test_where_the_file_lies_is_told_in_full_alone(tmp_path: Path) -> None:
    file = {"sha256": PDQ[::-1]}
    open_row = Holder("hr", "P-1", terms(HR, FULL), fields={**file, "path": "told.jpg"})
    closed = Holder("hr", "P-1", terms(HR, SILENT), fields={**file, "path": "hidden.jpg"})
    held = asked(opened(tmp_path, holder("hr", FULL, PDQ), open_row, closed))
    assert [place.path for place in held.values[0].holders[0].places] == ["told.jpg"]


def test_a_note_that_nobody_has_read_keeps_the_row_at_hit_level(tmp_path: Path) -> None:
    noted: Terms = replace(
        terms(HR, FULL), handling=frozenset({Handling.H0, Handling.H3}), handling_note="ask first"
    )
    held = asked(opened(tmp_path, replace(holder("hr", FULL, PDQ), terms=noted)))
    assert (held.total, [str(told.authority) for told in held.others]) == (0, [HR])


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    """A harmless picture of noise blocks, as a file."""
    blocks = np.random.default_rng(5).integers(0, 256, (9, 9, 3), dtype=np.uint8)
    path = tmp_path / "drawn.png"
    Image.fromarray(blocks).resize((300, 300), Image.Resampling.BICUBIC).save(path)
    return path


def test_a_picture_in_the_hand_is_searched_and_logged_without_its_hash(
    tmp_path: Path, drawn: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pdq = hash_picture(drawn).pdq
    work = opened(tmp_path, holder("si", FULL, pdq), holder("hr", HIT, pdq))
    key_of(f"{SI}/ana")
    ask = (str(work.path), "--as", SI, "--by", f"{SI}/ana", "--reason", "case 114")
    assert run("search", *ask, "--picture", str(drawn), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["schema"], told["total"], told["values"][0]["distance"]) == ("mozaik.search/1", 1, 0)
    assert run("search", *ask, "--pdq", pdq.hex()) == 0
    text = capsys.readouterr().out
    assert "HR-MUP: holds a match and tells no more" in text
    assert f"Picture {pdq.hex()}" in text.replace("\n", "")
    assert run("search", *ask, "--digest", "00" * 32) == 0
    assert "No set disclosed to you holds this file" in capsys.readouterr().out
    entries = [details for _, details in chain.entries_of(work.acts.chain_of(SI), "search-held") if details]
    assert [(details["reason"], details["values"]) for details in entries] == [("case 114", 1)] * 2 + [
        ("case 114", 0)
    ]
    for path in work.acts.folder.rglob("*"):
        assert not path.is_file() or (pdq.hex() not in path.read_text("latin-1"))


@pytest.mark.parametrize("more", [(), ("query", "--pdq", "00" * 32), ("--pdq", "zz"), ("--digest", "00")])
def test_one_sound_thing_is_searched_for_at_a_time(
    tmp_path: Path, more: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    work = opened(tmp_path, holder("si", FULL, PDQ))
    assert run("search", str(work.path), *more, "--as", SI, "--reason", "x") == ExitCode.INVALID
    assert "search for" in capsys.readouterr().err


def test_a_file_that_is_no_picture_is_refused(tmp_path: Path, drawn: Path) -> None:
    (tmp_path / "no.png").write_bytes(drawn.read_bytes()[:100])
    flat = tmp_path / "flat.png"
    Image.new("RGB", (200, 200), (90, 90, 90)).save(flat)
    for path in (tmp_path / "no.png", flat):
        with pytest.raises(InvalidInputError, match="cannot be searched for"):
            question_of(path, None, None)
