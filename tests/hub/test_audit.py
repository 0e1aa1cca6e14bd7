"""The chain at the hub: for oversight alone, one's own alone, verified, and the reading stands in it."""

from collections.abc import Callable

import pytest
from django.test import Client

from mozaik.errors import RefusedError
from mozaik.hub import clock
from mozaik.hub.roles import HUB_RIGHTS, HubRole
from mozaik.release import Asking, Work, read_audit
from mozaik.seal import TrustStore
from mozaik.terms import Use
from tests.hub.house import SI, Hub

OVERSIGHT = [role for role in HubRole if HUB_RIGHTS[role].use is Use.OVERSIGHT]


@pytest.mark.parametrize("role", OVERSIGHT)
def test_oversight_reads_its_own_chain_and_stands_in_it(
    signed_in: Callable[..., Client], role: HubRole
) -> None:
    client = signed_in(f"{SI}/{role}", role, reason="quarterly look")
    page = client.get("/audit/").content.decode()
    assert "whole up to entry" in page
    assert "read-audit" in page
    assert "quarterly look" in page
    assert "HR-MUP/" not in page


@pytest.mark.parametrize("role", [role for role in HubRole if role not in OVERSIGHT])
def test_no_other_role_has_the_page(signed_in: Callable[..., Client], role: HubRole) -> None:
    assert signed_in(f"{SI}/{role}", role).get("/audit/").status_code == 404


def test_it_goes_back_entry_by_entry(hub: Hub, signed_in: Callable[..., Client]) -> None:
    client = signed_in(f"{SI}/auditor", HubRole.AUDITOR)
    for _ in range(3):
        client.get("/audit/")
    work = Work.open(hub.node.work, TrustStore.load(hub.trust))
    asking = Asking.of(work.operation, SI, f"{SI}/x", "looking", clock.now(), Use.OVERSIGHT)
    seen, before = [], None
    while before is None or before > 1:
        audit = read_audit(work, asking, 2, before)
        seen += [entry.seq for entry in audit.entries if before is not None]
        before = audit.next_before or 1
    assert seen == list(range(seen[0], 0, -1))


@pytest.mark.parametrize("before", ["x", "-1", "9" * 20, "\u0663"])
def test_a_number_that_is_none_is_refused(signed_in: Callable[..., Client], before: str) -> None:
    client = signed_in(f"{SI}/auditor", HubRole.AUDITOR)
    assert client.get(f"/audit/?before={before}").status_code == 409


def test_another_use_reads_no_chain(hub: Hub) -> None:
    work = Work.open(hub.node.work, TrustStore.load(hub.trust))
    asking = Asking.of(work.operation, SI, f"{SI}/x", "looking", clock.now())
    with pytest.raises(RefusedError, match="oversight"):
        read_audit(work, asking, 10)
