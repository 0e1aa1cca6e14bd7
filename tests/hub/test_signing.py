"""What is signed in a browser: keys, vouches, judgements; what comes back changed or late does not count."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from mozaik.hub import clock, floor
from mozaik.hub.roles import HubRole
from mozaik.operation import prepare_vouch, sign_vouch, write_vouch
from mozaik.release import Asking, Status, Work, read_hits
from mozaik.seal import Role, SigningKey, TrustedKey, TrustStore, in_words
from tests.hub import visitors
from tests.hub.house import HR, SI, VOUCHING, Hub
from tests.hub.visitors import JSON, browser_key, plain, sign
from tests.node.house import NOW

ANA, IVO, IVA = f"{SI}/ana", f"{SI}/ivo", f"{HR}/iva"


def make_key(client: Client, person: str) -> SigningKey:
    key = browser_key(person)
    told = sign(client, "/keys/make/", "/keys/made/", key, public_key=key.public_key.hex())
    assert told == {"done": "/keys/"}
    return key


def vouch_file(key: SigningKey | TrustedKey, folder: Path, by: SigningKey = VOUCHING[SI]) -> Path:
    """What `mozaik keys vouch` writes for a key."""
    stated = floor.operation()
    entry = key if isinstance(key, TrustedKey) else key.trusted(NOW, (Role.OWNER,))
    said = prepare_vouch(stated, entry, by.reference, "compared", clock.now())
    path = folder / f"{key.key_id[:8]}.vouch"
    write_vouch(sign_vouch(stated, said, by), path)
    return path


def counting_key(hub: Hub, client: Client, person: str, folder: Path) -> SigningKey:
    key = make_key(client, person)
    with vouch_file(key, folder).open("rb") as stream:
        assert client.post("/keys/vouch-file/", {"vouch": stream}).status_code == 302
    return key


def vouched_key(head: Client, client: Client, person: str) -> SigningKey:
    """A key for which the head vouched on the page."""
    key = make_key(client, person)
    fields = {"key_id": key.key_id, "reason": "read out", "compared": key.key_id[:16]}
    assert sign(head, "/keys/vouch/", "/keys/vouched/", VOUCHING[SI], **fields) == {"done": "/keys/"}
    return key


def first_hit(client: Client) -> str:
    match = re.search(r"/hits/(H-[A-Z0-9]+)/", client.get("/hits/?status=unjudged").content.decode())
    assert match
    return match[1]


def judge(client: Client, reference: str, key: SigningKey, verdict: str, reason: str) -> dict[str, Any]:
    addresses = f"/hits/{reference}/judge/", f"/hits/{reference}/judged/"
    return sign(client, *addresses, key, verdict=verdict, reason=reason)


def status_of(hub: Hub, reference: str, reader: str = SI) -> Status:
    work = Work.open(hub.node.work, TrustStore.load(hub.trust))
    asking = Asking.of(work.operation, reader, f"{reader}/x", "looking", clock.now())
    return next(hit.status for hit in read_hits(work, asking).hits if hit.reference == reference)


def test_a_judgement_signed_in_the_browser_counts(
    hub: Hub, signed_in: Callable[..., Client], tmp_path: Path
) -> None:
    client = signed_in(ANA)
    key = counting_key(hub, client, ANA, tmp_path)
    reference = first_hit(client)
    told = sign(
        client,
        f"/hits/{reference}/judge/",
        f"/hits/{reference}/judged/",
        key,
        verdict="confirm",
        reason="seen",
    )
    assert told == {"done": f"/hits/{reference}/"}
    assert status_of(hub, reference) is Status.CONFIRMED
    assert "SI-GPD/ana</strong> confirmed it: seen" in client.get(f"/hits/{reference}/").content.decode()


def test_a_key_that_nobody_vouched_for_judges_nothing(hub: Hub, signed_in: Callable[..., Client]) -> None:
    client = signed_in(IVO)
    key, reference = make_key(client, IVO), first_hit(client)
    told = sign(
        client, f"/hits/{reference}/judge/", f"/hits/{reference}/judged/", key, verdict="reject", reason="no"
    )
    assert "not trusted" in told["error"]["what"]
    assert status_of(hub, reference) is Status.UNJUDGED


def test_what_comes_back_changed_does_not_count(
    hub: Hub, signed_in: Callable[..., Client], tmp_path: Path
) -> None:
    client = signed_in(ANA)
    key, reference = counting_key(hub, client, ANA, tmp_path), first_hit(client)
    prepare, complete = f"/hits/{reference}/judge/", f"/hits/{reference}/judged/"
    told = client.post(prepare, {"verdict": "confirm", "reason": "seen"}, **JSON).json()  # type: ignore[arg-type]
    signature = key._private.sign(bytes.fromhex(told["bytes"])).hex()
    good = {"token": told["token"], "key": key.key_id, "signature": signature}
    for change in (
        {"token": told["token"] + "x"},
        {"token": ""},
        {"signature": signature[:-2] + ("00" if signature[-2:] != "00" else "11")},
        {"signature": "nonsense"},
        {"key": "0" * 64},
    ):
        answer = client.post(complete, {**good, **change}, **JSON).json()  # type: ignore[arg-type]
        assert "error" in answer, change
    stranger = visitors.visitor(IVO)
    assert "error" in stranger.post(complete, good, **JSON).json()  # type: ignore[arg-type]
    assert status_of(hub, reference) is Status.UNJUDGED


def test_nothing_is_signed_without_a_code_of_late(signed_in: Callable[..., Client]) -> None:
    client = signed_in(ANA)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0, "type": "totp"}]
    session.save()
    for address in ("/keys/make/", "/keys/vouch/", "/hits/H-AAAAAAAAAAAAAAAA/judge/"):
        assert client.post(address, **JSON).json()["go"].startswith("/sign-in/again/code/")  # type: ignore[arg-type]


def test_a_colleague_vouches_who_holds_a_vouching_key_and_typed_the_id(
    hub: Hub, signed_in: Callable[..., Client]
) -> None:
    """The head's own vouching key, as if its browser had made it."""
    head, new = signed_in(f"{SI}/head"), signed_in(IVO)
    key = make_key(new, IVO)
    fields = {"key_id": key.key_id, "reason": "read out in person"}
    wrong = sign(head, "/keys/vouch/", "/keys/vouched/", VOUCHING[SI], compared="0" * 16, **fields)
    assert "not the words" in wrong["error"]["what"]
    own = sign(new, "/keys/vouch/", "/keys/vouched/", key, compared=key.key_id[:16], **fields)
    assert "its own key" in own["error"]["what"]
    told = sign(head, "/keys/vouch/", "/keys/vouched/", VOUCHING[SI], compared=key.key_id[:16], **fields)
    assert told == {"done": "/keys/"}
    known = TrustStore.load(hub.trust).find(key.key_id)
    assert known is not None
    assert known.reference == IVO
    lost = sign(head, "/keys/vouch/", "/keys/vouched/", VOUCHING[SI], withdraw="yes", **fields)
    assert lost == {"done": "/keys/"}
    again = TrustStore.load(hub.trust).find(key.key_id)
    assert again is not None
    assert again.revoked_at


