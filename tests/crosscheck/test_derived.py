"""WORK is derived: deleted and written again it has the same bytes, and what people did stands beside it."""

import shutil
import tarfile
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from mozaik import chain
from mozaik.acts import Act, Acts, acts_of, read_register
from mozaik.contribution import NotCurrentError, SealedSet, read_set
from mozaik.crosscheck import Confirmed, crosscheck
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.files import make_private_folder
from mozaik.package import Drafting
from mozaik.package.draft import take_number
from mozaik.parties import Authority, PersonRef
from mozaik.release import Status, Verdict, Work, judge, read_hits
from mozaik.seal import SigningKey, TrustStore
from tests.crosscheck.support import Maker, entry_row, file_row
from tests.killing import STEPS, killed_before_change
from tests.operation.support import signed_operation
from tests.release.support import asks

SI, ANA = "SI-GPD", PersonRef("SI-GPD/ana")
REFERENCE = "H-7SLNKKFPP7VCF5O3"
OLD = Path(__file__).with_name("golden") / "work-format-2.tar.xz"
"""A WORK of format 2 with two sets, a judgement, a draft, one set that was replaced and one withdrawn."""


def bytes_of(folder: Path) -> dict[str, bytes]:
    """The files below a folder, without the views of readers, which come and go with reading."""
    files = (p for p in sorted(folder.rglob("*")) if p.is_file() and "views" not in p.parts)
    return {str(p.relative_to(folder)): p.read_bytes() for p in files}


def sets_of(make: Maker) -> list[SealedSet]:
    return [
        make(f"{owner}.a", {"files": [file_row(b"x"), file_row(b"%d" % number, "ITEM-2")]})
        for number, owner in enumerate((SI, "HR-MUP", "HU-NNI"))
    ]


def test_a_deleted_work_is_written_again_with_the_same_bytes_and_nothing_people_did_is_lost(
    make: Maker, tmp_path: Path, now: datetime
) -> None:
    work, sets = tmp_path / "WORK", sets_of(make)
    known = make("XX-INT.known", {"entries": [entry_row(b"x")]}, list_kind="known")
    crosscheck(sets, [known], work, now=now, operation=signed_operation())
    opened = Work.open(work, make.trust)
    hit = read_hits(opened, asks(opened, SI, "review", ANA, now)).hits[0].reference
    judge(opened, hit, Verdict.CONFIRM, make.keys[SI], "same file", now)
    before, acts = bytes_of(work), bytes_of(tmp_path / "WORK.acts")
    shutil.rmtree(work)
    with pytest.raises(RefusedError, match=r"SI-GPD\.a of SI-GPD"):
        crosscheck(sets[1:], [known], work, now=now, operation=signed_operation())
    crosscheck(list(reversed(sets)), [known], work, now=now, operation=signed_operation())
    assert bytes_of(work) == before
    assert bytes_of(tmp_path / "WORK.acts") == acts
    again = Work.open(work, make.trust)
    reading = read_hits(again, asks(again, SI, "review", ANA, now))
    assert {hit.reference: hit.status for hit in reading.hits}[hit] is Status.CONFIRMED


