"""Two worlds that differ in silent facts, by the clock: 400 requests to each, interleaved by chance.

Three nodes are asked: one, another one like it, and one in which an owner sent more that is silent. What
the silent facts change of the processor times must be no more than what nothing changes: the share of pairs
in which the other world is slower is compared with the same share where the labels are dealt by chance.
"""

import json
import random
import statistics
import subprocess
import sys
import tempfile
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from pathlib import Path

from benchmarks.hub_served import make_node, node_of, serve
from benchmarks.outcome import Outcome, Timing, our_versions, timed
from benchmarks.work_at_scale import SMALL
from mozaik.seal import TrustStore

REQUESTS, DEALS, SILENT = 400, 1_000, 5
PATHS = ("/", "/hits/", "/hits/?kind=digest", "/search/", "/hits/?authority=AH-U07", "/files/")
LEVEL = 0.01
"""How seldom chance alone would be taken for a difference."""


def measure() -> Outcome:
    """Time both worlds, and say how far they are apart and how far chance puts one from itself."""
    with tempfile.TemporaryDirectory() as name:
        for world, silent in (("one", 0), ("same", 0), ("other", SILENT)):
            make_node(Path(name, world, "node"), SMALL, silent)
        command = [sys.executable, "-m", "benchmarks.hub_worlds", name]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return Outcome(
        name="hub-two-worlds",
        ours=Timing(told["other"], told["other"]),
        theirs=Timing(told["one"], told["one"]),
        target="the share of pairs in which the other world is slower is within that of chance",
        versions=our_versions("django"),
        facts={
            "requests to each": REQUESTS,
            "share against another one like it": round(told["share same"], 4),
            "share against the other world": round(told["share other"], 4),
            "chance reaches": round(told["chance"], 4),
            "apart": "no" if abs(told["share other"] - 0.5) <= told["chance"] else "YES",
        },
    )  # fmt: skip


def main(folder: Path) -> None:
    """Ask the three nodes in an order of chance; print the shares and the medians."""
    TrustStore().save(folder / "trust.json")
    worlds = {name: folder / name / "node" for name in ("one", "same", "other")}
    hub = serve(worlds["one"], folder / "trust.json")
    draw = random.Random(7)
    order = [(world, PATHS[number % len(PATHS)]) for number in range(REQUESTS) for world in worlds]
    draw.shuffle(order)
    times: dict[str, dict[str, list[float]]] = {path: {world: [] for world in worlds} for path in PATHS}
    for world in worlds:
        for path in PATHS:
            with node_of(worlds[world]):
                hub.get(path)
    for world, path in order:
        with node_of(worlds[world]):
            times[path][world].append(timed(lambda path=path: hub.get(path))[0].processor)  # type: ignore[misc]
    print(json.dumps({
        "share same": _share(times, "one", "same"), "share other": _share(times, "one", "other"),
        "chance": _chance(times, draw),
        **{world: statistics.median(t for by in times.values() for t in by[world]) for world in worlds},
    }), flush=True)  # fmt: skip


def _share(times: dict[str, dict[str, list[float]]], one: str, other: str) -> float:
    """In how many pairs of requests for the same page the other world is slower; ties count half."""
    return statistics.fmean(slower(by[one], by[other]) for by in times.values())


def _chance(times: dict[str, dict[str, list[float]]], draw: random.Random) -> float:
    """How far from a half the share is in one deal of a hundred, where labels mean nothing."""
    apart = []
    for _ in range(DEALS):
        shares = []
        for by in times.values():
            pooled = [*by["one"], *by["same"]]
            draw.shuffle(pooled)
            shares.append(slower(pooled[: len(by["one"])], pooled[len(by["one"]) :]))
        apart.append(abs(statistics.fmean(shares) - 0.5))
    return sorted(apart)[int(DEALS * (1 - LEVEL))]


def slower(one: Sequence[float], other: Sequence[float]) -> float:
    """The share of pairs in which the second is greater; ties count half."""
    ordered = sorted(one)
    below = sum(bisect_left(ordered, each) + bisect_right(ordered, each) for each in other)
    return below / (2 * len(one) * len(other))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
