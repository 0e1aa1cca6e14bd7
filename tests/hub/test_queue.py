"""The queue and a hit: rejected together, noted by an owner, asked from the row, calm while new hits come."""

import random
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from mozaik import chain
from mozaik.hub import clock
from mozaik.hub.models import Account
from mozaik.hub.views import hits
from mozaik.release import Asking, Status, Work, read_hits
from mozaik.seal import Role, SigningKey, TrustStore
from mozaik.terms import Disclosure, Handling
from tests.crosscheck.support import media_row, terms_of
from tests.hub.house import HR, SI, Hub
from tests.hub.visitors import JSON, sign, visitor
from tests.node.house import contribution
from tests.release.test_near_groups import film

ANA, IVA = f"{SI}/ana", f"{HR}/iva"


@dataclass
class Queue:
    """A hub of the test's own, whose people have keys that count."""

    hub: Hub
    keys: dict[str, SigningKey]

    def references(self, query: str = "") -> list[str]:
        page = visitor(ANA).get(f"/hits/{query}").content.decode()
        return list(dict.fromkeys(re.findall(r"/hits/(H-[A-Z0-9]+)/", page)))

    def statuses(self) -> dict[str, Status]:
        work = Work.open(self.hub.node.work, TrustStore.load(self.hub.trust))
        asking = Asking.of(work.operation, SI, ANA, "looking", clock.now())
        return {hit.reference: hit.status for hit in read_hits(work, asking).hits}

    def reject(self, *references: str, reason: str = "a stock file") -> dict[str, Any]:
        fields: dict[str, Any] = {"hit": list(references), "reason": reason}
        return sign(visitor(ANA), "/hits/reject/", "/hits/rejected/", self.keys[ANA], **fields)

    def share(self, name: str, *contents: bytes, **terms: Any) -> None:
        """HR sends in a set more, and what it shares is found."""
        self.hub.house.make.trust = TrustStore.load(self.hub.trust)
        stated = {"review_on": date(2033, 11, 20), "disclosure": Disclosure.FULL, **terms}
        self.hub.house.moment = clock.now()
        self.hub.house.arrive(contribution(self.hub.house, name, *contents, terms=(terms_of(HR, **stated),)))
        self.hub.house.run()


@pytest.fixture
def queue(office: Hub) -> Queue:
    keys = {person: SigningKey.generate(*person.split("/")) for person in (ANA, IVA)}
    trust = TrustStore.load(office.trust)
    for key in keys.values():
        trust.add(key.trusted(clock.now(), (Role.OWNER,)))
    trust.save(office.trust)
    return Queue(office, keys)


def test_several_hits_are_rejected_for_one_reason_each_signed_by_itself(queue: Queue) -> None:
    first, second, third = queue.references()
    log = queue.hub.node.acts.chain_of(SI)
    before = len(list(chain.entries(log)))
    assert queue.reject(first, second) == {"done": "/hits/"}
    assert [entry.event for entry in chain.entries(log)][before:].count("judge") == 2
    assert queue.statuses() == {first: Status.REJECTED, second: Status.REJECTED, third: Status.UNJUDGED}


def test_what_cannot_be_rejected_together_rejects_nothing(queue: Queue) -> None:
    first, *_ = queue.references()
    for references in ((first, "H-AAAAAAAAAAAAAAAA"), (), (first,) * 1):
        reason = "" if references == (first,) else "no"
        assert "error" in queue.reject(*references, reason=reason), references
    many = [f"H-{number:016}" for number in range(51)]
    assert "together" in queue.reject(*many)["error"]["what"]
    assert set(queue.statuses().values()) == {Status.UNJUDGED}


def test_of_several_rejections_none_can_be_changed_to_another_hit(queue: Queue) -> None:
    first, second, third = queue.references()
    ana, key = visitor(ANA), queue.keys[ANA]
    told = ana.post("/hits/reject/", {"hit": [first], "reason": "no"}, **JSON).json()  # type: ignore[arg-type]
    other = ana.post("/hits/reject/", {"hit": [second, third], "reason": "no"}, **JSON).json()  # type: ignore[arg-type]
    signature = key._private.sign(bytes.fromhex(told["bytes"])).hex()
    crossed = {"token": other["token"], "key": key.key_id, "signature": signature}
    assert "error" in ana.post("/hits/rejected/", crossed, **JSON).json()  # type: ignore[arg-type]
    assert set(queue.statuses().values()) == {Status.UNJUDGED}


