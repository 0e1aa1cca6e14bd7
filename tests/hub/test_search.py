"""Searching at the hub: through release, logged without what was searched for, and by POST alone."""

from hashlib import sha256

import pytest
from django.test import Client

from mozaik import chain
from mozaik.hub.roles import HubRole
from tests.hub.house import HR, SI, Hub
from tests.hub.visitors import plain, visitor

ANA = f"{SI}/ana"
DIGEST = sha256(b"one").hexdigest()


def ask(client: Client, question: str) -> str:
    return client.post("/search/", {"question": question}).content.decode()


def test_a_whole_digest_finds_hits_and_holders_and_nobody_who_is_silent(hub: Hub, accounts: None) -> None:
    page = ask(visitor(ANA), f" {DIGEST[:32].upper()} {DIGEST[32:]} ")
    assert "Who holds this file" in page
    assert HR in page.split("Who holds this file")[1]
    assert "No set disclosed to you holds this picture" in page
    assert "HU-NNI" not in page


@pytest.mark.parametrize("known", [True, False])
def test_a_search_is_logged_and_what_was_searched_for_is_not(hub: Hub, accounts: None, known: bool) -> None:
    client, own = visitor(ANA), hub.node.acts.chain_of(SI)
    before, question = len(list(chain.entries(own))), DIGEST if known else "ab" * 32
    ask(client, question)
    said = [str(chain.details_of(own, entry)) for entry in list(chain.entries(own))[before:]]
    assert len(said) == 3, "the hits, the file, the picture"
    assert all("case 114" in line for line in said)
    assert question not in "".join(said)


def test_a_search_that_finds_nothing_says_so_in_the_same_words(hub: Hub, accounts: None) -> None:
    """What is held in silence, and what nobody holds, are one page."""
    client = visitor(ANA)
    silent, nowhere = sha256(b"other").hexdigest(), "ab" * 32
    answers = [client.post("/search/", {"question": value}) for value in (silent, nowhere)]
    pages = [
        plain(answer.content).replace(value, "")
        for answer, value in zip(answers, (silent, nowhere), strict=True)
    ]
    assert pages[0] == pages[1]
    assert "No set disclosed to you holds this file." in pages[0]


def test_nothing_is_searched_by_an_address_or_without_a_reason(hub: Hub, accounts: None) -> None:
    client = visitor(ANA)
    assert "Hits that say it" not in client.get("/search/", {"question": DIGEST}).content.decode()
    assert visitor(f"{SI}/new", reason="").post("/search/", {"question": DIGEST}).status_code == 302


def test_who_reads_no_hits_searches_none(hub: Hub, accounts: None) -> None:
    client = visitor(f"{SI}/adam", HubRole.ADMINISTRATOR)
    assert client.post("/search/", {"question": DIGEST}).status_code == 409
