"""Sources -> tables: what the children said about the entries of a source, as rows of records.

One row of `files` an entry, one row of `media` a distinct picture of the item, one row of `selectors` a value
and place. The rows depend on the source alone, not on the number of children or the order of their answers.
"""

import hashlib
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, wait
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from mozaik.errors import MozaikError
from mozaik.intake import find_source
from mozaik.progress import Step, unseen
from mozaik.records import BatchFile, RowSequence, RowStore
from mozaik.triage.answers import Answers
from mozaik.triage.facts import FileFacts
from mozaik.triage.file_type import PICTURES
from mozaik.triage.follow import Examined
from mozaik.triage.listed import ListingRun, Unread
from mozaik.triage.protocol import Job
from mozaik.triage.report import REJECTS, ImageVerdict, Reject, TriageReport
from mozaik.triage.rows import file_row, gap_row, link_rows, media_row, place, selector_rows
from mozaik.triage.watched import Watched
from mozaik.triage.workers import Workers

NOT_READ = "not read"
"""Under which word the report counts what has no content whose type could be told."""
TABLES = ("files", "media", "selectors", "links", "not_examined")


@dataclass(frozen=True, slots=True)
class TriageJob:
    """One source to triage, the reference of the seized item that it comes from, and its region.

    The region (ISO 3166-1) is the country as which phone numbers without a country code are read.
    """

    source: Path
    item_id: str
    region: str | None = None


@dataclass(frozen=True, slots=True)
class TriageResult:
    """The tables of `TABLES` (empty ones too) of a source, and its account."""

    tables: Mapping[str, pa.Table]
    report: TriageReport


def triage_source(
    source: Path, item_id: str, workers: Workers, step: Step | None = None, region: str | None = None
) -> TriageResult:
    """Triage one source with all workers; `step` is told files and bytes, of what a listing counts beside it.

    InvalidInputError when the source is unknown or cannot be listed, MissingPartError when it needs an
    extra that is not installed. A fault of a single file never raises: it is in the report.
    """
    watched = Watched(step) if step is not None and step is not unseen else None
    return _Pending(TriageJob(source, item_id, region), workers, workers.count, watched).result()


def list_source(
    source: Path, workers: Workers, count: Callable[[str, int, int], None], leave: Callable[[Unread], None]
) -> str:
    """List what triage would read of a source, and give the kind of source.

    `count(container, files, bytes)` is told what would be read, `leave` what not and why, in the order of the
    source. Raises as `triage_source`.
    """
    kind = find_source(source)
    try:
        workers.submit_listing(ListingRun(_job(source, 0, 1, listing=True), count, leave)).result()
    except MozaikError as error:
        error.where = error.where or source.name
        raise
    return kind.NAME


