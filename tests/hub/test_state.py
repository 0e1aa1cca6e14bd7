"""State: for those who run the node, without what came and from whom."""

import pytest

from mozaik.hub.roles import HubRole
from mozaik.node import Duty
from tests.hub.house import SI, Hub
from tests.hub.visitors import visitor
from tests.node.house import EC3


@pytest.mark.parametrize("role", list(HubRole))
@pytest.mark.parametrize("authority", [EC3, SI])
def test_the_page_is_for_who_runs_this_node(hub: Hub, accounts: None, authority: str, role: HubRole) -> None:
    runs = authority == EC3 and role in (HubRole.ADMINISTRATOR, HubRole.COORDINATOR)
    assert visitor(f"{authority}/x", role).get("/state/").status_code == (200 if runs else 404)


def test_it_says_what_is_wrong_and_owed_and_names_nobody(office: Hub) -> None:
    (office.node.incoming / "strange").mkdir()
    office.node.owed.owe(Duty.VIEW, SI)
    pages = {
        role: visitor(f"{EC3}/{role}", role).get("/state/").content.decode().split("<main")[1]
        for role in (HubRole.ADMINISTRATOR, HubRole.COORDINATOR)
    }
    assert "Take away what is no ordinary file." in pages[HubRole.ADMINISTRATOR]
    assert "Make what a reader may know" in pages[HubRole.ADMINISTRATOR]
    assert "no ordinary file" not in pages[HubRole.COORDINATOR]
    assert "Work that is owed" not in pages[HubRole.COORDINATOR]
    for page in pages.values():
        assert "Make a backup" in page
        assert all(name not in page for name in (SI, "HU-NNI", "strange", str(office.node.folder)))
