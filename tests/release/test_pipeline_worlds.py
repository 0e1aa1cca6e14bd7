"""From sealed files to what a reader gets: what is silent to the reader changes no byte of it.

The world without the silent rows also has other ids, times, file names and order, and every set of another
owner in it is the last of up to three re-issues, of which one was compared and read before. Real commands are
run in both: `crosscheck`, `hits`, `judge`, `explain`, `tasks`, `package`, `release` and `figures`
(review 1, item 7). In one of
them a participant was added, and in the other one has left (hub, section 1).
"""

import difflib
import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from mozaik.cli.hit_text import reading_json, reading_text
from mozaik.cli.main import program
from mozaik.contribution import read_set
from mozaik.errors import MozaikError
from mozaik.figures import count_figures, figures_json, figures_text
from mozaik.operation import Operation, OperationRole
from mozaik.package import Drafting, draft_package
from mozaik.parties import Authority, PersonRef
from mozaik.release import Reading, Verdict, Work, judge_many, read_hits
from mozaik.seal import Role, TrustStore, key_path
from mozaik.terms import PUBLIC, Reader
from tests.operation.support import OPERATION, put_operation, takes_part, with_participants
from tests.release.pipeline import (
    DAY,
    LISTS,
    READERS,
    Fact,
    SealedFiles,
    facts,
    seal_earlier_issue,
    seal_files,
)
from tests.release.pipeline import TRUST as OWNERS_TRUST
from tests.release.support import NOW, asks, key_of
from tests.release.worlds import QUICKLY

OUTSIDE = ("AT", "HR", PUBLIC)
BEYOND = "AT"
NOBODYS = "H-AAAAAAAAAAAAAAAA"
"""A reference that nothing has."""
DRAFTER = PersonRef("EU-EC3/maria")
LATER = NOW + timedelta(1)
"""When what was disclosed until the day of drafting is disclosed no more."""


@contextmanager
def _fixed_salts() -> Iterator[None]:
    """The operation's key, and the salts of the chains, are the same in both worlds."""
    with patch("secrets.token_bytes", lambda size=32: hashlib.sha256(b"salt").digest()[:size]):
        yield


def told(
    folder: Path,
    world: list[Fact],
    reader: str,
    judge: str,
    beyond: bool,
    files: SealedFiles,
    operation: Operation,
    issues: int = 0,
) -> dict[str, bytes]:
    """Everything that a reader gets out of a world in which another authority judged what it sees.

    `beyond` says whether the reader also drafts for a country beyond, which tells what that country may know;
    of `issues` earlier issues of a foreign set one was compared before, and read by the judge.
    """
    folder.mkdir()
    paths = seal_files(folder / "sealed", world, files)
    desk = Desk(folder, reader, operation)
    given = {} if reader in READERS else {"figures": _figures(paths, reader)}
    if reader == PUBLIC or all(name in LISTS for name in paths):
        return given
    with _fixed_salts(), desk.at_work():
        if issues and (earlier := seal_earlier_issue(folder / "earlier.bin", world, files)):
            desk.cross_check({"": earlier})
            if judge != reader:
                _read(desk.opened(), judge)
        desk.cross_check(paths)
        work = desk.opened()
        if judge != reader:
            _judge_all(work, _read(work, judge), judge)
        given |= desk.answers(work, paths, beyond) if reader in READERS else {"draft": _draft(work, reader)}
    return given | {"chain": work.acts.chain_of(reader).lines(1).read_bytes()}