def test_the_note_of_an_owner_is_acknowledged_before_its_hit_is_judged(queue: Queue) -> None:
    """Under H3 the note is shown and signed first; together with others such a hit is not rejected."""
    known = set(queue.references())
    note = {"handling": frozenset({Handling.H0, Handling.H3}), "handling_note": "call us first"}
    queue.share(f"{HR}.2", b"mine", **note)
    [noted] = set(queue.references()) - known
    assert "wrote a note" in queue.reject(noted)["error"]["what"]
    ana, place = visitor(ANA), f"/hits/{noted}/"
    fields = {"verdict": "confirm", "reason": "seen"}
    told = ana.post(f"{place}judge/", fields, **JSON).json()  # type: ignore[arg-type]
    assert "call us first" in told["says"]
    done = sign(ana, f"{place}judge/", f"{place}judged/", queue.keys[ANA], **fields)
    assert done == {"done": place}
    assert queue.statuses()[noted] is Status.CONFIRMED
    events = [entry.event for entry in chain.entries(queue.hub.node.acts.chain_of(SI))]
    assert events.index("acknowledge") < events.index("judge")


def test_the_queue_stays_put_while_new_hits_come_and_says_how_many(
    queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hits, "PAGE", 2)
    page = visitor(ANA).get("/hits/").content.decode()
    shown = queue.references()
    following = re.search(r'rel="next" href="([^"]+)"', page)
    assert following
    rest = queue.references(following[1].replace("&amp;", "&"))
    began = clock.now()
    monkeypatch.setattr(clock, "now", lambda: began + timedelta(minutes=1))
    queue.share(f"{HR}.2", b"mine")
    later = visitor(ANA).get(f"/hits/{following[1].replace('&amp;', '&')}").content.decode()
    told = list(dict.fromkeys(re.findall(r"/hits/(H-[A-Z0-9]+)/", later)))
    assert not set(told) & set(shown)
    assert set(rest) <= set(told)
    assert "1 new hit has come" in later
    assert "new hit" not in visitor(ANA).get("/hits/").content.decode()
    assert len(set(queue.references("?status=unjudged")) | set(rest)) >= 3


def test_a_row_leads_to_the_question_where_no_more_is_told(queue: Queue) -> None:
    page = visitor(ANA).get("/hits/").content.decode()
    assert "data-ask" not in page
    queue.share(f"{HR}.2", b"mine", disclosure=Disclosure.HIT)
    page = visitor(ANA).get("/hits/").content.decode()
    assert re.search(r'data-ask href="/requests/ask/\?to=HR-MUP&amp;ticket=T-[A-Z2-7]{16}"', page)


def test_a_hit_says_its_place_in_a_group_of_near_pictures_and_leads_to_all_of_it(queue: Queue) -> None:
    """Four shots of a slow film, two of each authority: whoever looks at one pair is led to the others."""
    house, shots = queue.hub.house, film(random.Random(7), 4)
    house.make.trust = TrustStore.load(queue.hub.trust)
    for at, owner in enumerate((SI, HR)):
        rows = [media_row(shot, shot, f"ITEM-{at}") for shot in shots[at::2]]
        terms = terms_of(owner, review_on=date(2033, 11, 20))
        house.arrive(house.make(f"{owner}.near", {"media": rows}, terms=(terms,)).path)
    house.run()
    group = r"/hits/\?group=(G-[A-Z2-7]{16})"
    pairs = queue.references("?kind=picture")
    told = [re.search(group, visitor(ANA).get(f"/hits/{pair}/").content.decode()) for pair in pairs]
    assert len(pairs) == 3
    assert len({match[1] for match in told if match}) == 1
    assert all(told)
    assert sorted(queue.references(f"?group={told[0][1] if told[0] else ''}")) == sorted(pairs)


def test_home_says_what_changed_since_one_was_here(queue: Queue) -> None:
    assert "What changed" not in visitor(ANA).get("/").content.decode()
    Account.objects.update(home_seen_at=clock.now() - timedelta(hours=1))
    assert "Nothing that you may know" in visitor(ANA).get("/").content.decode()
    Account.objects.update(home_seen_at=clock.now() - timedelta(hours=1))
    queue.share(f"{HR}.2", b"mine")
    client = visitor(ANA)
    for _ in range(2):  # until one comes again, it stays
        page = client.get("/").content.decode()
        assert re.search(r'id="changed".*1 new hit</a>: The same file', page, re.S)
    assert "new hit" not in visitor(f"{SI}/ivo").get("/").content.decode()
