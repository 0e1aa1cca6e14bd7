"""`mozaik announce`, as persons of two authorities use it."""

from pathlib import Path

import pytest

from mozaik.chain import entries
from mozaik.parties import Authority
from mozaik.release import Work
from mozaik.seal import TrustStore
from tests.announce.support import OWNERS, world, write_draft
from tests.cli.test_options import House
from tests.contribution.support import CREATED, key_of
from tests.package.support import full_world
from tests.release.support import write_work

NOW = "2023-11-20T09:00:00Z"


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A house whose home holds the keys of all who act, and the records of three authorities."""
    house = House(tmp_path)
    trust = house.home / "trust.json"
    store = TrustStore.load(trust)
    store.add(key_of("BA-RS").trusted(CREATED))
    store.save(trust)
    key_of("BA-RS").save(house.home / "keys" / "BA-RS.ana.key")
    world(tmp_path / "records")
    write_draft(tmp_path / "draft")
    write_work(house.folder / "work", full_world())
    house.env["MOZAIK_NOW"] = NOW
    return house


def records(house: House) -> list[Path]:
    return sorted((house.folder / "records").glob("*.contribution"))


def reading(house: House, authority: str) -> tuple[str | Path, ...]:
    """The options of who reads as an authority."""
    return "--as", authority, "--work", house.folder / "work", "--reason", "release"


def test_from_a_new_draft_to_the_published_page(house: House) -> None:
    folder, drafted = house.folder, house.folder / "v1.announcement.draft"
    begun = house.answer("announce", "new", folder / "joint", "--draft", "joint")
    assert str(folder / "joint" / "announcement.toml") in str(begun["files"])
    for owner in OWNERS:
        to = folder / "draft" / "agreements" / f"{owner}.json"
        to.parent.mkdir(exist_ok=True)
        house.answer("announce", "agree", "m.joint", "--owner", owner, "-o", to)
    assert house.answer("announce", "check", folder / "draft", *records(house))["ready"] is True
    previewed = house.answer("announce", "preview", folder / "draft", *records(house), "-o", folder / "p")
    assert len(str(previewed["files"]).split(",")) == 10
    assert "nobody has approved" in (folder / "p" / "en.html").read_text("utf-8")
    draft = (folder / "draft", *records(house))
    by = reading(house, "EU-EC3")
    half = house.answer("announce", "approve", *draft, *by, "--by", "EU-EC3/ana", "-o", drafted)
    assert (half["missing"], half["version"]) == (1, 1)
    by = reading(house, "SI-GPD")
    whole = house.answer("announce", "approve", *draft, *by, "--by", "SI-GPD/ana", "--first", drafted)
    assert (whole["missing"], whole["signers"]) == (0, ["EU-EC3/ana", "SI-GPD/ana"])
    version = folder / "v1.announcement"
    assert "announcement of EU-EC3" in house.done("show", version)
    published = house.answer("announce", "publish", version, "-o", folder / "site")
    assert (published["versions"], published["pages"]) == (1, 7)
    assert "6\u00a0raids" in (folder / "site" / "m.joint" / "1" / "en.html").read_text("utf-8")
    assert house.done("announce", "diff", version, version) == "Nothing differs.\n"
    assert house.answer("announce", "diff", version, version)["changes"] == []
    early = house.refused(
        "announce", "publish", version, "-o", folder / "s2", "--now", "2023-11-20T08:59:59Z"
    )
    assert "the embargo holds" in early


def test_a_check_that_stops_says_what_where_and_the_remedy(house: House) -> None:
    path = house.folder / "draft" / "announcement.toml"
    path.write_text(path.read_text("utf-8").replace("some countries", "8 countries"), "utf-8")
    code, out, _ = house.run("announce", "check", house.folder / "draft", *records(house))
    assert code == 1
    assert "STOPS  number: en, lead: '8' is a number and no figure" in out
    assert "Not ready: 1 of" in out
    refused = house.refused(
        "announce", "approve", house.folder / "draft", *records(house), *reading(house, "EU-EC3"),
        "--by", "EU-EC3/ana", "-o", house.folder / "x",
    )  # fmt: skip
    assert "announce check lists all of it" in refused


def test_options_that_belong_together_are_asked_for(house: House) -> None:
    draft, files = house.folder / "draft", records(house)
    assert "--work" in house.refused("announce", "check", draft, *files, "--as", "SI-GPD")
    assert "-o is needed" in house.refused("announce", "approve", draft, *files, "--by", "EU-EC3/ana")
    assert "--as is needed" in house.refused("announce", "approve", draft, *files, "-o", house.folder / "x")
    other = (*reading(house, "SI-GPD"), "--by", "EU-EC3/ana", "-o", house.folder / "x")
    assert "reading authority" in house.refused("announce", "approve", draft, *files, *other)


def test_a_number_opens_to_its_rows_for_who_may_know_them_and_is_logged(house: House) -> None:
    folder = house.folder
    drafted = folder / "v1.announcement.draft"
    draft = (folder / "draft", *records(house))
    house.done("announce", "approve", *draft, *reading(house, "EU-EC3"), "--by", "EU-EC3/ana", "-o", drafted)
    by = reading(house, "SI-GPD")
    house.done("announce", "approve", *draft, *by, "--by", "SI-GPD/ana", "--first", drafted)
    asked = ("--as", "SI-GPD", "--by", "SI-GPD/ana", "--work", folder / "work", "--reason", "press")
    version = folder / "v1.announcement"
    told = house.answer("announce", "rows", version, "raids", *records(house), *asked)
    rows = told["rows"]
    assert isinstance(rows, list)
    assert told["value"] == 6
    own = [row for row in rows if row["authority"] == "SI-GPD"]
    assert sorted(row["key"] for row in own) == ["A-1", "A-2", "A-3"]
    assert all(row["set_id"] for row in own)
    assert all(row["set_id"] is None for row in rows if row["authority"] != "SI-GPD")
    chain = Work.open(folder / "work", TrustStore.load(house.home / "trust.json")).acts.chain_of(
        Authority("SI-GPD")
    )
    assert [entry.event for entry in entries(chain)][-1] == "figures"
    assert "does not quote" in house.refused("announce", "rows", version, "officers", *records(house), *asked)
