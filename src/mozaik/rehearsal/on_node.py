"""The node of a rehearsal: it receives the sealed files as they would arrive, and does what it owes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Event

from mozaik.node import Checker, Done, Received, Worker, compared, receive, run, withdraw
from mozaik.progress import Step, unseen
from mozaik.rehearsal.mishap import not_played
from mozaik.rehearsal.sealing import Earlier, SealedFiles
from mozaik.rehearsal.stage import Stage


def play_node(stage: Stage, sealed: SealedFiles, receiving: Step, comparing: Step) -> None:
    """Let the node receive and compare: first what is replaced or withdrawn later, then everything.

    RefusedError for a file that the node refuses or leaves out, and for work that it cannot do.
    """
    with _worker(stage, comparing) as worker:
        if sealed.earlier.files:
            _receive(worker, sealed.earlier.files, receiving)
            _run(worker)
        _receive(worker, [*sealed.contributions, *sealed.lists], receiving)
        withdraw(stage.node, tuple(sorted(sealed.earlier.withdrawn_ids)), stage.now)
        _run(worker)
    for why in compared(stage.node).left_out.values():
        raise not_played("a file takes no part", why)


def is_kept_out(stage: Stage, earlier: Earlier) -> bool:
    """Whether what was replaced or withdrawn stays out when it is given once more."""
    before = compared(stage.node)
    with _worker(stage, unseen) as worker:
        received = _receive(worker, earlier.files, unseen)
        _run(worker)
    again = {answer.listed.sha256 for answer in received if answer.listed}
    after = compared(stage.node)
    return len(again) == len(earlier.files) and after.given == before.given and again.isdisjoint(after.given)


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
    received = receive(files, worker.node.store, worker.node.index, worker.checker, step)
    for answer in received:
        if answer.is_refused:
            raise not_played("the node refuses a file", answer.listed.why if answer.listed else answer.why)
    return received


def _run(worker: Worker) -> None:
    def say(done: Done) -> None:
        if done.why:
            raise not_played(f"the node could not do its work ({done.duty})", done.why)

    run(worker, Event(), say, once=True)
