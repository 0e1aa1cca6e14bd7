"""Receiving files into the store: any order, any repetition and any crash end in the same state."""

import shutil
import stat
import sys
from collections.abc import Iterator
from functools import partial
from itertools import permutations
from pathlib import Path

import pytest

from mozaik.node import Checker, State, Store, mend
from mozaik.node.checking import Sound, Unsound
from mozaik.seal import Kind, Role, SigningKey, write_sealed
from tests.crosscheck.support import CREATED, Maker, entry_row, file_row
from tests.killing import STEPS, killed_before_change
from tests.node.support import Place
from tests.seal.support import manifest

HOSTILE = (sys.executable, "-B", str(Path(__file__).with_name("hostile_child.py")))


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Maker:
    return Maker(tmp_path_factory.mktemp("arrived"))


@pytest.fixture(scope="module")
def checker(make: Maker) -> Iterator[Checker]:
    """One child for all tests; it reads the trust store anew for each file."""
    own = Checker(make.folder / "trust.json")
    yield own
    own.close()


@pytest.fixture
def place(tmp_path: Path, checker: Checker) -> Place:
    return Place(tmp_path / "node", checker)


@pytest.fixture
def files(make: Maker) -> list[Path]:
    """Three sets of which the last replaces the first, and a list."""
    first = make("SI-GPD.1", {"files": [file_row(b"1")]})
    second = make("HR-MUP.1", {"files": [file_row(b"2")]})
    third = make("SI-GPD.2", {"files": [file_row(b"3")]}, supersedes=("SI-GPD.1",))
    known = make("XX-INT.known", {"entries": [entry_row(b"x")]}, list_kind="known")
    make.trust.save(make.folder / "trust.json")
    return [given.path for given in (first, second, third, known)]


EXPECTED = {
    "SI-GPD.1": ("superseded", "", "SI-GPD.2"), "SI-GPD.2": ("accepted", "", None),
    "HR-MUP.1": ("accepted", "", None), "XX-INT.known": ("accepted", "", None),
}  # fmt: skip


