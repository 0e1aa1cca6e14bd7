"""A backup restored is the node that it was made of, byte for byte; anything else is no backup."""

import io
import shutil
import tarfile
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path
from threading import Thread

import pytest

from mozaik import chain
from mozaik.acts import append_event
from mozaik.canonical import from_canonical, to_canonical
from mozaik.errors import InvalidInputError, MozaikError, RefusedError
from mozaik.node import Index, Kept, back_up, mend, restore
from mozaik.node.archive import Writing, pieces_of
from mozaik.node.backup import members_of
from mozaik.parties import Authority
from mozaik.seal import KeyFileError, NotForUsError, SigningKey, encrypt_stream
from tests.crosscheck.support import Maker, file_row
from tests.killing import STEPS, killed_before_change
from tests.release.support import NOW

SI, HR = Authority("SI-GPD"), Authority("HR-MUP")
KEEPER, STRANGER = SigningKey.generate("SI-GPD", "keeper"), SigningKey.generate("SI-GPD", "eve")
TO = (KEEPER.age_recipient,)


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A node with two sealed files and three chains, one of them of two segments."""
    folder = tmp_path_factory.mktemp("node") / "node"
    kept = Kept.below(folder)
    kept.acts.begin(node="lyon-1")
    for number in range(1030):
        append_event(kept.acts, SI, "read-hits", {"number": number}, NOW)
    append_event(kept.acts, HR, "judge-refused", {}, NOW)
    chain.append(kept.acts.register_chain(), "received", {"sets": []}, NOW)
    (folder.parent / "arrived").mkdir()
    make = Maker(folder.parent / "arrived")
    for name in ("SI-GPD.1", "HR-MUP.1"):
        arrived = make(name, {"files": [file_row(name.encode())]})
        with kept.store.at_the_door(arrived.path) as copied:
            kept.store.keep(copied, arrived.manifest)
    mend(kept.store, Index(folder / "index.sqlite"))
    return folder


@pytest.fixture(scope="module")
def backup(node: Path) -> Path:
    target = node.parent / "node.backup"
    back_up(Kept.below(node), target, TO, NOW)
    return target


def tree(folder: Path) -> dict[str, bytes]:
    """Every file that must not be lost, by its place."""
    places = (path for name in ("store", "work.acts", "work.secrets") for path in (folder / name).rglob("*"))
    return {str(path.relative_to(folder)): path.read_bytes() for path in places if path.is_file()}


def test_what_is_restored_is_what_was_backed_up(node: Path, backup: Path, tmp_path: Path) -> None:
    contents = restore(backup, tmp_path / "again", KEEPER)
    assert tree(tmp_path / "again") == tree(node)
    assert {file.name for file in contents.files} == set(tree(node))
    assert (contents.node, contents.made_at) == ("lyon-1", "2023-11-20T09:00:00Z")
    index = Index(tmp_path / "again" / "index.sqlite")
    mend(Kept.below(tmp_path / "again").store, index)
    assert index.listed() == Index(node / "index.sqlite").listed()
    assert all((path.stat().st_mode & 0o077) == 0 for path in (tmp_path / "again").rglob("*")), (
        "what was private stays private"
    )


def test_nothing_of_it_can_be_read_without_the_key(node: Path, backup: Path) -> None:
    sealed = backup.read_bytes()
    for secret in (*(node / "work.secrets").iterdir(), node / "work.acts" / "node.json"):
        assert secret.read_bytes() not in sealed
    assert b"SI-GPD" not in sealed


def test_only_a_holder_of_the_key_restores_and_never_over_a_node(
    node: Path, backup: Path, tmp_path: Path
) -> None:
    with pytest.raises(NotForUsError):
        restore(backup, tmp_path / "again", STRANGER)
    with pytest.raises(RefusedError, match="never restored over another"):
        restore(backup, node, KEEPER)
    with pytest.raises(RefusedError, match="exists already"):
        back_up(Kept.below(node), backup, TO, NOW)
    with pytest.raises(KeyFileError):
        back_up(Kept.below(node), tmp_path / "a.backup", (), NOW)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.9])
def test_a_changed_or_cut_file_restores_nothing(backup: Path, tmp_path: Path, share: float) -> None:
    sealed = backup.read_bytes()
    place = int(len(sealed) * share)
    changed = bytearray(sealed)
    changed[place] ^= 1
    for number, hostile in enumerate((bytes(changed), sealed[:place], sealed[:-1])):
        broken = tmp_path / f"{number}.backup"
        broken.write_bytes(hostile)
        with pytest.raises(MozaikError):
            restore(broken, tmp_path / "again", KEEPER)
        broken.unlink()
    assert list(tmp_path.iterdir()) == []


Members = list[tuple[tarfile.TarInfo, bytes]]


def unlisted(members: Members) -> Members:
    return [(_named("work.acts/more"), b"x"), *members]


def missing(members: Members) -> Members:
    return members[1:]


def twice(members: Members) -> Members:
    return [members[0], *members]


def after_the_list(members: Members) -> Members:
    return [*members, (_named("work.acts/more"), b"x")]


def changed(members: Members) -> Members:
    return [(members[0][0], members[0][1][::-1]), *members[1:]]


def without_list(members: Members) -> Members:
    return members[:-1]


def linked(members: Members) -> Members:
    info = _named("work.acts/link")
    info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
    return [(info, b""), *members]


def _outside(name: str) -> Callable[[Members], Members]:
    return lambda members: _listed([(_named(name), b"x"), *members[:-1]], members[-1][1])


def _other_sealed_file(members: Members) -> Members:
    """The list fits, and a sealed file does not have the digest that names it."""
    changed = [
        (
            info,
            data + b"x" if info.name.startswith("store/files/") and not info.name.endswith("json") else data,
        )
        for info, data in members
    ]
    return _listed(changed[:-1], members[-1][1])


def _other_chain(members: Members) -> Members:
    changed = [
        (info, data.replace(b"judge-refused", b"judge-accepted")) if "HR-MUP" in info.name else (info, data)
        for info, data in members
    ]
    return _listed(changed[:-1], members[-1][1])


def _another_node(members: Members) -> Members:
    data = members[-1][1].replace(b'"node":"lyon-1"', b'"node":"lyon-2"')
    return [*members[:-1], (_named("backup.json"), data)]


def _listed(members: Members, old: bytes) -> Members:
    """The members with a list that fits them."""
    said = dict(from_canonical(old, "list"))  # type: ignore[arg-type]
    said["files"] = [
        {"name": info.name, "size": len(data), "sha256": sha256(data).hexdigest()} for info, data in members
    ]
    return [*members, (_named("backup.json"), to_canonical(said))]


def _named(name: str) -> tarfile.TarInfo:
    return tarfile.TarInfo(name)


@pytest.mark.parametrize(
    "make",
    [
        unlisted, missing, twice, after_the_list, changed, without_list, linked, _other_sealed_file,
        _other_chain, _another_node, _outside("../evil"), _outside("/evil"),
        _outside("work.acts/../../evil"), _outside("work.acts/.hidden"),
    ],
)  # fmt: skip
def test_a_backup_that_somebody_else_wrote_restores_nothing(
    node: Path, tmp_path: Path, make: Callable[[Members], Members]
) -> None:
    """Whoever knows the public key can encrypt to it."""
    plain = b"".join(
        pieces_of(members_of(Kept.below(node)), "2023-11-20T09:00:00Z", "lyon-1", lambda _: None)
    )
    with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
        members = [(info, tar.extractfile(info).read()) for info in tar]  # type: ignore[union-attr]
    encrypt_stream(io.BytesIO(_tar(make(members))), tmp_path / "evil.backup", TO)  # type: ignore[arg-type]
    with pytest.raises((InvalidInputError, chain.ChainError)):
        restore(tmp_path / "evil.backup", tmp_path / "again", KEEPER)
    assert [path.name for path in tmp_path.iterdir()] == ["evil.backup"]


def _tar(members: Members) -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as tar:
        for info, data in members:
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return written.getvalue()


def test_what_is_appended_meanwhile_breaks_nothing(node: Path, tmp_path: Path) -> None:
    """Somebody reads without a pause while the backup is made: what is restored is sound, and a beginning."""
    shutil.copytree(node, tmp_path / "node")
    kept, done = Kept.below(tmp_path / "node"), False

    def read() -> None:
        while not done:
            append_event(kept.acts, SI, "read-hits", {}, NOW)

    reading = Thread(target=read)
    reading.start()
    try:
        for number in range(3):
            back_up(kept, tmp_path / f"{number}.backup", TO, NOW)
    finally:
        done = True
        reading.join()
    heads = []
    for number in range(3):
        restore(tmp_path / f"{number}.backup", tmp_path / str(number), KEEPER)
        heads.append(chain.verify_chain(Kept.below(tmp_path / str(number)).acts.chain_of(SI)))
        chain.verify_chain(kept.acts.chain_of(SI), heads[-1])
    assert heads == sorted(heads, key=lambda head: head.seq)


def test_a_crash_of_a_backup_or_restore_leaves_the_whole_or_nothing(
    node: Path, backup: Path, tmp_path: Path
) -> None:
    target = tmp_path / "again"
    for step in STEPS:
        if not killed_before_change(step, partial(restore, backup, target, KEEPER)):
            break
        if target.exists():
            assert tree(target) == tree(node)
            shutil.rmtree(target)
    assert step > 20
    assert tree(target) == tree(node)
    made = tmp_path / "made.backup"
    for step in STEPS:
        if not killed_before_change(step, partial(back_up, Kept.below(node), made, TO, NOW)):
            break
        assert not made.exists()
    restore(made, tmp_path / "third", KEEPER)
    assert tree(tmp_path / "third") == tree(node)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again", "made.backup", "third"]


def test_a_stream_is_read_in_any_pieces() -> None:
    def pieces() -> Iterator[bytes]:
        yield from (b"", b"abc", b"", b"defgh")

    assert Writing(pieces()).read() == b"abcdefgh"
    small = Writing(pieces())
    assert [small.read(2) for _ in range(6)] == [b"ab", b"c", b"de", b"fg", b"h", b""]
