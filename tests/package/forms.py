"""A world with something for every form, and with things that the recipient must not learn in any of them."""

import base64
import hashlib
import io
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from anyascii import anyascii
from pypdf import PdfReader

from mozaik.package import Custody, Drafting, Package, make_package
from mozaik.parties import Authority, PersonRef
from mozaik.release import Status, Work, read_for_package
from mozaik.terms import Disclosure, Handling, Use
from tests.package.support import (
    LIST,
    OPEN,
    OWN,
    SERBIAN,
    SHUT,
    custody,
    full_world,
    identifier,
    named,
    theirs,
)
from tests.release.support import NOW, TRUST, Coverage, Hit, Holder, World, drafts_for, terms, write_work

VALIDATE = [
    str(Path(sys.executable).with_name("case_validate")), "--built-version", "case-1.5.0", "--allow-info"
]  # fmt: skip
"""The validator of CASE, which needs no network; a file to validate is added."""

HIDDEN = terms("HR-MUP", Disclosure.SILENT)
HIDDEN_TOO = terms("RS-MUP", Disclosure.SILENT)
NO_COURT = terms("HR-MUP", Disclosure.FULL, handling=frozenset({Handling.H0, Handling.H1}), source="B")
KEPT_CLOSE = terms("RS-MUP", Disclosure.FULL, handling=frozenset({Handling.H0, Handling.H2}))


def digests(text: str) -> dict[str, bytes]:
    data = text.encode()
    return {name: hashlib.new(name, data).digest() for name in ("md5", "sha1", "sha256")}


KNOWN, UNKNOWN, HELD_BACK, H1_FILE = (digests(text) for text in ("known", "unknown", "held back", "h1"))
SECRET_NAMES = ("Слободан Тајновић", "Љубинка Скривена")
SECRET_TEXTS = ("Tajna/zapis-77.jpg", "HR-SECRET-9", "hidden-person@skriveno.example", "Скривено/дневник.db")


def _file(text: str, kind: dict[str, bytes], stated: object, unit: str, path: str, set_id: str) -> Holder:
    fields = {**kind, "path": path, "size": len(text), "mime": "image/jpeg", "deleted": False}
    return Holder(set_id, unit, stated, fields=fields)  # type: ignore[arg-type]


def _digest(kind: dict[str, bytes], *holders: Holder) -> Hit:
    return Hit("digest", kind["sha256"], holders)


