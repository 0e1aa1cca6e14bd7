"""Reading contributions and lists: verified, then checked table by table, before any row is used."""

from collections import Counter
from collections.abc import Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from mozaik.contribution.check import check_batches, check_subjects, decoded_batches
from mozaik.contribution.parquet import broken, open_parquet, write_parquet
from mozaik.contribution.spec import Report
from mozaik.contribution.stated import tables_of, tables_version
from mozaik.contribution.write import REPORT_NAME, member_name
from mozaik.errors import InvalidInputError
from mozaik.kinds import SetKind
from mozaik.parties import Authority
from mozaik.progress import Step
from mozaik.records import CONTRIBUTION_TABLES, LIST_TABLES, Table
from mozaik.seal import ChangedError, Kind, Manifest, TrustStore, Verified, from_canonical, verify_sealed
from mozaik.terms import Terms, terms_from_row

MOST_TERMS = 10_000
LARGEST_TERMS = 4 * 1024 * 1024
LARGEST_REPORT = 16 * 1024 * 1024
IN_MEMORY = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SealedSet:
    """A contribution or list that was verified and whose tables were checked.

    `rows` says how many rows each table has; tables are read from the file when asked for.
    """

    path: Path
    manifest: Manifest
    terms: tuple[Terms, ...]
    rows: dict[str, int]
    report: Report
    verified: Verified

    @property
    def set_id(self) -> str:
        """The id of the set, unique within an operation."""
        return self.manifest.id

    @property
    def authority(self) -> Authority:
        """The authority that owns and signed the rows."""
        return self.manifest.sender

    @property
    def set_kind(self) -> SetKind:
        """What the set holds; a list says in its manifest which kind of list it is."""
        return SetKind(self.manifest.properties["list_kind"]) if self.is_list else SetKind.CONTRIBUTION

    @property
    def is_list(self) -> bool:
        """Whether this is a reference list."""
        return self.manifest.kind is Kind.LIST

    @property
    def table_names(self) -> tuple[str, ...]:
        """The names of its tables, `terms` among them, in order."""
        return tuple(sorted(self.rows))

    def table(self, name: str) -> pa.Table:
        """One table as Arrow; an empty table of the right columns if the set does not hold it."""
        spec = (LIST_TABLES if self.is_list else CONTRIBUTION_TABLES)[name]
        if name not in self.rows:
            return spec.schema.empty_table()
        stored, where = spec.as_of(self.tables_version), f"{self.path}, table {name}"
        with _batches(self.verified, stored, where, checked=True) as batches:
            return pa.Table.from_batches([spec.widened(batch) for batch in batches], schema=spec.schema)

    def counted(self, name: str, column: str) -> dict[str, int]:
        """How many rows of a table hold each value of a column, the most first; batch by batch.

        Rows that hold none are not counted; empty for a table that the set does not hold.
        """
        if name not in self.rows:
            return {}
        known = LIST_TABLES if self.is_list else CONTRIBUTION_TABLES
        where, counts = f"{self.path}, table {name}", Counter[str]()
        stored = known[name].as_of(self.tables_version)
        with _batches(self.verified, stored, where, checked=True) as batches:
            for batch in batches:
                for pair in batch.column(column).drop_null().value_counts().to_pylist():
                    counts[str(pair["values"])] += pair["counts"]
        return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))

    @property
    def tables_version(self) -> int:
        """The version of the tables that the file holds."""
        return tables_version(self.manifest, self.path)

    def extract_tables(self, folder: Path) -> dict[str, Path]:
        """Write every table as `<folder>/<name>.parquet`; the paths by name.

        The bytes are those that were sealed, or, of a table that has grown since, today's columns.
        """
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        paths = {name: folder / f"{name}.parquet" for name in self.table_names}
        for name, path in paths.items():
            known = (LIST_TABLES if self.is_list else CONTRIBUTION_TABLES)[name]
            if known.as_of(self.tables_version) is known:
                self.verified.extract(member_name(name), path)
            else:
                write_parquet(self.table(name), path)
        return paths

    @property
    def sha256(self) -> str:
        """The SHA-256 of the sealed file when it was verified, lower-case hex."""
        return self.verified.sha256


def read_set(
    path: Path, trust: TrustStore, step: Step | None = None, *, checked: Container[str] = frozenset()
) -> SealedSet:
    """Verify a sealed contribution or list and check all its rows.

    `step(done, total)` counts tables. Of a file whose SHA-256 (hex) is among `checked` every byte and
    signature is verified as of any other, and its rows are not checked once more. Raises what verification
    raises, and TableError for a file that is validly signed and whose tables break a rule; the message names
    the file and the table.
    """
    verified = verify_sealed(path, trust)
    return _checked_before(verified) if verified.sha256 in checked else set_of(verified, step)


