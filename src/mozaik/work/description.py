"""`work.json`: what a cross-check compared, on which day, by which versions and parameters."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from mozaik.canonical import is_number
from mozaik.errors import InvalidInputError
from mozaik.work.layout import FORMAT, OLD_FORMAT


@dataclass(frozen=True, slots=True)
class Input:
    """A sealed set that was compared: its id, owner, kind, and the SHA-256 of its file in hex."""

    set_id: str
    authority: str
    kind: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Description:
    """What `work.json` says; `day` is the one whose terms counted, as `2023-11-20`.

    `operation_digest` is the SHA-256 in hex of the operation file in force, empty where there was none.
    """

    operation: str
    edition: str
    day: str
    operation_digest: str
    synthetic: bool
    versions: Mapping[str, str]
    parameters: Mapping[str, int]
    inputs: tuple[Input, ...]

    def write(self, path: Path) -> None:
        """Write it as JSON with sorted keys."""
        text = json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1, sort_keys=True)
        path.write_text(text + "\n", encoding="utf-8")

    @staticmethod
    def read(path: Path) -> "Description":
        """What a `work.json` says; InvalidInputError for another format and for one that cannot be read."""
        data = _object_in(path)
        if not is_number(data.get("format"), FORMAT):
            raise InvalidInputError(
                "a WORK folder of another format", where=str(path), why=f"this program reads format {FORMAT}",
                remedy="run mozaik crosscheck --replace with this version: what people did is taken over",
            )  # fmt: skip
        try:
            return _from_json(data)
        except (KeyError, TypeError) as error:
            raise _unreadable(path) from error


def require_replaceable(path: Path) -> None:
    """InvalidInputError for the `work.json` of a WORK with acts that this version cannot take over."""
    stated = _object_in(path).get("format")
    if not any(is_number(stated, number) for number in (OLD_FORMAT, FORMAT)):
        raise InvalidInputError(
            "a WORK folder of another format", where=str(path),
            why=f"this program replaces formats {OLD_FORMAT} and {FORMAT}",
            remedy="write a new WORK to another path, and keep this one for its chains",
        )  # fmt: skip


def _object_in(path: Path) -> Mapping[str, object]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise _unreadable(path) from error
    if not isinstance(data, dict):
        raise _unreadable(path)
    return data


def _from_json(data: Mapping[str, object]) -> Description:
    """The value of the object; KeyError or TypeError for a field that is missing or of another type."""
    inputs = data["inputs"]
    if not isinstance(inputs, list):
        raise TypeError
    return Description(
        operation=_text(data["operation"]),
        edition=_text(data["edition"]),
        day=_text(data["day"]),
        operation_digest=_text(data["operation_digest"]),
        synthetic=_flag(data["synthetic"]),
        versions={name: _text(version) for name, version in _object(data["versions"]).items()},
        parameters={name: _whole(value) for name, value in _object(data["parameters"]).items()},
        inputs=tuple(
            Input(**{name: _text(_object(entry)[name]) for name in Input.__slots__}) for entry in inputs
        ),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _whole(value: object) -> int:
    if type(value) is not int:
        raise TypeError
    return value


def _object(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise TypeError
    return value


def _unreadable(path: Path) -> InvalidInputError:
    return InvalidInputError(
        "work.json cannot be read", where=str(path), why="it is damaged, or no description of a cross-check",
        remedy="put it back from a copy, or run mozaik crosscheck again",
    )  # fmt: skip
