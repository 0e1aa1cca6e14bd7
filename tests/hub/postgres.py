"""A private PostgreSQL server of the tests: made in a temporary folder, on a socket there, ended with them.

It never runs as root: root starts it as another user.
"""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

OWNER = "mozaik"
READY = "database system is ready to accept connections"
QUICK = {
    "listen_addresses": "", "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off",
    "shared_buffers": "16MB", "max_connections": "60", "autovacuum": "off", "log_min_messages": "log",
}  # fmt: skip
"""What is lost in a crash is of no use here; nobody comes in but by the socket."""
_ON_DEATH_OF_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


@dataclass(frozen=True)
class Server:
    """A running server, reached by the socket in its folder."""

    folder: Path

    def address(self, name: str = "postgres") -> str:
        """The address of one of its databases, as a hub's file says it."""
        return f"postgresql://{OWNER}@/{name}?host={self.folder}"


def programs() -> Path | None:
    """The folder of the newest PostgreSQL server on this machine; Debian puts it on nobody's PATH."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    known = [folder for folder in folders if (folder / "postgres").exists()]
    found = shutil.which("postgres")
    return known[-1] if known else Path(found).parent if found else None


@contextmanager
def running(bin_folder: Path) -> Iterator[Server]:
    """A server for the time of the block; it also ends when this process is killed."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    account = _who_runs_it(folder)
    environment = {"PATH": os.defpath, "LC_ALL": "C"}
    try:
        make: list[str | Path] = [
            bin_folder / "initdb",
            "-D",
            folder / "data",
            "-U",
            OWNER,
            "-A",
            "trust",
            "-E",
            "UTF8",
        ]
        subprocess.run(
            [*make, "--locale=C", "--no-sync"], check=True, capture_output=True, cwd=folder,
            env=environment, user=account,
        )  # fmt: skip
        settings = [word for name, value in QUICK.items() for word in ("-c", f"{name}={value}")]
        words: list[str | Path] = ["-D", folder / "data", "-k", folder, *settings]
        command: list[str | Path] = [bin_folder / "postgres", *words]
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            cwd=folder, env=environment, user=account, preexec_fn=_end_with_parent,
        ) as server:  # fmt: skip
            try:
                _wait_until_ready(server)
                yield Server(folder)
            finally:
                server.send_signal(signal.SIGQUIT)
                server.wait(30)
    finally:
        shutil.rmtree(folder)


def _who_runs_it(folder: Path) -> str | None:
    """The user of Debian's package, or nobody, who then owns the folder; None where root does not ask."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    account = "postgres" if "postgres" in names else "nobody"
    shutil.chown(folder, account)
    return account


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(_ON_DEATH_OF_PARENT, signal.SIGQUIT)


def _wait_until_ready(server: subprocess.Popen[str]) -> None:
    assert server.stderr
    said = []
    for line in server.stderr:
        said.append(line)
        if READY in line:
            return
    raise AssertionError("".join(said))
