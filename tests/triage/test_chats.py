"""Who wrote to whom, by schemas of messengers: each with an invented sample (review 1, section 2, chats)."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mozaik.errors import InvalidInputError
from mozaik.triage import TriageResult, Workers, triage_source
from mozaik.triage.chat_schema import CLOCKS, _schema, schemas
from mozaik.triage.chats import HALF_KNOWN

OWN, ANA, BEN, EVA = "+38631234567", "+12025550123", "+12025550124", "+12025550125"
VIBER = f"""
CREATE TABLE participants_info(_id INTEGER PRIMARY KEY, number TEXT, display_name TEXT, participant_type INT);
INSERT INTO participants_info VALUES (1, '{OWN}', '', 0), (2, '{ANA}', 'Ana', 1), (3, '{BEN}', 'Ben', 1);
CREATE TABLE participants(_id INTEGER PRIMARY KEY, conversation_id INT, participant_info_id INT, active INT);
INSERT INTO participants VALUES (1, 1, 1, 1), (2, 1, 2, 1), (3, 2, 1, 1), (4, 2, 2, 1), (5, 2, 3, 1);
CREATE TABLE conversations(_id INTEGER PRIMARY KEY, conversation_type INT, group_id INT, name TEXT);
INSERT INTO conversations VALUES (1, 0, 0, ''), (2, 1, 7, 'all of us');
CREATE TABLE messages(_id INTEGER PRIMARY KEY, conversation_id INT, participant_id INT, send_type INT,
                      msg_date INT, body TEXT);
INSERT INTO messages VALUES (1, 1, 1, 1, 1700000060000, 'hello'), (2, 1, 1, 1, 1700000000000, 'earlier'),
    (3, 1, 2, 0, 1700000120000, 'answer'), (4, 2, 5, 0, 1700000180000, 'to all'),
    (5, 2, 3, 1, 1700000240000, 'x');
"""
IMESSAGE = f"""
CREATE TABLE handle(ROWID INTEGER PRIMARY KEY, id TEXT, service TEXT);
INSERT INTO handle VALUES (1, '{ANA}', 'iMessage'), (2, 'ben.bauer@mail.example', 'iMessage');
CREATE TABLE chat(ROWID INTEGER PRIMARY KEY, guid TEXT, style INT);
INSERT INTO chat VALUES (1, 'iMessage;-;{ANA}', 45), (2, 'iMessage;+;chat7', 43);
CREATE TABLE message(ROWID INTEGER PRIMARY KEY, text TEXT, handle_id INT, is_from_me INT, date INT,
                     destination_caller_id TEXT);
INSERT INTO message VALUES (1, 'a', 1, 1, 721692800000000000, '{OWN}'),
    (2, 'b', 1, 0, 721692860000000000, '{OWN}'), (3, 'c', 2, 0, 721692920000000000, '{OWN}'),
    (4, 'd', 0, 1, 721692980000000000, '{OWN}');
CREATE TABLE chat_message_join(chat_id INT, message_id INT);
INSERT INTO chat_message_join VALUES (1, 1), (1, 2), (2, 3), (2, 4);
"""
SKYPE = """
CREATE TABLE Accounts(id INTEGER PRIMARY KEY, skypename TEXT);
INSERT INTO Accounts VALUES (1, 'own.primer');
CREATE TABLE Messages(id INTEGER PRIMARY KEY, author TEXT, dialog_partner TEXT, timestamp INT, type INT,
                      body_xml TEXT);
INSERT INTO Messages VALUES (1, 'own.primer', 'ana.primer', 1700000000, 61, 'x'),
    (2, 'ana.primer', 'ana.primer', 1700000060, 61, 'y'), (3, 'ben.primer', NULL, 1700000120, 61, 'to all');
"""
WHATSAPP = f"""
CREATE TABLE jid(_id INTEGER PRIMARY KEY, user TEXT, server TEXT, raw_string TEXT);
INSERT INTO jid VALUES (1, '{ANA[1:]}', 's.whatsapp.net', '{ANA[1:]}@s.whatsapp.net'),
    (2, '{BEN[1:]}-1500000000', 'g.us', '{BEN[1:]}-1500000000@g.us');