def test_keys_of_another_authority_are_nobodys_business(signed_in: Callable[..., Client]) -> None:
    client, stranger = signed_in(IVO), signed_in(IVA)
    key = make_key(client, IVO)
    assert key.key_id not in stranger.get("/keys/").content.decode()
    assert client.get(f"/keys/{key.key_id}.pub").status_code == 200
    pages = [stranger.get(f"/keys/{name}.pub") for name in (key.key_id, "0" * 64)]
    assert pages[0].status_code == pages[1].status_code == 404
    assert plain(pages[0].content) == plain(pages[1].content)


@pytest.mark.parametrize("role", [HubRole.PROSECUTOR, HubRole.AUDITOR, HubRole.ADMINISTRATOR])
def test_a_role_that_signs_nothing_gets_no_key(signed_in: Callable[..., Client], role: HubRole) -> None:
    client = signed_in(f"{SI}/{role}", role)
    key = browser_key(f"{SI}/{role}")
    told = client.post("/keys/make/", {"public_key": key.public_key.hex()}, **JSON).json()  # type: ignore[arg-type]
    assert "signs nothing" in told["error"]["what"]


def test_a_key_of_somebody_else_cannot_be_taken_for_ones_own(signed_in: Callable[..., Client]) -> None:
    """Who only knows a public key cannot show that it holds the private one."""
    client, theirs, mine = signed_in(ANA), browser_key(IVO), browser_key(ANA)
    told = sign(client, "/keys/make/", "/keys/made/", mine, public_key=theirs.public_key.hex())
    assert "error" in told


