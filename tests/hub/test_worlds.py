"""Two worlds that differ in silent facts alone answer every address alike: bytes, status, headers.

Both nodes are copies of one, so that their keys are the same; then silent files arrive, other ones in each.
The second world also stands on another database, which may not show either.
"""

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection
from django.test import Client

from mozaik.exchange import Urgent
from mozaik.hub import clock
from mozaik.hub.api.operations import api
from mozaik.hub.models import Account, RecordDraft, System
from mozaik.hub.roles import HubRole
from mozaik.moments import utc_text
from mozaik.node import Node, bytes_of, open_node, take_signed, unsigned_alarm
from mozaik.parties import Authority, PersonRef
from mozaik.release import Asking, Verdict, Work, judge, read_hits
from mozaik.seal import Role, Signature, TrustStore
from mozaik.terms import Disclosure, Handling
from tests.crosscheck.support import terms_of
from tests.hub.databases import ON_SQLITE_ALONE, asking
from tests.hub.house import HR, SI, UNTOUCHED, VOUCHING, Hub, copy_of
from tests.hub.setting_up import FOLDER
from tests.hub.test_signing_in import addresses
from tests.hub.visitors import plain, visitor
from tests.node.house import EC3, House, contribution

PEOPLE = [
    *((SI, role) for role in HubRole if role not in (HubRole.INVESTIGATOR, HubRole.PROTECTION_OFFICER)),
    (HR, HubRole.ANALYST), (EC3, HubRole.COORDINATOR),
]  # fmt: skip
"""One of each role, and of each authority; two roles differ from another in name alone."""
QUERIES = (
    "?status=unjudged", "?kind=digest", "?authority=HU-NNI", "?search=one", "?item=ITEM-1", "?kind=picture",
)  # fmt: skip
READINGS = (
    "/requests/ask/?to=HR-MUP&ticket=T-AAAAAAAAAAAAAAAA",
    "/packages/preview/?to=HR-MUP&why=case 114",
    "/packages/preview/?to=AT&why=case 114",
    "/record/1/?row=2",
    "/record/1/?form=victims",
)
_HASH = re.compile(r"[0-9a-f]{64}")
"""Commitments in a chain are salted: their hashes differ at each run."""
_TIMED = re.compile(r'("token": "[^:"]+):[^"]+')
"""What is to be signed comes with a token that carries the second in which it was made, and a MAC of it."""
_DRAFT = re.compile(r"/record/\d+/")
"""Both worlds have one database here, in which a draft never has the number of an earlier one."""


