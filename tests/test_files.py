"""A crash leaves the old file or the whole new one, and nothing that gets in anybody's way."""

import errno
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from mozaik.files import StorageError, held, scratch_folder, storage_errors, written_whole

KILLED = """
import os, signal, sys
from pathlib import Path
from mozaik.files import scratch_folder, written_whole
with {block}(Path(sys.argv[1])) as made:
    {use}
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize(
    ("block", "use"),
    [("written_whole", "made.write(b'half'); made.flush()"),
     ("scratch_folder", "(made / 'x').write_text('half')")],
)  # fmt: skip
def test_what_a_killed_writer_left_is_gone_after_the_next_one(tmp_path: Path, block: str, use: str) -> None:
    target = tmp_path / "x.contribution"
    target.write_bytes(b"old")
    code = KILLED.format(block=block, use=use)
    killed = subprocess.run([sys.executable, "-c", code, str(target)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert len(list(tmp_path.iterdir())) == 2
    assert target.read_bytes() == b"old"

    with scratch_folder(target) as folder, written_whole(target) as stream:
        assert list(folder.iterdir()) == []
        stream.write(b"new")

    assert [child.name for child in tmp_path.iterdir()] == [target.name]
    assert target.read_bytes() == b"new"


def test_two_writers_of_one_file_wait_for_each_other(tmp_path: Path) -> None:
    target, contents = tmp_path / "x", [bytes([65 + number]) * 200_000 for number in range(8)]

    def write(content: bytes) -> None:
        for _ in range(10):
            with written_whole(target, durable=False) as stream:
                stream.write(content[:100_000])
                stream.write(content[100_000:])

    threads = [threading.Thread(target=write, args=(content,)) for content in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert target.read_bytes() in contents
    assert [child.name for child in tmp_path.iterdir()] == ["x"]


def test_a_link_in_the_place_of_the_new_file_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"mine")
    (tmp_path / ".x.mozaik-part").symlink_to(elsewhere)

    with pytest.raises(StorageError), written_whole(tmp_path / "x") as stream:
        stream.write(b"theirs")

    assert elsewhere.read_bytes() == b"mine"


def test_who_holds_a_file_keeps_it_in_its_place(tmp_path: Path) -> None:
    mark, order = tmp_path / "mark", []
    mark.write_bytes(b"old")

    def replace() -> None:
        with held(mark, alone=True):
            order.append("replaced")
            (tmp_path / "new").write_bytes(b"new")
            (tmp_path / "new").replace(mark)

    replacing = threading.Thread(target=replace)
    with held(mark), held(mark):
        replacing.start()
        replacing.join(0.2)
        order.append("held")
    replacing.join()
    with held(mark):
        assert mark.read_bytes() == b"new"
    assert order == ["held", "replaced"]


def test_what_the_system_says_becomes_one_error_that_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=os.strerror(errno.ENOSPC)) as caught, storage_errors(tmp_path):
        raise OSError(errno.ENOSPC, "text of a library")
    assert "library" not in str(caught.value)
    assert str(tmp_path) in str(caught.value)
