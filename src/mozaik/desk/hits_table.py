"""Hits as a table for a spreadsheet, and the table with verdicts that comes back: many rejections at once."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from mozaik.csv_text import csv_lines, csv_text
from mozaik.desk.outputs import forget_earlier_list, write_rejects
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.intake import armed
from mozaik.release import Asking, Judged, Reading, ReleasedHit, Verdict, Work, judge_each, require_key_of
from mozaik.seal import SigningKey, TrustStore
from mozaik.visible import visible_line

COLUMNS = (
    "position", "reference", "kind", "value_kind", "values", "distance", "authorities", "units", "material",
    "handling", "grade", "keep_until", "status", "verdict", "reason",
)  # fmt: skip
"""The last two are empty: a person fills them in, and gives the table to `mozaik judge --from`."""
LARGEST = 64 * 1024 * 1024
_JOINED = " | "


def hits_csv(reading: Reading) -> str:
    """The hits of a reading as CSV, one a line; a text that a spreadsheet would run is disarmed."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([armed(visible_line(cell)) for cell in _cells(hit)] for hit in reading.hits)
    return text.getvalue()


def _cells(hit: ReleasedHit) -> tuple[str, ...]:
    return (
        str(hit.position), hit.reference, str(hit.kind), hit.value_kind, _JOINED.join(hit.values),
        "" if hit.distance is None else str(hit.distance), _JOINED.join(hit.authorities), str(hit.units),
        str(hit.material or ""), _JOINED.join(map(str, hit.handling)), hit.grade, str(hit.keep_until),
        str(hit.status), "", "",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class JudgedRows:
    """What became of a table with verdicts: judged rows, rows without a verdict, and those refused.

    `rejects` is the file with the refused rows and their reasons, None where there are none.
    """

    judged: tuple[Judged, ...]
    without: int
    refused: int
    rejects: Path | None


def reject_many(work: Path, file: Path, asking: Asking, key: SigningKey, trust: TrustStore) -> JudgedRows:
    """Record the rejections in a table; every other row goes with its reason to `FILE.rejects.csv`.

    The table has a header with `reference` and `verdict`; a `reason` of the row's own stands for that of the
    asking. A hit is confirmed by itself, after a look at it. InvalidInputError for a table without these
    columns; raises as `judge`.
    """
    require_key_of(asking.person, key, trust)
    opened = Work.open(work, trust)
    rows, without, faults = _rows_of(file)
    by_reason: dict[str, dict[str, int]] = defaultdict(dict)
    for line, (reference, reason) in rows.items():
        by_reason[reason or asking.reason][reference] = line
    judged: list[Judged] = []
    for reason, lines in by_reason.items():
        verdicts = dict.fromkeys(lines, Verdict.REJECT)
        for reference, became in judge_each(opened, verdicts, key, reason, asking.now).items():
            if isinstance(became, RefusedError):
                faults[lines[reference]] = f"{became.what}; {became.remedy}"
            else:
                judged.append(became)
    rejects = write_rejects(file, ("line", "reason"), sorted(faults.items()))
    forget_earlier_list(file, rejects)
    return JudgedRows(tuple(judged), without, len(faults), rejects)


def _rows_of(file: Path) -> tuple[dict[int, tuple[str, str]], int, dict[int, str]]:
    """Of each line its reference and reason; how many rows have no verdict; the faults by line."""
    if file.stat().st_size > LARGEST:
        raise InvalidInputError("the table is too large", where=str(file), remedy="split it into several")
    text, _ = csv_text(file.read_bytes(), str(file))
    rows: dict[int, tuple[str, str]] = {}
    without, faults, seen = 0, dict[int, str](), set[str]()
    for line, cells in _table(text, file):
        reference, verdict = cells.get("reference", ""), cells.get("verdict", "").lower()
        if cells and not verdict:
            without += 1
        elif fault := _fault(cells, verdict, reference in seen):
            faults[line] = fault
        else:
            seen.add(reference)
            rows[line] = (reference, cells.get("reason", ""))
    return rows, without, faults


def _fault(cells: Mapping[str, str], verdict: str, repeated: bool) -> str:
    """Why a row cannot be kept, or nothing."""
    if not cells:
        return "not readable CSV: a quotation mark is misplaced"
    if verdict == Verdict.CONFIRM:
        return "a hit is confirmed by itself: mozaik judge WORK REFERENCE confirm"
    if verdict != Verdict.REJECT:
        return f"the verdict of a row is {Verdict.REJECT} or empty"
    return "the reference stands in the table twice" if repeated else ""


def _table(text: str, file: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The rows by column name, stripped; an empty mapping for a line that begins no row."""
    header: list[str] = []
    for line, cells in csv_lines(text):
        if not header:
            header = [cell.strip().lower() for cell in cells or ()]
            if not {"reference", "verdict"} <= set(header):
                raise InvalidInputError(
                    "the table does not say which hits it judges",
                    where=f"{file}, line {line}",
                    why="the first line does not name the columns reference and verdict",
                    remedy="fill in what mozaik hits --csv writes",
                )
        elif cells is None:
            yield line, {}
        elif any(cell.strip() for cell in cells):
            yield line, {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
