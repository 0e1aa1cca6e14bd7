"""What a case states once: `mozaik.toml` in its folder, found upwards from where one works.

An option comes from the command line, else from the environment, else from this file, else it has its
default. A file that somebody else could have written is refused: it says whose signatures count.
"""

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import click

from mozaik.errors import InvalidInputError, RefusedError
from mozaik.parties import Authority
from mozaik.toml_text import parse_toml

NAME = "mozaik.toml"
OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that a case states: its name, the parameters it is for, whether it is a path, its meaning."""

    name: str
    parameters: tuple[str, ...]
    is_path: bool
    doc: str

    @property
    def variable(self) -> str:
        """The variable of the environment that states it."""
        return f"MOZAIK_{self.name.upper()}"


SETTINGS = (
    Setting(
        "owner", ("owner", "reader"), False, "your authority: whose data it is, and who reads (--owner, --as)"
    ),
    Setting("person", ("person",), False, "who acts, as AUTHORITY/name (--by)"),
    Setting("key", ("key_path",), True, "the private key that signs (--key)"),
    Setting("terms", ("terms_path",), True, "the terms sheet (--terms)"),
    Setting("edition", ("edition",), False, "which run of the operation (--edition)"),
    Setting("trust", ("trust_path",), True, "the trust store (--trust)"),
    Setting("work", ("work",), True, "the folder of the cross-check (WORK, --work)"),
    Setting("operation", ("operation_path",), True, "the operation file (--operation)"),
)
_BY_PARAMETER = {parameter: setting for setting in SETTINGS for parameter in setting.parameters}
_WHERE_REQUIRED = frozenset({"reader", "work"})
"""Parameters that are filled in where a command cannot do without them, and left alone elsewhere."""
_GIVEN_INSTEAD = {"person": "--key", "key_path": "--by", "terms_path": "--rehearsal-terms"}
"""What on the command line says that a stated value is not meant: a key is of one person, terms are one."""
_READS_FOR_NOBODY = frozenset({"figures"})
"""Commands that read for somebody only where they are told for whom."""


@dataclass(frozen=True, slots=True)
class Stated:
    """The value of a setting and where it comes from: a variable, or a file."""

    value: str
    source: str


def stated_settings(environment: Mapping[str, str], folder: Path) -> dict[str, Stated]:
    """The settings that are stated, by name; raises as `read_project`, and for an owner that is none."""
    path = find_project(folder)
    stated = read_project(path) if path else {}
    for setting in SETTINGS:
        if given := environment.get(setting.variable):
            stated[setting.name] = Stated(given, setting.variable)
    if owner := stated.get("owner"):
        Authority.parse(owner.value, f"{owner.source}, owner")
    return stated


def find_project(folder: Path) -> Path | None:
    """The nearest `mozaik.toml` in a folder or above it, or None."""
    folder = folder.absolute()
    return next((place / NAME for place in (folder, *folder.parents) if (place / NAME).is_file()), None)


def read_project(path: Path) -> dict[str, Stated]:
    """The settings of a project file, paths from its own folder.

    RefusedError for a file that somebody else owns or could write, InvalidInputError for one that cannot be
    read or states something else.
    """
    status = path.stat()
    if status.st_uid not in (os.getuid(), 0) or status.st_mode & OTHERS_WRITE:
        raise RefusedError(
            "somebody else could have written the project file",
            where=str(path),
            why="it says whose signatures count",
            remedy=f"look through it, then: chown {os.getuid()} FILE and chmod go-w FILE",
        )
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInputError(
            "the project file is not UTF-8", where=str(path), remedy="save it as UTF-8"
        ) from error
    return {
        name: Stated(_value(name, value, path), str(path))
        for name, value in parse_toml(text, str(path)).items()
    }


def _value(name: str, value: object, path: Path) -> str:
    known = {setting.name: setting for setting in SETTINGS}
    if name not in known:
        near = get_close_matches(name, known, 1)
        meant = f"did you mean {near[0]}? " if near else ""
        raise InvalidInputError(
            "this is no setting",
            where=f"{path}, {name}",
            remedy=f"{meant}A project states {', '.join(known)}",
        )
    if not isinstance(value, str) or not value.strip():
        raise InvalidInputError(
            "a setting is a text", where=f"{path}, {name}", remedy="write it in quotation marks"
        )
    return str(path.parent / value) if known[name].is_path else value.strip()


def with_settings(
    command: click.Command, words: Sequence[str], arguments: Sequence[str], stated: Mapping[str, Stated]
) -> tuple[list[str], dict[str, object]]:
    """The arguments, with WORK where it is left out, and what the command falls back to, for `default_map`.

    `words` name the command, and `arguments` are all that was typed, these words first.
    """
    typed = list(arguments[len(words) :])
    if _leaves_work_out(command, typed) and "work" in stated:
        typed.insert(0, stated["work"].value)
    fallbacks: dict[str, object] = dict(_fallbacks(command, words, typed, stated))
    for word in reversed(words):
        fallbacks = {word: fallbacks}
    return [*words, *typed], fallbacks


def _leaves_work_out(command: click.Command, typed: Sequence[str]) -> bool:
    """Whether a command begins with WORK and no word that was typed is a folder, so that none is meant."""
    arguments = [each for each in command.params if isinstance(each, click.Argument)]
    asks_help = {"-h", "--help"} & set(typed)
    begins = bool(arguments) and arguments[0].name == "work" and not asks_help
    return begins and not any(Path(word).is_dir() for word in typed if not word.startswith("-"))


def _fallbacks(
    command: click.Command, words: Sequence[str], typed: Sequence[str], stated: Mapping[str, Stated]
) -> Iterator[tuple[str, str]]:
    for parameter in command.params:
        setting = _BY_PARAMETER.get(parameter.name or "")
        name = parameter.name or ""
        if setting is None or setting.name not in stated or isinstance(parameter, click.Argument):
            continue
        if name in _WHERE_REQUIRED and not parameter.required:
            continue
        if words[0] in _READS_FOR_NOBODY and name == "person":
            continue
        if (instead := _GIVEN_INSTEAD.get(name)) and any(word.partition("=")[0] == instead for word in typed):
            continue
        yield name, stated[setting.name].value