class Desk:
    """A reader's desk, with its keys and trust store, at which real commands are run."""

    def __init__(self, folder: Path, reader: str, operation: Operation) -> None:
        self.folder, self.reader = folder, reader
        self.home, self.out, self.work = folder / "home", folder / "out", folder / "work"
        self.by = ("--by", f"{reader}/ana", "--reason", "review")
        (self.home / "keys").mkdir(parents=True)
        self.out.mkdir()
        for person in ("ana", "ivo") if reader in READERS else ():
            key_of(f"{reader}/{person}").save(key_path(self.home, Authority(reader), person))
        self.trust = TrustStore()
        for known in OWNERS_TRUST.keys:
            self.trust.add(known)
        for person in (*(f"{name}/{first}" for name in READERS for first in ("ana", "ivo")), DRAFTER):
            self.trust.add(key_of(person).trusted(NOW, (Role.OWNER, Role.RELEASER)))
        self.trust.save(self.home / "trust.json")
        self.operation = put_operation(self.home, folder / "x.operation", operation)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Inside this block commands use the desk's home."""
        with patch.dict("os.environ", {"MOZAIK_HOME": str(self.home)}):
            yield

    def opened(self) -> Work:
        """The WORK of the desk."""
        return Work.open(self.work, self.trust)

    def cross_check(self, paths: dict[str, Path]) -> None:
        """Compare all sealed files by the command, in the order of the world."""
        files = [str(path) for name, path in paths.items() if name not in LISTS]
        lists = [word for name, path in paths.items() if name in LISTS for word in ("--list", str(path))]
        told = ("--operation", str(self.operation), "--replace", "--now", NOW.isoformat())
        line = ("crosscheck", *files, *lists, "-o", str(self.work), *told)
        assert self.run(NOW, line)[1:] == (0, "")

    def answers(self, work: Work, paths: dict[str, Path], beyond: bool) -> dict[str, bytes]:
        """What the reader is told before it judges, and what real commands say and write to it afterwards."""
        before = _read(work, self.reader)
        _judge_all(work, before, self.reader)
        told = [self.run(NOW, line) for line in self.lines(before, paths, beyond)]
        released = [
            self.run(moment, self.release(person)) for moment, person in ((NOW, "ana"), (LATER, "ivo"))
        ]
        words = f"{told}\n{released}".replace(str(self.folder), "FOLDER").replace("), (", "),\n(")
        left = {str(path.relative_to(self.out)): self.read(path) for path in self.out.rglob("*")}
        return {
            "before": (reading_json(before) + reading_text(before)).encode(),
            "words": words.encode(),
            **left,
        }

    def read(self, path: Path) -> bytes:
        """What a command wrote, without the name of the world's own folder."""
        return path.read_bytes().replace(str(self.folder).encode(), b"FOLDER")

    def lines(self, before: Reading, paths: dict[str, Path], beyond: bool) -> Iterator[Sequence[str]]:
        """Command lines that read, judge, draft and count; what is written lies below `out`."""
        work, out, by = str(self.work), self.out, self.by
        hits = ("hits", work, "--as", self.reader, *by)
        yield *hits, "-o", str(out / "hits.txt")
        if before.hits:
            first = before.hits[0]
            yield *hits, "--json", "--kind", str(first.kind), "--limit", "1", "--after", first.reference
            yield "explain", work, first.reference, "--as", self.reader, *by
        yield *hits, "--after", NOBODYS
        yield "explain", work, NOBODYS, "--as", self.reader, *by
        yield "tasks", work, "--as", self.reader, *by, "--json"
        yield "judge", work, NOBODYS, "confirm", *by
        ground = ("--transfer-ground", "decision 12")
        yield "package", work, "--for", self.reader, *by, *ground, "-o", str(out / "own.draft")
        yield "package", work, "--list-beyond", *by, "--json"
        if beyond:
            yield "package", work, "--for", BEYOND, "--beyond", *by, "-o", str(out / "at.draft")
        contributions = [str(path) for name, path in paths.items() if name not in LISTS]
        figures = ("figures", *contributions, "--as", self.reader, *by, "--work", work)
        yield *figures, "--now", NOW.isoformat(), "--json"

    def release(self, person: str) -> Sequence[str]:
        """The command line by which a person of the reader releases its draft."""
        draft = str(self.out / "own.draft")
        return "release", draft, "--work", str(self.work), "--by", f"{self.reader}/{person}"

    def run(self, moment: datetime, line: Sequence[str]) -> tuple[str, int | None, str]:
        """What the command says on either stream, its exit code, and its error."""
        with ExitStack() as stack:
            for name in ("hits", "judge", "package", "release", "tasks", "explain"):
                stack.enter_context(patch(f"mozaik.cli.{name}_command.now", lambda: moment))
            done = CliRunner().invoke(program, line, standalone_mode=False)
        error = done.exception
        if error is not None and not isinstance(error, MozaikError):
            raise error
        return done.output, done.return_value or 0, f"{type(error).__name__} {error}" if error else ""