def forms_world() -> World:
    """Known and unknown files with every digest, selectors of every kind, and facts silent to the reader."""
    si, hr = "SI-GPD.triage.1", "HR-MUP.triage.1"
    entry = {**KNOWN, "category_scheme": "vics-us", "category_code": "1", "series": "S-77"}
    hits = (
        _digest(KNOWN, _file("known", KNOWN, OWN, "ITEM-1", "DCIM/known.jpg", si),
                Holder("EU-EC3.list.1", "EU-EC3.list.1", LIST, table="entries", fields=entry)),
        _digest(UNKNOWN, _file("unknown", UNKNOWN, OWN, "ITEM-1", "=формула.jpg", si),
                _file("unknown", UNKNOWN, OPEN, "HR-3", "Слике/а.jpg", hr),
                _file("unknown", UNKNOWN, HIDDEN, SECRET_TEXTS[1], SECRET_TEXTS[0], hr)),
        _digest(HELD_BACK, _file("held", HELD_BACK, HIDDEN, SECRET_TEXTS[1], SECRET_TEXTS[0], hr),
                _file("held", HELD_BACK, SERBIAN, "RS-7", "x.jpg", "RS-MUP.triage.1")),
        _digest(H1_FILE, _file("h1", H1_FILE, OWN, "ITEM-4", "h1.jpg", si),
                _file("h1", H1_FILE, NO_COURT, "HR-COURT-4", "not-in-court.jpg", hr)),
        identifier(20, "maple@mail.example", "email", theirs("maple@mail.example", "email"),
                   Holder(hr, "HR-4", SHUT, table="selectors", basis="normal",
                          fields={"kind": "email", "normal": "maple@mail.example", "path": SECRET_TEXTS[3]})),
        identifier(21, "https://forum.example/t?a=1&b=<2>", "url",
                   replace(theirs("https://forum.example/t?a=1&b=<2>", "url"), terms=KEPT_CLOSE)),
        identifier(22, "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "btc",
                   theirs("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "btc")),
        Hit("selector", SECRET_TEXTS[2].encode(), tuple(
            Holder(set_id, SECRET_TEXTS[1], stated, table="selectors", basis="normal",
                   fields={"kind": "email", "normal": SECRET_TEXTS[2], "path": SECRET_TEXTS[3]})
            for set_id, stated in ((hr, HIDDEN), ("RS-MUP.triage.1", SERBIAN))), value_kind="email"),
        Hit("name", SECRET_NAMES[0].encode(), (
            replace(named(hr, "P-8", "L", SECRET_NAMES[0], "sr"), terms=HIDDEN),
            replace(named("RS-MUP.triage.1", "P-9", "R", SECRET_NAMES[1], "sr"), terms=HIDDEN_TOO),
        ), SECRET_NAMES[1].encode(), "name", "birth_date"),
    )  # fmt: skip
    world = full_world()
    more = (Coverage(hr, "persons", HIDDEN, rows=4),)
    return replace(
        world,
        hits=(*world.hits, *hits),
        coverage=(*world.coverage, *more),
        unshared=(*world.unshared, *hidden_custody()),
    )


def hidden_custody() -> tuple[Holder, ...]:
    """Events of an item that is told, silent and of existence alone; of one that is not told; and names."""
    hr, rs = "HR-MUP.triage.1", "RS-MUP.triage.1"
    return (
        custody(hr, "HR-3", HIDDEN, 1, "seized", sha256_after=HELD_BACK["sha256"], place=SECRET_TEXTS[0]),
        custody(hr, "HR-3", OPEN, 2, "imaged", from_holder=SECRET_NAMES[0], to_holder=SECRET_NAMES[1]),
        custody(hr, "HR-3", SHUT, 3, "opened"),
        custody(hr, "HR-COURT-4", NO_COURT, 1, "seized", sha256_after=H1_FILE["sha256"]),
        custody(hr, SECRET_TEXTS[1], OPEN, 1, "seized", sha256_after=HELD_BACK["sha256"]),
        custody(rs, "RS-7", SERBIAN, 3, "stored", place=SECRET_TEXTS[3], reason=SECRET_NAMES[1],
                seal_new=SECRET_TEXTS[2]),
    )  # fmt: skip


def forms_work(folder: Path) -> Work:
    return Work.open(write_work(folder / "work", forms_world()), TRUST)


def package_for(work: Work, recipient: str, use: Use = Use.ANALYSIS, ground: str | None = None) -> Package:
    """The package of a recipient that has confirmed everything it sees."""
    person = PersonRef("EU-EC3/maria")
    drafting = Drafting(Authority(recipient), "joint action days", person, NOW, ground, use=use)
    asking = replace(drafts_for(work, recipient, drafting.reason, person, NOW), use=use)
    read = read_for_package(work, asking, drafting.recipient.country)
    hits = tuple(replace(hit, status=Status.CONFIRMED) for hit in read.reading.hits)
    reading = replace(read.reading, hits=hits)
    parts = read.pointers, read.custody, read.reading.groups
    return make_package(reading, drafting, Custody(1, 2, "ab" * 32), *parts)


def spellings(text: str) -> set[bytes]:
    """A text in the scripts, letter sizes and encodings in which a form could hold it."""
    read = {text, anyascii(text), text.translate(_SERBIAN_LATIN)}
    sizes = {size for each in read for size in (each, each.lower(), each.upper(), each.casefold())}
    escaped = {each.encode("ascii", "backslashreplace").decode() for each in sizes}
    written = {each.encode(code) for each in sizes | escaped for code in ("utf-8", "utf-16-le", "utf-16-be")}
    return written | {base64.b64encode(each.encode()).rstrip(b"=")[:-1] for each in sizes}


def digest_spellings(value: bytes) -> Iterator[bytes]:
    """A digest as bytes, and in every encoding in which a form could hold it."""
    yield value
    yield value.hex().encode()
    yield value.hex().upper().encode()
    yield base64.b64encode(value).rstrip(b"=")
    yield base64.urlsafe_b64encode(value).rstrip(b"=")
    yield base64.b32encode(value).rstrip(b"=")


def bytes_of(member: str, data: bytes) -> bytes:
    """The bytes of a form, and everything that is packed in them: streams, parts, text."""
    parts = [data]
    if member.endswith(".xlsx"):
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            parts += [book.read(name) for name in book.namelist()]
    if member.endswith(".pdf"):
        for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
            unpacked = zlib.decompressobj()
            try:
                parts.append(unpacked.decompress(stream))
            except zlib.error:
                parts.append(stream)
        reader = PdfReader(io.BytesIO(data))
        shown = [page.extract_text() for page in reader.pages] + [str(reader.metadata)]
        parts.append("".join("".join(shown).split()).encode())
        parts.append("\n".join(shown).encode())
    return b"\0".join(parts)


_SERBIAN_LATIN = str.maketrans({
    "Љ": "Lj", "Ј": "J", "Т": "T", "С": "S", "л": "l", "о": "o", "б": "b", "д": "d", "а": "a", "н": "n",
    "ј": "j", "в": "v", "и": "i", "ћ": "ć", "у": "u", "к": "k", "р": "r", "е": "e",
})  # fmt: skip
