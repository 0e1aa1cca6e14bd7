"""Series: files that belong together, who works on them, where they were probably made; words and digests.

Two authorities that see files of one series learn of each other, so that no child is looked for twice, or by
nobody. A file stands under the terms of its series: what ties two series together is told as they are.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from mozaik.parties import is_authority

Rows = Iterable[Mapping[str, Any]]
STRAY = "its series is not in the same file, or stands under other terms"


def series_name(text: str) -> str:
    """The name of a series as it is compared: small letters, single blanks."""
    return " ".join(text.casefold().split())


def series_faults(rows: pa.RecordBatch | pa.Table) -> Iterator[str]:
    """Every rule that rows of the table `series` break, in words."""
    names, workers = (rows.column(name).to_pylist() for name in ("name", "worked_on_by"))
    if count := sum(name is not None and series_name(name) != name for name in names):
        yield f"name is not written in small letters with single blanks in {count} rows"
    if count := sum(worker is not None and not is_authority(worker) for worker in workers):
        yield f"worked_on_by is not the id of an authority in {count} rows"
    unworked = pc.and_(pc.equal(rows.column("state"), "worked-on"), pc.is_null(rows.column("worked_on_by")))
    if count := _count(unworked):
        yield f"worked_on_by is empty in {count} rows about a series that is worked on"
    if count := _count(pc.xor(pc.is_null(rows.column("country")), pc.is_null(rows.column("country_basis")))):
        yield f"country stands without country_basis, or it without a country, in {count} rows"


def series_file_faults(rows: pa.RecordBatch | pa.Table) -> Iterator[str]:
    """Every rule that rows of the table `series_files` break, in words."""
    if count := _count(pc.and_(pc.is_null(rows.column("sha256")), pc.is_null(rows.column("md5")))):
        yield f"sha256 and md5 are both empty in {count} rows"


def strays_of_series(series: Rows, files: Rows) -> list[bool]:
    """Whether each row of `series_files` belongs to no series of the same set under the same terms."""
    known = {(row["series_id"], row["terms_id"]) for row in series}
    return [(row["series_id"], row["terms_id"]) not in known for row in files]


def _count(mask: pa.Array | pa.ChunkedArray) -> int:
    return int(pc.sum(mask).as_py() or 0)