def set_of(verified: Verified, step: Step | None = None) -> SealedSet:
    """The set in a sealed file that was verified, its rows checked; raises as `read_set`, but the seal's."""
    path = verified.path
    specs = tables_of(verified, path)
    terms, stated = _read_terms(verified, specs["terms"], path)
    rows = {}
    for done, (name, spec) in enumerate(specs.items()):
        if step:
            step(done, len(specs))
        where = f"{path}, table {name}"
        if name == "terms":
            rows[name] = check_batches(spec, stated.to_batches(), terms, where)
            continue
        with _batches(verified, spec, where) as batches:
            rows[name] = check_batches(spec, batches, terms, where)
    report = _read_report(verified, path)
    sealed_set = SealedSet(path, verified.manifest, terms, rows, report, verified)
    if not sealed_set.is_list:
        check_subjects(lambda name: sealed_set.table(name) if name in rows else None, terms, str(path))
    return sealed_set


def reopen_set(path: Path, trust: TrustStore, sha256: str) -> SealedSet:
    """A set whose rows were checked before, known by the SHA-256 of its file in hex.

    Every byte and signature is verified again, by the trust of today; what follows from the bytes alone is
    not. Raises as `verify_sealed`, and ChangedError for a file of another digest.
    """
    verified = verify_sealed(path, trust)
    if verified.sha256 != sha256:
        raise ChangedError(
            "this is not the file that was checked",
            where=str(path),
            why="its bytes have another digest",
            remedy="keep it for inquiry, and put the file back from a backup",
        )
    return _checked_before(verified)


def _checked_before(verified: Verified) -> SealedSet:
    """The set in a sealed file that was verified now, and whose rows were checked before."""
    path = verified.path
    specs = tables_of(verified, path)
    terms, _ = _read_terms(verified, specs["terms"], path, checked=True)
    rows = {name: _rows_stated(verified, spec, f"{path}, table {name}") for name, spec in specs.items()}
    return SealedSet(path, verified.manifest, terms, rows, _read_report(verified, path), verified)


def _rows_stated(verified: Verified, spec: Table, where: str) -> int:
    """How many rows a table that was checked before says that it has."""
    with _opened(verified, spec, where, checked=True) as (file, _):
        return int(file.metadata.num_rows)


def _read_terms(
    verified: Verified, spec: Table, path: Path, *, checked: bool = False
) -> tuple[tuple[Terms, ...], pa.Table]:
    """The terms of the table `terms`, row n for `terms_id` n, all owned by the sender; and the table."""
    where = f"{path}, table terms"
    if _size(verified, member_name("terms")) > LARGEST_TERMS:
        raise broken(where, f"the table is larger than {LARGEST_TERMS} bytes")
    with _batches(verified, spec, where, checked=checked) as batches:
        table = pa.Table.from_batches([*islice(batches, 1), *islice(batches, 1)], schema=spec.schema)
    if not 1 <= table.num_rows <= MOST_TERMS:
        raise broken(where, f"there are not 1 to {MOST_TERMS} terms")
    try:
        rows = table.to_pylist()
    except (ValueError, OverflowError) as error:
        raise broken(where, "terms cannot be read") from error
    if [row["terms_id"] for row in rows] != list(range(len(rows))):
        raise broken(where, "terms_id does not count 0, 1, 2 ... in order")
    if any(row["owner"] != verified.manifest.sender for row in rows):
        raise broken(where, "terms are of another owner than the sender")
    try:
        terms = tuple(terms_from_row(row) for row in rows)
    except InvalidInputError as error:
        raise broken(where, "terms cannot be read", error.why) from error
    return terms, table


def _read_report(verified: Verified, path: Path) -> Report:
    where = f"{path}, {REPORT_NAME}"
    if _size(verified, REPORT_NAME) > LARGEST_REPORT:
        raise broken(where, f"the report is larger than {LARGEST_REPORT} bytes")
    return Report.from_json(from_canonical(verified.read_member(REPORT_NAME), where), where)


def _size(verified: Verified, name: str) -> int:
    return next(member.size for member in verified.manifest.members if member.name == name)


@contextmanager
def _batches(
    verified: Verified, spec: Table, where: str, *, checked: bool = False
) -> Iterator[Iterator[pa.RecordBatch]]:
    """The rows of a table; `checked` says that these very bytes were checked before."""
    with _opened(verified, spec, where, checked=checked) as (file, size):
        yield decoded_batches(file, size, where)


@contextmanager
def _opened(
    verified: Verified, spec: Table, where: str, *, checked: bool
) -> Iterator[tuple[pq.ParquetFile, int]]:
    """A table and its size in bytes; a small one is checked against its digest again as it is read.

    A large one is not, so its shape is checked each time.
    """
    name = member_name(spec.name)
    size = _size(verified, name)
    if size <= IN_MEMORY:
        source = pa.BufferReader(verified.read_member(name))
        yield open_parquet(source, spec, where, checked=checked), size
    else:
        with verified.open_member(name) as stream, pa.PythonFile(stream, "r") as source:
            yield open_parquet(source, spec, where), size
