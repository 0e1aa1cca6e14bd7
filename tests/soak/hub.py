"""A hub under load and under `kill -9`, and a node beside it.

`python -m tests.soak.hub [POINTS] [SECONDS]`: the hub and the node are killed at so many random points of
verify, generation and view, and must tell the same bytes as an undisturbed run; then a hundred people read
and fifty judge for so long; then twenty read in a loop while the node makes generations, which may take two
seconds longer.
"""

import http.client
import json
import os
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.hub import setting_up  # isort: skip # Django is set up before its models are imported

from mozaik.hub import serving
from mozaik.node import Checker
from mozaik.seal import TrustStore
from tests.hub.crowd import Reader, Writer, people_with_keys, require_all_kept
from tests.hub.house import HR, SI, Hub, make_hub
from tests.hub.visitors import plain, visitor
from tests.node.house import contribution

PROGRAM = str(Path(sys.executable).with_name("mozaik"))
VIEWERS, WRITERS, LOOPING, GENERATIONS = 100, 50, 20, 5
MOST_DELAY = 2.0
WAIT = 120


@dataclass(frozen=True)
class Answer:
    """What came back over the network, as the client of tests tells it."""

    status_code: int
    content: bytes

    def json(self) -> Any:
        return json.loads(self.content)


@dataclass
class Browser:
    """One person's connection to a hub that is another process."""

    port: int
    session: str
    token: str = ""

    def get(self, path: str) -> Answer:
        answer = self._ask("GET", path, None, {})
        if found := re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', answer.content):
            self.token = found[1].decode()
        return answer

    def post(self, path: str, fields: Mapping[str, str] | None = None, **_: str) -> Answer:
        if not self.token:
            self.get("/hits/")
        more = {
            "Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json",
            "X-CSRFToken": self.token,
        }  # fmt: skip
        return self._ask("POST", path, urlencode(fields or {}), more)

    def _ask(self, method: str, path: str, body: str | None, more: Mapping[str, str]) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT)
        try:
            headers = {"Cookie": f"session={self.session}", "Host": "localhost", **more}
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return Answer(answer.status, answer.read())
        finally:
            connection.close()


