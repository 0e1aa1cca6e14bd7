"""Whatever is wrong with a file of others is an error of the input that names it (review 1, item 19)."""

import random
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from mozaik.campaign.catalogue import po_faults
from mozaik.campaign.countries import read_countries
from mozaik.campaign.fact_rows import COLUMNS, facts_path, read_facts
from mozaik.campaign.settings import read_settings
from mozaik.errors import InvalidInputError, MozaikError
from mozaik.records import read_record_file
from mozaik.rehearsal.scenario import SCENARIOS, load_scenario
from mozaik.seal import SigningKey, TrustStore, load_public_key
from mozaik.terms import load_sheet
from mozaik.toml_text import parse_toml
from mozaik.wording.po import read_po
from mozaik.work.description import Description
from tests.intake.support import read_case_export, read_list

DIGITS, DEEP = "9" * 5000, 20_000
HOSTILE: dict[str, bytes] = {
    "a number without end": f"a = {DIGITS}\n".encode(),
    "deep arrays": b"a = " + b"[" * DEEP + b"]" * DEEP,
    "deep tables": b"a = " + b"{b = " * DEEP + b"1" + b"}" * DEEP,
    "a deep table name": b"[" + b"a." * 2_000 + b"a]\n",
    "JSON with a number without end": f'{{"format":{DIGITS}}}'.encode(),
    "deep JSON": b'{"value":' + b"[" * DEEP + b"]" * DEEP + b"}",
    "deep JSON objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "JSON that ends": b'{"value":[{"MD5":"',
    "half a pair": b'{"value":[{"MediaID":1,"MD5":"\\ud800"}]}',
    "no UTF-8": b"a = '\xff\xfe\xc3'\nmd5,\xc3\x28\n",
    "NUL": b"a\0b = 1\nmd5,size\n\0,\0\n",
    "nothing": b"",
    "a mark and nothing": b"\xef\xbb\xbf",
    "UTF-16": "a = 1\nmd5\n".encode("utf-16"),
    "half of UTF-16": b"\xff\xfea",
    "an open quotation mark": b'md5,path\n"' + b"x" * 1000,
    "a long field": b"md5,path\n" + b"x" * 300_000 + b",y\n",
    "an open text": b'a = """\nmore\n',
    "a date that is none": b"a = 2023-02-30\nb = 0001-01-01T00:00:00+23:00\n",
    "carriage returns": b"a = 1\rb = 2\r",
    "a PO of one word": b"msgid",
    "a PO with an open text": b'msgid "a\nmsgstr "b"\n',
    "a PO with a number without end": f'msgid "a"\nmsgid_plural "b"\nmsgstr[{DIGITS}] "c"\n'.encode(),
    "a PO with odd escapes": b'msgid "\\x"\nmsgstr "\\400\\u"\n',
    "a PO out of order": b'msgstr "b"\nmsgid_plural "c"\nmsgctxt "d"\n#~| msgid "e"\n',
    "rows that are short": (",".join(COLUMNS) + "\nSI\nHR,,\n").encode(),
    "rows that are long": (",".join(COLUMNS) + "\n" + "x," * 60 + "\n").encode(),
    "a row with an open mark": (",".join(COLUMNS) + '\nSI,"' + "y" * 200_000).encode(),
}  # fmt: skip

Read = Callable[[Path], object]


def _key(path: Path) -> object:
    path.chmod(0o600)
    return SigningKey.load(path)


READERS: dict[str, tuple[str, Read]] = {
    "terms sheet": ("terms.toml", lambda path: load_sheet(path, "SI-GPD")),
    "records in TOML": ("items.toml", read_record_file),
    "records in CSV": ("items.csv", read_record_file),
    "scenario": ("a.toml", lambda path: load_scenario(str(path))),
    "settings": ("campaign.toml", read_settings),
    "facts of the site": ("facts.csv", lambda path: read_facts(path, {"SI": frozenset()}, date(2026, 1, 1))),
    "countries of the site": ("countries.csv", read_countries),
    "catalogue of the site": ("sl.po", lambda path: po_faults(read_po(path), "sl")),
    "catalogue of words": ("sl.po", read_po),
    "list": ("l.json", read_list),
    "case export": ("c.csv", lambda path: read_case_export(path, "SI-GPD", "I-1", "vics-us")),
    "trust store": ("trust.json", TrustStore.load),
    "public key": ("ana.pub", load_public_key),
    "private key": ("ana.key", _key),
    "WORK": ("work.json", Description.read),
}


