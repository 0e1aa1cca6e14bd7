"""From sealed files to what a reader gets: what is silent to the reader changes no byte of it.

The world without the silent rows also has other ids, times, file names and order, and every set of another
owner in it is the last of up to three re-issues; real commands are run in both (review 1, item 7).
"""

import difflib
import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from mozaik.cli.hits_command import reading_json, reading_text
from mozaik.cli.main import program
from mozaik.contribution import SealedSet
from mozaik.crosscheck import EmbeddedEngine, crosscheck
from mozaik.errors import MozaikError
from mozaik.figures import count_figures, figures_json, figures_text
from mozaik.package import Drafting, countries_beyond, draft_package
from mozaik.parties import Authority, PersonRef
from mozaik.release import Page, Reading, Verdict, Work, judge_many, read_hits
from mozaik.seal import key_path
from mozaik.terms import PUBLIC
from tests.release.pipeline import DAY, READERS, Fact, facts, seal
from tests.release.support import KEY, NOW, TRUST, key_of
from tests.release.worlds import QUICKLY

OUTSIDE = ("AT", "HR", PUBLIC)
BEYOND = "AT"
NOBODYS = "H-AAAAAAAAAAAAAAAA"
"""A reference that nothing has."""
ENGINE = EmbeddedEngine(threads=1, memory="1GB")


@contextmanager
def _fixed_salts() -> Iterator[None]:
    with patch("secrets.token_bytes", lambda size=32: hashlib.sha256(b"salt").digest()[:size]):
        yield


def told(
    folder: Path,
    world: list[Fact],
    reader: str,
    judge: str,
    beyond: bool,
    anew_for: str = "",
    issues: int = 0,
) -> dict[str, bytes]:
    """Everything that a reader gets out of a world in which another authority judged what it sees.

    `beyond` says whether the reader also drafts for a country beyond, which tells what that country may know.
    """
    sets = seal(folder, world, anew_for, issues)
    given = {"figures": _figures(sets, reader)}
    if reader == PUBLIC or all(sealed_set.is_list for sealed_set in sets):
        return given
    with _fixed_salts():
        work = _work(folder, sets)
        if judge != reader:
            _judge_all(work, _read(work, judge), judge)
        if reader in READERS:
            given |= _readings(work, reader)
        target = folder / "x.draft"
        draft_package(
            work,
            Drafting(Authority(reader), "action days", PersonRef("EU-EC3/maria"), NOW, "decision 12"),
            key_of("EU-EC3/maria"),
            target,
        )
        if reader in READERS:
            given["commands"] = _commands(folder, reader, beyond)
    chain = work.acts.chain_of(reader).lines(1)
    return given | {"draft": target.read_bytes(), "chain": chain.read_bytes()}


def _readings(work: Work, reader: str) -> dict[str, bytes]:
    """What the reader is told of hits before and after judging them, of a page, and of countries beyond."""
    before = _read(work, reader)
    _judge_all(work, before, reader)
    after = _read(work, reader)
    given = {"hits": "".join(f(r) for r in (before, after) for f in (reading_json, reading_text)).encode()}
    if after.hits:
        page = Page(after.hits[0].kind, 1, after.hits[0].reference)
        given["page"] = reading_json(_read(work, reader, page)).encode()
    found = countries_beyond(work, reader, "review", f"{reader}/ana", NOW)
    return given | {"beyond": repr(found).encode()}


def _commands(folder: Path, reader: str, beyond: bool) -> bytes:
    """What real commands say to the reader: words, error texts, exit codes, and the files that they leave."""
    home, out = folder / "home", folder / "out"
    (home / "keys").mkdir(parents=True)
    out.mkdir()
    key_of(f"{reader}/ana").save(key_path(home, Authority(reader), "ana"))
    for person in (*(f"{name}/ana" for name in READERS), "EU-EC3/maria"):
        key_of(person)
    TRUST.save(home / "trust.json")
    work, by = str(folder / "work"), ("--by", f"{reader}/ana", "--reason", "review")
    lines = [
        ("hits", work, "--as", reader, *by, "-o", str(out / "hits.txt")),
        ("hits", work, "--as", reader, *by, "--after", NOBODYS),
        ("judge", work, NOBODYS, "confirm", *by),
        ("package", work, "--for", reader, *by, "-o", str(out / "own.draft")),
    ]
    if beyond:
        lines.append(("package", work, "--for", BEYOND, "--beyond", *by, "-o", str(out / "at.draft")))
    with patch.dict("os.environ", {"MOZAIK_HOME": str(home)}), _fixed_clock():
        told = [_run(line) for line in lines]
    left = sorted(path.relative_to(out) for path in out.rglob("*"))
    return f"{told}\n{left}".replace(str(folder), "FOLDER").replace("), (", "),\n(").encode()


def _run(line: Sequence[str]) -> tuple[str, int | None, str]:
    """What the command says on either stream, its exit code, and its error."""
    done = CliRunner().invoke(program, line, standalone_mode=False)
    error = done.exception
    if error is not None and not isinstance(error, MozaikError):
        raise error
    return done.output, done.return_value, f"{type(error).__name__} {error}" if error else ""


@contextmanager
def _fixed_clock() -> Iterator[None]:
    with ExitStack() as stack:
        for name in ("hits", "judge", "package"):
            stack.enter_context(patch(f"mozaik.cli.{name}_command.now", lambda: NOW))
        yield


def _figures(sets: list[SealedSet], reader: str) -> bytes:
    contributions = [sealed_set for sealed_set in sets if not sealed_set.is_list]
    if not contributions:
        return b"nothing was given"
    figures = count_figures(contributions, reader, on=DAY)
    return f"{figures_text(figures)}\n{json.dumps(figures_json(figures), indent=1)}".encode()


def _work(folder: Path, sets: list[SealedSet]) -> Work:
    contributions, lists = (
        [sealed_set for sealed_set in sets if sealed_set.is_list is kind] for kind in (False, True)
    )
    crosscheck(contributions, lists, folder / "work", now=NOW, operation_key=KEY, engine=ENGINE)
    return Work.open(folder / "work", TRUST)


def _read(work: Work, reader: str, page: Page | None = None) -> Reading:
    return read_hits(work, reader, "review", f"{reader}/ana", NOW, page or Page())


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


@settings(QUICKLY, max_examples=8)
@given(facts(), st.sampled_from((*READERS, *OUTSIDE)), st.sampled_from(READERS), st.integers(0, 3))
def test_silent_rows_leave_no_byte_anywhere(world: list[Fact], reader: str, judge: str, issues: int) -> None:
    bare = [fact for fact in world if not fact.silent_to(reader)]
    beyond = all(fact.silent_to(BEYOND) for fact in world if fact.silent_to(reader))
    with TemporaryDirectory() as folder:
        whole = told(Path(folder) / "whole", world, reader, judge, beyond)
        without = told(Path(folder) / "without", bare, reader, judge, beyond, anew_for=reader, issues=issues)
    assert _difference(whole, without) == ""
