"""What the pages for newcomers show works as it is printed."""

import re
import shlex
import tomllib

import click

from mozaik.cli.main import program
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


DOCUMENTS = sorted([*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")])
SHOWN = re.compile(r"^\s*mozaik (.+)$|`mozaik ([^`\n]+)`", re.MULTILINE)
OTHER_TEXTS = re.compile(r"(seal|tag|pointer|key) 1\b|private key")
"""Beginnings of signed or hashed texts, which are no commands."""


def shown_commands() -> list[tuple[str, str]]:
    """Every command line that a document shows, with the name of the document."""
    lines = [
        (page.name, next(filter(None, words)).replace("...", ""))
        for page in DOCUMENTS
        for words in SHOWN.findall(page.read_text(encoding="utf-8").replace("\\\n", " "))
    ]
    return [(page, line) for page, line in lines if not OTHER_TEXTS.match(line)]


def fault_of(line: str) -> str:
    """Why a command line cannot be given so: no such command, option, or too many words; else empty."""
    words = [word for word in shlex.split(line, comments=True) if word not in "[]"]
    command: click.Command = program
    context = click.Context(command)
    try:
        while isinstance(command, click.Group) and words:
            words = command.make_parser(context).parse_args(words)[1]
            if not words:
                return ""
            name, words = words[0], words[1:]
            found = command.get_command(context, name)
            if found is None:
                return f"no command {name}"
            command = found
            context = click.Context(command)
        command.make_parser(context).parse_args([word.strip("[]") for word in words])
    except click.UsageError as error:
        return error.format_message()
    return ""


def test_every_command_that_a_document_shows_can_be_given_so() -> None:
    commands = shown_commands()
    assert len(commands) > 60
    faults = {f"{page}: {line}": fault_of(line) for page, line in commands}
    assert {line: fault for line, fault in faults.items() if fault} == {}


def test_the_test_sees_a_command_that_is_not_there() -> None:
    assert fault_of("hits WORK --as SI-GPD --limit 5 # comment") == ""
    assert "no command" in fault_of("hit WORK")
    assert "no command" in fault_of("keys forge")
    assert "--reder" in fault_of("hits WORK --reder SI-GPD")