def faults(path: Path, read: Read, documents: Iterator[bytes]) -> list[str]:
    """What goes wrong otherwise than by an error of the input that names the file."""
    found = []
    for number, document in enumerate(documents):
        path.write_bytes(document)
        try:
            read(path)
        except MozaikError as error:
            if path.name not in error.where:
                found.append(f"document {number}: no place: {error}")
        except Exception as error:
            found.append(f"document {number}: {type(error).__name__}: {str(error)[:60]}")
    return found


@pytest.mark.parametrize("reader", sorted(READERS))
def test_a_hostile_document_is_an_error_of_the_input(tmp_path: Path, reader: str) -> None:
    name, read = READERS[reader]
    assert faults(tmp_path / name, read, iter(HOSTILE.values())) == []


def mutants(seed: bytes, count: int) -> Iterator[bytes]:
    """The seed with some bytes changed, taken out, repeated, or cut off."""
    chance = random.Random(1)
    for _ in range(count):
        data = bytearray(seed)
        for _ in range(chance.randint(1, 6)):
            at, size = chance.randrange(len(data)), chance.choice((1, 3, 20))
            piece = chance.choice((b"", b'"', b"[", b"]", b"{", b"\0", b"\xff", b"9" * 20, b"-", b"\n", b"=",
                                   bytes(data[at : at + 60])))  # fmt: skip
            data[at : at + size] = piece
            data = data or bytearray(b"x")
        yield bytes(data)


SEEDS: dict[str, Callable[[], bytes]] = {
    "scenario": lambda: (SCENARIOS / "mozaik-2023.toml").read_bytes(),
    "records in TOML": lambda: (
        b'[[items]]\nitem_id = "I-1"\nkind = "phone"\nseized_at = 2023-11-06T06:00:00Z\n'
    ),
    "facts of the site": lambda: facts_path().read_bytes()[:3000],
    "records in CSV": lambda: b'item_id,kind,seized_at\n"I-1",phone,2023-11-06T06:00:00+01:00\n',
    "list": lambda: (
        b'{"@odata.context":"x","value":[{"MediaID":1,"MD5":"' + b"1" * 32 + b'","MediaSize":5}]}'
    ),
    "case export": lambda: (
        b"md5;size;path\n" + b"1" * 32 + b";5;a/b.jpg\n" + b"2" * 32 + b';6;"c ""d"".jpg"\n'
    ),
    "catalogue of words": lambda: (
        b'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=n!=1;\\n"\n\nmsgid "a"\n'
        b'msgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] "d"\n'
    ),
}


@pytest.mark.parametrize("reader", sorted(SEEDS))
def test_a_damaged_document_is_an_error_of_the_input(tmp_path: Path, reader: str) -> None:
    name, read = READERS[reader]
    assert faults(tmp_path / name, read, mutants(SEEDS[reader](), 60)) == []


@pytest.mark.parametrize(
    ("text", "where"),
    [("a = 1\nb = ]\n", "x, line 2, column 5"), (f"a = 1\n\nb = {DIGITS}\n", "x, line 3"),
     ("a = '", "x, end of document"), ("a = " + "[" * DEEP, "x")],
    ids=["rule", "number", "end", "depth"],
)  # fmt: skip
def test_an_error_in_toml_names_its_place_and_no_content(text: str, where: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        parse_toml(text, "x")
    assert caught.value.where == where
    assert caught.value.remedy
    assert "9999" not in str(caught.value)
