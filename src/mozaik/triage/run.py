"""Sources -> tables: what the children said about the entries of a source, as rows of records.

One row of `files` an entry, one row of `media` a distinct picture of the item, one row of `selectors` a value
and place. The rows depend on the source alone, not on the number of children or the order of their answers.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa

from mozaik.errors import MozaikError
from mozaik.intake import find_source
from mozaik.media import ALGORITHM, ALGORITHM_VERSION
from mozaik.progress import Step
from mozaik.records import table_from_rows
from mozaik.selectors import NORMALISER_VERSION, noise_reason
from mozaik.triage.file_type import OTHER_PICTURES, PICTURES
from mozaik.triage.follow import Examined
from mozaik.triage.protocol import FileFacts, Job
from mozaik.triage.report import Reject, TriageReport
from mozaik.triage.workers import Workers

Row: TypeAlias = dict[str, object]


@dataclass(frozen=True, slots=True)
class TriageJob:
    """One source to triage, and the reference of the seized item that it comes from."""

    source: Path
    item_id: str


@dataclass(frozen=True, slots=True)
class TriageResult:
    """The tables `files`, `media`, `selectors`, `links` (empty ones too) of a source, and its account."""

    tables: Mapping[str, pa.Table]
    report: TriageReport


def triage_source(source: Path, item_id: str, workers: Workers, step: Step | None = None) -> TriageResult:
    """Triage one source with all workers; `step(entries done, 0)` reports progress.

    InvalidInputError when the source is unknown or cannot be listed, MissingPartError when it needs an
    extra that is not installed. A fault of a single file never raises: it is in the report.
    """
    pending = _Pending(TriageJob(source, item_id), workers, workers.count, _counter(step, 0))
    return pending.result()


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
    for one in pending:
        try:
            results.append(one if isinstance(one, MozaikError) else one.result())
        except MozaikError as error:
            results.append(error)
        if step:
            step(len(results), len(jobs))
    return results


def _start(job: TriageJob, workers: Workers, shards: int) -> "_Pending | MozaikError":
    try:
        return _Pending(job, workers, shards, lambda: None)
    except MozaikError as error:
        return error


def _counter(step: Step | None, total: int) -> Callable[[], None]:
    done = 0

    def heard() -> None:
        nonlocal done
        done += 1
        if step:
            step(done, total)

    return heard


class _Pending:
    """One source at work."""

    def __init__(self, job: TriageJob, workers: Workers, shards: int, heard: Callable[[], None]) -> None:
        source = find_source(job.source)
        path = os.fsencode(job.source.absolute()).decode("utf-8", "surrogateescape")
        count = source.shards(job.source, shards)
        self._job, self._kind, self._workers = job, source.NAME, workers
        self._shares: list[Future[list[Examined]]] = [
            workers.submit(Job(path, shard, count), heard) for shard in range(count)
        ]

    def result(self) -> TriageResult:
        """Wait for all shares and put them together."""
        try:
            entries = sorted(
                (one for share in self._shares for one in share.result()), key=lambda one: one.at
            )
        except MozaikError as error:
            error.where = error.where or self._job.source.name
            raise
        return _assemble(self._job.item_id, self._kind, entries, self._workers.versions)


def _assemble(
    item_id: str, kind: str, entries: Sequence[Examined], versions: Mapping[str, str]
) -> TriageResult:
    accepted, duplicates = _without_duplicates(entry for entry in entries if entry.file is not None)
    rejects = tuple(
        Reject(place(entry.container, entry.path), entry.reason) for entry in entries if entry.file is None
    )
    files = [_file_row(item_id, entry, entry.file) for entry in accepted if entry.file is not None]
    media = list(_media_rows(item_id, accepted, versions.get("pillow", "")))
    selectors = list(_selector_rows(item_id, accepted))
    links = list(_link_rows(item_id, accepted))
    pictures = [entry for entry in accepted if _is_picture(entry)]
    report = TriageReport(
        item_id=item_id,
        source_kind=kind,
        read=len(entries),
        accepted=len(accepted),
        duplicate=duplicates,
        rejected=len(rejects),
        rejects=rejects,
        pictures=len(pictures),
        not_compared=sum(entry.picture is None for entry in pictures),
        selectors=len(selectors),
        deleted=sum(bool(entry.file and entry.file.deleted) for entry in accepted),
        notes=_count(note for entry in accepted for note in entry.notes),
        versions=versions,
    )
    tables = {"files": files, "media": media, "selectors": selectors, "links": links}
    return TriageResult({name: table_from_rows(name, rows) for name, rows in tables.items()}, report)


def place(container: str, path: str) -> str:
    """A place inside a source as one text: the container, `!/`, and the path in it."""
    return f"{container}!/{path}" if container else path


def _without_duplicates(entries: Iterable[Examined]) -> tuple[list[Examined], int]:
    """The entries without repetitions of one place with one content, and how many those were.

    An archive may hold two members of one name: with different contents both are kept.
    """
    kept: dict[object, Examined] = {}
    count = 0
    for entry in entries:
        facts = entry.file
        count += 1
        if facts is not None:
            kept.setdefault((entry.container, entry.path, facts.sha256, facts.deleted), entry)
    return list(kept.values()), count - len(kept)


def _file_row(item_id: str, entry: Examined, facts: FileFacts) -> Row:
    return {
        "sha256": facts.sha256,
        "sha1": facts.sha1,
        "md5": facts.md5,
        "size": facts.size,
        "item_id": item_id,
        "path": entry.path,
        "container": entry.container,
        "mime": facts.mime,
        "deleted": facts.deleted,
        "modified_at": facts.modified_at,
        "time_zone_known": facts.zone_known if facts.modified_at else None,
    }


def _media_rows(item_id: str, entries: Iterable[Examined], decoder_version: str) -> Iterator[Row]:
    """One row a distinct content; copies of one picture at several places are one picture."""
    seen = set()
    for entry in entries:
        facts, picture = entry.file, entry.picture
        if facts is None or picture is None or facts.sha256 in seen:
            continue
        seen.add(facts.sha256)
        yield {
            "pdq": picture.pdq,
            "quality": picture.quality,
            "sha256": facts.sha256,
            "md5": facts.md5,
            "item_id": item_id,
            "method": ALGORITHM,
            "method_version": ALGORITHM_VERSION,
            "decoder": "Pillow",
            "decoder_version": decoder_version,
            "frame_ms": 0,
            "width": picture.width,
            "height": picture.height,
            "camera_make": picture.camera_make,
            "camera_model": picture.camera_model,
            "camera_serial": picture.camera_serial,
            "taken_at": picture.taken_at,
        }


def _selector_rows(item_id: str, entries: Iterable[Examined]) -> Iterator[Row]:
    for entry in entries:
        for one in entry.selectors:
            yield {
                "kind": one.kind,
                "normal": one.normal,
                "found": one.found,
                "item_id": item_id,
                "path": place(entry.container, entry.path),
                "count": one.count,
                "noise": _noise(one.kind, one.normal),
                "normaliser": NORMALISER_VERSION,
            }


def _link_rows(item_id: str, entries: Iterable[Examined]) -> Iterator[Row]:
    for entry in entries:
        for one in entry.links:
            yield {
                "relation": "message",
                "from_kind": one.sender[0],
                "from_normal": one.sender[1],
                "to_kind": one.recipient[0],
                "to_normal": one.recipient[1],
                "direction": one.direction,
                "count": one.count,
                "item_id": item_id,
                "path": place(entry.container, entry.path),
            }


@lru_cache(maxsize=100_000)
def _noise(kind: str, normal: str) -> str | None:
    return noise_reason(kind, normal)


def _is_picture(entry: Examined) -> bool:
    return entry.file is not None and entry.file.mime in PICTURES | OTHER_PICTURES


def _count(notes: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for note in notes:
        counts[note] = counts.get(note, 0) + 1
    return counts
