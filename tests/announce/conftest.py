"""The drafts that come with the program, approved over invented records and published once for all tests."""

from datetime import date
from pathlib import Path

import pytest

from mozaik.contribution import SealedSet
from mozaik.desk.announcing import SealedAnnouncement, begin_announcement, publish_announcements
from mozaik.tallies import make_tally
from tests.announce.support import NOW, TRUST, agree_all, approved, world
from tests.contribution.support import key_of
from tests.figures.support import conduct, item

BASE = "https://mozaik.example/announcements"


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> list[SealedSet]:
    """Records with more than two hundred items, as the joint draft says."""
    kinds = ("phone", "computer", "memory-card", "server")
    items = [item(100 + number, kinds[number % 4]) for number in range(210)]
    facts = [conduct("P-2", "darknet")]
    return world(tmp_path_factory.mktemp("many"), {"SI-GPD": {"items": items, "person_facts": facts}})


def tallied(folder: Path) -> tuple[Path, ...]:
    """The sealed counts of a partner, of two times."""
    for month, screenings, reach in ((9, 12, 340), (10, 1000, None)):
        path = folder / f"{month}.tally"
        days = date(2023, month, 1), date(2023, month, 28)
        if not path.exists():
            make_tally(path, screenings, days, key_of("HR-MUP"), "Mozaik 2023", NOW, reach)
    return tuple(sorted(folder.glob("*.tally")))


@pytest.fixture(scope="session")
def issued(many: list[SealedSet], tmp_path_factory: pytest.TempPathFactory) -> list[SealedAnnouncement]:
    """The joint and the national announcement, each approved by both."""
    folder = tmp_path_factory.mktemp("issued")
    versions = []
    for name in ("joint", "national"):
        begin_announcement(folder / name, name)
        path = folder / name / "announcement.toml"
        path.write_text(path.read_text("utf-8").replace('"mozaik-2023"', '"Mozaik 2023"'), "utf-8")
        senders = ("EU-EC3", "SI-GPD") if name == "joint" else ("SI-GPD", "EU-EC3")
        agree_all(folder / name, name="mozaik-2023.joint")
        versions.append(approved(folder / name, many, name, by=senders, tallies=tallied(folder)))
    return versions


@pytest.fixture(scope="session")
def site(issued: list[SealedAnnouncement], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is published of both."""
    folder = tmp_path_factory.mktemp("site") / "site"
    publish_announcements([version.path for version in issued], TRUST, NOW, folder, BASE)
    return folder
