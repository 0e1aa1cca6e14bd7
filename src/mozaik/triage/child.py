"""The parser child of `fork_server`: it reads jobs and answers in JSON lines.

Its libraries are loaded first; then it lays limits on itself (memory, processor time, no file may grow, no
core dump, few open files), then says `ready`, and only then opens seized data. It lists the source itself and
announces every entry before it touches it, so that the parent knows what was being read when it dies.
"""

import contextlib
import os
import platform
import sqlite3
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import PIL

from mozaik import __version__
from mozaik.errors import MissingPartError, MozaikError
from mozaik.intake import Entry, bounded_name, find_source, without_controls
from mozaik.media import ALGORITHM_VERSION, prepare
from mozaik.selectors import NOISE_VERSION, NORMALISER_VERSION, TOP_DOMAINS_VERSION
from mozaik.triage import protocol
from mozaik.triage.confined import Say, allow, lay_limits, open_channel
from mozaik.triage.content import Budget
from mozaik.triage.examine import examine
from mozaik.triage.listing import list_entries
from mozaik.triage.members import Members, again
from mozaik.triage.protocol import LISTING_SECONDS, Job, KernelsNeededError, Place

_LIBRARIES = (
    "pytsk3", "libewf-python", "libvmdk-python", "libvhdi-python", "py7zr", "backports-zstd", "lz4",
    "pi-heif",
)  # fmt: skip
"""Libraries of the extras, whose versions are told."""


def main() -> None:
    """Serve jobs with all kernels; arguments: memory in bytes and processor seconds a file."""
    prepare()
    run(int(sys.argv[1]), int(sys.argv[2]))


def run(memory: int, seconds: int) -> None:
    """Serve jobs from standard input until it ends, or until a picture needs kernels that are not loaded.

    What is to be compiled is compiled before the limits are laid: afterwards no byte can be written, and a
    kernel that cannot be cached would fail.
    """
    say = open_channel()
    lay_limits(memory)
    say({"say": "ready", "versions": dict(versions())})
    try:
        for line in sys.stdin.buffer:
            serve(protocol.job_of(protocol.decode(line)), say, seconds)
    except KernelsNeededError:
        say({"say": "kernels"})


def versions() -> Iterator[tuple[str, str]]:
    """What reads the data, with versions, for the manifest."""
    yield "mozaik", __version__
    yield "python", platform.python_version()
    yield "pillow", PIL.__version__
    yield "pdq", ALGORITHM_VERSION
    yield "selectors", NORMALISER_VERSION
    yield "noise lists", NOISE_VERSION
    yield "top-level domains", TOP_DOMAINS_VERSION
    yield "phonenumbers", metadata.version("phonenumbers")
    yield "sqlite", sqlite3.sqlite_version
    for library in _LIBRARIES:
        with contextlib.suppress(metadata.PackageNotFoundError):
            yield library, metadata.version(library)


def serve(job: Job, say: Say, seconds: int) -> None:
    """Do one job: list the source, say everything about the entries of this shard."""
    path = Path(os.fsdecode(job.source.encode("utf-8", "surrogateescape")))
    try:
        source = find_source(path)
        if job.listing:
            say({"say": "done", "listed": list_entries(source.entries(path), say)})
            return
        budget = Budget(path.stat().st_size if path.is_file() else None)
        listed = 0
        allow(LISTING_SECONDS)
        for index, entry in enumerate(source.entries(path)):
            listed += 1
            if index % job.shards == job.shard and index >= job.after[0]:
                _serve_entry(index, entry, job, budget, say=_renewing(say, seconds), seconds=seconds)
            allow(LISTING_SECONDS)
        say({"say": "done", "listed": listed})
    except MozaikError as error:
        missing = isinstance(error, MissingPartError)
        say(
            {
                "say": "failed",
                "what": without_controls(error.what)[:300],
                "why": without_controls(error.why)[:300],
                "remedy": without_controls(error.remedy)[:300],
                "missing": missing,
            }
        )
    except OSError as error:
        why = error.strerror or "input/output error"
        say(
            {"say": "failed", "what": "the source cannot be read", "why": why, "remedy": "", "missing": False}
        )


def _serve_entry(index: int, entry: Entry, job: Job, budget: Budget, *, say: Say, seconds: int) -> None:
    """One entry and what it holds when it is an archive, without what was done up to `job.after`.

    `after` with member 0 means that the entry is wholly done, with a higher member that its archive is
    done up to there, with `BEFORE_MEMBERS` that none of its members is.
    """
    after, first = job.after, 1
    if index > after[0]:
        _begin((index, 0), entry, say, seconds)
        content = examine(entry, say, budget, job.region)
    elif after[1] == 0:
        return
    else:
        content, first = again(entry, budget), max(0, after[1]) + 1
    if content is not None:

        def begin(number: int, member: Entry) -> None:
            _begin((index, number), member, say, seconds)

        Members(content.size, first, begin, say, job.region).serve(entry, content)
        say({"say": "within", "container": ""})


def _renewing(say: Say, seconds: int) -> Say:
    """Say on, and give fresh processor time with each sign of life: silence is limited, not size."""

    def renewing(message: protocol.Message) -> None:
        if message["say"] == "alive":
            allow(seconds)
        say(message)

    return renewing


def _begin(at: Place, entry: Entry, say: Say, seconds: int) -> None:
    """Announce an entry and give it its processor time."""
    allow(seconds)
    path, container = bounded_name(entry.name), bounded_name(entry.container)
    say({"say": "begin", "at": list(at), "path": path, "container": container})


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt, BrokenPipeError):
        main()
