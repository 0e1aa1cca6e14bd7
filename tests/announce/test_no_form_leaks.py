"""Every byte of every published form, in all its languages, is read for what the public may not learn."""

from pathlib import Path

import pytest

from mozaik.announce import LANGUAGES, SealedAnnouncement
from mozaik.contribution import SealedSet
from tests.announce.conftest import tallied
from tests.announce.support import checked
from tests.package.forms import bytes_of, digest_spellings, spellings

NAMES = ("Miloš Izmišljenović", "Miloša Izmišljenovića", "Милош Измишљеновић", "Милоша Измишљеновића")
TEXTS = ("crnavrana", "црнаврана", "Izmišljena ulica", "Измишљена улица")
"""An account and a place of the records, in both scripts."""


@pytest.fixture(scope="module")
def secrets(many: list[SealedSet], issued: list[SealedAnnouncement]) -> set[bytes]:
    """Everything withheld, in every spelling: names, an account, a place, sets, and fingerprints of rows."""
    texts = {*NAMES, *(word for name in NAMES for word in name.split()), *TEXTS}
    texts |= {each.set_id for each in many}
    folder = issued[0].path.parent / "joint"
    figures = checked(folder, many, tallies=tallied(issued[0].path.parent)).records.public.values()
    texts |= {figure.fingerprint for figure in figures if figure.fingerprint}
    digests = {bytes.fromhex(each.verified.sha256) for each in many}
    written = {spelling for text in texts for spelling in spellings(text)}
    return written | {spelling for digest in digests for spelling in digest_spellings(digest)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_of_a_language_holds_a_byte_of_what_is_withheld(
    issued: list[SealedAnnouncement], secrets: set[bytes], language: str
) -> None:
    """The plain text and the page as they are; of the PDF also streams, shown text and metadata."""
    for ending in ("html", "txt", "pdf"):
        member = f"{language}.{ending}"
        held = bytes_of(member, issued[0].verified.read_member(member))
        held += b" ".join(held.split())  # a name that is broken over two lines
        assert [secret for secret in secrets if secret in held] == []
        assert "МУП Републике Српске".encode() in held, "the search is blind"


def test_no_other_file_that_is_published_holds_a_byte_of_it(site: Path, secrets: set[bytes]) -> None:
    """Lists, feeds, data, digests, and the sealed files with their manifests; pages are read above."""
    paths = [path for path in site.rglob("*") if path.is_file() and path.suffix not in (".pdf", ".txt")]
    assert {path.suffix for path in paths} >= {".html", ".atom", ".json", ".announcement", ".css"}
    for path in paths:
        held = path.read_bytes()
        assert [secret for secret in secrets if secret in held] == [], path
