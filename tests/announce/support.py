"""A small operation of three authorities, and drafts over it, for tests of announcements."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mozaik.announce import Agreement, Concern
from mozaik.contribution import SealedSet
from mozaik.desk.announcing import (
    CheckedDraft,
    Making,
    SealedAnnouncement,
    agree_to_small_count,
    approve_announcement,
    approve_drafted,
    check_announcement,
)
from mozaik.parties import Authority
from mozaik.release import Asking
from tests.contribution.support import SHEET, key_of, trust_in
from tests.figures.support import conduct, item, raid, said, sealed, status
from tests.operation.support import HEADS_TRUST, OPERATION
from tests.release.support import World, write_work

NOW = datetime(2023, 11, 20, 9, tzinfo=UTC)
OWNERS = ("SI-GPD", "HR-MUP", "BA-RS")
TRUST = trust_in(*OWNERS, "EU-EC3")
TRUST.take_in(HEADS_TRUST)
OPEN_STATEMENTS = {
    **SHEET,
    "terms": {
        **SHEET["terms"],
        "said": {**SHEET["terms"]["open"], "disclose": {"PUBLIC": "full"}},
        "unseen": {**SHEET["terms"]["suspects"], "disclosure": "full", "disclose": {}},
        "own": {**SHEET["terms"]["suspects"], "disclosure": "silent", "disclose": {}},
    },
}
SAID, UNSEEN, OWN = 5, 6, 7
"""The terms of statements that the public reads, of rows that it must not know of, and of its owner's own."""
BLOCKS: tuple[dict[str, str], ...] = (
    {"key": "title", "kind": "title", "text": "{operation}: {raids}"},
    {"key": "lead", "kind": "lead", "text": "The police of some countries acted: {suspects_identified}."},
    {"key": "countries", "kind": "item", "text": "{countries}: {countries names}"},
    {"key": "victims", "kind": "item", "text": "Victims safeguarded: {victims_safeguarded number}"},
    {"key": "kinds", "kind": "chart", "chart": "items_by_kind"},
    {"key": "days", "kind": "chart", "chart": "raids_by_day"},
    {"key": "who", "kind": "authorities"},
)
HEAD = """
id = "m.joint"
edition = "Mozaik 2023"
operation = "MOZAIK 2023"
scope = "joint"
as_of = 2023-11-20
embargo = 2023-11-20T09:00:00Z
publishers = ["EU-EC3", "SI-GPD"]
languages = ["en", "sl", "sr-Cyrl"]
campaign = "https://say-no.example"

[[authorities]]
id = "SI-GPD"
language = "sl"
name = "Policija"
short = "Policija"

[[authorities]]
id = "HR-MUP"
language = "hr"
name = "Ministarstvo unutarnjih poslova"
short = "MUP RH"

[[authorities]]
id = "BA-RS"
language = "sr-Cyrl"
name = "Министарство унутрашњих послова"
short = "МУП"

[[offences]]
key = "law"
language = "sl"
title = "Prikazovanje pornografskega gradiva"
statute = "176. člen"
"""


def world(folder: Path, more: dict[str, dict[str, list[dict[str, Any]]]] | None = None) -> list[SealedSet]:
    """Sealed records: 6 raids, 4 suspects, 7 items, 3 victims, three countries; `more` adds rows."""
    folder.mkdir(parents=True, exist_ok=True)
    rows: dict[str, dict[str, list[dict[str, Any]]]] = {
        "SI-GPD": {
            "actions": [raid(1, place="Izmišljena ulica"), raid(2), raid(3, 10)],
            "items": [item(1), item(2, "computer"), item(3, state="confirmed"), item(4, "memory-card")],
            "statuses": [status("P-1", "identified"), status("P-2", "identified"),
                         status("V-1", "safeguarded", subject="victim")],
            "person_facts": [conduct("P-1", "cryptocurrency")],
            "persons": [
                {"person_id": "P-1", "full_name": "Miloš Izmišljenović", "family_name": "Izmišljenović",
                 "subject": "suspect", "terms_id": 1},
            ],
            "selectors": [{"kind": "account", "normal": "chat.example/crnavrana", "found": "crnavrana"}],
        },
        "HR-MUP": {
            "actions": [raid(1), raid(2, 12)],
            "items": [item(1), item(2), item(3, "server")],
            "statuses": [status("P-1", "arrested"), status("V-1", "safeguarded", subject="victim"),
                         status("V-2", "safeguarded", subject="victim")],
            "statements": [said(1, "dates", "2023-11-06/2023-11-19", "HR", terms_id=SAID),
                           said(2, "raids", "3", "joint", terms_id=SAID)],
        },
        "BA-RS": {"actions": [raid(1)], "statuses": [status("P-1", "identified")]},
    }  # fmt: skip
    for owner, tables in (more or {}).items():
        for name, added in tables.items():
            rows.setdefault(owner, {}).setdefault(name, []).extend(added)
    return [sealed(folder, tables, owner, OPEN_STATEMENTS) for owner, tables in rows.items()]


