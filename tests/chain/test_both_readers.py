"""The golden chain, and that the Python and the Node reader judge it and every change of it alike."""

import json
import shutil
import subprocess
from pathlib import Path

from mozaik import chain
from mozaik.chain import Chain, ChainError
from mozaik.errors import MozaikError
from tests.chain.make_golden import GOLDEN, write
from tests.chain.support import chain_at
from tests.chain.test_segments import CHANGES
from tests.house.support import REPOSITORY

HEAD = "41d141b5390b26efeb688bd1ee7a59bf325d2bbb4ee2004c9d722841bb33c3c1"


def golden() -> Chain:
    return chain_at(GOLDEN / "SI-GPD")


def test_the_golden_chain_is_read_and_written_byte_for_byte(tmp_path: Path) -> None:
    head = chain.verify_chain(golden())
    assert (head.seq, head.hash) == (9, HEAD)
    assert [details is None for _, details in chain.entries_of(golden(), "judge")] == [False, True]
    write(tmp_path)
    files = [path.relative_to(GOLDEN) for path in GOLDEN.rglob("*") if path.is_file()]
    assert len(files) == 7
    assert [(tmp_path / name).read_bytes() for name in files] == [
        (GOLDEN / name).read_bytes() for name in files
    ]


def test_both_readers_give_every_changed_chain_the_same_verdict(tmp_path: Path) -> None:
    for name, change in CHANGES.items():
        shutil.copytree(GOLDEN, tmp_path / "all" / name)
        try:
            change(chain_at(tmp_path / "all" / name / "SI-GPD"))
        except (IndexError, FileNotFoundError):  # a change of a segment that the golden chain has not
            shutil.rmtree(tmp_path / "all" / name)
    shutil.copytree(GOLDEN, tmp_path / "all" / "sound")
    for file in sorted(path.relative_to(GOLDEN) for path in (GOLDEN / "SI-GPD").rglob("*.jsonl")):
        size = (GOLDEN / file).stat().st_size
        for at in range(0, size, 61):
            copy = tmp_path / "all" / f"{file.parent.name}-{file.stem}-{at}"
            shutil.copytree(GOLDEN, copy)
            data = bytearray((copy / file).read_bytes())
            data[at] ^= 0x01
            (copy / file).write_bytes(data)
    verifier = REPOSITORY / "docs" / "formats" / "verify-chain.mjs"
    command = [
        "node",
        str(Path(__file__).with_name("judge_chains.mjs")),
        str(verifier),
        str(tmp_path / "all"),
    ]
    by_node = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    assert by_node == {folder.name: _verdict(folder) for folder in (tmp_path / "all").iterdir()}
    assert [name for name, verdict in by_node.items() if verdict != "refused"] == ["sound"]
    assert len(by_node) > 80


def _verdict(folder: Path) -> str:
    try:
        return chain.verify_chain(chain_at(folder / "SI-GPD")).hash
    except (ChainError, MozaikError):
        return "refused"
