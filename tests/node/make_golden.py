"""Make the golden node: a node of today, which every later version must bring to its own form.

    python -m tests.node.make_golden FILE.tar

Run it once for each format of the node's folder, and keep the earlier files. Invented data alone.
"""

import json
import sys
import tarfile
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event

from mozaik.node import Checker, Node, Worker, init_node, receive, run
from mozaik.release import Asking, Verdict, Work, judge, read_hits
from mozaik.seal import TrustStore
from tests.crosscheck.support import Maker, file_row, terms_of
from tests.operation.support import HEADS_TRUST, sign_file

NOW = datetime(2023, 11, 20, 9, 0, tzinfo=UTC)
KEPT = ("node.toml", "store", "work.acts", "work.secrets")


def told(node: Node, trust: TrustStore) -> dict[str, str]:
    """What a reader is told: its references, and how each stands."""
    work = Work.open(node.folder, trust)
    asking = Asking.of(work.operation, "SI-GPD", "SI-GPD/ana", "golden", NOW)
    return {hit.reference: str(hit.status) for hit in read_hits(work, asking).hits}


def settle(node: Node, trust: Path) -> None:
    """Let the node do all it owes."""
    checker = Checker(trust)
    try:
        run(Worker(node, trust, lambda: NOW, lambda: datetime.now(UTC), checker), Event(), print, once=True)
    finally:
        checker.close()


def main(target: Path) -> None:
    """Write the golden node with its trust store and what a reader was told."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make = Maker(folder)
        for key in HEADS_TRUST.keys:
            make.trust.add(key)
        node = init_node(folder / "node", "EU-EC3", sign_file(folder / "first.operation"), make.trust, NOW)
        owners = ("SI-GPD", "HR-MUP", "RS-MUP")
        files = []
        for owner in owners:
            rows = {"files": [file_row(content) for content in (b"shared", b"both", owner.encode())]}
            lasting = terms_of(owner, review_on=date(2099, 1, 1))
            files.append(make(f"{owner}.1", rows, terms=[lasting]).path)
        make.trust.save(folder / "trust.json")
        checker = Checker(folder / "trust.json")
        receive(files, node.store, node.index, checker)
        checker.close()
        settle(node, folder / "trust.json")
        work = Work.open(node.folder, make.trust)
        first = min(told(node, make.trust))
        judge(work, first, Verdict.CONFIRM, make.keys["SI-GPD"], "golden", NOW)
        (folder / "told.json").write_text(json.dumps(told(node, make.trust), sort_keys=True) + "\n")
        with tarfile.open(target, "w") as tar:
            for place in KEPT:
                tar.add(node.folder / place, f"node/{place}")
            tar.add(folder / "trust.json", "trust.json")
            tar.add(folder / "told.json", "told.json")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