def write_draft(folder: Path, blocks: Sequence[dict[str, str]] = BLOCKS, head: str = HEAD) -> Path:
    """The folder of a draft with these blocks."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [head]
    for block in blocks:
        lines += ["[[blocks]]", *(f'{name} = "{text}"' for name, text in block.items()), ""]
    (folder / "announcement.toml").write_text("\n".join(lines), encoding="utf-8")
    return folder


def write_po(
    folder: Path, language: str, texts: dict[str, str], blocks: Sequence[dict[str, str]] = BLOCKS
) -> None:
    """The translation of some blocks into a language."""
    english = {block["key"]: block.get("text", "") for block in blocks}
    entries = [f'msgctxt "{key}"\nmsgid "{english[key]}"\nmsgstr "{text}"\n' for key, text in texts.items()]
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    (folder / f"{language}.po").write_text("\n".join([head, *entries]), encoding="utf-8")


def text_of(text: str, **more: str) -> list[dict[str, str]]:
    """Blocks with a title and one paragraph."""
    return [BLOCKS[0], {"key": "p", "kind": "paragraph", "text": text, **more}]


def making(folder: Path, sets: Sequence[SealedSet], **changes: Any) -> Making:
    """What an announcement is made of, on the day of publication."""
    return Making(folder, sets, TRUST, changes.pop("now", NOW), **changes)


def checked(folder: Path, sets: Sequence[SealedSet], **changes: Any) -> CheckedDraft:
    """The check of a draft."""
    return check_announcement(making(folder, sets, **changes))


def concerns(checked_draft: CheckedDraft, topic: str) -> list[Concern]:
    """The concerns of one topic."""
    return [concern for concern in checked_draft.concerns if concern.topic == topic]


def agree_all(folder: Path, version: int = 1, name: str = "m.joint") -> None:
    """Every authority with records agrees that the count of victims is told."""
    (folder / "agreements").mkdir(exist_ok=True)
    for owner in OWNERS:
        agreement = Agreement(Authority(owner), name, version, "victims_safeguarded", "joint")
        path = folder / "agreements" / f"{owner}.{version}.json"
        agree_to_small_count(path, agreement, key_of(owner), TRUST, NOW)


def approving(folder: Path, sets: Sequence[SealedSet], authority: str, **changes: Any) -> Making:
    """The same, as the person of an authority who approves; logged in a WORK beside the draft."""
    work = folder.parent / "work"
    if not work.exists():
        write_work(work, World((), ()))
    asking = Asking.of(OPERATION, authority, f"{authority}/ana", "release", changes.get("now", NOW))
    return making(folder, sets, asking=asking, work=work, **changes)


def approved(folder: Path, sets: Sequence[SealedSet], name: str = "v1", **changes: Any) -> SealedAnnouncement:
    """A version that persons of both authorities approved."""
    first, second = changes.pop("by", ("EU-EC3", "SI-GPD"))
    draft = folder.parent / f"{name}.announcement.draft"
    approve_announcement(approving(folder, sets, first, **changes), key_of(first), draft)
    return approve_drafted(draft, approving(folder, sets, second, **changes), key_of(second))
