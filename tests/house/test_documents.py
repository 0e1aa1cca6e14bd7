"""The documents say what the code holds: columns, keys, decisions, links."""

import re
import tomllib
from pathlib import Path

import pytest

from mozaik.records import ALL_TABLES
from mozaik.work import PARTS
from tests.house.support import REPOSITORY, SOURCE

DOCS = REPOSITORY / "docs"
PAGES = tuple(sorted([*REPOSITORY.glob("*.md"), *DOCS.rglob("*.md")]))
ROW = re.compile(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


def described() -> dict[str, tuple[str, str]]:
    """Table -> its columns and key as the format pages write them."""
    found = {}
    for page in ("records.md", "contribution.md"):
        for name, columns, key in ROW.findall((DOCS / "formats" / page).read_text(encoding="utf-8")):
            if name in ALL_TABLES:
                found[name] = columns.strip(), key.strip().removesuffix(", unique")
    return found


@pytest.mark.parametrize("name", ALL_TABLES)
def test_every_column_and_key_of_a_table_is_described_as_it_is(name: str) -> None:
    table = ALL_TABLES[name]
    written = ", ".join(f"**{col}**" if col in table.required else col for col, _ in table.columns)
    assert described()[name] == (written, ", ".join(table.key))


@pytest.mark.parametrize("part", sorted(PARTS.keys() - {"terms"}))
def test_the_columns_of_the_work_folder_are_the_described_ones(part: str) -> None:
    page = (DOCS / "formats" / "work-folder.md").read_text(encoding="utf-8")
    section = page.split(f"\n## {part}.parquet\n")[1].split("\n## ")[0]
    table = section.partition("|---|---|---|\n")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| (`[^|]+`) \|", table, re.MULTILINE)
    assert sorted(re.findall(r"`(\w+)`", " ".join(rows))) == sorted(PARTS[part].names)


def test_every_decision_is_numbered_dated_and_listed() -> None:
    decisions = sorted((DOCS / "adr").glob("*.md"))
    assert [path.name[:4] for path in decisions] == [f"{n:04}" for n in range(1, len(decisions) + 1)]
    index = (REPOSITORY / "ARCHITECTURE.md").read_text(encoding="utf-8")
    for number, path in enumerate(decisions, 1):
        assert f"({number})" in index, f"ARCHITECTURE.md does not list {path.name}"
        assert re.search(r"\d{4}-\d{2}-\d{2}", path.read_text(encoding="utf-8")), path.name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_every_link_between_documents_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def layers() -> list[frozenset[str]]:
    """The rooms of each line of the contract, without those that are not built."""
    contracts = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    lines = next(c["layers"] for c in contracts["tool"]["importlinter"]["contracts"] if c["type"] == "layers")
    return [frozenset(part for part in line.replace(" ", "").split("|") if part[0] != "(") for line in lines]


def test_the_order_of_the_rooms_is_the_one_that_the_contract_holds() -> None:
    page = (REPOSITORY / "ARCHITECTURE.md").read_text(encoding="utf-8")
    shown = page.partition("## Order of the rooms\n\n")[2].partition("\n\n")[0]
    assert [frozenset(re.findall(r"\w+", line)) for line in shown.splitlines()] == layers()


def test_every_room_and_table_of_the_glossary_is_there() -> None:
    rooms = {room for line in layers() for room in line}
    page = (REPOSITORY / "GLOSSARY.md").read_text(encoding="utf-8")
    named = {name for line in page.splitlines() for name in re.findall(r"`(\w+)`", line.rpartition(" | ")[2])}
    assert named - rooms - set(ALL_TABLES) == set()
    assert len(named) > 10


NAMED_FILE = re.compile(r"`([\w/-]+(?:/|\.(?:py|pot|mjs|md)))`")
INVENTED = {"vin.py", "device.py", "NNNN-title.md"}
"""Files of the examples."""
CHECKED = (REPOSITORY / "docs", REPOSITORY / "tests", REPOSITORY / "handbook")


@pytest.mark.parametrize("name", ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "SECURITY.md"])
def test_every_file_that_a_page_names_is_there(name: str) -> None:
    page = (REPOSITORY / name).read_text(encoding="utf-8")
    files = [path.as_posix() for root in (SOURCE, *CHECKED) for path in (root, *root.rglob("*"))]
    there = {f"{path}/" for path in files}
    lost = [
        path
        for path in set(NAMED_FILE.findall(page))
        if path.rpartition("/")[2] not in INVENTED
        and not any(known.endswith(f"/{path.rstrip('/')}/") for known in there)
    ]
    assert lost == []