def a_while_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was signed in the second in which its key is revoked would not count."""
    later = clock.now() + timedelta(minutes=2)
    monkeypatch.setattr(clock, "now", lambda: later)


def test_who_leaves_is_let_in_no_more_and_what_it_judged_stays(
    office: Hub, signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The account is closed, a colleague says that the key counts no more; the judgement stands."""
    ivo, head = signed_in(IVO), signed_in(f"{SI}/head")
    adam = signed_in("EU-EC3/adam", HubRole.ADMINISTRATOR)
    key, reference = vouched_key(head, ivo, IVO), first_hit(ivo)
    assert judge(ivo, reference, key, "confirm", "seen") == {"done": f"/hits/{reference}/"}
    a_while_later(monkeypatch)
    assert adam.post("/accounts/", {"close": IVO}).status_code == 302
    assert ivo.get("/hits/").headers["Location"].startswith("/sign-in/")
    assert "is closed: say that the key counts no more" in head.get("/keys/").content.decode()
    fields = {"key_id": key.key_id, "reason": "left", "withdraw": "yes"}
    assert sign(head, "/keys/vouch/", "/keys/vouched/", VOUCHING[SI], **fields) == {"done": "/keys/"}
    assert status_of(office, reference) is Status.CONFIRMED
    page = head.get(f"/hits/{reference}/").content.decode()
    assert f"{IVO}</strong> confirmed it: seen" in page
    assert adam.post("/accounts/", {"close": "EU-EC3/adam"}).status_code == 409


def test_a_person_has_several_keys_and_a_lost_one_is_replaced(
    office: Hub, signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, head = signed_in(IVO), signed_in(f"{SI}/head")
    first, second = (vouched_key(head, client, IVO) for _ in range(2))
    references = [first_hit(client)]
    assert "done" in judge(client, references[0], first, "confirm", "seen")
    a_while_later(monkeypatch)
    fields = {"key_id": first.key_id, "reason": "profile cleared", "withdraw": "yes"}
    assert "done" in sign(head, "/keys/vouch/", "/keys/vouched/", VOUCHING[SI], **fields)
    references.append(first_hit(client))
    assert "error" in judge(client, references[1], first, "confirm", "seen")
    assert "done" in judge(client, references[1], second, "confirm", "seen")
    assert [status_of(office, each) for each in references] == [Status.CONFIRMED] * 2
    page = client.get("/keys/").content.decode()
    assert page.count('class="state state-revoked"') == page.count('class="state state-counts"') == 1


def test_a_colleague_types_the_words_of_a_key(hub: Hub, signed_in: Callable[..., Client]) -> None:
    head, new = signed_in(f"{SI}/head"), signed_in(IVO)
    key, other = make_key(new, IVO), browser_key(IVO)
    assert in_words(key.key_id) in new.get("/keys/").content.decode()
    fields = {"key_id": key.key_id, "reason": "read out"}
    addresses = "/keys/vouch/", "/keys/vouched/"
    wrong = sign(head, *addresses, VOUCHING[SI], compared=in_words(other.key_id), **fields)
    assert "not the words" in wrong["error"]["what"]
    told = sign(head, *addresses, VOUCHING[SI], compared=in_words(key.key_id).upper(), **fields)
    assert told == {"done": "/keys/"}
