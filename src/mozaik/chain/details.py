"""The salted details of entries, kept beside the chain, one private file an entry, so that they can go.

A details file is written before its line, and holds all that the line is made of. So a line that a crash
tore, or kept from being written, can be completed. Erasing replaces salt and details by the bare commitment.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mozaik.canonical import JsonValue, NotCanonicalError, from_canonical, is_number, to_canonical
from mozaik.chain.entry import Entry, commitment_to
from mozaik.chain.errors import ChainError, DetailsError
from mozaik.files import make_private_folder, written_whole

LIMIT = 4 * 1024 * 1024
_KEPT = frozenset({"seq", "at", "event", "salt", "details"})
_ERASED = frozenset({"seq", "at", "event", "commitment"})


@dataclass(frozen=True, slots=True)
class Kept:
    """A details file: the entry's number, time, event and commitment; `details` is None once erased."""

    seq: int
    at: str
    event: str
    commitment: str
    details: Mapping[str, JsonValue] | None

    def entry_after(self, previous: str) -> Entry:
        """The entry that belongs to these details when it follows the hash `previous`."""
        return Entry(self.seq, self.at, self.event, self.commitment, previous)

    def belongs_to(self, entry: Entry) -> bool:
        """Whether the entry commits to exactly this."""
        return self.entry_after(entry.previous) == entry


def details_path(chain: Path, seq: int) -> Path:
    """Where the details of an entry lie."""
    return chain.with_name(f"{chain.name}.details") / f"{seq:08d}.json"


def write_details(chain: Path, entry: Entry, salt: bytes, details: Mapping[str, JsonValue]) -> None:
    """Keep the details of an entry, whole and on the disk when this returns; mode 0600."""
    data = to_canonical(
        {"seq": entry.seq, "at": entry.at, "event": entry.event, "salt": salt.hex(), "details": details}
    )
    if len(data) > LIMIT:
        raise ChainError(
            "details are too large",
            where=str(chain),
            why=f"more than {LIMIT} bytes",
            remedy="write less into one entry",
        )
    path = details_path(chain, entry.seq)
    make_private_folder(path.parent)
    with written_whole(path) as stream:
        stream.write(data)


def write_erased(chain: Path, entry: Entry) -> None:
    """Put the bare commitment in place of salt and details."""
    data = to_canonical(
        {"seq": entry.seq, "at": entry.at, "event": entry.event, "commitment": entry.commitment}
    )
    with written_whole(details_path(chain, entry.seq)) as stream:
        stream.write(data)


def drop_details(chain: Path, seq: int) -> None:
    """Take back details whose entry could not be written."""
    details_path(chain, seq).unlink(missing_ok=True)


def read_details(chain: Path, seq: int) -> Kept | None:
    """The details file of an entry, None if there is none; DetailsError if it is not sound."""
    path = details_path(chain, seq)
    try:
        with path.open("rb") as stream:
            value = from_canonical(stream.read(LIMIT + 1), str(path))
        return _kept(value, seq)
    except FileNotFoundError:
        return None
    except (NotCanonicalError, ChainError, ValueError, TypeError) as error:
        raise DetailsError(
            "the details of an entry cannot be read",
            where=str(path),
            why="the file is not as it was written",
            remedy="put it back from a copy",
        ) from error


def _kept(value: JsonValue, seq: int) -> Kept:
    if not isinstance(value, dict) or not is_number(value.get("seq"), seq):
        raise ValueError
    details = value.get("details")
    texts = {name: str(text) for name, text in value.items() if isinstance(text, str)}
    if set(value) == _ERASED == {*texts, "seq"}:
        return Kept(seq, texts["at"], texts["event"], texts["commitment"], None)
    if set(value) != _KEPT or {*texts, "seq", "details"} != _KEPT or not isinstance(details, dict):
        raise ValueError
    commitment = commitment_to(bytes.fromhex(texts["salt"]), details)
    return Kept(seq, texts["at"], texts["event"], commitment, details)