CREATE TABLE chat(_id INTEGER PRIMARY KEY, jid_row_id INT);
INSERT INTO chat VALUES (1, 1), (2, 2);
CREATE TABLE message(_id INTEGER PRIMARY KEY, chat_row_id INT, from_me INT, sender_jid_row_id INT,
                     timestamp INT, text_data TEXT);
INSERT INTO message VALUES (1, 1, 0, 0, 1700000000000, 'a'), (2, 2, 0, 1, 1700000000000, 'b');
"""
WHATSAPP_OLD = f"""
CREATE TABLE messages(_id INTEGER PRIMARY KEY, key_remote_jid TEXT, key_from_me INT, remote_resource TEXT,
                      timestamp INT, data TEXT);
INSERT INTO messages VALUES (1, '{ANA[1:]}@s.whatsapp.net', 1, '', 1500000000000, 'a');
"""
WHATSAPP_IOS = f"""
CREATE TABLE ZWACHATSESSION(Z_PK INTEGER PRIMARY KEY, ZCONTACTJID TEXT, ZSESSIONTYPE INT, ZPARTNERNAME TEXT);
INSERT INTO ZWACHATSESSION VALUES (1, '{ANA[1:]}@s.whatsapp.net', 0, 'Ana');
CREATE TABLE ZWAGROUPMEMBER(Z_PK INTEGER PRIMARY KEY, ZMEMBERJID TEXT);
CREATE TABLE ZWAMESSAGE(Z_PK INTEGER PRIMARY KEY, ZISFROMME INT, ZMESSAGEDATE REAL, ZCHATSESSION INT,
                        ZGROUPMEMBER INT, ZTEXT TEXT);
INSERT INTO ZWAMESSAGE VALUES (1, 1, 721692800.5, 1, NULL, 'a');
"""
SMS = f"""
CREATE TABLE sms(_id INTEGER PRIMARY KEY, address TEXT, type INT, date INT, body TEXT);
INSERT INTO sms VALUES (1, '{ANA}', 1, 1700000000000, 'a'), (2, '{ANA}', 2, 1700000000000, 'b');
"""
KIK = """
CREATE TABLE messagesTable(_id INTEGER PRIMARY KEY, body TEXT, partner_jid TEXT, was_me INT, timestamp INT,
                           bin_id TEXT);
INSERT INTO messagesTable VALUES (1, 'a', 'anaprimer_abc@talk.kik.com', 0, 1700000000000,
    'anaprimer_abc@talk.kik.com');