def test_the_key_of_the_operation_lies_apart_from_acts_and_work(
    make: Maker, tmp_path: Path, now: datetime
) -> None:
    crosscheck(sets_of(make), [], tmp_path / "WORK", now=now)
    key = (tmp_path / "WORK.secrets" / "operation.key").read_bytes()
    for folder in ("WORK", "WORK.acts"):
        assert not any(key in data for data in bytes_of(tmp_path / folder).values())


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A folder with a WORK as an earlier version wrote it, and its sealed files and keys."""
    make_private_folder(tmp_path / "old")
    with tarfile.open(OLD) as archive:
        archive.extractall(tmp_path / "old", filter="data")
    for place in (tmp_path / "old").rglob("*"):
        place.chmod(0o700 if place.is_dir() else 0o600)
    return tmp_path / "old"


def check_again(folder: Path, now: datetime, *names: str) -> Work:
    trust = TrustStore.load(folder / "trust.json")
    sets = [read_set(folder / f"{name}.contribution", trust) for name in names]
    crosscheck(sets, [], folder / "WORK", now=now, replace=True, operation=signed_operation())
    return Work.open(folder / "WORK", trust)


def test_what_people_did_in_a_work_of_the_earlier_format_is_taken_over(old: Path, now: datetime) -> None:
    with pytest.raises(InvalidInputError, match="crosscheck --replace"):
        Work.open(old / "WORK", TrustStore())
    noted = chain.Head(5, _hash_of_line(old / "WORK" / "acts" / "chains" / "SI-GPD.jsonl", 5))
    with pytest.raises(RefusedError, match=r"HR-MUP\.b of HR-MUP"):
        check_again(old, now, "SI-GPD.a2")
    work = check_again(old, now, "SI-GPD.a2", "HR-MUP.b")
    assert chain.verify_chain(work.acts.chain_of(SI), noted) == noted
    (hit,) = read_hits(work, asks(work, SI, "review", ANA, now)).hits
    assert (hit.reference, hit.status) == (REFERENCE, Status.CONFIRMED)
    drafting = Drafting(Authority(SI), "action days", ANA, now)
    assert take_number(work, drafting, SigningKey.load(old / "SI-GPD.key")).sequence == 2
    register = read_register(work.acts)
    assert register.current == {"SI-GPD.a2", "HR-MUP.b"}
    assert register.withdrawn == {"HR-MUP.c"}
    assert not (old / "WORK" / "acts").exists()


def _hash_of_line(path: Path, number: int) -> str:
    return path.read_text().splitlines()[number - 1].partition('"hash":"')[2][:64]


def test_a_crash_at_any_step_of_taking_over_loses_nothing(tmp_path: Path, old: Path) -> None:
    for step in STEPS:
        folder = tmp_path / str(step)
        shutil.copytree(old, folder)
        acts = Acts.beside(folder / "WORK")
        take_over = partial(acts.take_over, folder / "WORK" / "acts")
        if not killed_before_change(step, take_over):
            break
        take_over()
        assert acts.operation_key() == (folder / "WORK" / "acts" / "operation.key").read_bytes()
        trust = TrustStore.load(folder / "trust.json")
        assert [said.content["verdict"] for said in acts_of(acts, SI, trust, Act.JUDGEMENT)] == ["confirm"]
        assert len(read_register(acts).received) == 4
        names = {"WORK", "WORK.acts", "WORK.secrets"}
        assert {p.name for p in folder.iterdir() if p.name.startswith((".", "WORK"))} == names
    assert 10 < step < 397


def test_a_set_that_was_withdrawn_before_a_crash_is_withdrawn_once(
    make: Maker, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The register is written before WORK gets its name: a crash in between is made good by the next run."""
    work, (first, second, third) = tmp_path / "WORK", sets_of(make)
    crosscheck([first, second, third], [], work, now=now)
    confirmed = Confirmed(withdrawn=frozenset({third.set_id}))
    with monkeypatch.context() as patched:
        patched.setattr("mozaik.work.making.point_at", _crash)
        with pytest.raises(KeyboardInterrupt):
            crosscheck([first, second], [], work, now=now, replace=True, confirmed=confirmed)
    with pytest.raises(NotCurrentError, match="withdrawn"):
        crosscheck([first, second, third], [], work, now=now, replace=True)
    grown = chain.head(Acts.beside(work).register_chain())
    crosscheck([first, second], [], work, now=now, replace=True, confirmed=confirmed)
    assert chain.head(Acts.beside(work).register_chain()) == grown
    assert read_register(Acts.beside(work)).current == {first.set_id, second.set_id}


def _crash(*_: object) -> None:
    raise KeyboardInterrupt


def test_two_generations_of_the_same_sets_have_the_same_bytes_and_no_reader_sees_the_change(
    make: Maker, tmp_path: Path, now: datetime
) -> None:
    work, sets = tmp_path / "WORK", sets_of(make)
    crosscheck(sets[:2], [], work, now=now, operation=signed_operation())
    earlier = Work.open(work, make.trust)
    crosscheck(sets, [], work, now=now, replace=True)
    first = Work.open(work, make.trust)
    crosscheck(list(reversed(sets)), [], work, now=now, replace=True)
    second = Work.open(work, make.trust)
    assert len({reader.generation for reader in (earlier, first, second)}) == 3
    assert bytes_of(first.generation) == bytes_of(second.generation)
    told = [
        read_hits(opened, asks(opened, SI, "review", ANA, now)).hits for opened in (earlier, first, second)
    ]
    assert told[0] != told[1] == told[2]
