"""Sealing what was seized: triage of a source, or a case export about it, becomes a contribution."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa

from mozaik import __version__
from mozaik.contribution import Report, apply_sheet
from mozaik.desk.doubts import doubts_about_terms
from mozaik.desk.outputs import forget_earlier_list, refuse_outputs, require_accepted, write_rejects
from mozaik.desk.sealing import Facts, Sealed, Sealing, seal_facts
from mozaik.desk.typed import typed_scheme, typed_word
from mozaik.errors import InvalidInputError, MozaikError
from mozaik.files import written_whole
from mozaik.intake import CaseHeader, find_export, find_source, write_csv, write_vics
from mozaik.moments import utc_day
from mozaik.progress import Step
from mozaik.selectors import region_of
from mozaik.triage import (
    ImageVerdict,
    TriageJob,
    TriageResult,
    Verdict,
    Workers,
    read_case_export,
    triage_many,
    triage_source,
)


@dataclass(frozen=True, slots=True)
class Seized:
    """A source to seal: where it lies, the reference of its item, and the exports that are wanted of it.

    `scheme` names the category scheme where the source is a case export with codes. `region` (ISO 3166-1) is
    the country as which phone numbers without a country code are read; by default the owner's.
    """

    source: Path
    item: str
    scheme: str | None = None
    vics: Path | None = None
    csv: Path | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class SealedItem(Sealed):
    """A sealed item, how many rows each export got by its name, and the list of what was not looked into."""

    exports: Mapping[str, int] = field(default_factory=dict)
    notes: Path | None = None


def seal_item(
    seized: Seized,
    sealing: Sealing,
    step: Step | None = None,
    *,
    workers: int | None = None,
    file_seconds: int = 60,
) -> SealedItem:
    """Triage one source with `workers` children (default one a core), or read a case export, and seal it.

    `file_seconds` is the longest time for one file. InvalidInputError for a source of no known kind or
    without a file; raises as triage and sealing do. Nothing is written unless the set is sealed, but for
    the list of what was refused.
    """
    _check_outputs(seized, sealing)
    if is_export(seized.source):
        return _seal_export(seized, sealing, step)
    seized = _referenced(seized)
    with Workers(workers, seconds=file_seconds) as pool:
        result = triage_source(seized.source, seized.item, pool, step, _region(seized, sealing))
        return _seal_triaged(seized, sealing, result)


def seal_items(
    pairs: Sequence[tuple[Seized, Sealing]], step: Step | None = None, *, workers: int | None = None
) -> list[SealedItem | MozaikError]:
    """Triage many sources side by side and seal each; for each, in order, what was sealed or what stopped it.

    `step(sources done, sources)` reports progress.
    """
    pairs = [(_referenced(seized), sealing) for seized, sealing in pairs]
    for seized, sealing in pairs:
        _check_outputs(seized, sealing)
    jobs = [TriageJob(seized.source, seized.item, _region(seized, sealing)) for seized, sealing in pairs]
    with Workers(workers) as pool:
        results = triage_many(jobs, pool, step)
    return [
        result if isinstance(result, MozaikError) else _seal_triaged(seized, sealing, result)
        for (seized, sealing), result in zip(pairs, results, strict=True)
    ]


def _referenced(seized: Seized) -> Seized:
    """The source with the reference of its item as it is written everywhere; raises as `typed_word`."""
    return replace(seized, item=typed_word(seized.item, "the reference of the item"))


def _region(seized: Seized, sealing: Sealing) -> str | None:
    return seized.region or region_of(sealing.owner)


def _check_outputs(seized: Seized, sealing: Sealing) -> None:
    refuse_outputs(sealing.output, [seized.source], sealing.replace, seized.vics, seized.csv)


def is_export(path: Path) -> bool:
    """Whether the source is a case export: no known source, but a file with records."""
    try:
        find_source(path)
    except InvalidInputError as no_source:
        try:
            find_export(path)
        except InvalidInputError:
            raise InvalidInputError(
                "this is not a source that Mozaik knows",
                where=str(path),
                why=no_source.why,
                remedy=f"{no_source.remedy}; of case exports it reads VICS and CSV with digests",
            ) from None
        return True
    return False


def _seal_triaged(seized: Seized, sealing: Sealing, result: TriageResult) -> SealedItem:
    facts = Facts("item", result.tables, Report.of(result.report), seized.item, result.report.versions)
    rejects = ((reject.where, reject.reason) for reject in result.report.rejects)
    sealed = _seal(seized, sealing, facts, rejects)
    notes = ((note.where, note.reason) for note in result.report.noted)
    notes_path = write_rejects(sealing.output, ("place", "note"), notes, "notes")
    forget_earlier_list(sealing.output, notes_path, "notes")
    doubts = (*_doubts_about_images(result.report.images), *sealed.doubts)
    return replace(sealed, notes=notes_path, doubts=doubts)


def _doubts_about_images(images: Sequence[ImageVerdict]) -> Iterator[str]:
    """What speaks against disk images, loudest first."""
    for image in images:
        stated = image.stated
        if stated.damaged:
            yield (
                f"DAMAGED IMAGE {image.where}: {stated.damaged} of {stated.chunks} chunks cannot be read;"
                " they count as zeros, and the notes mark the files in them. Make a new image of the medium."
            )
        if image.verdict == Verdict.DIFFERS:
            yield (
                f"IMAGE NOT AS ACQUIRED {image.where}: its media do not have the digest that it states."
                " Compare with the acquisition log, and make a new image of the medium."
            )


def _seal_export(seized: Seized, sealing: Sealing, step: Step | None) -> SealedItem:
    seized = _referenced(seized) if seized.item else seized
    scheme = typed_scheme(seized.scheme)
    reading = read_case_export(seized.source, sealing.owner, seized.item or None, scheme, step)
    report = Report.of(reading.report)
    facts = Facts("case-export", reading.tables, report, seized.item, {"mozaik": __version__})
    rejects = ((reject.number, reject.reason) for reject in reading.report.rejects)
    return _seal(seized, sealing, facts, rejects)


def _seal(
    seized: Seized, sealing: Sealing, facts: Facts, rejects: Iterable[tuple[object, str]]
) -> SealedItem:
    if not facts.report.read:
        raise InvalidInputError(
            "the source holds no file",
            where=str(seized.source),
            remedy="check that it is the right folder or image",
        )
    refused = list(rejects)
    rejects_path = write_rejects(sealing.output, ("place", "reason"), refused)
    first = refused[0][1] if refused else ""
    require_accepted(facts.report.accepted, str(seized.source), rejects_path, first)
    sheet = sealing.terms.sheet
    placed = Facts(facts.label, apply_sheet(facts.tables, sheet), facts.report, facts.item, facts.versions)
    with _exports(seized, sealing.owner, facts.tables) as exports:
        manifest = seal_facts(sealing, placed, sheet)
    forget_earlier_list(sealing.output, rejects_path)
    doubts = doubts_about_terms(placed.tables, sheet.terms, utc_day(sealing.moment))
    return SealedItem(
        sealing.output, manifest, sealing.terms, facts.report, rejects_path, tuple(doubts), exports
    )


@contextmanager
def _exports(seized: Seized, owner: str, tables: Mapping[str, pa.Table]) -> Iterator[Mapping[str, int]]:
    """The wanted exports, which stand under their names only when the block ends without an error."""
    written = {}
    with ExitStack() as ready:
        if seized.vics:
            header = CaseHeader(owner, seized.item, __version__)
            written["vics_media"], written["vics_left_out"] = write_vics(
                ready.enter_context(written_whole(seized.vics)), header, tables["files"], tables["media"]
            )
        if seized.csv:
            stream = ready.enter_context(written_whole(seized.csv))
            written["csv_rows"] = write_csv(stream, tables["files"], tables["media"])
        yield written