"""
NO_OWN: list[tuple[str, str, str, int, str | None]] = []
SAMPLES: dict[tuple[str, str], tuple[str, list[tuple[str, str, str, int, str | None]], bool]] = {
    ("Viber for Android", "6 to 25"): (VIBER, [
        (OWN, ANA, "sent", 2, "2023-11-14T22:13:20"), (ANA, OWN, "received", 1, "2023-11-14T22:15:20"),
        (BEN, OWN, "received", 1, "2023-11-14T22:16:20")], True),
    ("iMessage and SMS of iOS and macOS", "iOS 11 to 26"): (IMESSAGE, [
        (OWN, ANA, "sent", 1, "2023-11-14T22:13:20"), (ANA, OWN, "received", 1, "2023-11-14T22:14:20"),
        ("ben.bauer@mail.example", OWN, "received", 1, "2023-11-14T22:15:20")], True),
    ("Skype", "5 to 7 (main.db)"): (SKYPE, [
        ("skype:own.primer", "skype:ana.primer", "sent", 1, "2023-11-14T22:13:20"),
        ("skype:ana.primer", "skype:own.primer", "received", 1, "2023-11-14T22:14:20"),
        ("skype:ben.primer", "skype:own.primer", "received", 1, "2023-11-14T22:15:20")], False),
    ("WhatsApp for Android", "2.21 and later"): (WHATSAPP, NO_OWN, True),
    ("WhatsApp for Android", "before 2.21"): (WHATSAPP_OLD, NO_OWN, True),
    ("WhatsApp for iOS", "2.12 and later"): (WHATSAPP_IOS, NO_OWN, True),
    ("SMS of Android", "4 to 16"): (SMS, NO_OWN, True),
    ("Kik for Android", "9 to 15"): (KIK, NO_OWN, True),
}  # fmt: skip
"""By name and versions: the sample, its links with the time of the first, and whether a note is due."""


def made(path: Path, script: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(path)) as base:
        base.executescript(script)
    return path


def links(result: TriageResult) -> list[tuple[Any, ...]]:
    return sorted(
        (row["from_normal"], row["to_normal"], row["direction"], row["count"], row["at"])
        for row in result.tables["links"].to_pylist()
    )


def test_every_schema_has_a_sample_and_is_chosen_for_it() -> None:
    assert {(schema.name, schema.versions) for schema in schemas()} == set(SAMPLES)
    for key, (script, _, _) in SAMPLES.items():
        with closing(sqlite3.connect(":memory:")) as base:
            base.executescript(script)
            tables = [row[0] for row in base.execute("SELECT name FROM sqlite_master")]
            columns = {
                name: [row[1] for row in base.execute(f"PRAGMA table_info({name})")] for name in tables
            }
        assert [(each.name, each.versions) for each in schemas() if each.fits(columns)] == [key]


@pytest.mark.parametrize("key", sorted(SAMPLES), ids=lambda key: " ".join(key))
def test_a_sample_gives_its_links_and_no_others(
    tmp_path: Path, workers: Workers, key: tuple[str, str]
) -> None:
    script, expected, is_noted = SAMPLES[key]
    made(tmp_path / "item" / "chat.db", script)
    result = triage_source(tmp_path / "item", "I", workers)
    assert links(result) == sorted(
        (sender, recipient, way, count, datetime.fromisoformat(at).replace(tzinfo=UTC) if at else None)
        for sender, recipient, way, count, at in expected
    )
    assert (HALF_KNOWN in {note.reason for note in result.report.noted}) == is_noted


def test_a_group_is_no_end_of_a_link(tmp_path: Path, workers: Workers) -> None:
    """Its address begins with the number of who founded it, and that person wrote nothing."""
    script = VIBER.replace(f"(3, '{BEN}'", f"(3, '{BEN[1:]}-1500000000@g.us'")
    made(tmp_path / "item" / "chat.db", script)
    ends = {end for row in links(triage_source(tmp_path / "item", "I", workers)) for end in row[:2]}
    assert ends == {OWN, ANA}


def test_a_view_in_the_place_of_a_table_is_not_read(tmp_path: Path, workers: Workers) -> None:
    script = VIBER.replace("CREATE TABLE messages(", "CREATE TABLE kept(").replace(
        "INTO messages", "INTO kept"
    )
    made(tmp_path / "item" / "chat.db", script + "CREATE VIEW messages AS SELECT * FROM kept;")
    assert links(triage_source(tmp_path / "item", "I", workers)) == []


def test_odd_cells_give_no_link_and_break_nothing(tmp_path: Path, workers: Workers) -> None:
    odd = "INSERT INTO messages VALUES (9, 1, 2, 7, -5, x'00'), (10, 1, 2, NULL, 9e99, 'x');"
    odd += "INSERT INTO messages VALUES (11, 1, NULL, 'a', 'b', 1);"
    made(tmp_path / "item" / "chat.db", VIBER + odd + "UPDATE messages SET msg_date = 9e99 WHERE _id = 3;")
    told = links(triage_source(tmp_path / "item", "I", workers))
    assert (ANA, OWN, "received", 1, None) in told
    assert len(told) == 3


@pytest.mark.parametrize("missing", ["own", "sent", "clock", "joins"])
def test_a_schema_that_lacks_a_field_is_refused(missing: str) -> None:
    fields = dict.fromkeys(("from", "own", "author", "peer", "is_group", "sent", "time"), '"x"')
    fields |= {"clock": f'"{next(iter(CLOCKS))}"', "joins": "[]"}
    del fields[missing]
    text = "name='n'\nversions='v'\n[columns]\n[messages]\n" + "\n".join(
        f"{name} = {value}" for name, value in fields.items()
    )
    with pytest.raises(InvalidInputError):
        _schema("n.toml", text)
