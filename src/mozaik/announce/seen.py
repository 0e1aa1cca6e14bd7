"""What a writer saw last of every figure: a private file beside the draft, never published.

It holds fingerprints of rows of which the public may only count, so it stays on the writer's machine.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from mozaik.announce.check import Seen
from mozaik.announce.records import FigureKey
from mozaik.canonical import from_canonical, to_canonical
from mozaik.errors import InvalidInputError
from mozaik.files import written_whole

FILE = "seen.json"


def write_seen(folder: Path, seen: Mapping[FigureKey, Seen]) -> None:
    """Keep what was seen, readable by its writer alone."""
    entries = [
        {"key": key.key, "scope": key.scope, "as_of": str(key.as_of), "value": figure.value,
         "fingerprint": figure.fingerprint}
        for key, figure in sorted(seen.items())
    ]  # fmt: skip
    with written_whole(folder / FILE) as stream:
        stream.write(to_canonical([dict(entry) for entry in entries]))


def read_seen(folder: Path) -> dict[FigureKey, Seen]:
    """What was seen last; nothing where nobody has looked yet. InvalidInputError for another content."""
    path = folder / FILE
    if not path.is_file():
        return {}
    try:
        value = from_canonical(path.read_bytes(), str(path))
        return dict(_entry(entry) for entry in value) if isinstance(value, list) else {}
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidInputError(
            "what was seen of the figures cannot be read", where=str(path),
            remedy="delete the file, and look at the figures again: mozaik announce check",
        ) from error  # fmt: skip


def _entry(entry: object) -> tuple[FigureKey, Seen]:
    if not isinstance(entry, Mapping):
        raise TypeError
    key = FigureKey(str(entry["key"]), str(entry["scope"]), date.fromisoformat(str(entry["as_of"])))
    return key, Seen(entry["value"], str(entry["fingerprint"]))
