"""What one authority typed meets what another typed and what a third one found (review 1, item 11)."""

import sqlite3
from datetime import datetime
from pathlib import Path

from mozaik.contribution import read_set
from mozaik.crosscheck import crosscheck
from mozaik.desk import (
    Register,
    Sealing,
    Seized,
    built_in_record_terms,
    built_in_terms,
    seal_item,
    seal_records,
)
from tests.contribution.support import key_of, trust_in
from tests.crosscheck.support import read_work, rows_of, size_of

OWNERS = ("SI-GPD", "HR-MUP", "RS-MUP")


def test_entered_and_found_values_meet_as_three_hits_of_three_holders(
    shared_testdata: Path, tmp_path: Path, now: datetime
) -> None:
    review, trust = shared_testdata / "review-1", trust_in(*OWNERS)

    def sealing(owner: str, *, of_records: bool) -> Sealing:
        terms = (built_in_record_terms if of_records else built_in_terms)(owner, now.date())
        path = tmp_path / f"{owner}.contribution"
        return Sealing(path, key_of(owner), terms, Register.of(trust), "mozaik-2023", now)

    for owner, folder in (("SI-GPD", "entered-si"), ("HR-MUP", "entered-hr")):
        files = [review / folder / "persons.csv", review / folder / "person_facts.csv"]
        assert seal_records(files, sealing(owner, of_records=True)).report.rejected == 0
    seal_item(Seized(review / "device", "T-1"), sealing("RS-MUP", of_records=False), workers=1)
    work = tmp_path / "WORK"
    crosscheck([read_set(tmp_path / f"{owner}.contribution", trust) for owner in OWNERS], [], work, now=now)

    hits = read_work(work, "hits")
    of_three = {bytes(hit["left_value"]).decode() for hit in hits if size_of(work, hit)[1] == 3}
    assert of_three == {
        "+38641234567", "zoran.testic@example.org", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
    }  # fmt: skip
    facts = {(bytes(hit["left_value"]).decode(), hit["second_fact"]) for hit in hits if hit["kind"] == "name"}
    assert ("Ana Probich", "birth_date") in facts
    assert ("Edin Primer", "selector phone") in facts
    assert {fact for name, fact in facts if "TEST" in name.upper()} == {
        "selector phone", "selector email", "selector btc",
    }  # fmt: skip
    assert all(fact for _, fact in facts)


def test_a_phone_in_whatsapp_on_one_device_and_viber_on_another_is_one_hit(
    tmp_path: Path, now: datetime
) -> None:
    """An identifier has the type of its namespace (review 1, item 11.1)."""
    databases = {
        "SI-GPD": ("msgstore.db", "jid", "raw_string", "38641234567@s.whatsapp.net"),
        "HR-MUP": ("viber_data", "participants_info", "number", "+38641234567"),
    }
    trust, sets = trust_in(*databases), []
    for owner, (name, table, column, value) in databases.items():
        (folder := tmp_path / owner).mkdir()
        base = sqlite3.connect(folder / name)
        base.execute(f"CREATE TABLE {table} (_id INTEGER PRIMARY KEY, {column} TEXT)")
        base.execute(f"INSERT INTO {table} ({column}) VALUES (?)", (value,))  # words of this test
        base.commit()
        base.close()
        path, terms = tmp_path / f"{owner}.contribution", built_in_terms(owner, now.date())
        sealing = Sealing(path, key_of(owner), terms, Register.of(trust), "mozaik-2023", now)
        seal_item(Seized(folder, "T-1"), sealing, workers=1)
        sets.append(read_set(path, trust))

    crosscheck(sets, [], tmp_path / "WORK", now=now)

    (hit,) = (hit for hit in read_work(tmp_path / "WORK", "hits") if hit["kind"] == "selector")
    assert bytes(hit["left_value"]) == b"+38641234567"
    assert size_of(tmp_path / "WORK", hit)[1] == 2
    assert {row["kind"] for row in rows_of(sets, "selectors")} == {"phone"}, "never an e-mail address"