@pytest.fixture
def other_database(on_postgresql: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The database of the second world, with no accounts after the test as before."""
    yield on_postgresql
    with asking(on_postgresql):
        Account.objects.all().delete()


@pytest.fixture(scope="module")
def worlds(hub: Hub, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """The nodes of two worlds, which one person's home stands beside."""
    folder = tmp_path_factory.mktemp("worlds")
    begun = copy_of(hub, FOLDER / UNTOUCHED, folder / "begun")
    trust = TrustStore.load(begun.trust)
    work = Work.open(begun.node.work, trust)
    asking = Asking.of(work.operation, HR, f"{HR}/x", "looking", clock.now())
    judge(work, read_hits(work, asking).hits[0].reference, Verdict.CONFIRM, VOUCHING[HR], "seen", clock.now())
    raise_alarm_of(SI, begun.node, trust)
    other = folder / "other"
    shutil.copytree(begun.node.folder, other)
    silent = {
        begun.node.folder: {"RS-MUP.a": [b"one", b"two"], "HU-NNI.b": [b"mine"]},
        other: {"RS-MUP.a": [b"three", b"mine", b"more"], "BA-FUP.c": [b"two"]},
    }
    for place, sets in silent.items():
        house = House(open_node(place), begun.trust, replace(begun.house.make), hub.house.checker)
        house.make.folder = folder / f"made-{place.name}"
        house.make.folder.mkdir()
        for name, contents in sets.items():
            owner = name.partition(".")[0]
            terms = terms_of(owner, review_on=date(2033, 11, 20), disclosure=Disclosure.SILENT)
            house.arrive(contribution(house, name, *contents, terms=(terms,)))
        house.run()
    yield begun.node.folder, other
    hub.house.checker.trust = hub.trust


def raise_alarm_of(authority: str, node: Node, trust: TrustStore) -> None:
    """People of an authority raise that a child in Croatia may be in danger now."""
    person, key = PersonRef(f"{authority}/head"), VOUCHING[authority]
    urgent = Urgent(
        Authority("HR"), (), person, "of today", "", (), "vital interests", (Handling.H0,), "B2", "SI 9",
        utc_text(clock.now()),
    )  # fmt: skip
    unsigned = unsigned_alarm(node, urgent, clock.now())
    signature = Signature(key.key_id, Role.OWNER, key._private.sign(bytes_of(node, unsigned)))
    take_signed(node, unsigned, signature, trust, clock.now())


def answers(client: Client, reference: str) -> Iterator[tuple[str, int, str, dict[str, str]]]:
    """What every address answers, as a page and as a script asks for it."""
    known = {name: path.replace("H-AAAAAAAAAAAAAAAA", reference) for name, path in addresses().items()}
    leaving = {"account_logout", "lock", "first_visit"}
    paths = [path for name, path in known.items() if name not in leaving]
    alarms = set(re.findall(r"/alarms/[A-Z-]+\.[^/]+/", client.get("/alarms/").content.decode()))
    more = [*(f"/hits/{query}" for query in QUERIES), *READINGS, *sorted(alarms)]
    for path in [*paths, "/hits/H-AAAAAAAAAAAAAAAA/", *more]:
        for method in (client.get, client.post):
            answer = method(path, headers={"accept": "application/json"})
            yield told(f"{method.__name__} {path}", answer.status_code, answer.content, answer.headers)
    for content in (b"one", b"mine", b"more", b"nowhere"):
        answer = client.post("/search/", {"question": sha256(content).hexdigest()})
        yield told(f"search {content!r}", answer.status_code, answer.content, answer.headers)


def told(
    name: str, status: int, content: bytes, headers: Mapping[str, str]
) -> tuple[str, int, str, dict[str, str]]:
    """What may not differ of an answer."""
    kept = {header: value for header, value in headers.items() if header != "Expires"}
    kept["Location"] = _DRAFT.sub("/record/N/", kept.get("Location", ""))
    return name, status, _TIMED.sub(r"\1", _HASH.sub("", plain(content))), kept


@ON_SQLITE_ALONE
def test_every_answer_to_everybody_is_the_same_in_both_worlds(
    hub: Hub,
    accounts: None,
    worlds: tuple[Path, Path],
    other_database: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real_now, seen = clock.now, 0
    for authority, role in PEOPLE:
        moment = real_now()  # the same in both worlds, and never long before what is written meanwhile
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        answered = []
        places: list[AbstractContextManager[None]] = [nullcontext(), asking(other_database)]
        for world, place in zip(worlds, places, strict=True):
            trust = worlds[0].parent / "made" / "trust.json"
            monkeypatch.setattr(settings, "CONFIG", replace(settings.CONFIG, node=world, trust=trust))
            with place:
                client = visitor(f"{authority}/{role}", role)
                with_a_draft(authority, moment)
                before = moment - timedelta(days=1)  # the minute of a real sign-in may differ
                Account.objects.update(last_login=moment, home_seen_at=before)
                first = re.search(r"/hits/(H-[A-Z0-9]+)/", client.get("/hits/").content.decode())
                answered.append(list(answers(client, first[1] if first else "H-AAAAAAAAAAAAAAAA")))
        for one, two in zip(*answered, strict=True):
            assert one == two, (authority, role, one[0])
            seen += 1
    assert seen > 300


def with_a_draft(authority: str, moment: datetime) -> None:
    """The first draft of records is this authority's; it holds a good row and one with a fault."""
    RecordDraft.objects.all().delete()
    draft = RecordDraft(
        pk=1, authority=authority, set_id=f"{authority}.records.1", opened_by="x", opened_at=moment
    )
    draft.save()
    with connection.cursor() as cursor:  # the next draft gets a number of its own on either database
        for command in connection.ops.sequence_reset_sql(no_style(), [RecordDraft]):
            cursor.execute(command)
    for number, kind in enumerate(("phone", "telephone"), 1):
        fields = {"item_id": f"ITEM-{number}", "kind": kind, "terms": "rehearsal"}
        draft.rows.create(number=number, table="items", fields=fields, entered_by="x", entered_at=moment)


def api_answers(authority: str, reference: str) -> Iterator[tuple[str, int, bytes, dict[str, str]]]:
    """What every operation of the API answers a system of an authority."""
    own = Account.objects.open(f"{authority}/gateway", HubRole.SYSTEM)
    system = System(account=own, opened_by=f"{authority}/kaja", reason="nightly", reads=True, sends=True,
                    until=clock.now() + timedelta(days=1))  # fmt: skip
    headers = {"authorization": f"Bearer {system.renew_token()}"}
    system.save()
    filled = {
        "{reference}": reference,
        "{sha256}": sha256(b"one").hexdigest(),
        "{name}": "000001-0.age",
    }
    for path, by_method in api.get_openapi_schema()["paths"].items():
        for method in by_method:
            for query in QUERIES if path.endswith("/hits") else ("",):
                asked = re.sub(r"{[^}]+}", lambda part: filled[part[0]], path) + query
                answer = getattr(Client(), method)(asked, headers=headers)
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                yield f"{method} {asked}", answer.status_code, body, dict(answer.headers)
    own.delete()


@pytest.mark.parametrize("authority", [SI, HR, EC3])
def test_every_operation_of_the_api_answers_alike_in_both_worlds(
    accounts: None, worlds: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, authority: str
) -> None:
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment)
    told = []
    for world in worlds:
        trust = worlds[0].parent / "made" / "trust.json"
        monkeypatch.setattr(settings, "CONFIG", replace(settings.CONFIG, node=world, trust=trust))
        first = re.search(r"/hits/(H-[A-Z0-9]+)/", visitor(f"{authority}/ana").get("/hits/").content.decode())
        told.append(list(api_answers(authority, first[1] if first else "H-AAAAAAAAAAAAAAAA")))
    for one, two in zip(*told, strict=True):
        assert one == two, one[0]
    assert sum(answer[1] == 200 for answer in told[0]) >= 8