def _draft(work: Work, reader: str) -> bytes:
    """The draft that the coordinator makes for somebody outside."""
    target = work.path.parent / "x.draft"
    drafting = Drafting(Authority(reader), "action days", DRAFTER, NOW, "decision 12")
    draft_package(work, drafting, key_of(DRAFTER), target)
    return target.read_bytes()


def _figures(paths: dict[str, Path], reader: str) -> bytes:
    contributions = [read_set(path, OWNERS_TRUST) for name, path in paths.items() if name not in LISTS]
    if not contributions:
        return b"nothing was given"
    figures = count_figures(contributions, Reader(reader, reader in READERS), on=DAY)
    return f"{figures_text(figures)}\n{json.dumps(figures_json(figures), indent=1)}".encode()


def _read(work: Work, reader: str) -> Reading:
    return read_hits(work, asks(work, reader))


def _judge_all(work: Work, reading: Reading, judging: str) -> None:
    """Confirm or reject most hits, by the look of their references; acknowledge what is asked for."""
    looks = {hit.reference: hashlib.sha256(hit.reference.encode()).digest()[0] for hit in reading.hits}
    verdicts = {
        name: Verdict.CONFIRM if look % 3 else Verdict.REJECT for name, look in looks.items() if look % 4
    }
    judge_many(work, verdicts, key_of(f"{judging}/ana"), "seen", NOW, acknowledge_h3=True)


def _difference(one: dict[str, bytes], other: dict[str, bytes]) -> str:
    found: list[str] = []
    for name in sorted({*one, *other}):
        left, right = (side.get(name, b"-").decode("utf-8", "replace").splitlines() for side in (one, other))
        found += difflib.unified_diff(left, right, name, name, lineterm="", n=1)
    return "\n".join(found[:60])


def two_operations(reader: str, judge: str) -> tuple[Operation, Operation]:
    """Who takes part in the two worlds: in one a participant was added, in the other one has left."""
    whole = with_participants(OPERATION, takes_part("HR", OperationRole.RECIPIENT))
    other = next(name for name in ("HU-NNI", "RS-MUP", "HR-MUP") if name not in (reader, judge))
    left = with_participants(whole, takes_part(other, until=DAY - timedelta(1)))
    return with_participants(whole, takes_part("ME-UP")), left


@settings(QUICKLY, max_examples=8)
@given(facts(), st.sampled_from((*READERS, *OUTSIDE)), st.sampled_from(READERS), st.integers(0, 3))
def test_silent_rows_leave_no_byte_anywhere(world: list[Fact], reader: str, judge: str, issues: int) -> None:
    bare = [fact for fact in world if not fact.silent_to(reader)]
    beyond = all(fact.silent_to(BEYOND) for fact in world if fact.silent_to(reader))
    own: dict[str, Path] = {}
    added, left = two_operations(reader, judge)
    with TemporaryDirectory() as name:
        folder = Path(name)
        whole = told(folder / "one", world, reader, judge, beyond, SealedFiles(own), added)
        anew = SealedFiles(own, anew_for=reader, issues=issues)
        without = told(folder / "two", bare, reader, judge, beyond, anew, left, issues)
    assert _difference(whole, without) == ""
