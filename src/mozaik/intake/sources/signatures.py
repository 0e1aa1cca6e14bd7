"""What the first bytes of a container say it is: one list for finding a source and for typing a file.

A format that stands here and is not read is named, on the command line and in what was not examined. Marks:
file(1) and the formats' own descriptions (libyal, AFF4 1.0, FTK Imager AD1, ECMA-119, Apple TN1150).
"""

from dataclasses import dataclass

from mozaik.intake.sources.cpio import is_cpio

HEAD_BYTES = 0x10200
"""First bytes of a file in which every mark of this list stands."""


@dataclass(frozen=True, slots=True)
class Noun:
    """What a container is, with its article, and what a person can do about a source of a format not read."""

    text: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Signature:
    """A format of containers: its name, its type, what it is, and its marks as (place, bytes).

    Any mark will do; `is_read` says whether a file of the format is a source that is opened.
    """

    name: str
    mime: str
    noun: Noun
    marks: tuple[tuple[int, bytes], ...]
    is_read: bool = False

    def fits(self, head: bytes) -> bool:
        """Whether one of the marks stands in its place; of CPIO, whether a whole header does."""
        return (self.name == "CPIO" and is_cpio(head)) or any(
            head.startswith(mark, at) for at, mark in self.marks
        )

    @property
    def gap(self) -> str:
        """Why a file of this format is not looked into where it lies."""
        if self.is_read and self.noun == IMAGE:
            return "not searched: a disk image inside a source"
        return f"{_GAPS[self.noun]} ({self.name})"


IMAGE = Noun(
    "a disk image", remedy="convert it to raw (dd) or E01 with a verified tool and keep the original"
)
ARCHIVE = Noun(
    "an archive", remedy="unpack it with a verified tool into a folder, give the folder and keep the original"
)
STORE = Noun(
    "an encrypted store",
    remedy="open it with its key on a verified machine and give what it holds as a raw image or a folder",
)
SYSTEM = Noun("a file system", remedy="mount it read-only on a verified machine and give the folder")
_GAPS = {
    IMAGE: "not searched: a disk image of a kind that is not opened",
    ARCHIVE: "not searched: an archive of a kind that is not opened",
    STORE: "not searched: an encrypted store of a kind that is not opened",
    SYSTEM: "not searched: a file system of a kind that is not opened",
}


def _sign(name: str, mime: str, noun: Noun, *marks: tuple[int, bytes], is_read: bool = False) -> Signature:
    return Signature(name, f"application/{mime}", noun, marks, is_read)


