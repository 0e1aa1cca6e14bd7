"""The hits page of the hub at the size of a series, against an empty page through the same middleware.

What is timed is what the server does for one request, in processor time: the session, the guards, release
with its entry in the chain, and the page. Judging is both requests of a page that signs, with the check of
the signature; the frame that every page has is in all of them. Each size in a process of its own.
"""

import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.hub_served import EMPTY, Served, make_node, serve
from benchmarks.outcome import Outcome, Timing, our_versions, timed
from benchmarks.work_at_scale import NOW, READER, SMALL, Scale
from mozaik.seal import Role, SigningKey, TrustStore

RUNS = 15
PROMISED = "hits page: 3 times an empty page, 1.5 times the small one's; judging 2 times a page (processor)"


def measure() -> Outcome:
    """Time the pages of both sizes, and say what each costs."""
    with tempfile.TemporaryDirectory() as name:
        told = {}
        for size, scale in (("large", Scale()), ("small", SMALL)):
            told[size] = _run_apart(make_node(Path(name, size, "node"), scale))
    large, small = told["large"], told["small"]
    return Outcome(
        name="hub-pages",
        ours=Timing(large["hits"], large["hits"]),
        theirs=Timing(large["empty"], large["empty"]),
        target=PROMISED,
        versions=our_versions("django", "jinja2", "pyarrow"),
        facts={
            **{f"processor ms of {what}": round(1000 * seconds, 1) for what, seconds in large.items()},
            "times an empty page": round(large["hits"] / large["empty"], 2),
            "times itself at the small operation": round(large["hits"] / small["hits"], 2),
            "times a page a judgement": round(large["judging"] / large["hits"], 2),
            "runs": RUNS,
        },
    )  # fmt: skip


def _run_apart(node: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.hub_pages", str(node)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


def main(node: Path) -> None:
    """Ask each page several times, and print the medians in seconds of processor time."""
    shutil.rmtree(node / "work.acts" / "chains", ignore_errors=True)
    trust, key = TrustStore(), SigningKey.generate(READER, "reader")
    trust.add(key.trusted(NOW, (Role.OWNER,)))
    trust.save(node.parent / "trust.json")
    hub = serve(node, node.parent / "trust.json")
    first, page = timed(lambda: hub.get("/hits/"))
    references = list(dict.fromkeys(re.findall(r"/hits/(H-[A-Z0-9]+)/", page.decode())))
    told = {
        "empty": _median(lambda _: hub.get(f"/{EMPTY}")),
        "hits": _median(lambda _: hub.get("/hits/")),
        "later page": _median(lambda run: hub.get(f"/hits/?after={references[run]}")),
        "filtered page": _median(lambda _: hub.get("/hits/?kind=digest&status=unjudged")),
        "one hit": _median(lambda run: hub.get(f"/hits/{references[run]}/")),
        "home": _median(lambda _: hub.get("/")),
        "judging": _median(lambda run: _judge(hub, references[run], key)),
        "first page": first.processor,
    }
    print(json.dumps(told), flush=True)


def _median(step: Callable[[int], object]) -> float:
    step(0)
    return statistics.median(timed(lambda run=run: step(run))[0].processor for run in range(1, RUNS + 1))  # type: ignore[misc]


def _judge(hub: Served, reference: str, key: SigningKey) -> None:
    """What a page does that signs a judgement."""
    told = json.loads(hub.post(f"/hits/{reference}/judge/", {"verdict": "confirm", "reason": "benchmark"}))
    signature = key._private.sign(bytes.fromhex(told["bytes"])).hex()
    back = {"token": told["token"], "key": key.key_id, "signature": signature}
    assert "done" in json.loads(hub.post(f"/hits/{reference}/judged/", back))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
