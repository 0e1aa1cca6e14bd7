"""Fills the items of a plan with unique harmless content: pictures, notes, chats and contact databases."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from random import Random

from mozaik.rehearsal.plan import Item, Plan, moment
from mozaik.rehearsal.planting import new_picture, place_picture

_NOTE_WORDS = ("synthetic", "note", "river", "bridge", "walk", "shore", "nobody", "invented", "reserved")
_CYRILLIC_WORDS = ("белешка", "измишљена", "вежба", "река", "мост", "шетња", "обала", "лист", "облак")


def fill_items(plan: Plan, scale: float) -> None:
    """Give every item its own pictures, texts, chats and the lines that were planted on it."""
    wanted = plan.scenario.content
    for item in plan.items:
        for _ in range(max(1, round(wanted["pictures"] * scale))):
            place_picture(item, new_picture(plan))
        for number in range(max(1, round(wanted["texts"] * scale))):
            item.files[f"notes/note_{number}.txt"] = _note(plan.rng, item, number).encode()
        if item.lines:
            text = "\n".join([f"Contacts kept on {item.item_id} (synthetic)", *item.lines, ""])
            item.files["notes/contacts.txt"] = text.encode()
        if item.kind in ("phone", "computer"):
            item.files["app/messages.db"] = _chat_database(plan, item)


def _note(rng: Random, item: Item, number: int) -> str:
    words = _CYRILLIC_WORDS if item.country in ("RS", "MK") else _NOTE_WORDS
    body = " ".join(rng.choice(words) for _ in range(60))
    return f"Synthetic note {number} of {item.item_id}\n{body}\n"


def _chat_database(plan: Plan, item: Item) -> bytes:
    """An SQLite database of messages between invented addresses, as bytes."""
    own, friend = plan.identities.make("email"), plan.identities.make("email")
    start = moment(item.raid.day) - timedelta(days=30)
    rows = [
        (own, friend, _stamp(start, n), f"synthetic message {n} of {item.item_id}")
        for n in range(int(plan.scenario.content["chat_messages"]))
    ]
    rows += [(*chat[:2], _stamp(start, 500 + n), chat[2]) for n, chat in enumerate(item.chats)]
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(
            "create table messages"
            " (id integer primary key, sender text, recipient text, sent_at integer, body text)"
        )
        database.executemany(
            "insert into messages (sender, recipient, sent_at, body) values (?, ?, ?, ?)", rows
        )
        database.commit()
        return database.serialize()


def _stamp(start: datetime, minutes: int) -> int:
    return int((start + timedelta(minutes=minutes)).astimezone(UTC).timestamp())
