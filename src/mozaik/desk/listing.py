"""What triage would open of a seized source: a listing without digests, of which nothing is written."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mozaik.desk.items import is_export
from mozaik.desk.typed import typed_scheme
from mozaik.progress import Step
from mozaik.triage import Unread, Workers, list_source, read_case_export

_READERS = {
    "folder": "the file system of this machine",
    "archive": "Mozaik for ZIP, CPIO and Android backups, Python {python} for TAR, gzip, bzip2 and xz, "
    "py7zr {py7zr} for 7z, libzstd by backports.zstd {backports-zstd}, lz4 {lz4}",
    "disk image": "The Sleuth Kit (pytsk3 {pytsk3}), libewf {libewf-python} for E01, "
    "libvmdk {libvmdk-python} for VMDK, libvhdi {libvhdi-python} for VHD and VHDX, Mozaik for qcow2",
}
"""By what each kind of source is read, with the versions that a child says."""
_VERSIONS = (
    "python", "pytsk3", "libewf-python", "libvmdk-python", "libvhdi-python", "py7zr", "backports-zstd", "lz4"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Holding:
    """How much would be read of one container; the empty name stands for the source itself. Size in bytes."""

    container: str
    files: int
    size: int


@dataclass(frozen=True, slots=True)
class SourceListing:
    """What would be read of a source, by which reader, and what not and why; of an export, its records."""

    source: Path
    kind: str
    reader: str
    holdings: tuple[Holding, ...]
    unread: tuple[Unread, ...]

    @property
    def files(self) -> int:
        """How many files, or records of an export, would be read."""
        return sum(holding.files for holding in self.holdings)

    @property
    def size(self) -> int:
        """How many bytes would be read."""
        return sum(holding.size for holding in self.holdings)


def list_seized(source: Path, scheme: str | None = None, step: Step | None = None) -> SourceListing:
    """List a source as triage would, in one parser child; of files only the beginnings are looked at.

    Of a case export the records are read, as sealing reads them. Raises as triage does for a source of no
    known kind, and for one that cannot be listed.
    """
    if is_export(source):
        return _list_export(source, scheme, step)
    files: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    unread: list[Unread] = []

    def count(container: str, more: int, size: int) -> None:
        files[container] += more
        sizes[container] += size
        if step:
            step(files.total() + len(unread), 0)

    with Workers(1) as pool:
        kind = list_source(source, pool, count, unread.append)
        versions = {name: pool.versions.get(name, "") for name in _VERSIONS}
    holdings = tuple(Holding(container, files[container], sizes[container]) for container in files)
    return SourceListing(source, kind, _reader_of(kind, versions), holdings, tuple(unread))


def _reader_of(kind: str, versions: Mapping[str, str]) -> str:
    return _READERS[kind].format_map(versions)


def _list_export(source: Path, scheme: str | None, step: Step | None) -> SourceListing:
    report = read_case_export(source, "", None, typed_scheme(scheme), step).report
    unread = tuple(Unread(f"record {reject.number}", "", reject.reason) for reject in report.rejects)
    holding = Holding("", report.accepted + report.duplicate, source.stat().st_size)
    return SourceListing(source, f"case export, {report.format}", "Mozaik", (holding,), unread)