_TO_GO = b"\x3b\xd6\x67\x49\x29\x2e\xd8\x4a\x83\x99\xf6\xa3\x39\xe3\xd0\x01"
"""What stands in the FAT boot sector of a medium under BitLocker To Go."""
E01 = _sign("E01", "x-encase-image", IMAGE, (0, b"EVF\x09\x0d\x0a\xff\x00"), is_read=True)
SIGNATURES = (
    E01,
    _sign("L01", "x-encase-logical", IMAGE, (0, b"LVF\x09\x0d\x0a\xff\x00")),
    _sign("Ex01", "x-encase-image-2", IMAGE, (0, b"EVF2\x0d\x0a\x81")),
    _sign("Lx01", "x-encase-logical-2", IMAGE, (0, b"LEF2\x0d\x0a\x81")),
    _sign("AFF", "x-aff-image", IMAGE, (0, b"AFF10\x0d\x0a\x00")),
    _sign("AFF4", "x-aff4-image", IMAGE, (30, b"container.description"), (30, b"aff4%3A"),
          (30, b"information.turtle")),
    _sign("AD1", "x-ad1-image", IMAGE, (0, b"ADSEGMENTEDFILE\x00"), (0, b"ADLOGICALIMAGE\x00")),
    _sign("qcow2", "x-qcow2-image", IMAGE, (0, b"QFI\xfb"), is_read=True),
    _sign("VMDK", "x-vmdk-image", IMAGE, (0, b"KDMV"), (0, b"COWD\x01\x00\x00\x00"),
          (0, b"# Disk DescriptorFile"), is_read=True),
    _sign("VHD", "x-vhd-image", IMAGE, (0, b"conectix"), is_read=True),
    _sign("VHDX", "x-vhdx-image", IMAGE, (0, b"vhdxfile"), is_read=True),
    _sign("VDI", "x-vdi-image", IMAGE, (64, b"\x7f\x10\xda\xbe")),
    _sign("Parallels", "x-parallels-image", IMAGE, (0, b"WithoutFreeSpace"), (0, b"WithouFreSpacExt")),
    _sign("RAR", "vnd.rar", ARCHIVE, (0, b"Rar!\x1a\x07")),
    _sign("7z", "x-7z-compressed", ARCHIVE, (0, b"7z\xbc\xaf\x27\x1c"), is_read=True),
    _sign("Zstandard", "zstd", ARCHIVE, (0, b"\x28\xb5\x2f\xfd"), is_read=True),
    _sign("LZ4", "x-lz4", ARCHIVE, (0, b"\x04\x22\x4d\x18"), is_read=True),
    _sign("lzip", "x-lzip", ARCHIVE, (0, b"LZIP\x01")),
    _sign("compress", "x-compress", ARCHIVE, (0, b"\x1f\x9d\x90")),
    _sign("CPIO", "x-cpio", ARCHIVE, is_read=True),
    _sign("CAB", "vnd.ms-cab-compressed", ARCHIVE, (0, b"MSCF\x00\x00\x00\x00")),
    _sign("WIM", "x-ms-wim", ARCHIVE, (0, b"MSWIM\x00\x00\x00")),
    _sign("XAR", "x-xar", ARCHIVE, (0, b"xar!\x00\x1c")),
    _sign("Android backup", "x-android-backup", ARCHIVE, (0, b"ANDROID BACKUP\n"), is_read=True),
    _sign("SquashFS", "x-squashfs", SYSTEM, (0, b"hsqs")),
    _sign("LUKS", "x-luks-volume", STORE, (0, b"LUKS\xba\xbe")),
    _sign("BitLocker", "x-bitlocker-volume", STORE, (3, b"-FVE-FS-"), (424, _TO_GO)),
    _sign("APFS", "x-apfs-volume", SYSTEM, (32, b"NXSB")),
    _sign("XFS", "x-xfs-volume", SYSTEM, (0, b"XFSB\x00")),
    _sign("Btrfs", "x-btrfs-volume", SYSTEM, (0x10040, b"_BHRfS_M")),
    _sign("F2FS", "x-f2fs-volume", SYSTEM, (1024, b"\x10\x20\xf5\xf2")),
    _sign("ReFS", "x-refs-volume", SYSTEM, (3, b"ReFS\x00\x00\x00\x00")),
)  # fmt: skip
RAW = _sign("raw", "x-raw-disk-image", IMAGE, (510, b"\x55\xaa"), (512, b"EFI PART"), (1080, b"\x53\xef"),
            (1024, b"H+\x00\x04"), (1024, b"HX\x00\x05"), (0x8001, b"CD001"), (0x8001, b"BEA01"),
            (0x255C, b"\x54\x19\x01\x00"), (0x255C, b"\x00\x01\x19\x54"), is_read=True)  # fmt: skip
"""A partition table, or a file system without one: FAT, NTFS, exFAT, GPT, ext, HFS+, ISO 9660, UFS."""


def signature_of(head: bytes) -> Signature | None:
    """The format of which a file with this beginning is; None for what is no container of this list."""
    return next((each for each in SIGNATURES if each.fits(head)), None)


def looks_raw(head: bytes) -> bool:
    """Whether a file begins like a raw image: a partition table or a known file system."""
    return RAW.fits(head)
