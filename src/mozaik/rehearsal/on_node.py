"""The node of a rehearsal: it receives the sealed files as they would arrive, and does what it owes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Event

from mozaik.errors import RefusedError
from mozaik.node import Checker, Done, Received, Worker, compared, receive, run, withdraw
from mozaik.progress import Step
from mozaik.rehearsal.sealing import Earlier, SealedFiles
from mozaik.rehearsal.stage import Stage


def play_node(stage: Stage, sealed: SealedFiles, receiving: Step, comparing: Step) -> None:
    """Let the node receive and compare: first what is replaced or withdrawn later, then everything.

    RefusedError for a file that the node refuses, and for work that it cannot do.
    """
    with _worker(stage, comparing) as worker:
        if sealed.earlier.files:
            _receive(worker, sealed.earlier.files, receiving)
            _run(worker)
        _receive(worker, [*sealed.contributions, *sealed.lists], receiving)
        withdraw(stage.node, tuple(sorted(sealed.earlier.withdrawn_ids)), stage.now)
        _run(worker)


def is_kept_out(stage: Stage, earlier: Earlier) -> bool:
    """Whether what was replaced or withdrawn stays out when it is given once more."""
    before = compared(stage.node)
    with _worker(stage, lambda *_: None) as worker:
        again = {
            answer.listed.sha256
            for answer in _receive(worker, earlier.files, lambda *_: None)
            if answer.listed
        }
        _run(worker)
    after = compared(stage.node)
    return after.given == before.given and not again & set(after.given)


@contextmanager
def _worker(stage: Stage, report: Step) -> Iterator[Worker]:
    checker = Checker(stage.folder / "trust.json")

    def clock() -> datetime:
        return stage.now

    try:
        yield Worker(stage.node, stage.folder / "trust.json", clock, clock, checker, report)
    finally:
        checker.close()


def _receive(worker: Worker, files: Sequence[Path], step: Step) -> tuple[Received, ...]:
    return receive(files, worker.node.store, worker.node.index, worker.checker, step)


def _run(worker: Worker) -> None:
    def say(done: Done) -> None:
        if done.why:
            raise RefusedError(
                "the node could not do its work",
                where=done.duty,
                why=done.why,
                remedy="mend what it says, and rehearse again",
            )

    run(worker, Event(), say, once=True)
