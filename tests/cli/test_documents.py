"""What the pages for newcomers show works as it is printed."""

import re
import tomllib

from mozaik.terms import CROSS_CHECKED_SUBJECTS, Disclosure, Handling, Purpose, Subject, parse_sheet
from tests.conftest import REPOSITORY

PAGE = (REPOSITORY / "docs" / "formats" / "terms-sheet.md").read_text(encoding="utf-8")


def row(entry: str) -> str:
    """The row of the page's table about an entry."""
    found = re.search(rf"^\| `{entry}`.*$", PAGE, flags=re.MULTILINE)
    assert found is not None, entry
    return found[0]


def test_the_terms_sheet_of_the_page_is_read() -> None:
    shown = re.search(r"```toml\n(.*?)```", PAGE, flags=re.DOTALL)
    assert shown is not None
    sheet = parse_sheet(tomllib.loads(shown[1]), "SI-GPD")
    assert [terms.name for terms in sheet.terms] == ["material", "persons"]
    assert sheet.terms[sheet.for_table("persons")].disclosure is Disclosure.SILENT
    assert sheet.for_table("files") == 0


def test_the_page_names_every_word() -> None:
    for entry, words in (
        ("purposes", Purpose),
        ("subject", Subject),
        ("handling", Handling),
        ("disclosure", [level.word for level in Disclosure]),
    ):
        for word in words:
            assert f"`{word}" in row(entry), word
    compared = row("subject").partition("may be cross-checked")[0]
    assert all(f"`{subject}`" in compared for subject in CROSS_CHECKED_SUBJECTS)
    assert compared.count("`") // 2 == len(CROSS_CHECKED_SUBJECTS) + 1
