"""The cross-check from sealed sets to a WORK folder."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mozaik import __version__
from mozaik.acts import Governing, accept_operation, read_register
from mozaik.contribution import Double, SealedSet, find_doubles
from mozaik.crosscheck.coverage import NOT_COMPARED
from mozaik.crosscheck.engines.embedded import EmbeddedEngine
from mozaik.crosscheck.inputs import all_terms, check_together, extract_sources, nothing_to_compare
from mozaik.crosscheck.matchers import MATCHERS
from mozaik.crosscheck.model import Confirmed, CrosscheckSummary, Left, NotCompared, Parameters, Source
from mozaik.crosscheck.receiving import acts_beside, governing_of, leaving_sets, register_sets
from mozaik.moments import utc_day
from mozaik.operation import SignedOperation
from mozaik.progress import Step, unseen
from mozaik.work import SET_SCHEMA, Description, Input, new_work


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
    confirmed: Confirmed | None = None,
    ended: Sequence[SealedSet] = (),
    operation: SignedOperation | None = None,
    before_counting: Callable[[], None] | None = None,
    may_be_empty: bool = False,
) -> CrosscheckSummary:
    """Compare every contribution with every other and with every list; write WORK.

    `now` is the moment: its day in UTC decides whether a review date has passed. The acts beside WORK are
    begun where there are none, with `operation_key`, 32 bytes, random by default. The same sets on the same
    day give the same bytes. `confirmed` names the sets that leave WORK; `ended` are sets that were refused
    because they had ended: what they replaced is never received either. The `operation` file comes into force
    beside WORK, which nobody reads without one; where none is given the one in force stays. What
    `before_counting` raises leaves WORK and the acts beside it as they were. With `may_be_empty` WORK may
    compare nothing any more, because all of it left; that needs an operation file in force.

    Raises RefusedError or InvalidInputError for sets that must not be compared together, that ended, that
    would leave unconfirmed or whose owner does not contribute, for a file that does not follow the one in
    force, and for a target that exists.
    """
    check_together(sets, lists, may_be_empty=may_be_empty)
    doubles = find_doubles(sets)
    engine = engine or EmbeddedEngine()
    parameters = parameters or Parameters()
    report = step or unseen
    with new_work(work, replace) as new:
        everything = sorted([*sets, *lists], key=lambda sealed: sealed.set_id)
        acts, confirmed = acts_beside(work), confirmed or Confirmed()
        register = read_register(acts)
        left = leaving_sets(register, everything, ended, confirmed)
        governing = governing_of(acts, operation, everything)
        sources = extract_sources(everything, new.tables_folder, utc_day(now), report)
        new.describe(_description(everything, parameters, now, governing))
        new.write_part("sets", _sets_table(everything))
        new.write_part("terms", all_terms(sources))
        coverage = engine.run(MATCHERS, sources, parameters, new.path, report)
        new.write_part("coverage", coverage)
        if before_counting:
            before_counting()
        if not acts.exist:
            acts.begin(operation_key)
        if operation is not None:
            accept_operation(acts, operation, now)
        register_sets(acts, register, everything, ended, confirmed, left, now)
        return _summary(work, sources, coverage, left, doubles)


def _description(
    sets: Sequence[SealedSet], parameters: Parameters, now: datetime, governing: Governing | None
) -> Description:
    edition, synthetic = _said_of(sets, governing)
    return Description(
        operation=governing.operation.series if governing else edition,
        edition=edition,
        operation_digest=governing.digest if governing else "",
        day=str(utc_day(now)),
        synthetic=synthetic,
        versions={"mozaik": __version__, **{f"matcher {m.name}": m.version for m in MATCHERS}},
        parameters={"distance": parameters.distance, "quality": parameters.quality},
        inputs=tuple(
            Input(sealed.set_id, sealed.authority, sealed.set_kind, sealed.sha256) for sealed in sets
        ),
    )


def _said_of(sets: Sequence[SealedSet], governing: Governing | None) -> tuple[str, bool]:
    """The edition and whether it is invented: as the sets say, without one as the operation file says."""
    if sets:
        return sets[0].manifest.edition, sets[0].manifest.synthetic
    if governing is None:
        raise nothing_to_compare()
    return governing.operation.edition, governing.synthetic


def _sets_table(sets: Sequence[SealedSet]) -> pa.Table:
    rows = [
        {
            "set_id": sealed.set_id,
            "authority": sealed.authority,
            "set_kind": sealed.set_kind,
            "created_at": sealed.manifest.created_at,
        }
        for sealed in sets
    ]
    return pa.Table.from_pylist(rows, schema=SET_SCHEMA)


def _summary(
    work: Path,
    sources: Sequence[Source],
    coverage: pa.Table,
    left: tuple[Left, ...],
    doubles: Sequence[Double],
) -> CrosscheckSummary:
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
        left=left,
        doubles=tuple(doubles),
        not_compared=tuple(
            NotCompared(r["set_id"], r["table"], r["matcher"], r["reason"], r["rows_sum"])
            for r in ordered.to_pylist()
        ),
    )
