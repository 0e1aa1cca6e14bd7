"""A reading and its package come out wholly in the language that is spoken; what is left is data."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from mozaik.cli.hit_text import reading_text
from mozaik.package import Custody, make_package
from mozaik.package.report import report_view
from mozaik.release import Status, Work, read_for_package, read_hits
from mozaik.typed_json import Json
from mozaik.wording import speaking
from tests.package.support import DRAFTING, full_world
from tests.release.support import NOW, TRUST, asks, drafts_for, write_work
from tests.wording.pseudo import latin_words, pseudo_language

AT_DATA = re.compile(
    r"\.(version_lines|value_shown|reference|ticket|audit_head|hit_rows\.handling|codes|worst|drafted\.\w+"
    r"|sender|edition|operation_text|digest|language|drawing\.lines\.kind)$"
)
"""Where the paper shows data as it is: values, references, codes, what a person wrote."""
DATA = re.compile(
    r"([A-Z]{2}-[A-Z0-9]+|[GHTP]-[A-Z2-7]{16}|ITEM-\d|[HPR]S?R?-\d|[A-CX][1-4]|H[0-3]|Mozaik|maria|UTC)\.?"
)
"""Ids, tickets, grades and codes inside a sentence."""
NAMES = {"DCIM", "D", "a.jpg", "chat.db", "cmd", "copy", "of", "it.jpg", "jpg", "txt", "x.jpg", "S-12"}
NAMES |= {"interpol-baseline"}
"""Names of files, series and schemes in the sample."""


def texts(value: Json, at: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a document, with the names on the way to it."""
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from texts(part, f"{at}.{name}")
    elif isinstance(value, list):
        for part in value:
            yield from texts(part, at)


def test_the_paper_of_a_package_has_no_word_of_english_left(tmp_path: Path) -> None:
    with speaking(pseudo_language(tmp_path)):
        work = Work.open(write_work(tmp_path / "work", full_world()), TRUST)
        found = read_for_package(work, drafts_for(work, "SI-GPD", "review", "EU-EC3/maria", NOW)).reading
        reading = replace(found, hits=tuple(replace(hit, status=Status.CONFIRMED) for hit in found.hits))
        view = report_view(make_package(reading, DRAFTING, Custody(1, 2, "ab" * 32)), "xx", "cd" * 32)
    left = {(at, word) for at, text in texts(view) if not AT_DATA.search(at) for word in latin_words(text)}
    assert {(at, word) for at, word in left if not DATA.fullmatch(word) and word not in NAMES} == set()


def test_a_reading_on_the_screen_has_no_word_of_english_left(tmp_path: Path) -> None:
    with speaking(pseudo_language(tmp_path)):
        work = Work.open(write_work(tmp_path / "work", full_world()), TRUST)
        screen = reading_text(read_hits(work, asks(work, "SI-GPD", "review", "SI-GPD/ana", NOW)))
    command = "mozaik judge WORK confirm reject --by PERSON --reason TEXT --json Jovan Jovic telegram"
    data = {*NAMES, *command.replace("--", "").split(), "matcher", "digest", "distance", "quality"}
    assert {word for word in latin_words(screen) if not DATA.fullmatch(word) and word not in data} == set()