def triage_many(
    jobs: Sequence[TriageJob], workers: Workers, step: Step | None = None
) -> list[TriageResult | MozaikError]:
    """Triage many sources side by side; for each job, in order, its result or the error that stopped it.

    `step(sources done, sources)` reports progress. With more sources than workers each is read by one
    worker; otherwise the workers share the sources.
    """
    shards = max(1, workers.count // max(1, len(jobs)))
    pending = [_start(job, workers, shards) for job in jobs]
    results: list[TriageResult | MozaikError] = []
    for source in pending:
        try:
            results.append(source if isinstance(source, MozaikError) else source.result())
        except MozaikError as error:
            results.append(error)
        if step:
            step(len(results), len(jobs))
    return results


def _start(job: TriageJob, workers: Workers, shards: int) -> "_Pending | MozaikError":
    try:
        return _Pending(job, workers, shards)
    except MozaikError as error:
        return error


def _job(source: Path, shard: int, shards: int, region: str | None = None, *, listing: bool = False) -> Job:
    """A share of a source, whose path is given as it is, odd bytes too."""
    path = os.fsencode(source.absolute()).decode("utf-8", "surrogateescape")
    return Job(path, shard, shards, region=region, listing=listing)


class _Pending:
    """One source at work."""

    def __init__(self, job: TriageJob, workers: Workers, shards: int, watched: Watched | None = None) -> None:
        """Begin; what is watched is counted first."""
        source = find_source(job.source)
        count = source.shards(job.source, shards)
        self._job, self._kind, self._workers = job, source.NAME, workers
        self._answers, self._watched = Answers(), watched
        self._counting: Future[None] | None = None
        if watched is not None:
            listing = watched.listing_of(_job(job.source, 0, 1, listing=True))
            self._counting = workers.submit_listing(listing)
            self._counting.add_done_callback(watched.counted)
        hear = watched.hear if watched is not None else (lambda _more: None)
        self._shares: list[Future[None]] = [
            workers.submit(_job(job.source, shard, count, job.region), self._keep, hear)
            for shard in range(count)
        ]

    def _keep(self, examined: Examined) -> None:
        self._answers.add(examined)
        if self._watched is not None:
            self._watched.keep(examined)

    def result(self) -> TriageResult:
        """Wait for all shares and put them together."""
        with closing(self._answers):
            wait(self._shares)
            if self._watched is not None:
                self._watched.finish()
            try:
                for share in self._shares:
                    share.result()
            except MozaikError as error:
                error.where = error.where or self._job.source.name
                raise
            return assemble(self._job.item_id, self._kind, self._answers, self._workers.versions)


def assemble(
    item_id: str, kind: str, entries: Iterable[Examined], versions: Mapping[str, str]
) -> TriageResult:
    """The tables and the account of the entries of a source, given in its order.

    Only one entry at a time is in memory: rows and refused entries go to the disk.
    """
    counts: Counter[str] = Counter()
    notes: Counter[str] = Counter()
    images: list[ImageVerdict] = []
    gaps: defaultdict[str, Counter[str]] = defaultdict(Counter)
    rejects, noted = BatchFile(REJECTS), BatchFile(REJECTS)
    with RowStore(*TABLES) as store:
        for examined in entries:
            counts["read"] += 1
            if examined.file is None:
                counts["rejected"] += 1
                store.add("not_examined", gap_row(item_id, examined, examined.reason))
                gaps[NOT_READ][examined.reason] += 1
                rejects.add({"where": place(examined.container, examined.path), "reason": examined.reason})
            elif not store.is_new(_identity(examined, examined.file)):
                counts["duplicate"] += 1
            else:
                counts.update(_kinds(examined, examined.file))
                notes.update(examined.notes)
                if examined.acquisition is not None:
                    images.append(ImageVerdict(examined.container, examined.file, examined.acquisition))
                for note in examined.notes:
                    store.add("not_examined", gap_row(item_id, examined, note))
                    gaps[examined.file.mime][note] += 1
                    noted.add({"where": place(examined.container, examined.path), "reason": note})
                _add_rows(store, item_id, examined, examined.file, versions)
        tables = {name: store.table(name) for name in TABLES}
    report = TriageReport(
        item_id=item_id,
        source_kind=kind,
        read=counts["read"],
        accepted=counts["accepted"],
        duplicate=counts["duplicate"],
        rejected=counts["rejected"],
        rejects=RowSequence(rejects.table(), Reject),
        pictures=counts["picture"],
        not_compared=counts["not compared"],
        selectors=tables["selectors"].num_rows,
        deleted=counts["deleted"],
        images=images,
        not_examined=gaps,
        notes=dict(notes),
        noted=RowSequence(noted.table(), Reject),
        versions=versions,
    )
    return TriageResult(tables, report)


def _identity(examined: Examined, facts: FileFacts) -> bytes:
    """What two entries share when they are one place with one content.

    An archive may hold two members of one name: with different contents both are kept.
    """
    names = "\0".join((examined.container, examined.path, str(facts.deleted)))
    return b"entry" + hashlib.sha256(facts.sha256 + names.encode()).digest()


def _kinds(examined: Examined, facts: FileFacts) -> Iterator[str]:
    """Under which counts of the report an accepted entry comes."""
    yield "accepted"
    if facts.mime in PICTURES:
        yield "picture"
        if examined.picture is None:
            yield "not compared"
    if facts.deleted:
        yield "deleted"


def _add_rows(
    store: RowStore, item_id: str, examined: Examined, facts: FileFacts, versions: Mapping[str, str]
) -> None:
    store.add("files", file_row(item_id, examined, facts))
    if examined.picture is not None and store.is_new(b"picture" + facts.sha256):
        store.add("media", media_row(item_id, facts, examined.picture, versions))
    for row in selector_rows(item_id, examined):
        store.add("selectors", row)
    for row in link_rows(item_id, examined):
        store.add("links", row)
