"""Sealing a reference list: known material, or files known to be harmless."""

from dataclasses import dataclass
from pathlib import Path

from mozaik.contribution import Report, apply_sheet, write_list
from mozaik.desk.doubts import doubts_about_terms
from mozaik.desk.outputs import forget_earlier_list, refuse_outputs, require_accepted, write_rejects
from mozaik.desk.sealing import Sealed, Sealing, spec_of
from mozaik.desk.typed import typed_scheme
from mozaik.intake import ExportReport
from mozaik.kinds import SetKind
from mozaik.moments import utc_day
from mozaik.progress import Step
from mozaik.triage import read_list


@dataclass(frozen=True, slots=True)
class HashList:
    """A hash list to seal: where it lies, what it holds, the scheme of its codes, a word for its id."""

    source: Path
    kind: SetKind
    scheme: str | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class SealedList(Sealed):
    """A sealed list, and the account of its reading."""

    account: ExportReport


def seal_list(hash_list: HashList, sealing: Sealing, step: Step | None = None) -> SealedList:
    """Read a hash list and seal its usable entries; raises as intake and sealing do.

    Refused records go with number and reason to the reject file.
    """
    refuse_outputs(sealing.output, [hash_list.source], sealing.replace)
    reading = read_list(hash_list.source, typed_scheme(hash_list.scheme), step)
    account = reading.report
    refused = ((reject.number, reject.reason) for reject in account.rejects)
    rejects = write_rejects(sealing.output, ("record", "reason"), refused)
    first = f"record {account.rejects[0].number}: {account.rejects[0].reason}" if account.rejects else ""
    require_accepted(reading.entries.num_rows, str(hash_list.source), rejects, first)
    report, sheet = Report.of(account), sealing.terms.sheet
    label = f"list-{hash_list.kind}" + (f"-{hash_list.name}" if hash_list.name else "")
    entries = apply_sheet({"entries": reading.entries}, sheet)["entries"]
    spec = spec_of(sealing, label, report)
    manifest = write_list(sealing.output, spec, entries, sheet, sealing.key, hash_list.kind)
    forget_earlier_list(sealing.output, rejects)
    doubts = doubts_about_terms({"entries": entries}, sheet.terms, utc_day(sealing.moment))
    return SealedList(sealing.output, manifest, sealing.terms, report, rejects, tuple(doubts), account)
