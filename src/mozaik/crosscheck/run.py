"""The cross-check from sealed sets to a WORK folder."""

import json
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mozaik import __version__
from mozaik.contribution import SealedSet
from mozaik.crosscheck.coverage import NOT_COMPARED
from mozaik.crosscheck.engines.embedded import EmbeddedEngine
from mozaik.crosscheck.inputs import all_terms, check_together, extract_sources
from mozaik.crosscheck.matchers import MATCHERS
from mozaik.crosscheck.model import CrosscheckSummary, NotCompared, Parameters, Source
from mozaik.crosscheck.workfolder import WORK_FORMAT, new_work, write_json, write_table

Step = Callable[[int, int], None]


def crosscheck(
    sets: Sequence[SealedSet],
    lists: Sequence[SealedSet],
    work: Path,
    parameters: Parameters | None = None,
    *,
    now: datetime,
    step: Step | None = None,
    operation_key: bytes | None = None,
    replace: bool = False,
    engine: EmbeddedEngine | None = None,
) -> CrosscheckSummary:
    """Compare every contribution with every other and with every list; write WORK.

    `now` is the moment of the run: its date decides whether a review date has passed. `operation_key` is
    the 32-byte key of the operation, random by default. Raises RefusedError or InvalidInputError for sets
    that must not be compared together and for a target that exists.
    """
    check_together(sets, lists)
    engine = engine or EmbeddedEngine()
    parameters = parameters or Parameters()
    report = step or (lambda done, total: None)
    with new_work(work, replace) as partial:
        everything = sorted([*sets, *lists], key=lambda one: one.set_id)
        sources = extract_sources(everything, partial / "tables", now.date(), report)
        (partial / "operation.key").write_bytes(operation_key or secrets.token_bytes(32))
        write_json(partial / "work.json", _work_facts(everything, sources, parameters, now))
        write_table(partial / "sets.parquet", _sets_table(everything))
        write_table(partial / "terms.parquet", all_terms(sources))
        coverage = engine.run(MATCHERS, sources, parameters, partial, report)
        return _summary(work, sources, coverage)


def _work_facts(
    sets: Sequence[SealedSet], sources: Sequence[Source], parameters: Parameters, now: datetime
) -> dict[str, object]:
    first = sets[0].manifest
    return {
        "format": WORK_FORMAT,
        "operation": first.edition,
        "edition": first.edition,
        "created_at": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "synthetic": first.synthetic,
        "versions": {"mozaik": __version__, **{f"matcher {m.name}": m.version for m in MATCHERS}},
        "parameters": {"distance": parameters.distance, "quality": parameters.quality},
        "inputs": [
            {
                "set_id": source.set_id,
                "authority": source.authority,
                "kind": source.set_kind,
                "sha256": one.sha256,
            }
            for one, source in zip(sets, sources, strict=True)
        ],
    }


def _sets_table(sets: Sequence[SealedSet]) -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "set_id": one.set_id,
                "authority": one.authority,
                "set_kind": one.set_kind,
                "edition": one.manifest.edition,
                "synthetic": one.manifest.synthetic,
                "created_at": one.manifest.created_at,
                "versions": json.dumps(dict(one.manifest.versions), sort_keys=True),
            }
            for one in sets
        ]
    )


def _summary(work: Path, sources: Sequence[Source], coverage: pa.Table) -> CrosscheckSummary:
    rows: dict[str, int] = {}
    for source in sources:
        for table, path in source.tables.items():
            rows[table] = rows.get(table, 0) + pq.read_metadata(path).num_rows
    rows.pop("terms", None)
    left_out = coverage.filter(pc.equal(coverage["state"], NOT_COMPARED))
    grouped = left_out.group_by(["set_id", "table", "matcher", "reason"]).aggregate([("rows", "sum")])
    ordered = grouped.sort_by([(name, "ascending") for name in ("set_id", "table", "matcher", "reason")])
    return CrosscheckSummary(
        work=work,
        contributions=sum(not source.is_list for source in sources),
        lists=sum(source.is_list for source in sources),
        rows=dict(sorted(rows.items())),
        not_compared=tuple(
            NotCompared(r["set_id"], r["table"], r["matcher"], r["reason"], r["rows_sum"])
            for r in ordered.to_pylist()
        ),
    )
