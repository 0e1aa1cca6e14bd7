"""Run benchmarks: one line each, and all of them in `latest.json`."""

import argparse
import importlib
import json
from pathlib import Path

BENCHMARKS = {
    "chain-append": "benchmarks.chain_append",
    "digest-crosscheck": "benchmarks.digest_crosscheck",
    "name-pairs": "benchmarks.name_pairs",
    "hub-pages": "benchmarks.hub_pages",
    "hub-two-worlds": "benchmarks.hub_worlds",
    "page-of-hits": "benchmarks.reading",
    "views-of-all-readers": "benchmarks.views",
    "picture-forms": "benchmarks.picture_forms",
    "picture-join": "benchmarks.picture_join",
    "picture-search": "benchmarks.picture_search",
    "report-of-5000-rows": "benchmarks.report",
    "small-commands": "benchmarks.small_commands",
    "small-sets": "benchmarks.small_sets",
}
"""Name and module of each benchmark; the module's `measure()` gives an Outcome."""

LATEST = Path(__file__).resolve().parent / "latest.json"


def main() -> None:
    """Run the chosen benchmarks, print a line for each, and keep what others gave before."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", choices=sorted(BENCHMARKS), help="run this one")
    only = parser.parse_args().only
    records = {record["name"]: record for record in json.loads(LATEST.read_text())} if LATEST.exists() else {}
    for name in [only] if only else BENCHMARKS:
        outcome = importlib.import_module(BENCHMARKS[name]).measure()
        print(outcome.line(), flush=True)
        records[name] = outcome.as_json()
        LATEST.write_text(json.dumps([records[key] for key in sorted(records)], indent=2) + "\n")


if __name__ == "__main__":
    main()
