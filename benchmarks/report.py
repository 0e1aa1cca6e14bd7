"""The report of a package with 5,000 hits against a bare compile of the same table by Typst.

The bare compile has the same rows, words, fonts and standards (tagged, PDF/A-2a, PDF/UA-1), and nothing of
what the report is: no leads, no look. What the report does beside, in Python, is in its time. Every run has
other values, because Typst remembers what it laid out before.
"""

import json
from collections.abc import Callable
from datetime import date
from functools import partial

import typst

from benchmarks.outcome import Outcome, Timing, median, our_versions, timed
from mozaik.kinds import HitKind, SetKind
from mozaik.package import Ask, Custody, HiddenHolder, Hit, Holder, Lead, Package, Topic
from mozaik.package.model import FORMAT, Counts, Drafted, HandlingSummary, Recipient
from mozaik.package.renderings.paper_pdf import package_pdf
from mozaik.package.report import report_view
from mozaik.parties import Authority, PersonRef
from mozaik.release import Status
from mozaik.terms import Handling, Use
from mozaik.typed_json import Json
from mozaik.typeset.printable import FONT_FOLDER

# Typst's own annotation wants one type for the template and its root folder.
_compile: Callable[..., bytes] = typst.compile

ROWS, RUNS = 5_000, 3
OWN, OTHER, DAY = Authority("SI-GPD"), Authority("HR-MUP"), date(2024, 5, 21)
H0 = (Handling.H0,)
BARE = """
#set document(title: "table")
#set text(font: "Noto Sans", size: 9.5pt, lang: "en", fallback: false)
#table(columns: 5, table.header[Lead][Hit][Value][Whose][Conditions],
  ..json(bytes(sys.inputs.data)).flatten())
"""


def measure() -> Outcome:
    """Time both on one package of one lead."""
    packages = [package_of(ROWS, run) for run in range(RUNS)]
    tables = [_rows(report_view(package, "en", None)) for package in packages]
    ours = [timed(partial(package_pdf, package)) for package in packages]
    theirs = [timed(partial(_bare, rows)) for rows in tables]
    return Outcome(
        name="report-of-5000-rows",
        ours=median([timing for timing, _ in ours]),
        theirs=median([timing for timing, _ in theirs]),
        target="at most three times the bare compile of the same table, in processor time",
        versions=our_versions("typst"),
        facts={
            "rows": ROWS, "runs": RUNS, "bytes": len(ours[0][1]), "bare bytes": len(theirs[0][1]),
            "processor times the bare": round(_times(ours) / _times(theirs), 2),
        },
    )  # fmt: skip


def _times(runs: list[tuple[Timing, bytes]]) -> float:
    return median([timing for timing, _ in runs]).processor


def _bare(rows: list[list[str]]) -> bytes:
    return _compile(
        BARE.encode(), font_paths=[str(FONT_FOLDER)], ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(rows)}, pdf_standards=["a-2a", "ua-1"], timestamp=0,
    )  # fmt: skip


def _rows(view: dict[str, Json]) -> list[list[str]]:
    """The cells of the report's table of further hits."""
    lines = view["further"]
    names = ("lead", "reference", "value", "whose", "conditions")
    assert isinstance(lines, list)
    return [[str(line[name]) for name in names] for line in lines if isinstance(line, dict)]


def package_of(count: int, run: int) -> Package:
    """A package of one lead with so many files that another authority has too; each run has others."""
    references = tuple(f"H-{run:04d}{number:012d}" for number in range(count))
    lead = Lead(
        1, Topic.FILE, "The same files shared with HR-MUP", "They may matter.", ("Compare them.",), (OTHER,),
        ("ITEM-1",), references, (Ask(OTHER, ()),), H0, "A1",
    )  # fmt: skip
    return Package(
        format=FORMAT, operation="Mozaik", edition="Mozaik 2023", synthetic=True, sender=Authority("EU-EC3"),
        recipient=Recipient(OWN, "SI", "Slovenia", False), use=Use.ANALYSIS, transfer_ground=None,
        drafted=Drafted("2023-11-20T09:00:00Z", PersonRef("EU-EC3/maria"), "benchmark"), expires_on=DAY,
        custody=Custody(1, 2, "ab" * 32), handling=HandlingSummary(H0, ("H0",), ()), grade=None,
        keep_until=None, counts=Counts(count, 0, 0, 0), first=(), leads=(lead,),
        hits=tuple(_hit(number + (run << 230), name) for number, name in enumerate(references)), pointers=(),
        groups=(), exhibits=(), statement="", compared=(), not_compared=(), versions={}, parameters={},
    )  # fmt: skip


def _hit(number: int, reference: str) -> Hit:
    value = f"{number:064x}"
    told = Holder(
        OWN, True, SetKind.CONTRIBUTION, "files", "ITEM-1", value, {"path": f"DCIM/{number}.jpg"}, (), None,
        H0, (), "A1", DAY,
    )  # fmt: skip
    asked = HiddenHolder(OTHER, SetKind.CONTRIBUTION, f"T-{number:016d}", H0, (), "A1", DAY)
    return Hit(
        reference, 1, HitKind.DIGEST, "The same file", "sha256", (value,), None, None, None, None,
        Status.CONFIRMED, None, (OWN, OTHER), 2, 10, (), (told,), (asked,), H0, "A1", DAY,
    )  # fmt: skip
