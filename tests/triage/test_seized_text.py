"""What stands in seized files, in any carrier and code, is found as seen (review 1, items 12 to 14)."""

import base64
import json
import sqlite3
from collections import defaultdict
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mozaik.triage import TriageResult, Workers, triage_source
from mozaik.triage.charset import decode_text, is_text, utf16_order
from mozaik.triage.columns import cells_of_phones
from mozaik.triage.mail import read_texts
from mozaik.triage.text import Tally, search_text
from tests.triage.support import database, encoded, picture, zipped

Selectors = dict[str, set[tuple[str, str]]]
IN_LINKS = {"account", "phone", "onion", "email"}
LATER_KINDS = {
    "52": {("ip", "192.0.2.1")}, "53": {("ip", "192.0.2.7"), ("ip_time", "192.0.2.7@2023-11-06T09Z")},
    "62": {("imei", "49015420323751"), ("imsi", "293400123456789")}, "253": {("geo", "46.0511,14.5051")},
    "256": {("iban", "SI56011006000005649")}, "257": {("card", "4111111111111111")},
    "258": {("national_number", "jmbg:0101006500006")}, "259": {("national_number", "jmbg:0101006500006")},
    "262": {("mac", "00:1a:2b:3c:4d:5e")}, "406": {("invite", "telegram:AbCdEfGhIj")},
    "408": {("invite", "discord:abcdef")},
}  # fmt: skip
"""Values in the snippets of kinds that the review did not know yet: what was noise then is read now."""


def by_path(result: TriageResult) -> Selectors:
    found: Selectors = defaultdict(set)
    for row in result.tables["selectors"].to_pylist():
        found[row["path"]].add((row["kind"], row["normal"]))
    return found


def noted(result: TriageResult) -> dict[str, str]:
    return {note.where: note.reason for note in result.report.noted}


@pytest.fixture(scope="session")
def review(shared_testdata: Path) -> Path:
    folder = shared_testdata / "review-1"
    assert folder.is_dir(), "the shared test data lacks the inputs of the first review"
    return folder


def test_snippets_of_devices_give_their_selectors(review: Path, tmp_path: Path, workers: Workers) -> None:
    snippets = [json.loads(line) for line in (review / "snippets.jsonl").read_text("utf-8").splitlines()]
    regions = {snippet["category"].partition(":")[2] for snippet in snippets}
    found: Selectors = {}
    for region in sorted(regions):
        folder = tmp_path / (region or "none")
        folder.mkdir()
        for snippet in snippets:
            if snippet["category"].partition(":")[2] == region:
                data = (
                    base64.b64decode(snippet["base64"]) if "base64" in snippet else snippet["text"].encode()
                )
                (folder / str(snippet["id"])).write_bytes(data)
        found |= by_path(triage_source(folder, "I", workers, region=region or None))
    faults = [_fault(snippet, found.get(str(snippet["id"]), set())) for snippet in snippets]
    assert [fault for fault in faults if fault] == []


def _fault(snippet: dict[str, Any], found: set[tuple[str, str]]) -> str:
    """What is wrong; the address in which an account or number was looked for may stand beside it."""
    expected = {(kind, value) for kind, value in snippet["expected"]}
    expected |= LATER_KINDS.get(str(snippet["id"]), set())
    in_link = snippet["category"] in ("account", "phone-in-link") or bool(
        IN_LINKS & {kind for kind, _ in expected}
    )
    surplus = {one for one in found - expected if not (one[0] == "url" and in_link)}
    if surplus or (not expected <= found and not snippet["category"].startswith("obf-")):
        return f"{snippet['id']} {snippet['category']}: missed {expected - found}, surplus {surplus}"
    return ""


def test_every_carrier_gives_its_values_or_is_said_not_to_be_searched(review: Path, workers: Workers) -> None:
    result = triage_source(review / "carriers", "I", workers, region="SI")
    expected = json.loads((review / "carriers" / "expected.json").read_text())
    found = by_path(result) | {"o.txt.gz": by_path(result)["o.txt.gz!/o.txt"]}
    for name, values in expected.items():
        assert found[name] == set(values.items())
    assert noted(result) == {}
    assert list(result.report.rejects) == []