def test_a_store_may_be_named_from_where_one_stands(
    tmp_path: Path, files: list[Path], checker: Checker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The child that opens files stands elsewhere."""
    monkeypatch.chdir(tmp_path)
    place = Place(Path("node"), checker)
    assert [answer.listed and answer.listed.state for answer in place.receive(files[1])] == [State.ACCEPTED]


def test_any_order_and_any_repetition_give_the_same_state(
    tmp_path: Path, files: list[Path], checker: Checker
) -> None:
    seen = set()
    for number, order in enumerate([*permutations(files)][::7]):
        place = Place(tmp_path / str(number), checker)
        for at, path in enumerate(order):
            place.receive(path, *order[:at])
        assert place.listed() == EXPECTED
        seen.add(tuple(place.index.listed()))
        assert len(list(place.store.digests())) == 4
    assert len(seen) == 1


def test_a_bad_file_gets_one_sentence_and_stops_no_other(
    tmp_path: Path, files: list[Path], place: Place
) -> None:
    good, other, *_ = files
    bad = {"changed": good.read_bytes()[:-9] + b"x" * 9, "empty": b"", "noise": b"\x00" * 5000}
    paths = []
    for name, data in bad.items():
        paths.append(tmp_path / name)
        paths[-1].write_bytes(data)
    (tmp_path / "far").mkdir()
    stranger = Maker(tmp_path / "far")("HU-NNI.1", {"files": [file_row(b"9")]}).path
    missing = tmp_path / "gone"
    received = place.receive(good, *paths, stranger, missing, other)
    assert [entry.path for entry in received] == [good, *paths, stranger, missing, other]
    states = [entry.listed.state if entry.listed else None for entry in received]
    assert states == [State.ACCEPTED, *[State.REFUSED] * 4, None, State.ACCEPTED]
    for entry in received[1:5]:
        assert entry.listed
        assert 20 < len(entry.listed.why) < 900
        assert "\n" not in entry.listed.why
        assert str(tmp_path) not in entry.listed.why
        assert not place.store.has(entry.listed.sha256)
    assert "not trusted" in (received[4].listed.why if received[4].listed else "")
    assert "cannot be read" in received[5].why


@pytest.mark.usefixtures("files")
def test_a_file_that_was_refused_is_accepted_once_its_key_is_trusted(make: Maker, place: Place) -> None:
    late = make("PL-KGP.1", {"files": [file_row(b"9")]}).path
    (refused,) = place.receive(late)
    assert refused.listed
    assert refused.listed.state is State.REFUSED
    make.trust.save(make.folder / "trust.json")
    (accepted,) = place.receive(late)
    assert accepted.listed
    assert (accepted.listed.state, accepted.listed.why, accepted.listed.id) == (
        State.ACCEPTED,
        "",
        "PL-KGP.1",
    )


def test_what_is_in_the_store_was_verified_once_and_its_index_is_made_anew(
    files: list[Path], place: Place
) -> None:
    """Without asking a child again: a key that was revoked since changes nothing."""
    place.receive(*files)
    before = place.index.listed()
    for path in place.folder.glob("index.sqlite*"):
        path.unlink()
    assert place.receive() == ()
    assert place.index.listed() == before
    assert mend(place.store, place.index) == 0


def test_the_copy_is_verified_and_not_what_arrived(
    tmp_path: Path, files: list[Path], checker: Checker
) -> None:
    good = tmp_path / "good"
    shutil.copyfile(files[0], good)

    class Exchanging(Checker):
        def check(self, path: Path, sha256: str) -> Sound | Unsound:
            shutil.copyfile(files[1], good)
            return checker.check(path, sha256)

    expected = good.read_bytes()
    place = Place(tmp_path / "node", Exchanging(checker.trust))
    (received,) = place.receive(good)
    assert received.listed
    assert received.listed.id == "SI-GPD.1"
    assert place.store.path_of(received.listed.sha256).read_bytes() == expected


@pytest.mark.parametrize("how", ["dies", "nonsense", "another", "no-manifest", "long", "foreign", "endless"])
def test_a_child_that_dies_or_lies_costs_one_file(
    tmp_path: Path, files: list[Path], checker: Checker, how: str
) -> None:
    hostile = Checker(checker.trust, command=(*HOSTILE, how))
    place = Place(tmp_path / "node", hostile)
    first, second = place.receive(*files[:2])
    hostile.close()
    for received in (first, second):
        assert received.listed
        assert received.listed.state is State.REFUSED
        assert received.listed.why.startswith("the file cannot be read")
        assert "\u202e" not in received.listed.why
    assert list(place.store.digests()) == []


def test_everything_is_private(files: list[Path], place: Place) -> None:
    place.receive(*files[:1])
    for path in [place.folder, *place.folder.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


@pytest.mark.usefixtures("files")
def test_a_package_has_its_place_too(tmp_path: Path, make: Maker, place: Place) -> None:
    key = SigningKey.generate("SI-GPD", "mia")
    second = make._key("SI-GPD")
    make.trust.add(key.trusted(CREATED))
    make.trust.save(make.folder / "trust.json")
    path = tmp_path / "p.package"
    write_sealed(path, manifest(Kind.PACKAGE), {"a": b"x"}, [(key, Role.RELEASER), (second, Role.RELEASER)])
    (received,) = place.receive(path)
    assert received.listed
    assert (received.listed.kind, received.listed.state) == ("package", State.ACCEPTED)


class Told(Checker):
    """Says of every file what an undisturbed run was told: killing looks at the disk alone."""

    known: dict[str, Sound | Unsound]

    def check(self, path: Path, sha256: str) -> Sound | Unsound:
        return self.known[sha256]


def test_a_crash_before_any_write_loses_nothing(tmp_path: Path, files: list[Path], checker: Checker) -> None:
    calm = Place(tmp_path / "calm", checker)
    calm.receive(*files)
    told = Told(checker.trust)
    told.known = {sha256: Sound(calm.store.manifest_of(sha256)) for sha256 in calm.store.digests()}
    for step in STEPS:
        place = Place(tmp_path / str(step), told)
        place.receive(files[0])
        if not killed_before_change(step, partial(place.receive, *files[1:3])):
            break
        place.receive(*files)
        assert place.index.listed() == calm.index.listed()
        assert contents(place.store) == contents(calm.store)
        shutil.rmtree(place.folder)
    assert 20 < step < 397


def contents(store: Store) -> dict[str, bytes]:
    return {str(p.relative_to(store.folder)): p.read_bytes() for p in store.folder.rglob("*") if p.is_file()}