@contextmanager
def served(config: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The hub of a file as a process of its own, once it answers; ended at the end, if it is not before."""
    with subprocess.Popen([PROGRAM, "hub", "--config", config], stdout=subprocess.PIPE) as hub:
        assert hub.stdout
        for line in hub.stdout:
            if b"answers at" in line:
                break
        try:
            yield hub
        finally:
            hub.kill()


def browser_of(port: int, person: str, reason: str = "case 114") -> Browser:
    """A person who has signed in already."""
    return Browser(port, str(visitor(person, reason=reason).session.session_key))


def told(folder: Path, port: int) -> dict[str, object]:
    """All that must be the same: stored files, how they stand, and what two people's pages say."""
    store = folder / "node" / "store"
    files = {path.name: path.read_bytes() for path in sorted(store.rglob("*")) if path.is_file()}
    pages = {}
    for person in (f"{SI}/x", f"{HR}/x"):
        browser = browser_of(port, person)
        for path in ("/", "/hits/", "/files/"):
            pages[person, path] = plain(browser.get(path).content)
    return {**files, **{str(key): page for key, page in pages.items()}}


def killed_after(command: list[str], seconds: float, environment: Mapping[str, str]) -> None:
    """Run a command, and kill it with its children after a time, if it has not ended before."""
    with subprocess.Popen(
        command, env=dict(environment), stdout=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)


def kill(folder: Path, config: Path, port: int, made: Hub, points: int, chance: random.Random) -> None:
    """Kill the node while it verifies and compares, and the hub while it makes views; compare each time."""
    environment = {**os.environ, "MOZAIK_HOME": str(folder / "home")}
    run = [PROGRAM, "node", "run", str(folder / "node"), "--once", "--trust", str(made.trust)]
    waiting = [contribution(made.house, f"{SI}.k{number}", b"k", str(number).encode()) for number in range(3)]
    whole, begun = folder / "whole", time.monotonic()
    shutil.copytree(folder / "node", whole)
    made.house.arrive(*waiting)
    subprocess.run(run, env=environment, check=True, stdout=subprocess.DEVNULL)
    length = time.monotonic() - begun
    with served(config, port):
        expected = told(folder, port)
    for number in range(points):
        shutil.rmtree(folder / "node")
        shutil.copytree(whole, folder / "node")
        made.house.arrive(*waiting)
        killed_after(run, chance.uniform(0, 1) * length, environment)
        subprocess.run(run, env=environment, check=True, stdout=subprocess.DEVNULL)
        shutil.rmtree(folder / "node" / "work" / "generations" / "views", ignore_errors=True)
        with served(config, port) as hub:
            first = threading.Thread(target=_quietly_ask, args=(port, f"{SI}/x"))
            first.start()
            time.sleep(chance.uniform(0, 0.5))
            hub.kill()
            first.join(WAIT)
        with served(config, port):
            now = told(folder, port)
        if differ := [name for name in expected if expected[name] != now.get(name)]:
            raise SystemExit(f"after kill {number + 1}: {', '.join(map(str, differ))} differ")
        if (number + 1) % 10 == 0:
            print(f"killed {number + 1} of {points}: the same bytes", flush=True)


def _quietly_ask(port: int, person: str) -> None:
    try:
        browser_of(port, person).get("/hits/")
    except (OSError, http.client.HTTPException):
        return


def load(port: int, made: Hub, seconds: float) -> None:
    """A hundred read and fifty judge; what was done and what was read must stand in the chains."""
    keys = people_with_keys(made.trust, [f"w{number}" for number in range(WRITERS)])
    known = {authority: _hits_of(browser_of(port, f"{authority}/x")) for authority in (SI, HR)}
    writers = [
        Writer(person, key, browser_of(port, person), known[person.partition("/")[0]])
        for person, key in keys.items()
    ]
    readers = [
        Reader(authority, f"reader {number}", browser_of(port, f"{authority}/r{number}", f"reader {number}"))
        for number, authority in enumerate((SI, HR) * (VIEWERS // 2))
    ]
    ends = time.monotonic() + seconds
    faults: list[str] = []

    def run(act: Any) -> None:
        try:
            while time.monotonic() < ends:
                act()
        except (OSError, AssertionError, KeyError, ValueError, http.client.HTTPException) as error:
            faults.append(repr(error))

    _together([reader.read for reader in readers] + [writer.write for writer in writers], run)
    require_all_kept(made.node, TrustStore.load(made.trust), readers, writers)
    pages = sum(len(reader.pages) for reader in readers)
    done = sum(len(writer.done) for writer in writers)
    refused = sum(len(writer.refused) for writer in writers)
    print(f"load: {pages} pages, {done} judgements done, {refused} refused; all are kept", flush=True)
    print(f"requests that broke off: {len(faults)} {faults[:2]}", flush=True)
    if faults:
        raise SystemExit("a request broke off")


def _hits_of(browser: Browser) -> list[str]:
    page = browser.get("/hits/").content.decode()
    return sorted(set(re.findall(r"/hits/(H-[A-Z0-9]+)/", page)))


def delay(folder: Path, port: int, made: Hub) -> None:
    """How much later a generation is there while twenty people read in a loop."""
    environment = {**os.environ, "MOZAIK_HOME": str(folder / "home")}
    run = [PROGRAM, "node", "run", str(folder / "node"), "--once", "--trust", str(made.trust)]
    readers = [browser_of(port, f"{SI}/l{number}") for number in range(LOOPING)]
    lengths: dict[bool, list[float]] = {False: [], True: []}
    for number in range(GENERATIONS):
        for busy in (False, True):
            made.house.arrive(contribution(made.house, f"{SI}.d{number}{busy}", f"{number}{busy}".encode()))
            ended = threading.Event()
            loops = [threading.Thread(target=_loop, args=(reader, ended)) for reader in readers if busy]
            for loop in loops:
                loop.start()
            begun = time.monotonic()
            subprocess.run(run, env=environment, check=True, stdout=subprocess.DEVNULL)
            lengths[busy].append(time.monotonic() - begun)
            ended.set()
            for loop in loops:
                loop.join(WAIT)
    calm, busy_one = statistics.median(lengths[False]), statistics.median(lengths[True])
    print(f"generation: {calm:.2f} s alone, {busy_one:.2f} s beside {LOOPING} readers in a loop", flush=True)
    if busy_one - calm > MOST_DELAY:
        raise SystemExit(f"readers delay a generation by more than {MOST_DELAY} s")


def _loop(reader: Browser, ended: threading.Event) -> None:
    while not ended.is_set():
        reader.get("/hits/")


def _together(acts: list[Any], run: Any) -> None:
    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def main(points: int, seconds: int) -> None:
    """Do all three; SystemExit at the first promise that does not hold."""
    folder = setting_up.FOLDER
    with tempfile.TemporaryDirectory() as none, socket.create_server(("127.0.0.1", 0)) as taken:
        port, checker = int(taken.getsockname()[1]), Checker(Path(none) / "none")
        taken.close()
        made = make_hub(folder, checker)
        config = setting_up.CONFIG
        config.write_text(config.read_text() + f'listen = "127.0.0.1:{port}"\n')
        serving.prepare(config)
        kill(folder, config, port, made, points, random.Random(1))
        with served(config, port):
            load(port, made, seconds)
            delay(folder, port, made)
        checker.close()


if __name__ == "__main__":
    main(*(int(given) for given in (*sys.argv[1:], "200", "120")[:2]))