def test_escapes_are_read_before_searching(review: Path, workers: Workers) -> None:
    found = by_path(triage_source(review / "escapes", "I", workers))
    forum = ("url", "https://forum.example/t?id=5&page=2")
    assert found["page.html"] == found["chat.txt"] == {forum}
    assert found["api.json"] == {("email", "marko.novak@example.com"), ("email", "ana.primer@example.org")}
    assert found["qp.eml"] == {
        ("email", "x@example.org"), ("email", "ana.primer@example.org"), ("url", "https://forum.example/t?id=5"),
    }  # fmt: skip
    assert {value for _, value in found["telegram_result.json"]} == {
        "bo@example.net", "+38641234567", "https://forum.example/a",
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
        "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", "telegram:ana_primer",
    }  # fmt: skip


def test_artefacts_of_devices_give_typed_selectors(review: Path, workers: Workers) -> None:
    found = by_path(triage_source(review / "artefacts", "I", workers, region="HR"))
    assert found["contacts/national.vcf"] == found["sms_android/mmssms.db"] == {("phone", "+385912345678")}
    assert (
        found["whatsapp_android/msgstore.db"] == found["viber/viber_messages"] == {("phone", "+12025550123")}
    )
    for name in ("forum/entities.html", "windows/notes_utf16le_nobom.txt", "mail/base64.eml"):
        assert ("email", "secret.ana@example.org") in found[name], name


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("noise", bytes(range(256)) * 20, "not searched: a file of no known text form"),
        ("a.plist", b"bplist00\xd1\x01\x02", "property list not readable: broken"),
        ("a.pdf", b"%PDF-1.7\n%\xe2\xe3", "not searched: a broken PDF"),
        ("wallet", b"QklFMQOrZXk=", "not searched: an encrypted wallet"),
        ("a.torrent", b"d8:announce4:", "torrent not readable: broken"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
         "not searched: an office document or message of the old form (OLE)"),
        ("a.rar", b"Rar!\x1a\x07\x01\x00", "not searched: an archive of a kind that is not opened (RAR)"),
        ("a.mp4", b"\0\0\0\x18ftypmp42" + bytes(40), "not searched: video or sound"),
        ("a.ogg", b"OggS" + bytes(40), "not searched: video or sound"),
        ("a.exe", b"MZ" + bytes(200), "not searched: a program"),
    ],
)  # fmt: skip
def test_what_could_not_be_searched_is_said_with_its_place(
    tmp_path: Path, workers: Workers, name: str, content: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "note.txt").write_bytes(b"nothing")
    result = triage_source(tmp_path, "I", workers)
    assert noted(result) == {name: reason}
    assert result.report.to_json()["notes"] == {reason: 1}


def test_cells_of_a_database_are_searched_or_counted(tmp_path: Path, workers: Workers) -> None:
    item = tmp_path / "item"
    item.mkdir()
    with closing(sqlite3.connect(item / "a.db")) as base:
        base.execute("create table m (id integer, phone integer, address text, body blob, picture blob)")
        base.execute(
            "insert into m values (12345678, 38641234016, '041 999 888', ?, ?)",
            (b"pi\xc5\xa1i na ana@example.org", bytes(range(200))),
        )
        base.execute("insert into m values (2, 41555666, '12345', '{\"t\":\"x\\nbo@example.net\"}', null)")
        base.execute("create virtual table v using fts5(a)")
        base.commit()
    result = triage_source(item, "I", workers, region="SI")
    assert by_path(result)["a.db"] == {
        ("phone", "+38641234016"), ("phone", "+38641555666"), ("phone", "+38641999888"),
        ("email", "ana@example.org"), ("email", "bo@example.net"),
    }  # fmt: skip
    assert {note.reason for note in result.report.noted} == {
        "binary values (BLOBs) of the database are not searched",
        "virtual tables of the database are not searched",
    }


def test_a_database_that_is_cut_off_is_read_as_far_as_it_goes_and_said(
    tmp_path: Path, workers: Workers
) -> None:
    """It gave nothing and said nothing (review 1, items 14 and 29)."""
    texts = [f"{'x' * 900} n{number}@example.org" for number in range(40)]
    whole = database(texts)
    (tmp_path / "cut.db").write_bytes(whole[: len(whole) // 2 + 100])
    (tmp_path / "whole.db").write_bytes(whole)
    result = triage_source(tmp_path, "I", workers)
    assert len(by_path(result)["whole.db"]) == 40
    assert 0 < len(by_path(result)["cut.db"]) < 40
    assert noted(result).keys() == {"cut.db"}
    assert result.report.to_json()["notes"] == {
        "database cut off: pages that it counts are not there": 1,
        "some tables of the database could not be read to their end": 1,
    }


def test_a_mail_is_read_part_by_part_and_its_attachments_are_said(tmp_path: Path, workers: Workers) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "Ana <ana@example.org>", "Поздрав од bo@example.net"
    message.set_content(
        "Пиши на иван@пример.срб\n" + "č" * 200 + " zoran@example.com", charset="utf-8", cte="base64"
    )
    message.add_alternative(
        "<p>glej https://forum.example/t?a=1&amp;b=2</p>" + "ž" * 90, subtype="html", cte="quoted-printable"
    )
    message.add_attachment(encoded(picture()), "image", "jpeg")
    (tmp_path / "a.eml").write_bytes(bytes(message))
    mbox = b"".join(
        b"From x Mon Nov  6 10:23:45 2023\n" + bytes(message).replace(b"zoran", b"z%d" % n) + b"\n\n"
        for n in range(3)
    )
    (tmp_path / "all.mbox").write_bytes(mbox)
    result = triage_source(tmp_path, "I", workers)
    assert by_path(result)["a.eml"] == by_path(result)["all.mbox"] == {
        ("email", "ana@example.org"), ("email", "bo@example.net"), ("email", "zoran@example.com"),
        ("email", "иван@xn--e1afmkfd.xn--90a3ac"), ("url", "https://forum.example/t?a=1&b=2"),
    }  # fmt: skip
    assert set(noted(result).values()) == {"attachments of the mail are not searched"}


VALUES = ("ana@example.org", "+38641234567", "https://forum.example/a")


@pytest.mark.parametrize(
    "code",
    [
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "cp1250",
        "iso-8859-2",
        "cp852",
        "cp1251",
        "koi8-r",
        "cp866",
    ],
)
@given(lines=st.permutations(VALUES))
def test_text_in_any_code_gives_its_values(code: str, lines: list[str]) -> None:
    cyrillic = code in ("cp1251", "koi8-r", "cp866")
    words = ("Пиши на ", " и позвони завтра вечером\n") if cyrillic else ("Piši na „", "” čimprej, šefe\n")
    text = "".join(words[0] + line + words[1] for line in lines)
    content = text.encode(code, "replace")
    tally = Tally()
    assert is_text(content[:4096])
    search_text(content, tally)
    assert {row.value for row in tally.rows()} == set(VALUES)


@given(st.integers(0, 3000), st.sampled_from([b"\xff", b"\xc0", b"\x80", b"\xe8"]))
def test_one_bad_byte_does_not_change_the_code_of_a_text(place: int, bad: bytes) -> None:
    content = ("Пиши на иван@пример.срб сутра " * 60).encode()
    text = decode_text(content[:place] + bad + content[place:])
    assert "иван@пример.срб" in text
    assert text.count("\ufffd") in (1, 2, 3)


@given(st.binary(max_size=400))
def test_any_bytes_are_decoded_and_split_without_error(content: bytes) -> None:
    decode_text(content)
    utf16_order(content)
    read_texts(b"Content-Transfer-Encoding: base64\nContent-Type: text/plain; charset=idna\n\n" + content)
    read_texts(b"NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=zip:" + content)
    list(cells_of_phones("phone,name\n" + content.decode("latin-1")))


def test_compressed_and_random_bytes_are_no_text() -> None:
    for seed in range(50):
        content = b"".join((seed * 7919 + n * n * 2654435761).to_bytes(8, "little") for n in range(500))
        assert not is_text(content)
    assert not is_text(bytes(range(256)) * 16)
    assert (
        utf16_order(b"".join((n % 200 - 100).to_bytes(2, "little", signed=True) for n in range(1000))) is None
    )


HOSTILE = {
    "headers": b"Content-Transfer-Encoding: base64\n" * 20_000,
    "blocks": b"Content-Transfer-Encoding: base64\n\nQQ==\n\n" * 10_000,
    "boundaries": b"".join(
        b'boundary="b%d"\nContent-Transfer-Encoding: quoted-printable\n\n=41\n--b%d\n' % (n, n)
        for n in range(6_000)
    ),
    "cards": b"A;ENCODING=QUOTED-PRINTABLE:=\n" * 20_000,
    "words": b"=?utf-8?B?QUJD?= " * 20_000,
    "blank lines": b"\n" * 400_000 + b"Content-Transfer-Encoding: base64\n\n",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_mail_is_read_in_bounded_memory(content: bytes) -> None:
    mail = read_texts(content)
    assert sum(map(len, mail.texts)) <= 2 * len(content)


def test_a_table_with_a_column_of_phones_gives_bare_numbers() -> None:
    text = 'Name;Phone;Order number\n"Ana; B";041234567;0412345678\nBo;38641555666;38641555667\n;;\n'
    tally = Tally("SI")
    search_text(text.encode(), tally)
    assert [row.value for row in tally.rows()] == ["+38641234567", "+38641555666"]


def test_the_region_reaches_every_file_of_an_archive(tmp_path: Path, workers: Workers) -> None:
    (tmp_path / "a.zip").write_bytes(
        zipped({"a.txt": b"tel. 041 234 567", "in.zip": zipped({"b.txt": b"031/234-567"})})
    )
    with_region = triage_source(tmp_path / "a.zip", "I", workers, region="SI")
    without = triage_source(tmp_path / "a.zip", "I", workers)
    assert {value for values in by_path(with_region).values() for _, value in values} == {
        "+38641234567",
        "+38631234567",
    }
    assert by_path(without) == {}


def test_texts_inside_a_property_list_are_searched_and_the_rest_is_said(
    tmp_path: Path, workers: Workers
) -> None:
    """Base64 in `<data>` was neither searched nor said (review 1, item 14)."""
    inner, deep = (
        base64.encodebytes(b"glej " * 20 + b"ana@example.org"),
        base64.b64encode(b"bplist00\xd1\x01\x02"),
    )
    page = base64.b64encode("piši na bo@example.net".encode("utf-16"))
    for name, data in (("a.plist", inner), ("b.plist", deep)):
        head = b'<?xml version="1.0"?><plist><dict><key>k</key><data>\n'
        (tmp_path / name).write_bytes(head + data + b"</data></dict></plist>")
    (tmp_path / "c.html").write_bytes(b'<iframe src="data:text/html;charset=utf-16;base64,' + page + b'">')
    result = triage_source(tmp_path, "I", workers)
    assert by_path(result) == {
        "a.plist": {("email", "ana@example.org")},
        "c.html": {("email", "bo@example.net")},
    }
    assert noted(result) == {"b.plist": "binary values of the property list are not searched"}


@pytest.mark.parametrize("code", ["utf-32", "utf-32-le", "utf-32-be"])
def test_utf32_is_text_like_utf16(code: str, tmp_path: Path, workers: Workers) -> None:
    """With a mark or without (review 1, item 12)."""
    (tmp_path / "f.txt").write_bytes("Žiga, piši na ana@example.org\n".encode(code))
    assert by_path(triage_source(tmp_path, "I", workers))["f.txt"] == {("email", "ana@example.org")}


def test_small_numbers_of_four_bytes_are_no_text() -> None:
    assert not is_text(b"".join(number.to_bytes(4, "little") for number in range(1, 1000)))


def test_a_cell_that_stands_often_counts_often() -> None:
    """Repeated cells are searched once, and each selector counts as often as it stands there."""
    cells = {"ana@example.org, bo@example.org": 3, "nothing": 500, "ana@example.org ": 2, "": 4}
    once, each = Tally(), Tally()
    once.search_cells(cells)
    for cell, times in cells.items():
        for _ in range(times):
            each.search(cell)
    assert list(once.rows()) == list(each.rows())
    assert [(row.value, row.count) for row in once.rows()] == [("ana@example.org", 5), ("bo@example.org", 3)]
